// CRC-32C (Castagnoli, reflected polynomial 0x82F63B78), by the processor's instruction where it has one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace tatara::series::internal {

std::uint32_t crc32c(std::string_view bytes);

// The four bytes of the checksum over everything before them, little-endian.
void putChecksum(std::string& out);
// The bytes before the checksum. Errors: Corrupt, naming `what`.
Result<std::string_view> checkedBody(std::string_view bytes, std::string_view what);

}  // namespace tatara::series::internal
