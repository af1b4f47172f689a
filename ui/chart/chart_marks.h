// What a line chart shows beside its curves.
#pragma once

#include <QString>

#include "ui/base/theme.h"

namespace tatara::ui {

// A place worth naming: a dotted vertical, a dot and a word.
struct ChartMark {
  double x = 0;
  double y = 0;
  QString text;
  QString key;  // the curve whose colour the dot takes
};

// A limit or target: a dashed horizontal with its value.
struct ChartLevel {
  double y = 0;
  QString text;
  ColorRole role = &Colors::err;
};

// A stretch of x that something held in: shaded behind everything.
struct ChartPhase {
  double from = 0;
  double to = 0;
  int depth = 1;  // each is a little darker than the one before
  friend bool operator==(const ChartPhase&, const ChartPhase&) = default;
};

}  // namespace tatara::ui
