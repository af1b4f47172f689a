// What happened to requests, as numbers: into the counters of a version, and out of them as traffic.
// Threads: countTime() from any; the others read what others write.
#pragma once

#include "core/deploy/serving.h"

namespace tatara::deploy::internal {

void countTime(Counters& counters, std::chrono::steady_clock::duration time);
void countFailure(const Call& call);  // of the model, not of its caller
Traffic totalOf(const Counters& counters);
Traffic difference(Traffic now, const Traffic& before);

}  // namespace tatara::deploy::internal
