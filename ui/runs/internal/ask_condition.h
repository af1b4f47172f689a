// Asks for a condition of the filter language by which runs are told apart.
#pragma once

#include <QString>
#include <optional>
#include <string>

class QWidget;

namespace tatara::ui {

// Asked until it can be read; nothing when it is given up. `now` is a ViewState::groupBy, `metric` the one
// that an example is made with.
std::optional<std::string> askGroupCondition(QWidget* parent, const std::string& now,
                                             const std::string& metric);

}  // namespace tatara::ui
