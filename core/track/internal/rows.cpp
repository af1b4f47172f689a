#include "core/track/internal/rows.h"

#include <array>
#include <bit>
#include <charconv>

#include "core/base/random.h"
#include "core/text/error_phrase.h"

namespace tatara::track::internal {
namespace {

constexpr std::array<std::string_view, 64> kAdjectives = {
    "amber",  "ancient", "bold",    "brave",  "bright",  "brisk",  "calm",   "candid", "clear",  "clever",
    "copper", "crisp",   "curious", "daring", "deft",    "eager",  "early",  "even",   "fair",   "fleet",
    "fond",   "gentle",  "glad",    "golden", "grand",   "hardy",  "hazel",  "honest", "humble", "ivory",
    "keen",   "kind",    "late",    "lively", "lucid",   "lunar",  "mellow", "merry",  "mild",   "modest",
    "neat",   "nimble",  "noble",   "olive",  "patient", "placid", "plain",  "polite", "proud",  "quick",
    "quiet",  "rapid",   "ready",   "russet", "sable",   "serene", "silver", "sober",  "steady", "stout",
    "swift",  "tawny",   "vivid",   "warm"};
constexpr std::array<std::string_view, 64> kNouns = {
    "adder", "alder", "badger", "bear",   "birch", "bison",  "bunting", "carp",   "cedar",  "colt",  "crane",
    "crow",  "deer",  "dove",   "eagle",  "egret", "elm",    "falcon",  "fern",   "finch",  "fox",   "gull",
    "hare",  "hawk",  "heron",  "ibis",   "jay",   "kite",   "lark",    "linnet", "lynx",   "maple", "marten",
    "mole",  "moss",  "moth",   "newt",   "oak",   "osprey", "otter",   "owl",    "pike",   "pine",  "plover",
    "quail", "raven", "reed",   "robin",  "rook",  "seal",   "shrew",   "snipe",  "sorrel", "stoat", "stork",
    "swan",  "swift", "tern",   "thrush", "trout", "vole",   "willow",  "wolf",   "wren"};

}  // namespace

RunInfo decodeRun(const sql::Rows& rows) {
  RunInfo info;
  info.key = RunKey(rows.integer(0));
  info.id = RunId(std::string(rows.text(1)));
  info.experiment = ExperimentId(rows.integer(2));
  info.name = rows.text(3);
  info.user = rows.text(4);
  info.status = static_cast<RunStatus>(rows.integer(5));
  info.started = fromUnixMillis(rows.integer(6));
  if (const auto ended = rows.optionalInteger(7)) {
    info.ended = fromUnixMillis(*ended);
  }
  if (const auto deleted = rows.optionalInteger(8)) {
    info.deleted = fromUnixMillis(*deleted);
  }
  info.artifactUri = rows.text(9);
  return info;
}

Result<std::optional<std::int64_t>> findNameId(sql::Connection& connection, std::string_view text) {
  return connection.findInteger("SELECT name_id FROM name WHERE text = ?", text);
}

Result<std::int64_t> nameIdOf(store::Writer& writer, std::string_view text) {
  TATARA_ASSIGN(const auto found, findNameId(writer.sql(), text));
  if (found) {
    return *found;
  }
  TATARA_TRY(writer.sql().run("INSERT INTO name(text) VALUES(?)", text));
  return writer.sql().lastInsertId();
}

Result<RunInfo> activeRun(store::Writer& writer, const RunId& id) {
  static const std::string sql = std::string("SELECT ") + kRunColumns + " FROM run WHERE run_id = ?";
  TATARA_ASSIGN(auto rows, writer.sql().query(sql, id));
  if (!rows.next()) {
    TATARA_TRY(rows.status());
    return runNotFound(id);
  }
  RunInfo info = decodeRun(rows);
  if (info.deleted) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "The run %1 must be in the 'active' state. Current state is deleted."),
        {id.value()});
  }
  return info;
}

Result<std::string> locationOfActiveExperiment(store::Writer& writer, ExperimentId id) {
  TATARA_ASSIGN(
      auto rows,
      writer.sql().query("SELECT artifact_location, deleted FROM experiment WHERE experiment_id = ?", id));
  if (!rows.next()) {
    TATARA_TRY(rows.status());
    return experimentNotFound(id);
  }
  if (rows.integer(1) != 0) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "The experiment %1 must be in the 'active' state. Current state is deleted."),
        {std::to_string(id.value())});
  }
  return std::string(rows.text(0));
}

std::string placeBelow(std::string_view location, std::string_view rest) {
  return std::string(location) + (location.ends_with('/') ? "" : "/") + std::string(rest);
}

std::int64_t toBits(double value) {
  return std::bit_cast<std::int64_t>(value);
}
double fromBits(std::int64_t bits) {
  return std::bit_cast<double>(bits);
}

std::string_view truncated(std::string_view text, std::size_t characters) {
  if (text.size() <= characters) {
    return text;
  }
  std::size_t seen = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(text[i]) & 0xc0) != 0x80;
    if (begins && seen++ == characters) {
      return text.substr(0, i);
    }
  }
  return text;
}

Error runNotFound(const RunId& id) {
  return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "Run with id=%1 not found"), {id.value()});
}

Error experimentNotFound(ExperimentId id) {
  return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "No Experiment with id=%1 exists"),
                        {std::to_string(id.value())});
}

std::string randomName() {
  const std::string hex = randomHex(4);
  unsigned number = 0;
  std::from_chars(hex.data(), hex.data() + hex.size(), number, 16);
  const auto adjective = kAdjectives[number % kAdjectives.size()];
  const auto noun = kNouns[number / kAdjectives.size() % kNouns.size()];
  return std::string(adjective) + "-" + std::string(noun) + "-" + std::to_string(number / 4096 % 1000);
}

}  // namespace tatara::track::internal
