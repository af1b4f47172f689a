// What the Models panel shows, read in one snapshot on a worker: the list of models, one model with its
// versions, one version with its files.
//
// Threads: loading runs on a worker; what it returns is immutable and shared. Errors: NotFound when there is
// no such model or version; those of the store.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/artifact/artifact_store.h"
#include "core/dataset/lineage.h"
#include "core/infer/signature.h"
#include "core/registry/evidence.h"
#include "core/registry/facts.h"
#include "core/registry/review.h"
#include "core/store/store.h"
#include "core/text/phrase.h"
#include "core/track/metric_meaning.h"
#include "core/track/types.h"

namespace tatara::ui {

inline constexpr std::string_view kChampion = "champion";

using ModelLines = std::shared_ptr<const std::vector<registry::ModelSummary>>;
// By name.
Result<ModelLines> loadModelLines(const store::Store& store, std::stop_token stop);

struct VersionLine {
  registry::ModelVersion version;
  std::optional<track::Run> run;  // that made it, when it is known and here
  std::string data;               // "bikes", the dataset that the run trained on
  std::string commit;             // of the run's code, whole; empty: unknown
  bool dirty = false;             // with uncommitted changes
  bool altered = false;           // a file is missing or another than when it was registered
};

// A metric that has a column of its own.
struct ShownMetric {
  std::string key;
  track::MetricMeaning meaning;
};

// What the policy says of a model's champion.
struct Protection {
  bool nothing = false;                       // no policy protects anything in this workspace
  bool champion = false;                      // it moves by a review only
  bool mayOverride = false;                   // the policy lets the account of this machine break the glass
  std::string problem;                        // why tatara.yaml is not what is in force
  std::vector<text::Phrase> warnings;         // of a policy that lets nobody approve for this model
  std::vector<registry::Override> overrides;  // of the policy on this model; nobody else has looked at them
};

struct ModelFacts {
  registry::RegisteredModel model;
  registry::ModelFacts known;  // who answers for it, what it may be used for
  Protection protection;
  std::vector<registry::ReviewInfo> reviews;  // under way, newest first
  std::vector<VersionLine> versions;          // newest first
  std::size_t withoutRun = 0;                 // versions beyond kMostRuns, whose runs were not read
  std::vector<ShownMetric> metrics;           // the deciding one first, at most kMostMetrics
  std::int64_t champion = 0;                  // 0: none
  std::vector<std::string> followers;         // endpoints that follow champion, by name

  const VersionLine* find(std::int64_t number) const;
};
using ModelFactsPtr = std::shared_ptr<const ModelFacts>;

inline constexpr std::size_t kMostRuns = 1'000;
inline constexpr std::size_t kMostMetrics = 3;

Result<ModelFactsPtr> loadModelFacts(const store::Store& store, const std::string& model,
                                     std::stop_token stop);

struct VersionFacts {
  VersionLine line;
  std::optional<track::Run> championRun;  // of another version; what deltas are against
  std::int64_t champion = 0;
  std::optional<track::LoggedModel> loggedModel;
  std::string root;                       // of its files in the artifact store; empty: they are elsewhere
  std::vector<artifact::FileInfo> files;  // sorted; paths relative to `root`
  registry::VersionFiles registered;      // as they were registered, and what has become of them
  std::vector<std::string> followers;     // endpoints that follow champion, by name
  std::optional<infer::ModelDescription> description;  // of the MLmodel file
  text::Phrase descriptionProblem;                     // why there is none
  std::vector<registry::Act> acts;                     // on this version, newest first
  std::vector<ShownMetric> metrics;                    // as in the model's table
  Protection protection;
  std::optional<registry::ReviewInfo> review;  // the newest of this version
  std::vector<registry::Evidence> evidence;    // by name; beside `measuredAgainst`, 0: beside nobody
  std::int64_t measuredAgainst = 0;
  dataset::Lineage lineage;  // all around the version
  bool reviewLive = false;   // it is under way
};
using VersionFactsPtr = std::shared_ptr<const VersionFacts>;
Result<VersionFactsPtr> loadVersionFacts(const std::shared_ptr<store::Store>& store, const std::string& model,
                                         std::int64_t version, std::stop_token stop);

// The last value of a metric of the version's run.
std::optional<double> metricOf(const std::optional<track::Run>& run, std::string_view key);

}  // namespace tatara::ui
