// What a person arranged in the Experiments panel: filter, sorting, columns, groups, layout, charts,
// baseline.
//
// One value that undo, saved views and copied links share. As JSON every field may be missing (then its
// default holds) and unknown ones are ignored, so that views outlive versions; lists are bounded on reading.
// Column ids: "run.name", "metrics.KEY", "delta.KEY", "curve.KEY", "params.KEY", "tags.KEY".
// Threads: a value.
#pragma once

#include <QByteArray>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ui/model/grid.h"

namespace tatara::ui {

enum class RunsLayout { Table, Split, Charts };
enum class CurveAxis { Step, Relative, Wall, Metric };
// How a curve is smoothed, or that the best so far stands in its place.
enum class SmoothingMethod { Exponential, RunningMean, Gaussian, BestSoFar };
// Kept as numbers: new kinds go to the end.
enum class RunChartKind {
  Line,
  Parallel,
  Scatter,
  Importance,
  Heatmap,
  Differences,
  Bar,
  Box,
  Violin,
  Contour,
  Correlation,
  Confusion,
  Roc,
  PrecisionRecall,
  Calibration,
  Residuals,
  Images,
};
inline constexpr RunChartKind kLastChartKind = RunChartKind::Images;

// What stands for a run's whole curve in one number.
enum class RunReading { Last, Least, Greatest, AtBest, MeanOfLast };

struct ReferenceLine {
  double y = 0;
  std::string text;
  friend bool operator==(const ReferenceLine&, const ReferenceLine&) = default;
};

// Of the grid of twelve columns; rows are as high as the comparison makes them.
struct GridPlace {
  int column = 0;
  int row = 0;
  int width = 6;
  int height = 4;
  friend bool operator==(const GridPlace&, const GridPlace&) = default;
};

// How the axes of parallel coordinates stand, by their columns.
struct AxisArrangement {
  std::vector<std::string> order = {};  // none: as they come
  std::set<std::string> flipped = {};
  std::set<std::string> logarithmic = {};
  std::set<std::string> hidden = {};
  friend bool operator==(const AxisArrangement&, const AxisArrangement&) = default;
};

struct RunChart {
  RunChartKind kind = RunChartKind::Line;
  std::string metric;                     // empty: the primary one; "=tp / (tp + fp)": an expression
  std::string x;                          // Scatter, Heatmap, Contour: a column id
  std::string y;                          // Heatmap, Contour
  std::string group = {};                 // Bar, Box, Violin: as ViewState::groupBy
  RunReading reading = RunReading::Last;  // Bar
  std::string other = {};                 // the metric at whose best `AtBest` reads; the file of Images
  int lastCount = 5;                      // points of `MeanOfLast`
  std::optional<std::pair<double, double>> yRange = {};  // Line: fixed
  std::vector<ReferenceLine> lines = {};
  AxisArrangement axes = {};            // Parallel
  std::optional<GridPlace> place = {};  // nothing: where the layout puts it
  friend bool operator==(const RunChart&, const RunChart&) = default;
};

inline bool isExpression(const std::string& metric) {
  return metric.starts_with('=');
}

// How runs become groups in line charts, and what is drawn of a group. Columns as ViewState::groupBy, or
// "=metrics.val_rmse < 40": the runs for which a condition of the filter language holds, and the others.
enum class GroupCenter { EachRun, Mean, Median };
enum class GroupBand { None, Deviation, Error, Interval, Quartiles, Range };
struct CurveGrouping {
  std::string color;
  std::string dash;
  std::string facet;
  GroupCenter center = GroupCenter::EachRun;
  GroupBand band = GroupBand::Interval;
  bool any() const { return !color.empty() || !dash.empty() || !facet.empty(); }
  friend bool operator==(const CurveGrouping&, const CurveGrouping&) = default;
};

struct ViewState {
  std::vector<std::string> conditions;  // each an expression of core/query; all must hold
  std::vector<SortKey> sort;
  std::string groupBy;  // "", "params.KEY", "tags.KEY", "parent", "repeats", or "=" and a condition
  std::set<std::string> hidden;
  std::set<std::string> shown;      // although identical everywhere
  std::vector<std::string> order;   // of columns that were moved, group by group
  std::set<std::string> collapsed;  // column groups
  std::map<std::string, int> widths;
  bool onlyDiffering = true;
  RunsLayout layout = RunsLayout::Split;
  CurveAxis axis = CurveAxis::Step;
  std::string xMetric;   // with CurveAxis::Metric
  double smoothing = 0;  // the slider: 0 to 0.99
  SmoothingMethod smoothingMethod = SmoothingMethod::Exponential;
  bool logScale = false;
  bool logX = false;
  bool spread = false;  // min–max bands where points outnumber pixels
  bool others = false;  // all other matching runs behind the shown ones, as a density
  CurveGrouping grouping;
  std::vector<RunChart> charts;  // none: the usual ones
  std::string baseline;          // a run id

  friend bool operator==(const ViewState&, const ViewState&) = default;
};

QByteArray toJson(const ViewState& state);
std::optional<ViewState> viewStateFromJson(const QByteArray& json);

// The conditions as one expression.
std::string joinedFilter(const std::vector<std::string>& conditions);

// What a click on a title makes of the sorting: best first, worst first, none; `additive` keeps the other
// keys.
std::vector<SortKey> sortAfterClick(std::vector<SortKey> sort, const std::string& column, BetterWhen better,
                                    bool additive);

}  // namespace tatara::ui
