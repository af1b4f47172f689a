// Where blobs lie, and files read in pieces. Threads: any.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string_view>

#include "core/artifact/artifact_store.h"

namespace tatara::artifact::internal {

std::filesystem::path blobFile(const std::filesystem::path& root, const Digest& digest);
std::filesystem::path temporaryFolder(const std::filesystem::path& root);
std::filesystem::path uploadFolder(const std::filesystem::path& root);

// Appends to a file that has `length` bytes. The kernel begins to write out every 8 MB that are full, so that
// a sync at the end has little left to wait for: a large file arrives at the disk's speed.
Status append(int descriptor, const std::filesystem::path& file, std::string_view bytes,
              std::uint64_t& length);

// Syncs what was written to `written` and renames it to where the blob's digest says. Where the same bytes
// are already, it is left for its owner to remove.
Status placeBlob(const std::filesystem::path& root, const std::filesystem::path& written, int descriptor,
                 const StoredBlob& blob);

// Held while a blob that no name holds any more is kept for an upload of the same bytes (Keep), or is removed
// (Remove): one never happens between the other's look and its act. Also across programs.
class BlobLock {
 public:
  enum class For { Keep, Remove };
  BlobLock(const std::filesystem::path& root, For purpose);
  BlobLock(const BlobLock&) = delete;
  BlobLock& operator=(const BlobLock&) = delete;
  ~BlobLock();

  bool held() const { return m_held; }

 private:
  int m_descriptor;
  bool m_held;
};

// Hands a regular file over in pieces of 256 KiB. A symbolic link, a folder and a device are refused.
using Sink = std::function<Status(std::string_view)>;
Status readFile(const std::filesystem::path& file, const Sink& sink, const std::stop_token& stop);

}  // namespace tatara::artifact::internal
