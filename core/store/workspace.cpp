#include "core/store/workspace.h"
#include "core/base/file_error.h"

#include <sys/stat.h>
#include <sys/vfs.h>

#include <cerrno>
#include <cstdlib>

#include "core/store/internal/private_file.h"
#include "core/store/store.h"

namespace tatara::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSettingsText =
    "# Settings of this Tatara workspace: text, made to be kept under version control.\n"
    "# What programs keep (runs, metrics, artifacts) is beside it in .tatara/, which is not.\n"
    "version: 1\n";

// Magic numbers of statfs(2) whose file systems share no memory between machines.
bool isNetworkFileSystem(const fs::path& folder) {
  struct statfs info {};
  if (::statfs(folder.c_str(), &info) != 0) {
    return false;
  }
  constexpr unsigned long kNfs = 0x6969;
  constexpr unsigned long kSmb = 0x517b;
  constexpr unsigned long kCifs = 0xff534d42;
  constexpr unsigned long kSmb2 = 0xfe534d42;
  const auto type = static_cast<unsigned long>(info.f_type) & 0xffffffffUL;
  return type == kNfs || type == kSmb || type == kCifs || type == kSmb2;
}

Status makePrivateFolder(const fs::path& folder) {
  std::error_code error;
  if (!folder.parent_path().empty()) {
    fs::create_directories(folder.parent_path(), error);
  }
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    return fileError("The folder " + folder.string() + " cannot be made", folder, errno);
  }
  return {};
}

Result<fs::path> absolutePath(const fs::path& folder) {
  std::error_code error;
  fs::path absolute = fs::absolute(folder, error);
  if (error) {
    return makeError(ErrorKind::InvalidArgument, "The folder's name cannot be used", folder.string());
  }
  absolute = absolute.lexically_normal();
  return absolute.has_filename() ? absolute : absolute.parent_path();
}

}  // namespace

Result<Workspace> createWorkspace(const fs::path& folder) {
  TATARA_ASSIGN(const Workspace workspace, [&]() -> Result<Workspace> {
    TATARA_ASSIGN(fs::path root, absolutePath(folder));
    return Workspace{std::move(root)};
  }());
  std::error_code error;
  if (fs::exists(workspace.settingsFile(), error) || fs::exists(workspace.storeFile(), error)) {
    return makeError(ErrorKind::AlreadyExists, workspace.root.string() + " is a workspace already",
                     workspace.settingsFile().string());
  }
  if (fs::exists(workspace.root, error) && !fs::is_directory(workspace.root, error)) {
    return makeError(ErrorKind::InvalidArgument, workspace.root.string() + " is a file; name a folder");
  }
  TATARA_TRY(makePrivateFolder(workspace.root));
  if (isNetworkFileSystem(workspace.root)) {
    return makeError(
        ErrorKind::Unsupported,
        "A workspace cannot be on a network file system: choose a folder on a disk of this machine",
        workspace.root.string());
  }
  TATARA_TRY(makePrivateFolder(workspace.stateFolder()));
  TATARA_TRY(makePrivateFolder(workspace.artifactFolder()));
  TATARA_TRY(makePrivateFolder(workspace.logFolder()));
  TATARA_ASSIGN(const auto store, Store::open(workspace, {.access = sql::Access::Create}));
  TATARA_TRY(internal::makePrivateFile(workspace.settingsFile(), kSettingsText));
  return workspace;
}

Result<Workspace> openWorkspace(const fs::path& folder) {
  TATARA_ASSIGN(fs::path root, absolutePath(folder));
  Workspace workspace{std::move(root)};
  std::error_code error;
  if (!fs::is_directory(workspace.root, error)) {
    return makeError(ErrorKind::NotFound, "There is no folder " + workspace.root.string());
  }
  if (!fs::exists(workspace.settingsFile(), error) && !fs::exists(workspace.storeFile(), error)) {
    return makeError(ErrorKind::NotFound,
                     workspace.root.string() + " is not a workspace; `tatara init` makes one there",
                     workspace.settingsFile().string());
  }
  if (isNetworkFileSystem(workspace.root)) {
    return makeError(ErrorKind::Unsupported,
                     "A workspace cannot be on a network file system: copy it to a disk of this machine",
                     workspace.root.string());
  }
  return workspace;
}

std::optional<Workspace> findWorkspace(const fs::path& from) {
  std::error_code error;
  fs::path folder = fs::absolute(from, error).lexically_normal();
  while (!error) {
    if (fs::exists(folder / "tatara.yaml", error)) {
      return Workspace{folder};
    }
    if (folder == folder.parent_path()) {
      break;
    }
    folder = folder.parent_path();
  }
  const Workspace home{defaultWorkspaceFolder()};
  if (fs::exists(home.settingsFile(), error)) {
    return home;
  }
  return std::nullopt;
}

fs::path defaultWorkspaceFolder() {
  const char* home = std::getenv("HOME");  // NOLINT(concurrency-mt-unsafe): nothing here sets variables
  return fs::path(home != nullptr ? home : "/") / "tatara";
}

}  // namespace tatara::store
