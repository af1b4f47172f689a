// What takes longer than two seconds: a task with progress, Cancel and a result. The status bar shows the
// sum, a click on it the list.
//
// Threads: GUI thread. Work that runs elsewhere reports through queued calls.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <vector>

#include <QFrame>
#include <QObject>
#include <QString>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/strong_id.h"

namespace tatara::ui {

using TaskId = StrongId<struct TaskIdTag>;

enum class TaskState { Running, Done, Failed, Cancelled };
// Whether a result is a sentence by itself, or is read after the title.
enum class TaskResult { AfterTitle, Sentence };

struct TaskInfo {
  TaskId id;
  QString title;
  TaskState state = TaskState::Running;
  double done = 0;
  double total = 0;  // 0: how much there is is not known
  QString note;      // what it is at, then its result or its error
  TaskResult result = TaskResult::AfterTitle;
  Timestamp started{};
  std::optional<Timestamp> ended;
  std::function<void()> cancel;
  std::function<void()> openResult;
  std::function<void()> again;  // of one that failed or was cancelled: does the same once more
};

class TaskList final : public QObject {
  Q_OBJECT
 public:
  explicit TaskList(QObject* parent = nullptr, const Clock& clock = systemClock());

  TaskId start(const QString& title, std::function<void()> cancel);
  void setProgress(TaskId id, double done, double total, const QString& note = {});
  void finish(TaskId id, const QString& result, std::function<void()> openResult = {},
              TaskResult kind = TaskResult::AfterTitle);
  // A Cancelled error marks the task cancelled.
  void fail(TaskId id, const Error& error, std::function<void()> again = {});
  void clearEnded();

  // Newest first; ended ones for 24 h.
  const std::vector<TaskInfo>& tasks() const { return m_tasks; }
  int running() const;
  // 0 … 1 over all running tasks; none when no total is known.
  std::optional<double> progress() const;
  const Clock& clock() const { return m_clock; }

 Q_SIGNALS:
  void changed();
  void ended(const tatara::ui::TaskInfo& task);

 private:
  TaskInfo* find(TaskId id);
  void end(TaskInfo& task, TaskState state, const QString& note);

  const Clock& m_clock;
  std::vector<TaskInfo> m_tasks;
  std::int64_t m_next = 1;
};

// What came of a task that is done, for a notice: its sentence, or its title with the result.
QString resultText(const TaskInfo& task);
// "2 min left" from what was done in which time; empty when it cannot be told.
QString timeLeftText(const TaskInfo& task, Timestamp now);

// The list that the status bar opens.
class TaskPopup final : public QFrame {
  Q_OBJECT
 public:
  explicit TaskPopup(TaskList& tasks, QWidget* parent = nullptr);
};

}  // namespace tatara::ui
