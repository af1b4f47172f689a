// bench_log_points WORKSPACE COMMITS POINTS PAUSE_MS: another process that logs. Takes the first run of the
// workspace and commits COMMITS batches of POINTS points of its metric "val_rmse", a pause between them;
// prints the monotonic clock, in nanoseconds, after each acknowledgement.
#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

#include "core/base/number_text.h"
#include "core/store/store.h"
#include "core/store/workspace.h"
#include "core/track/run_table.h"
#include "core/track/runs.h"

namespace {

using namespace tatara;

struct Plan {
  std::int64_t commits = 1;
  std::int64_t points = 1;
  std::chrono::milliseconds pause{0};
};

Status logPoints(const char* folder, const Plan& plan) {
  TATARA_ASSIGN(const store::Workspace workspace, store::openWorkspace(folder));
  TATARA_ASSIGN(const auto store, store::Store::open(workspace));
  TATARA_ASSIGN(const auto table, store->read([](sql::Connection& connection) {
    return track::RunTable::load(connection, {}, track::ViewType::ActiveOnly);
  }));
  if (table->size() == 0) {
    return makeError(ErrorKind::NotFound, "The workspace has no run");
  }
  const track::RunId run = table->run(0).id;
  std::int64_t step = 1'000'000;
  auto due = std::chrono::steady_clock::now();
  for (std::int64_t commit = 0; commit < plan.commits; ++commit) {
    track::Batch batch;
    const std::int64_t now = toUnixMillis(systemClock().now());
    for (std::int64_t i = 0; i < plan.points; ++i, ++step) {
      batch.metrics.push_back({"val_rmse", {step, now, 40 + 0.001 * static_cast<double>(step % 1000)}});
    }
    TATARA_TRY(store->write([&](store::Writer& writer) { return track::logBatch(writer, run, batch); }));
    const auto done = std::chrono::steady_clock::now().time_since_epoch();
    std::printf("%lld\n", static_cast<long long>(std::chrono::nanoseconds(done).count()));
    std::fflush(stdout);
    due += plan.pause;
    std::this_thread::sleep_until(due);
  }
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fprintf(stderr, "bench_log_points WORKSPACE COMMITS POINTS PAUSE_MS\n");
    return 2;
  }
  const Plan plan{parseInt(argv[2]).value_or(1), parseInt(argv[3]).value_or(1),
                  std::chrono::milliseconds(parseInt(argv[4]).value_or(0))};
  if (const auto logged = logPoints(argv[1], plan); !logged) {
    std::fprintf(stderr, "%s\n%s\n", logged.error().message.c_str(), logged.error().detail.c_str());
    return 1;
  }
  return 0;
}
