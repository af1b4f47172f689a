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

// Buckets as they are read, a column after the other.
class BucketColumns {
 public:
  // Grown only.
  void resize(std::size_t size) {
    m_size = size;
    m_ints.resize(std::max(m_ints.size(), size * kInts));
    m_values.resize(std::max(m_values.size(), size * std::size(kValues)));
  }
  std::size_t size() const { return m_size; }

  bool read(internal::Reader& reader) {
    bool good = true;
    for (std::size_t column = 0; column < kInts && good; ++column) {
      good = internal::decodeInts(reader, {m_ints.data() + column * m_size, m_size});
    }
    for (std::size_t column = 0; column < std::size(kValues) && good; ++column) {
      good = internal::decodeValues(reader, {m_values.data() + column * m_size, m_size});
    }
    return good;
  }

  void get(std::size_t i, Bucket& bucket) const {
    const std::int64_t* ints = m_ints.data() + i;
    for (const auto member : kTimes) {
      bucket.*member = *ints;
      ints += m_size;
    }
    for (const auto member : kCounts) {
      bucket.*member = static_cast<std::uint64_t>(*ints);
      ints += m_size;
    }
    setFlags(bucket, *ints);
    const double* values = m_values.data() + i;
    for (const auto member : kValues) {
      bucket.*member = *values;
      values += m_size;
    }
  }

 private:
  static constexpr std::size_t kInts = std::size(kTimes) + std::size(kCounts) + 1;  // and the flags

  std::size_t m_size = 0;
  std::vector<std::int64_t> m_ints;
  std::vector<double> m_values;
};

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
  std::vector<Bucket> base;
  TATARA_TRY(parseBuckets(bytes, base));
  Pyramid pyramid;
  pyramid.append(base);
  return pyramid;
}

Status Pyramid::parseBuckets(std::string_view bytes, std::vector<Bucket>& buckets) {
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
  // A store is tens of thousands of these, a few buckets each.
  thread_local BucketColumns columns;
  columns.resize(static_cast<std::size_t>(count));
  if (!columns.read(reader) || !reader.atEnd()) {
    return corruptPyramid("its columns cannot be read");
  }
  const std::size_t before = buckets.size();
  buckets.resize(before + columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    Bucket& bucket = buckets[before + i];
    columns.get(i, bucket);
    if (bucket.count == 0 || bucket.count > kBucketPoints || bucket.nonFinite > bucket.count) {
      const std::uint64_t points = bucket.count;
      buckets.resize(before);
      return corruptPyramid("a bucket names " + std::to_string(points) + " points");
    }
  }
  return {};
}

Stretches::Stretches(std::size_t most) : m_most(std::max<std::size_t>(most, 1)) {}

void Stretches::append(std::span<const Bucket> buckets) {
  for (const Bucket& bucket : buckets) {
    if (!m_stretches.empty() && m_inLast < m_inEach) {
      add(m_stretches.back(), bucket);
      ++m_inLast;
      continue;
    }
    if (m_stretches.size() == m_most) {
      fold();
      append({&bucket, 1});
      continue;
    }
    m_stretches.push_back(bucket);
    m_inLast = 1;
  }
}

void Stretches::fold() {
  const std::size_t size = m_stretches.size();
  for (std::size_t i = 0; i < size; ++i) {
    Bucket& sum = m_stretches[i / kPyramidFan];
    if (i % kPyramidFan == 0) {
      sum = m_stretches[i];
    } else {
      add(sum, m_stretches[i]);
    }
  }
  m_stretches.resize((size + kPyramidFan - 1) / kPyramidFan);
  m_inLast += (size - 1) % kPyramidFan * m_inEach;
  m_inEach *= kPyramidFan;
}

}  // namespace tatara::series
