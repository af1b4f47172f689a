// The store of a workspace: one SQLite file in WAL mode with synchronous FULL, shared safely by any number of
// programs.
//
// Writing: submit() queues a task for the one writer lane of this process. The lane takes what waits (at most
// 256 tasks or 20 ms of work) into one BEGIN IMMEDIATE transaction, a savepoint each, and commits once: so 64
// clients share one fsync. A task that fails rolls back its own savepoint alone. `done` is called on the
// writer thread after COMMIT has been synced, with the task's own status or that of the commit: what was
// acknowledged survives the death of any process, and power loss. Other processes wait for each other with a
// busy time-out. A read-only store calls `done` at once, on the thread that submits.
//
// Reading: read() leases one of three reader connections; one lease is one snapshot. Keep it short (50 ms): a
// long one holds back the checkpoint. A stopped token ends the running statement.
//
// Changes: subscribe() hears of every commit, of this process or another, within about 20 ms, on the
// watcher's thread.
//
// Errors: SchemaTooNew, Corrupt, Busy, PermissionDenied, Io, NotFound. A read-only store opens with
// Access::ReadOnly and answers each write with PermissionDenied. Threads: every member function from any
// thread except the GUI's (subscribe, unsubscribe and submit from there as well).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/sql/connection.h"
#include "core/store/change.h"
#include "core/store/workspace.h"

namespace tatara::store {

// What a write task sees.
class Writer {
 public:
  explicit Writer(sql::Connection& connection) : m_connection(connection) {}
  sql::Connection& sql() { return m_connection; }
  // To be called for everything the task changes.
  void changed(ChangeKind kind, std::int64_t object) { m_changes.push_back({kind, object}); }
  std::vector<Change> takeChanges() { return std::exchange(m_changes, {}); }

 private:
  sql::Connection& m_connection;
  std::vector<Change> m_changes;
};

using WriteTask = std::function<Status(Writer&)>;
using WriteDone = std::function<void(Status)>;
using ReadTask = std::function<Status(sql::Connection&)>;
using Subscriber = std::function<void(const ChangeSet&)>;
using SubscriptionId = std::int64_t;

struct OpenOptions {
  sql::Access access = sql::Access::ReadWrite;
  const Clock* clock = &systemClock();
};

class Store {
 public:
  // Migrates an older store (a copy is kept beside it as store.db.v<N>). Opens read-only by itself when the
  // files cannot be written; see readOnly().
  static Result<std::shared_ptr<Store>> open(const Workspace& workspace, OpenOptions options = {});
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  const Workspace& workspace() const;
  const Clock& clock() const;
  bool readOnly() const;

  void submit(WriteTask task, WriteDone done);
  // submit() and wait. Never call it on the writer thread (inside a task or a WriteDone).
  Status write(WriteTask task);
  // For tasks that give a value: Result<T> f(Writer&).
  template <typename F>
  auto writeFor(F task) -> decltype(task(std::declval<Writer&>()));

  // f(sql::Connection&) -> Status or Result<T>, within one snapshot.
  template <typename F>
  auto read(F task, std::stop_token stop = {}) const -> decltype(task(std::declval<sql::Connection&>()));

  SubscriptionId subscribe(Subscriber subscriber);
  // After it returns the subscriber is not running and will not be called again (do not call it from the
  // subscriber).
  void unsubscribe(SubscriptionId id);

  // Copies the store into `file` (SQLite's backup interface) while others go on writing. AlreadyExists when
  // it is there.
  Status backup(const std::filesystem::path& file, std::stop_token stop = {}) const;
  // SQLite's own integrity check and foreign keys: one sentence for each thing found; none when sound.
  Result<std::vector<std::string>> checkIntegrity(std::stop_token stop = {}) const;

 private:
  struct Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  Status readErased(const ReadTask& task, std::stop_token stop) const;

  std::unique_ptr<Impl> m_impl;
};

// The newest schema this program knows; stored in PRAGMA user_version.
int schemaVersion();

// --- implementation of the templates

template <typename F>
auto Store::writeFor(F task) -> decltype(task(std::declval<Writer&>())) {
  using R = decltype(task(std::declval<Writer&>()));
  std::optional<R> result;
  Status status = write([&](Writer& writer) -> Status {
    result.emplace(task(writer));
    if (!*result) {
      return result->error();
    }
    return {};
  });
  if (!status) {
    return status.error();
  }
  return std::move(*result);
}

template <typename F>
auto Store::read(F task, std::stop_token stop) const -> decltype(task(std::declval<sql::Connection&>())) {
  using R = decltype(task(std::declval<sql::Connection&>()));
  std::optional<R> result;
  Status status = readErased(
      [&](sql::Connection& connection) -> Status {
        result.emplace(task(connection));
        return {};
      },
      std::move(stop));
  if (!status) {
    return status.error();
  }
  return std::move(*result);
}

}  // namespace tatara::store
