// Notices commits of any connection, also of other processes, and tells what they changed.
//
// A thread of its own looks at PRAGMA data_version (0.8 µs) every kInterval and reads change_log from where
// it stopped. Threads: subscribe() and unsubscribe() from any; subscribers are called on the watcher's
// thread.
#pragma once

#include <chrono>
#include <map>
#include <thread>

#include "core/base/mutex.h"
#include "core/sql/connection.h"
#include "core/store/store.h"

namespace tatara::store::internal {

class Watcher {
 public:
  // Tells of every change after `seenChange`.
  Watcher(std::filesystem::path file, bool leaveNoFiles, std::int64_t seenChange)
      : m_file(std::move(file)), m_leaveNoFiles(leaveNoFiles), m_seenSeq(seenChange) {}
  ~Watcher();

  SubscriptionId subscribe(Subscriber subscriber) EXCLUDES(m_mutex);
  void unsubscribe(SubscriptionId id) EXCLUDES(m_mutex, m_calling);

 private:
  static constexpr auto kInterval = std::chrono::milliseconds(20);

  void work() EXCLUDES(m_mutex, m_calling);
  // False when the watcher closes.
  bool waitForNextLook() EXCLUDES(m_mutex);
  // Opens `connection` first where there is none that can be used.
  Status look(std::unique_ptr<sql::Connection>& connection) EXCLUDES(m_mutex, m_calling);
  void tell(const ChangeSet& changes) EXCLUDES(m_mutex, m_calling);

  std::filesystem::path m_file;
  bool m_leaveNoFiles;
  std::int64_t m_seenSeq;  // of the watcher's thread, as m_seenVersion
  std::int64_t m_seenVersion = -1;

  Mutex m_calling;  // held while subscribers run, so that unsubscribe() can wait for them
  Mutex m_mutex ACQUIRED_AFTER(m_calling);
  Condition m_wake;
  std::map<SubscriptionId, Subscriber> m_subscribers GUARDED_BY(m_mutex);
  SubscriptionId m_lastId GUARDED_BY(m_mutex) = 0;
  bool m_closing GUARDED_BY(m_mutex) = false;
  std::thread m_thread GUARDED_BY(m_mutex);  // started by the first subscriber
};

}  // namespace tatara::store::internal
