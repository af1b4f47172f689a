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
#include <vector>

#include "ui/model/grid.h"

namespace tatara::ui {

enum class RunsLayout { Table, Split, Charts };
enum class CurveAxis { Step, Relative, Wall };
enum class RunChartKind { Line, Parallel, Scatter, Importance, Heatmap, Differences };

struct RunChart {
  RunChartKind kind = RunChartKind::Line;
  std::string metric;  // empty: the primary one
  std::string x;       // Scatter and Heatmap: a column id
  std::string y;       // Heatmap
  friend bool operator==(const RunChart&, const RunChart&) = default;
};

struct ViewState {
  std::vector<std::string> conditions;  // each an expression of core/query; all must hold
  std::vector<SortKey> sort;
  std::string groupBy;  // "", "params.KEY", "tags.KEY", "parent", "repeats"
  std::set<std::string> hidden;
  std::set<std::string> shown;      // although identical everywhere
  std::vector<std::string> order;   // of columns that were moved, group by group
  std::set<std::string> collapsed;  // column groups
  std::map<std::string, int> widths;
  bool onlyDiffering = true;
  RunsLayout layout = RunsLayout::Split;
  CurveAxis axis = CurveAxis::Step;
  double smoothing = 0;
  bool logScale = false;
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
