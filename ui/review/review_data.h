// What the Review screen shows, read in one snapshot on a worker: the review with its frozen evidence, how
// far it is by the policy in force, and what the person in front of it may do.
//
// Tables are taken out of the pieces of evidence (core/evaluate/evidence.h) as they were frozen; a piece that
// is not there leaves its table empty, and a body of another form than expected counts as not there. Without
// the piece `metrics` the last values of both runs stand in its place, without intervals or verdicts.
// Threads: loading runs on a worker; what it returns is immutable and shared. Errors: NotFound; the store's.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/provenance/patch.h"
#include "core/registry/review.h"
#include "core/store/store.h"
#include "core/text/phrase.h"
#include "ui/review/evidence_detail.h"

namespace tatara::ui {

enum class Judgement { None, Better, Worse, Unclear };

struct MetricLine {
  std::string name;   // "rmse"
  std::string title;  // "Root mean squared error"
  std::optional<double> champion;
  std::optional<double> challenger;
  std::optional<double> difference;
  std::optional<Span> interval;  // of the difference
  bool lowerIsBetter = false;
  bool directed = true;  // has a better side
  bool deciding = false;
  bool bytes = false;  // numbers are bytes
  Judgement judgement = Judgement::None;
  std::string undefined;  // why there is no value
};

struct SliceLine {
  std::string column;
  text::Phrase slice;
  std::int64_t rows = 0;
  std::optional<double> champion;
  std::optional<double> challenger;
  std::optional<double> regression;  // share; above zero is worse
  bool judged = false;
  bool shown = false;  // worse or better beyond chance
};

struct DisparityLine {
  std::string column;
  std::string name;
  std::optional<double> champion;
  std::optional<double> challenger;
  text::Phrase lowest, highest;
};

// A fact of both versions, side by side.
struct FactLine {
  std::string name;
  std::string champion;
  std::string challenger;
  bool differs = false;
};

struct FileLine {
  std::string path;
  std::string digest;
  std::int64_t bytes = 0;
  text::Phrase pickle;  // what it would import; empty: no pickle
  bool dangerous = false;
};

struct ImportanceLine {
  std::string input;
  double share = 0;                           // of the largest, in [0, 1]
  double mean = 0;                            // of the sizes of its contributions
  std::optional<double> permuted, deviation;  // how much worse the metric gets without it
};

// A diff to be read: of both commits, or of what a run had not committed.
struct CodeChange {
  enum Kind { Commits, Challenger, Champion } kind = Commits;
  std::string from, to;  // commits, shortened
  provenance::Patch patch;
  bool cut = false;  // the evidence holds its beginning only
};

// A point of a two-class model's curve, by falling threshold.
struct ThresholdPoint {
  double threshold = 0;
  double recall = 0;
  double falsePositiveRate = 0;
};
struct ThresholdCurve {
  std::vector<ThresholdPoint> points;
  double positives = 0;
  double negatives = 0;
};
struct ThresholdCosts {
  double truePositive = 0, falsePositive = 1, falseNegative = 1, trueNegative = 0;
};
struct ThresholdFacts {
  ThresholdCurve challenger;
  ThresholdCurve champion;
  ThresholdCosts costs;
  double threshold = 0.5;  // at which the other figures were measured
};

// What happened since the person looked last.
struct News {
  int comments = 0;
  int decisions = 0;
  bool round = false;                // evidence was frozen anew
  std::vector<std::string> changed;  // pieces of evidence that are another since the round before
  bool any() const { return comments > 0 || decisions > 0 || round; }
};

struct ReviewFacts {
  registry::Review review;
  registry::Standing standing;
  registry::ModelVersion version;
  std::int64_t holder = 0;             // who has the target now; 0: nobody
  std::vector<std::string> followers;  // endpoints that follow the alias asked for, by name
  std::string policyProblem;
  std::vector<text::Phrase> policyWarnings;  // why too few are left who could approve
  bool policyShut = false;
  bool protectedTarget = false;

  registry::Actor me;
  std::optional<text::Phrase> whyNotApprove;
  std::optional<text::Phrase> whyNotRefuse;
  std::optional<Timestamp> lastSeen;
  News news;
  std::string subject;  // reviewSubject()

  std::string runName;   // of the version
  text::Phrase verdict;  // in words
  std::string dataName;
  std::int64_t dataRows = 0;
  text::Phrase dataHow;  // which rows of it
  std::string deciding;
  std::string resampling;  // "2,000 draws, 95 % intervals"
  double confidence = 0.95;
  std::vector<text::Phrase> notes;
  std::vector<MetricLine> metrics;    // those that have a value
  std::vector<MetricLine> valueless;  // those that have none on these rows, with why
  std::string sliceMetric;
  bool sliceLowerIsBetter = true;
  std::vector<SliceLine> slices;
  std::vector<DisparityLine> disparities;
  std::vector<FactLine> facts;       // of code, data and run
  std::vector<FactLine> parameters;  // those that differ first
  std::vector<FactLine> packages;    // those that differ first
  std::vector<CodeChange> code;
  text::Phrase codeProblem;  // why the commits are not compared; empty: they are, or are the same
  bool dirty = false;        // the challenger's run had changes that were not committed
  ThresholdFacts threshold;  // without points where there is no curve
  std::vector<text::Phrase> signature;
  std::vector<FileLine> files;
  std::vector<ImportanceLine> importance;
  EvidenceDetail detail;

  bool live() const;
  // Approved, and nothing stands against moving the target now.
  bool mayMove() const;
};
using ReviewFactsPtr = std::shared_ptr<const ReviewFacts>;
Result<ReviewFactsPtr> loadReviewFacts(const store::Store& store, registry::ReviewId id,
                                       const registry::Actor& me, std::stop_token stop);

enum class ReviewSet { Waiting, Live, All };
struct ReviewLines {
  std::vector<registry::ReviewInfo> reviews;
  std::int64_t waiting = 0;  // for this person, whichever set was asked for
};
inline constexpr std::int64_t kMostReviews = 500;
Result<ReviewLines> loadReviewLines(const store::Store& store, ReviewSet set, const std::string& person,
                                    std::stop_token stop);

// The piece by its name; null when it was not frozen.
const registry::Evidence* findEvidence(const registry::Review& review, std::string_view name);

}  // namespace tatara::ui
