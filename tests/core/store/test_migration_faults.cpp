// A store of the first schema whose migration is killed, or whose disk fails, at any of its writes: it opens
// afterwards with everything in it. TATARA_LONG_FAULTS=1 takes every write, each fifty times (tests/long).
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <sstream>

#include "core/sql/connection.h"
#include "core/store/store.h"
#include "tests/support/faulty_vfs.h"
#include "tests/support/temp_folder.h"

namespace tatara::store {
namespace {

namespace fs = std::filesystem;
using tests::Fault;

bool isLong() {
  return std::getenv("TATARA_LONG_FAULTS") != nullptr;
}

// tests/fixtures/store_v1.sql is the dump of a store that the first schema's program wrote.
struct OldStore {
  tests::TempFolder folder;
  Workspace made{folder.path() / "made"};
  int copies = 0;

  OldStore() {
    fs::create_directories(made.stateFolder());
    const char* source = std::getenv("TATARA_SOURCE");
    std::ifstream file(fs::path(source ? source : ".") / "tests/fixtures/store_v1.sql");
    std::stringstream dump;
    dump << file.rdbuf();
    auto connection = sql::Connection::open(made.storeFile(), {.access = sql::Access::Create});
    EXPECT_TRUE((*connection)->script("PRAGMA foreign_keys = OFF"));
    EXPECT_TRUE((*connection)->script(dump.str()));
  }

  Workspace copy() {
    const fs::path to = folder.path() / ("copy" + std::to_string(copies++));
    fs::copy(made.root, to, fs::copy_options::recursive);
    return {to};
  }
};

int inChild(const std::function<int()>& work) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::alarm(120);
    ::_exit(work());
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

std::int64_t writesOfMigration(OldStore& old) {
  const Workspace workspace = old.copy();
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  EXPECT_EQ(inChild([&] {
              tests::installFaultyVfs();
              tests::armFault(Fault::None, 0);
              const bool opened = Store::open(workspace).has_value();
              const std::int64_t writes = tests::countedWrites();
              return opened && ::write(ends[1], &writes, sizeof writes) == sizeof writes ? 0 : 1;
            }),
            0);
  std::int64_t writes = 0;
  EXPECT_EQ(::read(ends[0], &writes, sizeof writes), static_cast<ssize_t>(sizeof writes));
  ::close(ends[0]);
  ::close(ends[1]);
  return writes;
}

void expectMigrated(const Workspace& workspace, const std::string& what) {
  const auto store = Store::open(workspace);
  ASSERT_TRUE(store) << what << ": " << store.error().message << " " << store.error().detail;
  const auto count = [&](const char* sql) {
    return (*store)
        ->read([&](sql::Connection& connection) { return connection.findInteger(sql); })
        .value()
        .value_or(-1);
  };
  EXPECT_EQ(count("PRAGMA user_version"), schemaVersion()) << what;
  EXPECT_EQ(count("SELECT count(*) FROM run r JOIN run_dataset USING(run_key) JOIN dataset_record "
                  "USING(dataset_key) WHERE r.name = 'first'"),
            1)
      << what;
  EXPECT_EQ(count("SELECT count(*) FROM saved_view WHERE name = 'mine'"), 1) << what;
  EXPECT_TRUE((*store)->checkIntegrity()->empty()) << what;
  const auto copy = sql::Connection::open(workspace.storeFile().string() + ".v1");
  ASSERT_TRUE(copy) << what;
  EXPECT_EQ((*copy)->findInteger("PRAGMA user_version").value(), 1) << what;
  EXPECT_EQ((*copy)->findInteger("SELECT count(*) FROM run WHERE name = 'first'").value(), 1) << what;
}

void eachFault(std::initializer_list<Fault> faults, std::int64_t some, int rounds) {
  OldStore old;
  const std::int64_t writes = writesOfMigration(old);
  ASSERT_GT(writes, 20);
  const std::int64_t step = isLong() ? 1 : std::max<std::int64_t>(writes / some, 1);
  for (int round = 0; round < rounds; ++round) {
    for (std::int64_t at = 1; at <= writes; at += step) {
      for (const Fault fault : faults) {
        const Workspace workspace = old.copy();
        const int exit = inChild([&] {
          tests::installFaultyVfs();
          tests::armFault(fault, at);
          const auto opened = Store::open(workspace);
          return opened || !opened.error().message.empty() ? 0 : 1;
        });
        const std::string what =
            "fault " + std::to_string(static_cast<int>(fault)) + " at write " + std::to_string(at);
        EXPECT_TRUE(exit == 0 || exit == 128 + SIGKILL) << what << ": exit " << exit;
        expectMigrated(workspace, what);
        fs::remove_all(workspace.root);
      }
    }
  }
}

TEST(MigrationFaultTest, AProcessKilledAtAnyWriteLosesNothing) {
  eachFault({Fault::Die, Fault::DieTorn}, 10, isLong() ? 50 : 1);
}

TEST(MigrationFaultTest, ADiskThatFailsAtAnyWriteLosesNothing) {
  eachFault({Fault::Fail, Fault::FailTorn, Fault::Full}, 6, 1);
}

}  // namespace
}  // namespace tatara::store
