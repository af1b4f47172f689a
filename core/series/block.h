// The sealed form of metric points: up to 4096 points of one series in a few bytes each, bit for bit.
//
// A block keeps its points in the order given, whatever that is: negative, repeated and disordered steps, NaN
// payloads, signed zeros and infinities all come back exactly. Damage is found by a CRC-32C, and hostile
// bytes whose checksum agrees are refused all the same: every size is bounded before anything is allocated.
//
// Format, version 1 (integers little-endian; "varint" is LEB128; "signed varint" is zigzag then LEB128):
//
//   block     = version byte (1), varint count (1..4096), ints steps, ints timestamps, values, CRC-32C of all
//   before ints      = header byte: order (bits 0–1) | coding << 2
//               `order` signed varints: the first element of the sequence, of its first differences, of its
//               second then the residuals, which are the order-th differences (all arithmetic wraps at 64
//               bits)
//     coding 0  every residual is zero; nothing follows (constant and evenly spaced columns)
//     coding 1  groups of 128: signed varint least, byte width (0..64), then (residual − least) in `width`
//     bits each,
//               least significant bit first, padded to a byte
//     coding 2  byte planes of the zigzag residuals: byte planes (0..8), two bits a plane (0 constant: one
//     byte; 1 raw:
//               a byte an element; 2: varint size and one zstd frame), least significant plane first
//   values    = kind byte
//     kind 0    ints of the doubles' bits, negative ones inverted but for the sign, so that neighbours are
//     near kind 1    the same of the 32-bit floats that the values are (a NaN keeps the upper 23 bits of its
//     payload) kind 2    varint divisor d, ints k: the value is k / d in double arithmetic (decimals, counts,
//     shares of a set);
//               varint exceptions, each varint distance from the one before and the eight bytes of the double
//     kind 3    as kind 2, rounded to a 32-bit float
//
// The encoder tries what can apply and keeps the smallest. Threads: pure functions.
// Errors: Corrupt, with what is wrong in words; Unsupported for a version of a newer Tatara; InvalidArgument
// for no points or too many.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/series/point.h"

namespace tatara::series {

inline constexpr std::size_t kBlockPoints = 4096;

// The same points as three columns, which is how charts and exports walk over them.
struct Columns {
  std::vector<std::int64_t> steps;
  std::vector<std::int64_t> timestamps;
  std::vector<double> values;

  std::size_t size() const { return values.size(); }
};

Result<std::string> encodeBlock(std::span<const Point> points);
Result<std::vector<Point>> decodeBlock(std::string_view bytes);
// What is asked for; the other columns stay empty and cost next to nothing.
enum class Parts { All, StepsAndValues, TimesAndValues, Values };
Result<Columns> decodeColumns(std::string_view bytes, Parts parts = Parts::All);

}  // namespace tatara::series
