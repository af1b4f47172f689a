// What a model takes and gives: the signature of an MLmodel file (MLflow, "Model Signature"), and the check
// of values against it.
//
// A signature is of columns (a data frame: name, type, required) or of tensors (numpy: dtype, shape, -1 for
// any length). Dates and times are strings in ISO 8601 here, as JSON carries them. Types that need Python
// (array, object, map, any) are Unsupported.
//
// `ColumnFill` takes one value after the other for one column and refuses what does not fit, naming row (from
// 1) and column. It is as strict as MLflow: no text for a number, no fraction for an integer, nothing missing
// where an integer or a flag is due; whole numbers are taken for floats. Threads: values. Errors: Parse
// (MLmodel), Unsupported, InvalidArgument (values).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/infer/tensor.h"
#include "core/text/json.h"

namespace tatara::infer {

struct Field {
  std::string name = {};  // may be empty for a single tensor
  ElementType type = ElementType::Float64;
  bool datetime = false;
  bool required = true;
  std::vector<std::int64_t> shape = {};  // of a tensor

  // MLflow's word for a column's type: "long", "double", "datetime", …
  std::string_view columnType() const;
};

struct Signature {
  bool tensors = false;  // of the inputs
  bool outputTensors = false;
  std::vector<Field> inputs = {};
  std::vector<Field> outputs = {};

  const Field* findInput(std::string_view name) const;
};

// The member "signature" of an MLmodel: {"inputs": "[…]", "outputs": "[…]", "params": …}, texts of JSON.
Result<Signature> parseSignature(const text::Json& signature);

// An MLmodel file.
struct ModelDescription {
  text::Json flavors = {};
  std::optional<Signature> signature = {};
  // Why there is none although the file has one: a type that only Python knows.
  std::string signatureProblem = {};
  std::string modelId = {};
  std::string runId = {};
};
Result<ModelDescription> parseMlmodel(std::string_view yaml);

class ColumnFill {
 public:
  // `firstRow` is added to the rows that messages name.
  ColumnFill(const Field& field, std::size_t rows, std::size_t firstRow = 0);

  Status missing(std::size_t row);
  Status boolean(std::size_t row, bool value);
  Status integer(std::size_t row, std::int64_t value);
  Status real(std::size_t row, double value);
  Status text(std::size_t row, std::string_view value);
  // A value of a CSV file: what the text says in the column's own type; empty is missing.
  Status parse(std::size_t row, std::string_view value);
  // A JSON value; null is missing.
  Status json(std::size_t row, const text::Json& value);

  // Of a matrix: so many elements a row, which messages then name by "name[2]".
  void setWidth(std::size_t width) { m_width = width; }

  Tensor take() { return std::move(m_tensor); }

 private:
  Error wrong(std::size_t row, std::string_view given) const;

  const Field* m_field;
  Tensor m_tensor;
  std::size_t m_firstRow;
  std::size_t m_width = 1;
};

// What stands for a row in messages: "row 3, column 'temp'".
std::string placeText(std::size_t row, std::string_view column);

// Columns by name against the signature: NotFound in words for a missing or unknown one. Gives for each input
// its place in `names`, or nothing for an optional one that is absent.
Result<std::vector<std::optional<std::size_t>>> matchColumns(const Signature& signature,
                                                             const std::vector<std::string>& names);

}  // namespace tatara::infer
