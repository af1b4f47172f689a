// An HTTP/1.1 server: transport, limits, the checks that come before any route, and orderly shutdown.
//
// One io thread reads, parses and writes all connections; handlers run on workers (see router.h for the
// kinds). Before a route is looked up each request passes, in this order: size limits, exactly one Host that
// this server answers for, the Origin rule, the path rule, the gate. What fails there is answered in the
// words of `refuse`.
//
// A client that sends more than `rateLimit` lets it is answered 429 before its body is read.
//
// Bodies of ordinary routes are read whole, up to `maxBody`, and all of them together up to `maxBodiesTotal`;
// bodies of uploads go to their sink piece by piece, without limit. A peer that sends slowly is answered 408
// and closed: headers must be complete within `headerTimeout`, bodies must arrive at `minBytesPerSecond` on
// average.
//
// stop() closes the listener and idle connections and lets running requests finish, with their answers
// written.
//
// Errors: start() says AlreadyExists when the port is taken, PermissionDenied or InvalidArgument for an
// address, a certificate or a key that cannot be used. Threads: start, stop and the destructor from one
// thread; the rest from any.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/http/exchange.h"
#include "core/http/listening.h"
#include "core/http/router.h"

namespace tatara::http {

struct Refusal {
  int status = 403;
  std::string message;
  std::chrono::seconds retryAfter{0};  // of a 429: when it is worth coming again
};

// Requests a client may send: `burst` at once, then `perSecond`. A client is whom the gate named, else its
// address. 0 a second: as many as it likes.
struct RateLimit {
  double perSecond = 0;
  double burst = 0;
};

// Looks at a request before routing and may name its caller. Must not block.
using Gate = std::function<std::optional<Refusal>(Request&)>;

struct ServerOptions {
  std::string host = "127.0.0.1";  // a literal address, or "localhost"
  std::uint16_t port = 0;          // 0: any free one
  // PEM files; both or neither. With them the server speaks TLS (1.2 or newer) and nothing else.
  std::string certificateFile;  // the chain, the server's own first
  std::string keyFile;
  std::vector<std::string> allowedHosts;
  std::vector<std::string> allowedOrigins;
  std::vector<std::string> hostExempt;  // paths answered whatever the Host says, as a health check needs

  std::size_t workers = 8;
  std::size_t maxConnections = 1000;
  std::uint32_t maxHeader = 64 * 1024;
  std::size_t maxTarget = 16 * 1024;
  std::size_t maxBody = 64u << 20;
  std::size_t maxBodiesTotal = 512u << 20;

  std::chrono::milliseconds idleTimeout{120'000};
  std::chrono::milliseconds headerTimeout{10'000};
  std::chrono::milliseconds bodyGrace{15'000};  // before the average rate of a body is judged
  std::uint64_t minBytesPerSecond = 512;
  std::chrono::milliseconds writeTimeout{60'000};  // without the peer taking a single piece
  RateLimit rateLimit;  // beyond it: 429, with Retry-After; the paths of hostExempt are free

  Gate gate;
  std::function<Response(const Refusal&)>
      refuse;  // what the transport says itself: 400, 403, 404, 408, 413, ...
  std::function<Response(const Error&)> explain;  // what becomes of a handler's error
  Watch watch;                                    // told of every request that ended
};

class Server {
 public:
  // Listening when it returns.
  static Result<std::unique_ptr<Server>> start(ServerOptions options, Router router);
  // The same at a place that was opened with these options.
  static Result<std::unique_ptr<Server>> start(Listening listening, ServerOptions options, Router router);
  // stop() with ten seconds.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;
  // "http://127.0.0.1:5000"
  std::string url() const;
  std::size_t connections() const;

  // For a successor on the same socket: takes no more connections, answers what still comes over those that
  // are there and lets each go with its answer (`Connection: close`), so that nobody's request meets a closed
  // connection. Returns when all are gone, at the latest after `time`; stop() comes then.
  void drain(std::chrono::milliseconds time);
  // Waits for running requests at most `grace`, then cuts what is left.
  void stop(std::chrono::milliseconds grace);

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

}  // namespace tatara::http
