// What must not be deleted while an endpoint needs it: the versions it serves and those a rollback goes to,
// and the folders of their files. Told to the registry and to the artifacts as edges of the relation "held",
// which they ask before they delete; "served" stays for ever, as lineage. Threads: inside a write task.
#pragma once

#include "core/deploy/endpoints.h"

namespace tatara::deploy::internal {

// Brings the edges of the endpoint in line with its routes and its history.
Status holdVersions(store::Writer& writer, const Endpoint& endpoint, Timestamp now);
Status releaseVersions(store::Writer& writer, const Endpoint& endpoint);

}  // namespace tatara::deploy::internal
