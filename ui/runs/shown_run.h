// A run as the charts of the comparison show it.
#pragma once

#include <QString>
#include <vector>

#include "core/track/types.h"
#include "ui/base/run_color.h"

namespace tatara::ui {

struct ShownRun {
  std::uint32_t row = 0;  // of the RunTable
  track::RunKey key;
  QString id;
  QString name;
  RunStyle style;
  bool baseline = false;
  friend bool operator==(const ShownRun& left, const ShownRun& right) {
    return left.key == right.key && left.row == right.row && left.name == right.name &&
           left.style.slot == right.style.slot && left.style.dash == right.style.dash &&
           left.style.marker == right.style.marker && left.baseline == right.baseline;
  }
};
using ShownRuns = std::vector<ShownRun>;

}  // namespace tatara::ui
