// A stored file as a response: ranges, entity tags, and headers that keep a browser from running it.
// Errors: InvalidArgument ("Invalid path"), NotFound. Threads: any.
#pragma once

#include <string>
#include <string_view>

#include "core/api/internal/routes.h"

namespace tatara::api {

// `path` is below the artifact root and comes from outside.
Answer fileAnswer(Context& context, const http::Request& request, std::string_view path);

// Keeps a browser from running what it is sent; the last part of `path` is the name to save it under.
void addSafetyFields(http::Response& response, std::string_view path);

// A path that a client gave, checked in every decoding and cleaned.
Result<std::string> checkedPath(std::string_view path);
// The artifact path of `path` below `rootUri`; NotFound where that is no place of this server.
Result<std::string> pathBelow(std::string_view rootUri, std::string_view path);

}  // namespace tatara::api
