// A training that was recorded (record.h), asked for once more: its specification read back, its data found
// again.
//
// The record is read as hostile text: whoever may log a run may write these files. Data is only taken when
// its SHA-256 is the recorded one, wherever it is found: among the versions of registered datasets first,
// then where the run read it. Parameters are checked as those of a person are.
//
// Threads: any but the GUI's. Errors: Unsupported (the run says nothing of how it was trained, or another
// program says it), Corrupt, NotFound and Conflict (the data is gone, or is another by now), those of load().
#pragma once

#include <stop_token>
#include <string>

#include "core/artifact/artifact_store.h"
#include "core/dataset/engine.h"
#include "core/store/store.h"
#include "core/track/types.h"
#include "core/train/prepare.h"
#include "core/train/spec.h"

namespace tatara::train {

struct Recipe {
  DataSpec data;  // `file` is where the run read it
  BoosterSpec booster;
  std::string digest;  // of the data, SHA-256
};

Result<Recipe> loadRecipe(const store::Store& store, const artifact::ArtifactStore& artifacts,
                          const track::Run& run);

// What toJson() wrote of both; what older versions wrote is understood.
Result<Recipe> readRecipe(const text::Json& spec);

struct FoundData {
  DataSpec spec;  // of the recipe, with the file that was found
  Loaded loaded;
};
// The engine outlives what is given.
Result<FoundData> loadAgain(const store::Store& store, const artifact::ArtifactStore& artifacts,
                            dataset::Engine& engine, const Recipe& recipe, std::stop_token stop = {});

}  // namespace tatara::train
