// script_fixture DIR: fills a new workspace with experiments, runs, metrics, artifacts and models whose ids
// and times are fixed, so that text scripts can name them.
#include <cmath>
#include <cstdio>

#include "core/artifact/artifact_store.h"
#include "core/registry/registry.h"
#include "core/store/store.h"
#include "core/track/experiments.h"
#include "core/track/runs.h"

namespace tatara {
namespace {

const Timestamp kStart = *parseIso8601("2024-03-01T09:00:00Z");

struct FixtureRun {
  char digit;
  const char* name;
  track::RunStatus status;
  int minutes;  // it began so long after kStart, and took as long as ten of its rounds
  std::vector<track::KeyValue> params;
  double rmse;  // what its curve falls to
};

track::RunId idOf(char digit) {
  return track::RunId(std::string(32, digit));
}

Status logCurve(store::Writer& writer, const FixtureRun& run) {
  track::Batch batch;
  for (int step = 0; step < 10; ++step) {
    const std::int64_t at = toUnixMillis(kStart) + (run.minutes * 60 + step * 30) * 1000;
    batch.metrics.push_back({"val_rmse", {step, at, run.rmse + 20.0 / (1 << step)}});
    batch.metrics.push_back({"train/loss 1", {step, at, step == 3 ? std::nan("") : 1.0 / (step + 1)}});
  }
  batch.params = run.params;
  return track::logBatch(writer, idOf(run.digit), batch);
}

Status makeRun(store::Writer& writer, track::ExperimentId experiment, const FixtureRun& run) {
  const Timestamp began = kStart + std::chrono::minutes(run.minutes);
  track::NewRun wanted;
  wanted.experiment = experiment;
  wanted.name = run.name;
  wanted.user = "ana";
  wanted.started = began;
  wanted.tags = {{"mlflow.user", "ana"}, {"kind", "search"}};
  wanted.id = idOf(run.digit);
  TATARA_TRY(track::createRun(writer, wanted, began));
  TATARA_TRY(logCurve(writer, run));
  if (run.status == track::RunStatus::Running) {
    return {};
  }
  track::RunUpdate update;
  update.status = run.status;
  update.ended = began + std::chrono::seconds(300);
  TATARA_TRY(track::updateRun(writer, idOf(run.digit), update));
  return {};
}

Status makeRuns(store::Writer& writer) {
  const std::vector<FixtureRun> runs = {
      {'a',
       "brave-otter-1",
       track::RunStatus::Finished,
       0,
       {{"booster", "gbtree"}, {"max_depth", "4"}},
       42.5},
      {'b',
       "calm-heron-2",
       track::RunStatus::Finished,
       10,
       {{"booster", "gbtree"}, {"max_depth", "8"}},
       38.25},
      {'c', "dusty-crane-3", track::RunStatus::Failed, 20, {{"booster", "dart"}, {"max_depth", "16"}}, 55},
      {'d', "eager-wren-4", track::RunStatus::Running, 30, {{"booster", "gbtree"}}, 40},
      {'e', "faint-quail-5", track::RunStatus::Finished, 40, {{"booster", "gblinear"}}, 61},
  };
  track::NewExperiment wanted;
  wanted.name = "bikes";
  wanted.tags = {{"team", "core"}, {"tatara.primaryMetric", "val_rmse"}};
  wanted.created = wanted.updated = kStart;
  TATARA_ASSIGN(const auto bikes, track::createExperiment(writer, wanted, kStart));
  wanted.name = "日本語の実験";
  wanted.tags.clear();
  TATARA_TRY(track::createExperiment(writer, wanted, kStart));
  for (const FixtureRun& run : runs) {
    TATARA_TRY(makeRun(writer, bikes, run));
  }
  const track::DatasetInput input{{"hourly", "d1g3st", "local", "{}", std::nullopt, std::nullopt},
                                  {{"mlflow.data.context", "training"}}};
  TATARA_TRY(track::logInputs(writer, idOf('b'), std::span(&input, 1), {}));
  TATARA_TRY(track::setTag(writer, idOf('b'), {"mlflow.note.content", "Best so far.\nSlow, though."}));
  return track::deleteRun(writer, idOf('e'), kStart + std::chrono::hours(1));
}

Status makeModels(store::Writer& writer) {
  const registry::Actor actor{"ana", "script_fixture"};
  registry::NewModel model;
  model.name = "bike-demand";
  model.description = "Rentals per hour";
  model.tags = {{"team", "core"}};
  model.created = model.updated = kStart;
  TATARA_TRY(registry::createModel(writer, model, actor, kStart));
  for (const char digit : {'a', 'b'}) {
    registry::NewVersion version;
    version.model = model.name;
    version.source = "runs:/" + idOf(digit).value() + "/model";
    version.run = idOf(digit);
    version.description = digit == 'b' ? "Deeper trees" : "";
    version.created = version.updated = kStart;
    TATARA_TRY(registry::createVersion(writer, version, actor, kStart));
  }
  return registry::move(writer, "bike-demand", registry::SetAlias{"champion", 2}, actor, kStart);
}

Status fill(const char* folder) {
  TATARA_ASSIGN(const auto workspace, store::createWorkspace(folder));
  TATARA_ASSIGN(const auto store, store::Store::open(workspace));
  TATARA_TRY(store->write(&makeRuns));
  TATARA_TRY(store->write(&makeModels));
  const artifact::ArtifactStore artifacts(store);
  TATARA_ASSIGN(const auto run, store->read([](sql::Connection& connection) {
    return track::findRunInfo(connection, idOf('b'));
  }));
  const std::string root = artifact::rootPathOf(run->artifactUri).value_or("");
  TATARA_TRY(artifacts.put(root + "/model/MLmodel", "flavors: {}\n"));
  TATARA_TRY(artifacts.put(root + "/model/data/model.json", "{\"trees\": 100}\n"));
  return artifacts.put(root + "/report.txt", "All is well.\n");
}

}  // namespace
}  // namespace tatara

int main(int count, char** values) {
  if (count != 2) {
    std::fprintf(stderr, "script_fixture DIR\n");
    return 2;
  }
  const auto filled = tatara::fill(values[1]);
  if (!filled) {
    std::fprintf(stderr, "script_fixture: %s\n", filled.error().message.c_str());
    return 1;
  }
  return 0;
}
