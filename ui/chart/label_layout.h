// Places for the names at the ends of lines: each as near to its line as the others allow.
//
// Threads: pure functions.
#pragma once

#include <vector>

namespace tatara::ui {

// Centres for labels that would like to stand at `wanted`, at least `spacing` apart and inside [top, bottom],
// with the smallest sum of squared shifts (pool adjacent violators on wanted − i × spacing). The order of the
// wanted positions is kept; equal ones keep the order of the list. When they cannot all fit they are spread
// evenly.
std::vector<double> placeLabels(const std::vector<double>& wanted, double spacing, double top, double bottom);

}  // namespace tatara::ui
