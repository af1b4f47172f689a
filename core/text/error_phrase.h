// Errors whose message is a phrase, so that the interface can tell it in its language.
//
// An Error holds the English sentence, as logs, the command line and the wire want it. The phrases of the
// last few hundred errors are kept beside: phraseOf() finds one by its sentence, behind a context too
// ("opening rides.csv: …"). One that is forgotten is told in English. Threads: any.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/text/phrase.h"

namespace tatara::text {

Error phraseError(ErrorKind kind, const Phrase& message, std::string detail = {});
// `pattern` is one in TATARA_SAYS.
Error sayError(ErrorKind kind, std::string_view pattern, std::vector<Phrase> values = {},
               std::string detail = {});

// fileError() of core/base: what the operating system said (`code`, an errno) follows the sentence.
Error sayFileError(std::string_view pattern, std::vector<Phrase> values, const std::filesystem::path& file,
                   int code);
// withContext() whose context is a phrase: "opening the store rides/.tatara/store.db: …".
Error sayContext(const Error& error, std::string_view pattern, std::vector<Phrase> values = {});
template <typename T>
Result<T> sayContext(Result<T> result, std::string_view pattern, std::vector<Phrase> values = {}) {
  if (result) {
    return result;
  }
  return sayContext(result.error(), pattern, std::move(values));
}

std::optional<Phrase> phraseOf(std::string_view message);
// The message as a value of another phrase: its phrase, else the English words.
Phrase messageOf(const Error& error);

}  // namespace tatara::text
