// A hundred thousand runs of fifty columns: two filters and a sort to the first screen, and sorting all anew,
// against SQL on MLflow's tables, both in this process.
//
//   bench_run_columns [RUNS] [FOLDER]
//
// Both stores are made in FOLDER and kept there for the next time; without it they go with the process.
// The question is that of somebody typing: metrics.val_rmse < 40 AND params.booster = 'dart', best val_rmse
// first, the thirty rows of a screen with all their cells. The SQL has the shape of MLflow's own (a join for
// each condition and for the order, cells loaded for the page) after ANALYZE. The ids of both sides are
// compared before anything is called a result.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <numeric>

#include "bench/data/mlflow_tables.h"
#include "bench/data/must.h"
#include "bench/data/run_generator.h"
#include "core/base/number_text.h"
#include "core/store/workspace.h"
#include "core/track/run_table.h"

namespace tatara::bench {
namespace {

constexpr int kScreen = 30;
constexpr auto kFilter = "metrics.val_rmse < 40 AND params.booster = 'dart'";
constexpr auto kOrder = "metrics.val_rmse ASC";

double medianMillis(int rounds, const std::function<void()>& work) {
  std::vector<double> millis;
  for (int i = 0; i < rounds; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    millis.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  std::sort(millis.begin(), millis.end());
  return millis[millis.size() / 2];
}

struct Screen {
  std::vector<std::string> ids;
  std::vector<std::vector<std::string>> cells;
};

// The cells of `rows` as a screen writes them.
Screen screenOf(const track::RunTable& table, std::span<const std::uint32_t> rows) {
  Screen screen;
  for (const std::uint32_t row : rows) {
    screen.ids.push_back(table.run(row).id.value());
    std::vector<std::string>& cells = screen.cells.emplace_back();
    for (const auto& metric : table.metrics()) {
      cells.push_back(metric->present[row] != 0 ? toText(metric->last[row]) : std::string());
    }
    for (const auto* texts : {&table.params(), &table.tags()}) {
      for (const auto& text : *texts) {
        cells.emplace_back(text->at(row).value_or(std::string_view()));
      }
    }
  }
  return screen;
}

std::vector<std::string> idsBySql(sql::Connection& connection, const char* conditions, int limit) {
  const std::string query =
      std::string("SELECT runs.run_uuid FROM runs ") + conditions +
      " LEFT OUTER JOIN (SELECT run_uuid, value, is_nan FROM latest_metrics WHERE \"key\" = 'val_rmse') AS "
      "ordered ON runs.run_uuid = ordered.run_uuid WHERE runs.experiment_id IN (1) AND runs.lifecycle_stage "
      "IN ('active') ORDER BY CASE WHEN ordered.is_nan = 1 THEN 1 WHEN ordered.value IS NULL THEN 2 ELSE 0 "
      "END, ordered.value ASC, runs.start_time DESC, runs.run_uuid LIMIT ?";
  auto rows = must(connection.query(query, limit));
  std::vector<std::string> ids;
  while (rows.next()) {
    ids.emplace_back(rows.text(0));
  }
  must(rows.status());
  return ids;
}

Screen screenBySql(sql::Connection& connection) {
  Screen screen;
  screen.ids =
      idsBySql(connection,
               "JOIN (SELECT run_uuid FROM latest_metrics WHERE \"key\" = 'val_rmse' AND value < 40 "
               "AND is_nan = 0) AS m ON runs.run_uuid = m.run_uuid JOIN (SELECT run_uuid FROM params "
               "WHERE \"key\" = 'booster' AND value = 'dart') AS p ON runs.run_uuid = p.run_uuid",
               kScreen);
  for (const std::string& id : screen.ids) {
    std::vector<std::string>& cells = screen.cells.emplace_back();
    for (const char* table : {"latest_metrics", "params", "tags"}) {
      auto rows = must(
          connection.query(std::string("SELECT \"key\", value FROM ") + table + " WHERE run_uuid = ?", id));
      while (rows.next()) {
        cells.emplace_back(rows.text(1));
      }
      must(rows.status());
    }
  }
  return screen;
}

void mustAgree(const char* what, const std::vector<std::string>& ours,
               const std::vector<std::string>& theirs) {
  const auto [here, there] = std::mismatch(ours.begin(), ours.end(), theirs.begin(), theirs.end());
  if (ours.empty() || here != ours.end() || there != theirs.end()) {
    std::fprintf(stderr, "%s: %zu runs here, %zu there, the same up to the %td-th\n", what, ours.size(),
                 theirs.size(), here - ours.begin() + 1);
    std::exit(1);
  }
}

struct Sides {
  std::shared_ptr<const track::RunTable> table;
  std::unique_ptr<MlflowTables> mlflow;
};

std::shared_ptr<const track::RunTable> tableOf(const store::Store& store) {
  return must(store.read(
      [](sql::Connection& c) { return track::RunTable::load(c, {}, track::ViewType::ActiveOnly); }));
}

void copyRuns(const store::Store& store, const track::RunTable& table, MlflowTables& mlflow) {
  std::vector<track::RunKey> keys;
  for (std::size_t row = 0; row < table.size(); ++row) {
    keys.push_back(table.run(row).key);
  }
  must(mlflow.beginBulk());
  constexpr std::size_t kAtOnce = 1000;
  for (std::size_t from = 0; from < keys.size(); from += kAtOnce) {
    const auto some = std::span(keys).subspan(from, std::min(kAtOnce, keys.size() - from));
    for (const track::Run& run :
         must(store.read([&](sql::Connection& c) { return track::loadRuns(c, some); }))) {
      must(mlflow.addRun(run));
    }
  }
  must(mlflow.endBulk());
  must(mlflow.analyze());
}

Sides sidesIn(const std::filesystem::path& folder, std::int64_t runs) {
  const std::filesystem::path done = folder / "complete";
  Sides sides;
  if (std::filesystem::exists(done)) {
    const auto store = must(store::Store::open(must(store::openWorkspace(folder))));
    sides.table = tableOf(*store);
    sides.mlflow = must(MlflowTables::open(folder / "mlflow.db"));
    return sides;
  }
  std::filesystem::remove_all(folder);
  const auto store = must(store::Store::open(must(store::createWorkspace(folder))));
  must(generateRuns(*store, {.runs = runs, .moreParams = 20, .moreMetrics = 12}));
  sides.table = tableOf(*store);
  sides.mlflow = must(MlflowTables::create(folder / "mlflow.db"));
  copyRuns(*store, *sides.table, *sides.mlflow);
  std::filesystem::create_directory(done);
  return sides;
}

int measure(std::int64_t runs, const std::filesystem::path& kept) {
  const std::filesystem::path folder = kept.empty() ? std::filesystem::temp_directory_path() /
                                                          ("tatara-bench-columns-" + std::to_string(getpid()))
                                                    : kept;
  const auto [table, mlflow] = sidesIn(folder, runs);
  const std::size_t columns = table->metrics().size() + table->params().size() + table->tags().size();

  const auto filter = query::parseFilter(query::Entity::Run, kFilter).value();
  const auto order = query::parseOrderBy(query::Entity::Run, kOrder).value();
  Screen ours;
  std::size_t found = 0;
  const auto first = [&] {
    std::vector<std::uint32_t> rows = table->filter(filter);
    found = rows.size();
    table->sort(rows, order);
    rows.resize(std::min<std::size_t>(rows.size(), kScreen));
    ours = screenOf(*table, rows);
  };
  Screen theirs;
  const double ourFirst = medianMillis(21, first);
  const double theirFirst = medianMillis(3, [&] { theirs = screenBySql(mlflow->sql()); });
  std::vector<std::uint32_t> all(table->size());
  std::vector<std::string> allTheirs;
  const double ourSort = medianMillis(21, [&] {
    std::iota(all.begin(), all.end(), 0U);
    table->sort(all, order);
  });
  const double theirSort =
      medianMillis(3, [&] { allTheirs = idsBySql(mlflow->sql(), "", static_cast<int>(table->size())); });
  if (kept.empty()) {
    std::filesystem::remove_all(folder);
  }
  std::vector<std::string> allOurs;
  for (const std::uint32_t row : all) {
    allOurs.push_back(table->run(row).id.value());
  }
  mustAgree("the first screen", ours.ids, theirs.ids);
  mustAgree("all runs sorted", allOurs, allTheirs);
  std::printf("%zu runs, %zu columns; %zu match\n%-34s %10s %18s %8s\n", table->size(), columns, found, "",
              "Tatara ms", "MLflow's tables ms", "times");
  std::printf("%-34s %10.2f %18.1f %8.0f   (goals 1 ms, 500)\n", "two filters, sort, first screen", ourFirst,
              theirFirst, theirFirst / ourFirst);
  std::printf("%-34s %10.2f %18.1f %8.0f   (goal 16 ms)\n", "sort all anew", ourSort, theirSort,
              theirSort / ourSort);
  return 0;
}

}  // namespace
}  // namespace tatara::bench

int main(int argc, char** argv) {
  return tatara::bench::measure(argc > 1 ? std::max(std::atol(argv[1]), 1L) : 100'000,
                                argc > 2 ? argv[2] : "");
}
