#include "core/evaluate/compare.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/base/number_text.h"
#include "core/stats/tail.h"
#include "core/text/error_phrase.h"

namespace tatara::evaluate {
namespace {

using text::Phrase;

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

Phrase listOf(const std::vector<ComparedMetric>& metrics, std::size_t deciding, Verdict verdict) {
  std::vector<Phrase> names;
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    if (i != deciding && metrics[i].verdict == verdict) {
      names.emplace_back(metrics[i].metric->name);
    }
  }
  return Phrase::join(TATARA_SAYS("Phrase", "%1, %2"), names);
}

Phrase decidingWords(const ComparedMetric& deciding, double confidence) {
  const Phrase both =
      Phrase::say(TATARA_SAYS("Phrase", "%1 %2 against the champion's %3"),
                  {Phrase::say(deciding.metric->title), shortNumber(deciding.challenger.value),
                   shortNumber(deciding.champion.value)});
  const Interval& interval = deciding.differenceInterval;
  if (deciding.verdict != Verdict::Better && deciding.verdict != Verdict::Worse && !interval.exists()) {
    return Phrase::say(
        TATARA_SAYS("Phrase", "Whether they differ is not known: %1; there is no interval, %2."),
        {both, Phrase::say(interval.reason)});
  }
  const Phrase range =
      Phrase::say(TATARA_SAYS("Phrase", "(%1 interval of the difference %2 to %3)"),
                  {percentText(confidence), shortNumber(interval.low), shortNumber(interval.high)});
  return Phrase::say(
      deciding.verdict == Verdict::Better  ? TATARA_SAYS("Phrase", "The challenger is better: %1 %2.")
      : deciding.verdict == Verdict::Worse ? TATARA_SAYS("Phrase", "The challenger is worse: %1 %2.")
                                           : TATARA_SAYS("Phrase", "No difference is shown: %1 %2."),
      {both, range});
}

Phrase wordsOf(const Comparison& comparison, double confidence) {
  std::vector<Phrase> sentences{decidingWords(comparison.metrics[comparison.deciding], confidence)};
  const auto add = [&](const char* pattern, Verdict verdict) {
    Phrase list = listOf(comparison.metrics, comparison.deciding, verdict);
    if (!list.empty()) {
      sentences.push_back(Phrase::say(pattern, {std::move(list)}));
    }
  };
  add(TATARA_SAYS("Phrase", "Also better: %1."), Verdict::Better);
  add(TATARA_SAYS("Phrase", "Worse in: %1."), Verdict::Worse);
  return Phrase::join(TATARA_SAYS("Phrase", "%1 %2"), sentences);
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
        return text::sayError(ErrorKind::InvalidArgument,
                              TATARA_SAYS("Phrase", "%1 is undefined on these rows: %2"),
                              {deciding, text::Phrase::say(missing.undefined)});
      }
      return i;
    }
  }
  if (deciding.empty()) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "No metric is defined on these rows"));
  }
  const auto near = nearestWord(deciding, names);
  return near
             ? text::sayError(ErrorKind::InvalidArgument,
                              TATARA_SAYS("Phrase", "\"%1\" is no metric of this task; did you mean \"%2\"?"),
                              {deciding, *near})
             : text::sayError(ErrorKind::InvalidArgument,
                              TATARA_SAYS("Phrase", "\"%1\" is no metric of this task"), {deciding});
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
