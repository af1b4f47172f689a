#include "core/interop/tensorboard.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "core/interop/internal/event_bring.h"

namespace tatara::interop {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kLeastPause(250);
constexpr int kPauseForLooking = 100;  // times as long as a look took

bool broughtSomething(const ImportReport& report) {
  return report.runs.brought > 0 || report.points > 0 || report.histograms > 0 || report.files.brought > 0 ||
         report.dropped > 0 || !report.skipped.empty() || report.experiments.brought > 0;
}

}  // namespace

Result<ImportReport> importTensorboard(const std::shared_ptr<store::Store>& store,
                                       const TensorboardImport& import) {
  TATARA_ASSIGN(const auto bringer, internal::EventBringer::open(store, import, internal::Following::Once));
  return bringer->pass();
}

Status watchTensorboard(const std::shared_ptr<store::Store>& store, const TensorboardImport& import,
                        const std::function<void(const ImportReport&)>& told) {
  TATARA_ASSIGN(const auto bringer, internal::EventBringer::open(store, import, internal::Following::Live));
  std::mutex mutex;
  std::condition_variable_any wake;
  bool first = true;
  while (!import.stop.stop_requested()) {
    const auto began = Steady::now();
    TATARA_ASSIGN(const ImportReport report, bringer->pass());
    const bool something = broughtSomething(report);
    if (something || first) {
      told(report);
    }
    first = false;
    // A look that brought something says nothing about what looking costs.
    const auto took = something ? Steady::duration::zero() : Steady::now() - began;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, import.stop, std::max<Steady::duration>(kLeastPause, kPauseForLooking * took),
                  [] { return false; });
  }
  return bringer->settle();
}

}  // namespace tatara::interop
