// A challenger against a champion: every metric of both, how sure the difference is, and what it means in
// words.
//
// One metric decides, named before anybody looked; it is judged by its own interval, which must leave out
// zero. All others are judged by p adjusted for their number (Holm 1979), so that looking at many does not
// find a difference by luck. A metric without a better side (the mean error) is compared and not judged.
//
// Threads and errors: as bootstrap().
#pragma once

#include <string>

#include "core/evaluate/bootstrap.h"
#include "core/text/phrase.h"

namespace tatara::evaluate {

enum class Verdict : std::uint8_t { Better, Worse, NotShown, NotJudged };
std::string_view toString(Verdict verdict);  // "better", "worse", "not shown", "not judged"

struct ComparedMetric {
  const MetricInfo* metric = nullptr;
  Measure champion = {};
  Measure challenger = {};
  Interval championInterval = {};
  Interval challengerInterval = {};
  double difference = std::numeric_limits<double>::quiet_NaN();  // challenger less champion
  Interval differenceInterval = {};
  double p = std::numeric_limits<double>::quiet_NaN();
  double adjustedP = std::numeric_limits<double>::quiet_NaN();  // of the deciding metric its own p
  Verdict verdict = Verdict::NotJudged;
};

struct Comparison {
  std::vector<ComparedMetric> metrics;  // as metricsOf()
  std::size_t deciding = 0;
  text::Phrase words;  // two or three sentences
};

// `deciding` empty: the first metric that both models have. InvalidArgument when it is none of the task's or
// has no value.
Result<Comparison> compare(const Scores& champion, const Scores& challenger, std::string_view deciding,
                           const BootstrapSpec& spec, const OnDraws& onDraws = {}, std::stop_token stop = {});

// How much worse the challenger is, as a share of the champion: 0.05 is five in a hundred worse, negative is
// better. NaN without a better side or with a champion of zero.
double regressionShare(Better better, double champion, double challenger);

// Four significant digits, for sentences.
std::string shortNumber(double value);

}  // namespace tatara::evaluate
