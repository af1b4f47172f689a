// The 24 px strip at the bottom: tracking server, branch and folder at the left; tasks and memory at the
// right.
//
// Parts are buttons where a click does something. What is not known is not shown.
// Threads: GUI thread.
#pragma once

#include <optional>

#include <QTimer>
#include <QWidget>

#include "ui/async/latest_job.h"
#include "ui/base/painted_items.h"

namespace tatara::ui {

class Session;

class StatusBar final : public QWidget, public PaintedItems {
  Q_OBJECT
 public:
  explicit StatusBar(Session& session, QWidget* parent = nullptr);

  void setBranch(const QString& text);  // "main @ 4e1c9a7"; empty: no part
  // Memory changes from run to run: pictures leave it out.
  void setMemoryShown(bool shown);

  int itemCount() const override { return static_cast<int>(m_pieces.size()); }
  QString itemName(int item) const override { return m_pieces[static_cast<std::size_t>(item)].text; }
  QRect itemRect(int item) const override { return m_pieces[static_cast<std::size_t>(item)].rect; }
  int currentItem() const override { return m_focused; }
  bool itemPressable(int item) const override;
  void pressItem(int item) override;
  QAccessible::Role itemsRole() const override { return QAccessible::StatusBar; }
  QAccessible::Role itemRole() const override { return QAccessible::PushButton; }

 Q_SIGNALS:
  void serverMenuAsked(const QPoint& globalPosition);
  void tasksAsked(const QPoint& globalTopRight);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  bool event(QEvent* event) override;

 private:
  enum class Part { Server, ReadOnly, Branch, Folder, Tasks, Memory };
  struct Piece {
    Part part;
    QString text;
    QString icon;
    QRect rect;
  };
  void rebuild();
  int pieceAt(QPoint position) const;
  // The next part that can be pressed, from `from` in steps of one; −1: none.
  int nextPressable(int from, int step) const;

  Session& m_session;
  std::vector<Piece> m_pieces;
  QString m_branch;
  std::optional<std::int64_t> m_memory;
  bool m_memoryShown = true;
  int m_hovered = -1;
  int m_focused = -1;  // of the parts that can be pressed
  QTimer m_timer;
  LatestJob<std::int64_t> m_readMemory;
};

// Resident bytes of this process (/proc/self/statm). Not on the GUI thread.
Result<std::int64_t> residentBytes();

}  // namespace tatara::ui
