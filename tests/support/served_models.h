// A workspace with a registered model of two versions: 1 gives one number a row, 2 gives three.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <future>
#include <memory>
#include <sstream>
#include <string>

#include "core/artifact/artifact_store.h"
#include "core/deploy/endpoints.h"
#include "core/deploy/serving.h"
#include "core/registry/registry.h"
#include "tests/support/temp_workspace.h"

namespace tatara::tests {

inline std::string modelFixture(const std::string& name) {
  const char* source = std::getenv("TATARA_SOURCE");
  std::ifstream file(std::string(source ? source : ".") + "/tests/fixtures/models/" + name, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

using Decode = std::function<Result<infer::Batch>(const infer::Signature&, deploy::Call&)>;

// A request on its way; its answer comes through the future.
inline std::future<Result<infer::Batch>> askLater(deploy::Serving& serving, const deploy::Call& call,
                                                  Decode decode) {
  const auto answer = std::make_shared<std::promise<Result<infer::Batch>>>();
  auto future = answer->get_future();
  if (auto ticket = serving.admit(*call.endpoint)) {
    serving.run({.call = call,
                 .ticket = std::move(*ticket),
                 .decode = std::move(decode),
                 .answer = [answer](Result<infer::Batch> given) { answer->set_value(std::move(given)); }});
  } else {
    answer->set_value(makeError(ErrorKind::Busy, "the queue is full"));
  }
  return future;
}
inline Result<infer::Batch> ask(deploy::Serving& serving, const deploy::Call& call, infer::Batch inputs) {
  return askLater(serving, call,
                  [inputs = std::move(inputs)](const infer::Signature&,
                                               deploy::Call&) -> Result<infer::Batch> { return inputs; })
      .get();
}

class ServedModels : public testing::Test {
 protected:
  void SetUp() override {
    const artifact::ArtifactStore artifacts(workspace.share());
    for (const auto& [version, file] : {std::pair("1", "regressor.lgb"), {"2", "classes.lgb"}}) {
      const std::string folder = "models/bikes/" + std::string(version) + "/";
      ASSERT_TRUE(artifacts.put(folder + "model.lgb", modelFixture(file)));
      ASSERT_TRUE(artifacts.put(
          folder + "MLmodel",
          "flavors:\n  lightgbm:\n    data: model.lgb\nsignature:\n  inputs: "
          "'[{\"type\":\"double\",\"name\":\"a\"},{\"type\":\"double\",\"name\":\"b\",\"required\":"
          "false},{\"type\":\"double\",\"name\":\"c\",\"required\":false}]'\n"));
    }
    ASSERT_TRUE(workspace.store().write([this](store::Writer& writer) -> Status {
      TATARA_TRY(registry::createModel(writer, {.name = "bikes"}, actor, now()));
      for (const char* version : {"1", "2"}) {
        TATARA_TRY(
            registry::createVersion(writer,
                                    {.model = "bikes",
                                     .source = "models",
                                     .storage = std::string("mlflow-artifacts:/models/bikes/") + version},
                                    actor, now()));
      }
      return registry::move(writer, "bikes", registry::SetAlias{"champion", 1}, actor, now());
    }));
  }

  Timestamp now() { return workspace.store().clock().now(); }

  template <typename F>
  auto write(F task) {
    return workspace.store().writeFor(task);
  }

  Result<deploy::Endpoint> create(const deploy::NewEndpoint& endpoint) {
    return write(
        [&](store::Writer& writer) { return deploy::createEndpoint(writer, endpoint, actor, now()); });
  }
  Result<deploy::Endpoint> route(const std::string& name, std::vector<deploy::Route> routes) {
    return write(
        [&](store::Writer& writer) { return deploy::setRoutes(writer, name, routes, actor, now()); });
  }
  Result<deploy::Endpoint> rollBack(const std::string& name) {
    return write([&](store::Writer& writer) { return deploy::rollBack(writer, name, actor, now()); });
  }

  TempWorkspace workspace;
  const registry::Actor actor = registry::currentActor("test");
};

}  // namespace tatara::tests
