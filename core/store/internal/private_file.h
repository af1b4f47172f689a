// Files that only their owner reads. Threads: any.
#pragma once

#include <filesystem>
#include <string_view>

#include "core/base/result.h"

namespace tatara::store::internal {

// A new file with mode 0600 holding `text`, synced. AlreadyExists, PermissionDenied, Io.
Status makePrivateFile(const std::filesystem::path& file, std::string_view text = {});

// An Error that names the file and what the system said (`code` is an errno).
Error fileError(std::string message, const std::filesystem::path& file, int code);

}  // namespace tatara::store::internal
