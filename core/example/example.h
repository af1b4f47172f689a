// The example workspace: simulated bike rentals, real training on them, and a registered model from the best
// of it.
//
//   FOLDER/data/                    the simulated files and what they are (bike_rentals.h)
//   experiment bike-demand-baseline a linear model, a shallow one, and XGBoost's defaults with five seeds
//   experiment bike-demand-search   a parent run and its trials, drawn at random from the seed
//   experiment bike-demand-ablation the best trial's parameters with one group of features left out at a time
//   dataset bike_rentals_simulated  those files as its versions 1 and 2
//   model bike-demand               three versions from those runs; aliases champion and challenger
//   policy in tatara.yaml           champion moves by reviews only; one waits, asked for by a job
//   endpoint bike-demand-live       serves the champion, with the challenger in a canary that waits for
//                                   requests (endpoint.h)
//
// Not one figure is invented: every metric, time and file comes from a training that ran here, and notes
// quote numbers of those runs only. Trials run beside each other, one XGBoost thread each, so that the
// numbers of a seed are the same on any number of processors. Everything that shows the data says that it is
// simulated.
//
// Threads: makeExample() blocks and joins all its threads before it comes back; `onProgress` is called from
// several of them, one at a time. When it fails or is stopped, nothing half-made stays behind. Errors:
// AlreadyExists when FOLDER holds a workspace, Cancelled, and those of training.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

#include "core/base/result.h"
#include "core/store/workspace.h"

namespace tatara::example {

struct ExampleOptions {
  std::uint64_t seed = 20221;
  int trials = 44;
  int rounds = 150;  // most of a training
  int threads = 0;   // 0: one a processor
};

struct Progress {
  std::string doing;
  int done = 0;
  int total = 0;
};
using OnProgress = std::function<void(const Progress&)>;

Result<store::Workspace> makeExample(const std::filesystem::path& folder, const ExampleOptions& options = {},
                                     const OnProgress& onProgress = {}, std::stop_token stop = {});

}  // namespace tatara::example
