// The bytes of a block of logged requests: lines of JSON, zstd.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/sql/connection.h"

namespace tatara::deploy::internal {

std::string compressBlock(const std::string& lines);
Result<std::string> expandBlock(sql::Bytes bytes);  // Corrupt

}  // namespace tatara::deploy::internal
