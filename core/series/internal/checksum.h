// The checksum at the end of blocks, packs and pyramids: CRC-32C.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace tatara::series::internal {

// The four bytes of the checksum over everything before them, little-endian.
void putChecksum(std::string& out);
// The bytes before the checksum. Errors: Corrupt, naming `what`.
Result<std::string_view> checkedBody(std::string_view bytes, std::string_view what);

}  // namespace tatara::series::internal
