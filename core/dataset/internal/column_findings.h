// What is suspicious about one column by itself. Threads: pure functions.
#pragma once

#include <span>
#include <vector>

#include "core/dataset/internal/column_facts.h"

namespace tatara::dataset {

// "-999", far from everything else and more than once. `sorted` ascends, without infinities.
std::optional<Alert> findSentinel(const ColumnProfile& profile, std::span<const double> sorted);
// A change by the factor of a unit, from some row on or in scattered rows.
std::optional<Alert> findUnitJump(const Column& column, const ColumnProfile& profile,
                                  std::span<const double> sorted);
// Words that mean missing, blanks, numbers among words. `counts` of each category.
void findInText(const Column& column, std::span<const std::uint64_t> counts, ColumnFacts& facts);
void findRejected(const ColumnInfo& info, std::span<const Rejected> rejected, ColumnFacts& facts);

// Condition and literal texts of alerts.
std::string sqlNumber(double value);
// "3 rows", "1 row": by patterns of one place.
text::Phrase counted(std::uint64_t count, std::string_view one, std::string_view many);
text::Phrase leadingSpaces();  // the badge
text::Phrase leaksTarget();
text::Phrase countedRows(std::uint64_t count);
text::Phrase countedValues(std::uint64_t count);

}  // namespace tatara::dataset
