// A batch as bytes between two processes of this machine and this program. What a child that ran a foreign
// model sends is believed in nothing: sizes are checked before anything is allocated.
// Threads: pure functions. Errors: Corrupt.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/infer/tensor.h"

namespace tatara::infer {

void appendBytes(std::string& bytes, const Batch& batch);
Result<Batch> batchIn(std::string_view bytes);

}  // namespace tatara::infer
