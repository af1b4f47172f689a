#include "core/dataset/internal/fix_words.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/base/number_text.h"
#include "core/text/error_phrase.h"

namespace tatara::dataset {
namespace {

using By = Comparison::By;
using Kind = FixStep::Kind;

constexpr std::array<std::pair<By, std::string_view>, 8> kSigns{{{By::Equal, "="},
                                                                 {By::Unequal, "<>"},
                                                                 {By::Less, "<"},
                                                                 {By::LessOrEqual, "<="},
                                                                 {By::Greater, ">"},
                                                                 {By::GreaterOrEqual, ">="},
                                                                 {By::IsMissing, "missing"},
                                                                 {By::IsPresent, "present"}}};

struct Token {
  std::string text;
  bool quoted = false;
  bool is(std::string_view word) const {
    return !quoted && std::ranges::equal(text, word, [](char a, char b) {
      return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
    });
  }
};

Result<std::vector<Token>> tokensOf(std::string_view line) {
  constexpr std::string_view kSigns2 = "<>=!";
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < line.size();) {
    const char c = line[i];
    if (c == ' ' || c == '\t') {
      ++i;
    } else if (c == '"' || c == '\'') {
      Token token{.text = {}, .quoted = true};
      for (++i; i < line.size(); ++i) {
        if (line[i] == c && (i + 1 == line.size() || line[i + 1] != c)) {
          break;
        }
        i += line[i] == c ? 1 : 0;  // a doubled quote is one
        token.text += line[i];
      }
      if (i >= line.size()) {
        return text::sayError(ErrorKind::Parse, TATARA_SAYS("Phrase", "A quote is not closed in '%1'"),
                              {line});
      }
      ++i;
      tokens.push_back(std::move(token));
    } else if (c == ',' || c == '(' || c == ')') {
      tokens.push_back({std::string(1, c), false});
      ++i;
    } else {
      const bool sign = kSigns2.find(c) != std::string_view::npos;
      std::size_t end = i + 1;
      const auto belongs = [&](char next) {
        const bool nextSign = kSigns2.find(next) != std::string_view::npos;
        return nextSign == sign && next != ' ' && next != '\t' && next != ',' && next != '(' && next != ')' &&
               next != '"' && next != '\'';
      };
      while (end < line.size() && belongs(line[end])) {
        ++end;
      }
      tokens.push_back({std::string(line.substr(i, end - i)), false});
      i = end;
    }
  }
  return tokens;
}

class StepParser {
 public:
  StepParser(std::string_view line, std::vector<Token> tokens) : m_line(line), m_tokens(std::move(tokens)) {}

  Result<FixStep> step() {
    FixStep step;
    if (take("trim")) {
      step.kind = Kind::Trim;
      step.columns = words({});
    } else if (take("missing")) {
      step.kind = Kind::MakeMissing;
      step.values = words("in");
      TATARA_TRY(expect("in"));
      step.columns = words({});
    } else if (take("drop")) {
      TATARA_TRY(drop(step));
    } else if (take("times")) {
      step.kind = Kind::ParseTimes;
      step.columns = words("as");
      if (take("as")) {
        TATARA_ASSIGN(step.format, word());
      }
    } else if (take("rename")) {
      step.kind = Kind::Rename;
      step.columns = words("to");
      TATARA_TRY(expect("to"));
      TATARA_ASSIGN(step.value, word());
    } else if (take("type")) {
      step.kind = Kind::ChangeType;
      step.columns = words("to");
      TATARA_TRY(expect("to"));
      TATARA_ASSIGN(const std::string type, word());
      const auto known = parseColumnType(type);
      if (!known) {
        return wrong(text::Phrase::say(
            TATARA_SAYS("Phrase", "'%1' is no type; there are integer, real, boolean, time and text"),
            {type}));
      }
      step.type = *known;
    } else if (take("fill")) {
      step.kind = Kind::FillMissing;
      step.columns = words("with");
      TATARA_TRY(expect("with"));
      if (!take("median")) {
        TATARA_ASSIGN(step.value, word());
      }
    } else if (take("scale")) {
      step.kind = Kind::Scale;
      step.columns = words("by");
      TATARA_TRY(expect("by"));
      TATARA_ASSIGN(const std::string factor, word());
      const auto number = parseDouble(factor);
      if (!number) {
        return wrong(text::Phrase::say(TATARA_SAYS("Phrase", "'%1' is no number"), {factor}));
      }
      step.factor = *number;
      if (take("where")) {
        TATARA_ASSIGN(step.where, comparisons());
      }
    } else {
      return wrong(text::Phrase::say(TATARA_SAYS(
          "Phrase", "it begins with none of trim, missing, drop, times, rename, type, fill and scale")));
    }
    if (m_at != m_tokens.size()) {
      return wrong(text::Phrase::say(TATARA_SAYS("Phrase", "'%1' is too much"), {m_tokens[m_at].text}));
    }
    if (step.columns.empty() && step.kind != Kind::DropRows && step.kind != Kind::DropDuplicates) {
      return wrong(text::Phrase::say(TATARA_SAYS("Phrase", "it names no column")));
    }
    return step;
  }

  Result<std::vector<Comparison>> condition() {
    TATARA_ASSIGN(auto result, comparisons());
    if (m_at != m_tokens.size()) {
      return wrong(text::Phrase::say(TATARA_SAYS("Phrase", "'%1' is too much"), {m_tokens[m_at].text}));
    }
    return result;
  }

 private:
  Status drop(FixStep& step) {
    if (take("rows")) {
      step.kind = Kind::DropRows;
      TATARA_TRY(expect("where"));
      TATARA_ASSIGN(step.where, comparisons());
    } else if (take("duplicates")) {
      step.kind = Kind::DropDuplicates;
      if (take("by")) {
        step.columns = words({});
      }
    } else {
      step.kind = Kind::DropColumns;
      TATARA_TRY(take("column") ? Status() : expect("columns"));
      step.columns = words({});
    }
    return {};
  }

  Result<std::vector<Comparison>> comparisons() {
    std::vector<Comparison> all;
    do {
      Comparison one;
      TATARA_ASSIGN(one.column, word());
      if (take("is")) {
        const bool present = take("not") || (m_at < m_tokens.size() && m_tokens[m_at].is("present"));
        one.by = present ? By::IsPresent : By::IsMissing;
        if (!take("missing") && !take("null") && !take("present")) {
          return wrong(
              text::Phrase::say(TATARA_SAYS("Phrase", "after 'is' comes missing, present or not missing")));
        }
        all.push_back(std::move(one));
        continue;
      }
      if (m_at == m_tokens.size()) {
        return wrong(text::Phrase::say(TATARA_SAYS("Phrase", "a comparison ends after '%1'"), {one.column}));
      }
      const std::string sign = m_tokens[m_at].quoted ? "" : m_tokens[m_at].text;
      const auto by = parseSign(sign == "!=" ? "<>" : sign == "==" ? "=" : sign);
      if (!by || *by == By::IsMissing || *by == By::IsPresent) {
        return wrong(
            text::Phrase::say(TATARA_SAYS("Phrase", "'%1' is no comparison"), {m_tokens[m_at].text}));
      }
      ++m_at;
      one.by = *by;
      if (m_at + 1 < m_tokens.size() && m_tokens[m_at].is("timestamp") && m_tokens[m_at + 1].quoted) {
        ++m_at;
      }
      TATARA_ASSIGN(one.value, word());
      if (one.value.ends_with("::DOUBLE")) {
        one.value.resize(one.value.size() - std::string_view("::DOUBLE").size());
      }
      all.push_back(std::move(one));
    } while (take("and"));
    return all;
  }

  bool take(std::string_view word) {
    const bool found = m_at < m_tokens.size() && m_tokens[m_at].is(word);
    m_at += found ? 1 : 0;
    return found;
  }
  Status expect(std::string_view word) {
    return take(word) ? Status()
                      : Status(wrong(text::Phrase::say(TATARA_SAYS("Phrase", "'%1' is missing"), {word})));
  }
  Result<std::string> word() {
    if (m_at == m_tokens.size()) {
      return wrong(text::Phrase::say(TATARA_SAYS("Phrase", "it ends too early")));
    }
    return m_tokens[m_at++].text;
  }
  // Up to the word that ends them; commas between them may stand.
  std::vector<std::string> words(std::string_view end) {
    std::vector<std::string> result;
    while (m_at < m_tokens.size() && (end.empty() || !m_tokens[m_at].is(end))) {
      if (!m_tokens[m_at].is(",")) {
        result.push_back(m_tokens[m_at].text);
      }
      ++m_at;
    }
    return result;
  }
  Error wrong(const text::Phrase& what) const {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "The step '%1' is not understood: %2"), {m_line, what});
  }

  std::string m_line;
  std::vector<Token> m_tokens;
  std::size_t m_at = 0;
};

std::string quotedWord(std::string_view word) {
  constexpr std::string_view kReserved[] = {"in",  "as",   "to",     "with",   "by",      "where",     "is",
                                            "and", "rows", "median", "column", "columns", "duplicates"};
  const bool plain = !word.empty() && word.find_first_of(" \t\"'<>=!(),") == std::string_view::npos &&
                     std::ranges::find(kReserved, word) == std::end(kReserved);
  return plain ? std::string(word) : quotedName(word);
}

std::string wordsText(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += " " + quotedWord(word);
  }
  return text;
}

std::string conditionText(const std::vector<Comparison>& where) {
  std::string text;
  for (const Comparison& one : where) {
    text += (text.empty() ? "" : " and ") + quotedWord(one.column) + " ";
    text += one.by == By::IsMissing   ? "is missing"
            : one.by == By::IsPresent ? "is present"
                                      : std::string(signOf(one.by)) + " " + quotedWord(one.value);
  }
  return text;
}

}  // namespace

std::string_view signOf(By by) {
  return std::ranges::find(kSigns, by, &std::pair<By, std::string_view>::first)->second;
}

std::optional<By> parseSign(std::string_view word) {
  const auto found = std::ranges::find(kSigns, word, &std::pair<By, std::string_view>::second);
  return found == kSigns.end() ? std::nullopt : std::optional(found->first);
}

Result<FixStep> parseStepWords(std::string_view line) {
  TATARA_ASSIGN(auto tokens, tokensOf(line));
  return StepParser(line, std::move(tokens)).step();
}

Result<std::vector<Comparison>> parseCondition(std::string_view text) {
  TATARA_ASSIGN(auto tokens, tokensOf(text));
  return StepParser(text, std::move(tokens)).condition();
}

std::string stepText(const FixStep& step) {
  const std::string columns = wordsText(step.columns);
  switch (step.kind) {
    case Kind::Trim:
      return "trim" + columns;
    case Kind::MakeMissing:
      return "missing" + wordsText(step.values) + " in" + columns;
    case Kind::DropColumns:
      return "drop columns" + columns;
    case Kind::DropRows:
      return "drop rows where " + conditionText(step.where);
    case Kind::DropDuplicates:
      return std::string("drop duplicates") + (columns.empty() ? "" : " by" + columns);
    case Kind::ParseTimes:
      return "times" + columns + (step.format.empty() ? "" : " as " + quotedName(step.format));
    case Kind::Rename:
      return "rename" + columns + " to " + quotedWord(step.value);
    case Kind::ChangeType:
      return "type" + columns + " to " + std::string(toString(step.type));
    case Kind::FillMissing:
      return "fill" + columns + " with " + (step.value.empty() ? "median" : quotedWord(step.value));
    case Kind::Scale:
      return "scale" + columns + " by " + tatara::toText(step.factor) +
             (step.where.empty() ? "" : " where " + conditionText(step.where));
  }
  return {};
}

}  // namespace tatara::dataset
