// Tells of runs that ended while a person looks elsewhere.
//
// Follows the changes of the store: a run that ended since this session began is told once, failed ones and
// the others each when Preferences say so. Imported runs ended long before and are not told. Many that end
// together are one notice. The statuses are read on a worker, changes of a moment together. Threads: GUI
// thread.
#pragma once

#include <map>
#include <set>

#include <QObject>
#include <QTimer>

#include "core/track/types.h"
#include "ui/async/latest_job.h"
#include "ui/async/store_signals.h"
#include "ui/shell/notifications.h"

namespace tatara::ui {

class Preferences;

class RunNotices final : public QObject {
  Q_OBJECT
 public:
  RunNotices(std::shared_ptr<store::Store> store, StoreSignals& changes, NotificationList& notifications);

 private:
  void onChanged(const store::ChangeSet& changes);
  void read();
  void tell(const std::vector<track::RunInfo>& runs);
  void tellOf(track::RunStatus status, const std::vector<track::RunInfo>& runs);

  std::shared_ptr<store::Store> m_store;
  NotificationList& m_notifications;
  Timestamp m_since;
  std::set<track::RunKey> m_pending;
  std::set<track::RunKey> m_told;
  QTimer m_soon;
  LatestJob<std::vector<track::RunInfo>> m_job;  // last: gone first
};

}  // namespace tatara::ui
