// The bytes of a block of logged requests: lines of JSON, zstd.
#pragma once

#include <chrono>
#include <span>
#include <string>

#include "core/base/result.h"
#include "core/sql/connection.h"

namespace tatara::deploy::internal {

// Of pieces that follow one another, resting so long after each. Internal: there is no memory for it.
Result<std::string> compressBlock(std::span<const std::string> pieces, std::chrono::microseconds rest = {});
inline Result<std::string> compressBlock(const std::string& lines) {
  return compressBlock(std::span(&lines, 1));
}
Result<std::string> expandBlock(sql::Bytes bytes);  // Corrupt

}  // namespace tatara::deploy::internal
