// The client of AWS Lambda's runtime API ("Using the Lambda runtime API for custom runtimes", version
// 2018-06-01): asks for the next event, has it answered by the model server, gives the answer back.
//
// An event of a function URL, an API gateway or a load balancer is a request of HTTP and is answered as one;
// every other event is the body of a scoring request, and its answer is the scoring's. What the server
// refuses of such an event is the invocation's error, in the server's words. Threads: one. Errors: Io when
// the API cannot be reached; ends without one when `stop` says so.
#pragma once

#include <stop_token>
#include <string>

#include "core/base/result.h"

namespace tatara::cli {

// `api` is what AWS_LAMBDA_RUNTIME_API says: host and port. `server` is the model server's URL.
Status answerLambda(const std::string& api, const std::string& server, std::stop_token stop);

}  // namespace tatara::cli
