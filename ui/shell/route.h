// Where in the program one is: what a link, the history, the breadcrumb and `--open` speak of.
//
// A panel asks the shell to go somewhere by a Route and knows no other panel. Text form (also of copied
// links, after "tatara:"): "home", "experiments", "experiment/3", "compare/<run>,<run>", "run/<run id>",
// "run/<run id>/metrics" (pages: route_pages.h), "view/experiments/12", "data", "data/hour.csv",
// "data/hour.csv@3/rows", "models", "models/bikes", "models/bikes@3/files", "reviews", "review/23",
// "deployments", "deployments/live/try", "activity", "activity/18204". A new panel adds its alternative here.
// Threads: values.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include <QString>

#include "core/base/result.h"
#include "core/track/types.h"

namespace tatara::ui {

struct HomeRoute {
  friend bool operator==(const HomeRoute&, const HomeRoute&) = default;
};

struct ExperimentsRoute {
  std::optional<track::ExperimentId> experiment;  // none: runs of all experiments
  friend bool operator==(const ExperimentsRoute&, const ExperimentsRoute&) = default;
};

// Runs, of whichever experiments, side by side.
struct CompareRoute {
  std::vector<track::RunId> runs;
  friend bool operator==(const CompareRoute&, const CompareRoute&) = default;
};

struct RunRoute {
  track::RunId run;
  QString tab;  // of runPages(), as the other tabs below of their own pages
  friend bool operator==(const RunRoute&, const RunRoute&) = default;
};

// A registered dataset; its name may hold "/" and "@".
struct DataRoute {
  QString dataset;                      // empty: the panel's first
  std::optional<std::int64_t> version;  // none: the newest
  QString tab;                          // "", "rows", "plots", ...; only with a version
  friend bool operator==(const DataRoute&, const DataRoute&) = default;
};

// A registered model, or one version of it.
struct ModelRoute {
  QString model;                        // empty: the panel's first
  std::optional<std::int64_t> version;  // none: the model with all its versions
  QString tab;                          // "", "signature", "files", ...; only with a version
  friend bool operator==(const ModelRoute&, const ModelRoute&) = default;
};

// A review, or the list of those that are under way.
struct ReviewRoute {
  std::optional<std::int64_t> review;
  friend bool operator==(const ReviewRoute&, const ReviewRoute&) = default;
};

struct ActivityRoute {
  std::optional<std::int64_t> entry;  // of the chain of acts
  friend bool operator==(const ActivityRoute&, const ActivityRoute&) = default;
};

// An endpoint of the model server.
struct DeploymentsRoute {
  QString endpoint;  // empty: the panel's first
  QString tab;       // "", "try", "requests", "schema", "code", "settings"
  // To make one for this version: the panel asks what is left to say. Not a part of the text.
  QString newModel = {};
  std::int64_t newVersion = 0;
  friend bool operator==(const DeploymentsRoute&, const DeploymentsRoute&) = default;
};

// A saved view of a panel. The panel that opens it is then at the place the view is of.
struct ViewRoute {
  QString panel;
  std::int64_t id = 0;
  friend bool operator==(const ViewRoute&, const ViewRoute&) = default;
};

using Route = std::variant<HomeRoute, ExperimentsRoute, CompareRoute, RunRoute, DataRoute, ModelRoute,
                           ReviewRoute, ActivityRoute, DeploymentsRoute, ViewRoute>;

QString toText(const Route& route);
// InvalidArgument, with the places or the pages that there are.
Result<Route> routeFromText(const QString& text);

}  // namespace tatara::ui
