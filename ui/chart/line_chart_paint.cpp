#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <vector>

#include "ui/base/number_text.h"
#include "ui/base/type.h"
#include "ui/chart/internal/on_worker.h"
#include "ui/chart/label_layout.h"
#include "ui/chart/line_chart.h"

namespace tatara::ui {
namespace {

constexpr double kLegendRow = 18;
constexpr int kLegendRows = 2;
constexpr double kLegendMargin = 10;
constexpr double kLegendSwatch = 10;
constexpr double kLegendName = 150;
constexpr double kLabelSpacing = 14;
constexpr double kElbow = 14;
constexpr double kBoldWidth = 2.6;
constexpr double kOthers = 0.55;

// The y of a hairline that covers exactly one row of device pixels.
double crisp(double value, double ratio) {
  return (std::floor(value * ratio) + 0.5) / ratio;
}

struct LegendPlace {
  std::size_t curve = 0;
  QRectF rect;
};

// As many names as two rows hold; the caller says how many are left.
std::vector<LegendPlace> placeLegend(const std::vector<Curve>& curves, double width) {
  const QFontMetricsF metrics(ui::font(TextRole::Caption));
  std::vector<LegendPlace> places;
  double x = kLegendMargin;
  int row = 0;
  for (std::size_t i = 0; i < curves.size(); ++i) {
    if (curves[i].muted) {
      continue;
    }
    const double wide =
        kLegendSwatch + 5 + std::min(metrics.horizontalAdvance(curves[i].label), kLegendName) + 14;
    const double reserve = row == kLegendRows - 1 ? 60 : 0;
    if (x + wide > width - kLegendMargin - reserve) {
      if (++row == kLegendRows) {
        break;
      }
      x = kLegendMargin;
    }
    places.push_back({i, QRectF(x, row * kLegendRow, wide, kLegendRow)});
    x += wide;
  }
  return places;
}

}  // namespace

double LineChart::legendHeight(double width) const {
  if (!usesLegend()) {
    return 0;
  }
  const std::vector<LegendPlace> places = placeLegend(m_curves, width);
  return places.empty() ? 0 : places.back().rect.bottom() + 4;
}

void LineChart::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (!m_frame) {
    return;
  }
  const LineFrame& frame = *m_frame;
  const bool hovering = m_curves.size() > 1 && !m_link->hovered().isEmpty() &&
                        std::any_of(m_curves.begin(), m_curves.end(),
                                    [this](const Curve& c) { return c.key == m_link->hovered(); });
  paintGrid(painter, frame);
  if (frame.size == QSizeF(size())) {
    painter.setOpacity(hovering ? kOthers : 1);
    painter.drawImage(frame.plot.topLeft(), frame.image);
    painter.setOpacity(1);
    if (hovering) {
      paintHovered(painter, frame);
    }
  } else {
    // While the window is being dragged larger the old picture stands in for the one under way.
    painter.drawImage(frame.plot.topLeft(), frame.image);
  }
  paintLevels(painter, frame);
  paintAxes(painter, frame);
  paintLegend(painter, frame);
  paintEndLabels(painter, frame);
  paintMarks(painter, frame);
  paintCrossHair(painter, frame);
  if (m_moved) {
    paintDrag(painter);
  }
}

void LineChart::paintDrag(QPainter& painter) const {
  QColor fill = colors().acc;
  fill.setAlphaF(0.14F);
  painter.setPen(QPen(colors().acctx, 1));
  const QRectF band = dragged();
  if (m_drag == Drag::Lasso) {
    painter.setBrush(fill);
    painter.drawPolygon(m_lasso);
    painter.setBrush(Qt::NoBrush);
  } else if (m_drag == Drag::Rectangle) {
    painter.fillRect(band, fill);
    painter.drawRect(band);
  } else if (m_drag == Drag::Zoom) {
    painter.fillRect(band, fill);
    painter.drawLine(band.topLeft(), band.bottomLeft());
    painter.drawLine(band.topRight(), band.bottomRight());
  }
}

void LineChart::paintChart(QPainter& painter, const QRectF& rect) {
  const bool vector = painter.paintEngine()->type() == QPaintEngine::SVG;
  const qreal ratio = vector ? 1 : painter.device()->devicePixelRatioF();
  LineFramePtr frame;
  onWorkerIf(hasPaged(),
             [&frame, request = makeRequest(rect.size(), ratio)] { frame = makeLineFrame(request); });
  painter.save();
  painter.translate(rect.topLeft());
  paintGrid(painter, *frame);
  if (vector) {
    paintBandsAsPaths(painter, *frame);
    paintCurvesAsPaths(painter, *frame);
  } else {
    painter.drawImage(frame->plot.topLeft(), frame->image);
  }
  paintLevels(painter, *frame);
  paintAxes(painter, *frame);
  paintLegend(painter, *frame);
  paintEndLabels(painter, *frame);
  paintMarks(painter, *frame);
  painter.restore();
}

void LineChart::paintPhases(QPainter& painter, const LineFrame& frame) const {
  for (const ChartPhase& phase : m_phases) {
    const double left = std::max(frame.at(phase.from, 0).x(), frame.plot.left());
    const double right = std::min(frame.at(phase.to, 0).x(), frame.plot.right());
    if (left < right) {
      QColor fill = colors().acc;
      fill.setAlphaF(std::min(0.05F + 0.05F * static_cast<float>(phase.depth), 0.25F));
      painter.fillRect(QRectF(left, frame.plot.top(), right - left, frame.plot.height()), fill);
    }
  }
}

void LineChart::paintGrid(QPainter& painter, const LineFrame& frame) const {
  paintPhases(painter, frame);
  painter.setPen(QPen(colors().grid, 1 / frame.ratio, Qt::SolidLine, Qt::FlatCap));
  for (const Tick& tick : frame.yTicks.ticks) {
    const double y = crisp(frame.at(0, tick.value).y(), frame.ratio);
    if (!tick.label.isEmpty() && y >= frame.plot.top() && y <= frame.plot.bottom()) {
      painter.drawLine(QPointF(frame.plot.left(), y), QPointF(frame.plot.right(), y));
    }
  }
}

void LineChart::paintAxes(QPainter& painter, const LineFrame& frame) const {
  const Colors& c = colors();
  const double bottom = crisp(frame.plot.bottom(), frame.ratio);
  painter.setPen(QPen(c.axis, 1 / frame.ratio, Qt::SolidLine, Qt::FlatCap));
  painter.drawLine(QPointF(frame.plot.left(), bottom), QPointF(frame.plot.right(), bottom));
  painter.setFont(ui::font(TextRole::Caption));
  double taken = -1e9;
  for (const Tick& tick : frame.xTicks.ticks) {
    const double x = crisp(frame.at(tick.value, 0).x(), frame.ratio);
    painter.setPen(QPen(c.axis, 1 / frame.ratio, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(QPointF(x, bottom), QPointF(x, bottom + 3));
    const double half = tabularWidth(painter.font(), tick.label) / 2;
    if (x - half < taken) {
      continue;
    }
    painter.setPen(c.tx3);
    drawTabular(painter, QRectF(x - half, bottom + 5, 2 * half, 16), Qt::AlignHCenter, tick.label);
    taken = x + half + 6;
  }
  painter.setPen(c.tx3);
  for (const Tick& tick : frame.yTicks.ticks) {
    const double y = frame.at(0, tick.value).y();
    drawTabular(painter, QRectF(0, y - 8, frame.plot.left() - 8, 16), Qt::AlignRight, tick.label);
  }
  if (!frame.yTicks.exponent.isEmpty()) {
    painter.drawText(QPointF(2, frame.plot.top() + 3), frame.yTicks.exponent);
  }
}

void LineChart::paintLevels(QPainter& painter, const LineFrame& frame) const {
  std::vector<QRectF> words;
  for (const ChartLevel& level : m_levels) {
    if (!frame.map.y().hasPlace(level.y)) {
      continue;
    }
    const double y = crisp(frame.at(0, level.y).y(), frame.ratio);
    if (y < frame.plot.top() || y > frame.plot.bottom()) {
      continue;
    }
    const QColor color = colors().*level.role;
    QPen pen(color, 1);
    pen.setDashPattern({6, 3});
    painter.setPen(pen);
    painter.drawLine(QPointF(frame.plot.left(), y), QPointF(frame.plot.right(), y));
    painter.setFont(ui::font(TextRole::Caption));
    // Above its line, else below it, so that the card's edge cuts nothing; where both are taken the words at
    // the curves' ends have to do.
    const double width = painter.fontMetrics().horizontalAdvance(level.text);
    for (const double top : {y - 17, y + 1}) {
      const QRectF place(frame.plot.right() - 4 - width, top, width, 16);
      if (top >= 0 &&
          std::ranges::none_of(words, [&](const QRectF& other) { return other.intersects(place); })) {
        painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter | Qt::TextDontClip, level.text);
        words.push_back(place);
        break;
      }
    }
  }
}

void LineChart::paintMarks(QPainter& painter, const LineFrame& frame) const {
  const Colors& c = colors();
  for (const ChartMark& mark : m_marks) {
    if (!frame.map.x().hasPlace(mark.x) || !frame.map.y().hasPlace(mark.y)) {
      continue;
    }
    const QPointF at = frame.at(mark.x, mark.y);
    if (at.x() < frame.plot.left() || at.x() > frame.plot.right()) {
      continue;
    }
    QPen pen(c.tx2, 1);
    pen.setDashPattern({1, 3});
    painter.setPen(pen);
    const double x = crisp(at.x(), frame.ratio);
    painter.drawLine(QPointF(x, frame.plot.top() + 4), QPointF(x, frame.plot.bottom()));
    painter.setFont(ui::font(TextRole::Badge));
    painter.setPen(c.tx1);
    const double wide = painter.fontMetrics().horizontalAdvance(mark.text);
    const bool left = x - wide - 8 > frame.plot.left();
    painter.drawText(QRectF(left ? x - wide - 6 : x + 6, frame.plot.top() + 2, wide + 2, 16),
                     Qt::AlignLeft | Qt::AlignVCenter, mark.text);
    const auto curve = std::find_if(m_curves.begin(), m_curves.end(),
                                    [&mark](const Curve& each) { return each.key == mark.key; });
    if (curve != m_curves.end() && at.y() >= frame.plot.top() && at.y() <= frame.plot.bottom()) {
      painter.setPen(QPen(c.bg1, 1.5));
      painter.setBrush(colorOf(*curve));
      drawMarker(painter, RunMarker::Circle, at, 4.5);
    }
  }
}

namespace {

// The last place inside the plot, or where the line leaves it.
std::optional<QPointF> endOf(const LineFrame& frame, const std::vector<ColumnSpan>& spans) {
  const auto inside = std::find_if(spans.rbegin(), spans.rend(),
                                   [&](const ColumnSpan& span) { return span.column < frame.map.width(); });
  if (inside == spans.rend() || inside->column < 0) {
    return std::nullopt;
  }
  double column = inside->column + 1;
  double row = inside->last + 0.5;
  if (inside != spans.rbegin() && inside.base()->kind == SpanKind::Joined) {
    // It goes on to a point beyond the view.
    const ColumnSpan& next = *inside.base();
    const double part =
        (frame.map.width() - inside->column) / static_cast<double>(next.column - inside->column);
    column = frame.map.width();
    row += part * (next.first - inside->last);
  }
  const double y = std::clamp(frame.plot.top() + row / frame.ratio, frame.plot.top(), frame.plot.bottom());
  return QPointF(frame.plot.left() + column / frame.ratio, y);
}

// A run that ended early: a tick at its end, and a faint line over to its name.
void paintEarlyEnd(QPainter& painter, const LineFrame& frame, QPointF from, const QColor& color) {
  painter.setPen(QPen(color, 1.4));
  painter.drawLine(QPointF(from.x(), from.y() - 3.5), QPointF(from.x(), from.y() + 3.5));
  QColor faint = color;
  faint.setAlphaF(0.35F);
  QPen pen(faint, 1);
  pen.setDashPattern({1, 3});
  painter.setPen(pen);
  painter.drawLine(QPointF(from.x() + 3, crisp(from.y(), frame.ratio)),
                   QPointF(frame.plot.right(), crisp(from.y(), frame.ratio)));
}

}  // namespace

void LineChart::paintEndLabels(QPainter& painter, const LineFrame& frame) const {
  if (!usesEndLabels(frame.size)) {
    return;
  }
  struct End {
    std::size_t curve;
    QPointF from;
  };
  std::vector<End> ends;
  std::vector<double> wanted;
  for (std::size_t i = 0; i < m_curves.size() && i < frame.spans.size(); ++i) {
    const std::vector<ColumnSpan>& spans = frame.spans[i];
    if (m_curves[i].muted || spans.empty()) {
      continue;
    }
    if (const auto end = endOf(frame, spans)) {
      ends.push_back({i, *end});
      wanted.push_back(end->y());
    }
  }
  const bool details = ends.size() <= 3 && std::any_of(ends.begin(), ends.end(), [this](const End& end) {
                         return !m_curves[end.curve].detail.isEmpty();
                       });
  const std::vector<double> placed = placeLabels(wanted, details ? 2 * kLabelSpacing : kLabelSpacing,
                                                 frame.plot.top() + 4, frame.plot.bottom() - 2);
  const double textX = frame.plot.right() + kElbow;
  const double textWidth = frame.size.width() - textX - 2;
  for (std::size_t e = 0; e < ends.size(); ++e) {
    const Curve& curve = m_curves[ends[e].curve];
    const QPointF from = ends[e].from;
    QColor color = colorOf(curve);
    painter.setBrush(Qt::NoBrush);
    if (frame.plot.right() - from.x() > 6) {
      paintEarlyEnd(painter, frame, from, color);
    }
    painter.setPen(QPen(color, 1));
    QPainterPath leader(QPointF(std::max(from.x(), frame.plot.right()), from.y()));
    leader.lineTo(frame.plot.right() + 3, from.y());
    leader.lineTo(textX - 6, placed[e]);
    leader.lineTo(textX - 3, placed[e]);
    painter.drawPath(leader);
    const bool hovered = curve.key == m_link->hovered() && m_curves.size() > 1;
    painter.setFont(ui::font(hovered ? TextRole::Badge : TextRole::Caption));
    painter.setPen(colors().tx1);
    const QString name =
        painter.fontMetrics().elidedText(curve.label, Qt::ElideMiddle, static_cast<int>(textWidth));
    painter.drawText(QRectF(textX, placed[e] - 8, textWidth + 2, 16), Qt::AlignLeft | Qt::AlignVCenter, name);
    if (details) {
      painter.setFont(ui::font(TextRole::Caption));
      painter.setPen(colors().tx3);
      painter.drawText(QRectF(textX, placed[e] + 5, textWidth + 2, 16), Qt::AlignLeft | Qt::AlignVCenter,
                       curve.detail);
    }
  }
}

void LineChart::paintLegend(QPainter& painter, const LineFrame& frame) const {
  if (!usesLegend()) {
    return;
  }
  const std::vector<LegendPlace> places = placeLegend(m_curves, frame.size.width());
  painter.setFont(ui::font(TextRole::Caption));
  for (const LegendPlace& place : places) {
    const Curve& curve = m_curves[place.curve];
    drawSwatch(painter, QPointF(place.rect.left(), place.rect.top() + 4), curve.style, SwatchRing::None);
    const bool hovered = curve.key == m_link->hovered();
    painter.setFont(ui::font(hovered ? TextRole::Badge : TextRole::Caption));
    painter.setPen(colors().tx1);
    painter.drawText(
        place.rect.adjusted(kLegendSwatch + 5, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(curve.label, Qt::ElideMiddle, static_cast<int>(kLegendName)));
  }
  const auto named = static_cast<std::size_t>(
      std::count_if(m_curves.begin(), m_curves.end(), [](const Curve& curve) { return !curve.muted; }));
  if (!places.empty() && places.size() < named) {
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(colors().tx3);
    painter.drawText(QRectF(places.back().rect.right(), places.back().rect.top(), 80, kLegendRow),
                     Qt::AlignLeft | Qt::AlignVCenter, tr("+%1 more").arg(named - places.size()));
  }
}

// For SVG: each stretch of a band as one polygon.
void LineChart::paintBandsAsPaths(QPainter& painter, const LineFrame& frame) const {
  painter.save();
  painter.setClipRect(frame.plot);
  painter.setPen(Qt::NoPen);
  for (std::size_t i = m_curves.size(); i-- > 0;) {
    QColor fill = colorOf(m_curves[i]);
    fill.setAlphaF(m_curves[i].muted ? 0.07F : 0.18F);
    painter.setBrush(fill);
    const Band& band = frame.bands[i];
    for (std::size_t begin = 0; begin < band.size();) {
      std::size_t end = begin;
      QPolygonF shape;
      const auto x = [&](std::size_t column) {
        return frame.plot.left() + (static_cast<double>(column) + 0.5) / frame.ratio;
      };
      for (; end < band.size() && !band[end].empty(); ++end) {
        shape << QPointF(x(end), frame.plot.top() + band[end].top / frame.ratio);
      }
      for (std::size_t back = end; back-- > begin;) {
        shape << QPointF(x(back), frame.plot.top() + (band[back].bottom + 1) / frame.ratio);
      }
      if (shape.size() > 3) {
        painter.drawPolygon(shape);
      }
      begin = std::max(end, begin + 1);
    }
  }
  painter.restore();
}

// For SVG: the same spans as strokes of a path.
void LineChart::paintCurvesAsPaths(QPainter& painter, const LineFrame& frame) const {
  painter.save();
  painter.setClipRect(frame.plot);
  for (std::size_t i = m_curves.size(); i-- > 0;) {
    const Curve& curve = m_curves[i];
    QPen pen = runPen(curve.style, curve.width);
    pen.setColor(colorOf(curve));
    pen.setCapStyle(Qt::RoundCap);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.setOpacity(curve.muted ? 0.38 : 1);
    const auto at = [&frame](std::int32_t column, std::int32_t row) {
      return QPointF(frame.plot.left() + (column + 0.5) / frame.ratio,
                     frame.plot.top() + (row + 0.5) / frame.ratio);
    };
    QPainterPath path;
    for (const ColumnSpan& span : frame.spans[i]) {
      if (span.kind == SpanKind::Alone) {
        path.addEllipse(at(span.column, span.first), 0.75, 0.75);
        continue;
      }
      if (span.kind == SpanKind::Joined && !path.isEmpty()) {
        path.lineTo(at(span.column, span.first));
      } else {
        path.moveTo(at(span.column, span.first));
      }
      if (span.top != span.bottom) {
        path.lineTo(at(span.column, span.top));
        path.lineTo(at(span.column, span.bottom));
        path.lineTo(at(span.column, span.last));
      }
    }
    painter.drawPath(path);
  }
  painter.restore();
}

void LineChart::paintHovered(QPainter& painter, const LineFrame& frame) {
  if (m_boldKey != m_link->hovered() || m_boldFrame != &frame) {
    std::vector<RasterCurve> bold;
    for (std::size_t i = 0; i < m_curves.size() && i < frame.spans.size(); ++i) {
      if (m_curves[i].key == m_link->hovered()) {
        StrokeStyle style;
        style.colour = colorOf(m_curves[i]).rgb();
        style.width = kBoldWidth * frame.ratio;
        style.dotRadius = 2 * frame.ratio;
        if (m_curves[i].style.dash != RunDash::Solid) {
          const bool wide = m_curves[i].style.dash == RunDash::Long;
          style.dash = {
              (wide ? 6 : 2) * frame.ratio, (wide ? 3 : 2) * frame.ratio,
              frame.map.x().hasPlace(frame.fullX.low) ? frame.map.x().position(frame.fullX.low) : 0};
        }
        bold.push_back({frame.spans[i], style});
      }
    }
    m_bold = rasterise(bold, QSize(frame.map.width(), frame.map.height()), Antialiasing::On);
    m_bold.setDevicePixelRatio(frame.ratio);
    m_boldKey = m_link->hovered();
    m_boldFrame = &frame;
  }
  painter.drawImage(frame.plot.topLeft(), m_bold);
}

QRectF LineChart::pillRect(const LineFrame& frame, double x, const QString& text) const {
  const double wide = tabularWidth(ui::font(TextRole::Badge), text) + 16;
  const double left = std::clamp(x - wide / 2, 0.0, std::max(0.0, frame.size.width() - wide));
  return {left, frame.plot.bottom() + 3, wide, 18};
}

void LineChart::paintCrossHair(QPainter& painter, const LineFrame& frame) const {
  const std::optional<CrossHair>& cross = m_link->crossHair();
  if (!cross || cross->unit != m_options.xUnit || frame.empty || !frame.map.x().hasPlace(cross->x)) {
    return;
  }
  const Colors& c = colors();
  const double x = crisp(frame.at(cross->x, 0).x(), frame.ratio);
  if (x < frame.plot.left() - 1 || x > frame.plot.right() + 1) {
    return;
  }
  QPen pen(c.tx2, 1);
  pen.setDashPattern({3, 3});
  painter.setPen(pen);
  painter.drawLine(QPointF(x, frame.plot.top()), QPointF(x, frame.plot.bottom()));
  for (const Reading& reading : readings(cross->x)) {
    const Curve& curve = m_curves[reading.curve];
    if (curve.muted || !frame.map.y().hasPlace(reading.y) || !frame.map.x().hasPlace(reading.x)) {
      continue;
    }
    const QPointF at = frame.at(reading.x, reading.y);
    if (at.y() < frame.plot.top() - 1 || at.y() > frame.plot.bottom() + 1) {
      continue;
    }
    const bool hovered = curve.key == m_link->hovered();
    painter.setPen(QPen(c.bg1, 1.5));
    painter.setBrush(colorOf(curve));
    drawMarker(painter, curve.style.marker, at, hovered ? 5 : 4);
  }
  const QString text = xText(cross->x);
  const QRectF pill = pillRect(frame, x, text);
  painter.setPen(Qt::NoPen);
  painter.setBrush(c.tx1);
  painter.drawRoundedRect(pill, 4, 4);
  painter.setFont(ui::font(TextRole::Badge));
  painter.setPen(c.bg1);
  drawTabular(painter, pill, Qt::AlignHCenter, text);
}

}  // namespace tatara::ui
