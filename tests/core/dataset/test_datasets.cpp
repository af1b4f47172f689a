#include "core/dataset/datasets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <mutex>
#include <thread>

#include "core/crypto/digest.h"
#include "tests/support/temp_folder.h"
#include "tests/support/temp_workspace.h"

namespace tatara::dataset {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

class DatasetsTest : public ::testing::Test {
 protected:
  DatasetsTest() : m_artifacts(m_workspace.share()) {
    m_engine = Engine::open({.temporaryFolder = m_folder.path()}).value();
  }

  fs::path write(const std::string& name, std::string_view bytes) {
    fs::create_directories((m_folder.path() / name).parent_path());
    std::ofstream(m_folder.path() / name, std::ios::binary) << bytes;
    return m_folder.path() / name;
  }
  Result<Added> add(const NewVersion& request) {
    return addDataset(m_workspace.store(), m_artifacts, *m_engine, request);
  }
  template <typename F>
  auto read(F task) {
    return m_workspace.store().read(task);
  }
  Result<Version> resolve(const std::string& text) {
    return read([&](sql::Connection& connection) { return resolveVersion(connection, text); });
  }
  Result<Table> open(const Version& version) {
    return openVersion(m_workspace.store(), m_artifacts, *m_engine, version);
  }

  tests::TempWorkspace m_workspace;
  tests::TempFolder m_folder;
  artifact::ArtifactStore m_artifacts;
  std::unique_ptr<Engine> m_engine;
};

TEST_F(DatasetsTest, TheSameBytesAddedTwiceAreOneVersion) {
  const fs::path file = write("bikes.csv", "a,b\n1,x\n2,y\n");
  const auto first = add({.file = file, .folder = "city"}).value();
  EXPECT_TRUE(first.isNew);
  EXPECT_EQ(first.version.name, "bikes");
  EXPECT_EQ(first.version.version, 1);
  EXPECT_EQ(first.version.rows, 2u);
  EXPECT_EQ(first.version.digest, crypto::sha256Hex("a,b\n1,x\n2,y\n"));
  const auto again = add({.file = write("elsewhere/bikes.csv", "a,b\n1,x\n2,y\n")}).value();
  EXPECT_FALSE(again.isNew);
  EXPECT_FALSE(again.corrected);
  EXPECT_EQ(again.version.id, first.version.id);
  write("bikes.csv", "a,b\n1,x\n2,y\n3,z\n");
  const auto second = add({.file = file}).value();
  EXPECT_TRUE(second.isNew);
  EXPECT_EQ(second.version.version, 2);
  const auto datasets = read(listDatasets).value();
  ASSERT_EQ(datasets.size(), 1u);
  EXPECT_EQ(datasets[0].folder, "city");
  EXPECT_EQ(datasets[0].newest, 2);
  EXPECT_EQ(resolve("bikes").value().version, 2);
  EXPECT_EQ(resolve("bikes@1").value().rows, 2u);
  EXPECT_THAT(resolve("bikes@7").error().message, HasSubstr("no version 7; its newest is 2"));
  EXPECT_THAT(resolve("bike").error().message, HasSubstr("the nearest name is 'bikes'"));
}

TEST_F(DatasetsTest, ACopyOutlivesItsFileAndAReferenceTellsThatItChanged) {
  const fs::path file = write("data.csv", "a\n1\n2\n");
  const auto copy = add({.file = file, .name = "copied"}).value().version;
  const auto reference =
      add({.file = file, .name = "referred", .keeping = Keeping::Reference}).value().version;
  EXPECT_EQ(sourceState(reference), SourceState::Unchanged);
  fs::last_write_time(file, fs::last_write_time(file) + std::chrono::seconds(5));
  EXPECT_EQ(sourceState(reference), SourceState::Unchanged);  // only touched
  EXPECT_EQ(open(reference).value().rows(), 2u);
  write("data.csv", "a\n1\n3\n");
  fs::last_write_time(file, fs::last_write_time(file) + std::chrono::seconds(9));
  EXPECT_EQ(sourceState(reference), SourceState::Changed);
  EXPECT_EQ(open(reference).error().kind, ErrorKind::Conflict);
  fs::remove(file);
  EXPECT_EQ(sourceState(reference), SourceState::Gone);
  EXPECT_EQ(open(reference).error().kind, ErrorKind::NotFound);
  EXPECT_EQ(sourceState(copy), SourceState::Kept);
  const auto table = open(copy);
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_EQ(table->file().filename(), "data.csv");
  EXPECT_EQ(table->rows(), 2u);
}

TEST_F(DatasetsTest, ACorrectionIsKeptWithTheVersionAndItsProfileGoes) {
  const fs::path file = write("codes.csv", "zip;n\n01234;1,5\n98765;-;\n");
  const auto first = add({.file = file}).value().version;
  ASSERT_TRUE(m_workspace.store().write([&](store::Writer& writer) {
    return saveProfile(writer, first.id, R"({"columns": []})", systemClock().now());
  }));
  EXPECT_TRUE(resolve("codes").value().profiled);
  EXPECT_EQ(read([&](sql::Connection& c) { return loadProfile(c, first.id); }).value(), R"({"columns": []})");
  OpenOptions options;
  options.dialect.delimiter = ';';
  options.alsoMissing = {"-"};
  options.types = {{"zip", ColumnType::Text}};
  const auto corrected = correctVersion(m_workspace.store(), m_artifacts, *m_engine, first, options).value();
  EXPECT_EQ(corrected.id, first.id);
  EXPECT_FALSE(corrected.profiled);
  EXPECT_EQ(corrected.columns[0].type, ColumnType::Text);
  EXPECT_EQ(corrected.columns[1].type, ColumnType::Real);
  EXPECT_EQ(resolve("codes").value().options, options);
  EXPECT_EQ(open(corrected).value().find("zip")->type, ColumnType::Text);
  // Added again with corrections: the same version, opened otherwise.
  options.types[0].type = ColumnType::Integer;
  const auto added = add({.file = file, .options = options}).value();
  EXPECT_FALSE(added.isNew);
  EXPECT_TRUE(added.corrected);
  EXPECT_EQ(added.version.columns[0].type, ColumnType::Integer);
  // And once more by one who tells nothing, as a script does every night: the corrections stay.
  const auto plain = add({.file = file}).value();
  EXPECT_FALSE(plain.isNew);
  EXPECT_FALSE(plain.corrected);
  EXPECT_EQ(plain.version.options, options);
  EXPECT_EQ(plain.version.columns[0].type, ColumnType::Integer);
}

TEST_F(DatasetsTest, AVersionIsOpenedAsASampleToo) {
  const fs::path file = write("few.csv", "a,b\n1,2\n3,4\n");
  for (const Keeping keeping : {Keeping::Copy, Keeping::Reference}) {
    auto version =
        add({.file = file, .name = keeping == Keeping::Copy ? "copy" : "there", .keeping = keeping})
            .value()
            .version;
    version.options.sampleRows = 1;
    const auto sample = open(version);
    ASSERT_TRUE(sample) << sample.error().message;
    EXPECT_TRUE(sample->digest().empty());
    if (keeping == Keeping::Reference) {
      write("few.csv", "a,b\n1,2\n3,4\n5,6\n");
      EXPECT_EQ(open(version).error().kind, ErrorKind::Conflict);
    }
  }
}

TEST_F(DatasetsTest, WhatPeopleSayOfADatasetIsKept) {
  const auto version = add({.file = write("people.csv", "name,age\nAda,36\nBob,40\n")}).value().version;
  const auto say = [&](auto task) { return m_workspace.store().write(task); };
  const Timestamp now = systemClock().now();
  ASSERT_TRUE(say([&](store::Writer& w) {
    return setDetails(w, version.dataset, {.description = "Who", .owner = "Ada", .licence = "CC BY 4.0"},
                      now);
  }));
  ASSERT_TRUE(say([&](store::Writer& w) {
    return setColumnNote(w, version.dataset, {"name", "As on the badge", true, "id"}, now);
  }));
  EXPECT_THAT(say([&](store::Writer& w) {
                return setColumnNote(w, version.dataset, {"age", "", false, "boss"}, now);
              })
                  .error()
                  .message,
              HasSubstr("is no role"));
  const auto dataset = read([&](sql::Connection& c) { return loadDataset(c, "people"); }).value();
  EXPECT_EQ(dataset.description, "Who");
  EXPECT_EQ(dataset.licence, "CC BY 4.0");
  ASSERT_EQ(dataset.columns.size(), 1u);
  EXPECT_TRUE(dataset.columns[0].personal);
  EXPECT_EQ(dataset.columns[0].role, "id");
  add({.file = write("other.csv", "a\n1\n")}).value();
  EXPECT_EQ(say([&](store::Writer& w) { return setDetails(w, version.dataset, {.name = "other"}, now); })
                .error()
                .kind,
            ErrorKind::AlreadyExists);
  ASSERT_TRUE(say([&](store::Writer& w) { return setDetails(w, version.dataset, {.name = "crew"}, now); }));
  EXPECT_EQ(resolve("crew").value().id, version.id);
}

TEST_F(DatasetsTest, RemovingADatasetFreesItsBytesUnlessOthersHaveThem) {
  const fs::path file = write("x.csv", "a\n1\n");
  const auto one = add({.file = file, .name = "one"}).value().version;
  const auto two = add({.file = file, .name = "two"}).value().version;
  const auto named = [&] {
    return read([](sql::Connection& c) { return artifact::ArtifactStore::listAll(c, "datasets"); })
        .value()
        .size();
  };
  EXPECT_EQ(named(), 2u);
  ASSERT_TRUE(m_workspace.store().write([&](store::Writer& w) { return removeDataset(w, one.dataset); }));
  EXPECT_EQ(named(), 1u);
  EXPECT_EQ(resolve("one").error().kind, ErrorKind::NotFound);
  EXPECT_TRUE(open(two));
  ASSERT_TRUE(m_workspace.store().write([&](store::Writer& w) { return removeVersion(w, two.id); }));
  EXPECT_EQ(named(), 0u);
  EXPECT_THAT(resolve("two").error().message, HasSubstr("has no versions"));
}

TEST_F(DatasetsTest, RunsThatReadTheSameBytesAreFound) {
  const auto version = add({.file = write("t.csv", "a\n1\n")}).value().version;
  ASSERT_TRUE(m_workspace.store().write([&](store::Writer& w) -> Status {
    auto& db = w.sql();
    TATARA_TRY(db.run("INSERT INTO run VALUES(7, 'abc', 0, 'fit', 'me', 1, 5, 6, NULL, '')"));
    TATARA_TRY(db.run("INSERT INTO dataset_record VALUES(3, 0, 'whatever', ?, 'local', '', NULL, NULL)",
                      version.digest.substr(0, 32)));
    TATARA_TRY(db.run("INSERT INTO run_dataset VALUES(7, 3)"));
    return db.run("INSERT INTO run_dataset_tag VALUES(7, 3, 'mlflow.data.context', 'training')");
  }));
  const auto uses = read([&](sql::Connection& c) { return runsUsing(c, version); }).value();
  ASSERT_EQ(uses.size(), 1u);
  EXPECT_EQ(uses[0].runName, "fit");
  EXPECT_EQ(uses[0].context, "training");
}

TEST_F(DatasetsTest, EveryChangeIsHeard) {
  std::mutex mutex;
  std::vector<store::Change> heard;
  const auto id = m_workspace.store().subscribe([&](const store::ChangeSet& set) {
    const std::lock_guard lock(mutex);
    heard.insert(heard.end(), set.changes.begin(), set.changes.end());
  });
  const auto version = add({.file = write("t.csv", "a\n1\n")}).value().version;
  bool found = false;
  for (int i = 0; i < 500 && !found; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    const std::lock_guard lock(mutex);
    found = std::ranges::find(heard, store::Change{store::ChangeKind::Dataset, version.dataset.value()}) !=
            heard.end();
  }
  m_workspace.store().unsubscribe(id);
  EXPECT_TRUE(found);
}

TEST_F(DatasetsTest, AFolderOfParquetWithPartitionsIsKeptWhole) {
  const fs::path folder = m_folder.path() / "sales";
  for (const char* part : {"year=2023/part-0.parquet", "year=2024/part-0.parquet"}) {
    fs::create_directories((folder / part).parent_path());
    ASSERT_TRUE(m_engine->run("COPY (SELECT range AS n, 'x' || range AS w FROM range(5)) TO " +
                              quotedText((folder / part).string()) + " (FORMAT parquet)"));
  }
  write("sales/_SUCCESS", "");
  const auto added = add({.file = folder}).value();
  EXPECT_EQ(added.version.name, "sales");
  EXPECT_EQ(added.version.rows, 10u);
  std::vector<std::string> names;
  for (const auto& info : added.version.columns) {
    names.push_back(info.name);
  }
  EXPECT_THAT(names, ElementsAre("n", "w", "year"));
  EXPECT_FALSE(add({.file = folder}).value().isNew);
  fs::remove_all(folder);
  const auto table = open(added.version);
  ASSERT_TRUE(table) << table.error().message;
  const std::vector<std::string> year{"year"};
  EXPECT_EQ(table->read(year).value()[0].distinct(), 2u);
}

}  // namespace
}  // namespace tatara::dataset
