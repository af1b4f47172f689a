// Files that readers are to open, where writing costs least.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "tests/fuzz/fuzz.h"

namespace tatara::fuzz {

// A folder that goes with the program; in memory, where the machine has a place for it.
class Scratch {
 public:
  Scratch() {
    std::error_code ignored;
    const std::filesystem::path memory = "/dev/shm";
    const bool there = std::filesystem::is_directory(memory, ignored) && ::access(memory.c_str(), W_OK) == 0;
    std::string name =
        ((there ? memory : std::filesystem::temp_directory_path()) / "tatara-fuzz-XXXXXX").string();
    expect(::mkdtemp(name.data()) != nullptr, "a folder can be made");
    m_root = name;
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(m_root, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::filesystem::path operator/(std::string_view name) const { return m_root / name; }

 private:
  std::filesystem::path m_root;
};

// A file that stays open and holds other bytes each time.
class TriedFile {
 public:
  explicit TriedFile(std::filesystem::path path) : m_path(std::move(path)) {
    std::filesystem::create_directories(m_path.parent_path());
    m_descriptor = ::open(m_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    expect(m_descriptor >= 0, "a file can be made");
  }
  TriedFile(TriedFile&& other) noexcept
      : m_path(std::move(other.m_path)), m_descriptor(std::exchange(other.m_descriptor, -1)) {}
  TriedFile& operator=(TriedFile&&) = delete;
  ~TriedFile() {
    if (m_descriptor >= 0) {
      ::close(m_descriptor);
    }
  }

  const std::filesystem::path& path() const { return m_path; }
  void put(std::string_view bytes) const {
    expect(::ftruncate(m_descriptor, static_cast<off_t>(bytes.size())) == 0 &&
               ::pwrite(m_descriptor, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()),
           "a file can be written");
  }

 private:
  std::filesystem::path m_path;
  int m_descriptor = -1;
};

}  // namespace tatara::fuzz
