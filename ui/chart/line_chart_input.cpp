#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QTimer>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "ui/chart/internal/chart_tooltip.h"
#include "ui/chart/lasso.h"
#include "ui/chart/line_chart.h"

namespace tatara::ui {
namespace {

constexpr double kClickSlop = 4;
constexpr double kNear = 12;
constexpr double kWheelStep = 1.15;
constexpr std::size_t kHistory = 50;
constexpr double kKeyPan = 20;  // of the width

double toLine(double value, AxisScale scale) {
  return scale == AxisScale::Log ? std::log10(value) : value;
}
double fromLine(double value, AxisScale scale) {
  return scale == AxisScale::Log ? std::pow(10, value) : value;
}

// The space bar is for the chart under the pointer wherever the focus is, but for what writes or marks with
// it.
class SpaceWatch final : public QObject {
 public:
  static void hover(LineChart* chart) {
    static auto* const watch = [] {
      auto* made = new SpaceWatch;
      made->setParent(qApp);
      qApp->installEventFilter(made);
      return made;
    }();
    watch->m_chart = chart;
  }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (m_sending || (event->type() != QEvent::KeyPress && event->type() != QEvent::KeyRelease) ||
        static_cast<QKeyEvent*>(event)->key() != Qt::Key_Space || !qobject_cast<QWidget*>(watched)) {
      return false;
    }
    const QWidget* focus = QApplication::focusWidget();
    const bool press = event->type() == QEvent::KeyPress;
    const bool other = focus == nullptr || focus == m_chart || focus->inherits("QLineEdit") ||
                       focus->inherits("QAbstractScrollArea");
    if (m_chart == nullptr || !m_chart->isVisible() || (press ? other : !m_taken)) {
      return false;
    }
    m_taken = press;
    m_sending = true;
    QApplication::sendEvent(m_chart, event);
    m_sending = false;
    return true;
  }

 private:
  QPointer<LineChart> m_chart;
  bool m_taken = false;
  bool m_sending = false;
};

// A click that may turn out to be half of a double-click.
constexpr QLatin1String kLateClick("lateClick");

}  // namespace

void LineChart::applyZoom(const Zoom& zoom, Motion motion) {
  m_zoom = zoom;
  m_link->setRange(m_options.xUnit, zoom.x);
  restyle(motion);
}

void LineChart::rememberZoom() {
  if (m_history.empty() || m_history.back() != m_zoom) {
    m_history.push_back(m_zoom);
    if (m_history.size() > kHistory) {
      m_history.erase(m_history.begin());
    }
  }
}

void LineChart::resetZoom() {
  if (m_zoom != Zoom{}) {
    rememberZoom();
    applyZoom({}, Motion::Settled);
  }
}

void LineChart::zoomBack() {
  if (!m_history.empty()) {
    const Zoom before = m_history.back();
    m_history.pop_back();
    applyZoom(before, Motion::Settled);
  }
}

void LineChart::zoomAxis(Qt::Orientation axis, double factor, QPointF around) {
  if (!m_frame || m_frame->empty) {
    return;
  }
  const bool horizontal = axis == Qt::Horizontal;
  const PlotAxis& shown = horizontal ? m_frame->map.x() : m_frame->map.y();
  const AxisScale scale = shown.scale();
  const double fixed = toLine(horizontal ? m_frame->xAt(around.x()) : m_frame->yAt(around.y()), scale);
  const double low = toLine(shown.range().low, scale);
  const double high = toLine(shown.range().high, scale);
  const AxisRange range{fromLine(fixed + (low - fixed) * factor, scale),
                        fromLine(fixed + (high - fixed) * factor, scale)};
  const double span = std::max(std::abs(range.low), std::abs(range.high));
  if (!(range.high - range.low > span * 1e-12) || !std::isfinite(range.high - range.low)) {
    return;
  }
  rememberZoom();
  Zoom zoom = m_zoom;
  (horizontal ? zoom.x : zoom.y) = range;
  applyZoom(zoom, Motion::Moving);
}

void LineChart::pan(QPointF by) {
  const auto moved = [](const PlotAxis& axis, double pixels) {
    const AxisScale scale = axis.scale();
    const double low = toLine(axis.range().low, scale);
    const double high = toLine(axis.range().high, scale);
    const double shift = pixels / axis.pixels() * (high - low);
    return AxisRange{fromLine(low - shift, scale), fromLine(high - shift, scale)};
  };
  Zoom zoom = m_zoom;
  zoom.x = moved(m_frame->map.x(), by.x() * m_frame->ratio);
  if (m_zoom.y) {
    zoom.y = moved(m_frame->map.y(), -by.y() * m_frame->ratio);
  }
  applyZoom(zoom, Motion::Moving);
}

void LineChart::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::BackButton) {
    zoomBack();
    return;
  }
  const bool middle = event->button() == Qt::MiddleButton;
  if ((event->button() != Qt::LeftButton && !middle) || !m_frame || m_frame->empty) {
    ChartView::mousePressEvent(event);
    return;
  }
  m_pressed = event->position();
  m_last = m_pressed;
  m_moved = false;
  m_dragZoom = m_zoom;
  const Qt::KeyboardModifiers with = event->modifiers();
  m_drag = m_space || middle            ? Drag::Pan
           : with & Qt::ShiftModifier   ? Drag::Lasso
           : with & Qt::ControlModifier ? Drag::Rectangle
                                        : Drag::Zoom;
  m_lasso.clear();
  m_lasso << m_pressed;
  if (m_drag == Drag::Pan) {
    setCursor(Qt::ClosedHandCursor);
  }
}

void LineChart::mouseMoveEvent(QMouseEvent* event) {
  const QPointF position = event->position();
  if (m_drag != Drag::None && (m_moved || (position - m_pressed).manhattanLength() > kClickSlop)) {
    if (!m_moved) {
      leavePointer();  // what it met moves away
      if (m_drag == Drag::Pan) {
        rememberZoom();
      }
    }
    m_moved = true;
    if (m_drag == Drag::Pan) {
      // Only as far as the shown frame has come, or moves would add up while one is under way.
      if (!m_running) {
        pan(position - m_last);
        m_last = position;
      }
    } else {
      m_last = position;
      if (m_drag == Drag::Lasso) {
        m_lasso << position;
      }
      update();
    }
    return;
  }
  SpaceWatch::hover(this);
  pointAt(position);
}

void LineChart::mouseReleaseEvent(QMouseEvent* event) {
  if ((event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton) || m_drag == Drag::None) {
    return;
  }
  const Drag drag = m_drag;
  m_drag = Drag::None;
  setCursor(m_space ? Qt::OpenHandCursor : Qt::ArrowCursor);
  if (!m_moved) {
    const int near = curveNear(event->position(), kNear);
    if (near >= 0 && event->button() == Qt::LeftButton) {
      clicked(m_curves[static_cast<std::size_t>(near)].key);
    }
    return;
  }
  if (drag == Drag::Pan) {
    restyle();
    return;
  }
  drag == Drag::Lasso ? finishLasso() : finishZoom(drag);
  update();
}

QRectF LineChart::dragged() const {
  QRectF band = QRectF(m_pressed, m_last).normalized();
  if (m_drag != Drag::Rectangle) {
    band.setTop(m_frame->plot.top());
    band.setBottom(m_frame->plot.bottom());
  }
  return band.intersected(m_frame->plot);
}

void LineChart::finishZoom(Drag drag) {
  m_drag = drag;
  const QRectF band = dragged();
  m_drag = Drag::None;
  if (band.width() <= kClickSlop || (drag == Drag::Rectangle && band.height() <= kClickSlop)) {
    return;
  }
  rememberZoom();
  Zoom zoom = m_zoom;
  zoom.x = AxisRange{m_frame->xAt(band.left()), m_frame->xAt(band.right())};
  if (drag == Drag::Rectangle) {
    zoom.y = AxisRange{m_frame->yAt(band.bottom()), m_frame->yAt(band.top())};
  }
  applyZoom(zoom, Motion::Settled);
}

void LineChart::finishLasso() {
  QPolygonF lasso;
  for (const QPointF& corner : m_lasso) {
    lasso << (corner - m_frame->plot.topLeft()) * m_frame->ratio;
  }
  const std::vector<bool> inside = curvesInLasso(m_frame->spans, lasso);
  QStringList keys;
  for (std::size_t i = 0; i < std::min(inside.size(), m_curves.size()); ++i) {
    if (inside[i]) {
      keys << m_curves[i].key;
    }
  }
  if (!keys.isEmpty()) {
    Q_EMIT curvesChosen(keys);
  }
}

// Where a double-click shows all again, its first half names no run.
void LineChart::clicked(const QString& key) {
  if (m_zoom == Zoom{}) {
    Q_EMIT curveClicked(key);
    return;
  }
  auto* late = new QTimer(this);
  late->setObjectName(kLateClick);
  late->setSingleShot(true);
  connect(late, &QTimer::timeout, this, [this, late, key] {
    late->deleteLater();
    Q_EMIT curveClicked(key);
  });
  late->start(QApplication::doubleClickInterval());
}

void LineChart::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) {
    qDeleteAll(findChildren<QTimer*>(kLateClick));
    resetZoom();
  }
}

void LineChart::wheelEvent(QWheelEvent* event) {
  const double notches = event->angleDelta().y() / 120.0;
  const QPointF at = event->position();
  const bool overX = m_frame && at.y() > m_frame->plot.bottom();
  const bool overY = m_frame && at.x() < m_frame->plot.left();
  const bool control = (event->modifiers() & Qt::ControlModifier) != 0;
  if (notches == 0 || !m_frame || !(overX || overY || control)) {
    event->ignore();  // the page scrolls
    return;
  }
  zoomAxis(overY && !overX ? Qt::Vertical : Qt::Horizontal, std::pow(kWheelStep, -notches), at);
  event->accept();
}

void LineChart::leaveEvent(QEvent*) {
  SpaceWatch::hover(nullptr);
  m_space = m_space && m_drag != Drag::None;
  leavePointer();
}

void LineChart::leavePointer() {
  if (m_tooltipHere) {
    m_tooltipHere = false;
    m_findJob.cancel();
    m_link->setHovered({});
    m_link->setCrossHair({});
    updateTooltip();
  }
}

void LineChart::focusOutEvent(QFocusEvent* event) {
  m_space = false;
  if (!underMouse()) {
    leavePointer();
  }
  ChartView::focusOutEvent(event);
}

void LineChart::pointAt(QPointF position) {
  if (!m_frame || m_frame->empty || !m_frame->plot.adjusted(-2, -2, 2, 2).contains(position)) {
    leavePointer();
    return;
  }
  m_tooltipHere = true;
  const int near = curveNear(position, kNear);
  m_link->setHovered(near >= 0 ? m_curves[static_cast<std::size_t>(near)].key : QString());
  findX([x = m_frame->xAt(position.x())](const LineFrame& frame) { return nearestX(frame, x); },
        [this](std::optional<double> x) { putCrossHair(x); });
}

void LineChart::putCrossHair(std::optional<double> x) {
  m_link->setCrossHair(x ? std::optional(CrossHair{m_options.xUnit, *x}) : std::nullopt);
  updateTooltip();
}

// At once where every x is in memory, else by a worker, where a later question takes the place of this one.
void LineChart::findX(std::function<std::optional<double>(const LineFrame&)> find,
                      std::function<void(std::optional<double>)> found) {
  if (!needsReadingX(*m_frame)) {
    m_findJob.cancel();
    found(find(*m_frame));
    return;
  }
  m_foundX = std::move(found);
  m_findJob.start([frame = m_frame, find = std::move(find)](
                      std::stop_token) -> Result<std::optional<double>> { return find(*frame); });
}

void LineChart::wantReadings() {
  const std::optional<CrossHair>& cross = m_link->crossHair();
  if (!m_frame || !cross || cross->unit != m_options.xUnit || !isVisible() || !needsReading(*m_frame) ||
      (m_readings.frame == m_frame && m_readings.x == cross->x) || m_readingJob.running()) {
    return;  // one at a time: the pointer moves faster than a disk reads
  }
  m_readingJob.start([frame = m_frame, x = cross->x](std::stop_token stop) -> Result<Readings> {
    return Readings{frame, x, readingsAt(*frame, x, stop)};
  });
}

std::vector<Reading> LineChart::readings(double x) const {
  std::vector<Reading> read;
  if (!needsReading(*m_frame)) {
    read = readingsAt(*m_frame, x);
  } else if (m_readings.frame == m_frame && m_readings.x == x) {
    read = m_readings.all;
  }
  // The frame may be of other curves than those that are to be drawn next.
  std::erase_if(read, [this](const Reading& one) { return one.curve >= m_curves.size(); });
  return read;
}

// By distance from the drawn columns under and beside the pointer.
int LineChart::curveNear(QPointF position, double within) const {
  if (!m_frame) {
    return -1;
  }
  const double column = (position.x() - m_frame->plot.left()) * m_frame->ratio;
  const double row = (position.y() - m_frame->plot.top()) * m_frame->ratio;
  double best = within * m_frame->ratio;
  int found = -1;
  for (std::size_t i = 0; i < m_frame->spans.size() && i < m_curves.size(); ++i) {
    const std::vector<ColumnSpan>& spans = m_frame->spans[i];
    const auto after = std::lower_bound(spans.begin(), spans.end(), column,
                                        [](const ColumnSpan& span, double c) { return span.column < c; });
    for (auto at = after == spans.begin() ? after : after - 1; at != spans.end() && at <= after + 1; ++at) {
      const double dx = std::abs(at->column - column);
      const double dy = row < at->top ? at->top - row : row > at->bottom ? row - at->bottom : 0;
      double away = std::hypot(dx, dy);
      if (at != spans.begin() && at->kind == SpanKind::Joined) {
        const ColumnSpan& from = *(at - 1);
        if (from.column <= column && at->column >= column && at->column > from.column) {
          const double t = (column - from.column) / (at->column - from.column);
          const double slope = (at->first - from.last) / static_cast<double>(at->column - from.column);
          away =
              std::min(away, std::abs(from.last + t * (at->first - from.last) - row) / std::hypot(1, slope));
        }
      }
      if (away < best) {
        best = away;
        found = static_cast<int>(i);
      }
    }
  }
  return found;
}

void LineChart::stepCrossHair(int by) {
  if (!m_frame || m_frame->empty) {
    return;
  }
  // Along the hovered curve, else along the first.
  std::size_t along = 0;
  for (std::size_t i = 0; i < m_curves.size(); ++i) {
    if (m_curves[i].key == m_link->hovered()) {
      along = i;
    }
  }
  if (along >= m_frame->curves.size()) {
    return;
  }
  const std::optional<CrossHair>& cross = m_link->crossHair();
  const std::optional<double> from =
      cross && cross->unit == m_options.xUnit ? std::optional(cross->x) : std::nullopt;
  findX([along, from, by](const LineFrame& frame) { return steppedX(frame, along, from, by); },
        [this](std::optional<double> x) {
          if (x) {
            m_tooltipHere = true;
            putCrossHair(x);
            updateDescription();
          }
        });
}

void LineChart::stepCurve(int by) {
  if (m_curves.empty()) {
    return;
  }
  int at = by > 0 ? -1 : static_cast<int>(m_curves.size());
  for (std::size_t i = 0; i < m_curves.size(); ++i) {
    if (m_curves[i].key == m_link->hovered()) {
      at = static_cast<int>(i);
    }
  }
  at = std::clamp(at + by, 0, static_cast<int>(m_curves.size()) - 1);
  m_tooltipHere = true;
  m_link->setHovered(m_curves[static_cast<std::size_t>(at)].key);
  if (!m_link->crossHair()) {
    stepCrossHair(-1);
  }
  updateDescription();
}

void LineChart::keyPressEvent(QKeyEvent* event) {
  const int stride = (event->modifiers() & Qt::ShiftModifier) != 0 ? 10 : 1;
  switch (event->key()) {
    case Qt::Key_Space:
      if (!event->isAutoRepeat()) {
        m_space = true;
        setCursor(Qt::OpenHandCursor);
      }
      return;
    case Qt::Key_Left:
    case Qt::Key_Right: {
      const int way = event->key() == Qt::Key_Left ? -1 : 1;
      if ((event->modifiers() & Qt::ControlModifier) == 0) {
        return stepCrossHair(way * stride);
      }
      if (m_frame && !m_frame->empty) {
        rememberZoom();
        pan({-way * stride * m_frame->plot.width() / kKeyPan, 0});
      }
      return;
    }
    case Qt::Key_Home:
      return stepCrossHair(-kAllPoints);
    case Qt::Key_End:
      return stepCrossHair(kAllPoints);
    case Qt::Key_Up:
    case Qt::Key_Down: {
      const int way = event->key() == Qt::Key_Up ? -1 : 1;
      if ((event->modifiers() & Qt::ControlModifier) == 0) {
        return stepCurve(way);
      }
      if (m_frame) {
        zoomAxis(Qt::Vertical, way < 0 ? 1 / kWheelStep / kWheelStep : kWheelStep * kWheelStep,
                 m_frame->plot.center());
      }
      return;
    }
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (!m_link->hovered().isEmpty()) {
        Q_EMIT curveClicked(m_link->hovered());
      }
      return;
    case Qt::Key_0:
      return resetZoom();
    case Qt::Key_Backspace:
      return zoomBack();
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Minus:
      if (m_frame) {
        const std::optional<CrossHair>& cross = m_link->crossHair();
        const bool here = cross && cross->unit == m_options.xUnit && m_frame->map.x().hasPlace(cross->x);
        const QPointF around =
            here ? m_frame->at(cross->x, m_frame->map.y().range().low) : m_frame->plot.center();
        zoomAxis(Qt::Horizontal,
                 event->key() == Qt::Key_Minus ? kWheelStep * kWheelStep : 1 / kWheelStep / kWheelStep,
                 around);
      }
      return;
    case Qt::Key_Escape:
      if (m_drag != Drag::None) {
        m_drag = Drag::None;
        update();
        return;
      }
      if (m_link->crossHair()) {
        leavePointer();
        if (!underMouse()) {
          return;
        }
      }
      // Under the mouse the cross-hair is no thing that was opened: the key means the card or the brushes.
      break;
    default:
      break;
  }
  ChartView::keyPressEvent(event);
}

void LineChart::keyReleaseEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
    m_space = false;
    unsetCursor();
    return;
  }
  ChartView::keyReleaseEvent(event);
}

}  // namespace tatara::ui
