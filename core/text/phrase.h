// A sentence that can be told in several languages: an English pattern with places for values, and the
// values.
//
// The core makes phrases; english() tells them on the command line, in files and over the wire, the interface
// looks each pattern up in its translations. A pattern stands in TATARA_SAYS("Phrase", "…"), from where
// resources/translations/translations.py takes it. `%1` to `%9` are places; a value is a text as it stands (a
// name, a number) or a phrase itself.
//
// As JSON a text is a string, a pattern {"say": "…", "with": […]}. Reading takes hostile JSON: depth, values
// and lengths are bounded, and what is no phrase is none. Threads: values.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/json.h"

// Marks a pattern for the translations; the context is always "Phrase".
#define TATARA_SAYS(context, pattern) pattern

namespace tatara::text {

class Phrase {
 public:
  Phrase() = default;
  Phrase(std::string text) : m_text(std::move(text)) {}
  Phrase(std::string_view text) : m_text(text) {}
  Phrase(const char* text) : m_text(text) {}
  // `pattern` is one in TATARA_SAYS; at most nine values.
  static Phrase say(std::string_view pattern, std::vector<Phrase> values = {});
  // One after the other by a pattern of two places, such as "%1, %2".
  static Phrase join(std::string_view pattern, const std::vector<Phrase>& parts);

  bool empty() const { return m_text.empty(); }
  std::string english() const;
  // With each pattern as `patternOf` gives it.
  std::string told(const std::function<std::string(const std::string& english)>& patternOf) const;

  Json json() const;
  static std::optional<Phrase> read(const Json& json);

  friend bool operator==(const Phrase&, const Phrase&) = default;

 private:
  std::string m_text;  // or the pattern
  std::vector<Phrase> m_values;
  bool m_pattern = false;
};

}  // namespace tatara::text
