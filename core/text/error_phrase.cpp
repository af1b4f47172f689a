#include "core/text/error_phrase.h"

#include <algorithm>
#include <deque>

#include "core/base/mutex.h"

namespace tatara::text {
namespace {

constexpr std::size_t kMostKept = 256;

class KeptPhrases {
 public:
  void keep(const std::string& english, const Phrase& phrase) EXCLUDES(m_mutex) {
    const Lock lock(m_mutex);
    const auto known = std::ranges::find(m_kept, english, &Kept::english);
    if (known != m_kept.end()) {
      m_kept.erase(known);  // the same sentence again is the newest
    }
    m_kept.push_front({english, phrase});
    if (m_kept.size() > kMostKept) {
      m_kept.pop_back();
    }
  }
  std::optional<Phrase> find(std::string_view english) EXCLUDES(m_mutex) {
    const Lock lock(m_mutex);
    const auto known = std::ranges::find(m_kept, english, &Kept::english);
    return known == m_kept.end() ? std::nullopt : std::optional(known->phrase);
  }

 private:
  struct Kept {
    std::string english;
    Phrase phrase;
  };
  Mutex m_mutex;
  std::deque<Kept> m_kept GUARDED_BY(m_mutex);  // newest first
};

KeptPhrases& keptPhrases() {
  static KeptPhrases kept;
  return kept;
}

}  // namespace

Error phraseError(ErrorKind kind, const Phrase& message, std::string detail) {
  std::string english = message.english();
  keptPhrases().keep(english, message);
  return makeError(kind, std::move(english), std::move(detail));
}

Error sayError(ErrorKind kind, std::string_view pattern, std::vector<Phrase> values, std::string detail) {
  return phraseError(kind, Phrase::say(pattern, std::move(values)), std::move(detail));
}

std::optional<Phrase> phraseOf(std::string_view message) {
  constexpr std::string_view kBetween = ": ";
  if (auto whole = keptPhrases().find(message)) {
    return whole;
  }
  for (std::size_t at = message.find(kBetween); at != std::string_view::npos;
       at = message.find(kBetween, at + 1)) {
    if (auto rest = keptPhrases().find(message.substr(at + kBetween.size()))) {
      return Phrase::say("%1%2", {message.substr(0, at + kBetween.size()), *std::move(rest)});
    }
  }
  return std::nullopt;
}

Phrase messageOf(const Error& error) {
  return phraseOf(error.message).value_or(Phrase(error.message));
}

}  // namespace tatara::text
