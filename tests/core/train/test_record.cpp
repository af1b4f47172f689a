#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "core/base/number_text.h"
#include "core/base/random.h"
#include "core/infer/xgboost.h"
#include "core/text/json.h"
#include "core/text/yaml.h"
#include "core/track/experiments.h"
#include "core/track/logged_models.h"
#include "core/track/metrics.h"
#include "core/track/run_stopping.h"
#include "core/track/runs.h"
#include "core/train/record.h"

namespace tatara::train {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

class RecordTest : public ::testing::Test {
 protected:
  RecordTest() : m_folder(fs::temp_directory_path() / ("tatara-test-" + randomHex(8))) {
    const auto workspace = store::createWorkspace(m_folder).value();
    m_store = store::Store::open(workspace).value();
    m_artifacts = std::make_unique<artifact::ArtifactStore>(m_store);
    std::string csv = "id,a,word,when,y\n";
    for (int i = 0; i < 400; ++i) {
      csv += "r" + std::to_string(i) + "," + std::to_string(i * 7 % 50) + "," +
             (i % 3 == 0 ? "red" : " blue") + ",2024-01-" + (i % 28 < 9 ? "0" : "") +
             std::to_string(i % 28 + 1) + "," + toText(i * 7 % 50 * 1.5 + (i % 3 == 0 ? 10 : 0)) + "\n";
    }
    std::ofstream(m_folder / "colours.csv") << csv;
    m_engine = dataset::Engine::open({.temporaryFolder = m_folder}).value();
    const DataSpec spec{.file = m_folder / "colours.csv", .target = "y"};
    m_data = prepare(train::load(*m_engine, spec).value(), spec).value();
    m_run.experiment = ensureExperiment(*m_store, "colours", "val_rmse").value();
  }
  ~RecordTest() override {
    m_engine.reset();
    m_artifacts.reset();
    m_store.reset();
    fs::remove_all(m_folder);
  }

  Result<Recorded> record(const BoosterSpec& booster, const OnRound& onRound = {},
                          std::stop_token stop = {}) {
    return trainAndRecord(
        {m_store, *m_artifacts}, *m_data, booster, m_run, m_origin,
        [this](const track::RunInfo& info) { m_started = info; }, onRound, std::move(stop));
  }
  track::Run load(const track::RunId& id) {
    return *m_store->read([&](sql::Connection& connection) { return track::findRun(connection, id); })
                .value();
  }
  std::string artifactText(const track::RunInfo& run, const std::string& name) {
    return m_artifacts->readAll(*artifact::rootPathOf(run.artifactUri) + "/" + name, 10'000'000).value();
  }
  static std::map<std::string, std::string> asMap(const std::vector<track::KeyValue>& list) {
    std::map<std::string, std::string> map;
    for (const auto& one : list) {
      map[one.key] = one.value;
    }
    return map;
  }

  fs::path m_folder;
  std::shared_ptr<store::Store> m_store;
  std::unique_ptr<artifact::ArtifactStore> m_artifacts;
  std::unique_ptr<dataset::Engine> m_engine;
  std::optional<Prepared> m_data;
  RunSpec m_run;
  Origin m_origin = captureOrigin("/");
  track::RunInfo m_started;
};

TEST_F(RecordTest, ARunHoldsItsParametersEveryRoundAndTheDataItLearnedFrom) {
  m_run.name = "first";
  m_run.note = "A note";
  m_run.tags = {{"team", "bikes"}};
  std::vector<double> curve;
  const auto recorded =
      record({.parameters = {{"max_depth", "3"}}, .rounds = 25, .earlyStopping = 0}, [&](const Round& round) {
        curve.push_back(round.metrics[2].value);
      }).value();
  EXPECT_EQ(m_started.id, recorded.run.id);
  const track::Run run = load(recorded.run.id);
  EXPECT_EQ(run.info.status, track::RunStatus::Finished);
  ASSERT_TRUE(run.info.ended);
  EXPECT_EQ(run.info.name, "first");
  const auto params = asMap(run.params);
  EXPECT_EQ(params.at("max_depth"), "3");
  EXPECT_EQ(params.at("objective"), "reg:squarederror");
  EXPECT_EQ(params.at("eval_metric"), "rmse,mae");
  EXPECT_EQ(params.at("target"), "y");
  EXPECT_EQ(params.at("data_sha256"), m_data->facts.digest);
  EXPECT_THAT(params.at("left_out"), HasSubstr("id (a row identifier"));
  EXPECT_THAT(params.at("missing_values"), HasSubstr("NA"));
  const auto tags = asMap(run.tags);
  EXPECT_EQ(tags.at("mlflow.note.content"), "A note");
  EXPECT_EQ(tags.at("team"), "bikes");
  EXPECT_EQ(tags.at("mlflow.source.name"), "tatara train");
  ASSERT_EQ(run.datasets.size(), 1u);
  EXPECT_EQ(run.datasets[0].dataset.digest, m_data->facts.digest.substr(0, 32));

  const auto points = m_store
                          ->read([&](sql::Connection& connection) {
                            return track::loadSeries(connection, run.info.key, "val_rmse");
                          })
                          .value();
  ASSERT_EQ(points.size(), 25u);  // the last round is the best: no further point
  for (std::size_t i = 0; i < points.size(); ++i) {
    EXPECT_EQ(points[i].step, static_cast<std::int64_t>(i));
    EXPECT_EQ(points[i].value, curve[i]);
  }
}

TEST_F(RecordTest, TheLatestValueOfAMetricIsThatOfTheSavedModel) {
  const auto recorded =
      record({.parameters = {{"eta", "1"}, {"max_depth", "9"}}, .rounds = 200, .earlyStopping = 5}).value();
  ASSERT_TRUE(recorded.fitted.stoppedEarly);
  const track::Run run = load(recorded.run.id);
  for (const auto& metric : recorded.fitted.finalMetrics) {
    const auto found = std::ranges::find(run.metrics, metric.key, &track::MetricSummary::key);
    ASSERT_NE(found, run.metrics.end()) << metric.key;
    EXPECT_EQ(found->last.value, metric.value) << metric.key;
  }
}

TEST_F(RecordTest, TheModelFolderIsWholeAndTheModelPredictsWhatTheArtifactSays) {
  const auto recorded = record({.rounds = 10, .earlyStopping = 0}).value();
  const auto booster = infer::Booster::load(artifactText(recorded.run, "model/model.ubj")).value();
  const auto matrix = infer::Matrix::create(m_data->validation.values, m_data->schema).value();
  EXPECT_EQ(booster.predict(matrix).value().values, recorded.fitted.validation.values);

  const auto mlmodel =
      text::parseYaml(artifactText(recorded.run, "model/MLmodel"), text::YamlDialect::Python).value();
  EXPECT_EQ(*mlmodel["run_id"].asString(), recorded.run.id.value());
  EXPECT_EQ(*mlmodel["flavors"]["xgboost"]["data"].asString(), "model.ubj");
  EXPECT_EQ(*mlmodel["flavors"]["xgboost"]["xgb_version"].asString(), "3.2.0");
  const auto inputs = text::parseJson(*mlmodel["signature"]["inputs"].asString()).value();
  ASSERT_EQ(inputs.items().size(), 3u);
  EXPECT_EQ(*inputs.items()[0]["type"].asString(), "long");
  EXPECT_EQ(*inputs.items()[1]["type"].asString(), "string");
  const auto features = text::parseJson(artifactText(recorded.run, "model/tatara_features.json")).value();
  EXPECT_EQ(*features["features"].items()[1]["categories"].items()[0].asString(), " blue");
  for (const auto* name : {"model/requirements.txt", "model/conda.yaml", "model/python_env.yaml",
                           "model/code/tatara_xgboost.py", "importance.csv", "reproduce/booster.json"}) {
    EXPECT_FALSE(artifactText(recorded.run, name).empty()) << name;
  }
  const std::string predictions = artifactText(recorded.run, "predictions/validation.csv");
  EXPECT_EQ(std::ranges::count(predictions, '\n'), 81);
  EXPECT_TRUE(predictions.starts_with("row,actual,predicted\n"));

  const auto model = m_store
                         ->read([&](sql::Connection& connection) {
                           return track::findLoggedModel(connection, recorded.model);
                         })
                         .value();
  ASSERT_TRUE(model);
  EXPECT_EQ(model->status, track::LoggedModelStatus::Ready);
  EXPECT_EQ(model->sourceRun, recorded.run.id);
  EXPECT_EQ(model->artifactUri, recorded.modelUri);
}

TEST_F(RecordTest, WhatIsRecordedIsEnoughToTrainTheSameModelAgain) {
  const auto recorded = record({.parameters = {{"subsample", "0.6"}}, .rounds = 12}).value();
  const auto spec = text::parseJson(artifactText(recorded.run, "reproduce/spec.json")).value();
  DataSpec data{.file = *spec["data"]["file"].asString(), .target = *spec["data"]["target"].asString()};
  data.seed = static_cast<std::uint64_t>(*parseInt(*spec["data"]["seed"].asString()));
  BoosterSpec booster;
  booster.rounds = static_cast<int>(*spec["booster"]["rounds"].asInt());
  booster.earlyStopping = static_cast<int>(*spec["booster"]["early_stopping"].asInt());
  for (const auto& one : spec["booster"]["parameters"].items()) {
    booster.parameters.emplace_back(*one["name"].asString(), *one["value"].asString());
  }
  const auto again = fit(prepare(train::load(*m_engine, data).value(), data).value(), booster, {}).value();
  EXPECT_EQ(again.booster.save(infer::ModelFormat::Ubj).value(),
            artifactText(recorded.run, "model/model.ubj"));
  const auto environment = text::parseJson(artifactText(recorded.run, "reproduce/environment.json")).value();
  EXPECT_EQ(*environment["libraries"]["xgboost"].asString(), "3.2.0");
}

TEST_F(RecordTest, AStoppedTrainingLeavesAKilledRunWithEveryRoundSoFar) {
  std::stop_source source;
  int rounds = 0;
  const auto result = record(
      {.rounds = 1000, .earlyStopping = 0},
      [&](const Round&) {
        if (++rounds == 7) {
          source.request_stop();
        }
      },
      source.get_token());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::Cancelled);
  const track::Run run = load(m_started.id);
  EXPECT_EQ(run.info.status, track::RunStatus::Killed);
  EXPECT_TRUE(run.info.ended);
  const auto points = m_store
                          ->read([&](sql::Connection& connection) {
                            return track::loadSeries(connection, run.info.key, "train_mae");
                          })
                          .value();
  EXPECT_EQ(points.size(), 7u);
}

TEST_F(RecordTest, ATrainingEndsWhenItsRunIsAskedToStop) {
  int rounds = 0;
  const auto result = record({.rounds = 100'000, .earlyStopping = 0}, [&](const Round&) {
    if (++rounds == 3) {
      const Status asked =
          m_store->write([this](store::Writer& writer) { return track::askToStop(writer, m_started.id); });
      EXPECT_TRUE(asked) << asked.error().message;
    }
  });
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::Cancelled);
  EXPECT_LT(rounds, 100'000);
  const track::Run run = load(m_started.id);
  EXPECT_EQ(run.info.status, track::RunStatus::Killed);
  EXPECT_FALSE(asMap(run.tags).contains(std::string(track::kStopTag)));
  const auto points = m_store
                          ->read([&](sql::Connection& connection) {
                            return track::loadSeries(connection, run.info.key, "train_mae");
                          })
                          .value();
  EXPECT_EQ(points.size(), static_cast<std::size_t>(rounds));
}

TEST_F(RecordTest, AFinishedTrainingListensNoMore) {
  const auto recorded = record({.rounds = 3}).value();
  EXPECT_FALSE(asMap(load(recorded.run.id).tags).contains(std::string(track::kStopTag)));
  const Status asked =
      m_store->write([&](store::Writer& writer) { return track::askToStop(writer, recorded.run.id); });
  ASSERT_FALSE(asked);
  EXPECT_EQ(asked.error().kind, ErrorKind::Conflict);
}

TEST_F(RecordTest, AFailedTrainingSaysWhyInItsRun) {
  const auto result = record({.parameters = {{"tree_method", "nice"}}});
  ASSERT_FALSE(result);
  const track::Run run = load(m_started.id);
  EXPECT_EQ(run.info.status, track::RunStatus::Failed);
  EXPECT_THAT(asMap(run.tags).at("tatara.error"), HasSubstr("valid values are"));
}

TEST_F(RecordTest, AnExperimentIsMadeOnceAndADeletedOneIsNotFilled) {
  EXPECT_EQ(ensureExperiment(*m_store, "colours", "val_rmse").value(), m_run.experiment);
  ASSERT_TRUE(m_store->write([&](store::Writer& writer) {
    return track::deleteExperiment(writer, m_run.experiment, m_store->clock().now());
  }));
  EXPECT_THAT(ensureExperiment(*m_store, "colours", "val_rmse").error().message, HasSubstr("is deleted"));
}

}  // namespace
}  // namespace tatara::train
