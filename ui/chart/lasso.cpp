#include "ui/chart/lasso.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tatara::ui {
namespace {

// The rows of one column that are inside, as pairs of ends.
using Inside = std::vector<std::pair<double, double>>;

Inside insideAt(const QPolygonF& lasso, double column) {
  std::vector<double> crossings;
  for (qsizetype i = 0; i < lasso.size(); ++i) {
    const QPointF from = lasso[i];
    const QPointF to = lasso[(i + 1) % lasso.size()];
    if ((from.x() <= column) != (to.x() <= column)) {
      crossings.push_back(from.y() + (column - from.x()) / (to.x() - from.x()) * (to.y() - from.y()));
    }
  }
  std::sort(crossings.begin(), crossings.end());
  Inside inside;
  for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
    inside.emplace_back(crossings[i], crossings[i + 1]);
  }
  return inside;
}

bool meets(const Inside& inside, double top, double bottom) {
  return std::any_of(inside.begin(), inside.end(), [&](const std::pair<double, double>& part) {
    return part.first <= bottom && top <= part.second;
  });
}

class Columns {
 public:
  explicit Columns(const QPolygonF& lasso) {
    const QRectF box = lasso.boundingRect();
    m_first = static_cast<int>(std::ceil(box.left()));
    for (int column = m_first; column <= box.right(); ++column) {
      m_inside.push_back(insideAt(lasso, column));
    }
  }

  bool meet(const std::vector<ColumnSpan>& spans) const {
    for (std::size_t i = 0; i < spans.size(); ++i) {
      const ColumnSpan& span = spans[i];
      const Inside* here = at(span.column);
      if (here != nullptr && meets(*here, span.top, span.bottom)) {
        return true;
      }
      if (i > 0 && span.kind == SpanKind::Joined && meetsLine(spans[i - 1], span)) {
        return true;
      }
    }
    return false;
  }

 private:
  const Inside* at(int column) const {
    const int place = column - m_first;
    return place >= 0 && place < static_cast<int>(m_inside.size())
               ? &m_inside[static_cast<std::size_t>(place)]
               : nullptr;
  }

  // In the columns between two spans.
  bool meetsLine(const ColumnSpan& from, const ColumnSpan& to) const {
    const int last = std::min(to.column, m_first + static_cast<int>(m_inside.size())) - 1;
    for (int column = std::max(from.column + 1, m_first); column <= last; ++column) {
      const double part = static_cast<double>(column - from.column) / (to.column - from.column);
      const double row = from.last + part * (to.first - from.last);
      if (meets(*at(column), row, row)) {
        return true;
      }
    }
    return false;
  }

  int m_first = 0;
  std::vector<Inside> m_inside;
};

}  // namespace

std::vector<bool> curvesInLasso(const std::vector<std::vector<ColumnSpan>>& curves, const QPolygonF& lasso) {
  std::vector<bool> inside(curves.size(), false);
  if (lasso.size() < 3) {
    return inside;
  }
  const Columns columns(lasso);
  for (std::size_t i = 0; i < curves.size(); ++i) {
    inside[i] = columns.meet(curves[i]);
  }
  return inside;
}

}  // namespace tatara::ui
