// What every source that holds text becomes before it is typed: blocks of cells, row after row.
//
// Threads: a source belongs to one thread at a time; a block is a value. Errors: Parse (with the line), Io,
// Cancelled, Unsupported.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/column.h"
#include "core/dataset/dialect.h"

namespace tatara::dataset {

inline constexpr std::size_t kMostRowsOfBlock = 65'536;
inline constexpr std::size_t kMostListed = 5'000;
inline constexpr std::size_t kMostColumns = 10'000;
inline constexpr std::size_t kMostRecordBytes = 16 << 20;

struct Cell {
  std::uint32_t begin = 0;
  std::uint32_t size = 0;
};

struct CellBlock {
  std::string text;  // what the cells point into
  std::vector<Cell> cells;
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::uint64_t firstRow = 0;
  std::uint64_t firstLine = 0;       // 0: the source has no lines
  std::vector<std::uint32_t> lines;  // behind firstLine, of each row
  std::vector<Rejected> ragged;      // at most kMostListed
  std::uint64_t raggedCount = 0;

  std::string_view cell(std::size_t row, std::size_t column) const {
    const Cell& at = cells[row * columns + column];
    return {text.data() + at.begin, at.size};
  }
  std::uint64_t lineOf(std::size_t row) const { return firstLine == 0 ? 0 : firstLine + lines[row]; }
  void clear();
  void add(std::string_view value);
  void addRagged(Rejected what);
};

class CellSource {
 public:
  virtual ~CellSource() = default;
  // The next rows, at least one; false at the end. The same blocks again after rewind().
  virtual Result<bool> next(CellBlock& block, std::stop_token stop) = 0;
  virtual Status rewind() = 0;
  // How far, from 0 to 1; the estimate of a sampled table's rows rests on it.
  virtual double progress() const = 0;
  // What was passed over on purpose, once read to the end or, not complete, so far.
  virtual std::optional<text::Phrase> leftOut(bool /*complete*/) const { return std::nullopt; }
};

// A file opened as cells, and what was found out about it on the way.
struct OpenedCells {
  std::unique_ptr<CellSource> source;
  std::string format;
  std::vector<std::string> names;
  std::vector<text::Phrase> reasons;
  std::vector<std::string> parts = {};  // the tables or sheets there are, where a file holds several
  bool header = false;                  // of a delimited file
  std::optional<Dialect> dialect = {};  // of a delimited file; of a sheet, where its table begins
  std::string part = {};                // the one of `parts` that is read
  bool rowPerLine = false;              // JSON: no array around the rows
};

// "SQLite table 'run', the first of 40: metric, param, …": which part of a file is read, and what else it
// has.
text::Phrase partReason(text::Phrase kindAndName, const std::string& part,
                        const std::vector<std::string>& parts, bool told);
text::Phrase asTold();

inline Error readCancelled() {
  return makeError(ErrorKind::Cancelled, "Reading the data was cancelled");
}

}  // namespace tatara::dataset
