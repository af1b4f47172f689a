// A cell of two bins is decided when no side of the polygon meets it: then all of its points lie on one side.
// Cells are taken wider than they are by more than the crossing test rounds, so that a point next to a side
// is always looked at.
#include "core/dataset/internal/lasso.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <optional>
#include <span>

namespace tatara::dataset {
namespace {

constexpr double kWider = 1e-9;  // of the size of what is compared; the test rounds a few times at 1e-16

struct Interval {
  double low = 0;
  double high = 0;
  double middle() const { return std::midpoint(low, high); }
  bool meets(double a, double b) const { return std::min(a, b) <= high && std::max(a, b) >= low; }
};

// What a bin covers, in the units of the axis, widened; none where the bin says nothing of a value.
std::optional<Interval> covered(const Bins& bins, std::size_t bin, bool log, double size) {
  if (bin >= bins.count || (bins.kind != Bins::Kind::Values && bins.kind != Bins::Kind::Ranges)) {
    return std::nullopt;
  }
  const bool single = bins.kind == Bins::Kind::Values;
  double low = single ? bins.first + static_cast<double>(bin) : bins.edge(bin);
  double high = single ? low : bins.edge(bin + 1);
  if (log && low <= 0) {
    return std::nullopt;
  }
  low = log ? std::log10(low) : low;
  high = log ? std::log10(high) : high;
  const double wider = kWider * (size + std::max(std::abs(low), std::abs(high)));
  return Interval{low - wider, high + wider};
}

bool meets(const Lasso::Side& side, const Interval& x, const Interval& y) {
  if (!x.meets(side.x1, side.x2) || !y.meets(side.y1, side.y2)) {
    return false;
  }
  // Not when the cell's corners are all on one side of the line.
  const double dx = side.x2 - side.x1, dy = side.y2 - side.y1;
  const auto turn = [&](double px, double py) { return dx * (py - side.y1) - dy * (px - side.x1); };
  const std::array turns{turn(x.low, y.low), turn(x.low, y.high), turn(x.high, y.low), turn(x.high, y.high)};
  return !(std::ranges::all_of(turns, [](double t) { return t > 0; }) ||
           std::ranges::all_of(turns, [](double t) { return t < 0; }));
}

bool inside(std::span<const Lasso::Side> sides, double x, double y) {
  bool odd = false;
  for (const auto& [x1, y1, x2, y2] : sides) {
    if ((y2 > y) != (y1 > y) && x < (x1 - x2) * (y - y2) / (y1 - y2) + x2) {
      odd = !odd;
    }
  }
  return odd;
}

Lasso::Verdict verdictOf(std::span<const Lasso::Side> sides, const Interval& x, const Interval& y) {
  if (std::ranges::any_of(sides, [&](const Lasso::Side& side) { return meets(side, x, y); })) {
    return Lasso::Verdict::Look;
  }
  return inside(sides, x.middle(), y.middle()) ? Lasso::Verdict::In : Lasso::Verdict::Out;
}

}  // namespace

Lasso::Lasso(const PolygonCondition& polygon, const Bins& x, const Bins& y)
    : m_logX(polygon.logX), m_logY(polygon.logY), m_verdicts(256 * 256, Verdict::Look) {
  std::vector<Side> sides;
  double sizeX = 0, sizeY = 0;
  const auto& corners = polygon.corners;
  for (std::size_t i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
    sides.push_back({corners[j].first, corners[j].second, corners[i].first, corners[i].second});
    sizeX = std::max(sizeX, std::abs(corners[i].first));
    sizeY = std::max(sizeY, std::abs(corners[i].second));
  }
  std::array<std::optional<Interval>, 256> columns;
  for (std::size_t bin = 0; bin < columns.size(); ++bin) {
    columns[bin] = covered(x, bin, m_logX, sizeX);
  }
  for (std::size_t bin = 0; bin < m_sides.size(); ++bin) {
    const auto row = covered(y, bin, m_logY, sizeY);
    std::ranges::copy_if(sides, std::back_inserter(m_sides[bin]),
                         [&](const Side& side) { return !row || row->meets(side.y1, side.y2); });
    for (std::size_t column = 0; column < columns.size() && row; ++column) {
      if (columns[column]) {
        m_verdicts[bin << 8 | column] = verdictOf(m_sides[bin], *columns[column], *row);
      }
    }
    m_verdicts[bin << 8 | kMissingBin] = Verdict::Out;
  }
  std::fill_n(m_verdicts.begin() + (kMissingBin << 8), 256, Verdict::Out);
}

bool Lasso::contains(double x, double y, std::uint8_t bin) const {
  x = m_logX ? std::log10(x) : x;
  y = m_logY ? std::log10(y) : y;
  return std::isfinite(x) && std::isfinite(y) && inside(m_sides[bin], x, y);
}

}  // namespace tatara::dataset
