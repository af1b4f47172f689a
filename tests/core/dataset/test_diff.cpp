#include "core/dataset/diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/base/seeded_random.h"
#include "tests/core/dataset/frame_fixture.h"

namespace tatara::dataset {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Compared {
  FrameFixture before;
  FrameFixture after;
  Result<Diff> diff;

  Compared(std::string_view left, std::string_view right, const DiffOptions& options = {})
      : before(left), after(right), diff(makeDiff(*before.frame, *after.frame, options)) {}
};

std::string kindsOf(const Diff& diff) {
  std::string text;
  for (const ColumnPair& pair : diff.columns) {
    text += (text.empty() ? "" : " ") + pair.before + ">" + pair.after + ":" +
            std::string(toString(pair.kind)) + (pair.guessed ? "?" : "");
  }
  return text;
}

std::string cellsOf(const Diff& diff) {
  std::string text;
  for (const CellChange& one : diff.rows.examples) {
    text += one.key + "." + one.column + ":" + (one.missingBefore ? "-" : one.before) + ">" +
            (one.missingAfter ? "-" : one.after) + " ";
  }
  return text;
}

TEST(DiffTest, AFileDiffersInNothingFromItself) {
  const Compared same("id,a\n1,x\n2,y\n3,\n", "id,a\n3,\n1,x\n2,y\n");
  ASSERT_TRUE(same.diff);
  EXPECT_FALSE(same.diff->different());
  EXPECT_EQ(same.diff->rows.unchanged, 3u);
  EXPECT_THAT(same.diff->rows.key, ElementsAre("id"));
  EXPECT_TRUE(same.diff->rows.keyGuessed);
}

TEST(DiffTest, RowsAddedRemovedAndChangedAreFoundByKey) {
  const Compared one("id,a,b\n1,x,5\n2,y,6\n3,z,7\n4,w,\n", "id,a,b\n4,w,1\n2,y,6.5\n3,z,7\n9,q,8\n",
                     {.key = {"id"}});
  ASSERT_TRUE(one.diff);
  const RowChanges& rows = one.diff->rows;
  EXPECT_EQ(rows.added, 1u);
  EXPECT_EQ(rows.removed, 1u);
  EXPECT_EQ(rows.changed, 2u);
  EXPECT_EQ(rows.unchanged, 1u);
  EXPECT_TRUE(rows.addedRows.contains(3));
  EXPECT_TRUE(rows.removedRows.contains(0));
  EXPECT_TRUE(rows.changedBefore.contains(3));
  EXPECT_TRUE(rows.changedAfter.contains(0));
  EXPECT_EQ(rows.changedAfter.count(4), 2u);
  EXPECT_EQ(cellsOf(*one.diff), "4.b:->1 2.b:6>6.5 ");
  EXPECT_EQ(kindsOf(*one.diff), "id>id:same a>a:same b>b:retyped");
  EXPECT_EQ(one.diff->columns[2].changedCells, 2u);
}

TEST(DiffTest, RenamedColumnsAreGuessedByNameOrByValues) {
  std::string left = "id,Temp_C,hum,gone\n";
  std::string right = "id,temp c,humidity,fresh\n";
  for (int i = 0; i < 50; ++i) {
    const std::string row =
        std::to_string(i) + "," + std::to_string(i % 7) + "," + std::to_string(i * i % 31);
    left += row + "," + std::to_string(i % 3) + "\n";
    right += row + ",word" + std::to_string(i % 5) + "\n";
  }
  const Compared one(left, right);
  ASSERT_TRUE(one.diff);
  EXPECT_EQ(kindsOf(*one.diff),
            "id>id:same Temp_C>temp c:renamed hum>humidity:renamed? >fresh:added gone>:removed");
  EXPECT_EQ(one.diff->rows.unchanged, 50u);
}

TEST(DiffTest, WithoutAKeyRowsAreAMultiset) {
  const Compared one("a,b\n1,x\n1,x\n1,x\n2,y\n", "a,b\n1,x\n2,y\n2,y\n3,z\n");
  ASSERT_TRUE(one.diff);
  EXPECT_TRUE(one.diff->rows.key.empty());
  EXPECT_EQ(one.diff->rows.added, 2u);
  EXPECT_EQ(one.diff->rows.removed, 2u);
  EXPECT_EQ(one.diff->rows.unchanged, 2u);
  EXPECT_EQ(one.diff->rows.changed, 0u);
}

TEST(DiffTest, TheKeyThatBringsMostEqualCellsTogetherIsTaken) {
  std::string left = "n,code,v\n";
  std::string right = "n,code,v\n";
  for (int i = 0; i < 100; ++i) {
    left += std::to_string(i) + ",c" + std::to_string(1000 + i) + "," + std::to_string(i * 37 % 11) + "\n";
  }
  for (int i = 10; i < 110; ++i) {  // renumbered
    right +=
        std::to_string(i - 10) + ",c" + std::to_string(1000 + i) + "," + std::to_string(i * 37 % 11) + "\n";
  }
  const Compared one(left, right);
  ASSERT_TRUE(one.diff);
  EXPECT_THAT(one.diff->rows.key, ElementsAre("code"));
  EXPECT_EQ(one.diff->rows.added, 10u);
  EXPECT_EQ(one.diff->rows.removed, 10u);
  EXPECT_EQ(one.diff->rows.changed, 90u);  // by the number
}

TEST(DiffTest, TwoColumnsTogetherMayBeTheKey) {
  std::string left = "day,hour,v\n";
  for (int day = 10; day < 30; ++day) {
    for (int hour = 0; hour < 24; ++hour) {
      left += "2026-01-" + std::to_string(day) + "," + std::to_string(hour) + "," +
              std::to_string(hour * day % 13) + "\n";
    }
  }
  const Compared one(left, left + "2026-02-01,0,5\n");
  ASSERT_TRUE(one.diff);
  EXPECT_THAT(one.diff->rows.key, ElementsAre("day", "hour"));
  EXPECT_EQ(one.diff->rows.added, 1u);
  EXPECT_EQ(one.diff->rows.unchanged, 480u);
}

TEST(DiffTest, ACellThatWasANumberAndIsATextIsComparedByItsWriting) {
  const Compared one("id,v\n1,10\n2,20\n3,30\n4,40\n", "id,v\n1,10\n2,x\n3,30\n4,y\n", {.key = {"id"}});
  ASSERT_TRUE(one.diff);
  EXPECT_EQ(cellsOf(*one.diff), "2.v:20>x 4.v:40>y ");
  ASSERT_EQ(one.diff->shifts.size(), 2u);
  EXPECT_EQ(one.diff->shifts[1].test, ShiftTest::None);
  EXPECT_EQ(one.diff->shifts[1].reason, "its type changed");
}

TEST(DiffTest, WhatCannotBeAKeyIsSaidInWords) {
  const Compared one("id,v\n1,10\n", "id,v\n1,10\n", {.key = {"idd"}});
  ASSERT_FALSE(one.diff);
  EXPECT_EQ(one.diff.error().kind, ErrorKind::NotFound);
  EXPECT_THAT(one.diff.error().message, HasSubstr("the nearest name is 'id'"));
  const Compared empty("a\n", "b\n");
  ASSERT_TRUE(empty.diff);
  EXPECT_EQ(kindsOf(*empty.diff), ">b:added a>:removed");
}

TEST(DiffTest, AColumnWithoutValuesHasNoTypeToChange) {
  const Compared one("id,v,w\n1,x,1\n2,y,2\n", "id,v,w\n1,,x\n2,,\n", {.key = {"id"}});
  ASSERT_TRUE(one.diff);
  EXPECT_EQ(kindsOf(*one.diff), "id>id:same v>v:same w>w:retyped");
  EXPECT_EQ(one.diff->rows.changed, 2u);
  EXPECT_EQ(one.diff->shifts[1].missingAfter, 2u);
  EXPECT_EQ(one.diff->shifts[1].reason, "there are no values on one side");
  EXPECT_EQ(one.diff->shifts[2].missingAfter, 1u);
}

TEST(DiffTest, StopsWhenAsked) {
  const FrameFixture one("id,v\n1,10\n2,20\n");
  std::stop_source source;
  source.request_stop();
  const auto diff = makeDiff(*one.frame, *one.frame, {}, {}, source.get_token());
  ASSERT_FALSE(diff);
  EXPECT_EQ(diff.error().kind, ErrorKind::Cancelled);
}

// --- against a model that holds everything ---

struct Row {
  std::string key;
  std::string a;
  std::string b;
  friend auto operator<=>(const Row&, const Row&) = default;
};

std::string textOf(const std::vector<Row>& rows) {
  std::string text = "k,a,b\nzz,7.5,word\n";  // fixes the types
  for (const Row& row : rows) {
    text += row.key + "," + row.a + "," + row.b + "\n";
  }
  return text;
}

struct Counts {
  std::uint64_t added = 0;
  std::uint64_t removed = 0;
  std::uint64_t changed = 0;
  std::uint64_t unchanged = 1;
  friend bool operator==(const Counts&, const Counts&) = default;
};

Counts countsOf(const std::vector<Row>& left, const std::vector<Row>& right, bool keyed) {
  std::map<std::string, std::pair<std::multiset<Row>, std::multiset<Row>>> groups;
  for (const Row& row : left) {
    groups[keyed ? row.key : ""].first.insert(row);
  }
  for (const Row& row : right) {
    groups[keyed ? row.key : ""].second.insert(row);
  }
  Counts counts;
  for (auto& [key, group] : groups) {
    std::vector<Row> both;
    std::ranges::set_intersection(group.first, group.second, std::back_inserter(both));
    counts.unchanged += both.size();
    const std::uint64_t restLeft = group.first.size() - both.size();
    const std::uint64_t restRight = group.second.size() - both.size();
    const std::uint64_t pairs = keyed ? std::min(restLeft, restRight) : 0;
    counts.changed += pairs;
    counts.removed += restLeft - pairs;
    counts.added += restRight - pairs;
  }
  return counts;
}

TEST(DiffTest, CountsAreThoseOfANaiveModel) {
  const tests::TempFolder folder;
  const auto engine = Engine::open({.temporaryFolder = folder.path()}).value();
  const auto frameOf = [&](const std::string& csv, const std::string& name) {
    std::ofstream(folder.path() / name, std::ios::binary) << csv;
    const Table table = Table::open(*engine, folder.path() / name).value();
    return buildFrame(table, folder.path() / (name + ".frame")).value();
  };
  SeededRandom random(5);
  const auto drawn = [&](std::uint64_t keys) {
    std::vector<Row> rows(random.below(40));
    for (Row& row : rows) {
      row = {"k" + std::to_string(random.below(keys)), random.below(4) ? std::to_string(random.below(3)) : "",
             random.below(4) ? "w" + std::to_string(random.below(3)) : ""};
    }
    return rows;
  };
  for (int round = 0; round < 40; ++round) {
    const std::uint64_t keys = round % 2 ? 10 : 60;
    const auto left = drawn(keys);
    auto right = drawn(keys);
    right.insert(right.end(), left.begin(), left.begin() + static_cast<std::ptrdiff_t>(left.size() / 2));
    const auto before = frameOf(textOf(left), "before.csv");
    const auto after = frameOf(textOf(right), "after.csv");
    for (const bool keyed : {true, false}) {
      DiffOptions options;
      options.withoutKey = !keyed;
      if (keyed) {
        options.key = {"k"};
      }
      const auto diff = makeDiff(*before, *after, options);
      ASSERT_TRUE(diff);
      const RowChanges& rows = diff->rows;
      EXPECT_EQ((Counts{rows.added, rows.removed, rows.changed, rows.unchanged}),
                countsOf(left, right, keyed));
      EXPECT_EQ(rows.removedRows.count(0), rows.removed);
      EXPECT_EQ(rows.unchanged + rows.changed + rows.added, diff->rowsAfter);
      EXPECT_EQ(rows.unchanged + rows.changed + rows.removed, diff->rowsBefore);
    }
  }
}

// --- distributions ---

Column numbers(const std::string& name, std::size_t count, double shift, std::uint64_t seed) {
  SeededRandom random(seed);
  Column column;
  column.info = {.name = name, .type = ColumnType::Real};
  for (std::size_t i = 0; i < count; ++i) {
    column.numbers.push_back(random.below(20) ? random.normal() + shift : NAN);
  }
  return column;
}

TEST(ShiftTest, OnlyAShiftedColumnIsCalledShifted) {
  std::vector<ColumnShift> shifts;
  for (std::uint64_t i = 0; i < 20; ++i) {
    const auto shift = columnShift(numbers("a", 3000, 0, i), numbers("a", 2500, i == 7 ? 1.5 : 0, 100 + i));
    ASSERT_TRUE(shift);
    shifts.push_back(*shift);
  }
  adjustForMany(shifts);
  for (std::size_t i = 0; i < shifts.size(); ++i) {
    EXPECT_EQ(shifts[i].grade, i == 7 ? ShiftGrade::Large : ShiftGrade::None) << i;
    EXPECT_EQ(shifts[i].bars.back().label, "missing");
    EXPECT_EQ(shifts[i].countBefore + shifts[i].missingBefore, 3000u);
  }
  EXPECT_NEAR(shifts[7].standardised, 1.5, 0.15);
}

TEST(ShiftTest, TextsAreComparedByTheirCounts) {
  Column before;
  before.info = {.name = "c", .type = ColumnType::Text};
  before.categories = {"blue", "green", "red"};
  Column after = before;
  after.categories = {"blue", "pink", "red"};
  for (int i = 0; i < 300; ++i) {
    before.codes.push_back(i % 3);
    after.codes.push_back(i % 10 == 0 ? -1 : i % 3);
  }
  const auto shift = columnShift(before, after);
  ASSERT_TRUE(shift);
  EXPECT_EQ(shift->test, ShiftTest::ChiSquare);
  EXPECT_EQ(shift->freedom, 3);
  EXPECT_EQ(shift->missingAfter, 30u);
  // scipy.stats.chi2_contingency([[100, 100, 0, 100], [90, 0, 90, 90]], correction=False)
  EXPECT_NEAR(shift->statistic, 190.0, 1e-9);
  EXPECT_LT(shift->p, 1e-39);
  EXPECT_GT(shift->stability, 1);
  EXPECT_EQ(shift->bars.size(), 5u);
}

TEST(ShiftTest, AColumnOfDifferentTextsHasNoTest) {
  Column before;
  before.info = {.name = "c", .type = ColumnType::Text};
  for (int i = 0; i < 100; ++i) {
    before.categories.push_back("id" + std::to_string(1000 + i));
    before.codes.push_back(i);
  }
  const auto shift = columnShift(before, before);
  ASSERT_TRUE(shift);
  EXPECT_EQ(shift->test, ShiftTest::None);
  EXPECT_EQ(shift->reason, "hardly any value occurs more than once");
}

}  // namespace
}  // namespace tatara::dataset
