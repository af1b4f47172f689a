#include "core/http/server.h"

#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <thread>

#include "core/base/log.h"
#include "core/http/internal/connection.h"
#include "core/http/internal/listening.h"

namespace tatara::http {
namespace {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using ErrorCode = boost::system::error_code;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;

constexpr std::chrono::milliseconds kTick{250};

}  // namespace

struct Server::Impl {
  explicit Impl(std::shared_ptr<Loop> sharedLoop)
      : loop(std::move(sharedLoop)), acceptor(loop->io), ticker(loop->io) {}

  void accept();
  void onAccepted(ErrorCode error, Socket socket);
  void makeRoom();
  void tick();
  void stopListening();
  void beginDraining();

  std::shared_ptr<Loop> loop;
  Acceptor acceptor;
  Timer ticker;
  std::thread thread;
  std::uint16_t port = 0;
  std::atomic<bool> listening{true};
  // On the io thread:
  bool handsOver = false;  // whoever was accepted is still answered
  bool ticks = true;       // a tick that is on its way cannot be cancelled any more
  bool stopped = false;
};

void Server::Impl::accept() {
  acceptor.async_accept([this](ErrorCode error, Socket socket) { onAccepted(error, std::move(socket)); });
}

void Server::Impl::onAccepted(ErrorCode error, Socket socket) {
  if (!acceptor.is_open()) {
    if (!error && handsOver) {
      std::make_shared<Connection>(loop, std::move(socket))->start();
    }
    return;
  }
  if (error) {
    // Out of descriptors, most likely: the next tick tries again rather than spinning.
    log::warning("a connection could not be accepted: " + error.message());
    auto retry = std::make_shared<Timer>(loop->io, kTick);
    retry->async_wait([this, retry](ErrorCode stopping) {
      if (!stopping && acceptor.is_open()) {
        accept();
      }
    });
    return;
  }
  if (loop->connections.size() >= loop->options.maxConnections) {
    makeRoom();
  }
  if (loop->connections.size() < loop->options.maxConnections) {
    std::make_shared<Connection>(loop, std::move(socket))->start();
  }
  accept();
}

// The connection that has waited longest gives way: those who hold many open without asking anything lose
// them first.
void Server::Impl::makeRoom() {
  std::shared_ptr<Connection> oldest;
  for (const auto& connection : loop->alive()) {
    if (connection->waiting() && (!oldest || connection->since() < oldest->since())) {
      oldest = connection;
    }
  }
  if (oldest) {
    oldest->close();
  }
}

void Server::Impl::tick() {
  ticker.expires_after(kTick);
  ticker.async_wait([this](ErrorCode error) {
    if (error || !ticks) {
      return;
    }
    const auto now = std::chrono::steady_clock::now();
    for (const auto& connection : loop->alive()) {
      connection->checkDeadline(now);
    }
    tick();
  });
}

void Server::Impl::stopListening() {
  loop->draining = true;
  ErrorCode ignored;
  acceptor.close(ignored);
  listening = false;
}

void Server::Impl::beginDraining() {
  stopListening();
  loop->stopping = true;
  handsOver = false;
  for (const auto& connection : loop->alive()) {
    if (connection->idle()) {
      connection->close();
    }
  }
}

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, Router router) {
  TATARA_ASSIGN(Listening listening, Listening::open(options));
  return start(std::move(listening), std::move(options), std::move(router));
}

Result<std::unique_ptr<Server>> Server::start(Listening listening, ServerOptions options, Router router) {
  const std::size_t workers = options.workers;
  auto loop = std::make_shared<Loop>(std::move(options), std::move(router));
  loop->tls = std::move(listening.m_impl->tls);
  auto impl = std::make_unique<Impl>(loop);
  ErrorCode error;
  const auto descriptor = listening.m_impl->acceptor.release(error);
  if (!error) {
    impl->acceptor.assign(listening.m_impl->protocol, descriptor, error);
  }
  if (error) {
    return makeError(ErrorKind::Internal, "The port could not be taken over: " + error.message());
  }
  impl->port = impl->acceptor.local_endpoint(error).port();
  loop->guard = std::make_unique<HostGuard>(loop->tls ? "https" : "http", impl->port,
                                            loop->options.allowedHosts, loop->options.allowedOrigins);
  loop->workers = std::make_unique<exec::ThreadPool>(workers, "http-worker");
  impl->accept();
  impl->tick();
  impl->thread = std::thread([loop] {
    pthread_setname_np(pthread_self(), "http-io");
    loop->io.run();
  });
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::Server(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

Server::~Server() {
  stop(std::chrono::seconds(10));
}

std::uint16_t Server::port() const {
  return m_impl->port;
}

std::string Server::url() const {
  const std::string& host = m_impl->loop->options.host;
  const bool v6 = host.find(':') != std::string::npos;
  return (m_impl->loop->tls ? "https://" : "http://") + (v6 ? "[" + host + "]" : host) + ":" +
         std::to_string(m_impl->port);
}

std::size_t Server::connections() const {
  return m_impl->loop->connectionCount;
}

void Server::drain(std::chrono::milliseconds time) {
  if (m_impl->stopped) {
    return;
  }
  Impl& impl = *m_impl;
  impl.loop->post([&impl] {
    impl.handsOver = true;
    impl.stopListening();
  });
  const auto deadline = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < deadline && (impl.listening || impl.loop->connectionCount > 0)) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

void Server::stop(std::chrono::milliseconds grace) {
  if (std::exchange(m_impl->stopped, true)) {
    return;
  }
  Impl& impl = *m_impl;
  impl.loop->post([&impl] { impl.beginDraining(); });
  const auto deadline = std::chrono::steady_clock::now() + grace;
  while (std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    if (!impl.listening && impl.loop->connectionCount == 0) {
      break;
    }
  }
  impl.loop->post([&impl] {
    impl.ticks = false;
    impl.ticker.cancel();
    for (const auto& connection : impl.loop->alive()) {
      connection->close();
    }
  });
  impl.loop->close();
  impl.thread.join();  // run() returns: no operation is left and none can be posted
  impl.loop->workers.reset();
  impl.loop->router = Router();
  impl.loop->options.gate = nullptr;
  impl.loop->options.watch = nullptr;
}

}  // namespace tatara::http
