// A Data view: how a dataset is looked at, apart from the data. Filters, the tab, the sorting of the profile,
// the plot, the look of the rows. Kept in the store under a name, or in a file that is passed on.
//
// Everything is by names of columns, so that a view fits the next version; what a version lacks is left out
// and told. The file is JSON, `{"tatara": "data view", "format": 1, "name": …, "dataset": …, …}`; it is read
// as anything that came from outside: bounded, strictly typed, never a path. Threads: pure functions.
// Errors: Parse (what is wrong in the file, in words), Unsupported (a newer format).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "ui/explore/brush.h"
#include "ui/explore/plots_data.h"
#include "ui/explore/profile_table.h"
#include "ui/explore/rows_page.h"

namespace tatara::ui {

struct DataView {
  std::string name;
  std::string dataset;
  QString tab;  // as in routes
  std::vector<DataBrush> brushes;
  std::string column;  // selected in the profile
  ProfileTable::Field sort = ProfileTable::Field::Column;
  ProfileTable::Order order = ProfileTable::Order::File;
  PlotChoice plot;
  RowsLook rows;

  friend bool operator==(const DataView&, const DataView&) = default;
};

std::string toJsonText(const DataView& view);
Result<DataView> dataViewFromJson(std::string_view json);

// The columns that the view names and the list lacks; those parts are taken out of it.
std::vector<std::string> fitTo(DataView& view, const std::vector<dataset::ColumnInfo>& columns);
// Columns that a filter looks at.
std::vector<std::string> columnsOf(const dataset::Filter& filter);

}  // namespace tatara::ui
