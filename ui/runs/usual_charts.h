// The charts of a comparison that nobody has chosen: two curves, what goes with the deciding metric, and what
// moves it.
//
// The curves are of the deciding metric and the next that is better the same way. There is nothing to follow
// in what was logged only once, so metrics of which a shown run has a course go before; where no metric has
// one and no run is under way, bars take the place of lines. Looks at a few rows of each metric shown, so it
// may be asked on the GUI thread.
#pragma once

#include <vector>

#include "ui/runs/listing.h"
#include "ui/runs/shown_run.h"

namespace tatara::ui {

std::vector<RunChart> usualCharts(const Listing& listing, const ShownRuns& shown, RunsLayout layout);

}  // namespace tatara::ui
