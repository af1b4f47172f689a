// A column of doubles, compressed without losing a bit. The format is told in core/series/block.h.
#pragma once

#include <span>
#include <string>

#include "core/series/internal/bytes.h"

namespace tatara::series::internal {

void encodeValues(std::span<const double> values, std::string& out);
bool decodeValues(Reader& reader, std::span<double> values);

}  // namespace tatara::series::internal
