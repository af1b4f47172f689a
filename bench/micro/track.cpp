// The columns of 100,000 runs: load, filter, sort. A frame is 16 ms.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "bench/data/run_generator.h"
#include "core/store/workspace.h"
#include "core/track/run_table.h"

namespace tatara::track {
namespace {

constexpr std::int64_t kRuns = 100'000;

// The workspace is made once and goes with the process.
struct Data {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("tatara-bench-track-" + std::to_string(getpid()));
  std::shared_ptr<store::Store> store;
  std::shared_ptr<const RunTable> table;

  Data() {
    store = store::Store::open(store::createWorkspace(folder).value()).value();
    if (const auto made = bench::generateRuns(*store, {.runs = kRuns}); !made) {
      std::abort();
    }
    table = load();
  }
  ~Data() {
    store.reset();
    std::filesystem::remove_all(folder);
  }

  std::shared_ptr<const RunTable> load() const {
    return store
        ->read(
            [](sql::Connection& connection) { return RunTable::load(connection, {}, ViewType::ActiveOnly); })
        .value();
  }
};

const Data& data() {
  static const Data made;
  return made;
}

void load(benchmark::State& state) {
  const Data& made = data();
  for (auto _ : state) {
    benchmark::DoNotOptimize(made.load());
  }
}
BENCHMARK(load)->Unit(benchmark::kMillisecond);

void filterRuns(benchmark::State& state, const char* text) {
  const Data& made = data();
  const auto filter = query::parseFilter(query::Entity::Run, text);
  if (!filter) {
    state.SkipWithError(filter.error().message.c_str());
    return;
  }
  std::size_t found = 0;
  for (auto _ : state) {
    found = made.table->filter(*filter).size();
  }
  state.counters["found"] = static_cast<double>(found);
}
BENCHMARK_CAPTURE(filterRuns, metric, "metrics.val_rmse < 40")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(filterRuns, three,
                  "metrics.val_rmse < 46 AND params.booster = 'dart' AND tags.keep = 'yes'")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(filterRuns, like, "params.booster LIKE '%tree' OR attributes.run_name LIKE 'trial-9%'")
    ->Unit(benchmark::kMillisecond);

void sortRuns(benchmark::State& state, const char* text) {
  const Data& made = data();
  const auto order = query::parseOrderBy(query::Entity::Run, text);
  if (!order) {
    state.SkipWithError(order.error().message.c_str());
    return;
  }
  const auto rows = made.table->filter(query::Filter{});
  for (auto _ : state) {
    auto sorted = rows;
    made.table->sort(sorted, *order);
    benchmark::DoNotOptimize(sorted.data());
  }
}
BENCHMARK_CAPTURE(sortRuns, metric, "metrics.val_rmse ASC")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(sortRuns, paramAndMetric, "params.booster, metrics.val_rmse DESC")
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tatara::track
