#include "core/query/internal/lexer.h"

#include <algorithm>

#include "core/base/number_text.h"

namespace tatara::query {
namespace {

bool isBlank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
bool isQuote(char c) {
  return c == '\'' || c == '"' || c == '`';
}
bool isOperatorSign(char c) {
  return c == '=' || c == '!' || c == '<' || c == '>';
}
bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

bool isWordPart(char c) {
  return !isBlank(c) && !isQuote(c) && !isOperatorSign(c) && c != '(' && c != ')' && c != ',' && c != ';' &&
         c != '\0';
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : m_text(text) {}

  std::vector<Token> run() {
    std::vector<Token> tokens;
    while (true) {
      while (m_at < m_text.size() && isBlank(m_text[m_at])) {
        ++m_at;
      }
      const std::size_t begin = m_at;
      const Token::Kind kind = m_at == m_text.size() ? Token::Kind::End : next();
      tokens.push_back(Token{kind, m_text.substr(begin, m_at - begin), begin});
      if (kind == Token::Kind::End) {
        return tokens;
      }
    }
  }

 private:
  Token::Kind next() {
    const char c = m_text[m_at];
    if (isQuote(c)) {
      const bool closed = skipQuoted();
      return !closed     ? Token::Kind::Unclosed
             : c == '\'' ? Token::Kind::Single
             : c == '"'  ? Token::Kind::Double
                         : Token::Kind::Backtick;
    }
    if (isOperatorSign(c)) {
      return readOperator();
    }
    if (c == '(' || c == ')' || c == ',') {
      ++m_at;
      return c == '(' ? Token::Kind::Open : c == ')' ? Token::Kind::Close : Token::Kind::Comma;
    }
    if (!isWordPart(c)) {
      ++m_at;
      return Token::Kind::Bad;
    }
    return readWord();
  }

  // A doubled quote stands for itself and does not close.
  bool skipQuoted() {
    const char quote = m_text[m_at++];
    while (m_at < m_text.size()) {
      if (m_text[m_at] != quote) {
        ++m_at;
      } else if (m_at + 1 < m_text.size() && m_text[m_at + 1] == quote) {
        m_at += 2;
      } else {
        ++m_at;
        return true;
      }
    }
    return false;
  }

  Token::Kind readOperator() {
    static constexpr std::string_view kOperators[] = {"==", "!=", "<>", "<=", ">=", "=", "<", ">"};
    for (const std::string_view op : kOperators) {
      if (m_text.substr(m_at).starts_with(op)) {
        m_at += op.size();
        return Token::Kind::Operator;
      }
    }
    ++m_at;
    return Token::Kind::Bad;
  }

  Token::Kind readWord() {
    const std::size_t begin = m_at;
    while (m_at < m_text.size() && isWordPart(m_text[m_at])) {
      ++m_at;
    }
    const std::string_view word = m_text.substr(begin, m_at - begin);
    const bool numeric =
        isDigit(word[0]) || (std::string_view("+-.").find(word[0]) != std::string_view::npos &&
                             std::any_of(word.begin(), word.end(), isDigit));
    if (numeric && parseDouble(word)) {
      return Token::Kind::Number;
    }
    // metrics.`a b`: the first dot ends the bare part.
    if (word.back() == '.' && word.find('.') == word.size() - 1 && m_at < m_text.size() &&
        (m_text[m_at] == '`' || m_text[m_at] == '"') && !skipQuoted()) {
      return Token::Kind::Unclosed;
    }
    return Token::Kind::Word;
  }

  std::string_view m_text;
  std::size_t m_at = 0;
};

}  // namespace

bool Token::is(std::string_view word) const {
  return kind == Kind::Word && text.size() == word.size() &&
         std::equal(text.begin(), text.end(), word.begin(), [](char a, char b) {
           return (a >= 'a' && a <= 'z' ? static_cast<char>(a - 32) : a) == b;
         });
}

std::vector<Token> tokenize(std::string_view text) {
  return Lexer(text).run();
}

}  // namespace tatara::query
