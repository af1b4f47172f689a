// The slices of a run's held-out rows, on data in which the weak ones were planted.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/evaluate/run_slices.h"

namespace tatara::evaluate {
namespace {

using dataset::Column;
using dataset::ColumnType;

// 2,400 rows of data, every second one held out; errors are about 1, and about 6 at seventeen o'clock of a
// working day.
class RunSlicesTest : public ::testing::Test {
 protected:
  RunSlicesTest() {
    std::mt19937 random(4);
    std::normal_distribution<double> noise;
    Column hour;
    hour.info.name = "hour";
    hour.info.type = ColumnType::Integer;
    Column day;
    day.info.name = "day";
    day.categories = {"holiday", "working"};
    Column wind;
    wind.info.name = "wind";
    wind.info.type = ColumnType::Real;
    for (std::uint64_t row = 0; row < 2400; ++row) {
      hour.numbers.push_back(static_cast<double>(random() % 4 + 15));
      day.codes.push_back(static_cast<std::int32_t>(random() % 2));
      wind.numbers.push_back(row % 50 == 0 ? std::nan("") : noise(random));
      if (row % 2 == 1) {
        continue;
      }
      m_place.push_back(row);
      m_own.rows.push_back(row * 10);  // as the file numbers them
      m_own.actual.push_back(100 + noise(random));
      const bool planted = hour.numbers[row] == 17 && day.codes[row] == 1;
      m_own.predicted.push_back(m_own.actual.back() + noise(random) * (planted ? 6 : 1));
    }
    m_columns = {hour, day, wind};
  }

  RunSliceRequest request() const { return {.own = m_own, .columns = m_columns, .place = m_place}; }
  static std::string words(const RunSlice& slice) {
    std::string words;
    for (const RunSlice::Condition& condition : slice.conditions) {
      words += condition.column + "=" + condition.value.english() + " ";
    }
    return words;
  }
  // By hand, from the columns.
  double lossWhere(const HeldOut& heldOut, bool planted) const {
    double sum = 0;
    double rows = 0;
    for (std::size_t i = 0; i < m_place.size(); ++i) {
      const bool inside = m_columns[0].numbers[m_place[i]] == 17 && m_columns[1].codes[m_place[i]] == 1;
      if (inside == planted) {
        sum += std::abs(heldOut.predicted[i] - heldOut.actual[i]);
        ++rows;
      }
    }
    return sum / rows;
  }

  std::vector<Column> m_columns;
  std::vector<std::uint64_t> m_place;
  HeldOut m_own;
};

TEST_F(RunSlicesTest, ThePlantedPairIsFoundAndNothingElse) {
  const auto found = worstSlices(request());
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->measure, "mae");
  EXPECT_EQ(found->rows, 1200u);
  EXPECT_GT(found->lookedAt, 10u);
  ASSERT_EQ(found->slices.size(), 1u);
  const RunSlice& slice = found->slices[0];
  EXPECT_EQ(words(slice), "hour=17 day=working ");
  EXPECT_NEAR(slice.loss, lossWhere(m_own, true), 1e-9);
  EXPECT_NEAR(slice.others, lossWhere(m_own, false), 1e-9);
  EXPECT_FALSE(slice.baseline);
}

TEST_F(RunSlicesTest, WholeNumbersStandAloneWhereThereAreRowsEnough) {
  for (double& hour : m_columns[0].numbers) {
    hour -= 8;  // 7 to 10
  }
  for (std::size_t row = 0; row < m_columns[0].numbers.size(); row += 3) {
    m_columns[0].numbers[row] = static_cast<double>(row / 3 % 5);  // and 0 to 4: nine in all
  }
  const auto labels = [&](std::size_t wholes) { return sliceColumn(m_columns[0], m_place, wholes).labels; };
  EXPECT_EQ(labels(9).size(), 9u);
  EXPECT_EQ(labels(9)[5].english(), "7");
  EXPECT_EQ(labels(8).size(), 5u) << "more values than may stand alone: parts of about as many rows";
  EXPECT_EQ(sliceColumn(m_columns[2], m_place, 31).labels.size(), 6u) << "five parts, and missing";
}

TEST_F(RunSlicesTest, AnotherRunOfTheSameRowsStandsBeside) {
  HeldOut other = m_own;
  for (std::size_t i = 0; i < other.rows.size(); ++i) {
    other.predicted[i] = other.actual[i] + 2.5;
  }
  RunSliceRequest asked = request();
  asked.baseline = &other;
  const auto found = worstSlices(asked);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->slices.size(), 1u);
  ASSERT_TRUE(found->slices[0].baseline);
  EXPECT_NEAR(*found->slices[0].baseline, 2.5, 1e-9);
  EXPECT_NEAR(*found->baseline, 2.5, 1e-9);
}

TEST_F(RunSlicesTest, AnotherRunOfOtherRowsOrAnotherTruthDoesNot) {
  HeldOut rows = m_own;
  rows.rows.back() += 1;
  HeldOut truth = m_own;
  truth.actual.front() += 1;
  HeldOut fewer = m_own;
  fewer.rows.pop_back();
  fewer.actual.pop_back();
  fewer.predicted.pop_back();
  for (const HeldOut* other : {&rows, &truth, &fewer}) {
    RunSliceRequest asked = request();
    asked.baseline = other;
    const auto found = worstSlices(asked);
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->baseline);
    EXPECT_FALSE(found->slices[0].baseline);
  }
}

TEST_F(RunSlicesTest, OfClassesWithoutProbabilitiesTheShareOfWrongOnes) {
  HeldOut classes = m_own;
  for (std::size_t i = 0; i < classes.rows.size(); ++i) {
    const bool planted = m_columns[0].numbers[m_place[i]] == 17 && m_columns[1].codes[m_place[i]] == 1;
    classes.actual[i] = static_cast<double>(i % 2);
    classes.predicted[i] = planted && i % 3 != 0 ? 1 - classes.actual[i] : classes.actual[i];
  }
  const auto found = worstSlices(
      {.task = Task::Binary, .classes = 2, .own = classes, .columns = m_columns, .place = m_place});
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->measure, "error_rate");
  ASSERT_EQ(found->slices.size(), 1u);
  EXPECT_EQ(words(found->slices[0]), "hour=17 day=working ");
  EXPECT_NEAR(found->slices[0].loss, 2.0 / 3, 0.1);
  EXPECT_EQ(found->slices[0].others, 0);
}

TEST_F(RunSlicesTest, EvenErrorsHaveNoWeakSlice) {
  for (std::size_t i = 0; i < m_own.rows.size(); ++i) {
    m_own.predicted[i] = m_own.actual[i] + (i % 2 == 0 ? 1 : -1);
  }
  const auto found = worstSlices(request());
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->slices.empty());
  EXPECT_GT(found->lookedAt, 10u);
}

TEST_F(RunSlicesTest, RowsThatAColumnDoesNotHaveAreRefused) {
  m_place.back() = 2400;
  const auto found = worstSlices(request());
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::InvalidArgument);
  m_place.pop_back();
  EXPECT_FALSE(worstSlices(request()));
}

}  // namespace
}  // namespace tatara::evaluate
