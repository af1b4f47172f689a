#include "ui/review/internal/detail_read.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/review/internal/evidence_piece.h"

namespace tatara::ui {
namespace {

using piece::number;
using piece::word;
using text::Json;

void addDot(CurveDots& dots, const Json& x, const Json& y, const Json& range) {
  const auto across = number(x);
  const auto up = number(y);
  if (across && up && dots.size() < piece::kMostLines) {
    dots.push_back({*across, *up, piece::span(range)});
  }
}

TwoClassCurves readCurves(const Json& side) {
  TwoClassCurves curves;
  for (const Json& one : side["curve"]["points"].items()) {
    addDot(curves.roc, one["false_positive_rate"], one["recall"], one["recall_interval"]);
    addDot(curves.precisionRecall, one["recall"], one["precision"], one["precision_interval"]);
  }
  for (const Json& one : side["calibration"]["bins"].items()) {
    addDot(curves.calibration, one["predicted"], one["observed"], one["observed_interval"]);
  }
  return curves;
}

ResidualSide readResiduals(const Json& side) {
  ResidualSide read;
  for (const Json& one : side["groups"].items()) {
    const auto predicted = number(one["predicted"]);
    const auto low = number(one["p25"]);
    const auto middle = number(one["p50"]);
    const auto high = number(one["p75"]);
    if (predicted && low && middle && high && read.groups.size() < piece::kMostLines) {
      read.groups.push_back({*predicted, *low, *middle, *high});
    }
  }
  const Json& histogram = side["histogram"];
  for (const Json& one : histogram["counts"].items()) {
    if (read.counts.size() < piece::kMostLines) {
      read.counts.push_back(std::max(0.0, number(one).value_or(0)));
    }
  }
  read.outside = histogram["below"].asInt().value_or(0) + histogram["above"].asInt().value_or(0);
  return read;
}

std::optional<ResidualFacts> residualsOf(const Json& residuals) {
  const Json& histogram = residuals["challenger_residuals"]["histogram"];
  ResidualFacts facts{number(histogram["low"]).value_or(0), number(histogram["high"]).value_or(0),
                      readResiduals(residuals["challenger_residuals"]),
                      readResiduals(residuals["champion_residuals"])};
  return facts.low < facts.high && !facts.challenger.groups.empty() ? std::optional(std::move(facts))
                                                                    : std::nullopt;
}

std::vector<double> readCells(const Json& cells, std::size_t classes) {
  std::vector<double> read;
  for (const Json& one : cells.items()) {
    read.push_back(std::max(0.0, number(one).value_or(0)));
  }
  return read.size() == classes * classes ? read : std::vector<double>();
}

std::optional<ConfusionFacts> confusionOf(const Json& metrics) {
  ConfusionFacts facts;
  for (const Json& one : metrics["classes"].items()) {
    facts.classes.push_back(word(one));
  }
  facts.challenger = readCells(metrics["confusion"]["challenger"], facts.classes.size());
  facts.champion = readCells(metrics["confusion"]["champion"], facts.classes.size());
  return facts.challenger.empty() ? std::nullopt : std::optional(std::move(facts));
}

void readWeak(EvidenceDetail& detail, const Json& slices) {
  detail.weakLooked = slices["weak"].isArray();
  detail.weakLookedAt = slices["looked_at"].asInt().value_or(0);
  for (const Json& one : slices["weak"].items()) {
    WeakLine line{{}, one["rows"].asInt().value_or(0), 0, 0};
    for (const Json& condition : one["conditions"].items()) {
      line.conditions.push_back({word(condition["column"]), piece::label(condition, "slice")});
    }
    const auto loss = number(one["loss"]);
    const auto others = number(one["others"]);
    if (loss && others && !line.conditions.empty() && detail.weak.size() < piece::kMostLines) {
      line.loss = *loss;
      line.others = *others;
      detail.weak.push_back(std::move(line));
    }
  }
}

// The group of the same column and name on the champion's side; null where it has none.
const Json& sameGroup(const Json& fairness, const std::string& column, const std::string& group) {
  static const Json nothing;
  for (const Json& one : fairness["champion_groups"].items()) {
    for (const Json& theirs : one["groups"].items()) {
      if (word(one["column"]) == column && word(theirs["group"]) == group) {
        return theirs;
      }
    }
  }
  return nothing;
}

void readGroups(EvidenceDetail& detail, const Json& fairness) {
  for (const Json& column : fairness["challenger_groups"].items()) {
    for (const Json& one : column["groups"].items()) {
      const Json& theirs = sameGroup(fairness, word(column["column"]), word(one["group"]));
      const auto rate = [&](const char* name) {
        return GroupRate{number(one[name]["value"]), number(theirs[name]["value"]),
                         piece::span(one[name]["interval"])};
      };
      if (detail.groups.size() < piece::kMostLines) {
        detail.groups.push_back({word(column["column"]), piece::label(one, "group"),
                                 one["rows"].asInt().value_or(0), one["judged"].asBool().value_or(false),
                                 rate("selection_rate"), rate("true_positive_rate"),
                                 rate("false_positive_rate"), rate("calibration_error")});
      }
    }
  }
}

Answer answerOf(const Json& json) {
  return {word(json), number(json)};
}

void readDiffering(EvidenceDetail& detail, const Json& explanation) {
  for (const Json& one : explanation["disagreements"].items()) {
    DifferingRow row{one["row"].asInt().value_or(0),
                     answerOf(one["actual"]),
                     answerOf(one["champion"]),
                     answerOf(one["challenger"]),
                     {}};
    for (const Json& reason : one["reasons"].items()) {
      if (const auto contribution = number(reason["contribution"])) {
        row.reasons.push_back({word(reason["input"]), word(reason["value"]), *contribution});
      }
    }
    if (detail.differing.size() < piece::kMostLines) {
      detail.differing.push_back(std::move(row));
    }
  }
}

}  // namespace

EvidenceDetail readDetail(const ReviewFacts& facts) {
  EvidenceDetail detail;
  const Json& curves = piece::body(facts, "curves");
  detail.challengerCurves = readCurves(curves["challenger_curves"]);
  detail.championCurves = readCurves(curves["champion_curves"]);
  detail.residuals = residualsOf(piece::body(facts, "residuals"));
  detail.confusion = confusionOf(piece::body(facts, "metrics"));
  readWeak(detail, piece::body(facts, "slices"));
  readGroups(detail, piece::body(facts, "fairness"));
  readDiffering(detail, piece::body(facts, "explanation"));
  return detail;
}

}  // namespace tatara::ui
