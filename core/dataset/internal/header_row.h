// Which of the first records names the columns, and what stands above it: a title, the date of an export,
// comments.
//
// Threads: pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/dataset/dialect.h"

namespace tatara::dataset {

// Written with a point or a comma: "-1.5e3", "1.234,56".
bool isNumberField(std::string_view text);

// What the first of the records looks like beside those below it.
enum class HeaderSign { Numbers, Repeats, Words, WordsOverNumbers };
HeaderSign headerSign(std::span<const CsvRecord> records);

// How many records stand above the header of a table of `fields` columns, where that is plain: at most half
// of each is filled, and the first full record behind them holds words over numbers. 0: none, or not plain.
std::size_t titleRecords(std::span<const CsvRecord> records, std::size_t fields);

// How many lines at the very top begin with '#'; blank lines between them count.
std::uint64_t hashLines(std::string_view text);
// Where the line behind the first `lines` starts; the end where there are no more.
std::size_t placeBehindLines(std::string_view text, std::uint64_t lines);

// "Skipped: the first 3 lines ('Sales of March' and on), as told". `first` is the first of them.
text::Phrase skippedReason(std::uint64_t lines, std::string_view first, const text::Phrase& why);
text::Phrase aboveHeader();

}  // namespace tatara::dataset
