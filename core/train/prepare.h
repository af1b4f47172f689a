// From a data file to what a booster takes: features chosen and coded, target coded, rows split.
//
// Features are all columns but the target, those dropped, the split's column, columns that hold no single
// values, and row identifiers: integer or text columns that differ in every row (floating-point and time
// columns never count as such). What is left out is named with its reason; `keep` brings identifiers and the
// split's column back.
//
// Codes: numbers as they are; flags 0 and 1; times as days since 1970-01-01 UTC; text as the place of the
// value among all of the column's values sorted by bytes, given to XGBoost as a native category. Missing is
// NaN. Values are 32-bit floats, as XGBoost holds them.
//
// Target: text and flags are classes; whole numbers of two different values are two classes, of three to ten
// as well when they are 0, 1, 2, …; all else is regression. The objective or the spec's task overrule it.
// Rows without a target are left out and counted.
//
// A condition (`DataSpec::where`) comes first: everything is learned as if the file held no other rows, but
// rows keep their numbers in the file. It runs as a statement of `dataset::Query` does, which reaches nothing
// but the file's rows.
//
// Threads: pure functions but for the engine. Errors: those of dataset; InvalidArgument and NotFound in
// sentences that name the file and the column.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/engine.h"
#include "core/dataset/table.h"
#include "core/infer/xgboost.h"
#include "core/train/spec.h"

namespace tatara::train {

struct Feature {
  std::string name;
  dataset::ColumnType type = dataset::ColumnType::Real;
  std::vector<std::string> categories;  // Text: code 0, 1, …
  std::string timeFormat;
  bool missingValues = false;
};

struct LeftOut {
  std::string column;
  std::string reason;
};

struct Part {
  std::vector<float> values;  // row after row
  std::vector<float> labels;
  std::vector<std::uint64_t> rows;  // of the file, from zero
};

// What is known of the file, for the record.
struct DataFacts {
  std::filesystem::path file;
  std::string digest;
  std::string format;
  std::uint64_t bytes = 0;
  std::uint64_t rows = 0;
  std::uint64_t rowsLeftOut = 0;  // of which `where` is not true
  std::uint64_t rowsWithoutTarget = 0;
  std::vector<dataset::ColumnInfo> columns;
  std::vector<std::string> reasons;
  std::vector<std::string> missingWords;
};

struct Prepared {
  DataSpec spec;
  DataFacts facts;
  Task task = Task::Regression;
  std::string taskReason;
  dataset::ColumnType targetType = dataset::ColumnType::Real;
  std::vector<std::string> classes;  // by code; none for regression
  std::vector<Feature> features;
  infer::FeatureSchema schema;
  Part train;
  Part validation;
  std::vector<LeftOut> leftOut;
  std::vector<std::string> notes;  // what a person should know before trusting the result
};

// A file whose values have been read, from which several runs may be prepared. The engine outlives it.
struct Loaded {
  dataset::Table table;
  std::vector<dataset::Column> columns;  // all that hold single values, in the order of the file
  // The rows that take part, as numbers in the file; nothing when all do. Columns hold no others.
  std::optional<std::vector<std::uint64_t>> chosen = {};

  std::uint64_t rowInFile(std::size_t row) const { return chosen ? (*chosen)[row] : row; }
  std::uint64_t rows() const { return chosen ? chosen->size() : table.rows(); }
  const dataset::Column* find(std::string_view name) const;
};
Result<Loaded> load(dataset::Engine& engine, const DataSpec& spec, std::stop_token stop = {});

// `objective` is what the person asked for, if anything.
Result<Prepared> prepare(const Loaded& data, const DataSpec& spec,
                         const std::optional<std::string>& objective = {});

}  // namespace tatara::train
