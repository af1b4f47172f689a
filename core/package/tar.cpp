// POSIX.1-2017, pax: "ustar Interchange Format" and "pax Extended Header".
#include <array>
#include <cstring>

#include "core/package/file_tree.h"

namespace tatara::package {
namespace {

constexpr std::size_t kBlock = 512;
constexpr std::uint64_t kLargest = 077777777777;  // eleven octal digits

struct Entry {
  std::string name;
  unsigned mode = 0644;
  std::uint64_t size = 0;
  char type = '0';
};

void octal(char* field, std::size_t width, std::uint64_t value) {
  for (std::size_t i = width - 1; i-- > 0;) {
    field[i] = static_cast<char>('0' + (value & 7));
    value >>= 3;
  }
}

// Where a name is cut so that both parts fit into their fields; npos when it cannot be.
std::size_t cutOf(const std::string& name) {
  constexpr std::size_t kName = 100;
  constexpr std::size_t kPrefix = 155;
  if (name.size() <= kName) {
    return 0;
  }
  for (std::size_t slash = name.find('/'); slash != std::string::npos && slash <= kPrefix;
       slash = name.find('/', slash + 1)) {
    if (slash > 0 && name.size() - slash - 1 <= kName && slash + 1 < name.size()) {
      return slash;
    }
  }
  return std::string::npos;
}

std::string headerOf(const Entry& entry, std::int64_t seconds) {
  struct Header {
    std::array<char, 100> name;
    std::array<char, 8> mode, uid, gid;
    std::array<char, 12> size, mtime;
    std::array<char, 8> checksum;
    char type;
    std::array<char, 100> link;
    std::array<char, 6> magic;
    std::array<char, 2> version;
    std::array<char, 32> user, group;
    std::array<char, 8> major, minor;
    std::array<char, 155> prefix;
    std::array<char, 12> rest;
  };
  static_assert(sizeof(Header) == kBlock);
  Header header{};
  const std::size_t cut = cutOf(entry.name);
  const std::string_view whole(entry.name);
  const std::string_view name = cut == std::string::npos ? whole.substr(0, header.name.size())
                                : cut == 0               ? whole
                                                         : whole.substr(cut + 1);
  std::memcpy(header.name.data(), name.data(), name.size());
  if (cut != std::string::npos) {
    std::memcpy(header.prefix.data(), whole.data(), cut);
  }
  octal(header.mode.data(), header.mode.size(), entry.mode);
  octal(header.uid.data(), header.uid.size(), 0);
  octal(header.gid.data(), header.gid.size(), 0);
  octal(header.size.data(), header.size.size(), entry.size);
  octal(header.mtime.data(), header.mtime.size(), static_cast<std::uint64_t>(seconds));
  header.type = entry.type;
  std::memcpy(header.magic.data(), "ustar", 6);
  std::memcpy(header.version.data(), "00", 2);
  header.checksum.fill(' ');
  unsigned sum = 0;
  std::string block(reinterpret_cast<const char*>(&header), kBlock);
  for (const char c : block) {
    sum += static_cast<unsigned char>(c);
  }
  constexpr std::size_t kChecksumAt = 148;
  octal(block.data() + kChecksumAt, 7, sum);
  block[kChecksumAt + 6] = '\0';
  return block;
}

Status pad(std::uint64_t size, const Sink& sink) {
  const std::size_t over = size % kBlock;
  return over == 0 ? Status() : sink(std::string(kBlock - over, '\0'));
}

// "LENGTH path=NAME\n", where the length counts itself.
std::string paxPath(const std::string& name) {
  const std::string rest = " path=" + name + "\n";
  std::size_t length = rest.size() + 1;
  while (std::to_string(length).size() + rest.size() != length) {
    length = std::to_string(length).size() + rest.size();
  }
  return std::to_string(length) + rest;
}

Status writeHeader(const Entry& entry, std::int64_t seconds, const Sink& sink) {
  if (cutOf(entry.name) == std::string::npos) {
    const std::string record = paxPath(entry.name);
    TATARA_TRY(sink(headerOf({.name = "pax", .size = record.size(), .type = 'x'}, seconds)));
    TATARA_TRY(sink(record));
    TATARA_TRY(pad(record.size(), sink));
  }
  return sink(headerOf(entry, seconds));
}

}  // namespace

Status writeTar(const FileTree& tree, const Writing& writing, const Sink& sink) {
  const std::int64_t seconds = std::max<std::int64_t>(0, toUnixMillis(writing.time) / 1000);
  for (const std::string& folder : tree.folders()) {
    const unsigned mode = tree.openFolders().contains(folder) ? 01777 : 0755;
    TATARA_TRY(writeHeader({.name = folder + "/", .mode = mode, .type = '5'}, seconds, sink));
  }
  for (const auto& [name, file] : tree.files()) {
    TATARA_ASSIGN(const std::uint64_t size, sizeOf(file));
    if (size > kLargest) {
      return makeError(ErrorKind::Unsupported, "A file of more than 8 GB does not fit into the package",
                       name);
    }
    const unsigned mode = file.mode == FileMode::Executable ? 0755 : 0644;
    TATARA_TRY(writeHeader({.name = name, .mode = mode, .size = size}, seconds, sink));
    TATARA_ASSIGN(const std::uint64_t poured, pour(file, [&](std::string_view bytes) -> Status {
                    if (writing.stop.stop_requested()) {
                      return makeError(ErrorKind::Cancelled, "Cancelled");
                    }
                    if (writing.onBytes) {
                      writing.onBytes(bytes.size());
                    }
                    return sink(bytes);
                  }));
    if (poured != size) {
      return makeError(ErrorKind::Io, "A file changed while the package was written; try again", name);
    }
    TATARA_TRY(pad(size, sink));
  }
  return sink(std::string(2 * kBlock, '\0'));
}

}  // namespace tatara::package
