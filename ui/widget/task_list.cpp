#include "ui/widget/task_list.h"

#include <algorithm>

#include <QVBoxLayout>

#include "ui/base/time_text.h"
#include "ui/widget/states.h"
#include "ui/widget/task_rows.h"

namespace tatara::ui {

using namespace std::chrono_literals;

TaskList::TaskList(QObject* parent, const Clock& clock) : QObject(parent), m_clock(clock) {}

TaskId TaskList::start(const QString& title, std::function<void()> cancel) {
  const Timestamp now = m_clock.now();
  std::erase_if(m_tasks, [now](const TaskInfo& task) { return task.ended && now - *task.ended > 24h; });
  TaskInfo task;
  task.id = TaskId(m_next++);
  task.title = title;
  task.started = now;
  task.cancel = std::move(cancel);
  m_tasks.insert(m_tasks.begin(), std::move(task));
  Q_EMIT changed();
  return m_tasks.front().id;
}

TaskInfo* TaskList::find(TaskId id) {
  const auto found =
      std::find_if(m_tasks.begin(), m_tasks.end(), [id](const TaskInfo& task) { return task.id == id; });
  return found == m_tasks.end() ? nullptr : &*found;
}

void TaskList::setProgress(TaskId id, double done, double total, const QString& note) {
  TaskInfo* task = find(id);
  if (task && task->state == TaskState::Running) {
    task->done = done;
    task->total = total;
    task->note = note;
    Q_EMIT changed();
  }
}

void TaskList::end(TaskInfo& task, TaskState state, const QString& note) {
  task.state = state;
  task.note = note;
  task.ended = m_clock.now();
  task.cancel = nullptr;
  const TaskInfo copy = task;
  Q_EMIT changed();
  Q_EMIT ended(copy);
}

void TaskList::finish(TaskId id, const QString& result, std::function<void()> openResult, TaskResult kind) {
  if (TaskInfo* task = find(id); task && task->state == TaskState::Running) {
    task->result = kind;
    task->openResult = std::move(openResult);
    end(*task, TaskState::Done, result);
  }
}

void TaskList::fail(TaskId id, const Error& error, std::function<void()> again) {
  if (TaskInfo* task = find(id); task && task->state == TaskState::Running) {
    task->again = std::move(again);
    const bool cancelled = error.kind == ErrorKind::Cancelled;
    end(*task, cancelled ? TaskState::Cancelled : TaskState::Failed,
        cancelled ? tr("Cancelled") : errorText(error));
  }
}

void TaskList::clearEnded() {
  std::erase_if(m_tasks, [](const TaskInfo& task) { return task.ended.has_value(); });
  Q_EMIT changed();
}

int TaskList::running() const {
  return static_cast<int>(std::count_if(
      m_tasks.begin(), m_tasks.end(), [](const TaskInfo& task) { return task.state == TaskState::Running; }));
}

std::optional<double> TaskList::progress() const {
  double sum = 0;
  int known = 0;
  for (const TaskInfo& task : m_tasks) {
    if (task.state == TaskState::Running && task.total > 0) {
      sum += std::clamp(task.done / task.total, 0.0, 1.0);
      ++known;
    }
  }
  return known ? std::optional(sum / known) : std::nullopt;
}

QString resultText(const TaskInfo& task) {
  return task.note.isEmpty()                   ? task.title
         : task.result == TaskResult::Sentence ? task.note
                                               : TaskList::tr("%1: %2").arg(task.title, task.note);
}

QString timeLeftText(const TaskInfo& task, Timestamp now) {
  const double part = task.total > 0 ? task.done / task.total : 0;
  const auto spent = std::chrono::duration_cast<Millis>(now - task.started);
  if (part <= 0.02 || part >= 1 || spent < 2s) {
    return {};
  }
  const Millis left(static_cast<std::int64_t>(static_cast<double>(spent.count()) * (1 - part) / part));
  return TaskList::tr("%1 left").arg(durationText(std::max<Millis>(left, 1s)));
}

TaskPopup::TaskPopup(TaskList& tasks, QWidget* parent) : QFrame(parent, Qt::Popup) {
  constexpr std::size_t kMost = 12;
  setFixedWidth(400);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(1, 1, 1, 1);
  auto* rows = new TaskRows(tasks, kMost, this);
  column->addWidget(rows);
  connect(rows, &TaskRows::used, this, &TaskPopup::close);
  connect(rows, &TaskRows::heightChanged, this, &TaskPopup::adjustSize);
}

}  // namespace tatara::ui
