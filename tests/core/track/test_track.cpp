#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <random>
#include <thread>

#include "core/track/experiments.h"
#include "core/track/internal/tail.h"
#include "core/track/logged_models.h"
#include "core/track/metric_meaning.h"
#include "core/track/metrics.h"
#include "core/track/runs.h"
#include "core/track/sealer.h"
#include "tests/core/track/now.h"
#include "tests/support/temp_workspace.h"

namespace tatara::track {
namespace {

class TrackTest : public testing::Test {
 protected:
  template <typename F>
  auto write(F task) {
    return m_temp.store().writeFor(task);
  }
  template <typename F>
  auto read(F task) {
    return m_temp.store().read(task);
  }
  RunInfo newRun(NewRun run = {}) {
    auto info = write([&](store::Writer& w) { return createRun(w, run, kNow); });
    EXPECT_TRUE(info) << info.error().message;
    return *info;
  }
  Status log(const RunId& run, const Batch& batch) {
    return write([&](store::Writer& w) { return logBatch(w, run, batch); });
  }
  track::Run show(const RunId& id) {
    return read([&](sql::Connection& c) { return findRun(c, id); }).value().value();
  }
  std::vector<series::Point> points(const RunInfo& run, std::string_view key) {
    return read([&](sql::Connection& c) { return loadSeries(c, run.key, key); }).value();
  }
  Status seal(const RunInfo& run) {
    return write([&](store::Writer& w) -> Status {
      TATARA_ASSIGN([[maybe_unused]] const auto sealed, sealRun(w, run.key, 1));
      return {};
    });
  }
  tests::TempWorkspace m_temp;
};

TEST_F(TrackTest, ANewStoreHasTheDefaultExperimentZero) {
  const auto found = read([](sql::Connection& c) { return findExperiment(c, ExperimentId(0)); }).value();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->name, "Default");
  EXPECT_EQ(found->artifactLocation, "mlflow-artifacts:/0");
}

TEST_F(TrackTest, ALongTailIsSealedInPiecesAndEndsWhollySealed) {
  const RunInfo run = newRun();
  for (int batch = 0; batch < 10; ++batch) {
    std::vector<MetricPoint> points;
    for (int i = 0; i < 100; ++i) {
      points.push_back({"loss", {batch * 100 + i, 1000 + i, 0.5 * i}});
    }
    ASSERT_TRUE(log(run.id, {.metrics = points}));
  }
  const auto before = points(run, "loss");
  const auto waiting = [&] {
    return read([](sql::Connection& c) { return c.findInteger("SELECT sum(points) FROM metric_tail"); })
        .value()
        .value_or(0);
  };
  const auto piece = write([&](store::Writer& w) { return sealRun(w, run.key, 1, 250); });
  ASSERT_TRUE(piece);
  EXPECT_EQ(*piece, 300) << "whole batches";
  EXPECT_EQ(waiting(), 700);
  EXPECT_EQ(points(run, "loss").size(), before.size());
  ASSERT_TRUE(write([&](store::Writer& w) -> Status {
    return updateRun(w, run.id, {.status = RunStatus::Finished}) ? Status() : makeError(ErrorKind::Io, "");
  }));
  ASSERT_TRUE(sealAll(m_temp.store(), {}));
  EXPECT_EQ(waiting(), 0);
  const auto after = points(run, "loss");
  EXPECT_TRUE(std::equal(before.begin(), before.end(), after.begin(), after.end(), series::samePoint));
}

TEST_F(TrackTest, AnExperimentsNameIsTakenAlsoByADeletedOne) {
  const auto create = [&] {
    return write([](store::Writer& w) { return createExperiment(w, {.name = "x"}, kNow); });
  };
  const auto id = create();
  ASSERT_TRUE(id);
  EXPECT_EQ(create().error().kind, ErrorKind::AlreadyExists);
  ASSERT_TRUE(write([&](store::Writer& w) { return deleteExperiment(w, *id, kNow); }));
  EXPECT_EQ(create().error().kind, ErrorKind::AlreadyExists);
  EXPECT_EQ(write([&](store::Writer& w) { return deleteExperiment(w, *id, kNow); }).error().kind,
            ErrorKind::NotFound);
  ASSERT_TRUE(write([&](store::Writer& w) { return restoreExperiment(w, *id, kNow); }));
}

TEST_F(TrackTest, DeletingAnExperimentDeletesItsRunsAndRestoringBringsThemBack) {
  const auto id = write([](store::Writer& w) { return createExperiment(w, {.name = "x"}, kNow); }).value();
  const RunInfo run = newRun({.experiment = id});
  ASSERT_TRUE(write([&](store::Writer& w) { return deleteExperiment(w, id, kNow); }));
  EXPECT_TRUE(show(run.id).info.deleted);
  EXPECT_EQ(write([&](store::Writer& w) { return createRun(w, {.experiment = id}, kNow); }).error().kind,
            ErrorKind::InvalidArgument);
  ASSERT_TRUE(write([&](store::Writer& w) { return restoreExperiment(w, id, kNow); }));
  EXPECT_FALSE(show(run.id).info.deleted);
}

TEST_F(TrackTest, ARunGetsAnIdANameAndItsPlaceForArtifacts) {
  const RunInfo run = newRun();
  EXPECT_EQ(run.id.value().size(), 32u);
  EXPECT_FALSE(run.name.empty());
  EXPECT_EQ(run.artifactUri, "mlflow-artifacts:/0/" + run.id.value() + "/artifacts");
  EXPECT_EQ(show(run.id).tags, (std::vector<KeyValue>{{"mlflow.runName", run.name}}));
}

TEST_F(TrackTest, TheNameAndMlflowsTagForItStayTheSame) {
  const RunInfo run = newRun({.name = "one"});
  ASSERT_TRUE(write([&](store::Writer& w) { return setTag(w, run.id, {"mlflow.runName", "two"}); }));
  EXPECT_EQ(show(run.id).info.name, "two");
  ASSERT_TRUE(write([&](store::Writer& w) -> Status {
    TATARA_ASSIGN([[maybe_unused]] const auto info, updateRun(w, run.id, {.name = "three"}));
    return {};
  }));
  EXPECT_EQ(show(run.id).tags, (std::vector<KeyValue>{{"mlflow.runName", "three"}}));
  EXPECT_FALSE(write([](store::Writer& w) {
    return createRun(w, {.name = "a", .tags = {{"mlflow.runName", "b"}}}, kNow);
  }));
}

TEST_F(TrackTest, AParamMayBeLoggedAgainOnlyWithTheSameValue) {
  const RunInfo run = newRun();
  ASSERT_TRUE(log(run.id, {.params = {{"p", "1"}, {"empty", ""}}}));
  ASSERT_TRUE(log(run.id, {.params = {{"p", "1"}}}));
  const Status alone = write([&](store::Writer& w) { return logParam(w, run.id, {"p", "2"}); });
  EXPECT_EQ(alone.error().message,
            "Changing param values is not allowed. Param with key='p' was already logged with value='1' for "
            "run ID='" +
                run.id.value() + "'. Attempted logging new value '2'.");
  const Status changed = log(run.id, {.params = {{"p", "it's\n"}, {"fresh", "1"}, {"empty", "a\"'\x01"}}});
  EXPECT_EQ(changed.error().message,
            "Changing param values is not allowed. Params were already logged='[{'key': 'p', 'old_value': "
            "'1', 'new_value': \"it's\\n\"}, {'key': 'empty', 'old_value': '', 'new_value': "
            "'a\"\\'\\x01'}]' for run ID='" +
                run.id.value() + "'.");
  EXPECT_FALSE(log(run.id, {.params = {{"q", "1"}, {"q", "1"}}}));
}

TEST_F(TrackTest, ABatchThatFailsLeavesNothingOfItself) {
  const RunInfo run = newRun();
  ASSERT_TRUE(log(run.id, {.params = {{"p", "1"}}}));
  EXPECT_FALSE(log(run.id, {.metrics = {{"m", {0, 0, 1.0}}}, .params = {{"new", "1"}, {"p", "2"}}}));
  EXPECT_FALSE(log(run.id, {.metrics = {{"m", {0, 0, 1.0}}}, .tags = {{"bad*", "1"}}}));
  EXPECT_EQ(show(run.id).params.size(), 1u);
  EXPECT_TRUE(show(run.id).metrics.empty());
}

TEST_F(TrackTest, ARunWithAnIdOfItsOwnKeepsItsArtifactsWithItsExperiment) {
  NewRun wanted;
  wanted.id = RunId(std::string(32, 'a'));
  EXPECT_EQ(newRun(wanted).artifactUri, "mlflow-artifacts:/0/" + std::string(32, 'a') + "/artifacts");
  wanted.experiment = ExperimentId(77);
  wanted.id = RunId(std::string(32, 'b'));
  const auto made = write([&](store::Writer& w) { return createRun(w, wanted, kNow); });
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, ErrorKind::NotFound);
}

TEST_F(TrackTest, LongValuesAreCutByCharactersNotBytes) {
  const RunInfo run = newRun();
  std::string umlauts;
  for (int i = 0; i < 6001; ++i) {
    umlauts += "ü";
  }
  ASSERT_TRUE(log(run.id, {.params = {{"p", umlauts}}}));
  EXPECT_EQ(show(run.id).params[0].value.size(), 12'000u);
}

TEST_F(TrackTest, AnImporterKeepsLongValuesWhole) {
  const RunInfo run = newRun();
  const std::string value(9'000, 'x');
  ASSERT_TRUE(
      log(run.id, {.params = {{"p", value}}, .tags = {{"t", value}}, .longValues = LongValues::Keep}));
  EXPECT_EQ(show(run.id).params[0].value, value);
  EXPECT_EQ(show(run.id).tags.back().value, value);
}

TEST_F(TrackTest, KeysAreCheckedWithMlflowsWords) {
  EXPECT_TRUE(checkKey("metric", "val/loss 1:a-b.c_ü"));
  EXPECT_EQ(checkKey("metric", "a//b").error().message,
            "Invalid value \"a//b\" for parameter 'name' supplied: Names may be treated as files in certain "
            "cases, and "
            "must not resolve to other names when treated as such. This name would resolve to 'a/b'");
  EXPECT_EQ(checkKey("metric", std::string(251, 'a')).error().message,
            "'Metric name' exceeds the maximum length of 250 characters");
  for (const char* key : {"", "bad*", "/a", "a/", "..", "a/../b", ".", "./a", "a\n"}) {
    EXPECT_FALSE(checkKey("tag", key)) << key;
  }
}

TEST_F(TrackTest, ADeletedRunTakesNoWrites) {
  const RunInfo run = newRun();
  ASSERT_TRUE(write([&](store::Writer& w) { return deleteRun(w, run.id, kNow); }));
  ASSERT_TRUE(write([&](store::Writer& w) { return deleteRun(w, run.id, kNow); }));
  EXPECT_EQ(log(run.id, {.params = {{"p", "1"}}}).error().message,
            "The run " + run.id.value() + " must be in the 'active' state. Current state is deleted.");
  EXPECT_FALSE(write([&](store::Writer& w) { return setTag(w, run.id, {"a", "b"}); }));
  ASSERT_TRUE(write([&](store::Writer& w) { return restoreRun(w, run.id); }));
  EXPECT_TRUE(log(run.id, {.params = {{"p", "1"}}}));
}

TEST_F(TrackTest, TheLatestPointIsTheGreatestByStepTimeAndValue) {
  const RunInfo run = newRun();
  ASSERT_TRUE(log(run.id, {.metrics = {{"m", {5, 100, 1.0}}, {"m", {3, 200, 9.0}}, {"m", {5, 100, 2.0}}}}));
  const track::Run shown = show(run.id);
  ASSERT_EQ(shown.metrics.size(), 1u);
  EXPECT_EQ(shown.metrics[0].last.value, 2.0);
  EXPECT_EQ(shown.metrics[0].last.step, 5);
  EXPECT_EQ(shown.metrics[0].min, 1.0);
  EXPECT_EQ(shown.metrics[0].max, 9.0);
}

// Random batches with repeats, disorder, negative steps and what is not finite, sealed now and then, against
// a naive list.
TEST_F(TrackTest, PointsReadBackBitForBitWhateverIsSealedBetween) {
  std::mt19937_64 random(9);
  const RunInfo run = newRun();
  const std::vector<std::string> keys{"a", "long", "c/d"};
  std::vector<std::vector<series::Point>> expected(keys.size());
  for (int round = 0; round < 60; ++round) {
    Batch batch;
    for (int i = 0; i < 300; ++i) {
      const std::size_t which = random() % 10 == 0 ? random() % keys.size() : 1;
      double value = std::bit_cast<double>(random());
      if (random() % 3 == 0) {
        value = static_cast<double>(random() % 100) / 10;
      }
      const series::Point point{static_cast<std::int64_t>(random() % 4000) - 100,
                                static_cast<std::int64_t>(random() % 50), value};
      batch.metrics.push_back({keys[which], point});
      expected[which].push_back(point);
      if (random() % 20 == 0) {
        batch.metrics.push_back({keys[which], point});
      }
    }
    ASSERT_TRUE(log(run.id, batch));
    if (round % 13 == 5) {
      ASSERT_TRUE(seal(run));
    }
    if (round % 20 != 19) {
      continue;
    }
    for (std::size_t which = 0; which < keys.size(); ++which) {
      series::normalise(expected[which]);
      const auto found = points(run, keys[which]);
      ASSERT_EQ(found.size(), expected[which].size());
      EXPECT_TRUE(std::equal(found.begin(), found.end(), expected[which].begin(), series::samePoint));
    }
  }
  m_temp.reopen();
  EXPECT_TRUE(m_temp.store().checkIntegrity()->empty());
}

TEST_F(TrackTest, SealingAllLeavesNoTailOfARunThatEnded) {
  const RunInfo run = newRun();
  Batch batch;
  for (int i = 0; i < 1000; ++i) {
    batch.metrics.push_back({i % 2 == 0 ? "m" : "n", {i, i, i * 0.5}});
  }
  ASSERT_TRUE(log(run.id, batch));
  ASSERT_TRUE(sealAll(m_temp.store(), {}));
  const auto tails = [&] {
    return read([](sql::Connection& c) { return c.findInteger("SELECT count(*) FROM metric_tail"); }).value();
  };
  EXPECT_EQ(tails(), 1);
  ASSERT_TRUE(write([&](store::Writer& w) -> Status {
    TATARA_ASSIGN([[maybe_unused]] const auto info, updateRun(w, run.id, {.status = RunStatus::Finished}));
    return {};
  }));
  ASSERT_TRUE(sealAll(m_temp.store(), {}));
  EXPECT_EQ(tails(), 0);
  EXPECT_EQ(points(run, "m").size(), 500u);
}

TEST_F(TrackTest, TheSealerTakesTheTailOfARunThatEndsWhileItWatches) {
  const Sealer sealer(m_temp.share());
  const RunInfo run = newRun();
  ASSERT_TRUE(log(run.id, {.metrics = {{"m", {0, 0, 1.0}}}}));
  ASSERT_TRUE(write([&](store::Writer& w) { return updateRun(w, run.id, {.status = RunStatus::Failed}); }));
  std::optional<std::int64_t> tails = 1;
  for (int i = 0; i < 500 && tails != 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    tails =
        read([](sql::Connection& c) { return c.findInteger("SELECT count(*) FROM metric_tail"); }).value();
  }
  EXPECT_EQ(tails, 0);
  EXPECT_EQ(points(run, "m").size(), 1u);
}

TEST_F(TrackTest, PurgingTakesOnlyDeletedRunsAndAllThatHangsOnThem) {
  const RunInfo kept = newRun();
  const RunInfo gone = newRun();
  for (const RunInfo& run : {kept, gone}) {
    ASSERT_TRUE(log(run.id, {.metrics = {{"m", {0, 0, 1.0}}}, .params = {{"p", "1"}}}));
  }
  ASSERT_TRUE(write([&](store::Writer& w) { return deleteRun(w, gone.id, kNow); }));
  const std::vector<RunId> ids{kept.id, gone.id};
  EXPECT_EQ(write([&](store::Writer& w) { return purgeRuns(w, ids); }).value(), 1);
  EXPECT_FALSE(read([&](sql::Connection& c) { return findRun(c, gone.id); }).value());
  EXPECT_EQ(show(kept.id).params.size(), 1u);
  EXPECT_TRUE(m_temp.store().checkIntegrity()->empty());
}

TEST_F(TrackTest, DatasetsAndModelsOfARunReadBack) {
  const RunInfo run = newRun();
  const DatasetInput input{{"bikes", "abc", "local", "{}", "schema", std::nullopt},
                           {{"mlflow.data.context", "training"}}};
  const LoggedModelLink link{LoggedModelId("m-1"), 3};
  for (int twice = 0; twice < 2; ++twice) {
    ASSERT_TRUE(write([&](store::Writer& w) -> Status {
      TATARA_TRY(logInputs(w, run.id, std::span(&input, 1), std::span(&link, 1)));
      return logOutputs(w, run.id, std::span(&link, 1));
    }));
  }
  const track::Run shown = show(run.id);
  ASSERT_EQ(shown.datasets.size(), 1u);
  EXPECT_EQ(shown.datasets[0].dataset.schema, "schema");
  EXPECT_FALSE(shown.datasets[0].dataset.profile);
  EXPECT_EQ(shown.datasets[0].tags, input.tags);
  ASSERT_EQ(shown.modelInputs.size(), 1u);
  ASSERT_EQ(shown.modelOutputs.size(), 1u);
  EXPECT_EQ(shown.modelOutputs[0].step, 3);
}

TEST_F(TrackTest, LoggedModelsAreMadeReadChangedAndDeleted) {
  const auto model = write([](store::Writer& w) {
    return createLoggedModel(w, {.name = "net", .params = {{"a", "1"}}, .tags = {{"t", "x"}}}, kNow);
  });
  ASSERT_TRUE(model);
  EXPECT_EQ(model->artifactUri, "mlflow-artifacts:/0/models/" + model->id.value() + "/artifacts");
  const LoggedModelMetric metric{"acc", {1, 2, NAN}, RunId("r"), "d", "1"};
  ASSERT_TRUE(write([&](store::Writer& w) -> Status {
    TATARA_TRY(setLoggedModelStatus(w, model->id, LoggedModelStatus::Ready, kNow));
    TATARA_TRY(logLoggedModelMetrics(w, model->id, std::span(&metric, 1)));
    return deleteLoggedModelTag(w, model->id, "t", kNow);
  }));
  const auto found = read([&](sql::Connection& c) { return findLoggedModel(c, model->id); }).value();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->status, LoggedModelStatus::Ready);
  EXPECT_TRUE(found->tags.empty());
  ASSERT_EQ(found->metrics.size(), 1u);
  EXPECT_TRUE(std::isnan(found->metrics[0].point.value));
  EXPECT_FALSE(write([](store::Writer& w) { return createLoggedModel(w, {.name = "a/b"}, kNow); }));
  ASSERT_TRUE(write([&](store::Writer& w) { return deleteLoggedModel(w, model->id, kNow); }));
  EXPECT_FALSE(read([&](sql::Connection& c) { return findLoggedModel(c, model->id); }).value());
}

TEST(TailTest, AnyMutatedPayloadIsCorruptOrReadsWithinItsBounds) {
  std::mt19937 random(1);
  const series::PackedSeries series{
      7, {{-5, 1'700'000'000'000, 0.5}, {INT64_MAX, INT64_MIN, NAN}, {0, 0, -0.0}}};
  const std::string sound = internal::encodeTail(std::span(&series, 1));
  const auto back = internal::decodeTail(sound);
  ASSERT_TRUE(back);
  EXPECT_TRUE(std::equal(back->at(0).points.begin(), back->at(0).points.end(), series.points.begin(),
                         series::samePoint));
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = sound;
    bytes[random() % bytes.size()] = static_cast<char>(random());
    bytes.resize(random() % (bytes.size() + 1));
    const auto read = internal::decodeTail(bytes);
    std::size_t total = 0;
    if (read) {
      for (const auto& one : *read) {
        total += one.points.size();
      }
    }
    EXPECT_LE(total, bytes.size());
  }
}

TEST(MetricMeaningTest, DirectionsAreGuessedFromTheWordsOfAKey) {
  EXPECT_EQ(guessDirection("val_rmse"), Direction::LowerIsBetter);
  EXPECT_EQ(guessDirection("validation-logloss"), Direction::LowerIsBetter);
  EXPECT_EQ(guessDirection("Eval/F1"), Direction::HigherIsBetter);
  EXPECT_EQ(guessDirection("val_r2"), Direction::HigherIsBetter);
  EXPECT_EQ(guessDirection("glossary"), Direction::Unknown);
  EXPECT_EQ(guessDirection("learning_rate"), Direction::Unknown);
  EXPECT_EQ(guessUnit("fit_seconds"), "s");
}

TEST(MetricMeaningTest, TheExperimentsTagsHaveTheLastWord) {
  Experiment experiment;
  const std::vector<std::string> keys{"train_rmse", "val_loss", "val_rmse", "lr"};
  EXPECT_EQ(primaryMetric(experiment, keys), "val_rmse");
  experiment.tags = {
      {"tatara.direction.val_rmse", "max"}, {"tatara.primaryMetric", "lr"}, {"tatara.unit.lr", "1/s"}};
  EXPECT_EQ(primaryMetric(experiment, keys), "lr");
  EXPECT_EQ(meaningOf(experiment, "val_rmse").direction, Direction::HigherIsBetter);
  EXPECT_EQ(meaningOf(experiment, "lr").unit, "1/s");
  EXPECT_FALSE(isBetter(Direction::LowerIsBetter, NAN, 1));
  EXPECT_TRUE(isBetter(Direction::LowerIsBetter, 1, NAN));
}

}  // namespace
}  // namespace tatara::track
