#include "ui/runs/curve_recipe.h"

#include <algorithm>

#include "core/series/expression.h"
#include "ui/runs/series_cache.h"

namespace tatara::ui {

std::vector<std::string> metricsOf(const std::string& metric) {
  if (!isExpression(metric)) {
    return {metric};
  }
  const auto expression = series::Expression::parse(metric.substr(1));
  return expression ? expression->metrics() : std::vector<std::string>();
}

std::vector<series::Point> recipePoints(const std::string& metric,
                                        const std::vector<track::RunSeries>& loaded) {
  if (!isExpression(metric)) {
    return pointsOf(loaded, metric);
  }
  const auto expression = series::Expression::parse(metric.substr(1));
  if (!expression) {
    return {};
  }
  std::vector<series::PointSpan> spans;
  for (const std::string& key : expression->metrics()) {
    spans.emplace_back(pointsOf(loaded, key));
  }
  return expression->evaluate(spans);
}

std::vector<std::string> needsOf(const CurveRecipe& recipe, const std::string& metric) {
  std::vector<std::string> needs = metricsOf(metric);
  if (recipe.axis == CurveAxis::Metric) {
    needs.push_back(recipe.xMetric);
  }
  return needs;
}

CurvePtr makeCurve(const CurveRecipe& recipe, const std::string& metric,
                   const std::vector<track::RunSeries>& loaded) {
  const std::vector<series::Point> points = recipePoints(metric, loaded);
  std::vector<double> x;
  std::vector<double> y;
  if (recipe.axis == CurveAxis::Metric) {
    const std::vector<series::PointSpan> both{pointsOf(loaded, recipe.xMetric), points};
    series::walkCommonSteps(both, [&](std::span<const series::Point> at) {
      x.push_back(at[0].value);
      y.push_back(at[1].value);
    });
    return CurveData::make(std::move(x), std::move(y));
  }
  x.reserve(points.size());
  y.reserve(points.size());
  std::int64_t origin = 0;
  if (recipe.axis == CurveAxis::Relative && !points.empty()) {
    origin = std::ranges::min_element(points, {}, &series::Point::timestamp)->timestamp;
  }
  for (const series::Point& point : points) {
    switch (recipe.axis) {
      case CurveAxis::Step:
      case CurveAxis::Metric:
        x.push_back(static_cast<double>(point.step));
        break;
      case CurveAxis::Relative:
        x.push_back(static_cast<double>(point.timestamp - origin) / 1000.0);
        break;
      case CurveAxis::Wall:
        x.push_back(static_cast<double>(point.timestamp));
        break;
    }
    y.push_back(point.value);
  }
  return CurveData::make(std::move(x), std::move(y));
}

}  // namespace tatara::ui
