#include "core/track/history_page.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/track/block_series.h"
#include "core/track/metrics.h"

namespace tatara::track {
namespace {

bool historyBefore(const series::Point& left, const series::Point& right) {
  return left.timestamp != right.timestamp ? left.timestamp < right.timestamp : series::before(left, right);
}

// Then the order of points is that of the history too.
bool timesNeverGoBack(const BlockSeries& series) {
  std::int64_t last = std::numeric_limits<std::int64_t>::min();
  return std::all_of(series.blocks().begin(), series.blocks().end(), [&](const BlockSeries::Block& block) {
    return block.total.timesSorted && std::exchange(last, block.total.lastTime) <= block.total.firstTime;
  });
}

Result<HistoryPage> readPage(sql::Connection& connection, const BlockSeries& series, std::size_t offset,
                             std::size_t most) {
  HistoryPage page{{}, series.size()};
  const std::size_t begin = std::min(offset, page.total);
  const std::size_t end = begin + std::min(most, page.total - begin);
  page.points.reserve(end - begin);
  for (std::size_t i = 0; i < series.blocks().size(); ++i) {
    const BlockSeries::Block& block = series.blocks()[i];
    const std::size_t count = static_cast<std::size_t>(block.total.count);
    if (block.begin + count <= begin || block.begin >= end) {
      continue;
    }
    TATARA_ASSIGN(const series::Columns columns, series.read(connection, i));
    const std::size_t from = std::max(begin, block.begin) - block.begin;
    const std::size_t to = std::min(end - block.begin, count);
    for (std::size_t at = from; at < to; ++at) {
      page.points.push_back({columns.steps[at], columns.timestamps[at], columns.values[at]});
    }
  }
  return page;
}

}  // namespace

Result<std::vector<series::Point>> loadHistory(sql::Connection& connection, RunKey run,
                                               std::string_view key) {
  TATARA_ASSIGN(auto points, loadSeries(connection, run, key));
  if (!std::is_sorted(points.begin(), points.end(), historyBefore)) {
    std::sort(points.begin(), points.end(), historyBefore);
  }
  return points;
}

Result<HistoryPage> loadHistoryPage(sql::Connection& connection, RunKey run, std::string_view key,
                                    std::size_t offset, std::size_t most) {
  TATARA_ASSIGN(const auto series, BlockSeries::open(connection, run, key, BlockSeries::Detail::Blocks));
  if (series && timesNeverGoBack(*series)) {
    return readPage(connection, *series, offset, most);
  }
  TATARA_ASSIGN(auto points, loadHistory(connection, run, key));
  HistoryPage page{{}, points.size()};
  const std::size_t begin = std::min(offset, points.size());
  const std::size_t end = begin + std::min(most, points.size() - begin);
  points.resize(end);
  points.erase(points.begin(), points.begin() + static_cast<std::ptrdiff_t>(begin));
  page.points = std::move(points);
  return page;
}

}  // namespace tatara::track
