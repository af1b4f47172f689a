#include "core/store/internal/watcher.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/base/log.h"

namespace tatara::store::internal {

Watcher::~Watcher() {
  std::thread thread;
  {
    Lock lock(m_mutex);
    m_closing = true;
    thread = std::move(m_thread);
  }
  m_wake.notifyAll();
  if (thread.joinable()) {
    thread.join();
  }
}

SubscriptionId Watcher::subscribe(Subscriber subscriber) {
  Lock lock(m_mutex);
  m_subscribers.emplace(++m_lastId, std::move(subscriber));
  if (!m_thread.joinable()) {
    m_thread = std::thread([this] { work(); });
  }
  return m_lastId;
}

void Watcher::unsubscribe(SubscriptionId id) {
  Lock calling(m_calling);
  Lock lock(m_mutex);
  m_subscribers.erase(id);
}

bool Watcher::waitForNextLook() {
  Lock lock(m_mutex);
  if (!m_closing) {
    m_wake.waitFor(m_mutex, kInterval);
  }
  return !m_closing;
}

void Watcher::work() {
  std::unique_ptr<sql::Connection> connection;
  std::string lastError;
  do {
    const Status status = look(connection);
    if (!status && status.error().detail != lastError) {
      lastError = status.error().detail;
      log::error("watching the store", status.error());
    }
  } while (waitForNextLook());
}

Status Watcher::look(std::unique_ptr<sql::Connection>& connection) {
  if (!connection || connection->outdated()) {
    TATARA_ASSIGN(connection, sql::Connection::open(
                                  m_file, {.access = sql::Access::ReadOnly, .leaveNoFiles = m_leaveNoFiles}));
    m_seenVersion = -1;
  }
  TATARA_ASSIGN(const auto version, connection->findInteger("PRAGMA data_version"));
  if (version == m_seenVersion) {
    return {};
  }
  TATARA_ASSIGN(auto snapshot, sql::Transaction::begin(*connection, sql::Transaction::Kind::Deferred));
  TATARA_ASSIGN(const std::int64_t newest, newestChange(*connection));
  ChangeSet changes;
  if (newest > m_seenSeq) {
    TATARA_ASSIGN(changes, changesSince(*connection, m_seenSeq));
  }
  m_seenVersion = version.value_or(-1);
  m_seenSeq = newest;
  TATARA_TRY(snapshot.commit());
  if (changes.everything || !changes.changes.empty()) {
    tell(changes);
  }
  return {};
}

void Watcher::tell(const ChangeSet& changes) {
  Lock calling(m_calling);
  std::vector<Subscriber> subscribers;
  {
    Lock lock(m_mutex);
    for (const auto& [id, subscriber] : m_subscribers) {
      subscribers.push_back(subscriber);
    }
  }
  for (const Subscriber& subscriber : subscribers) {
    subscriber(changes);
  }
}

}  // namespace tatara::store::internal
