// Types and roles of columns as words of a sentence. Threads: pure functions.
#pragma once

#include "core/dataset/profile.h"

namespace tatara::dataset {

text::Phrase typePhrase(ColumnType type);
text::Phrase rolePhrase(ColumnRole role);

}  // namespace tatara::dataset
