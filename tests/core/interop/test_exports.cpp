#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/interop/bundle.h"
#include "core/interop/mlflow.h"
#include "core/interop/mlflow_export.h"
#include "core/interop/table_export.h"
#include "core/interop/tensorboard.h"
#include "core/interop/tensorboard_export.h"
#include "core/sql/connection.h"
#include "core/text/json.h"
#include "core/track/metric_removal.h"
#include "core/track/traces.h"
#include "tests/core/interop/filled_workspace.h"

namespace tatara::interop {
namespace {

namespace fs = std::filesystem;

class ExportTest : public testing::Test {
 protected:
  void SetUp() override { made::fill(m_from); }
  fs::path out() const { return m_folder.path() / "out"; }
  static ExportChoice everything() {
    ExportChoice all;
    all.deleted = true;
    return all;
  }

  tests::TempFolder m_folder;
  tests::TempWorkspace m_from;
  tests::TempWorkspace m_to;
};

TEST_F(ExportTest, AFileStoreOfMlflowImportedAgainIsEqualButForHistograms) {
  const auto report = exportMlflow(m_from.share(), out(), everything());
  ASSERT_TRUE(report) << report.error().message << report.error().detail;
  EXPECT_TRUE(report->skipped.empty());
  MlflowImport import;
  import.source = out();
  import.actor = registry::currentActor("import");
  const auto brought = importMlflow(m_to.share(), import);
  ASSERT_TRUE(brought) << brought.error().message;
  EXPECT_TRUE(brought->skipped.empty()) << brought->skipped.front().place << brought->skipped.front().reason;
  // A file store has no place for these.
  ASSERT_TRUE(m_from.store().write(
      [](store::Writer& writer) -> Status { return writer.sql().run("DELETE FROM run_histogram"); }));
  EXPECT_EQ(made::describe(m_to), made::describe(m_from));
}

TEST_F(ExportTest, ADatabaseOfMlflowImportedAgainIsEqualButForWhatItHasNoPlaceFor) {
  const auto report = exportMlflowSqlite(m_from.share(), out(), everything());
  ASSERT_TRUE(report) << report.error().message << report.error().detail;
  EXPECT_TRUE(report->skipped.empty());
  {
    const auto db = sql::Connection::open(out() / "mlflow.db", {.access = sql::Access::ReadOnly}).value();
    const auto count = [&](const std::string& where) {
      return *db->findInteger("SELECT count(*) FROM metrics WHERE key = 'odd/values' AND " + where).value();
    };
    EXPECT_EQ(count("is_nan AND value = 0"), 1);
    EXPECT_EQ(count("NOT is_nan AND abs(value) = 1.7976931348623157e308"), 2);
    EXPECT_EQ(*db->findInteger("SELECT count(*) FROM pragma_foreign_key_check").value(), 0);
  }
  MlflowImport import;
  import.source = out();
  import.actor = registry::currentActor("import");
  const auto brought = importMlflow(m_to.share(), import);
  ASSERT_TRUE(brought) << brought.error().message;
  EXPECT_TRUE(brought->skipped.empty()) << brought->skipped.front().place << brought->skipped.front().reason;
  EXPECT_EQ(brought->files.brought, 4);
  for (tests::TempWorkspace* workspace : {&m_from, &m_to}) {
    ASSERT_TRUE(workspace->store().write([](store::Writer& writer) -> Status {
      TATARA_ASSIGN(const auto run, track::findRunInfo(writer.sql(), track::RunId(made::kFirstRun)));
      TATARA_TRY(track::removePointsFrom(writer, run->key, "odd/values", -10));
      return writer.sql().run("DELETE FROM run_histogram");
    }));
  }
  EXPECT_EQ(made::describe(m_to), made::describe(m_from));
}

TEST_F(ExportTest, AModelsMetricOfARunThatIsNotExportedIsLeftOutAndNamed) {
  ASSERT_TRUE(m_from.store().write([](store::Writer& writer) {
    const track::LoggedModelMetric metric{"other", {1, 5, 0.5}, track::RunId(made::kDeletedRun), "", ""};
    return track::logLoggedModelMetrics(writer, track::LoggedModelId(made::kLoggedModel),
                                        std::span(&metric, 1));
  }));
  const auto report = exportMlflowSqlite(m_from.share(), out(), {});
  ASSERT_TRUE(report) << report.error().message;
  ASSERT_EQ(report->skipped.size(), 1U);
  EXPECT_NE(report->skipped[0].reason.find("“other” was measured by a run"), std::string::npos);
}

TEST_F(ExportTest, WhatAFileStoreCannotHoldIsLeftOutAndNamed) {
  ASSERT_TRUE(m_from.store().write([](store::Writer& writer) {
    track::Batch batch;
    batch.params = {{"a", "1"}, {"a/b", "2"}, {"a-b", "3"}, {std::string(250, 'k'), "4"}};
    return track::logBatch(writer, track::RunId(made::kFirstRun), batch);
  }));
  const auto report = exportMlflow(m_from.share(), out(), {});
  ASSERT_TRUE(report) << report.error().message;
  ASSERT_EQ(report->skipped.size(), 1U);
  EXPECT_NE(report->skipped[0].reason.find("“a/b” makes it a folder"), std::string::npos);
  EXPECT_TRUE(fs::exists(out() / "1" / made::kFirstRun / "params" / "a" / "b"));
  EXPECT_TRUE(fs::exists(out() / "1" / made::kFirstRun / "params" / "a-b"));
}

TEST_F(ExportTest, ADatabaseThatWasNotFinishedIsNotThere) {
  std::stop_source stop;
  ExportChoice choice;
  choice.progress = [&](const auto&) { stop.request_stop(); };
  choice.deleted = true;
  choice.stop = stop.get_token();
  EXPECT_EQ(exportMlflowSqlite(m_from.share(), out(), choice).error().kind, ErrorKind::Cancelled);
  EXPECT_TRUE(fs::is_empty(out()));
  EXPECT_TRUE(exportMlflowSqlite(m_from.share(), out(), everything()));
}

TEST_F(ExportTest, AFileInThePlaceOfARunsArtifactsHindersNothing) {
  tests::TempWorkspace odd;
  const artifact::ArtifactStore artifacts(odd.share());
  auto blob = artifacts.newBlob().value();
  ASSERT_TRUE(blob.write("x"));
  const auto stored = blob.finish().value();
  ASSERT_TRUE(odd.store().write([&](store::Writer& writer) -> Status {
    const Timestamp now = fromUnixMillis(1'760'000'000'000);
    TATARA_ASSIGN(const auto run, track::createRun(writer, {}, now));
    return artifact::ArtifactStore::link(writer, *artifact::rootPathOf(run.artifactUri), stored, now);
  }));
  const fs::path to = m_folder.path();
  EXPECT_TRUE(exportMlflow(odd.share(), to / "a", everything()));
  EXPECT_TRUE(exportMlflowSqlite(odd.share(), to / "b", everything()));
  EXPECT_TRUE(exportTensorboard(odd.share(), to / "c", everything()));
  EXPECT_TRUE(createBundle(odd.share(), to / "d.bundle", {}));
}

// Keys and ids are the client's: none of them may name a file outside of the folder.
TEST_F(ExportTest, NothingThatAClientNamedLeadsOutOfTheFolder) {
  const fs::path root = m_folder.path();
  const std::string far = (root / "far").string();
  const std::string up = "../../../../../up";
  const registry::Actor actor = registry::currentActor("test");
  ASSERT_TRUE(m_from.store().write([&](store::Writer& writer) -> Status {
    const Timestamp now = fromUnixMillis(1'760'000'000'000);
    track::NewTrace trace;
    trace.id = "tr-1";
    trace.experiment = track::ExperimentId(1);
    trace.started = now;
    trace.tags = {{far + "1", "x"}, {up + "1", "x"}, {"..", "x"}, {"a//b", "x"}};
    trace.metadata = {{far + "2", "x"}, {up + "2", "x"}};
    trace.assessments = {{far + "3", "n", "{}"}, {up + "3", "n", "{}"}};
    TATARA_TRY(track::startTrace(writer, trace));
    const track::LoggedModelLink links[] = {{track::LoggedModelId(far + "4"), 0},
                                            {track::LoggedModelId(up + "4"), 0}};
    TATARA_TRY(track::logInputs(writer, track::RunId(made::kFirstRun), {}, links));
    TATARA_TRY(track::logOutputs(writer, track::RunId(made::kFirstRun), links));
    const track::KeyValue pairs[] = {{far + "5", "x"}, {up + "5", "x"}};
    TATARA_TRY(track::logLoggedModelParams(writer, track::LoggedModelId(made::kLoggedModel), pairs));
    TATARA_TRY(track::setLoggedModelTags(writer, track::LoggedModelId(made::kLoggedModel), pairs, now));
    registry::NewModel model{.name = "hostile", .tags = {{far + "6", "x"}, {up + "6", "x"}}};
    TATARA_TRY(registry::createModel(writer, model, actor, now));
    registry::NewVersion version{.model = "hostile", .source = "s3://b/x", .tags = model.tags};
    version.run = track::RunId(made::kFirstRun);
    TATARA_TRY(registry::createVersion(writer, version, actor, now));
    return {};
  }));
  const fs::path deep = root / "a" / "b" / "c" / "out";
  for (const auto write : {exportMlflow, exportMlflowSqlite}) {
    const auto report = write(m_from.share(), deep, everything());
    ASSERT_TRUE(report) << report.error().message;
    if (write == exportMlflow) {
      EXPECT_EQ(report->skipped.size(), 20U);
      EXPECT_TRUE(fs::exists(deep / "1" / "traces" / "tr-1" / "tags" / "mlflow.artifactLocation"));
    }
    fs::remove_all(deep);
    for (const fs::path& folder : {root / "a" / "b" / "c", root / "a" / "b", root / "a", root}) {
      for (const auto& left : fs::directory_iterator(folder)) {
        EXPECT_TRUE(left.is_directory() && left.path().filename().string().size() == 1) << left.path();
      }
    }
  }
}

TEST_F(ExportTest, AFolderThatIsNotEmptyIsLeftAlone) {
  fs::create_directories(out() / "something");
  EXPECT_EQ(exportMlflow(m_from.share(), out(), {}).error().kind, ErrorKind::AlreadyExists);
  EXPECT_EQ(exportTensorboard(m_from.share(), out(), {}).error().kind, ErrorKind::AlreadyExists);
}

TEST_F(ExportTest, TablesHoldEveryValueQuotedWhereItMust) {
  const auto report = exportTables(m_from.share(), out(), everything(), TableFormat::Csv);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->runs, 2);
  EXPECT_EQ(report->points, 5005);
  const auto read = [&](const char* name) {
    std::stringstream all;
    all << std::ifstream(out() / name).rdbuf();
    return all.str();
  };
  const std::string run = made::kFirstRun;
  EXPECT_EQ(read("params.csv"), "run_id,key,value\n" + run + ",deep/er,1e-3\n" + run + ",empty,\"\"\n" + run +
                                    ",lr,0.10\n" + run + ",multi,\"a\nb: {c}\n\"\n" + run + ",yes,no\n");
  EXPECT_NE(read("metrics.csv").find(",odd/values,-3,1760000005001,NaN\n"), std::string::npos);
  const fs::path json = m_folder.path() / "json";
  ASSERT_TRUE(exportTables(m_from.share(), json, everything(), TableFormat::Json));
  std::ifstream lines(json / "metrics.jsonl");
  std::string line;
  int count = 0;
  while (std::getline(lines, line)) {
    const auto parsed = text::parseJson(line);
    ASSERT_TRUE(parsed) << line;
    EXPECT_TRUE((*parsed)["value"].asNumber().has_value());
    ++count;
  }
  EXPECT_EQ(count, 5005);
}

TEST_F(ExportTest, EventFilesImportedAgainHaveTheSamePointsHistogramsAndParameters) {
  const auto report = exportTensorboard(m_from.share(), out(), {});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->runs, 1);
  TensorboardImport import;
  import.folder = out();
  const auto brought = importTensorboard(m_to.share(), import);
  ASSERT_TRUE(brought) << brought.error().message;
  EXPECT_TRUE(brought->skipped.empty()) << brought->skipped.front().reason;
  EXPECT_EQ(brought->points, report->points);
  EXPECT_EQ(brought->histograms, 1);
  const auto load = [](tests::TempWorkspace& workspace, std::string_view name) {
    return workspace.store()
        .read([&](sql::Connection& c) -> Result<track::Run> {
          TATARA_ASSIGN(const auto id, track::findRunByPrefix(c, name));
          TATARA_ASSIGN(auto run, track::findRun(c, *id));
          return std::move(*run);
        })
        .value();
  };
  const track::Run ours = load(m_from, made::kFirstRun);
  const auto names = m_to.store().read([](sql::Connection& c) -> Result<std::string> {
    TATARA_ASSIGN(auto rows, c.query("SELECT run_id FROM run"));
    return rows.next() ? Result<std::string>(std::string(rows.text(0)))
                       : makeError(ErrorKind::NotFound, "no run");
  });
  const track::Run theirs = load(m_to, *names);
  EXPECT_EQ(theirs.params, ours.params);
  EXPECT_EQ(theirs.info.status, ours.info.status);
  ASSERT_EQ(theirs.metrics.size(), ours.metrics.size());
  for (std::size_t i = 0; i < ours.metrics.size(); ++i) {
    const auto points = [&](tests::TempWorkspace& workspace, const track::Run& run) {
      return workspace.store()
          .read([&](sql::Connection& c) { return track::loadSeries(c, run.info.key, run.metrics[i].key); })
          .value();
    };
    const auto left = points(m_from, ours);
    const auto right = points(m_to, theirs);
    ASSERT_EQ(left.size(), right.size()) << ours.metrics[i].key;
    EXPECT_TRUE(std::equal(left.begin(), left.end(), right.begin(), series::samePoint))
        << ours.metrics[i].key;
  }
}

}  // namespace
}  // namespace tatara::interop
