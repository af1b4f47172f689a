// How a column becomes an axis, and how rows are told apart by a column. Threads: pure; for workers.
#pragma once

#include "ui/explore/plots_data.h"

namespace tatara::ui {

// A numeric axis over the whole column.
Result<PlotScale> plainScale(const dataset::Frame& frame, const std::string& column, bool logarithmic,
                             bool room, std::stop_token stop);

// Categories: texts by how frequent they are, values, bins of numbers, periods of times; at most `most`.
struct CategoryAxis {
  PlotScale scale;
  dataset::GroupKey key;
  std::vector<double> keys;  // what group() gives for each
  std::size_t left = 0;      // categories that are not shown
  std::optional<std::size_t> place(double key) const;
};
Result<CategoryAxis> categoryAxis(const dataset::Frame& frame, const std::string& column,
                                  const dataset::Selection& selection, std::size_t most,
                                  std::stop_token stop);

struct Series {
  QString name;
  int slot = -1;
  dataset::Selection rows;
};
// The rows by the categories of a column; the rest as "other". Without a column: all of them.
Result<std::vector<Series>> seriesOf(const dataset::Frame& frame, const std::string& column,
                                     const dataset::Selection& selection, std::size_t most, bool rest,
                                     std::stop_token stop);

QString axisText(const PlotScale& scale, double value);

// Marks and paths of these panels, which were left in values, in units of one axis.
void evenValues(const PlotChoice& choice, const std::vector<PlotPanel*>& panels);
// One axis or ramp for all panels makes them comparable.
void evenPanels(PlotAnswer& answer);

}  // namespace tatara::ui
