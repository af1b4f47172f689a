#include "core/evaluate/run_slices.h"

#include <algorithm>
#include <numeric>

#include "core/dataset/frame.h"
#include "core/text/error_phrase.h"

namespace tatara::evaluate {
namespace {

constexpr std::size_t kMostSlicedColumns = 20;
constexpr std::size_t kParts = 5;
constexpr std::size_t kMostWholes = 31;

Scores heldOutScores(const RunSliceRequest& request, const HeldOut& heldOut) {
  return {.task = request.task,
          .classes = request.classes,
          .actual = heldOut.actual,
          .predicted = heldOut.predicted,
          .probabilities = heldOut.probabilities,
          .weights = {}};
}

double meanLoss(std::span<const double> values) {
  return values.empty()
             ? 0
             : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// Of the rows for which all conditions hold.
double meanLossIn(const WeakSlice& slice, std::span<const SliceColumn> columns,
                  std::span<const double> losses) {
  double sum = 0;
  for (std::size_t row = 0; row < losses.size(); ++row) {
    const bool inside = std::ranges::all_of(slice.conditions, [&](const WeakSlice::Condition& condition) {
      return columns[condition.column].groups[row] == static_cast<std::int32_t>(condition.group);
    });
    sum += inside ? losses[row] : 0;
  }
  return sum / static_cast<double>(slice.rows);
}

Result<std::vector<SliceColumn>> slicesOf(const RunSliceRequest& request) {
  // Twice as many rows each as a slice needs, were they spread evenly.
  const std::size_t wholes = std::clamp(
      request.place.size() / (2 * std::max<std::size_t>(request.weak.leastRows, 1)), kParts, kMostWholes);
  std::vector<SliceColumn> columns;
  for (const dataset::Column& column : request.columns) {
    if (std::ranges::any_of(request.place, [&](std::uint64_t place) { return place >= column.rows(); })) {
      return text::sayError(
          ErrorKind::InvalidArgument,
          TATARA_SAYS("Phrase", "The column '%1' does not have all rows that were held out"),
          {column.info.name});
    }
    if (columns.size() < kMostSlicedColumns) {
      columns.push_back(sliceColumn(column, request.place, wholes));
    }
  }
  return columns;
}

}  // namespace

SliceColumn sliceColumn(const dataset::Column& column, std::span<const std::uint64_t> rows,
                        std::size_t wholes) {
  if (column.info.type == dataset::ColumnType::Text) {
    std::vector<std::int32_t> codes;
    for (const std::uint64_t row : rows) {
      codes.push_back(column.codes[row]);
    }
    return sliceTexts(column.info.name, codes, column.categories);
  }
  std::vector<double> values;
  for (const std::uint64_t row : rows) {
    values.push_back(column.numbers[row]);
  }
  NumberText text;
  if (column.info.type == dataset::ColumnType::Time) {
    text = dataset::timeText;
  } else if (column.info.type == dataset::ColumnType::Boolean) {
    text = [](double value) { return std::string(value == 0 ? "false" : "true"); };
  }
  const bool apart = column.info.type == dataset::ColumnType::Integer && column.distinct() <= wholes;
  return sliceNumbers(column.info.name, values, apart ? wholes : kParts, text);
}

Result<RunSlices> worstSlices(const RunSliceRequest& request, std::stop_token stop) {
  const Scores own = heldOutScores(request, request.own);
  TATARA_TRY(check(own));
  if (request.place.size() != own.rows()) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "Not every row that was held out has its place in the data"));
  }
  TATARA_ASSIGN(const std::vector<SliceColumn> columns, slicesOf(request));
  const std::vector<double> losses = lossesOf(own);
  // Two runs are compared by one measure.
  const HeldOut* other = request.baseline;
  const bool same = other != nullptr && other->rows == request.own.rows &&
                    other->actual == request.own.actual &&
                    other->probabilities.empty() == request.own.probabilities.empty() &&
                    check(heldOutScores(request, *other));
  const std::vector<double> otherLosses =
      same ? lossesOf(heldOutScores(request, *other)) : std::vector<double>();
  TATARA_ASSIGN(const WeakSlices weak, findWeakSlices(losses, columns, request.weak, stop));
  RunSlices result;
  result.measure = request.task == Task::Regression    ? "mae"
                   : request.own.probabilities.empty() ? "error_rate"
                                                       : "log_loss";
  result.lookedAt = weak.lookedAt;
  result.rows = own.rows();
  result.loss = meanLoss(losses);
  for (const WeakSlice& slice : weak.slices) {
    RunSlice told{{}, slice.rows, slice.loss, slice.others, {}};
    for (const WeakSlice::Condition& condition : slice.conditions) {
      told.conditions.push_back(
          {columns[condition.column].column, columns[condition.column].labels[condition.group]});
    }
    if (same) {
      told.baseline = meanLossIn(slice, columns, otherLosses);
    }
    result.slices.push_back(std::move(told));
  }
  if (same) {
    result.baseline = meanLoss(otherLosses);
  }
  std::ranges::stable_sort(result.slices, std::ranges::greater(), &RunSlice::loss);
  return result;
}

}  // namespace tatara::evaluate
