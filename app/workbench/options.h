// The command line of tatara-workbench.
#pragma once

#include <optional>

#include <QSize>
#include <QString>

namespace tatara::workbench {

struct Options {
  QString workspace;
  QString panel, route;               // where to begin
  QString theme, language;            // empty: as set
  QString screenshot;                 // a file: draw it and exit
  QString tour;                       // a folder: draw every panel and exit
  QString view;                       // a saved view to begin with
  QString render, out;                // a saved view, and the file to draw it into
  bool footer = false;                // under that drawing: which runs, store and time
  std::optional<int> measureSeconds;  // for bench/, see measure.h
  QSize size{1600, 1000};

  bool draws() const { return !screenshot.isEmpty() || !tour.isEmpty() || !render.isEmpty(); }
};

// Nothing when the program should end now, with `exitCode` (help, wrong use: 2).
std::optional<Options> parseOptions(int argc, char** argv, int& exitCode);

}  // namespace tatara::workbench
