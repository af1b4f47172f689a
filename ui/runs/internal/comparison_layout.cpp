#include "ui/runs/internal/comparison_layout.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

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
  const bool two = kinds.size() > 4;  // curves; else one
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

namespace {

bool overlap(const GridPlace& a, const GridPlace& b) {
  return a.column < b.column + b.width && b.column < a.column + a.width && a.row < b.row + b.height &&
         b.row < a.row + a.height;
}

GridPlace inside(GridPlace place) {
  place.width = std::clamp(place.width, kLeastWidth, kGridColumns);
  place.height = std::max(place.height, kLeastHeight);
  place.column = std::clamp(place.column, 0, kGridColumns - place.width);
  place.row = std::max(place.row, 0);
  return place;
}

// From the top down, each card as far up as those before it let it; `first` goes before others of its row.
void settle(std::vector<GridPlace>& places, std::size_t first) {
  std::vector<std::size_t> order(places.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
    return std::tuple(places[left].row, left != first, places[left].column) <
           std::tuple(places[right].row, right != first, places[right].column);
  });
  std::vector<std::size_t> placed;
  const auto free = [&](const GridPlace& place) {
    return std::ranges::none_of(placed, [&](std::size_t other) { return overlap(place, places[other]); });
  };
  for (const std::size_t i : order) {
    GridPlace place = places[i];
    while (!free(place)) {
      ++place.row;
    }
    for (GridPlace up = place; up.row > 0;) {
      --up.row;
      if (!free(up)) {
        break;
      }
      place = up;
    }
    places[i] = place;
    placed.push_back(i);
  }
}

}  // namespace

std::vector<QRect> rectsOf(const std::vector<GridPlace>& places, int width) {
  std::vector<QRect> rects;
  const double column = static_cast<double>(width + kCardGap) / kGridColumns;
  for (const GridPlace& place : places) {
    const int left = static_cast<int>(std::lround(place.column * column));
    const int right = static_cast<int>(std::lround((place.column + place.width) * column)) - kCardGap;
    rects.emplace_back(left, place.row * kGridRow, right - left, place.height * kGridRow - kCardGap);
  }
  return rects;
}

std::vector<GridPlace> gridFrom(const std::vector<QRect>& rects, int width) {
  std::vector<GridPlace> places;
  const double column = static_cast<double>(width + kCardGap) / kGridColumns;
  for (const QRect& rect : rects) {
    GridPlace place;
    place.column = static_cast<int>(std::lround(rect.left() / column));
    place.width = static_cast<int>(std::lround((rect.right() + 1 + kCardGap) / column)) - place.column;
    place.row = static_cast<int>(std::lround(static_cast<double>(rect.top()) / kGridRow));
    place.height = static_cast<int>(std::lround(static_cast<double>(rect.height() + kCardGap) / kGridRow));
    places.push_back(inside(place));
  }
  settle(places, places.size());
  return places;
}

std::vector<GridPlace> movedTo(std::vector<GridPlace> places, std::size_t which, GridPlace to) {
  for (GridPlace& place : places) {
    place = inside(place);
  }
  if (which < places.size()) {
    places[which] = inside(to);
  }
  settle(places, which);
  return places;
}

}  // namespace tatara::ui
