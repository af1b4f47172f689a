// An open workspace, shared by all of its windows: the store, its changes, the tracking server, tasks and
// notices.
//
// Opening a store touches the disk and may migrate it, so `openStore` runs on a worker; the Session is then
// made on the GUI thread from what it returns. Threads: GUI thread, but for openStore.
#pragma once

#include <memory>

#include <QObject>
#include <QString>

#include "core/store/store.h"
#include "ui/async/store_signals.h"
#include "ui/base/run_color.h"
#include "ui/shell/notifications.h"
#include "ui/shell/run_notices.h"
#include "ui/shell/server_control.h"
#include "ui/widget/task_list.h"

namespace tatara::ui {

// On a worker.
Result<std::shared_ptr<store::Store>> openStore(const QString& folder);
Result<std::shared_ptr<store::Store>> createStore(const QString& folder);

class Session final : public QObject {
  Q_OBJECT
 public:
  explicit Session(std::shared_ptr<store::Store> store);

  const std::shared_ptr<store::Store>& store() const { return m_store; }
  StoreSignals& changes() { return m_changes; }
  RunSlots& runSlots() { return m_runSlots; }
  TaskList& tasks() { return m_tasks; }
  NotificationList& notifications() { return m_notifications; }
  ServerControl& server() { return m_server; }
  ServerControl& modelServer() { return m_modelServer; }

  // Windows that show it.
  int windows() const { return m_windows; }
  void addWindow() { ++m_windows; }
  void removeWindow() { --m_windows; }

  QString folder() const;       // absolute
  QString name() const;         // the folder's own name
  QString shortFolder() const;  // "~/work/bike-demand"

 private:
  std::shared_ptr<store::Store> m_store;
  StoreSignals m_changes;
  RunSlots m_runSlots;
  TaskList m_tasks;
  NotificationList m_notifications;
  RunNotices m_runNotices;
  ServerControl m_server;
  ServerControl m_modelServer;
  int m_windows = 0;
};

}  // namespace tatara::ui
