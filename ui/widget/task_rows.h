// Tasks one below the other: title, progress, what it is at, and the button that fits its state: Cancel,
// Show, or Try again.
//
// A row lives as long as its task is shown, so that a button that is being pressed stays under the mouse
// while progress comes in. Threads: GUI thread.
#pragma once

#include <cstddef>
#include <vector>

#include <QWidget>

#include "ui/widget/task_list.h"

class QVBoxLayout;

namespace tatara::ui {

class Label;
class TaskRow;

class TaskRows final : public QWidget {
  Q_OBJECT
 public:
  // `most`: so many of the newest.
  TaskRows(TaskList& tasks, std::size_t most, QWidget* parent = nullptr);

 Q_SIGNALS:
  // Show or Try again was pressed.
  void used();
  void heightChanged();

 private:
  void refresh();

  TaskList& m_tasks;
  std::size_t m_most;
  QVBoxLayout* m_column;
  Label* m_none;
  std::vector<TaskRow*> m_rows;  // the newest first
};

}  // namespace tatara::ui
