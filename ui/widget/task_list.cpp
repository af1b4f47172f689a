#include "ui/widget/task_list.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/base/metrics.h"
#include "ui/base/style.h"
#include "ui/base/time_text.h"
#include "ui/base/type.h"
#include "ui/widget/badge.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/states.h"

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

void TaskList::finish(TaskId id, const QString& result, std::function<void()> openResult) {
  if (TaskInfo* task = find(id); task && task->state == TaskState::Running) {
    task->openResult = std::move(openResult);
    end(*task, TaskState::Done, result);
  }
}

void TaskList::fail(TaskId id, const Error& error) {
  if (TaskInfo* task = find(id); task && task->state == TaskState::Running) {
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

QString timeLeftText(const TaskInfo& task, Timestamp now) {
  const double part = task.total > 0 ? task.done / task.total : 0;
  const auto spent = std::chrono::duration_cast<Millis>(now - task.started);
  if (part <= 0.02 || part >= 1 || spent < 2s) {
    return {};
  }
  const Millis left(static_cast<std::int64_t>(static_cast<double>(spent.count()) * (1 - part) / part));
  return TaskList::tr("%1 left").arg(durationText(std::max<Millis>(left, 1s)));
}

TaskPopup::TaskPopup(TaskList& tasks, QWidget* parent) : QFrame(parent, Qt::Popup), m_tasks(tasks) {
  setFixedWidth(400);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(1, 1, 1, 1);
  rebuild();
  connect(&tasks, &TaskList::changed, this, &TaskPopup::rebuild);
}

namespace {

QProgressBar* makeTaskBar(const TaskInfo& task, QWidget* parent) {
  auto* bar = new QProgressBar(parent);
  bar->setTextVisible(false);
  bar->setFixedHeight(6);
  bar->setRange(0, task.total > 0 ? 1000 : 0);
  bar->setValue(task.total > 0 ? static_cast<int>(1000 * task.done / task.total) : 0);
  return bar;
}

// With the time left, while it runs.
QString noteOf(const TaskInfo& task, Timestamp now) {
  QString note = task.note;
  if (const QString left = timeLeftText(task, now); task.state == TaskState::Running && !left.isEmpty()) {
    note = note.isEmpty() ? left : note + QStringLiteral(" · ") + left;
  }
  return note;
}

}  // namespace

void TaskPopup::rebuild() {
  auto* rows = new QWidget(this);
  auto* column = new QVBoxLayout(rows);
  column->setContentsMargins(12, 10, 12, 10);
  column->setSpacing(10);
  if (m_tasks.tasks().empty()) {
    column->addWidget(
        new Label(TaskList::tr("No tasks in the last 24 hours"), TextRole::Cell, &Colors::tx3, rows));
  }
  constexpr std::size_t kMost = 12;
  for (std::size_t i = 0; i < std::min(kMost, m_tasks.tasks().size()); ++i) {
    const TaskInfo& task = m_tasks.tasks()[i];
    auto* top = new QHBoxLayout;
    top->addWidget(new Label(task.title, TextRole::CellMedium, &Colors::tx1, rows), 1);
    if (task.state == TaskState::Running && task.cancel) {
      QPushButton* cancel = makeButton(TaskList::tr("Cancel"), {}, ButtonKind::Normal, rows);
      setControlSize(*cancel, ControlSize::Small);
      connect(cancel, &QPushButton::clicked, this, [act = task.cancel] { act(); });
      top->addWidget(cancel);
    } else if (task.state == TaskState::Done && task.openResult) {
      QPushButton* open = makeButton(TaskList::tr("Show"), {}, ButtonKind::Link, rows);
      setControlSize(*open, ControlSize::Small);
      connect(open, &QPushButton::clicked, this, [this, act = task.openResult] {
        close();
        act();
      });
      top->addWidget(open);
    } else if (task.state != TaskState::Running) {
      const BadgeState state = task.state == TaskState::Done     ? BadgeState::Finished
                               : task.state == TaskState::Failed ? BadgeState::Failed
                                                                 : BadgeState::Killed;
      top->addWidget(
          new Badge(state, task.state == TaskState::Cancelled ? TaskList::tr("Cancelled") : QString(), rows));
    }
    auto* one = new QVBoxLayout;
    one->setSpacing(4);
    one->addLayout(top);
    if (task.state == TaskState::Running) {
      one->addWidget(makeTaskBar(task, rows));
    }
    if (const QString note = noteOf(task, m_tasks.clock().now()); !note.isEmpty()) {
      auto* line = new Label(note, TextRole::Caption,
                             task.state == TaskState::Failed ? &Colors::err : &Colors::tx3, rows);
      line->setOverflow(Overflow::Wrap);
      one->addWidget(line);
    }
    column->addLayout(one);
  }
  if (m_rows) {
    layout()->removeWidget(m_rows);
    m_rows->deleteLater();
  }
  m_rows = rows;
  layout()->addWidget(rows);
  adjustSize();
}

}  // namespace tatara::ui
