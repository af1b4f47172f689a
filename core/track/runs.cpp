#include "core/track/runs.h"

#include <algorithm>
#include <set>

#include "core/artifact/artifact_store.h"
#include "core/base/random.h"
#include "core/text/error_phrase.h"
#include "core/track/experiments.h"
#include "core/track/internal/rows.h"
#include "core/track/metrics.h"

namespace tatara::track {
namespace {

using internal::activeRun;
using internal::decodeRun;
using internal::kRunColumns;
using internal::nameIdOf;
using internal::runNotFound;

constexpr std::size_t kParamCharacters = 6000;
constexpr std::size_t kTagCharacters = 8000;

// Keeps the run's name and MLflow's tag for it the same.
Result<std::string> nameOf(const NewRun& run) {
  const auto tag = std::find_if(run.tags.begin(), run.tags.end(),
                                [](const KeyValue& t) { return t.key == tag::kRunName; });
  if (tag == run.tags.end() || tag->value.empty()) {
    return run.name.empty() ? internal::randomName() : run.name;
  }
  if (!run.name.empty() && run.name != tag->value) {
    return makeError(ErrorKind::InvalidArgument,
                     "Both 'run_name' argument and 'mlflow.runName' tag are specified, but "
                     "with different values (run_name='" +
                         run.name + "', mlflow.runName='" + tag->value + "').");
  }
  return tag->value;
}

bool isRunId(std::string_view id) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  return !id.empty() && id.size() <= 256 && plain(id.front()) &&
         std::all_of(id.begin(), id.end(), [&](char c) { return plain(c) || c == '_' || c == '-'; });
}

// Cut to MLflow's limit where that is asked for.
std::string_view limited(std::string_view value, std::size_t characters, LongValues longValues) {
  return longValues == LongValues::Keep ? value : internal::truncated(value, characters);
}

Status writeTag(store::Writer& writer, RunKey run, const KeyValue& tag,
                LongValues longValues = LongValues::Cut) {
  TATARA_TRY(checkKey("tag", tag.key));
  TATARA_ASSIGN(const auto name, nameIdOf(writer, tag.key));
  TATARA_TRY(writer.sql().run("INSERT OR REPLACE INTO run_tag VALUES(?, ?, ?)", run, name,
                              limited(tag.value, kTagCharacters, longValues)));
  writer.changed(store::ChangeKind::RunTags, run.value());
  if (tag.key == tag::kRunName) {
    TATARA_TRY(writer.sql().run("UPDATE run SET name = ? WHERE run_key = ?", tag.value, run));
    writer.changed(store::ChangeKind::Run, run.value());
  }
  return {};
}

// As Python shows a text, which is how MLflow's words hold them.
std::string shown(std::string_view text) {
  const bool apostrophe = text.find('\'') != std::string_view::npos;
  const char quote = apostrophe && text.find('"') == std::string_view::npos ? '"' : '\'';
  std::string out(1, quote);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == quote || c == '\\') {
      out += {'\\', c};
    } else if (c == '\n' || c == '\r' || c == '\t') {
      out += {'\\', c == '\n' ? 'n' : c == '\r' ? 'r' : 't'};
    } else if (byte < 0x20 || byte == 0x7f) {
      constexpr std::string_view kDigits = "0123456789abcdef";
      out += {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 15]};
    } else {
      out += c;
    }
  }
  return out += quote;
}

// A param as it stands here already, with another value than the one that is to be logged.
struct ChangedParam {
  std::string_view key;
  std::string before;
  std::string_view after;
};

// Nothing when the param is written or stood there with the same value.
Result<std::optional<ChangedParam>> writeParam(store::Writer& writer, const RunInfo& run,
                                               const KeyValue& param, LongValues longValues) {
  TATARA_TRY(checkKey("parameter", param.key));
  const std::string_view value = limited(param.value, kParamCharacters, longValues);
  TATARA_ASSIGN(const auto name, nameIdOf(writer, param.key));
  TATARA_ASSIGN(auto rows, writer.sql().query("SELECT value FROM run_param WHERE run_key = ? AND name_id = ?",
                                              run.key, name));
  std::optional<ChangedParam> changed;
  if (rows.next()) {
    if (rows.text(0) != value) {
      changed = ChangedParam{param.key, std::string(rows.text(0)), value};
    }
    return changed;
  }
  TATARA_TRY(rows.status());
  TATARA_TRY(writer.sql().run("INSERT INTO run_param VALUES(?, ?, ?)", run.key, name, value));
  return changed;
}

Status writeParams(store::Writer& writer, const RunInfo& run, const Batch& batch) {
  std::string changes;
  for (const KeyValue& param : batch.params) {
    TATARA_ASSIGN(const auto changed, writeParam(writer, run, param, batch.longValues));
    if (changed) {
      changes += (changes.empty() ? "{'key': " : ", {'key': ") + shown(changed->key) +
                 ", 'old_value': " + shown(changed->before) + ", 'new_value': " + shown(changed->after) + "}";
    }
  }
  if (!changes.empty()) {
    return makeError(ErrorKind::InvalidArgument,
                     "Changing param values is not allowed. Params were already logged='[" + changes +
                         "]' for run ID='" + run.id.value() + "'.");
  }
  if (!batch.params.empty()) {
    writer.changed(store::ChangeKind::RunParams, run.key.value());
  }
  return {};
}

Status checkParamsDiffer(const std::vector<KeyValue>& params) {
  std::set<std::string_view> seen;
  for (const KeyValue& param : params) {
    if (!seen.insert(param.key).second) {
      return makeError(ErrorKind::InvalidArgument,
                       "Duplicate parameter keys have been submitted: ['" + param.key +
                           "']. Please ensure the request contains only one param value per param key.");
    }
  }
  return {};
}

Status writeLinks(store::Writer& writer, RunKey run, int direction, std::span<const LoggedModelLink> models) {
  for (const LoggedModelLink& link : models) {
    TATARA_TRY(writer.sql().run("INSERT OR REPLACE INTO run_logged_model VALUES(?, ?, ?, ?)", run, direction,
                                link.model, link.step));
  }
  writer.changed(store::ChangeKind::RunInputs, run.value());
  return {};
}

Result<std::int64_t> datasetKeyOf(store::Writer& writer, ExperimentId experiment,
                                  const DatasetRecord& dataset) {
  TATARA_ASSIGN(const auto found, writer.sql().findInteger("SELECT dataset_key FROM dataset_record WHERE "
                                                           "experiment_id = ? AND name = ? AND digest = ?",
                                                           experiment, dataset.name, dataset.digest));
  if (found) {
    return *found;
  }
  TATARA_TRY(
      writer.sql().run("INSERT INTO dataset_record(experiment_id, name, digest, source_type, source, schema, "
                       "profile) VALUES(?, ?, ?, ?, ?, ?, ?)",
                       experiment, dataset.name, dataset.digest, dataset.sourceType, dataset.source,
                       dataset.schema, dataset.profile));
  return writer.sql().lastInsertId();
}

}  // namespace

Result<RunInfo> createRun(store::Writer& writer, const NewRun& run, Timestamp now) {
  std::string location;
  if (!run.id) {
    TATARA_ASSIGN(location, internal::locationOfActiveExperiment(writer, run.experiment));
  } else {  // importers bring runs of deleted experiments too
    TATARA_ASSIGN(const auto experiment, findExperiment(writer.sql(), run.experiment));
    if (!experiment) {
      return internal::experimentNotFound(run.experiment);
    }
    location = experiment->artifactLocation;
  }
  RunInfo info;
  info.id = run.id.value_or(RunId(randomHex(16)));
  if (!isRunId(info.id.value())) {
    return text::sayError(ErrorKind::InvalidArgument, TATARA_SAYS("Phrase", "Invalid run ID: '%1'"),
                          {info.id.value()});
  }
  info.experiment = run.experiment;
  TATARA_ASSIGN(info.name, nameOf(run));
  info.user = run.user;
  info.status = run.status;
  info.started = run.started.value_or(now);
  info.ended = run.ended;
  info.deleted = run.deleted;
  info.artifactUri = run.artifactUri.empty() ? internal::placeBelow(location, info.id.value() + "/artifacts")
                                             : run.artifactUri;
  const auto millis = [](const std::optional<Timestamp>& time) {
    return time ? std::optional(toUnixMillis(*time)) : std::nullopt;
  };
  Status inserted = writer.sql().run(
      "INSERT INTO run(run_id, experiment_id, name, user, status, started_ms, ended_ms, deleted_ms, "
      "artifact_uri) "
      "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
      info.id, info.experiment, info.name, info.user, info.status, toUnixMillis(info.started),
      millis(info.ended), millis(info.deleted), info.artifactUri);
  if (!inserted && inserted.error().kind == ErrorKind::Conflict) {
    return text::sayError(ErrorKind::AlreadyExists,
                          TATARA_SAYS("Phrase", "A run with the id %1 exists already"), {info.id.value()},
                          inserted.error().detail);
  }
  TATARA_TRY(std::move(inserted));
  info.key = RunKey(writer.sql().lastInsertId());
  for (const KeyValue& tag : run.tags) {
    TATARA_TRY(writeTag(writer, info.key, tag));
  }
  TATARA_TRY(writeTag(writer, info.key, {std::string(tag::kRunName), info.name}));
  writer.changed(store::ChangeKind::Run, info.key.value());
  return info;
}

Result<RunInfo> updateRun(store::Writer& writer, const RunId& id, const RunUpdate& update) {
  TATARA_ASSIGN(RunInfo info, activeRun(writer, id));
  info.status = update.status.value_or(info.status);
  info.ended = update.ended ? update.ended : info.ended;
  TATARA_TRY(writer.sql().run("UPDATE run SET status = ?, ended_ms = ? WHERE run_key = ?", info.status,
                              info.ended ? std::optional(toUnixMillis(*info.ended)) : std::nullopt,
                              info.key));
  if (update.name && !update.name->empty()) {
    info.name = *update.name;
    TATARA_TRY(writeTag(writer, info.key, {std::string(tag::kRunName), info.name}));
  }
  writer.changed(store::ChangeKind::Run, info.key.value());
  return info;
}

Status deleteRun(store::Writer& writer, const RunId& id, Timestamp now) {
  TATARA_ASSIGN(const auto info, findRunInfo(writer.sql(), id));
  if (!info) {
    return runNotFound(id);
  }
  writer.changed(store::ChangeKind::Run, info->key.value());
  return writer.sql().run("UPDATE run SET deleted_ms = ? WHERE run_key = ? AND deleted_ms IS NULL",
                          toUnixMillis(now), info->key);
}

Status restoreRun(store::Writer& writer, const RunId& id) {
  TATARA_ASSIGN(const auto info, findRunInfo(writer.sql(), id));
  if (!info) {
    return runNotFound(id);
  }
  writer.changed(store::ChangeKind::Run, info->key.value());
  return writer.sql().run("UPDATE run SET deleted_ms = NULL WHERE run_key = ?", info->key);
}

Result<std::int64_t> purgeRuns(store::Writer& writer, std::span<const RunId> ids) {
  std::int64_t purged = 0;
  for (const RunId& id : ids) {
    TATARA_ASSIGN(const auto info, findRunInfo(writer.sql(), id));
    if (!info || !info->deleted) {
      continue;
    }
    if (const auto path = artifact::rootPathOf(info->artifactUri); path && !path->empty()) {
      const auto removed = artifact::ArtifactStore::remove(writer, *path);
      if (!removed && removed.error().kind == ErrorKind::Conflict) {
        continue;  // something is served from its files: the run stays as well
      }
      TATARA_TRY(removed);
    }
    TATARA_TRY(writer.sql().run("DELETE FROM run WHERE run_key = ?", info->key));
    writer.changed(store::ChangeKind::Run, info->key.value());
    ++purged;
  }
  return purged;
}

Status logBatch(store::Writer& writer, const RunId& id, const Batch& batch) {
  TATARA_ASSIGN(const RunInfo info, activeRun(writer, id));
  TATARA_TRY(checkParamsDiffer(batch.params));
  TATARA_TRY(writeParams(writer, info, batch));
  std::string_view checked;
  for (const MetricPoint& metric : batch.metrics) {
    if (checked.empty() || metric.key != checked) {
      TATARA_TRY(checkKey("metric", metric.key));
      checked = metric.key;
    }
  }
  TATARA_TRY(appendMetrics(writer, info.key, batch.metrics));
  for (const KeyValue& tag : batch.tags) {
    TATARA_TRY(writeTag(writer, info.key, tag, batch.longValues));
  }
  return {};
}

Status logParam(store::Writer& writer, const RunId& id, const KeyValue& param) {
  TATARA_ASSIGN(const RunInfo info, activeRun(writer, id));
  TATARA_ASSIGN(const auto changed, writeParam(writer, info, param, LongValues::Cut));
  if (changed) {
    return makeError(ErrorKind::InvalidArgument, "Changing param values is not allowed. Param with key='" +
                                                     param.key + "' was already logged with value='" +
                                                     changed->before + "' for run ID='" + id.value() +
                                                     "'. Attempted logging new value '" +
                                                     std::string(changed->after) + "'.");
  }
  writer.changed(store::ChangeKind::RunParams, info.key.value());
  return {};
}

Status setTag(store::Writer& writer, const RunId& id, const KeyValue& tag) {
  TATARA_ASSIGN(const RunInfo info, activeRun(writer, id));
  return writeTag(writer, info.key, tag);
}

Status deleteTag(store::Writer& writer, const RunId& id, std::string_view key) {
  TATARA_ASSIGN(const RunInfo info, activeRun(writer, id));
  TATARA_ASSIGN(const auto name, internal::findNameId(writer.sql(), key));
  TATARA_TRY(writer.sql().run("DELETE FROM run_tag WHERE run_key = ? AND name_id = ?", info.key, name));
  if (writer.sql().changes() == 0) {
    return text::sayError(ErrorKind::NotFound,
                          TATARA_SAYS("Phrase", "No tag with name: %1 in run with id %2"), {key, id.value()});
  }
  writer.changed(store::ChangeKind::RunTags, info.key.value());
  return {};
}

Status logInputs(store::Writer& writer, const RunId& id, std::span<const DatasetInput> datasets,
                 std::span<const LoggedModelLink> models) {
  TATARA_ASSIGN(const RunInfo info, activeRun(writer, id));
  for (const DatasetInput& input : datasets) {
    TATARA_ASSIGN(const auto dataset, datasetKeyOf(writer, info.experiment, input.dataset));
    TATARA_TRY(writer.sql().run("INSERT OR IGNORE INTO run_dataset VALUES(?, ?)", info.key, dataset));
    for (const KeyValue& tag : input.tags) {
      TATARA_TRY(writer.sql().run("INSERT OR REPLACE INTO run_dataset_tag VALUES(?, ?, ?, ?)", info.key,
                                  dataset, tag.key, tag.value));
    }
    TATARA_TRY(writer.sql().run("INSERT OR IGNORE INTO edge VALUES('dataset', ?, 'run', ?, 'input', ?, ?)",
                                input.dataset.name + "@" + input.dataset.digest, info.id,
                                input.dataset.digest, toUnixMillis(info.started)));
  }
  return writeLinks(writer, info.key, 0, models);
}

Status logOutputs(store::Writer& writer, const RunId& id, std::span<const LoggedModelLink> models) {
  TATARA_ASSIGN(const RunInfo info, activeRun(writer, id));
  for (const LoggedModelLink& link : models) {
    TATARA_TRY(
        writer.sql().run("INSERT OR IGNORE INTO edge VALUES('run', ?, 'logged_model', ?, 'output', '', ?)",
                         info.id, link.model, toUnixMillis(info.started)));
  }
  return writeLinks(writer, info.key, 1, models);
}

}  // namespace tatara::track
