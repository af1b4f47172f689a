// The bytes of a file as a stream, unpacked when it is a gzip or a zstd file, in constant memory.
//
// A packed file that unpacks to more than 200 times its size beyond the first 256 MB is refused: no table of
// values packs so well, and a bomb does. Concatenated gzip members and zstd frames are read on. Threads: a
// source belongs to one thread at a time. Errors: NotFound, InvalidArgument (not a file), Io, Parse (damaged
// or cut off, with the place).
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>

#include "core/base/result.h"
#include "core/text/phrase.h"

namespace tatara::dataset {

enum class Packing { None, Gzip, Zstd };
text::Phrase packedReason(Packing packing);

class ByteSource {
 public:
  static Result<std::unique_ptr<ByteSource>> open(const std::filesystem::path& file);
  ~ByteSource();
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  Packing packing() const;
  std::uint64_t fileBytes() const;
  // Of the file, as far as it was read.
  double progress() const;
  // Appends at most `most` bytes; none at the end.
  Result<std::size_t> read(std::string& to, std::size_t most, std::stop_token stop);
  Status rewind();

 private:
  struct Impl;
  explicit ByteSource(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

// SHA-256 of a file's bytes, 64 hexadecimal digits.
Result<std::string> digestOfFile(const std::filesystem::path& file, std::stop_token stop);

}  // namespace tatara::dataset
