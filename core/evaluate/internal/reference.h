// The reference profile of a version: how its inputs, its target and what it said were distributed on the
// rows that it was evaluated on. Live traffic is held against it later, so it is kept with the version.
//
// A column of numbers: how many rows, how many missing, and 21 quantiles in steps of 5 % (linear
// interpolation between order statistics, as NumPy's and R's type 7). A column of texts: its most frequent
// values with their rows, and the rest. Threads: pure functions.
#pragma once

#include "core/evaluate/internal/evidence_json.h"
#include "core/evaluate/internal/frozen.h"

namespace tatara::evaluate {

text::Json distributionOf(const dataset::Column& column, const std::vector<std::uint64_t>& rows);

void writeReference(PieceWriter& writer, const Frozen& frozen, const Subject& subject, const Scores& scores);

}  // namespace tatara::evaluate
