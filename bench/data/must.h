// A benchmark that something fails in says why and ends with 1.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "core/base/result.h"

namespace tatara::bench {

[[noreturn]] inline void fail(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(1);
}

inline void must(const Status& status) {
  if (!status) {
    fail(status.error().message + "\n" + status.error().detail);
  }
}

template <typename T>
T must(Result<T> result) {
  if (!result) {
    fail(result.error().message + "\n" + result.error().detail);
  }
  return std::move(*result);
}

}  // namespace tatara::bench
