// bench_make_runs FOLDER RUNS [POINTS PER METRIC] [SEED]: a workspace of that many runs (run_generator.h).
#include <cstdio>
#include <filesystem>

#include "bench/data/run_generator.h"
#include "core/base/number_text.h"
#include "core/store/workspace.h"

namespace {

tatara::Status make(const std::filesystem::path& folder, const tatara::bench::RunPlan& plan) {
  TATARA_ASSIGN(const tatara::store::Workspace workspace, tatara::store::createWorkspace(folder));
  TATARA_ASSIGN(const auto store, tatara::store::Store::open(workspace));
  return tatara::bench::generateRuns(*store, plan);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3 || argc > 5) {
    std::fprintf(stderr, "bench_make_runs FOLDER RUNS [POINTS PER METRIC] [SEED]\n");
    return 2;
  }
  tatara::bench::RunPlan plan;
  plan.runs = tatara::parseInt(argv[2]).value_or(plan.runs);
  plan.pointsPerMetric = argc > 3 ? static_cast<int>(tatara::parseInt(argv[3]).value_or(1)) : 1;
  plan.seed = argc > 4 ? static_cast<std::uint64_t>(tatara::parseInt(argv[4]).value_or(1)) : 1;
  if (const auto made = make(argv[1], plan); !made) {
    std::fprintf(stderr, "%s\n%s\n", made.error().message.c_str(), made.error().detail.c_str());
    return 1;
  }
  return 0;
}
