#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <future>
#include <random>
#include <thread>

#include "core/store/internal/schema.h"
#include "core/store/store.h"
#include "tests/support/temp_workspace.h"

namespace tatara::store {
namespace {

Status addView(Writer& writer, const std::string& name) {
  TATARA_TRY(writer.sql().run(
      "INSERT INTO saved_view(panel, name, body, updated_ms) VALUES('test', ?, '', 0)", name));
  writer.changed(ChangeKind::SavedView, writer.sql().lastInsertId());
  return {};
}

Result<std::int64_t> countViews(sql::Connection& connection) {
  TATARA_ASSIGN(const auto count, connection.findInteger("SELECT count(*) FROM saved_view"));
  return count.value_or(-1);
}

// Hears the changes of one subscription and waits for them.
class Ear {
 public:
  explicit Ear(Store& store) : m_store(store) {
    m_id = store.subscribe([this](const ChangeSet& changes) {
      std::lock_guard lock(m_mutex);
      m_heard.insert(m_heard.end(), changes.changes.begin(), changes.changes.end());
      m_everything = m_everything || changes.everything;
    });
  }
  ~Ear() { m_store.unsubscribe(m_id); }

  bool hears(std::size_t changes) {
    for (int i = 0; i < 500; ++i) {
      {
        std::lock_guard lock(m_mutex);
        if (m_heard.size() >= changes) {
          return true;
        }
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }

 private:
  Store& m_store;
  SubscriptionId m_id = 0;
  std::mutex m_mutex;
  std::vector<Change> m_heard;
  bool m_everything = false;
};

TEST(WorkspaceTest, ANewWorkspaceIsPrivateAndIsFoundFromBelow) {
  tests::TempWorkspace temp;
  const Workspace& workspace = temp.workspace();
  for (const auto& folder : {workspace.stateFolder(), workspace.artifactFolder(), workspace.logFolder()}) {
    struct stat info {};
    ASSERT_EQ(::stat(folder.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777u, 0700u) << folder;
  }
  for (const auto& file : {workspace.storeFile(), workspace.settingsFile()}) {
    struct stat info {};
    ASSERT_EQ(::stat(file.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777u, 0600u) << file;
  }
  std::filesystem::create_directories(workspace.root / "a/b");
  EXPECT_EQ(findWorkspace(workspace.root / "a/b")->root, workspace.root);
}

TEST(WorkspaceTest, MakingOneTwiceOrOnAFileIsRefusedInWords) {
  tests::TempWorkspace temp;
  EXPECT_EQ(createWorkspace(temp.workspace().root).error().kind, ErrorKind::AlreadyExists);
  EXPECT_EQ(createWorkspace(temp.workspace().settingsFile()).error().kind, ErrorKind::InvalidArgument);
  EXPECT_EQ(openWorkspace(temp.workspace().root / "nowhere").error().kind, ErrorKind::NotFound);
  EXPECT_EQ(openWorkspace(temp.workspace().stateFolder()).error().kind, ErrorKind::NotFound);
}

TEST(StoreTest, AFailedTaskTakesNothingOfItsNeighboursInTheGroup) {
  tests::TempWorkspace temp;
  std::vector<std::promise<Status>> done(50);
  for (int i = 0; i < 50; ++i) {
    temp.store().submit(
        [i](Writer& writer) -> Status {
          TATARA_TRY(addView(writer, "view " + std::to_string(i)));
          if (i % 2 == 1) {
            return makeError(ErrorKind::InvalidArgument, "odd");
          }
          return {};
        },
        [&done, i](Status status) { done[static_cast<std::size_t>(i)].set_value(std::move(status)); });
  }
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(done[static_cast<std::size_t>(i)].get_future().get().has_value(), i % 2 == 0);
  }
  EXPECT_EQ(temp.store().read(countViews).value(), 25);
}

TEST(StoreTest, WhatWasWrittenIsThereInTheNextProcess) {
  tests::TempWorkspace temp;
  ASSERT_TRUE(temp.store().write([](Writer& writer) { return addView(writer, "kept"); }));
  temp.reopen();
  EXPECT_EQ(temp.store().read(countViews).value(), 1);
}

TEST(StoreTest, AReadSeesOneSnapshotWhileOthersWrite) {
  tests::TempWorkspace temp;
  const auto counts =
      temp.store().read([&](sql::Connection& connection) -> Result<std::pair<std::int64_t, std::int64_t>> {
        TATARA_ASSIGN(const auto before, countViews(connection));
        TATARA_TRY(temp.store().write([](Writer& writer) { return addView(writer, "new"); }));
        TATARA_ASSIGN(const auto after, countViews(connection));
        return std::pair(before, after);
      });
  ASSERT_TRUE(counts);
  EXPECT_EQ(counts->first, counts->second);
  EXPECT_EQ(temp.store().read(countViews).value(), 1);
}

TEST(StoreTest, ChangesOfThisAndOfAnotherStoreObjectAreHeardAlike) {
  tests::TempWorkspace temp;
  Ear ear(temp.store());
  ASSERT_TRUE(temp.store().write([](Writer& writer) { return addView(writer, "own"); }));
  EXPECT_TRUE(ear.hears(1));
  auto other = Store::open(temp.workspace());
  ASSERT_TRUE(other);
  ASSERT_TRUE((*other)->write([](Writer& writer) { return addView(writer, "foreign"); }));
  EXPECT_TRUE(ear.hears(2));
}

TEST(StoreTest, AStoreOfANewerSchemaIsRefusedInWordsAndLeftAlone) {
  tests::TempWorkspace temp;
  {
    auto connection = sql::Connection::open(temp.workspace().storeFile());
    ASSERT_TRUE((*connection)->script("PRAGMA user_version = 9999"));
  }
  const auto opened = Store::open(temp.workspace());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::SchemaTooNew);
}

TEST(StoreTest, ADatabaseOfAnotherProgramIsNotTouched) {
  tests::TempFolder folder;
  const Workspace workspace{folder.path()};
  std::filesystem::create_directories(workspace.stateFolder());
  {
    auto connection = sql::Connection::open(workspace.storeFile(), {.access = sql::Access::Create});
    ASSERT_TRUE((*connection)->script("CREATE TABLE precious(x); INSERT INTO precious VALUES(1)"));
  }
  EXPECT_EQ(Store::open(workspace).error().kind, ErrorKind::Corrupt);
}

TEST(StoreTest, ADamagedFileIsCorruptAndNeverCrashes) {
  std::mt19937 random(11);
  tests::TempWorkspace temp;
  for (int i = 0; i < 200; ++i) {
    ASSERT_TRUE(temp.store().write([i](Writer& w) { return addView(w, "view " + std::to_string(i)); }));
  }
  temp.reopen();
  const auto copy = temp.workspace().root / "copy.db";
  ASSERT_TRUE(temp.store().backup(copy));
  std::ifstream in(copy, std::ios::binary);
  const std::string sound((std::istreambuf_iterator<char>(in)), {});
  for (int round = 0; round < 60; ++round) {
    tests::TempFolder folder;
    const Workspace workspace{folder.path()};
    std::filesystem::create_directories(workspace.stateFolder());
    std::string bytes = sound;
    for (int i = 0; i < 20; ++i) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    if (round % 3 == 0) {
      bytes.resize(random() % bytes.size());
    }
    std::ofstream(workspace.storeFile(), std::ios::binary) << bytes;
    auto opened = Store::open(workspace);
    if (opened) {
      // Sound enough to open: the check must answer, whatever it finds.
      static_cast<void>((*opened)->checkIntegrity());
      static_cast<void>((*opened)->read(countViews));
    }
  }
}

TEST(StoreTest, AReadOnlyStoreIsReadAndRefusesEachWriteInWords) {
  tests::TempWorkspace temp;
  ASSERT_TRUE(temp.store().write([](Writer& writer) { return addView(writer, "kept"); }));
  auto opened = Store::open(temp.workspace(), {.access = sql::Access::ReadOnly});
  ASSERT_TRUE(opened);
  EXPECT_TRUE((*opened)->readOnly());
  EXPECT_EQ((*opened)->read(countViews).value(), 1);
  EXPECT_EQ((*opened)->write([](Writer&) { return Status(); }).error().kind, ErrorKind::PermissionDenied);
}

TEST(StoreTest, AReadOnlyStoreThatNobodyHadOpenFollowsWhoWritesLater) {
  tests::TempWorkspace temp;
  const Workspace workspace = temp.workspace();
  const auto closed = [&] { return !std::filesystem::exists(workspace.storeFile().string() + "-wal"); };
  temp.close();
  ASSERT_TRUE(closed());
  const auto reader = Store::open(workspace, {.access = sql::Access::ReadOnly}).value();
  std::promise<void> told;
  reader->subscribe([&, once = false](const ChangeSet&) mutable {
    if (!std::exchange(once, true)) {
      told.set_value();
    }
  });
  EXPECT_EQ(reader->read(countViews).value(), 0);
  EXPECT_TRUE(closed());
  const auto writer = Store::open(workspace).value();
  ASSERT_TRUE(writer->write([](Writer& w) { return addView(w, "later"); }));
  EXPECT_EQ(reader->read(countViews).value(), 1);
  EXPECT_EQ(told.get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
}

TEST(StoreTest, SeveralProcessesWriteAtOnceWithoutAVisibleLock) {
  tests::TempWorkspace temp;
  const Workspace workspace = temp.workspace();
  std::vector<pid_t> children;
  for (int child = 0; child < 3; ++child) {
    const pid_t pid = ::fork();
    if (pid == 0) {
      auto opened = Store::open(workspace);
      bool sound = opened.has_value();
      for (int i = 0; sound && i < 100; ++i) {
        sound = (*opened)
                    ->write([&](Writer& w) {
                      return addView(w, std::to_string(child) + "/" + std::to_string(i));
                    })
                    .has_value();
      }
      ::_exit(sound ? 0 : 1);
    }
    children.push_back(pid);
  }
  for (const pid_t pid : children) {
    int status = 0;
    ASSERT_EQ(::waitpid(pid, &status, 0), pid);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(temp.store().read(countViews).value(), 300);
  EXPECT_TRUE(temp.store().checkIntegrity()->empty());
}

// A child writes and reports each acknowledged number through a pipe; it is killed at a random moment.
TEST(StoreTest, NothingAcknowledgedIsLostToKillMinus9) {
  tests::TempWorkspace temp;
  const Workspace workspace = temp.workspace();
  std::mt19937 random(5);
  std::int64_t acknowledged = 0;
  for (int round = 0; round < 15; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t pid = ::fork();
    if (pid == 0) {
      auto opened = Store::open(workspace);
      for (int i = 0; opened; ++i) {
        const std::string name = std::to_string(round) + "/" + std::to_string(i);
        if ((*opened)->write([&](Writer& w) { return addView(w, name); })) {
          static_cast<void>(!::write(ends[1], "x", 1));
        }
      }
      ::_exit(1);
    }
    ::close(ends[1]);
    std::this_thread::sleep_for(std::chrono::milliseconds(20 + random() % 40));
    ::kill(pid, SIGKILL);
    int status = 0;
    ::waitpid(pid, &status, 0);
    char byte = 0;
    while (::read(ends[0], &byte, 1) == 1) {
      ++acknowledged;
    }
    ::close(ends[0]);
    auto opened = Store::open(workspace);
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_GE((*opened)->read(countViews).value(), acknowledged);
    // At most the one write in flight was made and not yet reported, per round.
    EXPECT_LE((*opened)->read(countViews).value(), acknowledged + round + 1);
  }
  EXPECT_GT(acknowledged, 0);
}

TEST(StoreTest, ABackupIsACompleteStoreOfItsOwn) {
  tests::TempWorkspace temp;
  ASSERT_TRUE(temp.store().write([](Writer& writer) { return addView(writer, "kept"); }));
  tests::TempFolder folder;
  const Workspace copy{folder.path()};
  std::filesystem::create_directories(copy.stateFolder());
  ASSERT_TRUE(temp.store().backup(copy.storeFile()));
  EXPECT_EQ(temp.store().backup(copy.storeFile()).error().kind, ErrorKind::AlreadyExists);
  auto opened = Store::open(copy);
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ((*opened)->read(countViews).value(), 1);
}

TEST(StoreTest, ActsCanBeNeitherChangedNorRemoved) {
  tests::TempWorkspace temp;
  ASSERT_TRUE(temp.store().write([](Writer& w) {
    return w.sql().run("INSERT INTO act(at_ms, actor, program, verb, object) VALUES(0, 'a', 'b', 'c', 'd')");
  }));
  EXPECT_FALSE(temp.store().write([](Writer& w) { return w.sql().run("UPDATE act SET actor = 'x'"); }));
  EXPECT_FALSE(temp.store().write([](Writer& w) { return w.sql().run("DELETE FROM act"); }));
}

}  // namespace
}  // namespace tatara::store
