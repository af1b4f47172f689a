// Filters and sorts of whole columns against asking and comparing one run after the other.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/number_text.h"
#include "core/base/seeded_random.h"
#include "core/track/run_table.h"
#include "core/track/runs.h"
#include "tests/support/effort.h"
#include "tests/support/temp_workspace.h"

namespace tatara::track {
namespace {

constexpr int kRuns = 900;

// What a run says of a field, read from the run itself.
class PlainRow final : public query::FilterRow {
 public:
  PlainRow(const track::Run& run, const query::Filter& filter) : m_run(run), m_filter(filter) {}

  std::optional<double> number(std::size_t field) const override {
    const query::Field& asked = m_filter.fields[field];
    if (asked.kind == query::FieldKind::Metric) {
      for (const MetricSummary& metric : m_run.metrics) {
        if (metric.key == asked.key) {
          return metric.last.value;
        }
      }
      return std::nullopt;
    }
    if (asked.kind == query::FieldKind::Attribute) {
      return asked.key == "start_time" ? std::optional(static_cast<double>(toUnixMillis(m_run.info.started)))
                                       : std::nullopt;
    }
    const auto own = text(field, 0);
    return own ? parseDouble(*own) : std::nullopt;
  }
  std::optional<std::string_view> text(std::size_t field, std::size_t nth) const override {
    const query::Field& asked = m_filter.fields[field];
    if (nth > 0) {
      return std::nullopt;
    }
    if (asked.kind == query::FieldKind::Attribute) {
      return asked.key == "run_name" ? std::optional<std::string_view>(m_run.info.name) : std::nullopt;
    }
    for (const KeyValue& each : asked.kind == query::FieldKind::Param ? m_run.params : m_run.tags) {
      if (each.key == asked.key) {
        return each.value;
      }
    }
    return std::nullopt;
  }

 private:
  const track::Run& m_run;
  const query::Filter& m_filter;
};

class RunScanTest : public testing::Test {
 protected:
  void SetUp() override {
    SeededRandom random(21);
    const Status made = m_temp.store().write([&](store::Writer& writer) -> Status {
      for (int i = 0; i < kRuns; ++i) {
        NewRun run;
        run.experiment = ExperimentId(0);
        run.name = "trial-" + std::to_string(random.below(50));
        run.started = fromUnixMillis(static_cast<std::int64_t>(1'700'000'000'000 + random.below(40)));
        TATARA_ASSIGN(const RunInfo info, createRun(writer, run, fromUnixMillis(1)));
        Batch batch;
        if (random.below(6) != 0) {
          const double values[] = {NAN, INFINITY, -INFINITY, -0.0, 0.0, 1.5, -2.5};
          const auto pick = random.below(12);
          batch.metrics.push_back({"loss", {0, 1, pick < 7 ? values[pick] : random.uniform() * 4 - 2}});
        }
        if (random.below(5) != 0) {
          batch.params.push_back({"depth", std::to_string(random.below(12))});
        }
        if (random.below(4) != 0) {
          batch.params.push_back({"kind", random.below(2) == 0   ? "tree"
                                          : random.below(9) == 0 ? "7"
                                                                 : "linear"});
        }
        if (random.below(3) == 0) {
          batch.tags.push_back({"keep", random.below(2) == 0 ? "yes" : "No"});
        }
        TATARA_TRY(logBatch(writer, info.id, batch));
      }
      return {};
    });
    ASSERT_TRUE(made) << made.error().message;
    m_table = m_temp.store()
                  .read([](sql::Connection& c) { return RunTable::load(c, {}, ViewType::ActiveOnly); })
                  .value();
    std::vector<RunKey> keys;
    for (std::size_t row = 0; row < m_table->size(); ++row) {
      keys.push_back(m_table->run(row).key);
    }
    m_runs = m_temp.store().read([&](sql::Connection& c) { return loadRuns(c, keys); }).value();
    ASSERT_EQ(m_runs.size(), static_cast<std::size_t>(kRuns));
  }

  tests::TempWorkspace m_temp;
  std::shared_ptr<const RunTable> m_table;
  std::vector<track::Run> m_runs;
};

TEST_F(RunScanTest, RandomFiltersFindWhatAskingEachRunFinds) {
  SeededRandom random(4);
  const std::vector<std::string> terms = {"metrics.loss < 0.5",        "metrics.loss >= -1",
                                          "metrics.loss != 1.5",       "metrics.loss = 0",
                                          "metrics.loss IS NULL",      "metrics.loss IS NOT NULL",
                                          "metrics.none > 1",          "metrics.none IS NULL",
                                          "params.depth > 5",          "params.depth = '3'",
                                          "params.kind > 3",           "params.kind LIKE 'tr%'",
                                          "params.kind IN ('tree')",   "params.depth NOT IN ('1', '2')",
                                          "params.kind IS NULL",       "params.none != 'a'",
                                          "tags.keep ILIKE 'NO'",      "tags.keep != 'yes'",
                                          "run_name = 'trial-7'",      "run_name LIKE 'trial-1%'",
                                          "start_time > 1700000000020"};
  std::size_t hits = 0;
  for (int round = 0; round < tests::effort(150, 400); ++round) {
    std::string text = terms[random.below(terms.size())];
    for (std::uint64_t i = random.below(4); i > 0; --i) {
      const std::string other = terms[random.below(terms.size())];
      text = "(" + text + (random.below(2) == 0 ? ") AND " : ") OR ") + (random.below(3) == 0 ? "NOT " : "") +
             other;
    }
    const auto filter = query::parseFilter(query::Entity::Run, text);
    ASSERT_TRUE(filter) << text;
    std::vector<std::uint32_t> expected;
    for (std::uint32_t row = 0; row < m_runs.size(); ++row) {
      if (query::matches(*filter, PlainRow(m_runs[row], *filter))) {
        expected.push_back(row);
      }
    }
    hits += expected.size();
    ASSERT_EQ(m_table->filter(*filter), expected) << text;
  }
  EXPECT_GT(hits, 1000U);
}

// Missing after NaN after numbers whatever the direction; then the other keys, the start and the id.
TEST_F(RunScanTest, SortingAllAndSortingFewFollowOneOrder) {
  const auto valueOf = [&](const track::Run& run) -> std::optional<double> {
    return run.metrics.empty() ? std::nullopt : std::optional(run.metrics.front().last.value);
  };
  const auto rankOf = [](const std::optional<double>& value) {
    return !value ? 2 : std::isnan(*value) ? 1 : 0;
  };
  for (const bool descending : {false, true}) {
    const auto before = [&](std::uint32_t left, std::uint32_t right) {
      const auto a = valueOf(m_runs[left]);
      const auto b = valueOf(m_runs[right]);
      if (rankOf(a) != rankOf(b)) {
        return rankOf(a) < rankOf(b);
      }
      if (rankOf(a) == 0 && *a != *b) {
        return descending ? *a > *b : *a < *b;
      }
      if (m_runs[left].info.name != m_runs[right].info.name) {
        return m_runs[left].info.name > m_runs[right].info.name;
      }
      const RunInfo& one = m_runs[left].info;
      const RunInfo& two = m_runs[right].info;
      return one.started != two.started ? one.started > two.started : one.id < two.id;
    };
    const auto order = query::parseOrderBy(
        query::Entity::Run, descending ? "metrics.loss DESC, run_name DESC" : "metrics.loss, run_name DESC");
    ASSERT_TRUE(order);
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{300}, m_runs.size()}) {
      std::vector<std::uint32_t> rows(count);
      std::iota(rows.begin(), rows.end(), 0U);
      std::vector<std::uint32_t> expected = rows;
      std::sort(expected.begin(), expected.end(), before);
      m_table->sort(rows, *order);
      EXPECT_EQ(rows, expected) << count;
    }
  }
}

}  // namespace
}  // namespace tatara::track
