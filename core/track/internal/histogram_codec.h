// The payload of a row of run_histogram.
//
//   format 1 (byte 1), a byte of flags (1: limits stand apart, so that there are lefts and rights; else the
//     lefts and the last right; 2: numbers are 32-bit floats, else 64-bit), the numbers, little-endian:
//     limits, then counts
//   format 2 (byte 2), of buckets that touch each other: a byte of flags (1: limits go on by their distance,
//     else by their ratio; 2: counts are whole numbers), varint buckets, the limits, the counts
//     limit    signed varint: its rank less that of what is expected. A rank is a double's bits as an integer
//              that grows with the number. Expected of the first is 0, of the second the first, then
//              b + (b - a) or b · (b / a) after a and b; b where that is not finite
//     count    varint of a whole number, else eight bytes
//
// Writers of histograms make their limits by adding or multiplying, so a limit takes a byte or two in format
// 2. All arithmetic is IEEE's on doubles, one operation at a time, so every machine expects the same. What is
// shorter is written. Errors: Corrupt for any other bytes; nothing is allocated beyond what the bytes can
// hold. Threads: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/track/histograms.h"

namespace tatara::track::internal {

Result<std::string> encodeHistogram(const Histogram& histogram);
// Sets lefts, rights and counts.
Status decodeHistogram(std::string_view payload, Histogram& histogram);

}  // namespace tatara::track::internal
