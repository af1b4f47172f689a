// Registered models, their versions and aliases, and the record of every act on them.
//
// Everything that moves an alias or a stage, from whichever program or protocol, goes through move(): the one
// place where the policy (policy.h) is asked and the act is recorded, in the transaction that makes the
// change. Deleting and renaming ask it for the aliases that they touch. Acts are append-only (act.h,
// audit.h).
//
// Errors: NotFound, AlreadyExists, InvalidArgument, PermissionDenied; messages are MLflow's where its clients
// read them. Threads: functions with a Writer run inside a write task, those with a Connection inside a read
// lease.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/base/clock.h"
#include "core/base/strong_id.h"
#include "core/registry/act.h"
#include "core/sql/connection.h"
#include "core/store/store.h"
#include "core/track/types.h"

namespace tatara::registry {

using track::KeyValue;
using ModelKey = StrongId<struct ModelKeyTag>;

// MLflow's stages, kept for old clients.
enum class Stage : std::uint8_t { None = 0, Staging = 1, Production = 2, Archived = 3 };
std::string_view toString(Stage stage);
std::optional<Stage> parseStage(std::string_view text);  // any case

enum class VersionStatus : std::uint8_t { Ready = 0, PendingRegistration = 1, FailedRegistration = 2 };

// Where a version stands in its life. Which one is champion is what the alias says.
enum class VersionState : std::uint8_t {
  Candidate = 0,
  InReview = 1,
  Approved = 2,
  Rejected = 3,
  Archived = 4
};
std::string_view toString(VersionState state);  // "candidate", "in review", ...

struct Alias {
  std::string name;
  std::int64_t version = 0;
};

struct ModelVersion {
  ModelKey modelKey;
  std::string model;
  std::int64_t version = 0;
  std::string source;  // as given: models:/m-…, runs:/…, mlflow-artifacts:/…; never opened by us as a URI
  std::string storage;  // where its files are: an artifact URI of this workspace, or empty
  track::RunId run;
  std::string runLink;
  track::LoggedModelId loggedModel;
  std::string description;
  std::string user;
  Stage stage = Stage::None;
  VersionState state = VersionState::Candidate;
  VersionStatus status = VersionStatus::Ready;
  std::string statusMessage;
  Timestamp created{};
  Timestamp updated{};
  std::vector<KeyValue> tags;
  std::vector<std::string> aliases;
};

struct RegisteredModel {
  ModelKey key;
  std::string name;
  std::string description;
  Timestamp created{};
  Timestamp updated{};
  std::vector<KeyValue> tags;
  std::vector<Alias> aliases;  // sorted by name
};

struct NewModel {
  std::string name{};
  std::string description{};
  std::vector<KeyValue> tags{};
  std::optional<Timestamp> created{};  // for importers
  std::optional<Timestamp> updated{};
};

struct NewVersion {
  std::string model{};
  std::string source{};
  std::string storage{};
  track::RunId run{};
  std::string runLink{};
  track::LoggedModelId loggedModel{};
  std::string description{};
  std::vector<KeyValue> tags{};
  // For importers.
  std::optional<std::int64_t> version{};
  std::optional<Timestamp> created{};
  std::optional<Timestamp> updated{};
  std::string user{};
};

// --- models
Result<RegisteredModel> createModel(store::Writer& writer, const NewModel& model, const Actor& actor,
                                    Timestamp now);
Status renameModel(store::Writer& writer, std::string_view name, std::string_view newName, const Actor& actor,
                   Timestamp now);
Status describeModel(store::Writer& writer, std::string_view name, std::string_view description,
                     Timestamp now);
Status deleteModel(store::Writer& writer, std::string_view name, const Actor& actor, Timestamp now);
Status setModelTag(store::Writer& writer, std::string_view name, const KeyValue& tag, Timestamp now);
Status deleteModelTag(store::Writer& writer, std::string_view name, std::string_view key, Timestamp now);
Result<std::optional<RegisteredModel>> findModel(sql::Connection& connection, std::string_view name);
Result<std::vector<RegisteredModel>> loadModels(sql::Connection& connection);  // by name

// --- versions (a number is never used again, also after deletion)
Result<ModelVersion> createVersion(store::Writer& writer, const NewVersion& version, const Actor& actor,
                                   Timestamp now);
Status describeVersion(store::Writer& writer, std::string_view model, std::int64_t version,
                       std::string_view description, Timestamp now);
// For importers, after the moves that gave aliases and stages: sets back the time that those touched, of a
// version or (version 0) of the model.
Status keepUpdated(store::Writer& writer, std::string_view model, std::int64_t version, Timestamp updated);
Status deleteVersion(store::Writer& writer, std::string_view model, std::int64_t version, const Actor& actor,
                     Timestamp now);
Status setVersionTag(store::Writer& writer, std::string_view model, std::int64_t version, const KeyValue& tag,
                     Timestamp now);
Status deleteVersionTag(store::Writer& writer, std::string_view model, std::int64_t version,
                        std::string_view key, Timestamp now);
Result<std::optional<ModelVersion>> findVersion(sql::Connection& connection, std::string_view model,
                                                std::int64_t version);
// Of one model, or of all when `model` is empty; newest first; not the deleted ones.
Result<std::vector<ModelVersion>> loadVersions(sql::Connection& connection, std::string_view model);
// Those of all models that came from a run, in the same order.
Result<std::vector<ModelVersion>> loadVersionsOfRun(sql::Connection& connection, const track::RunId& run);
// By alias; "latest" (any case) is the newest version.
Result<std::optional<ModelVersion>> findVersionByAlias(sql::Connection& connection, std::string_view model,
                                                       std::string_view alias);

// --- the one door for aliases and stages
struct SetAlias {
  std::string alias;
  std::int64_t version = 0;
};
struct RemoveAlias {
  std::string alias;
};
struct SetStage {
  std::int64_t version = 0;
  Stage stage = Stage::None;
  bool archiveExisting = false;
};
using Move = std::variant<SetAlias, RemoveAlias, SetStage>;
// Broken: who may override the policy does, with a reason; it is recorded loudly and shown until somebody
// else has looked at it.
enum class Glass : std::uint8_t { Whole, Broken };
// PermissionDenied where the policy says no; the sentence says which review is missing and how to open it.
Status move(store::Writer& writer, std::string_view model, const Move& move, const Actor& actor,
            Timestamp now, std::string_view reason = {}, Glass glass = Glass::Whole);
// For importers: what the policy does not let pass is asked for by a review in its place. Gives that review's
// number, 0 when the move was made.
Result<std::int64_t> moveOrPropose(store::Writer& writer, std::string_view model, const Move& move,
                                   const Actor& actor, Timestamp now, std::string_view reason);
// An archived version takes no alias and no review; one that holds a protected alias or stage cannot be
// archived.
Status archiveVersion(store::Writer& writer, std::string_view model, std::int64_t version, const Actor& actor,
                      Timestamp now, std::string_view reason = {});
Status restoreVersion(store::Writer& writer, std::string_view model, std::int64_t version, const Actor& actor,
                      Timestamp now, std::string_view reason = {});

}  // namespace tatara::registry
