// Which datasets the runs of experiments were given, and as what. Threads: inside a read lease.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/sql/connection.h"
#include "core/track/types.h"

namespace tatara::track {

struct DatasetSummary {
  ExperimentId experiment;
  std::string name;
  std::string digest;
  std::optional<std::string> context;  // "training", "evaluation", ...
};

// Each once; at most `most`.
Result<std::vector<DatasetSummary>> loadDatasetSummaries(sql::Connection& connection,
                                                         std::span<const ExperimentId> experiments,
                                                         std::size_t most);

}  // namespace tatara::track
