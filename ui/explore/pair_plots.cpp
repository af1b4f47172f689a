#include "ui/explore/pair_plots.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/base/number_text.h"
#include "ui/base/theme.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"
#include "ui/explore/internal/plot_paint.h"

namespace tatara::ui {
namespace {

constexpr double kPairSide = 12;
constexpr double kLabels = 78;

// ".97", "−.32", "1": what fits a small cell.
QString correlationText(double value) {
  if (std::isnan(value)) {
    return QString(kMissing);
  }
  if (std::abs(value) >= 1 - 1e-12) {
    return value < 0 ? QString(kMinus) + QLatin1Char('1') : QStringLiteral("1");
  }
  // Nothing but a whole relation reads as one.
  const double shown = std::clamp(std::round(value * 100) / 100, -0.99, 0.99);
  QString text = QString::number(std::abs(shown), 'f', 2).mid(1);
  if (value < 0 && shown != 0) {
    text.prepend(kMinus);
  }
  return text;
}

}  // namespace

CorrelationPlot::CorrelationPlot(QWidget* parent) : ChartView(parent) {
  setFocusPolicy(Qt::TabFocus);
  setAccessibleName(tr("Correlation of each pair of columns"));
}

void CorrelationPlot::setContent(Content content) {
  m_content = std::move(content);
  m_chosen.reset();
  update();
}

void CorrelationPlot::setChosen(std::optional<std::pair<int, int>> cell) {
  m_chosen = cell;
  update();
}

double CorrelationPlot::value(int row, int column) const {
  return m_content.values[static_cast<std::size_t>(row * m_content.names.size() + column)];
}

ChartTable CorrelationPlot::table() const {
  ChartTable table;
  table.columns.push_back({tr("Column"), {}, m_content.names});
  const int count = static_cast<int>(m_content.names.size());
  for (int column = 0; column < count; ++column) {
    ChartTable::Column values{m_content.names[column], {}, {}};
    for (int row = 0; row < count; ++row) {
      values.values.push_back(value(row, column));
    }
    table.columns.push_back(std::move(values));
  }
  return table;
}

CorrelationPlot::Grid CorrelationPlot::grid(const QRectF& rect) const {
  const auto all = static_cast<int>(m_content.names.size());
  Grid out;
  const double width = rect.width() - kLabels - kPairSide - 6;
  const double height = rect.height() - 24;
  // As many as can still be read; of more, those that are related most.
  constexpr double kNarrowest = 24;
  constexpr double kLowest = 15;
  const int room = std::max(static_cast<int>(std::min(width / kNarrowest, height / kLowest)), 2);
  for (int i = 0; i < all; ++i) {
    out.shown.push_back(i);
  }
  if (all > room) {
    std::ranges::stable_sort(out.shown, [&](int a, int b) {
      return m_content.strength[static_cast<std::size_t>(a)] >
             m_content.strength[static_cast<std::size_t>(b)];
    });
    out.shown.resize(static_cast<std::size_t>(room));
    std::ranges::sort(out.shown);
  }
  const auto count = static_cast<double>(std::max<std::size_t>(out.shown.size(), 1));
  out.width = std::min(std::floor(width / count), 96.0);
  out.height = std::min(std::floor(height / count), 64.0);
  out.area = QRectF(rect.left() + kLabels + 4, rect.top() + 2, out.width * count, out.height * count);
  return out;
}

QString CorrelationPlot::note() const {
  const std::size_t shown = grid(QRectF(rect())).shown.size();
  const auto all = static_cast<std::size_t>(m_content.names.size());
  return shown < all ? tr("the %1 of %2 columns that are related most").arg(shown).arg(all) : QString();
}

void CorrelationPlot::resizeEvent(QResizeEvent*) {
  Q_EMIT noteChanged();
}

void CorrelationPlot::paintChart(QPainter& painter, const QRectF& rect) {
  if (m_content.names.size() < 2) {
    painter.setFont(ui::font(TextRole::Cell));
    painter.setPen(colors().tx3);
    painter.drawText(rect, Qt::AlignCenter, tr("Two columns with values are needed"));
    return;
  }
  const Colors& c = colors();
  const Grid g = grid(rect);
  const auto count = static_cast<int>(g.shown.size());
  painter.setRenderHint(QPainter::Antialiasing, false);
  QFont number = ui::font(TextRole::Caption);
  number.setPixelSize(10);
  const QFontMetricsF metrics(ui::font(TextRole::Caption));
  for (int row = 0; row < count; ++row) {
    const double top = g.area.top() + row * g.height;
    painter.setPen(c.tx2);
    painter.setFont(ui::font(TextRole::Caption));
    painter.drawText(QRectF(rect.left() + kPairSide, top, kLabels - kPairSide, g.height),
                     Qt::AlignRight | Qt::AlignVCenter,
                     metrics.elidedText(m_content.names[g.shown[static_cast<std::size_t>(row)]],
                                        Qt::ElideMiddle, kLabels - kPairSide));
    for (int column = 0; column < count; ++column) {
      const QRectF box(g.area.left() + column * g.width, top, g.width - 1, g.height - 1);
      const double at =
          value(g.shown[static_cast<std::size_t>(row)], g.shown[static_cast<std::size_t>(column)]);
      if (std::isnan(at)) {
        paintMissing(painter, box);
        continue;
      }
      const QColor fill = m_content.oneSided ? rampColor(c.sequential, std::clamp(at, 0.0, 1.0))
                                             : rampColor(c.diverging, (std::clamp(at, -1.0, 1.0) + 1) / 2);
      painter.fillRect(box, fill);
      painter.setFont(number);
      painter.setPen(cellTextColor(fill));
      drawTabular(painter, box, Qt::AlignHCenter, correlationText(at));
    }
  }
  painter.setFont(ui::font(TextRole::Caption));
  painter.setPen(c.tx3);
  for (int column = 0; column < count; ++column) {
    painter.drawText(QRectF(g.area.left() + column * g.width - 2, g.area.bottom() + 3, g.width + 3, 16),
                     Qt::AlignHCenter | Qt::AlignVCenter,
                     metrics.elidedText(m_content.names[g.shown[static_cast<std::size_t>(column)]],
                                        Qt::ElideRight, g.width + 1));
  }
  if (m_chosen) {
    const auto row = std::ranges::find(g.shown, m_chosen->first) - g.shown.begin();
    const auto column = std::ranges::find(g.shown, m_chosen->second) - g.shown.begin();
    if (row < count && column < count) {
      painter.setPen(QPen(c.tx1, 1.5));
      painter.setBrush(Qt::NoBrush);
      painter.drawRect(QRectF(g.area.left() + static_cast<double>(column) * g.width,
                              g.area.top() + static_cast<double>(row) * g.height, g.width - 1, g.height - 1)
                           .adjusted(0.5, 0.5, -0.5, -0.5));
    }
  }
}

void CorrelationPlot::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintChart(painter, QRectF(rect()));
}

std::optional<std::pair<int, int>> CorrelationPlot::cellAt(QPointF at) const {
  const Grid g = grid(QRectF(rect()));
  if (m_content.names.size() < 2 || !g.area.contains(at)) {
    return std::nullopt;
  }
  const std::size_t last = g.shown.size() - 1;
  const auto row = static_cast<std::size_t>((at.y() - g.area.top()) / g.height);
  const auto column = static_cast<std::size_t>((at.x() - g.area.left()) / g.width);
  return std::pair(g.shown[std::min(row, last)], g.shown[std::min(column, last)]);
}

void CorrelationPlot::mouseReleaseEvent(QMouseEvent* event) {
  const auto cell = cellAt(event->position());
  if (event->button() == Qt::LeftButton && cell) {
    setChosen(cell);
    Q_EMIT chosen(cell->first, cell->second);
  }
}

void CorrelationPlot::keyPressEvent(QKeyEvent* event) {
  if (m_content.names.size() < 2) {
    ChartView::keyPressEvent(event);
    return;
  }
  const std::vector<int> shown = grid(QRectF(rect())).shown;
  const int last = static_cast<int>(shown.size()) - 1;
  const auto placeOf = [&](int index) {
    const auto found = std::ranges::find(shown, index);
    return found == shown.end() ? 0 : static_cast<int>(found - shown.begin());
  };
  const auto now = m_chosen.value_or(std::pair(shown[0], shown[0]));
  int row = placeOf(now.first);
  int column = placeOf(now.second);
  switch (event->key()) {
    case Qt::Key_Left:
      column = std::max(column - 1, 0);
      break;
    case Qt::Key_Right:
      column = std::min(column + 1, last);
      break;
    case Qt::Key_Up:
      row = std::max(row - 1, 0);
      break;
    case Qt::Key_Down:
      row = std::min(row + 1, last);
      break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      Q_EMIT chosen(now.first, now.second);
      return;
    default:
      ChartView::keyPressEvent(event);
      return;
  }
  row = shown[static_cast<std::size_t>(row)];
  column = shown[static_cast<std::size_t>(column)];
  setChosen(std::pair(row, column));
  setAccessibleDescription(
      tr("%1 and %2: %3")
          .arg(m_content.names[row], m_content.names[column], metricText(value(row, column), 2)));
}

bool CorrelationPlot::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const auto cell = cellAt(help->pos())) {
      const double at = value(cell->first, cell->second);
      const QString number = std::isnan(at) ? tr("not defined") : metricText(at);
      QToolTip::showText(
          help->globalPos(),
          tipText(tr("%1 and %2: %3; click shows both")
                      .arg(m_content.names[cell->first], m_content.names[cell->second], number)),
          this);
      return true;
    }
    QToolTip::hideText();
  }
  return ChartView::event(event);
}

// --- pair

void PairPlot::setContent(Content content) {
  m_content = std::move(content);
  setAccessibleName(tr("%1 against %2").arg(m_content.y, m_content.x));
  update();
}

ChartTable PairPlot::table() const {
  ChartTable table;
  table.columns = {{m_content.x, {}, {}}, {m_content.y, {}, {}}, {tr("Rows"), {}, {}}};
  for (int row = 0; row < m_content.high; ++row) {
    for (int column = 0; column < m_content.wide; ++column) {
      const double count = m_content.counts[static_cast<std::size_t>(row * m_content.wide + column)];
      if (count > 0) {
        const auto place = [](AxisRange range, int i, int of) {
          return range.low + (range.high - range.low) * i / of;
        };
        table.columns[0].values.push_back(place(m_content.xRange, column, m_content.wide));
        table.columns[1].values.push_back(place(m_content.yRange, row, m_content.high));
        table.columns[2].values.push_back(count);
      }
    }
  }
  return table;
}

void PairPlot::paintChart(QPainter& painter, const QRectF& rect) {
  if (m_content.counts.empty() || !(m_content.xRange.low < m_content.xRange.high) ||
      !(m_content.yRange.low < m_content.yRange.high)) {
    return;
  }
  const PlainPlot plot = layoutPlot(rect, m_content.xRange, m_content.yRange);
  paintPlotGrid(painter, plot);
  const double most = std::max(*std::ranges::max_element(m_content.counts), 1.0);
  painter.setRenderHint(QPainter::Antialiasing, false);
  const double width = plot.plot.width() / m_content.wide;
  const double height = plot.plot.height() / m_content.high;
  for (int row = 0; row < m_content.high; ++row) {
    for (int column = 0; column < m_content.wide; ++column) {
      const double count = m_content.counts[static_cast<std::size_t>(row * m_content.wide + column)];
      if (count > 0) {
        const double left = std::floor(plot.plot.left() + column * width);
        const double right = std::max(std::floor(plot.plot.left() + (column + 1) * width), left + 2);
        const double top = std::floor(plot.plot.bottom() - (row + 1) * height);
        const double bottom = std::max(std::floor(plot.plot.bottom() - row * height), top + 2);
        // By the logarithm, or one crowded cell would leave all others at the background.
        painter.fillRect(QRectF(left, top, right - left, bottom - top),
                         rampColor(colors().sequential, 0.3 + 0.7 * std::log1p(count) / std::log1p(most)));
      }
    }
  }
  painter.setRenderHint(QPainter::Antialiasing);
  paintPlotAxes(painter, plot);
  painter.setFont(ui::font(TextRole::Caption));
  painter.setPen(colors().tx3);
  const QRectF names = plot.plot.adjusted(6, 2, -6, -4);
  painter.drawText(names, Qt::AlignLeft | Qt::AlignTop, m_content.y);
  painter.drawText(names, Qt::AlignRight | Qt::AlignBottom, m_content.x);
}

void PairPlot::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  paintChart(painter, QRectF(rect()));
}

bool PairPlot::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip && !m_content.counts.empty()) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const PlainPlot plot = layoutPlot(QRectF(rect()), m_content.xRange, m_content.yRange);
    const auto column = static_cast<int>(
        std::floor((help->pos().x() - plot.plot.left()) / plot.plot.width() * m_content.wide));
    const auto row = static_cast<int>(
        std::floor((plot.plot.bottom() - help->pos().y()) / plot.plot.height() * m_content.high));
    QString text;
    if (column >= 0 && row >= 0 && column < m_content.wide && row < m_content.high) {
      const double count = m_content.counts[static_cast<std::size_t>(row * m_content.wide + column)];
      const auto at = [](AxisRange range, int i, int of) {
        return metricText(range.low + (range.high - range.low) * i / of);
      };
      text =
          tr("%1 %2 to %3, %4 %5 to %6: %7 rows")
              .arg(m_content.x, at(m_content.xRange, column, m_content.wide),
                   at(m_content.xRange, column + 1, m_content.wide), m_content.y,
                   at(m_content.yRange, row, m_content.high), at(m_content.yRange, row + 1, m_content.high))
              .arg(countText(std::llround(count)));
    }
    QToolTip::showText(help->globalPos(), tipText(text), this);
    return true;
  }
  return ChartView::event(event);
}

}  // namespace tatara::ui
