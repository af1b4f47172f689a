#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <future>
#include <map>
#include <random>
#include <set>

#include "core/artifact/artifact_store.h"
#include "core/artifact/internal/files.h"
#include "tests/support/temp_workspace.h"

namespace tatara::artifact {
namespace {

class ArtifactTest : public testing::Test {
 protected:
  std::vector<Entry> list(const std::string& path) {
    return m_temp.store().read([&](sql::Connection& c) { return ArtifactStore::list(c, path); }).value();
  }
  std::int64_t blobs() {
    std::int64_t count = 0;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(m_temp.workspace().artifactFolder())) {
      count += entry.is_regular_file() ? 1 : 0;
    }
    return count;
  }
  Status remove(const std::string& path) {
    return m_temp.store().write([&](store::Writer& w) -> Status {
      TATARA_ASSIGN([[maybe_unused]] const auto removed, ArtifactStore::remove(w, path));
      return {};
    });
  }
  tests::TempWorkspace m_temp;
  ArtifactStore m_artifacts{m_temp.share()};
};

TEST_F(ArtifactTest, WhatIsPutReadsBackAndEqualBytesAreKeptOnce) {
  ASSERT_TRUE(m_artifacts.put("1/r/artifacts/a.txt", "hello"));
  ASSERT_TRUE(m_artifacts.put("1/r/artifacts/b/c.txt", "hello"));
  EXPECT_EQ(m_artifacts.readAll("1/r/artifacts/b/c.txt", 100).value(), "hello");
  EXPECT_EQ(blobs(), 1);
  ASSERT_TRUE(m_artifacts.put("1/r/artifacts/a.txt", "other"));
  EXPECT_EQ(m_artifacts.readAll("1/r/artifacts/a.txt", 100).value(), "other");
  EXPECT_EQ(m_artifacts.readAll("1/r/artifacts/b/c.txt", 100).value(), "hello");
}

TEST_F(ArtifactTest, AFileInThePlaceOfARootIsListedUnderItsName) {
  ASSERT_TRUE(m_artifacts.put("1/r/artifacts", "a file"));
  ASSERT_TRUE(m_artifacts.put("1/s/artifacts/b/c.txt", "another"));
  const auto below = [&](const std::string& root) {
    const auto files =
        m_temp.store().read([&](sql::Connection& c) { return ArtifactStore::listAll(c, root); }).value();
    EXPECT_EQ(files.size(), 1u);
    return files.empty() ? std::string() : files.front().pathBelow(root);
  };
  EXPECT_EQ(below("1/r/artifacts"), "artifacts");
  EXPECT_EQ(below("1/s/artifacts"), "b/c.txt");
}

TEST_F(ArtifactTest, FilesArePrivate) {
  ASSERT_TRUE(m_artifacts.put("x", "hello"));
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(m_temp.workspace().artifactFolder())) {
    struct stat info {};
    ASSERT_EQ(::stat(entry.path().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0077u, 0u) << entry.path();
  }
}

TEST_F(ArtifactTest, AListingEqualsThatOfANaiveTree) {
  std::mt19937 random(3);
  std::set<std::string> paths;
  const std::vector<std::string> parts{"a", "a-b", "a0", "a.b", "b", "ü", "z z"};
  for (int i = 0; i < 150; ++i) {
    std::string path = parts[random() % parts.size()];
    for (unsigned depth = random() % 3; depth > 0; --depth) {
      path += "/" + parts[random() % parts.size()];
    }
    if (m_artifacts.put(path, path)) {
      paths.insert(path);
    }
  }
  ASSERT_GT(paths.size(), 15u);
  for (const std::string& folder :
       {std::string(), std::string("a"), std::string("a-b"), std::string("b/a")}) {
    const std::string prefix = folder.empty() ? "" : folder + "/";
    std::map<std::string, bool> expected;
    for (const std::string& path : paths) {
      if (path.starts_with(prefix) && path.size() > prefix.size()) {
        const std::string rest = path.substr(prefix.size());
        const bool isFolder = rest.find('/') != std::string::npos;
        expected[rest.substr(0, rest.find('/'))] = isFolder;
      }
    }
    std::map<std::string, bool> found;
    for (const Entry& entry : list(folder)) {
      found[entry.name] = entry.folder;
    }
    EXPECT_EQ(found, expected) << folder;
  }
}

TEST_F(ArtifactTest, AFileIsNeverAlsoAFolder) {
  ASSERT_TRUE(m_artifacts.put("a/b", "x"));
  EXPECT_EQ(m_artifacts.put("a", "x").error().kind, ErrorKind::Conflict);
  EXPECT_EQ(m_artifacts.put("a/b/c", "x").error().kind, ErrorKind::Conflict);
}

TEST_F(ArtifactTest, PathsThatWouldLeaveTheRootAreRefused) {
  for (const char* path : {"/etc/passwd", "../x", "a/../b", "a/./b", "a//b", "C:/x", "a\\b", "a\x01", "a#b",
                           "a?b", "..", ".", "a/.."}) {
    EXPECT_EQ(cleanPath(path).error().message, "Invalid path") << path;
    EXPECT_FALSE(m_artifacts.put(path, "x")) << path;
  }
  EXPECT_FALSE(cleanPath(std::string("a\0b", 3)));
  EXPECT_FALSE(cleanPath(std::string(2000, 'a')));
  EXPECT_EQ(cleanPath("a/b/").value(), "a/b");
  EXPECT_EQ(cleanPath("..a/b..").value(), "..a/b..");
  EXPECT_EQ(rootPathOf("mlflow-artifacts:/1/r/artifacts"), "1/r/artifacts");
  EXPECT_EQ(rootPathOf("mlflow-artifacts://host:1/1/r"), "1/r");
  EXPECT_FALSE(rootPathOf("file:///etc"));
  EXPECT_FALSE(rootPathOf("mlflow-artifacts:/../etc"));
}

TEST_F(ArtifactTest, SymbolicLinksAndFoldersAreNotReadAsFiles) {
  const auto link = m_temp.workspace().root / "link";
  std::filesystem::create_symlink("/etc/passwd", link);
  EXPECT_FALSE(m_artifacts.putFile("x", link));
  EXPECT_FALSE(m_artifacts.putFile("x", m_temp.workspace().root));
  EXPECT_FALSE(m_artifacts.putFile("x", m_temp.workspace().root / "missing"));
  EXPECT_TRUE(list("").empty());
}

TEST_F(ArtifactTest, AWriterThatIsDroppedLeavesNothing) {
  {
    auto blob = m_artifacts.newBlob();
    ASSERT_TRUE(blob->write("half"));
  }
  EXPECT_EQ(blobs(), 0);
}

TEST_F(ArtifactTest, GarbageIsWhatNobodyNamesAndIsOld) {
  ASSERT_TRUE(m_artifacts.put("keep", "1"));
  ASSERT_TRUE(m_artifacts.put("drop", "22"));
  ASSERT_TRUE(remove("drop"));
  EXPECT_EQ(m_artifacts.collectGarbage(false)->blobs, 0);
  const auto old = std::filesystem::file_time_type::clock::now() - std::chrono::hours(2);
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(m_temp.workspace().artifactFolder())) {
    std::filesystem::last_write_time(entry.path(), old);
  }
  EXPECT_EQ(m_artifacts.collectGarbage(true)->bytes, 2);
  EXPECT_EQ(m_artifacts.collectGarbage(false)->blobs, 1);
  EXPECT_EQ(m_artifacts.readAll("keep", 10).value(), "1");
}

TEST_F(ArtifactTest, WhatIsUploadedAgainWhileItIsCollectedIsThereAfterwards) {
  const auto upload = [&] {
    auto blob = m_artifacts.newBlob();
    EXPECT_TRUE(blob && blob->write("once more"));
    return blob->finish().value();
  };
  const auto file = m_artifacts.blobFile(upload().digest);
  std::future<StoredBlob> again;
  {
    // As a collector that has looked at the file and not removed it yet.
    const internal::BlobLock collecting(m_temp.workspace().artifactFolder(), internal::BlobLock::For::Remove);
    ASSERT_TRUE(collecting.held());
    again = std::async(std::launch::async, upload);
    EXPECT_EQ(again.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
    std::filesystem::remove(file);
  }
  again.get();
  EXPECT_TRUE(std::filesystem::exists(file));
}

TEST_F(ArtifactTest, ACollectionWaitsForAnUploadThatKeepsABlob) {
  ASSERT_TRUE(m_artifacts.put("drop", "22"));
  ASSERT_TRUE(remove("drop"));
  const auto aged = std::filesystem::file_time_type::clock::now() - std::chrono::hours(2);
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(m_temp.workspace().artifactFolder())) {
    std::filesystem::last_write_time(entry.path(), aged);
  }
  std::future<Result<GarbageReport>> report;
  {
    const internal::BlobLock keeping(m_temp.workspace().artifactFolder(), internal::BlobLock::For::Keep);
    report = std::async(std::launch::async, [&] { return m_artifacts.collectGarbage(false); });
    EXPECT_EQ(report.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
  }
  EXPECT_EQ(report.get()->blobs, 1);
}

TEST_F(ArtifactTest, AFileIsReplacedByAnExportThatCameToItsEndOnly) {
  ASSERT_TRUE(m_artifacts.put("new", "new bytes"));
  const tests::TempFolder folder;
  const auto target = folder.path() / "mine.txt";
  std::ofstream(target) << "mine";
  const auto digest =
      m_temp.store().read([](sql::Connection& c) { return ArtifactStore::find(c, "new"); }).value()->digest;
  const auto blob = m_artifacts.blobFile(digest), aside = folder.path() / "aside";
  std::filesystem::rename(blob, aside);
  EXPECT_FALSE(m_artifacts.exportOver("new", target));
  EXPECT_EQ(std::filesystem::file_size(target), 4u);
  std::filesystem::rename(aside, blob);
  EXPECT_TRUE(m_artifacts.exportOver("new", target));
  EXPECT_EQ(std::filesystem::file_size(target), 9u);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST_F(ArtifactTest, VerifyNamesWhatIsMissingOrAltered) {
  ASSERT_TRUE(m_artifacts.put("fine", "1"));
  ASSERT_TRUE(m_artifacts.put("altered", "2"));
  ASSERT_TRUE(m_artifacts.put("missing", "3"));
  EXPECT_TRUE(m_artifacts.verify({})->empty());
  const auto fileOf = [&](const std::string& path) {
    const auto info =
        m_temp.store().read([&](sql::Connection& c) { return ArtifactStore::find(c, path); }).value();
    return m_artifacts.blobFile(info->digest);
  };
  std::ofstream(fileOf("altered")) << "x";
  std::filesystem::remove(fileOf("missing"));
  const auto findings = m_artifacts.verify({}).value();
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_NE(findings[0].find("altered"), std::string::npos);
  EXPECT_NE(findings[1].find("missing"), std::string::npos);
}

TEST_F(ArtifactTest, ExportOverwritesNothing) {
  ASSERT_TRUE(m_artifacts.put("a", "hello"));
  const auto target = m_temp.workspace().root / "out.txt";
  ASSERT_TRUE(m_artifacts.exportFile("a", target));
  EXPECT_EQ(m_artifacts.exportFile("a", target).error().kind, ErrorKind::AlreadyExists);
  EXPECT_EQ(std::filesystem::file_size(target), 5u);
}

}  // namespace
}  // namespace tatara::artifact
