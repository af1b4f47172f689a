// Pictures of the program without a screen: one (--screenshot) or all of them (--tour).
// Threads: GUI thread; runs the event loop until what is asked for is on screen.
#pragma once

#include "app/workbench/options.h"
#include "app/workbench/workbench.h"
#include "core/base/result.h"

namespace tatara::workbench {

// A window at `route` that nobody sees, once everything in it is there; and that again, after something else
// was asked of it.
Result<std::unique_ptr<ui::MainWindow>> makeSettledWindow(Workbench& workbench, const StorePtr& store,
                                                          const ui::Route& route, QSize size);
Status waitUntilSettled(const ui::MainWindow& window);

// The window as it would be shown at `route`; without a store the start page.
Status drawScreenshot(Workbench& workbench, StorePtr store, const ui::Route& route, QSize size,
                      const QString& file);
// Every panel in both themes and languages; prints the paths.
Status drawTour(Workbench& workbench, StorePtr store, QSize size, const QString& folder);

}  // namespace tatara::workbench
