// A long series as the summary that is stored with it shows it, to be drawn until its points were looked at:
// a curve through the first, least, greatest and last value of at most 2,048 stretches, which takes a few
// milliseconds whatever the length. Every extreme is in it; where in its stretch one stands is not known.
//
// Threads: any but the GUI's.
#pragma once

#include <optional>
#include <vector>

#include "ui/curves/block_pages.h"

namespace tatara::ui {

// The same as points by step: of a stretch its first, one of its least and greatest value each at the step in
// its middle, and its last; a gap is NaN. Nothing for a series with fewer points than `least`, or one that
// has to be read whole.
Result<std::optional<std::vector<series::Point>>> overviewPoints(const SeriesPlace& place, std::size_t least,
                                                                 std::stop_token stop);

// `CurveData::overview()` is true of it. Null when the curve is one that is made of all points in memory.
Result<CurvePtr> makeOverviewCurve(const SeriesPlace& place, std::stop_token stop, std::size_t least);

}  // namespace tatara::ui
