// A workspace that the members of a group work in together.
//
// Its folders are 2770 and its files 0660, those of the write-ahead log too (they take the store's mode),
// whatever the umask of whoever makes them; core/base/new_file.h keeps it so. Who is in the group reads and
// writes everything: what a person may decide is the policy's matter (core/registry), not the file system's.
// Errors: NotFound (no such group), PermissionDenied (not a member of it), and those of createWorkspace.
#pragma once

#include <string>

#include "core/store/workspace.h"

namespace tatara::store {

// As createWorkspace. The folder itself, also one that was there, is given to the group.
Result<Workspace> createSharedWorkspace(const std::filesystem::path& folder, const std::string& group);

}  // namespace tatara::store
