// What a person types above a column of the Rows tab, and rows as text for the clipboard.
//
// A field takes: `5` or `=5`, `!=5`, `>5`, `>=5`, `<5`, `<=5`, `3..7` (both ends in), `1, 2, 5`; days and
// times likewise, where `2011`, `2011-03` and `2011-03-04` mean all of that year, month or day; `true`,
// `false`; of a text a part of it, `=all of it`, `!not this part`, `=a, =b`; everywhere `missing` and
// `!missing`. Threads: pure functions; `rowsText` reads the frame and belongs on a worker. Errors: Parse, a
// sentence that says what to type.
#pragma once

#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <QString>

#include "core/dataset/frame_filter.h"
#include "core/dataset/frame_order.h"

namespace tatara::ui {

// Nothing typed: none.
Result<std::optional<dataset::Filter>> parseCellFilter(const dataset::FrameColumn& column,
                                                       std::string_view text);

enum class RowsFormat { Tsv, Csv, Pandas, Sql };

struct RowsText {
  std::vector<std::size_t> columns;  // in their order on screen
  std::vector<dataset::OrderKey> order;
  dataset::Filter filter;
  std::string table = "data";  // name in SQL
};

// At full precision with a line of titles; quoted as RFC 4180 says, a missing value is empty.
Result<std::string> rowsText(const dataset::Frame& frame, const RowsText& what, RowsFormat format,
                             std::span<const std::uint64_t> rows, std::stop_token stop);
// The question that gives the rows: a pandas expression over `df`, or a statement.
std::string rowsQuery(const dataset::Frame& frame, const RowsText& what, RowsFormat format);

}  // namespace tatara::ui
