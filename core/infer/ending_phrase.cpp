#include "core/infer/ending_phrase.h"

#include <cstring>
#include <string>

namespace tatara::infer {

text::Phrase endingPhrase(const exec::Ending& ending) {
  if (ending == exec::kEndingUntold) {
    return text::Phrase::say(TATARA_SAYS("Phrase", "ended, and the system does not tell how"));
  }
  if (ending.signal != 0) {
    const char* name = ::strsignal(ending.signal);
    return text::Phrase::say(TATARA_SAYS("Phrase", "was ended by signal %1 (%2)"),
                             {std::to_string(ending.signal), name ? name : "unknown"});
  }
  return text::Phrase::say(TATARA_SAYS("Phrase", "ended with code %1"), {std::to_string(ending.code)});
}

}  // namespace tatara::infer
