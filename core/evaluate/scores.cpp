#include "core/evaluate/scores.h"

#include <algorithm>
#include <cmath>

#include "core/text/error_phrase.h"

namespace tatara::evaluate {
namespace {

Error wrongRow(std::string_view what, std::size_t row, std::string_view is) {
  return makeError(ErrorKind::InvalidArgument,
                   std::string(what) + " of row " + std::to_string(row) + " is " + std::string(is));
}

Status checkCodes(std::string_view what, std::span<const double> codes, std::size_t classes) {
  for (std::size_t row = 0; row < codes.size(); ++row) {
    if (!(codes[row] >= 0 && codes[row] < static_cast<double>(classes) &&
          codes[row] == std::floor(codes[row]))) {
      return wrongRow(what, row, "none of the " + std::to_string(classes) + " classes");
    }
  }
  return {};
}

Status checkFinite(std::string_view what, std::span<const double> values) {
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (!std::isfinite(values[row])) {
      return wrongRow(what, row, "no finite number");
    }
  }
  return {};
}

Status checkClasses(const Scores& scores) {
  const bool binary = scores.task == Task::Binary;
  if (binary ? scores.classes != 2 : scores.classes < 2 || scores.classes > kMostClasses) {
    return binary
               ? text::sayError(ErrorKind::InvalidArgument, TATARA_SAYS("Phrase", "Two classes are needed"))
               : text::sayError(ErrorKind::InvalidArgument,
                                TATARA_SAYS("Phrase", "Between 2 and %1 classes are needed"),
                                {std::to_string(kMostClasses)});
  }
  TATARA_TRY(checkCodes("The truth", scores.actual, scores.classes));
  TATARA_TRY(checkCodes("The prediction", scores.predicted, scores.classes));
  const std::size_t width = binary ? 1 : scores.classes;
  if (!scores.probabilities.empty() && scores.probabilities.size() != scores.rows() * width) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "There are not as many probabilities as rows and classes"));
  }
  for (std::size_t i = 0; i < scores.probabilities.size(); ++i) {
    if (!(scores.probabilities[i] >= 0 && scores.probabilities[i] <= 1)) {
      return wrongRow("A probability", i / width, "not between 0 and 1");
    }
  }
  return {};
}

}  // namespace

std::string_view toString(Task task) {
  switch (task) {
    case Task::Regression:
      return "regression";
    case Task::Binary:
      return "binary";
    case Task::Multiclass:
      return "multiclass";
  }
  return "";
}

std::optional<Task> parseTask(std::string_view text) {
  for (const Task task : {Task::Regression, Task::Binary, Task::Multiclass}) {
    if (text == toString(task)) {
      return task;
    }
  }
  return std::nullopt;
}

Status check(const Scores& scores) {
  const std::size_t rows = scores.rows();
  if (rows == 0) {
    return text::sayError(ErrorKind::InvalidArgument, TATARA_SAYS("Phrase", "There are no rows to evaluate"));
  }
  if (rows > UINT32_MAX) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "More than 4,294,967,295 rows cannot be evaluated at once"));
  }
  if (scores.predicted.size() != rows || (!scores.weights.empty() && scores.weights.size() != rows)) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "There are not as many predictions or weights as rows"));
  }
  if (scores.task == Task::Regression) {
    TATARA_TRY(checkFinite("The truth", scores.actual));
    TATARA_TRY(checkFinite("The prediction", scores.predicted));
  } else {
    TATARA_TRY(checkClasses(scores));
  }
  bool any = scores.weights.empty();
  for (std::size_t row = 0; row < scores.weights.size(); ++row) {
    if (!(scores.weights[row] >= 0) || std::isinf(scores.weights[row])) {
      return wrongRow("The weight", row, "negative or no finite number");
    }
    any = any || scores.weights[row] > 0;
  }
  if (!any) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "The weights of all rows are zero"));
  }
  return {};
}

std::vector<double> decide(std::span<const double> probabilities, std::size_t classes, double threshold) {
  std::vector<double> codes;
  if (classes == 2) {
    for (const double probability : probabilities) {
      codes.push_back(probability > threshold ? 1 : 0);
    }
    return codes;
  }
  for (std::size_t at = 0; at + classes <= probabilities.size(); at += classes) {
    const auto row = probabilities.subspan(at, classes);
    codes.push_back(static_cast<double>(std::ranges::max_element(row) - row.begin()));
  }
  return codes;
}

}  // namespace tatara::evaluate
