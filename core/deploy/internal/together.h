// Several requests of one model as one call of its library.
//
// The answers are those that each would have had alone, to the last bit: only models whose info().rowsAlone
// says so are asked together, and small requests only. Where the joint call fails each is asked alone, so
// that a refusal meets whom it concerns. Threads: as the runner's.
#pragma once

#include <vector>

#include "core/infer/runner.h"

namespace tatara::deploy::internal {

// Gives an answer for each of the inputs, in their order.
std::vector<Result<infer::Batch>> predictTogether(const infer::Runner& runner,
                                                  const std::vector<infer::Batch>& inputs);

}  // namespace tatara::deploy::internal
