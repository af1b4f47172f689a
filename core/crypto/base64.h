// Base64 with padding (RFC 4648, section 4). Threads: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tatara::crypto {

std::string toBase64(std::string_view bytes);
// Nothing for what is not exactly base64 with its padding.
std::optional<std::string> fromBase64(std::string_view text);

}  // namespace tatara::crypto
