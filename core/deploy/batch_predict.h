// Predictions for all rows of a table, a chunk at a time, with the checks that an endpoint makes.
//
// Threads: one. Errors: those of the model's inputs (they name row and column), of the table, Cancelled.
#pragma once

#include <functional>
#include <stop_token>

#include "core/base/result.h"
#include "core/dataset/table.h"
#include "core/infer/runner.h"

namespace tatara::deploy {

// Predictions of the rows from `firstRow`; every tensor has as many rows.
using OnPredictions = std::function<Status(std::uint64_t firstRow, const infer::Batch& predictions)>;

// Columns of the table that the model does not take are left out.
Status predictTable(const infer::Runner& runner, const dataset::Table& table,
                    const OnPredictions& onPredictions, std::stop_token stop = {});

// The columns that the model takes as text and the table holds as something else.
std::vector<std::string> columnsWantedAsText(const infer::Runner& runner, const dataset::Table& table);

// A tensor as columns of text, for files and tables: one, or one a place of a second dimension, named
// "name[2]".
struct TextColumn {
  std::string name;
  bool number = false;
  std::vector<std::string> values;  // empty where missing
};
Result<std::vector<TextColumn>> textColumns(const infer::Batch& predictions);

}  // namespace tatara::deploy
