#include "ui/explore/group_plot.h"

#include <QHelpEvent>
#include <QPainter>
#include <QTimeZone>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/base/number_text.h"
#include "ui/base/theme.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"
#include "ui/explore/internal/plot_paint.h"

namespace tatara::ui {
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
    QToolTip::showText(
        help->globalPos(),
        tipText(tr("%1 %2: median %3, p10 %4, p90 %5, %6 rows")
                    .arg(m_content.group, nearest->label, metricText(nearest->median),
                         metricText(nearest->p10), metricText(nearest->p90), countText(nearest->rows))),
        this);
    return true;
  }
  return ChartView::event(event);
}

}  // namespace tatara::ui
