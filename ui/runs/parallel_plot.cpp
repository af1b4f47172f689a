#include "ui/runs/parallel_plot.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QFocusEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <cmath>

#include "ui/base/number_text.h"
#include "ui/base/style.h"
#include "ui/base/type.h"
#include "ui/runs/internal/parallel_lines.h"

namespace tatara::ui {
namespace {

constexpr double kParallelSide = 34;
constexpr double kTop = 36;
constexpr double kBottom = 18;
constexpr double kGrab = 8;
}  // namespace

double ParallelPlot::Axis::place(double number) const {
  const auto scaled = [this](double value) { return log ? std::log10(value) : value; };
  if (std::isnan(number) || (log && number <= 0)) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const double low = scaled(data->low);
  const double high = scaled(data->high);
  const double up = high > low ? (scaled(number) - low) / (high - low) : 0.5;
  // The best of a metric stands on top, the largest of anything else.
  const bool lowOnTop = (data->metric && !data->higherIsBetter) != flipped;
  return lowOnTop ? up : 1 - up;
}

double ParallelPlot::Axis::value(double at) const {
  const bool lowOnTop = (data->metric && !data->higherIsBetter) != flipped;
  const double up = lowOnTop ? at : 1 - at;
  if (log) {
    const double low = std::log10(data->low);
    return std::pow(10.0, low + up * (std::log10(data->high) - low));
  }
  return data->low + up * (data->high - data->low);
}

ParallelPlot::ParallelPlot(QWidget* parent)
    : ChartView(parent), m_job([this](Result<QImage> image) {
        if (image) {
          m_background = std::move(*image);
          update();
        }
      }) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Parallel coordinates"));
}

void ParallelPlot::setData(InsightPtr insight, ShownRuns shown) {
  const bool other = insight != m_insight;
  m_insight = std::move(insight);
  m_shown = std::move(shown);
  if (other) {
    repaintBackground();
  }
  update();
  Q_EMIT noteChanged();
}

void ParallelPlot::setArrangement(AxisArrangement arrangement) {
  if (arrangement != m_arrangement) {
    m_arrangement = std::move(arrangement);
    repaintBackground();
    update();
  }
}

void ParallelPlot::rearrange(AxisArrangement arrangement) {
  setArrangement(std::move(arrangement));
  Q_EMIT arranged(m_arrangement);
}

void ParallelPlot::toggleColumn(AxisSet set, const std::string& column) {
  AxisArrangement next = m_arrangement;
  if ((next.*set).erase(column) == 0) {
    (next.*set).insert(column);
  }
  rearrange(std::move(next));
}

void ParallelPlot::setBrushes(std::map<QString, Brush> brushes) {
  m_brushes = std::move(brushes);
  update();
}

void ParallelPlot::setHovered(std::optional<track::RunKey> run) {
  if (run != m_hovered) {
    m_hovered = run;
    update();
  }
}

std::vector<ParallelPlot::Axis> ParallelPlot::axes(const QRectF& rect) const {
  std::vector<Axis> result;
  if (m_insight == nullptr) {
    return result;
  }
  for (const ParallelAxis& axis : m_insight->parallel.axes) {
    if (!m_arrangement.hidden.contains(axis.column)) {
      Axis shown;
      shown.data = &axis;
      shown.log = m_arrangement.logarithmic.contains(axis.column) && axis.low > 0;
      shown.flipped = m_arrangement.flipped.contains(axis.column);
      result.push_back(shown);
    }
  }
  const std::vector<std::string>& order = m_arrangement.order;
  const auto rank = [&order](const Axis& axis) {
    return std::find(order.begin(), order.end(), axis.data->column) - order.begin();
  };
  if (!order.empty()) {
    std::stable_sort(result.begin(), result.end(),
                     [&](const Axis& left, const Axis& right) { return rank(left) < rank(right); });
  }
  const double step =
      result.size() > 1 ? (rect.width() - 2 * kParallelSide) / static_cast<double>(result.size() - 1) : 0;
  for (std::size_t i = 0; i < result.size(); ++i) {
    result[i].x = std::floor(rect.left() + kParallelSide + step * static_cast<double>(i)) + 0.5;
  }
  return result;
}

ParallelPlot::Area ParallelPlot::area(const QRectF& rect) const {
  return {rect.top() + kTop, std::max(1.0, rect.height() - kTop - kBottom)};
}

void ParallelPlot::repaintBackground() {
  const std::vector<Axis> shown = axes(QRectF(rect()));
  if (m_insight == nullptr || shown.empty() || width() < 40 || height() < 60) {
    m_background = QImage();
    return;
  }
  const Area space = area(QRectF(rect()));
  const qreal ratio = devicePixelRatioF();
  const QSize size = (QSizeF(QWidget::size()) * ratio).toSize();
  // The axes point into the insight, which goes along.
  m_job.start([size, ratio, space, shown, insight = m_insight,
               color = colors().ctl](std::stop_token stop) -> Result<QImage> {
    std::vector<double> xs;
    for (const Axis& axis : shown) {
      xs.push_back(axis.x * ratio);
    }
    const std::size_t runs = insight->parallel.rows.size();
    std::vector<float> ys;
    ys.reserve(runs * shown.size());
    for (std::size_t run = 0; run < runs; ++run) {
      for (const Axis& axis : shown) {
        ys.push_back(
            static_cast<float>((space.top + axis.place(axis.data->values[run]) * space.height) * ratio));
      }
    }
    QImage image = paintParallelLines(size, xs, ys, color, stop);
    image.setDevicePixelRatio(ratio);
    return image;
  });
}

QString ParallelPlot::valueText(const ParallelAxis& axis, double value) const {
  if (!axis.categories.isEmpty()) {
    const auto at = static_cast<qsizetype>(std::lround(value));
    return at >= 0 && at < axis.categories.size() ? axis.categories[at] : QString();
  }
  return metricText(value, axis.decimals);
}

void ParallelPlot::paintAxes(QPainter& painter, const QRectF& rect) const {
  const Area space = area(rect);
  const Colors& c = colors();
  const std::vector<Axis> shown = axes(rect);
  // A word longer than the way to the next axis would run over that one's.
  const int room = shown.size() > 1 ? static_cast<int>(shown[1].x - shown[0].x) - 8 : 200;
  for (const Axis& axis : shown) {
    painter.setPen(QPen(c.tx3, 1));
    painter.drawLine(QPointF(axis.x, space.top), QPointF(axis.x, space.top + space.height));
    const auto text = [&](const QString& whole, double y, const QColor& color, TextRole role) {
      painter.setFont(ui::font(role));
      painter.setPen(color);
      const QString words = painter.fontMetrics().elidedText(whole, Qt::ElideMiddle, room);
      const double width = painter.fontMetrics().horizontalAdvance(words);
      const double x =
          std::clamp(axis.x - width / 2, rect.left(), std::max(rect.left(), rect.right() - width));
      painter.drawText(QRectF(x, y, width + 2, 16), Qt::AlignLeft | Qt::AlignVCenter, words);
    };
    text(axis.data->title, rect.top() + 2, c.tx1, TextRole::Badge);
    text(valueText(*axis.data, axis.value(0)), rect.top() + 17, c.tx3, TextRole::Caption);
    text(valueText(*axis.data, axis.value(1)), space.top + space.height + 1, c.tx3, TextRole::Caption);
  }
}

void ParallelPlot::paintRuns(QPainter& painter, const QRectF& rect) const {
  const Area space = area(rect);
  const std::vector<Axis> shown = axes(rect);
  const std::vector<std::uint32_t>& rows = m_insight->parallel.rows;
  const auto paintOne = [&](std::uint32_t row, const QPen& pen) {
    // Rows of the listing stand in its order, not by number.
    const auto found = std::find(rows.begin(), rows.end(), row);
    if (found == rows.end()) {
      return;
    }
    std::vector<QPointF> points;
    for (const Axis& axis : shown) {
      const double place = axis.place(axis.data->values[static_cast<std::size_t>(found - rows.begin())]);
      points.emplace_back(axis.x, space.top + place * space.height);
    }
    painter.setPen(pen);
    painter.drawLines(bentLines(points));
  };
  const bool hovering = m_hovered.has_value();
  for (auto run = m_shown.rbegin(); run != m_shown.rend(); ++run) {
    if (hovering && run->key == *m_hovered) {
      continue;
    }
    painter.setOpacity(hovering ? 0.55 : 1);
    QPen pen(slotColor(run->style.slot), 2, Qt::SolidLine, Qt::RoundCap);
    paintOne(run->row, pen);
  }
  painter.setOpacity(1);
  if (hovering) {
    QColor color = colors().tx1;
    for (const ShownRun& run : m_shown) {
      color = run.key == *m_hovered ? slotColor(run.style.slot) : color;
    }
    if (const auto row = m_insight->listing->table->findRow(*m_hovered)) {
      paintOne(static_cast<std::uint32_t>(*row), QPen(color, 2.6, Qt::SolidLine, Qt::RoundCap));
    }
  }
}

void ParallelPlot::paintBrush(QPainter& painter, const Axis& axis, const Area& space,
                              const Brush& brush) const {
  const double from = space.top + std::clamp(axis.place(brush.from), 0.0, 1.0) * space.height;
  const double to = space.top + std::clamp(axis.place(brush.to), 0.0, 1.0) * space.height;
  const QRectF box(axis.x - 6, std::min(from, to), 12, std::abs(to - from));
  QColor fill = colors().acctx;
  fill.setAlphaF(0.25F);
  painter.setPen(QPen(colors().acctx, 1.5));
  painter.setBrush(fill);
  painter.drawRoundedRect(box, 3, 3);
  painter.setBrush(Qt::NoBrush);
  painter.setFont(ui::font(TextRole::Badge));
  const double low = axis.place(brush.from) < axis.place(brush.to) ? brush.from : brush.to;
  const double high = low == brush.from ? brush.to : brush.from;
  const auto label = [&](double value, double y) {
    const QString words = valueText(*axis.data, value);
    const double width = painter.fontMetrics().horizontalAdvance(words);
    const bool left = axis.x + 12 + width > this->width();
    // Beside the axis, clear of the figures at its ends.
    const double top = std::clamp(y - 8, space.top, std::max(space.top, space.top + space.height - 16));
    const QRectF place(left ? axis.x - 12 - width : axis.x + 12, top, width, 16);
    // Lines of runs end where the brush does: on a ground of its own the figure stays readable.
    drawPanel(painter, place.adjusted(-3, 0, 3, 0), 3, colors().bg1, Qt::transparent);
    painter.setPen(colors().acctx);
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, words);
  };
  label(low, box.top());
  label(high, box.bottom());
}

void ParallelPlot::paintChart(QPainter& painter, const QRectF& rect) {
  if (m_insight == nullptr || m_insight->parallel.axes.empty()) {
    painter.setFont(ui::font(TextRole::Cell));
    painter.setPen(colors().tx3);
    painter.drawText(rect, Qt::AlignCenter | Qt::TextWordWrap, tr("No parameter differs between these runs"));
    return;
  }
  painter.setRenderHint(QPainter::Antialiasing);
  if (m_background.size() == (QSizeF(rect.size()) * m_background.devicePixelRatio()).toSize()) {
    painter.drawImage(rect.topLeft(), m_background);
  }
  paintAxes(painter, rect);
  paintRuns(painter, rect);
  const Area space = area(rect);
  for (const Axis& axis : axes(rect)) {
    const QString id = QString::fromStdString(axis.data->column);
    if (m_drag != Drag::None && m_drag != Drag::Title && m_dragAxis >= 0 &&
        axes(rect)[static_cast<std::size_t>(m_dragAxis)].data == axis.data) {
      paintBrush(painter, axis, space, m_dragBrush);
    } else if (const auto brush = m_brushes.find(id); brush != m_brushes.end()) {
      paintBrush(painter, axis, space, brush->second);
    }
  }
}

void ParallelPlot::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintChart(painter, QRectF(rect()));
  if (currentAxis() != nullptr && hasFocus()) {
    const double x = axes(QRectF(rect()))[static_cast<std::size_t>(m_axis)].x;
    painter.setPen(QPen(colors().acctx, 2));
    painter.drawLine(QPointF(x, kTop), QPointF(x, height() - kBottom));
  }
  if (m_drag == Drag::Title && m_dragAxis >= 0) {
    painter.setPen(QPen(colors().acc, 2));
    painter.drawLine(QPointF(m_at.x(), kTop), QPointF(m_at.x(), height() - kBottom));
  }
}

void ParallelPlot::resizeEvent(QResizeEvent* event) {
  ChartView::resizeEvent(event);
  repaintBackground();
}

void ParallelPlot::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) {
    repaintBackground();
  }
  ChartView::changeEvent(event);
}

int ParallelPlot::axisNear(QPointF at, bool title) const {
  const std::vector<Axis> shown = axes(QRectF(rect()));
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (std::abs(shown[i].x - at.x()) <= (title ? 44 : kGrab)) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

std::optional<std::size_t> ParallelPlot::lineNear(QPointF at) const {
  const std::vector<Axis> shown = axes(QRectF(rect()));
  const Area space = area(QRectF(rect()));
  for (std::size_t i = 1; i < shown.size(); ++i) {
    if (at.x() < shown[i - 1].x || at.x() > shown[i].x) {
      continue;
    }
    const double t = (at.x() - shown[i - 1].x) / (shown[i].x - shown[i - 1].x);
    std::optional<std::size_t> nearest;
    double best = 5;
    for (std::size_t run = 0; run < m_insight->parallel.rows.size(); ++run) {
      const double from = shown[i - 1].place(shown[i - 1].data->values[run]);
      const double to = shown[i].place(shown[i].data->values[run]);
      const double distance = std::abs(space.top + (from + bend(t) * (to - from)) * space.height - at.y());
      if (distance < best) {  // NaN is never nearer
        best = distance;
        nearest = run;
      }
    }
    return nearest;
  }
  return std::nullopt;
}

void ParallelPlot::mousePressEvent(QMouseEvent* event) {
  m_pressed = m_at = event->position();
  if (event->button() != Qt::LeftButton || m_insight == nullptr) {
    return;
  }
  const bool title = m_pressed.y() < kTop;
  m_dragAxis = axisNear(m_pressed, title);
  if (m_dragAxis < 0) {
    return;
  }
  if (title) {
    m_drag = Drag::Title;
    return;
  }
  const Axis axis = axes(QRectF(rect()))[static_cast<std::size_t>(m_dragAxis)];
  const Area space = area(QRectF(rect()));
  const double value = axis.value(std::clamp((m_pressed.y() - space.top) / space.height, 0.0, 1.0));
  m_drag = Drag::Brush;
  m_dragBrush = {value, value};
  if (const auto known = m_brushes.find(QString::fromStdString(axis.data->column));
      known != m_brushes.end()) {
    const double from = space.top + axis.place(known->second.from) * space.height;
    const double to = space.top + axis.place(known->second.to) * space.height;
    if (std::abs(from - m_pressed.y()) < 6) {
      m_dragBrush = {known->second.to, known->second.from};
    } else if (std::abs(to - m_pressed.y()) < 6) {
      m_dragBrush = known->second;
    }
  }
}

void ParallelPlot::mouseMoveEvent(QMouseEvent* event) {
  m_at = event->position();
  if (m_drag == Drag::Brush) {
    const Axis axis = axes(QRectF(rect()))[static_cast<std::size_t>(m_dragAxis)];
    const Area space = area(QRectF(rect()));
    m_dragBrush.to = axis.value(std::clamp((m_at.y() - space.top) / space.height, 0.0, 1.0));
    update();
    return;
  }
  if (m_drag == Drag::Title) {
    update();
    return;
  }
  if (m_insight == nullptr) {
    return;
  }
  const int axis = axisNear(m_at, m_at.y() < kTop);
  setCursor(axis < 0 ? Qt::ArrowCursor : m_at.y() < kTop ? Qt::OpenHandCursor : Qt::CrossCursor);
  const std::optional<std::size_t> line = axis < 0 ? lineNear(m_at) : std::nullopt;
  Q_EMIT hovered(line ? std::optional(m_insight->listing->table->run(m_insight->parallel.rows[*line]).key)
                      : std::nullopt);
}

void ParallelPlot::mouseReleaseEvent(QMouseEvent* event) {
  const Drag drag = std::exchange(m_drag, Drag::None);
  const bool moved = (event->position() - m_pressed).manhattanLength() > 4;
  if (drag == Drag::None) {
    if (!moved && m_insight != nullptr) {
      if (const auto line = lineNear(event->position())) {
        Q_EMIT clicked(m_insight->listing->table->run(m_insight->parallel.rows[*line]).key);
      }
    }
    return;
  }
  const std::vector<Axis> shown = axes(QRectF(rect()));
  const Axis axis = shown[static_cast<std::size_t>(m_dragAxis)];
  if (drag == Drag::Brush) {
    const QString id = QString::fromStdString(axis.data->column);
    if (moved || m_dragBrush.from != m_dragBrush.to) {
      Q_EMIT brushed(
          id, Brush{std::min(m_dragBrush.from, m_dragBrush.to), std::max(m_dragBrush.from, m_dragBrush.to)});
    } else {
      Q_EMIT brushed(id, std::nullopt);
    }
  } else if (moved) {
    std::vector<std::pair<double, std::string>> places;
    for (const Axis& one : shown) {
      places.emplace_back(one.data == axis.data ? event->position().x() : one.x, one.data->column);
    }
    std::stable_sort(places.begin(), places.end());
    AxisArrangement next = m_arrangement;
    next.order.clear();
    for (auto& [x, column] : places) {
      next.order.push_back(std::move(column));
    }
    rearrange(std::move(next));
  }
  update();
}

void ParallelPlot::mouseDoubleClickEvent(QMouseEvent* event) {
  const int at = event->position().y() < kTop ? axisNear(event->position(), true) : -1;
  if (at >= 0) {
    toggleColumn(&AxisArrangement::flipped, axes(QRectF(rect()))[static_cast<std::size_t>(at)].data->column);
  }
}

void ParallelPlot::contextMenuEvent(QContextMenuEvent* event) {
  const int at = axisNear(event->pos(), event->pos().y() < kTop);
  if (at < 0) {
    ChartView::contextMenuEvent(event);
    return;
  }
  const ParallelAxis* axis = axes(QRectF(rect()))[static_cast<std::size_t>(at)].data;
  const std::string column = axis->column;
  QMenu menu(this);
  const auto toggle = [&](const QString& text, AxisSet set) {
    QAction* action = menu.addAction(text, this, [this, column, set] { toggleColumn(set, column); });
    action->setCheckable(true);
    action->setChecked((m_arrangement.*set).contains(column));
    return action;
  };
  toggle(tr("Logarithmic"), &AxisArrangement::logarithmic)
      ->setEnabled(axis->low > 0 && axis->categories.isEmpty());
  toggle(tr("Flip"), &AxisArrangement::flipped);
  toggle(tr("Hide axis"), &AxisArrangement::hidden);
  menu.exec(event->globalPos());
}

void ParallelPlot::focusInEvent(QFocusEvent* event) {
  ChartView::focusInEvent(event);
  if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason) {
    chooseAxis(std::max(m_axis, 0));
  }
}

void ParallelPlot::focusOutEvent(QFocusEvent* event) {
  ChartView::focusOutEvent(event);
  update();
}

void ParallelPlot::leaveEvent(QEvent*) {
  Q_EMIT hovered(std::nullopt);
}

QList<QAction*> ParallelPlot::chartActions() {
  auto* all = new QAction(tr("Show all axes"), this);
  all->setEnabled(!m_arrangement.hidden.empty() || !m_arrangement.order.empty());
  connect(all, &QAction::triggered, this, [this] {
    AxisArrangement next = m_arrangement;
    next.hidden.clear();
    next.order.clear();
    rearrange(std::move(next));
  });
  return {all};
}

QString ParallelPlot::note() const {
  return {};
}

ChartTable ParallelPlot::table() const {
  ChartTable result;
  if (m_insight == nullptr) {
    return result;
  }
  ChartTable::Column names;
  names.name = tr("Run");
  for (const std::uint32_t row : m_insight->parallel.rows) {
    names.texts.push_back(QString::fromStdString(m_insight->listing->table->run(row).name));
  }
  result.columns.push_back(std::move(names));
  for (const ParallelAxis& axis : m_insight->parallel.axes) {
    ChartTable::Column column;
    column.name = axis.title;
    for (const double value : axis.values) {
      if (axis.categories.isEmpty()) {
        column.values.push_back(value);
      } else {
        column.texts.push_back(std::isnan(value) ? QString()
                                                 : axis.categories[static_cast<qsizetype>(value)]);
      }
    }
    result.columns.push_back(std::move(column));
  }
  return result;
}

}  // namespace tatara::ui
