#include "core/evaluate/internal/code_facts.h"

#include <map>

#include "core/evaluate/internal/evidence_json.h"
#include "core/provenance/commit_diff.h"
#include "core/provenance/patch.h"

namespace tatara::evaluate {
namespace {

using text::Json;
using text::Phrase;

constexpr std::size_t kMostDiff = 256 << 10;
constexpr std::int64_t kMostFile = 1 << 20;
constexpr std::size_t kMostPackages = 2'000;

// Nothing where there is no such file, or it is too large to be one of these.
Result<std::optional<std::string>> readSmall(const store::Store& store,
                                             const artifact::ArtifactStore& artifacts,
                                             const std::string& path) {
  TATARA_ASSIGN(const auto found, store.read([&](sql::Connection& connection) {
    return artifact::ArtifactStore::find(connection, path);
  }));
  if (!found || found->size > kMostFile) {
    return std::optional<std::string>();
  }
  auto bytes = artifacts.readAll(path, kMostFile);
  return bytes ? std::optional(*std::move(bytes)) : std::optional<std::string>();
}

// At most kMostDiff bytes, ending with a whole line.
bool cutToLines(std::string& text) {
  if (text.size() <= kMostDiff) {
    return false;
  }
  const std::size_t end = text.rfind('\n', kMostDiff);
  text.resize(end == std::string::npos ? 0 : end + 1);
  return true;
}

struct LineCounts {
  std::int64_t files = 0, insertions = 0, deletions = 0;
  void add(const std::string& diff) {
    const provenance::Patch patch = provenance::parsePatch(diff);
    files += static_cast<std::int64_t>(patch.files.size());
    insertions += patch.insertions();
    deletions += patch.deletions();
  }
};

Result<Json> sideJson(const store::Store& store, const artifact::ArtifactStore& artifacts,
                      const CodeSide& side, LineCounts* counts) {
  Json json = Json::object();
  json.set("commit", side.commit).set("dirty", side.dirty);
  if (side.runFiles.empty()) {
    return json;
  }
  TATARA_ASSIGN(auto changes, readSmall(store, artifacts, side.runFiles + "/reproduce/changes.patch"));
  if (changes) {
    const bool cut = cutToLines(*changes);
    if (counts) {
      counts->add(*changes);
    }
    json.set("changes", *std::move(changes)).set("changes_cut", cut);
  }
  return json;
}

// The diff of both commits, or why there is none.
struct Between {
  std::string diff;
  bool cut = false;
  Phrase problem;
};
Between between(const store::Store& store, const CodeSide& challenger, const CodeSide& champion) {
  Between result;
  if (challenger.commit.empty() || champion.commit.empty()) {
    result.problem = Phrase::say(TATARA_SAYS(
        "Phrase", "The commit of one of the versions is not known, so their code cannot be compared"));
    return result;
  }
  if (challenger.commit == champion.commit) {
    return result;
  }
  auto patch =
      provenance::patchBetween(store.workspace().root, champion.commit, challenger.commit, kMostDiff);
  if (!patch) {
    result.problem = patch.error().message;
  } else if (!*patch) {
    result.problem = Phrase::say(TATARA_SAYS(
        "Phrase",
        "This workspace lies in no git repository that holds both commits, so their diff is not shown"));
  } else {
    result.diff = std::move((**patch).text);
    result.cut = (**patch).cut || cutToLines(result.diff);
  }
  return result;
}

void readRequirements(std::string_view text, std::map<std::string, std::string>& packages) {
  while (!text.empty() && packages.size() < kMostPackages) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    line = line.substr(0, line.find_first_of("#;\r"));
    const std::size_t name = line.find_first_of("=<>!~ [");
    if (line.empty() || line.front() == '-' || name == 0) {
      continue;
    }
    const std::size_t version = line.find_first_of("0123456789", std::min(name, line.size()));
    std::string_view number = version == std::string_view::npos ? "" : line.substr(version);
    number = number.substr(0, number.find_first_of(" ,"));
    packages.emplace(line.substr(0, name), number);
  }
}

Result<std::map<std::string, std::string>> packagesOf(const store::Store& store,
                                                      const artifact::ArtifactStore& artifacts,
                                                      const CodeSide& side) {
  std::map<std::string, std::string> packages;
  if (!side.runFiles.empty()) {
    TATARA_ASSIGN(const auto text,
                  readSmall(store, artifacts, side.runFiles + "/reproduce/environment.json"));
    const auto json = text ? text::parseJson(*text) : Result<Json>(Json());
    for (const text::JsonMember& member : json ? (*json)["libraries"].members() : Json::Object()) {
      const std::string* version = member.value.asString();
      if (version && packages.size() < kMostPackages) {
        packages[member.key] = *version;
      }
    }
  }
  if (packages.empty() && !side.modelFiles.empty()) {
    TATARA_ASSIGN(const auto text, readSmall(store, artifacts, side.modelFiles + "/requirements.txt"));
    readRequirements(text ? std::string_view(*text) : std::string_view(), packages);
  }
  return packages;
}

}  // namespace

Result<std::optional<EvidencePiece>> codePiece(const store::Store& store,
                                               const artifact::ArtifactStore& artifacts,
                                               const CodeSide& challenger,
                                               const std::optional<CodeSide>& champion) {
  LineCounts counts;
  TATARA_ASSIGN(Json ours, sideJson(store, artifacts, challenger, &counts));
  TATARA_ASSIGN(Json theirs,
                champion ? sideJson(store, artifacts, *champion, nullptr) : Result<Json>(Json()));
  const bool known = !challenger.commit.empty() || (champion && !champion->commit.empty());
  if (!known && !ours.find("changes") && theirs["changes"].isNull()) {
    return std::optional<EvidencePiece>();
  }
  PieceWriter writer("code");
  writer.set("challenger", std::move(ours)).set("champion", std::move(theirs));
  if (champion) {
    const Between diff = between(store, challenger, *champion);
    counts.add(diff.diff);
    writer.set("diff", diff.diff).set("diff_cut", diff.cut);
    if (!diff.problem.empty()) {
      writer.set("problem", diff.problem.english()).set("said", diff.problem.json());
    }
  }
  writer.value("code.files", static_cast<double>(counts.files));
  writer.value("code.insertions", static_cast<double>(counts.insertions));
  writer.value("code.deletions", static_cast<double>(counts.deletions));
  return std::optional(writer.finish());
}

Result<std::optional<EvidencePiece>> environmentPiece(const store::Store& store,
                                                      const artifact::ArtifactStore& artifacts,
                                                      const CodeSide& challenger,
                                                      const std::optional<CodeSide>& champion) {
  TATARA_ASSIGN(const auto ours, packagesOf(store, artifacts, challenger));
  std::map<std::string, std::string> theirs;
  if (champion) {
    TATARA_ASSIGN(theirs, packagesOf(store, artifacts, *champion));
  }
  if (ours.empty() && theirs.empty()) {
    return std::optional<EvidencePiece>();
  }
  std::map<std::string, std::pair<Json, Json>> names;  // of challenger and champion
  for (const auto& [name, version] : ours) {
    names[name].first = version;
  }
  for (const auto& [name, version] : theirs) {
    names[name].second = version;
  }
  double changed = 0;
  Json packages = Json::array();
  for (const auto& [name, versions] : names) {
    const bool differs = champion && !(versions.first == versions.second);
    changed += differs ? 1 : 0;
    packages.append(Json::object()
                        .set("name", name)
                        .set("challenger", versions.first)
                        .set("champion", versions.second)
                        .set("differs", differs));
  }
  PieceWriter writer("environment");
  writer.set("packages", std::move(packages));
  if (champion) {
    writer.value("environment.changed", changed);
  }
  return std::optional(writer.finish());
}

}  // namespace tatara::evaluate
