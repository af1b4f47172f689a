// Takes curves, residuals, right and wrong answers, weak slices, rates of groups and differing rows out of
// frozen pieces of evidence. Bodies are looked through, never trusted.
// Threads: pure function.
#pragma once

#include "ui/review/review_data.h"

namespace tatara::ui {

EvidenceDetail readDetail(const ReviewFacts& facts);

}  // namespace tatara::ui
