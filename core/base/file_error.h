// What the operating system said about a file, as an Error. Threads: any.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.h"

namespace tatara {

// `message` names what could not be done; the system's words for `code` (an errno) are added to it. Kinds:
// PermissionDenied, AlreadyExists, NotFound, else Io.
Error fileError(std::string message, const std::filesystem::path& file, int code);

}  // namespace tatara
