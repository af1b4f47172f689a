// CRC-32C (Castagnoli, RFC 3720; reflected polynomial 0x82F63B78), by the processor's instruction where it
// has one.
//
// Threads: pure functions.
#pragma once

#include <cstdint>
#include <string_view>

namespace tatara {

std::uint32_t crc32c(std::string_view bytes);
// Of bytes that follow those with the checksum `before`.
std::uint32_t crc32c(std::uint32_t before, std::string_view bytes);

}  // namespace tatara
