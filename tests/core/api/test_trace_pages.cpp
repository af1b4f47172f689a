// Pages of traces against the answer that is found by looking at every trace.

#include <gtest/gtest.h>

#include <random>

#include "core/api/internal/search.h"
#include "core/api/internal/trace_search.h"
#include "core/api/internal/traces.h"
#include "tests/support/temp_workspace.h"

namespace tatara::api {
namespace {

class TracePagesTest : public testing::Test {
 protected:
  // More than are looked up one by one, many of which began together.
  static constexpr int kTraces = 2700;

  void SetUp() override {
    ASSERT_TRUE(m_temp.store().write([&](store::Writer& writer) -> Status {
      for (int i = 0; i < kTraces; ++i) {
        TATARA_TRY(track::startTrace(writer, randomTrace()));
      }
      return {};
    }));
  }

  int below(int most) { return std::uniform_int_distribution<int>(0, most - 1)(m_random); }

  track::NewTrace randomTrace() {
    track::NewTrace trace;
    trace.id = "tr-" + std::to_string(m_random());
    trace.experiment = track::ExperimentId(0);
    trace.state = below(3) == 0 ? track::TraceState::Error : track::TraceState::Ok;
    trace.started = fromUnixMillis(1'700'000'000'000 + below(400));
    if (below(4) != 0) {
      trace.duration = Millis(below(50));
    }
    trace.requestPreview = "asked " + std::to_string(below(9));
    trace.tags.push_back({std::string(track::kTraceName), "name " + std::to_string(below(20))});
    if (below(2) == 0) {
      trace.tags.push_back({"kind", below(2) == 0 ? "a" : "b"});
    }
    if (below(200) == 0) {
      trace.tags.push_back({"seldom", "yes"});
    }
    trace.metadata.push_back({std::string(track::kTraceRun), "run" + std::to_string(below(5))});
    if (below(10) == 0) {
      trace.assessments.push_back(
          {"a-" + std::to_string(m_random()), "good", R"({"feedback": {"value": true}})"});
    }
    return trace;
  }

  static Result<std::vector<track::Trace>> naive(sql::Connection& db, const TraceWish& wish) {
    TATARA_ASSIGN(const auto filter, parseTraceFilter(wish.filter));
    TATARA_ASSIGN(const auto order, parseTraceOrder(wish.order));
    TATARA_ASSIGN(auto all, track::loadTraces(db, wish.experiments));
    std::vector<track::Trace> wanted;
    for (track::Trace& trace : all) {
      TATARA_ASSIGN(const bool matching, matches(filter, trace, [&](const track::Trace& of) {
                      return track::loadSpans(db, of.key);
                    }));
      if (matching) {
        wanted.push_back(std::move(trace));
      }
    }
    sortTraces(wanted, order);
    return wanted;
  }

  static std::string told(const TracePage& page) {
    JsonOut out;
    out.beginArray();
    for (const track::Trace& trace : page.traces) {
      writeTrace(out, trace);
    }
    return out.endArray().take() + page.next;
  }

  tests::TempWorkspace m_temp;
  std::mt19937_64 m_random{20261123};
};

TEST_F(TracePagesTest, EveryPageIsThatOfLookingAtAll) {
  const std::vector<std::string> filters = {"", "tags.seldom = 'yes'",
                                            "name LIKE 'name 1%' AND execution_time_ms > 20",
                                            "feedback.good = 'true'", "run_id = 'run3'"};
  const std::vector<std::vector<std::string>> orders = {{},
                                                        {"timestamp_ms DESC"},
                                                        {"timestamp_ms"},
                                                        {"execution_time_ms DESC", "name"},
                                                        {"tags.kind", "run_id DESC"}};
  ASSERT_TRUE(m_temp.store().read([&](sql::Connection& db) -> Status {
    for (const std::string& filter : filters) {
      for (const auto& order : orders) {
        TraceWish wish;
        wish.experiments = {track::ExperimentId(0), track::ExperimentId(7), track::ExperimentId(0)};
        wish.filter = filter;
        wish.order = order;
        TATARA_ASSIGN(const auto all, naive(db, wish));
        for (const std::size_t offset : {std::size_t{0}, all.size() / 2, all.size(), std::size_t{5000}}) {
          wish.page = {.offset = offset, .size = static_cast<std::size_t>(1 + below(60))};
          TracePage expected{all, {}};
          expected.next = cutPage(expected.traces, wish.page);
          TATARA_ASSIGN(const TracePage page, searchTraces(db, wish));
          EXPECT_EQ(told(page), told(expected)) << filter << " at " << offset;
        }
      }
    }
    return {};
  }));
}

TEST_F(TracePagesTest, APageFarBehindTheLastIsEmptyAndTheLast) {
  ASSERT_TRUE(m_temp.store().read([&](sql::Connection& db) -> Status {
    TraceWish wish;
    wish.experiments = {track::ExperimentId(0)};
    wish.page = {.offset = static_cast<std::size_t>(INT64_MAX), .size = 100};
    TATARA_ASSIGN(const TracePage page, searchTraces(db, wish));
    EXPECT_TRUE(page.traces.empty());
    EXPECT_EQ(page.next, "");
    return {};
  }));
}

}  // namespace
}  // namespace tatara::api
