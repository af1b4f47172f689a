#include "ui/explore/query_chart.h"

#include <QPainter>
#include <QTimeZone>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "ui/base/number_text.h"
#include "ui/base/theme.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kMostQueryBars = 60;

bool numeric(const dataset::QueryColumn& column) {
  return column.type == dataset::ColumnType::Integer || column.type == dataset::ColumnType::Real;
}

}  // namespace

QueryChart::QueryChart(QWidget* parent) : ChartView(parent) {
  setAccessibleName(tr("Chart of the result"));
}

void QueryChart::setResult(std::shared_ptr<const dataset::QueryResult> result) {
  m_result = std::move(result);
  m_refusal.clear();
  m_note.clear();
  m_x.clear();
  m_y.clear();
  m_labels.clear();
  if (m_result && m_result->rows > 0 && !m_result->columns.empty()) {
    const auto& columns = m_result->columns;
    const auto found = std::find_if(columns.begin() + 1, columns.end(), numeric);
    if (found == columns.end()) {
      m_refusal = tr("A chart needs a column of numbers after the first column");
    } else {
      const dataset::QueryColumn& first = columns.front();
      m_time = first.type == dataset::ColumnType::Time;
      m_bars = !m_time && (!numeric(first) || m_result->rows <= 12);
      m_xName = QString::fromStdString(first.name);
      m_yName = QString::fromStdString(found->name);
      std::size_t left = 0;
      for (std::size_t row = 0; row < m_result->rows; ++row) {
        const double y = found->number(row);
        const double x = m_bars ? static_cast<double>(m_x.size()) : first.number(row);
        if (!std::isfinite(y) || !std::isfinite(x) || (m_bars && m_x.size() == kMostQueryBars)) {
          ++left;
          continue;
        }
        m_x.push_back(x);
        m_y.push_back(y);
        m_labels << QString::fromStdString(first.text(row));
      }
      m_note =
          left > 0 ? tr("%1 rows are not shown").arg(countText(static_cast<std::int64_t>(left))) : QString();
      m_refusal = m_x.empty() ? tr("No row has a number to draw") : QString();
      if (!m_bars) {
        std::vector<std::size_t> order(m_x.size());
        std::iota(order.begin(), order.end(), 0);
        std::ranges::stable_sort(order, {}, [this](std::size_t i) { return m_x[i]; });
        const auto sorted = [&](std::vector<double>& values) {
          std::vector<double> next;
          for (const std::size_t i : order) {
            next.push_back(values[i]);
          }
          values = std::move(next);
        };
        sorted(m_y);
        sorted(m_x);
      }
    }
  } else {
    m_refusal = tr("There are no rows to draw");
  }
  Q_EMIT noteChanged();
  update();
}

ChartTable QueryChart::table() const {
  ChartTable table;
  if (m_bars) {
    table.columns.push_back({.name = m_xName, .values = {}, .texts = m_labels});
  } else {
    table.columns.push_back({.name = m_xName, .values = m_x, .texts = {}});
  }
  table.columns.push_back({.name = m_yName, .values = m_y, .texts = {}});
  return table;
}

void QueryChart::paintChart(QPainter& painter, const QRectF& rect) {
  const Colors& c = colors();
  painter.setFont(ui::font(TextRole::Cell));
  if (!m_refusal.isEmpty() || m_x.empty()) {
    painter.setPen(c.tx3);
    painter.drawText(rect, Qt::AlignCenter | Qt::TextWordWrap, m_refusal);
    return;
  }
  painter.setPen(c.tx2);
  painter.drawText(QRectF(rect.left() + 8, rect.top() + 4, rect.width() - 16, 18), Qt::AlignLeft,
                   tr("%1 by %2").arg(m_yName, m_xName));
  AxisRange y{*std::ranges::min_element(m_y), *std::ranges::max_element(m_y)};
  if (m_bars) {
    y = {std::min(y.low, 0.0), std::max(y.high, 0.0)};
  }
  y = y.low < y.high ? AxisRange{y.low, y.high + (y.high - y.low) * 0.05} : AxisRange{y.low - 1, y.high + 1};
  AxisRange x =
      m_bars ? AxisRange{-0.5, static_cast<double>(m_x.size()) - 0.5} : AxisRange{m_x.front(), m_x.back()};
  x = x.low < x.high ? x : AxisRange{x.low - 0.5, x.high + 0.5};
  PlainPlot plot = layoutPlot(rect.adjusted(0, 24, 0, 0), x, y);
  if (m_time) {
    plot.xTicks = timeTicks(x.low * 1000, x.high * 1000, 6, QTimeZone::utc());
    for (Tick& tick : plot.xTicks.ticks) {
      tick.value /= 1000;
    }
  } else if (m_bars) {
    plot.xTicks.ticks.clear();
    const double width = plot.plot.width() / static_cast<double>(m_x.size());
    const QFontMetricsF metrics(ui::font(TextRole::Caption));
    const auto every = static_cast<std::size_t>(std::max(1.0, std::ceil(34 / width)));
    for (std::size_t i = 0; i < m_x.size(); i += every) {
      plot.xTicks.ticks.push_back(
          {m_x[i], metrics.elidedText(m_labels[static_cast<qsizetype>(i)], Qt::ElideRight,
                                      width * static_cast<double>(every) - 4)});
    }
  }
  paintPlotGrid(painter, plot);
  painter.setRenderHint(QPainter::Antialiasing);
  if (m_bars) {
    const double width = std::max(1.0, plot.plot.width() / static_cast<double>(m_x.size()) * 0.72);
    for (std::size_t i = 0; i < m_x.size(); ++i) {
      const double top = plot.yAt(std::max(m_y[i], 0.0));
      painter.fillRect(
          QRectF(plot.xAt(m_x[i]) - width / 2, top, width, plot.yAt(std::min(m_y[i], 0.0)) - top), c.bar);
    }
  } else {
    painter.setPen(QPen(c.runs[0], 1.6, Qt::SolidLine, Qt::RoundCap));
    for (std::size_t i = 1; i < m_x.size(); ++i) {
      painter.drawLine(QPointF(plot.xAt(m_x[i - 1]), plot.yAt(m_y[i - 1])),
                       QPointF(plot.xAt(m_x[i]), plot.yAt(m_y[i])));
    }
  }
  paintPlotAxes(painter, plot);
}

void QueryChart::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintChart(painter, QRectF(rect()));
}

}  // namespace tatara::ui
