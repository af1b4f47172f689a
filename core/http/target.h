// Request targets (RFC 3986) and the rule that keeps paths under their root.
//
// A path means what it says after one decoding. Whether it is safe is judged on every decoding of it, up to
// the point where decoding changes nothing: `%252e%252e` is refused although it is a legal name after one.
// Errors: InvalidArgument with MLflow's own words "Invalid path". Threads: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace tatara::http {

enum class PlusSign { Literal, Space };

// %41 becomes A; a % without two hexadecimal digits stays.
std::string percentDecode(std::string_view text, PlusSign plus);
// Everything but letters, digits and -._~/ becomes %XX.
std::string percentEncode(std::string_view text);

// `a=1&b=x+y`, decoded.
std::vector<std::pair<std::string, std::string>> parseQuery(std::string_view query);

// A target's path: starts with '/', has no part `.` or `..`, no backslash and no control character, at any
// decoding.
Result<std::string> decodePath(std::string_view rawPath);

// A path below some root, as a query argument or the tail of a route: relative, without empty, `.` or `..`
// parts, drive letters, backslashes, '#', ';', '?' or control characters, at any decoding. Empty is the root
// itself.
Status checkRelativePath(std::string_view path);

}  // namespace tatara::http
