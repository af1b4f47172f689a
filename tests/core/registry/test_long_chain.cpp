// Damage of a chain that is too long to try everything: samples of every kind, of its export and of its
// table. 2,000 entries, 10,000 in the thorough run; with TATARA_LONG 100,000 and more samples.
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "core/registry/audit.h"
#include "core/sql/connection.h"
#include "tests/core/registry/people.h"
#include "tests/support/effort.h"
#include "tests/support/temp_workspace.h"

namespace tatara::registry {
namespace {

const bool longer = std::getenv("TATARA_LONG") != nullptr;
const int kEntries = longer ? 100'000 : tests::effort(2'000, 10'000);
const int samples = longer ? 10 : 3;  // of each kind

class LongChainTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    m_temp = new tests::TempWorkspace;
    ASSERT_TRUE(m_temp->store().write([](store::Writer& writer) -> Status {
      for (int i = 0; i < kEntries; ++i) {
        TATARA_TRY(recordAct(
            writer, {"ana", "test"}, kNow,
            {.verb = "set alias", .object = "model/" + std::to_string(i), .after = "2", .reason = "r"}));
      }
      return {};
    }));
  }
  static void TearDownTestSuite() {
    delete m_temp;
    m_temp = nullptr;
  }
  static Checkpoint checkpoint() {
    return m_temp->store().read([](sql::Connection& c) { return makeCheckpoint(c, kNow); }).value();
  }
  // With its line break each.
  static std::vector<std::string> exported() {
    std::vector<std::string> lines;
    EXPECT_TRUE(m_temp->store().read([&](sql::Connection& c) {
      return exportChain(c, [&](std::string_view line) -> Status {
        lines.emplace_back(line);
        return {};
      });
    }));
    return lines;
  }
  static bool sound(const std::vector<std::string>& lines, const Checkpoint& end) {
    std::string text;
    for (const std::string& line : lines) {
      text += line;
    }
    return verifyExport(text, {&end, 1}).sound();
  }

  static tests::TempWorkspace* m_temp;
};
tests::TempWorkspace* LongChainTest::m_temp = nullptr;

TEST_F(LongChainTest, ChangedRemovedMovedAndCutLinesOfItsExportAreNoticed) {
  const Checkpoint end = checkpoint();
  const std::vector<std::string> lines = exported();
  ASSERT_EQ(lines.size(), static_cast<std::size_t>(kEntries));
  ASSERT_TRUE(sound(lines, end));
  std::mt19937_64 random(5);
  for (int i = 0; i < samples; ++i) {
    const std::size_t at = random() % (lines.size() - 1);
    std::vector<std::string> changed = lines;
    std::string& line = changed[at];
    const std::size_t place = random() % line.size();
    line[place] = static_cast<char>(line[place] ^ (1 << random() % 8));
    EXPECT_FALSE(sound(changed, end)) << "changed " << at << " at " << place;

    changed = lines;
    changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(at));
    EXPECT_FALSE(sound(changed, end)) << "removed " << at;

    changed = lines;
    std::swap(changed[at], changed[at + 1 + random() % (lines.size() - at - 1)]);
    EXPECT_FALSE(sound(changed, end)) << "moved " << at;

    changed = lines;
    changed.resize(at);
    EXPECT_FALSE(sound(changed, end)) << "cut after " << at;
  }
}

// All digests from the change on made to fit: only the checkpoint tells.
TEST_F(LongChainTest, ARewriteFromAnyPlaceOnIsNoticedByTheCheckpoint) {
  const Checkpoint end = checkpoint();
  auto acts = m_temp->store().read([](sql::Connection& c) { return loadActs(c, kEntries); }).value();
  ASSERT_EQ(acts.size(), static_cast<std::size_t>(kEntries));
  std::mt19937_64 random(6);
  const auto chosen = static_cast<std::int64_t>(random() % kEntries) + 1;
  crypto::Sha256Digest previous{};
  std::string text;
  for (auto act = acts.rbegin(); act != acts.rend(); ++act) {
    if (act->id == chosen) {
      act->reason = "another";
    }
    const std::string line = entryText(*act, previous);
    previous = crypto::sha256(line);
    text += crypto::toHex(previous) + " " + line + "\n";
  }
  EXPECT_TRUE(verifyExport(text).sound());
  const ChainReport report = verifyExport(text, {&end, 1});
  EXPECT_FALSE(report.sound());
  EXPECT_EQ(report.broken, kEntries);
}

TEST_F(LongChainTest, WhatIsDoneToItsTableIsNoticedAtTheEntry) {
  const Checkpoint end = checkpoint();
  auto other = sql::Connection::open(m_temp->workspace().storeFile());
  ASSERT_TRUE(other);
  ASSERT_TRUE(
      (*other)->script("DROP TRIGGER IF EXISTS act_is_never_changed; DROP TRIGGER IF EXISTS "
                       "act_is_never_removed; CREATE TABLE kept "
                       "AS SELECT * FROM act"));
  const auto verified = [&] {
    return m_temp->store().read([&](sql::Connection& c) { return verifyChain(c, {&end, 1}); }).value();
  };
  std::mt19937_64 random(7);
  const std::vector<std::string> damages{"UPDATE act SET at_ms = at_ms + 1 WHERE act_id = ?",
                                         "UPDATE act SET actor = 'eve' WHERE act_id = ?",
                                         "UPDATE act SET object = object || 'x' WHERE act_id = ?",
                                         "UPDATE act SET after = NULL WHERE act_id = ?",
                                         "UPDATE act SET digest = randomblob(32) WHERE act_id = ?",
                                         "DELETE FROM act WHERE act_id = ?",
                                         "DELETE FROM act WHERE act_id >= ?"};
  for (int i = 0; i < std::max<int>(samples, static_cast<int>(damages.size())); ++i) {
    const auto at = static_cast<std::int64_t>(random() % kEntries) + 1;
    const std::string& damage = damages[static_cast<std::size_t>(i) % damages.size()];
    const Status done = (*other)->run(damage, at);
    ASSERT_TRUE(done) << done.error().message;
    const ChainReport report = verified();
    EXPECT_FALSE(report.sound()) << damage << " " << at;
    EXPECT_GE(report.broken, at) << damage;
    EXPECT_LE(report.broken, damage.find(">=") == std::string::npos ? at + 1 : kEntries) << damage;
    ASSERT_TRUE((*other)->run("DELETE FROM act WHERE act_id >= ?", at));
    ASSERT_TRUE((*other)->run("INSERT INTO act SELECT * FROM kept WHERE act_id >= ?", at));
  }
  EXPECT_TRUE(verified().sound());
}

}  // namespace
}  // namespace tatara::registry
