// The protocols of a model server over the endpoints that are loaded (core/deploy/serving.h).
//
//   MLflow scoring       /invocations, /ping, /health, /version; /endpoints/NAME/invocations
//   SageMaker            the same paths, X-Amzn-SageMaker-Target-Variant
//   Open Inference v2    /v2, /v2/health/…, /v2/models/NAME[/versions/N][/infer|/ready], binary tensors
//   included TensorFlow Serving   /v1/models/NAME[/versions/N][:predict|:classify|:regress|/metadata] ours
//   /labels, /metrics (Prometheus), /status (what the server makes of its endpoints, for the workbench)
//
// Paths without a name mean the default endpoint. A request that names a version is answered by it, whatever
// the weights; all others by weight, with the header X-Routing-Key always the same. X-Request-Id is taken or
// made, and comes back with X-Served-Version. A body that does not fit is 400 with row and column, a full
// queue 503 with Retry-After. What is not answered within the endpoint's deadline, or within the caller's own
// (X-Request-Timeout-Ms, Envoy's X-Envoy-Expected-Rq-Timeout-Ms, and in the Open Inference Protocol the
// request parameter "timeout" in microseconds, as Triton's clients send it), is 504.
//
// Threads: handlers run on the io thread and on the serving's own; they keep `serving` alive.
#pragma once

#include <memory>
#include <string>

#include "core/api/gate.h"
#include "core/api/inference_rpc.h"
#include "core/deploy/serving.h"
#include "core/http/router.h"
#include "core/http/server.h"

namespace tatara::api {

http::Router makeInferenceRouter(std::shared_ptr<deploy::Serving> serving);
// `token`: of the server itself, shown by all; empty: none is asked for. An access token out of `book` is as
// good, and says who asks, for endpoints that name their callers.
void configureInference(http::ServerOptions& server, const std::string& token,
                        std::shared_ptr<const TokenBook> book = nullptr);
// The same endpoints, for gRPC.
std::unique_ptr<RpcBackend> makeRpcBackend(std::shared_ptr<deploy::Serving> serving, std::string token,
                                           std::shared_ptr<const TokenBook> book = nullptr);

}  // namespace tatara::api
