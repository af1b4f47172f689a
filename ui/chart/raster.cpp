#include "ui/chart/raster.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "ui/chart/internal/coverage.h"

namespace tatara::ui {
namespace {

constexpr double kRounding = 1e-3;  // rows; of far more than the arithmetic of lines is off
constexpr int kStrip = 16;  // columns that are drawn beside one another: a cache line of the image's rows

struct Rows {
  int begin = 0;
  int end = 0;
  bool empty() const { return begin >= end; }
};

// Coverage of the strokes that come again and again, by their place relative to the stroke: the ends of
// vertical strokes, and the lines to the next column over a few rows. The numbers are those that coverageAt
// gives.
class StrokeTables {
 public:
  static constexpr int kMostRise = 12;

  StrokeTables(double radius, Antialiasing antialiasing)
      : m_radius(radius),
        m_antialiasing(antialiasing),
        m_reach(static_cast<int>(radius + 1)),
        m_side(m_reach + 1) {
    for (int away = 0; away < m_side; ++away) {
      for (int beyond = 0; beyond < m_side; ++beyond) {
        const double dx = away;
        const double dy = beyond;
        m_ends.push_back(coverageAt(dx * dx + dy * dy, radius, antialiasing));
      }
    }
  }

  int reach() const { return m_reach; }
  // `away` columns beside the stroke (at most `reach`), `beyond` rows past its end.
  const std::uint8_t* end(int away) const { return m_ends.data() + away * m_side; }

  // Coverage of the line from (0, 0) to (1, rise) in column `at`, rows min(0, rise) − reach … max(0, rise) +
  // reach.
  const std::uint8_t* line(int rise, int at) {
    Lines& lines = m_lines[static_cast<std::size_t>(rise + kMostRise)];
    const int rows = std::abs(rise) + 2 * m_reach + 1;
    if (lines.empty()) {
      const Spine spine(0, 0, 1, rise);
      for (int column = -m_reach; column <= m_reach + 1; ++column) {
        for (int row = 0; row < rows; ++row) {
          lines.push_back(coverageAt(spine.distance2(column, row + std::min(rise, 0) - m_reach), m_radius,
                                     m_antialiasing));
        }
      }
    }
    return lines.data() + (at + m_reach) * rows;
  }

 private:
  using Lines = std::vector<std::uint8_t>;

  double m_radius;
  Antialiasing m_antialiasing;
  int m_reach;
  int m_side;
  std::vector<std::uint8_t> m_ends;
  std::array<Lines, 2 * kMostRise + 1> m_lines;
};

// One curve's walk over the columns: its coverage of the current column, and where it stands in its spans.
class CurveWalk {
 public:
  CurveWalk(const RasterCurve& curve, int height, Antialiasing antialiasing)
      : m_spans(curve.spans),
        m_style(curve.style),
        m_antialiasing(antialiasing),
        m_height(height),
        m_radius(curve.style.width / 2),
        m_reach(strokeReach(curve.style)),
        m_alpha(static_cast<std::uint32_t>(std::clamp(curve.style.opacity, 0.0, 1.0) * 255 + 0.5)),
        m_tables(m_radius, antialiasing),
        m_dots(curve.style.dotRadius, antialiasing) {}

  // Coverage of `column` in `cover` (zero before the call), and the rows that may hold any.
  Rows cover(int column, std::uint8_t* cover) {
    const auto count = static_cast<std::ptrdiff_t>(m_spans.size());
    while (m_cursor < count && m_spans[static_cast<std::size_t>(m_cursor)].column + m_reach < column &&
           (m_cursor + 1 >= count ||
            m_spans[static_cast<std::size_t>(m_cursor) + 1].column + m_reach < column)) {
      ++m_cursor;
    }
    Rows rows{m_height, 0};
    for (std::ptrdiff_t i = m_cursor; i < count; ++i) {
      const ColumnSpan& span = m_spans[static_cast<std::size_t>(i)];
      if (span.column - m_reach > column) {
        break;
      }
      if (span.column + m_reach >= column) {
        coverSpan(span, column, cover, rows);
      }
      if (i + 1 < count && m_spans[static_cast<std::size_t>(i) + 1].kind == SpanKind::Joined) {
        const ColumnSpan& next = m_spans[static_cast<std::size_t>(i) + 1];
        if (next.column + m_reach >= column && !lineIsHidden(span, next)) {
          coverLine(span, next, column, cover, rows);
        }
      }
    }
    return rows;
  }

  std::uint32_t dash(int column) const { return dashAt(m_style.dash, column, m_antialiasing); }
  QRgb colour() const { return m_style.colour; }
  std::uint32_t alpha() const { return m_alpha; }

 private:
  void coverSpan(const ColumnSpan& span, int column, std::uint8_t* cover, Rows& rows) {
    const StrokeTables& tables = span.kind == SpanKind::Alone ? m_dots : m_tables;
    const int reach = tables.reach();
    const int away = std::abs(column - span.column);
    if (away > reach) {
      return;
    }
    const std::uint8_t* end = tables.end(away);
    // Between the ends the coverage is the same in every row.
    const int middleBegin = std::clamp(span.top, 0, m_height);
    const int middleEnd = std::clamp(span.bottom + 1, 0, m_height);
    if (middleBegin < middleEnd) {
      raise(cover, middleBegin, middleEnd, end[0], rows);
    }
    for (int beyond = 1; beyond <= reach && end[beyond] > 0; ++beyond) {
      raiseOne(cover, span.top - beyond, end[beyond], rows);
      raiseOne(cover, span.bottom + beyond, end[beyond], rows);
    }
  }

  void coverLine(const ColumnSpan& from, const ColumnSpan& to, int column, std::uint8_t* cover, Rows& rows) {
    const int rise = to.first - from.last;
    if (to.column - from.column == 1 && std::abs(rise) <= StrokeTables::kMostRise) {
      coverShortLine(from, to, rise, column, cover, rows);
      return;
    }
    const Spine spine(from.column, from.last, to.column, to.first);
    // Nothing is covered farther than this from the line, nor from the line that goes on beyond its ends.
    const double wide = m_radius + 0.5;
    double low = std::min(from.last, to.first) - wide;
    double high = std::max(from.last, to.first) + wide;
    if (spine.dx > 0) {
      const double slope = spine.dy / spine.dx;
      const double middle = spine.y + slope * (column - spine.x);
      const double aside = wide * std::sqrt(1 + slope * slope) + kRounding;
      low = std::max(low, middle - aside);
      high = std::min(high, middle + aside);
    }
    const int begin = rowFrom(low);
    const int end = rowFrom(high);
    // Beside its own span a line is never nearer than that span's stroke, whose rows need no second look.
    if (column <= from.column) {
      coverAround(spine, column, begin, end, from, cover, rows);
    } else if (column >= to.column) {
      coverAround(spine, column, begin, end, to, cover, rows);
    } else {
      coverEach(spine, m_radius, column, begin, end, cover, rows);
    }
  }

  // The first row at or below `row` that there is.
  int rowFrom(double row) const {
    const double near = std::clamp(row, 0.0, static_cast<double>(m_height));
    const auto whole = static_cast<int>(near);
    return whole + (whole < near ? 1 : 0);
  }

  // To the next column, from the table.
  void coverShortLine(const ColumnSpan& from, const ColumnSpan& to, int rise, int column, std::uint8_t* cover,
                      Rows& rows) {
    const int reach = m_tables.reach();
    const int at = column - from.column;
    if (at < -reach || at > reach + 1) {
      return;
    }
    const std::uint8_t* line = m_tables.line(rise, at);
    const int top = std::min(from.last, to.first) - reach;
    const int begin = std::max(top, 0);
    const int end = std::min(std::max(from.last, to.first) + reach + 1, m_height);
    const ColumnSpan& span = at <= 0 ? from : to;
    for (int row = begin; row < end; ++row) {
      if (row == span.top && row <= span.bottom) {
        row = span.bottom;  // never nearer than the span's own stroke
        continue;
      }
      cover[row] = std::max(cover[row], line[row - top]);
    }
    if (begin < end) {
      rows.begin = std::min(rows.begin, begin);
      rows.end = std::max(rows.end, end);
    }
  }

  void coverAround(const Spine& spine, int column, int begin, int end, const ColumnSpan& span,
                   std::uint8_t* cover, Rows& rows) {
    coverEach(spine, m_radius, column, begin, std::min(end, span.top), cover, rows);
    coverEach(spine, m_radius, column, std::max(begin, span.bottom + 1), end, cover, rows);
  }

  void coverEach(const Spine& spine, double radius, int column, int begin, int end, std::uint8_t* cover,
                 Rows& rows) {
    if (begin >= end) {
      return;
    }
    const Antialiasing antialiasing = m_antialiasing;
    for (int row = begin; row < end; ++row) {
      const std::uint8_t covered = coverageAt(spine.distance2(column, row), radius, antialiasing);
      cover[row] = std::max(cover[row], covered);
    }
    rows.begin = std::min(rows.begin, begin);
    rows.end = std::max(rows.end, end);
  }

  void raiseOne(std::uint8_t* cover, int row, std::uint8_t value, Rows& rows) const {
    if (row >= 0 && row < m_height) {
      cover[row] = std::max(cover[row], value);
      rows.begin = std::min(rows.begin, row);
      rows.end = std::max(rows.end, row + 1);
    }
  }

  static void raise(std::uint8_t* cover, int begin, int end, std::uint8_t value, Rows& rows) {
    if (value == 255) {
      std::memset(cover + begin, 255, static_cast<std::size_t>(end - begin));
    } else if (value > 0) {
      for (int row = begin; row < end; ++row) {
        cover[row] = std::max(cover[row], value);
      }
    } else {
      return;
    }
    rows.begin = std::min(rows.begin, begin);
    rows.end = std::max(rows.end, end);
  }

  std::span<const ColumnSpan> m_spans;
  const StrokeStyle& m_style;
  Antialiasing m_antialiasing;
  int m_height;
  double m_radius;
  int m_reach;
  std::uint32_t m_alpha;
  StrokeTables m_tables;
  StrokeTables m_dots;
  std::ptrdiff_t m_cursor = 0;
};

// `target` is one column of a strip.
void blend(const CurveWalk& curve, std::uint32_t dash, Rows rows, std::uint8_t* cover,
           std::uint32_t* target) {
  const std::uint32_t alpha = scaled(curve.alpha(), dash);
  const QRgb solid = curve.colour() | 0xff000000U;
  for (int row = rows.begin; row < rows.end; ++row) {
    const std::uint32_t covered = cover[row];
    std::uint32_t& pixel = target[static_cast<std::ptrdiff_t>(row) * kStrip];
    if (covered == 0 || pixel >= 0xff000000U) {
      continue;
    }
    const std::uint32_t amount = scaled(covered, alpha);
    pixel = amount == 255 && pixel == 0 ? solid : under(pixel, curve.colour(), amount);
  }
  std::memset(cover + rows.begin, 0, static_cast<std::size_t>(rows.end - rows.begin));
}

}  // namespace

int strokeReach(const StrokeStyle& style) {
  return static_cast<int>(std::ceil(std::max(style.width / 2, style.dotRadius) + 0.5));
}

void rasteriseColumns(std::span<const RasterCurve> curves, uchar* bits, const QImage& image, int begin,
                      int end, Antialiasing antialiasing) {
  const int height = image.height();
  std::vector<CurveWalk> walks;
  walks.reserve(curves.size());
  for (const RasterCurve& curve : curves) {
    walks.emplace_back(curve, height, antialiasing);
  }
  std::vector<std::uint8_t> cover(static_cast<std::size_t>(height), 0);
  std::vector<std::uint32_t> strip(static_cast<std::size_t>(height) * kStrip);  // row by row
  const qsizetype line = image.bytesPerLine();
  for (int from = begin; from < end; from += kStrip) {
    const int width = std::min(kStrip, end - from);
    std::fill(strip.begin(), strip.end(), 0U);
    for (int i = 0; i < width; ++i) {
      for (CurveWalk& walk : walks) {
        const Rows rows = walk.cover(from + i, cover.data());
        if (!rows.empty()) {
          blend(walk, walk.dash(from + i), rows, cover.data(), strip.data() + i);
        }
      }
    }
    for (int row = 0; row < height; ++row) {
      std::memcpy(bits + row * line + static_cast<qsizetype>(from) * 4,
                  strip.data() + static_cast<std::ptrdiff_t>(row) * kStrip,
                  static_cast<std::size_t>(width) * 4);
    }
  }
}

QImage rasterise(std::span<const RasterCurve> curves, QSize size, Antialiasing antialiasing) {
  if (size.isEmpty()) {
    return {};
  }
  QImage image(size, QImage::Format_ARGB32_Premultiplied);
  rasteriseColumns(curves, image.bits(), image, 0, image.width(), antialiasing);
  return image;
}

}  // namespace tatara::ui
