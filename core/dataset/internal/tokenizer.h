// Splits UTF-8 text into records and fields, sixteen bytes at a time where the processor can.
//
// Threads: a Tokenizer is a value; split() changes nothing in it but the count of lines.
#pragma once

#include <cstdint>
#include <string>

#include "core/dataset/internal/cells.h"

namespace tatara::dataset {

class Tokenizer {
 public:
  Tokenizer(char delimiter, char quote, std::size_t columns)
      : m_delimiter(delimiter), m_quote(quote), m_columns(columns) {}

  struct Bounds {
    bool whole = false;  // a last record without line end counts
    std::size_t mostRows = kMostRowsOfBlock;
  };
  // Splits the complete records at the front of `block.text` that lie before `end` and appends them.
  // `block.text` must be readable 16 bytes beyond `end`. Gives how many bytes were used; 0: no record is
  // complete.
  std::size_t split(CellBlock& block, std::size_t end, const Bounds& bounds);

  std::uint64_t line() const { return m_line; }  // on which the next record starts, from one
  void startOver() { m_line = 1; }
  // After a split of 0: whether the record stands within quotes.
  bool quoteOpen() const { return m_quoteOpen; }

 private:
  std::size_t endOfPlainField(const std::string& text, std::size_t at, std::size_t end) const;
  // The place behind the closing quote, or npos.
  std::size_t endOfQuotedField(const std::string& text, std::size_t at, std::size_t end, bool& doubled);
  void finishRecord(CellBlock& block, std::size_t fields, std::uint64_t startLine);

  char m_delimiter;
  char m_quote;
  std::size_t m_columns;
  std::uint64_t m_line = 1;
  std::uint64_t m_inner = 0;  // line ends within quotes of the record at hand
  bool m_quoteOpen = false;
};

}  // namespace tatara::dataset
