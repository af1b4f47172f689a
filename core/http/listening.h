// A port that is taken and, where there is one, a certificate that was read: what can go wrong with the
// place of a server, settled before anything is made for it.
//
// Whoever connects meanwhile waits in the system's queue until Server::start() takes this over, or is cut
// off when it goes unused.
//
// Errors: AlreadyExists when the port is taken, PermissionDenied or InvalidArgument for an address, a
// certificate or a key that cannot be used. Threads: a value.
#pragma once

#include <cstdint>
#include <memory>

#include "core/base/result.h"

namespace tatara::http {

struct ServerOptions;

class Listening {
 public:
  // By `host`, `port`, `certificateFile` and `keyFile`.
  static Result<Listening> open(const ServerOptions& options);
  // A socket that listens already, out of the hands of the process that opened it; it is this one's then.
  static Result<Listening> adopt(int descriptor, const ServerOptions& options);
  int descriptor() const;  // to hand to another process; still this one's
  std::uint16_t port() const;
  Listening(Listening&&) noexcept;
  Listening& operator=(Listening&&) noexcept;
  ~Listening();

 private:
  friend class Server;
  struct Impl;
  explicit Listening(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

}  // namespace tatara::http
