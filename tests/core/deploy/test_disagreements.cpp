#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <random>
#include <sstream>
#include <thread>

#include "core/deploy/disagreements.h"
#include "core/deploy/internal/dispatch.h"
#include "core/deploy/predictions.h"
#include "core/deploy/serving.h"
#include "tests/support/served_models.h"

namespace tatara::deploy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

infer::Batch numbers(const std::string& name, const std::vector<double>& values) {
  infer::Batch batch;
  batch.push_back(
      infer::Tensor::make(name, infer::ElementType::Float64, {static_cast<std::int64_t>(values.size())}));
  std::ranges::copy(values, batch[0].values<double>().begin());
  return batch;
}

infer::Batch words(const std::vector<std::string>& values) {
  infer::Batch batch;
  batch.push_back(
      infer::Tensor::make("label", infer::ElementType::String, {static_cast<std::int64_t>(values.size())}));
  batch[0].texts = values;
  return batch;
}

TEST(DifferenceTest, IsTheGreatestDistanceOfARow) {
  const double nan = std::nan("");
  EXPECT_EQ(differenceOf(numbers("p", {1, 5}), numbers("p", {1, 2}), 0), 0);
  EXPECT_EQ(differenceOf(numbers("p", {1, 5}), numbers("p", {1, 2}), 1), 3);
  EXPECT_EQ(differenceOf(numbers("p", {nan}), numbers("p", {nan}), 0), 0);
  EXPECT_EQ(differenceOf(numbers("p", {nan}), numbers("p", {0}), 0), kInfinity);
  EXPECT_EQ(differenceOf(numbers("p", {kInfinity}), numbers("p", {kInfinity}), 0), 0);
  EXPECT_EQ(differenceOf(words({"a", "b"}), words({"a", "c"}), 0), 0);
  EXPECT_EQ(differenceOf(words({"a", "b"}), words({"a", "c"}), 1), 1);
  EXPECT_EQ(differenceOf(words({"a"}), numbers("p", {1}), 0), kInfinity);
  EXPECT_EQ(differenceOf(numbers("p", {1, 2}), numbers("p", {1}), 0), kInfinity);
  infer::Batch wide;
  wide.push_back(infer::Tensor::make("p", infer::ElementType::Float32, {2, 2}));
  infer::Batch other = wide;
  other[0].values<float>()[3] = -2.5F;
  EXPECT_EQ(differenceOf(wide, other, 0), 0);
  EXPECT_EQ(differenceOf(wide, other, 1), 2.5);
}

TEST(AgreementTest, IsWithinAShareOfTheChampionsNumber) {
  const auto alike = [](double challenger, double champion, int within) {
    return internal::alike(numbers("p", {challenger}), numbers("p", {champion}), 0, within);
  };
  EXPECT_TRUE(alike(105, 100, 5));
  EXPECT_FALSE(alike(106, 100, 5));
  EXPECT_TRUE(alike(-95, -100, 5));
  EXPECT_FALSE(alike(0.1, 0, 5));
  EXPECT_TRUE(alike(kInfinity, kInfinity, 5));
  EXPECT_FALSE(alike(-kInfinity, kInfinity, 5)) << "no share of an infinity is a measure";
  EXPECT_FALSE(alike(1, kInfinity, 5));
  EXPECT_FALSE(alike(kInfinity, 1, 5));
  EXPECT_TRUE(alike(std::nan(""), std::nan(""), 5));
  EXPECT_FALSE(alike(std::nan(""), 1, 5));
}

class DisagreementsTest : public tests::ServedModels {
 protected:
  void SetUp() override {
    ServedModels::SetUp();
    const auto made = create({.name = "live", .model = "bikes", .version = 1});
    ASSERT_TRUE(made);
    endpoint = made->id;
  }
  void add(DisagreementLog& log, const std::string& id, double difference, double input = 0.5,
           const std::vector<std::string>& masked = {}) {
    log.add({endpoint, 1, 2, id, now()}, numbers("temp", {input}), numbers("p", {10}),
            numbers("p", {10 + difference}), masked);
  }
  // Flushed rows are there once the lane has written.
  void settle(DisagreementLog& log) {
    log.flush();
    ASSERT_TRUE(workspace.store().write([](store::Writer&) { return Status(); }));
  }
  std::vector<Disagreement> load(const DisagreementFilter& filter = {}) {
    const auto found = workspace.store().read([&](sql::Connection& c) -> Result<std::vector<Disagreement>> {
      TATARA_ASSIGN(const auto ids, loadDisagreementIds(c, endpoint, filter));
      return loadDisagreements(c, ids);
    });
    EXPECT_TRUE(found) << found.error().message;
    return *found;
  }
  std::vector<std::string> requests(const DisagreementFilter& filter = {}) {
    std::vector<std::string> all;
    for (const Disagreement& one : load(filter)) {
      all.push_back(one.request);
    }
    return all;
  }
  EndpointId endpoint;
};

TEST_F(DisagreementsTest, StandByTheirDifferenceAndCanBeFiltered) {
  DisagreementLog log(workspace.share());
  add(log, "small", 0.25, 7.5);
  add(log, "large", 40);
  add(log, "none", 0);
  add(log, "middle", -3);
  log.add({endpoint, 1, 4, "failed", now()}, numbers("temp", {1}), numbers("p", {10}),
          makeError(ErrorKind::Internal, "The library Broke"), {});
  settle(log);
  EXPECT_THAT(requests(), ElementsAre("failed", "large", "middle", "small"));
  EXPECT_THAT(requests({.least = 3}), ElementsAre("failed", "large", "middle"));
  EXPECT_THAT(requests({.shadow = 2, .least = 1}), ElementsAre("large", "middle"));
  EXPECT_THAT(requests({.words = "broke"}), ElementsAre("failed"));
  EXPECT_THAT(requests({.words = "7.5"}), ElementsAre("small"));
  EXPECT_THAT(requests({.words = "MID"}), ElementsAre("middle"));
  const auto all = load();
  EXPECT_EQ(all[0].difference, kInfinity);
  EXPECT_EQ(all[0].other, "");
  EXPECT_EQ(all[1].answer, "10.0");
  EXPECT_EQ(all[1].other, "50.0");
  EXPECT_EQ(all[1].inputs["temp"].asNumber(), 0.5);
  const auto facts =
      workspace.store().read([&](sql::Connection& c) { return loadDisagreementFacts(c, endpoint); });
  EXPECT_EQ(facts->kept, 4);
  EXPECT_THAT(facts->shadows, ElementsAre(4, 2));
}

// As models in Python may: one number for all rows, one without a row, fewer rows than were asked.
TEST_F(DisagreementsTest, AnAnswerMayHaveOtherRowsThanItsRequest) {
  DisagreementLog log(workspace.share());
  log.add({endpoint, 1, 2, "fewer", now()}, numbers("temp", {1, 2, 3}), numbers("p", {7}),
          numbers("p", {7, 8, 9}), {});
  infer::Batch scalars;
  for (const char* name : {"mean", "count"}) {
    scalars.push_back(infer::Tensor::make(name, infer::ElementType::Float64, {}));
  }
  log.add({endpoint, 1, 2, "scalars", now()}, numbers("temp", {1}), scalars, numbers("p", {1}), {});
  settle(log);
  auto all = load({.words = "fewer"});
  std::ranges::sort(all, {}, &Disagreement::row);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].answer, "7.0");
  EXPECT_EQ(all[2].answer, "null");
  EXPECT_EQ(all[2].other, "9.0");
  const auto two = load({.words = "scalars"});
  ASSERT_EQ(two.size(), 1u);
  EXPECT_EQ(two[0].answer, R"({"mean":0.0,"count":0.0})");
}

TEST_F(DisagreementsTest, OfMoreThanFitTheGreatestStayAsInANaiveModel) {
  DisagreementLog log(workspace.share());
  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> draw(0.001, 1000);
  std::vector<double> naive;
  for (int flush = 0; flush < 23; ++flush) {
    std::vector<double> round;
    for (int i = 0; i < 700; ++i) {
      round.push_back(draw(random));
      add(log, "r", round.back());
    }
    std::ranges::sort(round, std::greater());
    naive.insert(naive.end(), round.begin(), round.begin() + DisagreementLog::kMostAFlush);
    settle(log);
  }
  std::ranges::sort(naive, std::greater());
  naive.resize(DisagreementLog::kMostKept);
  const auto kept = load();
  ASSERT_EQ(kept.size(), naive.size());
  for (std::size_t i = 0; i < naive.size(); ++i) {
    ASSERT_NEAR(kept[i].difference, naive[i], 1e-9) << i;
  }
}

TEST_F(DisagreementsTest, MaskedColumnsAreNotKeptAndLongRowsNeither) {
  DisagreementLog log(workspace.share());
  add(log, "r", 1, 77, {"temp"});
  log.add({endpoint, 1, 2, "long", now()}, words({std::string(DisagreementLog::kLongestRow, 'x')}),
          numbers("p", {1}), numbers("p", {2}), {});
  settle(log);
  const auto kept = load();
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(*kept[0].inputs["temp"].asString(), "masked");
}

TEST_F(DisagreementsTest, GoWithTheirRequestsAndAfterTheSameTime) {
  DisagreementLog log(workspace.share());
  add(log, "first", 1);
  add(log, "second", 2);
  settle(log);
  const auto erased = write([&](store::Writer& writer) {
    return erasePredictions(writer, "live", {.request = "first"}, actor, now(), "asked to");
  });
  ASSERT_TRUE(erased) << erased.error().message;
  EXPECT_THAT(requests(), ElementsAre("second"));
  ASSERT_TRUE(write([&](store::Writer& writer) {
    Settings settings;
    settings.keptDays = 2;
    return changeSettings(writer, "live", settings, actor, now());
  }));
  ASSERT_TRUE(write(
      [&](store::Writer& writer) { return forgetOldPredictions(writer, now() + std::chrono::hours(47)); }));
  EXPECT_EQ(requests().size(), 1u);
  ASSERT_TRUE(write(
      [&](store::Writer& writer) { return forgetOldPredictions(writer, now() + std::chrono::hours(49)); }));
  EXPECT_EQ(requests().size(), 0u);
}

TEST_F(DisagreementsTest, AreWrittenAsATableWhateverIsInThem) {
  DisagreementLog log(workspace.share());
  add(log, "plain", 2.5);
  log.add({endpoint, 1, 2, "words", now()}, words({"a, \"b\"\nc"}), words({"yes"}), words({"no"}), {});
  settle(log);
  std::ostringstream out;
  const auto written =
      workspace.store().read([&](sql::Connection& c) { return writeDisagreements(c, endpoint, {}, out); });
  EXPECT_EQ(written.value(), 2);
  EXPECT_THAT(out.str(), testing::StartsWith("request_id,row,at,version,shadow,difference,temp,label,answer,"
                                             "shadow_answer\n"));
  EXPECT_THAT(out.str(), HasSubstr(",1,2,2.5,0.5,,10.0,12.5\n"));
  EXPECT_THAT(out.str(), HasSubstr("\"a, \"\"b\"\"\nc\",yes,no\n"));
  std::ostringstream nothing;
  EXPECT_EQ(
      workspace.store()
          .read([&](sql::Connection& c) { return writeDisagreements(c, endpoint, {.least = 1e9}, nothing); })
          .value(),
      0);
  EXPECT_EQ(nothing.str(), "");
}

TEST_F(DisagreementsTest, AServerKeepsWhatItsShadowAnswersOtherwise) {
  ASSERT_TRUE(route("live", {{.version = 1, .weight = kWhole}, {.version = 2, .shadow = true}}));
  {
    const auto running = Serving::start(workspace.share(), {.threads = 1});
    ASSERT_TRUE(running);
    const auto served = (*running)->find("live");
    infer::Batch row;
    for (const char* name : {"a", "b", "c"}) {
      row.push_back(infer::Tensor::make(name, infer::ElementType::Float64, {1}));
    }
    for (const char* id : {"one", "two"}) {
      ASSERT_TRUE(
          tests::ask(**running, {served, &served->versions[0], id, std::chrono::steady_clock::now()}, row));
    }
  }  // at its end it has written everything down
  const auto kept = load();
  ASSERT_EQ(kept.size(), 2u);
  EXPECT_EQ(kept[0].request, "two");
  EXPECT_EQ(kept[0].version, 1);
  EXPECT_EQ(kept[0].shadow, 2);
  EXPECT_EQ(kept[0].difference, kInfinity);  // one number beside three
  EXPECT_EQ(kept[0].inputs["a"].asNumber(), 0);
}

}  // namespace
}  // namespace tatara::deploy
