#include "core/train/record.h"

#include <algorithm>
#include <chrono>
#include <functional>

#include "core/text/error_phrase.h"
#include "core/track/experiments.h"
#include "core/track/logged_models.h"
#include "core/track/run_stopping.h"
#include "core/track/runs.h"
#include "core/train/internal/run_log.h"

namespace tatara::train {
namespace {

constexpr auto kLookForStop = std::chrono::milliseconds(400);

// Stops with the token it is given, and where somebody asked the run itself to stop.
class StopWatch {
 public:
  StopWatch(const store::Store& store, track::RunId run, std::stop_token outer)
      : m_store(store),
        m_run(std::move(run)),
        m_outer(std::move(outer), [this] { m_source.request_stop(); }) {}

  std::stop_token token() const { return m_source.get_token(); }
  // Between steps. That the store is busy is no reason to end a training.
  void look() {
    const auto now = std::chrono::steady_clock::now();
    if (now - m_looked < kLookForStop) {
      return;
    }
    m_looked = now;
    const auto asked =
        m_store.read([&](sql::Connection& connection) { return track::isAskedToStop(connection, m_run); });
    if (asked && *asked) {
      m_source.request_stop();
    }
  }

 private:
  const store::Store& m_store;
  track::RunId m_run;
  std::stop_source m_source;
  std::chrono::steady_clock::time_point m_looked = std::chrono::steady_clock::now();
  std::stop_callback<std::function<void()>> m_outer;  // last: it may ask at once
};

Result<track::RunInfo> startRun(const Sinks& sinks, const Prepared& data, const BoosterSpec& booster,
                                const RunSpec& run, const Origin& origin) {
  const Timestamp now = sinks.store->clock().now();
  track::NewRun fresh;
  fresh.experiment = run.experiment;
  fresh.name = run.name;
  fresh.user = origin.environment.user;
  fresh.tags = runTags(data, run, origin);
  fresh.tags.push_back({std::string(track::kStopTag), std::string(track::kListens)});
  track::Batch batch;
  batch.params = runParams(data, booster);
  const track::DatasetInput input = datasetInput(data);
  return sinks.store->writeFor([&](store::Writer& writer) -> Result<track::RunInfo> {
    TATARA_ASSIGN(auto info, track::createRun(writer, fresh, now));
    TATARA_TRY(track::logBatch(writer, info.id, batch));
    TATARA_TRY(track::logInputs(writer, info.id, std::span(&input, 1), {}));
    return info;
  });
}

Status endRun(store::Store& store, const track::RunId& id, track::RunStatus status,
              const std::vector<track::KeyValue>& tags) {
  const Timestamp now = store.clock().now();
  return store.write([&](store::Writer& writer) -> Status {
    for (const auto& tag : tags) {
      TATARA_TRY(track::setTag(writer, id, tag));
    }
    track::RunUpdate update;
    update.status = status;
    update.ended = now;
    TATARA_TRY(track::updateRun(writer, id, update));
    return track::stopListening(writer, id);
  });
}

// The saved model's values; those that the last round has already logged are not said twice.
std::vector<Metric> summaryMetrics(const Fitted& fitted, const std::vector<Metric>& lastRound) {
  std::vector<Metric> metrics{{"best_round", static_cast<double>(fitted.bestRound)}};
  const bool lastIsBest = fitted.bestRound + 1 == fitted.roundsRun;
  for (const auto& metric : fitted.finalMetrics) {
    if (!lastIsBest || std::ranges::find(lastRound, metric.key, &Metric::key) == lastRound.end()) {
      metrics.push_back(metric);
    }
  }
  return metrics;
}

// The model folder is below the run; the logged model points at it.
Status recordModel(const Sinks& sinks, const Prepared& data, const track::RunInfo& run,
                   const std::string& root, std::int64_t step, Recorded& recorded) {
  const Timestamp now = sinks.store->clock().now();
  const Fitted& fitted = recorded.fitted;
  recorded.modelUri = run.artifactUri + "/model";
  track::NewLoggedModel fresh;
  fresh.experiment = run.experiment;
  fresh.name = "model";
  fresh.type = "xgboost";
  fresh.sourceRun = run.id;
  fresh.artifactUri = recorded.modelUri;
  fresh.params = {{"target", data.spec.target}, {"task", std::string(toString(data.task))}};
  TATARA_ASSIGN(recorded.model,
                sinks.store->writeFor([&](store::Writer& writer) -> Result<track::LoggedModelId> {
                  TATARA_ASSIGN(const auto model, track::createLoggedModel(writer, fresh, now));
                  return model.id;
                }));
  TATARA_ASSIGN(const auto files, modelFolder(data, fitted,
                                              {.runId = run.id.value(),
                                               .modelId = recorded.model.value(),
                                               .artifactUri = recorded.modelUri,
                                               .created = now}));
  TATARA_TRY(putFiles(sinks, root + "/model", files));
  const track::DatasetInput input = datasetInput(data);
  std::vector<track::LoggedModelMetric> metrics;
  for (const auto& metric : fitted.finalMetrics) {
    metrics.push_back({metric.key,
                       {step, toUnixMillis(now), metric.value},
                       run.id,
                       input.dataset.name,
                       input.dataset.digest});
  }
  const track::LoggedModelLink link{recorded.model, step};
  return sinks.store->write([&](store::Writer& writer) -> Status {
    TATARA_TRY(track::logLoggedModelMetrics(writer, recorded.model, metrics));
    TATARA_TRY(track::setLoggedModelStatus(writer, recorded.model, track::LoggedModelStatus::Ready, now));
    return track::logOutputs(writer, run.id, std::span(&link, 1));
  });
}

Result<Recorded> runToItsEnd(const Sinks& sinks, const Prepared& data, const BoosterSpec& booster,
                             const Origin& origin, const track::RunInfo& run, const OnRound& onRound,
                             std::stop_token stop) {
  const auto root = artifact::rootPathOf(run.artifactUri);
  if (!root) {
    return text::sayError(ErrorKind::Unsupported,
                          TATARA_SAYS("Phrase", "The experiment keeps its artifacts outside this workspace"),
                          {}, run.artifactUri);
  }
  TATARA_TRY(putFiles(sinks, *root, originFiles(data, booster, origin)));
  MetricLog metrics(sinks.store, run.id);
  StopWatch watch(*sinks.store, run.id, std::move(stop));
  std::vector<Metric> lastRound;
  auto fitted = fit(
      data, booster,
      [&](const Round& round) {
        metrics.add(round.metrics, round.round);
        lastRound = round.metrics;
        if (onRound) {
          onRound(round);
        }
        watch.look();
      },
      watch.token());
  if (!fitted) {
    TATARA_TRY(metrics.flush());
    return fitted.error();
  }
  const std::int64_t step =
      fitted->bestRound + 1 < fitted->roundsRun ? fitted->roundsRun : fitted->roundsRun - 1;
  metrics.add(summaryMetrics(*fitted, lastRound), step);
  TATARA_TRY(metrics.flush());
  TATARA_TRY(putFiles(sinks, *root, resultFiles(data, *fitted)));
  Recorded recorded{run, {}, {}, std::move(*fitted)};
  TATARA_TRY(recordModel(sinks, data, run, *root, step, recorded));
  return recorded;
}

}  // namespace

Origin captureOrigin(const std::filesystem::path& folder) {
  Origin origin;
  origin.environment = provenance::readEnvironment();
  if (auto git = provenance::readGitState(folder)) {
    origin.git = std::move(*git);
  } else {
    origin.gitError = git.error().message;
  }
  return origin;
}

std::string decidingMetricOf(const Prepared& data, const BoosterSpec& booster) {
  const auto parameters = fullParameters(booster, data.task, data.classes.size(), data.spec.seed);
  for (const auto& [name, value] : parameters) {
    if (name == "eval_metric") {
      return "val_" + value;
    }
  }
  return {};
}

Result<track::ExperimentId> ensureExperiment(store::Store& store, const std::string& name,
                                             const std::string& decidingMetric,
                                             const std::vector<track::KeyValue>& tags) {
  const Timestamp now = store.clock().now();
  return store.writeFor([&](store::Writer& writer) -> Result<track::ExperimentId> {
    TATARA_ASSIGN(const auto found, track::findExperimentByName(writer.sql(), name));
    if (found) {
      if (found->lifecycle == track::Lifecycle::Deleted) {
        return text::sayError(
            ErrorKind::Conflict,
            TATARA_SAYS("Phrase", "The experiment '%1' is deleted; restore it or choose another"), {name});
      }
      return found->id;
    }
    track::NewExperiment fresh;
    fresh.name = name;
    fresh.tags = tags;
    if (!decidingMetric.empty()) {
      fresh.tags.push_back({std::string(track::tag::kPrimaryMetric), decidingMetric});
    }
    return track::createExperiment(writer, fresh, now);
  });
}

Result<Recorded> trainAndRecord(const Sinks& sinks, const Prepared& data, const BoosterSpec& booster,
                                const RunSpec& run, const Origin& origin, const OnStart& onStart,
                                const OnRound& onRound, std::stop_token stop) {
  TATARA_TRY(checkParameters(booster.parameters));
  TATARA_ASSIGN(const auto info, startRun(sinks, data, booster, run, origin));
  if (onStart) {
    onStart(info);
  }
  auto recorded = runToItsEnd(sinks, data, booster, origin, info, onRound, stop);
  std::vector<track::KeyValue> tags;
  track::RunStatus status = track::RunStatus::Finished;
  if (!recorded) {
    const bool stopped = recorded.error().kind == ErrorKind::Cancelled;
    status = stopped ? track::RunStatus::Killed : track::RunStatus::Failed;
    if (!stopped) {
      tags.push_back({"tatara.error", recorded.error().message});
    }
  } else {
    std::string warnings;
    for (const auto& warning : recorded->fitted.warnings) {
      warnings += (warnings.empty() ? "" : "\n") + warning;
    }
    if (!warnings.empty()) {
      tags.push_back({"tatara.warning", warnings});
    }
  }
  const Status ended = endRun(*sinks.store, info.id, status, tags);
  if (!recorded) {
    return recorded.error();
  }
  TATARA_TRY(ended);
  recorded->run.status = status;
  return recorded;
}

}  // namespace tatara::train
