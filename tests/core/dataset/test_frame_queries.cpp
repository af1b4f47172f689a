// Selections, orders, statistics and groups against a model that looks at every row.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "core/base/seeded_random.h"
#include "core/dataset/frame_aggregate.h"
#include "core/dataset/frame_order.h"
#include "core/stats/quantile.h"
#include "tests/core/dataset/frame_fixture.h"

namespace tatara::dataset {
namespace {

using ::testing::ElementsAre;

enum Columns : std::size_t { Whole, Wide, Real, When, Flag, Word };

// Six columns of every kind with missing cells, more than one block of rows.
const FrameFixture& fixture() {
  static const FrameFixture shared = [] {
    SeededRandom random(20261121);
    std::string csv = "whole,wide,real,when,flag,word\n";
    const auto cell = [&](const std::string& text) { csv += random.below(9) == 0 ? std::string() : text; };
    for (int i = 0; i < 70'000; ++i) {
      cell(std::to_string(random.below(50)));
      csv += ',';
      cell(std::to_string(static_cast<std::int64_t>(random.below(1'000'000)) - 500'000));
      csv += ',';
      cell(random.below(20) == 0 ? "0.5" : std::to_string(random.normal() * 3));
      csv += ',';
      cell(timeText(1.7e9 + static_cast<double>(random.below(4000)) * 3600));
      csv += ',';
      cell(random.below(3) == 0 ? "true" : "false");
      csv += ',';
      cell("w" + std::to_string(random.below(400)));
      csv += '\n';
    }
    return FrameFixture(csv);
  }();
  return shared;
}

const Frame& frame() {
  return *fixture().frame;
}

std::string nameOf(std::size_t column) {
  return frame().column(column).info.name;
}

bool holds(const Filter& filter, std::uint64_t row);

struct Holds {
  std::uint64_t row;
  std::size_t at(const std::string& name) const { return frame().find(name).value(); }
  bool operator()(std::monostate) const { return false; }
  bool operator()(const RangeCondition& range) const {
    const double value = frame().number(at(range.column), row);
    return (range.openBelow ? value > range.least : value >= range.least) &&
           (range.openAbove ? value < range.greatest : value <= range.greatest);
  }
  bool operator()(const SetCondition& set) const {
    return !frame().missing(at(set.column), row) &&
           std::ranges::count(set.values, frame().text(at(set.column), row)) > 0;
  }
  bool operator()(const MissingCondition& missing) const { return frame().missing(at(missing.column), row); }
  bool operator()(const ContainsCondition& contains) const {
    return !frame().missing(at(contains.column), row) &&
           frame().text(at(contains.column), row).find(contains.text) != std::string::npos;
  }
  bool operator()(const PolygonCondition& polygon) const {  // here always a rectangle or a triangle at (0, 0)
    const double x = frame().number(at(polygon.x), row);
    const double y = frame().number(at(polygon.y), row);
    const auto [a, b] = polygon.corners[2];
    return x > 0 && y > 0 && x < a && y < x * b / a;
  }
};

bool holds(const Filter& filter, std::uint64_t row) {
  const auto each = [row](const Filter& part) { return holds(part, row); };
  switch (filter.kind) {
    case Filter::Kind::All:
      return std::ranges::all_of(filter.parts, each);
    case Filter::Kind::Any:
      return std::ranges::any_of(filter.parts, each);
    case Filter::Kind::Not:
      return !holds(filter.parts.front(), row);
    case Filter::Kind::Leaf:
      break;
  }
  return std::visit(Holds{row}, filter.condition);
}

Filter randomLeaf(SeededRandom& random) {
  const std::size_t column = random.below(6);
  const std::uint64_t row = random.below(frame().rows());
  switch (random.below(6)) {
    case 0:
      return MissingCondition{nameOf(column)};
    case 1:
      return ContainsCondition{nameOf(column), std::to_string(random.below(30))};
    case 2: {
      std::vector<std::string> values;
      for (std::size_t i = 0; i <= random.below(4); ++i) {
        const std::uint64_t other = random.below(frame().rows());
        if (!frame().missing(column, other)) {
          values.push_back(frame().text(column, other));
        }
      }
      return SetCondition{nameOf(column), values};
    }
    case 3: {
      const double x = 1 + static_cast<double>(random.below(49)) + 0.5;
      return PolygonCondition{.x = "whole", .y = "real", .corners = {{0, 0}, {x, 0}, {x, 5.25}}};
    }
    default: {
      const std::size_t number = random.below(5);
      double low = frame().number(number, row);
      double high = frame().number(number, random.below(frame().rows()));
      low = std::isnan(low) ? -std::numeric_limits<double>::infinity() : low;
      high = std::isnan(high) ? std::numeric_limits<double>::infinity() : high;
      // Edges of bins are where a table over bins would go wrong.
      if (const Bins& bins = frame().column(number).bins;
          random.below(3) == 0 && bins.kind == Bins::Kind::Ranges) {
        low = bins.edge(random.below(bins.count));
        high = bins.edge(random.below(bins.count + 1));
      }
      return RangeCondition{nameOf(number), std::min(low, high), std::max(low, high), random.below(2) == 0,
                            random.below(2) == 0};
    }
  }
}

Filter randomFilter(SeededRandom& random, int depth) {
  if (depth == 0 || random.below(3) == 0) {
    return randomLeaf(random);
  }
  if (random.below(5) == 0) {
    return noneOf(randomFilter(random, depth - 1));
  }
  std::vector<Filter> parts;
  for (std::uint64_t i = 0; i < 1 + random.below(3); ++i) {
    parts.push_back(randomFilter(random, depth - 1));
  }
  return random.below(2) ? allOf(std::move(parts)) : anyOf(std::move(parts));
}

std::vector<std::uint64_t> rowsOf(const Selection& selection) {
  std::vector<std::uint64_t> rows;
  for (std::uint64_t row = 0; row < frame().rows(); ++row) {
    if (selection.contains(row)) {
      rows.push_back(row);
    }
  }
  return rows;
}

TEST(FrameQueryTest, ASelectionHoldsExactlyTheRowsThatAModelFinds) {
  SeededRandom random(3);
  for (int round = 0; round < 12; ++round) {
    const Filter filter = randomFilter(random, 2);
    const auto selection = select(frame(), filter);
    ASSERT_TRUE(selection) << selection.error().message;
    std::uint64_t count = 0;
    // Some of the rows, in a place that moves, keeps this quick.
    for (std::uint64_t row = 0; row < frame().rows(); ++row) {
      count += selection->contains(row);
      if (row % 37 == static_cast<std::uint64_t>(round)) {
        ASSERT_EQ(selection->contains(row), holds(filter, row)) << toSql(frame(), filter) << " row " << row;
      }
    }
    EXPECT_EQ(count, selection->count(frame().rows()));
    if (selection->words() && frame().rows() % 64) {
      EXPECT_EQ(selection->words()->back() >> (frame().rows() % 64), 0U);
    }
  }
}

TEST(FrameQueryTest, AFilterThatMakesNoSenseIsRefusedInWords) {
  EXPECT_EQ(select(frame(), RangeCondition{.column = "word"}).error().kind, ErrorKind::InvalidArgument);
  EXPECT_EQ(select(frame(), SetCondition{"real", {"abc"}}).error().message,
            "'abc' cannot be a value of 'real', whose type is real");
  EXPECT_EQ(select(frame(), MissingCondition{"words"}).error().kind, ErrorKind::NotFound);
  EXPECT_FALSE(select(frame(), Filter(std::monostate())));
  Filter deep = MissingCondition{"word"};
  for (int i = 0; i < 100; ++i) {
    deep = noneOf(std::move(deep));
  }
  EXPECT_FALSE(select(frame(), deep));
}

TEST(FrameQueryTest, ACancelledQuestionSaysSo) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(select(frame(), MissingCondition{"word"}, stop.get_token()).error().kind, ErrorKind::Cancelled);
  const OrderKey key{.column = Real};
  EXPECT_EQ(sortRows(frame(), {&key, 1}, stop.get_token()).error().kind, ErrorKind::Cancelled);
  EXPECT_EQ(summarize(frame(), Real, {}, {}, stop.get_token()).error().kind, ErrorKind::Cancelled);
}

TEST(FrameQueryTest, BarCountsUnderASelectionEqualCountingRows) {
  SeededRandom random(4);
  std::vector<std::size_t> columns{0, 1, 2, 3, 4, 5};
  for (int round = 0; round < 4; ++round) {
    const auto selection = select(frame(), randomFilter(random, 2)).value();
    const auto counts = binCounts(frame(), columns, selection).value();
    for (const std::size_t column : columns) {
      std::vector<std::uint64_t> expected(256, 0);
      for (std::uint64_t row = 0; row < frame().rows(); ++row) {
        expected[frame().binCodes(column)[row]] += selection.contains(row);
      }
      EXPECT_EQ(counts[column], expected);
    }
  }
}

bool before(std::uint64_t left, std::uint64_t right, const std::vector<OrderKey>& keys) {
  for (const OrderKey& key : keys) {
    const bool a = frame().missing(key.column, left);
    const bool b = frame().missing(key.column, right);
    if (a != b) {
      return b;
    }
    if (a) {
      continue;
    }
    int order = 0;
    if (key.column == Word) {
      order = frame().text(Word, left).compare(frame().text(Word, right));
    } else {
      const double x = frame().number(key.column, left);
      const double y = frame().number(key.column, right);
      order = x < y ? -1 : x > y ? 1 : 0;
    }
    if (order != 0) {
      return key.descending ? order > 0 : order < 0;
    }
  }
  return left < right;
}

TEST(FrameQueryTest, AnOrderIsThatOfAStableSortByEveryKey) {
  SeededRandom random(5);
  for (int round = 0; round < 2; ++round) {
    std::vector<OrderKey> keys;
    for (std::uint64_t i = 0; i < 1 + random.below(3); ++i) {
      keys.push_back({.column = random.below(6), .descending = random.below(2) == 0});
    }
    const auto order = sortRows(frame(), keys).value();
    ASSERT_EQ(order->rows().size(), frame().rows());
    std::vector<std::uint8_t> seen(order->rows().size(), 0);
    for (std::size_t i = 0; i < order->rows().size(); ++i) {
      seen[order->rows()[i]] = 1;
      if (i > 0 && i % 5 == 0) {
        ASSERT_TRUE(before(order->rows()[i - 1], order->rows()[i], keys)) << "place " << i;
      }
    }
    EXPECT_EQ(std::ranges::count(seen, 1), static_cast<std::ptrdiff_t>(seen.size()));
  }
}

// Enough rows for sorting in parts, with a value so frequent that a part holds nothing else.
TEST(FrameQueryTest, AnOrderOfManyRowsIsStableToo) {
  const tests::TempFolder folder;
  const auto file = folder.path() / "many.parquet";
  const auto engine = Engine::open().value();
  ASSERT_TRUE(engine->run(
      "COPY (SELECT CASE WHEN hash(i) % 2 = 0 THEN 7 ELSE (hash(i) // 2 % 100000)::BIGINT END AS x, "
      "(hash(i + 1000000) % 9)::BIGINT AS y FROM range(300000) AS t(i)) TO " +
      quotedText(file.string()) + " (FORMAT parquet)"));
  const auto own = loadFrame({.folder = folder.path() / "frames", .source = file}).value();
  const std::vector<OrderKey> keys{{.column = 0, .descending = true}, {.column = 1}};
  const auto order = sortRows(*own, keys).value();
  const auto x = own->integers(0);
  const auto y = own->integers(1);
  const auto rows = order->rows();
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto a = rows[i - 1];
    const auto b = rows[i];
    ASSERT_TRUE(x[a] > x[b] || (x[a] == x[b] && (y[a] < y[b] || (y[a] == y[b] && a < b)))) << "place " << i;
  }
}

TEST(FrameQueryTest, AViewGivesThePagesOfItsOrderAndFindsRowsAgain) {
  SeededRandom random(6);
  const OrderKey key{.column = Word, .descending = true};
  const auto order = sortRows(frame(), {&key, 1}).value();
  for (int round = 0; round < 4; ++round) {
    const bool sorted = round % 2 == 0;
    const auto selection = round < 2 ? Selection() : select(frame(), randomFilter(random, 1)).value();
    const auto view = RowView::make(frame(), sorted ? order : nullptr, selection).value();
    std::vector<std::uint64_t> expected;
    for (std::uint64_t place = 0; place < frame().rows(); ++place) {
      const std::uint64_t row = sorted ? order->rows()[place] : place;
      if (selection.contains(row)) {
        expected.push_back(row);
      }
    }
    ASSERT_EQ(view.size(), expected.size());
    for (int page = 0; page < 20 && !expected.empty(); ++page) {
      const std::uint64_t first = random.below(expected.size());
      const auto rows = view.rows(first, 40);
      ASSERT_EQ(rows.size(), std::min<std::size_t>(40, expected.size() - first));
      EXPECT_TRUE(
          std::equal(rows.begin(), rows.end(), expected.begin() + static_cast<std::ptrdiff_t>(first)));
      EXPECT_EQ(view.placeOf(rows.front()), first);
    }
    EXPECT_TRUE(view.rows(view.size(), 5).empty());
    EXPECT_FALSE(view.placeOf(frame().rows()));
  }
}

TEST(FrameQueryTest, StatisticsUnderASelectionAreExact) {
  SeededRandom random(7);
  const std::vector<double> probabilities{0, 0.05, 0.25, 0.5, 0.95, 1};
  for (int round = 0; round < 4; ++round) {
    const std::size_t column = random.below(5);
    const auto selection = round == 0 ? Selection() : select(frame(), randomFilter(random, 1)).value();
    std::vector<double> values;
    std::uint64_t missing = 0;
    for (const std::uint64_t row : rowsOf(selection)) {
      const double value = frame().number(column, row);
      std::isnan(value) ? void(++missing) : values.push_back(value);
    }
    const Summary summary = summarize(frame(), column, probabilities, selection).value();
    EXPECT_EQ(summary.rows, values.size() + missing);
    EXPECT_EQ(summary.missing, missing);
    EXPECT_EQ(summary.distinct, std::set<double>(values.begin(), values.end()).size());
    EXPECT_EQ(summary.zeros, static_cast<std::uint64_t>(std::ranges::count(values, 0.0)));
    if (values.size() < 2) {
      continue;
    }
    long double sum = 0;
    for (const double value : values) {
      sum += value;
    }
    const auto n = static_cast<long double>(values.size());
    const long double mean = sum / n;
    long double m2 = 0;
    long double m3 = 0;
    long double m4 = 0;
    for (const double value : values) {
      const long double away = value - mean;
      m2 += away * away;
      m3 += away * away * away;
      m4 += away * away * away * away;
    }
    const auto near = [](double value, long double expected, long double scale) {
      EXPECT_LE(std::abs(value - expected), 1e-12L * std::max(std::abs(expected), scale));
    };
    const long double sd = std::sqrt(m2 / (n - 1));
    near(summary.mean, mean, sd);
    near(summary.sd, sd, 0);
    if (m2 > 0) {
      near(summary.skew, m3 / n / std::pow(m2 / n, 1.5L), 1);
      near(summary.kurtosis, m4 / n / (m2 / n * m2 / n) - 3, 1);
    }
    const auto quantiles = stats::quantiles(values, probabilities);
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
      near(summary.quantiles[i], quantiles[i], sd);
    }
    EXPECT_EQ(summary.least, *std::ranges::min_element(values));
    EXPECT_EQ(summary.greatest, *std::ranges::max_element(values));
    const auto bars = histogram(frame(), {.column = column, .bins = 40}, selection).value();
    EXPECT_EQ(std::accumulate(bars.counts.begin(), bars.counts.end(), std::uint64_t{0}), values.size());
  }
}

TEST(FrameQueryTest, GroupsAndTheirMeasuresEqualThoseOfAMap) {
  SeededRandom random(8);
  for (int round = 0; round < 2; ++round) {
    const auto selection = round % 2 == 0 ? Selection() : select(frame(), randomFilter(random, 1)).value();
    GroupRequest request;
    const std::vector<GroupKey> choices{
        {.column = Word},
        {.column = Real},
        {.column = Whole},
        {.column = When, .kind = GroupKey::Kind::Weekday},
        {.column = When, .kind = GroupKey::Kind::Period, .period = GroupKey::Period::Month},
        {.column = Flag}};
    request.keys = {choices[random.below(choices.size())], choices[random.below(choices.size())]};
    request.keepMissing = random.below(2) == 0;
    request.measures = {{.kind = Measure::Kind::Count, .column = kEveryRow},
                        {.kind = Measure::Kind::Count, .column = Wide},
                        {.kind = Measure::Kind::Mean, .column = Wide},
                        {.kind = Measure::Kind::Quantile, .column = Wide, .probability = 0.5},
                        {.kind = Measure::Kind::Greatest, .column = Wide},
                        {.kind = Measure::Kind::Deviation, .column = Wide}};
    const auto keyOf = [](const GroupKey& key, std::uint64_t row) -> std::string {
      if (frame().missing(key.column, row)) {
        return "–";
      }
      const double value = frame().number(key.column, row);
      if (key.kind == GroupKey::Kind::Weekday) {
        return std::to_string((static_cast<std::int64_t>(value / 86400) + 3) % 7);
      }
      if (key.kind == GroupKey::Kind::Period) {
        return timeText(value).substr(0, 7);
      }
      return frame().text(key.column, row);
    };
    std::map<std::pair<std::string, std::string>, std::pair<std::uint64_t, std::vector<double>>> expected;
    std::uint64_t outside = 0;
    for (const std::uint64_t row : rowsOf(selection)) {
      const std::pair keys(keyOf(request.keys[0], row), keyOf(request.keys[1], row));
      if (!request.keepMissing && (keys.first == "–" || keys.second == "–")) {
        ++outside;
        continue;
      }
      auto& own = expected[keys];
      ++own.first;
      if (!frame().missing(Wide, row)) {
        own.second.push_back(frame().number(Wide, row));
      }
    }
    const GroupTable table = group(frame(), request, selection).value();
    ASSERT_EQ(table.size(), expected.size());
    EXPECT_EQ(table.outside, outside);
    const auto shown = [](const GroupKey& key, double value) -> std::string {
      return std::isnan(value)                     ? "–"
             : key.kind == GroupKey::Kind::Weekday ? std::to_string(static_cast<int>(value))
             : key.kind == GroupKey::Kind::Period  ? timeText(value).substr(0, 7)
                                                   : valueText(frame(), key.column, value);
    };
    for (std::size_t i = 0; i < table.size(); ++i) {
      const auto found =
          expected.find({shown(request.keys[0], table.keys[0][i]), shown(request.keys[1], table.keys[1][i])});
      ASSERT_NE(found, expected.end());
      const auto& [rows, values] = found->second;
      EXPECT_EQ(table.rows[i], rows);
      EXPECT_EQ(table.measures[0][i], static_cast<double>(rows));
      EXPECT_EQ(table.measures[1][i], static_cast<double>(values.size()));
      if (values.empty()) {
        EXPECT_TRUE(std::isnan(table.measures[2][i]));
        continue;
      }
      const double mean =
          std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
      EXPECT_NEAR(table.measures[2][i], mean, 1e-6);
      EXPECT_NEAR(table.measures[3][i], stats::quantiles(values, std::vector{0.5})[0], 1e-9);
      EXPECT_EQ(table.measures[4][i], *std::ranges::max_element(values));
    }
  }
}

TEST(FrameQueryTest, BoxesReachToTheOutermostValuesWithinTheFences) {
  const FrameFixture own("k,v\na,1\na,2\na,3\na,4\na,100\nb,5\n,7\n");
  const auto found = boxes(*own.frame, {.column = 0}, 1, {}).value();
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].lower, 2);
  EXPECT_EQ(found[0].median, 3);
  EXPECT_EQ(found[0].upper, 4);
  EXPECT_EQ(found[0].low, 1);
  EXPECT_EQ(found[0].high, 4);
  EXPECT_EQ(found[0].beyond, 1U);
  EXPECT_EQ(found[1].median, 5);
  EXPECT_TRUE(std::isnan(found[2].key));
}

TEST(FrameQueryTest, BinsDivideARangeAndCountWhatLiesOutside) {
  const FrameFixture own("x\n1\n10\n99\n100\n0\n-5\n1000\n");
  const GroupKey key{
      .column = 0, .kind = GroupKey::Kind::Bins, .bins = 2, .least = 1, .greatest = 100, .logarithmic = true};
  const GroupTable table = group(*own.frame, {.keys = {key}, .measures = {}}, {}).value();
  EXPECT_THAT(table.keys[0], ElementsAre(0, 1));
  EXPECT_THAT(table.rows, ElementsAre(1, 3));
  EXPECT_EQ(table.outside, 3U);
  EXPECT_NEAR(binEdge(key, 1), 10, 1e-12);
}

TEST(FrameQueryTest, PeriodsFollowTheCalendar) {
  const double day = timeOf("2024-02-29").value();
  EXPECT_EQ(timeText(periodBegin(GroupKey::Period::Week, day)), "2024-02-26");
  EXPECT_EQ(timeText(periodBegin(GroupKey::Period::Quarter, day)), "2024-01-01");
  EXPECT_EQ(timeText(nextPeriod(GroupKey::Period::Month, day)), "2024-03-01");
  EXPECT_EQ(timeText(periodBegin(GroupKey::Period::Year, -1)), "1969-01-01");
  EXPECT_EQ(timeText(periodBegin(GroupKey::Period::Month, timeOf("1969-12-31T23:00:00").value())),
            "1969-12-01");
}

TEST(FrameQueryTest, TooManyGroupsAreAnErrorThatSaysWhatToDo) {
  const auto table = group(frame(), {.keys = {{.column = Wide}}, .measures = {}, .mostGroups = 1000}, {});
  ASSERT_FALSE(table);
  EXPECT_THAT(table.error().message, ::testing::HasSubstr("divide it into bins"));
}

TEST(FrameQueryTest, TheMostFrequentValuesComeFirst) {
  const FrameFixture own("t,n\nb,2\na,2\nb,3\nc,2\na,\n");
  const auto texts = topValues(*own.frame, 0, 2, {}).value();
  ASSERT_EQ(texts.size(), 2U);
  EXPECT_EQ(texts[0].text, "a");
  EXPECT_EQ(texts[0].count, 2U);
  const auto numbers = topValues(*own.frame, 1, 5, {}).value();
  EXPECT_EQ(numbers[0].text, "2");
  EXPECT_EQ(numbers[0].count, 3U);
}

// DuckDB is asked the filter that is copied as SQL.
TEST(FrameQueryTest, AFilterCopiedAsSqlSelectsTheSameRows) {
  auto engine = Engine::open().value();
  const Table table = Table::open(*engine, fixture().source()).value();
  SeededRandom random(9);
  for (int round = 0; round < 2; ++round) {
    const Filter filter = randomFilter(random, 2);
    const auto sql = "SELECT count(*) FROM " + table.relation() + " WHERE " + toSql(frame(), filter);
    const auto answer = engine->table(sql);
    ASSERT_TRUE(answer) << answer.error().message << "\n" << sql;
    EXPECT_EQ((*answer)[0][0], std::to_string(select(frame(), filter).value().count(frame().rows()))) << sql;
  }
}

TEST(FrameQueryTest, AFilterCopiedForPandasIsAMask) {
  EXPECT_EQ(toPandas(frame(),
                     allOf({RangeCondition{.column = "whole", .least = 1, .greatest = 3, .openAbove = true},
                            SetCondition{"word", {"a\"b"}}})),
            "((df[\"whole\"] >= 1) & (df[\"whole\"] < 3)) & (df[\"word\"].isin([\"a\\\"b\"]))");
}

}  // namespace
}  // namespace tatara::dataset
