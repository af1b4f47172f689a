#include <cmath>
#include <limits>
#include <set>

#include "core/crypto/digest.h"
#include "core/interop/internal/export_runs.h"
#include "core/interop/internal/mlflow_out.h"
#include "core/interop/internal/mlflow_schema.h"
#include "core/interop/internal/mlflow_trace.h"
#include "core/interop/mlflow_export.h"
#include "core/sql/connection.h"
#include "core/text/error_phrase.h"
#include "core/track/metrics.h"
#include "core/track/runs.h"

namespace tatara::interop {
namespace {

namespace fs = std::filesystem;
using track::KeyValue;

std::optional<std::string> textOrNull(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

// MLflow's databases have no infinities and no NaN: the largest numbers stand for the ones, 0 and a mark for
// the other.
double storedValue(double value) {
  if (std::isnan(value)) {
    return 0;
  }
  constexpr double kMost = std::numeric_limits<double>::max();
  return std::isinf(value) ? std::copysign(kMost, value) : value;
}

class SqliteStoreWriter {
 public:
  SqliteStoreWriter(std::shared_ptr<store::Store> store, std::unique_ptr<sql::Connection> db,
                    fs::path artifacts, const ExportChoice& choice)
      : m_out(std::move(store), std::move(artifacts), choice), m_db(std::move(db)), m_choice(choice) {}

  Result<ExportReport> write() {
    // Metrics of logged models may name runs that were not chosen; those are left out and told.
    TATARA_TRY(m_db->script("PRAGMA foreign_keys = OFF"));
    TATARA_ASSIGN(auto transaction, sql::Transaction::begin(*m_db, sql::Transaction::Kind::Immediate));
    TATARA_TRY(m_db->script(internal::kMlflowSchema));
    TATARA_TRY(m_db->run("INSERT INTO alembic_version VALUES(?)", internal::kMlflowRevision));
    TATARA_ASSIGN(const auto experiments, m_out.store().read([&](sql::Connection& connection) {
      return internal::chooseRuns(connection, m_choice);
    }));
    for (const auto& one : experiments) {
      m_total += static_cast<std::int64_t>(one.runs.size());
    }
    for (const auto& one : experiments) {
      TATARA_TRY(writeExperiment(one));
    }
    for (const auto& one : experiments) {  // after every run: their metrics name them
      TATARA_TRY(writeLoggedModels(one.experiment.id));
      TATARA_TRY(writeTraces(one.experiment.id));
    }
    TATARA_ASSIGN(const auto models, m_out.models());
    for (const internal::MlflowOut::Model& one : models) {
      TATARA_TRY(writeModel(one));
    }
    TATARA_TRY(transaction.commit());
    return std::move(m_out.report());
  }

 private:
  Status writeExperiment(const internal::ChosenExperiment& chosen) {
    const track::Experiment& experiment = chosen.experiment;
    const std::int64_t id = experiment.id.value();
    TATARA_TRY(m_db->run("INSERT INTO experiments VALUES(?, ?, ?, ?, ?, ?)", id, experiment.name,
                         internal::fileUri(m_out.root() / std::to_string(id)),
                         experiment.lifecycle == track::Lifecycle::Deleted ? "deleted" : "active",
                         toUnixMillis(experiment.created), toUnixMillis(experiment.updated)));
    for (const KeyValue& tag : experiment.tags) {
      TATARA_TRY(m_db->run("INSERT INTO experiment_tags VALUES(?, ?, ?)", tag.key, tag.value, id));
    }
    ++m_out.report().experiments;
    for (const track::RunKey key : chosen.runs) {
      if (m_choice.stop.stop_requested()) {
        return makeError(ErrorKind::Cancelled, "Stopped; no database was made");
      }
      TATARA_ASSIGN(const auto run, m_out.loadRun(key));
      TATARA_TRY(writeRun(id, run));
      m_out.take(run.info.id.value());
      ++m_out.report().runs;
      if (m_choice.progress) {
        m_choice.progress({run.info.name, m_out.report().runs, m_total});
      }
    }
    return {};
  }

  Status writeRun(std::int64_t experiment, const track::Run& run) {
    const track::RunInfo& info = run.info;
    const std::string& id = info.id.value();
    const auto millis = [](const std::optional<Timestamp>& time) {
      return time ? std::optional(toUnixMillis(*time)) : std::nullopt;
    };
    TATARA_TRY(
        m_db->run("INSERT INTO runs(run_uuid, name, source_type, source_name, entry_point_name, user_id, "
                  "status, start_time, "
                  "end_time, source_version, lifecycle_stage, artifact_uri, experiment_id, deleted_time) "
                  "VALUES(?, ?, 'UNKNOWN', '', '', ?, ?, ?, ?, '', ?, ?, ?, ?)",
                  id, info.name, info.user, track::toString(info.status), toUnixMillis(info.started),
                  millis(info.ended), info.deleted ? "deleted" : "active", m_out.movedUri(info.artifactUri),
                  experiment, millis(info.deleted)));
    for (const KeyValue& param : run.params) {
      TATARA_TRY(m_db->run("INSERT INTO params VALUES(?, ?, ?)", param.key, param.value, id));
    }
    for (const KeyValue& tag : run.tags) {
      TATARA_TRY(m_db->run("INSERT INTO tags VALUES(?, ?, ?)", tag.key, tag.value, id));
    }
    TATARA_TRY(writeMetrics(run));
    TATARA_TRY(writeInputs(experiment, run));
    return copyArtifacts(info.artifactUri);
  }

  Status writeMetrics(const track::Run& run) {
    const std::string& id = run.info.id.value();
    for (const track::MetricSummary& metric : run.metrics) {
      TATARA_TRY(m_db->run("INSERT INTO latest_metrics VALUES(?, ?, ?, ?, ?, ?)", metric.key,
                           storedValue(metric.last.value), metric.last.timestamp, metric.last.step,
                           std::isnan(metric.last.value), id));
    }
    TATARA_ASSIGN(const auto series, m_out.store().read([&](sql::Connection& connection) {
      return track::loadRunSeries(connection, run.info.key, {});
    }));
    for (const track::RunSeries& one : series) {
      for (const series::Point& point : one.points) {
        // The same point twice is one there.
        TATARA_TRY(m_db->run(
            "INSERT OR IGNORE INTO metrics(key, value, timestamp, run_uuid, step, is_nan) VALUES(?, ?, ?, ?, "
            "?, ?)",
            one.key, storedValue(point.value), point.timestamp, id, point.step, std::isnan(point.value)));
      }
      m_out.report().points += static_cast<std::int64_t>(one.points.size());
    }
    return {};
  }

  Status writeInputs(std::int64_t experiment, const track::Run& run) {
    const std::string& id = run.info.id.value();
    for (const track::DatasetInput& input : run.datasets) {
      const track::DatasetRecord& dataset = input.dataset;
      const std::string datasetId =
          crypto::md5Hex(std::to_string(experiment) + "\n" + dataset.name + "\n" + dataset.digest);
      TATARA_TRY(m_db->run("INSERT OR IGNORE INTO datasets VALUES(?, ?, ?, ?, ?, ?, ?, ?)", datasetId,
                           experiment, dataset.name, dataset.digest, dataset.sourceType, dataset.source,
                           dataset.schema, dataset.profile));
      const std::string inputId = crypto::md5Hex(datasetId + id);
      TATARA_TRY(writeLink(inputId, "DATASET", datasetId, "RUN", id, 0));
      for (const KeyValue& tag : input.tags) {
        TATARA_TRY(
            m_db->run("INSERT OR REPLACE INTO input_tags VALUES(?, ?, ?)", inputId, tag.key, tag.value));
      }
    }
    for (const track::LoggedModelLink& link : run.modelInputs) {
      const std::string& model = link.model.value();
      TATARA_TRY(
          writeLink(crypto::md5Hex("in" + id + model), "RUN_INPUT", id, "MODEL_INPUT", model, link.step));
    }
    for (const track::LoggedModelLink& link : run.modelOutputs) {
      const std::string& model = link.model.value();
      TATARA_TRY(
          writeLink(crypto::md5Hex("out" + id + model), "RUN_OUTPUT", id, "MODEL_OUTPUT", model, link.step));
    }
    return {};
  }

  Status writeLink(const std::string& link, const char* sourceType, const std::string& source,
                   const char* destinationType, const std::string& destination, std::int64_t step) {
    return m_db->run("INSERT OR IGNORE INTO inputs VALUES(?, ?, ?, ?, ?, ?)", link, sourceType, source,
                     destinationType, destination, step);
  }

  Status writeLoggedModels(track::ExperimentId experiment) {
    TATARA_ASSIGN(const auto models, m_out.loggedModels(experiment));
    for (const track::LoggedModel& model : models) {
      const std::string& id = model.id.value();
      const std::int64_t owner = experiment.value();
      TATARA_TRY(m_db->run("INSERT INTO logged_models VALUES(?, ?, ?, ?, ?, ?, ?, 'active', ?, ?, ?)", id,
                           owner, model.name, m_out.movedUri(model.artifactUri), toUnixMillis(model.created),
                           toUnixMillis(model.updated), static_cast<std::int64_t>(model.status),
                           textOrNull(model.type), textOrNull(model.sourceRun.value()),
                           textOrNull(model.statusMessage)));
      for (const KeyValue& param : model.params) {
        TATARA_TRY(m_db->run("INSERT INTO logged_model_params VALUES(?, ?, ?, ?)", id, owner, param.key,
                             param.value));
      }
      for (const KeyValue& tag : model.tags) {
        TATARA_TRY(
            m_db->run("INSERT INTO logged_model_tags VALUES(?, ?, ?, ?)", id, owner, tag.key, tag.value));
      }
      TATARA_TRY(writeModelMetrics(model));
      TATARA_TRY(copyArtifacts(model.artifactUri));
      m_out.take(id);
      ++m_out.report().loggedModels;
    }
    return {};
  }

  // The revision that is written keeps what MLflow 2 knows of a trace; a newer MLflow moves it on when it
  // opens the database.
  Status writeTraces(track::ExperimentId experiment) {
    TATARA_ASSIGN(const auto traces, m_out.traces(experiment));
    for (const track::Trace& trace : traces) {
      TATARA_TRY(m_db->run("INSERT INTO trace_info VALUES(?, ?, ?, ?, ?)", trace.id, experiment.value(),
                           toUnixMillis(trace.started),
                           trace.duration ? std::optional(trace.duration->count()) : std::nullopt,
                           trace.state == track::TraceState::Unspecified ? "TRACE_STATUS_UNSPECIFIED"
                                                                         : track::toString(trace.state)));
      const std::string* place = trace.tag(track::kTraceArtifacts);
      const std::string uri = place == nullptr ? std::string() : *place;
      for (const KeyValue& tag : internal::withSpanFile(trace.tags, m_out.movedUri(uri))) {
        TATARA_TRY(m_db->run("INSERT INTO trace_tags VALUES(?, ?, ?)", tag.key, tag.value, trace.id));
      }
      for (const KeyValue& pair : trace.metadata) {
        TATARA_TRY(
            m_db->run("INSERT INTO trace_request_metadata VALUES(?, ?, ?)", pair.key, pair.value, trace.id));
      }
      if (!trace.assessments.empty()) {
        m_out.skip("trace " + trace.id, "This kind of database has no place for its assessments");
      }
      TATARA_TRY(writeSpans(trace, uri));
      ++m_out.report().traces;
    }
    return {};
  }

  Status writeSpans(const track::Trace& trace, const std::string& uri) {
    TATARA_ASSIGN(const auto spans, m_out.spanFile(trace));
    const auto below = artifact::rootPathOf(uri);
    if (!spans || !below) {
      return copyArtifacts(uri);
    }
    TATARA_TRY(internal::makeFolders(m_out.root() / *below));
    return internal::writeWhole(m_out.root() / *below / "traces.json", *spans);
  }

  Status writeModelMetrics(const track::LoggedModel& model) {
    for (const track::LoggedModelMetric& metric : model.metrics) {
      if (!m_out.took(metric.run.value())) {
        m_out.skip("logged model " + model.id.value(),
                   "Its metric “" + metric.key + "” was measured by a run that is not exported");
        continue;
      }
      TATARA_TRY(m_db->run("INSERT OR IGNORE INTO logged_model_metrics VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                           model.id.value(), metric.key, metric.point.timestamp, metric.point.step,
                           storedValue(metric.point.value), model.experiment.value(), metric.run.value(),
                           nullptr, textOrNull(metric.datasetName), textOrNull(metric.datasetDigest)));
    }
    return {};
  }

  Status writeModel(const internal::MlflowOut::Model& one) {
    const registry::RegisteredModel& model = one.model;
    TATARA_TRY(m_db->run("INSERT INTO registered_models VALUES(?, ?, ?, ?)", model.name,
                         toUnixMillis(model.created), toUnixMillis(model.updated), model.description));
    for (const KeyValue& tag : model.tags) {
      TATARA_TRY(
          m_db->run("INSERT INTO registered_model_tags VALUES(?, ?, ?)", tag.key, tag.value, model.name));
    }
    for (const registry::Alias& alias : model.aliases) {
      TATARA_TRY(m_db->run("INSERT INTO registered_model_aliases VALUES(?, ?, ?)", alias.name, alias.version,
                           model.name));
    }
    ++m_out.report().models;
    for (const registry::ModelVersion& version : one.versions) {
      const std::string source =
          version.source.starts_with("mlflow-artifacts:") ? m_out.movedUri(version.source) : version.source;
      TATARA_TRY(m_db->run("INSERT INTO model_versions VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, 'READY', ?, ?, ?)",
                           version.model, version.version, toUnixMillis(version.created),
                           toUnixMillis(version.updated), version.description, textOrNull(version.user),
                           registry::toString(version.stage), source, textOrNull(version.run.value()),
                           textOrNull(version.statusMessage), textOrNull(version.runLink),
                           m_out.movedUri(version.storage.empty() ? version.source : version.storage)));
      for (const KeyValue& tag : version.tags) {
        TATARA_TRY(m_db->run("INSERT INTO model_version_tags VALUES(?, ?, ?, ?)", tag.key, tag.value,
                             version.model, version.version));
      }
      ++m_out.report().versions;
    }
    return {};
  }

  Status copyArtifacts(const std::string& uri) {
    const auto below = artifact::rootPathOf(uri);
    return below ? m_out.copyArtifacts(uri, m_out.root() / *below) : Status();
  }

  internal::MlflowOut m_out;
  std::unique_ptr<sql::Connection> m_db;
  const ExportChoice& m_choice;
  std::int64_t m_total = 0;
};

}  // namespace

Result<ExportReport> exportMlflowSqlite(const std::shared_ptr<store::Store>& store, const fs::path& folder,
                                        const ExportChoice& choice) {
  TATARA_TRY(internal::makeEmptyFolder(folder));
  std::error_code failed;
  const fs::path root = fs::canonical(folder, failed);
  if (failed) {
    return text::sayError(ErrorKind::Io, TATARA_SAYS("Phrase", "The folder %1 cannot be opened"),
                          {folder.string()}, failed.message());
  }
  const fs::path file = root / "mlflow.db";
  TATARA_TRY(internal::makeFolders(root / "artifacts"));
  TATARA_TRY(internal::writeWhole(file, ""));  // private from the first byte on
  auto db = sql::Connection::open(file, {.access = sql::Access::ReadWrite});
  auto report = db ? SqliteStoreWriter(store, std::move(*db), root / "artifacts", choice).write()
                   : Result<ExportReport>(db.error());
  if (!report) {  // the folder was empty before, and is again
    for (const char* name :
         {"mlflow.db", "mlflow.db-wal", "mlflow.db-shm", "mlflow.db-journal", "artifacts"}) {
      fs::remove_all(root / name, failed);
    }
  }
  return report;
}

}  // namespace tatara::interop
