// The recipe of a model that Tatara trained: how raw columns become what the booster takes, and its values
// what a person reads (tatara_features.json, written by core/train; the same as its Python loader does).
//
// Threads: immutable. Errors: Parse (the file), InvalidArgument (a value, with row and column).
#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/base/result.h"
#include "core/infer/signature.h"

namespace tatara::infer {

class TataraFeatures {
 public:
  static Result<TataraFeatures> parse(std::string_view json);

  std::size_t size() const { return m_features.size(); }
  // Rows of floats for the booster, from inputs in the order of `signature`.
  Result<std::vector<float>> code(const Signature& signature, const Batch& inputs) const;
  // The booster's values as `prediction` and, for classes, `probability_<class>`.
  Result<Batch> outputs(std::span<const float> values, std::size_t rows, std::size_t width) const;

 private:
  enum class Kind { Number, Boolean, Time, Text };
  struct Feature {
    std::string name;
    Kind kind = Kind::Number;
    std::string timeFormat;
    std::unordered_map<std::string, float> codes;
  };
  bool isMissing(const Tensor& column, std::size_t row) const;
  Result<float> codeOne(const Feature& feature, const Tensor& column, std::size_t row) const;

  std::vector<Feature> m_features;
  std::vector<std::string> m_classes;
  std::unordered_set<std::string> m_missing;
};

}  // namespace tatara::infer
