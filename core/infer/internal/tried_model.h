// A model in a process of its own, where it was loaded and asked once: what probe() learns from and what
// loadRunnerApart() goes on asking.
//
// The child takes the model from standard input. Over the channel that is its descriptor 3 it tells its
// report as JSON; one that stays then answers each batch (batch_bytes.h) with a mark and either a batch or an
// error as JSON, until the channel ends. Threads: any. Errors: as probe().
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "core/exec/child.h"
#include "core/infer/internal/channel.h"
#include "core/infer/probe.h"

namespace tatara::infer {

inline constexpr char kAnswerMark = 'B';
inline constexpr char kErrorMark = 'E';

struct TriedModel {
  exec::Child process;
  std::unique_ptr<Channel> channel;
  RunnerInfo info;
  std::string refused;  // as in ProbeReport
};

// `threads`: that one prediction of a process that stays may use; 0: it ends with its report.
Result<TriedModel> startTried(const ModelFiles& files, const ProbeOptions& options, int threads,
                              const std::stop_token& stop);

Error errorIn(const text::Json& answer);
Error tooMuchMemory(std::uint64_t memory, std::string detail);

}  // namespace tatara::infer
