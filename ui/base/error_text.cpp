#include "ui/base/error_text.h"

#include "core/text/error_phrase.h"
#include "ui/base/phrase_text.h"

namespace tatara::ui {

QString messageText(const Error& error) {
  return phraseText(text::messageOf(error));
}

}  // namespace tatara::ui
