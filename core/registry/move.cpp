#include <algorithm>
#include <array>

#include "core/registry/internal/guard.h"
#include "core/registry/internal/review_rows.h"

namespace tatara::registry {
namespace {

using internal::modelKeyOf;
using internal::objectOf;
using internal::record;
using internal::versionRow;

constexpr std::array<std::pair<Stage, std::string_view>, 4> kStages = {{{Stage::None, "None"},
                                                                        {Stage::Staging, "Staging"},
                                                                        {Stage::Production, "Production"},
                                                                        {Stage::Archived, "Archived"}}};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool equalIgnoringCase(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

// One move under way.
struct Mover {
  store::Writer& writer;
  std::string_view model;
  const internal::Request& request;

  Result<std::optional<std::int64_t>> holderOf(ModelKey key, std::string_view alias) const {
    return writer.sql().findInteger("SELECT version FROM model_alias WHERE model_key = ? AND alias = ?", key,
                                    alias);
  }

  static std::optional<std::string> asText(std::optional<std::int64_t> version) {
    return version ? std::optional(std::to_string(*version)) : std::nullopt;
  }

  // Writes the act of a move that was made, and what let it pass.
  Status note(const internal::Clearance& clearance, NewAct act) const {
    act.reason = request.reason;
    act.sign = true;
    const std::string object = act.object;
    TATARA_ASSIGN(const auto number, recordAct(writer, request.actor, request.now, act));
    return internal::settle(writer, clearance, object, request, number);
  }

  Status operator()(const SetAlias& move) const {
    TATARA_TRY(internal::checkAlias(move.alias));
    TATARA_ASSIGN(const auto row, versionRow(writer.sql(), model, move.version));
    TATARA_ASSIGN(const auto before, holderOf(row.version.modelKey, move.alias));
    if (before == move.version) {
      return {};
    }
    TATARA_ASSIGN(const auto clearance,
                  internal::guardSet(writer, row, {Target::Kind::Alias, move.alias}, request));
    TATARA_TRY(writer.sql().run("INSERT OR REPLACE INTO model_alias VALUES(?, ?, ?)", row.version.modelKey,
                                move.alias, move.version));
    TATARA_TRY(internal::touchModel(writer, row.version.modelKey, request.now));
    return note(clearance, {.verb = "set alias",
                            .object = objectOf(model) + "@" + move.alias,
                            .before = asText(before),
                            .after = asText(move.version)});
  }

  Status operator()(const RemoveAlias& move) const {
    TATARA_ASSIGN(const ModelKey key, modelKeyOf(writer.sql(), model));
    TATARA_ASSIGN(const auto before, holderOf(key, move.alias));
    if (!before) {
      return {};
    }
    TATARA_ASSIGN(const auto clearance,
                  internal::guardRemoval(writer, model, {Target::Kind::Alias, move.alias}, request));
    TATARA_TRY(
        writer.sql().run("DELETE FROM model_alias WHERE model_key = ? AND alias = ?", key, move.alias));
    TATARA_TRY(internal::touchModel(writer, key, request.now));
    return note(
        clearance,
        {.verb = "remove alias", .object = objectOf(model) + "@" + move.alias, .before = asText(before)});
  }

  Status setStage(const internal::VersionRow& row, Stage stage, const internal::Clearance& clearance) const {
    TATARA_TRY(writer.sql().run("UPDATE model_version SET stage = ? WHERE version_key = ?", stage, row.key));
    TATARA_TRY(internal::touchVersion(writer, row, request.now));
    return note(clearance, {.verb = "set stage",
                            .object = objectOf(model, row.version.version),
                            .before = std::string(toString(row.version.stage)),
                            .after = std::string(toString(stage))});
  }

  // Leaving one stage and entering another both ask.
  Status changeStage(const internal::VersionRow& row, Stage stage) const {
    internal::Clearance clearance;
    if (stage != row.version.stage && row.version.stage != Stage::None) {
      TATARA_ASSIGN(clearance,
                    internal::guardRemoval(writer, model, stageTarget(row.version.stage), request));
    }
    if (stage != row.version.stage && stage != Stage::None) {
      const bool broken = clearance.glassBroken;
      TATARA_ASSIGN(clearance, internal::guardSet(writer, row, stageTarget(stage), request));
      clearance.glassBroken = clearance.glassBroken || broken;
    }
    return setStage(row, stage, clearance);
  }

  static Target stageTarget(Stage stage) { return {Target::Kind::Stage, std::string(toString(stage))}; }

  Status operator()(const SetStage& move) const {
    TATARA_ASSIGN(const auto row, versionRow(writer.sql(), model, move.version));
    const bool replaces = move.stage == Stage::Staging || move.stage == Stage::Production;
    if (move.archiveExisting && !replaces) {
      return makeError(ErrorKind::InvalidArgument,
                       "Model version transition cannot archive existing model versions because '" +
                           std::string(toString(move.stage)) +
                           "' is not an Active stage. Valid stages are Staging, Production");
    }
    TATARA_TRY(changeStage(row, move.stage));
    if (!move.archiveExisting) {
      return {};
    }
    // Those make room for one that was let in: part of the same decision.
    TATARA_ASSIGN(const auto rows, internal::versionRows(writer.sql(), "name = ?", model));
    for (const internal::VersionRow& other : rows) {
      if (other.version.stage == move.stage && other.version.version != move.version) {
        TATARA_TRY(setStage(other, Stage::Archived, {}));
      }
    }
    return {};
  }
};

}  // namespace

namespace internal {

// Letters, digits, _ and -; not "latest" and not like a version ("v7"), which MLflow reserves.
Status checkAlias(std::string_view alias) {
  constexpr std::size_t kAliasBytes = 255;
  const auto isWord = [](char c) {
    return lower(c) != c || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  if (alias.empty() || alias.size() > kAliasBytes || !std::all_of(alias.begin(), alias.end(), isWord)) {
    return makeError(ErrorKind::InvalidArgument,
                     "Invalid alias name: '" + std::string(alias) +
                         "'. It must hold only letters, digits, _ and -, and at most 255 characters.");
  }
  if (equalIgnoringCase(alias, "latest")) {
    return makeError(ErrorKind::InvalidArgument, "'latest' alias name (case insensitive) is reserved.");
  }
  const bool likeVersion =
      lower(alias[0]) == 'v' && alias.size() > 1 &&
      std::all_of(alias.begin() + 1, alias.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (likeVersion) {
    return makeError(ErrorKind::InvalidArgument,
                     "Version alias name '" + std::string(alias) + "' is reserved.");
  }
  return {};
}

}  // namespace internal

std::string_view toString(VersionState state) {
  constexpr std::array<std::string_view, 5> kWords{"candidate", "in review", "approved", "rejected",
                                                   "archived"};
  return kWords[static_cast<std::size_t>(state)];
}

std::string_view toString(Stage stage) {
  return kStages[static_cast<std::size_t>(stage)].second;
}

std::optional<Stage> parseStage(std::string_view text) {
  for (const auto& [stage, name] : kStages) {
    if (equalIgnoringCase(text, name)) {
      return stage;
    }
  }
  return std::nullopt;
}

Status move(store::Writer& writer, std::string_view model, const Move& move, const Actor& actor,
            Timestamp now, std::string_view reason, Glass glass) {
  const internal::Request request{actor, now, reason, glass};
  return std::visit(Mover{writer, model, request}, move);
}

Result<std::int64_t> moveOrPropose(store::Writer& writer, std::string_view model, const Move& wanted,
                                   const Actor& actor, Timestamp now, std::string_view reason) {
  TATARA_TRY(writer.sql().run("SAVEPOINT proposal"));
  Status moved = move(writer, model, wanted, actor, now, reason);
  TATARA_TRY(writer.sql().run(moved ? "RELEASE proposal" : "ROLLBACK TO proposal"));
  if (moved) {
    return 0;
  }
  TATARA_TRY(writer.sql().run("RELEASE proposal"));
  const SetAlias* alias = std::get_if<SetAlias>(&wanted);
  const SetStage* stage = std::get_if<SetStage>(&wanted);
  if (moved.error().kind != ErrorKind::PermissionDenied || (alias == nullptr && stage == nullptr)) {
    return moved.error();
  }
  NewReview review;
  review.model = model;
  review.version = alias != nullptr ? alias->version : stage->version;
  review.target =
      alias != nullptr ? Target{Target::Kind::Alias, alias->alias} : Mover::stageTarget(stage->stage);
  review.reason = reason;
  auto opened = openReview(writer, review, actor, now);
  if (!opened && opened.error().kind != ErrorKind::Conflict) {
    return opened.error();
  }
  return opened ? opened->id.value() : 0;
}

Status archiveVersion(store::Writer& writer, std::string_view model, std::int64_t version, const Actor& actor,
                      Timestamp now, std::string_view reason) {
  TATARA_ASSIGN(const auto row, versionRow(writer.sql(), model, version));
  if (row.version.state == VersionState::Archived) {
    return {};
  }
  TATARA_ASSIGN(const auto policy, holdToPolicy(writer, now));
  for (const std::string& alias : row.version.aliases) {
    if (policy.policy.protects(model, {Target::Kind::Alias, alias})) {
      return makeError(ErrorKind::Conflict, "Version " + std::to_string(version) + " of " +
                                                std::string(model) + " is " + alias +
                                                "; it cannot be archived before another one is");
    }
  }
  if (row.version.stage != Stage::None &&
      policy.policy.protects(model, Mover::stageTarget(row.version.stage))) {
    return makeError(ErrorKind::Conflict, "Version " + std::to_string(version) + " of " + std::string(model) +
                                              " is in the stage " + std::string(toString(row.version.stage)));
  }
  TATARA_ASSIGN(
      const auto live,
      loadReviews(writer.sql(), {.model = std::string(model), .version = version, .live = true}, 10));
  if (!live.empty()) {
    return makeError(ErrorKind::Conflict, "Review " + std::to_string(live.front().id.value()) +
                                              " of this version is not closed; withdraw it first");
  }
  TATARA_TRY(writer.sql().run("UPDATE model_version SET state = ? WHERE version_key = ?",
                              VersionState::Archived, row.key));
  TATARA_TRY(internal::touchVersion(writer, row, now));
  return record(writer, actor, now,
                {.verb = "archive version",
                 .object = objectOf(model, version),
                 .before = std::string(toString(row.version.state)),
                 .after = std::string(toString(VersionState::Archived)),
                 .reason = reason});
}

Status restoreVersion(store::Writer& writer, std::string_view model, std::int64_t version, const Actor& actor,
                      Timestamp now, std::string_view reason) {
  TATARA_ASSIGN(auto row, versionRow(writer.sql(), model, version));
  if (row.version.state != VersionState::Archived) {
    return {};
  }
  row.version.state = VersionState::Candidate;
  TATARA_TRY(internal::refreshState(writer, row));
  TATARA_TRY(internal::touchVersion(writer, row, now));
  return record(writer, actor, now,
                {.verb = "restore version",
                 .object = objectOf(model, version),
                 .before = std::string(toString(VersionState::Archived)),
                 .after = std::nullopt,
                 .reason = reason});
}

}  // namespace tatara::registry
