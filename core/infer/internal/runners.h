// The runners, one a library; what each is given is already known to be of its flavour.
//
// `file` is the path of the model file in the folder, `flavor` its entry in MLmodel (null without one).
#pragma once

#include "core/infer/runner.h"

namespace tatara::infer {

struct RunnerSource {
  const ModelFiles& files;
  const ModelDescription& description;
  std::string file;
  const text::Json& flavor;
};

Result<std::unique_ptr<Runner>> makeXgboostRunner(const RunnerSource& source, const LoadOptions& options);
Result<std::unique_ptr<Runner>> makeLightgbmRunner(const RunnerSource& source, const LoadOptions& options);
Result<std::unique_ptr<Runner>> makeOnnxRunner(const RunnerSource& source, const LoadOptions& options);
Result<std::unique_ptr<Runner>> makePythonRunner(const RunnerSource& source, const LoadOptions& options);

// Whether version text `left` ("3.10.1") is newer than `right` in its first two numbers.
bool newerVersion(std::string_view left, std::string_view right);
// Corrupt in words when rows differ or a column is of another type than the signature says.
Status checkBatch(const Signature& signature, const Batch& inputs);
// Values row after row as the numbers that tree libraries take: columns of the signature side by side, in the
// order of `columns` (places in the batch).
template <typename T>
std::vector<T> denseRows(const Batch& inputs, std::span<const std::size_t> columns);
// For models whose features have names: the place of each in the signature. Without names, or where the
// signature is one tensor, the order of the signature.
Result<std::vector<std::size_t>> featureColumns(const Signature& signature,
                                                const std::vector<std::string>& features);

template <typename T>
std::vector<T> denseRows(const Batch& inputs, std::span<const std::size_t> columns) {
  if (inputs.size() == 1 && inputs[0].shape.size() == 2) {
    std::vector<T> values(inputs[0].elements());
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = static_cast<T>(inputs[0].number(i));
    }
    return values;
  }
  const std::size_t rows = inputs.empty() ? 0 : inputs[0].rows();
  std::vector<T> values(rows * columns.size());
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const Tensor& column = inputs[columns[c]];
    for (std::size_t r = 0; r < rows; ++r) {
      values[r * columns.size() + c] = static_cast<T>(column.number(r));
    }
  }
  return values;
}

}  // namespace tatara::infer
