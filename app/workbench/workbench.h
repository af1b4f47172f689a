// The running program: its windows, the open workspaces behind them, and what they ask of it.
//
// Windows on one workspace share a Session. A language change closes each window and opens it anew at the
// same place. Threads: GUI thread; stores are opened on workers.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include <QObject>
#include <QPointer>

#include "ui/async/latest_job.h"
#include "ui/shell/main_window.h"
#include "ui/shell/preferences.h"
#include "ui/shell/start_page.h"
#include "ui/widget/task_list.h"

namespace tatara::workbench {

using StorePtr = std::shared_ptr<store::Store>;

class Workbench final : public QObject {
  Q_OBJECT
 public:
  explicit Workbench(ui::Preferences& preferences);
  ~Workbench() override;

  // `route`: where it begins.
  ui::MainWindow* showWorkspace(StorePtr store, const ui::Route& route);
  ui::StartPage* showStartPage();
  void openFolder(const QString& folder);  // empty: asks for one
  void createFolder();
  void openExample();

 private:
  ui::MainWindow* makeWindow(const std::shared_ptr<ui::Session>& session, const ui::Route& route);
  void rebuildWindows();
  void opened(Result<StorePtr> store);
  void fail(const Error& error);
  void readBranch(ui::MainWindow* window);

  ui::Preferences& m_preferences;
  ui::TaskList m_tasks;  // of the start page: making the example
  std::vector<QPointer<ui::MainWindow>> m_windows;
  QPointer<ui::StartPage> m_start;
  ui::LatestJob<StorePtr> m_open;
};

}  // namespace tatara::workbench
