// Asks for a condition of the filter language by which runs are told apart, and for an expression that
// becomes a column.
#pragma once

#include <QString>
#include <optional>
#include <string>

#include "core/track/run_table.h"

class QWidget;

namespace tatara::ui {

// Asked until it can be read; nothing when it is given up. `now` is a ViewState::groupBy, `metric` the one
// that an example is made with.
std::optional<std::string> askGroupCondition(QWidget* parent, const std::string& now,
                                             const std::string& metric);

// The id of the column ("=tp / (tp + fp)"), asked for until the runs of `table` have all that it names.
std::optional<std::string> askColumnExpression(QWidget* parent, const track::RunTable& table);

}  // namespace tatara::ui
