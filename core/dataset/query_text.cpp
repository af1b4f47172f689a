#include "core/dataset/query_text.h"

#include <algorithm>
#include <array>

namespace tatara::dataset {
namespace {

// Those a person writes in a reading statement; sorted.
const std::vector<std::string> kKeywords{
    "all",         "and",       "anti",      "any",      "as",        "asc",       "asof",       "between",
    "by",          "case",      "cast",      "collate",  "columns",   "cross",     "cube",       "current",
    "date",        "desc",      "describe",  "distinct", "else",      "end",       "escape",     "except",
    "exclude",     "exists",    "explain",   "extract",  "false",     "filter",    "first",      "following",
    "from",        "full",      "glob",      "group",    "grouping",  "having",    "ilike",      "in",
    "inner",       "intersect", "interval",  "is",       "join",      "last",      "lateral",    "left",
    "like",        "limit",     "natural",   "not",      "null",      "nulls",     "offset",     "on",
    "or",          "order",     "outer",     "over",     "partition", "pivot",     "positional", "preceding",
    "qualify",     "range",     "recursive", "replace",  "right",     "rollup",    "row",        "rows",
    "sample",      "select",    "semi",      "sets",     "similar",   "some",      "summarize",  "table",
    "tablesample", "then",      "timestamp", "to",       "true",      "unbounded", "union",      "unnest",
    "unpivot",     "using",     "values",    "when",     "where",     "window",    "with",       "within"};

bool letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool digit(char c) {
  return c >= '0' && c <= '9';
}
bool blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
char small(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

class Lexer {
 public:
  explicit Lexer(std::string_view sql) : m_sql(sql) {}

  std::vector<SqlWord> words() {
    while (m_at < m_sql.size()) {
      if (blank(m_sql[m_at])) {
        ++m_at;
        continue;
      }
      m_begin = m_at;
      m_open = false;
      const SqlWord::Kind kind = next();
      m_words.push_back({kind, m_begin, m_at - m_begin, m_open});
    }
    return std::move(m_words);
  }

 private:
  char peek(std::size_t ahead = 0) const { return m_at + ahead < m_sql.size() ? m_sql[m_at + ahead] : '\0'; }
  bool startsWith(std::string_view text) const { return m_sql.substr(m_at).starts_with(text); }

  SqlWord::Kind next() {
    const char c = peek();
    if (startsWith("--")) {
      const std::size_t end = m_sql.find_first_of("\r\n", m_at);
      m_at = end == std::string_view::npos ? m_sql.size() : end;
      return SqlWord::Kind::Comment;
    }
    if (startsWith("/*")) {
      return blockComment();
    }
    if (c == '\'') {
      quoted('\'', false);
      return SqlWord::Kind::Text;
    }
    if (c == '"') {
      quoted('"', false);
      return SqlWord::Kind::QuotedName;
    }
    // Letters right before a quote: E'' has backslashes, B'', X'' and N'' have none, U& has codes.
    if (letter(c) && peek(1) == '\'' && std::string_view("eEbBxXnN").find(c) != std::string_view::npos) {
      ++m_at;
      quoted('\'', small(c) == 'e');
      return SqlWord::Kind::Text;
    }
    if (small(c) == 'u' && peek(1) == '&' && (peek(2) == '\'' || peek(2) == '"')) {
      m_at += 2;
      const char quote = peek();
      quoted(quote, false);
      return quote == '"' ? SqlWord::Kind::QuotedName : SqlWord::Kind::Text;
    }
    if (c == '$') {
      return dollar();
    }
    if (letter(c)) {
      while (m_at < m_sql.size() && (letter(peek()) || digit(peek()) || peek() == '$')) {
        ++m_at;
      }
      return isSqlKeyword(m_sql.substr(m_begin, m_at - m_begin)) ? SqlWord::Kind::Keyword
                                                                 : SqlWord::Kind::Name;
    }
    if (digit(c) || (c == '.' && digit(peek(1)))) {
      number();
      return SqlWord::Kind::Number;
    }
    if (c == '?') {
      ++m_at;
      return SqlWord::Kind::Parameter;
    }
    ++m_at;
    return SqlWord::Kind::Operator;
  }

  SqlWord::Kind blockComment() {
    int depth = 0;
    while (m_at < m_sql.size()) {
      if (startsWith("/*")) {
        ++depth;
        m_at += 2;
      } else if (startsWith("*/")) {
        m_at += 2;
        if (--depth == 0) {
          return SqlWord::Kind::Comment;
        }
      } else {
        ++m_at;
      }
    }
    m_open = true;
    return SqlWord::Kind::Comment;
  }

  void quoted(char quote, bool backslashes) {
    ++m_at;
    while (m_at < m_sql.size()) {
      if (backslashes && peek() == '\\') {
        m_at = std::min(m_at + 2, m_sql.size());
      } else if (peek() == quote) {
        if (peek(1) != quote) {
          ++m_at;
          return;
        }
        m_at += 2;
      } else {
        ++m_at;
      }
    }
    m_open = true;
  }

  // $1 and $name are parameters, $$…$$ and $tag$…$tag$ texts.
  SqlWord::Kind dollar() {
    std::size_t end = m_at + 1;
    while (end < m_sql.size() && (letter(m_sql[end]) || digit(m_sql[end]))) {
      ++end;
    }
    const bool tagged = end < m_sql.size() && m_sql[end] == '$' && !digit(peek(1));
    if (!tagged) {
      m_at = end;
      return SqlWord::Kind::Parameter;
    }
    const std::string_view tag = m_sql.substr(m_at, end + 1 - m_at);
    const std::size_t close = m_sql.find(tag, end + 1);
    m_open = close == std::string_view::npos;
    m_at = m_open ? m_sql.size() : close + tag.size();
    return SqlWord::Kind::Text;
  }

  void number() {
    while (m_at < m_sql.size() && (digit(peek()) || letter(peek()) || peek() == '.')) {
      const char c = small(peek());
      ++m_at;
      if (c == 'e' && (peek() == '+' || peek() == '-') && digit(peek(1))) {
        ++m_at;
      }
    }
  }

  std::string_view m_sql;
  std::size_t m_at = 0;
  std::size_t m_begin = 0;
  bool m_open = false;
  std::vector<SqlWord> m_words;
};

}  // namespace

std::vector<SqlWord> sqlWords(std::string_view sql) {
  return Lexer(sql).words();
}

std::string nameOf(std::string_view sql, const SqlWord& word) {
  std::string_view text = sql.substr(word.begin, word.length);
  std::string name;
  if (word.kind != SqlWord::Kind::QuotedName) {
    for (const char c : text) {
      name += small(c);
    }
    return name;
  }
  const std::size_t quote = text.find('"');
  text = text.substr(quote + 1, text.size() - quote - (word.open ? 1 : 2));
  for (std::size_t i = 0; i < text.size(); ++i) {
    name += text[i];
    i += text[i] == '"' ? 1 : 0;
  }
  return name;
}

bool isSqlKeyword(std::string_view word) {
  std::string text;
  for (const char c : word) {
    text += small(c);
  }
  return std::ranges::find(kKeywords, text) != kKeywords.end();
}

const std::vector<std::string>& sqlKeywords() {
  return kKeywords;
}

TextPlace placeOf(std::string_view text, std::size_t begin, std::size_t length) {
  begin = std::min(begin, text.size());
  const std::string_view before = text.substr(0, begin);
  const std::size_t line = before.rfind('\n');
  return {.begin = begin,
          .length = std::min(length, text.size() - begin),
          .line = static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1,
          .column = line == std::string_view::npos ? begin + 1 : begin - line};
}

}  // namespace tatara::dataset
