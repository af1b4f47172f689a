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

}  // namespace

void addSystemRoutes(Routes& routes) {
  routes.router().add(http::Method::Get, "/health", saying("OK"));
  routes.router().add(http::Method::Get, "/version", saying(kMlflowVersion));
  routes.at(http::Method::Get, "/api/3.0/mlflow/server-info", serverInfo);
  routes.at(http::Method::Get, "/ajax-api/3.0/mlflow/server-info", serverInfo);
}

}  // namespace tatara::api
