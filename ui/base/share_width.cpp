#include "ui/base/share_width.h"

#include <algorithm>
#include <numeric>

namespace tatara::ui {

std::vector<int> shareWidth(const std::vector<int>& wanted, int room) {
  const auto count = static_cast<int>(wanted.size());
  std::vector<int> widths(wanted.size(), 0);
  std::vector<std::size_t> order(wanted.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&wanted](std::size_t i) { return wanted[i]; });
  int left = std::max(room, 0);
  for (int i = 0; i < count; ++i) {
    const std::size_t column = order[static_cast<std::size_t>(i)];
    widths[column] = std::min(wanted[column], left / (count - i));
    left -= widths[column];
  }
  for (int i = 0; i < count; ++i) {
    const int more = left / (count - i);
    widths[static_cast<std::size_t>(i)] += more;
    left -= more;
  }
  return widths;
}

}  // namespace tatara::ui
