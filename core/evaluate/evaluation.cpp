#include "core/evaluate/evaluation.h"

#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"
#include "core/dataset/frame.h"
#include "core/evaluate/internal/evidence_json.h"
#include "core/evaluate/internal/explanation.h"
#include "core/evaluate/internal/frozen.h"
#include "core/evaluate/internal/measure_apart.h"
#include "core/evaluate/internal/reference.h"
#include "core/evaluate/run_slices.h"
#include "core/evaluate/signature_change.h"
#include "core/text/error_phrase.h"

namespace tatara::evaluate {
namespace {

using text::Json;

constexpr std::size_t kMostSliceColumns = 20;
constexpr std::size_t kMostCurvePoints = 200;

Json dataOf(const Frozen& frozen) {
  return Json::object()
      .set("name", frozen.dataName)
      .set("sha256", frozen.dataDigest)
      .set("which_rows", frozen.how.english())
      .set("rows", frozen.rows.size())
      .set("rows_sha256", frozen.rowsDigest);
}

// Of the challenger alone: the same whoever it is compared with.
EvidencePiece makeReference(const Frozen& frozen, const Subject& subject, const Scores& scores) {
  PieceWriter writer("reference");
  writer.set("data", dataOf(frozen));
  writeReference(writer, frozen, subject, scores);
  return writer.finish();
}

Result<std::vector<SliceColumn>> sliceColumns(const Frozen& frozen, const std::vector<std::string>& names) {
  std::vector<SliceColumn> columns;
  for (const std::string& name : names) {
    const dataset::Column* column = frozen.find(name);
    if (!column) {
      std::vector<std::string> known;
      for (const auto& one : frozen.columns) {
        known.push_back(one.info.name);
      }
      const auto near = nearestWord(name, known);
      return near ? text::sayError(ErrorKind::NotFound,
                                   TATARA_SAYS("Phrase", "%1 has no column '%2'; the nearest name is '%3'"),
                                   {frozen.dataName, name, *near})
                  : text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "%1 has no column '%2'"),
                                   {frozen.dataName, name});
    }
    columns.push_back(sliceColumn(*column, frozen.rows));
  }
  return columns;
}

class Evaluator {
 public:
  Evaluator(const EvaluationPlace& place, const EvaluationRequest& request, const OnStep& onStep,
            std::stop_token stop)
      : m_place(place), m_request(request), m_onStep(onStep), m_stop(std::move(stop)) {}

  Result<Evaluation> run() {
    TATARA_ASSIGN(m_frozen, freeze(m_place, m_request, m_onStep, m_stop));
    m_challenger = scoresOf(m_request.challenger, m_frozen, m_frozen.challenger);
    if (m_request.champion) {
      m_champion = scoresOf(*m_request.champion, m_frozen, *m_frozen.champion);
    }
    TATARA_TRY(withContext(check(m_challenger), m_request.challenger.label));
    if (m_champion) {
      TATARA_TRY(withContext(check(*m_champion), m_request.champion->label));
    }
    TATARA_TRY(metrics());
    TATARA_TRY(slices());
    TATARA_TRY(fairness());
    curves();
    residuals();
    TATARA_TRY(explanation());
    signature();
    size();
    reference();
    TATARA_TRY(latency());
    for (const text::Phrase& note : m_frozen.notes) {
      m_result.notes.push_back(note.english());
    }
    return std::move(m_result);
  }

 private:
  OnDraws drawing(std::string_view what) const {
    if (!m_onStep) {
      return {};
    }
    return [this, what](std::uint64_t done, std::uint64_t total) { m_onStep(what, done, total); };
  }

  Json subjectJson(const Subject& subject, const Said& said) const {
    Json files = Json::array();
    for (const artifact::FileInfo& file : subject.files) {
      files.append(
          Json::object().set("path", file.path).set("sha256", file.digest.hex()).set("bytes", file.size));
    }
    return Json::object()
        .set("model", subject.version.model)
        .set("version", subject.version.version)
        .set("run_id", subject.version.run.value())
        .set("trained_on", subject.dataDigest)
        .set("split", subject.split.english())
        .set("predictions", said.from)
        .set("files", std::move(files));
  }

  // Who was compared on what: the head of every piece that depends on it.
  PieceWriter piece(std::string name) const {
    PieceWriter writer(std::move(name));
    Json classes = Json::array();
    for (const std::string& one : m_request.challenger.classes) {
      classes.append(one);
    }
    writer.set("challenger", subjectJson(m_request.challenger, m_frozen.challenger))
        .set("champion", m_champion ? subjectJson(*m_request.champion, *m_frozen.champion) : Json())
        .set("task", toString(m_request.challenger.task))
        .set("target", m_request.challenger.target)
        .set("classes", std::move(classes))
        .set("data", dataOf(m_frozen));
    if (m_request.challenger.task == Task::Binary) {
      writer.set("threshold", m_request.threshold);
    }
    return writer;
  }

  void dataValues(PieceWriter& writer) const {
    writer.value("data.rows", static_cast<double>(m_frozen.rows.size()));
    writer.value("data.digest", std::string_view(m_frozen.dataDigest));
  }

  Json notesJson() const {
    Json notes = Json::array();
    for (const text::Phrase& note : m_frozen.notes) {
      notes.append(note.english());
    }
    return notes;
  }

  // What the piece says in words, for whoever tells it in another language.
  Json saidJson(const text::Phrase& words) const {
    Json notes = Json::array();
    for (const text::Phrase& note : m_frozen.notes) {
      notes.append(note.json());
    }
    return Json::object()
        .set("words", words.json())
        .set("which_rows", m_frozen.how.json())
        .set("notes", std::move(notes));
  }

  Status metrics() {
    PieceWriter writer = piece("metrics");
    writer.set("notes", notesJson()).set("resampling", specJson(m_request.bootstrap));
    Json list = Json::array();
    if (m_champion) {
      TATARA_ASSIGN(const Comparison comparison,
                    compare(*m_champion, m_challenger, m_request.deciding, m_request.bootstrap,
                            drawing("Resampling metrics"), m_stop));
      for (const ComparedMetric& metric : comparison.metrics) {
        list.append(comparedJson(metric));
        const std::string name(metric.metric->name);
        writer.value("challenger." + name, metric.challenger.value);
        writer.value("champion." + name, metric.champion.value);
        writer.value("verdict." + name, toString(metric.verdict));
      }
      m_deciding = comparison.metrics[comparison.deciding].metric->name;
      writer.set("deciding", m_deciding)
          .set("words", comparison.words.english())
          .set("said", saidJson(comparison.words));
      writer.value("verdict", toString(comparison.metrics[comparison.deciding].verdict));
      m_result.words = comparison.words.english();
    } else {
      TATARA_TRY(alone(writer, list));
    }
    dataValues(writer);
    writer.set("metrics", std::move(list));
    if (m_request.challenger.task != Task::Regression) {
      writer.set("confusion", confusionJson());
    }
    m_result.pieces.push_back(writer.finish());
    return {};
  }

  Status alone(PieceWriter& writer, Json& list) {
    const auto infos = metricsOf(m_challenger.task);
    const auto measures = measure(m_challenger);
    TATARA_ASSIGN(const auto drawn, bootstrap(m_challenger, nullptr, m_request.bootstrap,
                                              drawing("Resampling metrics"), m_stop));
    for (std::size_t i = 0; i < infos.size(); ++i) {
      ComparedMetric metric{.metric = &infos[i], .champion = {}, .challenger = measures[i]};
      metric.champion.undefined = TATARA_SAYS("Phrase", "there is no champion");
      metric.challengerInterval = drawn[i].first;
      list.append(comparedJson(metric));
      writer.value("challenger." + std::string(infos[i].name), measures[i].value);
      if (m_deciding.empty() && measures[i].defined()) {
        m_deciding = infos[i].name;
      }
    }
    writer.set("deciding", m_deciding).set("said", saidJson({}));
    return {};
  }

  Json confusionJson() const {
    const auto side = [](const Scores& scores) {
      Json cells = Json::array();
      for (const double cell : confusion(scores)) {
        cells.append(cell);
      }
      return cells;
    };
    return Json::object()
        .set("challenger", side(m_challenger))
        .set("champion", m_champion ? side(*m_champion) : Json());
  }

  Result<std::vector<SliceColumn>> chosenSlices() const {
    if (m_request.sliceColumns) {
      return sliceColumns(m_frozen, *m_request.sliceColumns);
    }
    std::vector<std::string> names;
    for (const InputFeature& feature : m_request.challenger.features) {
      if (names.size() < kMostSliceColumns && m_frozen.find(feature.name)) {
        names.push_back(feature.name);
      }
    }
    return sliceColumns(m_frozen, names);
  }

  // The deciding metric where slices can be compared by it.
  std::string sliceMetric() const {
    const auto offered = sliceMetrics(m_challenger.task);
    if (std::ranges::find(offered, m_deciding) != offered.end()) {
      return m_deciding;
    }
    const bool probabilities =
        !m_challenger.probabilities.empty() && (!m_champion || !m_champion->probabilities.empty());
    return m_challenger.task == Task::Regression ? "rmse" : (probabilities ? "log_loss" : "accuracy");
  }

  Status slices() {
    if (m_frozen.columns.empty() && !m_request.sliceColumns) {
      return {};
    }
    TATARA_ASSIGN(const auto columns, chosenSlices());
    PieceWriter writer = piece("slices");
    const std::string metric = sliceMetric();
    writer.set("metric", metric).set("resampling", specJson(m_request.bootstrap));
    // A version alone is compared with itself: its slices then show no difference.
    SliceSpec spec{.metric = metric, .bootstrap = m_request.bootstrap};
    TATARA_ASSIGN(const ComparedSlices compared,
                  compareSlices(m_champion ? *m_champion : m_challenger, m_challenger, columns, spec,
                                drawing("Resampling slices"), m_stop));
    Json list = Json::array();
    double shown = 0;
    for (const ComparedSlice& slice : compared.slices) {
      list.append(comparedSliceJson(slice, columns));
      if (slice.adjustedP <= 1 - m_request.bootstrap.confidence && slice.regression > shown) {
        shown = slice.regression;
      }
    }
    writer.set("slices", std::move(list));
    if (m_champion && compared.worst) {
      writer.set("worst", comparedSliceJson(compared.slices[*compared.worst], columns));
      writer.value("slices.max_regression", compared.slices[*compared.worst].regression);
      writer.value("slices.max_shown_regression", shown);
    }
    if (m_onStep) {
      m_onStep("Looking for weak slices", 0, 1);
    }
    const auto losses = lossesOf(m_challenger);
    TATARA_ASSIGN(const WeakSlices weak, findWeakSlices(losses, columns, {}, m_stop));
    Json found = Json::array();
    for (const WeakSlice& slice : weak.slices) {
      found.append(weakSliceJson(slice, columns));
    }
    writer.set("weak", std::move(found)).set("looked_at", weak.lookedAt);
    writer.value("slices.weak", static_cast<double>(weak.slices.size()));
    m_result.pieces.push_back(writer.finish());
    return {};
  }

  Status fairness() {
    if (m_request.groupColumns.empty()) {
      return {};
    }
    TATARA_ASSIGN(const auto columns, sliceColumns(m_frozen, m_request.groupColumns));
    PieceWriter writer = piece("fairness");
    writer.set("resampling", specJson(m_request.bootstrap));
    Json challenger = Json::array();
    Json champion = Json::array();
    std::map<std::string, double> worst;
    for (const SliceColumn& column : columns) {
      TATARA_ASSIGN(const Fairness ours, measureFairness(m_challenger, column, 30, m_request.bootstrap,
                                                         drawing("Resampling groups"), m_stop));
      challenger.append(fairnessJson(ours, column));
      fairnessValues(ours, column, writer, worst);
      if (m_champion) {
        TATARA_ASSIGN(const Fairness theirs, measureFairness(*m_champion, column, 30, m_request.bootstrap,
                                                             drawing("Resampling groups"), m_stop));
        champion.append(fairnessJson(theirs, column));
      }
    }
    for (const auto& [name, value] : worst) {
      writer.value("fairness." + name, value);
    }
    writer.set("challenger_groups", std::move(challenger)).set("champion_groups", std::move(champion));
    m_result.pieces.push_back(writer.finish());
    return {};
  }

  static void fairnessValues(const Fairness& fairness, const SliceColumn& column, PieceWriter& writer,
                             std::map<std::string, double>& worst) {
    for (const Disparity& one : fairness.disparities) {
      const std::string difference = std::string(one.name) + "_difference";
      const std::string ratio = std::string(one.name) + "_ratio";
      writer.value("fairness." + column.column + "." + difference, one.difference.value);
      writer.value("fairness." + column.column + "." + ratio, one.ratio.value);
      if (one.difference.defined()) {
        const auto [place, fresh] = worst.try_emplace(difference, one.difference.value);
        place->second = std::max(place->second, one.difference.value);
      }
      if (one.ratio.defined()) {
        const auto [place, fresh] = worst.try_emplace(ratio, one.ratio.value);
        place->second = std::min(place->second, one.ratio.value);
      }
    }
  }

  void curves() {
    if (m_challenger.task != Task::Binary) {
      return;
    }
    PieceWriter writer = piece("curves");
    const auto side = [&](const Scores& scores, const std::string& who) {
      Json json = Json::object();
      if (scores.probabilities.empty()) {
        return json;
      }
      const Calibration calibration =
          calibrationOf(scores, 10, Binning::Uniform, m_request.bootstrap.confidence);
      json.set("curve", curveJson(curveOf(scores, m_request.bootstrap.confidence), kMostCurvePoints))
          .set("calibration", calibrationJson(calibration));
      writer.value("calibration." + who + "_error", calibration.expectedError);
      if (m_request.costs) {
        const ThresholdCost now = costAt(scores, *m_request.costs, m_request.threshold);
        json.set("cost", Json::object()
                             .set("at_threshold", costJson(now))
                             .set("least", costJson(leastCost(scores, *m_request.costs))));
        writer.value("cost." + who, now.mean);
      }
      return json;
    };
    if (m_request.costs) {
      writer.set("costs", Json::object()
                              .set("true_positive", m_request.costs->truePositive)
                              .set("false_positive", m_request.costs->falsePositive)
                              .set("false_negative", m_request.costs->falseNegative)
                              .set("true_negative", m_request.costs->trueNegative));
    }
    writer.set("challenger_curves", side(m_challenger, "challenger"))
        .set("champion_curves", m_champion ? side(*m_champion, "champion") : Json());
    m_result.pieces.push_back(writer.finish());
  }

  void residuals() {
    if (m_challenger.task != Task::Regression) {
      return;
    }
    const stats::Range span = residualSpan(m_challenger, m_champion ? &*m_champion : nullptr);
    const auto side = [&](const Scores& scores) {
      return residualsJson(residualGroups(scores, 12, m_request.bootstrap.confidence),
                           residualHistogram(scores, span));
    };
    PieceWriter writer = piece("residuals");
    writer.set("challenger_residuals", side(m_challenger))
        .set("champion_residuals", m_champion ? side(*m_champion) : Json());
    m_result.pieces.push_back(writer.finish());
  }

  ExplanationTask explanationTask() const {
    return {m_place, m_request, m_frozen, m_challenger, m_champion ? &*m_champion : nullptr, m_deciding};
  }

  Status explanation() {
    if (m_frozen.columns.empty() || m_request.explainRows == 0) {
      return {};
    }
    PieceWriter writer = piece("explanation");
    TATARA_TRY(writeExplanation(explanationTask(), writer, m_onStep, m_stop));
    m_result.pieces.push_back(writer.finish());
    return {};
  }

  Status latency() {
    if (!m_request.measureLatency) {
      return {};
    }
    if (m_onStep) {
      m_onStep("Measuring latency", 0, 1);
    }
    PieceWriter writer("latency");
    writer.set("varies", true);
    TATARA_TRY(writeLatency(explanationTask(), writer, m_stop));
    m_result.pieces.push_back(writer.finish());
    return {};
  }

  void signature() {
    if (!m_request.champion) {
      return;
    }
    PieceWriter writer = piece("signature");
    const auto compared = compareSignatures(m_request.champion->signature, m_request.challenger.signature);
    Json changes = Json::array();
    for (const SignatureChange& change : compared.changes) {
      changes.append(Json::object()
                         .set("what", change.what.english())
                         .set("said", change.what.json())
                         .set("breaks", change.breaks));
    }
    writer.set("known", compared.known)
        .set("changes", std::move(changes))
        .set("challenger_signature", m_request.challenger.signature)
        .set("champion_signature", m_request.champion->signature);
    if (compared.known) {
      writer.value("signature.compatible", compared.compatible);
    }
    m_result.pieces.push_back(writer.finish());
  }

  void size() {
    PieceWriter writer = piece("size");
    writer.value("size.challenger_bytes", static_cast<double>(m_request.challenger.bytes));
    if (m_request.champion) {
      writer.value("size.champion_bytes", static_cast<double>(m_request.champion->bytes));
    }
    m_result.pieces.push_back(writer.finish());
  }

  void reference() { m_result.pieces.push_back(makeReference(m_frozen, m_request.challenger, m_challenger)); }

  const EvaluationPlace& m_place;
  const EvaluationRequest& m_request;
  const OnStep& m_onStep;
  std::stop_token m_stop;
  Frozen m_frozen;
  Scores m_challenger;
  std::optional<Scores> m_champion;
  std::string m_deciding;
  Evaluation m_result;
};

}  // namespace

Result<Evaluation> evaluateVersion(const EvaluationPlace& place, const EvaluationRequest& request,
                                   const OnStep& onStep, std::stop_token stop) {
  TATARA_TRY(check(request.bootstrap));
  if (place.apart) {
    return evaluateApart(place, request, onStep, std::move(stop));
  }
  return Evaluator(place, request, onStep, std::move(stop)).run();
}

Result<EvidencePiece> referencePiece(const EvaluationPlace& place, const Subject& subject,
                                     std::stop_token stop) {
  EvaluationRequest request;
  request.challenger = subject;
  TATARA_ASSIGN(const Frozen frozen, freeze(place, request, {}, std::move(stop)));
  if (frozen.columns.empty()) {
    return text::sayError(
        ErrorKind::NotFound,
        TATARA_SAYS("Phrase", "The data that %1 was trained on (%2) is gone or has changed"),
        {subject.label, frozen.dataName});
  }
  const Scores scores = scoresOf(subject, frozen, frozen.challenger);
  TATARA_TRY(withContext(check(scores), subject.label));
  return makeReference(frozen, subject, scores);
}

}  // namespace tatara::evaluate
