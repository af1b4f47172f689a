#include <gtest/gtest.h>

#include "core/http/host_guard.h"
#include "core/http/router.h"
#include "core/http/target.h"

namespace tatara::http {
namespace {

TEST(TargetTest, APathIsDecodedOnceAndOnlyOnce) {
  EXPECT_EQ(*decodePath("/a%20b/c"), "/a b/c");
  EXPECT_EQ(*decodePath("/100%25.txt"), "/100%.txt");
  EXPECT_EQ(*decodePath("/a%2520b"), "/a%20b");
  EXPECT_EQ(*decodePath("/%E3%81%82"), "/あ");
}

TEST(TargetTest, APathThatCouldLeaveItsFolderIsRefusedHoweverItIsEncoded) {
  for (const char* path : {"/a/../b",
                           "/..",
                           "/../",
                           "/a/..",
                           "/%2e%2e/b",
                           "/%2E%2e",
                           "/a/%252e%252e/b",
                           "/a/%25252e%25252e/b",
                           "/a%2f..%2fb",
                           "/a%2f%2e%2e",
                           "/a\\..\\b",
                           "/a%5c..%5cb",
                           "/a%255cb",
                           "/a%00b",
                           "/a%2500",
                           "/./a",
                           "/a/.",
                           "/a%0ab",
                           "/a%7f",
                           "a/b",
                           "",
                           "*",
                           "http://other/a",
                           "/a#b",
                           "/%252525252525252525252525252525252525252525252525252e%2e"}) {
    EXPECT_FALSE(decodePath(path)) << path;
  }
}

// MLflow 2's log_image parts the step and the time from the name by "%".
TEST(TargetTest, ANameMayHavePercentSignsBeforeDigits) {
  EXPECT_EQ(decodePath("/images/dog%25step%2510%25timestamp%251795354213138%25g1.png").value(),
            "/images/dog%step%10%timestamp%1795354213138%g1.png");
}

TEST(TargetTest, NamesThatOnlyLookLikeDotsAreKept) {
  for (const char* path : {"/a..b", "/...", "/..a", "/a..", "/.hidden", "/a/...b/c"}) {
    EXPECT_TRUE(decodePath(path)) << path;
    EXPECT_TRUE(checkRelativePath(std::string(path).substr(1))) << path;
  }
}

TEST(TargetTest, ARelativePathMustStayBelowItsRoot) {
  for (const char* path : {"/etc/passwd", "//proc/self/root",
                           "..",          "../x",
                           "a/../../x",   "a//b",
                           "C:/x",        "c:x",
                           "a\\b",        "a;b",
                           "a#b",         "a?b",
                           "%2e%2e/x",    "%252e%252e%252fx",
                           "%2fetc",      "a%00",
                           "a%2500",      "a%5cb",
                           "a/C:/x",      "a/%2e",
                           "a%2f%2fb"}) {
    EXPECT_FALSE(checkRelativePath(path)) << path;
  }
  for (const char* path : {"", "a", "a/b.txt", "a/", "日本/語.txt", "100%", "a b", "a=b&c", "x%20y", "a%3bb",
                           "dog%step%23%timestamp%1795354213138%g1.png", "dog%step%10%x"}) {
    EXPECT_TRUE(checkRelativePath(path)) << path;
  }
}

TEST(TargetTest, AQueryKeepsOrderAndRepetition) {
  const auto query = parseQuery("a=1&b=x+y%2B&a=2&empty=&bare&&=v");
  ASSERT_EQ(query.size(), 6u);
  EXPECT_EQ(query[0], (std::pair<std::string, std::string>("a", "1")));
  EXPECT_EQ(query[1].second, "x y+");
  EXPECT_EQ(query[2].second, "2");
  EXPECT_EQ(query[4].first, "bare");
  EXPECT_EQ(query[5].second, "v");
}

TEST(HostGuardTest, OnlyOwnNamesWithTheOwnPortAreBelieved) {
  const HostGuard guard("http", 5000, {"lab.example", "proxy.example:8080"}, {"https://notebook.example"});
  for (const char* host : {"localhost:5000", "LOCALHOST:5000", "127.0.0.1:5000", "[::1]:5000",
                           "10.0.0.7:5000", "lab.example", "Lab.Example:81", "proxy.example:8080"}) {
    EXPECT_TRUE(guard.allowsHost(host, "10.0.0.7")) << host;
  }
  for (const char* host :
       {"", "evil.example", "evil.example:5000", "127.0.0.1.evil.com:5000", "localhost", "localhost:80",
        "127.0.0.1:5001", "10.0.0.8:5000", "localhost:5000:1", "localhost:", "localhost:5000x", "[::1",
        "proxy.example:8081", "localhost.:5000", "user@localhost:5000", "localhost:005000"}) {
    EXPECT_FALSE(guard.allowsHost(host, "10.0.0.7")) << host;
  }
}

TEST(HostGuardTest, AStarBelievesEveryHostAndNoForeignPage) {
  const HostGuard guard("http", 8080, {"*"}, {});
  EXPECT_TRUE(guard.allowsHost("bikes.default.svc", "10.0.0.7"));
  EXPECT_TRUE(guard.allowsHost("localhost:8080", "127.0.0.1"));
  EXPECT_FALSE(guard.allowsOrigin("http://evil.example", "10.0.0.7"));
  EXPECT_TRUE(guard.allowsOrigin("http://localhost:8080", "127.0.0.1"));
}

TEST(HostGuardTest, WhoSpeaksTlsBelievesPagesThatCameByTls) {
  const HostGuard guard("https", 443, {}, {});
  EXPECT_TRUE(guard.allowsHost("localhost", "127.0.0.1"));
  EXPECT_TRUE(guard.allowsHost("localhost:443", "127.0.0.1"));
  EXPECT_TRUE(guard.allowsOrigin("https://localhost", "127.0.0.1"));
  EXPECT_FALSE(guard.allowsOrigin("http://localhost", "127.0.0.1"));
  EXPECT_FALSE(guard.allowsHost("localhost:80", "127.0.0.1"));
}

TEST(HostGuardTest, OriginsAreTheServersOwnPagesOrNamedOnes) {
  const HostGuard guard("http", 5000, {}, {"https://notebook.example"});
  EXPECT_TRUE(guard.allowsOrigin("http://localhost:5000", ""));
  EXPECT_TRUE(guard.allowsOrigin("https://notebook.example", ""));
  for (const char* origin :
       {"null", "", "http://evil.example", "https://localhost:5000", "http://localhost:5001",
        "http://notebook.example", "https://notebook.example.evil.com"}) {
    EXPECT_FALSE(guard.allowsOrigin(origin, "")) << origin;
  }
}

TEST(RouterTest, PlainPathsNamesAndTailsAreFound) {
  Router router;
  const auto handler = [](const Request&) -> Result<Response> { return Response{}; };
  router.add(Method::Get, "/a/b", handler);
  router.add(Method::Get, "/a/{id}", handler);
  router.add(Method::Post, "/a/{id}/tags/{key...}", handler);
  const auto match = [&](Method method, const char* path) {
    auto request = std::make_unique<Request>();
    request->method = method;
    request->path = path;
    const auto found = router.match(*request);
    std::string params;
    for (const auto& [name, value] : request->params) {
      params += std::string(name) + "=" + value + ";";
    }
    return (found.route ? "found " : found.pathExists ? "wrong method " : "nothing ") + params;
  };
  EXPECT_EQ(match(Method::Get, "/a/b"), "found ");
  EXPECT_EQ(match(Method::Head, "/a/b"), "found ");
  EXPECT_EQ(match(Method::Post, "/a/b"), "wrong method ");
  EXPECT_EQ(match(Method::Get, "/a/c"), "found id=c;");
  EXPECT_EQ(match(Method::Post, "/a/c/tags/x/y"), "found id=c;key=x/y;");
  for (const char* path : {"/a/c/", "/a/", "/a", "/", "/a//tags/x", "/a/c/tags/", "/a/c/tags", "//a/b"}) {
    EXPECT_EQ(match(Method::Get, path).substr(0, 7), "nothing") << path;
  }
}

}  // namespace
}  // namespace tatara::http
