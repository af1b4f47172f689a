// Short notices at the bottom right of a window: at most three, 320 px wide, 6 s (10 s with Undo); errors
// stay. Never the only place where a result is visible: a task list or the object itself shows it as well.
//
// Threads: GUI thread.
#pragma once

#include <functional>
#include <vector>

#include <QPointer>
#include <QWidget>

#include "core/base/result.h"

namespace tatara::ui {

class Toast;

class ToastHost final : public QObject {
  Q_OBJECT
 public:
  // Toasts lie over `window`, above its status bar.
  explicit ToastHost(QWidget* window);

  void inform(const QString& text);
  // "Run deleted" with Undo for ten seconds.
  void offerUndo(const QString& text, std::function<void()> undo);
  void showError(const QString& doing, const Error& error);
  // With a button of another name.
  void offer(const QString& text, const QString& action, std::function<void()> act);

  std::size_t shown() const;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  friend class Toast;
  void add(Toast* toast);
  void remove(Toast* toast);
  void layOut();

  QWidget* m_window;
  std::vector<QPointer<Toast>> m_toasts;
};

}  // namespace tatara::ui
