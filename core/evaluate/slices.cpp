#include "core/evaluate/slices.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "core/base/number_text.h"
#include "core/evaluate/compare.h"
#include "core/evaluate/internal/draws.h"
#include "core/stats/quantile.h"
#include "core/stats/radix_sort.h"
#include "core/stats/tail.h"
#include "core/text/error_phrase.h"

namespace tatara::evaluate {

using text::Phrase;

namespace {

constexpr std::array<std::string_view, 3> kRegressionMetrics{"rmse", "mae", "mse"};
constexpr std::array<std::string_view, 3> kClassMetrics{"log_loss", "accuracy", "brier"};

bool hasMissing(std::span<const double> values) {
  return std::ranges::any_of(values, [](double value) { return std::isnan(value); });
}

// What each row adds to a metric that is a mean.
std::vector<double> partsOf(const Scores& scores, std::string_view metric) {
  std::vector<double> parts;
  parts.reserve(scores.rows());
  for (std::size_t row = 0; row < scores.rows(); ++row) {
    const double error = scores.predicted[row] - scores.actual[row];
    if (metric == "mae") {
      parts.push_back(std::abs(error));
    } else if (metric == "rmse" || metric == "mse") {
      parts.push_back(error * error);
    } else if (metric == "accuracy") {
      parts.push_back(error == 0 ? 1 : 0);
    } else {
      parts.push_back(metric == "brier" ? brier(scores, row) : logLoss(scores, row));
    }
  }
  return parts;
}

Status checkMetric(const Scores& champion, const Scores& challenger, const std::string& metric) {
  const auto offered = sliceMetrics(champion.task);
  if (std::ranges::find(offered, metric) == offered.end()) {
    std::string list;
    for (const auto one : offered) {
      list += (list.empty() ? "" : ", ") + std::string(one);
    }
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "Slices are compared by %1; %2 is no mean over rows"),
                          {list, metric});
  }
  const bool needsProbabilities = metric == "log_loss" || metric == "brier";
  if (needsProbabilities && (champion.probabilities.empty() || challenger.probabilities.empty())) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "Without probabilities, slices are compared by accuracy"));
  }
  return {};
}

// For each column a statistic whose numbers are champion and challenger of each of its slices.
std::vector<std::unique_ptr<Statistic>> sliceStatistics(const Scores& champion, const Scores& challenger,
                                                        std::span<const SliceColumn> columns,
                                                        std::string_view metric) {
  const auto first = partsOf(champion, metric);
  const auto second = partsOf(challenger, metric);
  std::vector<double> terms;
  for (std::size_t row = 0; row < champion.rows(); ++row) {
    const double weight = champion.weight(row);
    terms.insert(terms.end(), {weight, weight * first[row], weight * second[row]});
  }
  const bool root = metric == "rmse";
  std::vector<std::unique_ptr<Statistic>> statistics;
  for (const SliceColumn& column : columns) {
    const std::size_t cells = column.labels.size();
    statistics.push_back(std::make_unique<SumStatistic>(
        SumTable::make(3, terms, column.groups, cells), 2 * cells,
        [cells, root](std::span<const double> sums, std::span<double> values) {
          for (std::size_t cell = 0; cell < cells; ++cell) {
            for (std::size_t i = 0; i < 2; ++i) {
              const double mean = sums[cell * 3 + 1 + i] / sums[cell * 3];  // NaN without rows
              values[cell * 2 + i] = root ? std::sqrt(mean) : mean;
            }
          }
        }));
  }
  return statistics;
}

Phrase missingLabel() {
  return Phrase::say(TATARA_SAYS("Phrase", "missing"));
}

// The values from the cut before `i` to the one at it.
Phrase betweenCuts(const std::vector<double>& cuts, std::size_t i, const NumberText& text) {
  if (cuts.empty()) {
    return Phrase::say(TATARA_SAYS("Phrase", "any"));
  }
  if (i == 0) {
    return Phrase::say(TATARA_SAYS("Phrase", "below %1"), {text(cuts[0])});
  }
  return i == cuts.size()
             ? Phrase::say(TATARA_SAYS("Phrase", "%1 and more"), {text(cuts[i - 1])})
             : Phrase::say(TATARA_SAYS("Phrase", "%1 to below %2"), {text(cuts[i - 1]), text(cuts[i])});
}

}  // namespace

std::span<const std::string_view> sliceMetrics(Task task) {
  return task == Task::Regression ? std::span<const std::string_view>(kRegressionMetrics)
                                  : std::span<const std::string_view>(kClassMetrics);
}

Status checkColumn(const SliceColumn& column, std::size_t rows) {
  const auto labels = static_cast<std::int32_t>(column.labels.size());
  if (column.groups.size() != rows || std::ranges::any_of(column.groups, [labels](std::int32_t group) {
        return group < 0 || group >= labels;
      })) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "The column '%1' does not give a slice to each row"),
                          {column.column});
  }
  return {};
}

SliceColumn sliceNumbers(std::string column, std::span<const double> values, std::size_t bins,
                         const NumberText& text) {
  const NumberText cutText = text ? text : shortNumber;
  SliceColumn slices{std::move(column)};
  const stats::DenseRanks ranks = stats::denseRanks(values);
  const auto& distinct = ranks.distinct;
  std::vector<double> cuts;  // the least value of each slice but the first
  if (distinct.size() <= bins) {
    for (std::size_t i = 0; i < distinct.size(); ++i) {
      slices.labels.emplace_back(text ? text(distinct[i]) : toText(distinct[i]));
      if (i > 0) {
        cuts.push_back(distinct[i]);
      }
    }
  } else {
    std::vector<double> sorted;
    std::ranges::copy_if(values, std::back_inserter(sorted), [](double value) { return !std::isnan(value); });
    stats::radixSort(sorted);
    for (std::size_t i = 1; i < bins; ++i) {
      const double cut = sorted[sorted.size() * i / bins];
      if (cut > distinct.front() && (cuts.empty() || cut > cuts.back())) {
        cuts.push_back(cut);
      }
    }
    for (std::size_t i = 0; i <= cuts.size(); ++i) {
      slices.labels.push_back(betweenCuts(cuts, i, cutText));
    }
  }
  const auto missing = static_cast<std::int32_t>(slices.labels.size());
  if (hasMissing(values)) {
    slices.labels.push_back(missingLabel());
  }
  for (const double value : values) {
    slices.groups.push_back(
        std::isnan(value) ? missing
                          : static_cast<std::int32_t>(std::ranges::upper_bound(cuts, value) - cuts.begin()));
  }
  return slices;
}

SliceColumn sliceTexts(std::string column, std::span<const std::int32_t> codes,
                       std::span<const std::string> texts, std::size_t most) {
  SliceColumn slices{std::move(column)};
  std::vector<std::size_t> counts(texts.size());
  bool missing = false;
  for (const std::int32_t code : codes) {
    missing = missing || code < 0;
    if (code >= 0) {
      ++counts[static_cast<std::size_t>(code)];
    }
  }
  std::vector<std::size_t> order(texts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return counts[a] > counts[b]; });
  std::erase_if(order, [&](std::size_t text) { return counts[text] == 0; });
  const std::size_t kept = std::min(order.size(), most);
  std::vector<std::int32_t> group(texts.size(), static_cast<std::int32_t>(kept));
  for (std::size_t i = 0; i < kept; ++i) {
    group[order[i]] = static_cast<std::int32_t>(i);
    slices.labels.emplace_back(texts[order[i]]);
  }
  if (kept < order.size()) {
    slices.labels.push_back(Phrase::say(TATARA_SAYS("Phrase", "all others")));
  }
  const auto none = static_cast<std::int32_t>(slices.labels.size());
  if (missing) {
    slices.labels.push_back(missingLabel());
  }
  for (const std::int32_t code : codes) {
    slices.groups.push_back(code < 0 ? none : group[static_cast<std::size_t>(code)]);
  }
  return slices;
}

Result<ComparedSlices> compareSlices(const Scores& champion, const Scores& challenger,
                                     std::span<const SliceColumn> columns, const SliceSpec& spec,
                                     const OnDraws& onDraws, std::stop_token stop) {
  TATARA_TRY(check(champion));
  TATARA_TRY(check(challenger));
  if (champion.rows() != challenger.rows() || champion.task != challenger.task) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "Two models can be compared only on the same rows and task"));
  }
  for (const SliceColumn& column : columns) {
    TATARA_TRY(checkColumn(column, champion.rows()));
  }
  TATARA_TRY(checkMetric(champion, challenger, spec.metric));
  const auto statistics = sliceStatistics(champion, challenger, columns, spec.metric);
  std::vector<const Statistic*> all;
  for (const auto& statistic : statistics) {
    all.push_back(statistic.get());
  }
  TATARA_ASSIGN(const Distribution draws, drawAll(all, champion.rows(), spec.bootstrap, onDraws, stop));
  const Better better = findMetric(champion.task, spec.metric)->better;
  ComparedSlices result;
  std::size_t number = 0;
  for (std::size_t column = 0; column < columns.size(); ++column) {
    std::vector<double> whole(statistics[column]->size());
    statistics[column]->whole(whole);
    std::vector<std::size_t> rows(columns[column].labels.size());
    for (const std::int32_t group : columns[column].groups) {
      ++rows[static_cast<std::size_t>(group)];
    }
    for (std::size_t group = 0; group < rows.size(); ++group, number += 2) {
      if (rows[group] == 0) {
        continue;
      }
      ComparedSlice slice{column, group, rows[group], whole[group * 2], whole[group * 2 + 1]};
      slice.regression = regressionShare(better, slice.champion, slice.challenger);
      slice.judged = rows[group] >= spec.leastRows;
      if (slice.judged) {
        std::vector<double> differences(draws[number].size());
        std::ranges::transform(draws[number + 1], draws[number], differences.begin(), std::minus<>());
        slice.differenceInterval = percentileInterval(differences, spec.bootstrap.confidence);
        slice.p = differenceP(differences);
      }
      result.slices.push_back(std::move(slice));
    }
  }
  std::vector<double> ps;
  for (const ComparedSlice& slice : result.slices) {
    ps.push_back(slice.p);
  }
  const auto adjusted = stats::falseDiscoveryAdjusted(ps);
  for (std::size_t i = 0; i < adjusted.size(); ++i) {
    ComparedSlice& slice = result.slices[i];
    slice.adjustedP = adjusted[i];
    if (slice.judged && !std::isnan(slice.regression) &&
        (!result.worst || slice.regression > result.slices[*result.worst].regression)) {
      result.worst = i;
    }
  }
  return result;
}

std::vector<double> lossesOf(const Scores& scores) {
  if (scores.task == Task::Regression) {
    return partsOf(scores, "mae");
  }
  if (!scores.probabilities.empty()) {
    return partsOf(scores, "log_loss");
  }
  auto losses = partsOf(scores, "accuracy");
  for (double& loss : losses) {
    loss = 1 - loss;
  }
  return losses;
}

}  // namespace tatara::evaluate
