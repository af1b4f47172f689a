#include "core/evaluate/reproduction.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>
#include <optional>

#include "core/base/number_text.h"
#include "core/evaluate/internal/csv_record.h"
#include "core/evaluate/internal/evidence_json.h"
#include "core/registry/evidence_change.h"
#include "core/text/error_phrase.h"
#include "core/text/json.h"

namespace tatara::evaluate {
namespace {

using text::Json;
using text::Phrase;

constexpr std::int64_t kMostPredictionBytes = 1 << 30;
constexpr std::int64_t kMostEnvironment = 16 << 20;
constexpr std::size_t kMostNamed = 3;  // differences that the words name

// Files of a model folder that differ between any two runs, or hold nothing of the model.
constexpr std::array<std::string_view, 8> kNotTheModel{"MLmodel",
                                                       "conda.yaml",
                                                       "python_env.yaml",
                                                       "requirements.txt",
                                                       "tatara_loader",
                                                       "input_example.json",
                                                       "serving_input_example.json",
                                                       "registered_model_meta"};

// Of the environment, what may change a result or says where it was had.
constexpr std::array<std::string_view, 7> kEnvironment{
    "compiler", "operating_system", "kernel", "processor", "processors", "host", "locale"};

// Which rows and how a file is called say nothing that its digest does not.
constexpr std::array<std::string_view, 1> kParametersBeside{"data"};

struct Difference {
  std::string name;
  double then = 0;
  double now = 0;
  double share = 0;
};

struct PredictionFacts {
  bool compared = false;
  Phrase problem;  // why they were not
  std::uint64_t rows = 0;
  std::uint64_t differing = 0;
  double share = 0;  // the greatest, of its column's range
};

struct FileFacts {
  bool compared = false;
  bool same = true;
  std::vector<std::string> others;  // files that are not the same
};

std::string shareText(double share) {
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.3g %%", share * 100);
  return buffer.data();
}

std::string shortText(double value) {
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.6g", value);
  return buffer.data();
}

double relativeDifference(double then, double now) {
  if (then == now || (std::isnan(then) && std::isnan(now))) {
    return 0;
  }
  const double size = std::max(std::abs(then), std::abs(now));
  const double share = std::abs(then - now) / size;
  return std::isfinite(share) ? share : std::numeric_limits<double>::infinity();
}

const std::string* valueUnder(const std::vector<track::KeyValue>& pairs, std::string_view key) {
  const auto at = std::ranges::find(pairs, key, &track::KeyValue::key);
  return at == pairs.end() ? nullptr : &at->value;
}

std::vector<std::string> dataDigestsOf(const track::Run& run) {
  std::vector<std::string> digests;
  for (const track::DatasetInput& input : run.datasets) {
    digests.push_back(input.dataset.digest);
  }
  std::ranges::sort(digests);
  return digests;
}

// A run that was asked for something else repeats nothing.
Status checkRepetition(const track::Run& first, const track::Run& again) {
  const auto none = [&](const text::Phrase& why) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "The run %1 does not repeat %2: %3"),
                          {again.info.name, first.info.name, why});
  };
  if (first.info.id == again.info.id) {
    return none(text::Phrase::say(TATARA_SAYS("Phrase", "they are one and the same run")));
  }
  if (again.info.status != track::RunStatus::Finished) {
    return none(text::Phrase::say(TATARA_SAYS("Phrase", "it is not finished")));
  }
  if (dataDigestsOf(first) != dataDigestsOf(again)) {
    return none(text::Phrase::say(TATARA_SAYS("Phrase", "it read other data")));
  }
  for (const track::KeyValue& param : first.params) {
    const bool beside = std::ranges::find(kParametersBeside, param.key) != kParametersBeside.end();
    const std::string* other = valueUnder(again.params, param.key);
    if (!beside && (!other || *other != param.value)) {
      return none(
          other ? text::Phrase::say(TATARA_SAYS("Phrase", "the parameter %1 is %2 where it was %3"),
                                    {param.key, *other, param.value})
                : text::Phrase::say(TATARA_SAYS("Phrase", "the parameter %1 is not there where it was %2"),
                                    {param.key, param.value}));
    }
  }
  return {};
}

// Every metric of the first; those that the other lacks have no `now`.
std::vector<Difference> repeatedMetrics(const track::Run& first, const track::Run& again) {
  std::vector<Difference> metrics;
  for (const track::MetricSummary& metric : first.metrics) {
    if (metric.key.starts_with("system/")) {
      continue;
    }
    const auto at = std::ranges::find(again.metrics, metric.key, &track::MetricSummary::key);
    const bool there = at != again.metrics.end();
    const double now = there ? at->last.value : std::numeric_limits<double>::quiet_NaN();
    metrics.push_back(
        {metric.key, metric.last.value, now,
         there ? relativeDifference(metric.last.value, now) : std::numeric_limits<double>::infinity()});
  }
  return metrics;
}

Result<std::optional<std::string>> readRunFile(const store::Store& store,
                                               const artifact::ArtifactStore& artifacts,
                                               const track::Run& run, const std::string& name,
                                               std::int64_t most) {
  const auto root = artifact::rootPathOf(run.info.artifactUri);
  if (!root) {
    return std::optional<std::string>();
  }
  const std::string path = *root + "/" + name;
  TATARA_ASSIGN(const auto file, store.read([&](sql::Connection& connection) {
    return artifact::ArtifactStore::find(connection, path);
  }));
  if (!file) {
    return std::optional<std::string>();
  }
  TATARA_ASSIGN(std::string bytes, artifacts.readAll(path, most));
  return std::optional(std::move(bytes));
}

// Columns of both files, line by line.
class PredictionComparison {
 public:
  PredictionFacts compare(std::string_view then, std::string_view now) {
    m_header = takeCsvRecord(then);
    if (takeCsvRecord(now) != m_header || m_header.empty() || m_header[0] != "row") {
      m_facts.problem =
          Phrase::say(TATARA_SAYS("Phrase", "the two runs did not keep predictions of the same form"));
      return m_facts;
    }
    m_columns.resize(m_header.size());
    while (!then.empty() && !now.empty()) {
      if (!addLine(takeCsvRecord(then), takeCsvRecord(now))) {
        return otherRows();
      }
    }
    if (!then.empty() || !now.empty()) {
      return otherRows();
    }
    for (const Column& column : m_columns) {
      const double range = column.high - column.low;
      if (column.most > 0) {
        m_facts.share = std::max(m_facts.share, range > 0 ? column.most / range : 1.0);
      }
      m_facts.share = column.words ? std::max(m_facts.share, column.wordsShare(m_facts.rows)) : m_facts.share;
    }
    m_facts.compared = true;
    return m_facts;
  }

 private:
  struct Column {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    double most = 0;
    std::uint64_t words = 0;  // rows whose words differ

    double wordsShare(std::uint64_t rows) const {
      return rows > 0 ? static_cast<double>(words) / static_cast<double>(rows) : 0;
    }
  };

  PredictionFacts otherRows() {
    m_facts.problem = Phrase::say(TATARA_SAYS("Phrase", "the two runs held out other rows"));
    return m_facts;
  }

  // False: another row, or another truth.
  bool addLine(const std::vector<std::string>& then, const std::vector<std::string>& now) {
    if (then.size() != m_header.size() || now.size() != m_header.size() || then[0] != now[0]) {
      return false;
    }
    bool differs = false;
    for (std::size_t i = 1; i < then.size(); ++i) {
      if (m_header[i] == "actual" && then[i] != now[i]) {
        return false;
      }
      differs = addCell(m_columns[i], then[i], now[i]) || differs;
    }
    ++m_facts.rows;
    m_facts.differing += differs ? 1 : 0;
    return true;
  }

  static bool addCell(Column& column, const std::string& then, const std::string& now) {
    const auto was = parseDouble(then);
    const auto is = parseDouble(now);
    if (!was || !is) {
      column.words += then != now ? 1 : 0;
      return then != now;
    }
    if (std::isnan(*was) || std::isnan(*is)) {
      const bool differs = std::isnan(*was) != std::isnan(*is);
      column.most = differs ? std::numeric_limits<double>::infinity() : column.most;
      return differs;
    }
    column.low = std::min(column.low, *was);
    column.high = std::max(column.high, *was);
    column.most = std::max(column.most, std::abs(*was - *is));
    return *was != *is;
  }

  std::vector<std::string> m_header;
  std::vector<Column> m_columns;
  PredictionFacts m_facts;
};

Result<PredictionFacts> predictionsOf(const store::Store& store, const artifact::ArtifactStore& artifacts,
                                      const Repeated& runs) {
  const std::string name = "predictions/validation.csv";
  TATARA_ASSIGN(const auto then, readRunFile(store, artifacts, runs.first, name, kMostPredictionBytes));
  TATARA_ASSIGN(const auto now, readRunFile(store, artifacts, runs.again, name, kMostPredictionBytes));
  if (!then || !now) {
    PredictionFacts facts;
    facts.problem = Phrase::say(TATARA_SAYS("Phrase", "the runs did not both keep predictions"));
    return facts;
  }
  return PredictionComparison().compare(*then, *now);
}

Result<FileFacts> fileFactsOf(const store::Store& store, const Repeated& runs) {
  const auto own = artifact::rootPathOf(runs.first.info.artifactUri);
  const auto other = artifact::rootPathOf(runs.again.info.artifactUri);
  const std::string first = !runs.model.empty() ? runs.model : own ? *own + "/model" : "";
  FileFacts facts;
  if (first.empty() || !other) {
    return facts;
  }
  const std::string again = *other + "/model";
  std::vector<artifact::FileInfo> then;
  std::vector<artifact::FileInfo> now;
  TATARA_TRY(store.read([&](sql::Connection& connection) -> Status {
    TATARA_ASSIGN(then, artifact::ArtifactStore::listAll(connection, first));
    TATARA_ASSIGN(now, artifact::ArtifactStore::listAll(connection, again));
    return {};
  }));
  for (const artifact::FileInfo& file : then) {
    const std::string name = file.path.substr(std::min(file.path.size(), first.size() + 1));
    const std::string_view top = std::string_view(name).substr(0, name.find_first_of("/."));
    if (std::ranges::find(kNotTheModel, name) != kNotTheModel.end() ||
        std::ranges::find(kNotTheModel, top) != kNotTheModel.end()) {
      continue;
    }
    const auto at = std::ranges::find(now, again + "/" + name, &artifact::FileInfo::path);
    facts.compared = true;
    if (at == now.end() || at->digest != file.digest) {
      facts.same = false;
      facts.others.push_back(name);
    }
  }
  return facts;
}

// "libraries.xgboost" → "3.2.0".
Result<std::map<std::string, std::string>> environmentOf(const store::Store& store,
                                                         const artifact::ArtifactStore& artifacts,
                                                         const track::Run& run) {
  std::map<std::string, std::string> all;
  TATARA_ASSIGN(const auto text,
                readRunFile(store, artifacts, run, "reproduce/environment.json", kMostEnvironment));
  const auto json = text ? text::parseJson(*text) : Result<Json>(Json());
  const Json none;
  const Json& environment = json ? *json : none;
  const auto plain = [](const Json& value) {
    return value.asString() ? *value.asString() : value.isNull() ? std::string() : text::toJson(value);
  };
  for (const std::string_view name : kEnvironment) {
    all[std::string(name)] = plain(environment[name]);
  }
  for (const char* part : {"libraries", "variables"}) {
    for (const text::JsonMember& member : environment[part].members()) {
      all[std::string(part) + "." + member.key] = plain(member.value);
    }
  }
  for (const std::string_view tag : {track::tag::kGitCommit, std::string_view("mlflow.source.git.dirty")}) {
    const std::string* value = valueUnder(run.tags, tag);
    all[std::string(tag)] = value ? *value : "";
  }
  return all;
}

Result<Json> changedEnvironment(const store::Store& store, const artifact::ArtifactStore& artifacts,
                                const Repeated& runs) {
  TATARA_ASSIGN(auto then, environmentOf(store, artifacts, runs.first));
  TATARA_ASSIGN(auto now, environmentOf(store, artifacts, runs.again));
  std::map<std::string, std::pair<std::string, std::string>> names;
  for (const auto& [name, value] : then) {
    names[name].first = value;
  }
  for (const auto& [name, value] : now) {
    names[name].second = value;
  }
  Json list = Json::array();
  for (const auto& [name, sides] : names) {
    if (sides.first != sides.second) {
      list.append(Json::object().set("name", name).set("then", sides.first).set("now", sides.second));
    }
  }
  return list;
}

double greatest(const std::vector<Difference>& metrics) {
  double most = 0;
  for (const Difference& metric : metrics) {
    most = std::max(most, metric.share);
  }
  return most;
}

Reproduced verdictOf(const std::vector<Difference>& metrics, const PredictionFacts& predictions,
                     double tolerance) {
  if (metrics.empty() && !predictions.compared) {
    return Reproduced::NotPossible;
  }
  const double most = std::max(greatest(metrics), predictions.share);
  const bool otherRows = !predictions.compared && predictions.rows > 0;
  if (most == 0 && predictions.differing == 0 && !otherRows) {
    return Reproduced::Exactly;
  }
  return most <= tolerance && !otherRows ? Reproduced::WithinTolerance : Reproduced::Differs;
}

std::string countedText(std::uint64_t count) {
  return withThousands(static_cast<std::int64_t>(count));
}

Phrase exactWords(const std::vector<Difference>& metrics, const PredictionFacts& predictions) {
  return predictions.compared
             ? Phrase::say(TATARA_SAYS("Phrase",
                                       "Trained again it came out exactly the same: %1 metrics and the "
                                       "predictions of %2 rows, bit for bit"),
                           {countedText(metrics.size()), countedText(predictions.rows)})
             : Phrase::say(
                   TATARA_SAYS("Phrase", "Trained again its %1 metrics came out exactly the same; %2"),
                   {countedText(metrics.size()), predictions.problem});
}

Phrase closeWords(const std::vector<Difference>& metrics, const PredictionFacts& predictions,
                  double tolerance) {
  return Phrase::say(
      TATARA_SAYS(
          "Phrase",
          "Trained again it came out the same within %1: metrics differ by at most %2, predictions by "
          "at most %3 of their range"),
      {shareText(tolerance), shareText(greatest(metrics)), shareText(predictions.share)});
}

Phrase differenceWords(std::vector<Difference> metrics, const PredictionFacts& predictions,
                       double tolerance) {
  std::erase_if(metrics, [&](const Difference& metric) { return metric.share <= tolerance; });
  std::ranges::stable_sort(metrics, std::ranges::greater(), &Difference::share);
  std::vector<Phrase> parts;
  for (std::size_t i = 0; i < metrics.size() && i < kMostNamed; ++i) {
    const Difference& one = metrics[i];
    parts.push_back(std::isnan(one.now) && !std::isnan(one.then)
                        ? Phrase::say(TATARA_SAYS("Phrase", "%1 is not there, which was %2"),
                                      {one.name, shortText(one.then)})
                        : Phrase::say(TATARA_SAYS("Phrase", "%1 is %2 where it was %3"),
                                      {one.name, shortText(one.now), shortText(one.then)}));
  }
  if (metrics.size() > kMostNamed) {
    parts.push_back(
        Phrase::say(TATARA_SAYS("Phrase", "%1 more metrics"), {countedText(metrics.size() - kMostNamed)}));
  }
  if (predictions.share > tolerance) {
    parts.push_back(Phrase::say(
        TATARA_SAYS("Phrase", "%1 of %2 predictions differ, by at most %3 of their range"),
        {countedText(predictions.differing), countedText(predictions.rows), shareText(predictions.share)}));
  } else if (!predictions.compared) {
    parts.push_back(predictions.problem);
  }
  return Phrase::say(TATARA_SAYS("Phrase", "Trained again it differs: %1"),
                     {Phrase::join(TATARA_SAYS("Phrase", "%1; %2"), parts)});
}

Json firstRunJson(const track::Run& run) {
  return Json::object().set("run_id", run.info.id.value()).set("name", run.info.name);
}

PieceWriter beginPiece(const track::Run& first, Reproduced verdict, const Phrase& words) {
  PieceWriter writer("reproduction");
  writer.set("run", firstRunJson(first))
      .set("verdict", toString(verdict))
      .set("words", words.english())
      .set("said", words.json());
  writer.value("reproduction.verdict", toString(verdict));
  writer.value("reproduction.exact", verdict == Reproduced::Exactly);
  return writer;
}

Json metricsJson(const std::vector<Difference>& metrics) {
  Json list = Json::array();
  for (const Difference& one : metrics) {
    list.append(Json::object()
                    .set("name", one.name)
                    .set("then", numberJson(one.then))
                    .set("now", numberJson(one.now))
                    .set("share", numberJson(one.share)));
  }
  return list;
}

Json predictionsJson(const PredictionFacts& facts) {
  Json json = Json::object().set("compared", facts.compared);
  if (!facts.compared) {
    return json.set("problem", facts.problem.english()).set("said", facts.problem.json());
  }
  return json.set("rows", facts.rows).set("differing", facts.differing).set("share", numberJson(facts.share));
}

Json modelJson(const FileFacts& facts) {
  Json others = Json::array();
  for (const std::string& name : facts.others) {
    others.append(name);
  }
  return Json::object()
      .set("compared", facts.compared)
      .set("same", facts.compared && facts.same)
      .set("other_files", std::move(others));
}

}  // namespace

std::string_view toString(Reproduced verdict) {
  switch (verdict) {
    case Reproduced::Exactly:
      return "exact";
    case Reproduced::WithinTolerance:
      return "within tolerance";
    case Reproduced::Differs:
      return "differs";
    case Reproduced::NotPossible:
      return "not possible";
  }
  return "";
}

Reproduction notRepeated(const track::Run& first, const Phrase& why) {
  Reproduction made;
  made.words = Phrase::say(TATARA_SAYS("Phrase", "It could not be trained again. %1"), {why});
  made.piece = beginPiece(first, made.verdict, made.words).finish();
  return made;
}

Result<Reproduction> compareRepeated(const store::Store& store, const artifact::ArtifactStore& artifacts,
                                     const Repeated& runs) {
  TATARA_TRY(checkRepetition(runs.first, runs.again));
  const std::vector<Difference> metrics = repeatedMetrics(runs.first, runs.again);
  TATARA_ASSIGN(const PredictionFacts predictions, predictionsOf(store, artifacts, runs));
  TATARA_ASSIGN(const FileFacts model, fileFactsOf(store, runs));
  TATARA_ASSIGN(Json environment, changedEnvironment(store, artifacts, runs));
  Reproduction made;
  made.verdict = verdictOf(metrics, predictions, runs.tolerance);
  switch (made.verdict) {
    case Reproduced::Exactly:
      made.words = exactWords(metrics, predictions);
      break;
    case Reproduced::WithinTolerance:
      made.words = closeWords(metrics, predictions, runs.tolerance);
      break;
    case Reproduced::Differs:
      made.words = differenceWords(metrics, predictions, runs.tolerance);
      break;
    case Reproduced::NotPossible:
      return notRepeated(runs.first,
                         Phrase::say(TATARA_SAYS(
                             "Phrase", "The run kept neither metrics nor predictions to hold it against")));
  }
  PieceWriter writer = beginPiece(runs.first, made.verdict, made.words);
  writer.set("tolerance", runs.tolerance)
      .set("metrics", metricsJson(metrics))
      .set("predictions", predictionsJson(predictions))
      .set("model", modelJson(model))
      .set("environment", std::move(environment));
  writer.value("reproduction.metrics_difference", greatest(metrics));
  if (predictions.compared) {
    writer.value("reproduction.predictions_difference", predictions.share);
  }
  if (model.compared) {
    writer.value("reproduction.model_same", model.same);
  }
  made.piece = writer.finish();
  return made;
}

Result<std::vector<registry::ReviewInfo>> keepReproduction(store::Writer& writer,
                                                           const registry::ModelVersion& version,
                                                           const Reproduction& made, std::string_view source,
                                                           Timestamp now) {
  TATARA_ASSIGN(const auto files, registry::loadVersionFiles(writer.sql(), version.model, version.version));
  const registry::Evidence evidence{.name = made.piece.name,
                                    .body = made.piece.body,
                                    .source = std::string(source),
                                    .subject = files.digest,
                                    .computed = now};
  TATARA_TRY(registry::putEvidence(writer, version.model, version.version, 0, std::span(&evidence, 1)));
  return registry::lapsedReviews(writer.sql(), version.model, version.version);
}

}  // namespace tatara::evaluate
