#include <QAction>
#include <QApplication>
#include <QClipboard>
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
#include "ui/explore/pair_plots.h"

namespace tatara::ui {
namespace {

constexpr double kHeatSide = 12;
constexpr double kRampHeight = 20;
constexpr double kHeatLabels = 20;
constexpr double kTallestCell = 34;

// What the colours of a heat map mean: least, ramp, greatest; it ends at `right`.
void paintRamp(QPainter& painter, QPointF right, double low, double high) {
  constexpr int kSteps = 8;
  constexpr double kStep = 8;
  painter.setFont(ui::font(TextRole::Caption));
  painter.setPen(colors().tx2);
  const double greatest = tabularWidth(painter.font(), metricText(high));
  drawTabular(painter, QRectF(right.x() - greatest, right.y(), greatest, 16), Qt::AlignLeft,
              metricText(high));
  const double left = right.x() - greatest - 6 - kSteps * kStep;
  for (int i = 0; i < kSteps; ++i) {
    painter.fillRect(QRectF(std::round(left) + i * kStep, right.y() + 3, kStep, 10),
                     rampColor(colors().sequential, i / (kSteps - 1.0)));
  }
  const double least = tabularWidth(painter.font(), metricText(low));
  drawTabular(painter, QRectF(left - 6 - least, right.y(), least, 16), Qt::AlignLeft, metricText(low));
}

}  // namespace

HeatTimePlot::HeatTimePlot(QWidget* parent) : ChartView(parent) {
  setMouseTracking(true);
  setAccessibleName(tr("Heat map and time series"));
  m_copySeries = new QAction(tr("Copy time series as CSV"), this);
  connect(m_copySeries, &QAction::triggered, this,
          [this] { QApplication::clipboard()->setText(QString::fromUtf8(seriesTable().toCsv())); });
}

void HeatTimePlot::setHeat(std::optional<Heat> heat) {
  m_heat = std::move(heat);
  m_low = m_high = 0;
  bool any = false;
  for (const double value : m_heat ? m_heat->values : std::vector<double>()) {
    if (std::isfinite(value)) {
      m_low = any ? std::min(m_low, value) : std::min(value, 0.0);
      m_high = any ? std::max(m_high, value) : value;
      any = true;
    }
  }
  update();
}

void HeatTimePlot::setSeries(std::optional<Series> series) {
  m_series = std::move(series);
  m_dragFrom.reset();
  update();
}

QList<QAction*> HeatTimePlot::chartActions() {
  QList<QAction*> actions = m_menu;
  if (m_series) {
    actions << m_copySeries;
  }
  return actions;
}

ChartTable HeatTimePlot::seriesTable() const {
  ChartTable table;
  if (m_series) {
    ChartTable::Column times{tr("Time"), {}, {}};
    for (const double time : m_series->times) {
      times.texts << timeValueText(time * 1000, 1000, QTimeZone::utc());
    }
    table.columns = {std::move(times),
                     {tr("Mean"), m_series->mean, {}},
                     {tr("Min"), m_series->low, {}},
                     {tr("Max"), m_series->high, {}}};
  }
  return table;
}

ChartTable HeatTimePlot::table() const {
  if (!m_heat) {
    return seriesTable();
  }
  ChartTable table;
  ChartTable::Column row{m_heat->row, {}, {}};
  ChartTable::Column column{m_heat->column, {}, {}};
  ChartTable::Column value{m_heat->value, {}, {}};
  ChartTable::Column count{tr("Rows"), {}, {}};
  const qsizetype columns = m_heat->columns.size();
  for (qsizetype y = 0; y < m_heat->rows.size(); ++y) {
    for (qsizetype x = 0; x < columns; ++x) {
      const auto at = static_cast<std::size_t>(y * columns + x);
      row.texts << m_heat->rows[y];
      column.texts << m_heat->columns[x];
      value.values.push_back(m_heat->values[at]);
      count.values.push_back(static_cast<double>(m_heat->counts[at]));
    }
  }
  table.columns = {std::move(row), std::move(column), std::move(value), std::move(count)};
  return table;
}

HeatTimePlot::Layout HeatTimePlot::layout(const QRectF& rect) const {
  Layout out;
  // Few rows leave their room to the series.
  const double wanted =
      m_heat ? kRampHeight + kHeatLabels + 8 + kTallestCell * static_cast<double>(m_heat->rows.size()) : 0;
  const double split = m_series
                           ? rect.top() + std::min(std::floor(rect.height() * (m_heat ? 0.56 : 0)), wanted)
                           : rect.bottom();
  out.heat = QRectF(rect.topLeft(), QPointF(rect.right(), split));
  out.series = QRectF(QPointF(rect.left(), split), rect.bottomRight());
  if (m_heat) {
    const QFontMetricsF metrics(ui::font(TextRole::Caption));
    double widest = 20;
    for (const QString& label : m_heat->rows) {
      widest = std::max(widest, metrics.horizontalAdvance(label) + 1);
    }
    widest = std::min(widest, rect.width() * 0.3);
    const double left = rect.left() + kHeatSide + widest + 6;
    out.cellWidth = (rect.right() - kHeatSide - left) / static_cast<double>(m_heat->columns.size());
    const double room = out.heat.height() - kRampHeight - kHeatLabels;
    out.cellHeight = std::min(room / static_cast<double>(m_heat->rows.size()), kTallestCell);
    out.cells = QRectF(left, out.heat.top() + kRampHeight, rect.right() - kHeatSide - left,
                       out.cellHeight * static_cast<double>(m_heat->rows.size()));
  }
  if (m_series && !m_series->times.empty()) {
    AxisRange y{0, 0};
    bool any = false;
    for (std::size_t i = 0; i < m_series->low.size(); ++i) {
      if (std::isfinite(m_series->low[i])) {
        y = {any ? std::min(y.low, m_series->low[i]) : m_series->low[i],
             any ? std::max(y.high, m_series->high[i]) : m_series->high[i]};
        any = true;
      }
    }
    if (!(y.low < y.high)) {
      y = {y.low - 1, y.high + 1};
    }
    AxisRange x{m_series->times.front(), m_series->times.back()};
    if (!(x.low < x.high)) {
      x = {x.low - 1, x.high + 1};
    }
    out.plot = layoutPlot(out.series.adjusted(4, 18, 0, 2), x, y);
    out.plot.yTicks = withExponents(linearTicks(y.low, y.high, 3));
    out.plot.xTicks = timeTicks(x.low * 1000, x.high * 1000, 5, QTimeZone::utc());
    for (Tick& tick : out.plot.xTicks.ticks) {
      tick.value /= 1000;
    }
  }
  return out;
}

void HeatTimePlot::paintHeat(QPainter& painter, const Layout& at) const {
  const Colors& c = colors();
  const QFontMetricsF metrics(ui::font(TextRole::Caption));
  painter.setFont(ui::font(TextRole::Caption));
  const auto columns = static_cast<int>(m_heat->columns.size());
  for (int y = 0; y < static_cast<int>(m_heat->rows.size()); ++y) {
    const double top = std::round(at.cells.top() + y * at.cellHeight);
    const double bottom = std::round(at.cells.top() + (y + 1) * at.cellHeight);
    if (at.cellHeight >= 10) {
      painter.setPen(c.tx2);
      const double room = at.cells.left() - at.heat.left() - kHeatSide - 6;
      painter.drawText(QRectF(at.heat.left() + kHeatSide, top, room, bottom - top),
                       Qt::AlignRight | Qt::AlignVCenter,
                       metrics.elidedText(m_heat->rows[y], Qt::ElideMiddle, room));
    }
    for (int x = 0; x < columns; ++x) {
      const double left = std::round(at.cells.left() + x * at.cellWidth);
      const double right = std::round(at.cells.left() + (x + 1) * at.cellWidth);
      const double gap = at.cellWidth >= 4 && at.cellHeight >= 4 ? 1 : 0;
      const QRectF box(left, top, right - left - gap, bottom - top - gap);
      const double value = m_heat->values[static_cast<std::size_t>(y * columns + x)];
      if (!std::isfinite(value)) {
        paintMissing(painter, box);
      } else {
        painter.fillRect(box,
                         rampColor(c.sequential, m_high > m_low ? (value - m_low) / (m_high - m_low) : 0.5));
      }
    }
  }
  if (m_high > m_low) {
    paintRamp(painter, at.heat.topRight() - QPointF(kHeatSide, 0), m_low, m_high);
    painter.setFont(ui::font(TextRole::Caption));
  }
  double taken = -1e9;
  painter.setPen(c.tx3);
  for (int x = 0; x < columns; ++x) {
    const double wide =
        std::min(metrics.horizontalAdvance(m_heat->columns[x]), std::max(at.cellWidth - 2, 40.0));
    const double centre = at.cells.left() + (x + 0.5) * at.cellWidth;
    if (centre - wide / 2 > taken) {
      painter.drawText(QRectF(centre - wide / 2, at.cells.bottom() + 1, wide + 1, 16), Qt::AlignCenter,
                       metrics.elidedText(m_heat->columns[x], Qt::ElideRight, wide + 1));
      taken = centre + wide / 2 + (columns > 12 ? std::max(at.cellWidth * 3.2, 8.0) : 8);
    }
  }
}

void HeatTimePlot::paintSeries(QPainter& painter, const Layout& at) const {
  const Colors& c = colors();
  painter.setFont(ui::font(TextRole::Caption));
  painter.setPen(c.tx3);
  painter.drawText(
      QRectF(at.series.left() + kHeatSide, at.series.top() + 2, at.series.width() - 2 * kHeatSide, 16),
      Qt::AlignLeft | Qt::AlignVCenter, m_series->title);
  paintPlotGrid(painter, at.plot);
  painter.setRenderHint(QPainter::Antialiasing);
  const QColor line = c.runs[0];
  // One column of pixels after another, so that no extreme is lost where buckets are narrower than pixels.
  painter.setPen(QPen(faded(line, 0.22F), 1, Qt::SolidLine, Qt::FlatCap));
  const double step =
      m_series->times.size() > 1 ? at.plot.plot.width() / static_cast<double>(m_series->times.size() - 1) : 4;
  for (std::size_t i = 0; i < m_series->times.size(); ++i) {
    if (std::isfinite(m_series->low[i])) {
      const double x = at.plot.xAt(m_series->times[i]);
      const double top = at.plot.yAt(m_series->high[i]);
      painter.fillRect(QRectF(x - std::max(step, 1.0) / 2, top, std::max(step, 1.0),
                              std::max(at.plot.yAt(m_series->low[i]) - top, 1.0)),
                       faded(line, 0.2F));
    }
  }
  painter.setPen(QPen(line, 1.2, Qt::SolidLine, Qt::RoundCap));
  for (std::size_t i = 1; i < m_series->times.size(); ++i) {
    // A bucket without rows is a gap.
    if (std::isfinite(m_series->mean[i - 1]) && std::isfinite(m_series->mean[i])) {
      painter.drawLine(QPointF(at.plot.xAt(m_series->times[i - 1]), at.plot.yAt(m_series->mean[i - 1])),
                       QPointF(at.plot.xAt(m_series->times[i]), at.plot.yAt(m_series->mean[i])));
    }
  }
  if (m_dragFrom) {
    const double from = std::min(*m_dragFrom, m_dragTo);
    painter.fillRect(
        QRectF(from, at.plot.plot.top(), std::abs(m_dragTo - *m_dragFrom), at.plot.plot.height()),
        faded(c.acc, 0.14F));
  }
  paintPlotAxes(painter, at.plot);
}

void HeatTimePlot::paintChart(QPainter& painter, const QRectF& rect) {
  const Layout at = layout(rect);
  if (m_heat) {
    paintHeat(painter, at);
  }
  if (m_series && !m_series->times.empty()) {
    paintSeries(painter, at);
  }
}

void HeatTimePlot::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintChart(painter, QRectF(rect()));
}

std::optional<std::pair<int, int>> HeatTimePlot::cellAt(const Layout& at, QPointF position) const {
  if (!m_heat || !at.cells.contains(position)) {
    return std::nullopt;
  }
  return std::pair(std::min(static_cast<int>((position.y() - at.cells.top()) / at.cellHeight),
                            static_cast<int>(m_heat->rows.size()) - 1),
                   std::min(static_cast<int>((position.x() - at.cells.left()) / at.cellWidth),
                            static_cast<int>(m_heat->columns.size()) - 1));
}

void HeatTimePlot::mousePressEvent(QMouseEvent* event) {
  const Layout at = layout(QRectF(rect()));
  if (event->button() == Qt::LeftButton && m_series && at.plot.plot.contains(event->position())) {
    m_dragFrom = event->position().x();
    m_dragTo = *m_dragFrom;
  }
}

void HeatTimePlot::mouseMoveEvent(QMouseEvent* event) {
  if (m_dragFrom) {
    const Layout at = layout(QRectF(rect()));
    m_dragTo = std::clamp(event->position().x(), at.plot.plot.left(), at.plot.plot.right());
    update();
  }
}

void HeatTimePlot::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) {
    return;
  }
  const Layout at = layout(QRectF(rect()));
  if (m_dragFrom) {
    const double from = std::min(*m_dragFrom, m_dragTo);
    const double to = std::max(*m_dragFrom, m_dragTo);
    m_dragFrom.reset();
    update();
    if (to - from > 4) {
      const auto time = [&](double x) {
        const AxisRange range = at.plot.x;
        return range.low + (x - at.plot.plot.left()) / at.plot.plot.width() * (range.high - range.low);
      };
      Q_EMIT spanBrushed(time(from), time(to));
    }
    return;
  }
  if (const auto cell = cellAt(at, event->position())) {
    Q_EMIT cellClicked(cell->first, cell->second);
  }
}

bool HeatTimePlot::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const Layout at = layout(QRectF(rect()));
    QString text;
    if (const auto cell = cellAt(at, help->pos())) {
      const auto index =
          static_cast<std::size_t>(cell->first * static_cast<int>(m_heat->columns.size()) + cell->second);
      text = tr("%1 %2, %3 %4: %5 %6, %7 rows")
                 .arg(m_heat->row, m_heat->rows[cell->first], m_heat->column, m_heat->columns[cell->second],
                      m_heat->value,
                      std::isfinite(m_heat->values[index]) ? metricText(m_heat->values[index])
                                                           : QString(kMissing),
                      countText(m_heat->counts[index]));
    } else if (m_series && !m_series->times.empty() && at.plot.plot.contains(help->pos())) {
      const double part = (help->pos().x() - at.plot.plot.left()) / at.plot.plot.width();
      const auto i = static_cast<std::size_t>(
          std::clamp(std::round(part * static_cast<double>(m_series->times.size() - 1)), 0.0,
                     static_cast<double>(m_series->times.size() - 1)));
      const double width = m_series->times.size() > 1 ? m_series->times[1] - m_series->times[0] : 1;
      const QString when = timeValueText(m_series->times[i] * 1000, width * 1000, QTimeZone::utc());
      text = std::isfinite(m_series->mean[i])
                 ? tr("%1: mean %2, min %3, max %4")
                       .arg(when, metricText(m_series->mean[i]), metricText(m_series->low[i]),
                            metricText(m_series->high[i]))
                 : tr("%1: no rows").arg(when);
    }
    QToolTip::showText(help->globalPos(), tipText(text), this);
    return true;
  }
  return ChartView::event(event);
}

}  // namespace tatara::ui
