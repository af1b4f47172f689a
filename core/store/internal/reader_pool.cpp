#include "core/store/internal/reader_pool.h"

namespace tatara::store::internal {

Result<std::unique_ptr<sql::Connection>> ReaderPool::take() {
  std::unique_ptr<sql::Connection> connection;
  {
    Lock lock(m_mutex);
    while (m_idle.empty() && m_open == kConnections) {
      m_freed.wait(m_mutex);
    }
    if (m_idle.empty()) {
      ++m_open;
    } else {
      connection = std::move(m_idle.back());
      m_idle.pop_back();
    }
  }
  if (connection && !connection->outdated()) {
    return connection;
  }
  auto opened =
      sql::Connection::open(m_file, {.access = sql::Access::ReadOnly, .leaveNoFiles = m_leaveNoFiles});
  if (!opened) {
    Lock lock(m_mutex);
    --m_open;
    m_freed.notifyOne();
  }
  return opened;
}

void ReaderPool::giveBack(std::unique_ptr<sql::Connection> connection) {
  {
    Lock lock(m_mutex);
    m_idle.push_back(std::move(connection));
  }
  m_freed.notifyOne();
}

}  // namespace tatara::store::internal
