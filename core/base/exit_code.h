// The table from error kinds to exit codes: 0 done, 1 a check said no, 2 wrong use, 3 not found, 4 refused, 5
// input damaged or not understood, 6 input or output, 70 our fault; 130 when Ctrl+C ended it.
#pragma once

#include "core/base/result.h"

namespace tatara {

int exitCodeOf(ErrorKind kind);

}  // namespace tatara
