#include "tests/support/raw_http.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>

namespace tatara::tests {
namespace {

using Clock = std::chrono::steady_clock;

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
  return out;
}

}  // namespace

std::string RawResponse::field(std::string_view name) const {
  const std::string all = lower(head);
  const std::string wanted = "\r\n" + std::string(name) + ": ";
  const std::size_t at = all.find(wanted);
  if (at == std::string::npos) {
    return {};
  }
  const std::size_t begin = at + wanted.size();
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

RawClient::RawClient(std::uint16_t port) : m_port(port) {
  m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(m_socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    ::close(m_socket);
    m_socket = -1;
    return;
  }
  const int on = 1;
  ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

RawClient::~RawClient() {
  if (m_socket >= 0) {
    ::close(m_socket);
  }
}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool RawClient::fill(Clock::time_point until) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
  pollfd waiting{m_socket, POLLIN, 0};
  if (left <= 0 || ::poll(&waiting, 1, static_cast<int>(left)) <= 0) {
    return false;
  }
  char buffer[65536];
  const ssize_t count = ::recv(m_socket, buffer, sizeof buffer, 0);
  if (count <= 0) {
    return false;
  }
  m_pending.append(buffer, static_cast<std::size_t>(count));
  return true;
}

RawResponse RawClient::receive(std::chrono::milliseconds timeout, bool headOnly) {
  const auto until = Clock::now() + timeout;
  RawResponse response;
  while (true) {
    std::size_t end = std::string::npos;
    while ((end = m_pending.find("\r\n\r\n")) == std::string::npos) {
      if (!fill(until)) {
        return response;
      }
    }
    response.head = m_pending.substr(0, end + 2);
    m_pending.erase(0, end + 4);
    response.status = std::stoi(response.head.substr(response.head.find(' ') + 1, 3));
    if (response.status != 100) {
      break;
    }
  }
  if (headOnly) {
    return response;
  }
  if (response.field("transfer-encoding") == "chunked") {
    while (true) {
      std::size_t line = std::string::npos;
      while ((line = m_pending.find("\r\n")) == std::string::npos) {
        if (!fill(until)) {
          return {};
        }
      }
      const std::size_t size = std::stoul(m_pending.substr(0, line), nullptr, 16);
      while (m_pending.size() < line + 2 + size + 2) {
        if (!fill(until)) {
          return {};
        }
      }
      response.body += m_pending.substr(line + 2, size);
      m_pending.erase(0, line + 2 + size + 2);
      if (size == 0) {
        return response;
      }
    }
  }
  const std::string length = response.field("content-length");
  const std::size_t size = length.empty() ? 0 : std::stoul(length);
  while (m_pending.size() < size) {
    if (!fill(until)) {
      response.status = 0;
      return response;
    }
  }
  response.body = m_pending.substr(0, size);
  m_pending.erase(0, size);
  return response;
}

bool RawClient::closedWithin(std::chrono::milliseconds timeout) {
  pollfd waiting{m_socket, POLLIN, 0};
  if (::poll(&waiting, 1, static_cast<int>(timeout.count())) <= 0) {
    return false;
  }
  char byte = 0;
  return ::recv(m_socket, &byte, 1, 0) <= 0;
}

RawResponse RawClient::ask(std::string_view method, std::string_view target, std::string_view body,
                           std::string_view fields) {
  std::string request;
  request.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: 127.0.0.1:");
  request.append(std::to_string(m_port)).append("\r\n").append(fields);
  request.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n\r\n").append(body);
  send(request);
  return receive(std::chrono::seconds(10), method == "HEAD");
}

RawResponse ask(std::uint16_t port, std::string_view method, std::string_view target, std::string_view body,
                std::string_view fields) {
  RawClient client(port);
  return client.ask(method, target, body, fields);
}

}  // namespace tatara::tests
