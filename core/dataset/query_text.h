// The words of an SQL statement: for colours in an editor, for completion, and for what a person may run.
//
// The words are those of DuckDB 1.4's own lexer (PostgreSQL's): nested block comments, dollar quotes, E'…'
// with backslashes, doubled quotes. Text that never ends (an open quote or comment) is one word up to the end
// with `open` set. Positions are bytes of UTF-8.
//
// Threads: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tatara::dataset {

struct SqlWord {
  enum class Kind { Keyword, Name, QuotedName, Text, Number, Operator, Comment, Parameter };
  Kind kind = Kind::Name;
  std::size_t begin = 0;
  std::size_t length = 0;
  bool open = false;

  std::size_t end() const { return begin + length; }
};

// Blanks are left out.
std::vector<SqlWord> sqlWords(std::string_view sql);

// A name as it is meant: without quotes, doubled quotes once; a plain name in small letters.
std::string nameOf(std::string_view sql, const SqlWord& word);

bool isSqlKeyword(std::string_view word);  // in either case
const std::vector<std::string>& sqlKeywords();

// One row of a text: line and column count from 1, columns in bytes.
struct TextPlace {
  std::size_t begin = 0;
  std::size_t length = 0;
  std::size_t line = 1;
  std::size_t column = 1;
};
TextPlace placeOf(std::string_view text, std::size_t begin, std::size_t length);

}  // namespace tatara::dataset
