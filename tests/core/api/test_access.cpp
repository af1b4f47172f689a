// Who a request comes from, and what that lets it do.

#include <gtest/gtest.h>

#include <thread>

#include "core/registry/registry.h"
#include "core/registry/tokens.h"
#include "tests/core/api/fixture.h"

namespace tatara::api {
namespace {

using registry::Scope;

constexpr const char* kSearch = "/api/2.0/mlflow/experiments/search";
const registry::Actor kAdmin{"mika", "test"};

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = bits << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += i + k <= bytes.size() ? kDigits[bits >> (18 - 6 * k) & 63] : '=';
    }
  }
  return out;
}

class AccessTest : public ApiTest {
 protected:
  void serveTo(Strangers strangers) {
    Options options;
    options.strangers = strangers;
    serve(options);
  }
  registry::IssuedToken make(const registry::NewToken& token) {
    return workspace.store()
        .writeFor([&](store::Writer& w) {
          return registry::createToken(w, token, kAdmin, workspace.store().clock().now());
        })
        .value();
  }
  int statusOf(const std::string& authorization, std::string_view method = "GET",
               const std::string& path = kSearch, std::string_view body = {}) {
    return answerTo(authorization, method, path, body).status;
  }
  tests::RawResponse answerTo(const std::string& authorization, std::string_view method,
                              const std::string& path, std::string_view body) {
    return tests::ask(port(), method, path, body,
                      "Content-Type: application/json\r\n" +
                          (authorization.empty() ? "" : "Authorization: " + authorization + "\r\n"));
  }
  // The server hears of a change within moments.
  bool soon(const std::string& authorization, int status) {
    for (int i = 0; i < 200; ++i) {
      if (statusOf(authorization) == status) {
        return true;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }
  std::vector<registry::Act> acts() {
    return workspace.store().read([](sql::Connection& c) { return registry::loadActs(c, 100); }).value();
  }
};

TEST_F(AccessTest, AGoodTokenOpensAsBearerAndAsPasswordOfBasic) {
  const auto issued = make({.person = "ana", .scopes = {Scope::Log}});
  serveTo(Strangers::Refused);
  EXPECT_EQ(statusOf(""), 401);
  EXPECT_EQ(statusOf("Bearer " + issued.secret), 200);
  EXPECT_EQ(statusOf("bearer " + issued.secret), 200);
  EXPECT_EQ(statusOf("Basic " + base64("ana:" + issued.secret)), 200);
  EXPECT_EQ(statusOf("Basic " + base64("whoever:" + issued.secret)), 200);
  const std::string padded = base64("anna:" + issued.secret) + "=";  // a padding too many
  for (const std::string& wrong :
       {"Basic " + padded, "Basic " + base64("ana:" + issued.secret) + "=garbage",
        "Bearer " + issued.secret.substr(1), std::string("bearer"), std::string("Bearer "),
        std::string("Basic !!!!"), std::string("Basic YWxpY2U6eA=="), issued.secret,
        "Basic " + base64(issued.secret), "Digest " + issued.secret}) {
    EXPECT_EQ(statusOf(wrong), 401) << wrong;
  }
}

TEST_F(AccessTest, AWrongTokenIsRefusedEvenWhereNoneIsAskedFor) {
  EXPECT_EQ(statusOf(""), 200);
  const auto refused = answerTo("Bearer nonsense", "GET", kSearch, "");
  EXPECT_EQ(refused.status, 401);
  EXPECT_NE(refused.body.find("UNAUTHENTICATED"), std::string::npos);
}

TEST_F(AccessTest, ATokenMadeOrRevokedMeanwhileCountsWithoutARestart) {
  serveTo(Strangers::Refused);
  const auto issued = make({.person = "ana", .scopes = {Scope::Read}});
  EXPECT_TRUE(soon("Bearer " + issued.secret, 200));
  ASSERT_TRUE(workspace.store().write([&](store::Writer& w) {
    return registry::revokeToken(w, issued.token.id, kAdmin, workspace.store().clock().now());
  }));
  EXPECT_TRUE(soon("Bearer " + issued.secret, 401));
}

TEST_F(AccessTest, WhoMayOnlyReadChangesNothing) {
  const std::string reader = "Bearer " + make({.person = "rea", .scopes = {Scope::Read}}).secret;
  const std::string logger = "Bearer " + make({.person = "lo", .scopes = {Scope::Log}}).secret;
  serve({});
  int refused = 0;
  for (const std::string& route : routes) {
    const std::size_t blank = route.find(' ');
    const std::string method = route.substr(0, blank);
    std::string path = route.substr(blank + 1);
    for (std::size_t at = 0; (at = path.find('{')) != std::string::npos;) {
      path.replace(at, path.find('}') - at + 1, "x");
    }
    const std::string last = path.substr(path.rfind('/') + 1);
    const bool looks = method == "GET" || last.starts_with("search") || last == "get-latest-versions" ||
                       last == "batchGetInfos";
    const int status = statusOf(reader, method, path, method == "GET" ? "" : "{}");
    EXPECT_EQ(status == 403, !looks) << route << " " << status;
    refused += status == 403 ? 1 : 0;
    EXPECT_NE(statusOf(logger, method, path, method == "GET" ? "" : "{}"), 403) << route;
  }
  EXPECT_GT(refused, 50);
}

TEST_F(AccessTest, ActsSayWhoseTokenItWas) {
  const std::string ana = "Bearer " + make({.person = "ana", .scopes = {Scope::Log}}).secret;
  serve({});
  const std::string create = "/api/2.0/mlflow/registered-models/create";
  ASSERT_EQ(statusOf(ana, "POST", create, R"({"name": "hers"})"), 200);
  ASSERT_EQ(statusOf("", "POST", create, R"({"name": "nobodys"})"), 200);
  const auto all = acts();
  ASSERT_GE(all.size(), 2u);
  EXPECT_EQ(all[0].actor, registry::kNobody);
  EXPECT_EQ(all[1].actor, "ana");
  EXPECT_EQ(all[1].program, "mlflow-client");
}

TEST_F(AccessTest, TheLastUseOfATokenIsWrittenDown) {
  const auto issued = make({.person = "ana", .scopes = {Scope::Read}});
  serve({});
  ASSERT_EQ(statusOf("Bearer " + issued.secret), 200);
  bool noted = false;
  for (int i = 0; i < 200 && !noted; ++i) {
    const auto tokens = workspace.store().read([](sql::Connection& c) { return registry::loadTokens(c); });
    noted = tokens.value().front().used.has_value();
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_TRUE(noted);
}

TEST_F(AccessTest, HealthAndVersionNeedNoToken) {
  serveTo(Strangers::Refused);
  EXPECT_EQ(ask("GET", "/health").text, "OK");
  EXPECT_EQ(ask("GET", "/version").status, 200);
  EXPECT_EQ(ask("GET", "/metrics").status, 401);
}

}  // namespace
}  // namespace tatara::api
