// Where a shadow answered otherwise than the version beside it: the rows of requests, kept with both answers,
// the greatest differences first.
//
// The difference of two answers is the greatest of the distances of their numbers; texts that differ count as
// 1; infinite where only one of them is there: a missing value, another shape, a shadow that failed. Kept
// are rows of requests whose answers are kept (Settings::logged), of every flush the kMostAFlush that differ
// most, and of an endpoint the kMostKept; how many there were at all is in its traffic (traffic.h). Masked
// columns are kept as "masked". They go with their requests: erased, and forgotten after the same time.
//
// Threads: DisagreementLog::add() from any, flush() from one; the other functions inside a read lease.
// Errors: those of the store; Io (the stream); Cancelled.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/mutex.h"
#include "core/deploy/endpoints.h"
#include "core/infer/tensor.h"

namespace tatara::deploy {

// A request as it was mirrored.
struct Mirrored {
  EndpointId endpoint;
  std::int64_t version = 0;  // that answered it
  std::int64_t shadow = 0;
  std::string request;
  Timestamp at{};
};

struct Disagreement {
  std::int64_t id = 0;
  std::string request;
  std::int64_t row = 0;
  Timestamp at{};
  std::int64_t version = 0;
  std::int64_t shadow = 0;
  double difference = 0;
  text::Json inputs;   // by column
  std::string answer;  // JSON: a value, or an object by the outputs' names
  std::string other;   // the shadow's; empty: it failed
  std::string problem;
};

// Of one row of both answers; 0 when they are the same.
double differenceOf(const infer::Batch& answer, const infer::Batch& other, std::size_t row);

class DisagreementLog {
 public:
  static constexpr std::size_t kMostAFlush = 500;
  static constexpr std::int64_t kMostKept = 10'000;
  static constexpr std::size_t kLongestRow = 64u << 10;  // bytes; longer ones are not kept

  explicit DisagreementLog(std::shared_ptr<store::Store> store) : m_store(std::move(store)) {}

  void add(const Mirrored& request, const infer::Batch& inputs, const infer::Batch& answer,
           const Result<infer::Batch>& other, const std::vector<std::string>& masked) EXCLUDES(m_mutex);
  void flush() EXCLUDES(m_mutex);

 private:
  struct Row {
    Mirrored request;
    std::int64_t row = 0;
    double difference = 0;
    std::string inputs;
    std::string answer;
    std::string other;
    std::string problem;
  };
  static bool greater(const Row& left, const Row& right) { return left.difference > right.difference; }
  // Whether a row of this difference would be kept as things stand.
  bool wanted(EndpointId endpoint, double difference) EXCLUDES(m_mutex);
  void keep(Row row) EXCLUDES(m_mutex);

  const std::shared_ptr<store::Store> m_store;
  Mutex m_mutex;
  std::map<std::int64_t, std::vector<Row>> m_rows GUARDED_BY(m_mutex);  // by endpoint, heaps
};

struct DisagreementFilter {
  std::optional<std::int64_t> shadow = {};
  double least = 0;        // the difference, at least
  std::string words = {};  // in the request's id, the inputs or an answer, in any case
};
// The greatest difference first, then the newest.
Result<std::vector<std::int64_t>> loadDisagreementIds(sql::Connection& connection, EndpointId endpoint,
                                                      const DisagreementFilter& filter);
// Those that are still there, in the order of `ids`.
Result<std::vector<Disagreement>> loadDisagreements(sql::Connection& connection,
                                                    const std::vector<std::int64_t>& ids);

struct DisagreementFacts {
  std::int64_t kept = 0;
  std::int64_t newest = 0;            // its id
  std::vector<std::int64_t> shadows;  // versions, newest first
};
Result<DisagreementFacts> loadDisagreementFacts(sql::Connection& connection, EndpointId endpoint);

// As CSV with a header: request_id, row, at, version, shadow, difference, the inputs, answer,
// shadow_answer. Gives the rows; with none nothing is written.
Result<std::int64_t> writeDisagreements(sql::Connection& connection, EndpointId endpoint,
                                        const DisagreementFilter& filter, std::ostream& out,
                                        std::stop_token stop = {});

}  // namespace tatara::deploy
