#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <thread>
#include <vector>

#include "core/store/internal/new_store.h"
#include "core/store/store.h"
#include "tests/support/temp_workspace.h"

namespace tatara::store {
namespace {

namespace fs = std::filesystem;

std::set<std::string> schemaOf(const fs::path& file) {
  const auto connection = sql::Connection::open(file, {.access = sql::Access::ReadOnly}).value();
  auto rows =
      connection->query("SELECT type || ' ' || name || ' ' || ifnull(sql, '') FROM sqlite_schema").value();
  std::set<std::string> found;
  while (rows.next()) {
    found.emplace(rows.text(0));
  }
  return found;
}

std::int64_t pragma(const fs::path& file, const std::string& name) {
  return *sql::Connection::open(file, {.access = sql::Access::ReadOnly})
              .value()
              ->findInteger("PRAGMA " + name)
              .value();
}

TEST(NewStoreTest, AStoreMadeAtOnceIsTheOneThatMigrationsMakeStepByStep) {
  const tests::TempFolder folder;
  const auto made = createWorkspace(folder.path() / "made");
  ASSERT_TRUE(made);
  const Workspace steps{folder.path() / "steps"};
  fs::create_directories(steps.stateFolder());
  std::ofstream(steps.storeFile()).close();  // empty, as an old program left it when it was stopped
  ASSERT_TRUE(Store::open(steps));
  EXPECT_EQ(schemaOf(made->storeFile()), schemaOf(steps.storeFile()));
  for (const char* name : {"application_id", "user_version"}) {
    EXPECT_EQ(pragma(made->storeFile(), name), pragma(steps.storeFile(), name)) << name;
    EXPECT_NE(pragma(made->storeFile(), name), 0) << name;
  }
  const auto connection = sql::Connection::open(made->storeFile()).value();
  auto mode = connection->query("PRAGMA journal_mode").value();
  ASSERT_TRUE(mode.next());
  EXPECT_EQ(mode.text(0), "wal");
}

TEST(NewStoreTest, NothingElseIsLeftAndNobodyElseMayReadIt) {
  const tests::TempFolder folder;
  const fs::path file = folder.path() / "store.db";
  ASSERT_TRUE(internal::makeStore(file));
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder.path())) {
    names.push_back(entry.path().filename().string());
  }
  EXPECT_EQ(names, std::vector<std::string>{"store.db"});
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST(NewStoreTest, ManyThatMakeTheSameStoreGetOneAndNeverReplaceIt) {
  const tests::TempFolder folder;
  const fs::path file = folder.path() / "store.db";
  ASSERT_TRUE(internal::makeStore(file));
  {
    const auto connection = sql::Connection::open(file).value();
    ASSERT_TRUE(connection->run("UPDATE experiment SET name = 'mine'"));
  }
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] { EXPECT_TRUE(internal::makeStore(file)); });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  const auto connection = sql::Connection::open(file).value();
  EXPECT_EQ(connection->findInteger("SELECT count(*) FROM experiment WHERE name = 'mine'").value(), 1);
  for (const auto& entry : fs::directory_iterator(folder.path())) {
    EXPECT_EQ(entry.path().string().find(".new-"), std::string::npos) << entry.path();
  }
}

TEST(NewStoreTest, AFolderThatCannotBeWrittenIsNamed) {
  EXPECT_EQ(internal::makeStore("/nowhere/at/all/store.db").error().kind, ErrorKind::NotFound);
}

}  // namespace
}  // namespace tatara::store
