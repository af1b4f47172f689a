#include "core/package/elf.h"

#include <elf.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <map>
#include <optional>
#include <set>

#include "core/base/file_error.h"

namespace tatara::package {
namespace {

constexpr std::uint64_t kMostHeaders = 1'000;
constexpr std::uint64_t kMostDynamic = 1u << 20;
constexpr std::uint64_t kMostStrings = 256u << 20;
constexpr std::size_t kMostLibraries = 500;
constexpr std::size_t kLongestElfName = 4096;

class ElfFile {
 public:
  static Result<ElfFile> open(const std::filesystem::path& file) {
    ElfFile elf;
    elf.m_file = file;
    elf.m_input.open(file, std::ios::binary);
    std::error_code failed;
    elf.m_size = std::filesystem::file_size(file, failed);
    if (!elf.m_input || failed) {
      return fileError("The program or library cannot be read", file, failed ? failed.value() : errno);
    }
    return elf;
  }

  Error corrupt() const {
    return makeError(ErrorKind::Corrupt, "The program or library '" + m_file.string() + "' is damaged");
  }

  Status read(std::uint64_t at, void* target, std::uint64_t size) {
    if (at > m_size || size > m_size - at) {
      return corrupt();
    }
    m_input.clear();
    m_input.seekg(static_cast<std::streamoff>(at));
    m_input.read(static_cast<char*>(target), static_cast<std::streamsize>(size));
    return m_input ? Status() : fileError("The program or library cannot be read", m_file, EIO);
  }

  std::uint64_t size() const { return m_size; }

 private:
  ElfFile() = default;
  std::filesystem::path m_file;
  std::ifstream m_input;
  std::uint64_t m_size = 0;
};

Result<std::string> architectureOf(const Elf64_Ehdr& header, const std::filesystem::path& file) {
  const bool known = std::memcmp(header.e_ident, ELFMAG, SELFMAG) == 0 &&
                     header.e_ident[EI_CLASS] == ELFCLASS64 && header.e_ident[EI_DATA] == ELFDATA2LSB &&
                     header.e_phentsize == sizeof(Elf64_Phdr);
  if (known && header.e_machine == EM_X86_64) {
    return std::string("amd64");
  }
  if (known && header.e_machine == EM_AARCH64) {
    return std::string("arm64");
  }
  return makeError(ErrorKind::Unsupported,
                   "'" + file.string() + "' is no program or library for a 64-bit machine");
}

struct Dynamic {
  std::vector<std::uint64_t> needed;
  std::optional<std::uint64_t> runpath, rpath, strings, stringsSize;
};

Dynamic dynamicOf(const std::vector<Elf64_Dyn>& entries) {
  Dynamic dynamic;
  for (const Elf64_Dyn& entry : entries) {
    switch (entry.d_tag) {
      case DT_NULL:
        return dynamic;
      case DT_NEEDED:
        dynamic.needed.push_back(entry.d_un.d_val);
        break;
      case DT_RUNPATH:
        dynamic.runpath = entry.d_un.d_val;
        break;
      case DT_RPATH:
        dynamic.rpath = entry.d_un.d_val;
        break;
      case DT_STRTAB:
        dynamic.strings = entry.d_un.d_ptr;
        break;
      case DT_STRSZ:
        dynamic.stringsSize = entry.d_un.d_val;
        break;
      default:
        break;
    }
  }
  return dynamic;
}

std::optional<std::uint64_t> offsetOf(const std::vector<Elf64_Phdr>& headers, std::uint64_t address) {
  for (const Elf64_Phdr& header : headers) {
    if (header.p_type == PT_LOAD && address >= header.p_vaddr && address - header.p_vaddr < header.p_filesz) {
      return header.p_offset + (address - header.p_vaddr);
    }
  }
  return std::nullopt;
}

Result<std::string> textAt(ElfFile& elf, std::uint64_t strings, std::uint64_t size, std::uint64_t at) {
  if (at >= size) {
    return elf.corrupt();
  }
  std::string text(std::min<std::uint64_t>(size - at, kLongestElfName), '\0');
  TATARA_TRY(elf.read(strings + at, text.data(), text.size()));
  const std::size_t end = text.find('\0');
  if (end == std::string::npos) {
    return elf.corrupt();
  }
  text.resize(end);
  return text;
}

void splitFolders(std::string_view text, std::vector<std::string>& into) {
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t colon = std::min(text.find(':', at), text.size());
    if (colon > at) {
      into.emplace_back(text.substr(at, colon - at));
    }
    at = colon + 1;
  }
}

Status readDynamic(ElfFile& elf, const std::vector<Elf64_Phdr>& headers, const Elf64_Phdr& segment,
                   ElfFacts& facts) {
  if (segment.p_filesz > kMostDynamic) {
    return elf.corrupt();
  }
  std::vector<Elf64_Dyn> entries(segment.p_filesz / sizeof(Elf64_Dyn));
  TATARA_TRY(elf.read(segment.p_offset, entries.data(), entries.size() * sizeof(Elf64_Dyn)));
  const Dynamic dynamic = dynamicOf(entries);
  const auto offset = dynamic.strings ? offsetOf(headers, *dynamic.strings) : std::nullopt;
  const std::uint64_t size = dynamic.stringsSize.value_or(0);
  if (!offset || size > kMostStrings || *offset > elf.size() || size > elf.size() - *offset) {
    return elf.corrupt();
  }
  for (const std::uint64_t at : dynamic.needed) {
    TATARA_ASSIGN(std::string name, textAt(elf, *offset, size, at));
    facts.needed.push_back(std::move(name));
  }
  if (const auto at = dynamic.runpath ? dynamic.runpath : dynamic.rpath) {
    TATARA_ASSIGN(const std::string folders, textAt(elf, *offset, size, *at));
    splitFolders(folders, facts.folders);
  }
  return {};
}

// "include" lines with one pattern in the last part, as Debian and others have them.
void readLoaderSettings(const std::filesystem::path& file, int depth,
                        std::vector<std::filesystem::path>& folders) {
  std::ifstream input(file);
  for (std::string line; depth < 4 && std::getline(input, line);) {
    line.erase(std::min(line.find('#'), line.size()));
    line.erase(line.find_last_not_of(" \t") + 1);
    if (line.starts_with("include ")) {
      const std::filesystem::path pattern = file.parent_path() / line.substr(line.find_first_not_of(' ', 8));
      std::set<std::filesystem::path> found;
      std::error_code failed;
      for (const auto& entry : std::filesystem::directory_iterator(pattern.parent_path(), failed)) {
        if (entry.path().extension() == ".conf") {
          found.insert(entry.path());
        }
      }
      for (const auto& each : found) {
        readLoaderSettings(each, depth + 1, folders);
      }
    } else if (line.starts_with('/')) {
      folders.emplace_back(line);
    }
  }
}

std::vector<std::filesystem::path> systemFolders(const std::string& architecture) {
  std::vector<std::filesystem::path> folders;
  readLoaderSettings("/etc/ld.so.conf", 0, folders);
  const std::string multiarch = architecture == "arm64" ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
  for (const char* parent : {"/lib/", "/usr/lib/"}) {
    folders.emplace_back(parent + multiarch);
  }
  for (const char* folder : {"/lib64", "/usr/lib64", "/lib", "/usr/lib"}) {
    folders.emplace_back(folder);
  }
  return folders;
}

std::optional<std::filesystem::path> findLibrary(const std::string& name, const std::filesystem::path& asker,
                                                 const ElfFacts& facts) {
  std::vector<std::filesystem::path> folders;
  for (const std::string& folder : facts.folders) {
    constexpr std::string_view kOrigin = "$ORIGIN";
    const std::size_t at = folder.find(kOrigin);
    folders.emplace_back(at == std::string::npos ? folder
                                                 : folder.substr(0, at) + asker.parent_path().string() +
                                                       folder.substr(at + kOrigin.size()));
  }
  for (auto& folder : systemFolders(facts.architecture)) {
    folders.push_back(std::move(folder));
  }
  for (const auto& folder : folders) {
    std::error_code failed;
    const auto file = std::filesystem::canonical(folder / name, failed);
    if (failed || !std::filesystem::is_regular_file(file, failed)) {
      continue;
    }
    const auto other = readElf(file);
    if (other && other->architecture == facts.architecture) {
      return file;
    }
  }
  return std::nullopt;
}

}  // namespace

Result<ElfFacts> readElf(const std::filesystem::path& file) {
  TATARA_ASSIGN(ElfFile elf, ElfFile::open(file));
  Elf64_Ehdr header{};
  if (elf.size() < sizeof header) {
    return makeError(ErrorKind::Unsupported, "'" + file.string() + "' is no program and no library");
  }
  TATARA_TRY(elf.read(0, &header, sizeof header));
  ElfFacts facts;
  TATARA_ASSIGN(facts.architecture, architectureOf(header, file));
  if (header.e_phnum > kMostHeaders) {
    return elf.corrupt();
  }
  std::vector<Elf64_Phdr> headers(header.e_phnum);
  TATARA_TRY(elf.read(header.e_phoff, headers.data(), headers.size() * sizeof(Elf64_Phdr)));
  for (const Elf64_Phdr& segment : headers) {
    if (segment.p_type == PT_DYNAMIC) {
      TATARA_TRY(readDynamic(elf, headers, segment, facts));
    } else if (segment.p_type == PT_INTERP) {
      TATARA_ASSIGN(facts.interpreter, textAt(elf, segment.p_offset, segment.p_filesz, 0));
    }
  }
  return facts;
}

Result<std::vector<Library>> librariesOf(const std::vector<std::filesystem::path>& files) {
  std::map<std::string, std::filesystem::path> found;
  std::vector<std::filesystem::path> open;
  std::string loader;
  for (const auto& file : files) {
    std::error_code failed;
    const auto real = std::filesystem::canonical(file, failed);
    open.push_back(failed ? file : real);
  }
  while (!open.empty()) {
    const auto file = open.back();
    open.pop_back();
    TATARA_ASSIGN(const ElfFacts facts, readElf(file));
    loader = facts.interpreter.empty() ? loader : facts.interpreter;
    for (const std::string& name : facts.needed) {
      if (found.contains(name)) {
        continue;
      }
      // A name with a slash is a path of the machine it was made on.
      const auto library =
          name.find('/') == std::string::npos ? findLibrary(name, file, facts) : std::nullopt;
      if (!library || found.size() >= kMostLibraries) {
        return makeError(ErrorKind::NotFound,
                         "The library " + name + " that '" + file.string() +
                             "' needs is not on this machine, so the server cannot be packed");
      }
      found.emplace(name, *library);
      open.push_back(*library);
    }
  }
  std::vector<Library> libraries;
  const std::string loaderName = std::filesystem::path(loader).filename();
  for (auto& [name, file] : found) {
    if (name != loaderName) {
      libraries.push_back({name, file});
    }
  }
  if (!loader.empty()) {
    std::error_code failed;
    const auto file = std::filesystem::canonical(loader, failed);
    if (failed) {
      return fileError("The loader of programs cannot be read", loader, failed.value());
    }
    libraries.push_back({loaderName, file});
  }
  return libraries;
}

}  // namespace tatara::package
