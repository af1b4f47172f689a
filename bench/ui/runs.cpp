// What stands behind the Experiments panel, without the panel: the listing while somebody types, and what
// differs between many runs.
//
//   bench_ui_runs [RUNS [FOLDER]]
//
// 100,000 runs of 50 columns: each text that a person has typed so far filters, sorts by two keys and makes
// the columns and rows of the table anew, as the panel's worker does. 300 runs of 120 parameters: the
// differences as the chart of that name shows them. Times are those of the clock on the wall and of all
// threads' processors; the store is made in FOLDER and kept for the next time (without it, it goes with the
// process).
#include <unistd.h>

#include <QApplication>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <functional>

#include "bench/data/must.h"
#include "bench/data/run_generator.h"
#include "core/store/workspace.h"
#include "core/track/experiments.h"
#include "ui/runs/study.h"

using namespace tatara;
using namespace tatara::ui;
using tatara::bench::must;

namespace {

struct Shown {
  std::shared_ptr<store::Store> store;
  RunTablePtr table;
  MeaningsPtr meanings;
};

Shown shownIn(const std::filesystem::path& folder, const bench::RunPlan& plan) {
  Shown shown;
  if (std::filesystem::exists(folder)) {
    shown.store = must(store::Store::open(must(store::openWorkspace(folder))));
  } else {
    shown.store = must(store::Store::open(must(store::createWorkspace(folder))));
    must(bench::generateRuns(*shown.store, plan));
  }
  shown.table = must(shown.store->read([](sql::Connection& connection) {
    return track::RunTable::load(connection, {}, track::ViewType::ActiveOnly);
  }));
  shown.meanings = makeMeanings(must(shown.store->read([](sql::Connection& connection) {
                                  return track::loadExperiments(connection, track::ViewType::ActiveOnly);
                                })),
                                *shown.table);
  return shown;
}

double wallMillis() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

double processorMillis() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

void row(const char* what, int rounds, const char* goal, const std::function<void()>& work) {
  std::vector<double> wall;
  std::vector<double> processor;
  for (int i = 0; i < rounds; ++i) {
    const double start = wallMillis();
    const double used = processorMillis();
    work();
    wall.push_back(wallMillis() - start);
    processor.push_back(processorMillis() - used);
  }
  std::sort(wall.begin(), wall.end());
  std::sort(processor.begin(), processor.end());
  std::printf("%-52s %9.2f %9.2f %9.2f   %s\n", what, wall[wall.size() / 2], wall.back(),
              processor[processor.size() / 2], goal);
  std::fflush(stdout);
}

ListingRequest requestOf(const Shown& shown, const std::string& condition) {
  ListingRequest request;
  request.table = shown.table;
  request.meanings = shown.meanings;
  request.before = std::make_shared<const std::vector<RowId>>();
  if (!condition.empty()) {
    request.view.conditions = {condition};
  }
  request.view.sort = {{"params.booster", false}, {"metrics.val_rmse", false}};
  return request;
}

void typing(const Shown& shown) {
  for (const char* typed : {"", "metrics.val_rmse < 4", "metrics.val_rmse < 40",
                            "metrics.val_rmse < 40 AND params.booster = 'dart'"}) {
    const ListingRequest request = requestOf(shown, typed);
    std::size_t found = 0;
    const std::string what = *typed == '\0' ? std::string("no filter") : std::string(typed);
    row((what + ", two sort keys").c_str(), 15, "goal 16.7 (a frame)",
        [&] { found = must(makeListing(request, {}))->rows.size(); });
    std::printf("  %zu runs match\n", found);
  }
}

void differing(const Shown& shown) {
  StudyRequest request;
  request.store = shown.store;
  request.listing = must(makeListing(requestOf(shown, ""), {}));
  for (const std::uint32_t at : request.listing->rows) {
    ShownRun run;
    run.row = at;
    run.key = shown.table->run(at).key;
    run.id = QString::fromStdString(shown.table->run(at).id.value());
    run.name = QString::fromStdString(shown.table->run(at).name);
    request.shown.push_back(std::move(run));
  }
  request.charts = {{RunChartKind::Differences, {}, {}, {}}};
  row("differences", 15, "goal 50", [&] { must(makeStudies(request, {})); });
}

}  // namespace

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication app(argc, argv);
  const int runs = argc > 1 ? std::max(std::atoi(argv[1]), 1) : 100'000;
  const std::filesystem::path own =
      std::filesystem::temp_directory_path() / ("tatara-bench-runs-" + std::to_string(getpid()));
  const std::filesystem::path folder = argc > 2 ? std::filesystem::path(argv[2]) : own;
  std::filesystem::create_directories(folder);
  const Shown many = shownIn(folder / "many", {.runs = runs, .moreParams = 20, .moreMetrics = 12});
  std::printf("%zu runs, %zu columns\n%-52s %9s %9s %9s\n", many.table->size(),
              many.table->metrics().size() + many.table->params().size() + many.table->tags().size(), "",
              "median ms", "worst", "processor");
  typing(many);
  const Shown few = shownIn(folder / "wide", {.runs = 300, .moreParams = 112});
  std::printf("%zu runs, %zu parameters\n", few.table->size(), few.table->params().size());
  differing(few);
  if (argc <= 2) {
    std::filesystem::remove_all(own);
  }
  return 0;
}
