// A series as the thumbnail of a table cell.
#pragma once

#include <memory>

#include "core/series/point.h"
#include "ui/model/grid.h"

namespace tatara::ui {

// Least and greatest of each of 72 columns. What rises above twice the range of the last four fifths is cut
// off, as in the large charts, so that a steep beginning does not flatten the rest.
std::shared_ptr<const Thumbnail> makeThumbnail(const std::vector<series::Point>& points);

}  // namespace tatara::ui
