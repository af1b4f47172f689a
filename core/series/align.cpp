#include "core/series/align.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <queue>
#include <utility>

namespace tatara::series {

void walkSteps(std::span<const PointSpan> series, const StepVisitor& visit) {
  using Next = std::pair<std::int64_t, std::size_t>;  // step, series
  std::priority_queue<Next, std::vector<Next>, std::greater<>> queue;
  std::vector<std::size_t> places(series.size(), 0);
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (!series[i].empty()) {
      queue.emplace(series[i].front().step, i);
    }
  }
  std::vector<std::size_t> indices;
  std::vector<double> values;
  while (!queue.empty()) {
    const std::int64_t step = queue.top().first;
    indices.clear();
    values.clear();
    while (!queue.empty() && queue.top().first == step) {
      const std::size_t index = queue.top().second;
      queue.pop();
      const PointSpan points = series[index];
      std::size_t& place = places[index];
      while (place + 1 < points.size() && points[place + 1].step == step) {
        ++place;
      }
      indices.push_back(index);
      values.push_back(points[place].value);
      if (++place < points.size()) {
        queue.emplace(points[place].step, index);
      }
    }
    visit(step, indices, values);
  }
}

void walkCommonSteps(std::span<const PointSpan> series, const CommonVisitor& visit) {
  if (series.empty() ||
      std::any_of(series.begin(), series.end(), [](PointSpan one) { return one.empty(); })) {
    return;
  }
  std::vector<std::size_t> places(series.size(), 0);
  std::vector<Point> points(series.size());
  std::int64_t step = series.front().front().step;
  for (;;) {
    // The greatest step any stands at is the least that all can share.
    bool together = true;
    for (std::size_t i = 0; i < series.size(); ++i) {
      const PointSpan one = series[i];
      while (places[i] < one.size() && one[places[i]].step < step) {
        ++places[i];
      }
      if (places[i] == one.size()) {
        return;
      }
      together = together && one[places[i]].step == step;
      step = std::max(step, one[places[i]].step);
    }
    if (!together) {
      continue;
    }
    for (std::size_t i = 0; i < series.size(); ++i) {
      const PointSpan one = series[i];
      while (places[i] + 1 < one.size() && one[places[i] + 1].step == step) {
        ++places[i];
      }
      points[i] = one[places[i]];
    }
    visit(points);
    if (++places[0] == series[0].size()) {
      return;
    }
    step = series[0][places[0]].step;
  }
}

StepGrid alignOnSteps(std::span<const PointSpan> series) {
  StepGrid grid;
  grid.rows.resize(series.size());
  walkSteps(series,
            [&](std::int64_t step, std::span<const std::size_t> indices, std::span<const double> values) {
              for (std::size_t i = 0; i < indices.size(); ++i) {
                auto& row = grid.rows[indices[i]];
                row.resize(grid.steps.size(), std::numeric_limits<double>::quiet_NaN());
                row.push_back(values[i]);
              }
              grid.steps.push_back(step);
            });
  for (auto& row : grid.rows) {
    row.resize(grid.steps.size(), std::numeric_limits<double>::quiet_NaN());
  }
  return grid;
}

std::vector<double> interpolateAt(PointSpan series, std::int64_t origin, std::span<const double> times) {
  std::vector<std::pair<double, double>> curve;
  curve.reserve(series.size());
  for (const Point& point : series) {
    curve.emplace_back(static_cast<double>(point.timestamp - origin), point.value);
  }
  // Steps and times may disagree about the order; a later point of the same time counts.
  std::stable_sort(curve.begin(), curve.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<double> answers;
  answers.reserve(times.size());
  for (const double time : times) {
    const auto after = std::upper_bound(curve.begin(), curve.end(), time,
                                        [](double t, const auto& p) { return t < p.first; });
    if (after == curve.begin()) {
      answers.push_back(std::numeric_limits<double>::quiet_NaN());
      continue;
    }
    const auto& [leftTime, left] = *(after - 1);
    if (leftTime == time) {
      answers.push_back(left);
    } else if (after == curve.end() || !std::isfinite(left) || !std::isfinite(after->second)) {
      answers.push_back(std::numeric_limits<double>::quiet_NaN());
    } else {
      const double part = (time - leftTime) / (after->first - leftTime);
      answers.push_back(left * (1 - part) + after->second * part);
    }
  }
  return answers;
}

}  // namespace tatara::series
