#include "core/api/internal/failure.h"

#include <cerrno>
#include <string>
#include <system_error>

#include "core/base/log.h"
#include "core/text/json.h"

namespace tatara::api {
namespace {

struct Code {
  int status;
  std::string_view name;
};

Code codeOf(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::InvalidArgument:
    case ErrorKind::Parse:
      return {400, "INVALID_PARAMETER_VALUE"};
    case ErrorKind::NotFound:
      return {404, "RESOURCE_DOES_NOT_EXIST"};
    case ErrorKind::AlreadyExists:
      return {400, "RESOURCE_ALREADY_EXISTS"};
    case ErrorKind::Conflict:
      return {409, "RESOURCE_CONFLICT"};
    case ErrorKind::PermissionDenied:
      return {403, "PERMISSION_DENIED"};
    case ErrorKind::Unsupported:
      return {501, "NOT_IMPLEMENTED"};
    case ErrorKind::Busy:
    case ErrorKind::Cancelled:
      return {503, "TEMPORARILY_UNAVAILABLE"};
    case ErrorKind::Corrupt:
    case ErrorKind::SchemaTooNew:
      return {500, "DATA_LOSS"};
    case ErrorKind::Io:
    case ErrorKind::Internal:
      break;
  }
  return {500, "INTERNAL_ERROR"};
}

// By the words of the system (core/base/file_error.h) or of SQLite. MLflow's clients repeat a 500 for
// minutes, which helps nobody here; a 507 they tell at once.
bool isFullDisk(const Error& error) {
  const auto says = [&](std::string_view words) { return error.detail.find(words) != std::string::npos; };
  const auto toldBy = [&](std::errc code) { return says(std::make_error_code(code).message()); };
  return error.kind == ErrorKind::Io &&
         (says("disk is full") || toldBy(std::errc::no_space_on_device) || toldBy(std::errc{EDQUOT}));
}

std::string_view codeOfStatus(int status) {
  switch (status) {
    case 401:
      return "UNAUTHENTICATED";
    case 403:
      return "PERMISSION_DENIED";
    case 404:
    case 405:
      return "ENDPOINT_NOT_FOUND";
    case 429:
      return "REQUEST_LIMIT_EXCEEDED";
    case 501:
      return "NOT_IMPLEMENTED";
    case 503:
      return "TEMPORARILY_UNAVAILABLE";
    default:
      return "INVALID_PARAMETER_VALUE";
  }
}

}  // namespace

http::Response failure(int status, std::string_view code, std::string_view message) {
  std::string body = "{\"error_code\": \"";
  body += code;
  body += "\", \"message\": ";
  text::appendJsonString(body, message);
  body += '}';
  return http::jsonResponse(std::move(body), status);
}

http::Response explain(const Error& error) {
  const Code code = isFullDisk(error) ? Code{507, "RESOURCE_EXHAUSTED"} : codeOf(error.kind);
  if (code.status == 501) {  // a question of the client's, not a fault of the server
    log::info("declined: " + error.message);
  } else if (code.status >= 500) {
    log::error("answering a request", error);
  }
  const bool full = code.status == 507;
  return failure(code.status, code.name,
                 full ? "The server's disk is full. " + error.message : error.message);
}

http::Response refuse(const http::Refusal& refusal) {
  http::Response response = failure(refusal.status, codeOfStatus(refusal.status), refusal.message);
  if (refusal.status == 401) {
    response.fields.emplace_back("WWW-Authenticate", "Basic realm=\"tatara\"");
  }
  if (refusal.retryAfter.count() > 0) {
    response.fields.emplace_back("Retry-After", std::to_string(refusal.retryAfter.count()));
  }
  return response;
}

}  // namespace tatara::api
