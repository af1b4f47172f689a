#include "core/text/error_phrase.h"
#include "core/track/internal/rows.h"
#include "core/track/metrics.h"
#include "core/track/runs.h"

namespace tatara::track {
namespace {

using internal::decodeRun;
using internal::kRunColumns;

template <typename Argument>
Result<std::optional<RunInfo>> findRunBy(sql::Connection& connection, const char* condition,
                                         const Argument& argument) {
  const std::string sql = std::string("SELECT ") + kRunColumns + " FROM run WHERE " + condition;
  TATARA_ASSIGN(auto rows, connection.query(sql, argument));
  std::optional<RunInfo> found;
  if (rows.next()) {
    found = decodeRun(rows);
  }
  TATARA_TRY(rows.status());
  return found;
}

Result<std::vector<KeyValue>> loadPairs(sql::Connection& connection, const char* sql, RunKey run) {
  TATARA_ASSIGN(auto rows, connection.query(sql, run));
  std::vector<KeyValue> pairs;
  while (rows.next()) {
    pairs.push_back({std::string(rows.text(0)), std::string(rows.text(1))});
  }
  TATARA_TRY(rows.status());
  return pairs;
}

Status fillLogged(sql::Connection& connection, Run& run) {
  TATARA_ASSIGN(run.params, loadPairs(connection,
                                      "SELECT text, value FROM run_param JOIN name USING(name_id) "
                                      "WHERE run_key = ? ORDER BY text",
                                      run.info.key));
  TATARA_ASSIGN(run.tags, loadPairs(connection,
                                    "SELECT text, value FROM run_tag JOIN name USING(name_id) "
                                    "WHERE run_key = ? ORDER BY text",
                                    run.info.key));
  TATARA_ASSIGN(run.metrics, loadMetricSummaries(connection, run.info.key));
  return {};
}

Status fillDatasets(sql::Connection& connection, Run& run) {
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT dataset_key, name, digest, source_type, source, schema, profile "
                                 "FROM run_dataset JOIN dataset_record USING(dataset_key) "
                                 "WHERE run_key = ? ORDER BY dataset_key",
                                 run.info.key));
  while (rows.next()) {
    DatasetInput input;
    input.dataset = {std::string(rows.text(1)), std::string(rows.text(2)), std::string(rows.text(3)),
                     std::string(rows.text(4)), rows.optionalText(5),      rows.optionalText(6)};
    TATARA_ASSIGN(auto tags, connection.query("SELECT key, value FROM run_dataset_tag "
                                              "WHERE run_key = ? AND dataset_key = ? ORDER BY key",
                                              run.info.key, rows.integer(0)));
    while (tags.next()) {
      input.tags.push_back({std::string(tags.text(0)), std::string(tags.text(1))});
    }
    TATARA_TRY(tags.status());
    run.datasets.push_back(std::move(input));
  }
  return rows.status();
}

Status fillModels(sql::Connection& connection, Run& run) {
  TATARA_ASSIGN(auto rows, connection.query("SELECT direction, model_id, step FROM run_logged_model "
                                            "WHERE run_key = ? ORDER BY direction, step, model_id",
                                            run.info.key));
  while (rows.next()) {
    auto& links = rows.integer(0) == 0 ? run.modelInputs : run.modelOutputs;
    links.push_back({LoggedModelId(std::string(rows.text(1))), rows.integer(2)});
  }
  return rows.status();
}

}  // namespace

Result<std::optional<RunInfo>> findRunInfo(sql::Connection& connection, const RunId& id) {
  return findRunBy(connection, "run_id = ?", id);
}

Result<std::optional<RunInfo>> findRunInfo(sql::Connection& connection, RunKey key) {
  return findRunBy(connection, "run_key = ?", key);
}

Result<std::optional<Run>> findRun(sql::Connection& connection, const RunId& id) {
  TATARA_ASSIGN(auto info, findRunInfo(connection, id));
  if (!info) {
    return std::optional<Run>();
  }
  Run run;
  run.info = std::move(*info);
  TATARA_TRY(fillLogged(connection, run));
  TATARA_TRY(fillDatasets(connection, run));
  TATARA_TRY(fillModels(connection, run));
  return std::optional<Run>(std::move(run));
}

Result<std::vector<Run>> loadRuns(sql::Connection& connection, std::span<const RunKey> keys) {
  std::vector<Run> runs;
  runs.reserve(keys.size());
  for (const RunKey key : keys) {
    TATARA_ASSIGN(auto info, findRunInfo(connection, key));
    if (info) {
      Run run;
      run.info = std::move(*info);
      TATARA_TRY(fillLogged(connection, run));
      runs.push_back(std::move(run));
    }
  }
  return runs;
}

Result<std::optional<RunId>> findRunByPrefix(sql::Connection& connection, std::string_view prefix) {
  constexpr std::size_t kLeastDigits = 4;
  std::vector<RunId> found;
  if (prefix.size() >= kLeastDigits) {
    const std::string first(prefix);
    TATARA_ASSIGN(auto rows,
                  connection.query("SELECT run_id FROM run WHERE run_id >= ? AND run_id < ? LIMIT 2", first,
                                   first + "\x7f"));
    while (rows.next()) {
      found.emplace_back(std::string(rows.text(0)));
    }
    TATARA_TRY(rows.status());
  }
  if (found.empty()) {
    TATARA_ASSIGN(auto rows,
                  connection.query("SELECT run_id FROM run WHERE name = ? ORDER BY deleted_ms IS NOT NULL "
                                   "LIMIT 2",
                                   prefix));
    while (rows.next()) {
      found.emplace_back(std::string(rows.text(0)));
    }
    TATARA_TRY(rows.status());
  }
  if (found.size() > 1) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "Several runs are called \"%1\"; give more of the run id"),
                          {prefix});
  }
  return found.empty() ? std::nullopt : std::optional(found.front());
}

}  // namespace tatara::track
