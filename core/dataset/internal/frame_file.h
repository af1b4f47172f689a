// The bytes of a frame's file: header page, parts, directory. Layout in frame.h. Threads: any.
#pragma once

#include <array>
#include <cstddef>

#include "core/dataset/frame.h"

namespace tatara::dataset {

inline constexpr std::uint64_t kPage = 4096;

inline constexpr std::uint64_t roundToPage(std::uint64_t bytes) {
  return (bytes + kPage - 1) / kPage * kPage;
}

// Four multiplying lanes over 64-bit words (after xxHash's structure): for damage, not for adversaries.
std::uint64_t partChecksum(const std::byte* data, std::uint64_t bytes);

// What a builder fills and a reader finds.
class FrameFile {
 public:
  using Part = Frame::Part;
  using Parts = Frame::Parts;

  struct Directory {
    std::string digest;
    std::uint64_t rows = 0;
    std::vector<FrameColumn> columns;
    std::vector<Parts> parts;
  };

  static std::string directoryText(const Directory& directory);
  // The first page of a file of `size` bytes whose directory stands at `offset`.
  static std::array<std::byte, kPage> header(std::string_view directory, std::uint64_t offset,
                                             std::uint64_t size, std::uint64_t rows);
  static Result<std::shared_ptr<const Frame>> map(const std::filesystem::path& file);
  // Maps a file that is being built: the directory is the builder's.
  static Result<std::shared_ptr<const Frame>> mapUnfinished(const std::filesystem::path& file,
                                                            const Directory& directory);
  static const std::vector<Parts>& parts(const Frame& frame) { return frame.m_parts; }
  static const std::byte* data(const Frame& frame) { return frame.m_data; }

 private:
  static Result<std::shared_ptr<Frame>> mapBytes(const std::filesystem::path& file);
  static Status readDirectory(Frame& frame);
};

// What has to hold of a column's parts so that no read leaves the file.
std::uint64_t valueBytes(FrameColumn::Storage storage);

}  // namespace tatara::dataset
