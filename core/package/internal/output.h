// Files that are written: a descriptor with its errors in words, and compression on the way. Threads: one.
// Errors: Io with the system's words (a full disk among them).
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "core/base/result.h"
#include "core/package/file_tree.h"

namespace tatara::package {

class OutputFile {
 public:
  // A file that was not there before.
  static Result<OutputFile> create(const std::filesystem::path& file, FileMode mode = FileMode::Plain);
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();

  int descriptor() const { return m_descriptor; }
  Status write(std::string_view bytes);
  // Synced, closed, dated. Call once.
  Status finish(Timestamp time);

 private:
  OutputFile(std::filesystem::path file, int descriptor)
      : m_file(std::move(file)), m_descriptor(descriptor) {}
  std::filesystem::path m_file;
  int m_descriptor;
};

Status writeAll(int descriptor, std::string_view bytes, const std::filesystem::path& file);

// DEFLATE (RFC 1951), bare or as gzip (RFC 1952) without a name and a time.
class Deflater {
 public:
  enum class Form : std::uint8_t { Bare, Gzip };
  Deflater(Form form, Sink sink);
  ~Deflater();
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  Status write(std::string_view bytes);
  Status finish();

 private:
  Status run(int flush);
  struct Stream;
  std::unique_ptr<Stream> m_stream;
  Sink m_sink;
};

std::uint32_t crc32Of(std::uint32_t before, std::string_view bytes);

}  // namespace tatara::package
