#include <gmock/gmock.h>

#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>

#include "core/api/inference.h"

#include "core/api/internal/inference_body.h"
#include "core/text/json.h"
#include "tests/support/memory.h"
#include "tests/support/raw_http.h"
#include "tests/support/served_models.h"
#include "tests/support/temp_folder.h"

namespace tatara::api {
namespace {

using testing::HasSubstr;

class InferenceTest : public tests::ServedModels {
 protected:
  void SetUp() override {
    ServedModels::SetUp();
    ASSERT_TRUE(create({.name = "live", .model = "bikes", .version = 1}));
    begin({});
  }
  void TearDown() override { server.reset(); }

  void begin(const std::string& token, const std::filesystem::path& python = {}) {
    server.reset();
    auto started =
        deploy::Serving::start(workspace.share(), {.threads = 2, .python = {.interpreter = python}});
    ASSERT_TRUE(started);
    serving = std::move(*started);
    http::ServerOptions options;
    options.workers = 2;
    book = *TokenBook::follow(workspace.share());
    configureInference(options, token, book);
    auto listening = http::Server::start(std::move(options), makeInferenceRouter(serving));
    ASSERT_TRUE(listening);
    server = std::move(*listening);
  }

  tests::RawResponse post(const std::string& target, const std::string& body,
                          const std::string& fields = "Content-Type: application/json\r\n") {
    return tests::ask(server->port(), "POST", target, body, fields);
  }
  tests::RawResponse get(const std::string& target) {
    return tests::ask(server->port(), "GET", target, {}, {});
  }

  // The prediction for the row a=0.5, b=-1, c=2, as Python gives it.
  double right() {
    const auto expected = text::parseJson(tests::modelFixture("expected.json"));
    return *(*expected)["regressor.lgb"].items()[0].asNumber();
  }
  static double number(const tests::RawResponse& response, std::string_view key) {
    const auto json = text::parseJson(response.body);
    return json && !(*json)[key].items().empty() ? (*json)[key].items()[0].asNumber().value_or(-1) : -1;
  }

  std::shared_ptr<deploy::Serving> serving;
  std::shared_ptr<const TokenBook> book;
  std::unique_ptr<http::Server> server;
};

TEST_F(InferenceTest, EveryFormOfMlflowsScoringGivesTheSamePrediction) {
  for (const char* body :
       {R"({"dataframe_split": {"columns": ["c", "a", "b"], "data": [[2, 0.5, -1]]}})",
        R"({"dataframe_records": [{"a": 0.5, "b": -1, "c": 2}]})",
        R"({"instances": [{"a": 0.5, "b": -1, "c": 2}]})", R"({"instances": [[0.5, -1, 2]]})",
        R"({"inputs": {"a": [0.5], "b": [-1], "c": [2]}})"}) {
    const auto answer = post("/invocations", body);
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(number(answer, "predictions"), right()) << body;
    EXPECT_EQ(answer.field("x-served-version"), "1");
    EXPECT_EQ(answer.field("x-request-id").size(), 32u);
  }
  for (const char* csv : {"a,b,c\n0.5,-1,2\n", "0.5,-1,2", "\"a\",\"b\",\"c\"\r\n0.5,-1,2\r\n"}) {
    const auto answer = post("/endpoints/live/invocations", csv, "Content-Type: text/csv\r\n");
    EXPECT_EQ(number(answer, "predictions"), right()) << answer.body;
  }
}

// Stands in for Python: answers what its one input names.
constexpr const char* kAnswersOddly = R"py(#!/usr/bin/python3
import json, socket, struct
channel = socket.socket(fileno=3)
def send(value):
    data = json.dumps(value).encode()
    channel.sendall(struct.pack("<Q", len(data)) + data)
def number(name, count, value=0.5, dtype="float64"):
    return {"name": name, "dtype": dtype, "shape": [count], "values": [value] * count}
answers = {
    1: [number("prediction", 2), number("probability_a", 2), number("x", 2)],
    2: [number("prediction", 2), number("probability_a", 1)],
    3: [number("prediction", 2, 1e300, "int32")],
    4: [number("prediction", 2, 300, "int8")],
    5: [number("prediction", 2), number("probability_a", 2)],
}
send({"ready": "0"})
while True:
    size = channel.recv(8, socket.MSG_WAITALL)
    if not size:
        break
    request = json.loads(channel.recv(struct.unpack("<Q", size)[0], socket.MSG_WAITALL))
    which = int(request["tensors"][0]["values"][0])
    send({"outputs": answers.get(which, answers[5])})
)py";

TEST_F(InferenceTest, WhateverAModelInPythonAnswersIsAnsweredOrRefused) {
  const tests::TempFolder folder;
  const auto python = folder.path() / "python";
  std::ofstream(python) << kAnswersOddly;
  std::filesystem::permissions(python, std::filesystem::perms::owner_all);
  ASSERT_TRUE(artifact::ArtifactStore(workspace.share())
                  .put("models/bikes/3/MLmodel",
                       "flavors:\n  python_function:\n    loader_module: any\nsignature:\n  inputs: "
                       "'[{\"type\":\"double\",\"name\":\"a\"}]'\n"));
  ASSERT_TRUE(workspace.store().write([this](store::Writer& writer) -> Status {
    return registry::createVersion(
               writer, {.model = "bikes", .source = "models", .storage = "mlflow-artifacts:/models/bikes/3"},
               actor, now())
               ? Status()
               : Status(makeError(ErrorKind::Internal, "no version"));
  }));
  ASSERT_TRUE(create({.name = "odd", .model = "bikes", .version = 3}));
  begin({}, python);
  const auto classify = [&](int which) {
    const std::string row = "{\"a\": " + std::to_string(which) + "}";
    return post("/v1/models/odd:classify", "{\"examples\": [" + row + ", " + row + "]}");
  };
  EXPECT_EQ(classify(1).body, R"({"results":[[["0",0.5]],[["0",0.5]]]})") << "a name without a class";
  EXPECT_EQ(classify(2).status, 200) << "fewer rows";
  EXPECT_THAT(classify(3).body, HasSubstr("no prediction"));
  EXPECT_THAT(classify(4).body, HasSubstr("no prediction"));
  EXPECT_EQ(classify(5).body, R"({"results":[[["a",0.5]],[["a",0.5]]]})");
}

TEST_F(InferenceTest, HealthVersionAndMetricsAnswer) {
  EXPECT_EQ(get("/ping").status, 200);
  EXPECT_EQ(get("/health").status, 200);
  EXPECT_EQ(get("/version").body, "3.11.0");
  post("/invocations", R"({"inputs": {"a": [0.5]}})");
  post("/invocations", R"({"inputs": {"a": ["x"]}})");
  const auto metrics = get("/metrics").body;
  EXPECT_THAT(metrics, HasSubstr("tatara_predict_answered_total{endpoint=\"live\",version=\"1\"} 1\n"));
  EXPECT_THAT(metrics, HasSubstr("tatara_predict_refused_total{endpoint=\"live\",version=\"1\"} 1\n"));
  EXPECT_THAT(
      metrics,
      HasSubstr("tatara_predict_duration_seconds_bucket{endpoint=\"live\",version=\"1\",le=\"+Inf\"} 1\n"));
}

TEST_F(InferenceTest, WhatDoesNotFitNamesRowAndColumn) {
  const auto message = [&](const std::string& body) {
    const auto answer = post("/invocations", body);
    EXPECT_EQ(answer.status, 400) << body << answer.body;
    const auto json = text::parseJson(answer.body);
    return json && (*json)["message"].asString() ? *(*json)["message"].asString() : "";
  };
  EXPECT_THAT(message(R"({"dataframe_records": [{"a": 1}, {"a": "warm"}]})"), HasSubstr("Row 2, column 'a'"));
  EXPECT_THAT(message(R"({"dataframe_records": [{"a": 1}, {"b": 2}]})"),
              HasSubstr("Row 2, column 'a' is missing"));
  EXPECT_THAT(message(R"({"dataframe_records": [{"a": 1, "z": 2}]})"), HasSubstr("no column 'z'"));
  EXPECT_THAT(message(R"({"dataframe_split": {"columns": ["b"], "data": [[1]]}})"),
              HasSubstr("'a' is missing"));
  EXPECT_THAT(message(R"({"dataframe_split": {"columns": ["a", "b"], "data": [[1]]}})"), HasSubstr("Row 1"));
  EXPECT_THAT(message(R"({"instances": [[1, 2, 3]], "inputs": []})"), HasSubstr("both"));
  EXPECT_THAT(message(R"({"rows": []})"), HasSubstr("dataframe_split"));
  EXPECT_THAT(message(R"([1, 2])"), HasSubstr("object"));
}

TEST_F(InferenceTest, OddJsonIsAnsweredInWords) {
  const std::string deep = "{\"inputs\": " + std::string(5000, '[') + std::string(5000, ']') + "}";
  for (const std::string& body :
       {std::string(R"({"inputs": {"a": [NaN]}})"), std::string(R"({"inputs": {"a": [1e400]}})"), deep,
        std::string(R"({"inputs": {"a": [1], "a": [2]}})"), std::string("\xff\xfe{\0}\0", 6),
        std::string("{"), std::string(), std::string(R"({"inputs": {"a": [1, [2]]}})"),
        std::string(R"({"inputs": null})"), std::string(R"({"dataframe_split": 7})"),
        std::string(R"({"instances": []})")}) {
    const auto answer = post("/invocations", body);
    EXPECT_EQ(answer.status, 400) << body.substr(0, 60) << answer.body;
    EXPECT_THAT(answer.body, HasSubstr("message"));
  }
  EXPECT_THAT(post("/invocations", R"({"inputs": {"a": [NaN]}})").body, HasSubstr("send null"));
  const auto wide = post("/invocations",
                         std::string("\xff\xfe"
                                     "a\0,\0b\0",
                                     8),
                         "Content-Type: text/csv\r\n");
  EXPECT_EQ(wide.status, 400);
  EXPECT_THAT(wide.body, HasSubstr("UTF-16"));
  // What its caller did is no error of the server.
  EXPECT_EQ(get("/invocations").status, 405);
  EXPECT_THAT(get("/invocations").body, HasSubstr("BAD_REQUEST"));
  EXPECT_EQ(get("/ping").status, 200);
}

TEST_F(InferenceTest, TheOpenInferenceProtocolTakesJsonAndBytes) {
  EXPECT_THAT(get("/v2/models/live").body, HasSubstr("\"datatype\":\"FP64\""));
  EXPECT_EQ(get("/v2/models/live/ready").status, 200);
  for (const auto& [version, status] :
       {std::pair("1", 200), std::pair("2", 404), std::pair("one", 404), std::pair("1x", 404)}) {
    const std::string path = std::string("/v2/models/live/versions/") + version;
    EXPECT_EQ(get(path).status, status) << path;
    EXPECT_EQ(get(path + "/ready").status, status) << path;
  }
  EXPECT_EQ(get("/v2/models/other/ready").status, 404);
  const auto input = [](const char* name, const char* value) {
    return std::string(R"({"name": ")") + name + R"(", "shape": [1], "datatype": "FP32", "data": [)" + value +
           "]}";
  };
  const auto answer = post("/v2/models/live/infer", R"({"id": "x7", "inputs": [)" + input("a", "0.5") + "," +
                                                        input("b", "-1") + "," + input("c", "2") + "]}");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto json = text::parseJson(answer.body).value();
  EXPECT_EQ(*json["id"].asString(), "x7");
  EXPECT_EQ(json["outputs"].items()[0]["data"].items()[0].asNumber(), right());

  const double values[] = {0.5, -1, 2};
  std::string head = R"({"parameters": {"binary_data_output": true}, "inputs": [)";
  std::string tail;
  for (int i = 0; i < 3; ++i) {
    head += std::string(i > 0 ? "," : "") + R"({"name": ")" + static_cast<char>('a' + i) +
            R"(", "shape": [1, 1], "datatype": "FP64", "parameters": {"binary_data_size": 8}})";
    tail.append(reinterpret_cast<const char*>(&values[i]), 8);
  }
  head += "]}";
  const auto bytes = post("/v2/models/live/versions/1/infer", head + tail,
                          "Inference-Header-Content-Length: " + std::to_string(head.size()) + "\r\n");
  ASSERT_EQ(bytes.status, 200) << bytes.body;
  const std::size_t length = std::stoul(bytes.field("inference-header-content-length"));
  double predicted = 0;
  ASSERT_EQ(bytes.body.size(), length + 8);
  std::memcpy(&predicted, bytes.body.data() + length, 8);
  EXPECT_EQ(predicted, right());
}

TEST_F(InferenceTest, HostileTensorsAreRefusedBeforeAnythingIsAllocated) {
  for (
      const char* body :
      {R"({"inputs": [{"name": "a", "shape": [99999999999], "datatype": "FP64", "data": [1]}]})",
       R"({"inputs": [{"name": "a", "shape": [99999999], "datatype": "FP64", "parameters": {"binary_data_size": 8}}]})",
       R"({"inputs": [{"name": "a", "shape": [-1], "datatype": "FP64", "data": [1]}]})",
       R"({"inputs": [{"name": "a", "shape": [1], "datatype": "FP16", "data": [1]}]})",
       R"({"inputs": [{"name": "a", "shape": [2], "datatype": "FP64", "data": [1]}]})",
       R"({"inputs": [{"name": "a", "shape": [1], "datatype": "BYTES", "parameters": {"binary_data_size": 900}}]})",
       R"({"inputs": [{"shape": [1]}]})", R"({"inputs": 5})"}) {
    const auto answer =
        post("/v2/models/live/infer", body,
             "Inference-Header-Content-Length: " + std::to_string(std::strlen(body)) + "\r\n");
    EXPECT_EQ(answer.status, 400) << body << answer.body;
  }
  EXPECT_EQ(post("/v2/models/live/infer", "{}", "Inference-Header-Content-Length: 99\r\n").status, 400);
}

TEST_F(InferenceTest, TensorflowServingsPathsAnswer) {
  const auto rows = post("/v1/models/live:predict", R"({"instances": [{"a": 0.5, "b": -1, "c": 2}]})");
  EXPECT_EQ(number(rows, "predictions"), right()) << rows.body;
  const auto columns =
      post("/v1/models/live/versions/1:predict", R"({"inputs": {"a": [0.5], "b": [-1], "c": [2]}})");
  EXPECT_EQ(number(columns, "outputs"), right()) << columns.body;
  const auto regress =
      post("/v1/models/live:regress", R"({"context": {"b": -1}, "examples": [{"a": 0.5, "c": 2}]})");
  EXPECT_EQ(number(regress, "results"), right()) << regress.body;
  const auto own = post("/v1/models/live:regress",
                        R"({"context": {"b": 5, "a": 7}, "examples": [{"a": 0.5, "b": -1, "c": 2}]})");
  EXPECT_EQ(number(own, "results"), right()) << own.body;
  // What all have in common is copied into each: it must be the model's, or it would be anything's.
  const auto strange = post("/v1/models/live:regress", R"({"context": {"z": 1}, "examples": [{}, {}]})");
  EXPECT_EQ(strange.status, 400);
  EXPECT_THAT(strange.body, HasSubstr("z"));
  EXPECT_EQ(post("/v1/models/live:dance", "{}").status, 404);
  EXPECT_EQ(post("/v1/models/live/versions/9:predict", R"({"instances": [[1, 2, 3]]})").status, 404);
  EXPECT_THAT(get("/v1/models/live").body, HasSubstr("AVAILABLE"));
  EXPECT_THAT(get("/v1/models/live/metadata").body, HasSubstr("signature_def"));
}

TEST_F(InferenceTest, MillionsOfExamplesAreCountedBeforeTheyAreCopied) {
  std::string many = R"({"context": {"a": 1, "b": 1, "c": 1}, "examples": [{})";
  many.reserve(22'000'000);
  for (int i = 0; i < 7'000'000; ++i) {
    many += ",{}";
  }
  EXPECT_THAT(post("/v1/models/live:regress", many + "]}").body, HasSubstr("20,000,000 values"));
}

TEST_F(InferenceTest, LabelsOfTensorflowServingAreTheModelsAliases) {
  const std::string row = R"({"instances": [{"a": 0.5, "b": -1, "c": 2}]})";
  EXPECT_EQ(number(post("/v1/models/live/labels/champion:predict", row), "predictions"), right());
  EXPECT_EQ(post("/v1/models/live/labels/nobody:predict", row).status, 404);
  EXPECT_EQ(post("/v1/models/live/versions/champion:predict", row).status, 404);
  ASSERT_TRUE(route("live", {{1, 5000}, {2, 5000}}));
  ASSERT_TRUE(write([&](store::Writer& writer) -> Result<int> {
    TATARA_TRY(registry::move(writer, "bikes", registry::SetAlias{"next", 2}, actor, now()));
    return 0;
  }));
  const auto known = [&] {
    return serving->versionOf("bikes", "next") == 2 && serving->find("live")->find(2);
  };
  for (int i = 0; i < 500 && !known(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  const auto next = post("/v1/models/live/labels/next:predict", row);
  EXPECT_EQ(next.field("x-served-version"), "2") << next.body;
  EXPECT_EQ(post("/v1/models/live/labels/champion:predict", row).field("x-served-version"), "1");
  EXPECT_THAT(get("/v1/models/live/labels/next").body, HasSubstr("\"version\":\"2\""));
  EXPECT_THAT(get("/v1/models/live/labels/next").body, testing::Not(HasSubstr("\"version\":\"1\"")));
  EXPECT_THAT(get("/v1/models/live/labels/next/metadata").body, HasSubstr("\"version\":\"2\""));
  EXPECT_EQ(get("/v1/models/live/versions/9").status, 404);
}

TEST_F(InferenceTest, AnEndpointThatNamesItsCallersAnswersNobodyElse) {
  const auto issue = [&](const std::string& person) {
    return write([&](store::Writer& writer) {
             return registry::createToken(writer, {.person = person, .scopes = {registry::Scope::Read}},
                                          actor, now());
           })
        ->secret;
  };
  const std::string ana = issue("ana");
  const std::string rei = issue("rei");
  deploy::Settings settings;
  settings.callers = {"ana"};
  ASSERT_TRUE(write(
      [&](store::Writer& writer) { return deploy::changeSettings(writer, "live", settings, actor, now()); }));
  for (int i = 0; i < 500 && serving->find("live")->endpoint.settings.callers.empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  const std::string body = R"({"inputs": {"a": [0.5]}})";
  const auto as = [&](const std::string& target, const std::string& secret) {
    return post(target, body,
                "Content-Type: application/json\r\n" +
                    (secret.empty() ? std::string() : "Authorization: Bearer " + secret + "\r\n"));
  };
  for (int i = 0; i < 500 && as("/invocations", rei).status == 401; ++i) {  // until her token is known
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  for (const char* path :
       {"/invocations", "/endpoints/live/invocations", "/v1/models/live:predict", "/v2/models/live/infer"}) {
    EXPECT_EQ(as(path, "").status, 401) << path;
    EXPECT_EQ(as(path, rei).status, 403) << path;
    EXPECT_EQ(as(path, "something-of-a-proxy").status, 401) << path;
  }
  EXPECT_THAT(as("/invocations", "").body, HasSubstr("tatara tokens create"));
  EXPECT_THAT(as("/invocations", rei).body, HasSubstr("PERMISSION_DENIED"));
  EXPECT_EQ(as("/invocations", ana).status, 200);
  const std::string labels = R"({"endpoint": "live", "labels": [{"request_id": "r", "label": 1}]})";
  EXPECT_EQ(post("/labels", labels).status, 401);
  EXPECT_EQ(post("/labels", labels, "Content-Type: application/json\r\nAuthorization: Bearer " + ana + "\r\n")
                .status,
            200);
  // One that was revoked is told so at once, and opens nothing.
  ASSERT_TRUE(write([&](store::Writer& writer) -> Result<int> {
    TATARA_TRY(registry::revokeToken(writer, 1, actor, now()));
    return 0;
  }));
  auto refused = as("/invocations", ana);
  for (int i = 0; i < 500 && refused.status == 200; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    refused = as("/invocations", ana);
  }
  EXPECT_EQ(refused.status, 401);
  EXPECT_THAT(refused.body, HasSubstr("revoked"));
  // The same over gRPC's side.
  const auto backend = makeRpcBackend(serving, {}, book);
  std::promise<RpcAnswer> answered;
  backend->infer({.endpoint = "live", .authorization = "Bearer " + rei},
                 [&](RpcAnswer answer) { answered.set_value(std::move(answer)); });
  EXPECT_EQ(answered.get_future().get().status.code, RpcCode::PermissionDenied);
}

TEST_F(InferenceTest, TheStatusSaysWhatTheServerMakesOfItsEndpoints) {
  EXPECT_THAT(get("/status").body, HasSubstr("\"lost_predictions\":0"));
  EXPECT_THAT(get("/status").body, HasSubstr("\"name\":\"live\""));
  const artifact::ArtifactStore artifacts(workspace.share());
  ASSERT_TRUE(artifacts.put("models/bikes/2/model.lgb", "spoilt"));
  ASSERT_TRUE(route("live", {{2, deploy::kWhole}}));
  for (int i = 0; i < 1000 && serving->find("live")->problem.empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  const auto status = text::parseJson(get("/status").body);
  ASSERT_TRUE(status);
  const text::Json& live = (*status)["endpoints"].items()[0];
  EXPECT_FALSE(live["problem"].asString()->empty());
  EXPECT_EQ(live["ready"].asBool(), true);  // by the version before
}

TEST_F(InferenceTest, AVariantThatIsNamedAnswersWhateverTheWeights) {
  ASSERT_TRUE(route("live", {{1, 9999}, {2, 1}}));
  for (int i = 0; i < 500 && !serving->find("live")->find(2); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  const auto answer = post("/endpoints/live/invocations", R"({"inputs": {"a": [0.5]}})",
                           "Content-Type: application/json\r\nX-Amzn-SageMaker-Target-Variant: v2\r\n");
  EXPECT_EQ(answer.field("x-amzn-invoked-production-variant"), "v2") << answer.body;
}

TEST_F(InferenceTest, AFullQueueIs503WithRetryAfter) {
  const auto endpoint = serving->find("live");
  *endpoint->running += endpoint->endpoint.settings.queue;
  const auto answer = post("/invocations", R"({"inputs": {"a": [0.5]}})");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.field("retry-after"), "1");
  *endpoint->running -= endpoint->endpoint.settings.queue;
  EXPECT_EQ(post("/invocations", R"({"inputs": {"a": [0.5]}})").status, 200);
}

TEST_F(InferenceTest, WhoDoesNotGetAnAnswerInTimeIsToldSoInHisProtocol) {
  std::promise<void> open;
  const auto opened = open.get_future().share();
  const auto served = serving->find("live");
  std::vector<std::future<Result<infer::Batch>>> busy;  // both threads, one after the other
  std::atomic<int> reading{0};
  for (int i = 0; i < 2; ++i) {
    busy.push_back(tests::askLater(
        *serving, {served, &served->versions[0], "r", std::chrono::steady_clock::now()},
        [opened, &reading](const infer::Signature& signature, deploy::Call&) -> Result<infer::Batch> {
          ++reading;
          opened.wait();
          return infer::exampleBatch(signature);
        }));
    while (reading <= i) {
      std::this_thread::yield();
    }
  }
  const std::string json = "Content-Type: application/json\r\n";
  const std::string soon = json + "X-Request-Timeout-Ms: 60\r\n";
  const auto began = std::chrono::steady_clock::now();
  for (const char* path : {"/invocations", "/endpoints/live/invocations"}) {
    const auto answer = post(path, R"({"inputs": {"a": [0.5]}})", soon);
    EXPECT_EQ(answer.status, 504) << answer.body;
    EXPECT_THAT(answer.body, HasSubstr("\"error_code\":\"DEADLINE_EXCEEDED\""));
    EXPECT_EQ(answer.field("x-request-id").size(), 32u);
    EXPECT_EQ(answer.field("retry-after"), "");
  }
  const std::string tensors =
      R"("inputs": [{"name": "a", "datatype": "FP64", "shape": [1], "data": [0.5]}]})";
  const auto v2 = post("/v2/models/live/infer", "{" + tensors, soon);
  EXPECT_EQ(v2.status, 504);
  EXPECT_THAT(v2.body, HasSubstr("{\"error\":"));
  const auto tensorflow =
      post("/v1/models/live:predict", R"({"instances": [{"a": 0.5}]})",
           json + "X-Envoy-Expected-Rq-Timeout-Ms: 60\r\nX-Request-Timeout-Ms: 60000\r\n");
  EXPECT_EQ(tensorflow.status, 504);
  EXPECT_THAT(tensorflow.body, HasSubstr("{\"error\":"));
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));  // the endpoint's are ten
  for (const char* wrong : {"soon", "0", "-5", "1.5"}) {
    const auto refused =
        post("/invocations", R"({"inputs": {"a": [0.5]}})", json + "X-Request-Timeout-Ms: " + wrong + "\r\n");
    EXPECT_EQ(refused.status, 400) << wrong;
    EXPECT_THAT(refused.body, HasSubstr("milliseconds"));
  }
  open.set_value();
  for (auto& one : busy) {
    EXPECT_TRUE(one.get());
  }
  // As Triton's clients say it, in microseconds, within the body.
  EXPECT_EQ(post("/v2/models/live/infer", R"({"parameters": {"timeout": 1}, )" + tensors).status, 504);
  EXPECT_EQ(post("/v2/models/live/infer", R"({"parameters": {"timeout": 9000000}, )" + tensors).status, 200);
  EXPECT_EQ(post("/v2/models/live/infer", R"({"parameters": {"timeout": 0}, )" + tensors).status, 200);
  EXPECT_EQ(post("/v2/models/live/infer", R"({"parameters": {"timeout": "x"}, )" + tensors).status, 400);
  EXPECT_EQ(post("/invocations", R"({"inputs": {"a": [0.5]}})", soon).status, 200);
}

TEST_F(InferenceTest, ALargeBodyIsReadToItsEndAndItsDeadlineIsKeptWhileItIs) {
  constexpr int kRows = 100'000;
  std::string values;
  for (int row = 0; row < kRows; ++row) {
    values += row == 0 ? "0.5" : ",0.25";
  }
  const std::string body = "{\"inputs\": {\"a\": [" + values + "]}}";
  const std::string json = "Content-Type: application/json\r\n";
  using std::chrono::milliseconds;
  const auto timed = [&](const std::string& fields, int status) {
    const auto began = std::chrono::steady_clock::now();
    const auto answer = post("/invocations", body, json + fields);
    EXPECT_EQ(answer.status, status) << answer.body.substr(0, 300);
    if (status == 200) {
      EXPECT_EQ(std::ranges::count(answer.body, ','), kRows - 1);
    }
    return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - began);
  };
  const milliseconds whole = timed("", 200);
  const auto soon = std::max<std::int64_t>(2, whole.count() / 10);
  const milliseconds late = timed("X-Request-Timeout-Ms: " + std::to_string(soon) + "\r\n", 504);
  EXPECT_LT(late, whole / 2);  // reading it to its end would take longer
  EXPECT_EQ(post("/invocations", body.substr(0, body.size() - 3), json).status, 400);
  EXPECT_EQ(post("/invocations", R"({"inputs": {"a": [0.5]}})", json).status, 200);
}

TEST_F(InferenceTest, ReadingABodyEndsWhenItsTimeHasCome) {
  const infer::Signature signature{.inputs = {{.name = "a"}, {.name = "b"}}};
  const auto split = text::parseJson(R"({"columns": ["a", "b"], "data": [[1, 2]]})").value();
  const auto records = text::parseJson(R"([{"a": 1, "b": 2}])").value();
  const auto columns = text::parseJson(R"({"a": [1], "b": [2]})").value();
  const auto all = [&] {
    std::vector<std::optional<ErrorKind>> kinds;
    const auto add = [&](const auto& read) {
      kinds.push_back(read ? std::nullopt : std::optional(read.error().kind));
    };
    add(parseInferenceJson(R"({"a": 1})"));
    add(batchFromSplit(signature, split));
    add(batchFromRows(signature, records));
    add(batchFromColumns(signature, columns));
    add(batchFromCsv(signature, "a,b\n1,2\n"));
    return kinds;
  };
  {
    const ReadUntil past(std::chrono::steady_clock::now() - std::chrono::milliseconds(1));
    EXPECT_THAT(all(), testing::Each(std::optional(ErrorKind::Busy)));
  }
  EXPECT_THAT(all(), testing::Each(std::optional<ErrorKind>()));
}

TEST_F(InferenceTest, NoBodyTakesMuchMoreMemoryThanItHasBytes) {
  const infer::Signature one{.inputs = {{.name = "a"}}};
  const auto lines = batchFromCsv(one, "a\n" + std::string(20'000'001, '\n'));
  ASSERT_FALSE(lines);
  EXPECT_THAT(lines.error().message, HasSubstr("20,000,000 values"));
  const auto commas = batchFromCsv(one, std::string(2'000'000, ','));
  ASSERT_FALSE(commas);
  EXPECT_THAT(commas.error().message, HasSubstr("1,000,000 fields"));
  // A first row of 4,000 values, and as many rows of none.
  std::string body = "[[0";
  for (int i = 1; i < 4000; ++i) {
    body += ",0";
  }
  body += "]";
  for (int i = 1; i < 4000; ++i) {
    body += ",[]";
  }
  const infer::Signature tensor{.tensors = true, .inputs = {{.name = "", .shape = {-1, -1}}}};
  tests::forgetPeak();
  const long before = tests::peakMemory();
  const auto ragged = batchFromRows(tensor, text::parseJson(body + "]").value());
  ASSERT_FALSE(ragged);
  EXPECT_THAT(ragged.error().message, HasSubstr("is not of one shape"));
  EXPECT_LT(tests::peakMemory() - before, 40'000);
}

TEST_F(InferenceTest, LabelsJoinByTheIdOfTheRequest) {
  const auto answer = post("/invocations", R"({"inputs": {"a": [0.5]}})",
                           "Content-Type: application/json\r\nX-Request-Id: ride-17\r\n");
  EXPECT_EQ(answer.field("x-request-id"), "ride-17");
  const auto taken =
      post("/labels", R"({"endpoint": "live", "labels": [{"request_id": "ride-17", "label": 12.5}]})");
  EXPECT_THAT(taken.body, HasSubstr("\"taken\":1"));
  const auto other = post("/labels", R"({"labels": [{"request_id": "ride-17", "label": 13}]})");
  EXPECT_THAT(other.body, HasSubstr("\"conflicting\":1"));
  EXPECT_EQ(post("/labels", R"({"labels": [{"label": 13}]})").status, 400);
  EXPECT_EQ(post("/labels", R"({"endpoint": "x", "labels": [{"request_id": "r", "label": 13}]})").status,
            404);
}

TEST_F(InferenceTest, UnknownEndpointsAndTokensAreAnsweredInWords) {
  EXPECT_EQ(post("/endpoints/other/invocations", "{}").status, 404);
  ASSERT_TRUE(create({.name = "second", .model = "bikes", .version = 2}));
  for (int i = 0; i < 500 && !serving->find("second"); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_THAT(post("/invocations", "{}").body, HasSubstr("no default endpoint"));
  server.reset();
  serving.reset();
  begin("0123456789abcdef");
  EXPECT_EQ(post("/endpoints/live/invocations", R"({"inputs": {"a": [1]}})").status, 401);
  EXPECT_EQ(get("/ping").status, 200);
  EXPECT_EQ(post("/endpoints/live/invocations", R"({"inputs": {"a": [1]}})",
                 "Content-Type: application/json\r\nAuthorization: Bearer 0123456789abcdef\r\n")
                .status,
            200);
}

}  // namespace
}  // namespace tatara::api
