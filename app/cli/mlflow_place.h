// A tracking server that a person names where a folder could stand as well. Threads: pure functions, but for
// the environment.
#pragma once

#include <stop_token>
#include <string>
#include <string_view>

#include "core/http/client.h"

namespace tatara::cli {

bool isUrl(std::string_view place);
// With the user, password and token that MLflow's clients take from the environment.
http::ClientOptions serverOf(const std::string& url, std::stop_token stop);

}  // namespace tatara::cli
