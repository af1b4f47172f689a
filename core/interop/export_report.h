// Which runs an export takes along, and what it wrote. Threads: values.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/interop/import_report.h"
#include "core/track/types.h"

namespace tatara::interop {

struct ExportChoice {
  std::vector<track::ExperimentId> experiments{};  // empty, and no runs: all of them
  std::vector<track::RunId> runs{};
  bool deleted = false;                                   // the deleted ones as well
  std::function<void(const ImportProgress&)> progress{};  // in runs; may be empty
  std::stop_token stop{};
};

struct ExportReport {
  std::int64_t experiments = 0;
  std::int64_t runs = 0;
  std::int64_t points = 0;
  std::int64_t histograms = 0;
  std::int64_t loggedModels = 0;
  std::int64_t models = 0;
  std::int64_t versions = 0;
  std::int64_t traces = 0;
  std::int64_t acts = 0;   // of the audit chain, as proof
  std::int64_t files = 0;  // artifacts
  std::int64_t bytes = 0;  // of artifacts
  std::vector<Skipped> skipped;
};

}  // namespace tatara::interop
