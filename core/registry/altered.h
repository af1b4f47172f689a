// Versions whose files are not those that were registered, for lists; what is wrong with one of them says
// loadVersionFiles() (evidence.h).
//
// Errors: those of the store. Threads: inside a read lease.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/sql/connection.h"

namespace tatara::registry {

// Those of a model's newest `most` versions of which a registered file is missing or altered, ascending.
Result<std::vector<std::int64_t>> loadAlteredVersions(sql::Connection& connection, std::string_view model,
                                                      std::int64_t most);

}  // namespace tatara::registry
