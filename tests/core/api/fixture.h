// A server on a temporary workspace, and one-line requests to it.
#pragma once

#include <gtest/gtest.h>

#include "core/api/api.h"
#include "core/text/json.h"
#include "tests/support/raw_http.h"
#include "tests/support/temp_workspace.h"

namespace tatara::api {

class ApiTest : public testing::Test {
 protected:
  struct Answered {
    int status = 0;
    text::Json json;
    std::string text;
    const text::Json& operator[](std::string_view key) const { return json[key]; }
    std::string code() const { return json["error_code"].asString() ? *json["error_code"].asString() : ""; }
    std::string message() const { return json["message"].asString() ? *json["message"].asString() : ""; }
  };

  void SetUp() override { serve({}); }
  void TearDown() override { server.reset(); }

  void serve(const Options& options) {
    server.reset();
    http::ServerOptions serverOptions;
    ASSERT_TRUE(configure(serverOptions, workspace.share(), options));
    auto router = makeRouter(workspace.share(), options);
    routes = router.describe();
    auto started = http::Server::start(std::move(serverOptions), std::move(router));
    ASSERT_TRUE(started) << started.error().message;
    server = std::move(*started);
  }

  std::uint16_t port() const { return server->port(); }

  Answered ask(std::string_view method, const std::string& target, std::string_view body = {}) {
    const auto response = tests::ask(port(), method, target, body);
    Answered answered;
    answered.status = response.status;
    answered.text = response.body;
    if (auto json = text::parseJson(response.body)) {
      answered.json = std::move(*json);
    }
    return answered;
  }
  // Relative to /api/2.0/mlflow/.
  Answered post(const std::string& path, std::string_view body) {
    return ask("POST", "/api/2.0/mlflow/" + path, body);
  }
  Answered get(const std::string& path) { return ask("GET", "/api/2.0/mlflow/" + path); }

  std::string createRun(const std::string& experiment = "0") {
    const auto made = post("runs/create", R"({"experiment_id": ")" + experiment + R"(", "start_time": 5})");
    EXPECT_EQ(made.status, 200) << made.text;
    const std::string* id = made["run"]["info"]["run_id"].asString();
    return id ? *id : "";
  }
  void expectInvalid(const Answered& answered, std::string_view part) {
    EXPECT_EQ(answered.status, 400) << answered.text;
    EXPECT_EQ(answered.code(), "INVALID_PARAMETER_VALUE") << answered.text;
    EXPECT_NE(answered.message().find(part), std::string::npos) << answered.message();
  }

  tests::TempWorkspace workspace;
  std::unique_ptr<http::Server> server;
  std::vector<std::string> routes;
};

}  // namespace tatara::api
