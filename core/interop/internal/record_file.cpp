#include "core/interop/internal/record_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/base/crc32c.h"
#include "core/base/file_error.h"
#include "core/text/error_phrase.h"

namespace tatara::interop::internal {
namespace {

// Small enough to stay in a processor's cache between reading and looking at it.
constexpr std::size_t kRecordPiece = 256U << 10;
constexpr std::size_t kHead = 12;
constexpr std::size_t kTail = 4;

std::uint32_t mask(std::uint32_t crc) {
  constexpr std::uint32_t kDelta = 0xa282ead8U;
  return ((crc >> 15) | (crc << 17)) + kDelta;
}

template <typename T>
T load(const char* bytes) {
  T value{};
  std::memcpy(&value, bytes, sizeof(value));
  return value;
}

template <typename T>
void appendRaw(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

}  // namespace

std::uint32_t maskedCrc(std::string_view bytes) {
  return mask(crc32c(bytes));
}

void putRecord(std::string& out, std::string_view data) {
  const std::size_t head = out.size();
  appendRaw(out, std::uint64_t{data.size()});
  appendRaw(out, maskedCrc(std::string_view(out).substr(head, 8)));
  out += data;
  appendRaw(out, maskedCrc(data));
}

Result<bool> RecordFile::have(std::size_t count) {
  if (m_to - m_from >= count) {
    return true;
  }
  if (m_buffer.size() < count || m_buffer.size() < kRecordPiece) {
    // No more than the file has, whatever a length says.
    struct stat info {};
    if (::fstat(m_file.value(), &info) != 0 || info.st_size - m_offset < static_cast<off_t>(count)) {
      return false;
    }
    const auto left = static_cast<std::size_t>(info.st_size - m_offset);
    std::vector<char> larger(std::max(count, std::min(left, kRecordPiece)));
    std::copy_n(m_buffer.data() + m_from, m_to - m_from, larger.data());  // also of nothing, the first time
    m_buffer.swap(larger);
  } else if (m_from > 0) {
    std::memmove(m_buffer.data(), m_buffer.data() + m_from, m_to - m_from);
  }
  m_to -= m_from;
  m_from = 0;
  while (m_to < count) {
    const ssize_t got = ::pread(m_file.value(), m_buffer.data() + m_to, m_buffer.size() - m_to,
                                m_offset + static_cast<off_t>(m_to));
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return text::sayFileError(TATARA_SAYS("Phrase", "An event file cannot be read"), {}, "", errno);
    }
    if (got == 0) {
      return false;
    }
    m_to += static_cast<std::size_t>(got);
  }
  return true;
}

bool RecordFile::nextBuffered() {
  const std::size_t had = m_to - m_from;
  const char* bytes = m_buffer.data() + m_from;
  if (had < kHead + kTail) {
    return false;
  }
  const auto length = load<std::uint64_t>(bytes);
  if (length > had - kHead - kTail || maskedCrc({bytes, 8}) != load<std::uint32_t>(bytes + 8)) {
    return false;
  }
  const std::string_view data(bytes + kHead, static_cast<std::size_t>(length));
  if (maskedCrc(data) != load<std::uint32_t>(data.data() + data.size())) {
    return false;
  }
  take(kHead + data.size() + kTail);
  m_data = data;
  return true;
}

Result<RecordFile::Next> RecordFile::next() {
  m_data = {};
  TATARA_ASSIGN(const bool head, have(kHead));
  if (!head) {
    return Next::End;
  }
  const char* bytes = m_buffer.data() + m_from;
  const auto length = load<std::uint64_t>(bytes);
  if (maskedCrc({bytes, 8}) != load<std::uint32_t>(bytes + 8)) {
    return Next::Lost;
  }
  if (length > kMostRecord) {
    return skipLarge(length);
  }
  const std::size_t size = kHead + static_cast<std::size_t>(length) + kTail;
  TATARA_ASSIGN(const bool whole, have(size));
  if (!whole) {
    return Next::End;
  }
  bytes = m_buffer.data() + m_from;
  const std::string_view data(bytes + kHead, static_cast<std::size_t>(length));
  const bool sound = maskedCrc(data) == load<std::uint32_t>(data.data() + data.size());
  take(size);
  if (!sound) {
    return Next::Damaged;
  }
  m_data = data;
  return Next::Record;
}

Result<RecordFile::Next> RecordFile::skipLarge(std::uint64_t length) {
  struct stat info {};
  if (::fstat(m_file.value(), &info) != 0) {
    return text::sayFileError(TATARA_SAYS("Phrase", "An event file cannot be read"), {}, "", errno);
  }
  const auto left = static_cast<std::uint64_t>(std::max<off_t>(info.st_size - m_offset, 0));
  if (left < kHead + kTail || length > left - kHead - kTail) {
    return Next::End;
  }
  m_offset += static_cast<std::int64_t>(kHead + length + kTail);
  m_from = m_to = 0;
  return Next::TooLarge;
}

}  // namespace tatara::interop::internal
