// Splits UTF-8 text into records and fields, sixteen bytes at a time where the processor can.
//
// Threads: a Tokenizer is a value; split() changes nothing in it but the counts of lines.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "core/dataset/internal/cells.h"

namespace tatara::dataset {

class Tokenizer {
 public:
  // Lines that begin with `comment` are no records; empty: none.
  struct Rules {
    char delimiter = ',';
    char quote = '"';
    std::string comment = {};
  };
  Tokenizer(Rules rules, std::size_t columns)
      : m_delimiter(rules.delimiter),
        m_quote(rules.quote),
        m_comment(std::move(rules.comment)),
        m_columns(columns) {}

  struct Bounds {
    bool whole = false;  // a last record without line end counts
    std::size_t mostRows = kMostRowsOfBlock;
  };
  // Splits the complete records at the front of `block.text` that lie before `end` and appends them.
  // `block.text` must be readable 16 bytes beyond `end`. Gives how many bytes were used; 0: no record is
  // complete.
  std::size_t split(CellBlock& block, std::size_t end, const Bounds& bounds);

  std::uint64_t line() const { return m_line; }  // on which the next record starts, from one
  std::uint64_t comments() const { return m_comments; }
  void startOver(std::uint64_t line) {
    m_line = line;
    m_comments = 0;
  }
  // After a split of 0: whether the record stands within quotes.
  bool quoteOpen() const { return m_quoteOpen; }

 private:
  std::size_t placeBehindLine(const std::string& text, std::size_t at, std::size_t end, bool whole) const;
  std::size_t endOfPlainField(const std::string& text, std::size_t at, std::size_t end) const;
  // The place behind the closing quote, or npos.
  std::size_t endOfQuotedField(const std::string& text, std::size_t at, std::size_t end, bool& doubled);
  void finishRecord(CellBlock& block, std::size_t fields, std::uint64_t startLine);

  char m_delimiter;
  char m_quote;
  std::string m_comment;
  std::size_t m_columns;
  std::uint64_t m_line = 1;
  std::uint64_t m_comments = 0;
  std::uint64_t m_inner = 0;  // line ends within quotes of the record at hand
  bool m_quoteOpen = false;
};

}  // namespace tatara::dataset
