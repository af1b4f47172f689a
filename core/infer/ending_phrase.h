// How a process ended, as a part of a sentence: exec::Ending::words() as a phrase. Threads: any.
#pragma once

#include "core/exec/child.h"
#include "core/text/phrase.h"

namespace tatara::infer {

text::Phrase endingPhrase(const exec::Ending& ending);

}  // namespace tatara::infer
