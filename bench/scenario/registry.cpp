// bench_registry [ENTRIES [FOLDER]]: the record of acts and the lists of a large registry, in stores of its
// own. A folder that is named is kept: the next round measures what stands there, without the minute of
// writing.
//
//   chain     1,000,000 entries: the hash chain recomputed (goal 3 s); the writing is not measured
//   signing   what a core verifies a second (goal 12,000)
//   lists     5,000 models with 100,000 versions: the list, and one model opened (goal 100 ms each)
//   lineage   those versions and the 5,000 runs that made them as one graph: all around one version, and all
//   that
//             was made of a run that 5,000 others depend on, of which 2,000 are told (goal 100 ms each)
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

#include "core/dataset/lineage.h"
#include "core/registry/audit.h"
#include "core/registry/facts.h"
#include "core/store/store.h"
#include "core/store/workspace.h"
#include "core/track/runs.h"

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

// The store in `folder`, made and filled when there is none.
std::shared_ptr<store::Store> storeAt(const std::filesystem::path& folder,
                                      const std::function<void(store::Store&)>& fill) {
  const bool there = std::filesystem::exists(folder);
  const auto workspace = there ? store::openWorkspace(folder) : store::createWorkspace(folder);
  need(workspace ? Status() : Status(workspace.error()));
  auto opened = store::Store::open(*workspace);
  need(opened ? Status() : Status(opened.error()));
  if (!there) {
    fill(**opened);
  }
  return std::move(*opened);
}

track::RunId runOf(std::int64_t model) {
  const std::string digits = std::to_string(model);
  return track::RunId(std::string(32 - digits.size(), '0') + digits);
}

void fillModels(store::Store& store) {
  for (std::int64_t first = 0; first < kModels; first += 250) {
    need(store.write([&](store::Writer& writer) -> Status {
      for (std::int64_t i = first; i < first + 250; ++i) {
        const std::string name = "model-" + std::to_string(i);
        TATARA_TRY(createModel(writer, {.name = name}, kAna, kNow));
        TATARA_TRY(track::createRun(
            writer, {.experiment = track::ExperimentId(0), .user = "ana", .id = runOf(i)}, kNow));
        for (std::int64_t v = 0; v < kVersionsEach; ++v) {
          TATARA_TRY(createVersion(writer, {.model = name, .source = "s", .run = runOf(i)}, kAna, kNow));
        }
        TATARA_TRY(writer.sql().run(
            "INSERT OR IGNORE INTO edge VALUES('run', ?, 'model_version', ?, 'retrained', '', 0)",
            runOf(0).value(), name + "/1"));
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
  const bool kept = argc > 2;
  const auto folder = kept ? std::filesystem::path(argv[2])
                           : std::filesystem::temp_directory_path() / "tatara-bench-registry";
  if (!kept) {
    std::filesystem::remove_all(folder);
  }
  {
    const auto store = storeAt(folder / ("chain-" + std::to_string(entries)),
                               [&](store::Store& made) { fillChain(made, entries); });
    measure("hash chain recomputed", "goal 3 s for 1 M", [&]() -> Status {
      TATARA_ASSIGN(const auto report, verifyChain(*store));
      return report.sound() && report.entries == entries
                 ? Status()
                 : Status(makeError(ErrorKind::Corrupt, report.sentence().english()));
    });
  }
  {
    constexpr int kSignatures = 5'000;
    const auto key = folder / "key";
    if (!std::filesystem::exists(key)) {
      const std::string make = "ssh-keygen -q -t ed25519 -N '' -C '' -f '" + key.string() + "'";
      need(std::system(make.c_str()) == 0 ? Status() : Status(makeError(ErrorKind::Io, "ssh-keygen failed")));
    }
    const std::string text(400, 'x');
    const auto signature = crypto::sshSign(key, text, kSignatureNamespace);
    need(signature ? Status() : Status(signature.error()));
    measure("5,000 signatures verified", "goal 0.417 s", [&]() -> Status {
      for (int i = 0; i < kSignatures; ++i) {
        TATARA_TRY(crypto::sshVerify(*signature, text, kSignatureNamespace));
      }
      return {};
    });
  }
  {
    const auto store = storeAt(folder / "models", fillModels);
    measure("list of 5,000 models", "goal 0.1 s", [&]() -> Status {
      TATARA_ASSIGN(const auto models,
                    store->read([](sql::Connection& connection) { return loadModelSummaries(connection); }));
      return static_cast<std::int64_t>(models.size()) == kModels ? Status()
                                                                 : makeError(ErrorKind::Corrupt, "models");
    });
    const auto lineage = [&](auto walk, std::size_t nodes) {
      return [&store, walk, nodes]() -> Status {
        TATARA_ASSIGN(const auto found, store->read(walk));
        return found.nodes.size() == nodes
                   ? Status()
                   : makeError(ErrorKind::Corrupt, std::to_string(found.nodes.size()) + " nodes");
      };
    };
    measure("lineage of one version", "goal 0.1 s",
            lineage(
                [](sql::Connection& connection) {
                  return dataset::lineageOfModelVersion(connection, "model-2500", 7);
                },
                2));
    measure(
        "lineage of a run with 5,000 others", "goal 0.1 s",
        lineage(
            [](sql::Connection& connection) { return dataset::lineageOfRun(connection, runOf(0).value()); },
            2000));
    measure("one of them opened", "goal 0.1 s", [&]() -> Status {
      TATARA_TRY(store->read(
          [](sql::Connection& connection) { return loadVersionSummaries(connection, "model-2500"); }));
      return {};
    });
  }
  if (!kept) {
    std::filesystem::remove_all(folder);
  }
  return 0;
}
