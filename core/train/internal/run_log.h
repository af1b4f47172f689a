// What a training run writes: rows of parameters, files of artifacts, and points of metrics in the order they
// come.
//
// Threads: a MetricLog belongs to one thread; the store's writer lane takes what it hands over.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/mutex.h"
#include "core/train/model_folder.h"
#include "core/train/record.h"

namespace tatara::train {

class MetricLog {
 public:
  MetricLog(std::shared_ptr<store::Store> store, track::RunId run);

  void add(const std::vector<Metric>& metrics, std::int64_t step);
  // Waits until everything added is durable; the first error of any write.
  Status flush();

 private:
  struct Points {
    std::vector<std::string> keys;
    std::vector<series::Point> points;
  };
  struct Outcome {
    Mutex mutex;
    Status first GUARDED_BY(mutex);
  };
  void submit();

  std::shared_ptr<store::Store> m_store;
  track::RunId m_run;
  Points m_waiting;
  std::chrono::steady_clock::time_point m_handedOver = std::chrono::steady_clock::now();
  std::shared_ptr<Outcome> m_outcome = std::make_shared<Outcome>();
};

std::vector<track::KeyValue> runParams(const Prepared& data, const BoosterSpec& booster);
std::vector<track::KeyValue> runTags(const Prepared& data, const RunSpec& run, const Origin& origin);
track::DatasetInput datasetInput(const Prepared& data);

// Known before the first round.
std::vector<NamedBytes> originFiles(const Prepared& data, const BoosterSpec& booster, const Origin& origin);
// Known after the last one, without the model folder.
std::vector<NamedBytes> resultFiles(const Prepared& data, const Fitted& fitted);
// All of them named in one transaction, below `root`.
Status putFiles(const Sinks& sinks, const std::string& root, const std::vector<NamedBytes>& files);

}  // namespace tatara::train
