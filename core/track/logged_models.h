// Logged models (MLflow 3): a model that a run made, with a life of its own.
// Errors: NotFound, InvalidArgument. Functions with a Writer run inside a write task.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/sql/connection.h"
#include "core/store/store.h"
#include "core/track/types.h"

namespace tatara::track {

struct NewLoggedModel {
  ExperimentId experiment{};
  std::string name{};  // empty: random
  std::string type{};
  RunId sourceRun{};
  std::vector<KeyValue> params{};
  std::vector<KeyValue> tags{};
  // For importers.
  std::optional<LoggedModelId> id{};
  LoggedModelStatus status = LoggedModelStatus::Pending;
  std::optional<Timestamp> created{};
  std::optional<Timestamp> updated{};
  std::string artifactUri{};  // empty: "<experiment's location>/models/<id>/artifacts"
};

Result<LoggedModel> createLoggedModel(store::Writer& writer, const NewLoggedModel& model, Timestamp now);
Status setLoggedModelStatus(store::Writer& writer, const LoggedModelId& id, LoggedModelStatus status,
                            Timestamp now);
// Soft; again is fine.
Status deleteLoggedModel(store::Writer& writer, const LoggedModelId& id, Timestamp now);
Status setLoggedModelTags(store::Writer& writer, const LoggedModelId& id, std::span<const KeyValue> tags,
                          Timestamp now);
Status deleteLoggedModelTag(store::Writer& writer, const LoggedModelId& id, std::string_view key,
                            Timestamp now);
Status logLoggedModelParams(store::Writer& writer, const LoggedModelId& id, std::span<const KeyValue> params);
Status logLoggedModelMetrics(store::Writer& writer, const LoggedModelId& id,
                             std::span<const LoggedModelMetric> metrics);

// Not the deleted ones.
Result<std::optional<LoggedModel>> findLoggedModel(sql::Connection& connection, const LoggedModelId& id);
// Of these experiments (all when empty), newest first, not the deleted ones.
Result<std::vector<LoggedModel>> loadLoggedModels(sql::Connection& connection,
                                                  std::span<const ExperimentId> experiments);

}  // namespace tatara::track
