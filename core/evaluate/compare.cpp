#include "core/evaluate/compare.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/base/number_text.h"
#include "core/stats/tail.h"

namespace tatara::evaluate {
namespace {

Verdict verdictOf(const ComparedMetric& compared, bool deciding, double confidence) {
  if (compared.metric->better == Better::NearZero) {
    return Verdict::NotJudged;
  }
  const Interval& interval = compared.differenceInterval;
  if (!interval.exists()) {
    return Verdict::NotShown;
  }
  const bool sure = deciding ? interval.low > 0 || interval.high < 0 : compared.adjustedP <= 1 - confidence;
  if (!sure || compared.difference == 0) {
    return Verdict::NotShown;
  }
  return (compared.difference < 0) == (compared.metric->better == Better::Lower) ? Verdict::Better
                                                                                 : Verdict::Worse;
}

std::string percentText(double confidence) {
  return shortNumber(confidence * 100) + "%";
}

std::string listOf(const std::vector<ComparedMetric>& metrics, std::size_t deciding, Verdict verdict) {
  std::string list;
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    if (i != deciding && metrics[i].verdict == verdict) {
      list += (list.empty() ? "" : ", ") + std::string(metrics[i].metric->name);
    }
  }
  return list;
}

std::string wordsOf(const Comparison& comparison, double confidence) {
  const ComparedMetric& deciding = comparison.metrics[comparison.deciding];
  const std::string name(deciding.metric->title);
  const std::string both = name + " " + shortNumber(deciding.challenger.value) + " against the champion's " +
                           shortNumber(deciding.champion.value);
  const Interval& interval = deciding.differenceInterval;
  const std::string range = "(" + percentText(confidence) + " interval of the difference " +
                            shortNumber(interval.low) + " to " + shortNumber(interval.high) + ").";
  std::string words;
  switch (deciding.verdict) {
    case Verdict::Better:
      words = "The challenger is better: " + both + " " + range;
      break;
    case Verdict::Worse:
      words = "The challenger is worse: " + both + " " + range;
      break;
    default:
      words = interval.exists() ? "No difference is shown: " + both + " " + range
                                : "Whether they differ is not known: " + both + "; there is no interval, " +
                                      std::string(interval.reason) + ".";
  }
  const std::string better = listOf(comparison.metrics, comparison.deciding, Verdict::Better);
  const std::string worse = listOf(comparison.metrics, comparison.deciding, Verdict::Worse);
  if (!better.empty()) {
    words += " Also better: " + better + ".";
  }
  if (!worse.empty()) {
    words += " Worse in: " + worse + ".";
  }
  return words;
}

void adjust(Comparison& comparison) {
  std::vector<double> others;
  for (std::size_t i = 0; i < comparison.metrics.size(); ++i) {
    const bool judged = i != comparison.deciding && comparison.metrics[i].metric->better != Better::NearZero;
    others.push_back(judged ? comparison.metrics[i].p : std::numeric_limits<double>::quiet_NaN());
  }
  const auto adjusted = stats::holmAdjusted(others);
  for (std::size_t i = 0; i < adjusted.size(); ++i) {
    comparison.metrics[i].adjustedP = i == comparison.deciding ? comparison.metrics[i].p : adjusted[i];
  }
}

Result<std::size_t> decidingPlace(const std::vector<ComparedMetric>& metrics, std::string_view deciding) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    const ComparedMetric& one = metrics[i];
    names.emplace_back(one.metric->name);
    const bool defined = one.champion.defined() && one.challenger.defined();
    if (deciding.empty() ? defined : one.metric->name == deciding) {
      if (!defined) {
        const Measure& missing = one.champion.defined() ? one.challenger : one.champion;
        return makeError(ErrorKind::InvalidArgument, std::string(deciding) + " is undefined on these rows: " +
                                                         std::string(missing.undefined));
      }
      return i;
    }
  }
  if (deciding.empty()) {
    return makeError(ErrorKind::InvalidArgument, "No metric is defined on these rows");
  }
  const auto near = nearestWord(deciding, names);
  return makeError(ErrorKind::InvalidArgument, "\"" + std::string(deciding) + "\" is no metric of this task" +
                                                   (near ? "; did you mean \"" + *near + "\"?" : ""));
}

}  // namespace

std::string_view toString(Verdict verdict) {
  switch (verdict) {
    case Verdict::Better:
      return "better";
    case Verdict::Worse:
      return "worse";
    case Verdict::NotShown:
      return "not shown";
    case Verdict::NotJudged:
      return "not judged";
  }
  return "";
}

std::string shortNumber(double value) {
  if (std::isnan(value)) {
    return "undefined";
  }
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.4g", value == 0 ? 0.0 : value);
  return buffer;
}

double regressionShare(Better better, double champion, double challenger) {
  if (better == Better::NearZero || champion == 0) {
    return challenger == champion ? 0 : std::numeric_limits<double>::quiet_NaN();
  }
  const double share = (challenger - champion) / std::abs(champion);
  return share == 0 ? 0 : (better == Better::Lower ? share : -share);
}

Result<Comparison> compare(const Scores& champion, const Scores& challenger, std::string_view deciding,
                           const BootstrapSpec& spec, const OnDraws& onDraws, std::stop_token stop) {
  TATARA_TRY(check(champion));
  TATARA_TRY(check(challenger));
  const auto metrics = metricsOf(champion.task);
  const auto first = measure(champion);
  const auto second = measure(challenger);
  Comparison comparison;
  for (std::size_t i = 0; i < std::min(first.size(), second.size()); ++i) {
    comparison.metrics.push_back({.metric = &metrics[i],
                                  .champion = first[i],
                                  .challenger = second[i],
                                  .difference = second[i].value - first[i].value});
  }
  TATARA_ASSIGN(comparison.deciding, decidingPlace(comparison.metrics, deciding));
  TATARA_ASSIGN(const auto drawn, bootstrap(champion, &challenger, spec, onDraws, stop));
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    ComparedMetric& one = comparison.metrics[i];
    one.championInterval = drawn[i].first;
    one.challengerInterval = drawn[i].second;
    one.differenceInterval = drawn[i].difference;
    one.p = drawn[i].p;
  }
  adjust(comparison);
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    comparison.metrics[i].verdict =
        verdictOf(comparison.metrics[i], i == comparison.deciding, spec.confidence);
  }
  comparison.words = wordsOf(comparison, spec.confidence);
  return comparison;
}

}  // namespace tatara::evaluate
