// The example's endpoint, and requests that bring it to life.
//
// The champion answers with the challenger beside it in a canary of three short steps, whose last one waits
// for the challenger's review; nothing happens there until somebody asks. sendTraffic() asks: the hours after
// the change, which no model was trained on, one request each over the model server's own port, in their
// order and again from the beginning, and after some of them what was really rented as their labels. It
// starts no process.
//
// Threads: sendTraffic() blocks; `onProgress` is called from it. Errors: NotFound (no data file, no such
// endpoint), Io (the server is gone), Cancelled.
#pragma once

#include <cstdint>
#include <string>

#include "core/example/example.h"
#include "core/store/store.h"

namespace tatara::example {

inline constexpr std::string_view kEndpoint = "bike-demand-live";

Status addEndpoint(store::Store& store);

struct TrafficOptions {
  std::string url;
  double perSecond = 40;
  std::int64_t requests = 6'000;
};
struct TrafficReport {
  std::int64_t answered = 0;
  std::int64_t failed = 0;
  std::int64_t labels = 0;
};
Result<TrafficReport> sendTraffic(const store::Workspace& workspace, const TrafficOptions& options,
                                  const OnProgress& onProgress = {}, std::stop_token stop = {});

}  // namespace tatara::example
