// What a column of a table is, and its values: all of them at once for training (`Column`), or a run of rows
// at a time for everything else (`RowChunk`).
//
// Units. Integers are 64 bits wide. Times are microseconds since 1970-01-01T00:00:00 UTC in a RowChunk and
// seconds in a Column. Flags are 0 and 1. A NaN is a missing value.
//
// Threads: values. A RowChunk points into memory that is valid inside the callback only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/phrase.h"

namespace tatara::dataset {

enum class ColumnType { Integer, Real, Boolean, Time, Text, Unsupported };
std::string_view toString(ColumnType type);
// The type of that name; Unsupported has none.
std::optional<ColumnType> parseColumnType(std::string_view word);

struct ColumnInfo {
  std::string name;
  ColumnType type = ColumnType::Text;
  std::uint64_t missing = 0;    // those that did not fit are among them
  text::Phrase reason = {};     // why it is of this type, for a person
  std::string timeFormat = {};  // as strptime's, for Time from text; empty for ISO 8601
  std::uint64_t rejected = 0;   // values that did not fit the type; see Table::rejected()
  bool decimalComma = false;    // Real: its numbers were written "1.234,5"
  std::uint64_t rounded = 0;    // Real: values with more digits than a double keeps
  std::string sourceType = {};  // Parquet: as the file says it, "DECIMAL(18,2)"
};

// A value, or a whole record, that does not fit what its table is.
struct Rejected {
  std::uint64_t row = 0;     // from zero
  std::uint64_t line = 0;    // where its record starts, from one; 0 in formats without lines
  std::string column = {};   // empty: the record itself
  std::string text = {};     // as it stands, at most 200 bytes
  text::Phrase reason = {};  // "is no number", "has 2 fields where 3 are expected"
};

// Up to here a double holds every whole number.
inline constexpr std::int64_t kExactWholes = std::int64_t{1} << 53;

// The values of a column in the order of the file.
struct Column {
  ColumnInfo info;
  std::vector<double> numbers;  // all but Text: NaN is missing, flags are 0 and 1, times are seconds
  std::vector<std::int64_t>
      wholes;                       // Integer with a value beyond 2^53: the same with every digit; else empty
  std::vector<std::int32_t> codes;  // Text: an index into `categories`, -1 is missing
  std::vector<std::string> categories;  // Text: every value there is, sorted by bytes as pandas sorts them

  std::size_t rows() const { return info.type == ColumnType::Text ? codes.size() : numbers.size(); }
  bool missing(std::size_t row) const;
  std::size_t distinct() const;  // without missing
  // All but Text: of equal values equal, of others different. Not of missing ones.
  std::uint64_t bits(std::size_t row) const;
};

// Consecutive rows, column by column, in the order of the file: at most 65,536.
struct RowChunk {
  struct Values {
    ColumnType type = ColumnType::Text;
    const std::uint64_t* present = nullptr;  // bit r % 64 of word r / 64: row r has a value; null: all have
    // The one that `type` says; what stands in the place of a missing value means nothing.
    const std::int64_t* integers = nullptr;   // Integer, Boolean, Time
    const double* reals = nullptr;            // Real; never NaN where present
    const std::string_view* texts = nullptr;  // Text

    bool missing(std::size_t row) const { return present && !(present[row / 64] >> (row % 64) & 1); }
  };

  std::uint64_t firstRow = 0;
  std::size_t rows = 0;
  std::vector<Values> columns = {};  // as they were asked for
};

}  // namespace tatara::dataset
