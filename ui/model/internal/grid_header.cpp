#include "ui/model/internal/grid_header.h"

#include <algorithm>

#include <QApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/type.h"
#include "ui/model/grid_delegate.h"

namespace tatara::ui {
namespace {

constexpr int kPadding = 8;
constexpr int kEdge = 4;

}  // namespace

GridHeader::GridHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {
  setSectionsClickable(true);
  setHighlightSections(false);
  setMinimumSectionSize(24);
  setDefaultSectionSize(80);
  setMouseTracking(true);
  viewport()->setMouseTracking(true);
  setContextMenuPolicy(Qt::CustomContextMenu);
  connect(this, &QWidget::customContextMenuRequested, this,
          [this](QPoint at) { Q_EMIT menuRequested(logicalIndexAt(at), viewport()->mapToGlobal(at)); });
}

void GridHeader::setGroups(std::vector<ColumnGroup> groups) {
  const int before = band();
  m_groups = std::move(groups);
  if (band() != before) {
    updateGeometry();
    Q_EMIT geometriesChanged();
  }
  viewport()->update();
}

void GridHeader::setSort(std::vector<SortKey> sort) {
  m_sort = std::move(sort);
  viewport()->update();
}

void GridHeader::setCheckState(Qt::CheckState state) {
  if (m_check != state) {
    m_check = state;
    viewport()->update();
  }
}

int GridHeader::band() const {
  return m_groups.empty() ? 0 : kGroupRowHeight;
}

QSize GridHeader::sizeHint() const {
  return {100, band() + kHeaderRowHeight};
}

void GridHeader::paintTitle(QPainter& painter, int section, const QRect& rect) const {
  const ColumnSpec& spec = grid()->columns()[static_cast<std::size_t>(section)];
  const Colors& c = colors();
  if (spec.kind == ColumnKind::Check) {
    drawCheckBox(painter, QRectF(rect.center().x() - 6, rect.center().y() - 7, 14, 14), m_check);
    return;
  }
  if (spec.stub) {
    drawIcon(painter, QStringLiteral("chevron-right"),
             QRectF(rect.center().x() - 6, rect.center().y() - 6, 12, 12), c.tx3);
    return;
  }
  const auto key =
      std::find_if(m_sort.begin(), m_sort.end(), [&](const SortKey& sort) { return sort.column == spec.id; });
  const bool sorted = key != m_sort.end();
  painter.setFont(ui::font(sorted ? TextRole::Badge : TextRole::Header));
  const bool hovered = section == m_hovered && spec.sortable;
  painter.setPen(sorted || hovered ? c.tx1 : c.tx2);
  const bool right = spec.kind == ColumnKind::Number || spec.kind == ColumnKind::Delta;
  QRect inner = rect.adjusted(kPadding, 0, -kPadding, 0);
  if (spec.kind == ColumnKind::Name) {
    inner.setLeft(inner.left());
  }
  const int arrow = sorted ? (m_sort.size() > 1 ? 22 : 15) : 0;
  const QString title =
      painter.fontMetrics().elidedText(spec.title, Qt::ElideMiddle, std::max(0, inner.width() + 6 - arrow));
  const int width = painter.fontMetrics().horizontalAdvance(title);
  int x = inner.left() + arrow;
  if (right) {
    x = inner.right() + 1 - width;
  } else if (spec.kind == ColumnKind::Icon) {
    x = rect.center().x() - (width - arrow) / 2;
  }
  if (sorted) {
    drawIcon(painter, key->descending ? QStringLiteral("sort-descending") : QStringLiteral("sort-ascending"),
             QRectF(x - arrow, rect.center().y() - 5, 12, 12), c.tx1);
    if (m_sort.size() > 1) {
      painter.setFont(ui::font(TextRole::GroupLabel));
      painter.drawText(QPointF(x - arrow + 12, rect.center().y() + 3),
                       QString::number(key - m_sort.begin() + 1));
      painter.setFont(ui::font(TextRole::Badge));
    }
  }
  painter.drawText(QRect(x, rect.top(), width + 2, rect.height()), Qt::AlignLeft | Qt::AlignVCenter, title);
}

// The note gives way before the title.
QString GridHeader::groupLabel(const ColumnGroup& group, const QFontMetrics& metrics, int room) {
  const QString whole = group.note.isEmpty() ? group.title : group.title + QStringLiteral(" · ") + group.note;
  return metrics.horizontalAdvance(whole) <= room ? whole
                                                  : metrics.elidedText(group.title, Qt::ElideRight, room);
}

void GridHeader::paintBand(QPainter& painter) const {
  const Colors& c = colors();
  const std::vector<ColumnSpec>& columns = grid()->columns();
  int section = 0;
  while (section < count()) {
    const std::string& id = columns[static_cast<std::size_t>(section)].group;
    int end = section;
    while (end < count() && columns[static_cast<std::size_t>(end)].group == id) {
      ++end;
    }
    const int left = sectionViewportPosition(section);
    const int right = sectionViewportPosition(end - 1) + sectionSize(end - 1);
    const auto group = std::find_if(m_groups.begin(), m_groups.end(),
                                    [&](const ColumnGroup& known) { return known.id == id; });
    if (group != m_groups.end() && right > 0 && left < viewport()->width()) {
      if (left > m_covered || (left > 0 && m_covered == 0)) {
        painter.fillRect(QRect(left, 0, 1, band()), c.line);
      }
      const bool pinned = columns[static_cast<std::size_t>(section)].pinned;
      const int from = (pinned ? left : std::max(left, m_covered)) + 12 - (pinned || left == 0 ? 0 : 4);
      // Nothing stands behind the last group, so its label may go beyond its columns.
      const QRect area(from, 0, (end == count() ? viewport()->width() : right) - from - 4, band());
      if (area.width() > 12 && !columns[static_cast<std::size_t>(section)].stub) {
        painter.setFont(ui::font(TextRole::GroupLabel));
        painter.setPen(c.tx2);
        painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                         groupLabel(*group, painter.fontMetrics(), area.width()));
      }
    }
    section = end;
  }
}

void GridHeader::paintEvent(QPaintEvent*) {
  QPainter painter(viewport());
  const Colors& c = colors();
  const QRect all = viewport()->rect();
  painter.fillRect(all, c.bg2);
  if (band() > 0) {
    painter.fillRect(QRect(0, band() - 1, all.width(), 1), c.line);
  }
  painter.fillRect(QRect(0, all.bottom(), all.width(), 1), c.line);
  if (grid() == nullptr) {
    return;
  }
  const std::vector<ColumnSpec>& columns = grid()->columns();
  for (int section = 0; section < count(); ++section) {
    const int left = sectionViewportPosition(section);
    const int width = sectionSize(section);
    if (width == 0 || left + width < 0 || left > all.width() || isSectionHidden(section)) {
      continue;
    }
    const QRect rect(left, band(), width, kHeaderRowHeight - 1);
    if (section > 0 && columns[static_cast<std::size_t>(section)].group !=
                           columns[static_cast<std::size_t>(section) - 1].group) {
      painter.fillRect(QRect(left, band(), 1, rect.height()), c.line);
    }
    paintTitle(painter, section, rect);
  }
  paintBand(painter);
  if (m_dropBefore >= 0) {
    const int x = m_dropBefore < count() ? sectionViewportPosition(m_dropBefore) : length() - offset();
    painter.fillRect(QRect(x - 1, band(), 2, kHeaderRowHeight), c.acc);
  }
}

bool GridHeader::nearEdge(QPoint at) const {
  if (at.y() < band()) {
    return false;
  }
  const int section = logicalIndexAt(at);
  if (section < 0) {
    return true;
  }
  const int left = sectionViewportPosition(section);
  return (at.x() - left < kEdge && section > 0) || left + sectionSize(section) - at.x() <= kEdge;
}

int GridHeader::dropSection(int x) const {
  const int section = logicalIndexAt(x);
  if (section < 0) {
    return count();
  }
  return x > sectionViewportPosition(section) + sectionSize(section) / 2 ? section + 1 : section;
}

void GridHeader::mousePressEvent(QMouseEvent* event) {
  m_pressed = -1;
  if (event->button() == Qt::LeftButton && !nearEdge(event->pos())) {
    m_pressed = logicalIndexAt(event->pos());
    m_pressedAt = event->pos();
    return;
  }
  QHeaderView::mousePressEvent(event);
}

void GridHeader::mouseMoveEvent(QMouseEvent* event) {
  const int hovered = event->pos().y() >= band() ? logicalIndexAt(event->pos()) : -1;
  if (hovered != m_hovered) {
    m_hovered = hovered;
    viewport()->update();
  }
  if (m_pressed < 0) {
    QHeaderView::mouseMoveEvent(event);
    return;
  }
  const ColumnSpec& spec = grid()->columns()[static_cast<std::size_t>(m_pressed)];
  if (spec.pinned || spec.stub || m_pressedAt.y() < band() ||
      (event->pos() - m_pressedAt).manhattanLength() < QApplication::startDragDistance()) {
    return;
  }
  // A column stays in its group.
  int before = dropSection(event->pos().x());
  const auto inGroup = [&](int section) {
    return section >= 0 && section < count() &&
           grid()->columns()[static_cast<std::size_t>(section)].group == spec.group &&
           !grid()->columns()[static_cast<std::size_t>(section)].pinned;
  };
  if (!inGroup(before) && !inGroup(before - 1)) {
    before = -1;
  }
  if (before != m_dropBefore) {
    m_dropBefore = before;
    viewport()->update();
  }
}

void GridHeader::mouseReleaseEvent(QMouseEvent* event) {
  if (m_pressed < 0) {
    QHeaderView::mouseReleaseEvent(event);
    return;
  }
  const int section = std::exchange(m_pressed, -1);
  const int before = std::exchange(m_dropBefore, -1);
  viewport()->update();
  if (before >= 0) {
    if (before != section && before != section + 1) {
      Q_EMIT moveRequested(section, before);
    }
    return;
  }
  if (logicalIndexAt(event->pos()) != section || !viewport()->rect().contains(event->pos())) {
    return;
  }
  const ColumnSpec& spec = grid()->columns()[static_cast<std::size_t>(section)];
  if (event->pos().y() < band() || spec.stub) {
    Q_EMIT groupClicked(QString::fromStdString(spec.group));
  } else if (spec.kind == ColumnKind::Check) {
    Q_EMIT checkClicked();
  } else if (spec.sortable) {
    Q_EMIT titleClicked(section, event->modifiers().testFlag(Qt::ShiftModifier));
  }
}

void GridHeader::mouseDoubleClickEvent(QMouseEvent* event) {
  if (nearEdge(event->pos())) {
    int section = logicalIndexAt(event->pos());
    if (section > 0 && event->pos().x() - sectionViewportPosition(section) < kEdge) {
      --section;
    }
    if (section >= 0) {
      Q_EMIT fitRequested(section);
    }
    return;
  }
  mousePressEvent(event);
}

void GridHeader::leaveEvent(QEvent* event) {
  m_hovered = -1;
  viewport()->update();
  QHeaderView::leaveEvent(event);
}

bool GridHeader::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::ToolTip && grid() != nullptr) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const int section = logicalIndexAt(help->pos());
    if (section >= 0 && help->pos().y() >= band()) {
      QToolTip::showText(help->globalPos(),
                         grid()->headerData(section, Qt::Horizontal, Qt::ToolTipRole).toString(), this);
      return true;
    }
  }
  return QHeaderView::viewportEvent(event);
}

}  // namespace tatara::ui
