// The io thread's world: what every connection shares.
//
// Threads: `post` from any thread; everything else on the io thread, except where said. After close() a
// posted task is dropped, so that an answer that comes late finds nothing to do.
#pragma once

#include <utility>  // asio 1.74's awaitable.hpp forgets it

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>

#include <atomic>
#include <memory>
#include <unordered_set>

#include "core/base/mutex.h"
#include "core/exec/thread_pool.h"
#include "core/http/host_guard.h"
#include "core/http/server.h"

namespace tatara::http {

class Connection;

using Executor = boost::asio::io_context::executor_type;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
using SteadyTime = std::chrono::steady_clock::time_point;

struct Loop {
  Loop(ServerOptions serverOptions, Router serverRouter)
      : options(std::move(serverOptions)), router(std::move(serverRouter)) {}

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

  const ServerOptions options;
  const Router router;
  std::unique_ptr<HostGuard> guard;           // once the port is known
  std::unique_ptr<exec::ThreadPool> workers;  // until stop()
  boost::asio::io_context io{1};

  std::unordered_set<Connection*> connections;
  std::atomic<std::size_t> connectionCount{0};  // any thread
  std::size_t bodyBytes = 0;                    // of buffered bodies, all connections
  bool draining = false;

  Mutex mutex;
  bool open GUARDED_BY(mutex) = true;
};

}  // namespace tatara::http
