// Traces over the wire: MLflow 3's way, MLflow 2's way, and spans from any OpenTelemetry exporter.

#include <gtest/gtest.h>
#include <zlib.h>

#include <chrono>

#include "core/track/span_tree.h"
#include "tests/core/api/fixture.h"
#include "tests/support/otlp_message.h"

namespace tatara::api {
namespace {

using namespace tests::otlp;

const std::string kId = "tr-" + std::string(32, 'a');

class TraceApiTest : public ApiTest {
 protected:
  Answered three(std::string_view method, const std::string& path, std::string_view body = {}) {
    return ask(method, "/api/3.0/mlflow/traces" + path, body);
  }
  Answered start(const std::string& id, const std::string& more = R"("state": "OK")") {
    return three(
        "POST", "",
        R"({"trace": {"trace_info": {"trace_id": ")" + id +
            R"(", "trace_location": {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "0"}},)"
            R"("request_time": "2026-11-21T18:29:12.797Z", "execution_duration": "0.796s",)"
            R"("trace_metadata": {"mlflow.sourceRun": "r1", "mlflow.trace.tokenUsage":)"
            R"("{\"input_tokens\": 3, \"output_tokens\": 4, \"total_tokens\": 7}"},)"
            R"("tags": {"mlflow.traceName": "outer", "we\"ird": "x"}, "request_preview": "{}", )" +
            more + "}}}");
  }
  static std::string span(char id, char parent, std::string_view name, std::uint64_t status = 1) {
    return field(1, std::string(16, '\xaa')) + field(2, std::string(8, id)) +
           (parent ? field(4, std::string(8, parent)) : "") + field(5, name) +
           fixed64(7, 1'000'000'000'000 + id) + fixed64(8, 1'000'500'000'000) +
           field(9, attribute("mlflow.spanInputs", field(1, "question"))) + field(15, number(3, status));
  }
  int send(const std::string& message, const std::string& fields = "x-mlflow-experiment-id: 0\r\n",
           const std::string& type = "application/x-protobuf") {
    return tests::ask(port(), "POST", "/v1/traces", message, "Content-Type: " + type + "\r\n" + fields)
        .status;
  }
  std::size_t found(const std::string& filter) {
    const auto answer =
        three("POST", "/search",
              R"({"locations": [{"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "0"}}],)"
              R"("filter": ")" +
                  filter + "\"}");
    EXPECT_EQ(answer.status, 200) << filter << " " << answer.text;
    return answer["traces"].items().size();
  }
};

TEST_F(TraceApiTest, ATraceIsToldAsItWasGiven) {
  const auto made = start(kId);
  ASSERT_EQ(made.status, 200) << made.text;
  const auto got = three("GET", "/" + kId);
  EXPECT_EQ(got.text, made.text);
  const text::Json& info = got["trace"]["trace_info"];
  EXPECT_EQ(*info["execution_duration"].asString(), "0.796s");
  EXPECT_EQ(*info["request_time"].asString(), "2026-11-21T18:29:12.797Z");
  EXPECT_EQ(*info["tags"]["we\"ird"].asString(), "x");
  EXPECT_EQ(*info["tags"]["mlflow.artifactLocation"].asString(),
            "mlflow-artifacts:/0/traces/" + kId + "/artifacts");
  EXPECT_EQ(three("GET", "/tr-none").status, 404);
}

TEST_F(TraceApiTest, WhatIsWrongInATraceIsNamed) {
  expectInvalid(three("POST", "", "{}"), "trace");
  expectInvalid(start("", R"("state": "OK")"), "trace_id");
  expectInvalid(start(kId, R"("state": "GREEN")"), "state");
  expectInvalid(start(kId, R"("state": "OK", "execution_duration": "-1s")"), "execution_duration");
  expectInvalid(start(kId, R"("state": "OK", "request_time": "yesterday")"), "request_time");
  expectInvalid(start(kId, R"("state": "OK", "tags": ["a"])"), "tags");
  EXPECT_EQ(three("GET", "/" + kId).status, 404);
}

TEST_F(TraceApiTest, SpansAndSummaryMeetInEitherOrder) {
  ASSERT_EQ(send(request(span('a', 0, "root"))), 200);
  const auto early = three("GET", "/" + kId);
  EXPECT_EQ(*early["trace"]["trace_info"]["state"].asString(), "OK");
  EXPECT_EQ(*early["trace"]["trace_info"]["tags"]["mlflow.traceName"].asString(), "root");
  EXPECT_EQ(*early["trace"]["trace_info"]["request_preview"].asString(), "question");
  ASSERT_EQ(start(kId).status, 200);
  ASSERT_EQ(send(request(span('b', 'a', "child"))), 200);
  const auto whole = three("GET", "/get?trace_id=" + kId);
  ASSERT_EQ(whole.status, 200);
  EXPECT_EQ(whole["trace"]["spans"].items().size(), 2u);
  EXPECT_EQ(*whole["trace"]["trace_info"]["tags"]["mlflow.traceName"].asString(), "outer");
  EXPECT_EQ(*whole["trace"]["trace_info"]["execution_duration"].asString(), "0.796s");
  EXPECT_EQ(*whole["trace"]["trace_info"]["tags"]["mlflow.trace.spansLocation"].asString(), "TRACKING_STORE");
}

TEST_F(TraceApiTest, ASpanThatIsSentAgainReplacesItself) {
  ASSERT_EQ(send(request(span('a', 0, "first"))), 200);
  ASSERT_EQ(send(request(span('a', 0, "second"))), 200);
  const auto whole = three("GET", "/batchGet?trace_ids=" + kId + "&trace_ids=tr-none");
  ASSERT_EQ(whole["traces"].items().size(), 1u);
  const auto& spans = whole["traces"].items()[0]["spans"].items();
  ASSERT_EQ(spans.size(), 1u);
  EXPECT_EQ(*spans[0]["name"].asString(), "second");
}

TEST_F(TraceApiTest, WhatIsNoExportOfSpansIsRefused) {
  const std::string good = request(span('a', 0, "root"));
  EXPECT_EQ(send(good, ""), 400);
  EXPECT_EQ(send(good, "x-mlflow-experiment-id: many\r\n"), 400);
  EXPECT_EQ(send(good, "x-mlflow-experiment-id: 77\r\n"), 404);
  EXPECT_EQ(send(good, "x-mlflow-experiment-id: 0\r\n", "text/plain"), 400);
  EXPECT_EQ(send("", "x-mlflow-experiment-id: 0\r\n"), 400);
  EXPECT_EQ(send("nonsense"), 400);
  EXPECT_EQ(send(good.substr(0, good.size() - 3)), 400);
  EXPECT_EQ(send(good, "x-mlflow-experiment-id: 0\r\nContent-Encoding: br\r\n"), 400);
  EXPECT_EQ(send(good, "x-mlflow-experiment-id: 0\r\nContent-Encoding: gzip\r\n"), 400);
  EXPECT_EQ(found(""), 0u);
}

TEST_F(TraceApiTest, SpansAsJsonAreTheSameAsInProtobuf) {
  const std::string fields = "x-mlflow-experiment-id: 0\r\n";
  const auto sent = [&](const std::string& json) { return send(json, fields, "application/json"); };
  const std::string ids = R"("traceId": "AAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "spanId": "6161616161616161")";
  ASSERT_EQ(
      sent(
          R"({"resourceSpans": [{"resource": {"attributes": []}, "scopeSpans": [{"scope": {"name": "s"}, "spans": [{)" +
          ids + R"(, "parentSpanId": "", "name": "root", "kind": 1, "flags": 257,
        "startTimeUnixNano": "1000000000097", "endTimeUnixNano": 1000500000000,
        "attributes": [{"key": "mlflow.spanInputs", "value": {"stringValue": "question"}},
                       {"key": "count", "value": {"intValue": "-7"}}, {"key": "ratio", "value": {"doubleValue": 0.5}},
                       {"key": "yes", "value": {"boolValue": true}}, {"key": "raw", "value": {"bytesValue": "AAEC"}},
                       {"key": "empty", "value": {"stringValue": ""}},
                       {"key": "list", "value": {"arrayValue": {"values": [{"intValue": 1}, {"stringValue": "b"}]}}},
                       {"key": "map", "value": {"kvlistValue": {"values": [{"key": "k", "value": {"intValue": 2}}]}}}],
        "events": [{"timeUnixNano": "1000000000100", "name": "e", "attributes": []}],
        "links": [{"traceId": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "spanId": "6262626262626262"}],
        "status": {"code": 1, "message": "fine"}, "unknown": [1]}]}]}]})"),
      200);
  const auto whole = three("GET", "/get?trace_id=" + kId);
  ASSERT_EQ(whole["trace"]["spans"].items().size(), 1u) << whole.text;
  const text::Json& told = whole["trace"]["spans"].items()[0];
  const std::string shown = text::toJson(told);
  EXPECT_EQ(*told["name"].asString(), "root");
  for (const char* part : {R"("int_value":"-7")", R"("double_value":0.5)", R"("bool_value":true)",
                           R"("AAEC")", R"("string_value":"")", R"("string_value":"b")", R"("key":"k")",
                           R"("name":"e")", R"("message":"fine")"}) {
    std::string other(part);  // numbers of 64 bits may be told as text or as numbers
    other.erase(std::remove(other.begin() + 11, other.end(), '"'), other.end());
    EXPECT_TRUE(shown.find(part) != std::string::npos || shown.find(other) != std::string::npos)
        << part << " in " << shown;
  }
  EXPECT_EQ(*whole["trace"]["trace_info"]["request_preview"].asString(), "question");
}

TEST_F(TraceApiTest, JsonThatIsNoExportIsRefusedWithItsPlace) {
  const auto refused = [&](const std::string& json, std::string_view part) {
    const auto answer = tests::ask(port(), "POST", "/v1/traces", json,
                                   "Content-Type: application/json\r\nx-mlflow-experiment-id: 0\r\n");
    EXPECT_EQ(answer.status, 400) << json;
    EXPECT_NE(answer.body.find(part), std::string::npos) << answer.body;
  };
  const auto span = [](const std::string& members) {
    return R"({"resourceSpans": [{"scopeSpans": [{"spans": [{)" + members + "}]}]}]}";
  };
  const std::string ids = R"("traceId": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "spanId": "6161616161616161")";
  refused("", "");
  refused("[]", "OpenTelemetry");
  refused("{}", "no spans");
  refused(R"({"resourceSpans": {}})", "resourceSpans");
  refused(R"({"resourceSpans": [7]})", "resourceSpans[0]");
  refused(span(R"("traceId": "zz")"), "resourceSpans[0].scopeSpans[0].spans[0].traceId");
  refused(span(R"("traceId": "aa", "spanId": "6161616161616161")"), "16 bytes");
  refused(span(ids + R"(, "startTimeUnixNano": "soon")"), "startTimeUnixNano");
  refused(span(ids + R"(, "attributes": [{"key": 7}])"), "attributes[0].key");
  refused(span(ids + R"(, "attributes": [{"key": "k", "value": {"bytesValue": "?"}}])"), "bytesValue");
  refused(span(ids + R"(, "status": {"code": "STATUS_CODE_OK"}})"), "");
  std::string deep = R"({"intValue": 1})";
  for (int i = 0; i < 45; ++i) {
    deep = R"({"arrayValue": {"values": [)" + deep + "]}}";
  }
  refused(span(ids + R"(, "attributes": [{"key": "k", "value": )" + deep + "}]"), "");
  EXPECT_EQ(found(""), 0u);
}

std::string zipped(const std::string& bytes) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, bytes.size()) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

TEST_F(TraceApiTest, GzipIsUnpackedUpToALimit) {
  const std::string fields = "x-mlflow-experiment-id: 0\r\nContent-Encoding: gzip\r\n";
  EXPECT_EQ(send(zipped(request(span('a', 0, "root"))), fields), 200);
  EXPECT_EQ(found(""), 1u);
  EXPECT_EQ(send(zipped(std::string(80u << 20, '\0')), fields), 400);
}

TEST_F(TraceApiTest, SearchesUnderstandTheGrammar) {
  ASSERT_EQ(start(kId).status, 200);
  ASSERT_EQ(start("tr-" + std::string(32, 'b'), R"("state": "ERROR", "client_request_id": "mine")").status,
            200);
  ASSERT_EQ(send(request(span('a', 0, "needle"))), 200);
  for (const auto& [filter, count] :
       std::vector<std::pair<std::string, std::size_t>>{{"", 2},
                                                        {"status = 'OK'", 1},
                                                        {"trace.status != 'OK'", 1},
                                                        {"attributes.status IN ('OK', 'ERROR')", 2},
                                                        {"status NOT IN ('OK')", 1},
                                                        {"timestamp_ms > 0 AND execution_time = 796", 2},
                                                        {"end_time < 5", 0},
                                                        {"name = 'outer'", 2},
                                                        {"tags.`mlflow.traceName` LIKE 'out%'", 2},
                                                        {"tag.absent IS NULL", 2},
                                                        {"tag.absent != 'x'", 0},
                                                        {"metadata.mlflow.sourceRun = 'r1'", 2},
                                                        {"run_id = 'r2'", 0},
                                                        {"client_request_id = 'mine'", 1},
                                                        {"request_id = '" + kId + "'", 1},
                                                        {"span.name ILIKE 'NEED%'", 1},
                                                        {"trace.text LIKE '%needle%'", 1}}) {
    EXPECT_EQ(found(filter), count) << filter;
  }
  for (const char* filter : {"status", "status =", "status = OK", "timestamp_ms = 'x'", "colour = 'red'",
                             "a.b = 'c'", "status = 'OK' OR status = 'ERROR'", "status > 'OK'",
                             "status = 'OK' AND", "status RLIKE 'a+'", "name IN 'x'", "name = 'x", "= 'x'",
                             "timestamp_ms LIKE 5", "text IS NULL", "trace.text IS NOT NULL"}) {
    const auto answer =
        three("POST", "/search",
              std::string(R"({"locations": [{"mlflow_experiment": {"experiment_id": "0"}}], "filter": ")") +
                  filter + "\"}");
    EXPECT_EQ(answer.status, 400) << filter << " " << answer.text;
  }
}

TEST_F(TraceApiTest, ALongPatternMayHaveNoUnderscore) {
  ASSERT_EQ(start(kId).status, 200);
  const auto status = [&](const std::string& pattern) {
    return three("POST", "/search",
                 R"({"locations": [{"mlflow_experiment": {"experiment_id": "0"}}], "filter": "name LIKE ')" +
                     pattern + "'\"}")
        .status;
  };
  EXPECT_EQ(status("%" + std::string(30'000, 'a') + "%"), 200);
  EXPECT_EQ(status("%" + std::string(900, 'a') + "_b%"), 200);
  EXPECT_EQ(status("%" + std::string(1000, 'a') + "_b%"), 400);
}

TEST_F(TraceApiTest, AnAssessmentOfManyFieldsTakesNoTimeOfTheirSquare) {
  ASSERT_EQ(start(kId).status, 200);
  std::string body = R"({"assessment": {"assessment_name": "n", "assessment_id": "a-1")";
  for (int i = 0; i < 100'000; ++i) {
    body += ",\"field" + std::to_string(i) + "\":0";
  }
  const auto began = std::chrono::steady_clock::now();
  const auto made = three("POST", "/" + kId + "/assessments", body + "}}");
  ASSERT_EQ(made.status, 200) << made.text.substr(0, 200);
  EXPECT_EQ(made["assessment"]["field99999"].asInt(), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(10));
  const std::string mask(1000, ',');
  EXPECT_EQ(three("PATCH", "/" + kId + "/assessments/a-1",
                  R"({"assessment": {"rationale": "x"}, "update_mask": ")" + mask + "\"}")
                .status,
            400);
}

// As an import may bring one of a machine whose clock went back.
TEST_F(TraceApiTest, ATraceThatEndedBeforeItBeganTookNoTime) {
  for (const int millis : {-5, -123, -123'456}) {
    ASSERT_TRUE(workspace.store().write([&](store::Writer& writer) -> Status {
      track::NewTrace trace;
      trace.id = "tr" + std::to_string(millis);
      trace.state = track::TraceState::Ok;
      trace.duration = Millis(millis);
      TATARA_TRY(track::bringTrace(writer, trace));
      return {};
    }));
    const auto told = three("GET", "/tr" + std::to_string(millis));
    ASSERT_EQ(told.status, 200) << told.text;
    EXPECT_EQ(*told["trace"]["trace_info"]["execution_duration"].asString(), "0.000s");
  }
}

TEST_F(TraceApiTest, PagesCoverAllOnceInTheOrderAskedFor) {
  for (char c : std::string("cabfed")) {
    ASSERT_EQ(start("tr-" + std::string(32, c)).status, 200);
  }
  std::string ids;
  std::string token;
  do {
    const auto page =
        three("POST", "/search",
              R"({"locations": [{"mlflow_experiment": {"experiment_id": "0"}}], "max_results": 2,)"
              R"("order_by": ["request_id DESC"], "page_token": ")" +
                  token + "\"}");
    ASSERT_EQ(page.status, 200) << page.text;
    for (const auto& trace : page["traces"].items()) {
      ids += trace["trace_id"].asString()->back();
    }
    token = page["next_page_token"].asString() ? *page["next_page_token"].asString() : "";
  } while (!token.empty());
  EXPECT_EQ(ids, "fedcba");
  expectInvalid(three("POST", "/search",
                      R"({"locations": [{"mlflow_experiment": {"experiment_id": "0"}}],)"
                      R"("order_by": ["colour"]})"),
                "colour");
}

TEST_F(TraceApiTest, MlflowTwoBeginsAndEndsATrace) {
  const auto begun = post("traces", R"({"experiment_id": "0", "timestamp_ms": 1000,)"
                                    R"("request_metadata": [{"key": "a", "value": "b"}], "tags": []})");
  ASSERT_EQ(begun.status, 200) << begun.text;
  const std::string id = *begun["trace_info"]["request_id"].asString();
  EXPECT_EQ(*begun["trace_info"]["status"].asString(), "IN_PROGRESS");
  const auto ended =
      ask("PATCH", "/api/2.0/mlflow/traces/" + id,
          R"({"timestamp_ms": 1250, "status": "OK", "request_metadata": [{"key": "c", "value": "d"}]})");
  ASSERT_EQ(ended.status, 200) << ended.text;
  EXPECT_EQ(ended["trace_info"]["execution_time_ms"].asInt(), 250);
  EXPECT_EQ(ended["trace_info"]["request_metadata"].items().size(), 2u);
  EXPECT_EQ(get("traces/" + id + "/info").text, ended.text);
  EXPECT_EQ(get("traces?experiment_ids=0&filter=status='OK'")["traces"].items().size(), 1u);
  expectInvalid(get("traces"), "experiment_ids");
}

TEST_F(TraceApiTest, TagsAreSetAndDeleted) {
  ASSERT_EQ(start(kId).status, 200);
  ASSERT_EQ(ask("PATCH", "/api/2.0/mlflow/traces/" + kId + "/tags", R"({"key": "k", "value": "v"})").status,
            200);
  EXPECT_EQ(found("tags.k = 'v'"), 1u);
  ASSERT_EQ(three("DELETE", "/" + kId + "/tags", R"({"key": "k"})").status, 200);
  EXPECT_EQ(three("DELETE", "/" + kId + "/tags", R"({"key": "k"})").status, 404);
  EXPECT_EQ(three("PATCH", "/tr-none/tags", R"({"key": "k", "value": "v"})").status, 404);
}

TEST_F(TraceApiTest, TracesAreDeletedByNameOrByAge) {
  ASSERT_EQ(start(kId).status, 200);
  ASSERT_EQ(start("tr-b").status, 200);
  ASSERT_EQ(start("tr-c").status, 200);
  expectInvalid(post("traces/delete-traces", R"({"experiment_id": "0"})"), "Either");
  expectInvalid(
      post("traces/delete-traces", R"({"experiment_id": "0", "max_timestamp_millis": 9, "max_traces": 0})"),
      "max_traces");
  EXPECT_EQ(
      post("traces/delete-traces", R"({"experiment_id": "1", "request_ids": ["tr-b"]})")["traces_deleted"]
          .asInt(),
      0);
  EXPECT_EQ(post("traces/delete-traces",
                 R"({"experiment_id": "0", "request_ids": ["tr-b", "tr-x"]})")["traces_deleted"]
                .asInt(),
            1);
  EXPECT_EQ(post("traces/delete-traces",
                 R"({"experiment_id": "0", "max_timestamp_millis": 9999999999999, "max_traces": 1})")
                ["traces_deleted"]
                    .asInt(),
            1);
  EXPECT_EQ(found(""), 1u);
}

TEST_F(TraceApiTest, AssessmentsLiveWithTheirTrace) {
  ASSERT_EQ(start(kId).status, 200);
  const auto made =
      three("POST", "/" + kId + "/assessments",
            R"({"assessment": {"assessment_name": "good", "feedback": {"value": true}, "valid": true}})");
  ASSERT_EQ(made.status, 200) << made.text;
  const std::string id = *made["assessment"]["assessment_id"].asString();
  EXPECT_EQ(found("feedback.good = 'true'"), 1u);
  const auto changed = three(
      "PATCH", "/" + kId + "/assessments/" + id,
      R"({"assessment": {"rationale": "why", "feedback": {"value": false}}, "update_mask": "rationale,feedback"})");
  ASSERT_EQ(changed.status, 200) << changed.text;
  EXPECT_EQ(*changed["assessment"]["rationale"].asString(), "why");
  EXPECT_EQ(found("feedback.good = 'true'"), 0u);
  EXPECT_EQ(three("GET", "/" + kId)["trace"]["trace_info"]["assessments"].items().size(), 1u);
  EXPECT_EQ(three("DELETE", "/" + kId + "/assessments/" + id).status, 200);
  EXPECT_EQ(three("GET", "/" + kId + "/assessments/" + id).status, 404);
}

// As clients do in mlflow.override_feedback.
TEST_F(TraceApiTest, AnAssessmentThatAnotherOneOverridesCountsNoMore) {
  ASSERT_EQ(start(kId).status, 200);
  const auto make = [&](const std::string& more) {
    return three("POST", "/" + kId + "/assessments",
                 R"({"assessment": {"assessment_name": "grade", "feedback": {"value": 2})" + more + "}}");
  };
  const auto idOf = [](const Answered& made) { return *made["assessment"]["assessment_id"].asString(); };
  const auto validOf = [&](const std::string& id) {
    return three("GET", "/" + kId + "/assessments/" + id)["assessment"]["valid"];
  };
  const std::string first = idOf(make(R"(, "valid": true)"));
  const std::string second = idOf(make(R"(, "valid": true, "overrides": ")" + first + "\""));
  EXPECT_EQ(validOf(first), text::Json(false));
  EXPECT_EQ(validOf(second), text::Json(true));
  EXPECT_EQ(make(R"(, "overrides": "a-none")").status, 404);
  EXPECT_EQ(three("GET", "/" + kId)["trace"]["trace_info"]["assessments"].items().size(), 2u);
  EXPECT_EQ(three("DELETE", "/" + kId + "/assessments/" + second).status, 200);
  EXPECT_EQ(validOf(first), text::Json(true));
}

TEST_F(TraceApiTest, TheTreeHoldsEverySpanOnceEvenInCircles) {
  ASSERT_EQ(send(request(span('a', 0, "root"))), 200);
  ASSERT_EQ(send(request(span('c', 'b', "leaf", 2))), 200);
  ASSERT_EQ(send(request(span('b', 'a', "middle"))), 200);
  ASSERT_EQ(send(request(span('d', 'e', "circle"))), 200);
  ASSERT_EQ(send(request(span('e', 'd', "circle too"))), 200);
  const auto nodes = workspace.store().read([&](sql::Connection& db) -> Result<std::vector<track::SpanNode>> {
    TATARA_ASSIGN(const auto trace, track::findTrace(db, kId));
    TATARA_ASSIGN(const auto spans, track::loadSpans(db, trace->key));
    return track::spanTree(spans);
  });
  ASSERT_TRUE(nodes);
  std::string drawn;
  for (const track::SpanNode& node : *nodes) {
    drawn += std::string(static_cast<std::size_t>(node.depth), '-') + node.name +
             (node.status == track::SpanStatus::Error ? "!" : "") + " ";
  }
  EXPECT_EQ(drawn, "root -middle --leaf! circle -circle too ");
  EXPECT_EQ(*nodes->front().inputs.asString(), "question");
}

TEST_F(TraceApiTest, TheSpansOfATraceAreOneFileWhicheverWayTheyCame) {
  const std::string place = "/ajax-api/2.0/mlflow/get-trace-artifact?request_id=";
  ASSERT_EQ(send(request(span('a', 0, "root")) + request(span('b', 'a', "child", 2))), 200);
  const auto sent = ask("GET", place + kId);
  ASSERT_EQ(sent.status, 200) << sent.text;
  const auto nodes = track::spanTreeOfFile(sent.text);
  ASSERT_TRUE(nodes && nodes->size() == 2u) << sent.text;
  EXPECT_EQ(nodes->front().name, "root");
  EXPECT_EQ(*nodes->front().inputs.asString(), "question");
  EXPECT_EQ(nodes->back().depth, 1);
  EXPECT_EQ(nodes->back().status, track::SpanStatus::Error);

  const std::string other = "tr-" + std::string(32, 'b');
  ASSERT_EQ(start(other).status, 200);
  EXPECT_EQ(ask("GET", place + other).text, R"({"spans":[]})");
  const std::string file = R"({"spans": [{"name": "uploaded", "context": {"span_id": "0x1"}}]})";
  ASSERT_EQ(
      tests::ask(port(), "PUT",
                 "/api/2.0/mlflow-artifacts/artifacts/0/traces/" + other + "/artifacts/traces.json", file, "")
          .status,
      200);
  EXPECT_EQ(ask("GET", place + other).text, file);
  EXPECT_EQ(ask("GET", place + "tr-none").status, 404);
  EXPECT_EQ(ask("GET", "/ajax-api/3.0/mlflow/get-trace-artifact").status, 400);
}

TEST_F(TraceApiTest, DatasetsOfExperimentsAreListedOnce) {
  const std::string run = createRun();
  const std::string other = createRun();
  for (const std::string& each : {run, other}) {
    ASSERT_EQ(
        post(
            "runs/log-inputs",
            R"({"run_id": ")" + each +
                R"(", "datasets": [{"tags": [{"key": "mlflow.data.context",)"
                R"("value": "training"}], "dataset": {"name": "d", "digest": "1", "source_type": "s", "source": "x"}}]})")
            .status,
        200);
  }
  EXPECT_EQ(
      ask("POST", "/ajax-api/2.0/mlflow/experiments/search-datasets", R"({"experiment_ids": ["0", "0"]})")
          .text,
      R"({"dataset_summaries":[{"experiment_id":"0","name":"d","digest":"1","context":"training"}]})");
  expectInvalid(post("experiments/search-datasets", "{}"), "at least one experiment_id");
}

}  // namespace
}  // namespace tatara::api
