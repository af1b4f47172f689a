#include "core/api/internal/routes.h"

namespace tatara::api {
namespace {

http::Handler saying(std::string_view text) {
  return [answer = std::string(text)](const http::Request&) -> Answer { return http::textResponse(answer); };
}

// Where the links lead that MLflow's clients print. It names no folder: whoever reaches the server may read
// it.
http::Handler signpost() {
  return [](const http::Request&) -> Answer {
    http::Response response = http::textResponse(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Tatara tracking server</title>"
        "<body style=\"font:15px/1.6 Inter,sans-serif;max-width:36em;margin:12vh auto;padding:0 1em\">"
        "<h1 style=\"font-size:20px\">Tatara tracking server</h1>"
        "<p>Runs are logged here and looked at in the workbench, which is a program and not a page:</p>"
        "<pre>tatara-workbench</pre>"
        "<p>or on the command line with <code>tatara runs search</code> and <code>tatara runs show "
        "RUN</code>. "
        "The identifiers in the link that led here are those of the experiment and the run.</p>\n");
    response.contentType = "text/html; charset=utf-8";
    return response;
  };
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
  routes.router().add(http::Method::Get, "/", signpost());
  routes.router().add(http::Method::Get, "/health", saying("OK"));
  routes.router().add(http::Method::Get, "/version", saying(kMlflowVersion));
  routes.at(http::Method::Get, "/api/3.0/mlflow/server-info", serverInfo);
  routes.at(http::Method::Get, "/ajax-api/3.0/mlflow/server-info", serverInfo);
  if (routes.context()->options.metrics) {
    routes.at(http::Method::Get, "/metrics", serverMetrics);
  }
}

}  // namespace tatara::api
