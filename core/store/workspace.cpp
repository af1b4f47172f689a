#include "core/store/workspace.h"

#include <fcntl.h>
#include <grp.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <vector>

#include "core/base/new_file.h"
#include "core/store/internal/new_store.h"
#include "core/store/internal/private_file.h"
#include "core/store/shared_workspace.h"
#include "core/text/error_phrase.h"

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

// What the person makes a workspace of is theirs, also inside of a shared folder.
Status makePrivateFolder(const fs::path& folder) {
  if (::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    return text::sayFileError(TATARA_SAYS("Phrase", "The folder %1 cannot be made"), {folder.string()},
                              folder, errno);
  }
  return {};
}

Status makeOneFolder(const fs::path& folder) {
  return makeFolder(folder) ? Status()
                            : text::sayFileError(TATARA_SAYS("Phrase", "The folder %1 cannot be made"),
                                                 {folder.string()}, folder, errno);
}

Result<gid_t> groupNamed(const std::string& name) {
  std::vector<char> buffer(16 * 1024);
  struct group entry {};
  struct group* found = nullptr;
  if (::getgrnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr) {
    return text::sayError(
        ErrorKind::NotFound,
        TATARA_SAYS("Phrase",
                    "There is no group \"%1\" on this machine; \"groups\" lists those you belong to"),
        {name});
  }
  return found->gr_gid;
}

// What is made in it from now on follows (core/base/new_file.h).
Status giveToGroup(const fs::path& folder, const std::string& name, gid_t group) {
  struct stat info {};
  const bool given = ::chown(folder.c_str(), static_cast<uid_t>(-1), group) == 0 &&
                     ::stat(folder.c_str(), &info) == 0 &&
                     ::chmod(folder.c_str(), (info.st_mode & 07777) | S_ISGID | S_IRWXG) == 0;
  return given ? Status()
               : text::sayFileError(TATARA_SAYS("Phrase", "The folder %1 cannot be given to the group %2"),
                                    {folder.string(), name}, folder, errno);
}

Result<fs::path> absolutePath(const fs::path& folder) {
  std::error_code error;
  fs::path absolute = fs::absolute(folder, error);
  if (error) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "The folder's name cannot be used"), {}, folder.string());
  }
  absolute = absolute.lexically_normal();
  return absolute.has_filename() ? absolute : absolute.parent_path();
}

// What the directory holds, also a link that leads nowhere. False, with errno, when it cannot be looked at.
bool isEntry(const fs::path& file) {
  struct stat info {};
  return ::lstat(file.c_str(), &info) == 0;
}

bool isAbsence(int code) {
  return code == ENOENT || code == ENOTDIR;
}

// Who may not read the settings does not know the policy either: the workspace is not opened.
Error unreadable(const fs::path& settings, int code) {
  const Error error = text::sayFileError(TATARA_SAYS("Phrase", "The workspace's settings %1 cannot be read"),
                                         {settings.string()}, settings, code);
  return text::sayError(
      error.kind == ErrorKind::PermissionDenied ? error.kind : ErrorKind::Io,
      code == EACCES || code == EPERM
          ? TATARA_SAYS("Phrase", "%1; ask its owner to let you read it")
          : TATARA_SAYS("Phrase", "%1; put back a file that can be read, \"version: 1\" is enough"),
      {text::messageOf(error)}, error.detail);
}

// Whether there are settings; an error when they are there and cannot be read.
Result<bool> hasSettings(const fs::path& settings) {
  if (!isEntry(settings)) {
    const int code = errno;
    return isAbsence(code) ? Result<bool>(false) : unreadable(settings, code);
  }
  const int descriptor = ::open(settings.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) {
    return unreadable(settings, errno);
  }
  struct stat info {};
  const int code = ::fstat(descriptor, &info) != 0 ? errno : S_ISDIR(info.st_mode) ? EISDIR : 0;
  ::close(descriptor);
  return code == 0 ? Result<bool>(true) : unreadable(settings, code);
}

// The folders of a workspace that is being made; those that were not there before go again, when they are
// empty, unless it is kept.
class NewFolders {
 public:
  explicit NewFolders(const Workspace& workspace) {
    for (const fs::path& folder :
         {workspace.artifactFolder(), workspace.logFolder(), workspace.stateFolder(), workspace.root}) {
      if (!isEntry(folder)) {
        m_new.push_back(folder);
      }
    }
  }
  ~NewFolders() {
    for (const fs::path& folder : m_new) {
      ::rmdir(folder.c_str());
    }
  }
  NewFolders(const NewFolders&) = delete;
  NewFolders& operator=(const NewFolders&) = delete;

  void keep() { m_new.clear(); }

 private:
  std::vector<fs::path> m_new;  // the innermost first
};

// The settings come last: what has them is a workspace. Where they cannot be written, the new store goes too.
Status fillWorkspace(const Workspace& workspace) {
  TATARA_TRY(makeOneFolder(workspace.artifactFolder()));
  TATARA_TRY(makeOneFolder(workspace.logFolder()));
  TATARA_TRY(text::sayContext(internal::makeStore(workspace.storeFile()),
                              TATARA_SAYS("Phrase", "making the store %1"),
                              {workspace.storeFile().string()}));
  Status written = internal::makePrivateFile(workspace.settingsFile(), kSettingsText);
  if (!written && written.error().kind != ErrorKind::AlreadyExists) {
    ::unlink(workspace.storeFile().c_str());
  }
  return written;
}

// Private where `group` is empty.
Result<Workspace> makeWorkspace(const fs::path& folder, const std::string& group) {
  TATARA_ASSIGN(const Workspace workspace, [&]() -> Result<Workspace> {
    TATARA_ASSIGN(fs::path root, absolutePath(folder));
    return Workspace{std::move(root)};
  }());
  std::error_code error;
  if (isEntry(workspace.settingsFile()) || fs::exists(workspace.storeFile(), error)) {
    return text::sayError(ErrorKind::AlreadyExists, TATARA_SAYS("Phrase", "%1 is a workspace already"),
                          {workspace.root.string()}, workspace.settingsFile().string());
  }
  if (fs::exists(workspace.root, error) && !fs::is_directory(workspace.root, error)) {
    return text::sayError(ErrorKind::InvalidArgument, TATARA_SAYS("Phrase", "%1 is a file; name a folder"),
                          {workspace.root.string()});
  }
  std::optional<gid_t> groupId;
  if (!group.empty()) {
    TATARA_ASSIGN(groupId, groupNamed(group));
  }
  fs::create_directories(workspace.root.parent_path(), error);
  NewFolders folders(workspace);
  TATARA_TRY(makePrivateFolder(workspace.root));
  if (isNetworkFileSystem(workspace.root)) {
    return text::sayError(
        ErrorKind::Unsupported,
        TATARA_SAYS(
            "Phrase",
            "A workspace cannot be on a network file system: choose a folder on a disk of this machine"),
        {}, workspace.root.string());
  }
  if (groupId) {
    TATARA_TRY(giveToGroup(workspace.root, group, *groupId));
    TATARA_TRY(makeOneFolder(workspace.stateFolder()));
  } else {
    TATARA_TRY(makePrivateFolder(workspace.stateFolder()));
  }
  TATARA_TRY(fillWorkspace(workspace));
  folders.keep();
  return workspace;
}

}  // namespace

Result<Workspace> createWorkspace(const fs::path& folder) {
  return makeWorkspace(folder, {});
}

Result<Workspace> createSharedWorkspace(const fs::path& folder, const std::string& group) {
  return makeWorkspace(folder, group);
}

Result<Workspace> openWorkspace(const fs::path& folder) {
  TATARA_ASSIGN(fs::path root, absolutePath(folder));
  Workspace workspace{std::move(root)};
  std::error_code error;
  if (!fs::is_directory(workspace.root, error)) {
    return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "There is no folder %1"),
                          {workspace.root.string()});
  }
  TATARA_ASSIGN(const bool settled, hasSettings(workspace.settingsFile()));
  if (!settled && !fs::exists(workspace.storeFile(), error)) {
    return text::sayError(ErrorKind::NotFound,
                          TATARA_SAYS("Phrase", "%1 is not a workspace; `tatara init` makes one there"),
                          {workspace.root.string()}, workspace.settingsFile().string());
  }
  if (isNetworkFileSystem(workspace.root)) {
    return text::sayError(
        ErrorKind::Unsupported,
        TATARA_SAYS("Phrase",
                    "A workspace cannot be on a network file system: copy it to a disk of this machine"),
        {}, workspace.root.string());
  }
  return workspace;
}

std::optional<Workspace> findWorkspace(const fs::path& from) {
  std::error_code error;
  fs::path folder = fs::absolute(from, error).lexically_normal();
  while (!error) {
    if (isEntry(folder / "tatara.yaml")) {
      return Workspace{folder};
    }
    if (folder == folder.parent_path()) {
      break;
    }
    folder = folder.parent_path();
  }
  const Workspace home{defaultWorkspaceFolder()};
  if (isEntry(home.settingsFile())) {
    return home;
  }
  return std::nullopt;
}

fs::path defaultWorkspaceFolder() {
  const char* home = std::getenv("HOME");  // NOLINT(concurrency-mt-unsafe): nothing here sets variables
  return fs::path(home != nullptr ? home : "/") / "tatara";
}

}  // namespace tatara::store
