// The tokens of the filter language. Never fails: what is no token is one of kind Bad, and the last is always
// End.
#pragma once

#include <string_view>
#include <vector>

namespace tatara::query {

struct Token {
  enum class Kind {
    Word,      // bare, possibly with a quoted part after its dot: metrics."a b"
    Backtick,  // `…` standing alone
    Double,    // "…" standing alone: a field or a value, as the place demands
    Single,    // '…'
    Number,
    Operator,  // = == != <> < <= > >=
    Open,
    Close,
    Comma,
    Unclosed,  // a quote that is never closed
    Bad,
    End,
  };
  Kind kind = Kind::End;
  std::string_view text;  // as written, quotes included
  std::size_t begin = 0;

  std::size_t end() const { return begin + text.size(); }
  // Compares without regard to the case of ASCII letters; `word` in upper case.
  bool is(std::string_view word) const;
};

std::vector<Token> tokenize(std::string_view text);

}  // namespace tatara::query
