// What a series looks like from further away: first, last, least and greatest value of every 256 points, of
// every 1024, and so on, so that an overview of a hundred million points reads thousands of buckets instead.
//
// A bucket covers consecutive points of the series' order. Its values are of finite points only; NaNs and
// infinities are counted, and a bucket says when it starts or ends with one, because the line breaks there.
// Level 0 buckets hold up to 256 points each; a bucket of level k + 1 is four of level k. Level 0 is what is
// stored (with each sealed block); the levels above are sums and are rebuilt on reading.
//
// Growing: `append` takes the points or buckets that follow the last ones. The last bucket fills up before a
// new one starts, so a live series costs O(1) a point.
//
// Serialised, version 1: version byte (1), varint buckets (up to 65,536), then as columns (formats in
// block.h) first and last step, first and last time, count, non-finite count, flags (1 starts broken, 2 ends
// broken, 4 times sorted); first, last, least, greatest value; CRC-32C.
//
// Threads: values. Errors: Corrupt, Unsupported as block.h.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/series/point.h"

namespace tatara::series {

inline constexpr std::size_t kBucketPoints = 256;
inline constexpr std::size_t kPyramidFan = 4;
inline constexpr std::size_t kPyramidBuckets = 65536;

struct Bucket {
  std::int64_t firstStep = 0;
  std::int64_t lastStep = 0;
  std::int64_t firstTime = 0;
  std::int64_t lastTime = 0;
  std::uint64_t count = 0;      // all points
  std::uint64_t nonFinite = 0;  // of them NaN or infinite
  double first = 0;             // of finite points; meaningless when there are none
  double last = 0;
  double least = 0;
  double greatest = 0;
  bool startsBroken = false;  // the first point is not finite
  bool endsBroken = false;
  bool timesSorted = true;  // timestamps never go back inside

  bool empty() const { return count == 0; }
  std::uint64_t finite() const { return count - nonFinite; }
  bool operator==(const Bucket&) const = default;
};

void add(Bucket& bucket, const Point& point);
// `next` follows `bucket`.
void add(Bucket& bucket, const Bucket& next);

class Pyramid {
 public:
  // The points follow those appended before.
  void append(std::span<const Point> points);
  // Buckets of level 0 that follow; the last one before them stays as full as it is.
  void append(std::span<const Bucket> buckets);

  std::size_t levels() const { return m_levels.size(); }
  std::span<const Bucket> level(std::size_t index) const { return m_levels[index]; }
  // Everything as one bucket.
  const Bucket& total() const { return m_total; }

  std::string serialise() const;
  static Result<Pyramid> parse(std::string_view bytes);
  // Its level 0 alone, behind what is there, for whoever puts many together.
  static Status parseBuckets(std::string_view bytes, std::vector<Bucket>& buckets);

 private:
  void rebuildAbove(std::size_t firstDirty);

  std::vector<std::vector<Bucket>> m_levels;
  Bucket m_total;
};

// The finest level of a pyramid that has at most so many buckets, of its level 0 as that is read: nothing
// beside it is kept.
class Stretches {
 public:
  explicit Stretches(std::size_t most);
  // Buckets of level 0 that follow.
  void append(std::span<const Bucket> buckets);
  std::vector<Bucket> take() && { return std::move(m_stretches); }

 private:
  void fold();

  std::size_t m_most;
  std::size_t m_inEach = 1;  // buckets of level 0
  std::size_t m_inLast = 0;
  std::vector<Bucket> m_stretches;
};

}  // namespace tatara::series
