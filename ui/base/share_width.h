// How columns share the width of a table.
#pragma once

#include <vector>

namespace tatara::ui {

// Widths that fill `room` together: where `wanted` fits, each gets what it wants and an equal part of what is
// left; else narrow columns keep what they want and the wide ones are cut to the same width.
std::vector<int> shareWidth(const std::vector<int>& wanted, int room);

}  // namespace tatara::ui
