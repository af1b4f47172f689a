// Why the policy of endpoints lets somebody not do something, as sentences that can be told in several
// languages; checkEndpointAct() and checkShare() of policy.h say the same as a Status. Threads: pure.
#pragma once

#include <optional>
#include <string_view>

#include "core/registry/policy.h"
#include "core/text/phrase.h"

namespace tatara::registry {

// Nothing: the actor may.
std::optional<text::Phrase> whyNotEndpointAct(const PolicyState& state, std::string_view endpoint,
                                              EndpointAct act, const Actor& actor);
// Nothing: the version may get this share (percent) of the endpoint's traffic.
std::optional<text::Phrase> whyNotShare(const PolicyState& state, std::string_view endpoint,
                                        const ModelVersion& version, double share);

}  // namespace tatara::registry
