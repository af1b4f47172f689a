#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/base/number_text.h"
#include "ui/base/type.h"
#include "ui/runs/small_plots.h"

namespace tatara::ui {
namespace {

QString shortName(const std::string& column) {
  return QString::fromStdString(column.substr(column.find('.') + 1));
}

}  // namespace

HeatPlot::HeatPlot(QWidget* parent) : ChartView(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Best metric by two parameters"));
}

void HeatPlot::setData(InsightPtr insight, ShownRuns shown) {
  if (insight != m_insight) {
    m_current.reset();
  }
  m_insight = std::move(insight);
  m_shown = std::move(shown);
  update();
}

HeatPlot::Grid HeatPlot::grid(const QRectF& rect) const {
  const Heatmap& map = m_insight->heatmap;
  const QFontMetrics metrics(ui::font(TextRole::Caption));
  int widest = 0;
  for (const QString& value : map.y) {
    widest = std::max(widest, metrics.horizontalAdvance(value));
  }
  Grid result;
  const double left = std::min(80, widest) + 10;
  result.area = rect.adjusted(left, 16, -2, -34);
  result.cellWidth = result.area.width() / std::max<double>(1, static_cast<double>(map.x.size()));
  result.cellHeight = result.area.height() / std::max<double>(1, static_cast<double>(map.y.size()));
  return result;
}

namespace {

void paintEmptyCell(QPainter& painter, const QRectF& box) {
  painter.setBrush(colors().bg2);
  painter.drawRoundedRect(box, 3, 3);
  painter.setBrush(QBrush(colors().line2, Qt::BDiagPattern));
  painter.drawRoundedRect(box, 3, 3);
}

}  // namespace

void HeatPlot::paintChart(QPainter& painter, const QRectF& rect) {
  if (m_insight == nullptr || m_insight->heatmap.cells.empty()) {
    painter.setFont(ui::font(TextRole::Cell));
    painter.setPen(colors().tx3);
    painter.drawText(rect, Qt::AlignCenter | Qt::TextWordWrap,
                     tr("Two parameters with a few values each are needed"));
    return;
  }
  const Heatmap& map = m_insight->heatmap;
  const Colors& c = colors();
  const Grid g = grid(rect);
  const bool lower =
      m_insight->listing->meanings->of(map.metric).direction != track::Direction::HigherIsBetter;
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(ui::font(TextRole::Caption));
  painter.setPen(c.tx3);
  painter.drawText(QPointF(rect.left(), rect.top() + 10), shortName(map.yColumn));
  painter.drawText(QRectF(g.area.left(), g.area.bottom() + 17, g.area.width(), 16),
                   Qt::AlignRight | Qt::AlignVCenter, shortName(map.xColumn));
  const auto rows = static_cast<int>(map.y.size());
  for (int x = 0; x < static_cast<int>(map.x.size()); ++x) {
    painter.setPen(c.tx3);
    painter.drawText(
        QRectF(g.area.left() + x * g.cellWidth, g.area.bottom() + 2, g.cellWidth, 15), Qt::AlignCenter,
        painter.fontMetrics().elidedText(map.x[x], Qt::ElideMiddle, static_cast<int>(g.cellWidth)));
  }
  for (int y = 0; y < rows; ++y) {
    const double top = g.area.top() + (rows - 1 - y) * g.cellHeight;
    painter.setPen(c.tx3);
    painter.drawText(QRectF(rect.left(), top, g.area.left() - rect.left() - 6, g.cellHeight),
                     Qt::AlignRight | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(map.y[y], Qt::ElideMiddle, 80));
    for (int x = 0; x < static_cast<int>(map.x.size()); ++x) {
      const QRectF box =
          QRectF(g.area.left() + x * g.cellWidth, top, g.cellWidth, g.cellHeight).adjusted(1, 1, -1, -1);
      const auto cell = map.cells.find({x, y});
      painter.setPen(Qt::NoPen);
      if (cell == map.cells.end()) {
        paintEmptyCell(painter, box);
        continue;
      }
      // More towards the best: further from the background.
      const double share = map.high > map.low ? (cell->second.best - map.low) / (map.high - map.low) : 0.5;
      const QColor fill = rampColor(c.sequential, lower ? 1 - share : share);
      painter.setBrush(fill);
      painter.drawRoundedRect(box, 3, 3);
      if (cell->second.best == (lower ? map.low : map.high)) {
        painter.setPen(QPen(c.tx1, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
      }
      painter.setPen(cellTextColor(fill));
      const QString value = metricText(cell->second.best, map.decimals);
      const bool fits = tabularWidth(ui::font(TextRole::Cell), value) <= box.width() + 1;
      if (fits && box.width() > 26 && box.height() > 13) {
        painter.setFont(ui::font(TextRole::Cell));
        drawTabular(painter, box, Qt::AlignCenter, value);
        painter.setFont(ui::font(TextRole::Caption));
      }
    }
  }
}

void HeatPlot::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintChart(painter, QRectF(rect()));
  if (m_current && hasFocus() && m_insight != nullptr && !m_insight->heatmap.cells.empty()) {
    const Grid g = grid(QRectF(rect()));
    const auto rows = static_cast<int>(m_insight->heatmap.y.size());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colors().acctx, 2));
    painter.drawRoundedRect(
        QRectF(g.area.left() + m_current->first * g.cellWidth,
               g.area.top() + (rows - 1 - m_current->second) * g.cellHeight, g.cellWidth, g.cellHeight),
        4, 4);
  }
}

std::optional<std::pair<int, int>> HeatPlot::cellAt(QPointF at) const {
  if (m_insight == nullptr || m_insight->heatmap.cells.empty()) {
    return std::nullopt;
  }
  const Grid g = grid(QRectF(rect()));
  if (!g.area.contains(at)) {
    return std::nullopt;
  }
  const int x = static_cast<int>((at.x() - g.area.left()) / g.cellWidth);
  const int y = static_cast<int>(m_insight->heatmap.y.size()) - 1 -
                static_cast<int>((at.y() - g.area.top()) / g.cellHeight);
  const std::pair place(x, y);
  return m_insight->heatmap.cells.contains(place) ? std::optional(place) : std::nullopt;
}

void HeatPlot::choose(std::pair<int, int> place) {
  std::vector<track::RunKey> runs;
  for (const std::uint32_t row : m_insight->heatmap.cells.at(place).rows) {
    runs.push_back(m_insight->listing->table->run(row).key);
  }
  Q_EMIT clicked(runs);
}

void HeatPlot::mouseReleaseEvent(QMouseEvent* event) {
  if (const auto place = cellAt(event->position())) {
    choose(*place);
  }
}

// The arrows go from cell to cell; Enter selects its runs.
void HeatPlot::keyPressEvent(QKeyEvent* event) {
  if (m_insight == nullptr || m_insight->heatmap.cells.empty()) {
    ChartView::keyPressEvent(event);
    return;
  }
  const Heatmap& map = m_insight->heatmap;
  std::pair<int, int> next = m_current.value_or(std::pair(0, 0));
  switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
      next.first += m_current ? (event->key() == Qt::Key_Left ? -1 : 1) : 0;
      break;
    case Qt::Key_Up:
    case Qt::Key_Down:
      next.second += m_current ? (event->key() == Qt::Key_Up ? 1 : -1) : 0;
      break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (m_current && map.cells.contains(*m_current)) {
        choose(*m_current);
      }
      return;
    default:
      ChartView::keyPressEvent(event);
      return;
  }
  m_current = std::pair(std::clamp(next.first, 0, static_cast<int>(map.x.size()) - 1),
                        std::clamp(next.second, 0, static_cast<int>(map.y.size()) - 1));
  const auto cell = map.cells.find(*m_current);
  setAccessibleDescription(
      tr("%1 × %2: %3")
          .arg(map.y[m_current->second], map.x[m_current->first],
               cell == map.cells.end()
                   ? tr("no run")
                   : tr("best %1 of %n run(s)", nullptr, static_cast<int>(cell->second.rows.size()))
                         .arg(metricText(cell->second.best, map.decimals))));
  update();
}

bool HeatPlot::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const auto place = cellAt(help->pos())) {
      const auto& cell = m_insight->heatmap.cells.at(*place);
      QToolTip::showText(
          help->globalPos(),
          tr("best %1 of %n run(s); click selects them", nullptr, static_cast<int>(cell.rows.size()))
              .arg(metricText(cell.best)),
          this);
      return true;
    }
  }
  return ChartView::event(event);
}

ChartTable HeatPlot::table() const {
  ChartTable result;
  if (m_insight == nullptr) {
    return result;
  }
  const Heatmap& map = m_insight->heatmap;
  ChartTable::Column y{shortName(map.yColumn), {}, {}};
  ChartTable::Column x{shortName(map.xColumn), {}, {}};
  ChartTable::Column best{QString::fromStdString(map.metric), {}, {}};
  ChartTable::Column count{tr("Runs"), {}, {}};
  for (const auto& [place, cell] : map.cells) {
    x.texts.push_back(map.x[place.first]);
    y.texts.push_back(map.y[place.second]);
    best.values.push_back(cell.best);
    count.values.push_back(static_cast<double>(cell.rows.size()));
  }
  result.columns = {std::move(y), std::move(x), std::move(best), std::move(count)};
  return result;
}

}  // namespace tatara::ui
