// Groups of a frame's rows as the Profile tab draws them: the heat map, the time series, the median of a
// column by another, the density of a pair.
//
// What may be grouped by is a GroupChoice: a column with few values, or the weekday, hour or month of a time.
// The functions that ask the frame run on workers; texts are made there too. Threads: pure functions of
// values.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <QString>

#include "core/dataset/frame_aggregate.h"
#include "core/dataset/profile.h"
#include "ui/explore/group_plot.h"
#include "ui/explore/pair_plots.h"
#include "ui/explore/rows_filter.h"
#include "ui/explore/version_feed.h"

namespace tatara::ui {

struct GroupChoice {
  QString name;  // "hr", "weekday of dteday"
  dataset::GroupKey key;
  bool few = true;  // few enough for the side of a heat map
  friend bool operator==(const GroupChoice& a, const GroupChoice& b) { return a.name == b.name; }
};

// Of the profile, in the order of the file, those of times first.
std::vector<GroupChoice> groupChoices(const dataset::Profile& profile, const dataset::Frame& frame);
// What the time of a dataset is; none without one.
std::optional<std::size_t> timeColumnOf(const dataset::Profile& profile, const dataset::Frame& frame);
// The column whose values the overview shows: the target, else the first number that is no key.
std::optional<std::size_t> valueColumnOf(const dataset::Profile& profile, const dataset::Frame& frame);
// Rows and columns of the heat map before anybody chose.
std::optional<std::pair<GroupChoice, GroupChoice>> defaultSides(const dataset::Profile& profile,
                                                                const dataset::Frame& frame,
                                                                const std::vector<GroupChoice>& choices);

struct HeatRequest {
  GroupChoice rows, columns;
  dataset::Measure measure;
  QString valueName;  // "mean cnt"
};
struct HeatAnswer {
  std::optional<HeatTimePlot::Heat> heat;
  std::optional<HeatTimePlot::Series> series;
  std::vector<double> rowKeys, columnKeys;  // of the heat map's sides
};
struct SeriesRequest {
  std::size_t time = 0;
  std::size_t value = 0;
  QString valueName;
};
Result<HeatAnswer> heatAndSeries(const FramePtr& frame, const std::optional<HeatRequest>& heat,
                                 const std::optional<SeriesRequest>& series,
                                 const dataset::Selection& selection, std::stop_token stop);
Result<GroupPlot::Content> splitOf(const FramePtr& frame, std::size_t column, const GroupChoice& by,
                                   const dataset::Selection& selection, std::stop_token stop);
Result<PairPlot::Content> pairOf(const FramePtr& frame, std::size_t x, std::size_t y,
                                 const dataset::Selection& selection, std::stop_token stop);

// What gives the heat map's numbers outside: a statement, or an expression over `df`.
std::string heatQuery(const dataset::Frame& frame, const HeatRequest& heat, const dataset::Filter& filter,
                      const std::string& table, RowsFormat format);
// The same of Pearson's and Spearman's correlations between columns of numbers; Spearman's has no statement.
std::string correlationQuery(const dataset::Frame& frame, const std::vector<std::string>& columns,
                             bool spearman, const dataset::Filter& filter, const std::string& table,
                             RowsFormat format);

// The filter of one group; none where it cannot be said as one (the weekday of a time).
std::optional<dataset::Filter> filterOfGroup(const dataset::Frame& frame, const GroupChoice& choice,
                                             double key);

}  // namespace tatara::ui
