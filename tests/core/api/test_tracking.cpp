#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <thread>

#include "core/track/metrics.h"
#include "core/track/runs.h"
#include "tests/core/api/fixture.h"
#include "tests/support/memory.h"
#include "tests/support/sanitized.h"

namespace tatara::api {
namespace {

TEST_F(ApiTest, HealthAndVersionAreWhatClientsLookFor) {
  EXPECT_EQ(ask("GET", "/health").text, "OK");
  EXPECT_EQ(ask("GET", "/version").text, std::string(kMlflowVersion));
  EXPECT_EQ(ask("GET", "/api/3.0/mlflow/server-info").text,
            R"({"store_type":"SqlStore","workspaces_enabled":false})");
}

// The clients print links to the pages of MLflow's server, "http://host/#/experiments/1", and people follow
// them.
TEST_F(ApiTest, TheLinksThatClientsPrintLeadToASignpost) {
  const auto page = ask("GET", "/");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.text.find("tatara-workbench"), std::string::npos);
  EXPECT_EQ(page.text.find("<script"), std::string::npos);
}

TEST_F(ApiTest, UnknownPathsAnswerJson) {
  const auto unknown = post("nope", "{}");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(unknown.code(), "ENDPOINT_NOT_FOUND");
  EXPECT_EQ(post("runs/get", "{}").status, 405);
  EXPECT_EQ(ask("POST", "/api/3.0/mlflow/scorers", "{}").code(), "ENDPOINT_NOT_FOUND");
}

TEST_F(ApiTest, AnExperimentIsMadeFoundRenamedDeletedAndRestored) {
  const auto made = post("experiments/create", R"({"name": "x", "tags": [{"key": "team", "value": "a"}]})");
  EXPECT_EQ(made.text, R"({"experiment_id":"1"})");
  const auto again = post("experiments/create", R"({"name": "x"})");
  EXPECT_EQ(again.status, 400);
  EXPECT_EQ(again.code(), "RESOURCE_ALREADY_EXISTS");
  EXPECT_NE(again.message().find("already exists"), std::string::npos);
  EXPECT_EQ(again.message().find("SQL"), std::string::npos);
  const auto found = get("experiments/get-by-name?experiment_name=x");
  EXPECT_EQ(*found["experiment"]["artifact_location"].asString(), "mlflow-artifacts:/1");
  EXPECT_TRUE(found["experiment"]["creation_time"].isInt());
  const auto missing = get("experiments/get-by-name?experiment_name=nope");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(missing.code(), "RESOURCE_DOES_NOT_EXIST");
  EXPECT_EQ(missing.message(), "Could not find experiment with name 'nope'");
  EXPECT_EQ(get("experiments/get?experiment_id=999").message(), "No Experiment with id=999 exists");
  expectInvalid(get("experiments/get?experiment_id=abc"),
                "Invalid experiment ID 'abc'. Experiment ID must be a valid integer.");
  EXPECT_EQ(post("experiments/update", R"({"experiment_id": "1", "new_name": "y"})").text, "{}");
  EXPECT_EQ(post("experiments/delete", R"({"experiment_id": "1"})").text, "{}");
  EXPECT_EQ(post("experiments/delete", R"({"experiment_id": "1"})").status, 404);
  EXPECT_LT(post("experiments/update", R"({"experiment_id": "1", "new_name": "z"})").status, 500);
  expectInvalid(post("runs/create", R"({"experiment_id": "1"})"), "must be in the 'active' state");
  EXPECT_EQ(post("experiments/restore", R"({"experiment_id": "1"})").text, "{}");
  EXPECT_EQ(*get("experiments/get?experiment_id=1")["experiment"]["name"].asString(), "y");
}

TEST_F(ApiTest, ExperimentsAreSearchedFilteredAndPaged) {
  for (const char* name : {"alpha", "beta", "gamma"}) {
    post("experiments/create", std::string(R"({"name": ")") + name + R"("})");
  }
  EXPECT_EQ(post("experiments/search", R"({"max_results": 10})")["experiments"].items().size(), 4u);
  EXPECT_EQ(post("experiments/search", R"({})").status, 200);
  const auto filtered = post("experiments/search", R"({"max_results": 10, "filter": "name LIKE '%eta'"})");
  ASSERT_EQ(filtered["experiments"].items().size(), 1u) << filtered.text;
  const auto first = post("experiments/search", R"({"max_results": 3, "order_by": ["name DESC"]})");
  ASSERT_EQ(first["experiments"].items().size(), 3u);
  EXPECT_EQ(*first["experiments"].items()[0]["name"].asString(), "gamma");
  const std::string token = *first["next_page_token"].asString();
  const auto second = get("experiments/search?max_results=3&order_by=name+DESC&page_token=" + token);
  ASSERT_EQ(second["experiments"].items().size(), 1u) << second.text;
  EXPECT_TRUE(second["next_page_token"].isNull());
  expectInvalid(post("experiments/search", R"({"max_results": 50001})"), "It must be at most 50000");
  expectInvalid(post("experiments/search", R"({"max_results": 5, "page_token": "zz"})"),
                "Invalid page token, could not base64-decode");
}

TEST_F(ApiTest, ARunIsCreatedReadUpdatedDeletedAndRestored) {
  const auto made = post("runs/create", R"({"experiment_id": "0", "start_time": "5", "user_id": "u",
                                            "tags": [{"key": "a", "value": "b"}]})");
  const auto& info = made["run"]["info"];
  ASSERT_TRUE(info["run_id"].asString()) << made.text;
  const std::string id = *info["run_id"].asString();
  EXPECT_EQ(id.size(), 32u);
  EXPECT_EQ(*info["run_uuid"].asString(), id);
  EXPECT_EQ(info["start_time"].asInt(), 5);
  EXPECT_EQ(*info["status"].asString(), "RUNNING");
  EXPECT_EQ(*info["artifact_uri"].asString(), "mlflow-artifacts:/0/" + id + "/artifacts");
  EXPECT_TRUE(info["end_time"].isNull());
  EXPECT_EQ(made["run"]["data"]["tags"].items().size(), 2u);
  EXPECT_EQ(get("runs/get?run_id=" + id + "&run_uuid=" + id)["run"]["info"], info);
  const std::string start = R"({"run_id": ")" + id + "\"";
  const auto updated =
      post("runs/update", start + R"(, "status": "FINISHED", "end_time": 99, "run_name": "n"})");
  EXPECT_EQ(updated["run_info"]["end_time"].asInt(), 99);
  EXPECT_TRUE(post("runs/update", start + R"(, "end_time": 0})")["run_info"]["end_time"].isNull());
  EXPECT_EQ(*updated["run_info"]["run_name"].asString(), "n");
  expectInvalid(post("runs/update", start + R"(, "status": "DONE"})"), "'status'");
  EXPECT_EQ(post("runs/delete", start + "}").text, "{}");
  EXPECT_EQ(post("runs/delete", start + "}").text, "{}");
  expectInvalid(post("runs/set-tag", start + R"(, "key": "a", "value": "c"})"),
                "must be in the 'active' state. Current state is deleted.");
  EXPECT_EQ(post("runs/restore", start + "}").text, "{}");
  const auto missing = get("runs/get?run_id=00000000000000000000000000000000");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(missing.message(), "Run with id=00000000000000000000000000000000 not found");
}

TEST_F(ApiTest, MetricsOfEveryShapeAreKeptAndTheLatestIsTheGreatestStep) {
  const std::string id = createRun();
  const auto log = [&](const std::string& rest) {
    return post("runs/log-metric", R"({"run_id": ")" + id + "\"," + rest + "}").text;
  };
  EXPECT_EQ(log(R"("key": "n", "value": "NaN", "timestamp": 1, "step": 0)"), "{}");
  EXPECT_EQ(log(R"("key": "i", "value": "Infinity", "timestamp": 1)"), "{}");
  EXPECT_EQ(log(R"("key": "j", "value": "-Infinity", "timestamp": "1", "step": "7")"), "{}");
  EXPECT_EQ(log(R"("key": "m", "value": 1, "timestamp": 2, "step": 5)"), "{}");
  EXPECT_EQ(
      log(R"("key": "m", "value": 2.5, "timestamp": 1, "step": -3, "run_uuid": "x", "model_id": "", "dataset_name": null)"),
      "{}");
  EXPECT_EQ(log(R"("key": "m", "value": 1, "timestamp": 2, "step": 5)"), "{}");
  const auto history = get("metrics/get-history?run_id=" + id + "&metric_key=m&max_results=25000");
  ASSERT_EQ(history["metrics"].items().size(), 2u) << "the same point twice is one";
  EXPECT_EQ(history["metrics"].items()[0]["step"].asInt(), -3);
  EXPECT_EQ(history["metrics"].items()[0]["value"].asNumber(), 2.5);
  EXPECT_EQ(get("metrics/get-history?run_id=" + id + "&metric_key=zz").text, "{}");
  EXPECT_EQ(get("metrics/get-history?run_id=" + id + "&metric_key=m&max_results=").text, history.text);
  expectInvalid(get("metrics/get-history?run_id=" + id + "&metric_key=m&max_results=0"),
                "Invalid value 0 for parameter 'max_results' supplied. It must be a positive integer.");
  std::map<std::string, text::Json> latest;
  const auto run = get("runs/get?run_id=" + id);
  for (const auto& metric : run["run"]["data"]["metrics"].items()) {
    latest[*metric["key"].asString()] = metric;
  }
  ASSERT_EQ(latest.size(), 4u);
  EXPECT_EQ(latest["m"]["value"].asNumber(), 1.0);
  EXPECT_EQ(*latest["n"]["value"].asString(), "NaN");
  EXPECT_EQ(*latest["i"]["value"].asString(), "Infinity");
  EXPECT_EQ(*latest["j"]["value"].asString(), "-Infinity");
  EXPECT_EQ(latest["j"]["step"].asInt(), 7);
}

TEST_F(ApiTest, BrokenMetricsAreRefusedInMlflowsWords) {
  const std::string id = createRun();
  const auto log = [&](const std::string& rest) {
    return post("runs/log-metric", R"({"run_id": ")" + id + "\"" + rest + "}");
  };
  expectInvalid(
      log(R"(, "key": "m", "value": 1, "timestamp": -1)"),
      "Invalid value -1 for parameter 'timestamp' supplied: metric 'm' (value=1.0). Timestamp must be a "
      "nonnegative");
  expectInvalid(log(R"(, "key": "a//b", "value": 1, "timestamp": 1)"), "This name would resolve to 'a/b'");
  expectInvalid(log(R"(, "key": "bad*", "value": 1, "timestamp": 1)"),
                "Names may only contain alphanumerics");
  expectInvalid(log(R"(, "key": ")" + std::string(300, 'k') + R"(", "value": 1, "timestamp": 1)"), "250");
  expectInvalid(log(R"(, "key": "m", "value": 1)"), "Missing value for required parameter 'timestamp'");
  expectInvalid(log(R"(, "key": "m", "timestamp": 1)"), "Missing value for required parameter 'value'");
  expectInvalid(log(R"(, "key": "m", "value": true, "timestamp": 1)"), "for parameter 'value' supplied");
  expectInvalid(log(R"(, "key": "m", "value": "many", "timestamp": 1)"), "for parameter 'value' supplied");
  expectInvalid(log(R"(, "key": "", "value": 1, "timestamp": 1)"),
                "Missing value for required parameter 'key'");
  expectInvalid(log(R"(, "key": "m", "value": 1, "timestamp": 1.5)"), "for parameter 'timestamp' supplied");
  expectInvalid(post("runs/log-metric", R"({"key": "m", "value": 1, "timestamp": 1})"),
                "Missing value for required parameter 'run_id'");
  EXPECT_EQ(post("runs/log-metric", R"({"run_id": "nope", "key": "m", "value": 1, "timestamp": 1})").status,
            404);
  EXPECT_EQ(get("runs/get?run_id=" + id)["run"]["data"]["metrics"].items().size(), 0u);
}

TEST_F(ApiTest, ABatchIsOneTransaction) {
  const std::string id = createRun();
  const auto log = [&](const std::string& rest) {
    return post("runs/log-batch", R"({"run_id": ")" + id + "\"," + rest + "}");
  };
  EXPECT_EQ(log(R"("metrics": [{"key": "m", "value": 1.5, "timestamp": 1, "step": 2}],
                    "params": [{"key": "p", "value": "1"}], "tags": [{"key": "t", "value": "あ\n"}])")
                .text,
            "{}");
  expectInvalid(
      log(R"("metrics": [{"key": "m2", "value": 1, "timestamp": 1}], "params": [{"key": "p", "value": "2"}])"),
      "Changing param values is not allowed. Params were already logged='[{'key': 'p', 'old_value': '1', "
      "'new_value': '2'}]' for run ID='" +
          id + "'.");
  expectInvalid(post("runs/log-parameter", R"({"run_id": ")" + id + R"(", "key": "p", "value": "it's"})"),
                "Changing param values is not allowed. Param with key='p' was already logged with value='1' "
                "for run ID='" +
                    id + "'. Attempted logging new value 'it's'.");
  expectInvalid(log(R"("params": [{"key": "q", "value": "1"}, {"key": "q", "value": "1"}])"),
                "Duplicate parameter keys have been submitted: ['q']");
  expectInvalid(
      log(R"("metrics": [{"key": "m3", "value": 1, "timestamp": 1}, {"key": "b*d", "value": 1, "timestamp": 1}])"),
      "Names may only contain");
  const auto run = get("runs/get?run_id=" + id)["run"]["data"];
  ASSERT_EQ(run["metrics"].items().size(), 1u) << "nothing of a refused batch stays";
  EXPECT_EQ(run["params"].items().size(), 1u);
  std::string tag;
  for (const auto& each : run["tags"].items()) {
    if (*each["key"].asString() == "t") {
      tag = *each["value"].asString();
    }
  }
  EXPECT_EQ(tag, "あ\n");
}

TEST_F(ApiTest, BatchLimitsAreMlflows) {
  const std::string id = createRun();
  const auto batch = [&](std::string_view list, int count) {
    std::string body = R"({"run_id": ")" + id + "\",\"" + std::string(list) + "\":[";
    for (int i = 0; i < count; ++i) {
      body += std::string(i ? "," : "") + R"({"key":"k)" + std::to_string(i) + R"(","value":)" +
              (list == "metrics" ? "1,\"timestamp\":1}" : "\"1\"}");
    }
    return post("runs/log-batch", body + "]}");
  };
  EXPECT_EQ(batch("metrics", 1000).text, "{}");
  expectInvalid(batch("metrics", 1001),
                "A batch logging request can contain at most 1000 metrics. Got 1001 metrics. "
                "Please split up metrics across multiple requests and try again.");
  expectInvalid(batch("params", 101), "at most 100 params. Got 101 params");
  expectInvalid(batch("tags", 101), "at most 100 tags. Got 101 tags");
}

TEST_F(ApiTest, ParamsAreWrittenOnceAndMayBeEmpty) {
  const std::string id = createRun();
  const auto log = [&](const std::string& value) {
    return post("runs/log-parameter",
                R"({"run_id": ")" + id + R"(", "key": "p", "value": ")" + value + "\"}");
  };
  EXPECT_EQ(log("1").text, "{}");
  EXPECT_EQ(log("1").text, "{}");
  expectInvalid(log("2"), "Param with key='p' was already logged with value='1' for run ID='" + id +
                              "'. Attempted logging new value '2'.");
  EXPECT_EQ(post("runs/log-parameter", R"({"run_id": ")" + id + R"(", "key": "e", "value": ""})").text, "{}");
}

TEST_F(ApiTest, TagsAreSetDeletedAndTheRunNameFollows) {
  const std::string id = createRun();
  EXPECT_EQ(
      post("runs/set-tag", R"({"run_id": ")" + id + R"(", "key": "mlflow.runName", "value": "zed"})").text,
      "{}");
  EXPECT_EQ(*get("runs/get?run_id=" + id)["run"]["info"]["run_name"].asString(), "zed");
  const auto missing = post("runs/delete-tag", R"({"run_id": ")" + id + R"(", "key": "none"})");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(missing.message(), "No tag with name: none in run with id " + id);
}

// As MLflow's database sorts them, though they all read as numbers.
TEST_F(ApiTest, ParamsAreSortedAsTexts) {
  for (const char* value : {"9", "10", "2"}) {
    post("runs/log-parameter",
         R"({"run_id": ")" + createRun() + R"(", "key": "p", "value": ")" + value + "\"}");
  }
  const auto found = post("runs/search", R"({"experiment_ids": ["0"], "order_by": ["params.p"]})");
  std::string order;
  for (const text::Json& run : found["runs"].items()) {
    order += *run["data"]["params"].items().at(0)["value"].asString() + " ";
  }
  EXPECT_EQ(order, "10 2 9 ");
}

TEST_F(ApiTest, RunsAreSearchedSortedPagedAndFresh) {
  std::vector<std::string> ids;
  for (int i = 0; i < 5; ++i) {
    ids.push_back(createRun());
    post("runs/log-batch",
         R"({"run_id": ")" + ids.back() + R"(", "metrics": [{"key": "m", "value": )" + std::to_string(i) +
             R"(, "timestamp": 1}], "params": [{"key": "p", "value": "v)" + std::to_string(i % 2) + "\"}]}");
    EXPECT_EQ(post("runs/search", R"({"experiment_ids": ["0"]})")["runs"].items().size(),
              static_cast<std::size_t>(i) + 1)
        << "a search sees what was acknowledged before it";
  }
  const auto search = [&](const std::string& rest) {
    return post("runs/search", R"({"experiment_ids": ["0"])" + rest + "}");
  };
  EXPECT_EQ(search(R"(, "filter": "metrics.m > 1 and params.p = 'v0'")")["runs"].items().size(), 2u);
  const auto sorted = search(R"(, "order_by": ["metrics.m DESC"], "max_results": 2)");
  ASSERT_EQ(sorted["runs"].items().size(), 2u) << sorted.text;
  EXPECT_EQ(*sorted["runs"].items()[0]["info"]["run_id"].asString(), ids[4]);
  const auto next = search(R"(, "order_by": ["metrics.m DESC"], "max_results": 2, "page_token": ")" +
                           *sorted["next_page_token"].asString() + "\"");
  EXPECT_EQ(*next["runs"].items()[0]["info"]["run_id"].asString(), ids[2]);
  post("runs/delete", R"({"run_id": ")" + ids[0] + "\"}");
  EXPECT_EQ(search("")["runs"].items().size(), 4u);
  EXPECT_EQ(search(R"(, "run_view_type": "DELETED_ONLY")")["runs"].items().size(), 1u);
  EXPECT_EQ(search(R"(, "run_view_type": "ALL")")["runs"].items().size(), 5u);
  EXPECT_EQ(post("runs/search", "{}").text, "{}");
  expectInvalid(search(R"(, "filter": "metrics.m > \"a\"")"), "Expected numeric value type for metric");
  expectInvalid(search(R"(, "filter": "params.p = '1' OR params.p='2'")"),
                "Invalid clause(s) in filter string: 'OR'");
  expectInvalid(search(R"(, "max_results": 50001)"),
                "Invalid value 50001 for parameter 'max_results' supplied:");
  expectInvalid(search(R"(, "page_token": "zz")"), "Invalid page token, could not base64-decode");
}

TEST_F(ApiTest, HistoriesArePagedAndBulkHistoriesNameTheirRuns) {
  const std::string id = createRun();
  std::string body = R"({"run_id": ")" + id + R"(", "metrics": [)";
  for (int i = 0; i < 1000; ++i) {
    body += std::string(i ? "," : "") + R"({"key":"m","value":0.5,"timestamp":)" + std::to_string(i) +
            R"(,"step":)" + std::to_string(1000 - i) + "}";
  }
  post("runs/log-batch", body + "]}");
  const std::string which = "run_id=" + id + "&metric_key=m";
  const auto first = get("metrics/get-history?" + which + "&max_results=600");
  ASSERT_EQ(first["metrics"].items().size(), 600u);
  EXPECT_EQ(first["metrics"].items()[0]["timestamp"].asInt(), 0) << "by timestamp, not by step";
  const auto second = get("metrics/get-history?" + which +
                          "&max_results=600&page_token=" + *first["next_page_token"].asString());
  EXPECT_EQ(second["metrics"].items().size(), 400u);
  EXPECT_TRUE(second["next_page_token"].isNull());
  const auto bulk = ask("GET", "/ajax-api/2.0/mlflow/metrics/get-history-bulk?" + which + "&max_results=10");
  ASSERT_EQ(bulk["metrics"].items().size(), 10u);
  EXPECT_EQ(*bulk["metrics"].items()[0]["run_id"].asString(), id);
  const auto interval = ask("GET", "/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?run_ids=" + id +
                                       "&metric_key=m&start_step=1&end_step=500&max_results=50");
  EXPECT_GE(interval["metrics"].items().size(), 50u);
  EXPECT_LE(interval["metrics"].items().size(), 53u);
}

TEST_F(ApiTest, BulkHistoriesTakeTheMemoryOfOneRunHoweverManyAreNamed) {
  TATARA_NOT_UNDER_ADDRESS_SANITIZER();
  constexpr int kPoints = 100'000;
  const std::string id = createRun();
  ASSERT_TRUE(workspace.store().write([&](store::Writer& writer) -> Status {
    std::vector<track::MetricPoint> points;
    for (int i = 0; i < kPoints; ++i) {
      points.push_back({"m", {i, i, 0.5}});
      points.push_back({"still", {7, i, 0.5}});
    }
    TATARA_ASSIGN(const auto run, track::findRunInfo(writer.sql(), track::RunId(id)));
    TATARA_TRY(track::appendMetrics(writer, run->key, points));
    TATARA_TRY(track::sealRun(writer, run->key, 1));
    return {};
  }));
  std::string bulk = "/ajax-api/2.0/mlflow/metrics/get-history-bulk?metric_key=m";
  std::string interval = "/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?metric_key=m";
  for (int i = 0; i < 100; ++i) {
    bulk += "&run_id=" + id;
    interval += "&run_ids=" + id;
  }
  const auto most = ask("GET", bulk);
  EXPECT_EQ(most["metrics"].items().size(), 25'000u);
  EXPECT_EQ(most["metrics"].items().back()["timestamp"].asInt(), 24'999);
  EXPECT_TRUE(ask("GET", bulk + "&max_results=0")["metrics"].items().empty());
  const std::string still =
      "/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?metric_key=still&run_ids=" + id;
  EXPECT_EQ(ask("GET", still)["metrics"].items().size(), 25'000u) << "of one run, as MLflow has it";
  tests::forgetPeak();
  const long before = tests::peakMemory();
  for (const std::string& target : {bulk, interval}) {
    EXPECT_EQ(ask("GET", target).status, 200);
    constexpr long kAllowed = 100'000;  // a hundred histories take 240 MB
    EXPECT_LT(tests::peakMemory() - before, kAllowed) << target.substr(0, 70);
  }
}

TEST_F(ApiTest, ALocationMayEndInASlash) {
  for (const char* location : {"mlflow-artifacts:/own", "mlflow-artifacts:/own/", "mlflow-artifacts:/"}) {
    const std::string place = location;
    const std::string root = place + (place.ends_with('/') ? "" : "/");
    const auto made = post("experiments/create",
                           R"({"name": "at )" + place + R"(", "artifact_location": ")" + place + "\"}");
    ASSERT_EQ(made.status, 200) << made.text;
    const std::string experiment = *made["experiment_id"].asString();
    const std::string id = createRun(experiment);
    EXPECT_EQ(*get("runs/get?run_id=" + id)["run"]["info"]["artifact_uri"].asString(),
              root + id + "/artifacts");
    const auto model = post("logged-models", R"({"experiment_id": ")" + experiment + R"(", "name": "m"})");
    EXPECT_EQ(*model["model"]["info"]["artifact_uri"].asString(),
              root + "models/" + *model["model"]["info"]["model_id"].asString() + "/artifacts");
  }
}

TEST_F(ApiTest, RequestsAreReadAsOldAndNewClientsSendThem) {
  const std::string id = createRun();
  EXPECT_EQ(
      post("runs/set-tag", R"("{\"run_id\": \")" + id + R"(\", \"key\": \"k\", \"value\": \"v\"}")").text,
      "{}");
  const std::string rest = id + R"(", "key": "k", "value": "v")";
  EXPECT_EQ(post("runs/set-tag", R"({"run_uuid": ")" + rest + R"(, "unknown": [1, {"a": 2}]})").text, "{}");
  EXPECT_EQ(ask("POST", "/ajax-api/2.0/mlflow/runs/set-tag", R"({"run_id": ")" + rest + "}").text, "{}");
  EXPECT_EQ(post("runs/set-tag", "{bad").status, 400);
  EXPECT_EQ(post("runs/set-tag", "[1]").status, 400);
  EXPECT_EQ(post("runs/set-tag", "").status, 400);
  EXPECT_EQ(post("runs/set-tag", std::string(100'000, '[')).status, 400);
  expectInvalid(
      post("runs/set-tag", R"({"run_id": 5, "key": "k"})"),
      "Invalid value 5 for parameter 'run_id' supplied:  Hint: Value was of type 'int'. See the API docs");
}

TEST_F(ApiTest, DatasetsOfARunComeBack) {
  const std::string id = createRun();
  const std::string inputs =
      R"({"run_id": ")" + id + R"(", "datasets": [{"tags": [{"key": "mlflow.data.context",
      "value": "train"}], "dataset": {"name": "d", "digest": "abc", "source_type": "local", "source": "{}",
      "schema": "{\"a\": 1}"}}]})";
  EXPECT_EQ(post("runs/log-inputs", inputs).text, "{}");
  EXPECT_EQ(post("runs/log-inputs", inputs).text, "{}");
  expectInvalid(
      post("runs/log-inputs", R"({"run_id": ")" + id + R"(", "datasets": [{"dataset": {"name": "d"}}]})"),
      "Missing value for required parameter 'datasets[0].dataset.digest'");
  const auto run = get("runs/get?run_id=" + id);
  ASSERT_EQ(run["run"]["inputs"]["dataset_inputs"].items().size(), 1u);
  const auto& input = run["run"]["inputs"]["dataset_inputs"].items()[0];
  EXPECT_EQ(*input["dataset"]["schema"].asString(), "{\"a\": 1}");
  EXPECT_EQ(*input["tags"].items()[0]["value"].asString(), "train");
}

TEST_F(ApiTest, ALoggedModelIsMadeFinishedSearchedTaggedAndDeleted) {
  const std::string run = createRun();
  const auto made = post("logged-models", R"({"experiment_id": "0", "name": "m", "source_run_id": ")" + run +
                                              R"(", "params": [{"key": "a", "value": "1"}],
                                                 "tags": [{"key": "t", "value": "v"}]})");
  ASSERT_EQ(made.status, 200) << made.text;
  const auto& info = made["model"]["info"];
  const std::string id = *info["model_id"].asString();
  const std::string target = "/api/2.0/mlflow/logged-models/" + id;
  EXPECT_EQ(id.substr(0, 2), "m-");
  EXPECT_EQ(*info["status"].asString(), "LOGGED_MODEL_PENDING");
  EXPECT_EQ(*info["artifact_uri"].asString(), "mlflow-artifacts:/0/models/" + id + "/artifacts");
  const auto ready = ask("PATCH", target, R"({"model_id": ")" + id + R"(", "status": "LOGGED_MODEL_READY"})");
  EXPECT_EQ(*ready["model"]["info"]["status"].asString(), "LOGGED_MODEL_READY");
  post("runs/log-metric", R"({"run_id": ")" + run +
                              R"(", "key": "acc", "value": 0.75, "timestamp": 1, "model_id": ")" + id +
                              R"(", "dataset_name": "d", "dataset_digest": "x"})");
  post("runs/outputs",
       R"({"run_id": ")" + run + R"(", "models": [{"model_id": ")" + id + R"(", "step": 3}]})");
  EXPECT_EQ(get("runs/get?run_id=" + run)["run"]["outputs"]["model_outputs"].items()[0]["step"].asInt(), 3);
  const auto search = [&](const std::string& rest) {
    return post("logged-models/search", R"({"experiment_ids": ["0"])" + rest + "}")["models"].items().size();
  };
  EXPECT_EQ(search(R"(, "filter": "source_run_id=')" + run + "'\""), 1u);
  EXPECT_EQ(
      search(
          R"(, "filter": "metrics.acc > 0.7", "order_by": [{"field_name": "metrics.acc", "ascending": false}])"),
      1u);
  EXPECT_EQ(search(R"(, "filter": "metrics.acc > 0.8")"), 0u);
  EXPECT_EQ(search(R"(, "filter": "tags.t = 'v' AND params.a = '1'", "datasets": [{"dataset_name": "d"}])"),
            1u);
  EXPECT_EQ(search(R"(, "datasets": [{"dataset_name": "other"}])"), 0u);
  ask("PATCH", target + "/tags", R"({"tags": [{"key": "u", "value": "w"}]})");
  EXPECT_EQ(get("logged-models/" + id)["model"]["info"]["tags"].items().size(), 2u);
  EXPECT_EQ(ask("DELETE", target + "/tags/u", "{}").status, 200);
  EXPECT_EQ(ask("DELETE", target + "/tags/u", "{}").status, 404);
  EXPECT_EQ(ask("DELETE", target, "{}").status, 200);
  const auto gone = get("logged-models/" + id);
  EXPECT_EQ(gone.status, 404);
  EXPECT_EQ(gone.message(), "Logged model with ID '" + id + "' not found.");
}

TEST_F(ApiTest, ManyClientsAtOnceLoseNothing) {
  const std::string id = createRun();
  std::vector<std::thread> clients;
  std::atomic<int> failed{0};
  for (int c = 0; c < 16; ++c) {
    clients.emplace_back([&, c] {
      tests::RawClient client(port());
      for (int i = 0; i < 50; ++i) {
        const auto response =
            client.ask("POST", "/api/2.0/mlflow/runs/log-metric",
                       R"({"run_id": ")" + id + R"(", "key": "c)" + std::to_string(c) +
                           R"(", "value": 1, "timestamp": 1, "step": )" + std::to_string(i) + "}");
        failed += response.status != 200;
      }
    });
  }
  for (auto& client : clients) {
    client.join();
  }
  EXPECT_EQ(failed, 0);
  for (int c = 0; c < 16; ++c) {
    const auto history = get("metrics/get-history?run_id=" + id + "&metric_key=c" + std::to_string(c));
    EXPECT_EQ(history["metrics"].items().size(), 50u);
  }
}

}  // namespace
}  // namespace tatara::api
