// Lists of traces, found by run, experiment and words; and what is told of one trace's spans.

#include <gtest/gtest.h>

#include <array>

#include "core/track/experiments.h"
#include "core/track/runs.h"
#include "core/track/trace_list.h"
#include "tests/support/otlp_message.h"
#include "tests/support/temp_workspace.h"

namespace tatara::track {
namespace {

using namespace tests::otlp;

const RunId kRun("0123456789abcdef0123456789abcdef");

class TraceListTest : public testing::Test {
 protected:
  void SetUp() override {
    const Status made = m_workspace.store().write([this](store::Writer& writer) -> Status {
      TATARA_ASSIGN(m_first, createExperiment(writer, {.name = "chat"}, fromUnixMillis(1)));
      TATARA_ASSIGN(m_second, createExperiment(writer, {.name = "search"}, fromUnixMillis(1)));
      NewRun run;
      run.id = kRun;
      run.experiment = m_first;
      TATARA_TRY(createRun(writer, run, fromUnixMillis(1)));
      for (int i = 0; i < 30; ++i) {
        NewTrace trace{.id = "tr-" + std::to_string(100 + i),
                       .experiment = i % 3 == 0 ? m_second : m_first,
                       .state = TraceState::Ok,
                       .started = fromUnixMillis(1000 + i),
                       .duration = Millis(i),
                       .requestPreview = i == 7 ? "What is 100% of \\this_?" : "hello",
                       .tags = {{std::string(kTraceName), i % 2 ? "Answer" : "retrieve"}}};
        if (i % 5 == 0) {
          trace.metadata = {{std::string(kTraceRun), kRun.value()},
                            {std::string(kTraceTokens), R"({"input_tokens":3,"output_tokens":4})"}};
        }
        TATARA_TRY(startTrace(writer, trace));
      }
      return {};
    });
    ASSERT_TRUE(made) << made.error().message;
  }
  TraceRows list(const TraceQuery& query) {
    auto rows =
        m_workspace.store().read([&](sql::Connection& connection) { return listTraces(connection, query); });
    EXPECT_TRUE(rows) << rows.error().message;
    return rows ? *rows : TraceRows();
  }

  tests::TempWorkspace m_workspace;
  ExperimentId m_first;
  ExperimentId m_second;
};

TEST_F(TraceListTest, TheNewestOfAnExperimentComeFirst) {
  const TraceRows all = list({.experiment = m_first});
  ASSERT_EQ(all.rows.size(), 20u);
  EXPECT_EQ(all.found, 20);
  EXPECT_EQ(all.rows.front().id, "tr-129");
  EXPECT_EQ(all.rows.back().id, "tr-101");
  EXPECT_EQ(all.rows.front().name, "Answer");
  EXPECT_EQ(all.rows.front().duration, Millis(29));
  const TraceRows few = list({.experiment = m_first, .most = 3});
  EXPECT_EQ(few.rows.size(), 3u);
  EXPECT_EQ(few.found, 20);
  EXPECT_EQ(few.rows.front().id, "tr-129");
}

TEST_F(TraceListTest, TracesOfARunAreFoundInEveryExperiment) {
  const TraceRows rows = list({.experiment = m_first, .run = kRun});
  ASSERT_EQ(rows.rows.size(), 6u);
  EXPECT_EQ(rows.rows.front().tokens, (TokenUsage{3, 4, 7}));
  const auto count =
      m_workspace.store().read([](sql::Connection& connection) { return countTraces(connection, kRun); });
  EXPECT_EQ(count.value(), 6);
  const auto none = m_workspace.store().read([](sql::Connection& connection) {
    return countTraces(connection, RunId("00000000000000000000000000000000"));
  });
  EXPECT_EQ(none.value(), 0);
}

TEST_F(TraceListTest, WordsAreFoundAsTheyStand) {
  EXPECT_EQ(list({.experiment = m_first, .words = "aNSWer"}).rows.size(), 10u);
  EXPECT_EQ(list({.experiment = m_first, .words = "100% of \\this_"}).rows.size(), 1u);
  EXPECT_EQ(list({.experiment = m_first, .words = "10_"}).rows.size(), 0u);
  EXPECT_EQ(list({.experiment = m_first, .words = "%"}).rows.size(), 1u);
  EXPECT_EQ(list({.experiment = m_first, .words = "tr-129"}).rows.size(), 1u);
  EXPECT_EQ(list({.experiment = m_first, .words = "' OR 1=1 --"}).rows.size(), 0u);
}

TEST_F(TraceListTest, NoListReadsAWholeTable) {
  const auto plan = [&](const std::string& sql) {
    std::string words;
    const Status read = m_workspace.store().read([&](sql::Connection& connection) -> Status {
      TATARA_ASSIGN(auto rows, connection.query("EXPLAIN QUERY PLAN " + sql));
      while (rows.next()) {
        words += std::string(rows.text(3)) + "\n";
      }
      return rows.status();
    });
    EXPECT_TRUE(read);
    return words;
  };
  const std::string ofRun =
      plan("SELECT count(*) FROM trace_metadata WHERE key = 'mlflow.sourceRun' AND value = 'r'");
  EXPECT_NE(ofRun.find("trace_by_run"), std::string::npos) << ofRun;
  EXPECT_EQ(ofRun.find("SCAN"), std::string::npos) << ofRun;
}

TEST_F(TraceListTest, EveryWriteToATraceIsTold) {
  const auto kinds = [&](store::WriteTask task) {
    const auto before = m_workspace.store().read(&store::newestChange);
    const Status written = m_workspace.store().write(std::move(task));
    EXPECT_TRUE(written) << written.error().message;
    const auto changes = m_workspace.store().read(
        [&](sql::Connection& connection) { return store::changesSince(connection, before.value()); });
    std::vector<store::Change> found;
    for (const store::Change& change : changes.value().changes) {
      if (change.kind == store::ChangeKind::Trace) {
        found.push_back(change);
      }
    }
    return found;
  };
  const std::vector<store::Change> expected{{store::ChangeKind::Trace, m_first.value()}};
  EXPECT_EQ(kinds([](store::Writer& writer) { return setTraceTag(writer, "tr-101", {"a", "b"}); }), expected);
  EXPECT_EQ(kinds([](store::Writer& writer) {
              return putAssessment(writer, "tr-101", {"a-1", "good", "{}"});
            }),
            expected);
  EXPECT_EQ(kinds([](store::Writer& writer) { return deleteAssessment(writer, "tr-101", "a-1"); }), expected);
  EXPECT_EQ(kinds([&](store::Writer& writer) -> Status {
              TATARA_TRY(deleteTraces(writer, {.experiment = m_first, .ids = {"tr-101"}}));
              return {};
            }),
            expected);
}

std::string span(char id, char parent, std::string_view more = {}) {
  return field(1, std::string(16, '\xaa')) + field(2, std::string(8, id)) +
         (parent ? field(4, std::string(8, parent)) : "") + field(5, std::string(1, id)) +
         fixed64(7, 1'000'000'000 + static_cast<std::uint64_t>(id)) + fixed64(8, 2'000'000'000) +
         std::string(more);
}

TEST_F(TraceListTest, ASpanTellsWhyItFailed) {
  const std::string body = span('a', 0,
                                field(11, fixed64(1, 1'500'000'000) + field(2, "exception") +
                                              field(3, attribute("exception.type", field(1, "ValueError"))) +
                                              field(3, attribute("exception.message", field(1, "no rows")))) +
                                    field(15, field(2, "ValueError: no rows") + number(3, 2)));
  const auto details = spanDetails(body);
  ASSERT_TRUE(details);
  EXPECT_EQ(details->statusMessage, "ValueError: no rows");
  ASSERT_EQ(details->events.size(), 1u);
  EXPECT_EQ(details->events[0].name, "exception");
  EXPECT_EQ(details->events[0].timeNanos, 1'500'000'000);
  ASSERT_EQ(details->events[0].attributes.size(), 2u);
  EXPECT_EQ(*details->events[0].attributes[1].value.asString(), "no rows");
  EXPECT_FALSE(spanDetails(body.substr(0, body.size() - 1)));
}

TEST_F(TraceListTest, ATraceIsCopiedWithAllItsSpans) {
  const std::string root = request(span('a', 0));
  const std::string child = request(span('b', 'a', field(9, attribute("mlflow.spanInputs", field(1, "q")))));
  const std::array spans{readExport(root)->front(), readExport(child)->front()};
  const Status logged = m_workspace.store().write(
      [&](store::Writer& writer) { return logSpans(writer, m_first, spans, kRun); });
  ASSERT_TRUE(logged) << logged.error().message;
  const auto json = m_workspace.store().read([](sql::Connection& connection) -> Result<text::Json> {
    TATARA_ASSIGN(const auto trace, findTrace(connection, "tr-" + std::string(32, 'a')));
    TATARA_ASSIGN(const auto kept, loadSpans(connection, trace->key));
    TATARA_ASSIGN(const auto nodes, spanTree(kept));
    TATARA_ASSIGN(const auto few, loadSpans(connection, trace->key, 40));
    EXPECT_EQ(few.size(), 0u);
    TATARA_ASSIGN(const auto one,
                  loadSpans(connection, trace->key, static_cast<std::int64_t>(kept[0].body.size())));
    EXPECT_EQ(one.size(), 1u);
    return traceJson(*trace, nodes);
  });
  ASSERT_TRUE(json) << json.error().message;
  EXPECT_EQ(*(*json)["state"].asString(), "OK");
  EXPECT_EQ(*(*json)["metadata"]["mlflow.sourceRun"].asString(), kRun.value());
  ASSERT_EQ((*json)["spans"].items().size(), 2u);
  EXPECT_TRUE((*json)["spans"].items()[0]["parent_id"].isNull());
  EXPECT_EQ(*(*json)["spans"].items()[1]["inputs"].asString(), "q");
}

TEST_F(TraceListTest, EventsInAFileOfSpansAreReadInEitherVersion) {
  const auto nodes = spanTreeOfFile(
      R"({"spans": [{"name": "old", "context": {"span_id": "1"}, "start_time": 5, "end_time": 9,)"
      R"( "status_code": "ERROR", "status_message": "bad", "events": [{"name": "exception",)"
      R"( "timestamp": 7, "attributes": {"exception.message": "x"}}]},)"
      R"({"name": "new", "span_id": "2", "start_time_unix_nano": 6, "end_time_unix_nano": 9,)"
      R"( "status": {"code": "STATUS_CODE_ERROR", "message": "worse"},)"
      R"( "events": [{"name": "e", "time_unix_nano": 8}, {"name": "far", "timestamp": 9223372036854775807}]}]})");
  ASSERT_TRUE(nodes) << nodes.error().message;
  ASSERT_EQ(nodes->size(), 2u);
  EXPECT_EQ((*nodes)[0].statusMessage, "bad");
  ASSERT_EQ((*nodes)[0].events.size(), 1u);
  EXPECT_EQ((*nodes)[0].events[0].timeNanos, 7000);
  EXPECT_EQ(*(*nodes)[0].events[0].attributes[0].value.asString(), "x");
  EXPECT_EQ((*nodes)[1].statusMessage, "worse");
  EXPECT_EQ((*nodes)[1].events[0].timeNanos, 8);
  EXPECT_EQ((*nodes)[1].events[1].timeNanos, 0);
}

}  // namespace
}  // namespace tatara::track
