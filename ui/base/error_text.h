// The message of an error as the person reads it: in the language of the window where the core made it of
// phrases, else as it stands. Threads: GUI thread.
#pragma once

#include <QString>

#include "core/base/result.h"

namespace tatara::ui {

QString messageText(const Error& error);

}  // namespace tatara::ui
