#include "core/dataset/query_build.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "core/dataset/query.h"
#include "tests/core/dataset/frame_fixture.h"

namespace tatara::dataset {
namespace {

using Kind = Aggregate::Kind;
using Part = GroupBy::Part;

class QueryBuildTest : public ::testing::Test {
 protected:
  QueryBuildTest() {
    std::string csv = "id,when,season,\"x \"\"y\",cnt\n";
    for (int i = 0; i < 200; ++i) {
      csv += std::to_string(i) + ",2026-0" + std::to_string(1 + i % 3) + "-1" + std::to_string(i % 10) +
             " 0" + std::to_string(i % 8) + ":00," +
             (i % 5 == 0   ? ""
              : i % 2 == 0 ? "it's warm"
                           : "cold") +
             "," + std::to_string(i % 7) + ".5," + std::to_string(i * 37 % 101) + "\n";
    }
    m_rides = std::make_unique<FrameFixture>(csv);
    m_towns = std::make_unique<FrameFixture>(
        "town,key,cnt,size\nKyoto,0,1,big\nNara,1,2,small\nNara,1,3,odd\nOsaka,,4,big\nKobe,900,5,x\n");
  }
  QueryResult run(const std::string& sql) {
    auto query = Query::open({{"rides@1", m_rides->frame}, {"towns@2", m_towns->frame}});
    EXPECT_TRUE(query) << query.error().message;
    const auto answer = (*query)->run(sql);
    EXPECT_TRUE(answer.value) << sql << "\n" << answer.failure.error.message;
    return answer.value.value_or(QueryResult());
  }
  std::vector<std::string> names(const QueryResult& result) {
    std::vector<std::string> list;
    for (const QueryColumn& column : result.columns) {
      list.push_back(column.name);
    }
    return list;
  }
  std::vector<ColumnInfo> columns(const FrameFixture& fixture) {
    std::vector<ColumnInfo> list;
    for (const FrameColumn& column : fixture.frame->columns()) {
      list.push_back(column.info);
    }
    return list;
  }
  JoinRequest join(JoinRequest::Kind kind) {
    return {.left = "rides@1",
            .right = "towns@2",
            .leftColumns = columns(*m_rides),
            .rightColumns = columns(*m_towns),
            .keys = {{"id", "key"}},
            .kind = kind};
  }

  std::unique_ptr<FrameFixture> m_rides, m_towns;
};

TEST_F(QueryBuildTest, GroupsAreWhatANaiveLoopCounts) {
  const PivotRequest request{
      .relation = "rides@1",
      .rows = {{"season"}, {"when", Part::MonthOfYear}},
      .values = {{}, {Kind::Mean, "cnt"}, {Kind::Sum, "x \"y"}, {Kind::Missing, "season"}}};
  const auto sql = pivotSql(request);
  ASSERT_TRUE(sql) << sql.error().message;
  const QueryResult result = run(*sql);
  EXPECT_THAT(names(result), ::testing::ElementsAre("season", "month of the year of when", "rows", "mean cnt",
                                                    "sum x \"y", "missing season"));
  struct Group {
    double rows = 0, cnt = 0, x = 0;
  };
  std::map<std::pair<std::string, int>, Group> wanted;
  const Frame& frame = *m_rides->frame;
  for (std::uint64_t row = 0; row < frame.rows(); ++row) {
    Group& group = wanted[{frame.text(2, row), static_cast<int>(row % 3) + 1}];
    ++group.rows;
    group.x += frame.number(3, row);
    group.cnt += frame.number(4, row);
  }
  ASSERT_EQ(result.rows, wanted.size());
  for (std::size_t row = 0; row < result.rows; ++row) {
    const Group& group =
        wanted.at({result.columns[0].text(row), static_cast<int>(result.columns[1].number(row))});
    EXPECT_EQ(result.columns[2].number(row), group.rows);
    EXPECT_NEAR(result.columns[3].number(row), group.cnt / group.rows, 1e-9);
    EXPECT_NEAR(result.columns[4].number(row), group.x, 1e-9);
  }
  EXPECT_TRUE(result.columns[0].missing[result.rows - 1]) << "missing stands last";
}

TEST_F(QueryBuildTest, APivotHasAColumnForEachValue) {
  PivotRequest request{.relation = "rides@1",
                       .rows = {{"when", Part::Hour}},
                       .columns = GroupBy{"season"},
                       .values = {{}},
                       .where = "\"cnt\" < 50"};
  const QueryResult values = run(columnValuesSql(request));
  for (std::size_t row = 0; row < values.rows; ++row) {
    request.columnValues.push_back(values.columns[0].missing[row]
                                       ? std::optional<std::string>()
                                       : std::optional<std::string>(values.columns[0].text(row)));
  }
  const auto sql = pivotSql(request);
  ASSERT_TRUE(sql) << sql.error().message;
  const QueryResult result = run(*sql);
  EXPECT_THAT(names(result), ::testing::ElementsAre("hour of when", "cold", "it's warm", "missing"));
  const Frame& frame = *m_rides->frame;
  for (std::size_t row = 0; row < result.rows; ++row) {
    std::map<std::string, double> counts;
    for (std::uint64_t at = 0; at < frame.rows(); ++at) {
      if (static_cast<double>(at % 8) == result.columns[0].number(row) && frame.number(4, at) < 50) {
        ++counts[frame.text(2, at)];
      }
    }
    EXPECT_EQ(result.columns[1].number(row), counts["cold"]);
    EXPECT_EQ(result.columns[2].number(row), counts["it's warm"]);
    EXPECT_EQ(result.columns[3].number(row), counts[""]);
  }
}

TEST_F(QueryBuildTest, EveryAggregateAndPartRuns) {
  for (const Kind kind : {Kind::Rows, Kind::Present, Kind::Missing, Kind::Distinct, Kind::Sum, Kind::Mean,
                          Kind::Median, Kind::Least, Kind::Greatest, Kind::Deviation}) {
    for (const Part part :
         {Part::Hour, Part::Weekday, Part::Day, Part::Month, Part::MonthOfYear, Part::Year}) {
      const auto sql = pivotSql({.relation = "rides@1", .rows = {{"when", part}}, .values = {{kind, "cnt"}}});
      ASSERT_TRUE(sql);
      EXPECT_GT(run(*sql).rows, 0u) << *sql;
    }
  }
  const auto bins = pivotSql({.relation = "rides@1", .rows = {{"cnt", Part::Bins, 25}}, .values = {{}}});
  const QueryResult result = run(*bins);
  ASSERT_EQ(result.rows, 5u);
  EXPECT_EQ(result.columns[0].number(1), 25.0);
  EXPECT_FALSE(suits(Kind::Mean, ColumnType::Text));
  EXPECT_TRUE(suits(Kind::Least, ColumnType::Time));
}

TEST_F(QueryBuildTest, WhatCannotBeGroupedIsSaidInWords) {
  EXPECT_EQ(pivotSql({.relation = "rides@1", .rows = {}, .values = {{}}}).error().message,
            "Choose a column to group by");
  EXPECT_EQ(pivotSql({.relation = "rides@1", .rows = {{"season"}}, .values = {}}).error().message,
            "Choose what to tell of each group");
  EXPECT_FALSE(pivotSql({.relation = "rides@1", .rows = {{"cnt", Part::Bins, 0}}, .values = {{}}}));
  PivotRequest many{.relation = "rides@1", .rows = {}, .columns = GroupBy{"id"}, .values = {{}}};
  many.columnValues.resize(kMostPivotColumns + 1);
  EXPECT_EQ(pivotSql(many).error().kind, ErrorKind::InvalidArgument);
}

TEST_F(QueryBuildTest, JoinsKeepAndCountWhatHasNoPartner) {
  const auto counts = joinCountsSql(join(JoinRequest::Kind::Inner));
  ASSERT_TRUE(counts) << counts.error().message;
  const QueryResult counted = run(*counts);
  std::vector<double> numbers;
  for (const QueryColumn& column : counted.columns) {
    numbers.push_back(column.number(0));
  }
  // rides 0 and 1 have partners, ride 1 two of them; Kobe has none, Osaka has no key.
  EXPECT_THAT(numbers, ::testing::ElementsAre(3, 2, 198, 0, 3, 2, 1, 0, 1));
  EXPECT_EQ(run(*joinSql(join(JoinRequest::Kind::Inner))).rows, 3u);
  EXPECT_EQ(run(*joinSql(join(JoinRequest::Kind::Left))).rows, 201u);
  const QueryResult full = run(*joinSql(join(JoinRequest::Kind::Full)));
  EXPECT_EQ(full.rows, 203u);
  EXPECT_THAT(names(full),
              ::testing::ElementsAre("id", "when", "season", "x \"y", "cnt", "town", "cnt_right", "size"));
  std::set<double> ids;
  for (std::size_t row = 0; row < full.rows; ++row) {
    ids.insert(full.columns[0].number(row));
  }
  EXPECT_TRUE(ids.contains(900.0)) << "a row of the right alone brings its key along";
  EXPECT_EQ(run(*unmatchedSql(join(JoinRequest::Kind::Left), JoinSide::Left)).rows, 198u);
  const QueryResult right = run(*unmatchedSql(join(JoinRequest::Kind::Left), JoinSide::Right));
  EXPECT_EQ(right.rows, 2u);
  EXPECT_THAT(names(right), ::testing::ElementsAre("town", "key", "cnt", "size"));
}

TEST_F(QueryBuildTest, KeysOfOtherTypesAreComparedSensibly) {
  JoinRequest request = join(JoinRequest::Kind::Inner);
  request.keys = {{"id", "town"}};  // a number and a text
  EXPECT_EQ(run(*joinSql(request)).rows, 0u);
  request.keys = {{"when", "cnt"}};
  EXPECT_EQ(joinSql(request).error().kind, ErrorKind::InvalidArgument);
  request.keys = {{"x \"y", "key"}};  // a real and a whole number
  EXPECT_EQ(run(*joinSql(request)).rows, 0u);
  request.keys = {};
  EXPECT_EQ(joinSql(request).error().kind, ErrorKind::InvalidArgument);
  request.keys = {{"id", "nothing"}};
  EXPECT_EQ(joinSql(request).error().kind, ErrorKind::NotFound);
}

TEST_F(QueryBuildTest, KeysSuggestThemselvesByNameAndType) {
  EXPECT_THAT(guessKeys(columns(*m_rides), columns(*m_towns)), ::testing::ElementsAre(JoinKey{"cnt", "cnt"}));
}

}  // namespace
}  // namespace tatara::dataset
