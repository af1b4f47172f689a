#include "core/evaluate/internal/evidence_json.h"

#include <cmath>

namespace tatara::evaluate {

using text::Json;

PieceWriter::PieceWriter(std::string name) {
  m_piece.body = Json::object();
  m_piece.body.set("piece", name).set("format", kEvidenceFormat);
  m_piece.name = std::move(name);
}

PieceWriter& PieceWriter::set(std::string_view key, Json value) {
  m_piece.body.set(key, std::move(value));
  return *this;
}

void PieceWriter::value(std::string name, double number) {
  if (std::isfinite(number)) {
    m_values.set(name, number);
  }
}

void PieceWriter::value(std::string name, bool flag) {
  m_values.set(name, flag);
}

void PieceWriter::value(std::string name, std::string_view word) {
  m_values.set(name, word);
}

EvidencePiece PieceWriter::finish() {
  m_piece.body.set("values", std::move(m_values));
  return std::move(m_piece);
}

Json numberJson(double value) {
  return std::isfinite(value) ? Json(value) : Json();
}

Json measureJson(const Measure& measure) {
  Json json = Json::object();
  json.set("value", numberJson(measure.value));
  if (!measure.defined()) {
    json.set("undefined", measure.undefined);
  }
  return json;
}

Json intervalJson(const Interval& interval) {
  Json json = Json::object();
  json.set("low", numberJson(interval.low))
      .set("high", numberJson(interval.high))
      .set("method", toString(interval.method));
  if (!interval.reason.empty()) {
    json.set("reason", interval.reason);
  }
  return json;
}

Json rangeJson(const stats::Range& range) {
  return Json::object().set("low", numberJson(range.low)).set("high", numberJson(range.high));
}

Json specJson(const BootstrapSpec& spec) {
  return Json::object()
      .set("draws", spec.draws)
      .set("seed", std::to_string(spec.seed))
      .set("confidence", spec.confidence)
      .set("method", toString(spec.method));
}

Json comparedJson(const ComparedMetric& metric) {
  const auto side = [](const Measure& measure, const Interval& interval) {
    return measureJson(measure).set("interval", intervalJson(interval));
  };
  const char* better = metric.metric->better == Better::Lower    ? "lower"
                       : metric.metric->better == Better::Higher ? "higher"
                                                                 : "near zero";
  Json json = Json::object();
  json.set("name", metric.metric->name)
      .set("title", metric.metric->title)
      .set("better", better)
      .set("challenger", side(metric.challenger, metric.challengerInterval))
      .set("champion", side(metric.champion, metric.championInterval))
      .set("difference", Json::object()
                             .set("value", numberJson(metric.difference))
                             .set("interval", intervalJson(metric.differenceInterval))
                             .set("p", numberJson(metric.p))
                             .set("adjusted_p", numberJson(metric.adjustedP)))
      .set("verdict", toString(metric.verdict));
  return json;
}

namespace {

// A label in English, and where it is more than a value, to be told in other languages: "slice_said".
void setLabel(Json& json, const std::string& key, const text::Phrase& label) {
  json.set(key, label.english());
  if (Json said = label.json(); !said.asString()) {
    json.set(key + "_said", std::move(said));
  }
}

}  // namespace

Json comparedSliceJson(const ComparedSlice& slice, std::span<const SliceColumn> columns) {
  Json json = Json::object().set("column", columns[slice.column].column);
  setLabel(json, "slice", columns[slice.column].labels[slice.group]);
  return json.set("rows", slice.rows)
      .set("judged", slice.judged)
      .set("challenger", numberJson(slice.challenger))
      .set("champion", numberJson(slice.champion))
      .set("regression", numberJson(slice.regression))
      .set("difference_interval", intervalJson(slice.differenceInterval))
      .set("p", numberJson(slice.p))
      .set("adjusted_p", numberJson(slice.adjustedP));
}

Json weakSliceJson(const WeakSlice& slice, std::span<const SliceColumn> columns) {
  Json conditions = Json::array();
  for (const auto& condition : slice.conditions) {
    Json one = Json::object().set("column", columns[condition.column].column);
    setLabel(one, "slice", columns[condition.column].labels[condition.group]);
    conditions.append(std::move(one));
  }
  return Json::object()
      .set("conditions", std::move(conditions))
      .set("rows", slice.rows)
      .set("loss", numberJson(slice.loss))
      .set("others", numberJson(slice.others))
      .set("adjusted_p", numberJson(slice.p));
}

namespace {

Json rateJson(const Rate& rate) {
  return measureJson(rate.value).set("interval", rangeJson(rate.range));
}

}  // namespace

Json fairnessJson(const Fairness& fairness, const SliceColumn& column) {
  Json groups = Json::array();
  for (const GroupRates& group : fairness.groups) {
    Json json = Json::object();
    setLabel(json, "group", column.labels[group.group]);
    groups.append(json.set("rows", group.rows)
                      .set("judged", group.judged)
                      .set("selection_rate", rateJson(group.selection))
                      .set("true_positive_rate", rateJson(group.truePositive))
                      .set("false_positive_rate", rateJson(group.falsePositive))
                      .set("accuracy", rateJson(group.accuracy))
                      .set("probability", measureJson(group.probability))
                      .set("observed", numberJson(group.observed))
                      .set("calibration", measureJson(group.calibration))
                      .set("calibration_error", measureJson(group.calibrationError)));
  }
  Json disparities = Json::array();
  for (const Disparity& one : fairness.disparities) {
    Json json = Json::object()
                    .set("name", one.name)
                    .set("difference", measureJson(one.difference))
                    .set("interval", intervalJson(one.interval))
                    .set("ratio", measureJson(one.ratio));
    setLabel(json, "lowest", column.labels[one.lowest]);
    setLabel(json, "highest", column.labels[one.highest]);
    disparities.append(std::move(json));
  }
  return Json::object()
      .set("column", column.column)
      .set("groups", std::move(groups))
      .set("disparities", std::move(disparities));
}

Json curveJson(const Curve& curve, std::size_t mostPoints) {
  Json points = Json::array();
  for (const CurvePoint& point : thinned(curve, mostPoints).points) {
    points.append(Json::object()
                      .set("threshold", numberJson(point.threshold))
                      .set("recall", numberJson(point.recall))
                      .set("recall_interval", rangeJson(point.recallRange))
                      .set("false_positive_rate", numberJson(point.falsePositiveRate))
                      .set("false_positive_rate_interval", rangeJson(point.falsePositiveRateRange))
                      .set("precision", numberJson(point.precision))
                      .set("precision_interval", rangeJson(point.precisionRange)));
  }
  return Json::object()
      .set("points", std::move(points))
      .set("of_points", curve.points.size())
      .set("positives", curve.positives)
      .set("negatives", curve.negatives);
}

Json calibrationJson(const Calibration& calibration) {
  Json bins = Json::array();
  for (const CalibrationBin& bin : calibration.bins) {
    bins.append(Json::object()
                    .set("predicted", numberJson(bin.predicted))
                    .set("observed", numberJson(bin.observed))
                    .set("observed_interval", rangeJson(bin.observedRange))
                    .set("rows", bin.rows));
  }
  return Json::object()
      .set("bins", std::move(bins))
      .set("expected_error", numberJson(calibration.expectedError))
      .set("greatest_error", numberJson(calibration.greatestError));
}

Json residualsJson(const std::vector<ResidualGroup>& groups, const ResidualHistogram& histogram) {
  Json list = Json::array();
  for (const ResidualGroup& group : groups) {
    list.append(Json::object()
                    .set("predicted", numberJson(group.predicted))
                    .set("rows", group.rows)
                    .set("mean", numberJson(group.mean))
                    .set("mean_interval", rangeJson(group.meanRange))
                    .set("p5", numberJson(group.p5))
                    .set("p25", numberJson(group.p25))
                    .set("p50", numberJson(group.p50))
                    .set("p75", numberJson(group.p75))
                    .set("p95", numberJson(group.p95)));
  }
  Json counts = Json::array();
  for (const std::int64_t count : histogram.counts) {
    counts.append(count);
  }
  return Json::object()
      .set("groups", std::move(list))
      .set("histogram", Json::object()
                            .set("low", numberJson(histogram.low))
                            .set("high", numberJson(histogram.high))
                            .set("counts", std::move(counts))
                            .set("below", histogram.below)
                            .set("above", histogram.above));
}

Json costJson(const ThresholdCost& cost) {
  return Json::object().set("threshold", cost.threshold).set("total", cost.total).set("mean", cost.mean);
}

}  // namespace tatara::evaluate
