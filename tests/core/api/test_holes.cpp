// The ten holes that MLflow's servers had, each tried over raw sockets so that no client tidies the request
// first.

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/core/api/fixture.h"

namespace tatara::api {
namespace {

class HolesTest : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    canary = workspace.workspace().root / "canary.txt";
    std::ofstream(canary) << "the canary sings";
    run = createRun();
    tests::ask(port(), "PUT", "/api/2.0/mlflow-artifacts/artifacts/0/" + run + "/artifacts/ok.txt", "ok");
    post("registered-models/create", R"({"name": "rm"})");
    post("model-versions/create", R"({"name": "rm", "source": "mlflow-artifacts:/0/)" + run +
                                      R"(/artifacts", "run_id": ")" + run + "\"}");
  }

  std::string canaryText() const {
    std::ifstream file(canary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

  void expectRefused(const tests::RawResponse& response, const std::string& what) {
    EXPECT_GE(response.status, 400) << what;
    EXPECT_LT(response.status, 500) << what << " " << response.body;
    EXPECT_EQ(response.body.find("sings"), std::string::npos) << what;
    EXPECT_EQ(response.body.find("root:"), std::string::npos) << what;
  }

  std::filesystem::path canary;
  std::string run;
};

// Every way to say "one folder up" or "from the root" that a decoder somewhere might understand.
std::vector<std::string> traversals() {
  std::vector<std::string> out;
  for (const char* up :
       {"..", "%2e%2e", "%2E%2E", ".%2e", "%2e.", "%252e%252e", "%25252e%25252e", "..%00", "%2e%2e%00"}) {
    for (const char* slash : {"/", "%2f", "%2F", "%252f", "\\", "%5c", "%255c", "//"}) {
      std::string path = up;
      for (int i = 0; i < 3; ++i) {
        path += std::string(slash) + up;
      }
      out.push_back(path + slash + "canary.txt");
    }
  }
  for (const char* path : {"/etc/passwd",
                           "//etc/passwd",
                           "%2fetc%2fpasswd",
                           "%252fetc/passwd",
                           "//proc/self/root/etc/passwd",
                           "C:/canary.txt",
                           "C:%5ccanary.txt",
                           "a/../../canary.txt",
                           "a/%2e%2e/%2e%2e/canary.txt",
                           "x%00.txt",
                           "a%0d%0ab",
                           "ok.txt%00",
                           "..;/canary.txt",
                           "a;x=1/../canary.txt",
                           "a%23b",
                           "a%3fb/..%2f",
                           "./canary.txt",
                           "%2e/canary.txt",
                           "a//b",
                           "%c0%ae%c0%ae/canary.txt",
                           "%ff%fe"}) {
    out.push_back(path);
  }
  return out;
}

TEST_F(HolesTest, NoEncodingOfAPathLeavesTheArtifactRoot) {
  const std::vector<std::string> paths = traversals();
  ASSERT_GE(paths.size(), 60u);
  const std::string model =
      *post("logged-models", R"({"experiment_id": "0"})")["model"]["info"]["model_id"].asString();
  for (const std::string& path : paths) {
    for (const std::string prefix : {"", "0/", "0/x/"}) {
      const std::string target = "/api/2.0/mlflow-artifacts/artifacts/" + prefix + path;
      expectRefused(tests::ask(port(), "GET", target), "GET " + target);
      expectRefused(tests::ask(port(), "PUT", target, "overwritten", ""), "PUT " + target);
      expectRefused(tests::ask(port(), "DELETE", target), "DELETE " + target);
    }
    for (const std::string& target :
         {"/api/2.0/mlflow-artifacts/artifacts?path=" + path,
          "/api/2.0/mlflow/artifacts/list?run_id=" + run + "&path=" + path,
          "/get-artifact?run_id=" + run + "&path=" + path,
          "/model-versions/get-artifact?name=rm&version=1&path=" + path,
          "/api/2.0/mlflow/logged-models/" + model + "/artifacts/files?artifact_file_path=" + path,
          "/api/2.0/mlflow/logged-models/" + model +
              "/artifacts/directories?artifact_directory_path=" + path}) {
      expectRefused(tests::ask(port(), "GET", target), "GET " + target);
    }
  }
  EXPECT_EQ(canaryText(), "the canary sings");
  EXPECT_EQ(tests::ask(port(), "GET", "/get-artifact?run_id=" + run + "&path=ok.txt").body, "ok");
}

TEST_F(HolesTest, ALocalDirectoryCannotBeRegisteredAsAModel) {
  for (const std::string source :
       {"/etc", "file:///etc", "file:/etc", "file://localhost/etc", "file://127.0.0.1/etc",
        "//proc/self/root/etc", "FILE:///etc", "etc", "./etc", "../etc", "mlflow-artifacts:/../../etc",
        "mlflow-artifacts:/a/%2e%2e/%2e%2e/etc", "mlflow-artifacts://h/../etc", "runs:/RUN/../../../etc",
        "runs:/RUN/%2e%2e/etc", "mlflow-artifacts:/a#b", "mlflow-artifacts:/a?x=../..", "s3://b/../../etc"}) {
    for (const std::string& tags :
         {std::string(), std::string(R"(, "tags": [{"key": "mlflow.prompt.is_prompt", "value": "true"}])")}) {
      for (const std::string& owner : {std::string(), R"(, "run_id": ")" + run + "\""}) {
        std::string text = source;
        if (const auto at = text.find("RUN"); at != std::string::npos) {
          text.replace(at, 3, run);
        }
        const auto made =
            post("model-versions/create", R"({"name": "rm", "source": ")" + text + "\"" + owner + tags + "}");
        EXPECT_EQ(made.status, 400) << text << " " << made.text;
      }
    }
  }
  EXPECT_EQ(get("model-versions/search")["model_versions"].items().size(), 1u);
}

TEST_F(HolesTest, ExperimentLocationsMayNotLeaveTheirFolder) {
  for (const char* location :
       {"mlflow-artifacts:/../../etc", "file:///a/../etc", "/a?x=../..", "http://h/a#b", "runs:/x", "a;b"}) {
    const auto made =
        post("experiments/create", std::string(R"({"name": "e", "artifact_location": ")") + location + "\"}");
    EXPECT_EQ(made.status, 400) << location << made.text;
  }
}

TEST_F(HolesTest, LinksPlacedAmongTheArtifactsAreNotFollowed) {
  const auto folder = workspace.workspace().artifactFolder();
  std::filesystem::create_symlink("/etc/passwd", folder / "a");
  std::filesystem::create_directory_symlink("/etc", folder / "d");
  for (const char* path : {"a", "d/passwd", "d"}) {
    expectRefused(tests::ask(port(), "GET", std::string("/api/2.0/mlflow-artifacts/artifacts/") + path),
                  path);
    tests::ask(port(), "DELETE", std::string("/api/2.0/mlflow-artifacts/artifacts/") + path);
  }
  EXPECT_TRUE(std::filesystem::exists("/etc/passwd"));
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "a"));
}

TEST_F(HolesTest, AForeignHostChangesNothing) {
  const std::string body = R"({"name": "rebound"})";
  for (const std::string& host :
       {std::string("Host: evil.example\r\n"), std::string(), std::string("Host: 127.0.0.1:1\r\n"),
        "Host: 127.0.0.1.evil.com:" + std::to_string(port()) + "\r\n",
        "Host: localhost:" + std::to_string(port()) + "\r\nHost: evil.example\r\n"}) {
    tests::RawClient client(port());
    client.send("POST /api/2.0/mlflow/experiments/create HTTP/1.1\r\n" + host +
                "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
                "\r\n\r\n" + body);
    EXPECT_EQ(client.receive().status, 403) << host;
  }
  EXPECT_EQ(get("experiments/get-by-name?experiment_name=rebound").status, 404);
  tests::RawClient probe(port());
  probe.send("GET /health HTTP/1.1\r\nHost: probe.internal\r\n\r\n");
  EXPECT_EQ(probe.receive().status, 200);
}

TEST_F(HolesTest, AForeignPageChangesNothing) {
  const std::string body = R"({"name": "forged"})";
  const std::string target = "/api/2.0/mlflow/experiments/create";
  for (const char* fields :
       {"Content-Type: text/plain\r\n", "Content-Type: application/x-www-form-urlencoded\r\n",
        "Content-Type: multipart/form-data; boundary=x\r\n", ""}) {
    EXPECT_EQ(tests::ask(port(), "POST", target, body, fields).status, 400) << fields;
    EXPECT_EQ(tests::ask(port(), "POST", "/api/2.0/mlflow/runs/log-metric", "{}", fields).status, 400)
        << fields;
  }
  for (const char* origin : {"http://evil.example", "null", "http://127.0.0.1:1"}) {
    const std::string fields = std::string("Content-Type: application/json\r\nOrigin: ") + origin + "\r\n";
    const auto response = tests::ask(port(), "POST", target, body, fields);
    EXPECT_EQ(response.status, 403) << origin;
    EXPECT_EQ(response.field("access-control-allow-origin"), "");
    EXPECT_EQ(tests::ask(port(), "PUT", "/api/2.0/mlflow-artifacts/artifacts/f", "x", fields).status, 403);
    EXPECT_EQ(tests::ask(port(), "DELETE", "/api/2.0/mlflow-artifacts/artifacts/0", "", fields).status, 403);
    EXPECT_EQ(tests::ask(port(), "OPTIONS", target, "", fields).field("access-control-allow-origin"), "");
  }
  EXPECT_EQ(get("experiments/get-by-name?experiment_name=forged").status, 404);
  EXPECT_EQ(tests::ask(port(), "GET", "/get-artifact?run_id=" + run + "&path=ok.txt").body, "ok");
}

TEST_F(HolesTest, ArtifactsArriveAsAttachmentsThatRunNothing) {
  for (const char* name : {"x.html", "x.svg", "x.js", "x.pkl", "x.xhtml"}) {
    const std::string target = std::string("/api/2.0/mlflow-artifacts/artifacts/") + name;
    tests::ask(port(), "PUT", target, "<script>alert(1)</script>", "Content-Type: text/html\r\n");
    const auto response = tests::ask(port(), "GET", target);
    EXPECT_EQ(response.field("content-type"), "application/octet-stream") << name;
    EXPECT_EQ(response.field("x-content-type-options"), "nosniff");
    EXPECT_EQ(response.field("content-disposition").substr(0, 10), "attachment");
    EXPECT_NE(response.field("content-security-policy").find("sandbox"), std::string::npos);
  }
  const auto made = post("experiments/create", R"({"name": "<script>alert(1)</script>"})");
  EXPECT_EQ(made.status, 200);
}

TEST_F(HolesTest, AddressesOfOthersAreTextAndNobodyIsCalled) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(::listen(listener, 8), 0);
  ASSERT_EQ(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
  const std::string url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/x";
  EXPECT_EQ(post("model-versions/create", R"({"name": "rm", "source": ")" + url + "\"}").status, 200);
  EXPECT_EQ(post("experiments/create", R"({"name": "s", "artifact_location": ")" + url + "\"}").status, 200);
  EXPECT_EQ(*get("model-versions/get-download-uri?name=rm&version=2")["artifact_uri"].asString(), url);
  expectRefused(tests::ask(port(), "GET", "/model-versions/get-artifact?name=rm&version=2&path=y"), url);
  pollfd called{listener, POLLIN, 0};
  EXPECT_EQ(::poll(&called, 1, 100), 0) << "somebody called";
  ::close(listener);
}

TEST_F(HolesTest, WithoutATokenEveryRouteInEverySpellingIsClosed) {
  Options options;
  options.strangers = Strangers::Refused;
  serve(options);
  ASSERT_GT(routes.size(), 100u);
  int tried = 0;
  for (const std::string& route : routes) {
    const std::size_t blank = route.find(' ');
    const std::string method = route.substr(0, blank);
    std::string path = route.substr(blank + 1);
    if (path == "/health" || path == "/version") {
      continue;
    }
    for (std::size_t at = 0; (at = path.find('{')) != std::string::npos;) {
      path.replace(at, path.find('}') - at + 1, "x");
    }
    std::vector<std::string> spellings{path, "/" + path, path + "/"};
    if (path.size() > 5) {
      spellings.push_back(path.substr(0, 4) + "%2f" + path.substr(5));
    }
    for (const std::string& spelling : spellings) {
      const auto response = tests::ask(port(), method, spelling, method == "GET" ? "" : "{}");
      EXPECT_EQ(response.status, 401) << method << " " << spelling;
      EXPECT_NE(response.field("www-authenticate"), "");
      ++tried;
    }
  }
  EXPECT_GT(tried, 400);
}

TEST_F(HolesTest, WhatIsTooMuchIsRefusedAndTheServerStaysWell) {
  const auto stillWell = [&] {
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(ask("GET", "/health").text, "OK");
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(1));
  };
  const std::string head =
      "POST /api/2.0/mlflow/runs/log-batch HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port()) +
      "\r\nContent-Type: application/json\r\n";
  tests::RawClient huge(port());
  huge.send(head + "Content-Length: 1073741824\r\n\r\n{");
  EXPECT_EQ(huge.receive().status, 413);
  stillWell();
  EXPECT_EQ(
      post("runs/log-batch", R"({"run_id": )" + std::string(100'000, '[') + std::string(100'000, ']') + "}")
          .status,
      400);
  std::string keys = "/api/2.0/mlflow/runs/get?";
  for (int i = 0; i < 1'000'000; ++i) {
    keys += "a&";
  }
  const auto manyKeys = tests::ask(port(), "GET", keys);
  EXPECT_TRUE(manyKeys.status == 414 || manyKeys.status == 431) << manyKeys.status;
  std::vector<std::unique_ptr<tests::RawClient>> slow;
  for (int i = 0; i < 200; ++i) {
    slow.push_back(std::make_unique<tests::RawClient>(port()));
    slow.back()->send(i % 2 ? head + "Content-Length: 100\r\n\r\n{" : "POST /api");
  }
  stillWell();
  expectInvalid(post("experiments/create", R"({"name": ")" + std::string(501, 'n') + "\"}"), "");
  expectInvalid(post("experiments/create",
                     R"({"name": "l", "artifact_location": "s3://)" + std::string(5000, 'n') + "\"}"),
                "");
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(workspace.workspace().stateFolder())) {
    struct stat info {};
    ASSERT_EQ(::lstat(entry.path().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 077u, 0u) << entry.path() << " can be read by others";
  }
}

}  // namespace
}  // namespace tatara::api
