#include "core/api/api.h"

#include "core/api/internal/routes.h"
#include "core/base/log.h"
#include "core/crypto/digest.h"

namespace tatara::api {
namespace {

constexpr std::string_view kPrefixes[] = {"/api/2.0/mlflow/", "/ajax-api/2.0/mlflow/"};

std::optional<std::string> decodeBase64Text(std::string_view text) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text.substr(0, text.find('='))) {
    const std::size_t value = kDigits.find(c);
    if (value == std::string_view::npos) {
      return std::nullopt;
    }
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    if ((count += 6) >= 8) {
      count -= 8;
      out.push_back(static_cast<char>(bits >> count & 255));
    }
  }
  return out;
}

// "Bearer TOKEN", or "Basic base64(user:TOKEN)" as the client sends MLFLOW_TRACKING_USERNAME and _PASSWORD.
std::optional<http::Refusal> checkToken(http::Request& request, const std::string& token) {
  if (request.path == "/health" || request.path == "/version") {
    return std::nullopt;  // they tell nothing, and are asked by programs that have no token
  }
  const std::string_view given = request.field("authorization").value_or("");
  constexpr std::string_view kBearer = "Bearer ";
  constexpr std::string_view kBasic = "Basic ";
  if (given.starts_with(kBearer) && crypto::equalInConstantTime(given.substr(kBearer.size()), token)) {
    return std::nullopt;
  }
  if (given.starts_with(kBasic)) {
    const auto decoded = decodeBase64Text(given.substr(kBasic.size()));
    const std::size_t colon = decoded ? decoded->find(':') : std::string::npos;
    if (colon != std::string::npos &&
        crypto::equalInConstantTime(std::string_view(*decoded).substr(colon + 1), token)) {
      request.caller = decoded->substr(0, colon);
      return std::nullopt;
    }
  }
  return http::Refusal{401, "This server asks for its token; set MLFLOW_TRACKING_TOKEN to it"};
}

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
  registry::Actor actor = registry::currentActor("mlflow-client");
  if (!request.caller.empty()) {
    actor.person = request.caller;
  }
  return actor;
}

void Routes::on(http::Method method, std::string_view path, ApiHandler handler) {
  for (const std::string_view prefix : kPrefixes) {
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
  addRunArtifactRoutes(routes);
  if (options.serveArtifacts) {
    addArtifactRoutes(routes);
  }
  addSystemRoutes(routes);
  return router;
}

void configure(http::ServerOptions& server, const Options& options) {
  server.refuse = refuse;
  server.explain = explain;
  server.hostExempt = {"/health", "/version"};
  server.watch = [metrics = options.metrics](const http::Exchange& exchange) {
    if (metrics) {
      metrics->count(exchange);
    }
    noteSlow(exchange);
  };
  if (!options.token.empty()) {
    server.gate = [token = options.token](http::Request& request) { return checkToken(request, token); };
  }
}

}  // namespace tatara::api
