#include "ui/curves/overview.h"

#include <cmath>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace tatara::ui {
namespace {

class OverviewPoints {
 public:
  void add(const series::Bucket& stretch, double from, double to) {
    constexpr double kGap = std::numeric_limits<double>::quiet_NaN();
    if (stretch.finite() == 0) {
      push(from, kGap);
      return;
    }
    push(from, stretch.startsBroken ? kGap : stretch.first);
    const bool rises = stretch.first <= stretch.last;
    push(from + (to - from) / 3, rises ? stretch.least : stretch.greatest);
    push(to - (to - from) / 3, rises ? stretch.greatest : stretch.least);
    push(to, stretch.endsBroken ? kGap : stretch.last);
  }
  CurvePtr take() && { return CurveData::makeOverview(std::move(m_x), std::move(m_y)); }

 private:
  void push(double x, double y) {
    m_x.push_back(x);
    m_y.push_back(y);
  }

  std::vector<double> m_x;
  std::vector<double> m_y;
};

Result<std::optional<track::BlockSeries>> openLong(const SeriesPlace& place, std::size_t least,
                                                   std::stop_token stop) {
  TATARA_ASSIGN(std::optional<track::BlockSeries> series, place.store->read(
                                                              [&](sql::Connection& connection) {
                                                                return track::BlockSeries::open(
                                                                    connection, place.run, place.key,
                                                                    track::BlockSeries::Detail::Stretches);
                                                              },
                                                              stop));
  if (series && series->size() < least) {
    series.reset();
  }
  return series;
}

}  // namespace

Result<std::optional<std::vector<series::Point>>> overviewPoints(const SeriesPlace& place, std::size_t least,
                                                                 std::stop_token stop) {
  constexpr double kGap = std::numeric_limits<double>::quiet_NaN();
  TATARA_ASSIGN(const std::optional<track::BlockSeries> series, openLong(place, least, stop));
  if (!series) {
    return std::optional<std::vector<series::Point>>();
  }
  std::vector<series::Point> points;
  for (const series::Bucket& stretch : series->stretches()) {
    const bool gap = stretch.finite() == 0;
    const std::int64_t middle = stretch.firstStep + (stretch.lastStep - stretch.firstStep) / 2;
    points.push_back(
        {stretch.firstStep, stretch.firstTime, gap || stretch.startsBroken ? kGap : stretch.first});
    if (!gap) {
      points.push_back({middle, stretch.firstTime, stretch.least});
      points.push_back({middle, stretch.firstTime, stretch.greatest});
      points.push_back({stretch.lastStep, stretch.lastTime, stretch.endsBroken ? kGap : stretch.last});
    }
  }
  return std::optional(std::move(points));
}

Result<CurvePtr> makeOverviewCurve(const SeriesPlace& place, std::stop_token stop, std::size_t least) {
  TATARA_ASSIGN(const std::optional<track::BlockSeries> series, openLong(place, least, stop));
  if (!series) {
    return CurvePtr();
  }
  series::Bucket total;
  for (const series::Bucket& stretch : series->stretches()) {
    series::add(total, stretch);
  }
  if (place.unit != XUnit::Step && !total.timesSorted) {
    return CurvePtr();
  }
  const std::int64_t origin = place.unit == XUnit::Duration ? place.origin.value_or(total.firstTime) : 0;
  const double perUnit = place.unit == XUnit::Duration ? 1000 : 1;
  const auto xOf = [&](std::int64_t step, std::int64_t time) {
    return place.unit == XUnit::Step ? static_cast<double>(step)
                                     : static_cast<double>(time - origin) / perUnit;
  };
  OverviewPoints points;
  for (const series::Bucket& stretch : series->stretches()) {
    points.add(stretch, xOf(stretch.firstStep, stretch.firstTime), xOf(stretch.lastStep, stretch.lastTime));
  }
  return std::move(points).take();
}

}  // namespace tatara::ui
