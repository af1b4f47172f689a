#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/base/seeded_random.h"
#include "core/interop/bundle.h"
#include "core/interop/internal/bundle_proof.h"
#include "core/interop/internal/bundle_source.h"
#include "core/interop/internal/folder.h"
#include "core/interop/mlflow.h"
#include "core/registry/audit.h"
#include "core/sql/connection.h"
#include "tests/core/interop/filled_workspace.h"
#include "tests/support/japanese.h"

namespace tatara::interop {
namespace {

namespace fs = std::filesystem;

class BundleTest : public testing::Test {
 protected:
  void SetUp() override {
    made::fill(m_from);
    const auto made = createBundle(m_from.share(), file(), choice());
    ASSERT_TRUE(made) << made.error().message << made.error().detail;
  }

  static BundleChoice choice() {
    BundleChoice all;
    all.deleted = true;
    return all;
  }
  fs::path file() const { return m_folder.path() / "b.tatara"; }
  std::string bytes() const {
    std::stringstream all;
    all << std::ifstream(file(), std::ios::binary).rdbuf();
    return all.str();
  }

  static Result<ImportReport> tryBring(tests::TempWorkspace& to, const fs::path& path) {
    BundleImport import;
    import.file = path;
    import.actor = registry::currentActor("import");
    return importBundle(to.share(), import);
  }
  ImportReport bring() {
    auto report = tryBring(m_to, file());
    EXPECT_TRUE(report) << (report ? "" : report.error().message + report.error().detail);
    return report ? *report : ImportReport();
  }

  // Changes the bundle as one who knows how it is made: its list of contents agrees again.
  void forge(const std::string& sql) {
    const auto connection = sql::Connection::open(file()).value();
    ASSERT_TRUE(connection->script(sql));
    const std::string manifest = internal::bundleManifest(*connection).value();
    ASSERT_TRUE(connection->run("UPDATE bundle SET value = ? WHERE key = 'manifest'", manifest));
  }

  tests::TempFolder m_folder;
  tests::TempWorkspace m_from;
  tests::TempWorkspace m_to;
};

TEST_F(BundleTest, WhatComesOutIsWhatWentInAndASecondImportBringsNothing) {
  const ImportReport report = bring();
  EXPECT_TRUE(report.skipped.empty()) << report.skipped.front().reason;
  EXPECT_TRUE(report.conflicts.empty());
  EXPECT_EQ(made::describe(m_to), made::describe(m_from));
  EXPECT_EQ(report.runs.brought, 2);
  EXPECT_EQ(report.versions.brought, 2);
  EXPECT_EQ(report.files.brought, 4);
  const ImportReport again = bring();
  EXPECT_EQ(again.runs.brought + again.models.brought + again.versions.brought + again.loggedModels.brought,
            0);
  EXPECT_TRUE(again.conflicts.empty());
}

TEST_F(BundleTest, TheActsOnItsModelsComeAlongAsProof) {
  const auto source = internal::BundleSource::open(file(), {}).value();
  const internal::ProofSeen proof = internal::checkProof(*source).value();
  EXPECT_EQ(proof.problem, "");
  EXPECT_EQ(proof.seals, 0) << "a bundle of everything has the whole chain";
  const auto chain = m_from.store().read([](sql::Connection& c) { return registry::verifyChain(c); });
  EXPECT_EQ(proof.acts, chain->entries);
  EXPECT_EQ(proof.head, crypto::toHex(chain->head));
  const ImportReport report = bring();
  ASSERT_FALSE(report.notes.empty());
  EXPECT_NE(report.notes.back().find(proof.head), std::string::npos) << report.notes.back();
  const auto acts = m_to.store().read(
      [](sql::Connection& c) { return registry::loadActs(c, {.verb = "import bundle"}, 10); });
  ASSERT_EQ(acts->size(), 1U);
  EXPECT_EQ(acts->front().object, "bundle/" + proof.store);
  bring();
  EXPECT_EQ(m_to.store()
                .read([](sql::Connection& c) { return registry::loadActs(c, {.verb = "import bundle"}, 10); })
                ->size(),
            1U)
      << "an import that brings nothing says nothing";
}

TEST_F(BundleTest, OfAPartOtherActsAreDigestsOnly) {
  ASSERT_TRUE(m_from.store().write([](store::Writer& writer) -> Status {
    const auto actor = registry::currentActor("test");
    TATARA_TRY(registry::createModel(writer, {.name = "secret plan"}, actor, fromUnixMillis(3)));
    return registry::move(writer, "bike demand", registry::SetAlias{"other", 1}, actor, fromUnixMillis(4));
  }));
  const fs::path one = m_folder.path() / "one.tatara";
  BundleChoice chosen;
  chosen.models = {"bike demand"};
  ASSERT_TRUE(createBundle(m_from.share(), one, chosen));
  const auto source = internal::BundleSource::open(one, {}).value();
  const internal::ProofSeen proof = internal::checkProof(*source).value();
  EXPECT_EQ(proof.problem, "");
  EXPECT_EQ(proof.seals, 1);
  std::stringstream all;
  all << std::ifstream(one, std::ios::binary).rdbuf();
  EXPECT_EQ(all.str().find("secret plan"), std::string::npos);
  EXPECT_TRUE(tryBring(m_to, one));
}

TEST_F(BundleTest, AProofThatWasAlteredIsRefused) {
  std::string middle;
  {
    const auto connection = sql::Connection::open(file()).value();
    const auto number = [&](const std::string& which) { return *connection->findInteger(which).value(); };
    middle = std::to_string(number("SELECT count(*) / 2 FROM entry WHERE kind = 'act'"));
    const std::int64_t row =
        number("SELECT rowid FROM entry WHERE kind = 'act' ORDER BY id LIMIT 1 OFFSET " + middle);
    std::string line;
    {
      auto rows = connection->query("SELECT body FROM entry WHERE rowid = ?", row).value();
      ASSERT_TRUE(rows.next());
      line.assign(reinterpret_cast<const char*>(rows.blob(0).data()), rows.blob(0).size());
    }
    const std::string before = "\"actor\":\"";
    line.insert(line.find(before) + before.size(), "not ");
    const auto digest = crypto::sha256(line);
    ASSERT_TRUE(connection->run("UPDATE entry SET body = ?, digest = ? WHERE rowid = ?",
                                std::as_bytes(std::span(line)), std::as_bytes(std::span(digest)), row));
  }
  forge("");
  const auto altered = tryBring(m_to, file());
  ASSERT_FALSE(altered);
  EXPECT_EQ(altered.error().kind, ErrorKind::Corrupt);
  EXPECT_NE(altered.error().message.find("does not follow"), std::string::npos) << altered.error().message;
  forge(
      "DELETE FROM entry WHERE kind = 'act' AND id = (SELECT id FROM entry WHERE kind = 'act' ORDER BY id "
      "LIMIT "
      "1 OFFSET " +
      middle + ")");
  EXPECT_EQ(tryBring(m_to, file()).error().kind, ErrorKind::Corrupt) << "one is missing";
  forge(
      "DELETE FROM entry WHERE kind = 'act' AND id >= (SELECT id FROM entry WHERE kind = 'act' ORDER BY id "
      "LIMIT 1 "
      "OFFSET " +
      middle + ")");
  EXPECT_EQ(tryBring(m_to, file()).error().kind, ErrorKind::Corrupt) << "the end is missing";
}

TEST_F(BundleTest, AProtectedAliasArrivesAsAProposal) {
  tests::TempWorkspace& to = m_to;
  std::ofstream settings(to.store().workspace().settingsFile(), std::ios::app);
  settings << "policy:\n  roles:\n    reviewer: [mika, rei]\n  models:\n    - name: bike*\n      approvals: "
              "{reviewer: 1}\n";
  settings.close();
  const ImportReport report = bring();
  const auto model =
      to.store().read([](sql::Connection& c) { return registry::findModel(c, "bike demand"); });
  ASSERT_TRUE(*model);
  EXPECT_TRUE((*model)->aliases.empty()) << "what the policy protects is asked for, not taken";
  ASSERT_EQ(report.skipped.size(), 1U);
  EXPECT_NE(report.skipped[0].reason.find("protected here; review"), std::string::npos)
      << report.skipped[0].reason;
}

TEST_F(BundleTest, WhatIsHereAndDiffersStaysAndIsListed) {
  bring();
  ASSERT_TRUE(m_to.store().write([](store::Writer& writer) -> Status {
    const auto actor = registry::currentActor("test");
    TATARA_TRY(track::setTag(writer, track::RunId(made::kFirstRun), {"mine", "1"}));
    TATARA_TRY(registry::describeVersion(writer, "bike demand", 1, "changed", fromUnixMillis(1)));
    return registry::move(writer, "bike demand", registry::SetAlias{"champion", 1}, actor, fromUnixMillis(2));
  }));
  const auto before = made::describe(m_to);
  const ImportReport report = bring();
  ASSERT_EQ(report.conflicts.size(), 3U);
  EXPECT_NE(report.conflicts[0].place.find(made::kFirstRun), std::string::npos);
  EXPECT_NE(report.conflicts[1].place.find("version 1"), std::string::npos);
  EXPECT_NE(report.conflicts[2].place.find("champion"), std::string::npos);
  EXPECT_EQ(made::describe(m_to), before);
}

TEST_F(BundleTest, AModelComesWithTheRunsOfItsVersions) {
  const fs::path one = m_folder.path() / "one.tatara";
  BundleChoice chosen;
  chosen.models = {"bike demand"};
  const auto made = createBundle(m_from.share(), one, chosen);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->runs, 1);
  EXPECT_EQ(made->loggedModels, 1);
  EXPECT_EQ(made->versions, 2);
  chosen.models = {"nothing"};
  EXPECT_EQ(createBundle(m_from.share(), m_folder.path() / "two", chosen).error().kind, ErrorKind::NotFound);
  EXPECT_FALSE(fs::exists(m_folder.path() / "two"));
  EXPECT_EQ(createBundle(m_from.share(), one, {}).error().kind, ErrorKind::AlreadyExists);
}

TEST_F(BundleTest, AListOfContentsThatDoesNotAgreeRefusesTheWholeBundle) {
  const auto connection = sql::Connection::open(file()).value();
  ASSERT_TRUE(connection->run("DELETE FROM entry WHERE kind = 'metric' AND part = 1"));
  const auto report = tryBring(m_to, file());
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, ErrorKind::Corrupt);
  EXPECT_EQ(made::describe(m_to).count("experiment bikes"), 0U);
}

TEST_F(BundleTest, ARecordOrAFileThatIsNotWhatItsDigestSaysIsLeftOut) {
  forge("UPDATE entry SET body = replace(body, 'ada', 'eve') WHERE kind = 'run' AND id = '" +
        std::string(made::kFirstRun) + "'; UPDATE blob SET bytes = zeroblob(length(bytes)) WHERE part = 1");
  const ImportReport report = bring();
  EXPECT_EQ(report.runs.brought, 1);
  EXPECT_EQ(made::describe(m_to).count(std::string("run ") + made::kFirstRun), 0U);
  EXPECT_FALSE(report.skipped.empty());
}

TEST_F(BundleTest, AFileNameThatLeadsOutIsLeftOut) {
  forge(
      "UPDATE file SET path = '../../../' || path WHERE path = 'large.bin'; "
      "UPDATE file SET path = '/etc/x' WHERE path = 'again.txt'");
  const ImportReport report = bring();
  EXPECT_EQ(report.files.brought, 2);
  EXPECT_EQ(report.files.skipped, 2);
  EXPECT_EQ(report.runs.brought, 2);
}

TEST_F(BundleTest, ARunWhoseIdLeadsOutIsLeftOutAndTold) {
  forge("UPDATE entry SET id = '../../x' WHERE kind = 'run' AND id = '" + std::string(made::kFirstRun) + "'");
  const ImportReport report = bring();
  EXPECT_EQ(report.runs.brought, 1);
  ASSERT_FALSE(report.skipped.empty());
  EXPECT_EQ(report.skipped.front().place, "run ../../x");
  EXPECT_EQ(report.skipped.front().reason, "Its id is not one of MLflow's");
}

TEST_F(BundleTest, AViewInPlaceOfATableIsNoBundle) {
  const auto connection = sql::Connection::open(file()).value();
  ASSERT_TRUE(connection->script("ALTER TABLE file RENAME TO f; CREATE VIEW file AS SELECT * FROM f"));
  EXPECT_EQ(tryBring(m_to, file()).error().kind, ErrorKind::Parse);
}

TEST_F(BundleTest, AFileThatIsNoBundleIsSaidToBeNone) {
  const fs::path other = m_folder.path() / "other";
  EXPECT_EQ(tryBring(m_to, other).error().kind, ErrorKind::NotFound);
  std::ofstream(other) << "text";
  EXPECT_EQ(tryBring(m_to, other).error().kind, ErrorKind::Parse);
}

TEST_F(BundleTest, MutatedBundlesAreRefusedOrBringOnlyWhatIsSound) {
  const std::string whole = bytes();
  const auto sound = made::describe(m_from);
  SeededRandom random(11);
  int noticed = 0;
  for (int round = 0; round < 8; ++round) {
    std::string damaged = whole;
    for (std::uint64_t i = 1 + random.below(30); i > 0; --i) {
      // Mostly where the records and the list of contents are.
      const std::size_t reach = random.below(4) == 0 ? damaged.size() : std::size_t{40'000};
      damaged[random.below(reach)] = static_cast<char>(random.next());
    }
    if (random.below(4) == 0) {
      damaged.resize(random.below(damaged.size()));
    }
    const fs::path path = m_folder.path() / ("m" + std::to_string(round));
    std::ofstream(path, std::ios::binary) << damaged;
    tests::TempWorkspace to;
    const auto report = tryBring(to, path);
    if (!report || !report->skipped.empty()) {
      ++noticed;
      continue;
    }
    for (const auto& [name, body] : made::describe(to)) {
      if (name.starts_with("run ")) {
        EXPECT_EQ(body, sound.at(name));
      }
    }
  }
  EXPECT_GT(noticed, 0);
}

TEST_F(BundleTest, WhatIsNoBundleIsToldInJapanese) {
  const fs::path none = m_folder.path() / "none.tatara";
  const auto gone = tryBring(m_to, none);
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().message, "There is no file " + none.string());
  EXPECT_EQ(test::toldInJapanese(gone.error()), "ファイル " + none.string() + " がありません");
  std::ofstream(none) << "words";
  const auto words = tryBring(m_to, none);
  ASSERT_FALSE(words);
  EXPECT_EQ(words.error().message, none.string() + " is not a bundle");
  EXPECT_EQ(test::toldInJapanese(words.error()), none.string() + " はバンドルではありません");
  const auto empty = findMlflowStore(m_folder.path());
  ASSERT_FALSE(empty);
  EXPECT_EQ(empty.error().message, m_folder.path().string() +
                                       " holds no MLflow store: neither experiments with a meta.yaml, nor "
                                       "mlruns, nor mlflow.db");
  EXPECT_EQ(test::toldInJapanese(empty.error()),
            m_folder.path().string() +
                " に MLflow のストアがありません。meta.yaml のある実験も、mlruns も、mlflow.db もありません");
  const auto unreadable = internal::Folder::open("/nowhere/at/all", "/nowhere/at/all");
  ASSERT_FALSE(unreadable);
  EXPECT_EQ(unreadable.error().message,
            "The folder /nowhere/at/all cannot be opened (No such file or directory)");
  EXPECT_EQ(test::toldInJapanese(unreadable.error()),
            "フォルダー /nowhere/at/all を開けません（そのようなファイルやフォルダーはありません）");
}

}  // namespace
}  // namespace tatara::interop
