// APPNOTE.TXT 6.3.10 of the ZIP file format: local headers, DEFLATE, the central directory; no ZIP64.
#include <unistd.h>

#include <cerrno>
#include <limits>

#include "core/base/file_error.h"
#include "core/package/internal/output.h"

namespace tatara::package {
namespace {

constexpr std::uint64_t kLargestZip = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kMostFiles = 65'535;
constexpr std::uint16_t kUtf8Names = 0x0800;
constexpr std::uint16_t kDeflated = 8;
constexpr std::uint16_t kMadeOnUnix = 3 << 8 | 20;

void put16(std::string& out, std::uint64_t value) {
  out.push_back(static_cast<char>(value & 0xff));
  out.push_back(static_cast<char>(value >> 8 & 0xff));
}
void put32(std::string& out, std::uint64_t value) {
  put16(out, value & 0xffff);
  put16(out, value >> 16);
}

struct Member {
  std::string name;
  unsigned mode = 0;
  std::uint32_t crc = 0;
  std::uint64_t packed = 0;
  std::uint64_t size = 0;
  std::uint64_t at = 0;
};

// Local time of MS-DOS, taken as UTC; nothing before 1980.
std::uint32_t dosTime(Timestamp time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const int year = static_cast<int>(date.year());
  if (year < 1980 || year > 2107) {
    return 1u << 21 | 1u << 16;
  }
  const auto seconds =
      static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::seconds>(time - day).count());
  return static_cast<std::uint32_t>(year - 1980) << 25 | static_cast<unsigned>(date.month()) << 21 |
         static_cast<unsigned>(date.day()) << 16 | seconds / 3600 << 11 | seconds / 60 % 60 << 5 |
         seconds % 60 / 2;
}

void putFacts(std::string& out, const Member& member, std::uint32_t time) {
  put16(out, 20);
  put16(out, kUtf8Names);
  put16(out, kDeflated);
  put32(out, time);
  put32(out, member.crc);
  put32(out, member.packed);
  put32(out, member.size);
  put16(out, member.name.size());
  put16(out, 0);
}

std::string localHeader(const Member& member, std::uint32_t time) {
  std::string out;
  put32(out, 0x04034b50);
  putFacts(out, member, time);
  return out + member.name;
}

std::string centralHeader(const Member& member, std::uint32_t time) {
  std::string out;
  put32(out, 0x02014b50);
  put16(out, kMadeOnUnix);
  putFacts(out, member, time);
  put16(out, 0);  // comment
  put16(out, 0);  // disk
  put16(out, 0);  // internal attributes
  constexpr unsigned kRegular = 0100000;
  put32(out, static_cast<std::uint64_t>(kRegular | member.mode) << 16);
  put32(out, member.at);
  return out + member.name;
}

}  // namespace

Status writeZip(const FileTree& tree, const Writing& writing, int file) {
  const std::uint32_t time = dosTime(writing.time);
  const std::filesystem::path none;
  std::uint64_t at = 0;
  std::string central;
  const auto tooLarge = [] {
    return makeError(ErrorKind::Unsupported, "A ZIP archive carries at most 4 GB in 65,535 files");
  };
  if (tree.files().size() > kMostFiles) {
    return tooLarge();
  }
  for (const auto& [name, content] : tree.files()) {
    Member member{.name = name, .mode = content.mode == FileMode::Executable ? 0755u : 0644u, .at = at};
    const std::uint64_t header = localHeader(member, time).size();
    TATARA_TRY(writeAll(file, localHeader(member, time), none));
    Deflater deflater(Deflater::Form::Bare, [&](std::string_view bytes) {
      member.packed += bytes.size();
      return writeAll(file, bytes, none);
    });
    TATARA_ASSIGN(member.size, pour(content, [&](std::string_view bytes) -> Status {
                    if (writing.stop.stop_requested()) {
                      return makeError(ErrorKind::Cancelled, "Cancelled");
                    }
                    if (writing.onBytes) {
                      writing.onBytes(bytes.size());
                    }
                    member.crc = crc32Of(member.crc, bytes);
                    return deflater.write(bytes);
                  }));
    TATARA_TRY(deflater.finish());
    at += header + member.packed;
    if (at > kLargestZip || member.size > kLargestZip) {
      return tooLarge();
    }
    const std::string known = localHeader(member, time);
    if (::pwrite(file, known.data(), known.size(), static_cast<off_t>(member.at)) !=
        static_cast<ssize_t>(known.size())) {
      return fileError("The package cannot be written", none, errno);
    }
    central += centralHeader(member, time);
  }
  std::string end = central;
  put32(end, 0x06054b50);
  put16(end, 0);
  put16(end, 0);
  put16(end, tree.files().size());
  put16(end, tree.files().size());
  put32(end, central.size());
  put32(end, at);
  put16(end, 0);
  return writeAll(file, end, none);
}

}  // namespace tatara::package
