// Which columns of two frames belong together, and by which of them rows do.
//
// Threads: one. Errors: NotFound (a key column that is not in both), Cancelled.
#pragma once

#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/dataset/diff.h"
#include "core/dataset/internal/row_match.h"

namespace tatara::dataset {

struct KeyChoice {
  std::vector<std::size_t> columns;  // places in `cells`; empty: none
  KeyReason reason = KeyReason::NoneFound;
  double joined = 0;  // as in RowChanges
  RowPairs sample;    // rows that belong together by it
};

struct PairedColumns {
  std::vector<ColumnPair> columns;
  std::vector<CellPair> cells;            // of the paired ones
  std::vector<std::size_t> columnOfCell;  // place in `columns`
};

// By equal names, and names that differ in writing only.
PairedColumns pairByName(const Frame& before, const Frame& after);
// Joins removed and added columns that agree in the sampled rows.
void pairByValues(const Frame& before, const Frame& after, const RowPairs& sample, PairedColumns& paired);

Result<KeyChoice> chooseKey(const Frame& before, const Frame& after, const PairedColumns& paired,
                            const DiffOptions& options, std::stop_token stop);

}  // namespace tatara::dataset
