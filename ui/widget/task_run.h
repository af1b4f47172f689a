// Runs long work as a task of the workspace: on a thread of its own, with progress, Cancel and a result in
// the task list. It goes on when the window that began it goes, and is stopped and waited for when the
// workspace is closed (with its TaskList).
//
// Threads: called on the GUI thread; `work` runs on the thread, `done` on the GUI thread, and not at all
// after a cancel.
#pragma once

#include <functional>
#include <stop_token>
#include <string_view>

#include "core/base/result.h"
#include "ui/widget/task_list.h"

namespace tatara::ui {

// What is being done, with how much of it.
using TaskStep = std::function<void(std::string_view doing, std::uint64_t done, std::uint64_t total)>;
using TaskWork = std::function<Status(const TaskStep&, std::stop_token)>;
// Gives the result in a sentence, which the task list and the window tell; of a failed task it is not looked
// at.
using TaskDone = std::function<QString(const Status&)>;

void runTask(TaskList& tasks, const QString& title, TaskWork work, TaskDone done);

}  // namespace tatara::ui
