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

}  // namespace tatara::ui
