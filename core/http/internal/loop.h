// The io thread's world: what every connection shares.
//
// Threads: `post` from any thread; everything else on the io thread, except where said. After close() a
// posted task is dropped, so that an answer that comes late finds nothing to do.
#pragma once

#include "core/http/internal/wire.h"

#include <boost/asio/post.hpp>

#include <atomic>
#include <memory>
#include <unordered_map>
#include <vector>

#include "core/base/mutex.h"
#include "core/exec/thread_pool.h"
#include "core/http/host_guard.h"
#include "core/http/internal/rate_limit.h"
#include "core/http/server.h"

namespace tatara::http {

class Connection;

using SteadyTime = std::chrono::steady_clock::time_point;

struct Loop {
  Loop(ServerOptions serverOptions, Router serverRouter)
      : options(std::move(serverOptions)), router(std::move(serverRouter)), limiter(options.rateLimit) {}

  template <typename F>
  void post(F task) EXCLUDES(mutex) {
    Lock lock(mutex);
    if (open) {
      boost::asio::post(io, std::move(task));
    }
  }
  void close() EXCLUDES(mutex) {
    Lock lock(mutex);
    open = false;
  }
  std::vector<std::shared_ptr<Connection>> alive() const {
    std::vector<std::shared_ptr<Connection>> found;
    for (const auto& [pointer, held] : connections) {
      if (auto connection = held.lock()) {
        found.push_back(std::move(connection));
      }
    }
    return found;
  }

  // Emptied by stop(): an answer that comes late holds its connection, and so this, on whatever thread it
  // comes from, which must not be where the last of what handlers own goes.
  ServerOptions options;
  Router router;
  std::unique_ptr<HostGuard> guard;                // once the port is known
  std::unique_ptr<boost::asio::ssl::context> tls;  // null: plain
  std::unique_ptr<exec::ThreadPool> workers;       // until stop()
  boost::asio::io_context io{1};

  RateLimiter limiter;
  // One whose answer came after close() goes without having said so: what is left of it here holds nothing.
  std::unordered_map<Connection*, std::weak_ptr<Connection>> connections;
  std::atomic<std::size_t> connectionCount{0};  // any thread
  std::size_t bodyBytes = 0;                    // of buffered bodies, all connections
  bool draining = false;
  bool stopping = false;  // a connection that waits for its next request is closed

  Mutex mutex;
  bool open GUARDED_BY(mutex) = true;
};

}  // namespace tatara::http
