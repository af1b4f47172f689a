// The left edge of the window: the workspace and its menu, the panels with what the current one lists,
// saved views, settings.
//
// Painted as a whole: one widget, rows computed from its lists. 192 px (Japanese 208), 52 px with icons only.
// Threads: GUI thread.
#pragma once

#include <vector>

#include <QWidget>

#include "ui/base/painted_items.h"
#include "ui/shell/panel.h"

namespace tatara::ui {

class Sidebar final : public QWidget, public PaintedItems {
  Q_OBJECT
 public:
  explicit Sidebar(QWidget* parent = nullptr);

  struct Entry {
    QString id, title, icon;
    Route start;
  };
  void setEntries(std::vector<Entry> entries);
  void setWorkspace(const QString& name, const QString& detail);
  void setCurrent(const QString& id, const Route& place, std::vector<SidebarItem> items);
  void setViews(std::vector<SidebarItem> views);
  const std::vector<SidebarItem>& views() const { return m_views; }
  void setCollapsed(bool collapsed);
  bool collapsed() const { return m_collapsed; }

  int itemCount() const override { return static_cast<int>(m_rows.size()); }
  QString itemName(int item) const override;
  QRect itemRect(int item) const override { return m_rows[static_cast<std::size_t>(item)].rect; }
  int currentItem() const override { return m_focused < itemCount() ? m_focused : -1; }
  bool itemPressable(int item) const override {
    return m_rows[static_cast<std::size_t>(item)].kind != RowKind::Heading;
  }
  bool itemSelected(int item) const override;
  void pressItem(int item) override { activate(item); }

 Q_SIGNALS:
  void routeChosen(const tatara::ui::Route& route);
  void workspaceMenuAsked(const QPoint& globalPosition);
  void settingsAsked();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  bool event(QEvent* event) override;

 private:
  enum class RowKind { Workspace, Panel, Item, Heading, View, Settings };
  struct Row {
    RowKind kind;
    int index;
    QRect rect;
  };
  void layOut();
  void layOutViews(int y);
  int rowAt(QPoint position) const;
  void activate(int row);
  void moveFocus(int step);
  void paintRow(QPainter& painter, const Row& row, bool hovered) const;
  void paintHeading(QPainter& painter, const Row& row) const;
  void paintView(QPainter& painter, const Row& row, bool hovered) const;
  void paintItem(QPainter& painter, const Row& row, bool hovered) const;

  std::vector<Entry> m_entries;
  std::vector<SidebarItem> m_items;
  std::vector<SidebarItem> m_views;
  std::vector<Row> m_rows;
  QString m_workspace, m_detail, m_current;
  Route m_place;
  int m_hovered = -1;
  int m_focused = -1;
  bool m_keyboard = false;
  bool m_collapsed = false;
};

}  // namespace tatara::ui
