// A sentence that the core made, as the person reads it: each of its patterns in the language of the window.
// The translations stand under the context "Phrase", in the file of the kit that translations.py names.
// Threads: GUI thread.
#pragma once

#include <QString>

#include "core/text/phrase.h"

namespace tatara::ui {

QString phraseText(const text::Phrase& phrase);

}  // namespace tatara::ui
