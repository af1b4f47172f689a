#include "ui/review/internal/evidence_read.h"

#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"

namespace tatara::ui {
namespace {

using text::Json;

constexpr std::size_t kMostSlices = 400;
constexpr std::size_t kMostLines = 1000;

std::string word(const Json& json) {
  return json.asString() ? *json.asString() : std::string();
}

std::optional<double> number(const Json& json) {
  const auto value = json.asNumber();
  return value && std::isfinite(*value) ? value : std::nullopt;
}

std::optional<Span> span(const Json& interval) {
  const auto low = number(interval["low"]);
  const auto high = number(interval["high"]);
  return low && high ? std::optional(Span{*low, *high}) : std::nullopt;
}

const Json& body(const ReviewFacts& facts, std::string_view name) {
  static const Json nothing;
  const registry::Evidence* piece = findEvidence(facts.review, name);
  return piece ? piece->body : nothing;
}

Judgement judgementOf(const std::string& verdict) {
  return verdict == "better"      ? Judgement::Better
         : verdict == "worse"     ? Judgement::Worse
         : verdict == "not shown" ? Judgement::Unclear
                                  : Judgement::None;
}

void readMetrics(ReviewFacts& facts, const Json& metrics) {
  facts.verdict = word(metrics["words"]);
  facts.deciding = word(metrics["deciding"]);
  const Json& data = metrics["data"];
  facts.data = word(data["name"]);
  if (const auto rows = data["rows"].asInt()) {
    facts.data += (facts.data.empty() ? "" : ", ") + withThousands(*rows) + " rows";
  }
  if (!word(data["which_rows"]).empty()) {
    facts.data += ", " + word(data["which_rows"]);
  }
  if (const auto draws = metrics["resampling"]["draws"].asInt()) {
    facts.resampling = withThousands(*draws);
    facts.confidence = number(metrics["resampling"]["confidence"]).value_or(0.95);
  }
  for (const Json& note : metrics["notes"].items()) {
    facts.notes.push_back(word(note));
  }
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
    if (facts.metrics.size() < kMostLines) {
      facts.metrics.push_back(std::move(line));
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

void readLatency(ReviewFacts& facts, const Json& values) {
  const auto ours = number(values["latency.p95_ms"]);
  if (!ours) {
    return;
  }
  MetricLine line;
  line.name = "latency_p95_ms";
  line.title = "Latency of one row at a time, 95th percentile, milliseconds";
  line.challenger = ours;
  line.champion = number(values["champion.latency_p95_ms"]);
  line.lowerIsBetter = true;
  if (line.champion) {
    line.difference = *line.challenger - *line.champion;
  }
  facts.metrics.push_back(std::move(line));
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
    line.slice = word(one["slice"]);
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
      DisparityLine line{word(column["column"]), word(one["name"]),
                         std::nullopt,           number(one["difference"]["value"]),
                         word(one["lowest"]),    word(one["highest"])};
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
  add("started", word(theirs["started"]).substr(0, 16), word(ours["started"]).substr(0, 16));
  add("commit", commitText(theirs), commitText(ours));
  add("source", word(theirs["source"]), word(ours["source"]));
  add("datasets", datasetsText(theirs), datasetsText(ours));
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
                  word(one["pickle"]["words"]), false};
    for (const Json& import : one["pickle"]["imports"].items()) {
      line.dangerous = line.dangerous || word(import["kind"]) == "dangerous";
    }
    if (facts.files.size() < kMostLines) {
      facts.files.push_back(std::move(line));
    }
  }
}

void readExplanation(ReviewFacts& facts, const Json& explanation) {
  constexpr std::size_t kMost = 8;
  double most = 0;
  for (const Json& one : explanation["importance"].items()) {
    const double value = std::abs(number(one["mean_contribution"]).value_or(0));
    most = std::max(most, value);
    if (facts.importance.size() < kMost) {
      facts.importance.push_back({word(one["input"]), value});
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
  readLatency(facts, body(facts, "latency")["values"]);
  readSlices(facts, body(facts, "slices"));
  readFairness(facts, body(facts, "fairness"));
  readOrigin(facts, body(facts, "origin"));
  readFiles(facts, body(facts, "files"));
  readExplanation(facts, body(facts, "explanation"));
  const Json& signature = body(facts, "signature");
  for (const Json& change : signature["changes"].items()) {
    facts.signature.push_back(word(change["what"]));
  }
}

}  // namespace tatara::ui
