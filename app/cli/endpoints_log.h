// The verbs about what was asked of an endpoint: requests, keep, replay, erase, set, labels,
// disagreements.
#pragma once

#include <vector>

#include "app/cli/verb.h"

namespace tatara::cli {

std::vector<Verb> endpointsLogVerbs();
Verb endpointsSetVerb();
Verb endpointsDeleteVerb();
Verb endpointsRestartVerb();
Verb endpointsLabelsVerb();
Verb endpointsDisagreementsVerb();

}  // namespace tatara::cli
