// The tables of a review on screen and in JSON. Threads: values.
#pragma once

#include "app/cli/listing.h"
#include "core/registry/review.h"

namespace tatara::cli {

Cell yesCell(bool value);  // "yes", "no"
Listing gateRows(const registry::Standing& standing);
Listing decisionRows(const registry::Review& review);
Listing evidenceRows(const registry::Review& review);

}  // namespace tatara::cli
