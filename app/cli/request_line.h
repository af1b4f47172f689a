// One request to the tracking server in a line for a person: when, who, what, how it ended.
#pragma once

#include <string>

#include "core/base/clock.h"
#include "core/http/exchange.h"

namespace tatara::cli {

// "14:02:05.120  mlflow-python-client/3.17.2  127.0.0.1  POST runs/log-batch  200  1.2 ms  4.1 KB in". Times
// are UTC. What a client sent is shown without control characters and cut where it is long.
std::string requestLine(const http::Exchange& exchange, Timestamp now);

}  // namespace tatara::cli
