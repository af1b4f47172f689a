// Which Host and Origin headers a server believes.
//
// A server on loopback is reachable from any web page that the same person opens: by a name that its owner
// points at 127.0.0.1 (DNS rebinding, seen in the Host header) or directly from a foreign page (seen in the
// Origin header). So a request must name a host that this server answers for, with its port, and one that
// changes something must not come from a foreign page. Loopback names and the address the connection arrived
// at are always right; others are given. Threads: immutable once made.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tatara::http {

class HostGuard {
 public:
  // `hosts` entries are "name" (any port), "name:port", or "*" for every host; `origins` are whole, like
  // "https://lab.example". `scheme` is what this server speaks: "http" or "https".
  HostGuard(std::string_view scheme, std::uint16_t port, std::vector<std::string> hosts,
            std::vector<std::string> origins);

  // `localAddress` is the address at which the connection was accepted, without brackets.
  bool allowsHost(std::string_view host, std::string_view localAddress) const;
  bool allowsOrigin(std::string_view origin, std::string_view localAddress) const;

 private:
  // "*" does not count here, since a page of every origin would then be the server's own.
  bool isNamed(std::string_view host, std::string_view localAddress) const;

  std::string m_scheme;  // "http://"
  std::uint16_t m_port;
  std::vector<std::string> m_hosts;  // lower case
  bool m_everyHost = false;
  std::vector<std::string> m_origins;  // lower case
};

}  // namespace tatara::http
