// Run columns kept beside the store: what they give always equals a load, whatever happened since.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <random>

#include "core/track/experiments.h"
#include "core/track/internal/run_table_file.h"
#include "core/track/kept_runs.h"
#include "core/track/runs.h"
#include "tests/core/track/now.h"
#include "tests/support/effort.h"
#include "tests/support/temp_folder.h"
#include "tests/support/temp_workspace.h"

namespace tatara::track {
namespace {

namespace fs = std::filesystem;

// A workspace whose store a test opens, closes and replaces by itself.
class Folder {
 public:
  const store::Workspace& workspace() const { return m_workspace; }

 private:
  tests::TempFolder m_folder;
  store::Workspace m_workspace = store::createWorkspace(m_folder.path() / "work").value();
};

class KeptRunsTest : public testing::Test {
 protected:
  RunInfo addRun(ExperimentId experiment = ExperimentId(0)) {
    auto info = store().writeFor([&](store::Writer& w) -> Result<RunInfo> {
      NewRun run;
      run.experiment = experiment;
      run.started = kNow + Millis(++m_made);
      TATARA_ASSIGN(RunInfo made, createRun(w, run, kNow));
      Batch batch;
      batch.params = {{"depth", std::to_string(m_made % 7)}, {"name", "n" + std::to_string(m_made)}};
      batch.metrics = {{"loss", {0, 1, m_made % 5 == 0 ? NAN : 1.0 / m_made}}};
      if (m_made % 3 == 0) {
        batch.metrics.push_back({"worst", {0, 1, -INFINITY}});
      }
      TATARA_TRY(logBatch(w, made.id, batch));
      const DatasetInput input{{"bikes", "abc", "local", "{}", {}, {}},
                               {{"mlflow.data.context", "training"}}};
      if (m_made % 4 == 0) {
        TATARA_TRY(logInputs(w, made.id, std::span(&input, 1), {}));
      }
      return made;
    });
    EXPECT_TRUE(info) << info.error().message;
    return *info;
  }
  LoadedRuns loadKept(std::span<const ExperimentId> experiments = {}, ViewType view = ViewType::ActiveOnly) {
    return store()
        .read([&](sql::Connection& c) { return loadRuns(m_temp.workspace(), c, experiments, view); })
        .value();
  }
  bool isKept() {
    return store()
        .read(
            [&](sql::Connection& c) { return hasKeptRuns(m_temp.workspace(), c, {}, ViewType::ActiveOnly); })
        .value();
  }
  static std::string describe(const RunTable& table) {
    std::string text;
    const auto add = [&](std::string_view part) { text.append(part).append(" "); };
    for (std::size_t row = 0; row < table.size(); ++row) {
      const RunInfo& run = table.run(row);
      for (const std::string& part : {run.id.value(), run.name, run.user, run.artifactUri}) {
        add(part);
      }
      for (const std::int64_t part :
           {run.key.value(), run.experiment.value(), static_cast<std::int64_t>(run.status),
            toUnixMillis(run.started), run.ended ? toUnixMillis(*run.ended) : -1}) {
        add(std::to_string(part));
      }
      for (const auto& column : table.metrics()) {
        add(std::to_string(column->present[row]));
        add(column->present[row] != 0 ? column->key + "=" + std::to_string(column->last[row]) : "-");
      }
      for (const auto* columns : {&table.params(), &table.tags()}) {
        for (const auto& column : *columns) {
          add(column->key + "=" + std::string(column->at(row).value_or("-")));
          add(column->numbers.empty() ? "text" : std::to_string(column->numbers[row]));
        }
      }
    }
    const auto trained =
        query::parseFilter(query::Entity::Run, "dataset.name = 'bikes' AND dataset.context = 'training'");
    for (const std::uint32_t row : table.filter(*trained)) {
      add(std::to_string(row));
    }
    return text;
  }
  void expectAsLoaded(const std::string& when) {
    const auto loaded =
        store().read([](sql::Connection& c) { return RunTable::load(c, {}, ViewType::ActiveOnly); }).value();
    EXPECT_EQ(describe(*loadKept().table), describe(*loaded)) << when;
  }
  store::Store& store() { return *m_store; }
  fs::path file() { return m_temp.workspace().stateFolder() / "cache" / "runs-all-0.columns"; }

  void open(sql::Access access = sql::Access::ReadWrite) {
    m_store.reset();
    auto opened = store::Store::open(m_temp.workspace(), {.access = access});
    ASSERT_TRUE(opened) << opened.error().message;
    m_store = std::move(*opened);
  }
  // Puts a copy of `file` in the store's place.
  void putBack(const fs::path& file) {
    m_store.reset();
    const std::string store = m_temp.workspace().storeFile().string();
    for (const char* more : {"", "-wal", "-shm"}) {
      fs::remove(store + more);
    }
    fs::copy_file(file, store);
    open();
  }

  Folder m_temp;
  std::shared_ptr<store::Store> m_store = store::Store::open(m_temp.workspace()).value();
  int m_made = 0;
};

TEST_F(KeptRunsTest, WhatIsKeptReadsBackAsItWas) {
  for (int i = 0; i < 40; ++i) {
    addRun();
  }
  EXPECT_FALSE(isKept());
  ASSERT_TRUE(keepRuns(store(), loadKept()));
  EXPECT_TRUE(isKept());
  expectAsLoaded("kept");
  EXPECT_FALSE(loadKept().worthKeeping);
  EXPECT_EQ(fs::status(file()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(KeptRunsTest, AnEmptyStoreAndAScopeOfOneExperimentAreKeptToo) {
  ASSERT_TRUE(keepRuns(store(), loadKept()));
  expectAsLoaded("empty");
  const auto own =
      store().writeFor([](store::Writer& w) { return createExperiment(w, {.name = "own"}, kNow); });
  ASSERT_TRUE(own);
  addRun();
  const RunInfo mine = addRun(*own);
  const std::vector scope{*own};
  ASSERT_TRUE(keepRuns(store(), loadKept(scope)));
  const auto table = loadKept(scope).table;
  ASSERT_EQ(table->size(), 1u);
  EXPECT_EQ(table->run(0).id, mine.id);
  expectAsLoaded("the other scope");
}

TEST_F(KeptRunsTest, WhatChangedSinceIsBroughtUpToDate) {
  std::mt19937 random(7);
  std::vector<RunInfo> runs;
  for (int i = 0; i < 10; ++i) {
    runs.push_back(addRun());
  }
  for (int round = 0; round < 60; ++round) {
    const RunInfo& run = runs[random() % runs.size()];
    const auto write = [&](auto task) { static_cast<void>(store().write(task)); };
    switch (random() % 6) {
      case 0:
        runs.push_back(addRun());
        break;
      case 1:
        write([&](store::Writer& w) { return deleteRun(w, run.id, kNow); });
        break;
      case 2:
        write([&](store::Writer& w) { return restoreRun(w, run.id); });
        break;
      case 3:
        write([&](store::Writer& w) { return setTag(w, run.id, {"t", std::to_string(random() % 4)}); });
        break;
      case 4:
        write([&](store::Writer& w) {
          Batch batch;
          batch.metrics = {{"loss", {round, round, static_cast<double>(random() % 9)}}};
          return logBatch(w, run.id, batch);
        });
        break;
      default:
        ASSERT_TRUE(keepRuns(store(), loadKept()));
    }
    expectAsLoaded("round " + std::to_string(round));
  }
}

TEST_F(KeptRunsTest, AStorePutBackFromABackupDoesNotBelieveALaterFile) {
  addRun();
  ASSERT_TRUE(keepRuns(store(), loadKept()));
  const fs::path backup = m_temp.workspace().root / "backup.db";
  ASSERT_TRUE(store().backup(backup));
  const RunInfo lost = addRun();
  ASSERT_TRUE(keepRuns(store(), loadKept()));
  putBack(backup);
  // As many changes as the file knows, but other ones.
  const RunInfo other = addRun();
  addRun();
  EXPECT_FALSE(isKept());
  const auto table = loadKept().table;
  EXPECT_FALSE(table->findRow(lost.id));
  EXPECT_TRUE(table->findRow(other.id));
  expectAsLoaded("put back");
}

TEST_F(KeptRunsTest, ADamagedFileIsPassedOver) {
  for (int i = 0; i < 12; ++i) {
    addRun();
  }
  ASSERT_TRUE(keepRuns(store(), loadKept()));
  std::string bytes;
  {
    std::ifstream in(file(), std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(in), {});
  }
  const auto put = [&](const std::string& text) {
    std::ofstream(file(), std::ios::binary | std::ios::trunc) << text;
  };
  std::mt19937 random(11);
  for (int round = 0; round < 150; ++round) {
    std::string bad = bytes;
    if (round % 3 == 0) {
      bad.resize(random() % bad.size());
    } else {
      bad[random() % bad.size()] ^= static_cast<char>(1 + random() % 255);
    }
    put(bad);
    expectAsLoaded("damage " + std::to_string(round));
  }
}

// The checksum keeps most damage away; the reader behind it has to hold on its own.
TEST(RunTableFileTest, BytesThatContradictThemselvesAreRefusedWithoutHarm) {
  tests::TempWorkspace temp;
  for (int i = 0; i < 6; ++i) {
    ASSERT_TRUE(temp.store().write([&](store::Writer& w) -> Status {
      TATARA_ASSIGN(const RunInfo run, createRun(w, {}, kNow));
      Batch batch;
      batch.params = {{"p", std::to_string(i)}};
      batch.metrics = {{"m", {0, 1, 1.0 * i}}};
      return logBatch(w, run.id, batch);
    }));
  }
  const auto table =
      temp.store().read([](sql::Connection& c) { return RunTable::load(c, {}, ViewType::All); }).value();
  const std::string bytes = RunTableFile::encode(*table, "mark", 9);
  std::mt19937 random(3);
  int refused = 0;
  const int rounds = tests::effort(1000, 4000);
  for (int round = 0; round < rounds; ++round) {
    std::string bad = bytes;
    const std::size_t at = 16 + random() % (bad.size() - 16);
    bad[at] = static_cast<char>(random());
    if (round % 4 == 0) {
      bad.resize(16 + random() % (bad.size() - 16));
    }
    RunTableFile::seal(bad);
    const auto content = RunTableFile::decode(bad);
    if (!content) {
      EXPECT_EQ(content.error().kind, ErrorKind::Corrupt);
      ++refused;
      continue;
    }
    for (std::size_t row = 0; row < content->table->size(); ++row) {
      for (const auto& column : content->table->params()) {
        static_cast<void>(column->at(row));
      }
    }
  }
  EXPECT_GT(refused, rounds / 4);
}

TEST_F(KeptRunsTest, AReadOnlyStoreKeepsNothingAndSaysNothing) {
  addRun();
  open(sql::Access::ReadOnly);
  ASSERT_TRUE(keepRuns(store(), loadKept()));
  EXPECT_FALSE(fs::exists(m_temp.workspace().stateFolder() / "cache"));
}

TEST_F(KeptRunsTest, OnlySoManyScopesAreKept) {
  addRun();
  for (int i = 0; i < 12; ++i) {
    const auto made = store().writeFor(
        [&](store::Writer& w) { return createExperiment(w, {.name = "e" + std::to_string(i)}, kNow); });
    const std::vector scope{*made};
    ASSERT_TRUE(keepRuns(store(), loadKept(scope)));
  }
  const auto files = std::distance(fs::directory_iterator(m_temp.workspace().stateFolder() / "cache"), {});
  EXPECT_EQ(files, 8);
}

TEST_F(KeptRunsTest, AFirstPageHoldsTheNewestRunsAndTheirColumns) {
  const auto other =
      store().writeFor([](store::Writer& w) { return createExperiment(w, {.name = "other"}, kNow); });
  std::vector<RunInfo> runs;
  for (int i = 0; i < 30; ++i) {
    runs.push_back(addRun(i % 2 == 0 ? ExperimentId(0) : *other));
  }
  ASSERT_TRUE(store().write([&](store::Writer& w) { return deleteRun(w, runs[28].id, kNow); }));
  const auto page =
      store()
          .read([](sql::Connection& c) { return RunTable::loadNewest(c, {}, ViewType::ActiveOnly, 5); })
          .value();
  ASSERT_EQ(page->size(), 5u);
  for (const int newest : {29, 27, 26, 25, 24}) {
    const auto row = page->findRow(runs[static_cast<std::size_t>(newest)].key);
    ASSERT_TRUE(row) << newest;
    EXPECT_EQ(page->findParam("name")->at(*row), "n" + std::to_string(newest + 1));
  }
  const std::vector scope{*other};
  const auto own =
      store()
          .read([&](sql::Connection& c) { return RunTable::loadNewest(c, scope, ViewType::ActiveOnly, 3); })
          .value();
  ASSERT_EQ(own->size(), 3u);
  EXPECT_EQ(own->run(0).id, runs[25].id);
}

}  // namespace
}  // namespace tatara::track
