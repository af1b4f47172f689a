// The payload of a metric_tail row: the points of one logged batch of one run, grouped by series.
//
//   byte 1 (format), then for each series until the end:
//     varint series key, varint count, then count times:
//       varint zig-zag(step - previous step), varint zig-zag(timestamp - previous timestamp), 8 bytes value
//       (little-endian)
//   The differences are taken modulo 2^64 and begin at 0 with each series.
//
// Errors: Corrupt for anything that is not such a payload; nothing is allocated beyond what its bytes can
// hold.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/series/pack.h"

namespace tatara::track::internal {

std::string encodeTail(std::span<const series::PackedSeries> series);
Result<std::vector<series::PackedSeries>> decodeTail(std::string_view bytes);

}  // namespace tatara::track::internal
