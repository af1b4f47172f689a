// Measuring in a process of its own: the same evidence as here, within limits that are told when they are
// met.
#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "core/evaluate/internal/measure_apart.h"
#include "core/evaluate/review_case.h"
#include "tests/core/evaluate/trained_versions.h"
#include "tests/support/japanese.h"
#include "tests/support/sanitized.h"

namespace tatara::evaluate {
namespace {

using ::testing::HasSubstr;

// This program is the child too, as it is the probe's (tests/support/probe_child.h).
__attribute__((constructor, used)) void becomeMeasuring() {
  std::ifstream file("/proc/self/cmdline");
  std::string program;
  std::string word;
  std::getline(file, program, '\0');
  std::getline(file, word, '\0');
  if (word == kMeasureWord) {
    ::_exit(measureMain());
  }
}

class MeasureApartTest : public TrainedVersions {
 protected:
  void SetUp() override {
    m_request.champion = subject(train({.binary = true, .rounds = 3}));
    m_request.challenger = subject(train({.binary = true, .rounds = 20}));
    m_request.sliceColumns = {"kind"};
    m_request.groupColumns = {"kind"};
    m_request.bootstrap = {.draws = 150, .seed = 18446744073709551557u, .confidence = 0.9};
    m_request.threshold = 0.4;
    m_request.costs = Costs{.truePositive = -0.1, .falseNegative = 5};
  }
  Result<Evaluation> measured(std::optional<Apart> apart, const OnStep& onStep = {},
                              std::stop_token stop = {}) {
    return evaluateVersion({m_workspace.store(), m_artifacts, *m_engine, apart}, m_request, onStep, stop);
  }
  EvaluationRequest m_request;
};

TEST_F(MeasureApartTest, TheEvidenceIsTheSameBytesAsWhenItIsMeasuredHere) {
  const auto here = measured({});
  ASSERT_TRUE(here) << here.error().message;
  std::vector<std::string> steps;
  const auto apart = measured(
      Apart{}, [&](std::string_view doing, std::uint64_t, std::uint64_t) { steps.emplace_back(doing); });
  ASSERT_TRUE(apart) << apart.error().message << apart.error().detail;
  EXPECT_EQ(apart->words, here->words);
  EXPECT_EQ(apart->notes, here->notes);
  ASSERT_EQ(apart->pieces.size(), here->pieces.size());
  for (std::size_t i = 0; i < here->pieces.size(); ++i) {
    EXPECT_EQ(apart->pieces[i].name, here->pieces[i].name);
    if (here->pieces[i].name != "latency") {
      EXPECT_EQ(apart->pieces[i].text(), here->pieces[i].text());
    }
  }
  EXPECT_FALSE(steps.empty());
}

TEST_F(MeasureApartTest, LimitsAreToldWhenTheyAreMet) {
  TATARA_NOT_UNDER_ADDRESS_SANITIZER();
  const auto late = measured(Apart{.deadline = std::chrono::milliseconds(1)});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ErrorKind::Busy);
  EXPECT_THAT(late.error().message, HasSubstr("Measuring took longer than"));
  // So little that DuckDB's library cannot be loaded; with a little more it is, and crashes as it starts.
  const auto large = measured(Apart{.memory = 60'000'000});
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().kind, ErrorKind::Busy);
  EXPECT_EQ(large.error().message, "Measuring needs more memory than the 60.0 MB it may have");
}

TEST_F(MeasureApartTest, WhatIsWrongIsSaidAsHere) {
  m_request.deciding = "speed";
  const auto here = measured({});
  const auto apart = measured(Apart{});
  ASSERT_FALSE(here);
  ASSERT_FALSE(apart);
  EXPECT_EQ(apart.error().kind, here.error().kind);
  EXPECT_EQ(apart.error().message, here.error().message);
  const auto nowhere = measured(Apart{.program = "/nowhere/tatara"});
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().kind, ErrorKind::Io);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(measured(Apart{}, {}, stop.get_token()).error().kind, ErrorKind::Cancelled);
}

TEST_F(MeasureApartTest, AModelThatIsNoneNeverReachesTheProcessThatMeasures) {
  const auto root = artifact::rootPathOf(m_request.challenger.version.storage);
  need(m_artifacts.put(*root + "/model.ubj", "{L\x7f\xff\xff\xff\xff\xff\xff\xffi"));
  const auto made = measured(Apart{});
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().message, HasSubstr(m_request.challenger.label + ": "));
  EXPECT_EQ(made.error().kind, ErrorKind::Corrupt) << made.error().message;
}

TEST_F(MeasureApartTest, AReferenceProfileIsTheSameAsWell) {
  const auto keep = [&](std::optional<Apart> apart) {
    const auto why = keepReference({m_workspace.store(), m_artifacts, *m_engine, apart}, m_workspace.store(),
                                   m_request.challenger.version, "test");
    EXPECT_TRUE(why && !*why);
    const auto kept =
        m_workspace.store()
            .read([&](sql::Connection& connection) {
              return registry::gatherEvidence(connection, "m", m_request.challenger.version.version, 0);
            })
            .value();
    return std::ranges::find(kept, "reference", &registry::Evidence::name)->digest;
  };
  EXPECT_EQ(keep({}), keep(Apart{}));
}

TEST_F(MeasureApartTest, WhatTheProcessThatMeasuresSaysIsToldInJapanese) {
  m_request.deciding = "velocity";
  const auto apart = measured(Apart{});
  ASSERT_FALSE(apart);
  EXPECT_EQ(apart.error().message, "\"velocity\" is no metric of this task");
  EXPECT_EQ(test::toldInJapanese(apart.error()), "「velocity」はこのタスクの指標ではありません");
}

}  // namespace
}  // namespace tatara::evaluate
