// How a table goes from one order of rows to another without a reset.
//
// The model moves in three steps, each of which Qt's views follow with selection and scroll intact: rows that
// go are moved behind those that stay (one permutation) and removed (one range), new rows are appended (one
// range), and all are put in their final order (one permutation). What costs time, finding which ids stay, is
// done here, on a worker.
//
// Threads: pure.
#pragma once

#include "ui/model/grid.h"

namespace tatara::ui {

struct RowPlan {
  RowIds before;  // the plan fits a model that shows exactly this vector
  RowIds after;
  std::vector<RowId> kept;   // of `before`, in its order
  std::vector<RowId> added;  // of `after`, in its order
  bool sameOrder = false;    // before == after, element by element
};

// Ids within one vector are distinct.
RowPlan planRows(RowIds before, RowIds after);

}  // namespace tatara::ui
