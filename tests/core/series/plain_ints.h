// The search for the smallest encoding of a column of integers, written out plainly: every candidate is made
// and measured. core/series/internal/int_encoder.cpp must come to the same bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace tatara::series::tests {

void plainEncodeInts(std::span<const std::int64_t> values, std::string& out);

}  // namespace tatara::series::tests
