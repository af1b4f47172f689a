// Reads and runs a model's bytes for the first time: in a child process with limits of memory, processor time
// and wall time, without network and without a writable path (core/exec/sandbox.h).
//
// What passed there is what loadRunner() may be given. The child is `program` (empty: this very program) with
// the one word kProbeWord, which a program's main hands to probeMain(). A model that needs Python is not run:
// it never runs in our processes, and its own child has limits (runner.h).
//
// Threads: any. Errors: Corrupt, Unsupported, InvalidArgument in the words of loadRunner(); Corrupt with what
// became of the child when it crashed, asked for too much memory or did not come back.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "core/base/result.h"
#include "core/infer/runner.h"

namespace tatara::infer {

inline constexpr const char* kProbeWord = "__probe-model";

struct ProbeOptions {
  std::filesystem::path program = {};
  std::uint64_t memory = 6ull << 30;
  std::chrono::milliseconds deadline{30'000};
};

struct ProbeReport {
  bool run = false;  // false: needs Python
  std::string flavor = {};
  std::string libraryVersion = {};
  Signature signature = {};  // as the runner has it
  bool signatureDerived = false;
  std::string refused = {};  // what the model says against a row of zeros and empty texts, which is its right
  std::chrono::milliseconds time{};
};

Result<ProbeReport> probe(const ModelFiles& files, const ProbeOptions& options = {});

// What the child does: takes the model from standard input, answers on standard output, gives its exit code.
int probeMain();

}  // namespace tatara::infer
