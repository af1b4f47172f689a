// The rows of an evaluation, fixed once: which they are, what is true of them and what each model says.
//
// Threads: values; freeze() as evaluateVersion().
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/dataset/table.h"
#include "core/evaluate/evaluation.h"

namespace tatara::evaluate {

struct Said {
  std::vector<double> predicted;
  std::vector<double> probabilities;
  std::string from;  // "logged by the run", "computed by XGBoost 3.2.0"
};

struct Frozen {
  std::string dataName;
  std::string dataDigest;
  text::Phrase how;  // which rows of it
  std::vector<std::uint64_t> rows;
  std::string rowsDigest;
  std::vector<double> actual;
  Said challenger;
  std::optional<Said> champion;
  // Whole columns of the file; none when it is not there.
  std::vector<dataset::Column> columns;
  std::vector<text::Phrase> notes;

  const dataset::Column* find(std::string_view name) const;
};

Result<Frozen> freeze(const EvaluationPlace& place, const EvaluationRequest& request, const OnStep& onStep,
                      std::stop_token stop);

// Scores that point into `frozen`.
Scores scoresOf(const Subject& subject, const Frozen& frozen, const Said& said);

}  // namespace tatara::evaluate
