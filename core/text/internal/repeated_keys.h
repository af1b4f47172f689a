// The rule for repeated keys that JSON and YAML share: the first place is kept with the last value, as in
// Python's dict.
#pragma once

#include "core/text/json.h"

namespace tatara::text {

void keepLastOfRepeatedKeys(Json::Object& members);

}  // namespace tatara::text
