#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <random>

#include "core/registry/audit.h"
#include "core/registry/registry.h"
#include "tests/core/registry/people.h"
#include "tests/support/temp_workspace.h"

namespace tatara::registry {
namespace {

namespace fs = std::filesystem;

class AuditTest : public testing::Test {
 protected:
  void act(const Actor& actor, const NewAct& what, Timestamp at = kNow) {
    ASSERT_TRUE(m_temp->store().write([&](store::Writer& writer) -> Status {
      TATARA_TRY(recordAct(writer, actor, at, what));
      return {};
    }));
  }
  void fill(int count) {
    const Actor ana{"ana", "test"};
    for (int i = 0; i < count; ++i) {
      act(ana, {.verb = "set alias",
                .object = "model/bikes@champion",
                .before = i > 0 ? std::optional(std::to_string(i)) : std::nullopt,
                .after = "quoted \"text\" \\ \n 日本",
                .reason = i % 2 == 0 ? "" : "because"});
    }
  }
  template <typename F>
  auto read(F task) {
    return m_temp->store().read(task);
  }
  ChainReport verify(std::span<const Checkpoint> checkpoints = {}) {
    return read([&](sql::Connection& c) { return verifyChain(c, checkpoints); }).value();
  }
  Checkpoint checkpoint() {
    return read([](sql::Connection& c) { return makeCheckpoint(c, kNow); }).value();
  }
  std::string exported() {
    std::string text;
    EXPECT_TRUE(read([&](sql::Connection& c) {
      return exportChain(c, [&](std::string_view line) -> Status {
        text += line;
        return {};
      });
    }));
    return text;
  }
  // What somebody does to the table with another program.
  void tamper(const std::string& sql) {
    auto other = sql::Connection::open(m_temp->workspace().storeFile());
    ASSERT_TRUE(other);
    const Status done = (*other)->script(
        "DROP TRIGGER IF EXISTS act_is_never_changed; DROP TRIGGER IF EXISTS act_is_never_removed; " + sql);
    ASSERT_TRUE(done) << done.error().message << done.error().detail;
  }
  std::optional<tests::TempWorkspace> m_temp{std::in_place};
};

TEST_F(AuditTest, EveryActCarriesTheDigestOfTheOneBefore) {
  fill(3);
  const auto acts = read([](sql::Connection& c) { return loadActs(c, 10); }).value();
  ASSERT_EQ(acts.size(), 3u);
  crypto::Sha256Digest previous{};
  for (auto it = acts.rbegin(); it != acts.rend(); ++it) {
    EXPECT_EQ(crypto::sha256(entryText(*it, previous)), it->digest);
    previous = *it->digest;
  }
  EXPECT_EQ(verify().sentence().english(), "Consistent to entry 3; the end is not anchored");
  EXPECT_EQ(
      entryText(acts[2], {}),
      R"({"previous":"0000000000000000000000000000000000000000000000000000000000000000","id":1,"at":1700000000000,)"
      R"("actor":"ana","identity":"account","program":"test","verb":"set alias","object":"model/bikes@champion",)"
      R"("before":null,"after":"quoted \"text\" \\ \u000a 日本","reason":""})");
}

TEST_F(AuditTest, TheSchemaRefusesToChangeRemoveAndReplace) {
  fill(2);
  auto other = sql::Connection::open(m_temp->workspace().storeFile());
  for (const char* sql :
       {"UPDATE act SET reason = 'x' WHERE act_id = 1", "UPDATE act SET digest = NULL", "DELETE FROM act",
        "INSERT OR REPLACE INTO act(act_id, at_ms, actor, program, verb, object) VALUES(1, 1, 'a', 'b', "
        "'c', 'd')"}) {
    EXPECT_FALSE((*other)->script(sql)) << sql;
  }
  EXPECT_EQ(verify().entries, 2);
}

TEST_F(AuditTest, ActsOfAnOlderStoreAreSealedByTheNextOne) {
  fill(3);
  tamper("UPDATE act SET digest = NULL");
  const ChainReport before = verify();
  EXPECT_TRUE(before.sound());
  EXPECT_EQ(before.unsealed, 3);
  fill(1);
  EXPECT_EQ(verify().entries, 4);
  EXPECT_EQ(verify().unsealed, 0);
}

TEST_F(AuditTest, ATableEditedWithAnotherProgramIsNamedAtItsFirstBrokenEntry) {
  const std::vector<std::pair<const char*, std::int64_t>> edits{
      {"UPDATE act SET reason = 'better' WHERE act_id = 4", 4},
      {"UPDATE act SET at_ms = at_ms + 1 WHERE act_id = 2", 2},
      {"UPDATE act SET before = NULL WHERE act_id = 5", 5},
      {"UPDATE act SET identity = 'token 1' WHERE act_id = 3", 3},
      {"UPDATE act SET digest = zeroblob(32) WHERE act_id = 3", 3},
      {"UPDATE act SET digest = NULL WHERE act_id = 6", 6},
      {"DELETE FROM act WHERE act_id = 3", 3},
      {"DELETE FROM act WHERE act_id = 1", 1},
      {"UPDATE act SET act_id = 100 WHERE act_id = 2; UPDATE act SET act_id = 2 WHERE act_id = 3; UPDATE act "
       "SET act_id = 3 "
       "WHERE act_id = 100",
       2}};
  for (const auto& [sql, entry] : edits) {
    m_temp.emplace();
    fill(6);
    tamper(sql);
    const ChainReport report = verify();
    EXPECT_FALSE(report.sound()) << sql;
    EXPECT_EQ(report.broken, entry) << sql << ": " << report.problem.english();
    fill(1);  // goes on, and the break stays to be seen
    EXPECT_EQ(verify().broken, entry) << sql;
  }
}

TEST_F(AuditTest, ALongChainReadInTwoHalvesGetsTheSameReportAsInOne) {
  constexpr std::int64_t kEntries = 20'002;
  const Actor ana{"ana", "test"};
  ASSERT_TRUE(m_temp->store().write([&](store::Writer& writer) -> Status {
    for (std::int64_t i = 0; i < kEntries; ++i) {
      TATARA_TRY(recordAct(writer, ana, kNow, {.verb = "set alias", .object = "model/b@c"}));
    }
    return {};
  }));
  const Checkpoint end = checkpoint();
  const auto same = [&](std::span<const Checkpoint> checkpoints) {
    const ChainReport one = verify(checkpoints);
    std::int64_t counted = 0;
    const ChainReport two = verifyChain(m_temp->store(), checkpoints, [&](std::int64_t done, std::int64_t) {
                              counted = done;
                            }).value();
    EXPECT_EQ(two.sentence(), one.sentence());
    EXPECT_EQ(two.broken, one.broken);
    EXPECT_EQ(two.entries, one.entries);
    EXPECT_EQ(two.head, one.head);
    EXPECT_EQ(two.anchored, one.anchored);
    return two;
  };
  EXPECT_EQ(same({&end, 1}).anchored, kEntries);
  EXPECT_EQ(same({}).entries, kEntries);
  Checkpoint wrong = end;
  wrong.digest = {};
  EXPECT_EQ(same({&wrong, 1}).broken, kEntries);
  // The halves meet at 10,001: each edit breaks the chain where only both together show it, or in one of
  // them.
  const std::vector<std::pair<std::string, std::int64_t>> edits{
      {"UPDATE act SET reason = 'x' WHERE act_id = 15000", 15'000},
      {"DELETE FROM act WHERE act_id = 10001", 10'001},
      {"UPDATE act SET digest = zeroblob(32) WHERE act_id = 10001", 10'001},
      {"DELETE FROM act WHERE act_id = 10002", 10'001},
      {"DELETE FROM act WHERE act_id = 1", 1}};
  for (const auto& [sql, entry] : edits) {
    tamper(sql);
    const ChainReport report = same({});
    EXPECT_FALSE(report.sound()) << sql;
    EXPECT_LE(report.broken, entry) << sql;
  }
  EXPECT_EQ(same({}).broken, 1);
}

TEST_F(AuditTest, OnlyACheckpointShowsThatTheEndWasCutOffOrAllWrittenAnew) {
  fill(5);
  const Checkpoint end = checkpoint();
  EXPECT_EQ(verify({&end, 1}).sentence().english(),
            "Consistent to entry 5; anchored to its end by a checkpoint");
  fill(1);
  EXPECT_EQ(verify({&end, 1}).anchored, 5);
  tamper("DELETE FROM act WHERE act_id > 4");
  EXPECT_TRUE(verify().sound());
  EXPECT_FALSE(verify({&end, 1}).sound());
  tamper(
      "UPDATE act SET digest = NULL; UPDATE act SET actor = 'mika'; DELETE FROM sqlite_sequence WHERE name = "
      "'act'");
  fill(2);
  EXPECT_TRUE(verify().sound());
  EXPECT_EQ(verify({&end, 1}).broken, 5);
}

TEST_F(AuditTest, ACheckpointReadsBackAndOthersAreRefused) {
  fill(2);
  const Checkpoint made = checkpoint();
  const auto again = parseCheckpoint(toText(made));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->entry, 2);
  EXPECT_EQ(again->digest, made.digest);
  for (const char* text : {"", "{}", "[]", R"({"format":"tatara-checkpoint-1","entry":0})"}) {
    EXPECT_EQ(parseCheckpoint(text).error().kind, ErrorKind::Parse) << text;
  }
  Checkpoint foreign = made;
  foreign.store = "another";
  EXPECT_FALSE(read([&](sql::Connection& c) { return verifyChain(c, {&foreign, 1}); }));
}

TEST_F(AuditTest, EveryChangedByteRemovedOrMovedEntryOfAnExportIsNoticed) {
  fill(3);
  const Checkpoint end = checkpoint();
  const std::string text = exported();
  ASSERT_TRUE(verifyExport(text, {&end, 1}).sound());
  ASSERT_EQ(verifyExport(text).entries, 3);
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const int flip : {1, 32, 128}) {
      std::string changed = text;
      changed[at] = static_cast<char>(changed[at] ^ flip);
      ASSERT_FALSE(verifyExport(changed, {&end, 1}).sound()) << at << " " << flip;
    }
    ASSERT_FALSE(verifyExport(text.substr(0, at), {&end, 1}).sound()) << at;
    std::string longer = text;
    longer.insert(at, " ");
    ASSERT_FALSE(verifyExport(longer, {&end, 1}).sound()) << at;
  }
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    lines.push_back(text.substr(at, text.find('\n', at) + 1 - at));
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (std::size_t j = 0; j < lines.size(); ++j) {
      std::vector<std::string> moved = lines;
      moved.erase(moved.begin() + static_cast<std::ptrdiff_t>(i));
      std::string removed;
      for (const std::string& line : moved) {
        removed += line;
      }
      ASSERT_FALSE(verifyExport(removed, {&end, 1}).sound());
      moved.insert(moved.begin() + static_cast<std::ptrdiff_t>(j), lines[i]);
      std::string all;
      for (const std::string& line : moved) {
        all += line;
      }
      ASSERT_EQ(verifyExport(all, {&end, 1}).sound(), i == j);
    }
  }
}

TEST_F(AuditTest, SignedActsAreCheckedAndTheirSignatureIsPartOfTheChain) {
  const fs::path key = m_temp->workspace().root / "key";
  ASSERT_EQ(std::system(("ssh-keygen -q -t ed25519 -N '' -f " + key.string()).c_str()), 0);
  Actor mika{"mika", "test"};
  mika.signingKey = key.string();
  act(mika, {.verb = "approve review", .object = "review/1", .sign = true});
  act(mika, {.verb = "comment", .object = "review/1"});
  const auto acts = read([](sql::Connection& c) { return loadActs(c, 10); }).value();
  EXPECT_FALSE(acts[1].signature.empty());
  EXPECT_TRUE(acts[0].signature.empty());
  EXPECT_EQ(verify().signatures, 1);
  // Taking a signature away shows, also when the digest is made to fit.
  Act without = acts[1];
  without.signature.clear();
  const std::string digest = crypto::toHex(crypto::sha256(entryText(without, {})));
  tamper("UPDATE act SET signature = '', digest = x'" + digest + "' WHERE act_id = 1");
  EXPECT_EQ(verify().broken, 2);
  mika.signingKey = "/nowhere/key";
  EXPECT_FALSE(m_temp->store().write([&](store::Writer& writer) -> Status {
    TATARA_TRY(recordAct(writer, mika, kNow, {.verb = "v", .object = "o", .sign = true}));
    return {};
  }));
}

TEST_F(AuditTest, TextsThatAreNoUtf8OrTooLongAreMendedBeforeTheyAreSealed) {
  act({"ana\xff", "test"}, {.verb = "v", .object = "o", .reason = std::string(100'000, 'x') + "\x80"});
  EXPECT_TRUE(verify().sound());
  EXPECT_TRUE(verifyExport(exported()).sound());
  EXPECT_LT(exported().size(), 70'000u);
}

TEST_F(AuditTest, AClockThatRunsBackwardsBreaksNothing) {
  act({"ana", "test"}, {.verb = "v", .object = "o"}, kNow);
  act({"ana", "test"}, {.verb = "v", .object = "o"}, kNow - Millis(5000));
  EXPECT_EQ(verify().entries, 2);
}

TEST_F(AuditTest, APageFollowsThePageBeforeAndFiltersHold) {
  fill(5);
  act({"mika", "test"}, {.verb = "create model", .object = "model/bikes", .reason = "100% new"},
      kNow + Millis(86'400'000));
  act({"mika", "test"}, {.verb = "create model", .object = "model/bikes-2"});
  act({"mika", "test"}, {.verb = "create version", .object = "model/bikes/1"});
  const auto page = [&](const ActFilter& filter, std::int64_t limit,
                        std::optional<std::int64_t> before = {}) {
    const auto acts = read([&](sql::Connection& c) { return loadActs(c, filter, limit, before); }).value();
    std::vector<std::int64_t> ids;
    for (const Act& each : acts) {
      ids.push_back(each.id);
    }
    return ids;
  };
  using Ids = std::vector<std::int64_t>;
  EXPECT_EQ(page({}, 3), (Ids{8, 7, 6}));
  EXPECT_EQ(page({}, 3, 6), (Ids{5, 4, 3}));
  EXPECT_EQ(page({.person = "mika"}, 10), (Ids{8, 7, 6}));
  EXPECT_EQ(page({.verb = "create model"}, 10), (Ids{7, 6}));
  EXPECT_EQ(page({.object = "model/bikes"}, 10), (Ids{8, 6, 5, 4, 3, 2, 1}));
  EXPECT_EQ(page({.text = "100% NEW"}, 10), (Ids{6}));
  EXPECT_EQ(page({.from = kNow + Millis(1)}, 10), (Ids{6}));
  EXPECT_EQ(page({.person = "mika", .to = kNow + Millis(1)}, 10), (Ids{8, 7}));
  const auto days = read([](sql::Connection& c) { return countActsByDay(c, {}); }).value();
  ASSERT_EQ(days.size(), 2u);
  EXPECT_EQ(days[0].acts, 7);
  EXPECT_EQ(read([](sql::Connection& c) { return loadActors(c); }).value(),
            (std::vector<std::string>{"ana", "mika"}));
}

// The program that docs/audit-format.md gives to outsiders, run as it stands there.
TEST_F(AuditTest, TheProgramInTheFormatPageVerifiesAnExport) {
  fill(4);
  const char* source = std::getenv("TATARA_SOURCE");
  std::ifstream page(fs::path(source ? source : ".") / "docs/audit-format.md");
  std::string program;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("```")) {
      inside = line == "```python";
    } else if (inside) {
      program += line + "\n";
    }
  }
  ASSERT_FALSE(program.empty());
  EXPECT_LE(std::count(program.begin(), program.end(), '\n'), 20);
  const fs::path root = m_temp->workspace().root;
  std::ofstream(root / "verify.py") << program;
  const std::string text = exported();
  const auto accepts = [&](const std::string& chain, const std::string& checkpointText) {
    std::ofstream(root / "chain") << chain;
    std::ofstream(root / "checkpoint") << checkpointText;
    return std::system(("python3 " + (root / "verify.py").string() + " " + (root / "chain").string() + " " +
                        (root / "checkpoint").string() + " > /dev/null 2>&1")
                           .c_str()) == 0;
  };
  const std::string anchor = toText(checkpoint());
  EXPECT_TRUE(accepts(text, anchor));
  std::string changed = text;
  changed[text.size() / 2] = static_cast<char>(changed[text.size() / 2] ^ 1);
  EXPECT_FALSE(accepts(changed, anchor));
  EXPECT_FALSE(accepts(text.substr(0, text.rfind('\n', text.size() - 2) + 1), anchor));
}

}  // namespace
}  // namespace tatara::registry
