#include "core/text/error_phrase.h"

#include <algorithm>
#include <deque>
#include <system_error>

#include "core/base/file_error.h"
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

// The C library's words; of the usual codes a pattern.
Phrase systemWords(int code) {
  static constexpr std::string_view kUsual[] = {TATARA_SAYS("Phrase", "No such file or directory"),
                                                TATARA_SAYS("Phrase", "Permission denied"),
                                                TATARA_SAYS("Phrase", "Operation not permitted"),
                                                TATARA_SAYS("Phrase", "Read-only file system"),
                                                TATARA_SAYS("Phrase", "No space left on device"),
                                                TATARA_SAYS("Phrase", "Disk quota exceeded"),
                                                TATARA_SAYS("Phrase", "File exists"),
                                                TATARA_SAYS("Phrase", "File too large"),
                                                TATARA_SAYS("Phrase", "File name too long"),
                                                TATARA_SAYS("Phrase", "Input/output error"),
                                                TATARA_SAYS("Phrase", "Is a directory"),
                                                TATARA_SAYS("Phrase", "Not a directory"),
                                                TATARA_SAYS("Phrase", "Directory not empty"),
                                                TATARA_SAYS("Phrase", "Too many levels of symbolic links"),
                                                TATARA_SAYS("Phrase", "Too many open files")};
  std::string words = std::generic_category().message(code);
  const bool usual = std::ranges::find(kUsual, words) != std::end(kUsual);
  return usual ? Phrase::say(words) : Phrase(std::move(words));
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

Error sayFileError(std::string_view pattern, std::vector<Phrase> values, const std::filesystem::path& file,
                   int code) {
  const Phrase said = Phrase::say(pattern, std::move(values));
  Error error = fileError(said.english(), file, code);
  keptPhrases().keep(error.message, Phrase::say(TATARA_SAYS("Phrase", "%1 (%2)"), {said, systemWords(code)}));
  return error;
}

Error sayContext(const Error& error, std::string_view pattern, std::vector<Phrase> values) {
  const Phrase context = Phrase::say(pattern, std::move(values));
  Error told = withContext(error, context.english());
  keptPhrases().keep(told.message, Phrase::say(TATARA_SAYS("Phrase", "%1: %2"), {context, messageOf(error)}));
  return told;
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
