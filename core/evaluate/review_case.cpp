#include "core/evaluate/review_case.h"

#include <algorithm>
#include <array>
#include <map>

#include "core/evaluate/internal/code_facts.h"
#include "core/evaluate/internal/evidence_json.h"
#include "core/evaluate/internal/measure_apart.h"
#include "core/evaluate/internal/outside.h"
#include "core/registry/evidence_change.h"
#include "core/registry/pickle_scan.h"
#include "core/text/error_phrase.h"
#include "core/track/runs.h"

namespace tatara::evaluate {
namespace {

using registry::ModelVersion;
using text::Json;
using text::Phrase;

constexpr std::int64_t kMostPickleBytes = 64 << 20;
constexpr std::size_t kMostImports = 200;

// Every name that a case may hold.
constexpr std::array<std::string_view, 14> kPieceNames{
    "metrics",   "slices", "fairness", "curves",    "code",   "environment", "explanation",
    "signature", "size",   "latency",  "reference", "origin", "files",       "residuals"};

const std::string* findValue(const std::vector<track::KeyValue>& pairs, std::string_view key) {
  const auto at = std::ranges::find(pairs, key, &track::KeyValue::key);
  return at == pairs.end() ? nullptr : &at->value;
}

std::string textOr(const std::string* text) {
  return text ? *text : std::string();
}

struct Origin {
  ModelVersion version;
  std::optional<track::Run> run;

  std::string commit() const { return run ? textOr(findValue(run->tags, track::tag::kGitCommit)) : ""; }
  bool dirty() const { return run && textOr(findValue(run->tags, "mlflow.source.git.dirty")) == "true"; }
};

Result<Origin> loadOrigin(sql::Connection& connection, const ModelVersion& version) {
  Origin origin{version, std::nullopt};
  if (version.run) {
    TATARA_ASSIGN(origin.run, track::findRun(connection, version.run));
  }
  return origin;
}

CodeSide codeOf(const Origin& origin) {
  CodeSide side{
      origin.commit(), origin.dirty(), {}, artifact::rootPathOf(origin.version.storage).value_or("")};
  if (origin.run) {
    side.runFiles = artifact::rootPathOf(origin.run->info.artifactUri).value_or("");
  }
  return side;
}

Json originJson(const Origin& origin) {
  Json json = Json::object();
  json.set("version", origin.version.version).set("registered_by", origin.version.user);
  if (!origin.run) {
    return json;
  }
  const track::Run& run = *origin.run;
  Json data = Json::array();
  for (const track::DatasetInput& input : run.datasets) {
    data.append(Json::object().set("name", input.dataset.name).set("digest", input.dataset.digest));
  }
  return json.set("run_id", run.info.id.value())
      .set("run", run.info.name)
      .set("by", run.info.user)
      .set("started", toIso8601(run.info.started))
      .set("commit", origin.commit())
      .set("dirty", origin.dirty())
      .set("source", textOr(findValue(run.tags, track::tag::kSourceName)))
      .set("datasets", std::move(data));
}

std::vector<std::string> digestsOf(const Origin& origin) {
  std::vector<std::string> digests;
  for (const track::DatasetInput& input : origin.run->datasets) {
    digests.push_back(input.dataset.digest);
  }
  return digests;
}

EvidencePiece originPiece(const Origin& challenger, const std::optional<Origin>& champion) {
  PieceWriter writer("origin");
  writer.set("challenger", originJson(challenger)).set("champion", champion ? originJson(*champion) : Json());
  std::map<std::string, std::pair<Json, Json>> names;  // of challenger and champion
  const auto take = [&](const Origin& origin, auto side) {
    for (const track::KeyValue& param : origin.run ? origin.run->params : std::vector<track::KeyValue>()) {
      names[param.key].*side = param.value;
    }
  };
  take(challenger, &std::pair<Json, Json>::first);
  if (champion) {
    take(*champion, &std::pair<Json, Json>::second);
  }
  Json parameters = Json::array();
  double changed = 0;
  for (const auto& [name, sides] : names) {
    const bool differs = champion && text::toJson(sides.first) != text::toJson(sides.second);
    changed += differs ? 1 : 0;
    parameters.append(Json::object()
                          .set("name", name)
                          .set("challenger", sides.first)
                          .set("champion", sides.second)
                          .set("differs", differs));
  }
  writer.set("parameters", std::move(parameters));
  writer.value("code.known", !challenger.commit().empty());
  writer.value("code.dirty", challenger.dirty());
  if (champion) {
    writer.value("parameters.changed", changed);
    if (challenger.run && champion->run && !challenger.run->datasets.empty()) {
      writer.value("data.same", digestsOf(challenger) == digestsOf(*champion));
    }
  }
  return writer.finish();
}

bool endsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool isPickled(std::string_view path) {
  for (const std::string_view end : {".pkl", ".pickle", ".joblib", ".dill", ".cloudpickle"}) {
    if (endsWith(path, end)) {
      return true;
    }
  }
  return false;
}

struct PickleCounts {
  double pickles = 0, unknown = 0, dangerous = 0, unread = 0;
};

Json importsJson(const registry::PickleReport& report, PickleCounts& counts) {
  Json imports = Json::array();
  for (const registry::PickleImport& one : report.imports) {
    counts.dangerous += one.kind == registry::ImportKind::Dangerous ? 1 : 0;
    counts.unknown += one.kind == registry::ImportKind::Unknown ? 1 : 0;
    if (imports.items().size() < kMostImports) {
      imports.append(Json::object()
                         .set("name", one.module.empty() ? one.name : one.module + "." + one.name)
                         .set("kind", registry::toString(one.kind)));
    }
  }
  return imports;
}

Json& sayJson(Json& json, const Phrase& words) {
  return json.set("words", words.english()).set("said", words.json());
}

// Read, never executed.
Result<Json> scanJson(const artifact::ArtifactStore& artifacts, const std::string& path, std::int64_t size,
                      PickleCounts& counts) {
  Json json = Json::object();
  counts.pickles += 1;
  if (size > kMostPickleBytes) {
    counts.unread += 1;
    return sayJson(
        json, Phrase::say(TATARA_SAYS("Phrase", "larger than 64 MB: what it would import was not read")));
  }
  const auto bytes = artifacts.readAll(path, kMostPickleBytes);
  if (!bytes) {
    counts.unread += 1;
    return sayJson(json, bytes.error().message);
  }
  const registry::PickleReport report = registry::scanPickle(*bytes);
  counts.unread += report.complete ? 0 : 1;
  return sayJson(json, report.sentence())
      .set("complete", report.complete)
      .set("imports", importsJson(report, counts));
}

Result<EvidencePiece> filesPiece(const artifact::ArtifactStore& artifacts, const ModelVersion& version,
                                 const registry::VersionFiles& files, std::stop_token stop) {
  PieceWriter writer("files");
  PickleCounts counts;
  Json list = Json::array();
  const std::string root = artifact::rootPathOf(version.storage).value_or("");
  for (const registry::VersionFile& file : files.registered) {
    if (stop.stop_requested()) {
      return makeError(ErrorKind::Cancelled, "Reading the files was stopped");
    }
    Json one = Json::object();
    one.set("path", file.path).set("sha256", file.digest).set("bytes", file.size);
    if (isPickled(file.path)) {
      TATARA_ASSIGN(auto scan, scanJson(artifacts, root + "/" + file.path, file.size, counts));
      one.set("pickle", std::move(scan));
    }
    list.append(std::move(one));
  }
  Json problems = Json::array();
  for (const text::Phrase& problem : files.problems) {
    problems.append(problem.english());
  }
  writer.set("files", std::move(list)).set("problems", std::move(problems)).set("digest", files.digest);
  writer.value("pickles.count", counts.pickles);
  writer.value("pickles.unknown", counts.unknown);
  writer.value("pickles.dangerous", counts.dangerous);
  writer.value("pickles.unread", counts.unread);
  return writer.finish();
}

Result<ModelVersion> loadVersion(sql::Connection& connection, const std::string& model,
                                 std::int64_t version) {
  TATARA_ASSIGN(auto found, registry::findVersion(connection, model, version));
  if (!found) {
    return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "The model \"%1\" has no version %2"),
                          {model, std::to_string(version)});
  }
  return *std::move(found);
}

// What says that a version is none to be measured, rather than that something went wrong.
bool notMeasurable(const Error& error) {
  return error.kind == ErrorKind::Unsupported || error.kind == ErrorKind::NotFound ||
         error.kind == ErrorKind::InvalidArgument || error.kind == ErrorKind::Corrupt;
}

Result<Evaluation> evaluateBoth(const EvaluationPlace& place, const ModelVersion& version,
                                const std::optional<ModelVersion>& against,
                                const std::vector<std::string>& groups, const OnStep& onStep,
                                std::stop_token stop) {
  EvaluationRequest request;
  TATARA_ASSIGN(request.challenger, loadSubject(place.store, place.artifacts, version));
  if (against) {
    TATARA_ASSIGN(request.champion, loadSubject(place.store, place.artifacts, *against));
  }
  request.groupColumns = groups;
  return evaluateVersion(place, request, onStep, std::move(stop));
}

}  // namespace

Result<std::int64_t> versionReplaced(sql::Connection& connection, const ModelVersion& version,
                                     const registry::Target& target) {
  const std::string alias = target.kind == registry::Target::Kind::Alias ? target.name : "champion";
  TATARA_ASSIGN(const auto holder, registry::findVersionByAlias(connection, version.model, alias));
  return holder && holder->version != version.version ? holder->version : 0;
}

Result<std::vector<EvidencePiece>> factPieces(const store::Store& store,
                                              const artifact::ArtifactStore& artifacts,
                                              const ModelVersion& version,
                                              const std::optional<ModelVersion>& against,
                                              std::stop_token stop) {
  std::vector<EvidencePiece> pieces;
  registry::VersionFiles files;
  CodeSide ours;
  std::optional<CodeSide> theirs;
  TATARA_TRY(store.read(
      [&](sql::Connection& connection) -> Status {
        TATARA_ASSIGN(const Origin challenger, loadOrigin(connection, version));
        std::optional<Origin> champion;
        if (against) {
          TATARA_ASSIGN(champion, loadOrigin(connection, *against));
        }
        pieces.push_back(originPiece(challenger, champion));
        ours = codeOf(challenger);
        if (champion) {
          theirs = codeOf(*champion);
        }
        TATARA_ASSIGN(files, registry::loadVersionFiles(connection, version.model, version.version));
        return {};
      },
      stop));
  TATARA_ASSIGN(auto code, codePiece(store, artifacts, ours, theirs));
  TATARA_ASSIGN(auto environment, environmentPiece(store, artifacts, ours, theirs));
  for (auto* piece : {&code, &environment}) {
    if (*piece) {
      pieces.push_back(*std::move(*piece));
    }
  }
  TATARA_ASSIGN(auto scanned, filesPiece(artifacts, version, files, stop));
  pieces.push_back(std::move(scanned));
  return pieces;
}

Result<ReviewCase> measureCase(const EvaluationPlace& place, const std::string& model, std::int64_t version,
                               std::int64_t against, const std::vector<std::string>& groups,
                               const OnStep& onStep, std::stop_token stop) {
  ReviewCase made{model, version, against, {}, {}, {}, {}};
  ModelVersion challenger;
  std::optional<ModelVersion> champion;
  TATARA_TRY(place.store.read([&](sql::Connection& connection) -> Status {
    TATARA_ASSIGN(challenger, loadVersion(connection, model, version));
    if (against > 0) {
      TATARA_ASSIGN(champion, loadVersion(connection, model, against));
    }
    TATARA_ASSIGN(const auto files, registry::loadVersionFiles(connection, model, version));
    made.files = files.digest;
    return {};
  }));
  TATARA_ASSIGN(made.pieces, factPieces(place.store, place.artifacts, challenger, champion, stop));
  auto evaluation = evaluateBoth(place, challenger, champion, groups, onStep, stop);
  if (!evaluation) {
    if (!notMeasurable(evaluation.error())) {
      return evaluation.error();
    }
    made.problem = evaluation.error().message;
    return made;
  }
  made.words = evaluation->words;
  std::ranges::move(evaluation->pieces, std::back_inserter(made.pieces));
  return made;
}

Result<ReviewCase> makeCase(const EvaluationPlace& place, const EvaluationRequest& request,
                            const Evaluation& evaluation, std::stop_token stop) {
  const ModelVersion& version = request.challenger.version;
  ReviewCase made{version.model, version.version, 0, {}, {}, {}, evaluation.words};
  std::optional<ModelVersion> champion;
  if (request.champion) {
    champion = request.champion->version;
    made.against = champion->version;
    if (champion->model != version.model) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "Evidence is kept of versions of one model only"));
    }
  }
  TATARA_TRY(place.store.read([&](sql::Connection& connection) -> Status {
    TATARA_ASSIGN(const auto files, registry::loadVersionFiles(connection, version.model, version.version));
    made.files = files.digest;
    return {};
  }));
  TATARA_ASSIGN(made.pieces, factPieces(place.store, place.artifacts, version, champion, std::move(stop)));
  made.pieces.insert(made.pieces.end(), evaluation.pieces.begin(), evaluation.pieces.end());
  return made;
}

Result<EvidencePiece> profileOf(const EvaluationPlace& place, const ModelVersion& version,
                                const infer::ProbeOptions& options, std::stop_token stop) {
  const auto subject = loadSubject(place.store, place.artifacts, version);
  if (!subject && subject.error().kind == ErrorKind::Unsupported) {
    return outsideReference(place, version, options, stop);
  }
  return subject ? referencePiece(place, *subject, stop) : Result<EvidencePiece>(subject.error());
}

Result<std::optional<Phrase>> keepReference(const EvaluationPlace& place, store::Store& store,
                                            const ModelVersion& version, std::string_view source,
                                            const infer::ProbeOptions& options, std::stop_token stop) {
  const auto piece =
      place.apart ? referenceApart(place, version, stop) : profileOf(place, version, options, stop);
  if (!piece) {
    if (!notMeasurable(piece.error())) {
      return piece.error();
    }
    return std::optional(Phrase::say(TATARA_SAYS("Phrase", "No reference profile is kept of it: %1"),
                                     {piece.error().message}));
  }
  TATARA_TRY(store.write([&](store::Writer& writer) -> Status {
    TATARA_ASSIGN(const auto files, registry::loadVersionFiles(writer.sql(), version.model, version.version));
    const registry::Evidence evidence{.name = piece->name,
                                      .body = piece->body,
                                      .source = std::string(source),
                                      .subject = files.digest,
                                      .computed = store.clock().now()};
    return registry::putEvidence(writer, version.model, version.version, 0, std::span(&evidence, 1));
  }));
  return std::optional<Phrase>();
}

Result<std::vector<registry::ReviewInfo>> keepCase(store::Writer& writer, const ReviewCase& made,
                                                   std::string_view source, Timestamp now) {
  TATARA_ASSIGN(const auto files, registry::loadVersionFiles(writer.sql(), made.model, made.version));
  if (files.digest != made.files) {
    return text::sayError(
        ErrorKind::Conflict,
        TATARA_SAYS("Phrase",
                    "The files of %1 version %2 were altered while it was measured; measure it again"),
        {made.model, std::to_string(made.version)});
  }
  std::vector<registry::Evidence> evidence;
  for (const EvidencePiece& piece : made.pieces) {
    evidence.push_back({.name = piece.name,
                        .body = piece.body,
                        .source = std::string(source),
                        .subject = made.files,
                        .computed = now});
  }
  TATARA_TRY(registry::removeEvidence(writer, made.model, made.version, made.against, kPieceNames));
  TATARA_TRY(registry::putEvidence(writer, made.model, made.version, made.against, evidence));
  return registry::lapsedReviews(writer.sql(), made.model, made.version, made.against);
}

}  // namespace tatara::evaluate
