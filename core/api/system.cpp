#include "core/api/internal/routes.h"

namespace tatara::api {
namespace {

http::Handler saying(std::string_view text) {
  return [answer = std::string(text)](const http::Request&) -> Answer { return http::textResponse(answer); };
}

// Clients ask at start, for telemetry and to know whether there are workspaces of MLflow's own kind.
Answer serverInfo(Context&, const Arguments&) {
  return http::jsonResponse("{\"store_type\":\"SqlStore\",\"workspaces_enabled\":false}");
}

Answer serverMetrics(Context& context, const Arguments&) {
  http::Response response = http::textResponse(context.options.metrics->text());
  response.contentType = "text/plain; version=0.0.4; charset=utf-8";
  return response;
}

}  // namespace

void addSystemRoutes(Routes& routes) {
  routes.router().add(http::Method::Get, "/health", saying("OK"));
  routes.router().add(http::Method::Get, "/version", saying(kMlflowVersion));
  routes.at(http::Method::Get, "/api/3.0/mlflow/server-info", serverInfo);
  routes.at(http::Method::Get, "/ajax-api/3.0/mlflow/server-info", serverInfo);
  if (routes.context()->options.metrics) {
    routes.at(http::Method::Get, "/metrics", serverMetrics);
  }
}

}  // namespace tatara::api
