#include "ui/chart/band.h"

#include <algorithm>
#include <cmath>

namespace tatara::ui {
namespace {

constexpr double kCrowded = 2;  // points a column from which a band is drawn

void include(BandColumn& column, std::int32_t top, std::int32_t bottom) {
  if (column.empty()) {
    column = {top, bottom};
  } else {
    column.top = std::min(column.top, top);
    column.bottom = std::max(column.bottom, bottom);
  }
}

// The rows that a line through the spans touches, column by column.
Band touched(std::span<const ColumnSpan> spans, int width) {
  Band rows(static_cast<std::size_t>(std::max(width, 0)));
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const ColumnSpan& span = spans[i];
    if (span.column >= 0 && span.column < width) {
      include(rows[static_cast<std::size_t>(span.column)], span.top, span.bottom);
    }
    if (span.kind != SpanKind::Joined || i == 0 || spans[i - 1].column >= span.column) {
      continue;
    }
    const ColumnSpan& from = spans[i - 1];
    const double slope = static_cast<double>(span.first - from.last) / (span.column - from.column);
    for (std::int32_t c = std::max(from.column + 1, 0); c < std::min<std::int32_t>(span.column, width); ++c) {
      const auto row = static_cast<std::int32_t>(std::lround(from.last + slope * (c - from.column)));
      include(rows[static_cast<std::size_t>(c)], row, row);
    }
  }
  return rows;
}

// Source over, both premultiplied.
QRgb over(QRgb top, QRgb bottom) {
  const int rest = 255 - qAlpha(top);
  const auto mix = [rest](int t, int b) { return t + (b * rest + 127) / 255; };
  return qRgba(mix(qRed(top), qRed(bottom)), mix(qGreen(top), qGreen(bottom)), mix(qBlue(top), qBlue(bottom)),
               mix(qAlpha(top), qAlpha(bottom)));
}

std::size_t firstAt(CurveReader& reader, const PlotMap& map, std::int32_t column) {
  const std::size_t placed = map.x().scale() == AxisScale::Log ? reader.indexAfter(0) : 0;
  return reader.firstWhere(placed, reader.size(), [&](double x) { return map.column(x) >= column; });
}

}  // namespace

Band bandBetween(std::span<const ColumnSpan> low, std::span<const ColumnSpan> high, int width) {
  const Band bottoms = touched(low, width);
  Band band = touched(high, width);
  for (std::size_t i = 0; i < band.size(); ++i) {
    if (band[i].empty() || bottoms[i].empty()) {
      band[i] = {};
    } else {
      include(band[i], bottoms[i].top, bottoms[i].bottom);
    }
  }
  return band;
}

bool outnumbersColumns(CurveReader& reader, const PlotMap& map) {
  const std::size_t visible = firstAt(reader, map, map.width()) - firstAt(reader, map, 0);
  return static_cast<double>(visible) > kCrowded * map.width();
}

std::vector<ColumnSpan> meanColumns(CurveReader& reader, const PlotMap& map, int margin) {
  std::vector<ColumnSpan> spans;
  const std::size_t end = firstAt(reader, map, map.width() + margin);
  bool joined = false;
  for (std::size_t i = firstAt(reader, map, -margin); i < end;) {
    const std::int32_t column = map.column(reader.x(i));
    const bool unbroken = joined && std::isfinite(reader.y(i));
    double sum = 0;
    std::size_t count = 0;
    for (; i < end && map.column(reader.x(i)) == column; ++i) {
      if (std::isfinite(reader.y(i))) {
        sum += reader.y(i);
        ++count;
      }
    }
    if (count > 0) {
      const std::int32_t row = map.row(sum / static_cast<double>(count));
      spans.push_back({column, row, row, row, row, unbroken ? SpanKind::Joined : SpanKind::Begins});
    }
    joined = std::isfinite(reader.y(i - 1));
  }
  // What neither comes from nor goes to a neighbour is a dot.
  for (std::size_t i = 0; i < spans.size(); ++i) {
    if (spans[i].kind == SpanKind::Begins &&
        (i + 1 == spans.size() || spans[i + 1].kind != SpanKind::Joined)) {
      spans[i].kind = SpanKind::Alone;
    }
  }
  return spans;
}

std::vector<ColumnSpan> middleColumns(std::vector<ColumnSpan> spans) {
  for (ColumnSpan& span : spans) {
    const std::int32_t row = span.top + (span.bottom - span.top) / 2;
    span.first = span.top = span.bottom = span.last = row;
  }
  return spans;
}

QImage paintBands(std::span<const BandFill> bands, QSize size) {
  QImage image(size, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::transparent);
  uchar* bits = image.bits();
  const auto stride = image.bytesPerLine();
  for (std::size_t i = bands.size(); i-- > 0;) {
    const BandFill& fill = bands[i];
    const int alpha = static_cast<int>(std::lround(std::clamp(fill.opacity, 0.0, 1.0) * 255));
    const QRgb pixel = qPremultiply(qRgba(qRed(fill.color), qGreen(fill.color), qBlue(fill.color), alpha));
    const auto width = std::min<std::size_t>(fill.band->size(), static_cast<std::size_t>(size.width()));
    for (std::size_t column = 0; column < width; ++column) {
      const BandColumn rows = (*fill.band)[column];
      for (int row = std::max(rows.top, 0); row <= std::min(rows.bottom, size.height() - 1); ++row) {
        auto* line = reinterpret_cast<QRgb*>(bits + row * stride);
        line[column] = over(pixel, line[column]);
      }
    }
  }
  return image;
}

}  // namespace tatara::ui
