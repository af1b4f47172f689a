// Turns events of one run into what is to be written of it: points by metric, histograms, files, parameters,
// and what a restart took back.
//
// Gathers until `weight()` says that it is enough; `take()` hands everything over and goes on with the state.
// Threads: one at a time.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/interop/internal/event.h"
#include "core/interop/internal/event_state.h"
#include "core/interop/internal/event_tensor.h"
#include "core/interop/internal/mlflow_source.h"
#include "core/track/histograms.h"

namespace tatara::interop::internal {

struct EventBatch {
  struct File {
    std::string path;  // below the run's artifacts
    std::string key;   // of its tag; empty for what belongs to the run
    std::int64_t step = 0;
    std::string bytes;
  };
  struct Series {
    std::string key;
    std::vector<series::Point> points;
  };
  // What goes, from a step on, of one key or of all, before the rest of the batch comes.
  std::map<std::optional<std::string>, std::int64_t> cuts;
  std::vector<Series> series;
  std::vector<track::KeyedHistogram> histograms;
  std::vector<File> files;
  std::vector<track::KeyValue> params;
  std::string group;
  std::optional<track::RunStatus> status;
  std::int64_t firstMillis = 0;  // of the first event ever; 0 when it is not in this batch
  std::int64_t lastMillis = 0;
  std::int64_t points = 0;
  std::int64_t dropped = 0;  // of this batch, already left out of it
};

// Where a record stands, for what is left out.
struct RecordPlace {
  const std::string& file;
  std::int64_t offset = 0;
  std::string text() const { return file + ", byte " + std::to_string(offset); }
};

class EventCollector {
 public:
  // `state` is of earlier imports.
  EventCollector(EventState state, Problems& problems) : m_state(std::move(state)), m_problems(problems) {}

  void add(std::string_view record, const RecordPlace& place);
  // Takes records of a file from the front of `bytes`, as long as each is whole, sound, and one number of the
  // tag that is expected next. Returns how many bytes those were; `add` understands whatever comes then.
  std::size_t addPlainScalars(std::string_view bytes);
  EventState& state() { return m_state; }
  // About the memory that is held.
  std::size_t weight() const { return m_weight; }
  bool empty() const { return m_weight == 0 && m_batch.cuts.empty() && m_batch.params.empty(); }
  EventBatch take();

 private:
  // A tag with what waits to be written of it.
  struct Tag {
    std::string_view name;
    EventTag* known = nullptr;
    std::size_t order = 0;  // in m_order
    std::string frame;      // of a plain scalar's record, what stands between its step and its number
    std::vector<series::Point> points;
    bool listed = false;  // in m_filled
  };
  struct Moment {
    std::int64_t step = 0;
    std::int64_t millis = 0;
  };

  bool addPlainScalar(std::string_view record);
  std::size_t scanPlainScalars(std::string_view bytes);
  void addVersion(std::string_view version);
  void watchRestart(const Event& event);
  void cut(const std::optional<std::string>& key, std::int64_t step);
  void addValue(const SummaryValue& value, const Moment& at, const RecordPlace& place);
  void addTensor(const SummaryValue& value, Tag& tag, const Moment& at, const RecordPlace& place);
  void addFromTensor(std::string_view plugin, const Tensor& tensor, Tag& tag, const Moment& at,
                     const RecordPlace& place);
  void addPoint(Tag& tag, const Moment& at, double value);
  void addHistogram(Tag& tag, const Moment& at, std::optional<Buckets> buckets, const RecordPlace& place);
  void addFile(std::string_view kind, Tag& tag, const Moment& at, std::string_view extension,
               std::string bytes, int number = -1);
  void addTexts(const Tensor& tensor, Tag& tag, const Moment& at, const RecordPlace& place);
  void addMedia(bool images, const Tensor& tensor, Tag& tag, const Moment& at, const RecordPlace& place);
  void addHparams(std::string_view content, const RecordPlace& place);
  Tag* findTag(std::string_view name);
  Tag* tagOf(std::string_view name, const RecordPlace& place);
  void malformed(const RecordPlace& place, const SummaryValue& value);

  EventState m_state;
  Problems& m_problems;
  EventBatch m_batch;
  std::map<std::string, Tag, std::less<>> m_tags;
  std::map<std::string, std::string, std::less<>> m_tagByKey;
  std::vector<Tag*> m_filled;
  // Writers log the same tags in the same order again and again, so the next one is guessed.
  std::vector<Tag*> m_order;
  std::size_t m_next = 0;
  std::int64_t m_mostStep = std::numeric_limits<std::int64_t>::min();  // of what waits
  std::size_t m_weight = 0;
  bool m_toldTags = false;
};

}  // namespace tatara::interop::internal
