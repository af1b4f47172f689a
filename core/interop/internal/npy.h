// A tensor as a file of NumPy's format .npy, version 1.0 (numpy/lib/format.py), in C order.
#pragma once

#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/interop/internal/event_tensor.h"
#include "core/interop/internal/wire.h"

namespace tatara::interop::internal {

// The element type stays where NumPy has it; bfloat16, and elements listed one by one that are no 32-bit
// floats, become doubles. Nothing where the tensor's elements cannot be read.
std::optional<std::string> toNpy(const Tensor& tensor);
// The TensorProto of a file that toNpy wrote. Errors: Parse.
Result<WireWriter> fromNpy(std::string_view file);

}  // namespace tatara::interop::internal
