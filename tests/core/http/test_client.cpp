#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>

#include "core/http/client.h"
#include "core/http/server.h"
#include "tests/support/japanese.h"

namespace tatara::http {
namespace {

using namespace std::chrono_literals;

// Ends in the middle, so that who asked does not learn what became of it.
struct BrokenSource final : BodySource {
  std::optional<std::uint64_t> size() const override { return 10; }
  Result<std::size_t> read(char*, std::size_t) override { return makeError(ErrorKind::Io, "it broke"); }
};

class ClientTest : public testing::Test {
 protected:
  void SetUp() override {
    serve(0);
    url = server->url();
  }

  void serve(std::uint16_t port) {
    ServerOptions options;
    options.port = port;
    options.refuse = [](const Refusal& refusal) { return textResponse(refusal.message, refusal.status); };
    options.explain = [](const Error& error) { return textResponse(error.message, 500); };
    Router router;
    const Handler handler = [this](const Request& request) -> Result<Response> {
      ++asked;
      if (request.path == "/lost") {
        Response response;
        response.source = std::make_unique<BrokenSource>();
        return response;
      }
      if (request.path == "/late") {
        std::this_thread::sleep_for(700ms);
      }
      return textResponse("answer", request.path == "/502"   ? 502
                                    : request.path == "/503" ? 503
                                    : request.path == "/504" ? 504
                                    : request.path == "/429" ? 429
                                                             : 200);
    };
    for (const char* path : {"/lost", "/late", "/502", "/503", "/504", "/429", "/good"}) {
      router.add(Method::Get, path, handler);
      router.add(Method::Post, path, handler);
    }
    auto started = Server::start(std::move(options), std::move(router));
    ASSERT_TRUE(started) << started.error().message;
    server = std::move(*started);
  }

  // How often the server was asked until the client gave up, or had an answer.
  template <typename F>
  int timesAsked(F ask, int tries = 2, std::chrono::milliseconds timeout = 1s) {
    auto client = Client::open({.url = url, .timeout = timeout, .tries = tries, .pause = 100ms});
    EXPECT_TRUE(client);
    asked = 0;
    (void)ask(*client);
    return asked;
  }

  std::atomic<int> asked{0};
  std::unique_ptr<Server> server;
  std::string url;
};

// It may have been done, and only its answer was lost.
TEST_F(ClientTest, WhatMayHaveBeenDoneIsNotDoneTwice) {
  for (const char* path : {"/lost", "/502", "/504"}) {
    EXPECT_EQ(timesAsked([&](Client& client) { return client.post(path, "{}"); }), 1) << path;
  }
  EXPECT_EQ(timesAsked([](Client& client) { return client.post("/late", "{}"); }, 2, 400ms), 1);
  EXPECT_EQ(timesAsked([](Client& client) { return client.get("/lost"); }), 2);
  EXPECT_EQ(timesAsked([](Client& client) { return client.post("/504", "{}", {}, Repeat::Harmless); }), 2);
}

TEST_F(ClientTest, WhatTheServerTurnedAwayIsTriedAgain) {
  for (const char* path : {"/429", "/503"}) {
    EXPECT_EQ(timesAsked([&](Client& client) { return client.post(path, "{}"); }), 2) << path;
  }
  EXPECT_EQ(timesAsked([](Client& client) { return client.post("/good", "{}"); }), 1);
}

TEST_F(ClientTest, WhoIsToldToStopDoesNotWaitForAPeerThatSaysNothing) {
  const auto silent = Listening::open({});  // takes connections and reads nothing of them
  ASSERT_TRUE(silent);
  const std::string place = "http://127.0.0.1:" + std::to_string(silent->port());
  const auto none = [](std::string_view) { return Status(); };
  const std::vector<std::function<Status(Client&)>> requests = {
      [](Client& client) -> Status {
        TATARA_TRY(client.get("/x"));
        return {};
      },
      [](Client& client) -> Status {
        TATARA_TRY(client.post("/x", "{}"));
        return {};
      },
      [&](Client& client) { return client.download("/x", none); }};
  for (const auto& request : requests) {
    std::stop_source stop;
    auto client = Client::open({.url = place, .timeout = 20s, .stop = stop.get_token()});
    ASSERT_TRUE(client);
    std::thread later([&] {
      std::this_thread::sleep_for(200ms);
      stop.request_stop();
    });
    const auto began = std::chrono::steady_clock::now();
    const Status answered = request(*client);
    later.join();
    ASSERT_FALSE(answered);
    EXPECT_EQ(answered.error().kind, ErrorKind::Cancelled);
    EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
  }
}

TEST_F(ClientTest, WhatNeverReachedAServerIsTriedAgain) {
  const std::uint16_t port = server->port();
  server.reset();
  std::thread later([&] {
    std::this_thread::sleep_for(300ms);
    serve(port);
  });
  EXPECT_EQ(timesAsked([](Client& client) { return client.post("/good", "{}"); }, 6), 1);
  later.join();
}

TEST_F(ClientTest, AServerThatCannotBeReachedIsToldInJapanese) {
  const auto none = Client::open({.url = "nowhere at all"});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().message,
            "“nowhere at all” is not the URL of a server; it looks like http://host:5000");
  EXPECT_EQ(test::toldInJapanese(none.error()),
            "「nowhere at all」はサーバーの URL ではありません。http://host:5000 のような形です");
}

}  // namespace
}  // namespace tatara::http
