#include "ui/runs/internal/comparison_layout.h"

#include <algorithm>

#include "ui/base/metrics.h"

namespace tatara::ui {
namespace {

constexpr int kLeastRow = 190;

// A card in shares of the width and in rows.
struct Slot {
  double left;
  double width;
  int row;
};

std::vector<Slot> usualSlots(const std::vector<RunChartKind>& kinds, RunsLayout layout) {
  const bool two = kinds.size() > 1 && kinds[1] == RunChartKind::Line;
  if (layout == RunsLayout::Split) {
    return two ? std::vector<Slot>{{0, 0.521, 0},
                                   {0, 0.521, 1},
                                   {0.521, 0.479, 0},
                                   {0.521, 0.291, 1},
                                   {0.812, 0.188, 1}}
               : std::vector<Slot>{{0, 0.521, 0}, {0.521, 0.479, 0}, {0, 0.6, 1}, {0.6, 0.4, 1}};
  }
  return two ? std::vector<Slot>{{0, 0.6, 0}, {0.6, 0.4, 0}, {0, 1, 1}, {0, 0.33, 2}, {0.33, 0.67, 2}}
             : std::vector<Slot>{{0, 1, 0}, {0, 1, 1}, {0, 0.33, 2}, {0.33, 0.67, 2}};
}

}  // namespace

std::vector<QRect> placeCharts(const std::vector<RunChartKind>& kinds, QSize space, RunsLayout layout) {
  std::vector<Slot> places;
  if (layout != RunsLayout::Table) {
    places = usualSlots(kinds, layout);
  }
  if (places.size() != kinds.size()) {
    places.clear();
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      const bool alone = i + 1 == kinds.size() && i % 2 == 0;
      places.push_back({i % 2 == 0 ? 0.0 : 0.5, alone ? 1.0 : 0.5, static_cast<int>(i / 2)});
    }
  }
  int rows = 0;
  for (const Slot& place : places) {
    rows = std::max(rows, place.row + 1);
  }
  if (rows == 0) {
    return {};
  }
  const int height = std::max(kLeastRow, (space.height() - (rows - 1) * kCardGap) / rows);
  std::vector<QRect> result;
  for (const Slot& place : places) {
    const bool first = place.left == 0;
    const bool last = place.left + place.width > 0.999;
    const int left = static_cast<int>(place.left * space.width()) + (first ? 0 : kCardGap / 2);
    const int right =
        last ? space.width() : static_cast<int>((place.left + place.width) * space.width()) - kCardGap / 2;
    result.emplace_back(left, place.row * (height + kCardGap), right - left, height);
  }
  return result;
}

}  // namespace tatara::ui
