#include <algorithm>

#include "core/base/number_text.h"
#include "core/registry/gate.h"
#include "core/registry/internal/gate_node.h"

namespace tatara::registry {
namespace {

using Kind = GateNode::Kind;

constexpr std::size_t kMostGateBytes = 4096;
constexpr int kMostDepth = 50;
constexpr std::size_t kMostNames = 200;

struct GateToken {
  enum class Kind { End, Number, Text, Word, Symbol } kind = Kind::End;
  std::string text;  // a word is a name or a keyword
  double number = 0;
  bool quoted = false;  // a word with quotes in it is never a keyword
  std::size_t at = 0;
};

bool isLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

class GateReader {
 public:
  GateReader(std::string_view text, std::vector<std::string>& names) : m_text(text), m_names(names) {
    advance();
  }

  Result<GateNode> read() {
    TATARA_ASSIGN(auto node, readOr(0));
    if (m_token.kind != GateToken::Kind::End || !m_problem.empty()) {
      return fail("“" + m_token.text + "” is not expected here");
    }
    return node;
  }

 private:
  Error fail(const std::string& what) const {
    const std::string& said = m_problem.empty() ? what : m_problem;
    return makeError(ErrorKind::Parse, said + " (column " + std::to_string(m_token.at + 1) + " of the gate)");
  }

  bool isKeyword(std::string_view word) const {
    return m_token.kind == GateToken::Kind::Word && !m_token.quoted && m_token.text.size() == word.size() &&
           std::equal(word.begin(), word.end(), m_token.text.begin(), [](char a, char b) {
             return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b);
           });
  }
  bool isSymbol(std::string_view symbol) const {
    return m_token.kind == GateToken::Kind::Symbol && m_token.text == symbol;
  }
  bool takeKeyword(std::string_view word) {
    const bool here = isKeyword(word);
    if (here) {
      advance();
    }
    return here;
  }
  bool takeSymbol(std::string_view symbol) {
    const bool here = isSymbol(symbol);
    if (here) {
      advance();
    }
    return here;
  }

  void readNumber() {
    std::size_t end = m_at;
    while (end < m_text.size() && (isDigit(m_text[end]) || m_text[end] == '.' ||
                                   ((m_text[end] == 'e' || m_text[end] == 'E') && end > m_at) ||
                                   ((m_text[end] == '-' || m_text[end] == '+') &&
                                    (m_text[end - 1] == 'e' || m_text[end - 1] == 'E')))) {
      ++end;
    }
    m_token.kind = GateToken::Kind::Number;
    m_token.text = m_text.substr(m_at, end - m_at);
    const auto number = parseDouble(m_token.text);
    if (!number) {
      m_problem = "“" + m_token.text + "” is not a number";
      m_token.kind = GateToken::Kind::End;
      return;
    }
    m_token.number = *number;
    m_at = end;
    if (m_at < m_text.size() && m_text[m_at] == '%') {
      m_token.number /= 100;
      ++m_at;
    }
  }

  // Quoted text, without its quotes; a doubled quote is one.
  std::string readQuoted(char quote) {
    std::string out;
    for (++m_at; m_at < m_text.size(); ++m_at) {
      if (m_text[m_at] != quote) {
        out.push_back(m_text[m_at]);
      } else if (m_at + 1 < m_text.size() && m_text[m_at + 1] == quote) {
        out.push_back(quote);
        ++m_at;
      } else {
        ++m_at;
        return out;
      }
    }
    m_problem = "A quote is not closed";
    return out;
  }

  void readWord() {
    m_token.kind = GateToken::Kind::Word;
    for (bool more = true; more;) {
      if (m_at < m_text.size() && m_text[m_at] == '"') {
        m_token.text += readQuoted('"');
        m_token.quoted = true;
      }
      while (m_at < m_text.size() && (isLetter(m_text[m_at]) || isDigit(m_text[m_at]) ||
                                      (m_text[m_at] == '-' && m_at + 1 < m_text.size() &&
                                       (isLetter(m_text[m_at + 1]) || isDigit(m_text[m_at + 1]))))) {
        m_token.text.push_back(m_text[m_at++]);
      }
      more = m_at + 1 < m_text.size() && m_text[m_at] == '.' &&
             (isLetter(m_text[m_at + 1]) || isDigit(m_text[m_at + 1]) || m_text[m_at + 1] == '"');
      if (more) {
        m_token.text.push_back('.');
        ++m_at;
      }
    }
  }

  void advance() {
    while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\t' || m_text[m_at] == '\n')) {
      ++m_at;
    }
    m_token = GateToken{};
    m_token.at = m_at;
    if (m_at >= m_text.size() || !m_problem.empty()) {
      return;
    }
    const char c = m_text[m_at];
    if (isDigit(c)) {
      return readNumber();
    }
    if (isLetter(c) || c == '"') {
      return readWord();
    }
    if (c == '\'') {
      m_token.kind = GateToken::Kind::Text;
      m_token.text = readQuoted('\'');
      return;
    }
    constexpr std::string_view kTwo[] = {"<=", ">=", "==", "!="};
    for (const std::string_view symbol : kTwo) {
      if (m_text.substr(m_at).starts_with(symbol)) {
        m_token = {GateToken::Kind::Symbol, std::string(symbol), 0, false, m_at};
        m_at += 2;
        return;
      }
    }
    constexpr std::string_view kOne = "<>=()[],+-*/";
    if (kOne.find(c) == std::string_view::npos) {
      m_problem = "“" + std::string(1, c) + "” means nothing here";
      return;
    }
    m_token = {GateToken::Kind::Symbol, std::string(1, c), 0, false, m_at};
    ++m_at;
  }

  Result<GateNode> readOr(int depth) {
    TATARA_ASSIGN(auto first, readAnd(depth));
    if (!isKeyword("or")) {
      return first;
    }
    GateNode node{.kind = Kind::Or};
    node.children.push_back(std::move(first));
    while (takeKeyword("or")) {
      TATARA_ASSIGN(auto next, readAnd(depth));
      node.children.push_back(std::move(next));
    }
    return node;
  }

  Result<GateNode> readAnd(int depth) {
    TATARA_ASSIGN(auto first, readTerm(depth));
    if (!isKeyword("and")) {
      return first;
    }
    GateNode node{.kind = Kind::And};
    node.children.push_back(std::move(first));
    while (takeKeyword("and")) {
      TATARA_ASSIGN(auto next, readTerm(depth));
      node.children.push_back(std::move(next));
    }
    return node;
  }

  Result<GateNode> readTerm(int depth) {
    if (depth > kMostDepth) {
      return fail("The gate is nested too deeply");
    }
    if (takeKeyword("not")) {
      GateNode node{.kind = Kind::Not};
      TATARA_ASSIGN(auto inner, readTerm(depth + 1));
      node.children.push_back(std::move(inner));
      return node;
    }
    if (isSymbol("(") && groupsConditions()) {
      advance();
      TATARA_ASSIGN(auto inner, readOr(depth + 1));
      if (!takeSymbol(")")) {
        return fail("A ) is missing");
      }
      return inner;
    }
    return readCondition(depth);
  }

  // Whether the parenthesis here holds conditions, not a sum: what is compared stands inside it.
  bool groupsConditions() const {
    int depth = 0;
    GateReader ahead(*this);
    do {
      depth += ahead.isSymbol("(") ? 1 : ahead.isSymbol(")") ? -1 : 0;
      const bool compares = ahead.m_token.kind == GateToken::Kind::Symbol &&
                            ahead.m_token.text.find_first_of("<>=!") != std::string::npos;
      if (compares || ahead.isKeyword("and") || ahead.isKeyword("or") || ahead.isKeyword("not") ||
          ahead.isKeyword("in")) {
        return true;
      }
      ahead.advance();
    } while (depth > 0 && ahead.m_token.kind != GateToken::Kind::End);
    // "(name)" alone: what follows tells.
    return ahead.m_token.kind == GateToken::Kind::End || ahead.isSymbol(")") || ahead.isKeyword("and") ||
           ahead.isKeyword("or");
  }

  Result<GateNode> readCondition(int depth) {
    TATARA_ASSIGN(auto left, readSum(depth));
    const bool negated = isKeyword("not");
    if (negated) {
      advance();
    }
    if (takeKeyword("in")) {
      return readList(std::move(left), negated ? Kind::NotIn : Kind::In);
    }
    if (negated) {
      return fail("After “not” here only “in” can follow");
    }
    constexpr std::string_view kOperators[] = {"<", "<=", ">", ">=", "=", "==", "!="};
    for (const std::string_view symbol : kOperators) {
      if (takeSymbol(symbol)) {
        GateNode node{.kind = Kind::Compare, .text = std::string(symbol == "==" ? "=" : symbol)};
        TATARA_ASSIGN(auto right, readSum(depth));
        node.children.push_back(std::move(left));
        node.children.push_back(std::move(right));
        return node;
      }
    }
    if (left.kind != Kind::Name) {
      return fail("A comparison is missing, such as <= 0.1");
    }
    return left;
  }

  Result<GateNode> readList(GateNode left, Kind kind) {
    GateNode node{.kind = kind};
    node.children.push_back(std::move(left));
    if (!takeSymbol("[")) {
      return fail("After “in” a list in [ ] follows");
    }
    do {
      if (m_token.kind != GateToken::Kind::Word && m_token.kind != GateToken::Kind::Text &&
          m_token.kind != GateToken::Kind::Number) {
        return fail("A value is missing in the list");
      }
      node.list.push_back(m_token.text);
      advance();
    } while (takeSymbol(","));
    if (!takeSymbol("]")) {
      return fail("The list is not closed with ]");
    }
    return node;
  }

  Result<GateNode> readSum(int depth) {
    TATARA_ASSIGN(auto left, readProduct(depth));
    while (isSymbol("+") || isSymbol("-")) {
      GateNode node{.kind = isSymbol("+") ? Kind::Add : Kind::Subtract};
      advance();
      TATARA_ASSIGN(auto right, readProduct(depth));
      node.children.push_back(std::move(left));
      node.children.push_back(std::move(right));
      left = std::move(node);
    }
    return left;
  }

  Result<GateNode> readProduct(int depth) {
    TATARA_ASSIGN(auto left, readFactor(depth));
    while (isSymbol("*") || isSymbol("/")) {
      GateNode node{.kind = isSymbol("*") ? Kind::Multiply : Kind::Divide};
      advance();
      TATARA_ASSIGN(auto right, readFactor(depth));
      node.children.push_back(std::move(left));
      node.children.push_back(std::move(right));
      left = std::move(node);
    }
    return left;
  }

  Result<GateNode> readFactor(int depth) {
    if (depth > kMostDepth) {
      return fail("The gate is nested too deeply");
    }
    if (takeSymbol("-")) {
      GateNode node{.kind = Kind::Negative};
      TATARA_ASSIGN(auto inner, readFactor(depth + 1));
      node.children.push_back(std::move(inner));
      return node;
    }
    if (takeSymbol("(")) {
      TATARA_ASSIGN(auto inner, readSum(depth + 1));
      if (!takeSymbol(")")) {
        return fail("A ) is missing");
      }
      return inner;
    }
    const GateToken token = m_token;
    switch (token.kind) {
      case GateToken::Kind::Number:
        advance();
        return GateNode{.kind = Kind::Number, .number = token.number};
      case GateToken::Kind::Text:
        advance();
        return GateNode{.kind = Kind::Text, .text = token.text};
      case GateToken::Kind::Word:
        return readWordFactor(depth);
      default:
        return fail(token.kind == GateToken::Kind::End ? "The gate ends too early"
                                                       : "“" + token.text + "” is not expected here");
    }
  }

  Result<GateNode> readWordFactor(int depth) {
    const bool absolute = isKeyword("abs");
    const bool least = isKeyword("min");
    const bool most = isKeyword("max");
    const bool known = isKeyword("and") || isKeyword("or") || isKeyword("not") || isKeyword("in");
    const GateToken token = m_token;
    if (known) {
      return fail("“" + token.text + "” is not expected here");
    }
    advance();
    if (!(absolute || least || most) || !takeSymbol("(")) {
      if (std::find(m_names.begin(), m_names.end(), token.text) == m_names.end()) {
        m_names.push_back(token.text);
      }
      if (m_names.size() > kMostNames) {
        return fail("The gate has too many names");
      }
      return GateNode{.kind = Kind::Name, .text = token.text};
    }
    GateNode node{.kind = absolute ? Kind::Absolute : least ? Kind::Least : Kind::Most};
    TATARA_ASSIGN(auto first, readSum(depth + 1));
    node.children.push_back(std::move(first));
    if (!absolute) {
      if (!takeSymbol(",")) {
        return fail("min and max take two values");
      }
      TATARA_ASSIGN(auto second, readSum(depth + 1));
      node.children.push_back(std::move(second));
    }
    if (!takeSymbol(")")) {
      return fail("A ) is missing");
    }
    return node;
  }

  std::string_view m_text;
  std::vector<std::string>& m_names;
  std::size_t m_at = 0;
  GateToken m_token;
  std::string m_problem;
};

}  // namespace

Result<Gate> Gate::parse(std::string_view text) {
  if (text.size() > kMostGateBytes) {
    return makeError(ErrorKind::Parse, "The gate is longer than 4,096 characters");
  }
  Gate gate;
  gate.m_text = text;
  TATARA_ASSIGN(auto root, GateReader(text, gate.m_names).read());
  gate.m_root = std::make_shared<const GateNode>(std::move(root));
  return gate;
}

}  // namespace tatara::registry
