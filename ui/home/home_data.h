// What Home shows, computed on a worker from the run columns of all experiments.
//
// Best over time: the runs of one experiment that finished with a value of its primary metric, by their end;
// a run is a step when it is better than all before it. Needs attention: overrides of the policy that nobody
// but who made them has looked at, reviews that wait for the account of this machine, champions that are to
// be looked at again, then versions that could be deployed, then runs that failed in the last seven days,
// newest first, and runs that say "running" but began more than a day ago. A version could be deployed when
// it is its model's champion, or the newest that a review approved and newer than any that is served, and no
// endpoint serves it. Each is mine or the team's: mine are reviews that wait for the account of this machine,
// runs that it started, champions that it owns or nobody does, offers and overrides; the team's are the
// others, reviews that wait for somebody else among them. Threads: values; computeHome is pure, loadHome runs
// in a read lease on a worker.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/deploy/endpoints.h"
#include "core/registry/facts.h"
#include "core/registry/review.h"
#include "core/store/store.h"
#include "core/track/metric_meaning.h"
#include "core/track/run_progress.h"
#include "core/track/run_table.h"
#include "core/track/types.h"

namespace tatara::ui {

struct RecentRun {
  track::RunInfo run;
  std::string experiment;
  std::string metric;  // the experiment's primary metric; empty: none
  std::optional<double> value;
  std::optional<double> fromBest;  // value minus the best of the experiment; 0 for the best itself
  track::Direction direction = track::Direction::Unknown;
  std::optional<track::RunProgress> progress{};  // of one under way
};

// A version that waits for a deployment.
struct DeployOffer {
  std::string model;
  std::int64_t version = 0;
  bool champion = false;
  std::string endpoint;     // of its model; empty: there is none
  std::int64_t serves = 0;  // what that one serves
  Timestamp since{};
};

enum class AttentionKind { Override, Review, Overdue, Deploy, FailedRun, StaleRun };

struct Attention {
  AttentionKind kind{};
  track::RunInfo run;      // of a run
  std::string experiment;  // of a run
  std::optional<registry::ReviewInfo> review{};
  std::optional<DeployOffer> offer{};
  std::optional<registry::OverdueChampion> overdue{};
  std::optional<registry::Override> broken{};
  bool mine = true;

  // The same for the same cause, from one load to the next: "failed/4f2c…".
  std::string key() const;
};

struct BestPoint {
  track::RunId run;
  std::string name;
  Timestamp time{};
  double value = 0;
  bool best = false;  // better than all before it
};

struct BestSeries {
  track::ExperimentId experiment;
  std::string experimentName;
  std::string metric;
  std::string unit;
  track::Direction direction = track::Direction::Unknown;
  std::vector<BestPoint> points;  // by time
  // The champion among the versions that came of these runs.
  std::string championName;
  std::optional<double> champion;
};

// What a version's run logged of the metric that decides its experiment.
struct VersionFigure {
  std::string model;
  std::int64_t version = 0;
  track::ExperimentId experiment;
  std::string metric;
  std::string unit;
  track::Direction direction = track::Direction::Unknown;
  double value = 0;
};

struct ExperimentRow {
  track::ExperimentId id;
  std::string name;
  std::int64_t runs = 0;
  Timestamp last{};
  std::string metric;
  std::optional<double> best;
  std::vector<track::RunStatus> lastStates;  // at most 14, oldest first
};

inline constexpr std::int64_t kActs = 8;
inline constexpr std::size_t kMostAttention = 500;

struct HomeData {
  std::int64_t runs = 0;
  std::int64_t day = 0, dayFinished = 0, dayFailed = 0;  // started in the last 24 h
  std::int64_t running = 0;
  std::string runningName;  // of the newest running one
  std::optional<track::RunId> runningRun;
  std::vector<RecentRun> recent;     // 10, newest first
  std::vector<Attention> attention;  // at most kMostAttention
  std::int64_t attentionCount = 0;
  std::vector<ExperimentRow> experiments;  // last used first; those with runs
  BestSeries best;                         // empty metric: there is none
  std::vector<registry::Act> acts;         // the newest, at most kActs
  std::optional<VersionFigure> champion;   // of the model that changed last among those with a value
  std::optional<VersionFigure> candidate;  // the best other version of that model; not a rejected one
  std::int64_t models = 0;
  std::int64_t failedWeek = 0;
  std::int64_t reviews = 0;  // under way
  std::vector<deploy::Endpoint> endpoints;
};

// By model; of one model the champion first.
std::vector<DeployOffer> offersOf(const std::vector<registry::ModelVersion>& versions,
                                  const std::vector<deploy::Endpoint>& endpoints);
// Before the runs.
void addOffers(HomeData& data, std::vector<DeployOffer> offers);
// Before those.
void addOverdue(HomeData& data, std::vector<registry::OverdueChampion> overdue, std::string_view me = {});
// Before the others; those due first, mine before the team's.
void addReviews(HomeData& data, std::vector<registry::ReviewInfo> waiting,
                std::vector<registry::ReviewInfo> ofOthers = {});

// Before everything else: a policy that somebody overrode and nobody else has looked at.
void addOverrides(HomeData& data, std::vector<registry::Override> overrides);

// Champion and best candidate, as figures and in the chart.
void addVersions(HomeData& data, const track::RunTable& table,
                 const std::vector<track::Experiment>& experiments,
                 const std::vector<registry::ModelVersion>& versions);

// What a person said does not need them: put off until a time, or for somebody else to see to.
struct Dismissals {
  std::map<std::string, Timestamp> until;  // by Attention::key()
  std::set<std::string> notMine;
};
enum class AttentionScope { Mine, Team };
// In their order. Put off: neither here nor there, until its time. Not mine: only the team's.
struct ShownAttention {
  std::vector<std::size_t> items;  // indices into `all`
  std::int64_t putOff = 0;
};
ShownAttention attentionOf(const std::vector<Attention>& all, const Dismissals& dismissals,
                           AttentionScope scope, Timestamp now);

// `chosen`: whose metric the chart shows; none, or one without: the experiment used last that has one. `me`:
// the account whose runs are mine; empty: all are.
HomeData computeHome(const track::RunTable& table, const std::vector<track::Experiment>& experiments,
                     std::optional<track::ExperimentId> chosen, Timestamp now, std::string_view me = {});

// The columns are kept between calls, so that a change reads only what changed.
struct HomeState {
  std::shared_ptr<const track::RunTable> table;
  HomeData data;
};
Result<HomeState> loadHome(const store::Store& store, std::shared_ptr<const track::RunTable> table,
                           const store::ChangeSet& changes, std::optional<track::ExperimentId> chosen,
                           std::stop_token stop);

}  // namespace tatara::ui
