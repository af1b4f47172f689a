#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "core/track/experiments.h"
#include "core/track/run_table.h"
#include "core/track/runs.h"
#include "tests/core/track/now.h"
#include "tests/support/effort.h"
#include "tests/support/temp_workspace.h"

namespace tatara::track {
namespace {

class RunTableTest : public testing::Test {
 protected:
  RunInfo addRun(std::int64_t startOffset, const Batch& batch = {}) {
    auto info = m_temp.store().writeFor([&](store::Writer& w) -> Result<RunInfo> {
      NewRun run;
      run.started = kNow + Millis(startOffset);
      TATARA_ASSIGN(RunInfo made, createRun(w, run, kNow));
      TATARA_TRY(logBatch(w, made.id, batch));
      return made;
    });
    EXPECT_TRUE(info) << info.error().message;
    return *info;
  }
  std::shared_ptr<const RunTable> load() {
    return m_temp.store()
        .read([](sql::Connection& c) { return RunTable::load(c, {}, ViewType::ActiveOnly); })
        .value();
  }
  std::shared_ptr<const RunTable> refresh(const std::shared_ptr<const RunTable>& table,
                                          std::vector<store::Change> changes) {
    store::ChangeSet set;
    set.changes = std::move(changes);
    return m_temp.store().read([&](sql::Connection& c) { return RunTable::refresh(table, c, set); }).value();
  }
  static std::vector<std::uint32_t> filtered(const RunTable& table, std::string_view text) {
    const auto filter = query::parseFilter(query::Entity::Run, text);
    EXPECT_TRUE(filter) << text;
    return table.filter(*filter);
  }
  static std::vector<std::string> sorted(const RunTable& table, std::string_view order) {
    const auto keys = query::parseOrderBy(query::Entity::Run, order);
    EXPECT_TRUE(keys) << order;
    std::vector<std::uint32_t> rows(table.size());
    std::iota(rows.begin(), rows.end(), 0u);
    table.sort(rows, *keys);
    std::vector<std::string> ids;
    for (const std::uint32_t row : rows) {
      ids.push_back(table.run(row).id.value());
    }
    return ids;
  }
  tests::TempWorkspace m_temp;
};

Batch metric(std::string_view key, double value) {
  Batch batch;
  batch.metrics.push_back({key, {0, 1, value}});
  return batch;
}

TEST_F(RunTableTest, MissingNanAndInfinityAreThreeThings) {
  addRun(0, metric("loss", NAN));
  addRun(1, metric("loss", INFINITY));
  addRun(2, metric("other", 1));
  const auto table = load();
  const MetricColumn* loss = table->findMetric("loss");
  ASSERT_NE(loss, nullptr);
  EXPECT_TRUE(std::isnan(loss->last[0]));
  EXPECT_EQ(loss->present[0], MetricColumn::Once);
  EXPECT_EQ(loss->last[1], INFINITY);
  EXPECT_EQ(loss->present[2], MetricColumn::Missing);
  EXPECT_EQ(loss->count, 2);
}

TEST_F(RunTableTest, SortingPutsNanAfterNumbersAndMissingLastInBothDirections) {
  const auto nan = addRun(0, metric("m", NAN)).id.value();
  const auto one = addRun(1, metric("m", 1)).id.value();
  const auto none = addRun(2).id.value();
  const auto two = addRun(3, metric("m", 2)).id.value();
  const auto table = load();
  EXPECT_EQ(sorted(*table, "metrics.m"), (std::vector<std::string>{one, two, nan, none}));
  EXPECT_EQ(sorted(*table, "metrics.m DESC"), (std::vector<std::string>{two, one, nan, none}));
  EXPECT_EQ(sorted(*table, "start_time"), (std::vector<std::string>{nan, one, none, two}));
}

TEST_F(RunTableTest, ParamsThatAreNumbersSortAsNumbers) {
  Batch nine;
  nine.params = {{"depth", "9"}};
  Batch ten;
  ten.params = {{"depth", "10"}};
  const auto a = addRun(0, ten).id.value();
  const auto b = addRun(1, nine).id.value();
  EXPECT_EQ(sorted(*load(), "params.depth"), (std::vector<std::string>{b, a}));
  std::vector<std::uint32_t> rows{0, 1};
  load()->sort(rows, *query::parseOrderBy(query::Entity::Run, "params.depth"), query::Grammar::Mlflow);
  EXPECT_EQ(rows, (std::vector<std::uint32_t>{0, 1}));
}

TEST_F(RunTableTest, FiltersReachMetricsParamsTagsAttributesAndDatasets) {
  Batch batch = metric("rmse", 40);
  batch.params = {{"model", "xgboost"}};
  batch.tags = {{"team", "red"}};
  const RunInfo run = addRun(0, batch);
  addRun(1, metric("rmse", 60));
  DatasetInput input{{"bikes", "abc", "local", "{}", {}, {}}, {{"mlflow.data.context", "training"}}};
  ASSERT_TRUE(
      m_temp.store().write([&](store::Writer& w) { return logInputs(w, run.id, std::span(&input, 1), {}); }));
  const auto table = load();
  const std::vector<std::uint32_t> first{0};
  EXPECT_EQ(filtered(*table, "metrics.rmse < 50"), first);
  EXPECT_EQ(filtered(*table, "params.model = 'xgboost' AND tags.team LIKE 'r%'"), first);
  EXPECT_EQ(filtered(*table, "dataset.name = 'bikes' AND dataset.context = 'training'"), first);
  EXPECT_EQ(filtered(*table, "run_id = '" + run.id.value() + "'"), first);
  EXPECT_EQ(filtered(*table, "status = 'RUNNING'").size(), 2u);
  EXPECT_EQ(filtered(*table, "params.model != 'xgboost'").size(), 0u);
}

TEST_F(RunTableTest, ADeletedRunLeavesAndARestoredOneComesBackInItsPlace) {
  addRun(0, metric("m", 0));
  const RunInfo middle = addRun(1, metric("m", 1));
  addRun(2, metric("m", 2));
  auto table = load();
  ASSERT_TRUE(m_temp.store().write([&](store::Writer& w) { return deleteRun(w, middle.id, kNow); }));
  table = refresh(table, {{store::ChangeKind::Run, middle.key.value()}});
  ASSERT_EQ(table->size(), 2u);
  EXPECT_EQ(table->findMetric("m")->last, (std::vector<double>{0, 2}));
  ASSERT_TRUE(m_temp.store().write([&](store::Writer& w) { return restoreRun(w, middle.id); }));
  table = refresh(table, {{store::ChangeKind::Run, middle.key.value()}});
  EXPECT_EQ(table->findMetric("m")->last, (std::vector<double>{0, 1, 2}));
}

TEST_F(RunTableTest, ACourseIsToldFromWhatWasLoggedOnceAsItComesAndGoes) {
  const auto log = [this](const RunInfo& run, std::int64_t step) {
    ASSERT_TRUE(m_temp.store().write([&](store::Writer& w) {
      return logBatch(w, run.id, {.metrics = {{"loss", {step, 1, 2}}}});
    }));
  };
  const RunInfo followed = addRun(0, metric("loss", 3));
  const RunInfo repeated = addRun(1, metric("loss", 3));
  log(repeated, 0);  // the same step again is no course
  auto table = load();
  EXPECT_EQ(table->findMetric("loss")->present, (std::vector<std::uint8_t>{1, 1}));
  log(followed, 1);
  table = refresh(table, {{store::ChangeKind::RunMetrics, followed.key.value()}});
  EXPECT_TRUE(table->findMetric("loss")->hasCourse(0));
  EXPECT_FALSE(table->findMetric("loss")->hasCourse(1));
  EXPECT_EQ(table->findMetric("loss")->count, 2);
  EXPECT_EQ(load()->findMetric("loss")->present, table->findMetric("loss")->present);
}

TEST_F(RunTableTest, ColumnsThatDidNotChangeAreShared) {
  const RunInfo run = addRun(0, metric("a", 1));
  addRun(1, metric("b", 1));
  const auto before = load();
  ASSERT_TRUE(m_temp.store().write([&](store::Writer& w) { return logBatch(w, run.id, metric("a", 5)); }));
  const auto after = refresh(before, {{store::ChangeKind::RunMetrics, run.key.value()}});
  EXPECT_NE(before->findMetric("a"), after->findMetric("a"));
  EXPECT_EQ(before->findMetric("b"), after->findMetric("b"));
  EXPECT_EQ(before->findMetric("a")->last[0], 1);
  EXPECT_EQ(after->findMetric("a")->last[0], 5);
  EXPECT_EQ(refresh(after, {{store::ChangeKind::Model, 1}}), after);
}

std::string describe(const RunTable& table) {
  std::string text;
  for (std::size_t row = 0; row < table.size(); ++row) {
    text += table.run(row).id.value() + " " + std::string(toString(table.run(row).status));
    for (const auto& column : table.metrics()) {
      if (column->present[row] != 0) {
        text += " m." + column->key + "=" + std::to_string(column->last[row]) +
                (column->hasCourse(row) ? " (course)" : "");
      }
    }
    for (const auto* columns : {&table.params(), &table.tags()}) {
      for (const auto& column : *columns) {
        if (const auto value = column->at(row)) {
          text += " " + column->key + "=" + std::string(*value);
        }
      }
    }
    text += "\n";
  }
  for (const auto& column : table.metrics()) {
    text += column->key + ":" + std::to_string(column->count) + " ";
  }
  return text;
}

TEST_F(RunTableTest, RefreshingAfterRandomWritesEqualsLoadingAnew) {
  std::mt19937 random(42);
  std::vector<RunInfo> runs;
  auto table = load();
  const std::vector<std::string> keys{"a", "b", "c"};
  for (int round = 0; round < tests::effort(40, 120); ++round) {
    std::vector<store::Change> changes;
    for (unsigned i = random() % 3 + 1; i > 0; --i) {
      const unsigned act = random() % 6;
      if (runs.empty() || act == 0) {
        runs.push_back(addRun(round, metric(keys[random() % 3], random() % 100)));
        changes.push_back({store::ChangeKind::Run, runs.back().key.value()});
        continue;
      }
      const RunInfo& run = runs[random() % runs.size()];
      const std::string key = keys[random() % 3];
      const auto write = [&](auto task) { static_cast<void>(m_temp.store().write(task)); };
      store::ChangeKind kind = store::ChangeKind::Run;
      if (act == 1) {
        kind = store::ChangeKind::RunMetrics;
        write([&](store::Writer& w) {
          Batch batch = metric(key, random() % 100);
          batch.metrics.front().point.step = static_cast<std::int64_t>(random() % 2);
          return logBatch(w, run.id, batch);
        });
      } else if (act == 2) {
        kind = store::ChangeKind::RunTags;
        write([&](store::Writer& w) { return setTag(w, run.id, {"t" + key, std::to_string(random() % 5)}); });
      } else if (act == 3) {
        kind = store::ChangeKind::RunTags;
        write([&](store::Writer& w) { return deleteTag(w, run.id, "t" + key); });
      } else if (act == 4) {
        write([&](store::Writer& w) { return deleteRun(w, run.id, kNow); });
      } else {
        write([&](store::Writer& w) { return restoreRun(w, run.id); });
      }
      changes.push_back({kind, run.key.value()});
    }
    table = refresh(table, changes);
    ASSERT_EQ(describe(*table), describe(*load())) << "round " << round;
  }
}

}  // namespace
}  // namespace tatara::track
