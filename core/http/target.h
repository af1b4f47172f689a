// Request targets (RFC 3986) and the rule that keeps paths under their root.
//
// A path means what it says after one decoding. Whether it leads out of its root is judged on every decoding
// of it, up to the point where decoding changes nothing: `%252e%252e` is refused although it is a legal name
// after one. What else a name may not have (control characters, '#', ';', '?') is judged on the name itself:
// MLflow 2 writes pictures as `dog%step%23%timestamp%1795354213138%…`. Errors: InvalidArgument with MLflow's
// own words "Invalid path". Threads: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace tatara::http {

// `a=1&b=x+y`, decoded.
std::vector<std::pair<std::string, std::string>> parseQuery(std::string_view query);

// A target's path: starts with '/', has no part `.` or `..`, no backslash and no NUL, at any decoding, and no
// control character.
Result<std::string> decodePath(std::string_view rawPath);

// A path below some root, as a query argument or the tail of a route: relative, without empty, `.` or `..`
// parts, drive letters, backslashes or NULs, at any decoding, and without '#', ';', '?' and control
// characters. Empty is the root itself.
Status checkRelativePath(std::string_view path);

}  // namespace tatara::http
