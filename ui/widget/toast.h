// Short notices at the bottom right of a window: at most three, 320 px wide, 6 s (10 s with Undo); errors
// stay. Never the only place where a result is visible: a task list or the object itself shows it as well.
//
// Threads: GUI thread.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QPointer>
#include <QWidget>

#include "core/base/result.h"

class QUndoStack;

namespace tatara::ui {

class Toast;
struct UndoOffer;

// How long what a notice offers to undo is undone by Ctrl+Z too: as long as the notice is shown, for acts
// that others follow (an alias, traffic), or as long as its window.
enum class UndoLife { Notice, Window };

class ToastHost final : public QObject {
  Q_OBJECT
 public:
  // Toasts lie over `window`, above its status bar. What they offer to undo becomes a step of `steps`, which
  // lives as long.
  explicit ToastHost(QWidget* window, QUndoStack* steps = nullptr);

  void inform(const QString& text);
  // "Run deleted" with Undo for ten seconds.
  void offerUndo(const QString& text, std::function<void()> undo, UndoLife life = UndoLife::Notice);
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
  void take(const std::shared_ptr<UndoOffer>& offer);
  void dropSpentSteps();

  QWidget* m_window;
  QUndoStack* m_steps;
  std::vector<QPointer<Toast>> m_toasts;
};

}  // namespace tatara::ui
