// What the Plots tab draws: the question, and its answer ready to paint.
//
// An answer is made on a worker from every selected row: rows are counted, grouped or put into a picture of
// the plot's own pixels, never sampled. Marks and paths are in unit coordinates of their panel, y upwards.
// Axes span the whole version, so that they stand still while rows are filtered. Threads: values; `drawPlot`
// on a worker.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <QImage>
#include <QPointF>
#include <QRectF>
#include <QStringList>

#include "core/dataset/frame_aggregate.h"
#include "core/dataset/frame_filter.h"
#include "ui/base/theme.h"
#include "ui/chart/chart_view.h"
#include "ui/explore/rows_view.h"

namespace tatara::ui {

enum class PlotKind : std::uint8_t { Histogram, Scatter, Box, Violin, Line, Bar, Heatmap, Pairs };

struct PlotChoice {
  PlotKind kind = PlotKind::Histogram;
  std::string x = {};
  std::string y = {};       // empty: rows are counted
  std::string colour = {};  // empty: one colour
  std::string facet = {};   // empty: one panel
  bool logX = false;
  bool logY = false;
  friend bool operator==(const PlotChoice&, const PlotChoice&) = default;
};

struct PlotScale {
  bool category = false;
  QStringList labels = {};  // of categories
  double low = 0;
  double high = 1;
  bool logarithmic = false;
  bool time = false;
  QString title = {};
  std::string column = {};                    // empty: a count
  std::vector<dataset::Filter> filters = {};  // one a category

  // In [0, 1] where it is on the axis; NaN where it has no place.
  double unit(double value) const;
  double value(double unit) const;
};

struct PlotMark {
  enum class Shape : std::uint8_t { Bar, Cell };
  QRectF at;  // unit coordinates, y from the bottom up
  Shape shape = Shape::Bar;
  int slot = -1;     // of the run colours; −1: plain
  float shade = -1;  // Cell: place on the ramp
  QString tip = {};
  std::optional<dataset::Filter> filter = {};  // of a click
};

struct PlotBox {
  double left = 0;
  double right = 0;
  double low = 0;
  double lower = 0;
  double median = 0;
  double upper = 0;
  double high = 0;
  QString tip = {};
  std::optional<dataset::Filter> filter = {};
};

struct PlotPath {
  std::vector<QPointF> points;
  int slot = -1;
  bool filled = false;
};

struct PlotPanel {
  QString title = {};
  PlotScale x = {};
  PlotScale y = {};
  QImage picture = {};  // of the plot's pixels
  std::vector<PlotMark> marks = {};
  std::vector<PlotBox> boxes = {};
  std::vector<PlotPath> paths = {};
};

struct PlotAnswer {
  PlotChoice choice;
  std::vector<PlotPanel> panels;
  int columns = 1;  // of panels
  QStringList series;
  std::vector<int> seriesSlots;
  QString ramp;  // what the shades mean; empty: no shades
  double rampLow = 0;
  double rampHigh = 0;
  QString note;
  ChartTable table;
  std::uint64_t rows = 0;
};
using PlotAnswerPtr = std::shared_ptr<const PlotAnswer>;

struct PlotRequest {
  FramePtr frame;
  dataset::Selection selection;
  PlotChoice choice;
  QSize size;  // of the chart, in device pixels
  qreal ratio = 1;
  Colors colors;  // a picture has the theme's colours in it
};

// Errors: InvalidArgument (says what to choose instead), Cancelled.
Result<PlotAnswerPtr> drawPlot(const PlotRequest& request, std::stop_token stop);

// Where the plots of so many panels lie in a chart, without titles and axes.
std::vector<QRectF> panelPlots(const QRectF& chart, std::size_t panels, int columns, bool legend);

}  // namespace tatara::ui
