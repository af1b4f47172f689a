// The two bodies that make up nearly all of a training's traffic, read without building a JSON value.
//
// Reads {"run_id": …, "key": …, "value": …, "timestamp": …, "step": …} and {"run_id": …, "metrics": […],
// "params": […], "tags": […]} in any order of members, as clients write them. Whatever is out of the ordinary
// (an escape in a text, an unknown member that is not null or empty, a number where text belongs, a repeated
// member) gives nothing, and the caller reads the body the long way, which alone knows how to complain. What
// is accepted means the same both ways. Threads: pure functions. The views point into `body`.
#pragma once

#include <optional>
#include <string_view>

#include "core/track/runs.h"

namespace tatara::api {

struct FastBatch {
  std::string_view run;
  track::Batch batch;
};

std::optional<FastBatch> readFastMetric(std::string_view body);
std::optional<FastBatch> readFastBatch(std::string_view body);

}  // namespace tatara::api
