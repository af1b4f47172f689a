#include "core/track/experiments.h"

#include "core/text/error_phrase.h"
#include "core/track/internal/rows.h"

namespace tatara::track {
namespace {

using internal::experimentNotFound;

constexpr std::size_t kNameCharacters = 500;

Experiment decodeExperiment(const sql::Rows& rows) {
  Experiment experiment;
  experiment.id = ExperimentId(rows.integer(0));
  experiment.name = rows.text(1);
  experiment.artifactLocation = rows.text(2);
  experiment.lifecycle = static_cast<Lifecycle>(rows.integer(3));
  experiment.created = fromUnixMillis(rows.integer(4));
  experiment.updated = fromUnixMillis(rows.integer(5));
  return experiment;
}

Status fillTags(sql::Connection& connection, Experiment& experiment) {
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT key, value FROM experiment_tag WHERE experiment_id = ? ORDER BY key",
                                 experiment.id));
  while (rows.next()) {
    experiment.tags.push_back({std::string(rows.text(0)), std::string(rows.text(1))});
  }
  return rows.status();
}

template <typename Argument>
Result<std::optional<Experiment>> findExperimentBy(sql::Connection& connection, const char* sql,
                                                   const Argument& argument) {
  TATARA_ASSIGN(auto rows, connection.query(sql, argument));
  if (!rows.next()) {
    TATARA_TRY(rows.status());
    return std::optional<Experiment>();
  }
  Experiment experiment = decodeExperiment(rows);
  TATARA_TRY(fillTags(connection, experiment));
  return std::optional<Experiment>(std::move(experiment));
}

Status checkName(std::string_view name) {
  if (name.empty()) {
    return text::sayError(ErrorKind::InvalidArgument, TATARA_SAYS("Phrase", "An experiment needs a name"));
  }
  if (internal::truncated(name, kNameCharacters).size() != name.size()) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "'Experiment name' exceeds the maximum length of 500 characters"));
  }
  return {};
}

Status checkNameIsFree(store::Writer& writer, std::string_view name) {
  TATARA_ASSIGN(const auto found,
                writer.sql().findInteger("SELECT deleted FROM experiment WHERE name = ?", name));
  if (!found) {
    return {};
  }
  return text::sayError(
      ErrorKind::AlreadyExists,
      *found != 0
          ? TATARA_SAYS(
                "Phrase",
                "Experiment(name=%1) already exists. It is deleted: restore it, or choose another name.")
          : TATARA_SAYS("Phrase", "Experiment(name=%1) already exists."),
      {name});
}

Status touch(store::Writer& writer, ExperimentId id, Timestamp now) {
  writer.changed(store::ChangeKind::Experiment, id.value());
  return writer.sql().run("UPDATE experiment SET updated_ms = ? WHERE experiment_id = ?", toUnixMillis(now),
                          id);
}

// Moves an experiment between active and deleted; NotFound when it is not in the state it is to leave.
Status setDeleted(store::Writer& writer, ExperimentId id, bool deleted, Timestamp now) {
  TATARA_TRY(writer.sql().run("UPDATE experiment SET deleted = ? WHERE experiment_id = ? AND deleted = ?",
                              deleted, id, !deleted));
  if (writer.sql().changes() == 0) {
    return experimentNotFound(id);
  }
  return touch(writer, id, now);
}

Status tellRuns(store::Writer& writer, ExperimentId id) {
  TATARA_ASSIGN(auto rows, writer.sql().query("SELECT run_key FROM run WHERE experiment_id = ?", id));
  while (rows.next()) {
    writer.changed(store::ChangeKind::Run, rows.integer(0));
  }
  return rows.status();
}

}  // namespace

Result<ExperimentId> createExperiment(store::Writer& writer, const NewExperiment& experiment, Timestamp now) {
  TATARA_TRY(checkName(experiment.name));
  TATARA_TRY(checkNameIsFree(writer, experiment.name));
  TATARA_TRY(writer.sql().run(
      "INSERT INTO experiment(experiment_id, name, artifact_location, deleted, created_ms, updated_ms) "
      "VALUES(?, ?, ?, ?, ?, ?)",
      experiment.id, experiment.name, experiment.artifactLocation, experiment.lifecycle,
      toUnixMillis(experiment.created.value_or(now)),
      toUnixMillis(experiment.updated.value_or(experiment.created.value_or(now)))));
  const ExperimentId id(writer.sql().lastInsertId());
  if (experiment.artifactLocation.empty()) {
    TATARA_TRY(writer.sql().run("UPDATE experiment SET artifact_location = ? WHERE experiment_id = ?",
                                "mlflow-artifacts:/" + std::to_string(id.value()), id));
  }
  for (const KeyValue& tag : experiment.tags) {
    TATARA_TRY(
        writer.sql().run("INSERT OR REPLACE INTO experiment_tag VALUES(?, ?, ?)", id, tag.key, tag.value));
  }
  writer.changed(store::ChangeKind::Experiment, id.value());
  return id;
}

Status renameExperiment(store::Writer& writer, ExperimentId id, std::string_view name, Timestamp now) {
  TATARA_TRY(checkName(name));
  TATARA_ASSIGN(const auto found, findExperiment(writer.sql(), id));
  if (!found) {
    return experimentNotFound(id);
  }
  if (found->lifecycle == Lifecycle::Deleted) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "Cannot rename a non-active experiment."));
  }
  if (found->name == name) {
    return {};
  }
  TATARA_TRY(checkNameIsFree(writer, name));
  TATARA_TRY(writer.sql().run("UPDATE experiment SET name = ? WHERE experiment_id = ?", name, id));
  return touch(writer, id, now);
}

Status deleteExperiment(store::Writer& writer, ExperimentId id, Timestamp now) {
  TATARA_TRY(setDeleted(writer, id, true, now));
  TATARA_TRY(tellRuns(writer, id));
  return writer.sql().run("UPDATE run SET deleted_ms = ? WHERE experiment_id = ? AND deleted_ms IS NULL",
                          toUnixMillis(now), id);
}

Status restoreExperiment(store::Writer& writer, ExperimentId id, Timestamp now) {
  TATARA_TRY(setDeleted(writer, id, false, now));
  TATARA_TRY(tellRuns(writer, id));
  return writer.sql().run("UPDATE run SET deleted_ms = NULL WHERE experiment_id = ?", id);
}

Status setExperimentTag(store::Writer& writer, ExperimentId id, const KeyValue& tag, Timestamp now) {
  TATARA_TRY(checkKey("tag", tag.key));
  constexpr std::size_t kValueCharacters = 5000;
  if (internal::truncated(tag.value, kValueCharacters).size() != tag.value.size()) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "'Experiment tag value' exceeds the maximum length of 5000 characters"));
  }
  TATARA_TRY(internal::locationOfActiveExperiment(writer, id));
  TATARA_TRY(
      writer.sql().run("INSERT OR REPLACE INTO experiment_tag VALUES(?, ?, ?)", id, tag.key, tag.value));
  return touch(writer, id, now);
}

Status deleteExperimentTag(store::Writer& writer, ExperimentId id, std::string_view key, Timestamp now) {
  TATARA_TRY(internal::locationOfActiveExperiment(writer, id));
  TATARA_TRY(writer.sql().run("DELETE FROM experiment_tag WHERE experiment_id = ? AND key = ?", id, key));
  if (writer.sql().changes() == 0) {
    return text::sayError(ErrorKind::NotFound,
                          TATARA_SAYS("Phrase", "No tag with name: %1 in experiment with id %2"),
                          {key, std::to_string(id.value())});
  }
  return touch(writer, id, now);
}

Result<std::optional<Experiment>> findExperiment(sql::Connection& connection, ExperimentId id) {
  return findExperimentBy(connection,
                          "SELECT experiment_id, name, artifact_location, deleted, created_ms, updated_ms "
                          "FROM experiment WHERE experiment_id = ?",
                          id);
}

Result<std::optional<Experiment>> findExperimentByName(sql::Connection& connection, std::string_view name) {
  return findExperimentBy(connection,
                          "SELECT experiment_id, name, artifact_location, deleted, created_ms, updated_ms "
                          "FROM experiment WHERE name = ?",
                          name);
}

Result<std::vector<Experiment>> loadExperiments(sql::Connection& connection, ViewType view) {
  TATARA_ASSIGN(
      auto rows,
      connection.query("SELECT experiment_id, name, artifact_location, deleted, created_ms, updated_ms "
                       "FROM experiment WHERE (?1 = 2 OR deleted = ?1) "
                       "ORDER BY created_ms DESC, experiment_id",
                       view));
  std::vector<Experiment> experiments;
  while (rows.next()) {
    experiments.push_back(decodeExperiment(rows));
  }
  TATARA_TRY(rows.status());
  for (Experiment& experiment : experiments) {
    TATARA_TRY(fillTags(connection, experiment));
  }
  return experiments;
}

Result<std::vector<ExperimentCount>> countRuns(sql::Connection& connection) {
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT experiment_id, count(*) FROM run WHERE deleted_ms IS NULL "
                                 "GROUP BY experiment_id"));
  std::vector<ExperimentCount> counts;
  while (rows.next()) {
    counts.push_back({ExperimentId(rows.integer(0)), rows.integer(1)});
  }
  TATARA_TRY(rows.status());
  return counts;
}

}  // namespace tatara::track
