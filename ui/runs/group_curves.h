// Groups of runs as curves: the mean or median of every group, its band, and how many runs it is of at each
// x.
//
// Computed on all points of all runs (core/series/group.h). On steps, runs are taken together where they
// logged the same step; on time, each run is interpolated between its own points at the times that any run
// logged, or, where these are more than 20,000, at 4,096 equal distances: `places` says so. Groups stand in
// the order of colour, dash, facet. Runs that lack the metric are not of a group.
//
// Threads: runs on workers; one run is read at a time, one group is in memory. Errors: those of the store.
#pragma once

#include <memory>
#include <stop_token>

#include "core/store/store.h"
#include "ui/base/run_color.h"
#include "ui/chart/line_frame.h"
#include "ui/runs/curve_recipe.h"
#include "ui/runs/listing.h"

namespace tatara::ui {

// Which group each of some runs is in, for colour, dash and facet.
struct GroupAssignment {
  RowGroups color;
  RowGroups dash;
  RowGroups facet;
  RunStyle styleOf(std::size_t place) const;
};
GroupAssignment assignGroups(const track::RunTable& table, const CurveGrouping& grouping,
                             const std::vector<std::uint32_t>& rows);

struct GroupedCurve {
  QString title;
  std::size_t facet = 0;
  RunStyle style;
  std::vector<track::RunKey> runs;
  CurvePtr center;
  CurveBand band;  // nothing with GroupBand::None
  CurvePtr counts;
};

struct GroupedCurves {
  std::map<std::string, std::vector<GroupedCurve>> byMetric;
  std::vector<QString> facets;
  std::size_t places = 0;  // on time: how many places were answered at, when not at every point
  std::size_t runs = 0;
};
using GroupedCurvesPtr = std::shared_ptr<const GroupedCurves>;

struct GroupRequest {
  std::shared_ptr<store::Store> store;
  RunTablePtr table;
  std::vector<std::uint32_t> rows;
  std::vector<std::string> metrics;  // RunChart::metric
  CurveGrouping grouping;
  CurveAxis axis = CurveAxis::Step;
};
Result<GroupedCurvesPtr> makeGroupedCurves(const GroupRequest& request, std::stop_token stop);

// "mean, 95 % interval", for titles.
QString groupingText(const CurveGrouping& grouping);

}  // namespace tatara::ui
