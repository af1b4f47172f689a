// A client that sends exactly the bytes it is given: what no HTTP library would send is what these tests are
// about.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace tatara::tests {

struct RawResponse {
  int status = 0;  // 0: the connection ended without an answer
  std::string head;
  std::string body;
  // Lower-case name; empty when absent.
  std::string field(std::string_view name) const;
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connected() const { return m_socket >= 0; }
  // False when the other side had closed.
  bool send(std::string_view bytes);
  // One response, by its Content-Length or chunks.
  RawResponse receive(std::chrono::milliseconds timeout = std::chrono::seconds(10), bool headOnly = false);
  // True when the other side closes within the time, without sending anything more.
  bool closedWithin(std::chrono::milliseconds timeout);
  // "METHOD target", the fields that any client sends, the extra ones (each "Name: value\r\n"), the body.
  RawResponse ask(std::string_view method, std::string_view target, std::string_view body = {},
                  std::string_view fields = "Content-Type: application/json\r\n");

 private:
  bool fill(std::chrono::steady_clock::time_point until);

  int m_socket = -1;
  std::uint16_t m_port;
  std::string m_pending;
};

// One request over its own connection.
RawResponse ask(std::uint16_t port, std::string_view method, std::string_view target,
                std::string_view body = {}, std::string_view fields = "Content-Type: application/json\r\n");

}  // namespace tatara::tests
