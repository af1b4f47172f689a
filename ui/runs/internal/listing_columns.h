// Which columns a listing has, and what each needs to be drawn.
#pragma once

#include "ui/runs/listing.h"

namespace tatara::ui {

// Fills columns, bands, sources and identical; `listing.rows`, `table`, `meanings` and `baseline` are there.
void makeColumns(Listing& listing, const ViewState& view);

// Every column there could be, for the chooser: id, title, band, and whether all runs have the same.
struct ColumnChoice {
  std::string id;
  QString title;
  std::string band;
  bool identical = false;
};
std::vector<ColumnChoice> columnChoices(const Listing& listing);

// Decimals that write every value of a numeric parameter as it was logged, when four are enough for that.
std::optional<int> paramDecimals(const track::TextColumn& column);

}  // namespace tatara::ui
