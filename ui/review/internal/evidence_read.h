// Takes the tables of the Review screen out of frozen pieces of evidence. Bodies are looked through, never
// trusted: what has another form than expected is left out.
// Threads: pure function.
#pragma once

#include "ui/review/review_data.h"

namespace tatara::ui {

void readEvidence(ReviewFacts& facts);

}  // namespace tatara::ui
