// What a person sees without a workspace: the recent ones, new, open, example.
// Threads: GUI thread.
#pragma once

#include <QWidget>

#include "core/base/result.h"

class QVBoxLayout;

namespace tatara::ui {

class Preferences;
class TaskList;

class StartPage final : public QWidget {
  Q_OBJECT
 public:
  StartPage(Preferences& preferences, TaskList& tasks, QWidget* parent = nullptr);

  // Above the buttons: why the last one could not be opened.
  void showError(const Error& error);

 Q_SIGNALS:
  void newWorkspaceAsked();
  void openWorkspaceAsked(const QString& folder);
  void exampleAsked();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void rebuildRecent();
  void rebuildTasks();

  Preferences& m_preferences;
  TaskList& m_tasks;
  QVBoxLayout* m_error;
  QVBoxLayout* m_taskColumn;
  QVBoxLayout* m_recent;
};

}  // namespace tatara::ui
