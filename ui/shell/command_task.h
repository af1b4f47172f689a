// A command of `tatara` as a task of the window: what takes long runs in a process of its own, so that it can
// be cancelled cleanly (SIGINT) and its memory goes when it ends.
//
// Progress is read from standard error (TATARA_PROGRESS asks for it): "Importing runs  12 of 40" gives a bar,
// any other line the note under it. The window tells how a task ended; its maker need not. The first lines of
// standard output are the result, the last of standard error the reason of a failure; what failed or was
// cancelled can be tried again from the task list, with the same arguments. Threads: GUI thread.
#pragma once

#include <functional>

#include <QObject>
#include <QString>
#include <QStringList>

#include "ui/widget/task_list.h"

namespace tatara::ui {

struct CommandTask {
  QString title;
  QStringList arguments;           // of `tatara`
  std::function<void()> whenDone;  // after success
  std::function<void(const Error&)> whenFailed;
  std::function<void()> openResult;
  std::function<void(const QByteArray& output)> takeOutput = {};  // all of standard output; before whenDone
  QString doneText = {};  // the result as a sentence of the window; empty: what the command said
  // The same where it depends on what the command said; not asked once the owner has gone.
  std::function<QString(const QByteArray& output)> tell = {};
  // Instead of whenFailed, where it ended as if cancelled but nobody cancelled it here: a run was stopped on
  // its page.
  std::function<void()> whenStopped = {};
  // Exit code of a check that says no, which is an answer like another.
  int saysNo = 0;
};

// The command belongs to the task list: it goes on when the window that began it goes, and is interrupted
// when the workspace is closed. Once `owner` has gone none of the functions of `task` is called.
TaskId runCommandTask(QObject* owner, TaskList& tasks, CommandTask task);

}  // namespace tatara::ui
