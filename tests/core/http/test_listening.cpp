#include <gtest/gtest.h>

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <string>
#include <thread>

#include "core/http/server.h"
#include "tests/support/raw_http.h"
#include "tests/support/temp_folder.h"

namespace tatara::http {
namespace {

ServerOptions optionsAt(std::uint16_t port) {
  ServerOptions options;
  options.port = port;
  options.refuse = [](const Refusal& refusal) { return textResponse(refusal.message, refusal.status); };
  options.explain = [](const Error& error) { return textResponse(error.message, 500); };
  return options;
}

TEST(ListeningTest, APortIsTakenOnceAndFreeAgainAfterwards) {
  std::uint16_t port = 0;
  {
    const auto first = Listening::open(optionsAt(0));
    ASSERT_TRUE(first) << first.error().message;
    port = first->port();
    ASSERT_NE(port, 0);
    const auto second = Listening::open(optionsAt(port));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, ErrorKind::AlreadyExists);
    EXPECT_NE(second.error().message.find(std::to_string(port)), std::string::npos);
  }
  EXPECT_TRUE(Listening::open(optionsAt(port)));
}

TEST(ListeningTest, WhoComesBeforeTheServerStartsIsAnswered) {
  auto listening = Listening::open(optionsAt(0));
  ASSERT_TRUE(listening) << listening.error().message;
  const std::uint16_t port = listening->port();
  tests::RawClient early(port);
  ASSERT_TRUE(early.connected());
  early.send("GET /hello HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\n\r\n");

  Router router;
  router.add(Method::Get, "/hello", [](const Request&) -> Result<Response> { return textResponse("hello"); });
  const auto server = Server::start(std::move(*listening), optionsAt(0), std::move(router));
  ASSERT_TRUE(server) << server.error().message;
  EXPECT_EQ((*server)->port(), port);
  const tests::RawResponse answer = early.receive();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "hello");
}

TEST(ListeningTest, ACertificateThatIsNoneIsSaidBeforeThePortIsTaken) {
  const tests::TempFolder folder;
  ServerOptions options = optionsAt(0);
  options.certificateFile = (folder.path() / "cert.pem").string();
  options.keyFile = options.certificateFile;
  std::ofstream(options.certificateFile) << "no certificate";
  const auto listening = Listening::open(options);
  ASSERT_FALSE(listening);
  EXPECT_EQ(listening.error().kind, ErrorKind::InvalidArgument);
  EXPECT_NE(listening.error().message.find("cert.pem"), std::string::npos);
}

// A successor on the same socket: whoever holds a connection gets an answer on it, whoever comes anew meets
// the successor.
TEST(ListeningTest, AServerThatDrainsLeavesNobodyWithoutAnAnswer) {
  auto listening = Listening::open(optionsAt(0));
  ASSERT_TRUE(listening);
  const int ours = ::dup(listening->descriptor());
  const std::uint16_t port = listening->port();
  const auto routerSaying = [](const char* words) {
    Router router;
    router.add(Method::Get, "/who",
               [words](const Request&) -> Result<Response> { return textResponse(words); });
    return router;
  };
  const auto first = Server::start(std::move(*listening), optionsAt(0), routerSaying("first"));
  ASSERT_TRUE(first);
  const std::string request = "GET /who HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\n\r\n";
  tests::RawClient held(port);
  held.send(request);
  EXPECT_EQ(held.receive().body, "first");
  auto taken = Listening::adopt(ours, optionsAt(0));
  ASSERT_TRUE(taken) << taken.error().message;
  const auto second = Server::start(std::move(*taken), optionsAt(0), routerSaying("second"));
  ASSERT_TRUE(second);
  EXPECT_EQ((*second)->port(), port);
  std::thread drains([&] {
    (*first)->drain(std::chrono::seconds(10));
    (*first)->stop(std::chrono::seconds(1));
  });
  for (int i = 0; i < 20; ++i) {  // once it no longer listens, all come to the successor
    tests::RawClient fresh(port);
    fresh.send(request);
    EXPECT_EQ(fresh.receive().status, 200);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  held.send(request);
  const tests::RawResponse last = held.receive();
  EXPECT_EQ(last.body, "first");
  EXPECT_EQ(last.field("connection"), "close");
  drains.join();
  tests::RawClient fresh(port);
  fresh.send(request);
  EXPECT_EQ(fresh.receive().body, "second");
}

TEST(ListeningTest, WhatIsNoListeningSocketIsNotTakenOver) {
  std::array<int, 2> pair{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair.data()), 0);
  EXPECT_EQ(Listening::adopt(pair[0], optionsAt(0)).error().kind, ErrorKind::InvalidArgument);
  EXPECT_EQ(Listening::adopt(-1, optionsAt(0)).error().kind, ErrorKind::InvalidArgument);
  ::close(pair[0]);
  ::close(pair[1]);
}

}  // namespace
}  // namespace tatara::http
