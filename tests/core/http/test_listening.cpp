#include <gtest/gtest.h>

#include <fstream>
#include <string>

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

}  // namespace
}  // namespace tatara::http
