// Rows and cells of the tables of this panel. Threads: GUI thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/text/json.h"
#include "core/track/metric_meaning.h"
#include "ui/model/text_grid.h"

namespace tatara::ui {

// The row that follows these; its number is its place.
void addRow(std::vector<TextRow>& rows, std::vector<TextCell> cells);

// The name in the first column's tone of a fact, then what it is.
TextCell numberCell(std::optional<double> value);
// A number, yes or no, or words; none of anything else.
TextCell jsonCell(const text::Json& value, Tone tone = Tone::Secondary);
// Empty is none. Shortened to its first `most` characters, the whole in its tip and in copies.
TextCell wordsCell(const std::string& text, qsizetype most = 0, Tone tone = Tone::Secondary);
// From left to right, in the colour of better or worse where that is known.
TextCell changeCell(std::optional<double> left, std::optional<double> right, track::Direction direction,
                    std::optional<int> decimals = {});
TextCell timeOrder(const QString& shown, Timestamp at);

}  // namespace tatara::ui
