// The verbs around the server: access tokens, and the traces that its clients send.
#pragma once

#include <vector>

#include "app/cli/verb.h"

namespace tatara::cli {

std::vector<Verb> tokensVerbs();
std::vector<Verb> tracesVerbs();

}  // namespace tatara::cli
