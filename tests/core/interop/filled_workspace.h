// A workspace with something of every kind that an export takes along, and what it looks like from outside.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <string>

#include "core/artifact/artifact_store.h"
#include "core/interop/internal/bundle_records.h"
#include "core/registry/registry.h"
#include "core/track/experiments.h"
#include "core/track/logged_models.h"
#include "core/track/metrics.h"
#include "core/track/runs.h"
#include "tests/support/temp_workspace.h"

namespace tatara::interop::made {

inline constexpr const char* kFirstRun = "0123456789abcdef0123456789abcdef";
inline constexpr const char* kDeletedRun = "fedcba9876543210fedcba9876543210";
inline constexpr const char* kLoggedModel = "m-00000000000000000000000000000001";

inline Status fillRuns(store::Writer& writer, track::ExperimentId experiment) {
  const Timestamp now = fromUnixMillis(1'760'000'000'000);
  track::NewRun head;
  head.experiment = experiment;
  head.id = track::RunId(kFirstRun);
  head.name = "bold crane: «ü»";
  head.user = "ada";
  head.started = now;
  head.ended = now + Millis(5000);
  head.status = track::RunStatus::Finished;
  TATARA_ASSIGN(const auto run, track::createRun(writer, head, now));
  track::Batch batch;
  batch.longValues = track::LongValues::Keep;
  batch.params = {
      {"lr", "0.10"}, {"yes", "no"}, {"multi", "a\nb: {c}\n"}, {"empty", ""}, {"deep/er", "1e-3"}};
  batch.tags = {{"mlflow.note.content", "line\n# two"}, {"long", std::string(8100, 'x')}};
  TATARA_TRY(track::logBatch(writer, run.id, batch));
  std::vector<track::MetricPoint> points;
  for (int step = 0; step < 5000; ++step) {
    points.push_back({"loss", {step, 1'760'000'000'000 + step, std::exp(-step / 700.0)}});
  }
  for (const double value : {std::nan(""), HUGE_VAL, -HUGE_VAL, -0.0, 5e-324}) {
    points.push_back(
        {"odd/values", {-3, 1'760'000'000'001 + static_cast<std::int64_t>(points.size()), value}});
  }
  TATARA_TRY(track::appendMetrics(writer, run.key, points));
  TATARA_TRY(track::sealRun(writer, run.key, 1));
  const track::KeyedHistogram histograms[] = {{"weights", {3, 1'760'000'000'003, {0, 1}, {1, 2}, {4, 0.5}}}};
  TATARA_TRY(track::appendHistograms(writer, run.key, histograms));
  const track::DatasetInput input{
      {"bikes", "abc123", "local", "{\"uri\": \"x\"}", "{\"columns\": []}", std::nullopt},
      {{"mlflow.data.context", "training"}}};
  const track::LoggedModelLink link{track::LoggedModelId(kLoggedModel), 2};
  TATARA_TRY(track::logInputs(writer, run.id, std::span(&input, 1), {}));
  TATARA_TRY(track::logOutputs(writer, run.id, std::span(&link, 1)));
  head.id = track::RunId(kDeletedRun);
  head.name = "gone";
  TATARA_TRY(track::createRun(writer, head, now));
  return track::deleteRun(writer, *head.id, now + Millis(9000));
}

inline Status fillModels(store::Writer& writer, track::ExperimentId experiment) {
  const Timestamp now = fromUnixMillis(1'760'000'010'000);
  const registry::Actor actor = registry::currentActor("test");
  track::NewLoggedModel logged;
  logged.experiment = experiment;
  logged.id = track::LoggedModelId(kLoggedModel);
  logged.name = "model";
  logged.type = "sklearn";
  logged.sourceRun = track::RunId(kFirstRun);
  logged.status = track::LoggedModelStatus::Ready;
  logged.artifactUri =
      "mlflow-artifacts:/" + std::to_string(experiment.value()) + "/models/" + kLoggedModel + "/artifacts";
  logged.params = {{"depth", "3"}};
  logged.tags = {{"team", "ore"}};
  logged.created = logged.updated = now;
  TATARA_TRY(track::createLoggedModel(writer, logged, now));
  const track::LoggedModelMetric metric{
      "rmse", {2, 1'760'000'010'001, 0.25}, track::RunId(kFirstRun), "bikes", "abc123"};
  TATARA_TRY(track::logLoggedModelMetrics(writer, *logged.id, std::span(&metric, 1)));
  TATARA_TRY(registry::createModel(
      writer, {.name = "bike demand", .description = "how many", .tags = {{"a", "b"}}}, actor, now));
  for (int number = 1; number <= 2; ++number) {
    registry::NewVersion version;
    version.model = "bike demand";
    version.source = std::string("models:/") + kLoggedModel;
    version.run = track::RunId(kFirstRun);
    version.loggedModel = track::LoggedModelId(kLoggedModel);
    version.description = "version " + std::to_string(number);
    version.user = "ada";
    version.tags = {{"n", std::to_string(number)}};
    TATARA_TRY(registry::createVersion(writer, version, actor, now));
  }
  return registry::move(writer, "bike demand", registry::SetAlias{"champion", 2}, actor, now);
}

inline void fill(::tatara::tests::TempWorkspace& workspace) {
  const Status status = workspace.store().write([](store::Writer& writer) -> Status {
    track::NewExperiment fresh;
    fresh.name = "bikes";
    fresh.tags = {{"owner", "ada"}};
    TATARA_ASSIGN(const auto experiment,
                  track::createExperiment(writer, fresh, fromUnixMillis(1'750'000'000'000)));
    TATARA_TRY(fillRuns(writer, experiment));
    return fillModels(writer, experiment);
  });
  ASSERT_TRUE(status) << status.error().message;
  const artifact::ArtifactStore artifacts(workspace.share());
  const auto run = workspace.store().read(
      [](sql::Connection& c) { return track::findRunInfo(c, track::RunId(kFirstRun)); });
  const std::string root = *artifact::rootPathOf((*run)->artifactUri);
  ASSERT_TRUE(artifacts.put(root + "/model/MLmodel", "flavors: {}\n"));
  ASSERT_TRUE(artifacts.put(root + "/größe 1%.txt", "text"));
  ASSERT_TRUE(artifacts.put(root + "/large.bin", std::string((1 << 20) + 1000, 'z')));
  ASSERT_TRUE(artifacts.put(root + "/again.txt", "text"));
}

// Everything, by kind and name.
inline std::map<std::string, std::string> describe(::tatara::tests::TempWorkspace& workspace) {
  std::map<std::string, std::string> all;
  const Status status = workspace.store().read([&](sql::Connection& c) -> Status {
    TATARA_ASSIGN(const auto experiments, track::loadExperiments(c, track::ViewType::All));
    for (const track::Experiment& experiment : experiments) {
      if (experiment.name != "Default") {
        auto same = experiment;
        same.id = track::ExperimentId(0);
        all["experiment " + experiment.name] = internal::encodeExperiment(same);
      }
    }
    for (const char* id : {kFirstRun, kDeletedRun}) {
      TATARA_ASSIGN(const auto info, track::findRunInfo(c, track::RunId(id)));
      if (info) {
        TATARA_ASSIGN(const auto record, internal::loadRunRecord(c, *info));
        all[std::string("run ") + id] = record.body;
      }
    }
    TATARA_ASSIGN(const auto logged, track::findLoggedModel(c, track::LoggedModelId(kLoggedModel)));
    all["logged model"] = logged ? internal::encodeLoggedModel(*logged) : "none";
    TATARA_ASSIGN(const auto models, registry::loadModels(c));
    for (const registry::RegisteredModel& model : models) {
      TATARA_ASSIGN(auto versions, registry::loadVersions(c, model.name));
      for (registry::ModelVersion& version : versions) {
        version.storage.clear();
      }
      all["model " + model.name] = internal::encodeModel(model, versions);
    }
    return {};
  });
  EXPECT_TRUE(status) << (status ? "" : status.error().message);
  return all;
}

}  // namespace tatara::interop::made
