#include "core/dataset/lineage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "core/dataset/fix.h"
#include "tests/support/temp_folder.h"
#include "tests/support/temp_workspace.h"

namespace tatara::dataset {
namespace {

using ::testing::ElementsAre;

class LineageTest : public ::testing::Test {
 protected:
  LineageTest() : m_artifacts(m_workspace.share()) {
    m_engine = Engine::open({.temporaryFolder = m_folder.path()}).value();
    const auto file = m_folder.path() / "bikes.csv";
    std::ofstream(file) << "a,b\n1, x\n2,y\n";
    m_first = addDataset(m_workspace.store(), m_artifacts, *m_engine, {.file = file})->version;
    m_fixed =
        applyRecipe(m_workspace.store(), m_artifacts, *m_engine, m_first, {"", {parseStep("trim b").value()}})
            ->version;
    const Status written = m_workspace.store().write([&](store::Writer& writer) -> Status {
      auto& db = writer.sql();
      TATARA_TRY(db.run("INSERT INTO run VALUES(7, 'r7', 0, 'fit', 'me', 1, 5, 6, NULL, '')"));
      TATARA_TRY(db.run("INSERT INTO run VALUES(8, 'r8', 0, 'gone', 'me', 1, 5, 6, 9, '')"));
      TATARA_TRY(db.run("INSERT INTO dataset_record VALUES(3, 0, 'mine', ?, 'local', '', NULL, NULL)",
                        m_fixed.digest.substr(0, 32)));
      TATARA_TRY(db.run("INSERT INTO dataset_record VALUES(4, 0, 'extra', 'abc1', 'local', '', NULL, NULL)"));
      TATARA_TRY(db.run("INSERT INTO run_dataset VALUES(7, 3), (8, 3), (7, 4)"));
      TATARA_TRY(db.run("INSERT INTO run_dataset_tag VALUES(7, 3, 'mlflow.data.context', 'training')"));
      TATARA_TRY(db.run("INSERT INTO registered_model VALUES(1, 'bikes', '', 1, 1)"));
      TATARA_TRY(
          db.run("INSERT INTO model_version(model_key, version, source, run_id, created_ms, updated_ms) "
                 "VALUES(1, 2, 's', 'r7', 9, 9)"));
      TATARA_TRY(db.run("INSERT INTO model_alias VALUES(1, 'champion', 2)"));
      return db.run(
          "INSERT INTO edge VALUES('run', 'r7', 'model_version', 'bikes/2', 'registered', '', 9), "
          "('run', 'r7', 'model_version', 'bikes/9', 'registered', '', 9)");
    });
    EXPECT_TRUE(written);
  }
  template <typename F>
  Lineage read(F task) {
    return m_workspace.store().read(task).value();
  }
  static std::vector<std::string> told(const Lineage& lineage) {
    std::vector<std::string> all;
    for (const LineageNode& node : lineage.nodes) {
      all.push_back(std::to_string(node.distance) + " " + std::string(toString(node.kind)) + " " + node.name +
                    (node.kind == LineageKind::DatasetVersion || node.facts.empty() ? "" : " " + node.facts));
    }
    return all;
  }

  tests::TempWorkspace m_workspace;
  tests::TempFolder m_folder;
  artifact::ArtifactStore m_artifacts;
  std::unique_ptr<Engine> m_engine;
  Version m_first;
  Version m_fixed;
};

TEST_F(LineageTest, AVersionLeadsToRunsAndModels) {
  const Lineage lineage =
      read([&](sql::Connection& connection) { return lineageOfVersion(connection, m_first); });
  EXPECT_THAT(told(lineage), ElementsAre("0 dataset_version bikes@1", "1 dataset_version bikes@2",
                                         "2 run fit", "3 model_version bikes v2 champion"));
  ASSERT_EQ(lineage.edges.size(), 3u);
  EXPECT_EQ(lineage.edges[0].relation, "fixed");
  EXPECT_EQ(lineage.edges[1].relation, "training");
  EXPECT_EQ(lineage.edges[2], (LineageEdge{2, 3, "registered"}));
}

TEST_F(LineageTest, AModelLeadsBackToTheDataEvenWhereItIsNotRegistered) {
  const Lineage lineage =
      read([&](sql::Connection& connection) { return lineageOfModelVersion(connection, "bikes", 2); });
  EXPECT_THAT(told(lineage), ElementsAre("0 model_version bikes v2 champion", "-1 run fit",
                                         "-2 dataset extra not registered", "-2 dataset_version bikes@2",
                                         "-3 dataset_version bikes@1"));
  const Lineage ofRun = read([&](sql::Connection& connection) { return lineageOfRun(connection, "r7"); });
  EXPECT_EQ(ofRun.nodes.size(), 5u);
  EXPECT_EQ(ofRun.nodes[0].name, "fit");
}

TEST_F(LineageTest, ReviewsEndpointsCommitsAndFilesAreWalkedFromEitherEnd) {
  ASSERT_TRUE(m_workspace.store().write([&](store::Writer& writer) -> Status {
    auto& db = writer.sql();
    TATARA_TRY(db.run("INSERT OR IGNORE INTO name(text) VALUES('mlflow.source.git.commit')"));
    TATARA_TRY(
        db.run("INSERT INTO run_tag SELECT 7, name_id, '4e1c9a7d2f0b' FROM name WHERE text = "
               "'mlflow.source.git.commit'"));
    TATARA_TRY(
        db.run("INSERT INTO review(review_id, model_key, version, target_kind, target, state, reason, "
               "requester, identity, automated, opened_ms, updated_ms) VALUES(5, 1, 2, 0, 'champion', 0, "
               "'better', 'ana', 'account', 0, 11, 11)"));
    TATARA_TRY(
        db.run("INSERT INTO endpoint(name, model, owner, settings, revision, created_ms, updated_ms) "
               "VALUES('live', 'bikes', 'ana', '{}', 1, 12, 12)"));
    TATARA_TRY(
        db.run("INSERT INTO model_version_file SELECT version_key, 'model.ubj', x'ab01', 3 FROM "
               "model_version"));
    return db.run(
        "INSERT INTO edge VALUES('model_version', 'bikes/2', 'review', '5', 'asked', '', 11), "
        "('model_version', 'bikes/2', 'endpoint', 'live', 'served', '', 12), "
        "('model_version', 'bikes/2', 'endpoint', 'live', 'held', '', 12)");
  }));
  const auto from = [&](LineageKind kind, const std::string& id) {
    return told(read([&](sql::Connection& connection) { return lineageOf(connection, kind, id); }));
  };
  EXPECT_THAT(from(LineageKind::Endpoint, "live"),
              ElementsAre("0 endpoint live bikes", "-1 model_version bikes v2 champion", "-2 run fit",
                          "-3 dataset extra not registered", "-3 dataset_version bikes@2",
                          "-3 commit 4e1c9a7d2f", "-4 dataset_version bikes@1"));
  EXPECT_THAT(from(LineageKind::Commit, "4e1c9a7"),
              ElementsAre("0 commit 4e1c9a7d2f", "1 run fit", "2 model_version bikes v2 champion",
                          "3 review review 5 @champion", "3 endpoint live bikes"));
  EXPECT_EQ(from(LineageKind::Review, "5").size(), 7u);
  EXPECT_THAT(from(LineageKind::File, "ab01"),
              ElementsAre("0 file ab01", "1 model_version bikes v2 champion", "2 review review 5 @champion",
                          "2 endpoint live bikes"));
  const std::vector<std::string> ofData = from(LineageKind::File, m_first.digest);
  ASSERT_EQ(ofData.size(), 7u);
  EXPECT_EQ(ofData[1], "1 dataset_version bikes@1");
  EXPECT_EQ(ofData.back(), "5 endpoint live bikes");
  const auto unknown = m_workspace.store().read(
      [&](sql::Connection& connection) { return lineageOf(connection, LineageKind::Commit, "4e1c"); });
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().message, "No run was made of a commit '4e1c'; at least 7 digits are needed");
}

TEST_F(LineageTest, WhatIsNotThereIsNotFound) {
  const auto missing = m_workspace.store().read(
      [&](sql::Connection& connection) { return lineageOfModelVersion(connection, "bikes", 9); });
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::NotFound);
  EXPECT_FALSE(
      m_workspace.store().read([&](sql::Connection& connection) { return lineageOfRun(connection, "r8"); }));
}

}  // namespace
}  // namespace tatara::dataset
