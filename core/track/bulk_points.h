// Many points of few series at once, for importers: what fills whole blocks is sealed as it comes, without a
// way through the tail. Points read back as if logged.
//
// Threads: inside a write task.
#pragma once

#include <span>
#include <string_view>

#include "core/series/point.h"
#include "core/store/store.h"
#include "core/track/types.h"

namespace tatara::track {

struct SeriesPoints {
  std::string_view key;
  std::span<const series::Point> points;
};

Status appendSeries(store::Writer& writer, RunKey run, std::span<const SeriesPoints> series);

}  // namespace tatara::track
