#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/base/number_text.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"
#include "ui/runs/small_plots.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kDense = 5000;  // above, dots are stamped without antialiasing

// Small dots of many points, one pixel of the screen after the other: what stamping them one by one with this
// opacity gives, in one pass over the points.
QImage stampDots(const Scatter& points, const PlainPlot& plot, QSize size, qreal ratio, const QColor& color) {
  const int width = size.width();
  const int height = size.height();
  const int side = std::max(2, static_cast<int>(std::lround(2 * ratio)));
  std::vector<std::uint32_t> counts(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  for (std::size_t i = 0; i < points.rows.size(); ++i) {
    const double x = plot.xAt(points.x[i]) * ratio - side / 2.0;
    const double y = plot.yAt(points.y[i]) * ratio - side / 2.0;
    if (!(x > -side && y > -side && x < width && y < height)) {
      continue;
    }
    const int left = static_cast<int>(std::lround(x));
    const int top = static_cast<int>(std::lround(y));
    for (int row = std::max(0, top); row < std::min(height, top + side); ++row) {
      for (int column = std::max(0, left); column < std::min(width, left + side); ++column) {
        ++counts[static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
                 static_cast<std::size_t>(column)];
      }
    }
  }
  // Of each number of dots once; from kOpaque on one more changes nothing.
  constexpr std::uint32_t kOpaque = 64;
  std::array<QRgb, kOpaque + 1> inks{};
  for (std::uint32_t count = 1; count <= kOpaque; ++count) {
    const double clear = std::pow(1 - color.alphaF(), count);
    inks[count] = qPremultiply(
        qRgba(color.red(), color.green(), color.blue(), static_cast<int>(std::lround(255 * (1 - clear)))));
  }
  QImage image(size, QImage::Format_ARGB32_Premultiplied);
  for (int y = 0; y < height; ++y) {
    auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
    const std::uint32_t* of = counts.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
    for (int x = 0; x < width; ++x) {
      line[x] = inks[std::min(of[x], kOpaque)];
    }
  }
  image.setDevicePixelRatio(ratio);
  return image;
}

}  // namespace

ScatterPlot::ScatterPlot(QWidget* parent) : ChartView(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Metric against cost"));
}

void ScatterPlot::setData(InsightPtr insight, ShownRuns shown) {
  if (insight != m_insight) {
    m_dots = QImage();
  }
  m_insight = std::move(insight);
  m_shown = std::move(shown);
  update();
}

void ScatterPlot::setHovered(std::optional<track::RunKey> run) {
  if (run != m_hovered) {
    m_hovered = run;
    update();
  }
}

PlainPlot ScatterPlot::layout(const QRectF& rect) const {
  const Scatter& points = m_insight->scatter;
  PlainPlot plot = layoutPlot(rect.adjusted(0, 18, 0, 0), points.xRange, points.yRange);
  if (points.xColumn == "run.duration") {
    plot.xTicks =
        durationTicks(plot.x.low, plot.x.high, std::max(2, static_cast<int>(plot.plot.width() / 70)));
  }
  return plot;
}

void ScatterPlot::paintFront(QPainter& painter, const PlainPlot& plot) const {
  const Scatter& points = m_insight->scatter;
  if (points.front.size() < 2) {
    return;
  }
  painter.setPen(QPen(colors().tx3, 1, Qt::DashLine));
  QVector<QLineF> steps;
  for (std::size_t i = 1; i < points.front.size(); ++i) {
    const QPointF from(plot.xAt(points.x[points.front[i - 1]]), plot.yAt(points.y[points.front[i - 1]]));
    const QPointF to(plot.xAt(points.x[points.front[i]]), plot.yAt(points.y[points.front[i]]));
    steps.push_back(QLineF(from, QPointF(to.x(), from.y())));
    steps.push_back(QLineF(QPointF(to.x(), from.y()), to));
  }
  painter.drawLines(steps);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colors().ctl);
  for (const std::size_t i : points.front) {
    painter.drawEllipse(QPointF(plot.xAt(points.x[i]), plot.yAt(points.y[i])), 4, 4);
  }
  painter.setBrush(Qt::NoBrush);
}

void ScatterPlot::paintShown(QPainter& painter, const PlainPlot& plot) const {
  const Scatter& points = m_insight->scatter;
  std::vector<DotName> names;
  for (auto run = m_shown.rbegin(); run != m_shown.rend(); ++run) {
    const auto place = points.placeOf(run->row);
    if (!place) {
      continue;
    }
    const QPointF at(plot.xAt(points.x[*place]), plot.yAt(points.y[*place]));
    const bool hovered = m_hovered == run->key;
    painter.setPen(QPen(colors().bg1, 1.5));
    painter.setBrush(slotColor(run->style.slot));
    drawMarker(painter, run->style.marker, at, hovered ? 6.5 : 5);
    painter.setBrush(Qt::NoBrush);
    if (run->baseline) {
      painter.setPen(QPen(colors().tx2, 1.4));
      painter.drawEllipse(at, 8, 8);
    }
    const bool best = run == std::prev(m_shown.rend());
    if (best || run->baseline || hovered) {
      const QString words = run->baseline && !hovered ? tr("baseline") : run->name;
      names.push_back({hovered ? 0 : best ? 1 : 2, at, words});
    }
  }
  paintNames(painter, plot.plot, std::move(names));
}

// Below its dot, else above; a name that would cover a weightier one is left out.
void ScatterPlot::paintNames(QPainter& painter, const QRectF& area, std::vector<DotName> names) {
  std::ranges::stable_sort(names, {}, &DotName::rank);
  std::vector<QRectF> taken;
  for (const DotName& name : names) {
    painter.setFont(ui::font(name.rank < 2 ? TextRole::Badge : TextRole::Caption));
    const double width = painter.fontMetrics().horizontalAdvance(name.words);
    const double x =
        std::clamp(name.at.x() - width / 2, area.left(), std::max(area.left(), area.right() - width));
    for (const double top : {name.at.y() + 7, name.at.y() - 23}) {
      const QRectF box(x, top, width, 16);
      const bool covers = std::ranges::any_of(
          taken, [&box](const QRectF& other) { return other.adjusted(-4, 0, 4, 0).intersects(box); });
      if (box.bottom() <= area.bottom() + 2 && box.top() >= area.top() - 8 && !covers) {
        painter.setPen(name.rank < 2 ? colors().tx1 : colors().tx2);
        painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter, name.words);
        taken.push_back(box);
        break;
      }
    }
  }
}

void ScatterPlot::paintDots(QPainter& painter, const PlainPlot& plot, const QRectF& rect) {
  const Scatter& points = m_insight->scatter;
  QColor dot = colors().ctl;
  dot.setAlphaF(0.38F);
  if (points.rows.size() > kDense) {
    const qreal ratio = painter.device()->devicePixelRatioF();
    const QSize size = (rect.size() * ratio).toSize();
    if (m_dots.size() != size || m_dots.devicePixelRatio() != ratio || m_dotColor != dot) {
      PlainPlot inside = plot;
      inside.plot.translate(-rect.topLeft());
      m_dots = stampDots(points, inside, size, ratio, dot);
      m_dotColor = dot;
    }
    painter.drawImage(rect.topLeft(), m_dots);
    return;
  }
  painter.setPen(Qt::NoPen);
  painter.setBrush(dot);
  for (std::size_t i = 0; i < points.rows.size(); ++i) {
    painter.drawEllipse(QPointF(plot.xAt(points.x[i]), plot.yAt(points.y[i])), 3, 3);
  }
  painter.setBrush(Qt::NoBrush);
}

void ScatterPlot::paintChart(QPainter& painter, const QRectF& rect) {
  if (m_insight == nullptr || m_insight->scatter.rows.empty()) {
    painter.setFont(ui::font(TextRole::Cell));
    painter.setPen(colors().tx3);
    painter.drawText(rect, Qt::AlignCenter | Qt::TextWordWrap, tr("No finished run has this metric"));
    return;
  }
  const Scatter& points = m_insight->scatter;
  const PlainPlot plot = layout(rect);
  painter.setFont(ui::font(TextRole::Caption));
  painter.setPen(colors().tx3);
  const QString unit = QString::fromStdString(m_insight->listing->meanings->of(points.metric).unit);
  painter.drawText(
      rect.topLeft() + QPointF(plot.plot.left() - rect.left(), 11),
      QString::fromStdString(points.metric) + (unit.isEmpty() ? QString() : QStringLiteral(", ") + unit));
  paintPlotGrid(painter, plot);
  painter.setClipRect(plot.plot.adjusted(-6, -6, 6, 6));
  painter.setRenderHint(QPainter::Antialiasing);
  paintDots(painter, plot, rect);
  painter.setBrush(Qt::NoBrush);
  paintFront(painter, plot);
  painter.setClipping(false);
  paintShown(painter, plot);
  paintPlotAxes(painter, plot);
}

void ScatterPlot::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintChart(painter, QRectF(rect()));
  if (m_insight == nullptr || m_insight->scatter.rows.empty()) {
    return;
  }
  const Scatter& points = m_insight->scatter;
  const PlainPlot plot = layout(QRectF(rect()));
  painter.setRenderHint(QPainter::Antialiasing);
  if (const auto row = m_hovered ? m_insight->listing->table->findRow(*m_hovered) : std::nullopt) {
    // Also a run that is none of the shown ones.
    if (const auto place = points.placeOf(static_cast<std::uint32_t>(*row))) {
      painter.setPen(QPen(colors().acctx, 2));
      painter.drawEllipse(QPointF(plot.xAt(points.x[*place]), plot.yAt(points.y[*place])), 7.5, 7.5);
    }
  }
  if (m_lassoing && m_lasso.size() > 1) {
    QColor fill = colors().acc;
    fill.setAlphaF(0.14F);
    painter.setPen(QPen(colors().acctx, 1));
    painter.setBrush(fill);
    painter.drawPolygon(m_lasso);
  }
}

// With Shift a lasso begins.
void ScatterPlot::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || (event->modifiers() & Qt::ShiftModifier) == 0 ||
      m_insight == nullptr) {
    ChartView::mousePressEvent(event);
    return;
  }
  m_lassoing = true;
  m_lasso.clear();
  m_lasso << event->position();
}

void ScatterPlot::finishLasso() {
  m_lassoing = false;
  const Scatter& points = m_insight->scatter;
  const PlainPlot plot = layout(QRectF(rect()));
  std::vector<track::RunKey> runs;
  for (std::size_t i = 0; i < points.rows.size(); ++i) {
    if (m_lasso.containsPoint({plot.xAt(points.x[i]), plot.yAt(points.y[i])}, Qt::OddEvenFill)) {
      runs.push_back(m_insight->listing->table->run(points.rows[i]).key);
    }
  }
  if (!runs.empty()) {
    Q_EMIT lassoed(runs);
  }
  update();
}

// To the next run along an axis, from the one that is hovered.
void ScatterPlot::step(int by, bool upwards) {
  const Scatter& points = m_insight->scatter;
  const std::vector<double>& along = upwards ? points.y : points.x;
  std::vector<std::size_t> order(points.rows.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t left, std::size_t right) { return along[left] < along[right]; });
  std::ptrdiff_t at = by > 0 ? -1 : static_cast<std::ptrdiff_t>(order.size());
  if (const auto row = m_hovered ? m_insight->listing->table->findRow(*m_hovered) : std::nullopt) {
    if (const auto place = points.placeOf(static_cast<std::uint32_t>(*row))) {
      at = std::find(order.begin(), order.end(), *place) - order.begin();
    }
  }
  at = std::clamp<std::ptrdiff_t>(at + by, 0, static_cast<std::ptrdiff_t>(order.size()) - 1);
  const std::size_t place = order[static_cast<std::size_t>(at)];
  const track::RunInfo& run = m_insight->listing->table->run(points.rows[place]);
  setAccessibleDescription(
      tr("%1: %2 at %3")
          .arg(QString::fromStdString(run.name), metricText(points.y[place]), metricText(points.x[place])));
  Q_EMIT hovered(run.key);
}

// ←/→ go from run to run along x, ↑/↓ along y; Enter or Space marks the run.
void ScatterPlot::keyPressEvent(QKeyEvent* event) {
  if (m_insight == nullptr || m_insight->scatter.rows.empty()) {
    ChartView::keyPressEvent(event);
    return;
  }
  switch (event->key()) {
    case Qt::Key_Left:
      return step(-1, false);
    case Qt::Key_Right:
      return step(1, false);
    case Qt::Key_Down:
      return step(-1, true);
    case Qt::Key_Up:
      return step(1, true);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
      if (m_hovered) {
        Q_EMIT clicked(*m_hovered);
      }
      return;
    default:
      ChartView::keyPressEvent(event);
  }
}

std::optional<std::size_t> ScatterPlot::pointNear(QPointF at) const {
  if (m_insight == nullptr || m_insight->scatter.rows.empty()) {
    return std::nullopt;
  }
  const PlainPlot plot = layout(QRectF(rect()));
  std::optional<std::size_t> nearest;
  double best = 10 * 10;
  for (std::size_t i = 0; i < m_insight->scatter.rows.size(); ++i) {
    const double dx = plot.xAt(m_insight->scatter.x[i]) - at.x();
    const double dy = plot.yAt(m_insight->scatter.y[i]) - at.y();
    if (dx * dx + dy * dy < best) {
      best = dx * dx + dy * dy;
      nearest = i;
    }
  }
  return nearest;
}

void ScatterPlot::mouseMoveEvent(QMouseEvent* event) {
  if (m_lassoing) {
    m_lasso << event->position();
    update();
    return;
  }
  const auto near = pointNear(event->position());
  QString tip;
  if (near) {
    const track::RunInfo& run = m_insight->listing->table->run(m_insight->scatter.rows[*near]);
    tip = QStringLiteral("%1: %2").arg(QString::fromStdString(run.name),
                                       metricText(m_insight->scatter.y[*near]));
    Q_EMIT hovered(run.key);
  } else {
    Q_EMIT hovered(std::nullopt);
  }
  setToolTip(tipText(tip));
}

void ScatterPlot::mouseReleaseEvent(QMouseEvent* event) {
  if (m_lassoing) {
    finishLasso();
    return;
  }
  if (const auto near = pointNear(event->position())) {
    Q_EMIT clicked(m_insight->listing->table->run(m_insight->scatter.rows[*near]).key);
  }
}

void ScatterPlot::leaveEvent(QEvent*) {
  Q_EMIT hovered(std::nullopt);
}

ChartTable ScatterPlot::table() const {
  ChartTable result;
  if (m_insight == nullptr) {
    return result;
  }
  ChartTable::Column names{tr("Run"), {}, {}};
  for (const std::uint32_t row : m_insight->scatter.rows) {
    names.texts.push_back(QString::fromStdString(m_insight->listing->table->run(row).name));
  }
  result.columns = {std::move(names),
                    {QString::fromStdString(m_insight->scatter.xColumn), m_insight->scatter.x, {}},
                    {QString::fromStdString(m_insight->scatter.metric), m_insight->scatter.y, {}}};
  return result;
}

}  // namespace tatara::ui
