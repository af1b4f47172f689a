#include "core/http/file_body.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/base/number_text.h"

namespace tatara::http {
namespace {

class FileBody final : public BodySource {
 public:
  FileBody(int file, ByteRange range) : m_file(file), m_range(range) {}
  ~FileBody() override { ::close(m_file); }
  FileBody(const FileBody&) = delete;
  FileBody& operator=(const FileBody&) = delete;

  std::optional<std::uint64_t> size() const override { return m_range.length; }

  Result<std::size_t> read(char* data, std::size_t capacity) override {
    const std::size_t wanted =
        static_cast<std::size_t>(std::min<std::uint64_t>(capacity, m_range.length - m_done));
    while (wanted > 0) {
      const ssize_t count = ::pread(m_file, data, wanted, static_cast<off_t>(m_range.first + m_done));
      if (count >= 0) {
        m_done += static_cast<std::uint64_t>(count);
        return static_cast<std::size_t>(count);
      }
      if (errno != EINTR) {
        return makeError(ErrorKind::Io, std::string("Reading the file failed: ") + std::strerror(errno));
      }
    }
    return std::size_t{0};
  }

 private:
  int m_file;
  ByteRange m_range;
  std::uint64_t m_done = 0;
};

// Digits only: parseInt takes a sign.
std::optional<std::uint64_t> parseOffset(std::string_view text) {
  if (text.empty() || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return std::nullopt;
  }
  const auto value = parseInt(text);
  return value ? std::optional<std::uint64_t>(static_cast<std::uint64_t>(*value)) : std::nullopt;
}

}  // namespace

RangeAnswer parseRange(std::string_view header, std::uint64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  const RangeAnswer whole{RangeVerdict::Whole, {0, size}};
  if (!header.starts_with(kUnit) || header.find(',') != std::string_view::npos) {
    return whole;
  }
  header.remove_prefix(kUnit.size());
  const std::size_t dash = header.find('-');
  if (dash == std::string_view::npos) {
    return whole;
  }
  const auto first = parseOffset(header.substr(0, dash));
  const auto last = parseOffset(header.substr(dash + 1));
  if (dash == 0) {
    if (!last) {
      return whole;
    }
    const std::uint64_t length = std::min(*last, size);
    return length == 0 ? RangeAnswer{RangeVerdict::Unsatisfiable, {}}
                       : RangeAnswer{RangeVerdict::Part, {size - length, length}};
  }
  const bool open = dash + 1 == header.size();
  if (!first || (!open && (!last || *last < *first))) {
    return whole;
  }
  if (*first >= size) {
    return {RangeVerdict::Unsatisfiable, {}};
  }
  const std::uint64_t end = open ? size - 1 : std::min(*last, size - 1);
  return {RangeVerdict::Part, {*first, end - *first + 1}};
}

Result<std::unique_ptr<BodySource>> openFileBody(const std::filesystem::path& file, ByteRange range) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) {
    return makeError(errno == ENOENT ? ErrorKind::NotFound : ErrorKind::Io,
                     std::string("The file cannot be opened: ") + std::strerror(errno), file.string());
  }
  return std::unique_ptr<BodySource>(std::make_unique<FileBody>(descriptor, range));
}

}  // namespace tatara::http
