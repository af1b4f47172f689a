// The verbs that bring in what other programs have and write out what they open; the others are in verbs.h.
#pragma once

#include <vector>

#include "app/cli/verb.h"

namespace tatara::cli {

Verb importTensorboardVerb();
std::vector<Verb> exportVerbs();
std::vector<Verb> bundleVerbs();

}  // namespace tatara::cli
