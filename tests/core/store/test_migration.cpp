#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "core/sql/connection.h"
#include "core/store/store.h"
#include "tests/support/temp_folder.h"

namespace tatara::store {
namespace {

namespace fs = std::filesystem;

// A workspace whose store was written by the program of an older schema: tests/fixtures/store_vN.sql is a
// dump.
Workspace oldWorkspace(const fs::path& root, int version) {
  const Workspace workspace{root};
  fs::create_directories(workspace.stateFolder());
  const char* source = std::getenv("TATARA_SOURCE");
  std::ifstream file(fs::path(source ? source : ".") / "tests/fixtures" /
                     ("store_v" + std::to_string(version) + ".sql"));
  std::stringstream dump;
  dump << file.rdbuf();
  EXPECT_FALSE(dump.str().empty());
  auto connection = sql::Connection::open(workspace.storeFile(), {.access = sql::Access::Create});
  EXPECT_TRUE((*connection)->script("PRAGMA foreign_keys = OFF"));
  const Status written = (*connection)->script(dump.str());
  EXPECT_TRUE(written) << (written ? "" : written.error().message + written.error().detail);
  return workspace;
}

TEST(MigrationTest, AStoreOfTheFirstSchemaOpensWithEverythingInItAndACopyBesideIt) {
  tests::TempFolder folder;
  const Workspace workspace = oldWorkspace(folder.path(), 1);
  const auto store = Store::open(workspace);
  ASSERT_TRUE(store) << store.error().message;
  const auto count = [&](const char* sql) {
    return (*store)
        ->read([&](sql::Connection& connection) { return connection.findInteger(sql); })
        .value()
        .value_or(-1);
  };
  EXPECT_EQ(count("PRAGMA user_version"), schemaVersion());
  EXPECT_EQ(
      count(
          "SELECT count(*) FROM run r JOIN run_dataset USING(run_key) JOIN dataset_record USING(dataset_key) "
          "WHERE r.name = 'first'"),
      1);
  EXPECT_EQ(count("SELECT count(*) FROM saved_view WHERE name = 'mine'"), 1);
  EXPECT_EQ(count("SELECT count(*) FROM dataset"), 0);
  EXPECT_EQ(count("SELECT count(*) FROM dataset_version"), 0);
  EXPECT_TRUE((*store)->checkIntegrity().value().empty());
  ASSERT_TRUE(fs::exists(workspace.storeFile().string() + ".v1"));
  const auto copy = sql::Connection::open(workspace.storeFile().string() + ".v1");
  EXPECT_EQ((*copy)->findInteger("PRAGMA user_version").value(), 1);
}

TEST(MigrationTest, AMigratedStoreHasTheTablesOfANewOne) {
  tests::TempFolder oldFolder;
  tests::TempFolder newFolder;
  const auto schemaOf = [](const Workspace& workspace) {
    const auto store = Store::open(workspace).value();
    return store
        ->read([](sql::Connection& connection) -> Result<std::vector<std::string>> {
          TATARA_ASSIGN(auto rows,
                        connection.query("SELECT name || ': ' || coalesce(sql, '') FROM sqlite_schema WHERE "
                                         "name NOT LIKE 'sqlite_%' ORDER BY name"));
          std::vector<std::string> result;
          while (rows.next()) {
            result.emplace_back(rows.text(0));
          }
          return result;
        })
        .value();
  };
  const auto fresh = createWorkspace(newFolder.path() / "new");
  ASSERT_TRUE(fresh);
  EXPECT_EQ(schemaOf(oldWorkspace(oldFolder.path(), 1)), schemaOf(*fresh));
}

}  // namespace
}  // namespace tatara::store
