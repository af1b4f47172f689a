// What the verbs that change models share: who acts, how it is told what was done; and the one of them that
// fills a file of its own. Threads: one.
#pragma once

#include <string>

#include "app/cli/session.h"
#include "app/cli/verb.h"
#include "core/registry/actor.h"

namespace tatara::cli {

Verb modelsRegisterVerb();

registry::Actor me();
// The sentence, and for programs the model and its version; 0: of the model as a whole. Gives the exit code.
int tell(Session& session, const std::string& sentence, const std::string& model, std::int64_t version);

}  // namespace tatara::cli
