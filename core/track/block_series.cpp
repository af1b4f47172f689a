#include "core/track/block_series.h"

#include <cmath>
#include <limits>
#include <utility>

#include "core/series/m4_stream.h"
#include "core/text/error_phrase.h"
#include "core/track/internal/metric_rows.h"

namespace tatara::track {
namespace {

using series::Bucket;
using series::XKind;

Result<std::optional<std::int64_t>> findSeriesKey(sql::Connection& connection, RunKey run,
                                                  std::string_view key) {
  return connection.findInteger(
      "SELECT series_key FROM metric_series JOIN name USING(name_id) WHERE run_key = ? AND text = ?", run,
      key);
}

// Packs and tail of the run, as far as they are of this series.
Result<std::vector<series::Point>> readRest(sql::Connection& connection, RunKey run, std::int64_t seriesKey) {
  internal::PointsBySeries points;
  points[seriesKey];
  TATARA_TRY(internal::readPacks(connection, run, points, false));
  TATARA_TRY(internal::readTails(connection, run, points, false));
  std::vector<series::Point> rest = std::move(points[seriesKey]);
  series::normalise(rest);
  return rest;
}

Bucket sumOf(std::span<const Bucket> buckets) {
  Bucket total;
  for (const Bucket& bucket : buckets) {
    series::add(total, bucket);
  }
  return total;
}

}  // namespace

// Of the buckets of level 0, as they are read, what was asked for.
struct BlockSeries::KeptBuckets {
  Detail detail;
  std::vector<Bucket> buckets;
  series::Stretches stretches;

  void append(std::span<const Bucket> more) {
    if (detail == Detail::Buckets) {
      buckets.insert(buckets.end(), more.begin(), more.end());
    } else if (detail == Detail::Stretches) {
      stretches.append(more);
    }
  }
};

bool BlockSeries::append(std::int64_t key, const Bucket& total, std::size_t firstBucket) {
  if (total.empty()) {
    return true;
  }
  if (!m_blocks.empty()) {
    const Bucket& before = m_blocks.back().total;
    if (std::pair(before.lastStep, before.lastTime) >= std::pair(total.firstStep, total.firstTime)) {
      return false;
    }
  }
  m_blocks.push_back({key, m_size, firstBucket, total});
  m_size += static_cast<std::size_t>(total.count);
  return true;
}

Result<bool> BlockSeries::readBlocks(sql::Connection& connection, KeptBuckets& kept) {
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT block_key, points, pyramid FROM metric_block WHERE run_key = ? AND "
                                 "series_key = ? ORDER BY first_step, block_key",
                                 m_run, m_seriesKey));
  std::vector<Bucket> own;
  while (rows.next()) {
    own.clear();
    TATARA_TRY(series::Pyramid::parseBuckets(internal::asText(rows.blob(2)), own));
    const Bucket total = sumOf(own);
    if (total.count != static_cast<std::uint64_t>(rows.integer(1))) {
      return makeError(ErrorKind::Corrupt,
                       "A metric block and its summary do not hold the same number of points");
    }
    if (!append(rows.integer(0), total, kept.buckets.size())) {
      return false;
    }
    kept.append(own);
  }
  TATARA_TRY(rows.status());
  return true;
}

Result<std::optional<BlockSeries>> BlockSeries::open(sql::Connection& connection, RunKey run,
                                                     std::string_view key, Detail detail) {
  const std::optional<BlockSeries> none;
  TATARA_ASSIGN(const auto seriesKey, findSeriesKey(connection, run, key));
  if (!seriesKey) {
    return none;
  }
  BlockSeries series;
  series.m_run = run;
  series.m_seriesKey = *seriesKey;
  KeptBuckets kept{detail, {}, series::Stretches(kMostStretches)};
  TATARA_ASSIGN(const bool follow, series.readBlocks(connection, kept));
  if (!follow || series.m_blocks.empty()) {
    return none;
  }
  TATARA_ASSIGN(const auto rest, readRest(connection, run, *seriesKey));
  series::Pyramid last;
  last.append(rest);
  if (!series.append(0, last.total(), kept.buckets.size())) {
    return none;
  }
  kept.append(last.levels() == 0 ? std::span<const Bucket>() : last.level(0));
  series.m_pyramid.append(kept.buckets);
  series.m_stretches = std::move(kept.stretches).take();
  for (const series::Point& point : rest) {
    series.m_tail.steps.push_back(point.step);
    series.m_tail.timestamps.push_back(point.timestamp);
    series.m_tail.values.push_back(point.value);
  }
  return std::optional(std::move(series));
}

Result<series::Columns> BlockSeries::read(sql::Connection& connection, std::size_t block,
                                          series::Parts parts) const {
  const Block& wanted = m_blocks[block];
  if (wanted.key == 0) {
    return m_tail;
  }
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT payload FROM metric_block WHERE block_key = ? AND run_key = ? AND "
                                 "series_key = ? AND first_step = ? AND points = ?",
                                 wanted.key, m_run, m_seriesKey, wanted.total.firstStep, wanted.total.count));
  if (!rows.next()) {
    TATARA_TRY(rows.status());
    return text::sayError(ErrorKind::NotFound,
                          TATARA_SAYS("Phrase", "The metric was sealed anew while it was being read"));
  }
  TATARA_ASSIGN(auto columns, series::decodeColumns(internal::asText(rows.blob(0)), parts));
  if (columns.size() != wanted.total.count) {
    return text::sayError(ErrorKind::NotFound,
                          TATARA_SAYS("Phrase", "The metric was sealed anew while it was being read"));
  }
  return columns;
}

Result<series::M4> BlockSeries::reduce(sql::Connection& connection, const View& view,
                                       std::stop_token stop) const {
  const bool steps = view.kind == XKind::Step;
  const auto buckets = m_pyramid.levels() == 0 ? std::span<const Bucket>() : m_pyramid.level(0);
  series::M4Stream stream(std::cref(view.column), view.begin, view.end);
  const auto firstX = [steps](const Bucket& b) { return steps ? b.firstStep : b.firstTime; };
  const auto lastX = [steps](const Bucket& b) { return steps ? b.lastStep : b.lastTime; };
  const auto fits = [&](const Bucket& bucket) {
    // A bucket that is left of the view gives its last point, which must not be one that the axis refuses.
    const bool positive = !view.positive || bucket.finite() == 0 || bucket.least > 0;
    return positive && stream.bucketFits(bucket, firstX(bucket), lastX(bucket));
  };
  for (std::size_t i = 0; i < m_blocks.size() && !stream.done(); ++i) {
    const Block& block = m_blocks[i];
    if (fits(block.total)) {
      stream.addBucket(block.total, lastX(block.total));
      continue;
    }
    const std::size_t end = i + 1 < m_blocks.size() ? m_blocks[i + 1].firstBucket : buckets.size();
    const auto own = buckets.subspan(block.firstBucket, end - block.firstBucket);
    std::size_t whole = 0;
    std::size_t before = 0;  // points of the buckets that stand for theirs
    for (; whole < own.size() && fits(own[whole]); ++whole) {
      stream.addBucket(own[whole], lastX(own[whole]));
      before += static_cast<std::size_t>(own[whole].count);
    }
    if (before == block.total.count) {
      continue;
    }
    if (stop.stop_requested()) {
      return makeError(ErrorKind::Cancelled, "cancelled");
    }
    TATARA_ASSIGN(const auto columns,
                  read(connection, i, steps ? series::Parts::StepsAndValues : series::Parts::TimesAndValues));
    const std::int64_t* x = (steps ? columns.steps : columns.timestamps).data() + before;
    const double* y = columns.values.data() + before;
    const std::size_t size = columns.size() - before;
    const auto xAt = [x](std::size_t at) { return x[at]; };
    if (view.positive) {
      stream.add(size, xAt, [y](std::size_t at) {
        return y[at] > 0 ? y[at] : std::numeric_limits<double>::quiet_NaN();
      });
    } else {
      stream.add(size, xAt, [y](std::size_t at) { return y[at]; });
    }
  }
  return stream.finish();
}

}  // namespace tatara::track
