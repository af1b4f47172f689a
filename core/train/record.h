// A training as a run of a workspace: parameters, data, metrics as they come, artifacts, the model, and all
// that a later reproduction needs.
//
//   params      the booster's by their own names, and rounds, early_stopping_rounds, target, task, split,
//   seed, … metrics     train_… and val_… of every round at its step. When the saved model is an earlier
//   round than the last,
//               one more point at the step after the last carries its values (as MLflow's own XGBoost logging
//               does), so that the latest value is always the saved model's. best_round, and quality at the
//               same step.
//   tags        MLflow's for user, source and git; tatara.task; tatara.error when it failed; while it trains
//               the one by which it can be asked to stop (track/run_stopping.h)
//   input       the data file with digest (first 32 digits of its SHA-256), schema and profile
//   artifacts   model/ (see model_folder.h), predictions/validation.csv, importance.csv,
//   confusion_matrix.csv,
//               reproduce/spec.json, environment.json, booster.json, data.json, changes.patch
//   model       a logged model that points at model/
//
// Metrics are handed to the store's writer lane about ten times a second and are durable when it has
// committed them; a training that is stopped or fails keeps all it had and ends KILLED or FAILED.
//
// Threads: one call, one thread; several calls may run at once. Errors: those of fit() and of the store.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/artifact/artifact_store.h"
#include "core/base/result.h"
#include "core/provenance/environment.h"
#include "core/provenance/git.h"
#include "core/store/store.h"
#include "core/track/types.h"
#include "core/train/fit.h"
#include "core/train/prepare.h"

namespace tatara::train {

// Where the code and the process stand; captured once for many runs.
struct Origin {
  std::optional<provenance::GitState> git;
  std::string gitError;  // why there is none though there should be
  provenance::Environment environment;
};
Origin captureOrigin(const std::filesystem::path& folder);

struct RunSpec {
  track::ExperimentId experiment;
  std::string name = {};  // empty: a random one
  std::string note = {};
  std::string source = "tatara train";
  std::vector<track::KeyValue> tags = {};
  std::optional<track::RunId> parent = {};
};

struct Recorded {
  track::RunInfo run;
  track::LoggedModelId model;
  std::string modelUri;  // artifact URI of the MLmodel folder
  Fitted fitted;
};

struct Sinks {
  std::shared_ptr<store::Store> store;
  const artifact::ArtifactStore& artifacts;
};

// Called once the run exists, before the first round.
using OnStart = std::function<void(const track::RunInfo&)>;

Result<Recorded> trainAndRecord(const Sinks& sinks, const Prepared& data, const BoosterSpec& booster,
                                const RunSpec& run, const Origin& origin, const OnStart& onStart = {},
                                const OnRound& onRound = {}, std::stop_token stop = {});

// The experiment of this name, made if absent. A new one is told which metric decides.
Result<track::ExperimentId> ensureExperiment(store::Store& store, const std::string& name,
                                             const std::string& decidingMetric,
                                             const std::vector<track::KeyValue>& tags = {});
// "val_rmse": what decides before anything is fitted.
std::string decidingMetricOf(const Prepared& data, const BoosterSpec& booster);

}  // namespace tatara::train
