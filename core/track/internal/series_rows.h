// Rows of metric_series and metric_block as they are written, shared by logging and sealing.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/series/pack.h"
#include "core/store/store.h"
#include "core/track/bulk_points.h"
#include "core/track/internal/summary.h"
#include "core/track/types.h"

namespace tatara::track::internal {

// Adds the points to the series' summary; returns the series' key.
Result<std::int64_t> summarise(store::Writer& writer, RunKey run, std::string_view key,
                               std::span<const series::Point> points);
Result<std::int64_t> summarise(store::Writer& writer, RunKey run, std::string_view key, const Summary& fresh);
Status insertTail(store::Writer& writer, RunKey run, std::span<const series::PackedSeries> batch);

// Series of at least this many points get blocks of their own; shorter ones share the run's packs.
inline constexpr std::size_t kOwnBlockPoints = 1024;
// At most kBlockPoints points in their order, with their pyramid.
Result<PreparedSeries::Block> sealBlock(std::span<const series::Point> points);
Status insertBlock(store::Writer& writer, RunKey run, std::int64_t seriesKey,
                   const PreparedSeries::Block& block);
// Packs of at most kPackPoints points, in the order of the series' keys.
Status writePacks(store::Writer& writer, RunKey run, std::vector<series::PackedSeries>& series);
// Points in their order, as blocks with a pyramid each.
Status writeBlocks(store::Writer& writer, RunKey run, std::int64_t seriesKey,
                   std::span<const series::Point> points);

}  // namespace tatara::track::internal
