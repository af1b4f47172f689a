#include "ui/widget/task_rows.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/base/style.h"
#include "ui/base/time_text.h"
#include "ui/widget/badge.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

BadgeState badgeOf(TaskState state) {
  switch (state) {
    case TaskState::Running:
      return BadgeState::Running;
    case TaskState::Done:
      return BadgeState::Finished;
    case TaskState::Failed:
      return BadgeState::Failed;
    case TaskState::Cancelled:
      return BadgeState::Killed;
  }
  return BadgeState::Note;
}

QString noteOf(const TaskInfo& task, Timestamp now) {
  QStringList parts;
  if (!task.note.isEmpty()) {
    parts << task.note;
  }
  if (task.state == TaskState::Running) {
    if (const QString left = timeLeftText(task, now); !left.isEmpty()) {
      parts << left;
    }
  } else if (task.ended) {
    parts << durationText(std::chrono::duration_cast<Millis>(*task.ended - task.started))
          << agoText(*task.ended, now);
  }
  return parts.join(QStringLiteral(" · "));
}

}  // namespace

class TaskRow final : public QWidget {
 public:
  TaskRow(const TaskInfo& task, TaskRows& rows) : QWidget(&rows), m_id(task.id) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto* top = new QHBoxLayout;
    m_title = new Label({}, TextRole::CellMedium, &Colors::tx1, this);
    m_badge = new Badge(BadgeState::Running, {}, this);
    m_button = makeButton({}, {}, ButtonKind::Normal, this);
    setControlSize(*m_button, ControlSize::Small);
    top->addWidget(m_title, 1);
    top->addWidget(m_badge);
    top->addWidget(m_button);
    column->addLayout(top);
    m_bar = new QProgressBar(this);
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(6);
    column->addWidget(m_bar);
    m_note = new Label({}, TextRole::Caption, &Colors::tx3, this);
    m_note->setOverflow(Overflow::Wrap);
    column->addWidget(m_note);
    connect(m_button, &QPushButton::clicked, this, [this, &rows] {
      const bool cancels = m_running;
      const auto act = m_act;
      if (!cancels) {
        Q_EMIT rows.used();
      }
      if (act) {
        act();
      }
    });
  }

  TaskId id() const { return m_id; }

  void show(const TaskInfo& task, Timestamp now) {
    m_running = task.state == TaskState::Running;
    m_act = m_running ? task.cancel : task.state == TaskState::Done ? task.openResult : task.again;
    m_title->setText(task.title);
    m_badge->setVisible(!m_running);
    m_badge->setState(badgeOf(task.state),
                      task.state == TaskState::Cancelled ? TaskList::tr("Cancelled") : QString());
    m_button->setVisible(m_act != nullptr);
    m_button->setText(m_running                       ? TaskList::tr("Cancel")
                      : task.state == TaskState::Done ? TaskList::tr("Show")
                                                      : TaskList::tr("Try again"));
    m_bar->setVisible(m_running);
    m_bar->setRange(0, task.total > 0 ? 1000 : 0);
    m_bar->setValue(task.total > 0 ? static_cast<int>(1000 * task.done / task.total) : 0);
    const QString note = noteOf(task, now);
    m_note->setText(note);
    m_note->setColor(task.state == TaskState::Failed ? &Colors::err : &Colors::tx3);
    m_note->setVisible(!note.isEmpty());
  }

 private:
  TaskId m_id;
  bool m_running = true;
  std::function<void()> m_act;
  Label* m_title;
  Badge* m_badge;
  QPushButton* m_button;
  QProgressBar* m_bar;
  Label* m_note;
};

TaskRows::TaskRows(TaskList& tasks, std::size_t most, QWidget* parent)
    : QWidget(parent), m_tasks(tasks), m_most(most), m_column(new QVBoxLayout(this)) {
  m_column->setContentsMargins(12, 10, 12, 10);
  m_column->setSpacing(12);
  m_none = new Label(TaskList::tr("No tasks in the last 24 hours"), TextRole::Cell, &Colors::tx3, this);
  m_column->addWidget(m_none);
  refresh();
  connect(&tasks, &TaskList::changed, this, &TaskRows::refresh);
}

void TaskRows::refresh() {
  const std::vector<TaskInfo>& tasks = m_tasks.tasks();
  const std::size_t count = std::min(m_most, tasks.size());
  const auto shown = [&](const TaskRow* row) {
    return std::any_of(tasks.begin(), tasks.begin() + static_cast<std::ptrdiff_t>(count),
                       [row](const TaskInfo& task) { return task.id == row->id(); });
  };
  const std::size_t before = m_rows.size();
  std::erase_if(m_rows, [&](TaskRow* row) {
    const bool gone = !shown(row);
    if (gone) {
      row->hide();
      row->deleteLater();
    }
    return gone;
  });
  bool other = before != m_rows.size();
  for (std::size_t i = 0; i < count; ++i) {
    // New ones come at the front.
    if (i >= m_rows.size() || m_rows[i]->id() != tasks[i].id) {
      auto* row = new TaskRow(tasks[i], *this);
      m_rows.insert(m_rows.begin() + static_cast<std::ptrdiff_t>(i), row);
      m_column->insertWidget(static_cast<int>(i), row);
      other = true;
    }
    const int height = m_rows[i]->sizeHint().height();
    m_rows[i]->show(tasks[i], m_tasks.clock().now());
    other = other || height != m_rows[i]->sizeHint().height();
  }
  m_none->setVisible(m_rows.empty());
  if (other) {
    Q_EMIT heightChanged();
  }
}

}  // namespace tatara::ui
