// The names of all active runs, for whoever looks a run up by what it is called; a tenth of the time that the
// columns of the same runs take. Threads: inside a read lease. Errors: those of the store.
#pragma once

#include <string>
#include <vector>

#include "core/sql/connection.h"
#include "core/track/types.h"

namespace tatara::track {

struct RunName {
  RunId id;
  ExperimentId experiment;
  std::string name;
};

// Newest first, without those of deleted experiments.
Result<std::vector<RunName>> loadRunNames(sql::Connection& connection);

}  // namespace tatara::track
