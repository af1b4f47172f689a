// A model that runs in a process of its own for as long as it is asked: the one that probe() would have tried
// it in, with the same limits of memory and time, without network and without a writable path. For whoever
// computes with models that nobody vouches for; this process never holds their bytes in a library.
//
// A model that needs Python runs in its own child with limits of its own (runner.h). Answers are those of
// loadRunner(), to the last bit.
//
// Threads: predict() from any, one at a time. Errors: those of probe() and of the model; Cancelled; and once
// the child is gone, for this and every later batch, why: Corrupt (it crashed, or asked for too much memory),
// Busy (it did not answer in time).
#pragma once

#include <stop_token>

#include "core/infer/probe.h"

namespace tatara::infer {

struct ApartOptions {
  ProbeOptions probe = {};                                        // memory is that of the whole life
  std::chrono::milliseconds patience = std::chrono::minutes(10);  // for one batch
  int threads = 1;                                                // 0: all processors
  std::filesystem::path python = {};  // empty: models that need Python are refused
  std::stop_token stop = {};
};

Result<std::unique_ptr<Runner>> loadRunnerApart(const ModelFiles& files, const ApartOptions& options = {});

}  // namespace tatara::infer
