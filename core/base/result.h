// What a fallible function returns, and what went wrong when it could not do its work.
//
// `Result<T>` is either a value or an `Error`. It is never dropped: the class is [[nodiscard]].
// An error is handled exactly once: logged, shown, or passed on with context (`withContext`).
// Absence that is normal is `std::optional` from a `find…`, never an error.
//
// Threads: values; no shared state.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <tl/expected.hpp>

namespace tatara {

// What a program may decide upon. What a person reads is `Error::message`.
enum class ErrorKind {
  NotFound,
  AlreadyExists,
  InvalidArgument,
  Conflict,
  Busy,
  Cancelled,
  Corrupt,
  Io,
  Parse,
  Unsupported,
  SchemaTooNew,
  PermissionDenied,
  Internal,
};

std::string_view toString(ErrorKind kind);

struct [[nodiscard]] Error {
  ErrorKind kind = ErrorKind::Internal;
  std::string message;  // one sentence for a person, no full stop needed; says what to do where that is known
  std::string detail;   // paths, codes, the library's own words; for logs and "Copy details"
};

Error makeError(ErrorKind kind, std::string message, std::string detail = {});

// The same error, told from one floor up: "opening the store: file is locked".
Error withContext(Error error, std::string_view context);

template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
  Result(Error error) : tl::expected<T, Error>(tl::unexpect, std::move(error)) {}
};

using Status = Result<void>;

template <typename T>
Result<T> withContext(Result<T> result, std::string_view context) {
  if (result) {
    return result;
  }
  return withContext(std::move(result.error()), context);
}

}  // namespace tatara

#define TATARA_JOIN_(a, b) a##b
#define TATARA_JOIN(a, b) TATARA_JOIN_(a, b)

// Returns the error of a Status or Result to the caller.
#define TATARA_TRY(expression)                                                                 \
  do {                                                                                         \
    if (auto TATARA_JOIN(status_, __LINE__) = (expression); !TATARA_JOIN(status_, __LINE__)) { \
      return std::move(TATARA_JOIN(status_, __LINE__)).error();                                \
    }                                                                                          \
  } while (false)

// TATARA_ASSIGN(auto file, openFile(path)): binds the value, or returns the error to the caller.
#define TATARA_ASSIGN(target, expression) TATARA_ASSIGN_(TATARA_JOIN(result_, __LINE__), target, expression)
#define TATARA_ASSIGN_(name, target, expression) \
  auto name = (expression);                      \
  if (!name) {                                   \
    return std::move(name).error();              \
  }                                              \
  target = std::move(*name)
