#include "ui/explore/column_histogram.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTimeZone>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/base/number_text.h"
#include "ui/base/theme.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"
#include "ui/explore/internal/plot_paint.h"

namespace tatara::ui {
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

namespace {

AxisRange rangeOf(const ColumnBars& content, bool logarithmic) {
  const auto& bars = content.bars;
  const bool ranges = content.kind == ColumnBars::Kind::Ranges;
  AxisRange x{0, static_cast<double>(bars.size())};
  if (ranges) {
    x = {bars.front().low, bars.back().high};
    if (logarithmic) {
      const auto first = std::ranges::find_if(bars, [](const auto& bar) { return bar.low > 0; });
      const double low = first == bars.end() ? bars.back().high / 10 : first->low;
      x = {std::log10(low), std::log10(bars.back().high)};
    }
    if (!(x.low < x.high)) {
      x = {x.low - 0.5, x.high + 0.5};
    }
  }
  return x;
}

}  // namespace

ColumnHistogram::Layout ColumnHistogram::layout(const QRectF& rect) const {
  Layout out;
  const auto& bars = m_content.bars.bars;
  const double most = std::max(m_content.bars.most(), 1.0);
  AxisRange y{0, most * 1.05};
  if (m_axes == Axes::LogY) {
    y = {0, std::log10(most * 1.4 + 1)};
  }
  const bool ranges = m_content.bars.kind == ColumnBars::Kind::Ranges;
  const AxisRange x = rangeOf(m_content.bars, m_axes == Axes::LogX);
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
    out.plot.xTicks = withExponents(logTicks(std::pow(10, x.low), std::pow(10, x.high), 6));
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
                             ? name + QLatin1Char(' ') + barEdgeText(m_content.bars, *value, width)
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
    QToolTip::showText(position, tipText(barText(m_content.bars, static_cast<std::size_t>(bar))), this);
  }
}

}  // namespace tatara::ui
