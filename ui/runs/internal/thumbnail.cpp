#include "ui/runs/internal/thumbnail.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tatara::ui {
namespace {

constexpr int kColumns = 72;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Range {
  double low = kInfinity;
  double high = -kInfinity;
  void include(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  bool empty() const { return low > high; }
};

// The range of what is drawn: the late part, and of the early one as much as fits twice its height.
Range shownRange(const std::vector<series::Point>& points) {
  Range all;
  Range late;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (std::isfinite(points[i].value)) {
      all.include(points[i].value);
      if (i >= points.size() / 5) {
        late.include(points[i].value);
      }
    }
  }
  if (late.empty()) {
    return all;
  }
  const double room = std::max(late.high - late.low, 1e-12 * std::abs(late.high));
  return {std::max(all.low, late.low - room), std::min(all.high, late.high + room)};
}

}  // namespace

std::shared_ptr<const Thumbnail> makeThumbnail(const std::vector<series::Point>& points) {
  auto thumbnail = std::make_shared<Thumbnail>();
  const Range range = shownRange(points);
  if (range.empty()) {
    return thumbnail;
  }
  const double first = static_cast<double>(points.front().step);
  const double span = std::max(1.0, static_cast<double>(points.back().step) - first);
  const double height = range.high - range.low;
  const auto place = [&](double value) {
    return height <= 0 ? 0.5 : std::clamp((range.high - value) / height, 0.0, 1.0);
  };
  QPolygonF piece;
  int column = -1;
  Range inside;
  const auto flush = [&] {
    if (!inside.empty()) {
      const double x = (column + 0.5) / kColumns;
      piece.push_back({x, place(inside.low)});
      if (inside.high > inside.low) {
        piece.push_back({x, place(inside.high)});
      }
    }
    inside = Range();
  };
  const auto endPiece = [&] {
    flush();
    if (!piece.isEmpty()) {
      thumbnail->pieces.push_back(std::exchange(piece, {}));
    }
  };
  for (const series::Point& point : points) {
    if (!std::isfinite(point.value)) {
      endPiece();
      continue;
    }
    const int at = std::clamp(static_cast<int>((static_cast<double>(point.step) - first) / span * kColumns),
                              0, kColumns - 1);
    if (at != column) {
      flush();
      column = at;
    }
    inside.include(point.value);
  }
  endPiece();
  return thumbnail;
}

}  // namespace tatara::ui
