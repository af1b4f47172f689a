// What the slider of the comparison means: a weight, a window or a width, or nothing where the best so far is
// shown.
#pragma once

#include "ui/chart/line_frame.h"
#include "ui/runs/view_state.h"

namespace tatara::ui {

Smoothing smoothingOf(const ViewState& view, bool higherIsBetter);
// "0.75", "25 points", "σ 6.2".
QString smoothingText(const ViewState& view);
// For the card: "smoothing 0.75"; empty when there is none.
QString smoothingBadge(const ViewState& view);

}  // namespace tatara::ui
