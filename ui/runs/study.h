// What the charts of a comparison show that are not curves of metrics: values by run and group, what goes
// together, what decides, and what the runs' own predictions and pictures say.
//
// A Study is what one chart draws, made by one job from the listing and, where it needs more, from the
// runs' points and artifacts. Statements are of all matching runs that have the metric, unless a study is of
// the shown runs (bars, predictions, pictures).
//
//   Bars         one number a run (or mean ± SD of a group)
//   Spread       values by group: quartiles (linear interpolation), whiskers to the last value within 1.5
//                interquartile ranges, and a density (Gaussian kernel, Scott's width)
//   Correlation  Spearman's ρ between numeric parameters and metrics, over the pairs both have
//   Contour      the metric over two numeric parameters: mean of the runs around, weighted by a Gaussian of a
//                twelfth of each axis; where no run is near nothing is said
//   Deciding     functional ANOVA of a forest (core/stats/functional_anova.h) with its fit
//   Confusion, CurveStudy (ROC, precision and recall, calibration, residuals)   core/evaluate, on the
//                predictions a run logged: a .csv whose path speaks of predictions, with columns of truth and
//                guess and, for curves, one of probability
//   Differences  what differs between the shown runs (insight.h, run_facts_diff.h)
//   Pictures     PNG and JPEG files by step: the last number in their name
//
// Threads: makeStudies runs on a worker; studies are immutable. Files are hostile: at most 32 MB and a
// million rows are read. A study that cannot be made says why in `empty`.
#pragma once

#include <limits>
#include <map>
#include <memory>
#include <stop_token>

#include "core/artifact/artifact_store.h"
#include "core/store/store.h"
#include "ui/chart/plot_map.h"
#include "ui/runs/insight.h"
#include "ui/runs/listing.h"
#include "ui/runs/shown_run.h"

namespace tatara::ui {

struct Study {
  virtual ~Study() = default;
  QString subtitle;
  QString empty;  // a sentence where there is nothing to draw
};
using StudyPtr = std::shared_ptr<const Study>;

struct BarStudy final : Study {
  struct Bar {
    QString label;
    double value = 0;
    double deviation = std::numeric_limits<double>::quiet_NaN();
    RunStyle style;
    std::vector<track::RunKey> runs;
  };
  QString valueName;
  std::vector<Bar> bars;
  std::optional<int> decimals;
};

struct SpreadStudy final : Study {
  struct Group {
    QString label;
    std::vector<double> values;  // ascending
    double lower = 0, median = 0, upper = 0;
    double low = 0, high = 0;     // whiskers
    std::vector<double> density;  // at kDensityPlaces even places of `range`; the greatest of all groups is 1
    std::vector<track::RunKey> runs;
  };
  static constexpr std::size_t kDensityPlaces = 64;
  bool violin = false;
  QString valueName;
  std::vector<Group> groups;
  std::size_t left = 0;  // groups not shown
  AxisRange range;
};

struct CorrelationStudy final : Study {
  QStringList params;
  QStringList metrics;
  std::vector<double> rho;  // row by row of params
  std::vector<std::size_t> pairs;
};

struct ContourStudy final : Study {
  struct Point {
    double x = 0, y = 0, z = 0;
    track::RunKey run;
  };
  QString xName, yName, zName;
  AxisScale xScale = AxisScale::Linear, yScale = AxisScale::Linear;
  AxisRange x, y;
  static constexpr int kSide = 48;
  std::vector<double> surface;  // kSide rows of kSide from the lowest y; NaN where no run is near
  double low = 0, high = 0;
  bool lowerIsBetter = true;
  std::vector<Point> points;
  double xAt(int cell) const;  // middle of a column
  double yAt(int cell) const;
};

struct DecidingStudy final : Study {
  struct Share {
    QString name;
    double share = 0;
  };
  std::vector<Share> shares;  // greatest first
  double together = 0;
  double fit = 0;
  std::size_t runs = 0;
};

struct ConfusionStudy final : Study {
  struct Matrix {
    QString run;
    RunStyle style;
    std::vector<double> counts;  // by truth and guess
  };
  QStringList classes;
  std::vector<Matrix> matrices;
};

struct CurveStudy final : Study {
  enum class Guide { None, Diagonal, Zero };
  struct Line {
    QString label;
    QString detail;
    RunStyle style;
    std::vector<double> x, y;
    std::vector<double> low, high;  // band or bars; empty: none
    track::RunKey run;
  };
  QString xName, yName;
  AxisRange x{0, 1}, y{0, 1};
  Guide guide = Guide::None;
  bool dots = false;
  std::vector<Line> lines;
};

// In the order of `shown`, the baseline first.
struct DifferenceStudy final : Study {
  ShownRuns shown;
  Differences changed;
  Differences all;
  QStringList sentences;  // what changed from the first run to the best of the others
};

struct PictureStudy final : Study {
  struct Run {
    QString name;
    RunStyle style;
    std::map<std::int64_t, std::string> paths;  // of the artifact store, by step
  };
  std::vector<std::int64_t> steps;
  std::vector<Run> runs;
  std::string series;  // the name without its step, as the pictures share it
};

bool isStudy(RunChartKind kind);

struct StudyRequest {
  std::shared_ptr<store::Store> store;
  ListingPtr listing;
  ShownRuns shown;
  std::vector<RunChart> charts;
};
// One a chart, null for the kinds that are none.
Result<std::vector<StudyPtr>> makeStudies(const StudyRequest& request, std::stop_token stop);

// Those of the runs' files.
StudyPtr makeEvidenceStudy(const StudyRequest& request, const RunChart& chart, std::stop_token stop);

// One number of a run's points; NaN where there is none. `other` is the metric at whose best AtBest reads.
double readingOf(const RunChart& chart, const std::vector<series::Point>& points,
                 const std::vector<series::Point>& other, track::Direction otherDirection);

}  // namespace tatara::ui
