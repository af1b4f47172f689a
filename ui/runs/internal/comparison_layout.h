// Where the cards of a comparison stand.
#pragma once

#include <QRect>
#include <vector>

#include "ui/runs/view_state.h"

namespace tatara::ui {

// `layout` Split and Charts: the usual five in their usual places (as in the mockups); Table: any charts, two
// a row, in order. Rows are as high as the space allows, never under 190 px; what does not fit is scrolled
// to.
std::vector<QRect> placeCharts(const std::vector<RunChartKind>& kinds, QSize space, RunsLayout layout);

// --- the grid of twelve columns, once a person has arranged it

inline constexpr int kGridColumns = 12;
inline constexpr int kGridRow = 48;  // a row and the gap under it
inline constexpr int kLeastWidth = 2;
inline constexpr int kLeastHeight = 3;

std::vector<QRect> rectsOf(const std::vector<GridPlace>& places, int width);
// The nearest places to where cards stand now, without overlap.
std::vector<GridPlace> gridFrom(const std::vector<QRect>& rects, int width);
// `which` is put to `to`, what lies there moves down, and everything falls up as far as it can; `which` keeps
// its column and size. No two places overlap, none leaves the grid.
std::vector<GridPlace> movedTo(std::vector<GridPlace> places, std::size_t which, GridPlace to);

}  // namespace tatara::ui
