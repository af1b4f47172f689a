// The verbs about what was asked of an endpoint: requests, keep, replay, erase, set, labels.
#pragma once

#include <vector>

#include "app/cli/verb.h"

namespace tatara::cli {

std::vector<Verb> endpointsLogVerbs();
Verb endpointsLabelsVerb();

}  // namespace tatara::cli
