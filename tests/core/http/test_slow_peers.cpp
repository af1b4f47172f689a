// Peers that read slowly, or nothing, and what is slow on the server's own side.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "core/http/server.h"
#include "tests/support/raw_http.h"

namespace tatara::http {
namespace {

using namespace std::chrono_literals;
using tests::RawClient;

struct SlowSource final : BodySource {
  std::optional<std::uint64_t> size() const override { return 2; }
  Result<std::size_t> read(char* data, std::size_t) override {
    std::this_thread::sleep_for(500ms);
    *data = 'a';
    return 1;
  }
};

// A client whose window is as small as it may be, and which reads only what it is told to.
class SlowReader {
 public:
  explicit SlowReader(std::uint16_t port) {
    const int smallest = 1;
    ::setsockopt(m_socket, SOL_SOCKET, SO_RCVBUF, &smallest, sizeof smallest);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(m_socket, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  }
  ~SlowReader() { ::close(m_socket); }
  SlowReader(const SlowReader&) = delete;
  SlowReader& operator=(const SlowReader&) = delete;

  void send(std::string_view bytes) {
    EXPECT_EQ(::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT),
              static_cast<ssize_t>(bytes.size()));
  }
  std::size_t read(std::size_t atMost) {
    std::string bytes(atMost, '\0');
    return static_cast<std::size_t>(std::max<ssize_t>(0, ::recv(m_socket, bytes.data(), bytes.size(), 0)));
  }

 private:
  int m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
};

// What is accepted at the port has as small a buffer to send from as may be.
void makeSendBuffersSmall(std::uint16_t port) {
  for (int one = 3; one < 1024; ++one) {
    int listens = 0;
    socklen_t size = sizeof listens;
    sockaddr_in address{};
    socklen_t length = sizeof address;
    if (::getsockopt(one, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens != 0 &&
        ::getsockname(one, reinterpret_cast<sockaddr*>(&address), &length) == 0 &&
        address.sin_port == htons(port)) {
      const int smallest = 1;
      EXPECT_EQ(::setsockopt(one, SOL_SOCKET, SO_SNDBUF, &smallest, sizeof smallest), 0);
    }
  }
}

class SlowPeersTest : public testing::Test {
 protected:
  void SetUp() override { open({}); }

  void open(ServerOptions options) {
    server.reset();
    options.refuse = [](const Refusal& refusal) { return textResponse(refusal.message, refusal.status); };
    options.explain = [](const Error& error) { return textResponse(error.message, 500); };
    Router router;
    router.add(Method::Get, "/hello",
               [](const Request&) -> Result<Response> { return textResponse("hello"); });
    router.add(Method::Post, "/echo",
               [](const Request& request) -> Result<Response> { return textResponse(request.body); });
    router.add(Method::Get, "/slowly", [](const Request&) -> Result<Response> {
      Response response = textResponse("");
      response.source = std::make_unique<SlowSource>();
      return response;
    });
    router.add(Method::Get, "/large", [](const Request&) -> Result<Response> {
      return textResponse(std::string(12 * 256 * 1024, 'x'));
    });
    router.addAsync(Method::Post, "/blocks", [this](const Request&, Reply reply) {
      blocked = true;
      std::this_thread::sleep_for(600ms);
      reply.send(textResponse("done"));
    });
    auto started = Server::start(std::move(options), std::move(router));
    ASSERT_TRUE(started) << started.error().message;
    server = std::move(*started);
    port = server->port();
  }

  std::string host() const { return "Host: 127.0.0.1:" + std::to_string(port) + "\r\n"; }

  std::atomic<bool> blocked = false;
  std::unique_ptr<Server> server;
  std::uint16_t port = 0;
};

// Where its buffers are full, "100 Continue" has to wait; nobody else may.
TEST_F(SlowPeersTest, WhoExpectsMuchAndReadsNothingHoldsNobodyUp) {
  makeSendBuffersSmall(port);
  std::vector<std::unique_ptr<SlowReader>> silent;
  for (std::size_t i = 0; i < 40; ++i) {
    silent.push_back(std::make_unique<SlowReader>(port));
    std::string many;
    for (std::size_t k = 0; k < 300; ++k) {
      const std::string body((i + k) % 13 + 1, 'x');
      many += "POST /echo HTTP/1.1\r\n" + host() +
              "Expect: 100-continue\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    }
    silent.back()->send(many);
  }
  std::this_thread::sleep_for(500ms);
  EXPECT_EQ(tests::ask(port, "GET", "/hello").body, "hello");
  RawClient client(port);
  client.send("POST /echo HTTP/1.1\r\n" + host() + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  EXPECT_EQ(client.receive(300ms).status, 100) << "and nothing else";
  client.send("abc");
  EXPECT_EQ(client.receive().status, 200);
}

// How long a worker takes is not the peer's fault.
TEST_F(SlowPeersTest, AnAnswerThatIsSlowToReadIsNotCut) {
  ServerOptions options;
  options.writeTimeout = 100ms;
  open(std::move(options));
  EXPECT_EQ(tests::ask(port, "GET", "/slowly").body, "aa");
}

TEST_F(SlowPeersTest, APeerThatTakesALongAnswerPieceByPieceIsNotCut) {
  ServerOptions options;
  options.writeTimeout = 400ms;
  open(std::move(options));
  makeSendBuffersSmall(port);
  SlowReader client(port);
  client.send("GET /large HTTP/1.1\r\n" + host() + "\r\n");
  std::size_t seen = 0;
  constexpr std::size_t kWhole = 12 * 256 * 1024;
  for (std::size_t count = 1, pause = kWhole / 8; count > 0 && seen <= kWhole; seen += count) {
    count = client.read(4096);
    if (seen >= pause) {
      pause += kWhole / 8;
      std::this_thread::sleep_for(100ms);
    }
  }
  EXPECT_GT(seen, kWhole);
}

// Its head had said that the connection stays; whoever stops the server does not wait for the whole grace.
TEST_F(SlowPeersTest, AnAnswerUnderWayWhenTheServerStopsIsFinishedAndItsConnectionClosed) {
  makeSendBuffersSmall(port);
  SlowReader client(port);
  client.send("GET /large HTTP/1.1\r\n" + host() + "\r\n");
  std::size_t seen = client.read(4096);
  const auto began = std::chrono::steady_clock::now();
  std::thread stopping([this] { server->stop(8s); });
  std::this_thread::sleep_for(50ms);
  for (std::size_t count = 1; count > 0; seen += count) {
    count = client.read(65536);
  }
  stopping.join();
  EXPECT_GT(seen, std::size_t{12} * 256 * 1024);
  EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
}

// Its tick was due while it was held up, and comes after the end was asked for.
TEST_F(SlowPeersTest, AServerThatWasHeldUpEnds) {
  RawClient client(port);
  client.send("POST /blocks HTTP/1.1\r\n" + host() + "Content-Length: 0\r\n\r\n");
  while (!blocked) {
    std::this_thread::sleep_for(1ms);
  }
  const auto began = std::chrono::steady_clock::now();
  server->stop(50ms);
  EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
}

}  // namespace
}  // namespace tatara::http
