// What a store has besides runs that ended: runs under way, traces, and artifacts that stay where they are.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/artifact/artifact_store.h"
#include "core/interop/mlflow.h"
#include "core/interop/mlflow_export.h"
#include "core/sql/connection.h"
#include "core/track/experiments.h"
#include "core/track/metrics.h"
#include "core/track/runs.h"
#include "core/track/span_tree.h"
#include "core/track/traces.h"
#include "tests/support/otlp_message.h"
#include "tests/support/temp_workspace.h"

namespace tatara::interop {
namespace {

namespace fs = std::filesystem;

const std::string kRun = "0123456789abcdef0123456789abcdef";

class MlflowLaterTest : public testing::Test {
 protected:
  MlflowLaterTest() {
    writeText(
        "mlruns/42/meta.yaml",
        "artifact_location: file:///old/42\nexperiment_id: '42'\nlifecycle_stage: active\nname: wine\n");
  }
  fs::path path(const std::string& name) const { return m_folder.path() / name; }
  void writeText(const std::string& name, std::string_view text) const {
    fs::create_directories(path(name).parent_path());
    std::ofstream(path(name), std::ios::binary) << text;
  }
  // 1 is running, 3 finished.
  void writeRun(int status, const std::string& more = "") const {
    writeText("mlruns/42/" + kRun + "/meta.yaml",
              "artifact_uri: file:///old/42/" + kRun +
                  "/artifacts\nexperiment_id: '42'\nlifecycle_stage: active\n"
                  "run_id: " +
                  kRun + "\nrun_name: r\nstart_time: 1700000001000\nstatus: " + std::to_string(status) +
                  "\nuser_id: ada\n" + more);
  }
  ImportReport bring(const std::string& from = "mlruns", bool link = false) {
    MlflowImport import;
    import.source = path(from);
    import.linkArtifacts = link;
    import.actor = {"tester", "import"};
    auto report = importMlflow(m_workspace.share(), import);
    EXPECT_TRUE(report.has_value()) << report.error().message << " " << report.error().detail;
    return report ? *report : ImportReport();
  }
  track::Run load() {
    auto found = m_workspace.store().read(
        [&](sql::Connection& connection) { return track::findRun(connection, track::RunId(kRun)); });
    EXPECT_TRUE(found && *found);
    return found && *found ? **found : track::Run();
  }
  track::Trace trace(const std::string& id) {
    auto found = m_workspace.store().read(
        [&](sql::Connection& connection) { return track::findTrace(connection, id); });
    EXPECT_TRUE(found && *found) << id;
    return found && *found ? **found : track::Trace();
  }
  // As the panels do.
  std::vector<track::SpanNode> spansOf(const track::Trace& of) {
    const auto file = track::spanFileOf(of);
    EXPECT_TRUE(file);
    const auto text = artifact::ArtifactStore(m_workspace.share()).readAll(file.value_or(""), 1 << 20);
    EXPECT_TRUE(text.has_value());
    auto nodes = text ? track::spanTreeOfFile(*text) : Result<std::vector<track::SpanNode>>(text.error());
    EXPECT_TRUE(nodes.has_value());
    return nodes ? *nodes : std::vector<track::SpanNode>();
  }

  tests::TempFolder m_folder;
  tests::TempWorkspace m_workspace;
};

TEST_F(MlflowLaterTest, ARunThatWasUnderWayGetsWhatItHasLoggedSinceAndItsEnd) {
  writeRun(1);
  const std::string run = "mlruns/42/" + kRun;
  writeText(run + "/metrics/loss", "1700000001000 0.5 0\n1700000002000 nan 1\n");
  writeText(run + "/params/lr", "0.1");
  writeText(run + "/tags/mine", "theirs");
  writeText(run + "/artifacts/a.txt", "first");
  EXPECT_EQ(bring().runs.brought, 1);
  ASSERT_TRUE(m_workspace.store().write([&](store::Writer& writer) {
    return track::setTag(writer, track::RunId(kRun), {"mine", "changed here"});
  }));
  const ImportReport idle = bring();
  EXPECT_EQ(idle.continuedRuns, 0);
  EXPECT_EQ(idle.points, 0);

  writeText(run + "/metrics/loss", "1700000001000 0.5 0\n1700000002000 nan 1\n1700000003000 0.25 2\n");
  writeText(run + "/metrics/new", "1700000003000 7 2\n");
  writeText(run + "/params/depth", "3");
  writeText(run + "/artifacts/a.txt", "changed there");
  writeText(run + "/artifacts/b.txt", "second");
  writeRun(3, "end_time: 1700000009000\n");
  const ImportReport more = bring();
  EXPECT_EQ(more.continuedRuns, 1);
  EXPECT_EQ(more.runs.already, 1);
  EXPECT_EQ(more.points, 2);
  EXPECT_EQ(more.files.brought, 1);
  const track::Run now = load();
  EXPECT_EQ(now.info.status, track::RunStatus::Finished);
  EXPECT_EQ(toUnixMillis(*now.info.ended), 1700000009000);
  EXPECT_EQ(now.params.size(), 2U);
  ASSERT_EQ(now.metrics.size(), 2U);
  EXPECT_EQ(now.metrics[0].last.value, 0.25);
  EXPECT_EQ(now.metrics[0].points, 3);
  for (const track::KeyValue& tag : now.tags) {
    EXPECT_TRUE(tag.key != "mine" || tag.value == "changed here");
  }
  const artifact::ArtifactStore artifacts(m_workspace.share());
  EXPECT_EQ(*artifacts.readAll("42/" + kRun + "/artifacts/a.txt", 100), "first");
  EXPECT_EQ(*artifacts.readAll("42/" + kRun + "/artifacts/b.txt", 100), "second");

  writeText(run + "/params/late", "x");
  EXPECT_EQ(bring().continuedRuns, 0);
  EXPECT_EQ(load().params.size(), 2U) << "a run that ended stays as it is";
}

TEST_F(MlflowLaterTest, ATraceOfAFileStoreComesWithItsWordsItsAssessmentsAndItsSpans) {
  const std::string here = "mlruns/42/traces/tr-1";
  writeText(here + "/trace_info.yaml",
            "request_id: tr-1\nexperiment_id: '42'\ntimestamp_ms: 1700000001000\nexecution_time_ms: 250\n"
            "status: ERROR\n");
  writeText(here + "/tags/mlflow.traceName", "ask");
  writeText(here + "/tags/mlflow.artifactLocation", "file:///old/42/traces/tr-1/artifacts");
  writeText(here + "/request_metadata/mlflow.sourceRun", kRun);
  writeText(here + "/assessments/a-1.yaml",
            "assessment_id: a-1\nassessment_name: good\ntrace_id: tr-1\nfeedback:\n  value: true\n");
  writeText(
      here + "/artifacts/traces.json",
      R"({"spans": [{"name": "look up", "context": {"span_id": "0x1"}, "parent_id": null, "start_time": 5,
                "end_time": 9, "status_code": "OK", "attributes": {"mlflow.spanInputs": "\"why\""}}]})");
  const std::string three = "mlruns/42/traces/tr-3";
  writeText(
      three + "/trace_info.yaml",
      "trace_id: tr-3\ntrace_location:\n  type: MLFLOW_EXPERIMENT\n  mlflow_experiment:\n    "
      "experiment_id: '42'\nrequest_time: '2026-11-21T18:29:12.797Z'\nexecution_duration_ms: 40\nstate: "
      "OK\nrequest_preview: '{}'\nclient_request_id: mine\n");
  writeText("mlruns/42/traces/broken/trace_info.yaml", "trace_id: other\n");
  const ImportReport report = bring();
  EXPECT_EQ(report.traces.brought, 2);
  ASSERT_EQ(report.skipped.size(), 1U);
  EXPECT_NE(report.skipped[0].place.find("broken"), std::string::npos);

  const track::Trace made = trace("tr-1");
  EXPECT_EQ(made.state, track::TraceState::Error);
  EXPECT_EQ(toUnixMillis(made.started), 1700000001000);
  EXPECT_EQ(made.duration, Millis(250));
  EXPECT_EQ(*made.tag(track::kTraceName), "ask");
  EXPECT_EQ(*made.tag(track::kTraceArtifacts), "mlflow-artifacts:/42/traces/tr-1/artifacts");
  EXPECT_EQ(*made.meta(track::kTraceRun), kRun);
  ASSERT_EQ(made.assessments.size(), 1U);
  EXPECT_EQ(made.assessments[0].name, "good");
  const auto spans = spansOf(made);
  ASSERT_EQ(spans.size(), 1U);
  EXPECT_EQ(spans[0].name, "look up");
  EXPECT_EQ(spans[0].inputs, text::Json("why"));
  const track::Trace third = trace("tr-3");
  EXPECT_EQ(toIso8601(third.started), "2026-11-21T18:29:12.797Z");
  EXPECT_EQ(third.duration, Millis(40));
  EXPECT_EQ(third.clientRequestId, "mine");
  EXPECT_EQ(third.requestPreview, "{}");

  const ImportReport again = bring();
  EXPECT_EQ(again.traces.brought, 0);
  EXPECT_EQ(again.traces.already, 2);
}

TEST_F(MlflowLaterTest, ATraceOfADatabaseComesWithTheSpansThatAreRows) {
  {
    auto made = sql::Connection::open(path("mlflow.db"), {.access = sql::Access::Create});
    ASSERT_TRUE(made.has_value());
    ASSERT_TRUE((*made)->script(
        "CREATE TABLE experiments(experiment_id INTEGER, name TEXT, artifact_location TEXT, lifecycle_stage "
        "TEXT);"
        "CREATE TABLE runs(run_uuid TEXT, experiment_id INTEGER);"
        "CREATE TABLE trace_info(request_id TEXT, experiment_id INTEGER, timestamp_ms INTEGER, "
        "execution_time_ms "
        "INTEGER, status TEXT, client_request_id TEXT, request_preview TEXT, response_preview TEXT);"
        "CREATE TABLE trace_tags(key TEXT, value TEXT, request_id TEXT);"
        "CREATE TABLE trace_request_metadata(key TEXT, value TEXT, request_id TEXT);"
        "CREATE TABLE assessments(assessment_id TEXT, trace_id TEXT, name TEXT, assessment_type TEXT, value "
        "TEXT, "
        "created_timestamp INTEGER, last_updated_timestamp INTEGER, source_type TEXT, source_id TEXT, valid "
        "INTEGER);"
        "CREATE TABLE spans(trace_id TEXT, span_id TEXT, start_time_unix_nano INTEGER, content TEXT);"
        "INSERT INTO experiments VALUES(3, 'gone', 'mlflow-artifacts:/3', 'deleted');"
        "INSERT INTO trace_info VALUES('tr-9', 3, 1700000001000, NULL, 'IN_PROGRESS', NULL, '{}', NULL);"
        "INSERT INTO trace_tags VALUES('mlflow.trace.spansLocation', 'TRACKING_STORE', 'tr-9');"
        "INSERT INTO trace_request_metadata VALUES('mlflow.trace.tokenUsage', '{\"total_tokens\": 7}', "
        "'tr-9');"
        "INSERT INTO assessments VALUES('a-1', 'tr-9', 'wanted', 'expectation', '[1, 2]', 5, 6, 'HUMAN', "
        "'me', 1);"
        "INSERT INTO spans VALUES('tr-9', '2', 20, '{\"span_id\": \"Ag==\", \"parent_span_id\": \"AQ==\", "
        "\"name\": "
        "\"inner\", \"start_time_unix_nano\": 20, \"end_time_unix_nano\": 30}');"
        "INSERT INTO spans VALUES('tr-9', '1', 10, '{\"span_id\": \"AQ==\", \"parent_span_id\": null, "
        "\"name\": "
        "\"outer\", \"start_time_unix_nano\": 10, \"end_time_unix_nano\": 40}');"));
  }
  EXPECT_EQ(bring("mlflow.db").traces.brought, 1);
  const track::Trace made = trace("tr-9");
  EXPECT_EQ(made.state, track::TraceState::InProgress);
  EXPECT_EQ(made.tag(track::kSpansLocation), nullptr) << "its spans are a file here";
  EXPECT_EQ(track::tokensOf(made)->total, 7);
  ASSERT_EQ(made.assessments.size(), 1U);
  EXPECT_NE(made.assessments[0].body.find(
                R"("serialized_value":{"serialization_format":"JSON_FORMAT","value":"[1, 2]"})"),
            std::string::npos)
      << made.assessments[0].body;
  const auto spans = spansOf(made);
  ASSERT_EQ(spans.size(), 2U);
  EXPECT_EQ(spans[0].name, "outer");
  EXPECT_EQ(spans[1].depth, 1);

  {
    auto later = sql::Connection::open(path("mlflow.db"), {.access = sql::Access::ReadWrite});
    ASSERT_TRUE((*later)->script("UPDATE trace_info SET status = 'OK', execution_time_ms = 12;"));
  }
  EXPECT_EQ(bring("mlflow.db").traces.brought, 1) << "it was under way";
  EXPECT_EQ(trace("tr-9").duration, Millis(12));
  EXPECT_EQ(bring("mlflow.db").traces.already, 1);
}

TEST_F(MlflowLaterTest, LinkedArtifactsStayWhereTheyAre) {
  writeRun(3);
  writeText("mlruns/42/" + kRun + "/artifacts/a file.txt", "here");
  const ImportReport report = bring("mlruns", true);
  EXPECT_EQ(report.files.brought, 0);
  EXPECT_EQ(load().info.artifactUri,
            "file://" + fs::canonical(path("mlruns/42/" + kRun + "/artifacts")).string());
}

// Spans as an exporter sends them, assessments, and a trace that has only a summary.
void fillTraces(tests::TempWorkspace& workspace) {
  using namespace tests::otlp;
  const std::string trace(16, '\xaa');
  const std::string root = field(1, trace) + field(2, std::string(8, 'a')) + field(5, "root") +
                           fixed64(7, 1'700'000'000'000'000'000) + fixed64(8, 1'700'000'001'000'000'000) +
                           field(9, attribute("mlflow.spanInputs", field(1, "\"why\"")));
  const std::string child = field(1, trace) + field(2, std::string(8, 'b')) + field(4, std::string(8, 'a')) +
                            field(5, "child") + fixed64(7, 1'700'000'000'500'000'000) +
                            fixed64(8, 1'700'000'000'900'000'000) + field(15, number(3, 2));
  const std::string message = request(root) + request(child);
  ASSERT_TRUE(workspace.store().write([&](store::Writer& writer) -> Status {
    TATARA_ASSIGN(const auto spans, track::readExport(message));
    TATARA_TRY(track::logSpans(writer, track::ExperimentId(0), spans, track::RunId(kRun)));
    TATARA_TRY(track::putAssessment(writer, "tr-" + std::string(32, 'a'),
                                    {"a-1", "good", R"({"assessment_id":"a-1","assessment_name":"good"})"}));
    track::NewTrace plain{.id = "tr-plain", .state = track::TraceState::Ok, .started = fromUnixMillis(5)};
    plain.tags = {{"we/ird", "x\ny"}};
    plain.metadata = {{"mlflow.source.name", "a: b"}};
    return track::startTrace(writer, plain) ? Status() : makeError(ErrorKind::Io, "no trace");
  }));
}

struct ExportedTraces : MlflowLaterTest, testing::WithParamInterface<bool> {};

TEST_P(ExportedTraces, AreTheSameWhenTheyAreImportedAgain) {
  tests::TempWorkspace from;
  fillTraces(from);
  const auto out = path("out");
  const auto report =
      GetParam() ? exportMlflowSqlite(from.share(), out, {}) : exportMlflow(from.share(), out, {});
  ASSERT_TRUE(report.has_value()) << report.error().message << report.error().detail;
  EXPECT_EQ(report->traces, 2);
  EXPECT_EQ(report->skipped.size(), GetParam() ? 1U : 0U) << "a database of that age has no assessments";
  const ImportReport brought = bring("out");
  EXPECT_EQ(brought.traces.brought, 2);
  EXPECT_TRUE(brought.skipped.empty());

  const track::Trace sent = trace("tr-" + std::string(32, 'a'));
  EXPECT_EQ(sent.state, track::TraceState::Ok);
  EXPECT_EQ(toUnixMillis(sent.started), 1'700'000'000'000);
  EXPECT_EQ(sent.duration, Millis(1000));
  EXPECT_EQ(*sent.meta(track::kTraceRun), kRun);
  EXPECT_EQ(*sent.tag(track::kTraceName), "root");
  EXPECT_EQ(sent.assessments.size(), GetParam() ? 0U : 1U);
  const auto spans = spansOf(sent);
  ASSERT_EQ(spans.size(), 2U);
  EXPECT_EQ(spans[0].inputs, text::Json("why"));
  EXPECT_EQ(spans[1].depth, 1);
  EXPECT_EQ(spans[1].status, track::SpanStatus::Error);
  EXPECT_EQ(spans[1].startNanos, 1'700'000'000'500'000'000);
  const track::Trace plain = trace("tr-plain");
  EXPECT_EQ(*plain.tag("we/ird"), "x\ny");
  EXPECT_EQ(*plain.meta("mlflow.source.name"), "a: b");
  EXPECT_EQ(plain.duration, std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(OfBothStores, ExportedTraces, testing::Bool());

}  // namespace
}  // namespace tatara::interop
