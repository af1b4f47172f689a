#include "core/api/api.h"

#include "core/api/internal/routes.h"
#include "core/base/log.h"

namespace tatara::api {
namespace {

constexpr std::string_view kPrefixes[] = {"/api/2.0/mlflow/", "/ajax-api/2.0/mlflow/"};
constexpr std::string_view kPrefixes3[] = {"/api/3.0/mlflow/", "/ajax-api/3.0/mlflow/"};

// Uploads and downloads take as long as their peers do.
void noteSlow(const http::Exchange& exchange) {
  constexpr std::chrono::seconds kLong{2};
  constexpr std::uint64_t kLarge = 1u << 20;
  const bool slow = exchange.time > kLong && exchange.bytesIn < kLarge && exchange.bytesOut < kLarge;
  if (slow) {
    const auto millis = std::chrono::duration_cast<Millis>(exchange.time).count();
    log::warning(std::string(http::toString(exchange.method)) + " " +
                 std::string(exchange.route.empty() ? "of no route" : exchange.route) + " answered " +
                 std::to_string(exchange.status) + " after " + std::to_string(millis) + " ms");
  }
}

}  // namespace

registry::Actor Context::actor(const http::Request& request) const {
  return callerOf(request, "mlflow-client");
}

void Routes::on(http::Method method, std::string_view path, ApiHandler handler) {
  for (const std::string_view prefix : kPrefixes) {
    at(method, std::string(prefix) + std::string(path), handler);
  }
}

void Routes::on3(http::Method method, std::string_view path, ApiHandler handler) {
  for (const std::string_view prefix : kPrefixes3) {
    at(method, std::string(prefix) + std::string(path), handler);
  }
}

void Routes::onAsync(http::Method method, std::string_view path, ApiAsyncHandler handler) {
  for (const std::string_view prefix : kPrefixes) {
    m_router.addAsync(method, std::string(prefix) + std::string(path),
                      [context = m_context, handler](const http::Request& request, http::Reply reply) {
                        handler(*context, request, std::move(reply));
                      });
  }
}

void Routes::at(http::Method method, std::string_view path, ApiHandler handler) {
  m_router.add(method, path, [context = m_context, handler](const http::Request& request) -> Answer {
    TATARA_ASSIGN(const Arguments arguments, Arguments::read(request));
    return handler(*context, arguments);
  });
}

http::Router makeRouter(std::shared_ptr<store::Store> store, const Options& options) {
  http::Router router;
  Routes routes(router, std::make_shared<Context>(std::move(store), options));
  addExperimentRoutes(routes);
  addRunRoutes(routes);
  addLoggingRoutes(routes);
  addMetricRoutes(routes);
  addRunSearchRoutes(routes);
  addInputRoutes(routes);
  addLoggedModelRoutes(routes);
  addLoggedModelSearchRoutes(routes);
  addRegisteredModelRoutes(routes);
  addModelVersionRoutes(routes);
  addTransitionRequestRoutes(routes);
  addRunArtifactRoutes(routes);
  if (options.serveArtifacts) {
    addArtifactRoutes(routes);
  }
  addTraceRoutes(routes);
  addTraceRoutesOfMlflow2(routes);
  addSpanRoutes(routes);
  addTraceFileRoutes(routes);
  addSystemRoutes(routes);
  return router;
}

Status configure(http::ServerOptions& server, const std::shared_ptr<store::Store>& store,
                 const Options& options) {
  TATARA_ASSIGN(server.gate, makeGate(store, options.strangers));
  server.refuse = refuse;
  server.explain = explain;
  server.hostExempt = {"/health", "/version"};
  server.watch = [metrics = options.metrics](const http::Exchange& exchange) {
    if (metrics) {
      metrics->count(exchange);
    }
    noteSlow(exchange);
  };
  return {};
}

}  // namespace tatara::api
