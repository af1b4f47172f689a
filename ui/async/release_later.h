// Letting go of large values without holding up the GUI thread.
//
// Freeing a table of 200,000 runs takes a tenth of a second. Whoever replaces such a value hands the old one
// here: a second later, when the views that still held it have let go too, the last reference goes on a
// worker. Threads: the GUI thread.
#pragma once

#include <memory>

namespace tatara::ui {

void releaseLater(std::shared_ptr<const void> value);

}  // namespace tatara::ui
