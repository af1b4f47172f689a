// What differs between two datasets, or two versions of one: columns, rows, cells, and how each column is
// distributed.
//
// Columns are paired by name; one that is gone and one that came are taken as renamed when their names differ
// in writing only, or when they agree in at least four of five rows of a sample (`guessed`).
//
// Rows are paired by a key: columns that a person names, else those that differ in every row of a sample of
// both files and bring the most equal cells together. Rows with equal keys and unequal cells are changed, the
// others added or removed; where a key occurs more than once, equal rows are paired first and then the rest
// in the order of the files. Without a key, rows are compared as a multiset and none counts as changed. Cells
// are equal when both are missing or both have the same value; an integer equals a real of the same value;
// a column whose type changed otherwise is compared by what is written. Only paired columns take part.
//
// Rows are compared by 64-bit hashes: two different rows pass as equal with a chance of 2⁻⁶⁴ for each pair.
//
// Beyond 8 million rows the hashes go through unnamed temporary files, so that memory stays below about 500
// MB however many rows there are. Threads: pure functions. Errors: NotFound (a key column), InvalidArgument,
// Cancelled, Io (no room for the temporary file).
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/column.h"
#include "core/dataset/frame.h"
#include "core/dataset/frame_filter.h"
#include "core/dataset/shift.h"
#include "core/text/json.h"

namespace tatara::dataset {

struct ColumnPair {
  enum class Kind { Same, Added, Removed, Renamed, Retyped };
  Kind kind = Kind::Same;
  std::string before;  // name; empty when added
  std::string after;   // empty when removed
  ColumnType typeBefore = ColumnType::Text;
  ColumnType typeAfter = ColumnType::Text;
  bool guessed = false;  // Renamed, from its values
  std::uint64_t changedCells = 0;

  bool paired() const { return kind != Kind::Added && kind != Kind::Removed; }
  bool retyped() const { return paired() && typeBefore != typeAfter; }
};
std::string_view toString(ColumnPair::Kind kind);  // "same", "added", …

struct CellChange {
  std::uint64_t rowBefore = 0;  // from zero
  std::uint64_t rowAfter = 0;
  std::string key;     // "2011-01-01, 5"
  std::string column;  // as it is called afterwards
  std::string before;  // as Frame::text
  std::string after;
  bool missingBefore = false;
  bool missingAfter = false;
};

// NoneFound: no column, and no two tried together, differ in every row of both and are shared.
enum class KeyReason { AsAsked, Named, NoCommonColumn, NoneFound, Found };

struct RowChanges {
  std::vector<std::string> key;  // as it is called afterwards; empty: compared as a multiset
  bool keyGuessed = false;
  KeyReason reason = KeyReason::NoneFound;  // of the key, or why there is none
  double joined = 0;  // Found: which part of the smaller version's rows has a partner, 0 to 1

  std::uint64_t added = 0;
  std::uint64_t removed = 0;
  std::uint64_t changed = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t repeatedBefore = 0;  // rows that repeat the key of an earlier one
  std::uint64_t repeatedAfter = 0;

  Selection addedRows;      // of the frame after
  Selection removedRows;    // of the frame before
  Selection changedBefore;  // of the frame before
  Selection changedAfter;

  std::vector<CellChange> examples;  // by row; at most 20 a column
};

// The reason in English: "id differs in every row, and 99 % of the rows have a partner".
std::string keyReasonText(const RowChanges& rows);

struct Diff {
  std::uint64_t rowsBefore = 0;
  std::uint64_t rowsAfter = 0;
  std::vector<ColumnPair> columns;  // as afterwards, then those removed
  RowChanges rows;
  std::vector<ColumnShift> shifts;  // of the paired columns

  // Whether there is anything to tell: a column or a row. The order of rows and of columns is none.
  bool different() const;
};

struct DiffOptions {
  std::vector<std::string> key = {};  // empty: guessed
  bool withoutKey = false;
  bool shifts = true;
};

// Called from the comparing thread with what is being done.
using OnDiff = std::function<void(std::string_view doing, std::uint64_t done, std::uint64_t total)>;

Result<Diff> makeDiff(const Frame& before, const Frame& after, const DiffOptions& options = {},
                      const OnDiff& onProgress = {}, std::stop_token stop = {});

// With the first rows added and removed, at most `rows` of either, as objects.
text::Json toJson(const Diff& diff, const Frame& before, const Frame& after, std::size_t rows = 20);

}  // namespace tatara::dataset
