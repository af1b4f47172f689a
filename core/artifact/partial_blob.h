// A file's bytes that arrive over several calls, and perhaps over several lives of a program.
//
//   .tatara/artifacts/uploads/NAME         the bytes so far, 0600
//   .tatara/artifacts/uploads/NAME.state   two 64-bit numbers, little-endian: how many of them are safely on
//                                          disk, and how many there will be
//
// The state is written after the bytes it speaks of were synced, so after a crash it may say too little,
// never too much: what it does not count is cut off and sent again. NAME is made by the caller of letters and
// digits (a digest); it is never a client's text.
//
// Threads: a PartialBlob belongs to one thread at a time; two of one name must not be open at once. Errors:
// Io.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/artifact/artifact_store.h"

namespace tatara::artifact {

class PartialBlob {
 public:
  struct State {
    std::uint64_t length = 0;
    std::uint64_t total = 0;
  };
  struct Kept {
    std::string name;
    std::filesystem::file_time_type touched;
  };

  // `root` is the workspace's folder of artifacts. Replaces what is kept under the name.
  static Result<PartialBlob> begin(const std::filesystem::path& root, const std::string& name,
                                   std::uint64_t total);
  // Reads what is there once, for its digest.
  static Result<PartialBlob> resume(const std::filesystem::path& root, const std::string& name);
  static std::optional<State> find(const std::filesystem::path& root, const std::string& name);
  static void remove(const std::filesystem::path& root, const std::string& name);
  // In no particular order.
  static std::vector<Kept> list(const std::filesystem::path& root);

  // Closes; what was synced is kept.
  ~PartialBlob();
  PartialBlob(PartialBlob&& other) noexcept;
  PartialBlob& operator=(PartialBlob&&) = delete;

  std::uint64_t length() const { return m_length; }
  // Syncs by itself every 64 MB.
  Status write(std::string_view bytes);
  Status sync();
  // All bytes are there: they become a blob, and nothing is kept under the name any more. Call once.
  Result<StoredBlob> finish();

 private:
  PartialBlob(std::filesystem::path root, std::string name, std::uint64_t total);
  std::filesystem::path file() const;
  std::filesystem::path stateFile() const;

  std::filesystem::path m_root;
  std::string m_name;
  int m_descriptor = -1;
  int m_stateDescriptor = -1;
  crypto::Sha256 m_sha;
  std::uint64_t m_length = 0;
  std::uint64_t m_synced = 0;
  std::uint64_t m_total = 0;
};

}  // namespace tatara::artifact
