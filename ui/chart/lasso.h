// Which curves of a picture a lasso meets. Pure; any thread.
#pragma once

#include <QPolygonF>
#include <vector>

#include "ui/chart/columns.h"

namespace tatara::ui {

// By curve, whether any of what is drawn of it lies inside `lasso`, whose corners are device pixels of the
// plot (columns and rows).
std::vector<bool> curvesInLasso(const std::vector<std::vector<ColumnSpan>>& curves, const QPolygonF& lasso);

}  // namespace tatara::ui
