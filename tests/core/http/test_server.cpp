#include <gtest/gtest.h>
#include <pthread.h>
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include "core/http/server.h"
#include "tests/support/raw_http.h"

namespace tatara::http {
namespace {

using namespace std::chrono_literals;
using tests::RawClient;
using tests::RawResponse;

constexpr std::string_view kForm = "Content-Type: text/plain\r\n";

// Counts what it is given; says how much and whether it was finished.
struct CountingSink final : BodySink {
  explicit CountingSink(std::atomic<int>& leftFolders) : left(leftFolders) {}
  ~CountingSink() override {
    char thread[16] = {};
    ::pthread_getname_np(::pthread_self(), thread, sizeof thread);
    s_goneOnIo += std::string_view(thread) == "http-io" ? 1 : 0;
    if (!finished) {
      ++left;
    }
  }
  Status write(std::string_view chunk) override {
    largest = std::max(largest, chunk.size());
    total += chunk.size();
    for (const char c : chunk) {
      sum = sum * 31 + static_cast<unsigned char>(c);
    }
    return {};
  }
  Result<Response> finish() override {
    finished = true;
    return textResponse(std::to_string(total) + " " + std::to_string(sum) +
                        (largest < (1u << 20) ? "" : " too large"));
  }
  static inline std::atomic<int> s_goneOnIo = 0;  // where nothing may take a while
  std::atomic<int>& left;
  bool finished = false;
  std::size_t largest = 0;
  std::uint64_t total = 0;
  std::uint64_t sum = 0;
};

struct CountSource final : BodySource {
  CountSource(std::uint64_t bytes, bool sized) : left(bytes), total(bytes), isSized(sized) {}
  std::optional<std::uint64_t> size() const override { return isSized ? std::optional(total) : std::nullopt; }
  Result<std::size_t> read(char* data, std::size_t capacity) override {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left, capacity));
    std::fill_n(data, count, 'x');
    left -= count;
    return count;
  }
  std::uint64_t left;
  std::uint64_t total;
  bool isSized;
};

class ServerTest : public testing::Test {
 protected:
  void SetUp() override { open({}); }

  static ServerOptions quick() {
    ServerOptions options;
    options.headerTimeout = 300ms;
    options.bodyGrace = 300ms;
    return options;
  }

  void open(ServerOptions options) {
    server.reset();
    options.refuse = [](const Refusal& refusal) { return textResponse(refusal.message, refusal.status); };
    options.explain = [](const Error& error) { return textResponse(error.message, 500); };
    Router router;
    router.add(Method::Get, "/hello",
               [](const Request&) -> Result<Response> { return textResponse("hello"); });
    router.add(Method::Post, "/echo",
               [](const Request& request) -> Result<Response> { return textResponse(request.body); });
    router.add(Method::Get, "/fail",
               [](const Request&) -> Result<Response> { return makeError(ErrorKind::Internal, "it broke"); });
    router.add(Method::Get, "/sized", [](const Request&) -> Result<Response> {
      Response response = textResponse("");
      response.source = std::make_unique<CountSource>(3'000'000, true);
      return response;
    });
    router.add(Method::Get, "/chunked", [](const Request&) -> Result<Response> {
      Response response = textResponse("");
      response.source = std::make_unique<CountSource>(700'000, false);
      return response;
    });
    router.add(Method::Get, "/split", [](const Request&) -> Result<Response> {
      Response response = textResponse("x");
      response.fields = {{"X-Good", "1"}, {"X-Bad", "1\r\nX-Injected: 1"}};
      return response;
    });
    router.add(Method::Post, "/slow", [this](const Request&) -> Result<Response> {
      ++running;
      std::this_thread::sleep_for(300ms);
      return textResponse("done");
    });
    router.addAsync(Method::Post, "/later", [this](const Request&, Reply reply) {
      std::lock_guard<std::mutex> lock(mutex);
      waiting.push_back(std::make_shared<Reply>(std::move(reply)));
    });
    router.addAsync(Method::Post, "/dropped", [](const Request&, Reply) {});
    router.addUpload(Method::Put, "/files/{path...}",
                     [this](const Request& request) -> Result<std::unique_ptr<BodySink>> {
                       if (request.param("path") == "no") {
                         return makeError(ErrorKind::Internal, "not here");
                       }
                       return std::unique_ptr<BodySink>(std::make_unique<CountingSink>(leftSinks));
                     });
    auto started = Server::start(std::move(options), std::move(router));
    ASSERT_TRUE(started) << started.error().message;
    server = std::move(*started);
    port = server->port();
  }

  RawResponse raw(std::string_view bytes) {
    RawClient client(port);
    client.send(bytes);
    return client.receive();
  }
  std::string host() const { return "Host: 127.0.0.1:" + std::to_string(port) + "\r\n"; }

  std::atomic<int> leftSinks{0};
  std::atomic<int> running{0};
  std::mutex mutex;
  std::vector<std::shared_ptr<Reply>> waiting;
  std::unique_ptr<Server> server;
  std::uint16_t port = 0;
};

TEST_F(ServerTest, ManyRequestsShareOneConnection) {
  RawClient client(port);
  for (int i = 0; i < 50; ++i) {
    const auto response = client.ask("POST", "/echo", "body " + std::to_string(i));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "body " + std::to_string(i));
  }
  EXPECT_EQ(server->connections(), 1u);
}

TEST_F(ServerTest, AClientThatAsksTooOftenIsToldWhenToComeBack) {
  ServerOptions options;
  options.rateLimit = {.perSecond = 0.1, .burst = 3};
  options.hostExempt = {"/hello"};
  options.gate = [](Request& request) -> std::optional<Refusal> {
    request.caller.name = request.queryValue("who").value_or("");
    return request.path == "/fail" ? std::optional(Refusal{401, "who are you?"}) : std::nullopt;
  };
  open(std::move(options));
  RawClient client(port);
  EXPECT_EQ(client.ask("GET", "/sized").status, 200);
  EXPECT_EQ(client.ask("POST", "/echo", "x").status, 200);
  EXPECT_EQ(tests::ask(port, "GET", "/fail").status, 401) << "who is refused is counted too";
  EXPECT_EQ(client.ask("GET", "/split").status, 429) << "on whichever connection";
  EXPECT_EQ(client.ask("GET", "/hello").status, 200) << "what is exempt is free, on the same connection";
  EXPECT_EQ(client.ask("GET", "/split?who=ana").status, 200) << "a name has its own count";
  RawClient sender(port);
  sender.send("PUT /files/a HTTP/1.1\r\n" + host() + "Content-Length: 100000\r\n\r\n");
  EXPECT_EQ(sender.receive().status, 429) << "before a byte of the body came";
  EXPECT_EQ(leftSinks, 0);
}

TEST_F(ServerTest, RequestsSentTogetherAreAnsweredInOrder) {
  RawClient client(port);
  std::string all;
  for (int i = 0; i < 20; ++i) {
    all += "POST /echo HTTP/1.1\r\n" + host() + "Content-Length: 2\r\n\r\n" + std::to_string(10 + i);
  }
  client.send(all);
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(client.receive().body, std::to_string(10 + i));
  }
}

TEST_F(ServerTest, ARequestMayArriveByteByByte) {
  RawClient client(port);
  const std::string request = "POST /echo HTTP/1.1\r\n" + host() +
                              "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\n\r\n";
  for (const char c : request) {
    ASSERT_TRUE(client.send(std::string_view(&c, 1)));
  }
  EXPECT_EQ(client.receive().body, "abcdefg");
  EXPECT_EQ(client.ask("GET", "/hello").body, "hello");
}

TEST_F(ServerTest, HeadHasTheLengthAndNoBody) {
  RawClient client(port);
  auto response = client.ask("HEAD", "/sized");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.field("content-length"), "3000000");
  EXPECT_EQ(client.ask("GET", "/hello").body, "hello");
}

TEST_F(ServerTest, UnknownPathsAndMethodsAreToldApart) {
  EXPECT_EQ(tests::ask(port, "GET", "/nothing").status, 404);
  EXPECT_EQ(tests::ask(port, "GET", "/echo").status, 405);
  EXPECT_EQ(tests::ask(port, "GET", "/fail").status, 500);
  EXPECT_EQ(tests::ask(port, "POST", "/dropped").status, 500);
}

TEST_F(ServerTest, AnswersGivenLaterReachTheirOwnAskers) {
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 64; ++i) {
    clients.push_back(std::make_unique<RawClient>(port));
    clients.back()->send("POST /later HTTP/1.1\r\n" + host() + "Content-Length: 0\r\n\r\n");
    for (int spin = 0; spin < 1000; ++spin) {
      {
        std::lock_guard<std::mutex> lock(mutex);
        if (waiting.size() == static_cast<std::size_t>(i) + 1) {
          break;
        }
      }
      std::this_thread::sleep_for(1ms);
    }
  }
  EXPECT_EQ(tests::ask(port, "GET", "/hello").body, "hello");  // 64 waiting requests hold nobody up
  std::lock_guard<std::mutex> lock(mutex);
  ASSERT_EQ(waiting.size(), 64u);
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    waiting[i]->send(textResponse(std::to_string(i)));
  }
  for (std::size_t i = 0; i < clients.size(); ++i) {
    EXPECT_EQ(clients[i]->receive().body, std::to_string(i));
  }
}

TEST_F(ServerTest, AnUploadReachesItsSinkInPieces) {
  const std::string body(5'000'000, 'u');
  std::uint64_t sum = 0;
  for (const char c : body) {
    sum = sum * 31 + static_cast<unsigned char>(c);
  }
  const std::string expected = std::to_string(body.size()) + " " + std::to_string(sum);
  RawClient client(port);
  EXPECT_EQ(client.ask("PUT", "/files/a/b.bin", body, "").body, expected);
  EXPECT_EQ(client.ask("PUT", "/files/empty", "", "").body, "0 0");
  std::string chunked = "PUT /files/c HTTP/1.1\r\n" + host() + "Transfer-Encoding: chunked\r\n\r\n";
  for (std::size_t at = 0; at < body.size(); at += 100'000) {
    chunked += "186a0\r\n" + body.substr(at, 100'000) + "\r\n";
  }
  client.send(chunked + "0\r\n\r\n");
  EXPECT_EQ(client.receive().body, expected);
  EXPECT_EQ(leftSinks, 0);
}

TEST_F(ServerTest, AnUploadThatIsRefusedIsAnsweredBeforeItsBody) {
  RawClient client(port);
  client.send("PUT /files/no HTTP/1.1\r\n" + host() + "Content-Length: 1000000000\r\n\r\nabc");
  const auto response = client.receive();
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.field("connection"), "close");
}

TEST_F(ServerTest, AClientThatLeavesInTheMiddleOfAnUploadUndoesIt) {
  {
    RawClient client(port);
    client.send("PUT /files/a HTTP/1.1\r\n" + host() + "Content-Length: 1000000\r\n\r\n" +
                std::string(400'000, 'x'));
  }
  for (int i = 0; i < 2000 && leftSinks == 0; ++i) {
    std::this_thread::sleep_for(1ms);
  }
  EXPECT_EQ(leftSinks, 1);
}

TEST_F(ServerTest, WhatASinkUndoesIsNotDoneWhereEverybodyIsServed) {
  CountingSink::s_goneOnIo = 0;
  EXPECT_EQ(tests::ask(port, "PUT", "/files/a", "abc").status, 200);
  {
    RawClient leaving(port);
    leaving.send("PUT /files/b HTTP/1.1\r\n" + host() + "Content-Length: 1000\r\n\r\npart");
  }
  for (int i = 0; i < 2000 && leftSinks == 0; ++i) {
    std::this_thread::sleep_for(1ms);
  }
  EXPECT_EQ(leftSinks, 1);
  EXPECT_EQ(CountingSink::s_goneOnIo, 0);
}

TEST_F(ServerTest, StreamedAnswersArriveWhole) {
  RawClient client(port);
  EXPECT_EQ(client.ask("GET", "/sized").body.size(), 3'000'000u);
  EXPECT_EQ(client.ask("GET", "/chunked").body, std::string(700'000, 'x'));
  EXPECT_EQ(client.ask("GET", "/hello").body, "hello");
}

TEST_F(ServerTest, LongAnswersArriveWholeWhateverTheirLength) {
  RawClient client(port);
  for (const std::size_t size :
       {1u, 16'383u, 16'384u, 16'385u, 262'000u, 262'143u, 262'144u, 262'145u, 600'001u}) {
    std::string body(size, '\0');
    for (std::size_t i = 0; i < size; ++i) {
      body[i] = static_cast<char>(i * i >> 7);
    }
    EXPECT_TRUE(client.ask("POST", "/echo", body, kForm).body == body) << size << " bytes";
  }
  EXPECT_EQ(client.ask("GET", "/hello").body, "hello") << "and the connection goes on";
}

TEST_F(ServerTest, AHeaderValueCannotStartAnotherHeader) {
  const auto response = tests::ask(port, "GET", "/split");
  EXPECT_EQ(response.field("x-good"), "1");
  EXPECT_EQ(response.head.find("Injected"), std::string::npos);
}

TEST_F(ServerTest, BodiesWhoseEndIsDoubtfulAreRefused) {
  const std::string start = "POST /echo HTTP/1.1\r\n" + host();
  for (const char* fields : {
           "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
           "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
           "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
           "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
           "Content-Length: -1\r\n\r\n",
           "Content-Length: 3x\r\n\r\nabc",
           "Content-Length: 99999999999999999999999\r\n\r\n",
           "Transfer-Encoding: gzip\r\n\r\n",
           "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
           "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
           "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
           "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
           "Transfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n",
       }) {
    const auto response = raw(start + fields);
    EXPECT_TRUE(response.status >= 400 && response.status < 502) << fields << response.status;
    EXPECT_EQ(response.field("connection"), "close") << fields;
  }
  EXPECT_EQ(tests::ask(port, "GET", "/hello").status, 200);
}

TEST_F(ServerTest, WhatIsNotHttpIsRefused) {
  for (const std::string& bytes :
       {std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello tls\r\n\r\n"),
        std::string("GET\r\n\r\n"), "GET /hello\r\n" + host() + "\r\n",
        "GET /hello HTTP/9.9\r\n" + host() + "\r\n",
        "GET /hello HTTP/1.1\r\n" + host() + " folded\r\nBad Name: x\r\n\r\n"}) {
    EXPECT_EQ(raw(bytes).status, 400) << bytes;
  }
}

TEST_F(ServerTest, LimitsOnHeadersTargetsAndBodiesHold) {
  EXPECT_EQ(raw("GET /" + std::string(20'000, 'a') + " HTTP/1.1\r\n" + host() + "\r\n").status, 414);
  EXPECT_EQ(raw("GET /hello HTTP/1.1\r\n" + host() + "X: " + std::string(80'000, 'a') + "\r\n\r\n").status,
            431);
  std::string many = "GET /hello HTTP/1.1\r\n" + host();
  for (int i = 0; i < 20'000; ++i) {
    many += "X-" + std::to_string(i) + ": 1\r\n";
  }
  EXPECT_EQ(raw(many + "\r\n").status, 431);
  EXPECT_EQ(raw("POST /echo HTTP/1.1\r\n" + host() + "Content-Length: 1073741824\r\n\r\n").status, 413);
  open([] {
    ServerOptions options;
    options.maxBody = 100'000;
    options.maxBodiesTotal = 50'000;
    return options;
  }());
  EXPECT_EQ(raw("POST /echo HTTP/1.1\r\n" + host() + "Transfer-Encoding: chunked\r\n\r\n" + "30d40\r\n" +
                std::string(200'000, 'a') + "\r\n0\r\n\r\n")
                .status,
            503);
  EXPECT_EQ(tests::ask(port, "POST", "/echo", std::string(20'000, 'b')).body.size(), 20'000u);
}

TEST_F(ServerTest, AForeignHostIsRefusedBeforeAnythingElse) {
  const std::string ours = std::to_string(port);
  for (const std::string& fields :
       {std::string("Host: evil.example\r\n"), std::string(), host() + host(),
        host() + "Host: evil.example\r\n", "Host: 127.0.0.1.evil.com:" + ours + "\r\n",
        std::string("Host: 127.0.0.1:1\r\n"), std::string("Host: 127.0.0.1\r\n"), std::string("Host:\r\n")}) {
    EXPECT_EQ(raw("POST /echo HTTP/1.1\r\n" + fields + "Content-Length: 0\r\n\r\n").status, 403) << fields;
  }
  EXPECT_EQ(raw("GET /hello HTTP/1.1\r\nHost: localhost:" + ours + "\r\n\r\n").status, 200);
  EXPECT_EQ(raw("GET /hello HTTP/1.0\r\n\r\n").status, 403);
}

TEST_F(ServerTest, AForeignPageMayNotChangeAnything) {
  const std::string own = "Origin: http://127.0.0.1:" + std::to_string(port) + "\r\n";
  for (const char* origin :
       {"Origin: null\r\n", "Origin: http://evil.example\r\n", "Origin: http://127.0.0.1:1\r\n"}) {
    EXPECT_EQ(tests::ask(port, "POST", "/echo", "x", origin).status, 403) << origin;
    EXPECT_EQ(tests::ask(port, "PUT", "/files/a", "x", origin).status, 403) << origin;
    const auto preflight = tests::ask(port, "OPTIONS", "/echo", "",
                                      std::string(origin) + "Access-Control-Request-Method: POST\r\n");
    EXPECT_GE(preflight.status, 400);
    EXPECT_EQ(preflight.field("access-control-allow-origin"), "");
  }
  EXPECT_EQ(tests::ask(port, "POST", "/echo", "x", own).status, 200);
}

TEST_F(ServerTest, TheGateStandsBeforeEveryRouteAndNonRoute) {
  ServerOptions options;
  options.gate = [](Request& request) -> std::optional<Refusal> {
    if (request.field("authorization") == "Bearer right") {
      request.caller.name = "someone";
      return std::nullopt;
    }
    return Refusal{401, "Who are you"};
  };
  open(std::move(options));
  for (const char* target :
       {"/hello", "/nothing", "//hello", "/hello/", "/hello?x=1", "/%68ello", "/files/a"}) {
    EXPECT_EQ(tests::ask(port, "GET", target).status, 401) << target;
    EXPECT_EQ(tests::ask(port, "PUT", target, "body").status, 401) << target;
  }
  EXPECT_EQ(tests::ask(port, "GET", "/hello", "", "Authorization: Bearer right\r\n").status, 200);
  EXPECT_EQ(tests::ask(port, "GET", "/hello", "", "Authorization: Bearer wrong\r\n").status, 401);
}

TEST_F(ServerTest, SlowHeadersAndSlowBodiesAreCutAndTheRestGoesOn) {
  open(quick());
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int i = 0; i < 100; ++i) {
    slow.push_back(std::make_unique<RawClient>(port));
    slow.back()->send(i % 2 == 0 ? "POST /echo HTTP/1.1\r\nHo"
                                 : "POST /echo HTTP/1.1\r\n" + host() + "Content-Length: 1000\r\n\r\nabc");
  }
  EXPECT_EQ(tests::ask(port, "GET", "/hello").body, "hello");
  for (const auto& client : slow) {
    EXPECT_EQ(client->receive(5s).status, 408);
  }
}

// A byte now and then keeps neither headers nor a body, nor the upload of a file, going.
TEST_F(ServerTest, ARequestThatDripsIsCutAsOneThatStops) {
  open(quick());
  const std::string starts[] = {
      "POST /echo HTTP/1.1\r\n" + host() + "X-Slow: ",
      "POST /echo HTTP/1.1\r\n" + host() + "Content-Length: 100000\r\n\r\n",
      "PUT /files/slow HTTP/1.1\r\n" + host() + "Content-Length: 100000000\r\n\r\n"};
  std::vector<std::thread> clients;
  for (const std::string& start : starts) {
    clients.emplace_back([&, start] {
      RawClient client(port);
      client.send(start);
      const auto until = std::chrono::steady_clock::now() + 5s;
      RawResponse answer;
      while (answer.status == 0 && std::chrono::steady_clock::now() < until) {
        client.send("x");
        answer = client.receive(50ms);
      }
      EXPECT_EQ(answer.status, 408) << start;
    });
  }
  for (std::thread& client : clients) {
    client.join();
  }
  EXPECT_EQ(tests::ask(port, "GET", "/hello").body, "hello");
}

TEST_F(ServerTest, AThousandIdleConnectionsHoldNobodyUpAndAreClosedInTime) {
  rlimit files{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &files), 0);
  files.rlim_cur = std::max<rlim_t>(files.rlim_cur, 4096);  // both ends of each are this program's
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &files), 0);
  ServerOptions options;
  options.idleTimeout = 1s;
  options.headerTimeout = 1s;
  open(std::move(options));
  std::vector<std::unique_ptr<RawClient>> idle;
  for (int i = 0; i < 1000; ++i) {
    idle.push_back(std::make_unique<RawClient>(port));
  }
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(tests::ask(port, "GET", "/hello").body, "hello");
  EXPECT_LT(std::chrono::steady_clock::now() - began, 1s);
  for (const auto& one : idle) {
    const int status = one->receive(10s).status;  // none for one that gave way
    EXPECT_TRUE(status == 408 || status == 0) << status;
    ASSERT_TRUE(one->closedWithin(10s));
  }
  EXPECT_EQ(tests::ask(port, "GET", "/hello").body, "hello");
}

TEST_F(ServerTest, WhenConnectionsRunOutTheLongestWaitingGivesWay) {
  ServerOptions options;
  options.maxConnections = 20;
  open(std::move(options));
  std::vector<std::unique_ptr<RawClient>> idle;
  for (int i = 0; i < 60; ++i) {
    idle.push_back(std::make_unique<RawClient>(port));
  }
  EXPECT_EQ(tests::ask(port, "GET", "/hello").body, "hello");
  EXPECT_LE(server->connections(), 20u);
  EXPECT_TRUE(idle.front()->closedWithin(5s));
}

TEST_F(ServerTest, StoppingFinishesWhatRunsAndClosesWhatIsIdle) {
  RawClient idle(port);
  EXPECT_EQ(idle.ask("GET", "/hello").status, 200);
  RawClient busy(port);
  busy.send("POST /slow HTTP/1.1\r\n" + host() + "Content-Length: 0\r\n\r\n");
  while (running == 0) {
    std::this_thread::sleep_for(1ms);
  }
  std::thread stopper([&] { server->stop(5s); });
  const auto response = busy.receive();
  EXPECT_EQ(response.body, "done");
  EXPECT_EQ(response.field("connection"), "close");
  EXPECT_TRUE(idle.closedWithin(5s));
  busy.send("x");
  stopper.join();
  EXPECT_FALSE(RawClient(port).connected());
}

TEST_F(ServerTest, StoppingDoesNotWaitLongerThanItsGrace) {
  RawClient stuck(port);
  stuck.send("POST /later HTTP/1.1\r\n" + host() + "Content-Length: 0\r\n\r\n");
  for (int i = 0; i < 1000; ++i) {
    std::lock_guard<std::mutex> lock(mutex);
    if (!waiting.empty()) {
      break;
    }
    std::this_thread::sleep_for(1ms);
  }
  const auto begin = std::chrono::steady_clock::now();
  server->stop(100ms);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 3s);
  waiting.clear();  // answers into the void, after the server has gone
}

// What the watch was told; the views of an Exchange end with the call.
struct Told {
  Method method;
  std::string route, path, client, caller;
  int status;
  bool cut;
  std::uint64_t bytesIn, bytesOut;
};

TEST_F(ServerTest, TheWatchIsToldOfEveryRequestOnce) {
  std::mutex guard;
  std::vector<Told> told;
  ServerOptions options = quick();
  options.gate = [](Request& request) -> std::optional<Refusal> {
    request.caller.name = "aya";
    return request.path == "/secret" ? std::optional(Refusal{401, "no"}) : std::nullopt;
  };
  options.watch = [&](const Exchange& e) {
    std::lock_guard<std::mutex> lock(guard);
    told.push_back({e.method, std::string(e.route), std::string(e.path), std::string(e.client),
                    std::string(e.caller), e.status, e.cut, e.bytesIn, e.bytesOut});
  };
  open(std::move(options));
  RawClient client(port);
  client.send("POST /echo HTTP/1.1\r\n" + host() + std::string(kForm) +
              "User-Agent: probe/1\r\nContent-Length: 3\r\n\r\nabc");
  EXPECT_EQ(client.receive().status, 200);
  client.send("GET /nowhere HTTP/1.1\r\n" + host() + "\r\n");
  EXPECT_EQ(client.receive().status, 404);
  EXPECT_EQ(raw("GET /secret HTTP/1.1\r\n" + host() + "\r\n").status, 401);
  EXPECT_EQ(raw("GET /sized HTTP/1.1\r\n" + host() + "\r\n").body.size(), 3'000'000u);
  EXPECT_EQ(raw("nonsense\r\n\r\n").status, 400);
  {
    RawClient leaving(port);
    leaving.send("PUT /files/a HTTP/1.1\r\n" + host() + "Content-Length: 100\r\n\r\npart");
    std::this_thread::sleep_for(100ms);
  }
  const auto count = [&] {
    std::lock_guard<std::mutex> lock(guard);
    return told.size();
  };
  for (int i = 0; i < 100 && count() < 6; ++i) {
    std::this_thread::sleep_for(20ms);
  }
  server->stop(1s);
  ASSERT_EQ(told.size(), 6u);
  EXPECT_EQ(told[0].method, Method::Post);
  EXPECT_EQ(told[0].route, "/echo");
  EXPECT_EQ(told[0].client, "probe/1");
  EXPECT_EQ(told[0].caller, "aya");
  EXPECT_EQ(told[0].bytesIn, 3u);
  EXPECT_EQ(told[0].bytesOut, 3u);
  EXPECT_EQ(told[1].status, 404);
  EXPECT_EQ(told[1].route, "");
  EXPECT_EQ(told[1].path, "/nowhere");
  EXPECT_EQ(told[1].client, "");  // not what the request before it on this connection said
  EXPECT_EQ(told[1].bytesIn, 0u);
  EXPECT_EQ(told[2].status, 401);
  EXPECT_EQ(told[3].bytesOut, 3'000'000u);
  EXPECT_EQ(told[4].status, 400);
  EXPECT_EQ(told[4].path, "");
  EXPECT_EQ(told[5].route, "/files/{path...}");
  EXPECT_EQ(told[5].status, 499);
  EXPECT_TRUE(told[5].cut);
}

TEST_F(ServerTest, APortInUseIsNamed) {
  ServerOptions options;
  options.port = port;
  options.refuse = [](const Refusal&) { return Response{}; };
  options.explain = [](const Error&) { return Response{}; };
  auto second = Server::start(std::move(options), Router{});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::AlreadyExists);
  EXPECT_NE(second.error().message.find(std::to_string(port)), std::string::npos);
}

TEST_F(ServerTest, AnAddressThatIsNoneIsRefused) {
  ServerOptions options;
  options.host = "not an address";
  EXPECT_FALSE(Server::start(std::move(options), Router{}));
}

}  // namespace
}  // namespace tatara::http
