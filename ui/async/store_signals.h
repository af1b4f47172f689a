// The change feed of a store as a Qt signal on the GUI thread.
//
// Change sets that arrive while the GUI thread is busy are joined into one, so a client that logs ten
// thousand points a second costs the window one signal a turn of its event loop. Threads: constructed, used
// and destroyed on the GUI thread.
#pragma once

#include <memory>

#include <QObject>

#include "core/base/mutex.h"
#include "core/store/store.h"

namespace tatara::ui {

class StoreSignals final : public QObject {
  Q_OBJECT
 public:
  explicit StoreSignals(std::shared_ptr<store::Store> store, QObject* parent = nullptr);
  ~StoreSignals() override;

 Q_SIGNALS:
  void changed(const tatara::store::ChangeSet& changes);

 private:
  void collect(const store::ChangeSet& changes);  // on the watcher's thread
  void emitPending();

  std::shared_ptr<store::Store> m_store;
  store::SubscriptionId m_subscription = 0;

  Mutex m_mutex;
  store::ChangeSet m_pending GUARDED_BY(m_mutex);
  bool m_announced GUARDED_BY(m_mutex) = false;
};

// True when the set names something of this kind, or everything.
bool concerns(const store::ChangeSet& changes, store::ChangeKind kind);
bool concerns(const store::ChangeSet& changes, store::ChangeKind kind, std::int64_t object);

}  // namespace tatara::ui
