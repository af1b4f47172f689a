// Records of a TFRecord file, from an offset on, in constant memory.
//
//   record = uint64 length | uint32 masked CRC-32C of the length | data | uint32 masked CRC-32C of the data
//   masked = ((crc >> 15) | (crc << 17)) + 0xa282ead8          (integers little-endian)
//
// A file that is still being written ends in the middle of a record: reading stops before it, and goes on
// from `offset()` another time. A length whose checksum is wrong is where nothing after it can be found any
// more; data whose checksum is wrong, and records of more than `kMostRecord` bytes, are passed over and told.
// Source: tensorflow/core/lib/io/record_writer.h.
//
// Threads: one at a time. Errors: Io.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/interop/internal/folder.h"

namespace tatara::interop::internal {

inline constexpr std::uint64_t kMostRecord = 256U << 20;

std::uint32_t maskedCrc(std::string_view bytes);
// Appends one record.
void putRecord(std::string& out, std::string_view data);

class RecordFile {
 public:
  enum class Next {
    Record,   // `data()` until the next call
    End,      // also in the middle of a record
    Damaged,  // the data's checksum is wrong
    TooLarge,
    Lost,  // the length's checksum is wrong: the end of what can be read
  };

  RecordFile(Descriptor file, std::int64_t offset) : m_file(std::move(file)), m_offset(offset) {}

  Result<Next> next();
  // The next record where it stands whole and sound in what was read, as nearly all do; otherwise nothing has
  // happened and `next` tells.
  bool nextBuffered();
  std::string_view data() const { return m_data; }
  // What was read and not taken yet, from `offset()` on; and so many bytes of it taken by somebody who found
  // whole and sound records there.
  std::string_view buffered() const { return {m_buffer.data() + m_from, m_to - m_from}; }
  void pass(std::size_t count) { take(count); }
  // Where the record after the last one begins.
  std::int64_t offset() const { return m_offset; }

 private:
  // Makes `count` bytes from m_offset on stand in the buffer; false when the file has fewer.
  Result<bool> have(std::size_t count);
  Result<Next> skipLarge(std::uint64_t length);
  void take(std::size_t count) {
    m_from += count;
    m_offset += static_cast<std::int64_t>(count);
  }

  Descriptor m_file;
  std::int64_t m_offset;
  std::vector<char> m_buffer;
  std::size_t m_from = 0;  // of the buffer, where m_offset is
  std::size_t m_to = 0;
  std::string_view m_data;
};

}  // namespace tatara::interop::internal
