#include "ui/async/store_signals.h"

#include <algorithm>

namespace tatara::ui {

StoreSignals::StoreSignals(std::shared_ptr<store::Store> store, QObject* parent)
    : QObject(parent), m_store(std::move(store)) {
  m_subscription = m_store->subscribe([this](const store::ChangeSet& changes) { collect(changes); });
}

StoreSignals::~StoreSignals() {
  m_store->unsubscribe(m_subscription);
}

void StoreSignals::collect(const store::ChangeSet& changes) {
  bool announce = false;
  {
    const Lock lock(m_mutex);
    m_pending.everything = m_pending.everything || changes.everything;
    m_pending.changes.insert(m_pending.changes.end(), changes.changes.begin(), changes.changes.end());
    announce = !m_announced;
    m_announced = true;
  }
  if (announce) {
    QMetaObject::invokeMethod(this, &StoreSignals::emitPending, Qt::QueuedConnection);
  }
}

void StoreSignals::emitPending() {
  store::ChangeSet ready;
  {
    const Lock lock(m_mutex);
    ready = std::exchange(m_pending, {});
    m_announced = false;
  }
  std::sort(ready.changes.begin(), ready.changes.end());
  ready.changes.erase(std::unique(ready.changes.begin(), ready.changes.end()), ready.changes.end());
  Q_EMIT changed(ready);
}

bool concerns(const store::ChangeSet& changes, store::ChangeKind kind) {
  return changes.everything ||
         std::any_of(changes.changes.begin(), changes.changes.end(),
                     [kind](const store::Change& change) { return change.kind == kind; });
}

bool concerns(const store::ChangeSet& changes, store::ChangeKind kind, std::int64_t object) {
  return changes.everything ||
         std::binary_search(changes.changes.begin(), changes.changes.end(), store::Change{kind, object});
}

}  // namespace tatara::ui
