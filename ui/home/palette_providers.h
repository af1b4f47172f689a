// Runs, experiments, models, datasets and saved views by name, in the command palette; each with what can be
// done with it. Threads: GUI thread; the store is read on workers.
#pragma once

#include <memory>

#include "core/store/store.h"
#include "ui/command/palette.h"
#include "ui/shell/panel.h"

namespace tatara::ui {

struct PalettePlaces {
  std::function<void(const Route&)> open;
  std::function<void(const Route&)> openWindow;
};

PaletteProvider objectsOfTheWorkspace(std::shared_ptr<store::Store> store, PalettePlaces places);

}  // namespace tatara::ui
