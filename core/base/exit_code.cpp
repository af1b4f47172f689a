#include "core/base/exit_code.h"

namespace tatara {

int exitCodeOf(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::InvalidArgument:
      return 2;
    case ErrorKind::NotFound:
      return 3;
    case ErrorKind::AlreadyExists:
    case ErrorKind::Conflict:
    case ErrorKind::PermissionDenied:
      return 4;
    case ErrorKind::Corrupt:
    case ErrorKind::Parse:
    case ErrorKind::Unsupported:
    case ErrorKind::SchemaTooNew:
      return 5;
    case ErrorKind::Busy:
    case ErrorKind::Io:
      return 6;
    case ErrorKind::Cancelled:
      return 130;
    case ErrorKind::Internal:
      break;
  }
  return 70;
}

}  // namespace tatara
