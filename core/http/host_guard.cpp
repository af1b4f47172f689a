#include "core/http/host_guard.h"

#include <algorithm>
#include <optional>

#include "core/base/number_text.h"
#include "core/http/internal/ascii.h"

namespace tatara::http {
namespace {

struct HostAndPort {
  std::string host;  // lower case, without brackets
  std::uint16_t port = 80;
};

std::optional<HostAndPort> parseHost(std::string_view text, std::uint16_t standardPort) {
  HostAndPort parsed;
  parsed.port = standardPort;
  std::string_view rest;
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) {
      return std::nullopt;
    }
    parsed.host = toLowerAscii(text.substr(1, close - 1));
    rest = text.substr(close + 1);
  } else {
    const std::size_t colon = text.find(':');
    parsed.host = toLowerAscii(text.substr(0, colon));
    rest = colon == std::string_view::npos ? std::string_view{} : text.substr(colon);
  }
  if (rest.empty()) {
    return parsed;
  }
  const auto port = rest.front() == ':' && rest.size() <= 6 ? parseInt(rest.substr(1)) : std::nullopt;
  if (!port || *port < 1 || *port > 65535) {
    return std::nullopt;
  }
  parsed.port = static_cast<std::uint16_t>(*port);
  return parsed;
}

}  // namespace

HostGuard::HostGuard(std::string_view scheme, std::uint16_t port, std::vector<std::string> hosts,
                     std::vector<std::string> origins)
    : m_scheme(std::string(scheme) + "://"),
      m_port(port),
      m_hosts(std::move(hosts)),
      m_origins(std::move(origins)) {
  for (auto* list : {&m_hosts, &m_origins}) {
    for (std::string& entry : *list) {
      entry = toLowerAscii(entry);
    }
  }
  m_everyHost = std::find(m_hosts.begin(), m_hosts.end(), "*") != m_hosts.end();
}

bool HostGuard::allowsHost(std::string_view host, std::string_view localAddress) const {
  return m_everyHost || isNamed(host, localAddress);
}

bool HostGuard::isNamed(std::string_view host, std::string_view localAddress) const {
  const auto parsed = parseHost(host, m_scheme == "https://" ? 443 : 80);
  if (!parsed) {
    return false;
  }
  if (parsed->port == m_port && (parsed->host == "localhost" || parsed->host == "127.0.0.1" ||
                                 parsed->host == "::1" || parsed->host == localAddress)) {
    return true;
  }
  const std::string lower = toLowerAscii(host);
  return std::any_of(m_hosts.begin(), m_hosts.end(),
                     [&](const std::string& entry) { return entry == lower || entry == parsed->host; });
}

bool HostGuard::allowsOrigin(std::string_view origin, std::string_view localAddress) const {
  const std::string lower = toLowerAscii(origin);
  if (std::find(m_origins.begin(), m_origins.end(), lower) != m_origins.end()) {
    return true;
  }
  return lower.starts_with(m_scheme) &&
         isNamed(std::string_view(lower).substr(m_scheme.size()), localAddress);
}

}  // namespace tatara::http
