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

namespace tatara::ui {

class Session;

class StatusBar final : public QWidget {
  Q_OBJECT
 public:
  explicit StatusBar(Session& session, QWidget* parent = nullptr);

  void setBranch(const QString& text);  // "main @ 4e1c9a7"; empty: no part
  // Memory changes from run to run: pictures leave it out.
  void setMemoryShown(bool shown);

 Q_SIGNALS:
  void serverMenuAsked(const QPoint& globalPosition);
  void tasksAsked(const QPoint& globalTopRight);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
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

  Session& m_session;
  std::vector<Piece> m_pieces;
  QString m_branch;
  std::optional<std::int64_t> m_memory;
  bool m_memoryShown = true;
  int m_hovered = -1;
  QTimer m_timer;
  LatestJob<std::int64_t> m_readMemory;
};

// Resident bytes of this process (/proc/self/statm). Not on the GUI thread.
Result<std::int64_t> residentBytes();

}  // namespace tatara::ui
