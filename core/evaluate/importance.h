// Why a model says what it says: how much each input matters to its quality, and how much it moved each
// prediction.
//
// Permutation (Breiman 2001; as scikit-learn's permutation_importance): how much worse the metric gets when
// the values of one input are dealt out anew among the rows, mean and standard deviation (by n) over repeats.
// Shuffles are Fisher and Yates' over SeededRandom, seeded by resampleKey(seed, input · repeats + repeat).
//
// Contributions are exact TreeSHAP (Lundberg and others, "From local explanations to global understanding
// with explainable AI for trees", 2020) as XGBoost computes them, path-dependent: for each row and class one
// number an input and a last one, the expectation, which together are the margin. That they add up is
// checked; single precision lets them miss by a hundred-thousandth of the largest part.
//
// Threads: one call, one thread and XGBoost's own. Errors: Cancelled between runs of rows; Internal when
// contributions do not add up; Unsupported for boosters without trees, in XGBoost's words.
#pragma once

#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/evaluate/subject.h"

namespace tatara::evaluate {

struct PermutationSpec {
  std::string metric;  // of metricsOf()
  std::size_t repeats = 5;
  std::uint64_t seed = 0;
};
struct PermutedInput {
  std::string input;
  double mean = 0;  // how much worse, in the metric's unit
  double deviation = 0;
};
// `values` as Model::code() gives them. In the order of the model's inputs.
Result<std::vector<PermutedInput>> permutationImportance(const Model& model, std::span<const float> values,
                                                         std::span<const double> actual,
                                                         const PermutationSpec& spec,
                                                         std::stop_token stop = {});

struct Contributions {
  std::size_t rows = 0;
  std::size_t classes = 1;  // of more than two classes their number
  std::size_t inputs = 0;
  std::vector<float> values;  // rows × classes × (inputs + 1)

  float at(std::size_t row, std::size_t oneClass, std::size_t input) const {
    return values[(row * classes + oneClass) * (inputs + 1) + input];
  }
  // Mean of |contribution| over rows, summed over classes; one an input.
  std::vector<double> meanMagnitudes() const;
};
// Called after each run of a thousand rows with all there are so far; the first ones are there at once.
using OnContributions = std::function<void(const Contributions& soFar, std::size_t totalRows)>;
Result<Contributions> explain(const Model& model, std::span<const float> values,
                              const OnContributions& onContributions = {}, std::stop_token stop = {});

// The rows, at most `most`, on which two models differ most, the greatest difference first: distance of
// values, of more than one class half the sum of the distances of probabilities (of decisions where none are
// known). Equal rows are none.
struct Disagreement {
  std::size_t row = 0;  // a place in the scores
  double distance = 0;
};
std::vector<Disagreement> disagreements(const Scores& first, const Scores& second, std::size_t most);

}  // namespace tatara::evaluate
