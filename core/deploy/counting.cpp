#include <algorithm>

#include "core/deploy/internal/counting.h"

namespace tatara::deploy::internal {

void countTime(Counters& counters, std::chrono::steady_clock::duration time) {
  const double seconds = std::chrono::duration<double>(time).count();
  const auto bucket =
      static_cast<std::size_t>(std::ranges::lower_bound(kLatencyBounds, seconds) - kLatencyBounds.begin());
  ++counters.latency[bucket];
  ++counters.fine[LatencyCounts::bucketOf(seconds)];
  counters.microseconds += static_cast<std::int64_t>(seconds * 1e6);
}

void countFailure(const Call& call) {
  Counters& counters = *call.version->counters;
  ++counters.failed;
  counters.drawnFailed += call.drawn ? 1 : 0;
}

Traffic totalOf(const Counters& counters) {
  Traffic total{.answered = counters.answered,
                .failed = counters.failed,
                .refused = counters.refused,
                .slow = counters.slow,
                .rows = counters.rows,
                .shadowed = counters.shadowed,
                .disagreed = counters.disagreed};
  for (std::size_t i = 0; i < LatencyCounts::kBuckets; ++i) {
    total.latency.counts()[i] = counters.fine[i];
  }
  return total;
}

Traffic difference(Traffic now, const Traffic& before) {
  now.answered -= before.answered;
  now.failed -= before.failed;
  now.refused -= before.refused;
  now.slow -= before.slow;
  now.rows -= before.rows;
  now.shadowed -= before.shadowed;
  now.disagreed -= before.disagreed;
  for (std::size_t i = 0; i < LatencyCounts::kBuckets; ++i) {
    now.latency.counts()[i] -= before.latency.counts()[i];
  }
  return now;
}

}  // namespace tatara::deploy::internal
