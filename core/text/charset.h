// Other character sets to UTF-8, through the C library's iconv.
//
// Threads: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace tatara::text {

// `charset` is a name that iconv knows: "SHIFT_JIS", "EUC-JP", "WINDOWS-1252", "UTF-16LE".
// Errors: Unsupported for an unknown name; Parse, with the byte offset, for bytes that the character set
// lacks.
Result<std::string> toUtf8(std::string_view bytes, std::string_view charset);

}  // namespace tatara::text
