#include "core/base/result.h"

namespace tatara {

std::string_view toString(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::NotFound:
      return "not found";
    case ErrorKind::AlreadyExists:
      return "already exists";
    case ErrorKind::InvalidArgument:
      return "invalid argument";
    case ErrorKind::Conflict:
      return "conflict";
    case ErrorKind::Busy:
      return "busy";
    case ErrorKind::Cancelled:
      return "cancelled";
    case ErrorKind::Corrupt:
      return "corrupt";
    case ErrorKind::Io:
      return "input/output";
    case ErrorKind::Parse:
      return "parse";
    case ErrorKind::Unsupported:
      return "unsupported";
    case ErrorKind::SchemaTooNew:
      return "schema too new";
    case ErrorKind::PermissionDenied:
      return "permission denied";
    case ErrorKind::Internal:
      return "internal";
  }
  return "internal";
}

Error makeError(ErrorKind kind, std::string message, std::string detail) {
  return Error{kind, std::move(message), std::move(detail)};
}

Error withContext(Error error, std::string_view context) {
  error.message = std::string(context) + ": " + error.message;
  return error;
}

}  // namespace tatara
