// Files that only their owner reads. Threads: any.
#pragma once

#include <filesystem>
#include <string_view>

#include "core/base/result.h"

namespace tatara::store::internal {

// A new file with mode 0600 holding `text`, synced. AlreadyExists, PermissionDenied, Io.
Status makePrivateFile(const std::filesystem::path& file, std::string_view text = {});

}  // namespace tatara::store::internal
