#include "ui/explore/plots_view.h"

#include <QMouseEvent>
#include <QPainter>
#include <QTimeZone>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/run_color.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"
#include "ui/chart/ticks.h"
#include "ui/explore/plots_axes.h"

namespace tatara::ui {
namespace {

constexpr qreal kDragStart = 4;
constexpr std::size_t kMostCorners = 200;

QPointF toPlot(const QRectF& plot, const QPointF& unit) {
  return {plot.left() + unit.x() * plot.width(), plot.bottom() - unit.y() * plot.height()};
}
QRectF toPlot(const QRectF& plot, const QRectF& unit) {
  return {toPlot(plot, QPointF(unit.left(), unit.top() + unit.height())),
          QSizeF(unit.width() * plot.width(), unit.height() * plot.height())};
}
QPointF toUnit(const QRectF& plot, const QPointF& at) {
  return {std::clamp((at.x() - plot.left()) / plot.width(), 0.0, 1.0),
          std::clamp((plot.bottom() - at.y()) / plot.height(), 0.0, 1.0)};
}

TickSet ticksOf(const PlotScale& scale, int most) {
  if (scale.time) {
    TickSet set = timeTicks(scale.low * 1000, scale.high * 1000, most, QTimeZone::utc());
    for (Tick& tick : set.ticks) {
      tick.value /= 1000;
    }
    return set;
  }
  return withExponents(scale.logarithmic ? logTicks(scale.low, scale.high, most)
                                         : linearTicks(scale.low, scale.high, most));
}

QColor inkOf(int slot) {
  return slot == -1 ? colors().bar : slot < 0 ? colors().ctl : slotColor(slot % kRunSlots);
}

}  // namespace

PlotsView::PlotsView(QWidget* parent) : ChartView(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Plot"));
}

void PlotsView::setAnswer(PlotAnswerPtr answer) {
  m_answer = std::move(answer);
  m_updating = false;
  m_drag.clear();
  m_panel.reset();
  update();
  Q_EMIT noteChanged();
}

void PlotsView::setUpdating(bool updating) {
  if (updating != m_updating) {
    m_updating = updating;
    update();
  }
}

ChartTable PlotsView::table() const {
  return m_answer ? m_answer->table : ChartTable();
}

QString PlotsView::note() const {
  return m_answer ? m_answer->note : QString();
}

std::vector<QRectF> PlotsView::plots(const QRectF& rect) const {
  if (!m_answer) {
    return {};
  }
  const PlotKind kind = m_answer->choice.kind;
  const bool legend = !m_answer->series.isEmpty() || kind == PlotKind::Heatmap || kind == PlotKind::Scatter ||
                      kind == PlotKind::Pairs;
  return panelPlots(rect, m_answer->panels.size(), m_answer->columns, legend);
}

void PlotsView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setOpacity(m_updating ? 0.4 : 1);
  paintChart(painter, QRectF(rect()));
  painter.setOpacity(1);
  if (m_drag.size() > 1) {
    const Colors& c = colors();
    painter.setRenderHint(QPainter::Antialiasing);
    QColor fill = c.acc;
    fill.setAlphaF(0.12F);
    painter.setPen(QPen(c.acctx, 1, Qt::DashLine));
    painter.setBrush(fill);
    if (m_lasso) {
      painter.drawPolygon(m_drag.data(), static_cast<int>(m_drag.size()));
    } else {
      painter.drawRect(QRectF(m_drag.front(), m_drag.back()).normalized());
    }
  }
}

void PlotsView::paintChart(QPainter& painter, const QRectF& rect) {
  if (!m_answer) {
    return;
  }
  const std::vector<QRectF> places = plots(rect);
  for (std::size_t i = 0; i < places.size(); ++i) {
    paintPanel(painter, m_answer->panels[i], places[i]);
  }
  paintLegend(painter, rect);
}

void PlotsView::paintAxes(QPainter& painter, const PlotPanel& panel, const QRectF& plot) const {
  const Colors& c = colors();
  painter.setFont(ui::font(TextRole::Caption));
  const QFontMetricsF metrics(painter.font());
  const auto label = [&](const QRectF& rect, int align, const QString& text) {
    painter.setPen(c.tx3);
    painter.drawText(rect, align, metrics.elidedText(text, Qt::ElideRight, rect.width()));
  };
  if (panel.y.category) {
    const auto count = static_cast<int>(panel.y.labels.size());
    const qreal step = plot.height() / count;
    const int every = std::max(1, static_cast<int>(std::ceil(13 / step)));
    for (int i = 0; i < count; i += every) {
      label(QRectF(plot.left() - 58, plot.bottom() - (i + 1) * step, 52, step),
            Qt::AlignRight | Qt::AlignVCenter, panel.y.labels[i]);
    }
  } else {
    for (const Tick& tick : ticksOf(panel.y, std::max(2, static_cast<int>(plot.height() / 44))).ticks) {
      const double at = panel.y.unit(tick.value);
      if (!(at >= -1e-9 && at <= 1 + 1e-9)) {
        continue;
      }
      const qreal y = std::round(plot.bottom() - at * plot.height());
      painter.fillRect(QRectF(plot.left(), y, plot.width(), 1), c.grid);
      label(QRectF(plot.left() - 58, y - 8, 52, 16), Qt::AlignRight | Qt::AlignVCenter, tick.label);
    }
  }
  painter.fillRect(QRectF(plot.left(), plot.bottom(), plot.width(), 1), c.axis);
  if (panel.x.category) {
    const auto count = static_cast<int>(panel.x.labels.size());
    const qreal step = plot.width() / count;
    qreal widest = 0;
    for (const QString& text : panel.x.labels) {
      widest = std::max(widest, metrics.horizontalAdvance(text));
    }
    const int every = std::max(1, static_cast<int>(std::ceil(std::min(widest + 8, 72.0) / step)));
    for (int i = 0; i < count; i += every) {
      label(QRectF(plot.left() + i * step - (every > 1 ? step * (every - 1) / 2 : 0), plot.bottom() + 4,
                   step * every, 16),
            Qt::AlignCenter, panel.x.labels[i]);
    }
  } else {
    for (const Tick& tick : ticksOf(panel.x, std::max(2, static_cast<int>(plot.width() / 74))).ticks) {
      const double at = panel.x.unit(tick.value);
      if (!(at >= -1e-9 && at <= 1 + 1e-9)) {
        continue;
      }
      const qreal x = std::round(plot.left() + at * plot.width());
      painter.fillRect(QRectF(x, plot.bottom(), 1, 4), c.axis);
      label(QRectF(x - 40, plot.bottom() + 4, 80, 16), Qt::AlignCenter, tick.label);
    }
  }
  painter.setPen(c.tx2);
  painter.drawText(QRectF(plot.left(), plot.bottom() + 19, plot.width(), 16), Qt::AlignCenter,
                   metrics.elidedText(panel.x.title, Qt::ElideMiddle, plot.width()));
  const QString above =
      panel.title.isEmpty() ? panel.y.title : panel.y.title + QStringLiteral(" · ") + panel.title;
  painter.drawText(QRectF(plot.left() - 50, plot.top() - 19, plot.width() + 50, 16),
                   Qt::AlignLeft | Qt::AlignVCenter,
                   metrics.elidedText(above, Qt::ElideMiddle, plot.width() + 50));
}

namespace {

void paintBox(QPainter& painter, const PlotBox& box, const QRectF& plot) {
  const Colors& c = colors();
  const auto y = [&](double unit) { return plot.bottom() - unit * plot.height(); };
  const qreal left = plot.left() + box.left * plot.width();
  const qreal right = plot.left() + box.right * plot.width();
  const qreal middle = (left + right) / 2;
  const QRectF body(left, y(box.upper), right - left, y(box.lower) - y(box.upper));
  painter.setPen(QPen(c.ctl, 1));
  painter.drawLine(QPointF(middle, y(box.low)), QPointF(middle, body.bottom()));
  painter.drawLine(QPointF(middle, body.top()), QPointF(middle, y(box.high)));
  const qreal cap = (right - left) / 4;
  painter.drawLine(QPointF(middle - cap, y(box.low)), QPointF(middle + cap, y(box.low)));
  painter.drawLine(QPointF(middle - cap, y(box.high)), QPointF(middle + cap, y(box.high)));
  painter.setBrush(c.bar);
  painter.setPen(Qt::NoPen);
  painter.drawRect(body);
  painter.setPen(QPen(c.tx1, 1.5));
  painter.drawLine(QPointF(left, y(box.median)), QPointF(right, y(box.median)));
}

}  // namespace

void PlotsView::paintPanel(QPainter& painter, const PlotPanel& panel, const QRectF& plot) const {
  const Colors& c = colors();
  painter.save();
  paintAxes(painter, panel, plot);
  painter.setClipRect(plot.adjusted(-1, -1, 1, 1));
  if (!panel.picture.isNull()) {
    painter.drawImage(plot, panel.picture);
  }
  for (const PlotMark& mark : panel.marks) {
    const QRectF at = toPlot(plot, mark.at);
    if (mark.shape == PlotMark::Shape::Cell) {
      const QColor fill = rampColor(c.sequential, mark.shade);
      // Neighbours meet at the same pixel wherever their edges lie, with one between them.
      const QPoint from(qRound(at.left()), qRound(at.top()));
      const QPoint to(qRound(at.right()) - 1, qRound(at.bottom()) - 1);
      painter.fillRect(QRect(from, QSize(std::max(1, to.x() - from.x()), std::max(1, to.y() - from.y()))),
                       fill);
    } else {
      const qreal gap = at.width() > 4 ? 1 : 0;
      painter.fillRect(QRectF(at.left() + gap / 2, at.top(), std::max(0.7, at.width() - gap), at.height()),
                       inkOf(mark.slot));
    }
  }
  painter.setRenderHint(QPainter::Antialiasing);
  for (const PlotPath& path : panel.paths) {
    std::vector<QPointF> points;
    for (const QPointF& point : path.points) {
      points.push_back(toPlot(plot, point));
    }
    const QColor ink = path.slot < 0 ? (path.slot == -1 ? c.runs[0] : c.ctl) : inkOf(path.slot);
    if (path.filled) {
      QColor fill = ink;
      const bool violin = m_answer->choice.kind == PlotKind::Violin;
      fill.setAlphaF(violin ? 0.45F : 0.18F);
      painter.setPen(violin ? QPen(ink, 1) : QPen(Qt::NoPen));
      painter.setBrush(fill);
      painter.drawPolygon(points.data(), static_cast<int>(points.size()));
    } else if (points.size() == 1) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(ink);
      painter.drawEllipse(points[0], 2.5, 2.5);
    } else {
      painter.setPen(QPen(ink, 1.6));
      QVector<QLineF> lines;
      for (std::size_t i = 1; i < points.size(); ++i) {
        lines.push_back(QLineF(points[i - 1], points[i]));
      }
      painter.drawLines(lines);
    }
  }
  for (const PlotBox& box : panel.boxes) {
    paintBox(painter, box, plot);
  }
  painter.restore();
}

void PlotsView::paintLegend(QPainter& painter, const QRectF& rect) const {
  const Colors& c = colors();
  painter.setFont(ui::font(TextRole::Caption));
  const QFontMetricsF metrics(painter.font());
  qreal x = rect.left() + 8;
  for (qsizetype i = 0; i < m_answer->series.size() && x < rect.right() - 40; ++i) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(inkOf(m_answer->seriesSlots[static_cast<std::size_t>(i)]));
    painter.drawRoundedRect(QRectF(x, rect.top() + 7, 10, 10), kCheckRadius, kCheckRadius);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(c.tx2);
    const QString text = metrics.elidedText(m_answer->series[i], Qt::ElideMiddle, 140);
    painter.drawText(QRectF(x + 15, rect.top() + 4, 150, 16), Qt::AlignLeft | Qt::AlignVCenter, text);
    x += metrics.horizontalAdvance(text) + 30;
  }
  if (m_answer->ramp.isEmpty()) {
    return;
  }
  const QString low = metricText(m_answer->rampLow);
  const QString high = metricText(m_answer->rampHigh);
  constexpr qreal kWidth = 96;
  qreal right = rect.right() - 12 - metrics.horizontalAdvance(high);
  painter.setPen(c.tx2);
  painter.drawText(QPointF(right, rect.top() + 16), high);
  right -= kWidth + 6;
  for (int i = 0; i < static_cast<int>(kWidth); ++i) {
    painter.fillRect(QRectF(right + i, rect.top() + 7, 1, 10), rampColor(c.sequential, i / (kWidth - 1)));
  }
  right -= metrics.horizontalAdvance(low) + 6;
  painter.setPen(c.tx2);
  painter.drawText(QPointF(right, rect.top() + 16), low);
  right -= metrics.horizontalAdvance(m_answer->ramp) + 12;
  painter.drawText(QPointF(std::max(x, right), rect.top() + 16), m_answer->ramp);
}

void PlotsView::resizeEvent(QResizeEvent* event) {
  ChartView::resizeEvent(event);
  Q_EMIT resized();
}

std::optional<std::size_t> PlotsView::panelAt(const QPointF& at) const {
  const std::vector<QRectF> places = plots(QRectF(rect()));
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (places[i].adjusted(-4, -4, 4, 4).contains(at)) {
      return i;
    }
  }
  return std::nullopt;
}

void PlotsView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !m_answer) {
    return;
  }
  m_panel = panelAt(event->position());
  m_drag.clear();
  m_lasso = m_mode == Mode::Lasso || (event->modifiers() & Qt::ShiftModifier);
  if (m_panel) {
    const PlotPanel& own = m_answer->panels[*m_panel];
    m_lasso = m_lasso && !own.x.category && !own.y.category && !own.y.column.empty();
    m_drag.push_back(event->position());
  }
}

void PlotsView::mouseMoveEvent(QMouseEvent* event) {
  const QPointF at = event->position();
  if (m_panel && (event->buttons() & Qt::LeftButton)) {
    const bool begun = m_drag.size() > 1 || (at - m_drag.front()).manhattanLength() > kDragStart;
    if (begun && m_lasso && m_drag.size() < kMostCorners) {
      if (m_drag.size() < 2 || (at - m_drag.back()).manhattanLength() > 3) {
        m_drag.push_back(at);
      }
    } else if (begun && !m_lasso) {
      m_drag.resize(1);
      m_drag.push_back(at);
    }
    update();
    return;
  }
  const auto panel = m_answer ? panelAt(at) : std::nullopt;
  QString tip;
  if (panel) {
    const QRectF plot = plots(QRectF(rect()))[*panel];
    const QPointF unit = toUnit(plot, at);
    for (const PlotMark& mark : m_answer->panels[*panel].marks) {
      tip = mark.at.contains(unit) ? mark.tip : tip;
    }
    for (const PlotBox& box : m_answer->panels[*panel].boxes) {
      tip = unit.x() >= box.left && unit.x() <= box.right ? box.tip : tip;
    }
  }
  setCursor(panel ? Qt::CrossCursor : Qt::ArrowCursor);
  if (tip != m_tip) {
    m_tip = tip;
    QToolTip::showText(event->globalPosition().toPoint(), tipText(tip), this);
  }
}

void PlotsView::leaveEvent(QEvent*) {
  m_tip.clear();
}

std::optional<dataset::Filter> PlotsView::stretch(const PlotScale& scale, double from, double to,
                                                  QString& label) {
  if (scale.column.empty()) {
    return std::nullopt;
  }
  const QString name = QString::fromStdString(scale.column);
  if (scale.category) {
    const auto count = static_cast<double>(scale.labels.size());
    const auto first = static_cast<std::size_t>(std::clamp(std::floor(from * count), 0.0, count - 1));
    const auto last = static_cast<std::size_t>(
        std::clamp(std::ceil(to * count) - 1, static_cast<double>(first), count - 1));
    label = name + QLatin1Char(' ') + scale.labels[static_cast<qsizetype>(first)] +
            (last > first ? QStringLiteral(" – ") + scale.labels[static_cast<qsizetype>(last)] : QString());
    return dataset::anyOf({scale.filters.begin() + static_cast<std::ptrdiff_t>(first),
                           scale.filters.begin() + static_cast<std::ptrdiff_t>(last) + 1});
  }
  const double low = scale.value(from);
  const double high = scale.value(to);
  label = name + QLatin1Char(' ') + axisText(scale, low) + QStringLiteral(" – ") + axisText(scale, high);
  return dataset::RangeCondition{.column = scale.column, .least = low, .greatest = high};
}

void PlotsView::finishRectangle(const PlotPanel& panel, const QRectF& plot) {
  const QPointF a = toUnit(plot, m_drag.front());
  const QPointF b = toUnit(plot, m_drag.back());
  QString xLabel;
  QString yLabel;
  const auto x = stretch(panel.x, std::min(a.x(), b.x()), std::max(a.x(), b.x()), xLabel);
  // On a mean or a count there is no row to be above or below.
  const bool plane = m_answer->choice.kind == PlotKind::Scatter ||
                     m_answer->choice.kind == PlotKind::Heatmap || m_answer->choice.kind == PlotKind::Pairs ||
                     m_answer->choice.kind == PlotKind::Box || m_answer->choice.kind == PlotKind::Violin;
  const auto y =
      plane ? stretch(panel.y, std::min(a.y(), b.y()), std::max(a.y(), b.y()), yLabel) : std::nullopt;
  if (x && y) {
    Q_EMIT brushed(QString::fromStdString(panel.x.column + " × " + panel.y.column), dataset::allOf({*x, *y}),
                   xLabel + QStringLiteral(", ") + yLabel);
  } else if (x) {
    Q_EMIT brushed(QString::fromStdString(panel.x.column), *x, xLabel);
  }
}

void PlotsView::finishLasso(const PlotPanel& panel, const QRectF& plot) {
  dataset::PolygonCondition polygon{.x = panel.x.column,
                                    .y = panel.y.column,
                                    .corners = {},
                                    .logX = panel.x.logarithmic,
                                    .logY = panel.y.logarithmic};
  for (const QPointF& at : m_drag) {
    const QPointF unit = toUnit(plot, at);
    const double x = panel.x.value(unit.x());
    const double y = panel.y.value(unit.y());
    polygon.corners.emplace_back(panel.x.logarithmic ? std::log10(x) : x,
                                 panel.y.logarithmic ? std::log10(y) : y);
  }
  if (polygon.corners.size() >= 3) {
    const QString name = QString::fromStdString(polygon.x + " × " + polygon.y);
    Q_EMIT brushed(name, polygon, tr("Lasso on %1").arg(name));
  }
}

void PlotsView::click(const PlotPanel& panel, const QRectF& plot, const QPointF& at) {
  const QPointF unit = toUnit(plot, at);
  for (const PlotMark& mark : panel.marks) {
    if (mark.at.contains(unit) && mark.filter) {
      const bool cell = mark.shape == PlotMark::Shape::Cell;
      QString label;
      QString second;
      stretch(panel.x, mark.at.left() + mark.at.width() * 0.01, mark.at.right() - mark.at.width() * 0.01,
              label);
      if (cell) {
        stretch(panel.y, mark.at.top() + mark.at.height() * 0.01, mark.at.bottom() - mark.at.height() * 0.01,
                second);
        label += QStringLiteral(", ") + second;
      }
      Q_EMIT brushed(QString::fromStdString(cell ? panel.x.column + " × " + panel.y.column : panel.x.column),
                     *mark.filter, label);
      return;
    }
  }
  for (const PlotBox& box : panel.boxes) {
    if (unit.x() >= box.left && unit.x() <= box.right && box.filter) {
      QString label;
      stretch(panel.x, box.left, box.right, label);
      Q_EMIT brushed(QString::fromStdString(panel.x.column), *box.filter, label);
      return;
    }
  }
}

void PlotsView::mouseReleaseEvent(QMouseEvent* event) {
  if (!m_panel || !m_answer || m_drag.empty()) {
    return;
  }
  const std::vector<QRectF> places = plots(QRectF(rect()));
  const PlotPanel panel =
      m_answer->panels[*m_panel];  // a copy: the answer may be replaced by whoever listens
  const QRectF plot = places[*m_panel];
  if (m_drag.size() < 2) {
    click(panel, plot, event->position());
  } else if (m_lasso) {
    finishLasso(panel, plot);
  } else {
    finishRectangle(panel, plot);
  }
  m_panel.reset();
  m_drag.clear();
  update();
}

void PlotsView::mouseDoubleClickEvent(QMouseEvent*) {
  Q_EMIT clearAsked();
}

}  // namespace tatara::ui
