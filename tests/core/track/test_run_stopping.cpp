// A run asked to stop by whoever wants it to, and one whose trainer has gone.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/track/run_stopping.h"
#include "core/track/runs.h"
#include "tests/support/temp_workspace.h"

namespace tatara::track {
namespace {

class RunStoppingTest : public ::testing::Test {
 protected:
  RunId made(std::vector<KeyValue> tags) {
    NewRun fresh;
    fresh.name = "brave-otter-7";
    fresh.tags = std::move(tags);
    return m_workspace.store()
        .writeFor([&](store::Writer& writer) { return createRun(writer, fresh, systemClock().now()); })
        .value()
        .id;
  }
  Status ask(const RunId& id) {
    return m_workspace.store().write([&](store::Writer& writer) { return askToStop(writer, id); });
  }
  bool asked(const RunId& id) {
    return m_workspace.store()
        .read([&](sql::Connection& connection) { return isAskedToStop(connection, id); })
        .value();
  }
  Status abandon(const RunId& id) {
    return m_workspace.store().write(
        [&](store::Writer& writer) { return endAbandoned(writer, id, systemClock().now()); });
  }
  track::Run load(const RunId& id) {
    return *m_workspace.store()
                .read([&](sql::Connection& connection) { return findRun(connection, id); })
                .value();
  }
  std::vector<KeyValue> listening() const { return {{std::string(kStopTag), std::string(kListens)}}; }

  tests::TempWorkspace m_workspace;
};

TEST_F(RunStoppingTest, WhoListensIsTold) {
  const RunId run = made(listening());
  EXPECT_FALSE(asked(run));
  ASSERT_TRUE(ask(run));
  EXPECT_TRUE(asked(run));
  EXPECT_TRUE(ask(run)) << "again is fine";
  EXPECT_EQ(load(run).info.status, RunStatus::Running) << "the trainer ends it";
}

TEST_F(RunStoppingTest, ARunOfAProgramThatDoesNotListenIsNotAsked) {
  const RunId run = made({});
  const Status refused = ask(run);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::Unsupported);
  EXPECT_FALSE(asked(run));
}

TEST_F(RunStoppingTest, ARunThatNobodyAnswersForIsEndedOnlyAfterItWasAsked) {
  const RunId run = made(listening());
  const Status early = abandon(run);
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().kind, ErrorKind::Conflict);
  ASSERT_TRUE(ask(run));
  ASSERT_TRUE(abandon(run));
  const track::Run ended = load(run);
  EXPECT_EQ(ended.info.status, RunStatus::Killed);
  EXPECT_TRUE(ended.info.ended);
  EXPECT_TRUE(std::ranges::none_of(ended.tags, [](const KeyValue& tag) { return tag.key == kStopTag; }));
  EXPECT_EQ(abandon(run).error().kind, ErrorKind::Conflict) << "it has ended";
}

TEST_F(RunStoppingTest, NobodyListensAfterTheEnd) {
  for (const auto& tags : {listening(), std::vector<KeyValue>()}) {
    const RunId run = made(tags);
    ASSERT_TRUE(m_workspace.store().write([&](store::Writer& writer) { return stopListening(writer, run); }));
    EXPECT_EQ(ask(run).error().kind, ErrorKind::Unsupported);
  }
}

TEST_F(RunStoppingTest, ARunThatIsNotThereIsSaid) {
  const RunId nobody("ffffffffffffffffffffffffffffffff");
  EXPECT_EQ(ask(nobody).error().kind, ErrorKind::NotFound);
  EXPECT_FALSE(asked(nobody));
}

}  // namespace
}  // namespace tatara::track
