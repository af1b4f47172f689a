// What can be said about many runs at once: which parameter goes with the metric, which runs are best for
// their cost, and what differs.
//
//   Importance   share of the metric's variance that one parameter alone accounts for, over all matching
//   runs: one-way
//                analysis of variance with ε² (Kelley 1935), which, unlike η², does not grow with the number
//                of groups: ε² = (SSB − (k − 1)·MSW) / SST, at least 0. Numbers of more than eight distinct
//                values are put into eight groups of equal count. It says nothing of parameters acting
//                together, and correlation is not cause; both are why it is named for what it is wherever it
//                shows.
//   Pareto front the runs that no other run beats in both metric and cost (ties kept).
//   Heat map     best metric over each pair of values of two parameters.
//
// Threads: pure; runs on workers. Runs without the metric, or where it is not finite, are left out and not
// counted.
#pragma once

#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

#include "ui/chart/plot_map.h"
#include "ui/runs/listing.h"

namespace tatara::ui {

struct Importance {
  std::string column;  // "params.eta", "tags.features"
  double share = 0;
  std::size_t runs = 0;
};

// Best first. Parameters with one value, or (as text) with a value of its own for nearly every run, are left
// out.
std::vector<Importance> importanceOf(const Listing& listing, const std::string& metric);
// ε² of `values` by group; NaN below two groups or without degrees of freedom.
double epsilonSquared(const std::vector<double>& values, const std::vector<int>& groups);

struct ParallelAxis {
  std::string column;
  QString title;
  std::vector<double>
      values;              // by entry of Parallel::rows; NaN where missing; index into categories for text
  QStringList categories;  // empty for numbers
  double low = 0;
  double high = 1;
  std::optional<int> decimals;
  bool higherIsBetter = false;
  bool metric = false;
};

struct Parallel {
  std::vector<std::uint32_t> rows;
  std::vector<ParallelAxis> axes;  // the metric last
};
Parallel parallelOf(const Listing& listing, const std::string& metric,
                    const std::vector<Importance>& importance);

struct Scatter {
  std::string xColumn;
  std::string metric;
  std::vector<std::uint32_t> rows;
  std::vector<double> x;
  std::vector<double> y;
  std::vector<std::size_t> front;                               // indices, ascending x
  AxisRange xRange, yRange;                                     // of nearly all points
  std::vector<std::pair<std::uint32_t, std::uint32_t>> places;  // row and index, by row

  std::optional<std::size_t> placeOf(std::uint32_t row) const;
};
Scatter scatterOf(const Listing& listing, const std::string& metric, const std::string& xColumn);
// Smaller x is better; y by direction.
std::vector<std::size_t> paretoFront(const std::vector<double>& x, const std::vector<double>& y,
                                     track::Direction direction);

struct Heatmap {
  std::string xColumn;
  std::string yColumn;
  std::string metric;
  QStringList x;
  QStringList y;
  struct HeatCell {
    double best = 0;
    std::vector<std::uint32_t> rows;
  };
  std::map<std::pair<int, int>, HeatCell> cells;  // (x, y); what is not there was not tried
  double low = 0;
  double high = 0;
  std::optional<int> decimals;
};
// Values beyond the twelve most frequent of an axis are left out.
Heatmap heatmapOf(const Listing& listing, const std::string& metric, const std::string& xColumn,
                  const std::string& yColumn);

struct Insight {
  ListingPtr listing;
  std::string metric;
  std::vector<Importance> importance;
  Parallel parallel;
  Scatter scatter;
  Heatmap heatmap;
};
using InsightPtr = std::shared_ptr<const Insight>;

struct InsightRequest {
  ListingPtr listing;
  std::string metric;
  std::string scatterX = "run.duration";
  std::string heatX;  // empty: the two that say most
  std::string heatY;
};
Result<InsightPtr> makeInsight(const InsightRequest& request, std::stop_token stop);

// --- differences of a few runs

struct DifferenceRow {
  QString name;
  std::string column;  // empty: a heading
  QStringList values;  // by run; empty text: missing
  std::vector<bool> changed;
  std::vector<double> deltas;  // of metrics, against the first run; NaN otherwise
  BetterWhen better = BetterWhen::Unknown;
  std::optional<int> decimals;
};

struct Differences {
  std::vector<DifferenceRow> rows;
  int differing = 0;
  int params = 0;
};
enum class DifferenceScope { Changed, All };
// Against the first of `rows`: parameters by how much they explain the metric, then metrics, then tags.
Differences differencesOf(const Listing& listing, const std::vector<std::uint32_t>& rows,
                          const std::vector<Importance>& importance, DifferenceScope scope);

}  // namespace tatara::ui
