#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <set>

#include "core/artifact/artifact_store.h"
#include "core/artifact/internal/files.h"

namespace tatara::artifact {
namespace {

namespace fs = std::filesystem;

// What is being uploaded is not named yet; it is spared, and for longer when it may go on later.
constexpr auto kSparedAge = std::chrono::hours(1);
constexpr auto kSparedUploadAge = std::chrono::hours(24);

std::optional<struct stat> oldFile(const fs::path& file, std::chrono::hours spared) {
  struct stat info {};
  if (::lstat(file.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) {
    return std::nullopt;
  }
  const auto modified = std::chrono::system_clock::from_time_t(info.st_mtime);
  if (std::chrono::system_clock::now() - modified < spared) {
    return std::nullopt;
  }
  return info;
}

Result<std::set<std::string>> loadDigests(sql::Connection& connection) {
  std::set<std::string> digests;
  TATARA_ASSIGN(auto rows, connection.query("SELECT DISTINCT lower(hex(digest)) FROM artifact_file"));
  while (rows.next()) {
    digests.emplace(rows.text(0));
  }
  TATARA_TRY(rows.status());
  return digests;
}

std::vector<fs::path> filesBelow(const fs::path& root) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::recursive_directory_iterator it(root, error), end; !error && it != end; it.increment(error)) {
    files.push_back(it->path());
  }
  return files;
}

}  // namespace

Result<GarbageReport> ArtifactStore::collectGarbage(bool dryRun, std::stop_token stop) const {
  // Listed before the names are read: a file named meanwhile is in the names, one made meanwhile is not in
  // the list.
  const std::vector<fs::path> files = filesBelow(m_root);
  TATARA_ASSIGN(const auto digests, m_store->read(loadDigests, stop));
  GarbageReport report;
  for (const fs::path& file : files) {
    if (stop.stop_requested()) {
      return makeError(ErrorKind::Cancelled, "Cancelled");
    }
    const std::string name = file.parent_path().filename().string() + file.filename().string();
    if (digests.contains(name)) {
      continue;
    }
    const bool upload = file.parent_path() == internal::uploadFolder(m_root);
    const internal::BlobLock lock(m_root, internal::BlobLock::For::Remove);
    const auto info = oldFile(file, upload ? kSparedUploadAge : kSparedAge);
    if (info && lock.held() && (dryRun || ::unlink(file.c_str()) == 0)) {
      ++report.blobs;
      report.bytes += info->st_size;
    }
  }
  return report;
}

Result<std::vector<std::string>> ArtifactStore::verify(
    std::function<void(std::int64_t done, std::int64_t total)> progress, std::stop_token stop) const {
  TATARA_ASSIGN(const auto files, m_store->read([](sql::Connection& c) { return listAll(c, ""); }, stop));
  std::vector<std::string> findings;
  std::int64_t done = 0;
  for (const FileInfo& info : files) {
    if (progress) {
      progress(done++, static_cast<std::int64_t>(files.size()));
    }
    crypto::Sha256 sha;
    const Status read = internal::readFile(
        blobFile(info.digest),
        [&](std::string_view piece) -> Status {
          sha.update(piece);
          return {};
        },
        stop);
    if (!read && read.error().kind == ErrorKind::Cancelled) {
      return read.error();
    }
    if (!read) {
      findings.push_back("The artifact " + info.path + " is missing: " + read.error().message);
    } else if (sha.finish() != info.digest.bytes) {
      findings.push_back("The artifact " + info.path + " was altered since it was stored");
    }
  }
  return findings;
}

}  // namespace tatara::artifact
