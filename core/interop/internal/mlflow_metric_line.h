// One line of a metric file of an MLflow file store.
//
//   of a run           timestamp value [step [dataset-name dataset-digest]]
//   of a logged model  timestamp value step run-id [dataset-name dataset-digest]
//
// Timestamps are milliseconds; a missing step is 0; values may be nan, inf and -inf in any case.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/series/point.h"

namespace tatara::interop::internal {

enum class MetricOwner { Run, LoggedModel };

struct MetricLine {
  series::Point point;
  std::string run;
  std::string datasetName;
  std::string datasetDigest;
};

// Errors: Parse, saying which field cannot be read.
Result<MetricLine> parseMetricLine(std::string_view line, MetricOwner owner);

}  // namespace tatara::interop::internal
