#include "ui/runs/group_curves.h"

#include <algorithm>
#include <tuple>

#include "core/series/group.h"
#include "ui/runs/internal/runs_text.h"
#include "ui/runs/series_cache.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kMostTimes = 20'000;
constexpr std::size_t kEvenTimes = 4'096;
constexpr std::size_t kReadTogether = 16;  // runs a lease, which is one snapshot and should be short

using Runs = std::vector<std::vector<series::Point>>;

// The points of every run and metric of a group.
Result<std::vector<Runs>> readGroup(const GroupRequest& request, const std::vector<std::uint32_t>& rows,
                                    std::stop_token stop) {
  std::vector<std::string> keys;
  for (const std::string& metric : request.metrics) {
    const std::vector<std::string> some = metricsOf(metric);
    keys.insert(keys.end(), some.begin(), some.end());
  }
  std::vector<Runs> byMetric(request.metrics.size());
  for (std::size_t begin = 0; begin < rows.size() && !keys.empty(); begin += kReadTogether) {
    const std::size_t end = std::min(rows.size(), begin + kReadTogether);
    TATARA_TRY(request.store->read(
        [&](sql::Connection& connection) -> Status {
          for (std::size_t i = begin; i < end; ++i) {
            TATARA_ASSIGN(const std::vector<track::RunSeries> loaded,
                          track::loadRunSeries(connection, request.table->run(rows[i]).key, keys));
            for (std::size_t m = 0; m < request.metrics.size(); ++m) {
              byMetric[m].push_back(recipePoints(request.metrics[m], loaded));
            }
          }
          return {};
        },
        stop));
  }
  return byMetric;
}

struct Times {
  std::vector<std::int64_t> origins;
  std::vector<double> at;
  bool even = false;
};

Times timesOf(const Runs& runs, CurveAxis axis) {
  Times times;
  for (const auto& run : runs) {
    const bool relative = axis == CurveAxis::Relative && !run.empty();
    times.origins.push_back(relative ? std::ranges::min_element(run, {}, &series::Point::timestamp)->timestamp
                                     : 0);
    for (const series::Point& point : run) {
      times.at.push_back(static_cast<double>(point.timestamp - times.origins.back()));
    }
  }
  std::sort(times.at.begin(), times.at.end());
  times.at.erase(std::unique(times.at.begin(), times.at.end()), times.at.end());
  if (times.at.size() > kMostTimes) {
    const double first = times.at.front();
    const double step = (times.at.back() - first) / static_cast<double>(kEvenTimes - 1);
    times.at.resize(kEvenTimes);
    for (std::size_t i = 0; i < kEvenTimes; ++i) {
      times.at[i] = first + step * static_cast<double>(i);
    }
    times.even = true;
  }
  return times;
}

// Deviation, error and interval are the mean's; the menus offer the others with a median.
void addBand(GroupedCurve& curve, const series::GroupCurve& group, GroupBand band) {
  std::vector<double> low;
  std::vector<double> high;
  const auto around = [&](const std::vector<double>& half) {
    for (std::size_t i = 0; i < group.size(); ++i) {
      low.push_back(group.mean[i] - half[i]);
      high.push_back(group.mean[i] + half[i]);
    }
  };
  switch (band) {
    case GroupBand::None:
      return;
    case GroupBand::Deviation:
      around(group.deviation);
      break;
    case GroupBand::Error:
      around(group.error);
      break;
    case GroupBand::Interval:
      low = group.intervalLow;
      high = group.intervalHigh;
      break;
    case GroupBand::Quartiles:
      low = group.lowerQuartile;
      high = group.upperQuartile;
      break;
    case GroupBand::Range:
      low = group.least;
      high = group.greatest;
      break;
  }
  curve.band.low = CurveData::makeShared(curve.center->sharedX(), std::move(low));
  curve.band.high = CurveData::makeShared(curve.center->sharedX(), std::move(high));
}

// Fills center, band and counts of `curve`; answers whether times were put at equal distances.
bool fillCurve(GroupedCurve& curve, const Runs& runs, const CurveGrouping& grouping, CurveAxis axis) {
  const std::vector<series::PointSpan> spans(runs.begin(), runs.end());
  series::GroupCurve group;
  bool even = false;
  if (axis == CurveAxis::Relative || axis == CurveAxis::Wall) {
    const Times times = timesOf(runs, axis);
    group = series::groupOnTimes(spans, times.origins, times.at);
    even = times.even;
    if (axis == CurveAxis::Relative) {
      for (double& x : group.x) {
        x /= 1000.0;
      }
    }
  } else {
    group = series::groupOnSteps(spans);
  }
  const std::vector<double>& center = grouping.center == GroupCenter::Median ? group.median : group.mean;
  curve.center = CurveData::make(group.x, center);
  std::vector<double> counts(group.count.begin(), group.count.end());
  curve.counts = CurveData::makeShared(curve.center->sharedX(), std::move(counts));
  addBand(curve, group, grouping.band);
  return even;
}

}  // namespace

RunStyle GroupAssignment::styleOf(std::size_t place) const {
  RunStyle style;
  style.slot = static_cast<int>(color.of[place]) % kRunSlots;
  // Past twelve colours, and for the groups of the dash, the line tells them apart.
  style.dash = static_cast<RunDash>((dash.of[place] + color.of[place] / kRunSlots) % 3);
  return style;
}

GroupAssignment assignGroups(const track::RunTable& table, const CurveGrouping& grouping,
                             const std::vector<std::uint32_t>& rows) {
  return {groupRows(table, grouping.color, rows), groupRows(table, grouping.dash, rows),
          groupRows(table, grouping.facet, rows)};
}

Result<GroupedCurvesPtr> makeGroupedCurves(const GroupRequest& request, std::stop_token stop) {
  const GroupAssignment assignment = assignGroups(*request.table, request.grouping, request.rows);
  using Place = std::tuple<std::size_t, std::size_t, std::size_t>;
  std::map<Place, std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < request.rows.size(); ++i) {
    groups[{assignment.color.of[i], assignment.dash.of[i], assignment.facet.of[i]}].push_back(i);
  }
  auto result = std::make_shared<GroupedCurves>();
  result->facets = assignment.facet.titles;
  result->runs = request.rows.size();
  for (const auto& [place, members] : groups) {
    std::vector<std::uint32_t> rows;
    for (const std::size_t i : members) {
      rows.push_back(request.rows[i]);
    }
    TATARA_ASSIGN(std::vector<Runs> loaded, readGroup(request, rows, stop));
    QStringList titles;
    for (const QString& title :
         {assignment.color.titles[std::get<0>(place)], assignment.dash.titles[std::get<1>(place)]}) {
      if (!title.isEmpty()) {
        titles << title;
      }
    }
    for (std::size_t m = 0; m < request.metrics.size(); ++m) {
      GroupedCurve curve;
      curve.title = titles.isEmpty() ? RunsText::tr("all runs") : titles.join(QStringLiteral(" · "));
      curve.facet = std::get<2>(place);
      curve.style = assignment.styleOf(members.front());
      for (std::size_t r = 0; r < rows.size(); ++r) {
        if (!loaded[m].empty() && !loaded[m][r].empty()) {
          curve.runs.push_back(request.table->run(rows[r]).key);
        }
      }
      if (!curve.runs.empty()) {
        if (fillCurve(curve, loaded[m], request.grouping, request.axis)) {
          result->places = kEvenTimes;
        }
        result->byMetric[request.metrics[m]].push_back(std::move(curve));
      }
    }
    if (stop.stop_requested()) {
      return makeError(ErrorKind::Cancelled, "cancelled");
    }
  }
  return GroupedCurvesPtr(std::move(result));
}

QString groupingText(const CurveGrouping& grouping) {
  if (grouping.center == GroupCenter::EachRun) {
    return {};
  }
  const QString center = grouping.center == GroupCenter::Mean ? RunsText::tr("mean") : RunsText::tr("median");
  switch (grouping.band) {
    case GroupBand::None:
      return center;
    case GroupBand::Deviation:
      return RunsText::tr("%1 ± SD").arg(center);
    case GroupBand::Error:
      return RunsText::tr("%1 ± SE").arg(center);
    case GroupBand::Interval:
      return RunsText::tr("%1, 95 % interval").arg(center);
    case GroupBand::Quartiles:
      return RunsText::tr("%1, quartiles").arg(center);
    case GroupBand::Range:
      return RunsText::tr("%1, min–max").arg(center);
  }
  return center;
}

}  // namespace tatara::ui
