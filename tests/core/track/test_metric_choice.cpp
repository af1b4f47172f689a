#include <gtest/gtest.h>

#include "core/track/experiments.h"
#include "core/track/metric_meaning.h"
#include "tests/core/track/now.h"
#include "tests/support/temp_workspace.h"

namespace tatara::track {
namespace {

class MetricChoiceTest : public testing::Test {
 protected:
  MetricChoiceTest() {
    m_id = *m_temp.store().writeFor(
        [](store::Writer& writer) { return createExperiment(writer, {.name = "bikes"}, kNow); });
  }
  Status set(const std::string& key, const MeaningChoice& choice) {
    return m_temp.store().write(
        [&](store::Writer& writer) { return setMeaning(writer, m_id, key, choice, kNow); });
  }
  Experiment show() {
    return m_temp.store()
        .read([&](sql::Connection& connection) { return findExperiment(connection, m_id); })
        .value()
        .value();
  }
  tests::TempWorkspace m_temp;
  ExperimentId m_id;
};

TEST_F(MetricChoiceTest, WhatIsSaidGoesBeforeTheGuessAndReadsBack) {
  const MeaningChoice choice{Direction::HigherIsBetter, "rides/h", true};
  ASSERT_TRUE(set("val_rmse", choice));
  EXPECT_EQ(choiceOf(show(), "val_rmse"), choice);
  const MetricMeaning meaning = meaningOf(show(), "val_rmse");
  EXPECT_EQ(meaning.direction, Direction::HigherIsBetter);
  EXPECT_FALSE(meaning.guessed);
  EXPECT_EQ(meaning.unit, "rides/h");
  const std::vector<std::string> keys{"val_loss", "val_rmse"};
  EXPECT_EQ(primaryMetric(show(), keys), "val_rmse");
}

TEST_F(MetricChoiceTest, LeavingItToTheGuessTakesEveryTagAwayAlsoTwice) {
  ASSERT_TRUE(set("val_rmse", {Direction::Unknown, "", true}));
  EXPECT_EQ(meaningOf(show(), "val_rmse").direction, Direction::Unknown);
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(set("val_rmse", {}));
    EXPECT_TRUE(show().tags.empty());
  }
  EXPECT_EQ(meaningOf(show(), "val_rmse").direction, Direction::LowerIsBetter);
}

TEST_F(MetricChoiceTest, SayingThatAMetricDoesNotDecideLeavesTheOneThatDoes) {
  ASSERT_TRUE(set("val_rmse", {.primary = true}));
  ASSERT_TRUE(set("val_mae", {.unit = "s"}));
  EXPECT_TRUE(choiceOf(show(), "val_rmse").primary);
  ASSERT_TRUE(set("val_mae", {.primary = true}));
  EXPECT_FALSE(choiceOf(show(), "val_rmse").primary);
}

TEST_F(MetricChoiceTest, AnExperimentThatIsNotThereIsSaid) {
  const Status none = m_temp.store().write(
      [](store::Writer& writer) { return setMeaning(writer, ExperimentId(77), "loss", {}, kNow); });
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, ErrorKind::NotFound);
}

}  // namespace
}  // namespace tatara::track
