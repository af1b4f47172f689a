// All that the run detail shows of one run, read in one snapshot on a worker.
//
// Threads: loading runs on a worker; what it returns is immutable and shared. Errors: NotFound when there is
// no such run; those of the store.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/artifact/artifact_store.h"
#include "core/registry/registry.h"
#include "core/store/store.h"
#include "core/track/metric_meaning.h"
#include "core/track/runs.h"
#include "core/track/types.h"

namespace tatara::ui {

// A file of the run as the artifact tree shows it.
struct RunFile {
  std::string name;  // relative to the run's artifacts; a logged model's files stand under "models/<name>/"
  artifact::FileInfo info;
};

struct RunFacts {
  track::Run run;
  track::Experiment experiment;
  std::optional<track::Run> baseline;  // not the run itself
  std::optional<track::RunInfo> parent;
  std::vector<track::LoggedModel> models;        // that the run made
  std::vector<registry::ModelVersion> versions;  // registered from it
  std::vector<RunFile> files;                    // sorted by name
  std::size_t filesLeftOut = 0;                  // beyond kMostFiles
  std::optional<std::string> primaryMetric;
  std::int64_t traces = 0;        // that the run made
  bool experimentTraced = false;  // the experiment has some, of whichever run
};

using RunFactsPtr = std::shared_ptr<const RunFacts>;

inline constexpr std::size_t kMostFiles = 20'000;

Result<RunFactsPtr> loadRunFacts(const store::Store& store, const track::RunId& id,
                                 std::optional<track::RunKey> baseline, std::stop_token stop);

// The candidates of the baseline picker: runs of the experiment that have the metric, best first.
struct BaselineChoice {
  track::RunKey key;
  std::string name;
  double value = 0;
};
Result<std::vector<BaselineChoice>> loadBaselineChoices(const store::Store& store,
                                                        const track::Experiment& experiment,
                                                        const std::string& metric, std::stop_token stop);

// The best run of the experiment with most runs; nothing in an empty workspace.
Result<std::optional<track::RunId>> findTourRun(const store::Store& store);

bool isSystemMetric(std::string_view key);  // "system/cpu_utilization_percentage"
// "val_rmse" → "train_rmse", when the run has it: the two lines of a learning curve.
// The metric of the learning curve: the one that decides or, where that was logged once only, the one with
// the longest course.
std::optional<std::string> curveMetric(const RunFacts& facts);
std::optional<std::string> trainingTwin(const track::Run& run, std::string_view validationKey);
const std::string* findTag(const track::Run& run, std::string_view key);
const std::string* findParam(const track::Run& run, std::string_view key);
const track::MetricSummary* findMetric(const track::Run& run, std::string_view key);
// Whether the steps of this run are boosting rounds.
bool countsRounds(const track::Run& run);

}  // namespace tatara::ui
