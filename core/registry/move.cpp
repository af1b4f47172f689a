#include <algorithm>
#include <array>

#include "core/registry/internal/rows.h"

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

// One move under way.
struct Mover {
  store::Writer& writer;
  std::string_view model;
  const Actor& actor;
  Timestamp now;
  std::string_view reason;

  Result<std::optional<std::int64_t>> holderOf(ModelKey key, std::string_view alias) const {
    return writer.sql().findInteger("SELECT version FROM model_alias WHERE model_key = ? AND alias = ?", key,
                                    alias);
  }

  static std::optional<std::string> asText(std::optional<std::int64_t> version) {
    return version ? std::optional(std::to_string(*version)) : std::nullopt;
  }

  Status operator()(const SetAlias& move) const {
    TATARA_TRY(checkAlias(move.alias));
    TATARA_ASSIGN(const auto row, versionRow(writer.sql(), model, move.version));
    TATARA_ASSIGN(const auto before, holderOf(row.version.modelKey, move.alias));
    if (before == move.version) {
      return {};
    }
    TATARA_TRY(writer.sql().run("INSERT OR REPLACE INTO model_alias VALUES(?, ?, ?)", row.version.modelKey,
                                move.alias, move.version));
    TATARA_TRY(internal::touchModel(writer, row.version.modelKey, now));
    return record(writer, actor, now,
                  {.verb = "set alias",
                   .object = objectOf(model) + "@" + move.alias,
                   .before = asText(before),
                   .after = asText(move.version),
                   .reason = reason});
  }

  Status operator()(const RemoveAlias& move) const {
    TATARA_ASSIGN(const ModelKey key, modelKeyOf(writer.sql(), model));
    TATARA_ASSIGN(const auto before, holderOf(key, move.alias));
    if (!before) {
      return {};
    }
    TATARA_TRY(
        writer.sql().run("DELETE FROM model_alias WHERE model_key = ? AND alias = ?", key, move.alias));
    TATARA_TRY(internal::touchModel(writer, key, now));
    return record(writer, actor, now,
                  {.verb = "remove alias",
                   .object = objectOf(model) + "@" + move.alias,
                   .before = asText(before),
                   .reason = reason});
  }

  Status setStage(const internal::VersionRow& row, Stage stage) const {
    TATARA_TRY(writer.sql().run("UPDATE model_version SET stage = ? WHERE version_key = ?", stage, row.key));
    TATARA_TRY(internal::touchVersion(writer, row, now));
    return record(writer, actor, now,
                  {.verb = "set stage",
                   .object = objectOf(model, row.version.version),
                   .before = std::string(toString(row.version.stage)),
                   .after = std::string(toString(stage)),
                   .reason = reason});
  }

  Status operator()(const SetStage& move) const {
    TATARA_ASSIGN(const auto row, versionRow(writer.sql(), model, move.version));
    const bool replaces = move.stage == Stage::Staging || move.stage == Stage::Production;
    if (move.archiveExisting && !replaces) {
      return makeError(ErrorKind::InvalidArgument,
                       "Model version transition cannot archive existing model versions because '" +
                           std::string(toString(move.stage)) +
                           "' is not an Active stage. Valid stages are Staging, Production");
    }
    if (move.archiveExisting) {
      TATARA_ASSIGN(const auto rows, internal::versionRows(writer.sql(), "name = ?", model));
      for (const internal::VersionRow& other : rows) {
        if (other.version.stage == move.stage && other.version.version != move.version) {
          TATARA_TRY(setStage(other, Stage::Archived));
        }
      }
    }
    return setStage(row, move.stage);
  }
};

}  // namespace

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
            Timestamp now, std::string_view reason) {
  return std::visit(Mover{writer, model, actor, now, reason}, move);
}

}  // namespace tatara::registry
