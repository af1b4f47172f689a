#include "core/track/series_readings.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/track/block_series.h"
#include "core/track/metrics.h"

namespace tatara::track {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// A series in blocks, or its points.
struct Source {
  std::optional<BlockSeries> blocks;
  std::vector<series::Point> points;
};

Result<Source> openSource(sql::Connection& connection, RunKey run, std::string_view key) {
  Source source;
  // A short one is mostly packed with others, and cheaper to read than to look for.
  TATARA_ASSIGN(const auto count,
                connection.findInteger("SELECT points FROM metric_series JOIN name USING(name_id) "
                                       "WHERE run_key = ? AND text = ?",
                                       run, key));
  if (count.value_or(0) >= static_cast<std::int64_t>(series::kBlockPoints)) {
    TATARA_ASSIGN(source.blocks, BlockSeries::open(connection, run, key, BlockSeries::Detail::Blocks));
  }
  if (count && !source.blocks) {
    TATARA_ASSIGN(source.points, loadSeries(connection, run, key));
  }
  return source;
}

series::Point pointAt(const series::Columns& columns, std::size_t i) {
  return {columns.steps[i], columns.timestamps[i], columns.values[i]};
}

// All points of these steps.
Result<std::vector<series::Point>> pointsBetween(sql::Connection& connection, const Source& source,
                                                 std::int64_t firstStep, std::int64_t lastStep) {
  const auto within = [&](const series::Point& point) {
    return point.step >= firstStep && point.step <= lastStep;
  };
  std::vector<series::Point> some;
  if (!source.blocks) {
    std::copy_if(source.points.begin(), source.points.end(), std::back_inserter(some), within);
    return some;
  }
  const auto& blocks = source.blocks->blocks();
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    if (blocks[b].total.lastStep < firstStep || blocks[b].total.firstStep > lastStep) {
      continue;
    }
    TATARA_ASSIGN(const series::Columns columns, source.blocks->read(connection, b));
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (const series::Point point = pointAt(columns, i); within(point)) {
        some.push_back(point);
      }
    }
  }
  return some;
}

double boundOf(const series::Bucket& total, Direction direction) {
  return direction == Direction::HigherIsBetter ? total.greatest : total.least;
}

// The value of one series at the best of another, and where that is.
struct AtBest {
  double value = kNone;
  double best = kNone;
  std::int64_t step = 0;
};

AtBest atBestOf(series::PointSpan points, series::PointSpan other, Direction direction) {
  AtBest found;
  const std::vector<series::PointSpan> both{points, other};
  series::walkCommonSteps(both, [&](std::span<const series::Point> at) {
    if (std::isfinite(at[1].value) && isBetter(direction, at[1].value, found.best)) {
      found = {at[0].value, at[1].value, at[1].step};
    }
  });
  return found;
}

}  // namespace

std::optional<series::Point> bestPoint(series::PointSpan points, Direction direction) {
  std::optional<series::Point> best;
  for (const series::Point& point : points) {
    if (std::isfinite(point.value) && isBetter(direction, point.value, best ? best->value : kNone)) {
      best = point;
    }
  }
  return best;
}

Result<std::optional<series::Point>> loadBestPoint(sql::Connection& connection, RunKey run,
                                                   std::string_view key, Direction direction) {
  TATARA_ASSIGN(const Source source, openSource(connection, run, key));
  if (!source.blocks || direction == Direction::Unknown) {
    return bestPoint(source.points, direction);
  }
  const auto& blocks = source.blocks->blocks();
  std::optional<std::size_t> first;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const double before = first ? boundOf(blocks[*first].total, direction) : kNone;
    if (blocks[b].total.finite() > 0 && isBetter(direction, boundOf(blocks[b].total, direction), before)) {
      first = b;
    }
  }
  if (!first) {
    return std::optional<series::Point>();
  }
  TATARA_ASSIGN(const series::Columns columns, source.blocks->read(connection, *first));
  std::vector<series::Point> points;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    points.push_back(pointAt(columns, i));
  }
  return bestPoint(points, direction);
}

std::vector<double> lastValues(series::PointSpan points, std::size_t count) {
  std::vector<double> values;
  for (std::size_t i = points.size(); i-- > 0 && values.size() < count;) {
    if (std::isfinite(points[i].value)) {
      values.push_back(points[i].value);
    }
  }
  return values;
}

Result<std::vector<double>> loadLastValues(sql::Connection& connection, RunKey run, std::string_view key,
                                           std::size_t count) {
  TATARA_ASSIGN(const Source source, openSource(connection, run, key));
  if (!source.blocks) {
    return lastValues(source.points, count);
  }
  std::vector<double> values;
  for (std::size_t b = source.blocks->blocks().size(); b-- > 0 && values.size() < count;) {
    if (source.blocks->blocks()[b].total.finite() == 0) {
      continue;
    }
    TATARA_ASSIGN(const series::Columns columns, source.blocks->read(connection, b, series::Parts::Values));
    for (std::size_t i = columns.values.size(); i-- > 0 && values.size() < count;) {
      if (std::isfinite(columns.values[i])) {
        values.push_back(columns.values[i]);
      }
    }
  }
  return values;
}

double valueAtBest(series::PointSpan points, series::PointSpan other, Direction direction) {
  const bool higher = direction == Direction::HigherIsBetter;
  return atBestOf(points, other, higher ? Direction::HigherIsBetter : Direction::LowerIsBetter).value;
}

// Blocks of the other metric by how good they can be: the search ends where none that is left can be better.
Result<double> loadValueAtBest(sql::Connection& connection, RunKey run, std::string_view key,
                               std::string_view other, Direction direction) {
  const bool higher = direction == Direction::HigherIsBetter;
  direction = higher ? Direction::HigherIsBetter : Direction::LowerIsBetter;
  TATARA_ASSIGN(const Source decides, openSource(connection, run, other));
  TATARA_ASSIGN(const Source wanted, openSource(connection, run, key));
  if (!decides.blocks) {
    if (decides.points.empty()) {
      return kNone;
    }
    TATARA_ASSIGN(const auto points,
                  pointsBetween(connection, wanted, decides.points.front().step, decides.points.back().step));
    return valueAtBest(points, decides.points, direction);
  }
  const auto& blocks = decides.blocks->blocks();
  std::vector<std::size_t> order(blocks.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::erase_if(order, [&](std::size_t b) { return blocks[b].total.finite() == 0; });
  std::ranges::stable_sort(order, [&](std::size_t left, std::size_t right) {
    return isBetter(direction, boundOf(blocks[left].total, direction),
                    boundOf(blocks[right].total, direction));
  });
  AtBest found;
  for (const std::size_t b : order) {
    const series::Bucket& total = blocks[b].total;
    const double bound = boundOf(total, direction);
    if (isBetter(direction, found.best, bound)) {
      break;
    }
    if (found.best == bound && total.firstStep > found.step) {
      continue;
    }
    TATARA_ASSIGN(const auto here, pointsBetween(connection, wanted, total.firstStep, total.lastStep));
    TATARA_ASSIGN(const auto others, pointsBetween(connection, decides, total.firstStep, total.lastStep));
    const AtBest one = atBestOf(here, others, direction);
    if (isBetter(direction, one.best, found.best) || (one.best == found.best && one.step < found.step)) {
      found = one;
    }
  }
  return found.value;
}

}  // namespace tatara::track
