#include "ui/shell/sidebar.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/base/icon.h"
#include "ui/base/language.h"
#include "ui/base/metrics.h"
#include "ui/base/style.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

constexpr int kHeader = 48;
constexpr int kItemRow = 26;
constexpr int kSide = 8;
constexpr int kTextLeft = 42;
constexpr int kSectionGap = 14;

}  // namespace

Sidebar::Sidebar(QWidget* parent) : QWidget(parent), m_place(HomeRoute{}) {
  setMouseTracking(true);
  setFocusPolicy(Qt::TabFocus);
  setAccessibleName(tr("Navigation"));
  setCollapsed(false);
}

void Sidebar::setEntries(std::vector<Entry> entries) {
  m_entries = std::move(entries);
  layOut();
}

void Sidebar::setWorkspace(const QString& name, const QString& detail) {
  m_workspace = name;
  m_detail = detail;
  update();
}

void Sidebar::setCurrent(const QString& id, const Route& place, std::vector<SidebarItem> items) {
  m_current = id;
  m_place = place;
  m_items = std::move(items);
  layOut();
}

void Sidebar::setViews(std::vector<SidebarItem> views) {
  m_views = std::move(views);
  layOut();
}

void Sidebar::setCollapsed(bool collapsed) {
  m_collapsed = collapsed;
  const int wide = language() == Language::Japanese ? kSidebarWidth + 16 : kSidebarWidth;
  setFixedWidth(collapsed ? kSidebarCollapsed : wide);
  layOut();
}

void Sidebar::layOut() {
  m_rows.clear();
  m_rows.push_back({RowKind::Workspace, 0, QRect(kSide - 2, 4, width() - 2 * kSide + 4, kHeader - 8)});
  int y = kHeader + 6;
  for (int i = 0; i < static_cast<int>(m_entries.size()); ++i) {
    m_rows.push_back({RowKind::Panel, i, QRect(kSide, y, width() - 2 * kSide, kNavHeight)});
    y += kNavHeight;
    if (m_collapsed || m_entries[static_cast<std::size_t>(i)].id != m_current || m_items.empty()) {
      continue;
    }
    // What does not fit is reached in the panel itself.
    y += 2;
    for (int item = 0; item < static_cast<int>(m_items.size()); ++item) {
      const int below = static_cast<int>(m_entries.size()) - i;
      if (y + kItemRow > height() - 60 - below * kNavHeight) {
        break;
      }
      m_rows.push_back({RowKind::Item, item, QRect(kSide, y, width() - 2 * kSide, kItemRow)});
      y += kItemRow;
    }
    y += 6;
  }
  if (!m_collapsed && !m_views.empty()) {
    layOutViews(y + kSectionGap);
  }
  m_rows.push_back(
      {RowKind::Settings, 0, QRect(kSide, height() - kNavHeight - 10, width() - 2 * kSide, kNavHeight)});
  update();
}

// What does not fit is reached from the panel's own menu.
void Sidebar::layOutViews(int y) {
  const int bottom = height() - kNavHeight - 24;
  if (y + 2 * kItemRow > bottom) {
    return;
  }
  m_rows.push_back({RowKind::Heading, 0, QRect(kSide, y, width() - 2 * kSide, kItemRow)});
  y += kItemRow;
  for (int view = 0; view < static_cast<int>(m_views.size()) && y + kItemRow <= bottom; ++view) {
    m_rows.push_back({RowKind::View, view, QRect(kSide, y, width() - 2 * kSide, kItemRow)});
    y += kItemRow;
  }
}

void Sidebar::resizeEvent(QResizeEvent*) {
  layOut();
}

void Sidebar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), colors().side);
  painter.fillRect(QRect(width() - 1, 0, 1, height()), colors().line);
  for (int i = 0; i < static_cast<int>(m_rows.size()); ++i) {
    const Row& row = m_rows[static_cast<std::size_t>(i)];
    switch (row.kind) {
      case RowKind::Item:
        paintItem(painter, row, i == m_hovered);
        break;
      case RowKind::Heading:
        paintHeading(painter, row);
        break;
      case RowKind::View:
        paintView(painter, row, i == m_hovered);
        break;
      case RowKind::Workspace:
      case RowKind::Panel:
      case RowKind::Settings:
        paintRow(painter, row, i == m_hovered);
    }
    if (m_keyboard && hasFocus() && i == m_focused) {
      painter.setRenderHint(QPainter::Antialiasing);
      painter.setPen(QPen(colors().acctx, 2));
      painter.setBrush(Qt::NoBrush);
      painter.drawRoundedRect(QRectF(row.rect).adjusted(1, 1, -1, -1), kControlRadius, kControlRadius);
    }
  }
}

void Sidebar::paintRow(QPainter& painter, const Row& row, bool hovered) const {
  const Colors& c = colors();
  const QRect r = row.rect;
  if (row.kind == RowKind::Workspace) {
    if (hovered) {
      drawPanel(painter, r, kControlRadius, c.dark ? c.bg2 : c.line, Qt::transparent);
    }
    drawIcon(painter, QStringLiteral("tatara"), QRectF(m_collapsed ? 13 : 14, 11, 26, 26), c.ember);
    if (m_collapsed) {
      return;
    }
    const int right = width() - 36;
    painter.setFont(tatara::ui::font(TextRole::CardTitle));
    painter.setPen(c.tx1);
    painter.drawText(QRect(49, 8, right - 49, 18), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_workspace, Qt::ElideMiddle, right - 49));
    painter.setFont(tatara::ui::font(TextRole::Caption));
    painter.setPen(c.tx3);
    painter.drawText(QRect(49, 24, right - 49, 16), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_detail, Qt::ElideRight, right - 49));
    drawIcon(painter, QStringLiteral("chevron-down"), QRectF(width() - 31, 17, 14, 14), c.tx3);
    return;
  }
  const bool settings = row.kind == RowKind::Settings;
  const Entry* entry = settings ? nullptr : &m_entries[static_cast<std::size_t>(row.index)];
  const bool current = entry && entry->id == m_current;
  if (current) {
    drawPanel(painter, r, kControlRadius, c.selside, c.line);
  } else if (hovered) {
    drawPanel(painter, r, kControlRadius, c.dark ? c.bg2 : c.line, Qt::transparent);
  }
  const QString glyph = settings ? QStringLiteral("settings") : entry->icon;
  drawIcon(painter, glyph, QRectF(m_collapsed ? 18 : 16, r.center().y() - 7, 16, 16),
           current ? c.acctx : c.tx2);
  if (m_collapsed) {
    return;
  }
  painter.setFont(tatara::ui::font(TextRole::BodyMedium));
  painter.setPen(current ? c.tx1 : c.tx2);
  painter.drawText(QRect(kTextLeft, r.top(), r.width() - kTextLeft, r.height()),
                   Qt::AlignLeft | Qt::AlignVCenter, settings ? tr("Settings") : entry->title);
  if (settings) {
    painter.setFont(tatara::ui::font(TextRole::Caption));
    painter.setPen(c.tx3);
    painter.drawText(r.adjusted(0, 0, -8, 0), Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("Ctrl ,"));
  }
}

bool Sidebar::itemSelected(int item) const {
  const Row& row = m_rows[static_cast<std::size_t>(item)];
  const auto index = static_cast<std::size_t>(row.index);
  return row.kind == RowKind::Item ? m_items[index].route == m_place
                                   : row.kind == RowKind::Panel && m_entries[index].id == m_current;
}

void Sidebar::paintItem(QPainter& painter, const Row& row, bool hovered) const {
  const Colors& c = colors();
  const SidebarItem& item = m_items[static_cast<std::size_t>(row.index)];
  const QRect r = row.rect;
  const bool current = item.route == m_place;
  if (hovered && !current) {
    drawPanel(painter, r, kControlRadius, c.dark ? c.bg2 : c.line, Qt::transparent);
  }
  painter.setFont(tatara::ui::font(TextRole::Caption));
  painter.setPen(c.tx3);
  const int countWidth = static_cast<int>(tabularWidth(painter.font(), item.count));
  drawTabular(painter, r.adjusted(0, 0, -9, 0), Qt::AlignRight, item.count);
  painter.setFont(tatara::ui::font(current ? TextRole::CellStrong : TextRole::Cell));
  painter.setPen(current ? c.acctx : c.tx2);
  const int space = r.right() - 9 - countWidth - 8 - kTextLeft;
  painter.drawText(QRect(kTextLeft, r.top(), space, r.height()), Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(item.text, Qt::ElideMiddle, space));
}

void Sidebar::paintHeading(QPainter& painter, const Row& row) const {
  painter.setFont(tatara::ui::font(TextRole::Header));
  painter.setPen(colors().tx3);
  painter.drawText(row.rect.adjusted(kSide, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, tr("Saved views"));
}

void Sidebar::paintView(QPainter& painter, const Row& row, bool hovered) const {
  const Colors& c = colors();
  const QRect r = row.rect;
  if (hovered) {
    drawPanel(painter, r, kControlRadius, c.dark ? c.bg2 : c.line, Qt::transparent);
  }
  drawIcon(painter, QStringLiteral("saved-view"), QRectF(17, r.center().y() - 6, 14, 14), c.tx3);
  painter.setFont(tatara::ui::font(TextRole::Cell));
  painter.setPen(c.tx2);
  const int space = r.right() - 9 - kTextLeft;
  painter.drawText(QRect(kTextLeft, r.top(), space, r.height()), Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(m_views[static_cast<std::size_t>(row.index)].text,
                                                    Qt::ElideRight, space));
}

QString Sidebar::itemName(int item) const {
  const Row& row = m_rows[static_cast<std::size_t>(item)];
  const auto at = static_cast<std::size_t>(row.index);
  switch (row.kind) {
    case RowKind::Workspace:
      return tr("Workspace %1, menu").arg(m_workspace);
    case RowKind::Panel:
      return m_entries[at].id == m_current ? tr("%1, current").arg(m_entries[at].title) : m_entries[at].title;
    case RowKind::Item:
      return m_items[at].count.isEmpty() ? m_items[at].text
                                         : QStringLiteral("%1, %2").arg(m_items[at].text, m_items[at].count);
    case RowKind::View:
      return m_views[at].text;
    case RowKind::Heading:
      return tr("Saved views");
    case RowKind::Settings:
      return tr("Settings");
  }
  return {};
}

int Sidebar::rowAt(QPoint position) const {
  for (int i = 0; i < static_cast<int>(m_rows.size()); ++i) {
    const Row& row = m_rows[static_cast<std::size_t>(i)];
    if (row.kind != RowKind::Heading && row.rect.contains(position)) {
      return i;
    }
  }
  return -1;
}

void Sidebar::activate(int row) {
  if (row < 0 || row >= static_cast<int>(m_rows.size())) {
    return;
  }
  const Row chosen = m_rows[static_cast<std::size_t>(row)];
  switch (chosen.kind) {
    case RowKind::Workspace:
      Q_EMIT workspaceMenuAsked(mapToGlobal(chosen.rect.bottomLeft()));
      return;
    case RowKind::Panel:
      Q_EMIT routeChosen(m_entries[static_cast<std::size_t>(chosen.index)].start);
      return;
    case RowKind::Item:
      Q_EMIT routeChosen(m_items[static_cast<std::size_t>(chosen.index)].route);
      return;
    case RowKind::View:
      Q_EMIT routeChosen(m_views[static_cast<std::size_t>(chosen.index)].route);
      return;
    case RowKind::Heading:
      return;
    case RowKind::Settings:
      Q_EMIT settingsAsked();
      return;
  }
}

void Sidebar::mouseMoveEvent(QMouseEvent* event) {
  const int row = rowAt(event->pos());
  if (row != m_hovered) {
    m_hovered = row;
    row >= 0 ? setCursor(Qt::PointingHandCursor) : unsetCursor();
    update();
  }
}

void Sidebar::mousePressEvent(QMouseEvent* event) {
  m_keyboard = false;
  update();
  if (event->button() == Qt::LeftButton) {
    activate(rowAt(event->pos()));
  }
}

void Sidebar::leaveEvent(QEvent*) {
  m_hovered = -1;
  update();
}

void Sidebar::focusInEvent(QFocusEvent* event) {
  // Not when the window itself comes up: nobody has touched a key then.
  m_keyboard = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
               event->reason() == Qt::ShortcutFocusReason;
  if (m_focused < 0) {
    m_focused = 1;
  }
  update();
}

void Sidebar::focusOutEvent(QFocusEvent*) {
  update();
}

void Sidebar::moveFocus(int step) {
  const int count = static_cast<int>(m_rows.size());
  do {
    m_focused = (m_focused + step) % count;
  } while (m_rows[static_cast<std::size_t>(m_focused)].kind == RowKind::Heading);
}

void Sidebar::keyPressEvent(QKeyEvent* event) {
  m_keyboard = true;
  const int count = static_cast<int>(m_rows.size());
  switch (event->key()) {
    case Qt::Key_Down:
      moveFocus(1);
      break;
    case Qt::Key_Up:
      moveFocus(count - 1);
      break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
      activate(m_focused);
      break;
    default:
      QWidget::keyPressEvent(event);
      return;
  }
  tellCurrentItem(this);
  update();
}

bool Sidebar::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    auto* help = static_cast<QHelpEvent*>(event);
    const int row = rowAt(help->pos());
    QString text;
    if (row >= 0) {
      const Row& at = m_rows[static_cast<std::size_t>(row)];
      if (at.kind == RowKind::Workspace) {
        text = m_workspace;
      } else if (at.kind == RowKind::Item) {
        text = m_items[static_cast<std::size_t>(at.index)].text;
      } else if (at.kind == RowKind::View) {
        text = m_views[static_cast<std::size_t>(at.index)].text;
      } else if (m_collapsed) {
        text = at.kind == RowKind::Settings ? tr("Settings")
                                            : m_entries[static_cast<std::size_t>(at.index)].title;
      }
    }
    QToolTip::showText(help->globalPos(), tipText(text), this);
    return true;
  }
  return QWidget::event(event);
}

}  // namespace tatara::ui
