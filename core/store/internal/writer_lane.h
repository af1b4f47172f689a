// The one thread of this process that writes: groups what waits into one transaction, a savepoint a task.
//
// Threads: submit() from any. Tasks and their `done` run on the lane's thread. The destructor finishes what
// was queued.
#pragma once

#include <deque>
#include <thread>
#include <vector>

#include "core/base/mutex.h"
#include "core/sql/connection.h"
#include "core/store/store.h"

namespace tatara::store::internal {

class WriterLane {
 public:
  explicit WriterLane(std::unique_ptr<sql::Connection> connection);
  ~WriterLane();

  void submit(WriteTask task, WriteDone done) EXCLUDES(m_mutex);

 private:
  struct Item {
    WriteTask task;
    WriteDone done;
    Status status;
  };

  void work();
  // What waits, at most kGroupTasks; empty when the lane closes.
  std::vector<Item> takeGroup() EXCLUDES(m_mutex);
  // What did not fit into the group goes back to the front.
  void putBack(std::vector<Item> items) EXCLUDES(m_mutex);
  // Runs the group in one transaction; items from `done` on were not reached.
  std::size_t runGroup(std::vector<Item>& group);
  Status runTask(Item& item, Writer& writer);
  Status logChanges(Writer& writer);

  std::unique_ptr<sql::Connection> m_connection;  // of the lane's thread
  std::int64_t m_commits = 0;                     // of the lane's thread

  Mutex m_mutex;
  Condition m_wake;
  std::deque<Item> m_queue GUARDED_BY(m_mutex);
  bool m_closing GUARDED_BY(m_mutex) = false;

  std::thread m_thread;  // last: it uses what stands above
};

}  // namespace tatara::store::internal
