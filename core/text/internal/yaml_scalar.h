// What a plain YAML scalar means: YAML 1.2's core schema (chapter 10.3.2) and PyYAML's resolver.py for
// YAML 1.1.
#pragma once

#include <string_view>

#include "core/text/yaml.h"

namespace tatara::text {

Json resolvePlainScalar(std::string_view text, YamlDialect dialect);

// Whether some reader may take the plain word for something other than a string.
bool isAmbiguousPlainScalar(std::string_view text);

}  // namespace tatara::text
