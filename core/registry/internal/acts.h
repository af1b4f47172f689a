// Rows of the table `act`. Threads: as for the connection.
#pragma once

#include <optional>
#include <string_view>

#include "core/registry/act.h"

namespace tatara::registry::internal {

inline constexpr std::string_view kActColumns =
    "SELECT act_id, at_ms, actor, program, verb, object, before, after, reason, identity, signature, digest "
    "FROM act";

// Into an act that may be used again, so that a long chain allocates little.
void decodeAct(const sql::Rows& rows, Act& act);
std::optional<crypto::Sha256Digest> digestOf(const sql::Rows& rows, int column);
sql::Bytes bytesOf(const crypto::Sha256Digest& digest);

}  // namespace tatara::registry::internal
