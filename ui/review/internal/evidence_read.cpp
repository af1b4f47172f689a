#include "ui/review/internal/evidence_read.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/base/number_text.h"
#include "ui/review/internal/detail_read.h"
#include "ui/review/internal/evidence_piece.h"

namespace tatara::ui {
namespace {

using piece::body;
using piece::kMostLines;
using piece::number;
using piece::phrase;
using piece::span;
using piece::word;
using text::Json;

constexpr std::size_t kMostSlices = 400;

Judgement judgementOf(const std::string& verdict) {
  return verdict == "better"      ? Judgement::Better
         : verdict == "worse"     ? Judgement::Worse
         : verdict == "not shown" ? Judgement::Unclear
                                  : Judgement::None;
}

void readNotes(ReviewFacts& facts, const Json& metrics) {
  const Json& said = metrics["said"]["notes"];
  const auto& notes = metrics["notes"].items();
  for (std::size_t i = 0; i < notes.size() && i < kMostLines; ++i) {
    facts.notes.push_back(phrase(i < said.items().size() ? said.items()[i] : Json(), notes[i]));
  }
}

void readMetrics(ReviewFacts& facts, const Json& metrics) {
  facts.verdict = phrase(metrics["said"]["words"], metrics["words"]);
  facts.deciding = word(metrics["deciding"]);
  const Json& data = metrics["data"];
  facts.dataName = word(data["name"]);
  facts.dataRows = data["rows"].asInt().value_or(0);
  facts.dataHow = phrase(metrics["said"]["which_rows"], data["which_rows"]);
  if (const auto draws = metrics["resampling"]["draws"].asInt()) {
    facts.resampling = withThousands(*draws);
    facts.confidence = number(metrics["resampling"]["confidence"]).value_or(0.95);
  }
  readNotes(facts, metrics);
  for (const Json& one : metrics["metrics"].items()) {
    MetricLine line;
    line.name = word(one["name"]);
    line.title = word(one["title"]);
    line.challenger = number(one["challenger"]["value"]);
    line.champion = number(one["champion"]["value"]);
    line.difference = number(one["difference"]["value"]);
    line.interval = span(one["difference"]["interval"]);
    line.lowerIsBetter = word(one["better"]) == "lower";
    line.directed = line.lowerIsBetter || word(one["better"]) == "higher";
    line.deciding = line.name == facts.deciding;
    line.judgement = line.difference ? judgementOf(word(one["verdict"])) : Judgement::None;
    line.undefined = word(one["challenger"]["undefined"]);
    auto& lines = line.challenger || line.champion ? facts.metrics : facts.valueless;
    if (lines.size() < kMostLines) {
      lines.push_back(std::move(line));
    }
  }
  std::ranges::stable_partition(facts.metrics, [](const MetricLine& line) { return line.deciding; });
}

// The last values of both runs: what there is of a version that was not measured.
void readRunMetrics(ReviewFacts& facts) {
  constexpr std::string_view kOurs = "challenger.";
  for (const registry::Evidence& one : facts.review.evidence) {
    const auto value = number(one.body);
    if (!one.name.starts_with(kOurs) || !value || facts.metrics.size() >= kMostLines) {
      continue;
    }
    MetricLine line;
    line.name = one.name.substr(kOurs.size());
    line.challenger = value;
    line.directed = false;
    if (const registry::Evidence* other = findEvidence(facts.review, "champion." + line.name)) {
      line.champion = number(other->body);
    }
    if (line.champion) {
      line.difference = *line.challenger - *line.champion;
    }
    facts.metrics.push_back(std::move(line));
  }
}

// Latency, size and memory: less is better, and nobody resampled them.
void readMeasured(ReviewFacts& facts, const Json& values, const MetricLine& what, const char* ours,
                  const char* theirs) {
  MetricLine line = what;
  line.challenger = number(values[ours]);
  line.champion = number(values[theirs]);
  line.lowerIsBetter = true;
  if (line.challenger && line.champion) {
    line.difference = *line.challenger - *line.champion;
  }
  if (line.challenger) {
    facts.metrics.push_back(std::move(line));
  }
}

void readCosts(ReviewFacts& facts) {
  const Json& latency = body(facts, "latency")["values"];
  MetricLine what;
  what.name = "latency_p95_ms";
  readMeasured(facts, latency, what, "latency.p95_ms", "champion.latency_p95_ms");
  what.name = "memory";
  what.bytes = true;
  readMeasured(facts, latency, what, "memory.challenger_bytes", "memory.champion_bytes");
  what.name = "size";
  readMeasured(facts, body(facts, "size")["values"], what, "size.challenger_bytes", "size.champion_bytes");
}

void readSlices(ReviewFacts& facts, const Json& slices) {
  facts.sliceMetric = word(slices["metric"]);
  const MetricLine* metric = nullptr;
  for (const MetricLine& line : facts.metrics) {
    metric = line.name == facts.sliceMetric ? &line : metric;
  }
  facts.sliceLowerIsBetter = metric ? metric->lowerIsBetter : true;
  const bool compared = facts.review.info.replaces > 0;
  for (const Json& one : slices["slices"].items()) {
    SliceLine line;
    line.column = word(one["column"]);
    line.slice = piece::label(one, "slice");
    line.rows = one["rows"].asInt().value_or(0);
    line.challenger = number(one["challenger"]);
    line.champion = compared ? number(one["champion"]) : std::nullopt;
    line.regression = compared ? number(one["regression"]) : std::nullopt;
    line.judged = one["judged"].asBool().value_or(false);
    const auto p = number(one["adjusted_p"]);
    line.shown = p && *p <= 1 - facts.confidence;
    if (facts.slices.size() < kMostSlices) {
      facts.slices.push_back(std::move(line));
    }
  }
}

void readFairness(ReviewFacts& facts, const Json& fairness) {
  for (const Json& column : fairness["challenger_groups"].items()) {
    for (const Json& one : column["disparities"].items()) {
      DisparityLine line{word(column["column"]),
                         word(one["name"]),
                         std::nullopt,
                         number(one["difference"]["value"]),
                         piece::label(one, "lowest"),
                         piece::label(one, "highest")};
      for (const Json& other : fairness["champion_groups"].items()) {
        for (const Json& theirs : other["disparities"].items()) {
          if (word(other["column"]) == line.column && word(theirs["name"]) == line.name) {
            line.champion = number(theirs["difference"]["value"]);
          }
        }
      }
      facts.disparities.push_back(std::move(line));
    }
  }
}

std::string datasetsText(const Json& side) {
  std::string text;
  for (const Json& one : side["datasets"].items()) {
    text += (text.empty() ? "" : ", ") + word(one["name"]) + " " + word(one["digest"]).substr(0, 8);
  }
  return text;
}

std::string commitText(const Json& side) {
  const std::string commit = word(side["commit"]).substr(0, 7);
  return commit.empty() ? "" : commit + (side["dirty"].asBool().value_or(false) ? " +" : "");
}

void readOrigin(ReviewFacts& facts, const Json& origin) {
  const Json& ours = origin["challenger"];
  const Json& theirs = origin["champion"];
  const bool compared = !theirs.isNull();
  const auto add = [&](const char* name, std::string champion, std::string challenger) {
    if (!champion.empty() || !challenger.empty()) {
      const bool differs = compared && champion != challenger;
      facts.facts.push_back({name, std::move(champion), std::move(challenger), differs});
    }
  };
  add("run", word(theirs["run"]), word(ours["run"]));
  add("by", word(theirs["by"]), word(ours["by"]));
  add("started", word(theirs["started"]), word(ours["started"]));
  add("commit", commitText(theirs), commitText(ours));
  add("source", word(theirs["source"]), word(ours["source"]));
  add("datasets", datasetsText(theirs), datasetsText(ours));
  facts.dirty = ours["dirty"].asBool().value_or(false);
  if (facts.runName.empty()) {
    facts.runName = word(ours["run"]);  // the run is here no more
  }
  for (const Json& one : origin["parameters"].items()) {
    if (facts.parameters.size() < kMostLines) {
      facts.parameters.push_back({word(one["name"]), word(one["champion"]), word(one["challenger"]),
                                  one["differs"].asBool().value_or(false)});
    }
  }
  std::ranges::stable_partition(facts.parameters, [](const FactLine& line) { return line.differs; });
}

void readFiles(ReviewFacts& facts, const Json& files) {
  for (const Json& one : files["files"].items()) {
    FileLine line{word(one["path"]), word(one["sha256"]), one["bytes"].asInt().value_or(0),
                  phrase(one["pickle"]["said"], one["pickle"]["words"]), false};
    for (const Json& import : one["pickle"]["imports"].items()) {
      line.dangerous = line.dangerous || word(import["kind"]) == "dangerous";
    }
    if (facts.files.size() < kMostLines) {
      facts.files.push_back(std::move(line));
    }
  }
}

void readPackages(ReviewFacts& facts, const Json& environment) {
  for (const Json& one : environment["packages"].items()) {
    if (facts.packages.size() < kMostLines) {
      facts.packages.push_back({word(one["name"]), word(one["champion"]), word(one["challenger"]),
                                one["differs"].asBool().value_or(false)});
    }
  }
  std::ranges::stable_partition(facts.packages, [](const FactLine& line) { return line.differs; });
}

void readCode(ReviewFacts& facts, const Json& code) {
  const std::string ours = word(code["challenger"]["commit"]).substr(0, 7);
  const std::string theirs = word(code["champion"]["commit"]).substr(0, 7);
  facts.codeProblem = phrase(code["said"], code["problem"]);
  const auto add = [&](CodeChange change, const Json& diff, const Json& cut) {
    if (const std::string* text = diff.asString(); text && !text->empty()) {
      change.patch = provenance::parsePatch(*text);
      change.cut = cut.asBool().value_or(false);
      if (!change.patch.files.empty()) {
        facts.code.push_back(std::move(change));
      }
    }
  };
  add({CodeChange::Commits, theirs, ours, {}, false}, code["diff"], code["diff_cut"]);
  add({CodeChange::Challenger, ours, {}, {}, false}, code["challenger"]["changes"],
      code["challenger"]["changes_cut"]);
  add({CodeChange::Champion, theirs, {}, {}, false}, code["champion"]["changes"],
      code["champion"]["changes_cut"]);
}

ThresholdCurve readCurve(const Json& side) {
  constexpr std::size_t kMostPoints = 1000;
  const Json& curve = side["curve"];
  ThresholdCurve read;
  read.positives = number(curve["positives"]).value_or(0);
  read.negatives = number(curve["negatives"]).value_or(0);
  for (const Json& one : curve["points"].items()) {
    // The first point of a curve stands above every probability and has no number.
    const double threshold = number(one["threshold"]).value_or(2);
    const auto recall = number(one["recall"]);
    const auto falsePositives = number(one["false_positive_rate"]);
    if (recall && falsePositives && read.points.size() < kMostPoints) {
      read.points.push_back({threshold, *recall, *falsePositives});
    }
  }
  std::ranges::stable_sort(read.points, std::greater(), &ThresholdPoint::threshold);
  return read;
}

void readThreshold(ReviewFacts& facts, const Json& curves) {
  ThresholdFacts& threshold = facts.threshold;
  threshold.challenger = readCurve(curves["challenger_curves"]);
  threshold.champion = readCurve(curves["champion_curves"]);
  threshold.threshold = std::clamp(number(curves["threshold"]).value_or(0.5), 0.0, 1.0);
  const Json& costs = curves["costs"];
  threshold.costs = {number(costs["true_positive"]).value_or(0), number(costs["false_positive"]).value_or(1),
                     number(costs["false_negative"]).value_or(1), number(costs["true_negative"]).value_or(0)};
}

void readExplanation(ReviewFacts& facts, const Json& explanation) {
  constexpr std::size_t kMost = 8;
  double most = 0;
  for (const Json& one : explanation["importance"].items()) {
    const double value = std::abs(number(one["mean_contribution"]).value_or(0));
    most = std::max(most, value);
    if (facts.importance.size() < kMost) {
      facts.importance.push_back({word(one["input"]), value, value, number(one["permutation"]),
                                  number(one["permutation_deviation"])});
    }
  }
  for (ImportanceLine& line : facts.importance) {
    line.share = most > 0 ? line.share / most : 0;
  }
}

}  // namespace

void readEvidence(ReviewFacts& facts) {
  const Json& metrics = body(facts, "metrics");
  if (metrics["metrics"].isArray()) {
    readMetrics(facts, metrics);
  } else {
    readRunMetrics(facts);
  }
  readCosts(facts);
  readSlices(facts, body(facts, "slices"));
  readFairness(facts, body(facts, "fairness"));
  readOrigin(facts, body(facts, "origin"));
  readFiles(facts, body(facts, "files"));
  readExplanation(facts, body(facts, "explanation"));
  readPackages(facts, body(facts, "environment"));
  readCode(facts, body(facts, "code"));
  readThreshold(facts, body(facts, "curves"));
  facts.detail = readDetail(facts);
  const Json& signature = body(facts, "signature");
  for (const Json& change : signature["changes"].items()) {
    facts.signature.push_back(phrase(change["said"], change["what"]));
  }
}

}  // namespace tatara::ui
