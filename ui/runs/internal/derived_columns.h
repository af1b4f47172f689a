// Columns of the run table that a view asks for beyond what runs logged last: "best.KEY", the best value of a
// metric, and "=TEXT", an expression (core/series/expression.h) over the last values of metrics and over
// parameters that are numbers. A run has a value where it has all that the expression names.
//
// Pure; on any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/track/run_table.h"
#include "ui/runs/view_state.h"

namespace tatara::ui {

// What the view shows or sorts by, each once; at most 24.
std::vector<std::string> derivedColumns(const ViewState& view);
// The metric of "best.KEY"; empty for any other id.
std::string_view bestMetric(std::string_view column);
// Null where the text cannot be read or names nothing.
std::shared_ptr<const track::MetricColumn> evaluateColumn(const track::RunTable& table,
                                                          std::string_view text);

}  // namespace tatara::ui
