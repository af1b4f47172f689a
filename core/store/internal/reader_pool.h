// Three connections for reading; one lease is one deferred transaction, so one snapshot.
// Threads: any.
#pragma once

#include <memory>
#include <vector>

#include "core/base/mutex.h"
#include "core/sql/connection.h"

namespace tatara::store::internal {

class ReaderPool {
 public:
  ReaderPool(std::filesystem::path file, bool leaveNoFiles)
      : m_file(std::move(file)), m_leaveNoFiles(leaveNoFiles) {}

  // Waits for a free connection; opens them as they are needed.
  Result<std::unique_ptr<sql::Connection>> take() EXCLUDES(m_mutex);
  void giveBack(std::unique_ptr<sql::Connection> connection) EXCLUDES(m_mutex);

 private:
  static constexpr int kConnections = 3;

  std::filesystem::path m_file;
  bool m_leaveNoFiles;
  Mutex m_mutex;
  Condition m_freed;
  std::vector<std::unique_ptr<sql::Connection>> m_idle GUARDED_BY(m_mutex);
  int m_open GUARDED_BY(m_mutex) = 0;
};

}  // namespace tatara::store::internal
