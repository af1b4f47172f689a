// A column of 64-bit integers, compressed without loss. The format is told in core/series/block.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "core/series/internal/bytes.h"

namespace tatara::series::internal {

// Appends the smaller of the encodings tried. Any length, also zero.
void encodeInts(std::span<const std::int64_t> values, std::string& out);
// The same, where it takes less than `limit` bytes. Otherwise it may give up: false, and nothing is appended.
[[nodiscard]] bool encodeInts(std::span<const std::int64_t> values, std::string& out, std::size_t limit);

// Fills `values`, whose length the caller knows and has bounded. False where the bytes make no column of that
// length.
bool decodeInts(Reader& reader, std::span<std::int64_t> values);
// Past a column of `count` without looking at its elements.
bool skipInts(Reader& reader, std::size_t count);

}  // namespace tatara::series::internal
