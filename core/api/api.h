// The doors of the tracking server: MLflow's REST endpoints over a workspace's store and artifacts.
//
// Answers are those of MLflow's own server: paths under /api/2.0/mlflow and /ajax-api/2.0/mlflow, field
// names, error codes and texts, limits, defaults, page tokens. Where it differs on purpose: no SQL in
// messages, infinities are kept ("Infinity"), a batch is one transaction, and no mistake of a user is
// answered 5xx, because its clients would repeat the request for minutes.
//
// A write is answered when it is durable. Files go to core/artifact as they arrive; the server opens no URI
// that a client gave.
// Threads: router() hands out handlers that may run on any thread; they keep the store alive.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/api/gate.h"
#include "core/api/server_metrics.h"
#include "core/http/router.h"
#include "core/http/server.h"
#include "core/store/store.h"

namespace tatara::api {

// What /version says: the MLflow whose contract this is.
inline constexpr std::string_view kMlflowVersion = "3.11.0";

struct Options {
  // Where new experiments keep artifacts: "<this>/<experiment id>". Anything but mlflow-artifacts:/ is
  // written and read by the clients themselves.
  std::string artifactRoot = "mlflow-artifacts:/";
  bool serveArtifacts = true;
  Strangers strangers = Strangers::MayLog;
  // Told of every version that a client registered, when it is durable; on any thread, and must not wait.
  std::function<void(const std::string& model, std::int64_t version)> onVersion;
  // Counts requests and points, and is what GET /metrics answers; without it there is no such path.
  std::shared_ptr<ServerMetrics> metrics;
};

http::Router makeRouter(std::shared_ptr<store::Store> store, const Options& options);

// Fills in what a server needs to speak MLflow's errors, to know its callers, and to be counted. Requests
// that took long are logged.
Status configure(http::ServerOptions& server, const std::shared_ptr<store::Store>& store,
                 const Options& options);

}  // namespace tatara::api
