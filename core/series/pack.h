// Many short series in one blob: a run's hundred metrics of ten points each cost no more a point than a long
// series.
//
// Series that were logged together share their steps and timestamps, so those are kept once (an "axis") and
// each series names its axis. Points come back in the order given, bit for bit, as from a block.
//
// Format, version 1 (parts as in block.h):
//   pack = version byte (1), varint axes, then each: varint count (1..4096), ints steps, ints timestamps
//          varint series, then each: signed varint id minus the one before, varint axis, varint bytes, values
//          CRC-32C of all before
//
// Bounds: at most 4096 points a series and 65,536 points and 65,536 series a pack.
// Threads: pure functions. Errors: as block.h; `decodeFromPack` also NotFound.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/series/point.h"

namespace tatara::series {

inline constexpr std::size_t kPackPoints = 65536;
inline constexpr std::size_t kPackSeries = 65536;

struct PackedSeries {
  std::int64_t id = 0;
  std::vector<Point> points;
};

Result<std::string> encodePack(std::span<const PackedSeries> series);
Result<std::vector<PackedSeries>> decodePack(std::string_view bytes);
// Only the one series; the others' values are skipped unread.
Result<std::vector<Point>> decodeFromPack(std::string_view bytes, std::int64_t id);

}  // namespace tatara::series
