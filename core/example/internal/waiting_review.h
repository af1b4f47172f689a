// The example's policy, and the review that waits in it.
//
// What a nightly job would do: with its own token, ask that the challenger become champion. The job is not
// the person who opened the example, so that this person can decide. Threads: as makeExample().
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "core/dataset/engine.h"
#include "core/store/store.h"

namespace tatara::example::internal {

// `reason` begins the request; the verdict follows it.
Status addWaitingReview(const std::shared_ptr<store::Store>& store, dataset::Engine& engine,
                        const std::string& reason, std::stop_token stop);

}  // namespace tatara::example::internal
