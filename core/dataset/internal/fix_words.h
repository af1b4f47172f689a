// Steps of a recipe as a line of words, and what the words share with JSON.
//
// Threads: pure functions. Errors: Parse (a quote that is not closed), InvalidArgument (words that are not
// understood, with which and what is missing).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/fix.h"

namespace tatara::dataset {

// "=", "<>", … "missing", "present".
std::string_view signOf(Comparison::By by);
std::optional<Comparison::By> parseSign(std::string_view word);

Result<FixStep> parseStepWords(std::string_view line);
// `cnt = 0 and weathersit is missing`.
Result<std::vector<Comparison>> parseCondition(std::string_view text);

}  // namespace tatara::dataset
