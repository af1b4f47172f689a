// What changes for those who call a model when another version answers.
//
// Compatible means: whoever sends what the champion's signature asks for can send it to the challenger, and
// finds every output of the champion in its answer. A type may become wider (integer, long; float, double; a
// whole number where a real one is taken), an input may become optional or go, an output may be added.
//
// Threads: a pure function over signatures as MLmodel files have them ("inputs" and "outputs", arrays of
// columns).
#pragma once

#include <string>
#include <vector>

#include "core/text/json.h"
#include "core/text/phrase.h"

namespace tatara::evaluate {

struct SignatureChange {
  text::Phrase what;  // "input 'age' is new and required"
  bool breaks = false;
};
struct SignatureComparison {
  bool known = false;  // both have one
  bool compatible = false;
  std::vector<SignatureChange> changes;
};
SignatureComparison compareSignatures(const text::Json& champion, const text::Json& challenger);

}  // namespace tatara::evaluate
