// Many points of few series at once, for importers: what fills whole blocks is sealed as it comes, without a
// way through the tail. Points read back as if logged.
//
// Compressing is nearly all of the work, and needs no store: `prepareSeries` does it on any thread, so that
// several series are made ready at once and the write task only inserts.
//
// Threads: `prepareSeries` is a pure function; the others run inside a write task, which may be run again
// with the same series. Errors: InvalidArgument when `appendWholeRun` is called for a run that has points.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/series/point.h"
#include "core/store/store.h"
#include "core/track/types.h"

namespace tatara::track {

struct SeriesPoints {
  std::string_view key;
  std::span<const series::Point> points;
};

Status appendSeries(store::Writer& writer, RunKey run, std::span<const SeriesPoints> series);

// What is to become of points that fill no block.
enum class Remainder {
  Waits,   // for more of the series
  Sealed,  // with the rest, into a block that is not full when there are enough of them
};

// Points in order, once each: in blocks, and after those as they are.
struct PreparedSeries {
  struct Block {
    std::size_t points = 0;
    std::int64_t firstStep = 0;
    std::int64_t lastStep = 0;
    std::string pyramid;
    std::string payload;
  };
  std::string key;
  std::vector<Block> blocks;
  std::vector<series::Point> rest;
  // Of all of them.
  std::int64_t points = 0;
  series::Point last;
  double least = 0;  // of finite ones; NaN when there are none
  double greatest = 0;
};

Result<PreparedSeries> prepareSeries(std::string key, std::vector<series::Point> points, Remainder remainder);

// What no block holds goes into the run's tail.
Status appendSeries(store::Writer& writer, RunKey run, std::span<const PreparedSeries> series);
// All the points of a run that has none yet: what no block holds is packed, as `sealRun` would.
Status appendWholeRun(store::Writer& writer, RunKey run, std::span<const PreparedSeries> series);

}  // namespace tatara::track
