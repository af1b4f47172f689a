#include <algorithm>
#include <cstring>

#include "core/deploy/internal/together.h"

namespace tatara::deploy::internal {
namespace {

using infer::Batch;
using infer::ElementType;
using infer::Tensor;

// Beyond this a request is work enough for a call of its own.
constexpr std::size_t kMostRows = 64;

std::size_t rowsOf(const Batch& batch) {
  return batch.empty() ? 0 : batch[0].rows();
}

// A value a row in every column: what a table's request is.
bool joinable(const Batch& batch) {
  return !batch.empty() && rowsOf(batch) > 0 && rowsOf(batch) <= kMostRows &&
         std::ranges::all_of(batch, [&](const Tensor& tensor) {
           return tensor.shape.size() == 1 && tensor.rows() == rowsOf(batch);
         });
}

Tensor join(const std::vector<Batch>& inputs, const std::vector<std::size_t>& which, std::size_t column,
            std::size_t rows) {
  const Tensor& first = inputs[which[0]][column];
  Tensor whole = Tensor::make(first.name, first.type, {static_cast<std::int64_t>(rows)});
  const std::size_t width = infer::elementSize(first.type);
  std::size_t at = 0;
  for (const std::size_t i : which) {
    const Tensor& part = inputs[i][column];
    if (first.type == ElementType::String) {
      std::ranges::copy(part.texts, whole.texts.begin() + static_cast<std::ptrdiff_t>(at));
    } else {
      std::memcpy(whole.bytes.data() + at * width, part.bytes.data(), part.bytes.size());
    }
    if (!part.missing.empty()) {
      whole.missing.resize(rows);
      std::ranges::copy(part.missing, whole.missing.begin() + static_cast<std::ptrdiff_t>(at));
    }
    at += part.rows();
  }
  return whole;
}

// Rows [from, from + rows) of an output.
Tensor cut(const Tensor& whole, std::size_t from, std::size_t rows) {
  const std::size_t each = whole.elements() / whole.rows();
  Tensor part;
  part.name = whole.name;
  part.type = whole.type;
  part.shape = whole.shape;
  part.shape[0] = static_cast<std::int64_t>(rows);
  const auto slice = [&](const auto& values, auto& target, std::size_t width) {
    if (!values.empty()) {
      const auto begin = values.begin() + static_cast<std::ptrdiff_t>(from * width);
      target.assign(begin, begin + static_cast<std::ptrdiff_t>(rows * width));
    }
  };
  slice(whole.bytes, part.bytes, each * infer::elementSize(whole.type));
  slice(whole.texts, part.texts, each);
  slice(whole.missing, part.missing, each);
  return part;
}

// False when the model did not answer so many rows, or nothing at all.
bool askJointly(const infer::Runner& runner, const std::vector<Batch>& inputs,
                const std::vector<std::size_t>& which, std::vector<Result<Batch>>& answers) {
  std::size_t rows = 0;
  for (const std::size_t i : which) {
    rows += rowsOf(inputs[i]);
  }
  Batch whole;
  for (std::size_t column = 0; column < inputs[which[0]].size(); ++column) {
    whole.push_back(join(inputs, which, column, rows));
  }
  const auto answer = runner.predict(whole);
  if (!answer || !std::ranges::all_of(*answer, [&](const Tensor& tensor) {
        return !tensor.shape.empty() && tensor.rows() == rows;
      })) {
    return false;
  }
  std::size_t at = 0;
  for (const std::size_t i : which) {
    Batch own;
    for (const Tensor& tensor : *answer) {
      own.push_back(cut(tensor, at, rowsOf(inputs[i])));
    }
    at += rowsOf(inputs[i]);
    answers[i] = std::move(own);
  }
  return true;
}

}  // namespace

std::vector<Result<Batch>> predictTogether(const infer::Runner& runner, const std::vector<Batch>& inputs) {
  std::vector<std::size_t> together;
  std::vector<std::size_t> alone;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const bool joins = runner.info().rowsAlone && joinable(inputs[i]) &&
                       (together.empty() || inputs[together[0]].size() == inputs[i].size());
    (joins ? together : alone).push_back(i);
  }
  std::vector<Result<Batch>> answers(inputs.size(), Result<Batch>(Batch{}));
  if (together.size() < 2 || !askJointly(runner, inputs, together, answers)) {
    alone.insert(alone.end(), together.begin(), together.end());
  }
  for (const std::size_t i : alone) {
    answers[i] = runner.predict(inputs[i]);
  }
  return answers;
}

}  // namespace tatara::deploy::internal
