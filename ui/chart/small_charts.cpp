#include "ui/chart/small_charts.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/base/number_text.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"
#include "ui/chart/plain_plot.h"

namespace tatara::ui {
namespace {

constexpr double kBarRow = 22;
constexpr double kBarHeight = 7;
constexpr double kSmallSide = 10;

void paintWhole(ChartView& view) {
  QPainter painter(&view);
  painter.setRenderHint(QPainter::Antialiasing);
  view.paintChart(painter, QRectF(view.rect()));
}

// Tooltips of marks: the text, or none.
bool showTip(QWidget& view, QEvent* event, const QString& text) {
  if (text.isEmpty()) {
    QToolTip::hideText();
    event->ignore();
  } else {
    QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), tipText(text), &view);
  }
  return true;
}

QColor faded(QColor color, float alpha) {
  color.setAlphaF(alpha);
  return color;
}

}  // namespace

BarList::BarList(QWidget* parent) : ChartView(parent) {}

void BarList::setBars(const QString& valueName, std::vector<Bar> bars) {
  m_valueName = valueName;
  m_bars = std::move(bars);
  update();
}

ChartTable BarList::table() const {
  ChartTable::Column names{tr("Name"), {}, {}};
  ChartTable::Column values{m_valueName, {}, {}};
  for (const Bar& bar : m_bars) {
    names.texts << bar.label;
    values.values.push_back(bar.value);
  }
  return {{names, values}};
}

double BarList::labelWidth(double width) const {
  const QFontMetricsF metrics(ui::font(TextRole::Cell));
  double widest = 40;
  for (const Bar& bar : m_bars) {
    widest = std::max(widest, metrics.horizontalAdvance(bar.label) + 2);
  }
  return std::min(widest, width * 0.45);
}

void BarList::paintChart(QPainter& painter, const QRectF& rect) {
  if (m_bars.empty()) {
    return;
  }
  const Colors& c = colors();
  double largest = 0;
  for (const Bar& bar : m_bars) {
    largest = std::max(largest, std::isfinite(bar.value) ? std::abs(bar.value) : 0);
  }
  // Three digits of the longest bar tell all of them apart.
  const int decimals =
      largest > 0 ? std::clamp(2 - static_cast<int>(std::floor(std::log10(largest))), 0, 6) : 0;
  double numbers = 0;
  for (const Bar& bar : m_bars) {
    numbers = std::max(numbers, tabularWidth(ui::font(TextRole::Cell), metricText(bar.value, decimals)));
  }
  const auto fitting = static_cast<std::size_t>(std::max(1.0, std::floor((rect.height() - 4) / kBarRow)));
  const std::size_t shown = m_bars.size() <= fitting ? m_bars.size() : fitting - 1;
  const double names = labelWidth(rect.width());
  const double left = rect.left() + kSmallSide + names + 14;
  const double wide = rect.right() - kSmallSide - numbers - 12 - left;
  double y = rect.top() + 2;
  for (std::size_t i = 0; i < shown; ++i, y += kBarRow) {
    painter.setFont(ui::font(TextRole::Cell));
    painter.setPen(c.tx2);
    painter.drawText(
        QRectF(rect.left() + kSmallSide, y, names, kBarRow), Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(m_bars[i].label, Qt::ElideMiddle, static_cast<int>(names)));
    painter.setPen(Qt::NoPen);
    const QRectF track(left, y + (kBarRow - kBarHeight) / 2, std::max(wide, 1.0), kBarHeight);
    painter.setBrush(c.bg3);
    painter.drawRoundedRect(track, 2, 2);
    if (largest > 0 && std::isfinite(m_bars[i].value)) {
      painter.setBrush(c.bar);
      QRectF bar = track;
      bar.setWidth(std::max(track.width() * std::abs(m_bars[i].value) / largest, 1.0));
      painter.drawRoundedRect(bar, 2, 2);
    }
    painter.setPen(c.tx1);
    drawTabular(painter, QRectF(rect.right() - kSmallSide - numbers - 4, y, numbers + 4, kBarRow),
                Qt::AlignRight, metricText(m_bars[i].value, decimals));
  }
  if (shown < m_bars.size()) {
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(c.tx3);
    painter.drawText(QRectF(rect.left() + kSmallSide, y, rect.width() - 2 * kSmallSide, kBarRow),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     tr("and %n more", nullptr, static_cast<int>(m_bars.size() - shown)));
  }
}

void BarList::paintEvent(QPaintEvent*) {
  paintWhole(*this);
}

bool BarList::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const int row = (static_cast<QHelpEvent*>(event)->pos().y() - 2) / static_cast<int>(kBarRow);
    const bool known = row >= 0 && row < static_cast<int>(m_bars.size());
    return showTip(*this, event,
                   known ? m_bars[static_cast<std::size_t>(row)].label + QStringLiteral(": ") +
                               metricText(m_bars[static_cast<std::size_t>(row)].value)
                         : QString());
  }
  return ChartView::event(event);
}

void Histogram::setBins(Bins bins) {
  m_bins = std::move(bins);
  update();
}

ChartTable Histogram::table() const {
  ChartTable::Column low{tr("From"), {}, {}};
  ChartTable::Column high{tr("To"), {}, {}};
  const double width =
      (m_bins.range.high - m_bins.range.low) / std::max<double>(static_cast<double>(m_bins.counts.size()), 1);
  for (std::size_t i = 0; i < m_bins.counts.size(); ++i) {
    low.values.push_back(m_bins.range.low + static_cast<double>(i) * width);
    high.values.push_back(m_bins.range.low + static_cast<double>(i + 1) * width);
  }
  return {{low, high, {tr("Count"), m_bins.counts, {}}}};
}

void Histogram::paintChart(QPainter& painter, const QRectF& rect) {
  if (m_bins.counts.empty() || !(m_bins.range.low < m_bins.range.high)) {
    return;
  }
  const double most = std::max(*std::max_element(m_bins.counts.begin(), m_bins.counts.end()), 1.0);
  const PlainPlot plot = layoutPlot(rect, m_bins.range, {0, most * 1.05});
  paintPlotGrid(painter, plot);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colors().bar);
  const double step = plot.plot.width() / static_cast<double>(m_bins.counts.size());
  for (std::size_t i = 0; i < m_bins.counts.size(); ++i) {
    const double left = std::round(plot.plot.left() + static_cast<double>(i) * step);
    const double right = std::round(plot.plot.left() + static_cast<double>(i + 1) * step);
    const double top = plot.yAt(m_bins.counts[i]);
    painter.drawRect(QRectF(left, top, std::max(right - left - 1, 1.0), plot.plot.bottom() - top));
  }
  paintPlotAxes(painter, plot);
}

void Histogram::paintEvent(QPaintEvent*) {
  paintWhole(*this);
}

bool Histogram::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip && !m_bins.counts.empty() && m_bins.range.low < m_bins.range.high) {
    const PlainPlot plot = layoutPlot(QRectF(rect()), m_bins.range, {0, 1});
    const double part = (static_cast<QHelpEvent*>(event)->pos().x() - plot.plot.left()) / plot.plot.width();
    const auto bin =
        static_cast<std::ptrdiff_t>(std::floor(part * static_cast<double>(m_bins.counts.size())));
    QString text;
    if (bin >= 0 && bin < static_cast<std::ptrdiff_t>(m_bins.counts.size())) {
      const double width = (m_bins.range.high - m_bins.range.low) / static_cast<double>(m_bins.counts.size());
      const double low = m_bins.range.low + static_cast<double>(bin) * width;
      text = tr("%1 to %2: %3")
                 .arg(metricText(low), metricText(low + width),
                      countText(std::llround(m_bins.counts[static_cast<std::size_t>(bin)])));
    }
    return showTip(*this, event, text);
  }
  return ChartView::event(event);
}

void BoxChart::setBoxes(const QString& groupName, std::vector<Box> boxes) {
  m_groupName = groupName;
  m_boxes = std::move(boxes);
  update();
}

ChartTable BoxChart::table() const {
  ChartTable table;
  table.columns = {{m_groupName, {}, {}},           {tr("Count"), {}, {}},  {QStringLiteral("p5"), {}, {}},
                   {QStringLiteral("p25"), {}, {}}, {tr("Median"), {}, {}}, {QStringLiteral("p75"), {}, {}},
                   {QStringLiteral("p95"), {}, {}}};
  for (const Box& box : m_boxes) {
    table.columns[0].texts << box.label;
    const double values[] = {static_cast<double>(box.count), box.p5, box.p25, box.p50, box.p75, box.p95};
    for (std::size_t i = 0; i < 6; ++i) {
      table.columns[i + 1].values.push_back(values[i]);
    }
  }
  return table;
}

void BoxChart::paintChart(QPainter& painter, const QRectF& rect) {
  if (m_boxes.empty()) {
    return;
  }
  AxisRange y{0, 0};
  for (const Box& box : m_boxes) {
    y.low = std::min(y.low, box.p5);
    y.high = std::max(y.high, box.p95);
  }
  if (!(y.low < y.high)) {
    y = {y.low - 1, y.high + 1};
  }
  const double room = (y.high - y.low) * 0.06;
  PlainPlot plot = layoutPlot(rect, {0, static_cast<double>(m_boxes.size())}, {y.low - room, y.high + room});
  // Residuals read as signed numbers.
  for (Tick& tick : plot.yTicks.ticks) {
    if (tick.value > 0) {
      tick.label.prepend(QLatin1Char('+'));
    }
  }
  plot.xTicks.ticks.clear();
  const double step = plot.plot.width() / static_cast<double>(m_boxes.size());
  for (std::size_t i = 0; i < m_boxes.size(); ++i) {
    plot.xTicks.ticks.push_back({static_cast<double>(i) + 0.5, m_boxes[i].label});
  }
  paintPlotGrid(painter, plot);
  const Colors& c = colors();
  const double zero = std::floor(plot.yAt(0)) + 0.5;
  painter.setPen(QPen(c.axis, 1));
  painter.drawLine(QPointF(plot.plot.left(), zero), QPointF(plot.plot.right(), zero));
  const double half = std::clamp(std::floor(step * 0.22), 2.0, 12.0);
  for (std::size_t i = 0; i < m_boxes.size(); ++i) {
    const Box& box = m_boxes[i];
    const double x = std::floor(plot.plot.left() + (static_cast<double>(i) + 0.5) * step) + 0.5;
    painter.setPen(QPen(c.ctl, 1));
    painter.drawLine(QPointF(x, plot.yAt(box.p5)), QPointF(x, plot.yAt(box.p95)));
    painter.setPen(Qt::NoPen);
    painter.setBrush(c.bar);
    const QRectF body(QPointF(x - half, plot.yAt(box.p75)), QPointF(x + half, plot.yAt(box.p25)));
    painter.drawRoundedRect(body, 1.5, 1.5);
    painter.setPen(QPen(c.bg1, 1.5));
    painter.drawLine(QPointF(x - half, plot.yAt(box.p50)), QPointF(x + half, plot.yAt(box.p50)));
  }
  paintPlotAxes(painter, plot);
}

void BoxChart::paintEvent(QPaintEvent*) {
  paintWhole(*this);
}

int BoxChart::boxAt(QPointF position) const {
  const PlainPlot plot = layoutPlot(QRectF(rect()), {0, 1}, {0, 1});
  const double part = (position.x() - plot.plot.left()) / plot.plot.width();
  const int box = static_cast<int>(std::floor(part * static_cast<double>(m_boxes.size())));
  return part < 0 || box >= static_cast<int>(m_boxes.size()) ? -1 : box;
}

bool BoxChart::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const int at = boxAt(static_cast<QHelpEvent*>(event)->pos());
    if (at < 0) {
      return showTip(*this, event, {});
    }
    const Box& box = m_boxes[static_cast<std::size_t>(at)];
    return showTip(*this, event,
                   tr("%1 %2 · %n row(s) · median %3, p25 %4, p75 %5, p5 %6, p95 %7", nullptr,
                      static_cast<int>(box.count))
                       .arg(m_groupName, box.label, metricText(box.p50), metricText(box.p25),
                            metricText(box.p75), metricText(box.p5), metricText(box.p95)));
  }
  return ChartView::event(event);
}

void DensityPlot::setGrid(Grid grid) {
  m_grid = std::move(grid);
  update();
}

ChartTable DensityPlot::table() const {
  ChartTable table;
  table.columns = {{m_grid.xName, {}, {}}, {m_grid.yName, {}, {}}, {tr("Count"), {}, {}}};
  const double cell = (m_grid.range.high - m_grid.range.low) / std::max(m_grid.side, 1);
  for (int row = 0; row < m_grid.side; ++row) {
    for (int column = 0; column < m_grid.side; ++column) {
      const double count = m_grid.counts[static_cast<std::size_t>(row * m_grid.side + column)];
      if (count > 0) {
        table.columns[0].values.push_back(m_grid.range.low + column * cell);
        table.columns[1].values.push_back(m_grid.range.low + row * cell);
        table.columns[2].values.push_back(count);
      }
    }
  }
  return table;
}

void DensityPlot::paintChart(QPainter& painter, const QRectF& rect) {
  if (m_grid.side <= 0 || !(m_grid.range.low < m_grid.range.high)) {
    return;
  }
  PlainPlot plot = layoutPlot(rect, m_grid.range, m_grid.range);
  paintPlotGrid(painter, plot);
  const double most = std::max(*std::max_element(m_grid.counts.begin(), m_grid.counts.end()), 1.0);
  const auto edge = [&](int i, double from, double length) {
    return std::round(from + length * i / m_grid.side);
  };
  painter.setRenderHint(QPainter::Antialiasing, false);
  for (int row = 0; row < m_grid.side; ++row) {
    for (int column = 0; column < m_grid.side; ++column) {
      const double count = m_grid.counts[static_cast<std::size_t>(row * m_grid.side + column)];
      if (count <= 0) {
        continue;
      }
      // By the logarithm, or one crowded cell would leave all others at the background.
      const double position = 0.15 + 0.85 * std::log1p(count) / std::log1p(most);
      const double left = edge(column, plot.plot.left(), plot.plot.width());
      const double right = edge(column + 1, plot.plot.left(), plot.plot.width());
      const double bottom = plot.plot.bottom() - edge(row, 0, plot.plot.height());
      const double top = plot.plot.bottom() - edge(row + 1, 0, plot.plot.height());
      painter.fillRect(QRectF(left, top, right - left, bottom - top),
                       rampColor(colors().sequential, position));
    }
  }
  painter.setRenderHint(QPainter::Antialiasing);
  QPen pen(faded(colors().tx2, 0.8F), 1);
  pen.setDashPattern({4, 3});
  painter.setPen(pen);
  painter.drawLine(plot.plot.bottomLeft(), plot.plot.topRight());
  paintPlotAxes(painter, plot);
  painter.setFont(ui::font(TextRole::Caption));
  painter.setPen(colors().tx3);
  const QRectF names = plot.plot.adjusted(8, 4, -8, -6);
  painter.drawText(names, Qt::AlignLeft | Qt::AlignTop, m_grid.yName);
  painter.drawText(names, Qt::AlignRight | Qt::AlignBottom, m_grid.xName);
}

void DensityPlot::paintEvent(QPaintEvent*) {
  paintWhole(*this);
}

bool DensityPlot::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip && m_grid.side > 0 && m_grid.range.low < m_grid.range.high) {
    const PlainPlot plot = layoutPlot(QRectF(rect()), m_grid.range, m_grid.range);
    const QPointF at = static_cast<QHelpEvent*>(event)->pos();
    const int column =
        static_cast<int>(std::floor((at.x() - plot.plot.left()) / plot.plot.width() * m_grid.side));
    const int row =
        static_cast<int>(std::floor((plot.plot.bottom() - at.y()) / plot.plot.height() * m_grid.side));
    if (column < 0 || row < 0 || column >= m_grid.side || row >= m_grid.side) {
      return showTip(*this, event, {});
    }
    const double cell = (m_grid.range.high - m_grid.range.low) / m_grid.side;
    const double x = m_grid.range.low + column * cell;
    const double y = m_grid.range.low + row * cell;
    const double count = m_grid.counts[static_cast<std::size_t>(row * m_grid.side + column)];
    return showTip(*this, event,
                   tr("%1 %2 to %3, %4 %5 to %6: %7")
                       .arg(m_grid.xName, metricText(x), metricText(x + cell), m_grid.yName, metricText(y),
                            metricText(y + cell), countText(std::llround(count))));
  }
  return ChartView::event(event);
}

}  // namespace tatara::ui
