// What training logs: experiments, runs, and what belongs to a run. Field names and enum numbers are MLflow's
// (mlflow/protos/service.proto), so that a file store's integers and the wire's names mean the same here.
//
// Values only; no threads. Key rules (MLflow, "validation"): keys of metrics, params and tags have at most
// 250 bytes, match
// [/\w.\- :]* with Unicode letters, and are a normalised relative path (no "//", "..", leading or trailing
// "/").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/strong_id.h"
#include "core/series/point.h"

namespace tatara::track {

using ExperimentId = StrongId<struct ExperimentIdTag>;  // MLflow's integer id; 0 is "Default"
using RunKey = StrongId<struct RunKeyTag>;              // row number: what tables and charts hold
using RunId = StrongId<struct RunIdTag, std::string>;   // what the outside sees: 32 hexadecimal digits
using LoggedModelId = StrongId<struct LoggedModelIdTag, std::string>;  // "m-" and 32 hexadecimal digits

enum class Lifecycle : std::uint8_t { Active = 0, Deleted = 1 };
enum class RunStatus : std::uint8_t { Running = 1, Scheduled = 2, Finished = 3, Failed = 4, Killed = 5 };
enum class LoggedModelStatus : std::uint8_t { Pending = 1, Ready = 2, UploadFailed = 3 };
enum class ViewType : std::uint8_t { ActiveOnly, DeletedOnly, All };

std::string_view toString(RunStatus status);  // "RUNNING", ... as on the wire
std::optional<RunStatus> parseRunStatus(std::string_view text);
inline bool isTerminal(RunStatus status) {
  return status != RunStatus::Running && status != RunStatus::Scheduled;
}

struct KeyValue {
  std::string key;
  std::string value;
  friend bool operator==(const KeyValue&, const KeyValue&) = default;
};

struct Experiment {
  ExperimentId id;
  std::string name;
  std::string artifactLocation;
  Lifecycle lifecycle = Lifecycle::Active;
  Timestamp created{};
  Timestamp updated{};
  std::vector<KeyValue> tags;  // sorted by key
};

struct RunInfo {
  RunKey key;
  RunId id;
  ExperimentId experiment;
  std::string name;
  std::string user;
  RunStatus status = RunStatus::Running;
  Timestamp started{};
  std::optional<Timestamp> ended;
  std::optional<Timestamp> deleted;
  std::string artifactUri;

  Lifecycle lifecycle() const { return deleted ? Lifecycle::Deleted : Lifecycle::Active; }
};

// One series of a run, as lists show it. `last` follows MLflow's rule: the greatest (step, timestamp, value).
struct MetricSummary {
  std::string key;
  series::Point last;
  double min = 0;  // of finite values; NaN when there are none
  double max = 0;
  std::int64_t points = 0;
};

struct DatasetRecord {
  std::string name;
  std::string digest;
  std::string sourceType;
  std::string source;
  std::optional<std::string> schema;   // JSON, as the client sent it
  std::optional<std::string> profile;  // JSON
};

struct DatasetInput {
  DatasetRecord dataset;
  std::vector<KeyValue> tags;  // "mlflow.data.context": training, validation, ...
};

struct LoggedModelLink {
  LoggedModelId model;
  std::int64_t step = 0;
};

struct Run {
  RunInfo info;
  std::vector<KeyValue> params;  // sorted by key, as all of these
  std::vector<KeyValue> tags;
  std::vector<MetricSummary> metrics;
  std::vector<DatasetInput> datasets;
  std::vector<LoggedModelLink> modelInputs;
  std::vector<LoggedModelLink> modelOutputs;
};

struct LoggedModelMetric {
  std::string key;
  series::Point point;
  RunId run;
  std::string datasetName;
  std::string datasetDigest;
};

struct LoggedModel {
  LoggedModelId id;
  ExperimentId experiment;
  std::string name;
  std::string type;
  RunId sourceRun;
  LoggedModelStatus status = LoggedModelStatus::Pending;
  std::string statusMessage;
  Timestamp created{};
  Timestamp updated{};
  std::optional<Timestamp> deleted;
  std::string artifactUri;
  std::vector<KeyValue> params;
  std::vector<KeyValue> tags;
  std::vector<LoggedModelMetric> metrics;
};

// Tags that mean something to MLflow's clients and to us.
namespace tag {
inline constexpr std::string_view kRunName = "mlflow.runName";
inline constexpr std::string_view kParentRunId = "mlflow.parentRunId";
inline constexpr std::string_view kUser = "mlflow.user";
inline constexpr std::string_view kNote = "mlflow.note.content";
inline constexpr std::string_view kSourceName = "mlflow.source.name";
inline constexpr std::string_view kGitCommit = "mlflow.source.git.commit";
// Of an experiment: which metric decides, which way is better ("min" or "max"), and its unit.
inline constexpr std::string_view kPrimaryMetric = "tatara.primaryMetric";
inline constexpr std::string_view kDirectionPrefix = "tatara.direction.";
inline constexpr std::string_view kUnitPrefix = "tatara.unit.";
}  // namespace tag

// InvalidArgument with MLflow's words when `key` is not one; `what` is "metric", "param" or "tag".
Status checkKey(std::string_view what, std::string_view key);

}  // namespace tatara::track
