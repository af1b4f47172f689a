// What is known of a model beside its versions: who answers for it, what it may be used for; the lists that
// screens show of models and versions; and overrides of the policy that nobody else has looked at yet.
//
// Errors: NotFound, InvalidArgument, PermissionDenied. Threads: functions with a Writer run inside a write
// task, those with a Connection inside a read lease. Times are UTC.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/registry/registry.h"

namespace tatara::registry {

struct ModelFacts {
  std::string owner;
  std::string deputy;
  std::string runbook;
  std::string intendedUse;
  std::string riskTier;
  std::string licence;
  std::vector<std::string> personal;   // columns of personal data
  std::optional<Timestamp> lookAgain;  // when a live champion is looked at again
  friend bool operator==(const ModelFacts&, const ModelFacts&) = default;
};
// Empty where nothing was said yet.
Result<ModelFacts> loadModelFacts(sql::Connection& connection, std::string_view model);
Status setModelFacts(store::Writer& writer, std::string_view model, const ModelFacts& facts,
                     const Actor& actor, Timestamp now);

// A line of the list of models. 5,000 of them with 100,000 versions take less than 100 ms.
struct ModelSummary {
  ModelKey key;
  std::string name;
  std::string description;
  std::string owner;
  std::int64_t versions = 0;     // not deleted
  std::int64_t newest = 0;       // the highest number; 0: none
  std::int64_t champion = 0;     // the version with the alias champion; 0: none
  std::int64_t liveReviews = 0;  // open, changes requested or approved and not moved yet
  std::optional<Timestamp> lookAgain;
  Timestamp updated{};
};
Result<std::vector<ModelSummary>> loadModelSummaries(sql::Connection& connection);  // by name

// A live champion (or what an old client put into Production, where there is none) that was to be looked at
// again by a day that is over.
struct OverdueChampion {
  std::string model;
  std::int64_t version = 0;
  std::string owner;
  Timestamp due{};
};
// The longest overdue first.
Result<std::vector<OverdueChampion>> loadOverdueChampions(sql::Connection& connection, Timestamp now);

// A line of a model's version table; newest first. Tags are left out: findVersion() has them.
struct VersionSummary {
  std::int64_t version = 0;
  VersionState state = VersionState::Candidate;
  Stage stage = Stage::None;
  std::vector<std::string> aliases;
  std::string description;
  std::string user;
  std::string run;
  std::string runName;
  std::string commit;            // of the run; empty where it has none
  std::optional<double> metric;  // the last value of the metric that was asked for
  std::int64_t review = 0;       // the newest review; 0: none
  Timestamp created{};
};
Result<std::vector<VersionSummary>> loadVersionSummaries(sql::Connection& connection, std::string_view model,
                                                         std::string_view metric = {});

struct Override {
  std::int64_t id = 0;
  std::string object;
  std::string person;
  std::string reason;
  std::int64_t act = 0;
  Timestamp at{};
};
// Overrides that nobody but who made them has looked at, newest first.
Result<std::vector<Override>> loadOpenOverrides(sql::Connection& connection);
// PermissionDenied for who made it.
Status closeOverride(store::Writer& writer, std::int64_t id, const Actor& actor, Timestamp now);

}  // namespace tatara::registry
