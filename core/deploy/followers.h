// Endpoints that follow an alias: what a move of it moves too.
//
// Errors: those of the store. Threads: inside a read lease.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/sql/connection.h"

namespace tatara::deploy {

// Their names, sorted.
Result<std::vector<std::string>> followersOf(sql::Connection& connection, std::string_view model,
                                             std::string_view alias);

}  // namespace tatara::deploy
