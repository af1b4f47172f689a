// Content-addressed files: a file's bytes are kept once, under the SHA-256 of what they are.
//
//   .tatara/artifacts/ab/cdef…   the bytes (62 more digits), 0600
//   .tatara/artifacts/tmp/…      what is being written
//   table artifact_file          names: a path relative to the artifact root → digest, size, time
//
// A path is what stands behind `mlflow-artifacts:/`: "<experiment>/<run id>/artifacts/model/MLmodel". Writing
// goes to a temporary file, is synced, renamed, and only then named in the store: a name never points at half
// a file. Removing a name leaves the bytes for collectGarbage(), which spares what is younger than an hour.
//
// Paths are hostile: cleanPath() decodes nothing, refuses absolute paths, "..", empty parts, backslashes,
// control characters, and more than 1,024 bytes. Bytes are never found through a caller's text, only through
// a digest. Errors: InvalidArgument ("Invalid path"), NotFound, Io. Threads: any, except the GUI's.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/crypto/digest.h"
#include "core/sql/connection.h"
#include "core/store/store.h"

namespace tatara::artifact {

struct Digest {
  crypto::Sha256Digest bytes{};
  std::string hex() const;
  friend auto operator<=>(const Digest&, const Digest&) = default;
};

struct FileInfo {
  std::string path;  // relative to the artifact root
  Digest digest;
  std::int64_t size = 0;
  Timestamp modified{};

  // The path within `root`, below which it was listed; the file's name where the root is a file itself.
  std::string pathBelow(std::string_view root) const;
};

// One level of a listing; `name` is the last part only.
struct Entry {
  std::string name;
  bool folder = false;
  std::int64_t size = 0;  // of a file; of a folder 0
};

// Bytes whose digest is known and that are safely on disk, not named yet.
struct StoredBlob {
  Digest digest;
  std::int64_t size = 0;
};

// Takes bytes as they arrive, in constant memory. Gone without finish(), its temporary file goes too.
class BlobWriter {
 public:
  BlobWriter(BlobWriter&&) noexcept;
  BlobWriter& operator=(BlobWriter&&) = delete;
  ~BlobWriter();
  Status write(std::string_view bytes);
  // Syncs, renames into place. Call once.
  Result<StoredBlob> finish();

 private:
  friend class ArtifactStore;
  struct Impl;
  explicit BlobWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

struct GarbageReport {
  std::int64_t blobs = 0;
  std::int64_t bytes = 0;
};

// The normalised path, or InvalidArgument. Empty is the root.
Result<std::string> cleanPath(std::string_view path);
// "mlflow-artifacts:/1/ab/artifacts" → "1/ab/artifacts"; nothing for any other URI.
std::optional<std::string> rootPathOf(std::string_view artifactUri);

class ArtifactStore {
 public:
  explicit ArtifactStore(std::shared_ptr<store::Store> store);

  Result<BlobWriter> newBlob() const;
  // Names a blob; replaces what had that name. Call inside a write task. Conflict when a part of `path` is a
  // file, or `path` is a folder.
  static Status link(store::Writer& writer, const std::string& path, const StoredBlob& blob, Timestamp now);
  // newBlob, write, finish, link in one go. putFile reads in constant memory and follows no symbolic link.
  Result<StoredBlob> storeFile(const std::filesystem::path& file, std::stop_token stop = {}) const;
  Status put(const std::string& path, std::string_view bytes) const;
  Status putFile(const std::string& path, const std::filesystem::path& file, std::stop_token stop = {}) const;

  // Removes a file or all that is below a folder; returns how many names went.
  static Result<std::int64_t> remove(store::Writer& writer, const std::string& path);

  static Result<std::optional<FileInfo>> find(sql::Connection& connection, const std::string& path);
  // Sorted by name; empty when nothing is there. `path` empty is the root.
  static Result<std::vector<Entry>> list(sql::Connection& connection, const std::string& path);
  static Result<std::vector<FileInfo>> listAll(sql::Connection& connection,
                                               const std::string& path);  // recursive

  // Where the bytes are, to open for reading.
  std::filesystem::path blobFile(const Digest& digest) const;
  // The whole file, at most `limit` bytes (InvalidArgument beyond).
  Result<std::string> readAll(const std::string& path, std::int64_t limit) const;
  // Copies to `target`, which must not exist.
  Status exportFile(const std::string& path, const std::filesystem::path& target) const;
  // The same in place of a `target` that may exist, which stays as it is until all bytes are there.
  Status exportOver(const std::string& path, const std::filesystem::path& target) const;

  // Removes bytes that no name points at, and temporary files left by a crash, older than an hour.
  Result<GarbageReport> collectGarbage(bool dryRun, std::stop_token stop = {}) const;
  // Reads every named file again: one sentence for each that is missing or altered.
  Result<std::vector<std::string>> verify(std::function<void(std::int64_t done, std::int64_t total)> progress,
                                          std::stop_token stop = {}) const;

 private:
  std::shared_ptr<store::Store> m_store;
  std::filesystem::path m_root;
};

}  // namespace tatara::artifact
