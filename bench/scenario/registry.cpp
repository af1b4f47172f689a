// bench_registry [ENTRIES]: the record of acts and the lists of a large registry, in a store of its own.
//
//   chain     1,000,000 entries: the hash chain recomputed (goal 3 s); the writing is not measured
//   lists     5,000 models with 100,000 versions: the list, and one model opened (goal 100 ms each)
//
// Each figure is the best and the median of five rounds by the clock, then the best by the processor: on a
// machine with other work on it only that one says what the program costs.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>

#include "core/registry/audit.h"
#include "core/registry/facts.h"
#include "core/store/store.h"
#include "core/store/workspace.h"

namespace tatara::registry {
namespace {

constexpr std::int64_t kModels = 5'000;
constexpr std::int64_t kVersionsEach = 20;
constexpr std::int64_t kBatch = 20'000;
const Timestamp kNow = *parseIso8601("2026-11-20T12:00:00Z");
const Actor kAna{"ana", "bench"};

void need(const Status& done) {
  if (!done) {
    std::fprintf(stderr, "%s\n", done.error().message.c_str());
    std::exit(1);
  }
}

// Of all threads.
double processorSeconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

void measure(const char* what, const char* goal, const std::function<Status()>& work) {
  std::vector<double> times;
  std::vector<double> processor;
  for (int round = 0; round < 5; ++round) {
    const auto start = std::chrono::steady_clock::now();
    const double used = processorSeconds();
    need(work());
    times.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    processor.push_back(processorSeconds() - used);
  }
  std::ranges::sort(times);
  std::printf("%-44s %8.3f s  %8.3f s  %8.3f s  %s\n", what, times.front(), times[2],
              std::ranges::min(processor), goal);
}

void fillChain(store::Store& store, std::int64_t entries) {
  for (std::int64_t done = 0; done < entries; done += kBatch) {
    need(store.write([&](store::Writer& writer) -> Status {
      for (std::int64_t i = done; i < std::min(done + kBatch, entries); ++i) {
        TATARA_TRY(recordAct(writer, kAna, kNow,
                             {.verb = "set alias",
                              .object = "model/bikes@champion",
                              .before = std::to_string(i),
                              .after = std::to_string(i + 1),
                              .reason = "better on every slice"}));
      }
      return {};
    }));
  }
}

void fillModels(store::Store& store) {
  for (std::int64_t first = 0; first < kModels; first += 250) {
    need(store.write([&](store::Writer& writer) -> Status {
      for (std::int64_t i = first; i < first + 250; ++i) {
        const std::string name = "model-" + std::to_string(i);
        TATARA_TRY(createModel(writer, {.name = name}, kAna, kNow));
        for (std::int64_t v = 0; v < kVersionsEach; ++v) {
          TATARA_TRY(createVersion(writer, {.model = name, .source = "s"}, kAna, kNow));
        }
        TATARA_TRY(move(writer, name, SetAlias{"champion", kVersionsEach}, kAna, kNow));
      }
      return {};
    }));
  }
}

}  // namespace
}  // namespace tatara::registry

int main(int argc, char** argv) {
  using namespace tatara;
  using namespace tatara::registry;
  const std::int64_t entries = argc > 1 ? std::atoll(argv[1]) : 1'000'000;
  const auto folder = std::filesystem::temp_directory_path() / "tatara-bench-registry";
  std::filesystem::remove_all(folder);
  {
    const auto workspace = store::createWorkspace(folder / "chain");
    need(workspace ? Status() : Status(workspace.error()));
    const auto store = store::Store::open(*workspace);
    need(store ? Status() : Status(store.error()));
    fillChain(**store, entries);
    measure("hash chain recomputed", "goal 3 s for 1 M", [&]() -> Status {
      TATARA_ASSIGN(const auto report,
                    (*store)->read([](sql::Connection& connection) { return verifyChain(connection); }));
      return report.sound() && report.entries == entries
                 ? Status()
                 : Status(makeError(ErrorKind::Corrupt, report.sentence()));
    });
  }
  {
    const auto workspace = store::createWorkspace(folder / "models");
    need(workspace ? Status() : Status(workspace.error()));
    const auto store = store::Store::open(*workspace);
    need(store ? Status() : Status(store.error()));
    fillModels(**store);
    measure("list of 5,000 models", "goal 0.1 s", [&]() -> Status {
      TATARA_ASSIGN(const auto models, (*store)->read([](sql::Connection& connection) {
        return loadModelSummaries(connection);
      }));
      return static_cast<std::int64_t>(models.size()) == kModels ? Status()
                                                                 : makeError(ErrorKind::Corrupt, "models");
    });
    measure("one of them opened", "goal 0.1 s", [&]() -> Status {
      TATARA_TRY((*store)->read(
          [](sql::Connection& connection) { return loadVersionSummaries(connection, "model-2500"); }));
      return {};
    });
  }
  std::filesystem::remove_all(folder);
  return 0;
}
