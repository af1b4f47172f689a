// New files and folders of a workspace: their maker's alone, or shared with a group.
//
// A folder that hands its group on and lets it write (setgid and g+w, chmod(2)) is shared: what is made in it
// gets 0660, folders 2770. In every other folder it is 0600 and 0700. The umask changes neither: who shares a
// folder means it, and who does not must not depend on it. Threads: any.
#pragma once

#include <filesystem>

#include "core/base/result.h"

namespace tatara {

bool isShared(const std::filesystem::path& folder);

// Descriptor of a file that was not there before, closed on exec; `access` is O_WRONLY or O_RDWR with more
// flags. -1 with errno.
int openNewFile(const std::filesystem::path& file, int access);

// Missing ones above it too. False with errno; true where the folder is there already.
bool makeFolder(const std::filesystem::path& folder);

// Waits until the bytes of a file, or the names in a folder, are on the disk.
Status syncToDisk(const std::filesystem::path& fileOrFolder);

}  // namespace tatara
