// A model that a command runs over rows: the bytes it names, run in a process of their own with limits
// (core/infer/apart.h).
#pragma once

#include <memory>
#include <string>

#include "app/cli/verb.h"
#include "core/infer/runner.h"

namespace tatara::cli {

class Session;

struct ForeignModelOptions {
  std::string python;
  std::int64_t seconds = 600;
  std::int64_t gigabytes = 6;
};
void addForeignModelOptions(Verb& verb, ForeignModelOptions& options);

// `model`: models:/…, runs:/…, or a folder or file.
Result<infer::ModelFiles> foreignModelFiles(Session& session, const std::string& model);

// `threads`: that one prediction may use; 0: all processors.
Result<std::unique_ptr<infer::Runner>> loadForeignModel(Session& session, const infer::ModelFiles& files,
                                                        const ForeignModelOptions& options, int threads);

}  // namespace tatara::cli
