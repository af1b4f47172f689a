// A workspace that a group shares, looked at as another member of the group where the test may become one.
#include <grp.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>

#include "core/artifact/artifact_store.h"
#include "core/store/shared_workspace.h"
#include "core/store/store.h"
#include "tests/support/temp_folder.h"

namespace tatara::store {
namespace {

namespace fs = std::filesystem;

mode_t modeOf(const fs::path& path) {
  struct stat info {};
  EXPECT_EQ(::stat(path.c_str(), &info), 0) << path;
  return info.st_mode & 07777;
}

std::string ownGroup() {
  const struct group* entry = ::getgrgid(::getegid());
  return entry == nullptr ? std::string() : entry->gr_name;
}

Status remember(Store& store, const std::string& key) {
  return store.write([&](Writer& writer) {
    return writer.sql().run("INSERT INTO meta VALUES(?, ?)", key, std::string("x"));
  });
}

bool put(const std::shared_ptr<Store>& store, const std::string& text) {
  const artifact::ArtifactStore artifacts(store);
  auto blob = artifacts.newBlob();
  return blob && blob->write(text) && blob->finish();
}

// Runs `act` as a member of the group who is nobody else; false if this process may not become another
// person.
bool asColleague(auto&& act) {
  if (::geteuid() != 0) {
    return false;
  }
  const pid_t child = ::fork();
  if (child == 0) {
    constexpr uid_t kNobody = 65534;
    const gid_t group = ::getegid();
    const bool changed = ::setgroups(1, &group) == 0 && ::setgid(kNobody) == 0 && ::setuid(kNobody) == 0;
    ::umask(077);
    ::_exit(changed && act() ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  return true;
}

TEST(SharedWorkspaceTest, EveryFileOfItBelongsToItsGroupWhateverTheUmask) {
  const tests::TempFolder folder;
  const mode_t umask = ::umask(077);
  const auto workspace = createSharedWorkspace(folder.path() / "w", ownGroup());
  ASSERT_TRUE(workspace) << workspace.error().message;
  {
    auto store = Store::open(*workspace, {});
    ASSERT_TRUE(store);
    ASSERT_TRUE(remember(**store, "mine"));
    ASSERT_TRUE(put(*store, "bytes"));
    for (fs::recursive_directory_iterator entry(workspace->root), end; entry != end; ++entry) {
      EXPECT_EQ(modeOf(entry->path()), entry->is_directory() ? 02770U : 0660U) << entry->path();
    }
    EXPECT_TRUE(fs::exists(workspace->storeFile().string() + "-wal"));
  }
  ::umask(umask);
}

TEST(SharedWorkspaceTest, AColleagueWritesIntoItWhileItIsOpenAndBothReadBoth) {
  const tests::TempFolder folder;
  ASSERT_EQ(::chmod(folder.path().c_str(), 0755), 0);
  const auto workspace = createSharedWorkspace(folder.path() / "w", ownGroup());
  ASSERT_TRUE(workspace);
  const auto theirs = [&] {
    auto store = Store::open(*workspace, {});
    return store && !(*store)->readOnly() && remember(**store, "theirs") && put(*store, "of another");
  };
  if (!asColleague(theirs)) {
    ASSERT_TRUE(theirs());  // nobody else is at hand: at least the same person from another store
  }
  auto store = Store::open(*workspace, {});
  ASSERT_TRUE(store);
  ASSERT_TRUE(remember(**store, "mine"));
  const auto count = (*store)->read([](sql::Connection& connection) {
    return connection.findInteger("SELECT count(*) FROM meta WHERE key IN ('mine', 'theirs')");
  });
  ASSERT_TRUE(count);
  EXPECT_EQ(count->value_or(0), 2);
}

TEST(SharedWorkspaceTest, OneWithoutAGroupIsPrivateEvenInsideASharedFolder) {
  const tests::TempFolder folder;
  const fs::path shared = folder.path() / "team";
  ASSERT_EQ(::mkdir(shared.c_str(), 0700), 0);
  ASSERT_EQ(::chmod(shared.c_str(), 02770), 0);
  const auto workspace = createWorkspace(shared / "mine");
  ASSERT_TRUE(workspace);
  EXPECT_EQ(modeOf(workspace->root) & 077U, 0U);
  EXPECT_EQ(modeOf(workspace->storeFile()), 0600U);
  const auto inPlace = createWorkspace(shared);
  ASSERT_TRUE(inPlace);
  EXPECT_EQ(modeOf(inPlace->stateFolder()) & 077U, 0U);
  EXPECT_EQ(modeOf(inPlace->storeFile()), 0600U);
}

TEST(SharedWorkspaceTest, AnUnknownGroupIsSaidAndNothingIsMade) {
  const tests::TempFolder folder;
  const auto workspace = createSharedWorkspace(folder.path() / "w", "no such group");
  ASSERT_FALSE(workspace);
  EXPECT_EQ(workspace.error().kind, ErrorKind::NotFound);
  EXPECT_NE(workspace.error().message.find("\"no such group\""), std::string::npos);
  EXPECT_FALSE(fs::exists(folder.path() / "w"));
}

}  // namespace
}  // namespace tatara::store
