#include <algorithm>
#include <cmath>
#include <map>

#include "core/evaluate/internal/reference.h"

namespace tatara::evaluate {
namespace {

using text::Json;

constexpr std::size_t kSteps = 20;
constexpr std::size_t kMostValues = 50;

Json numbersJson(std::vector<double> values) {
  const std::size_t rows = values.size();
  std::erase_if(values, [](double value) { return std::isnan(value); });
  std::ranges::sort(values);
  Json quantiles = Json::array();
  for (std::size_t step = 0; step <= kSteps && !values.empty(); ++step) {
    const double place = static_cast<double>(step * (values.size() - 1)) / kSteps;
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    const double share = place - static_cast<double>(below);
    quantiles.append(
        numberJson(share == 0 ? values[below] : values[below] + share * (values[above] - values[below])));
  }
  return Json::object()
      .set("rows", rows)
      .set("missing", rows - values.size())
      .set("quantiles", std::move(quantiles));
}

// `names` of codes; a code that is none of them is missing.
Json codesJson(const std::vector<std::int64_t>& codes, const std::vector<std::string>& names) {
  std::map<std::int64_t, std::size_t> count;
  std::size_t missing = 0;
  for (const std::int64_t code : codes) {
    const bool known = code >= 0 && code < static_cast<std::int64_t>(names.size());
    known ? ++count[code] : ++missing;
  }
  std::vector<std::pair<std::int64_t, std::size_t>> sorted(count.begin(), count.end());
  std::ranges::stable_sort(sorted,
                           [](const auto& left, const auto& right) { return left.second > right.second; });
  Json values = Json::array();
  std::size_t rest = 0;
  for (const auto& [code, rows] : sorted) {
    if (values.items().size() < kMostValues) {
      values.append(Json::object().set("value", names[static_cast<std::size_t>(code)]).set("rows", rows));
    } else {
      rest += rows;
    }
  }
  return Json::object()
      .set("rows", codes.size())
      .set("missing", missing)
      .set("values", std::move(values))
      .set("others", rest);
}

std::vector<std::int64_t> asCodes(std::span<const double> values) {
  std::vector<std::int64_t> codes;
  for (const double value : values) {
    codes.push_back(std::isfinite(value) ? static_cast<std::int64_t>(value) : -1);
  }
  return codes;
}

}  // namespace

text::Json distributionOf(const dataset::Column& column, const std::vector<std::uint64_t>& rows) {
  if (column.info.type == dataset::ColumnType::Text) {
    std::vector<std::int64_t> codes;
    for (const std::uint64_t row : rows) {
      codes.push_back(column.codes[row]);
    }
    return codesJson(codes, column.categories);
  }
  std::vector<double> values;
  for (const std::uint64_t row : rows) {
    values.push_back(column.numbers[row]);
  }
  return numbersJson(std::move(values));
}

void writeReference(PieceWriter& writer, const Frozen& frozen, const Subject& subject, const Scores& scores) {
  Json inputs = Json::array();
  for (const InputFeature& feature : subject.features) {
    if (const dataset::Column* column = frozen.find(feature.name)) {
      Json one = Json::object();
      one.set("name", feature.name).set("distribution", distributionOf(*column, frozen.rows));
      inputs.append(std::move(one));
    }
  }
  writer.set("inputs", std::move(inputs));
  const bool classes = subject.task != Task::Regression;
  const auto said = [&](std::span<const double> values) {
    return classes ? codesJson(asCodes(values), subject.classes)
                   : numbersJson(std::vector<double>(values.begin(), values.end()));
  };
  writer.set("actual", said(scores.actual)).set("predicted", said(scores.predicted));
  if (subject.task == Task::Binary && !scores.probabilities.empty()) {
    writer.set("probability", numbersJson({scores.probabilities.begin(), scores.probabilities.end()}));
  }
}

}  // namespace tatara::evaluate
