// How a curve is made of a run's logged points: of one metric or an expression, over steps, time or another
// metric.
//
// Over another metric a point stands where both have one at the same step (the latest there counts); points
// are joined in the order of x, as every line here. Threads: pure; runs on workers.
#pragma once

#include <string>
#include <vector>

#include "core/track/metrics.h"
#include "ui/chart/curve_data.h"
#include "ui/runs/view_state.h"

namespace tatara::ui {

struct CurveRecipe {
  CurveAxis axis = CurveAxis::Step;
  std::string xMetric;
  friend bool operator==(const CurveRecipe&, const CurveRecipe&) = default;
};

// The metrics that a curve of `metric` (RunChart::metric) reads. Nothing where the expression cannot be read.
std::vector<std::string> metricsOf(const std::string& metric);
// The points of that metric or expression.
std::vector<series::Point> recipePoints(const std::string& metric,
                                        const std::vector<track::RunSeries>& loaded);

std::vector<std::string> needsOf(const CurveRecipe& recipe, const std::string& metric);
CurvePtr makeCurve(const CurveRecipe& recipe, const std::string& metric,
                   const std::vector<track::RunSeries>& loaded);

}  // namespace tatara::ui
