#include "ui/chart/quick_raster.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "core/exec/parallel.h"
#include "ui/chart/internal/coverage.h"
#include "ui/chart/internal/recycled_image.h"

namespace tatara::ui {
namespace {

constexpr int kQuickStrip = 16;  // columns that one part draws; a cache line of the image's rows

// Rows [top, bottom] of one column. Small, because a frame of many curves has hundreds of thousands.
struct Stroke {
  std::uint16_t column;
  std::uint16_t top;
  std::uint16_t bottom;
};

// The strokes of one curve, by column.
class Strokes {
 public:
  Strokes(const RasterCurve& curve, QSize size)
      : m_width(size.width()),
        m_height(size.height()),
        m_thick(static_cast<std::int32_t>(std::max((curve.style.width - 1) / 2, 0.0) + 0.5)),
        m_dot(static_cast<std::int32_t>(std::max(curve.style.dotRadius - 0.5, 0.0) + 0.5)) {
    m_all.reserve(curve.spans.size());
    const ColumnSpan* before = nullptr;
    for (const ColumnSpan& span : curve.spans) {
      if (span.kind != SpanKind::Alone &&
          (span.kind == SpanKind::Begins || before == nullptr || lineIsHidden(*before, span))) {
        pushRows(span.column, span.top - m_thick, span.bottom + m_thick);
        before = &span;
        continue;
      }
      double top = span.top;
      double bottom = span.bottom;
      if (span.kind == SpanKind::Joined && before != nullptr) {
        join(*before, span, top, bottom);
      }
      if (span.kind == SpanKind::Alone) {
        for (std::int32_t away = -m_dot; away <= m_dot; ++away) {
          push(span.column + away, top - m_dot, bottom + m_dot);
        }
      } else {
        push(span.column, top, bottom);
      }
      before = &span;
    }
    if (!std::ranges::is_sorted(m_all, {}, &Stroke::column)) {
      std::ranges::stable_sort(m_all, {}, &Stroke::column);  // dots reach back
    }
  }

  std::vector<Stroke> take() && { return std::move(m_all); }

 private:
  // The line's part in the column before, in those between, and in the column of `to` (as `top`, `bottom`).
  void join(const ColumnSpan& from, const ColumnSpan& to, double& top, double& bottom) {
    const double columns = to.column - from.column;
    if (columns <= 0) {
      top = std::min(top, static_cast<double>(from.last));
      bottom = std::max(bottom, static_cast<double>(from.last));
      return;
    }
    const double slope = (to.first - from.last) / columns;
    const auto at = [&](double column) { return from.last + slope * (column - from.column); };
    const double out = at(from.column + 0.5);
    push(from.column, std::min<double>(from.last, out), std::max<double>(from.last, out));
    for (std::int32_t column = std::max(from.column + 1, 0); column < std::min(to.column, m_width);
         ++column) {
      push(column, std::min(at(column - 0.5), at(column + 0.5)),
           std::max(at(column - 0.5), at(column + 0.5)));
    }
    const double in = at(to.column - 0.5);
    top = std::min(top, in);
    bottom = std::max(bottom, in);
  }

  void push(std::int32_t column, double top, double bottom) {
    // Rounded to a whole row, far ones without leaving what fits.
    const double far = m_height + 1;
    pushRows(column, static_cast<std::int32_t>(std::floor(std::clamp(top - m_thick + 0.5, -1.0, far))),
             static_cast<std::int32_t>(std::floor(std::clamp(bottom + m_thick + 0.5, -1.0, far))));
  }

  void pushRows(std::int32_t column, std::int32_t top, std::int32_t bottom) {
    if (column < 0 || column >= m_width || bottom < 0 || top >= m_height) {
      return;
    }
    top = std::max(top, 0);
    bottom = std::min(bottom, m_height - 1);
    if (!m_all.empty() && m_all.back().column == column && top <= m_all.back().bottom + 1 &&
        bottom + 1 >= m_all.back().top) {
      top = std::min<std::int32_t>(top, m_all.back().top);
      bottom = std::max<std::int32_t>(bottom, m_all.back().bottom);
      m_all.pop_back();
    }
    m_all.push_back({static_cast<std::uint16_t>(column), static_cast<std::uint16_t>(top),
                     static_cast<std::uint16_t>(bottom)});
  }

  std::int32_t m_width;
  std::int32_t m_height;
  std::int32_t m_thick;
  std::int32_t m_dot;
  std::vector<Stroke> m_all;
};

// Some columns of the picture, row by row, and which rows of each are opaque.
class Strip {
 public:
  explicit Strip(int height)
      : m_words((static_cast<std::size_t>(height) + 63) / 64),
        m_pixels(static_cast<std::size_t>(height) * kQuickStrip),
        m_opaque(m_words * kQuickStrip) {}

  const std::uint32_t* row(int row) const {
    return m_pixels.data() + static_cast<std::ptrdiff_t>(row) * kQuickStrip;
  }

  void draw(const Stroke& stroke, int column, QRgb colour, std::uint32_t alpha) {
    std::uint64_t* opaque = m_opaque.data() + static_cast<std::size_t>(column) * m_words;
    const std::size_t first = stroke.top;
    const std::size_t last = stroke.bottom;
    for (std::size_t word = first / 64; word <= last / 64; ++word) {
      std::uint64_t rows = ~opaque[word];
      if (word == first / 64) {
        rows &= ~0ULL << (first % 64);
      }
      if (word == last / 64) {
        rows &= ~0ULL >> (63 - last % 64);
      }
      if (rows != 0) {
        opaque[word] |= alpha == 255 ? rows : 0;
        fill(m_pixels.data() + word * 64 * kQuickStrip + column, rows, colour, alpha);
      }
    }
  }

 private:
  // The rows that `rows` names of the 64 that begin at `pixels`.
  static void fill(std::uint32_t* pixels, std::uint64_t rows, QRgb colour, std::uint32_t alpha) {
    const QRgb solid = colour | 0xff000000U;
    for (; rows != 0; rows &= rows - 1) {
      std::uint32_t& pixel = pixels[std::countr_zero(rows) * kQuickStrip];
      pixel = pixel == 0 && alpha == 255 ? solid : under(pixel, colour, alpha);
    }
  }

  std::size_t m_words;
  std::vector<std::uint32_t> m_pixels;
  std::vector<std::uint64_t> m_opaque;
};

// A curve's strokes, and where those of each strip begin.
struct Stripped {
  std::vector<Stroke> strokes;
  std::vector<std::uint32_t> begins;
};

std::vector<Stripped> strokesOf(std::span<const RasterCurve> curves, QSize size) {
  std::vector<Stripped> stripped(curves.size());
  exec::inParallel(curves.size(), [&](std::size_t i) {
    Stripped& one = stripped[i];
    one.strokes = Strokes(curves[i], size).take();
    for (int column = 0; column < size.width() + kQuickStrip; column += kQuickStrip) {
      auto at = one.strokes.begin() + (one.begins.empty() ? 0 : one.begins.back());
      while (at != one.strokes.end() && at->column < column) {
        ++at;
      }
      one.begins.push_back(static_cast<std::uint32_t>(at - one.strokes.begin()));
    }
  });
  return stripped;
}

// How many curves cross each pixel of some columns: rows one after the other, `width` to each.
class CrossCounts {
 public:
  CrossCounts(QSize size)
      : m_width(size.width()),
        m_height(size.height()),
        m_counts(static_cast<std::size_t>(m_width) * static_cast<std::size_t>(m_height + 1)) {}

  // The strokes of one curve in one column, which may overlap.
  void add(std::vector<Stroke>& strokes) {
    std::ranges::sort(strokes, {}, &Stroke::top);
    for (std::size_t from = 0; from < strokes.size();) {
      std::uint16_t bottom = strokes[from].bottom;
      std::size_t to = from + 1;
      for (; to < strokes.size() && strokes[to].top <= bottom + 1; ++to) {
        bottom = std::max(bottom, strokes[to].bottom);
      }
      ++at(strokes[from].column, strokes[from].top);
      --at(strokes[from].column, bottom + 1);
      from = to;
    }
  }

  // From changes between rows to counts; the greatest of them.
  std::int32_t sum(int begin, int end) {
    std::int32_t most = 0;
    for (int row = 1; row < m_height; ++row) {
      for (int column = begin; column < end; ++column) {
        at(column, row) += at(column, row - 1);
      }
    }
    for (int row = 0; row < m_height; ++row) {
      for (int column = begin; column < end; ++column) {
        most = std::max(most, at(column, row));
      }
    }
    return most;
  }

  std::int32_t& at(int column, int row) {
    return m_counts[static_cast<std::size_t>(row) * static_cast<std::size_t>(m_width) +
                    static_cast<std::size_t>(column)];
  }

 private:
  int m_width;
  int m_height;
  std::vector<std::int32_t> m_counts;
};

// By count: premultiplied.
std::vector<QRgb> crowdShades(std::int32_t most, QRgb colour) {
  constexpr double kOne = 0.12;
  constexpr double kMost = 0.85;
  std::vector<QRgb> shades{0};
  for (std::int32_t count = 1; count <= most; ++count) {
    const double part = most > 1 ? std::sqrt((count - 1.0) / (most - 1.0)) : 0;
    const auto alpha = static_cast<std::uint32_t>((kOne + (kMost - kOne) * part) * 255 + 0.5);
    shades.push_back(under(0, colour, alpha));
  }
  return shades;
}

}  // namespace

QImage rasteriseCrowd(std::span<const RasterCurve> curves, QSize size, QRgb colour) {
  if (size.isEmpty()) {
    return {};
  }
  std::vector<RasterCurve> thin(curves.begin(), curves.end());
  for (RasterCurve& curve : thin) {
    curve.style.width = 1;
    curve.style.dotRadius = 0.5;
  }
  const std::vector<Stripped> stripped = strokesOf(thin, size);
  CrossCounts counts(size);
  const int strips = (size.width() + kQuickStrip - 1) / kQuickStrip;
  std::vector<std::int32_t> most(static_cast<std::size_t>(strips), 0);
  exec::inParallel(most.size(), [&](std::size_t strip) {
    std::vector<Stroke> column;
    for (const Stripped& one : stripped) {
      for (std::uint32_t at = one.begins[strip]; at < one.begins[strip + 1]; ++at) {
        column.push_back(one.strokes[at]);
        if (at + 1 == one.begins[strip + 1] || one.strokes[at + 1].column != one.strokes[at].column) {
          counts.add(column);
          column.clear();
        }
      }
    }
    const int begin = static_cast<int>(strip) * kQuickStrip;
    most[strip] = counts.sum(begin, std::min(begin + kQuickStrip, size.width()));
  });
  const std::vector<QRgb> shades = crowdShades(std::ranges::max(most), colour);
  QImage image = recycledImage(size);
  for (int row = 0; row < size.height(); ++row) {
    auto* line = reinterpret_cast<QRgb*>(image.scanLine(row));
    for (int column = 0; column < size.width(); ++column) {
      line[column] = shades[static_cast<std::size_t>(counts.at(column, row))];
    }
  }
  return image;
}

QImage rasteriseQuickly(std::span<const RasterCurve> curves, QSize size) {
  if (size.isEmpty()) {
    return {};
  }
  QImage image = recycledImage(size);
  uchar* bits = image.bits();
  const qsizetype line = image.bytesPerLine();
  const std::vector<Stripped> stripped = strokesOf(curves, size);
  const int strips = (size.width() + kQuickStrip - 1) / kQuickStrip;
  exec::inParallel(static_cast<std::size_t>(strips), [&](std::size_t strip) {
    const int begin = static_cast<int>(strip) * kQuickStrip;
    const int end = std::min(begin + kQuickStrip, size.width());
    Strip canvas(size.height());
    for (std::size_t i = 0; i < curves.size(); ++i) {
      const StrokeStyle& style = curves[i].style;
      const auto alpha = static_cast<std::uint32_t>(std::clamp(style.opacity, 0.0, 1.0) * 255 + 0.5);
      const Stripped& one = stripped[i];
      // Those of the curve after the next lie somewhere else.
      const Stripped& later = stripped[std::min(i + 2, curves.size() - 1)];
      __builtin_prefetch(later.strokes.data() + later.begins[strip]);
      for (std::uint32_t at = one.begins[strip]; at < one.begins[strip + 1]; ++at) {
        const Stroke& stroke = one.strokes[at];
        if (style.dash.off <= 0 || dashAt(style.dash, stroke.column, Antialiasing::Off) != 0) {
          canvas.draw(stroke, stroke.column - begin, style.colour, alpha);
        }
      }
    }
    for (int row = 0; row < size.height(); ++row) {
      std::memcpy(bits + row * line + static_cast<qsizetype>(begin) * 4, canvas.row(row),
                  static_cast<std::size_t>(end - begin) * 4);
    }
  });
  return image;
}

}  // namespace tatara::ui
