#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>

#include "core/artifact/artifact_store.h"
#include "core/interop/mlflow.h"
#include "core/track/experiments.h"
#include "core/track/logged_models.h"
#include "core/track/metrics.h"
#include "core/track/runs.h"
#include "tests/support/temp_workspace.h"

namespace tatara::interop {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRunA = "0123456789abcdef0123456789abcdef";
constexpr const char* kRunB = "fedcba9876543210fedcba9876543210";
constexpr const char* kModel = "m-00000000000000000000000000000001";

void writeText(const fs::path& file, std::string_view text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

class MlflowImportTest : public testing::Test {
 protected:
  fs::path root() const { return m_folder.path() / "mlruns"; }
  fs::path run(const char* id, const char* experiment = "42") const { return root() / experiment / id; }

  void writeExperiment(const std::string& id, const std::string& name, const std::string& folder = "") {
    writeText(root() / (folder.empty() ? id : folder) / "meta.yaml",
              "artifact_location: file:///C:/old/mlruns/" + id +
                  "\ncreation_time: 1700000000000\nexperiment_id: '" + id +
                  "'\nlast_update_time: 1700000000500\nlifecycle_stage: active\nname: " + name + "\n");
  }

  void writeRun(const char* id, const std::string& more = "", const char* experiment = "42") {
    writeText(
        run(id, experiment) / "meta.yaml",
        std::string("artifact_uri: file:///C:/old/mlruns/42/") + id +
            "/artifacts\nend_time: 1700000002000\nentry_point_name: ''\nexperiment_id: '42'\n" +
            (more.find("lifecycle_stage") == std::string::npos ? "lifecycle_stage: active\n" : "") +
            "run_id: " + id +
            "\nrun_name: bold-crane-1\nsource_name: ''\nsource_type: 4\nsource_version: ''\nstart_time: "
            "1700000001000\nstatus: 3\ntags: []\nuser_id: ada\n" +
            more);
  }

  ImportReport bring(std::stop_token stop = {}, std::vector<MlflowImport::Mapping> mappings = {}) {
    MlflowImport import;
    import.source = root();
    import.mappings = std::move(mappings);
    import.actor = {"tester", "import"};
    import.stop = std::move(stop);
    auto report = importMlflow(m_workspace.share(), import);
    EXPECT_TRUE(report.has_value()) << report.error().message << " " << report.error().detail;
    return report ? *report : ImportReport();
  }

  track::Run load(const char* id) {
    auto found = m_workspace.store().read(
        [&](sql::Connection& connection) { return track::findRun(connection, track::RunId(id)); });
    EXPECT_TRUE(found && *found) << id;
    return found && *found ? **found : track::Run();
  }

  std::vector<series::Point> points(const char* id, std::string_view key) {
    return *m_workspace.store().read([&](sql::Connection& connection) -> Result<std::vector<series::Point>> {
      TATARA_ASSIGN(const auto info, track::findRunInfo(connection, track::RunId(id)));
      return track::loadSeries(connection, info->key, key);
    });
  }

  static bool tells(const ImportReport& report, std::string_view place, std::string_view word) {
    return std::any_of(report.skipped.begin(), report.skipped.end(), [&](const Skipped& one) {
      return one.place.find(place) != std::string::npos && one.reason.find(word) != std::string::npos;
    });
  }

  tests::TempFolder m_folder;
  tests::TempWorkspace m_workspace;
};

std::string valueOf(const std::vector<track::KeyValue>& pairs, std::string_view key) {
  const auto found =
      std::find_if(pairs.begin(), pairs.end(), [&](const auto& pair) { return pair.key == key; });
  return found == pairs.end() ? "(none)" : found->value;
}

TEST_F(MlflowImportTest, AStoreMayHaveMoreExperimentsThanThisProgramMayOpenFiles) {
  constexpr int kMany = 300;
  for (int id = 1; id <= kMany; ++id) {
    writeExperiment(std::to_string(id), "e" + std::to_string(id),
                    id % 10 == 0 ? ".trash/" + std::to_string(id) : "");
  }
  writeRun(kRunA, "", "300");
  writeText(run(kRunA, ".trash/300") / "params" / "a", "1");
  fs::rename(run(kRunA, "300") / "meta.yaml", run(kRunA, ".trash/300") / "meta.yaml");
  fs::remove_all(root() / "300");
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit few = before;
  few.rlim_cur = 128;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
  const ImportReport report = bring();
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_EQ(report.experiments.brought, kMany);
  EXPECT_EQ(report.runs.brought, 1);
  EXPECT_TRUE(report.skipped.empty()) << report.skipped.front().place << report.skipped.front().reason;
}

TEST_F(MlflowImportTest, ArtifactsAreFoundWhereAMappingSaysThatTheyAreNow) {
  writeExperiment("42", "bikes");
  for (const auto& [id, uri] : std::map<const char*, std::string>{
           {kRunA, std::string("s3://bucket/ml/a/") + kRunA + "/artifacts"},
           {kRunB, std::string("s3://bucket/mlx/a/") + kRunB + "/artifacts"}}) {
    writeRun(id);
    std::string meta = "artifact_uri: " + uri +
                       "\nexperiment_id: '42'\nlifecycle_stage: active\nrun_id: " + id +
                       "\nrun_name: r\nstart_time: 1700000001000\nstatus: 3\nuser_id: ada\n";
    writeText(run(id) / "meta.yaml", meta);
  }
  const fs::path here = m_folder.path() / "moved";
  writeText(here / "a" / kRunA / "artifacts" / "f.txt", "found");
  writeText(here / "a" / kRunB / "artifacts" / "f.txt", "not this one: its place is another");
  const ImportReport report = bring({}, {{"s3://bucket/ml/", here}});
  EXPECT_EQ(report.files.brought, 1);
  const auto uriOf = [&](const char* id) {
    return m_workspace.store()
        .read([&](sql::Connection& c) { return track::findRunInfo(c, track::RunId(id)); })
        .value()
        ->artifactUri;
  };
  EXPECT_EQ(uriOf(kRunA), std::string("mlflow-artifacts:/42/") + kRunA + "/artifacts");
  EXPECT_EQ(uriOf(kRunB), std::string("s3://bucket/mlx/a/") + kRunB + "/artifacts");
}

TEST_F(MlflowImportTest, ARunComesWithEverythingThatBelongsToIt) {
  writeExperiment("42", "wine");
  writeText(root() / "42/tags/team", "core");
  writeRun(kRunA);
  writeText(run(kRunA) / "params/lr", "0.1\nsecond line");
  writeText(run(kRunA) / "params/opt/name", "adam");
  writeText(run(kRunA) / "params/long", std::string(7000, 'x'));
  writeText(run(kRunA) / "tags/mlflow.parentRunId", kRunB);
  writeText(run(kRunA) / "metrics/val/loss", "5 0.5 -1\n6 nan 2\n5 0.5 -1\n7 inf 1\n8 2\n9 1 3 train d1\n");
  writeText(root() / "42/datasets/d7/meta.yaml",
            "digest: abc\nname: bikes\nprofile: null\nschema: '{\"a\": 1}'\nsource: s\nsource_type: local\n");
  writeText(run(kRunA) / "inputs/i1/meta.yaml",
            "destination_id: d7\ndestination_type: RUN\nsource_id: d7\nsource_type: DATASET\ntags:\n  "
            "mlflow.data.context: "
            "training\n");
  writeText(run(kRunA) / "outputs" / kModel / "meta.yaml",
            std::string("destination_id: ") + kModel +
                "\ndestination_type: MODEL_OUTPUT\nsource_type: RUN_OUTPUT\nstep: 4\ntags: {}\n");
  writeText(run(kRunA) / "artifacts/plots/a b.png", "picture");

  const ImportReport report = bring();
  EXPECT_EQ(report.runs.brought, 1);
  EXPECT_EQ(report.skippedInAll, 0) << (report.skipped.empty() ? "" : report.skipped[0].reason);
  EXPECT_EQ(report.points, 5);
  EXPECT_EQ(report.files.brought, 1);
  const track::Run made = load(kRunA);
  EXPECT_EQ(made.info.name, "bold-crane-1");
  EXPECT_EQ(made.info.user, "ada");
  EXPECT_EQ(made.info.experiment.value(), 42);
  EXPECT_EQ(made.info.status, track::RunStatus::Finished);
  EXPECT_EQ(toUnixMillis(made.info.started), 1700000001000);
  EXPECT_EQ(toUnixMillis(*made.info.ended), 1700000002000);
  EXPECT_EQ(made.info.artifactUri, std::string("mlflow-artifacts:/42/") + kRunA + "/artifacts");
  EXPECT_EQ(valueOf(made.params, "lr"), "0.1\nsecond line");
  EXPECT_EQ(valueOf(made.params, "opt/name"), "adam");
  EXPECT_EQ(valueOf(made.params, "long").size(), 7000U);
  EXPECT_EQ(valueOf(made.tags, "mlflow.parentRunId"), kRunB);
  const auto loss = points(kRunA, "val/loss");
  ASSERT_EQ(loss.size(), 5U);
  EXPECT_EQ(loss[0].step, -1);
  EXPECT_TRUE(std::isnan(loss[3].value));
  EXPECT_EQ(loss[4].step, 3);
  ASSERT_EQ(made.datasets.size(), 1U);
  EXPECT_EQ(made.datasets[0].dataset.schema, "{\"a\": 1}");
  EXPECT_EQ(valueOf(made.datasets[0].tags, "mlflow.data.context"), "training");
  ASSERT_EQ(made.modelOutputs.size(), 1U);
  EXPECT_EQ(made.modelOutputs[0].step, 4);
  artifact::ArtifactStore artifacts(m_workspace.share());
  EXPECT_EQ(*artifacts.readAll(std::string("42/") + kRunA + "/artifacts/plots/a b.png", 100), "picture");
}

TEST_F(MlflowImportTest, ASecondImportAddsNothingAndChangesNothing) {
  writeExperiment("42", "wine");
  writeRun(kRunA);
  writeText(run(kRunA) / "params/lr", "0.1");
  writeText(
      root() / "42/models" / kModel / "meta.yaml",
      std::string("artifact_location: x\ncreation_timestamp: 5\nexperiment_id: '42'\nlast_updated_timestamp: "
                  "6\nmodel_id: ") +
          kModel + "\nmodel_type: null\nname: model\nsource_run_id: " + kRunA + "\nstatus: 2\n");
  writeText(root() / "models/best/meta.yaml",
            "creation_timestamp: 5\nlast_updated_timestamp: 9\nname: best\n");
  writeText(root() / "models/best/version-1/meta.yaml",
            "creation_timestamp: 5\ncurrent_stage: None\nlast_updated_timestamp: 7\nname: best\nsource: "
            "s\nversion: 1\n");
  writeText(root() / "models/best/aliases/champion", "1");
  const ImportReport first = bring();
  EXPECT_EQ(first.runs.brought, 1);
  EXPECT_EQ(first.loggedModels.brought, 1);
  EXPECT_EQ(first.models.brought, 1);
  EXPECT_EQ(first.versions.brought, 1);
  writeText(run(kRunA) / "params/other", "new");
  const ImportReport second = bring();
  for (const ImportCount& count :
       {second.experiments, second.runs, second.loggedModels, second.models, second.versions}) {
    EXPECT_EQ(count.brought, 0);
    EXPECT_EQ(count.already, 1);
  }
  EXPECT_EQ(second.points, 0);
  EXPECT_EQ(second.files.brought, 0);
  EXPECT_EQ(load(kRunA).params.size(), 1U);
}

TEST_F(MlflowImportTest, WhatIsMalformedIsSkippedWithItsPlaceAndNothingElseIs) {
  writeExperiment("42", "wine");
  writeExperiment("43", "mismatch", "44");
  writeText(root() / "45/meta.yaml", "name: [broken\n");
  fs::create_directories(root() / "46");
  writeRun(kRunA);
  writeRun(kRunB, "");
  writeText(run(kRunB) / "meta.yaml", "run_id: other\n");
  fs::create_directories(run("eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"));
  writeText(run(kRunA) / "metrics/loss", "1 0.5 0\nbroken\n2 x 1\n3 0.25 2\n");
  writeText(run(kRunA) / "params/good", "1");
  writeText(run(kRunA) / "params/bad\xff", "1");
  writeText(run(kRunA) / "params/badvalue", "\xff\xfe");
  writeText(run(kRunA) / "params/wrong@key", "1");
  const ImportReport report = bring();
  EXPECT_EQ(report.experiments.brought, 1);
  EXPECT_EQ(report.runs.brought, 1);
  EXPECT_EQ(report.runs.skipped, 2);
  EXPECT_TRUE(tells(report, "44/meta.yaml", "43"));
  EXPECT_TRUE(tells(report, "45/meta.yaml", "line"));
  EXPECT_TRUE(tells(report, "46", "meta.yaml"));
  EXPECT_TRUE(tells(report, "metrics/loss, line 2", "1 fields"));
  EXPECT_TRUE(tells(report, "metrics/loss, line 3", "value"));
  EXPECT_TRUE(tells(report, kRunA, "badvalue"));
  EXPECT_TRUE(tells(report, kRunA, "wrong@key"));
  EXPECT_EQ(load(kRunA).params.size(), 1U);
  EXPECT_EQ(points(kRunA, "loss").size(), 2U);
}

TEST_F(MlflowImportTest, LinksAndPathsThatLeadOutAreRefused) {
  writeText(m_folder.path() / "secret.txt", "secret");
  writeExperiment("42", "wine");
  writeRun(kRunA);
  writeText(run(kRunA) / "params/good", "1");
  fs::create_symlink(m_folder.path() / "secret.txt", run(kRunA) / "params/leak");
  writeText(run(kRunA) / "artifacts/good.txt", "good");
  fs::create_symlink(m_folder.path() / "secret.txt", run(kRunA) / "artifacts/leak.txt");
  fs::create_directory_symlink("/etc", run(kRunA) / "artifacts/etc");
  fs::create_directory_symlink("/etc", root() / "etc");
  writeText(run(kRunB) / "meta.yaml",
            std::string("artifact_uri: file:///etc\nexperiment_id: '42'\nrun_id: ") + kRunB +
                "\nstart_time: 1\nstatus: 3\n");
  const ImportReport report = bring();
  EXPECT_EQ(report.runs.brought, 2);
  EXPECT_EQ(report.files.brought, 1);
  EXPECT_EQ(report.files.skipped, 2);
  EXPECT_EQ(load(kRunA).params.size(), 1U);
  EXPECT_TRUE(tells(report, "params/leak", "link"));
  EXPECT_TRUE(tells(report, "mlruns/etc", "link"));
  const auto all = *m_workspace.store().read(
      [](sql::Connection& connection) { return artifact::ArtifactStore::listAll(connection, ""); });
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].path, std::string("42/") + kRunA + "/artifacts/good.txt");
}

TEST_F(MlflowImportTest, WhatWasDeletedStaysDeleted) {
  writeExperiment("42", "wine");
  writeRun(kRunA, "lifecycle_stage: deleted\ndeleted_time: 1700000009000\n");
  writeExperiment("50", "old", ".trash/50");
  writeText(root() / ".trash/50" / kRunB / "meta.yaml", std::string("experiment_id: '50'\nrun_id: ") + kRunB +
                                                            "\nstart_time: 1\nend_time: 2\nstatus: 3\n");
  writeText(run(kRunA) / "params/lr", "0.1");
  const ImportReport report = bring();
  EXPECT_EQ(report.experiments.brought, 2);
  EXPECT_EQ(toUnixMillis(*load(kRunA).info.deleted), 1700000009000);
  EXPECT_EQ(load(kRunA).params.size(), 1U);
  EXPECT_TRUE(load(kRunB).info.deleted.has_value());
  const auto old = *m_workspace.store().read(
      [](sql::Connection& connection) { return track::findExperiment(connection, track::ExperimentId(50)); });
  ASSERT_TRUE(old.has_value());
  EXPECT_EQ(old->lifecycle, track::Lifecycle::Deleted);
  EXPECT_EQ(toUnixMillis(old->updated), 1700000000500);
}

TEST_F(MlflowImportTest, AnExperimentWhoseNumberIsTakenGetsANewOneAndIsFoundAgain) {
  ASSERT_TRUE(m_workspace.store().write([](store::Writer& writer) -> Status {
    track::NewExperiment taken;
    taken.name = "mine";
    taken.id = track::ExperimentId(42);
    TATARA_TRY(track::createExperiment(writer, taken, fromUnixMillis(1)));
    return {};
  }));
  writeExperiment("42", "wine");
  writeRun(kRunA);
  writeText(run(kRunA) / "artifacts/a", "x");
  const ImportReport first = bring();
  ASSERT_EQ(first.notes.size(), 1U);
  EXPECT_NE(first.notes[0].find("wine"), std::string::npos);
  const auto id = load(kRunA).info.experiment.value();
  EXPECT_NE(id, 42);
  EXPECT_EQ(load(kRunA).info.artifactUri,
            "mlflow-artifacts:/" + std::to_string(id) + "/" + kRunA + "/artifacts");
  const ImportReport second = bring();
  EXPECT_EQ(second.experiments.already, 1);
  EXPECT_EQ(second.runs.already, 1);
}

TEST_F(MlflowImportTest, VersionsPointAtWhatWasBroughtAndKeepTheirTimesStagesAndAliases) {
  writeExperiment("42", "wine");
  writeRun(kRunA);
  writeText(run(kRunA) / "artifacts/model/MLmodel", "flavors: {}\n");
  writeText(root() / "models/best/meta.yaml",
            "creation_timestamp: 5\ndescription: the best\nlast_updated_timestamp: 9\nname: best\n");
  writeText(root() / "models/best/tags/owner", "ada");
  for (const auto& [number, stage] :
       {std::pair(1, "Archived"), std::pair(2, "Production"), std::pair(3, "Deleted_Internal")}) {
    writeText(root() / "models/best" / ("version-" + std::to_string(number)) / "meta.yaml",
              "creation_timestamp: 1" + std::to_string(number) + "\ncurrent_stage: " + stage +
                  "\ndescription: ''\nlast_updated_timestamp: 2" + std::to_string(number) +
                  "\nname: best\nrun_id: " + kRunA + "\nsource: file:///C:/old/mlruns/42/" + kRunA +
                  "/artifacts/model\nstatus: READY\nversion: " + std::to_string(number) + "\n");
  }
  writeText(root() / "models/best/aliases/champion", "2\n");
  writeText(root() / "models/best/aliases/lost", "9");
  const ImportReport report = bring();
  EXPECT_EQ(report.versions.brought, 2);
  EXPECT_TRUE(tells(report, "models/best", "lost"));
  const auto model = **m_workspace.store().read(
      [](sql::Connection& connection) { return registry::findModel(connection, "best"); });
  EXPECT_EQ(model.description, "the best");
  EXPECT_EQ(toUnixMillis(model.created), 5);
  EXPECT_EQ(toUnixMillis(model.updated), 9);
  ASSERT_EQ(model.aliases.size(), 1U);
  EXPECT_EQ(model.aliases[0].version, 2);
  const auto versions = *m_workspace.store().read(
      [](sql::Connection& connection) { return registry::loadVersions(connection, "best"); });
  ASSERT_EQ(versions.size(), 2U);
  EXPECT_EQ(versions[0].version, 2);
  EXPECT_EQ(versions[0].stage, registry::Stage::Production);
  EXPECT_EQ(versions[1].stage, registry::Stage::Archived);
  EXPECT_EQ(toUnixMillis(versions[0].created), 12);
  EXPECT_EQ(toUnixMillis(versions[0].updated), 22);
  EXPECT_EQ(versions[0].source, std::string("file:///C:/old/mlruns/42/") + kRunA + "/artifacts/model");
  EXPECT_EQ(versions[0].storage, std::string("mlflow-artifacts:/42/") + kRunA + "/artifacts/model");
}

TEST_F(MlflowImportTest, ACancelledImportLeavesWholeRunsAndIsCompletedByTheNext) {
  writeExperiment("42", "wine");
  for (int i = 0; i < 300; ++i) {
    std::string id = kRunA;
    id.replace(0, 3, std::to_string(100 + i));
    writeRun(id.c_str());
    writeText(run(id.c_str()) / "params/lr", "0.1");
  }
  std::stop_source source;
  MlflowImport import;
  import.source = root();
  import.stop = source.get_token();
  import.progress = [&](const ImportProgress& progress) { EXPECT_EQ(progress.total, 300);
  if (progress.done == 100) {
    source.request_stop();
  }
};
const auto report = importMlflow(m_workspace.share(), import);
ASSERT_TRUE(report.has_value());
EXPECT_TRUE(report->cancelled);
EXPECT_GT(report->runs.brought, 0);
EXPECT_LT(report->runs.brought, 300);
const ImportReport rest = bring();
EXPECT_FALSE(rest.cancelled);
EXPECT_EQ(rest.runs.brought + report->runs.brought, 300);
EXPECT_EQ(rest.runs.already, report->runs.brought);
}  // namespace

TEST_F(MlflowImportTest, WhatIsNoStoreIsSaidSo) {
  EXPECT_EQ(findMlflowStore(m_folder.path() / "none").error().kind, ErrorKind::NotFound);
  EXPECT_EQ(findMlflowStore(m_folder.path()).error().kind, ErrorKind::Parse);
  writeText(m_folder.path() / "x.db", "not a database");
  EXPECT_EQ(findMlflowStore(m_folder.path() / "x.db").error().kind, ErrorKind::Parse);
  writeExperiment("42", "wine");
  EXPECT_EQ(findMlflowStore(m_folder.path())->path.filename(), "mlruns");
  EXPECT_EQ(findMlflowStore(root())->kind, MlflowKind::Files);
  writeText(m_folder.path() / "mlflow.db", std::string("SQLite format 3\0", 16));
  EXPECT_EQ(findMlflowStore(m_folder.path()).error().kind, ErrorKind::InvalidArgument);
}

}  // namespace tatara::interop
}  // namespace tatara::interop
