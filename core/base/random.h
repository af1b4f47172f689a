// Identifiers that nobody can guess or collide with: bytes from the kernel (getrandom, Linux 3.17).
//
// Threads: any.
#pragma once

#include <cstddef>
#include <string>

namespace tatara {

// Twice `bytes` lower-case hexadecimal digits; 16 bytes make MLflow's 32-digit run id.
std::string randomHex(std::size_t bytes);

}  // namespace tatara
