#include "core/store/internal/writer_lane.h"

#include <algorithm>
#include <chrono>

#include "core/text/error_phrase.h"

namespace tatara::store::internal {
namespace {

constexpr std::size_t kGroupTasks = 256;
constexpr auto kGroupTime = std::chrono::milliseconds(20);
// How far back change_log reaches: a watcher that was away longer reads everything anew.
constexpr std::int64_t kKeptChanges = 100'000;
constexpr std::int64_t kCommitsBetweenPrunes = 1'000;

}  // namespace

WriterLane::WriterLane(std::unique_ptr<sql::Connection> connection)
    : m_connection(std::move(connection)), m_thread([this] { work(); }) {}

WriterLane::~WriterLane() {
  {
    Lock lock(m_mutex);
    m_closing = true;
  }
  m_wake.notifyAll();
  m_thread.join();
}

void WriterLane::submit(WriteTask task, WriteDone done) {
  {
    Lock lock(m_mutex);
    m_queue.push_back({std::move(task), std::move(done), {}});
  }
  m_wake.notifyOne();
}

std::vector<WriterLane::Item> WriterLane::takeGroup() {
  Lock lock(m_mutex);
  while (m_queue.empty() && !m_closing) {
    m_wake.wait(m_mutex);
  }
  std::vector<Item> group;
  while (!m_queue.empty() && group.size() < kGroupTasks) {
    group.push_back(std::move(m_queue.front()));
    m_queue.pop_front();
  }
  return group;
}

void WriterLane::putBack(std::vector<Item> items) {
  Lock lock(m_mutex);
  m_queue.insert(m_queue.begin(), std::make_move_iterator(items.begin()),
                 std::make_move_iterator(items.end()));
}

void WriterLane::work() {
  while (true) {
    std::vector<Item> group = takeGroup();
    if (group.empty()) {
      return;
    }
    const std::size_t reached = runGroup(group);
    if (reached < group.size()) {
      putBack({std::make_move_iterator(group.begin() + static_cast<std::ptrdiff_t>(reached)),
               std::make_move_iterator(group.end())});
      group.resize(reached);
    }
    for (Item& item : group) {
      if (item.done) {
        item.done(std::move(item.status));
      }
    }
  }
}

std::size_t WriterLane::runGroup(std::vector<Item>& group) {
  const auto failAll = [&](const Error& error) {
    for (Item& item : group) {
      item.status = error;
    }
    return group.size();
  };
  auto transaction = sql::Transaction::begin(*m_connection, sql::Transaction::Kind::Immediate);
  if (!transaction) {
    return failAll(transaction.error());
  }
  Writer writer(*m_connection);
  const auto end = std::chrono::steady_clock::now() + kGroupTime;
  std::size_t reached = 0;
  while (reached < group.size() && (reached == 0 || std::chrono::steady_clock::now() < end)) {
    Item& item = group[reached++];
    item.status = runTask(item, writer);
    if (!m_connection->inTransaction()) {
      break;  // SQLite rolled everything back by itself (disk full, an I/O error)
    }
  }
  Status committed =
      m_connection->inTransaction()
          ? logChanges(writer)
          : Status(text::sayError(
                ErrorKind::Io, TATARA_SAYS("Phrase", "The store could not be written; nothing was changed")));
  if (committed) {
    committed = transaction->commit();
  }
  if (!committed) {
    for (std::size_t i = 0; i < reached; ++i) {
      if (group[i].status) {
        group[i].status = committed.error();
      }
    }
  }
  return reached;
}

Status WriterLane::runTask(Item& item, Writer& writer) {
  TATARA_TRY(m_connection->run("SAVEPOINT task"));
  const std::vector<Change> before = writer.takeChanges();
  Status status = item.task(writer);
  std::vector<Change> own = writer.takeChanges();
  for (const Change& change : before) {
    writer.changed(change.kind, change.object);
  }
  if (!m_connection->inTransaction()) {
    return status
               ? text::sayError(ErrorKind::Io,
                                TATARA_SAYS("Phrase", "The store could not be written; nothing was changed"))
               : std::move(status);
  }
  if (!status) {
    TATARA_TRY(m_connection->run("ROLLBACK TO task"));
    TATARA_TRY(m_connection->run("RELEASE task"));
    return status;
  }
  for (const Change& change : own) {
    writer.changed(change.kind, change.object);
  }
  return m_connection->run("RELEASE task");
}

Status WriterLane::logChanges(Writer& writer) {
  std::vector<Change> changes = writer.takeChanges();
  std::sort(changes.begin(), changes.end());
  changes.erase(std::unique(changes.begin(), changes.end()), changes.end());
  for (const Change& change : changes) {
    TATARA_TRY(
        m_connection->run("INSERT INTO change_log(kind, object) VALUES(?, ?)", change.kind, change.object));
  }
  if (++m_commits % kCommitsBetweenPrunes == 0) {
    TATARA_TRY(m_connection->run("DELETE FROM change_log WHERE seq <= (SELECT max(seq) FROM change_log) - ?",
                                 kKeptChanges));
  }
  return {};
}

}  // namespace tatara::store::internal
