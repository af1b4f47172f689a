// Asks for a review: measures the version beside who would be replaced, keeps what was found as evidence and
// opens the review, the last two in one transaction.
//
// It is a task of the workspace, with progress and Cancel, and goes on when its window goes; a version that
// cannot be measured gets its review all the same, with the facts that there are. Threads: called on the GUI
// thread; the work runs on a worker of its own, because measuring takes many seconds.
#pragma once

#include <functional>
#include <memory>

#include "core/registry/review.h"
#include "core/store/store.h"

class QWidget;

namespace tatara::ui {

class TaskList;

struct ReviewWish {
  registry::NewReview review;
  std::vector<std::string> groups;  // columns for fairness
};
struct AskedReview {
  registry::ReviewInfo info;
  std::string problem;  // why the version was not measured; empty when it was
};
// `done` is called on the GUI thread, never after a cancel.
void askForReview(std::shared_ptr<store::Store> store, TaskList& tasks, ReviewWish wish,
                  std::function<void(Result<AskedReview>)> done);

// The sheet that asks for the target and the reason. `replaced` is the champion, 0: none.
void showReviewSheet(QWidget* parent, const std::string& model, std::int64_t version, std::int64_t replaced,
                     std::function<void(ReviewWish)> ask);
// The sheet that names the people of a first policy.
void showProtectSheet(QWidget* parent, std::function<void(std::vector<std::string>)> protect);

}  // namespace tatara::ui
