// Rows drawn from a seed, the same ones that the constants of the tests were computed from in Python.
#pragma once

#include <cmath>
#include <vector>

#include "core/base/seeded_random.h"
#include "core/evaluate/scores.h"
#include "core/evaluate/slices.h"

namespace tatara::evaluate {

// Owns what Scores point into.
struct Rows {
  Task task = Task::Regression;
  std::size_t classes = 0;
  std::vector<double> actual = {};
  std::vector<double> predicted = {};
  std::vector<double> probabilities = {};
  std::vector<double> weights = {};

  Scores scores(bool weighted = false) const {
    return {task,          classes,
            actual,        predicted,
            probabilities, weighted ? std::span<const double>(weights) : std::span<const double>()};
  }
};

inline Rows regressionRows(std::size_t count, std::uint64_t seed) {
  SeededRandom random(seed);
  Rows rows;
  for (std::size_t i = 0; i < count; ++i) {
    rows.actual.push_back(1 + 9 * random.uniform());
    rows.predicted.push_back(rows.actual.back() * (0.7 + 0.6 * random.uniform()));
    rows.weights.push_back(random.uniform());
  }
  return rows;
}

// Many ties: probabilities are twentieths.
inline Rows binaryRows(std::size_t count, std::uint64_t seed) {
  SeededRandom random(seed);
  Rows rows{.task = Task::Binary, .classes = 2};
  for (std::size_t i = 0; i < count; ++i) {
    const double probability = std::floor(random.uniform() * 20) / 20;
    rows.actual.push_back(random.uniform() < probability * 0.8 + 0.1 ? 1 : 0);
    rows.probabilities.push_back(probability);
    rows.weights.push_back(random.uniform());
  }
  rows.predicted = decide(rows.probabilities, 2);
  return rows;
}

inline Rows multiRows(std::size_t count, std::size_t classes, std::uint64_t seed) {
  SeededRandom random(seed);
  Rows rows{.task = Task::Multiclass, .classes = classes};
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<double> row;
    for (std::size_t one = 0; one < classes; ++one) {
      row.push_back(random.uniform());
    }
    const auto truth = static_cast<std::size_t>(random.uniform() * static_cast<double>(classes));
    row[truth] += 0.5 * random.uniform();
    double sum = 0;
    for (const double value : row) {
      sum += value;
    }
    for (const double value : row) {
      rows.probabilities.push_back(value / sum);
    }
    rows.actual.push_back(static_cast<double>(truth));
    rows.weights.push_back(random.uniform());
  }
  rows.predicted = decide(rows.probabilities, classes);
  return rows;
}

inline SliceColumn thirds(std::size_t rows) {
  SliceColumn slices{"third", {"a", "b", "c"}};
  for (std::size_t row = 0; row < rows; ++row) {
    slices.groups.push_back(static_cast<std::int32_t>(row * 7 % 3));
  }
  return slices;
}

}  // namespace tatara::evaluate
