// MLflow's errors: {"error_code": ..., "message": ...} with the status that belongs to the code.
//
// The table of kinds (failure.cpp) is the only place where an Error becomes a status. Threads: pure
// functions.
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/http/message.h"
#include "core/http/server.h"

namespace tatara::api {

http::Response failure(int status, std::string_view code, std::string_view message);
http::Response explain(const Error& error);
http::Response refuse(const http::Refusal& refusal);

inline Error invalid(std::string message) {
  return makeError(ErrorKind::InvalidArgument, std::move(message));
}
inline Error notFound(std::string message) {
  return makeError(ErrorKind::NotFound, std::move(message));
}

}  // namespace tatara::api
