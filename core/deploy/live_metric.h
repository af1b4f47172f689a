// How right the versions of an endpoint are, once labels came: the error of labelled answers by step of time
// and version.
//
// Where label and answer are numbers it is the mean absolute or the root mean squared error; elsewhere the
// share of answers that are not the label, the answer of several values being the place of its largest. What
// the approved evidence expects comes from the registry (core/registry/evidence.h): the version's metric of
// the same name with its interval where an evaluation found one, else the value its run logged.
//
// A reader keeps what it has read: of an endpoint that is looked at again it reads only blocks of requests
// that are new or were rewritten, and labels that came since. What it gives is what a new reader would give;
// where labels went it begins anew.
//
// Threads: inside a read lease; a reader may be asked from any, one at a time. Errors: Corrupt.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/mutex.h"
#include "core/deploy/predictions.h"
#include "core/deploy/sequential.h"

namespace tatara::deploy {

enum class LiveKind : std::uint8_t { Rmse, Mae, Wrong };

struct LivePoint {
  Timestamp at{};  // the step's begin
  std::int64_t version = 0;
  std::int64_t labels = 0;
  double value = 0;
};

struct LiveMetric {
  LiveKind kind = LiveKind::Rmse;
  std::vector<LivePoint> points;  // by time and version
  Timestamp newestLabelled{};     // of the requests that have a label
  std::int64_t labels = 0;
  bool whole = true;  // false: only the newest kMostRequests of the window were looked at
};
inline constexpr std::int64_t kMostRequests = 200'000;

// Two versions of an endpoint that are to be held against each other.
struct Rivals {
  std::int64_t champion = 0;
  std::int64_t challenger = 0;
  double alpha = 0.05;
};

class LiveMetricReader {
 public:
  // `mean`: a number's error is its mean absolute one, else the root of the mean square.
  Result<LiveMetric> read(sql::Connection& connection, EndpointId endpoint, const Window& window,
                          Millis width, bool mean) EXCLUDES(m_mutex);
  // Whether the challenger's labelled answers to requests since `from` are further from their labels than the
  // champion's in more than half of the cases: in the order in which the labels came, each is paired with the
  // next of the other version, so that both were asked at about the same time; pairs that are equally far say
  // nothing. Nothing where there were more requests than are looked at. A reader serves either read() or
  // compare().
  Result<std::optional<RateTest>> compare(sql::Connection& connection, EndpointId endpoint, Timestamp from,
                                          const Rivals& rivals) EXCLUDES(m_mutex);
  // Blocks that were read since the reader is there.
  std::int64_t blocksRead() const EXCLUDES(m_mutex);

 private:
  // What a model said of a row.
  struct Answer {
    std::optional<double> number = {};
    std::string word = {};   // where it is no number, the text that a label of the same would have
    bool ofSeveral = false;  // the place of the largest of several values
  };
  struct Measured {
    std::int64_t at = 0;
    std::int64_t version = 0;
    bool numeric = false;
    double error = 0;
    bool wrong = false;
    std::int64_t label = 0;  // the number of its label
  };
  struct Waiting {  // for its label
    std::int64_t block = 0;
    std::int64_t at = 0;
    std::int64_t version = 0;
    Answer answer = {};
  };
  struct Block {
    std::int64_t requests = 0;
    std::vector<Measured> measured = {};
  };
  struct Label {
    std::string key;
    std::string value;
    std::int64_t number = 0;
  };
  struct Listed {
    std::int64_t id = 0;
    std::int64_t requests = 0;
  };

  static std::string keyOf(std::string_view request, std::int64_t row);
  static std::optional<Answer> answerOf(const Prediction& prediction, std::size_t row);
  static Measured measure(const Waiting& row, const Label& label);
  // Reads what is new in the window; false when it holds more than is looked at, and begins later then.
  Result<bool> follow(sql::Connection& connection, EndpointId endpoint, Window& window) REQUIRES(m_mutex);
  void forget() REQUIRES(m_mutex);
  Status followLabels(sql::Connection& connection, EndpointId endpoint) REQUIRES(m_mutex);
  void drop(const std::vector<Listed>& listed) REQUIRES(m_mutex);
  static Result<std::optional<Label>> labelOf(sql::Connection& connection, EndpointId endpoint,
                                              std::string_view request, std::int64_t row);
  Status readBlock(sql::Connection& connection, const Listed& listed) REQUIRES(m_mutex);
  LiveMetric sum(const Window& seen, Millis width, bool mean) const REQUIRES(m_mutex);

  mutable Mutex m_mutex;
  EndpointId m_endpoint GUARDED_BY(m_mutex);
  std::int64_t m_lastLabel GUARDED_BY(m_mutex) = 0;  // the newest label's number
  std::int64_t m_labels GUARDED_BY(m_mutex) = 0;     // how many there were
  std::map<std::int64_t, Block> m_blocks GUARDED_BY(m_mutex);
  std::unordered_multimap<std::string, Waiting> m_waiting GUARDED_BY(m_mutex);
  std::int64_t m_blocksRead GUARDED_BY(m_mutex) = 0;
};

struct Expected {
  double value = 0;
  std::optional<double> low;
  std::optional<double> high;
  std::string source;  // for a person
};
// Of the version's error; nothing where nobody measured it. `other`: the version it may have been compared
// with; 0: none.
Result<std::optional<Expected>> findExpected(sql::Connection& connection, const std::string& model,
                                             std::int64_t version, std::int64_t other, LiveKind kind);

}  // namespace tatara::deploy
