#include "core/evaluate/fairness.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/nan.h"
#include "core/evaluate/curves.h"
#include "core/evaluate/internal/draws.h"

#include "core/text/error_phrase.h"
#include "core/text/phrase.h"

namespace tatara::evaluate {
namespace {

// Sums of a group: rows by truth and decision, and probabilities.
enum Term : std::size_t {
  kTrueNegative,
  kFalsePositive,
  kFalseNegative,
  kTruePositive,
  kProbability,
  kTerms
};

struct Rates {
  double selection = kNan;
  double truePositive = kNan;
  double falsePositive = kNan;
  double accuracy = kNan;
  double calibration = kNan;
};

double shareOf(double part, double whole) {
  return whole > 0 ? part / whole : kNan;
}

Rates ratesOf(std::span<const double> sums) {
  const double positives = sums[kTruePositive] + sums[kFalseNegative];
  const double negatives = sums[kTrueNegative] + sums[kFalsePositive];
  const double all = positives + negatives;
  return {shareOf(sums[kTruePositive] + sums[kFalsePositive], all), shareOf(sums[kTruePositive], positives),
          shareOf(sums[kFalsePositive], negatives), shareOf(sums[kTruePositive] + sums[kTrueNegative], all),
          shareOf(sums[kProbability] - positives, all)};
}

// Least and greatest of the groups that have a value.
struct Extremes {
  double least = kNan;
  double greatest = kNan;
  std::size_t lowest = 0;
  std::size_t highest = 0;

  void add(double value, std::size_t group) {
    if (std::isnan(value)) {
      return;
    }
    if (!(least <= value)) {
      least = value;
      lowest = group;
    }
    if (!(greatest >= value)) {
      greatest = value;
      highest = group;
    }
  }
  double difference() const { return greatest - least; }
  double ratio() const { return greatest > 0 && least >= 0 ? least / greatest : kNan; }
};

struct AllExtremes {
  Extremes selection;
  Extremes truePositive;
  Extremes falsePositive;
  Extremes accuracy;
  Extremes calibration;

  void add(const Rates& rates, std::size_t group) {
    selection.add(rates.selection, group);
    truePositive.add(rates.truePositive, group);
    falsePositive.add(rates.falsePositive, group);
    accuracy.add(rates.accuracy, group);
    calibration.add(rates.calibration, group);
  }
  double oddsDifference() const { return std::fmax(truePositive.difference(), falsePositive.difference()); }
  double oddsRatio() const { return std::fmin(truePositive.ratio(), falsePositive.ratio()); }
};

constexpr std::size_t kDisparities = 5;

void differencesOf(const AllExtremes& extremes, std::span<double> values) {
  values[0] = extremes.selection.difference();
  values[1] = extremes.truePositive.difference();
  values[2] = extremes.oddsDifference();
  values[3] = extremes.accuracy.difference();
  values[4] = extremes.calibration.difference();
}

Measure measured(double value, std::string_view why) {
  return std::isfinite(value) ? Measure{value} : Measure{kNan, why};
}

Rate rateOf(double value, double part, double whole, std::string_view why, bool weighted, double confidence) {
  Rate rate;
  rate.value = measured(value, why);
  if (!weighted && whole > 0) {
    rate.range = stats::wilsonInterval(part, whole, confidence);
  }
  return rate;
}

GroupRates groupRates(std::size_t group, std::size_t rows, std::span<const double> sums, const Scores& scores,
                      double confidence) {
  const Rates rates = ratesOf(sums);
  const bool weighted = !scores.weights.empty();
  const double positives = sums[kTruePositive] + sums[kFalseNegative];
  const double negatives = sums[kTrueNegative] + sums[kFalsePositive];
  const double all = positives + negatives;
  const auto rate = [&](double value, double part, double whole, std::string_view why) {
    return rateOf(value, part, whole, why, weighted, confidence);
  };
  GroupRates result;
  result.group = group;
  result.rows = rows;
  result.selection = rate(rates.selection, sums[kTruePositive] + sums[kFalsePositive], all,
                          TATARA_SAYS("Phrase", "no row weighs"));
  result.truePositive =
      rate(rates.truePositive, sums[kTruePositive], positives, TATARA_SAYS("Phrase", "no positive row"));
  result.falsePositive =
      rate(rates.falsePositive, sums[kFalsePositive], negatives, TATARA_SAYS("Phrase", "no negative row"));
  result.accuracy = rate(rates.accuracy, sums[kTruePositive] + sums[kTrueNegative], all,
                         TATARA_SAYS("Phrase", "no row weighs"));
  result.observed = shareOf(positives, all);
  result.probability =
      measured(shareOf(sums[kProbability], all), TATARA_SAYS("Phrase", "no probabilities are known"));
  result.calibration = measured(rates.calibration, TATARA_SAYS("Phrase", "no probabilities are known"));
  return result;
}

Measure calibrationErrorOf(const Scores& scores, const SliceColumn& column, std::size_t group) {
  if (scores.probabilities.empty()) {
    return {kNan, TATARA_SAYS("Phrase", "no probabilities are known")};
  }
  std::vector<double> actual;
  std::vector<double> probabilities;
  std::vector<double> weights;
  double weight = 0;
  for (std::size_t row = 0; row < scores.rows(); ++row) {
    if (column.groups[row] == static_cast<std::int32_t>(group)) {
      actual.push_back(scores.actual[row]);
      probabilities.push_back(scores.probabilities[row]);
      weights.push_back(scores.weight(row));
      weight += weights.back();
    }
  }
  if (weight == 0) {
    return {kNan, TATARA_SAYS("Phrase", "no row weighs")};
  }
  return {calibrationOf({Task::Binary, 2, actual, actual, probabilities, weights}).expectedError};
}

SumStatistic makeStatistic(const Scores& scores, const SliceColumn& column, std::vector<bool> judged) {
  std::vector<double> terms(scores.rows() * kTerms);
  for (std::size_t row = 0; row < scores.rows(); ++row) {
    const double weight = scores.weight(row);
    const auto cell =
        static_cast<std::size_t>(scores.actual[row]) * 2 + static_cast<std::size_t>(scores.predicted[row]);
    terms[row * kTerms + cell] = weight;
    terms[row * kTerms + kProbability] =
        scores.probabilities.empty() ? kNan : weight * scores.probabilities[row];
  }
  return SumStatistic(SumTable::make(kTerms, terms, column.groups, column.labels.size()), kDisparities,
                      [judged = std::move(judged)](std::span<const double> sums, std::span<double> values) {
                        AllExtremes extremes;
                        for (std::size_t group = 0; group < judged.size(); ++group) {
                          if (judged[group]) {
                            extremes.add(ratesOf(sums.subspan(group * kTerms, kTerms)), group);
                          }
                        }
                        differencesOf(extremes, values);
                      });
}

std::vector<Disparity> disparitiesOf(const AllExtremes& extremes) {
  std::array<double, kDisparities> differences{};
  differencesOf(extremes, differences);
  const Extremes& odds = extremes.truePositive.difference() >= extremes.falsePositive.difference() ||
                                 std::isnan(extremes.falsePositive.difference())
                             ? extremes.truePositive
                             : extremes.falsePositive;
  constexpr std::string_view kNoDifference = TATARA_SAYS("Phrase", "no group has the rate");
  constexpr std::string_view kNoRatio = TATARA_SAYS("Phrase", "the rate is zero in every group");
  const auto made = [&](std::string_view name, double difference, double ratio, const Extremes& of) {
    return Disparity{name,      measured(difference, kNoDifference), measured(ratio, kNoRatio), {}, of.lowest,
                     of.highest};
  };
  auto list = std::vector<Disparity>{
      made("demographic_parity", differences[0], extremes.selection.ratio(), extremes.selection),
      made("equal_opportunity", differences[1], extremes.truePositive.ratio(), extremes.truePositive),
      made("equalized_odds", differences[2], extremes.oddsRatio(), odds),
      made("accuracy", differences[3], extremes.accuracy.ratio(), extremes.accuracy),
      made("calibration", differences[4], kNan, extremes.calibration)};
  list.back().ratio.undefined = TATARA_SAYS("Phrase", "signed distances have no ratio");
  return list;
}

}  // namespace

Result<Fairness> measureFairness(const Scores& scores, const SliceColumn& column, std::size_t leastRows,
                                 const BootstrapSpec& spec, const OnDraws& onDraws, std::stop_token stop) {
  TATARA_TRY(check(scores));
  if (scores.task != Task::Binary) {
    return text::sayError(ErrorKind::Unsupported,
                          TATARA_SAYS("Phrase", "Fairness between groups is measured of two classes only"));
  }
  TATARA_TRY(checkColumn(column, scores.rows()));
  std::vector<std::size_t> rows(column.labels.size());
  for (const std::int32_t group : column.groups) {
    ++rows[static_cast<std::size_t>(group)];
  }
  std::vector<bool> judged;
  for (const std::size_t count : rows) {
    judged.push_back(count > 0 && count >= leastRows);
  }
  std::vector<double> sums(rows.size() * kTerms);
  for (std::size_t row = 0; row < scores.rows(); ++row) {
    const std::size_t group = static_cast<std::size_t>(column.groups[row]) * kTerms;
    const auto cell =
        static_cast<std::size_t>(scores.actual[row]) * 2 + static_cast<std::size_t>(scores.predicted[row]);
    sums[group + cell] += scores.weight(row);
    sums[group + kProbability] +=
        scores.probabilities.empty() ? kNan : scores.weight(row) * scores.probabilities[row];
  }
  Fairness fairness;
  AllExtremes extremes;
  for (std::size_t group = 0; group < rows.size(); ++group) {
    if (rows[group] == 0) {
      continue;
    }
    const auto ofGroup = std::span<const double>(sums).subspan(group * kTerms, kTerms);
    fairness.groups.push_back(groupRates(group, rows[group], ofGroup, scores, spec.confidence));
    fairness.groups.back().judged = judged[group];
    fairness.groups.back().calibrationError = calibrationErrorOf(scores, column, group);
    if (judged[group]) {
      extremes.add(ratesOf(ofGroup), group);
    }
  }
  fairness.disparities = disparitiesOf(extremes);
  const SumStatistic statistic = makeStatistic(scores, column, judged);
  const Statistic* only = &statistic;
  TATARA_ASSIGN(const Distribution draws, drawAll(std::span(&only, 1), scores.rows(), spec, onDraws, stop));
  for (std::size_t i = 0; i < kDisparities; ++i) {
    fairness.disparities[i].interval = percentileInterval(draws[i], spec.confidence);
  }
  return fairness;
}

}  // namespace tatara::evaluate
