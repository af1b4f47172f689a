#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/base/seeded_random.h"
#include "core/interop/bundle.h"
#include "core/interop/internal/bundle_source.h"
#include "core/sql/connection.h"
#include "tests/core/interop/filled_workspace.h"

namespace tatara::interop {
namespace {

namespace fs = std::filesystem;

class BundleTest : public testing::Test {
 protected:
  void SetUp() override {
    tests::fill(m_from);
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

  static Result<ImportReport> tryBring(::tatara::tests::TempWorkspace& to, const fs::path& path) {
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

  ::tatara::tests::TempFolder m_folder;
  ::tatara::tests::TempWorkspace m_from;
  ::tatara::tests::TempWorkspace m_to;
};

TEST_F(BundleTest, WhatComesOutIsWhatWentInAndASecondImportBringsNothing) {
  const ImportReport report = bring();
  EXPECT_TRUE(report.skipped.empty()) << report.skipped.front().reason;
  EXPECT_TRUE(report.conflicts.empty());
  EXPECT_EQ(tests::describe(m_to), tests::describe(m_from));
  EXPECT_EQ(report.runs.brought, 2);
  EXPECT_EQ(report.versions.brought, 2);
  EXPECT_EQ(report.files.brought, 4);
  const ImportReport again = bring();
  EXPECT_EQ(again.runs.brought + again.models.brought + again.versions.brought + again.loggedModels.brought,
            0);
  EXPECT_TRUE(again.conflicts.empty());
}

TEST_F(BundleTest, WhatIsHereAndDiffersStaysAndIsListed) {
  bring();
  ASSERT_TRUE(m_to.store().write([](store::Writer& writer) -> Status {
    const auto actor = registry::currentActor("test");
    TATARA_TRY(track::setTag(writer, track::RunId(tests::kFirstRun), {"mine", "1"}));
    TATARA_TRY(registry::describeVersion(writer, "bike demand", 1, "changed", fromUnixMillis(1)));
    return registry::move(writer, "bike demand", registry::SetAlias{"champion", 1}, actor, fromUnixMillis(2));
  }));
  const auto before = tests::describe(m_to);
  const ImportReport report = bring();
  ASSERT_EQ(report.conflicts.size(), 3U);
  EXPECT_NE(report.conflicts[0].place.find(tests::kFirstRun), std::string::npos);
  EXPECT_NE(report.conflicts[1].place.find("version 1"), std::string::npos);
  EXPECT_NE(report.conflicts[2].place.find("champion"), std::string::npos);
  EXPECT_EQ(tests::describe(m_to), before);
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
  EXPECT_EQ(tests::describe(m_to).count("experiment bikes"), 0U);
}

TEST_F(BundleTest, ARecordOrAFileThatIsNotWhatItsDigestSaysIsLeftOut) {
  forge("UPDATE entry SET body = replace(body, 'ada', 'eve') WHERE kind = 'run' AND id = '" +
        std::string(tests::kFirstRun) + "'; UPDATE blob SET bytes = zeroblob(length(bytes)) WHERE part = 1");
  const ImportReport report = bring();
  EXPECT_EQ(report.runs.brought, 1);
  EXPECT_EQ(tests::describe(m_to).count(std::string("run ") + tests::kFirstRun), 0U);
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
  const auto sound = tests::describe(m_from);
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
    ::tatara::tests::TempWorkspace to;
    const auto report = tryBring(to, path);
    if (!report || !report->skipped.empty()) {
      ++noticed;
      continue;
    }
    for (const auto& [name, body] : tests::describe(to)) {
      if (name.starts_with("run ")) {
        EXPECT_EQ(body, sound.at(name));
      }
    }
  }
  EXPECT_GT(noticed, 0);
}

}  // namespace
}  // namespace tatara::interop
