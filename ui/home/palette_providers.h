// Runs and experiments by name, in the command palette.
// Threads: GUI thread; the store is read on workers.
#pragma once

#include <memory>

#include "core/store/store.h"
#include "ui/command/palette.h"
#include "ui/shell/panel.h"

namespace tatara::ui {

// Goes where it is told through `open`.
PaletteProvider runsAndExperiments(std::shared_ptr<store::Store> store,
                                   std::function<void(const Route&)> open);

}  // namespace tatara::ui
