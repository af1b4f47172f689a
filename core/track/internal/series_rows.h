// Rows of metric_series and metric_block as they are written, shared by logging and sealing.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/series/pack.h"
#include "core/store/store.h"
#include "core/track/types.h"

namespace tatara::track::internal {

// Adds the points to the series' summary; returns the series' key.
Result<std::int64_t> summarise(store::Writer& writer, RunKey run, std::string_view key,
                               std::span<const series::Point> points);
Status insertTail(store::Writer& writer, RunKey run, std::span<const series::PackedSeries> batch);
// Points in their order, as blocks with a pyramid each.
Status writeBlocks(store::Writer& writer, RunKey run, std::int64_t seriesKey,
                   std::span<const series::Point> points);

}  // namespace tatara::track::internal
