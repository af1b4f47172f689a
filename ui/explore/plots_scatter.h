// The picture of a scatter: every row at its pixel, as a dot while rows are few, as a shade of how many where
// they are many. None is left out but those without a place on the axes, which are counted.
//
// Threads: pure function, on a worker. Errors: Cancelled.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include <QImage>
#include <QSizeF>

#include "core/base/result.h"
#include "ui/explore/plots_axes.h"
#include "ui/explore/plots_data.h"

namespace tatara::ui {

struct ScatterRequest {
  const dataset::Frame& frame;
  const PlotScale& x;
  const PlotScale& y;
  const std::vector<Series>& series;
  std::optional<std::size_t> colour =
      {};  // a column of numbers: the mean of the rows at a place is its shade
  bool dots = true;
  QSizeF size;  // of the plot, in logical pixels
  qreal ratio = 1;
  const Colors& colors;
};

struct ScatterPicture {
  QImage picture;
  std::uint64_t outside = 0;  // rows without a place
  std::uint32_t most = 1;     // rows at one place
};

Result<ScatterPicture> scatterPicture(const ScatterRequest& request, std::stop_token stop);

}  // namespace tatara::ui
