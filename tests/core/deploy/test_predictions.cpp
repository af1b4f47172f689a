// What endpoints leave behind: traffic over time, logged requests, labels, and their going.
#include <dlfcn.h>
#include <gmock/gmock.h>
#include <zstd.h>

#include <cmath>
#include <fstream>
#include <random>
#include <sstream>

#include "core/base/number_text.h"
#include "core/deploy/live_metric.h"
#include "core/deploy/log_rows.h"
#include "core/deploy/model_source.h"
#include "core/deploy/prediction_log.h"
#include "core/deploy/serving.h"
#include "core/deploy/traffic.h"
#include "core/registry/act.h"
#include "tests/support/served_models.h"

namespace {

bool g_noMemory = false;  // for who compresses

}  // namespace

// Stands before zstd's own.
extern "C" ZSTD_CCtx* ZSTD_createCCtx() {
  static const auto real = reinterpret_cast<ZSTD_CCtx* (*)()>(::dlsym(RTLD_NEXT, "ZSTD_createCCtx"));
  return g_noMemory ? nullptr : real();
}

namespace tatara::deploy {
namespace {

using testing::HasSubstr;

TEST(LatencyCountsTest, AQuantileIsWithinFivePercentOfTheExactOne) {
  std::mt19937_64 random(7);
  std::lognormal_distribution<double> draw(std::log(0.004), 1.3);
  std::vector<double> exact;
  LatencyCounts counts;
  for (int i = 0; i < 5000; ++i) {
    exact.push_back(std::clamp(draw(random), 20e-6, 10.0));
    ++counts.counts()[LatencyCounts::bucketOf(exact.back())];
  }
  std::sort(exact.begin(), exact.end());
  for (const double share : {0.01, 0.5, 0.95, 0.99, 1.0}) {
    const double wanted = exact[static_cast<std::size_t>(std::ceil(share * 5000)) - 1];
    EXPECT_NEAR(counts.quantile(share) / wanted, 1.0, 0.05) << share;
  }
  EXPECT_TRUE(std::isnan(LatencyCounts().quantile(0.5)));
  EXPECT_EQ(LatencyCounts::bucketOf(0), 0u);
  EXPECT_EQ(LatencyCounts::bucketOf(std::nan("")), 0u);
  EXPECT_EQ(LatencyCounts::bucketOf(1e9), LatencyCounts::kBuckets - 1);
}

sql::Bytes bytesOf(const std::string& text) {
  return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

TEST(LatencyCountsTest, PackedCountsComeBackAndDamagedOnesAreToldSo) {
  std::mt19937_64 random(11);
  for (int round = 0; round < 200; ++round) {
    LatencyCounts counts;
    for (int i = 0; i < 20; ++i) {
      counts.counts()[random() % LatencyCounts::kBuckets] =
          static_cast<std::int64_t>(random() >> (random() % 60 + 2));
    }
    const std::string packed = counts.packed();
    EXPECT_EQ(LatencyCounts::unpacked(bytesOf(packed)).value(), counts);
    // Never a crash, and never beyond the last bucket.
    std::string damaged = packed;
    damaged[random() % damaged.size()] ^= static_cast<char>(1 << random() % 8);
    (void)LatencyCounts::unpacked(bytesOf(damaged));
  }
  EXPECT_EQ(LatencyCounts::unpacked(bytesOf("\x80")).error().kind, ErrorKind::Corrupt);
  EXPECT_EQ(LatencyCounts::unpacked(bytesOf("\x7f\x7f\x7f\x7f")).error().kind, ErrorKind::Corrupt);
  EXPECT_EQ(LatencyCounts::unpacked(bytesOf(std::string(40, '\xff'))).error().kind, ErrorKind::Corrupt);
}

class Failing final : public infer::Runner {
 public:
  Failing(const infer::RunnerInfo& info, ErrorKind kind) : m_kind(kind) { m_info = info; }
  Result<infer::Batch> predict(const infer::Batch&) const override { return makeError(m_kind, "It fails"); }

 private:
  const ErrorKind m_kind;
};

class PredictionsTest : public tests::ServedModels {
 protected:
  void SetUp() override {
    ServedModels::SetUp();
    const auto made = create({.name = "live", .model = "bikes", .version = 1});
    ASSERT_TRUE(made);
    endpoint = made->id;
  }

  static infer::Batch column(const std::string& name, const std::vector<double>& values) {
    infer::Batch batch;
    batch.push_back(
        infer::Tensor::make(name, infer::ElementType::Float64, {static_cast<std::int64_t>(values.size())}));
    std::copy(values.begin(), values.end(), batch.back().values<double>().begin());
    return batch;
  }

  // One block a call.
  void keep(std::int64_t version, const std::vector<std::pair<std::string, double>>& requests,
            Timestamp when) {
    PredictionLog log(workspace.share());
    for (const auto& [id, value] : requests) {
      log.add({endpoint, version, id, when, 1.5}, column("a", {value}), column("prediction", {value * 2}),
              {});
    }
    log.flush();
    ASSERT_TRUE(workspace.store().write([](store::Writer&) { return Status(); }));
  }

  std::vector<std::string> ids(const Window& window = {}) {
    std::vector<std::string> found;
    EXPECT_TRUE(workspace.store().read([&](sql::Connection& c) {
      return readPredictions(c, endpoint, window, [&](const Prediction& one) -> Result<bool> {
        found.push_back(one.id);
        return true;
      });
    }));
    return found;
  }
  void label(const std::vector<Label>& labels) {
    ASSERT_TRUE(write([&](store::Writer& writer) { return addLabels(writer, "live", labels, now()); }));
  }
  Result<Erased> erase(const Erase& what) {
    return write([&](store::Writer& writer) {
      return erasePredictions(writer, "live", what, actor, now(), "asked by the customer");
    });
  }

  EndpointId endpoint;
  const Timestamp at = *parseIso8601("2026-11-20T12:00:00Z");
};

TEST_F(PredictionsTest, AWindowHoldsWhatWasAskedInItOldestFirst) {
  keep(1, {{"late", 3}}, at + std::chrono::minutes(2));
  keep(2, {{"early", 1}, {"early2", 2}}, at);
  EXPECT_THAT(ids(), testing::ElementsAre("early", "early2", "late"));
  EXPECT_THAT(ids({at, at + std::chrono::minutes(2)}), testing::ElementsAre("early", "early2"));
  EXPECT_THAT(ids({at + std::chrono::milliseconds(1)}), testing::ElementsAre("late"));
  const auto newest =
      workspace.store().read([&](sql::Connection& c) { return loadNewestPredictions(c, endpoint, 1); });
  ASSERT_EQ(newest->size(), 1u);
  EXPECT_EQ((*newest)[0].id, "late");
  EXPECT_EQ((*newest)[0].version, 1);
  EXPECT_EQ(workspace.store().read([&](sql::Connection& c) { return countPredictions(c, endpoint); }).value(),
            3);
}

TEST_F(PredictionsTest, ARequestIsErasedWithItsLabelsAndTheRestStays) {
  keep(1, {{"r1", 1}, {"r2", 2}, {"r3", 2}}, at);
  keep(1, {{"r4", 2}}, at);
  label({{"r1", 0, "5"}, {"r2", 0, "6"}});
  const auto one = erase({.request = "r1"});
  ASSERT_TRUE(one) << one.error().message;
  EXPECT_EQ(one->requests, 1);
  EXPECT_EQ(one->labels, 1);
  EXPECT_THAT(ids(), testing::ElementsAre("r2", "r3", "r4"));
  const auto byValue = erase({.column = "a", .value = "2.0"});
  EXPECT_EQ(byValue->requests, 3);
  EXPECT_EQ(byValue->labels, 1);
  EXPECT_TRUE(ids().empty());
  const auto acts = workspace.store().read([](sql::Connection& c) { return registry::loadActs(c, 1); });
  EXPECT_EQ((*acts)[0].verb, "erase predictions");
  EXPECT_EQ((*acts)[0].after, "3 requests, 1 label");
  EXPECT_FALSE(erase({}));
  EXPECT_FALSE(erase({.request = "r1", .column = "a"}));
  EXPECT_EQ(erase({.request = "nobody"})->requests, 0);
}

TEST_F(PredictionsTest, WhatIsErasedIsNoLongerInTheFilesOfTheStore) {
  keep(1, {{"a-rather-unlikely-request-id", 1}, {"r2", 2}}, at);
  label({{"a-rather-unlikely-request-id", 0, "a-rather-unlikely-label"}});
  ASSERT_TRUE(erase({.request = "a-rather-unlikely-request-id"}));
  workspace.reopen();  // the log goes into the file when it is closed
  std::ifstream file(workspace.workspace().storeFile(), std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  EXPECT_GT(bytes.size(), 10'000u);
  EXPECT_EQ(bytes.find("a-rather-unlikely-label"), std::string::npos);
}

TEST_F(PredictionsTest, RequestsAreForgottenWhenTheirTimeIsOverAndOnlyThen) {
  keep(1, {{"old", 1}}, at - std::chrono::hours(24 * 8));
  keep(1, {{"new", 1}}, at);
  const auto forget = [&] {
    return write([&](store::Writer& writer) { return forgetOldPredictions(writer, at); }).value();
  };
  EXPECT_EQ(forget(), 0);  // for ever is the standard
  Settings settings;
  settings.keptDays = 7;
  ASSERT_TRUE(
      write([&](store::Writer& writer) { return changeSettings(writer, "live", settings, actor, now()); }));
  EXPECT_EQ(forget(), 1);
  EXPECT_THAT(ids(), testing::ElementsAre("new"));
}

TEST_F(PredictionsTest, LabelledAnswersGiveTheErrorByVersionAndStep) {
  keep(1, {{"r1", 1}, {"r2", 2}}, at);                            // answers 2 and 4
  keep(2, {{"r3", 5}, {"r4", 6}}, at + std::chrono::minutes(1));  // 10 and 12
  label({{"r1", 0, "5"}, {"r2", 0, "8"}, {"r3", 0, "10"}});
  const auto load = [&](bool mean) {
    return workspace.store().read([&](sql::Connection& c) {
      return LiveMetricReader().read(c, endpoint, {at, at + std::chrono::hours(1)}, std::chrono::minutes(1),
                                     mean);
    });
  };
  const auto root = load(false);
  ASSERT_TRUE(root);
  EXPECT_EQ(root->kind, LiveKind::Rmse);
  EXPECT_EQ(root->labels, 3);
  ASSERT_EQ(root->points.size(), 2u);
  EXPECT_EQ(root->points[0].version, 1);
  EXPECT_DOUBLE_EQ(root->points[0].value, std::sqrt((9.0 + 16.0) / 2));
  EXPECT_EQ(root->points[1].labels, 1);
  EXPECT_DOUBLE_EQ(root->points[1].value, 0);
  EXPECT_DOUBLE_EQ(load(true)->points[0].value, 3.5);
  label({{"r4", 0, "many"}});
  EXPECT_EQ(load(false)->kind, LiveKind::Wrong);
}

// What the readers must give, from the requests and labels themselves.
double meanErrorOf(sql::Connection& connection, EndpointId endpoint, const Window& window,
                   std::int64_t* labels) {
  double errors = 0;
  *labels = 0;
  EXPECT_TRUE(readPredictions(connection, endpoint, window, [&](const Prediction& one) -> Result<bool> {
    const auto label = findLabel(connection, endpoint, one.id, 0).value();
    if (label) {
      errors += std::abs(*valueOfRow(one.outputs, 0)->asNumber() - *parseDouble(*label));
      ++*labels;
    }
    return true;
  }));
  return *labels > 0 ? errors / static_cast<double>(*labels) : 0;
}

TEST_F(PredictionsTest, AReaderThatGoesOnGivesWhatANewOneGives) {
  std::mt19937_64 random(20261122);
  LiveMetricReader reader;
  std::vector<std::string> known;
  Timestamp when = at;
  for (int round = 0; round < 120; ++round) {
    const std::uint64_t act = random() % 10;
    if (act < 4) {
      std::vector<std::pair<std::string, double>> requests;
      for (int i = 0; i < 5; ++i) {
        // Now and then a client gives one id twice.
        known.push_back(random() % 8 == 0 && !known.empty() ? known[random() % known.size()]
                                                            : "r" + std::to_string(known.size()));
        requests.emplace_back(known.back(), static_cast<double>(random() % 100));
      }
      keep(1 + static_cast<std::int64_t>(random() % 2), requests, when += std::chrono::seconds(20));
    } else if (act < 8) {
      std::vector<Label> labels;
      for (int i = 0; i < 4; ++i) {  // some for requests that are not there yet
        labels.push_back(
            {"r" + std::to_string(random() % (known.size() + 5)), 0, std::to_string(random() % 200)});
      }
      label(labels);
    } else if (act == 8 && !known.empty() && round % 4 == 0) {
      ASSERT_TRUE(erase({.request = known[random() % known.size()]}));
    }
    const Window window{at + std::chrono::seconds(random() % 300),
                        when + std::chrono::seconds(random() % 30)};
    const auto ask = [&](LiveMetricReader& asked) {
      return workspace.store()
          .read([&](sql::Connection& c) {
            return asked.read(c, endpoint, window, std::chrono::minutes(1), true);
          })
          .value();
    };
    LiveMetricReader anew;
    const LiveMetric live = ask(reader);
    const LiveMetric full = ask(anew);
    ASSERT_EQ(live.kind, full.kind);
    ASSERT_EQ(live.labels, full.labels) << round;
    ASSERT_EQ(live.newestLabelled, full.newestLabelled);
    ASSERT_EQ(live.points.size(), full.points.size());
    double errors = 0;
    for (std::size_t i = 0; i < live.points.size(); ++i) {
      ASSERT_EQ(live.points[i].at, full.points[i].at);
      ASSERT_EQ(live.points[i].version, full.points[i].version);
      ASSERT_EQ(live.points[i].labels, full.points[i].labels);
      ASSERT_EQ(live.points[i].value, full.points[i].value);
      errors += live.points[i].value * static_cast<double>(live.points[i].labels);
    }
    std::int64_t labels = 0;
    const double mean = workspace.store()
                            .read([&](sql::Connection& c) -> Result<double> {
                              return meanErrorOf(c, endpoint, window, &labels);
                            })
                            .value();
    ASSERT_EQ(live.labels, labels);
    ASSERT_NEAR(labels > 0 ? errors / static_cast<double>(labels) : 0, mean, 1e-9);
  }
}

TEST_F(PredictionsTest, AReaderThatGoesOnReadsOnlyWhatIsNew) {
  for (int i = 0; i < 5; ++i) {
    keep(1, {{"r" + std::to_string(i), 1}}, at + std::chrono::seconds(i));
  }
  label({{"r0", 0, "5"}});
  LiveMetricReader reader;
  const auto labelled = [&] {
    return workspace.store()
        .read(
            [&](sql::Connection& c) { return reader.read(c, endpoint, {}, std::chrono::minutes(1), false); })
        .value()
        .labels;
  };
  EXPECT_EQ(labelled(), 1);
  EXPECT_EQ(reader.blocksRead(), 5);
  label({{"r3", 0, "5"}, {"later", 0, "2"}});
  EXPECT_EQ(labelled(), 2);
  EXPECT_EQ(reader.blocksRead(), 5);
  keep(1, {{"later", 1}}, at + std::chrono::minutes(1));
  EXPECT_EQ(labelled(), 3);
  EXPECT_EQ(reader.blocksRead(), 6);
}

TEST_F(PredictionsTest, AChallengersLabelledAnswersAreHeldAgainstTheChampionsInPairs) {
  const Rivals rivals{.champion = 1, .challenger = 2, .alpha = 0.05};
  std::vector<Label> labels;
  std::mt19937_64 random(4);
  for (int i = 0; i < 80; ++i) {
    const std::int64_t version = i % 4 == 3 ? 2 : 1;
    const std::string id = "r" + std::to_string(i);
    keep(version, {{id, i}}, at + std::chrono::seconds(i));  // answers 2 i
    // The champion is off by 1 or 2, the challenger by 0 or 3.
    const int off = version == 1 ? 1 + static_cast<int>(random() % 2) : (i % 8 == 3 ? 0 : 3);
    labels.push_back({id, 0, std::to_string(2 * i + off)});
  }
  const auto compare = [&](LiveMetricReader& reader, Timestamp from) {
    return workspace.store()
        .read([&](sql::Connection& c) { return reader.compare(c, endpoint, from, rivals); })
        .value();
  };
  LiveMetricReader reader;
  EXPECT_EQ(compare(reader, at)->cases(), 0);
  for (std::size_t begin = 0; begin < labels.size(); begin += 16) {
    label({labels.begin() + static_cast<std::ptrdiff_t>(begin),
           labels.begin() + static_cast<std::ptrdiff_t>(begin + 16)});
    const auto going = compare(reader, at);
    LiveMetricReader fresh;
    EXPECT_EQ(going->toJson(), compare(fresh, at)->toJson());
  }
  const auto all = compare(reader, at);
  EXPECT_EQ(all->cases(), 20);  // one for each answer of the challenger
  EXPECT_EQ(all->hits(), 10);
  EXPECT_FALSE(all->alarm());
  LiveMetricReader late;
  EXPECT_EQ(compare(late, at + std::chrono::seconds(40))->cases(), 10);
  // Words are right or wrong; where both are, the pair says nothing.
  keep(1, {{"w1", 5}}, at + std::chrono::hours(1));
  keep(2, {{"w2", 6}}, at + std::chrono::hours(1));
  label({{"w1", 0, "10"}, {"w2", 0, "many"}});
  LiveMetricReader worded;
  const auto words = compare(worded, at + std::chrono::hours(1));
  EXPECT_EQ(words->cases(), 1);
  EXPECT_EQ(words->hits(), 1);
}

TEST_F(PredictionsTest, ABlockOfManyPiecesComesBackWhole) {
  std::vector<std::pair<std::string, double>> requests;
  for (int i = 0; i < 4000; ++i) {
    requests.emplace_back("request-with-a-longer-name-" + std::to_string(i), i * 0.25);
  }
  for (const auto pace : {PredictionLog::Pace::Swift, PredictionLog::Pace::Gentle}) {
    PredictionLog log(workspace.share());
    for (const auto& [id, value] : requests) {
      log.add({endpoint, 1, id, at, 1.5}, column("a", {value}), column("prediction", {value}), {});
    }
    EXPECT_GT(log.waiting(), 4u << 17);
    log.flush(pace);
    EXPECT_EQ(log.waiting(), 0u);
  }
  ASSERT_TRUE(workspace.store().write([](store::Writer&) { return Status(); }));
  const auto found = ids();
  ASSERT_EQ(found.size(), 8000u);
  for (std::size_t i = 0; i < found.size(); ++i) {
    ASSERT_EQ(found[i], requests[i % 4000].first);
  }
}

TEST_F(PredictionsTest, WhatThereIsNoMemoryToCompressIsCountedAndTheRestStaysReadable) {
  keep(1, {{"r1", 1}}, at);
  PredictionLog log(workspace.share());
  log.add({endpoint, 1, "r2", at, 1.5}, column("a", {2}), column("prediction", {4}), {});
  log.add({endpoint, 1, "r3", at, 1.5}, column("a", {3}), column("prediction", {6}), {});
  g_noMemory = true;
  log.flush();
  g_noMemory = false;
  EXPECT_EQ(log.lost(), 2);
  keep(1, {{"r4", 4}, {"r5", 5}}, at);
  EXPECT_EQ(ids(), (std::vector<std::string>{"r1", "r4", "r5"}));
  g_noMemory = true;
  EXPECT_FALSE(erase({.request = "r4"}));
  g_noMemory = false;
  EXPECT_EQ(ids(), (std::vector<std::string>{"r1", "r4", "r5"})) << "nothing is erased by half";
}

// SQLite answers a store that may not grow as it does a full disk.
TEST_F(PredictionsTest, WhatAFullDiskDoesNotTakeIsCountedAndTheRestStaysReadable) {
  keep(1, {{"r1", 1}}, at);
  const auto growTo = [&](std::int64_t more) {
    ASSERT_TRUE(workspace.store().write([more](store::Writer& writer) -> Status {
      TATARA_ASSIGN(const auto pages, writer.sql().findInteger("PRAGMA page_count"));
      TATARA_TRY(writer.sql().findInteger("PRAGMA max_page_count=" + std::to_string(*pages + more)));
      return {};
    }));
  };
  std::mt19937_64 random(3);
  std::uniform_real_distribution<double> draw(0, 1);
  std::vector<double> many(50'000);
  std::ranges::generate(many, [&] { return draw(random); });
  PredictionLog log(workspace.share());
  log.add({endpoint, 1, "r2", at, 1.5}, column("a", many), column("prediction", many), {});
  log.add({endpoint, 1, "r3", at, 1.5}, column("a", {3}), column("prediction", {6}), {});
  growTo(0);
  log.flush();
  growTo(1'000'000);  // after what was flushed: tasks are done in their order
  EXPECT_EQ(log.lost(), 2);
  keep(1, {{"r4", 4}}, at);
  EXPECT_EQ(ids(), (std::vector<std::string>{"r1", "r4"}));
}

TEST_F(PredictionsTest, WithoutLabelsThereIsNoError) {
  keep(1, {{"r1", 1}}, at);
  const auto live = workspace.store().read([&](sql::Connection& c) {
    return LiveMetricReader().read(c, endpoint, {}, std::chrono::minutes(1), false);
  });
  ASSERT_TRUE(live);
  EXPECT_EQ(live->labels, 0);
  EXPECT_TRUE(live->points.empty());
}

TEST_F(PredictionsTest, TrafficIsAddedUpByStepAndOldTrafficGoes) {
  const auto record = [&](std::int64_t version, Timestamp when, std::int64_t answered) {
    TrafficPoint point{.at = when, .version = version, .traffic = {.answered = answered, .failed = 1}};
    point.traffic.latency.counts()[40] = answered;
    ASSERT_TRUE(workspace.store().write(
        [&](store::Writer& writer) { return recordTraffic(writer, endpoint, std::vector{point}); }));
  };
  record(1, at - std::chrono::hours(24 * 9), 1000);
  record(1, at, 10);
  record(1, at + std::chrono::seconds(5), 20);
  record(2, at + std::chrono::seconds(5), 5);
  record(1, at + std::chrono::minutes(1), 7);
  const auto points = workspace.store().read([&](sql::Connection& c) {
    return loadTraffic(c, endpoint, Timestamp{}, at + std::chrono::hours(1), std::chrono::minutes(1));
  });
  ASSERT_TRUE(points);
  ASSERT_EQ(points->size(), 3u);
  EXPECT_EQ((*points)[0].traffic.answered, 30);
  EXPECT_EQ((*points)[0].traffic.requests(), 32);
  EXPECT_EQ((*points)[0].traffic.latency.total(), 30);
  EXPECT_EQ((*points)[1].version, 2);
  EXPECT_EQ((*points)[2].at, at + std::chrono::minutes(1));
}

TEST_F(PredictionsTest, KeptRequestsBecomeRowsWithTheirLabels) {
  keep(1, {{"r1", 1}, {"r2", 2.5}}, at);
  label({{"r2", 0, "5, or so"}});
  const auto csv = [&](LogRows which) {
    std::ostringstream out;
    const auto written = workspace.store().read(
        [&](sql::Connection& c) { return writePredictions(c, endpoint, {}, which, out); });
    EXPECT_TRUE(written);
    EXPECT_EQ(written->labelled, 1);
    return out.str();
  };
  EXPECT_EQ(csv(LogRows::All),
            "request_id,row,at,version,a,answer,label\n"
            "r1,0,2026-11-20T12:00:00Z,1,1.0,2.0,\n"
            "r2,0,2026-11-20T12:00:00Z,1,2.5,5.0,\"5, or so\"\n");
  EXPECT_THAT(csv(LogRows::Labelled), testing::Not(HasSubstr("r1")));
}

TEST_F(PredictionsTest, ACandidateIsAskedTheSameAgain) {
  const auto runnerOf = [&](std::int64_t version) {
    const auto reference =
        workspace.store().read([&](sql::Connection& c) { return resolveVersion(c, "bikes", version); });
    auto sourced = readModel(workspace.store(), artifact::ArtifactStore(workspace.share()), *reference);
    return infer::loadRunner(sourced->files, {.threads = 1});
  };
  {
    const auto running = Serving::start(workspace.share(), {.threads = 1});
    const auto served = (*running)->find("live");
    for (const double value : {0.1, 0.5, 2.0}) {
      infer::Batch row;
      for (const char* name : {"a", "b", "c"}) {
        row.push_back(infer::Tensor::make(name, infer::ElementType::Float64, {1}));
        row.back().values<double>()[0] = value;
      }
      const std::string id = "r" + toText(value);
      ASSERT_TRUE(
          tests::ask(**running, {served, &served->versions[0], id, std::chrono::steady_clock::now()}, row));
    }
  }
  keep(1, {{"short", 1}}, now());  // answered something else than the model would, with one column of three
  label({{"r0.5", 0, "100"}});
  const auto again = [&](const infer::Runner& candidate) {
    return workspace.store().read([&](sql::Connection& c) { return replay(c, endpoint, {}, candidate); });
  };
  const auto own = runnerOf(1);
  ASSERT_TRUE(own) << own.error().message;
  const auto same = again(**own);
  ASSERT_TRUE(same) << same.error().message;
  EXPECT_EQ(same->requests, 4);
  EXPECT_EQ(same->rows, 4);
  EXPECT_EQ(same->same, 3);
  EXPECT_EQ(same->refused, 0);
  EXPECT_EQ(same->labelled, 1);
  EXPECT_DOUBLE_EQ(same->before, same->after);
  EXPECT_GT(same->before, 0);
  const auto other = again(**runnerOf(2));  // three values a row
  EXPECT_EQ(other->same, 0);
  EXPECT_EQ(other->compared, 0);
  // Rows that it cannot predict are counted; what ends it is not about one request.
  const auto refused = again(Failing(own->get()->info(), ErrorKind::InvalidArgument));
  ASSERT_TRUE(refused) << refused.error().message;
  EXPECT_EQ(refused->refused, 4);
  const auto crashed = again(Failing(own->get()->info(), ErrorKind::Corrupt));
  ASSERT_FALSE(crashed);
  EXPECT_EQ(crashed.error().message, "It fails");
}

TEST_F(PredictionsTest, AServerWritesDownHowItsVersionsFared) {
  const Timestamp began = now();
  {
    const auto running = Serving::start(workspace.share(), {.threads = 1});
    ASSERT_TRUE(running);
    const auto served = (*running)->find("live");
    infer::Batch row;
    for (const char* name : {"a", "b", "c"}) {
      row.push_back(infer::Tensor::make(name, infer::ElementType::Float64, {1}));
    }
    for (int i = 0; i < 3; ++i) {
      ASSERT_TRUE(
          tests::ask(**running, {served, &served->versions[0], "r", std::chrono::steady_clock::now()}, row));
    }
    const auto refused =
        tests::askLater(**running, {served, &served->versions[0], "r", std::chrono::steady_clock::now()},
                        [](const infer::Signature&, Call&) -> Result<infer::Batch> {
                          return makeError(ErrorKind::InvalidArgument, "no number");
                        });
    refused.wait();
  }
  const auto points = workspace.store().read([&](sql::Connection& c) {
    return loadTraffic(c, endpoint, began, now() + std::chrono::hours(1), std::chrono::hours(1));
  });
  ASSERT_TRUE(points);
  Traffic sum;
  for (const TrafficPoint& point : *points) {
    sum.merge(point.traffic);
  }
  EXPECT_EQ(sum.answered, 3);
  EXPECT_EQ(sum.refused, 1);
  EXPECT_EQ(sum.rows, 3);
  EXPECT_EQ(sum.latency.total(), 3);
}

}  // namespace
}  // namespace tatara::deploy
