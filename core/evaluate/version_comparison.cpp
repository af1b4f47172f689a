#include "core/evaluate/version_comparison.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/artifact/artifact_store.h"
#include "core/dataset/lineage.h"
#include "core/registry/evidence.h"
#include "core/text/error_phrase.h"
#include "core/text/yaml.h"
#include "core/track/experiments.h"
#include "core/track/runs.h"

namespace tatara::evaluate {
namespace {

using text::Json;

// What is read of one of the two.
struct Side {
  registry::ModelVersion version;
  std::optional<track::Run> run;
  std::vector<artifact::FileInfo> files;  // paths below `root`
  std::string root;
  std::vector<registry::Evidence> evidence;
  std::int64_t against = 0;
  std::map<std::string, std::string> data;
  Json signature;
};

const registry::Evidence* findPiece(const Side& side, std::string_view name) {
  const auto at = std::ranges::find(side.evidence, name, &registry::Evidence::name);
  return at == side.evidence.end() ? nullptr : &*at;
}

Status readFiles(sql::Connection& connection, Side& side) {
  const auto root = artifact::rootPathOf(side.version.storage);
  if (!root) {
    return {};
  }
  side.root = *root;
  TATARA_ASSIGN(side.files, artifact::ArtifactStore::listAll(connection, *root));
  for (artifact::FileInfo& file : side.files) {
    file.path = file.path.substr(std::min(root->size() + 1, file.path.size()));
  }
  return {};
}

// Dataset versions by their numbers where they are registered, else by the digest that the run told.
Status readData(sql::Connection& connection, Side& side) {
  if (!side.run) {
    return {};
  }
  TATARA_ASSIGN(const auto lineage, dataset::lineageOfRun(connection, side.run->info.id.value()));
  for (const dataset::LineageEdge& edge : lineage.edges) {
    const dataset::LineageNode& from = lineage.nodes[edge.from];
    if (edge.to != 0) {
      continue;
    }
    const std::size_t at = std::min(from.name.rfind('@'), from.name.size());
    if (from.kind == dataset::LineageKind::DatasetVersion) {
      side.data[from.name.substr(0, at) + ", " + edge.relation] = "v" + from.name.substr(at + 1);
    } else if (from.kind == dataset::LineageKind::Dataset) {
      side.data[from.name + ", " + edge.relation] = from.id.substr(from.name.size() + 1);
    }
  }
  return {};
}

// Beside the other where that was measured, else beside whom it was measured last.
Status readKept(sql::Connection& connection, Side& side, std::int64_t other) {
  TATARA_ASSIGN(const auto beside,
                registry::loadEvidenceAgainst(connection, side.version.model, side.version.version));
  const bool together = std::ranges::find(beside, other) != beside.end();
  side.against = together ? other : beside.empty() ? 0 : beside.front();
  TATARA_ASSIGN(side.evidence,
                registry::gatherEvidence(connection, side.version.model, side.version.version, side.against));
  return {};
}

Result<Side> readSide(sql::Connection& connection, const std::string& model, std::int64_t version,
                      std::int64_t other) {
  Side side;
  TATARA_ASSIGN(auto found, registry::findVersion(connection, model, version));
  if (!found) {
    return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "The model \"%1\" has no version %2"),
                          {model, std::to_string(version)});
  }
  side.version = *std::move(found);
  if (side.version.run) {
    TATARA_ASSIGN(side.run, track::findRun(connection, side.version.run));
  }
  TATARA_TRY(readFiles(connection, side));
  TATARA_TRY(readData(connection, side));
  TATARA_TRY(readKept(connection, side, other));
  return side;
}

// Of the MLmodel file: "inputs" and "outputs" as arrays; null where it has none.
Result<Json> readSignatureOf(const artifact::ArtifactStore& artifacts, const Side& side) {
  constexpr std::int64_t kMostBytes = 1 << 20;
  Json signature;
  if (std::ranges::find(side.files, "MLmodel", &artifact::FileInfo::path) == side.files.end()) {
    return signature;
  }
  TATARA_ASSIGN(const std::string yaml, artifacts.readAll(side.root + "/MLmodel", kMostBytes));
  TATARA_ASSIGN(const Json file, text::parseYaml(yaml, text::YamlDialect::Python));
  for (const char* part : {"inputs", "outputs"}) {
    if (const std::string* columns = file["signature"][part].asString()) {
      TATARA_ASSIGN(Json parsed, text::parseJson(*columns));
      signature.set(part, std::move(parsed));
    }
  }
  return signature;
}

std::map<std::string, std::string> pairsOf(const std::vector<track::KeyValue>& values) {
  std::map<std::string, std::string> pairs;
  for (const track::KeyValue& value : values) {
    pairs[value.key] = value.value;
  }
  return pairs;
}

std::vector<ComparedText> beside(const std::map<std::string, std::string>& left,
                                 const std::map<std::string, std::string>& right) {
  std::map<std::string, ComparedText> all;
  for (const auto& [name, value] : left) {
    all[name] = {name, value, {}};
  }
  for (const auto& [name, value] : right) {
    all[name].name = name;
    all[name].right = value;
  }
  std::vector<ComparedText> lines;
  for (auto& entry : all) {
    lines.push_back(std::move(entry.second));
  }
  return lines;
}

void addParameters(VersionComparison& made, const Side& left, const Side& right) {
  made.parameters = beside(left.run ? pairsOf(left.run->params) : std::map<std::string, std::string>(),
                           right.run ? pairsOf(right.run->params) : std::map<std::string, std::string>());
  made.sameParameters = std::erase_if(made.parameters, [](const ComparedText& line) { return line.same(); });
}

void addCode(VersionComparison& made, const Side& left, const Side& right) {
  const auto tagsOf = [](const Side& side) {
    std::map<std::string, std::string> told;
    const auto tags = side.run ? pairsOf(side.run->tags) : std::map<std::string, std::string>();
    if (const auto commit = tags.find(std::string(track::tag::kGitCommit)); commit != tags.end()) {
      told["commit"] = commit->second;
      const auto dirty = tags.find("mlflow.source.git.dirty");
      told["uncommitted changes"] = dirty != tags.end() && dirty->second == "true" ? "yes" : "no";
    }
    return told;
  };
  made.code = beside(tagsOf(left), tagsOf(right));
}

Status addMetrics(sql::Connection& connection, VersionComparison& made, const Side& left, const Side& right) {
  std::map<std::string, ComparedRunMetric> all;
  track::Experiment place;
  for (const Side* side : {&left, &right}) {
    if (!side->run) {
      continue;
    }
    TATARA_ASSIGN(const auto experiment, track::findExperiment(connection, side->run->info.experiment));
    place = experiment.value_or(std::move(place));
    for (const track::MetricSummary& metric : side->run->metrics) {
      ComparedRunMetric& line = all[metric.key];
      line.name = metric.key;
      (side == &left ? line.left : line.right) = metric.last.value;
    }
  }
  for (auto& [name, line] : all) {
    line.meaning = track::meaningOf(place, name);
    made.metrics.push_back(std::move(line));
  }
  return {};
}

void addFiles(VersionComparison& made, const Side& left, const Side& right) {
  std::map<std::string, ComparedFile> all;
  for (const artifact::FileInfo& file : left.files) {
    all[file.path] = {file.path, file.digest.hex(), {}, file.size, 0};
  }
  for (const artifact::FileInfo& file : right.files) {
    ComparedFile& line = all[file.path];
    line.path = file.path;
    line.right = file.digest.hex();
    line.rightBytes = file.size;
  }
  for (auto& entry : all) {
    made.files.push_back(std::move(entry.second));
  }
}

// The name without whose value it is: "champion.rmse" and "memory.champion_bytes" are "rmse" and
// "memory.bytes".
std::optional<std::string> withoutWhose(std::string_view name, std::string_view whose) {
  const std::string before = "." + std::string(whose) + "_";
  if (name.starts_with(whose) && name.substr(whose.size()).starts_with('.')) {
    return std::string(name.substr(whose.size() + 1));
  }
  const auto at = name.find(before);
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  return std::string(name.substr(0, at + 1)) + std::string(name.substr(at + before.size()));
}

// The values of pieces under the names that are of `whose` ("challenger" or "champion") or of nobody.
std::map<std::string, Json> valuesOfSide(const Side& side, std::string_view whose) {
  constexpr std::string_view kOurs = "challenger";
  constexpr std::string_view kTheirs = "champion";
  std::map<std::string, Json> values;
  for (const registry::Evidence& piece : side.evidence) {
    for (const text::JsonMember& member : piece.body["values"].members()) {
      if (const auto name = withoutWhose(member.key, whose)) {
        values[*name] = member.value;
      } else if (whose == kOurs && !withoutWhose(member.key, kTheirs)) {
        values[member.key] = member.value;
      }
    }
  }
  return values;
}

void addEvidence(VersionComparison& made, const Side& left, const Side& right) {
  std::map<std::string, ComparedValue> all;
  const auto put = [&all](std::map<std::string, Json> values, Json ComparedValue::*side) {
    for (auto& [name, value] : values) {
      ComparedValue& line = all[name];
      line.name = name;
      line.*side = std::move(value);
    }
  };
  // What the other's evaluation said of a version, then what its own did.
  if (right.against == left.version.version) {
    put(valuesOfSide(right, "champion"), &ComparedValue::left);
  }
  if (left.against == right.version.version) {
    put(valuesOfSide(left, "champion"), &ComparedValue::right);
  }
  put(valuesOfSide(left, "challenger"), &ComparedValue::left);
  put(valuesOfSide(right, "challenger"), &ComparedValue::right);
  const auto ofBoth = [](const auto& entry) {
    return !entry.second.left.isNull() && !entry.second.right.isNull();
  };
  // Where both were measured, what one has alone is of its evaluation ("code.dirty") and compares nothing.
  const bool compared = std::ranges::any_of(all, ofBoth);
  for (auto& entry : all) {
    if (!compared || ofBoth(entry)) {
      made.evidence.push_back(std::move(entry.second));
    }
  }
}

std::optional<double> finite(const Json& json) {
  const auto value = json.asNumber();
  return value && std::isfinite(*value) ? value : std::nullopt;
}

std::string textIn(const Json& json) {
  return json.asString() ? *json.asString() : std::string();
}

// One piece that knows both: whose `challenger` is the right one unless `swapped`.
void takeSlices(VersionComparison& made, const Json& piece, bool swapped) {
  made.sliceMetric = textIn(piece["metric"]);
  for (const Json& one : piece["slices"].items()) {
    made.slices.push_back({textIn(one["column"]), textIn(one["slice"]), one["rows"].asInt().value_or(0),
                           finite(one[swapped ? "challenger" : "champion"]),
                           finite(one[swapped ? "champion" : "challenger"])});
  }
}

// Two pieces that were measured on the same rows.
void joinSlices(VersionComparison& made, const Json& left, const Json& right) {
  std::map<std::pair<std::string, std::string>, std::optional<double>> values;
  for (const Json& one : left["slices"].items()) {
    values[{textIn(one["column"]), textIn(one["slice"])}] = finite(one["challenger"]);
  }
  made.sliceMetric = textIn(right["metric"]);
  for (const Json& one : right["slices"].items()) {
    const auto at = values.find({textIn(one["column"]), textIn(one["slice"])});
    made.slices.push_back({textIn(one["column"]), textIn(one["slice"]), one["rows"].asInt().value_or(0),
                           at == values.end() ? std::nullopt : at->second, finite(one["challenger"])});
  }
}

void addMeasured(VersionComparison& made, const Side& left, const Side& right) {
  const bool forwards = right.against == left.version.version && findPiece(right, "metrics");
  const bool backwards = !forwards && left.against == right.version.version && findPiece(left, "metrics");
  made.measuredTogether = forwards;
  if (forwards) {
    const Json& metrics = findPiece(right, "metrics")->body;
    const auto said = text::Phrase::read(metrics["said"]["words"]);
    made.verdict =
        said && !metrics["said"]["words"].isNull() ? *said : text::Phrase(textIn(metrics["words"]));
  }
  const registry::Evidence* ours = findPiece(right, "slices");
  const registry::Evidence* theirs = findPiece(left, "slices");
  if (forwards && ours) {
    takeSlices(made, ours->body, false);
  } else if (backwards && theirs) {
    takeSlices(made, theirs->body, true);
  } else if (ours && theirs) {
    const registry::Evidence* a = findPiece(left, "metrics");
    const registry::Evidence* b = findPiece(right, "metrics");
    const bool sameRows = a && b && !textIn(a->body["data"]["rows_sha256"]).empty() &&
                          a->body["data"]["rows_sha256"] == b->body["data"]["rows_sha256"] &&
                          a->body["data"]["sha256"] == b->body["data"]["sha256"] &&
                          ours->body["metric"] == theirs->body["metric"];
    if (sameRows) {
      joinSlices(made, theirs->body, ours->body);
    }
  }
}

Json numberOrNull(std::optional<double> value) {
  return value ? Json(*value) : Json();
}

Json textsJson(const std::vector<ComparedText>& lines) {
  Json list = Json::array();
  for (const ComparedText& line : lines) {
    list.append(Json::object().set("name", line.name).set("left", line.left).set("right", line.right));
  }
  return list;
}

}  // namespace

Result<VersionComparison> compareVersions(const std::shared_ptr<store::Store>& store,
                                          const std::string& model, std::int64_t left, std::int64_t right,
                                          std::stop_token stop) {
  if (left == right) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "A version is compared with another one, not with itself"));
  }
  VersionComparison made;
  Side a;
  Side b;
  TATARA_TRY(store->read(
      [&](sql::Connection& connection) -> Status {
        TATARA_ASSIGN(a, readSide(connection, model, left, right));
        TATARA_ASSIGN(b, readSide(connection, model, right, left));
        return addMetrics(connection, made, a, b);
      },
      stop));
  const artifact::ArtifactStore artifacts(store);
  for (Side* side : {&a, &b}) {
    auto signature = readSignatureOf(artifacts, *side);
    if (signature) {
      side->signature = *std::move(signature);
    } else {
      made.signatureProblem = text::Phrase::say(
          TATARA_SAYS("Phrase", "%1: %2"),
          {"v" + std::to_string(side->version.version), text::messageOf(signature.error())});
    }
  }
  made.signature = compareSignatures(a.signature, b.signature);
  addParameters(made, a, b);
  addCode(made, a, b);
  made.data = beside(a.data, b.data);
  addFiles(made, a, b);
  addEvidence(made, a, b);
  addMeasured(made, a, b);
  made.leftRun = a.run ? a.run->info.name : "";
  made.rightRun = b.run ? b.run->info.name : "";
  made.left = std::move(a.version);
  made.right = std::move(b.version);
  return made;
}

Json toJson(const VersionComparison& made) {
  Json metrics = Json::array();
  for (const ComparedRunMetric& line : made.metrics) {
    metrics.append(Json::object()
                       .set("name", line.name)
                       .set("left", numberOrNull(line.left))
                       .set("right", numberOrNull(line.right)));
  }
  Json changes = Json::array();
  for (const SignatureChange& change : made.signature.changes) {
    changes.append(Json::object().set("what", change.what.english()).set("breaks", change.breaks));
  }
  Json files = Json::array();
  for (const ComparedFile& file : made.files) {
    files.append(Json::object().set("path", file.path).set("left", file.left).set("right", file.right));
  }
  Json evidence = Json::array();
  for (const ComparedValue& value : made.evidence) {
    evidence.append(Json::object().set("name", value.name).set("left", value.left).set("right", value.right));
  }
  Json slices = Json::array();
  for (const ComparedSlicePart& slice : made.slices) {
    slices.append(Json::object()
                      .set("column", slice.column)
                      .set("slice", slice.slice)
                      .set("rows", slice.rows)
                      .set("left", numberOrNull(slice.left))
                      .set("right", numberOrNull(slice.right)));
  }
  return Json::object()
      .set("model", made.left.model)
      .set("left", made.left.version)
      .set("right", made.right.version)
      .set("metrics", std::move(metrics))
      .set("parameters", textsJson(made.parameters))
      .set("code", textsJson(made.code))
      .set("data", textsJson(made.data))
      .set("signature", Json::object()
                            .set("known", made.signature.known)
                            .set("compatible", made.signature.compatible)
                            .set("changes", std::move(changes)))
      .set("files", std::move(files))
      .set("evidence", std::move(evidence))
      .set("slice_metric", made.sliceMetric)
      .set("slices", std::move(slices));
}

}  // namespace tatara::evaluate
