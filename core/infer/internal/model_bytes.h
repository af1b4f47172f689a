// Whether the bytes of a model file are sound in form, before a library reads them.
//
// XGBoost trusts the lengths that a file states and follows its nesting by recursion, so that a hostile file
// could make it allocate anything or exhaust the stack. Here every length is held against the bytes that are
// really there, and the nesting against a limit; what the values mean is left to the library. The forms are
// JSON (RFC 8259, only brackets and strings are followed) and UBJSON (ubjson.org, draft 12).
//
// Threads: any. Errors: Corrupt, with the offset of the first damage.
#pragma once

#include <string_view>

#include "core/base/result.h"

namespace tatara::infer {

Status checkJsonForm(std::string_view bytes);
Status checkUbjsonForm(std::string_view bytes);

}  // namespace tatara::infer
