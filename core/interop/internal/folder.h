// A folder held open, whose files are reached name by name: no symbolic link is followed and no name leads
// out of it.
//
// Threads: one at a time. Errors: NotFound, InvalidArgument (a link, a device, a name with a slash),
// PermissionDenied, Io.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace tatara::interop::internal {

// A descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int value = -1) : m_value(value) {}
  Descriptor(Descriptor&& other) noexcept : m_value(std::exchange(other.m_value, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();
  int value() const { return m_value; }

 private:
  int m_value;
};

class Folder {
 public:
  enum class Kind { File, Folder, Other };
  struct Item {
    std::string name;
    Kind kind{};
  };

  // The folder that a person named; this one may be reached through links. `shown` is how sentences call it.
  static Result<Folder> open(const std::filesystem::path& path, std::string shown);

  // Absent is normal; so is a link or a file of that name, which is no folder of ours.
  std::optional<Folder> find(std::string_view name) const;
  // One below another.
  std::optional<Folder> find(const std::vector<std::string>& names) const;
  // Sorted by name.
  Result<std::vector<Item>> list() const;
  Result<std::string> read(std::string_view name, std::int64_t limit) const;
  std::optional<std::string> findText(std::string_view name, std::int64_t limit) const;
  // A regular file, to be read from.
  Result<Descriptor> openFile(std::string_view name) const;
  struct Facts {
    std::int64_t size = 0;
    std::int64_t modifiedMillis = 0;
  };
  std::optional<Facts> findFacts(std::string_view name) const;
  // In pieces of up to a megabyte.
  Status stream(std::string_view name, const std::function<Status(std::string_view)>& take) const;

  // Absolute, without links.
  Result<std::filesystem::path> path() const;

  const std::string& shown() const { return m_shown; }
  std::string shown(std::string_view name) const { return m_shown + "/" + std::string(name); }

 private:
  Folder(Descriptor descriptor, std::string shown)
      : m_descriptor(std::move(descriptor)), m_shown(std::move(shown)) {}

  Descriptor m_descriptor;
  std::string m_shown;
};

}  // namespace tatara::interop::internal
