// Files that only their owner reads, and in a shared workspace its group. Threads: any.
#pragma once

#include <filesystem>
#include <string_view>

#include "core/base/result.h"

namespace tatara::store::internal {

// A new file (its mode as core/base/new_file.h says) holding `text`, synced. AlreadyExists, PermissionDenied,
// Io.
Status makePrivateFile(const std::filesystem::path& file, std::string_view text = {});

}  // namespace tatara::store::internal
