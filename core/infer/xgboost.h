// XGBoost 3.2 through its C API: matrices, boosters, training rounds, predictions.
//
// The library is opened on first use (`SharedLibrary`) and must be of version 3.2: older ones read the base
// score of current models wrongly and predict something else without a word, newer ones are unknown. For the
// same reason a model file written by a newer version is refused.
//
// Values are 32-bit floats, row after row; NaN means missing. A categorical column holds codes 0, 1, 2, … and
// is named so by feature type "c" (numbers "q", integers "int", flags "i": xgboost/python-package,
// `feature_types`).
//
// Threads: `Matrix` and `Booster` belong to one thread at a time; different objects may be used at once.
// Errors: NotFound (no library), Unsupported (a version), InvalidArgument (XGBoost's own words in the
// detail), Corrupt (a model file that is none).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace tatara::infer {

// "3.2.0"; opens the library.
Result<std::string> xgboostVersion();

struct FeatureSchema {
  std::vector<std::string> names;
  std::vector<std::string> types;  // "q", "int", "i" or "c"; as many as names
};

class Matrix {
 public:
  // `values` holds rows × schema.names.size() floats and is copied. `threads` 0 = all processors.
  static Result<Matrix> create(std::span<const float> values, const FeatureSchema& schema, int threads = 0);

  Matrix(Matrix&& other) noexcept;
  Matrix& operator=(Matrix&& other) noexcept;
  ~Matrix();

  Status setLabels(std::span<const float> labels);
  Status setWeights(std::span<const float> weights);
  std::size_t rows() const { return m_rows; }

 private:
  friend class Booster;
  Matrix() = default;

  void* m_handle = nullptr;
  std::size_t m_rows = 0;
};

using Parameters = std::vector<std::pair<std::string, std::string>>;
// A matrix and the name under which its metrics are reported.
struct Watched {
  const Matrix* matrix = nullptr;
  std::string name;
};
struct MetricValue {
  std::string matrix;
  std::string metric;
  double value = 0;
};
struct Predictions {
  std::vector<float> values;
  std::size_t rows = 0;
  std::size_t columns = 1;  // classes under multi:softprob, features + 1 for contributions
};
enum class PredictionKind { Normal = 0, Margin = 1, Contributions = 2, Leaf = 6 };
enum class ModelFormat { Ubj, Json };
struct FeatureScore {
  std::string feature;
  double value = 0;
};

class Booster {
 public:
  static Result<Booster> create(const Parameters& parameters, std::span<const Matrix* const> matrices);
  // From the bytes of a .ubj or .json model file.
  static Result<Booster> load(std::string_view bytes);

  Booster(Booster&& other) noexcept;
  Booster& operator=(Booster&& other) noexcept;
  ~Booster();

  // One round of boosting; rounds count from 0.
  Status update(int round, Matrix& train);
  Result<std::vector<MetricValue>> evaluate(int round, std::span<const Watched> watched);
  // By the first `rounds` rounds (0: all).
  Result<Predictions> predict(const Matrix& matrix, PredictionKind kind = PredictionKind::Normal,
                              int rounds = 0) const;
  // Of rows × columns floats, without a matrix, by the first `rounds` rounds (0: all). May be called by
  // several threads at once; the values are those of predict(), but not to the last bit for DART. Not
  // for linear boosters (InvalidArgument).
  Result<Predictions> predictRows(std::span<const float> values, std::size_t columns, int rounds = 0) const;

  // A booster of the rounds [0, end).
  Result<Booster> firstRounds(int end) const;
  Result<int> rounds() const;
  Result<std::string> save(ModelFormat format) const;
  // The whole configuration as JSON: what every parameter came to be, defaults included.
  Result<std::string> configuration() const;
  // Importance by "gain", "weight", "cover", "total_gain" or "total_cover"; features never split on are
  // absent.
  Result<std::vector<FeatureScore>> featureScores(std::string_view kind) const;
  Result<FeatureSchema> schema() const;
  // Names the features in the model file; XGBoost does not take them from the matrix by itself.
  Status setSchema(const FeatureSchema& schema);
  Status setAttribute(const std::string& name, const std::string& value);
  Result<std::optional<std::string>> attribute(const std::string& name) const;
  Result<std::size_t> features() const;
  // Threads that a prediction may use; 0: all processors.
  Status setThreads(int threads);

 private:
  Booster() = default;

  void* m_handle = nullptr;
};

// What XGBoost warned about on this thread since the last call, such as a parameter that nothing used.
std::vector<std::string> takeWarnings();

// The version that wrote a model file, read from its bytes without loading it ("3.2.0").
std::optional<std::string> modelFileVersion(std::string_view bytes);

}  // namespace tatara::infer
