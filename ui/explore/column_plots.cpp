#include "ui/explore/column_plots.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTimeZone>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/base/number_text.h"
#include "ui/base/theme.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

QColor faded(QColor color, float alpha) {
  color.setAlphaF(alpha);
  return color;
}

QString edgeText(const ColumnBars& bars, double value, double width) {
  if (bars.scale == ColumnBars::Scale::Time) {
    return timeValueText(value * 1000, width * 1000, QTimeZone::utc());
  }
  return bars.whole && std::abs(value) < 1e15 ? countText(std::llround(value)) : metricText(value);
}

}  // namespace

double ColumnBars::most() const {
  double most = 0;
  for (const Bar& bar : bars) {
    most = std::max(most, bar.count);
  }
  return most;
}

QString barRangeText(const ColumnBars& bars, std::size_t index) {
  const ColumnBars::Bar& bar = bars.bars[index];
  if (bars.kind == ColumnBars::Kind::Values) {
    return bar.value;
  }
  const double width = bar.high - bar.low;
  // Whole numbers: the last one of a bar is told, not the next bar's first.
  if (bars.whole && bars.scale == ColumnBars::Scale::Number) {
    const double first = std::ceil(bar.low);
    const double last = index + 1 == bars.bars.size() ? std::floor(bar.high) : std::ceil(bar.high) - 1;
    return last <= first ? edgeText(bars, first, width)
                         : ColumnHistogram::tr("%1 to %2")
                               .arg(edgeText(bars, first, width), edgeText(bars, last, width));
  }
  return ColumnHistogram::tr("%1 to %2").arg(edgeText(bars, bar.low, width), edgeText(bars, bar.high, width));
}

QString barText(const ColumnBars& bars, std::size_t index) {
  const ColumnBars::Bar& bar = bars.bars[index];
  const QString range = barRangeText(bars, index);
  if (bar.shown >= 0) {
    return ColumnHistogram::tr("%1: %2 of %3 rows")
        .arg(range, countText(std::llround(bar.shown)), countText(std::llround(bar.count)));
  }
  return ColumnHistogram::tr("%1: %2 rows").arg(range, countText(std::llround(bar.count)));
}

void paintBars(QPainter& painter, const QRectF& rect, const ColumnBars& bars, bool strong, int hovered) {
  const double most = bars.most();
  if (bars.empty() || most <= 0) {
    return;
  }
  const Colors& c = colors();
  const bool brushed = bars.bars.front().shown >= 0;
  const double step = rect.width() / static_cast<double>(bars.bars.size());
  const double gap = step >= 3 ? 1 : 0;
  painter.setRenderHint(QPainter::Antialiasing, false);
  for (std::size_t i = 0; i < bars.bars.size(); ++i) {
    const ColumnBars::Bar& bar = bars.bars[i];
    const double left = std::round(rect.left() + static_cast<double>(i) * step);
    const double right = std::round(rect.left() + static_cast<double>(i + 1) * step);
    const auto fill = [&](double count, const QColor& color) {
      if (count > 0) {
        // What is there is seen, however little it is.
        const double height = std::max(std::round(rect.height() * count / most), 1.0);
        painter.fillRect(QRectF(left, rect.bottom() - height, std::max(right - left - gap, 1.0), height),
                         color);
      }
    };
    const QColor full = strong || static_cast<int>(i) == hovered ? c.acc : c.bar;
    fill(bar.count, brushed ? c.bg3 : full);
    if (brushed) {
      fill(bar.shown, full);
    }
  }
}

int barAt(const QRectF& rect, const ColumnBars& bars, double x) {
  const double part = (x - rect.left()) / rect.width();
  return part < 0 || part >= 1 || bars.empty()
             ? -1
             : static_cast<int>(part * static_cast<double>(bars.bars.size()));
}

ColumnHistogram::ColumnHistogram(QWidget* parent) : ChartView(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::TabFocus);
  setAccessibleName(tr("Distribution of the column"));
}

void ColumnHistogram::setContent(Content content) {
  m_content = std::move(content);
  m_hovered = -1;
  m_dragFrom.reset();
  if (m_axes == Axes::LogX && !canLogX()) {
    m_axes = Axes::Linear;
  }
  setAccessibleDescription(
      tr("%1: %n bars", nullptr, static_cast<int>(m_content.bars.bars.size())).arg(m_content.name));
  update();
  Q_EMIT noteChanged();
}

void ColumnHistogram::setAxes(Axes axes) {
  m_axes = axes;
  update();
  Q_EMIT noteChanged();
}

bool ColumnHistogram::canLogX() const {
  return m_content.bars.kind == ColumnBars::Kind::Ranges &&
         m_content.bars.scale == ColumnBars::Scale::Number && !m_content.bars.empty() &&
         m_content.bars.bars.back().high > 0;
}

ChartTable ColumnHistogram::table() const {
  const bool values = m_content.bars.kind == ColumnBars::Kind::Values;
  ChartTable::Column low{tr("From"), {}, {}};
  ChartTable::Column high{tr("To"), {}, {}};
  ChartTable::Column words{m_content.name, {}, {}};
  ChartTable::Column counts{tr("Rows"), {}, {}};
  for (const ColumnBars::Bar& bar : m_content.bars.bars) {
    low.values.push_back(bar.low);
    high.values.push_back(bar.high);
    words.texts.push_back(bar.value);
    counts.values.push_back(bar.count);
  }
  return values ? ChartTable{{words, counts}} : ChartTable{{low, high, counts}};
}

QString ColumnHistogram::note() const {
  if (m_axes != Axes::LogX) {
    return {};
  }
  double left = 0;
  for (const ColumnBars::Bar& bar : m_content.bars.bars) {
    left += bar.low <= 0 ? bar.count : 0;
  }
  return left > 0 ? tr("%1 rows in bars that reach 0 or below not shown").arg(countText(std::llround(left)))
                  : QString();
}

ColumnHistogram::Layout ColumnHistogram::layout(const QRectF& rect) const {
  Layout out;
  const auto& bars = m_content.bars.bars;
  const double most = std::max(m_content.bars.most(), 1.0);
  AxisRange y{0, most * 1.05};
  if (m_axes == Axes::LogY) {
    y = {0, std::log10(most * 1.4 + 1)};
  }
  const bool ranges = m_content.bars.kind == ColumnBars::Kind::Ranges;
  AxisRange x{0, static_cast<double>(bars.size())};
  if (ranges) {
    x = {bars.front().low, bars.back().high};
    if (m_axes == Axes::LogX) {
      const auto first = std::ranges::find_if(bars, [](const auto& bar) { return bar.low > 0; });
      const double low = first == bars.end() ? bars.back().high / 10 : first->low;
      x = {std::log10(low), std::log10(bars.back().high)};
    }
    if (!(x.low < x.high)) {
      x = {x.low - 0.5, x.high + 0.5};
    }
  }
  out.plot = layoutPlot(rect, x, y);
  if (m_axes == Axes::LogY) {
    out.plot.yTicks.ticks.clear();
    for (double decade = 1; decade <= most * 1.4; decade *= 10) {
      out.plot.yTicks.ticks.push_back({std::log10(decade + 1), countText(std::llround(decade))});
    }
  }
  if (!ranges) {
    out.plot.xTicks.ticks.clear();
    const double room = out.plot.plot.width() / static_cast<double>(bars.size());
    const QFontMetricsF metrics(ui::font(TextRole::Caption));
    for (std::size_t i = 0; i < bars.size(); ++i) {
      const QString label = metrics.elidedText(bars[i].value, Qt::ElideRight, std::max(room - 4, 22.0));
      out.plot.xTicks.ticks.push_back({static_cast<double>(i) + 0.5, label});
    }
  } else if (m_axes == Axes::LogX) {
    out.plot.xTicks = logTicks(std::pow(10, x.low), std::pow(10, x.high), 6);
    for (Tick& tick : out.plot.xTicks.ticks) {
      tick.value = std::log10(tick.value);
    }
  } else if (m_content.bars.scale == ColumnBars::Scale::Time) {
    out.plot.xTicks = timeTicks(x.low * 1000, x.high * 1000, 5, QTimeZone::utc());
    for (Tick& tick : out.plot.xTicks.ticks) {
      tick.value /= 1000;
    }
  }
  for (std::size_t i = 0; i < bars.size(); ++i) {
    double from = ranges ? bars[i].low : static_cast<double>(i);
    double to = ranges ? bars[i].high : static_cast<double>(i + 1);
    if (ranges && m_axes == Axes::LogX) {
      if (from <= 0) {
        out.rects.emplace_back();
        continue;
      }
      from = std::log10(from);
      to = std::log10(to);
    }
    const double height = m_axes == Axes::LogY ? std::log10(bars[i].count + 1) : bars[i].count;
    const double left = std::round(out.plot.xAt(from));
    const double right = std::round(out.plot.xAt(to));
    const double top = out.plot.yAt(height);
    out.rects.emplace_back(left, top, std::max(right - left - (right - left >= 3 ? 1 : 0), 1.0),
                           out.plot.plot.bottom() - top);
  }
  return out;
}

void ColumnHistogram::paintChart(QPainter& painter, const QRectF& rect) {
  if (m_content.bars.empty()) {
    painter.setFont(ui::font(TextRole::Cell));
    painter.setPen(colors().tx3);
    painter.drawText(rect, Qt::AlignCenter, tr("Every value is different or missing"));
    return;
  }
  const Colors& c = colors();
  const Layout at = layout(rect);
  paintPlotGrid(painter, at.plot);
  const bool brushed = m_content.bars.bars.front().shown >= 0;
  painter.setRenderHint(QPainter::Antialiasing, false);
  for (std::size_t i = 0; i < at.rects.size(); ++i) {
    const ColumnBars::Bar& bar = m_content.bars.bars[i];
    if (at.rects[i].isEmpty()) {
      continue;
    }
    const QColor full = static_cast<int>(i) == m_hovered ? c.acch : c.acc;
    painter.fillRect(at.rects[i], brushed ? c.barm : full);
    if (brushed && bar.count > 0 && bar.shown > 0) {
      QRectF inside = at.rects[i];
      const double part = m_axes == Axes::LogY ? std::log10(bar.shown + 1) / std::log10(bar.count + 1)
                                               : bar.shown / bar.count;
      inside.setTop(inside.bottom() - std::max(inside.height() * part, 1.0));
      painter.fillRect(inside, full);
    }
  }
  paintPlotAxes(painter, at.plot);
  if (m_content.bars.kind != ColumnBars::Kind::Ranges) {
    return;
  }
  const auto place = [&](double value) -> std::optional<double> {
    if (m_axes == Axes::LogX) {
      if (value <= 0) {
        return std::nullopt;
      }
      value = std::log10(value);
    }
    const double x = std::floor(at.plot.xAt(value)) + 0.5;
    return x >= at.plot.plot.left() && x <= at.plot.plot.right() + 1 ? std::optional(x) : std::nullopt;
  };
  std::optional<std::pair<double, double>> span;
  if (m_dragFrom) {
    span = std::pair(std::min(*m_dragFrom, m_dragTo), std::max(*m_dragFrom, m_dragTo));
  } else if (m_content.brushed) {
    const auto low = place(std::max(m_content.brushed->first, m_content.bars.bars.front().low));
    const auto high = place(std::min(m_content.brushed->second, m_content.bars.bars.back().high));
    if (low && high) {
      span = std::pair(*low, *high);
    }
  }
  if (span) {
    painter.fillRect(
        QRectF(span->first, at.plot.plot.top(), span->second - span->first, at.plot.plot.height()),
        faded(c.acc, 0.12F));
    painter.setPen(QPen(c.acctx, 1));
    painter.drawLine(QPointF(span->first, at.plot.plot.top()), QPointF(span->first, at.plot.plot.bottom()));
    painter.drawLine(QPointF(span->second, at.plot.plot.top()), QPointF(span->second, at.plot.plot.bottom()));
  }
  // Mean dashed, median solid; their legend stands where the bars leave room.
  painter.setFont(ui::font(TextRole::Caption));
  const bool right = m_content.mean && place(*m_content.mean).value_or(0) < at.plot.plot.center().x() + 20;
  double y = at.plot.plot.top() + 2;
  const auto mark = [&](const std::optional<double>& value, const QString& name, Qt::PenStyle style) {
    const auto x = value ? place(*value) : std::nullopt;
    if (!x) {
      return;
    }
    QPen pen(c.tx1, 1.2, style);
    if (style == Qt::DashLine) {
      pen.setDashPattern({3, 2.5});
    }
    painter.setPen(pen);
    painter.drawLine(QPointF(*x, at.plot.plot.top()), QPointF(*x, at.plot.plot.bottom()));
    const double width = m_content.bars.bars.front().high - m_content.bars.bars.front().low;
    const QString text = m_content.bars.scale == ColumnBars::Scale::Time
                             ? name + QLatin1Char(' ') + edgeText(m_content.bars, *value, width)
                             : name + QLatin1Char(' ') + metricText(*value);
    const double wide = tabularWidth(painter.font(), text);
    const double left = right ? at.plot.plot.right() - wide - 30 : at.plot.plot.left() + 8;
    painter.fillRect(QRectF(left - 3, y, wide + 33, 15), faded(c.bg1, 0.85F));
    painter.drawLine(QPointF(left, y + 7.5), QPointF(left + 18, y + 7.5));
    drawTabular(painter, QRectF(left + 24, y, wide + 4, 15), Qt::AlignLeft, text);
    y += 16;
  };
  mark(m_content.mean, tr("mean"), Qt::DashLine);
  mark(m_content.median, tr("median"), Qt::SolidLine);
}

void ColumnHistogram::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  paintChart(painter, QRectF(rect()));
}

double ColumnHistogram::valueAt(const Layout& at, double x) const {
  const double part = std::clamp((x - at.plot.plot.left()) / at.plot.plot.width(), 0.0, 1.0);
  const double value = at.plot.x.low + part * (at.plot.x.high - at.plot.x.low);
  return m_axes == Axes::LogX ? std::pow(10, value) : value;
}

void ColumnHistogram::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && m_content.bars.kind == ColumnBars::Kind::Ranges &&
      !m_content.bars.empty()) {
    m_dragFrom = event->position().x();
    m_dragTo = *m_dragFrom;
  }
}

void ColumnHistogram::mouseMoveEvent(QMouseEvent* event) {
  if (m_content.bars.empty()) {
    return;
  }
  const Layout at = layout(QRectF(rect()));
  if (m_dragFrom) {
    m_dragTo = std::clamp(event->position().x(), at.plot.plot.left(), at.plot.plot.right());
  }
  int found = -1;
  for (std::size_t i = 0; i < at.rects.size(); ++i) {
    if (event->position().x() >= at.rects[i].left() && event->position().x() < at.rects[i].right() + 1) {
      found = static_cast<int>(i);
    }
  }
  m_hovered = found;
  showTip(event->globalPosition().toPoint(), found);
  update();
}

void ColumnHistogram::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || m_content.bars.empty()) {
    return;
  }
  const Layout at = layout(QRectF(rect()));
  constexpr double kClick = 4;  // pixels
  if (m_dragFrom && std::abs(event->position().x() - *m_dragFrom) > kClick) {
    // Whole bars: what is chosen is what is seen.
    const double from = valueAt(at, std::min(*m_dragFrom, m_dragTo));
    const double to = valueAt(at, std::max(*m_dragFrom, m_dragTo));
    const auto& bars = m_content.bars.bars;
    m_dragFrom.reset();
    const auto first = std::ranges::find_if(bars, [&](const auto& bar) { return bar.high > from; });
    auto last = std::ranges::find_if(bars, [&](const auto& bar) { return bar.high >= to; });
    last = last == bars.end() ? bars.end() - 1 : last;
    if (first != bars.end()) {
      Q_EMIT rangeBrushed(first->low, last->high, last + 1 == bars.end());
    }
  } else {
    m_dragFrom.reset();
    if (m_hovered >= 0) {
      Q_EMIT barClicked(m_hovered);
    }
  }
  update();
}

void ColumnHistogram::keyPressEvent(QKeyEvent* event) {
  const int count = static_cast<int>(m_content.bars.bars.size());
  if (count > 0 && (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)) {
    m_hovered = std::clamp(m_hovered + (event->key() == Qt::Key_Right ? 1 : -1), 0, count - 1);
    const QString text = barText(m_content.bars, static_cast<std::size_t>(m_hovered));
    setAccessibleDescription(text);
    const Layout at = layout(QRectF(rect()));
    const QRectF bar = at.rects[static_cast<std::size_t>(m_hovered)];
    showTip(mapToGlobal(QPointF(bar.center().x(), at.plot.plot.top()).toPoint()), m_hovered);
    update();
  } else if (m_hovered >= 0 && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
    Q_EMIT barClicked(m_hovered);
  } else {
    ChartView::keyPressEvent(event);
  }
}

void ColumnHistogram::leaveEvent(QEvent*) {
  m_hovered = -1;
  update();
}

void ColumnHistogram::showTip(QPoint position, int bar) {
  if (bar < 0) {
    QToolTip::hideText();
  } else {
    QToolTip::showText(position, barText(m_content.bars, static_cast<std::size_t>(bar)).toHtmlEscaped(),
                       this);
  }
}

void GroupPlot::setContent(Content content) {
  m_content = std::move(content);
  setAccessibleName(tr("Median and p10–p90 of %1 by %2").arg(m_content.column, m_content.group));
  update();
}

ChartTable GroupPlot::table() const {
  ChartTable table;
  table.columns = {{m_content.group, {}, {}},
                   {tr("Rows"), {}, {}},
                   {QStringLiteral("p10"), {}, {}},
                   {tr("Median"), {}, {}},
                   {QStringLiteral("p90"), {}, {}}};
  for (const Point& point : m_content.points) {
    table.columns[0].texts << point.label;
    table.columns[1].values.push_back(static_cast<double>(point.rows));
    table.columns[2].values.push_back(point.p10);
    table.columns[3].values.push_back(point.median);
    table.columns[4].values.push_back(point.p90);
  }
  return table;
}

PlainPlot GroupPlot::layout(const QRectF& rect) const {
  AxisRange y{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  AxisRange x = y;
  for (const Point& point : m_content.points) {
    if (point.rows > 0) {
      y = {std::min(y.low, point.p10), std::max(y.high, point.p90)};
      x = {std::min(x.low, point.x), std::max(x.high, point.x)};
    }
  }
  if (!(y.low < y.high)) {
    y = std::isfinite(y.low) ? AxisRange{y.low - 1, y.high + 1} : AxisRange{0, 1};
  }
  const double room = (y.high - y.low) * 0.05;
  if (!m_content.numeric) {
    x = {-0.5, static_cast<double>(m_content.points.size()) - 0.5};
  }
  if (!(x.low < x.high)) {
    x = std::isfinite(x.low) ? AxisRange{x.low - 0.5, x.high + 0.5} : AxisRange{0, 1};
  }
  PlainPlot plot = layoutPlot(rect, x, {y.low - room, y.high + room});
  if (m_content.numeric && m_content.time) {
    plot.xTicks = timeTicks(x.low * 1000, x.high * 1000, 5, QTimeZone::utc());
    for (Tick& tick : plot.xTicks.ticks) {
      tick.value /= 1000;
    }
  } else if (!m_content.numeric) {
    plot.xTicks.ticks.clear();
    const double width = plot.plot.width() / static_cast<double>(m_content.points.size());
    const QFontMetricsF metrics(ui::font(TextRole::Caption));
    for (const Point& point : m_content.points) {
      plot.xTicks.ticks.push_back(
          {point.x, metrics.elidedText(point.label, Qt::ElideRight, std::max(width - 4, 20.0))});
    }
  }
  return plot;
}

void GroupPlot::paintChart(QPainter& painter, const QRectF& rect) {
  if (m_content.points.empty()) {
    return;
  }
  const Colors& c = colors();
  const PlainPlot plot = layout(rect);
  paintPlotGrid(painter, plot);
  painter.setRenderHint(QPainter::Antialiasing);
  const QColor line = c.runs[0];
  if (m_content.numeric) {
    // A group without rows breaks the line.
    std::vector<QPolygonF> bands(1);
    std::vector<std::vector<const Point*>> parts(1);
    for (const Point& point : m_content.points) {
      if (point.rows == 0) {
        parts.emplace_back();
      } else {
        parts.back().push_back(&point);
      }
    }
    for (const auto& part : parts) {
      QPolygonF band;
      for (const Point* point : part) {
        band << QPointF(plot.xAt(point->x), plot.yAt(point->p90));
      }
      for (auto point = part.rbegin(); point != part.rend(); ++point) {
        band << QPointF(plot.xAt((*point)->x), plot.yAt((*point)->p10));
      }
      painter.setPen(Qt::NoPen);
      painter.setBrush(faded(line, 0.18F));
      painter.drawPolygon(band);
      painter.setPen(QPen(line, 1.6, Qt::SolidLine, Qt::RoundCap));
      for (std::size_t i = 1; i < part.size(); ++i) {
        painter.drawLine(QPointF(plot.xAt(part[i - 1]->x), plot.yAt(part[i - 1]->median)),
                         QPointF(plot.xAt(part[i]->x), plot.yAt(part[i]->median)));
      }
      if (part.size() == 1) {
        painter.setBrush(line);
        painter.drawEllipse(QPointF(plot.xAt(part[0]->x), plot.yAt(part[0]->median)), 1.5, 1.5);
      }
    }
  } else {
    for (const Point& point : m_content.points) {
      if (point.rows == 0) {
        continue;
      }
      const double x = std::floor(plot.xAt(point.x)) + 0.5;
      painter.setPen(QPen(faded(line, 0.45F), 2));
      painter.drawLine(QPointF(x, plot.yAt(point.p10)), QPointF(x, plot.yAt(point.p90)));
      painter.setPen(QPen(c.bg1, 1.5));
      painter.setBrush(line);
      painter.drawEllipse(QPointF(x, plot.yAt(point.median)), 4, 4);
    }
  }
  paintPlotAxes(painter, plot);
}

void GroupPlot::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  paintChart(painter, QRectF(rect()));
}

bool GroupPlot::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip && !m_content.points.empty()) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const PlainPlot plot = layout(QRectF(rect()));
    const Point* nearest = nullptr;
    for (const Point& point : m_content.points) {
      if (!nearest ||
          std::abs(plot.xAt(point.x) - help->pos().x()) < std::abs(plot.xAt(nearest->x) - help->pos().x())) {
        nearest = &point;
      }
    }
    QToolTip::showText(help->globalPos(),
                       tr("%1 %2: median %3, p10 %4, p90 %5, %6 rows")
                           .arg(m_content.group, nearest->label, metricText(nearest->median),
                                metricText(nearest->p10), metricText(nearest->p90), countText(nearest->rows))
                           .toHtmlEscaped(),
                       this);
    return true;
  }
  return ChartView::event(event);
}

namespace {
constexpr int kCorrelationRow = 20;
}

CorrelationBars::CorrelationBars(QWidget* parent) : ChartView(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::TabFocus);
  setAccessibleName(tr("Strongest correlations"));
}

void CorrelationBars::setBars(const QString& method, std::vector<Bar> bars) {
  m_method = method;
  m_bars = std::move(bars);
  m_hovered = -1;
  updateGeometry();
  update();
}

QSize CorrelationBars::sizeHint() const {
  return {320, std::max(1, static_cast<int>(m_bars.size())) * kCorrelationRow};
}

ChartTable CorrelationBars::table() const {
  ChartTable::Column names{tr("Column"), {}, {}};
  ChartTable::Column values{m_method, {}, {}};
  for (const Bar& bar : m_bars) {
    names.texts << bar.name;
    values.values.push_back(bar.value);
  }
  return {{names, values}};
}

void CorrelationBars::paintChart(QPainter& painter, const QRectF& rect) {
  const Colors& c = colors();
  const double left = rect.left() + 118;
  const double right = rect.right() - 46;
  const double zero = std::floor((left + right) / 2);
  const auto fitting = static_cast<std::size_t>(std::max(rect.height() / kCorrelationRow, 0.0));
  for (std::size_t i = 0; i < std::min(m_bars.size(), fitting); ++i) {
    const double y = rect.top() + static_cast<double>(i) * kCorrelationRow;
    painter.setFont(ui::font(TextRole::Cell));
    painter.setPen(static_cast<int>(i) == m_hovered ? c.acctx : c.tx2);
    painter.drawText(QRectF(rect.left(), y, 112, kCorrelationRow), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_bars[i].name, Qt::ElideMiddle, 112));
    const double value = std::clamp(m_bars[i].value, -1.0, 1.0);
    const double end = zero + value * (right - zero);
    painter.fillRect(QRectF(std::min(zero, end), y + 7, std::max(std::abs(end - zero), 1.0), 6),
                     rampColor(c.diverging, value >= 0 ? 0.86 : 0.14));
    painter.fillRect(QRectF(zero, y + 4, 1, 12), c.axis);
    painter.setPen(c.tx1);
    drawTabular(painter, QRectF(rect.right() - 44, y, 44, kCorrelationRow), Qt::AlignRight,
                metricText(std::abs(m_bars[i].value) < 0.005 ? 0 : m_bars[i].value, 2));
  }
}

void CorrelationBars::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setOpacity(isEnabled() ? 1 : 0.4);
  paintChart(painter, QRectF(rect()));
}

void CorrelationBars::mouseMoveEvent(QMouseEvent* event) {
  const int row = static_cast<int>(event->position().y()) / kCorrelationRow;
  m_hovered = row < static_cast<int>(m_bars.size()) ? row : -1;
  m_hovered >= 0 ? setCursor(Qt::PointingHandCursor) : unsetCursor();
  update();
}

void CorrelationBars::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && m_hovered >= 0) {
    Q_EMIT chosen(m_bars[static_cast<std::size_t>(m_hovered)].name);
  }
}

void CorrelationBars::keyPressEvent(QKeyEvent* event) {
  const int count = static_cast<int>(m_bars.size());
  if (count > 0 && (event->key() == Qt::Key_Down || event->key() == Qt::Key_Up)) {
    m_hovered = std::clamp(m_hovered + (event->key() == Qt::Key_Down ? 1 : -1), 0, count - 1);
    const Bar& bar = m_bars[static_cast<std::size_t>(m_hovered)];
    setAccessibleDescription(bar.name + QLatin1Char(' ') +
                             metricText(std::abs(bar.value) < 0.005 ? 0 : bar.value, 2));
    update();
  } else if (m_hovered >= 0 && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
    Q_EMIT chosen(m_bars[static_cast<std::size_t>(m_hovered)].name);
  } else {
    ChartView::keyPressEvent(event);
  }
}

void CorrelationBars::leaveEvent(QEvent*) {
  m_hovered = -1;
  update();
}

}  // namespace tatara::ui
