#include "core/http/message.h"

#include "core/http/internal/ascii.h"

namespace tatara::http {

std::string_view toString(Method method) {
  switch (method) {
    case Method::Get:
      return "GET";
    case Method::Head:
      return "HEAD";
    case Method::Post:
      return "POST";
    case Method::Put:
      return "PUT";
    case Method::Patch:
      return "PATCH";
    case Method::Delete:
      return "DELETE";
    case Method::Options:
      return "OPTIONS";
    case Method::Other:
      break;
  }
  return "OTHER";
}

std::optional<std::string_view> Request::field(std::string_view name) const {
  for (const Field& each : fields) {
    if (equalIgnoringCase(each.name, name)) {
      return each.value;
    }
  }
  return std::nullopt;
}

std::optional<std::string_view> Request::queryValue(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) {
      return value;
    }
  }
  return std::nullopt;
}

std::string_view Request::param(std::string_view name) const {
  for (const auto& [key, value] : params) {
    if (key == name) {
      return value;
    }
  }
  return {};
}

Response jsonResponse(std::string body, int status) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

Response textResponse(std::string body, int status) {
  Response response;
  response.status = status;
  response.contentType = "text/plain; charset=utf-8";
  response.body = std::move(body);
  return response;
}

}  // namespace tatara::http
