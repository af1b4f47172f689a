#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "core/base/seeded_random.h"
#include "core/track/bulk_points.h"
#include "core/track/histograms.h"
#include "core/track/metric_removal.h"
#include "core/track/metrics.h"
#include "core/track/runs.h"
#include "tests/support/temp_workspace.h"

namespace tatara::track {
namespace {

class BulkPointsTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto made = m_workspace.store().writeFor([](store::Writer& writer) {
      return createRun(writer, {.experiment = ExperimentId(0)}, fromUnixMillis(1));
    });
    ASSERT_TRUE(made);
    m_run = made->key;
  }
  std::vector<series::Point> load(std::string_view key) {
    return m_workspace.store().read([&](sql::Connection& c) { return loadSeries(c, m_run, key); }).value();
  }
  Status write(store::WriteTask task) { return m_workspace.store().write(std::move(task)); }

  ::tatara::tests::TempWorkspace m_workspace;
  RunKey m_run;
};

// Against a map of vectors: long and short series, logged, appended in bulk, sealed and cut in any order.
TEST_F(BulkPointsTest, WhateverWayPointsComeAndGoTheSamePointsAreLeft) {
  SeededRandom random(5);
  std::map<std::string, std::vector<series::Point>> model;
  const std::vector<std::string> keys = {"long", "short", "other"};
  for (int round = 0; round < 24; ++round) {
    const std::string key = keys[random.below(keys.size())];
    std::vector<series::Point> fresh;
    for (std::uint64_t i = random.below(key == "long" ? 6000 : 60); i > 0; --i) {
      fresh.push_back({static_cast<std::int64_t>(random.below(20'000)), round, random.uniform()});
    }
    const auto kind = random.below(4);
    std::int64_t gone = 0;
    const std::int64_t step = static_cast<std::int64_t>(random.below(20'000));
    const bool all = random.below(2) == 0;
    const Status status = write([&](store::Writer& writer) -> Status {
      if (kind == 0) {
        std::vector<MetricPoint> points;
        for (const series::Point& point : fresh) {
          points.push_back({key, point});
        }
        return appendMetrics(writer, m_run, points);
      }
      if (kind == 1) {
        const SeriesPoints series[] = {{key, fresh}};
        return appendSeries(writer, m_run, series);
      }
      if (kind == 2) {
        const auto sealed = sealRun(writer, m_run, 1, all ? INT64_MAX : 40);
        return sealed ? Status() : Status(sealed.error());
      }
      TATARA_ASSIGN(gone, removePointsFrom(writer, m_run,
                                           all ? std::nullopt : std::optional<std::string_view>(key), step));
      return {};
    });
    ASSERT_TRUE(status) << status.error().message << status.error().detail;
    if (kind <= 1) {
      model[key].insert(model[key].end(), fresh.begin(), fresh.end());
    } else if (kind == 3) {
      std::size_t expected = 0;
      for (auto& [name, points] : model) {
        if (all || name == key) {
          expected += std::erase_if(points, [&](const series::Point& point) { return point.step >= step; });
        }
      }
      EXPECT_EQ(static_cast<std::size_t>(gone), expected);
    }
    for (auto& [name, points] : model) {
      series::normalise(points);
      const auto loaded = load(name);
      ASSERT_EQ(loaded.size(), points.size()) << name << " in round " << round;
      EXPECT_TRUE(std::equal(loaded.begin(), loaded.end(), points.begin(), series::samePoint));
    }
  }
}

// The rows of a run, without their keys: what a reader and a bundle see of it.
std::vector<std::string> rowsOf(sql::Connection& db, RunKey run) {
  std::vector<std::string> found;
  auto rows = db.query(
      "SELECT coalesce(text, '') || ':' || block.points || ':' || first_step || ':' || block.last_step || "
      "':' || "
      "coalesce(hex(pyramid), '') || ':' || iif(text IS NULL, length(payload), hex(payload)) "
      "FROM (SELECT * FROM metric_block WHERE run_key = ?1) AS block "
      "LEFT JOIN metric_series USING(series_key) LEFT JOIN name USING(name_id) "
      "UNION ALL SELECT text || '=' || points || ':' || last_step || ':' || last_ms || ':' || last_bits || "
      "':' || "
      "min_bits || ':' || max_bits FROM metric_series JOIN name USING(name_id) WHERE run_key = ?1 "
      "UNION ALL SELECT 'tail' || points FROM metric_tail WHERE run_key = ?1 ORDER BY 1",
      run);
  while (rows && rows->next()) {
    found.emplace_back(rows->text(0));
  }
  EXPECT_TRUE(rows && rows->status()) << (rows ? "" : rows.error().detail);
  return found;
}

TEST_F(BulkPointsTest, ARunSealedAsItComesHasTheRowsOfOneThatWasSealedLater) {
  SeededRandom random(11);
  std::map<std::string, std::vector<series::Point>> all;
  for (const std::size_t size : {1U, 7U, 1023U, 1024U, 4096U, 5000U, 9001U}) {
    auto& points = all["m" + std::to_string(size)];
    for (std::size_t i = 0; i < size; ++i) {
      points.push_back({static_cast<std::int64_t>(random.below(size)), 5, random.uniform()});
    }
    points.push_back(points.front());  // the same again
  }
  std::vector<PreparedSeries> whole;
  std::vector<SeriesPoints> later;
  for (const auto& [key, points] : all) {
    whole.push_back(prepareSeries(key, points, Remainder::Sealed).value());
    later.push_back({key, points});
  }
  const auto second = m_workspace.store().writeFor([](store::Writer& writer) {
    return createRun(writer, {.experiment = ExperimentId(0)}, fromUnixMillis(1));
  });
  ASSERT_TRUE(second);
  ASSERT_TRUE(write([&](store::Writer& writer) { return appendWholeRun(writer, m_run, whole); }));
  ASSERT_TRUE(write([&](store::Writer& writer) -> Status {
    TATARA_TRY(appendSeries(writer, second->key, later));
    TATARA_ASSIGN([[maybe_unused]] const auto sealed, sealRun(writer, second->key, 1));
    return {};
  }));
  ASSERT_TRUE(m_workspace.store().read([&](sql::Connection& db) -> Status {
    const auto rows = rowsOf(db, m_run);
    EXPECT_GT(rows.size(), all.size());
    EXPECT_EQ(rows, rowsOf(db, second->key));
    return {};
  }));
  for (auto& [key, points] : all) {
    series::normalise(points);
    const auto loaded = load(key);
    ASSERT_EQ(loaded.size(), points.size()) << key;
    EXPECT_TRUE(std::equal(loaded.begin(), loaded.end(), points.begin(), series::samePoint));
  }
  EXPECT_EQ(write([&](store::Writer& writer) { return appendWholeRun(writer, m_run, whole); }).error().kind,
            ErrorKind::InvalidArgument);
}

TEST_F(BulkPointsTest, TheSummaryAfterACutIsOfWhatIsLeftAndAnEmptySeriesGoes) {
  std::vector<series::Point> points;
  for (int step = 0; step < 5000; ++step) {
    points.push_back({step, step, step < 2500 ? 1.0 + step : -1.0});
  }
  const series::Point late[] = {{4000, 1, 7.0}};
  ASSERT_TRUE(write([&](store::Writer& writer) {
    const SeriesPoints series[] = {{"kept", points}, {"gone", late}};
    return appendSeries(writer, m_run, series);
  }));
  ASSERT_TRUE(m_workspace.store().writeFor(
      [&](store::Writer& writer) { return removePointsFrom(writer, m_run, std::nullopt, 2500); }));
  const auto summaries =
      m_workspace.store().read([&](sql::Connection& c) { return loadMetricSummaries(c, m_run); }).value();
  ASSERT_EQ(summaries.size(), 1U);
  EXPECT_EQ(summaries[0].key, "kept");
  EXPECT_EQ(summaries[0].points, 2500);
  EXPECT_EQ(summaries[0].min, 1.0);
  EXPECT_EQ(summaries[0].last.value, 2500.0);
}

TEST_F(BulkPointsTest, HistogramsReadBackBitForBitAndGoFromAStepOn) {
  const std::vector<KeyedHistogram> logged = {
      {"w", {1, 10, {0, 1}, {1, 2}, {3, 4}}},
      {"w", {2, 10, {0, 5}, {1, 0.1}, {3, 1e-300}}},  // apart, and no 32-bit floats
      {"w", {3, 10, {}, {}, {}}},
      {"v", {2, 10, {0.1}, {0.2}, {1}}}};
  ASSERT_TRUE(write([&](store::Writer& writer) { return appendHistograms(writer, m_run, logged); }));
  const auto of = [&](std::string_view key) {
    return m_workspace.store()
        .read([&](sql::Connection& c) { return loadHistograms(c, m_run, key); })
        .value();
  };
  ASSERT_EQ(of("w").size(), 3U);
  EXPECT_EQ(of("w")[0].rights, logged[0].histogram.rights);
  EXPECT_EQ(of("w")[1].lefts, logged[1].histogram.lefts);
  EXPECT_EQ(of("w")[1].rights, logged[1].histogram.rights);
  EXPECT_EQ(of("w")[1].counts, logged[1].histogram.counts);
  EXPECT_TRUE(of("w")[2].counts.empty());
  EXPECT_EQ(of("v")[0].lefts, logged[3].histogram.lefts);
  EXPECT_EQ(m_workspace.store()
                .writeFor([&](store::Writer& writer) {
                  return removeHistogramsFrom(writer, m_run, std::nullopt, 2);
                })
                .value(),
            3);
  EXPECT_EQ(of("w").size(), 1U);
  EXPECT_TRUE(of("v").empty());
  ASSERT_TRUE(write([&](store::Writer& writer) {
    return writer.sql().run("UPDATE run_histogram SET payload = x'0100ff'");
  }));
  EXPECT_EQ(m_workspace.store()
                .read([&](sql::Connection& c) { return loadHistograms(c, m_run, "w"); })
                .error()
                .kind,
            ErrorKind::Corrupt);
}

}  // namespace
}  // namespace tatara::track
