#include "core/series/pyramid.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/series/internal/bytes.h"
#include "core/series/internal/checksum.h"
#include "core/series/internal/int_column.h"
#include "core/series/internal/value_column.h"

namespace tatara::series {
namespace {

constexpr unsigned kPyramidVersion = 1;

// The columns of a bucket, once for writing and reading.
constexpr std::int64_t Bucket::*kTimes[] = {&Bucket::firstStep, &Bucket::lastStep, &Bucket::firstTime,
                                            &Bucket::lastTime};
constexpr std::uint64_t Bucket::*kCounts[] = {&Bucket::count, &Bucket::nonFinite};
constexpr double Bucket::*kValues[] = {&Bucket::first, &Bucket::last, &Bucket::least, &Bucket::greatest};

constexpr std::int64_t kStartsBroken = 1;
constexpr std::int64_t kEndsBroken = 2;
constexpr std::int64_t kTimesSorted = 4;

std::int64_t flagsOf(const Bucket& bucket) {
  return (bucket.startsBroken ? kStartsBroken : 0) | (bucket.endsBroken ? kEndsBroken : 0) |
         (bucket.timesSorted ? kTimesSorted : 0);
}

void setFlags(Bucket& bucket, std::int64_t flags) {
  bucket.startsBroken = (flags & kStartsBroken) != 0;
  bucket.endsBroken = (flags & kEndsBroken) != 0;
  bucket.timesSorted = (flags & kTimesSorted) != 0;
}

// As adding the points one by one to an empty bucket, in one pass.
Bucket bucketOf(std::span<const Point> points) {
  Bucket bucket;
  bucket.firstStep = points.front().step;
  bucket.lastStep = points.back().step;
  bucket.firstTime = points.front().timestamp;
  bucket.lastTime = points.back().timestamp;
  bucket.count = points.size();
  bucket.startsBroken = !std::isfinite(points.front().value);
  bucket.endsBroken = !std::isfinite(points.back().value);
  double least = std::numeric_limits<double>::infinity();
  double greatest = -least;
  std::int64_t time = points.front().timestamp;
  for (const Point& point : points) {
    const bool finite = std::isfinite(point.value);
    bucket.nonFinite += finite ? 0 : 1;
    least = finite && point.value < least ? point.value : least;
    greatest = finite && point.value > greatest ? point.value : greatest;
    bucket.timesSorted = bucket.timesSorted && time <= point.timestamp;
    time = point.timestamp;
  }
  if (bucket.finite() > 0) {
    const auto finite = [](const Point& point) { return std::isfinite(point.value); };
    bucket.least = least;
    bucket.greatest = greatest;
    bucket.first = std::find_if(points.begin(), points.end(), finite)->value;
    bucket.last = std::find_if(points.rbegin(), points.rend(), finite)->value;
  }
  return bucket;
}

Error corruptPyramid(std::string what) {
  return makeError(ErrorKind::Corrupt, "The summary of a metric is damaged: " + std::move(what));
}

}  // namespace

void add(Bucket& bucket, const Point& point) {
  const bool finite = std::isfinite(point.value);
  if (bucket.empty()) {
    bucket.firstStep = point.step;
    bucket.firstTime = point.timestamp;
    bucket.startsBroken = !finite;
  } else {
    bucket.timesSorted = bucket.timesSorted && bucket.lastTime <= point.timestamp;
  }
  if (!finite) {
    ++bucket.nonFinite;
  } else if (bucket.finite() == 0) {
    bucket.first = bucket.last = bucket.least = bucket.greatest = point.value;
  } else {
    bucket.least = std::min(bucket.least, point.value);
    bucket.greatest = std::max(bucket.greatest, point.value);
    bucket.last = point.value;
  }
  bucket.lastStep = point.step;
  bucket.lastTime = point.timestamp;
  bucket.endsBroken = !finite;
  ++bucket.count;
}

void add(Bucket& bucket, const Bucket& next) {
  if (next.empty()) {
    return;
  }
  if (bucket.empty()) {
    bucket = next;
    return;
  }
  if (next.finite() > 0) {
    if (bucket.finite() == 0) {
      bucket.first = next.first;
      bucket.least = next.least;
      bucket.greatest = next.greatest;
    } else {
      bucket.least = std::min(bucket.least, next.least);
      bucket.greatest = std::max(bucket.greatest, next.greatest);
    }
    bucket.last = next.last;
  }
  bucket.timesSorted = bucket.timesSorted && next.timesSorted && bucket.lastTime <= next.firstTime;
  bucket.lastStep = next.lastStep;
  bucket.lastTime = next.lastTime;
  bucket.count += next.count;
  bucket.nonFinite += next.nonFinite;
  bucket.endsBroken = next.endsBroken;
}

void Pyramid::append(std::span<const Point> points) {
  if (points.empty()) {
    return;
  }
  if (m_levels.empty()) {
    m_levels.emplace_back();
  }
  auto& base = m_levels.front();
  const std::size_t firstDirty = base.empty() ? 0 : base.size() - 1;
  while (!points.empty()) {
    if (base.empty() || base.back().count >= kBucketPoints) {
      base.emplace_back();
    }
    const auto room = static_cast<std::size_t>(kBucketPoints - base.back().count);
    const Bucket fresh = bucketOf(points.first(std::min(points.size(), room)));
    points = points.subspan(fresh.count);
    add(base.back(), fresh);
    add(m_total, fresh);
  }
  rebuildAbove(firstDirty);
}

void Pyramid::append(std::span<const Bucket> buckets) {
  if (buckets.empty()) {
    return;
  }
  if (m_levels.empty()) {
    m_levels.emplace_back();
  }
  auto& base = m_levels.front();
  const std::size_t firstDirty = base.size();
  for (const Bucket& bucket : buckets) {
    base.push_back(bucket);
    add(m_total, bucket);
  }
  rebuildAbove(firstDirty);
}

void Pyramid::rebuildAbove(std::size_t firstDirty) {
  for (std::size_t level = 0; m_levels[level].size() > 1; ++level) {
    if (level + 1 == m_levels.size()) {
      m_levels.emplace_back();
      firstDirty = 0;
    }
    const auto& below = m_levels[level];
    auto& above = m_levels[level + 1];
    firstDirty /= kPyramidFan;
    above.resize(firstDirty);
    for (std::size_t begin = firstDirty * kPyramidFan; begin < below.size(); begin += kPyramidFan) {
      Bucket sum;
      for (std::size_t i = begin; i < std::min(begin + kPyramidFan, below.size()); ++i) {
        add(sum, below[i]);
      }
      above.push_back(sum);
    }
  }
}

std::string Pyramid::serialise() const {
  const std::span<const Bucket> base = m_levels.empty() ? std::span<const Bucket>() : level(0);
  std::string out;
  internal::putByte(out, kPyramidVersion);
  internal::putVarint(out, base.size());
  std::vector<std::int64_t> ints(base.size());
  const auto put = [&](auto&& of) {
    std::transform(base.begin(), base.end(), ints.begin(), of);
    internal::encodeInts(ints, out);
  };
  for (const auto member : kTimes) {
    put([member](const Bucket& bucket) { return bucket.*member; });
  }
  for (const auto member : kCounts) {
    put([member](const Bucket& bucket) { return static_cast<std::int64_t>(bucket.*member); });
  }
  put([](const Bucket& bucket) { return flagsOf(bucket); });
  std::vector<double> values(base.size());
  for (const auto member : kValues) {
    std::transform(base.begin(), base.end(), values.begin(),
                   [member](const Bucket& bucket) { return bucket.*member; });
    internal::encodeValues(values, out);
  }
  internal::putChecksum(out);
  return out;
}

Result<Pyramid> Pyramid::parse(std::string_view bytes) {
  TATARA_ASSIGN(const std::vector<Bucket> base, parseBuckets(bytes));
  Pyramid pyramid;
  pyramid.append(base);
  return pyramid;
}

Result<std::vector<Bucket>> Pyramid::parseBuckets(std::string_view bytes) {
  if (!bytes.empty() && static_cast<unsigned char>(bytes[0]) > kPyramidVersion) {
    return makeError(ErrorKind::Unsupported, "The summary of a metric was written by a newer Tatara");
  }
  TATARA_ASSIGN(const std::string_view body, internal::checkedBody(bytes, "summary of a metric"));
  internal::Reader reader(body);
  if (reader.byte() != kPyramidVersion) {
    return corruptPyramid("it has no version");
  }
  const std::uint64_t count = reader.varint();
  if (reader.failed() || count > kPyramidBuckets) {
    return corruptPyramid("it names " + std::to_string(count) + " buckets");
  }
  std::vector<Bucket> base(static_cast<std::size_t>(count));
  std::vector<std::int64_t> ints(base.size());
  const auto take = [&](auto&& store) {
    if (!internal::decodeInts(reader, ints)) {
      return false;
    }
    for (std::size_t i = 0; i < base.size(); ++i) {
      store(base[i], ints[i]);
    }
    return true;
  };
  bool good = true;
  for (const auto member : kTimes) {
    good = good && take([member](Bucket& bucket, std::int64_t value) { bucket.*member = value; });
  }
  for (const auto member : kCounts) {
    good = good && take([member](Bucket& bucket, std::int64_t value) {
             bucket.*member = static_cast<std::uint64_t>(value);
           });
  }
  good = good && take([](Bucket& bucket, std::int64_t flags) { setFlags(bucket, flags); });
  std::vector<double> values(base.size());
  for (const auto member : kValues) {
    good = good && internal::decodeValues(reader, values);
    for (std::size_t i = 0; i < base.size(); ++i) {
      base[i].*member = values[i];
    }
  }
  if (!good || !reader.atEnd()) {
    return corruptPyramid("its columns cannot be read");
  }
  for (const Bucket& bucket : base) {
    if (bucket.count == 0 || bucket.count > kBucketPoints || bucket.nonFinite > bucket.count) {
      return corruptPyramid("a bucket names " + std::to_string(bucket.count) + " points");
    }
  }
  return base;
}

}  // namespace tatara::series
