#include "app/cli/lambda_runtime.h"

#include <optional>

#include "core/crypto/base64.h"
#include "core/http/client.h"
#include "core/text/json.h"

namespace tatara::cli {
namespace {

using text::Json;

constexpr const char* kInvocations = "/2018-06-01/runtime/invocation/";
constexpr std::size_t kLargestEvent = 32u << 20;

struct Request {
  bool get = false;
  std::string target = "/invocations";
  std::string type;
  std::string body;
  bool overHttp = false;
};

std::string textOf(const Json& value) {
  return value.asString() ? *value.asString() : std::string();
}

std::string headerOf(const Json& headers, std::string_view wanted) {
  for (const text::JsonMember& member : headers.members()) {
    if (member.key.size() == wanted.size() &&
        std::equal(wanted.begin(), wanted.end(), member.key.begin(), [](char a, char b) {
          return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
        })) {
      return textOf(member.value);
    }
  }
  return {};
}

// Payload formats 1.0 and 2.0 of HTTP integrations.
Result<Request> requestOf(const std::string& event) {
  TATARA_ASSIGN(const Json json, text::parseJson(event));
  Request request;
  const Json& context = json["requestContext"];
  request.overHttp = context.isObject();
  if (!request.overHttp) {
    request.body = event;
    return request;
  }
  const std::string method =
      json.find("httpMethod") ? textOf(json["httpMethod"]) : textOf(context["http"]["method"]);
  const std::string path = json.find("rawPath") ? textOf(json["rawPath"]) : textOf(json["path"]);
  request.get = method == "GET";
  if (path.size() > 1 && path.starts_with('/')) {
    request.target = path;
  }
  request.type = headerOf(json["headers"], "content-type");
  request.body = textOf(json["body"]);
  if (json["isBase64Encoded"].asBool().value_or(false)) {
    auto plain = crypto::fromBase64(request.body);
    if (!plain) {
      return makeError(ErrorKind::InvalidArgument, "The event's body is not the base64 that it says it is");
    }
    request.body = *std::move(plain);
  }
  return request;
}

Result<http::ClientAnswer> askServer(http::Client& server, const Request& request) {
  if (request.get) {
    return server.get(request.target);
  }
  std::vector<std::pair<std::string, std::string>> fields;
  if (!request.type.empty()) {
    fields.emplace_back("Content-Type", request.type);
  }
  return server.post(request.target, request.body, fields);
}

Json errorOf(std::string_view message, std::string_view type) {
  return Json::object().set("errorMessage", message).set("errorType", type).set("stackTrace", Json::array());
}

struct Outcome {
  bool failed = false;
  std::string body;
};

Outcome outcomeOf(http::Client& server, const std::string& event) {
  const auto request = requestOf(event);
  if (!request) {
    return {true, text::toJson(errorOf(request.error().message, "Tatara.BadEvent"))};
  }
  const auto answer = askServer(server, *request);
  if (!answer) {
    return {true, text::toJson(errorOf(answer.error().message, "Tatara.Server"))};
  }
  if (request->overHttp) {
    const std::string type = answer->field("Content-Type");
    return {false, text::toJson(Json::object()
                                    .set("statusCode", answer->status)
                                    .set("headers", Json::object().set("Content-Type", type))
                                    .set("body", answer->body)
                                    .set("isBase64Encoded", false))};
  }
  if (answer->status != 200) {
    const auto said = text::parseJson(answer->body);
    const std::string message = said ? textOf((*said)["message"]) : std::string();
    return {true, text::toJson(errorOf(message.empty() ? answer->body : message, "Tatara.BadInput"))};
  }
  return {false, answer->body};
}

}  // namespace

Status answerLambda(const std::string& api, const std::string& server, std::stop_token stop) {
  // An event may be a long time in coming.
  TATARA_ASSIGN(auto runtime, http::Client::open({.url = "http://" + api,
                                                  .timeout = std::chrono::hours(1),
                                                  .maxBody = kLargestEvent,
                                                  .stop = stop}));
  TATARA_ASSIGN(auto client,
                http::Client::open({.url = server, .timeout = std::chrono::minutes(15), .stop = stop}));
  while (!stop.stop_requested()) {
    TATARA_ASSIGN(const auto next, runtime.get(std::string(kInvocations) + "next"));
    const std::string id = next.field("Lambda-Runtime-Aws-Request-Id");
    if (next.status != 200 || id.empty() || id.find_first_of("/ \r\n?#") != std::string::npos) {
      return makeError(ErrorKind::Io, "The runtime API of Lambda answers " + std::to_string(next.status) +
                                          " where an event was due");
    }
    const Outcome outcome = outcomeOf(client, next.body);
    const std::string target = kInvocations + id + (outcome.failed ? "/error" : "/response");
    std::vector<std::pair<std::string, std::string>> fields;
    if (outcome.failed) {
      fields.emplace_back("Lambda-Runtime-Function-Error-Type", "Tatara.Refused");
    }
    TATARA_ASSIGN(const auto taken, runtime.post(target, outcome.body, fields));
    if (taken.status >= 500) {
      return makeError(ErrorKind::Io, "The runtime API of Lambda answers " + std::to_string(taken.status));
    }
  }
  return {};
}

}  // namespace tatara::cli
