#include "app/cli/mlflow_place.h"

#include <cstdlib>

namespace tatara::cli {
namespace {

std::string fromEnvironment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

}  // namespace

bool isUrl(std::string_view place) {
  return place.starts_with("http://") || place.starts_with("https://");
}

http::ClientOptions serverOf(const std::string& url, std::stop_token stop) {
  http::ClientOptions server;
  server.url = url;
  server.token = fromEnvironment("MLFLOW_TRACKING_TOKEN");
  server.user = fromEnvironment("MLFLOW_TRACKING_USERNAME");
  server.password = fromEnvironment("MLFLOW_TRACKING_PASSWORD");
  server.stop = std::move(stop);
  return server;
}

}  // namespace tatara::cli
