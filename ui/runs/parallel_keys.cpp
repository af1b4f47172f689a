// The keyboard's ways with parallel coordinates: what the pointer does by dragging axes, titles and brushes.
#include <QKeyEvent>
#include <algorithm>
#include <cmath>

#include "ui/runs/parallel_plot.h"

namespace tatara::ui {
namespace {

constexpr double kBrushStep = 0.05;  // of the axis

}  // namespace

void ParallelPlot::keyPressEvent(QKeyEvent* event) {
  const bool shift = (event->modifiers() & Qt::ShiftModifier) != 0;
  if (m_insight == nullptr || axes(QRectF(rect())).empty() ||
      (event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) != 0) {
    ChartView::keyPressEvent(event);
    return;
  }
  switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right: {
      const int by = event->key() == Qt::Key_Left ? -1 : 1;
      shift ? moveAxis(by) : chooseAxis(m_axis + by);
      return;
    }
    case Qt::Key_Home:
      return chooseAxis(0);
    case Qt::Key_End:
      return chooseAxis(static_cast<int>(axes(QRectF(rect())).size()) - 1);
    case Qt::Key_Up:
    case Qt::Key_Down:
      return moveBrush((event->key() == Qt::Key_Up ? -1 : 1) * kBrushStep, shift ? Edge::Bottom : Edge::Top);
    case Qt::Key_F:
      return toggleAxis(&AxisArrangement::flipped);
    case Qt::Key_L:
      return toggleAxis(&AxisArrangement::logarithmic);
    case Qt::Key_H:
      return toggleAxis(&AxisArrangement::hidden);
    case Qt::Key_Backspace:
      if (const ParallelAxis* axis = currentAxis()) {
        Q_EMIT brushed(QString::fromStdString(axis->column), std::nullopt);
      }
      return;
    case Qt::Key_Escape:
      if (m_drag == Drag::None) {
        break;
      }
      m_drag = Drag::None;
      return update();
    default:
      break;
  }
  ChartView::keyPressEvent(event);
}

const ParallelAxis* ParallelPlot::currentAxis() const {
  const std::vector<Axis> shown = axes(QRectF(rect()));
  return m_axis >= 0 && m_axis < static_cast<int>(shown.size()) ? shown[static_cast<std::size_t>(m_axis)].data
                                                                : nullptr;
}

void ParallelPlot::chooseAxis(int index) {
  const auto last = static_cast<int>(axes(QRectF(rect())).size()) - 1;
  m_axis = std::clamp(index, 0, std::max(last, 0));
  describeAxis();
  update();
}

// Past its neighbour.
void ParallelPlot::moveAxis(int by) {
  const std::vector<Axis> shown = axes(QRectF(rect()));
  const int to = m_axis + by;
  if (currentAxis() == nullptr || to < 0 || to >= static_cast<int>(shown.size())) {
    return;
  }
  AxisArrangement next = m_arrangement;
  next.order.clear();
  for (const Axis& axis : shown) {
    next.order.push_back(axis.data->column);
  }
  std::swap(next.order[static_cast<std::size_t>(m_axis)], next.order[static_cast<std::size_t>(to)]);
  m_axis = to;
  rearrange(std::move(next));
}

void ParallelPlot::toggleAxis(AxisSet set) {
  const ParallelAxis* axis = currentAxis();
  if (axis == nullptr ||
      (set == &AxisArrangement::logarithmic && (axis->low <= 0 || !axis->categories.isEmpty()))) {
    return;
  }
  toggleColumn(set, axis->column);
  m_axis = std::min(m_axis, static_cast<int>(axes(QRectF(rect())).size()) - 1);
  describeAxis();
}

// A brush from end to end is none.
void ParallelPlot::moveBrush(double by, Edge edge) {
  const ParallelAxis* current = currentAxis();
  if (current == nullptr) {
    return;
  }
  const Axis axis = axes(QRectF(rect()))[static_cast<std::size_t>(m_axis)];
  const QString id = QString::fromStdString(current->column);
  double top = 0;
  double bottom = 1;
  if (const auto known = m_brushes.find(id); known != m_brushes.end()) {
    const double from = std::clamp(axis.place(known->second.from), 0.0, 1.0);
    const double to = std::clamp(axis.place(known->second.to), 0.0, 1.0);
    top = std::min(from, to);
    bottom = std::max(from, to);
  }
  (edge == Edge::Top ? top : bottom) += by;
  top = std::clamp(top, 0.0, 1.0);
  bottom = std::clamp(bottom, top, 1.0);
  constexpr double kEnd = 1e-9;
  if (top < kEnd && bottom > 1 - kEnd) {
    m_brushes.erase(id);
    Q_EMIT brushed(id, std::nullopt);
  } else {
    const double one = axis.value(top);
    const double other = axis.value(bottom);
    const Brush brush{std::min(one, other), std::max(one, other)};
    m_brushes[id] = brush;
    Q_EMIT brushed(id, brush);
  }
  describeAxis();
  update();
}

void ParallelPlot::describeAxis() {
  const ParallelAxis* axis = currentAxis();
  if (axis == nullptr) {
    return;
  }
  QString text =
      tr("Axis %1, %2 to %3").arg(axis->title, valueText(*axis, axis->low), valueText(*axis, axis->high));
  if (const auto brush = m_brushes.find(QString::fromStdString(axis->column)); brush != m_brushes.end()) {
    text += tr(", filtered from %1 to %2")
                .arg(valueText(*axis, brush->second.from), valueText(*axis, brush->second.to));
  }
  setAccessibleDescription(text);
}

}  // namespace tatara::ui
