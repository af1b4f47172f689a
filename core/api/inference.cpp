#include "core/api/inference.h"

#include <algorithm>

#include "core/api/internal/inference_body.h"
#include "core/api/internal/inference_call.h"
#include "core/base/number_text.h"
#include "core/base/random.h"
#include "core/crypto/digest.h"

namespace tatara::api {
namespace {

using std::chrono::steady_clock;
using text::Json;

int statusOf(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::InvalidArgument:
    case ErrorKind::Parse:
      return 400;
    case ErrorKind::NotFound:
      return 404;
    case ErrorKind::Busy:
      return 503;
    default:
      return 500;
  }
}

std::string soundId(std::string_view given) {
  constexpr std::size_t kLongest = 128;
  const bool sound = !given.empty() && given.size() <= kLongest &&
                     std::ranges::all_of(given, [](char c) { return c > ' ' && c < '\x7f'; });
  return sound ? std::string(given) : randomHex(16);
}

// How long the caller waits, by our own header or by the one that Envoy, and so KServe's ingress, sends on:
// the smaller where both are there.
Result<std::optional<std::chrono::milliseconds>> timeoutOf(const http::Request& request) {
  constexpr std::int64_t kLongest = 24 * 3600 * 1000;
  std::optional<std::chrono::milliseconds> least;
  for (const char* name : {"x-request-timeout-ms", "x-envoy-expected-rq-timeout-ms"}) {
    const auto field = request.field(name);
    if (!field) {
      continue;
    }
    const auto number = parseInt(*field);
    if (!number || *number < 1) {
      return makeError(ErrorKind::InvalidArgument, std::string(name) + " is a number of milliseconds from 1");
    }
    const std::chrono::milliseconds time(std::min(*number, kLongest));
    least = least ? std::min(*least, time) : time;
  }
  return least;
}

// Bodies from this size on are held apart from the request, so that its deadline is kept while they are read.
constexpr std::size_t kHeldBody = 256u << 10;

// What decoding reads of a request: its fields and its body.
struct HeldRequest {
  HeldRequest(const http::Request& request, std::string taken) {
    for (const http::Field& field : request.fields) {
      texts.emplace_back(field.name, field.value);
    }
    for (const auto& [name, value] : texts) {
      held.fields.push_back({name, value});
    }
    held.body = std::move(taken);
  }
  std::vector<std::pair<std::string, std::string>> texts;
  http::Request held;
};

http::Response retryLater(http::Response response) {
  response.fields.emplace_back("Retry-After", "1");
  return response;
}

// {"dataframe_split": …} and its three sisters; exactly one of them.
Result<infer::Batch> decodeScoring(const infer::Signature& signature, const http::Request& request) {
  const std::string_view type = request.field("content-type").value_or("application/json");
  if (type.starts_with("text/csv")) {
    if (isUtf16(request.body)) {
      return makeError(ErrorKind::Parse, "The body is UTF-16; send CSV as UTF-8");
    }
    return batchFromCsv(signature, request.body);
  }
  if (!type.starts_with("application/json")) {
    return makeError(ErrorKind::InvalidArgument, "The Content-Type '" + std::string(type.substr(0, 80)) +
                                                     "' is not taken; send application/json or text/csv");
  }
  TATARA_ASSIGN(const Json body, parseInferenceJson(request.body));
  const Json* found = nullptr;
  std::string_view form;
  for (const std::string_view key : {"dataframe_split", "dataframe_records", "instances", "inputs"}) {
    if (const Json* value = body.find(key)) {
      if (found) {
        return makeError(ErrorKind::InvalidArgument, "The body has both \"" + std::string(form) +
                                                         "\" and \"" + std::string(key) +
                                                         "\"; one of them is wanted");
      }
      found = value;
      form = key;
    }
  }
  if (!found) {
    return makeError(ErrorKind::InvalidArgument,
                     "The body is an object with one of the keys \"dataframe_split\", \"dataframe_records\", "
                     "\"instances\" and \"inputs\"");
  }
  return form == "dataframe_split" ? batchFromSplit(signature, *found)
         : form == "inputs"        ? batchFromColumns(signature, *found)
                                   : batchFromRows(signature, *found);
}

Result<Question> readScoring(const infer::Signature& signature, const http::Request& request) {
  Question question;
  TATARA_ASSIGN(question.inputs, decodeScoring(signature, request));
  question.write = [](const deploy::Call&, const infer::Batch& answer) -> Result<http::Response> {
    std::string body = "{\"predictions\": ";
    appendAnswerRows(body, answer);
    body.push_back('}');
    return http::jsonResponse(std::move(body));
  };
  return question;
}

std::string_view variantOf(const http::Request& request) {
  std::string_view variant = request.field("x-amzn-sagemaker-target-variant").value_or("");
  if (variant.starts_with('v')) {
    variant.remove_prefix(1);
  }
  return variant;
}

http::AsyncHandler scoring(const SharedServing& serving) {
  return [serving](const http::Request& request, http::Reply reply) {
    serve(serving, request, std::move(reply), {request.param("name"), variantOf(request)}, Dialect::Mlflow,
          readScoring);
  };
}

http::Handler ping(const SharedServing& serving) {
  return [serving](const http::Request& request) -> Result<http::Response> {
    const auto endpoints = serving->endpoints();
    for (const auto& endpoint : endpoints) {
      if (!endpoint->ready() && request.path == "/ping") {
        return http::textResponse(
            "The endpoint \"" + endpoint->endpoint.name + "\" does not serve: " + endpoint->problem + "\n",
            503);
      }
    }
    return http::textResponse("\n");
  };
}

Result<deploy::Label> labelOf(const Json& item, std::size_t place) {
  deploy::Label label;
  const std::string* request = item["request_id"].asString();
  const Json& value = item["label"];
  if (!request || request->empty() || value.isNull() || value.isArray() || value.isObject()) {
    return makeError(ErrorKind::InvalidArgument, "Label " + std::to_string(place + 1) +
                                                     " is an object with \"request_id\" and \"label\", and "
                                                     "\"row\" where the request had several");
  }
  label.request = *request;
  label.row = item["row"].asInt().value_or(0);
  label.value = value.asString() ? *value.asString() : text::toJson(value);
  return label;
}

Result<http::Response> takeLabels(deploy::Serving& serving, const http::Request& request) {
  TATARA_ASSIGN(const Json body, parseInferenceJson(request.body));
  const std::string* name = body["endpoint"].asString();
  const auto endpoint = serving.find(name ? std::string_view(*name) : std::string_view());
  if (!endpoint) {
    return makeError(ErrorKind::NotFound, "There is no such endpoint; name one in \"endpoint\"");
  }
  if (const auto refusal = refuseCaller(*endpoint, request.caller.name)) {
    return inferenceFailure(Dialect::Mlflow, refusal->status, refusal->message);
  }
  if (body["labels"].items().empty()) {
    return makeError(ErrorKind::InvalidArgument, "\"labels\" is an array of labels");
  }
  std::vector<deploy::Label> labels;
  for (const Json& item : body["labels"].items()) {
    TATARA_ASSIGN(deploy::Label label, labelOf(item, labels.size()));
    labels.push_back(std::move(label));
  }
  const Timestamp now = serving.store().clock().now();
  TATARA_ASSIGN(const auto counts, serving.store().writeFor([&](store::Writer& writer) {
    return deploy::addLabels(writer, endpoint->endpoint.name, labels, now);
  }));
  return http::jsonResponse(text::toJson(Json::object()
                                             .set("taken", counts.taken)
                                             .set("repeated", counts.repeated)
                                             .set("conflicting", counts.conflicting)));
}

}  // namespace

std::optional<Turned> refuseCaller(const deploy::ServedEndpoint& endpoint, std::string_view caller) {
  const auto& callers = endpoint.endpoint.settings.callers;
  if (callers.empty() || std::ranges::find(callers, caller) != callers.end()) {
    return std::nullopt;
  }
  const std::string& name = endpoint.endpoint.name;
  return caller.empty() ? Turned{401, "The endpoint \"" + name +
                                          "\" answers those whom it names alone; show an access token that "
                                          "\"tatara tokens create\" made: Authorization: Bearer TOKEN"}
                        : Turned{403, std::string(caller) +
                                          " is not among those who may ask the endpoint \"" + name + "\""};
}

http::Response inferenceFailure(Dialect dialect, int status, std::string_view message) {
  Json body = Json::object();
  if (dialect == Dialect::Plain) {
    return http::jsonResponse(text::toJson(body.set("error", message)), status);
  }
  const std::string_view code = status == 400   ? "BAD_REQUEST"
                                : status == 404 ? "RESOURCE_DOES_NOT_EXIST"
                                : status == 503 ? "TEMPORARILY_UNAVAILABLE"
                                : status == 504 ? "DEADLINE_EXCEEDED"
                                : status == 401 ? "UNAUTHENTICATED"
                                : status == 403 ? "PERMISSION_DENIED"
                                : status < 500  ? "BAD_REQUEST"
                                                : "INTERNAL_ERROR";
  return http::jsonResponse(text::toJson(body.set("error_code", code).set("message", message)), status);
}

http::Response inferenceFailure(Dialect dialect, const Error& error) {
  const int status = deploy::missedDeadline(error) ? 504 : statusOf(error.kind);
  http::Response response = inferenceFailure(dialect, status, error.message);
  return response.status == 503 ? retryLater(std::move(response)) : std::move(response);
}

std::variant<Admitted, Turned> admit(const SharedServing& serving, const Target& target,
                                     std::string_view routingKey, std::string_view requestId) {
  const auto endpoint = serving->find(target.endpoint);
  if (!endpoint) {
    return Turned{404,
                  target.endpoint.empty()
                      ? std::string("There is no default endpoint; name one: /endpoints/NAME/invocations")
                      : "There is no endpoint \"" + std::string(target.endpoint) + "\""};
  }
  const std::string& name = endpoint->endpoint.name;
  if (auto refusal = refuseCaller(*endpoint, target.caller)) {
    return *std::move(refusal);
  }
  if (!endpoint->ready()) {
    return Turned{503, "The endpoint \"" + name + "\" does not serve: " + endpoint->problem};
  }
  const deploy::ServedVersion* version = nullptr;
  if (target.version.empty()) {
    version = &endpoint->choose(routingKey);
  } else if (const auto number = parseInt(target.version)) {
    version = endpoint->find(*number);
  }
  if (!version) {
    return Turned{404, "The endpoint \"" + name + "\" serves no version " + std::string(target.version)};
  }
  auto ticket = serving->admit(*endpoint);
  if (!ticket) {
    return Turned{503, "The endpoint \"" + name + "\" has all the requests it can take; try again"};
  }
  return Admitted{{.endpoint = endpoint,
                   .version = version,
                   .id = soundId(requestId),
                   .arrived = steady_clock::now(),
                   .drawn = target.version.empty()},
                  std::move(*ticket)};
}

void serve(const SharedServing& serving, const http::Request& request, http::Reply reply,
           const Target& target, Dialect dialect, Read read) {
  const auto timeout = timeoutOf(request);
  if (!timeout) {
    return reply.send(inferenceFailure(dialect, timeout.error()));
  }
  auto admitted =
      admit(serving, {target.endpoint, target.version, request.caller.name},
            request.field("x-routing-key").value_or(""), request.field("x-request-id").value_or(""));
  if (const auto* turned = std::get_if<Turned>(&admitted)) {
    http::Response response = inferenceFailure(dialect, turned->status, turned->message);
    return reply.send(turned->status == 503 ? retryLater(std::move(response)) : std::move(response));
  }
  auto& [call, ticket] = std::get<Admitted>(admitted);
  if (*timeout) {
    call.deadline = call.arrived + **timeout;
  }
  // Shared, since std::function wants to copy what it holds. The request lives until its answer was given,
  // which may be before a large body is read.
  struct Work {
    http::Reply reply;
    deploy::Call call;
    decltype(Question::write) write;
  };
  const std::size_t bytes = request.body.size();
  const auto held =
      bytes >= kHeldBody ? std::make_shared<const HeldRequest>(request, reply.takeBody()) : nullptr;
  auto work = std::make_shared<Work>(Work{std::move(reply), call, nullptr});
  serving->run({.call = std::move(call),
                .ticket = std::move(ticket),
                .decode = [work, read, &request, held](const infer::Signature& signature,
                                                       deploy::Call& asked) -> Result<infer::Batch> {
                  const ReadUntil within(
                      std::min(asked.deadline, asked.arrived + asked.endpoint->endpoint.settings.deadline));
                  TATARA_ASSIGN(Question question, read(signature, held ? held->held : request));
                  work->write = std::move(question.write);
                  if (question.timeout) {
                    asked.deadline = std::min(asked.deadline, asked.arrived + *question.timeout);
                  }
                  return std::move(question.inputs);
                },
                .answer =
                    [work, dialect](Result<infer::Batch> answer) {
                      Result<http::Response> written =
                          answer ? work->write(work->call, *answer) : Result<http::Response>(answer.error());
                      http::Response response =
                          written ? std::move(*written) : inferenceFailure(dialect, written.error());
                      const std::string served = std::to_string(work->call.version->route.version);
                      response.fields.emplace_back("X-Request-Id", work->call.id);
                      response.fields.emplace_back("X-Served-Version", served);
                      response.fields.emplace_back("X-Amzn-Invoked-Production-Variant", "v" + served);
                      work->reply.send(std::move(response));
                    },
                .holdsRequest = held != nullptr,
                .bytes = bytes});
}

void addMlflowScoring(http::Router& router, const SharedServing& serving) {
  router.addAsync(http::Method::Post, "/invocations", scoring(serving));
  router.addAsync(http::Method::Post, "/endpoints/{name}/invocations", scoring(serving));
  router.add(http::Method::Get, "/ping", ping(serving));
  router.add(http::Method::Get, "/health", ping(serving));
  router.add(http::Method::Get, "/version",
             [](const http::Request&) -> Result<http::Response> { return http::textResponse("3.11.0"); });
  router.add(http::Method::Post, "/labels",
             [serving](const http::Request& request) { return takeLabels(*serving, request); });
}

http::Router makeInferenceRouter(std::shared_ptr<deploy::Serving> serving) {
  http::Router router;
  addMlflowScoring(router, serving);
  addInferenceV2(router, serving);
  addTensorflowServing(router, serving);
  addInferenceMetrics(router, serving);
  return router;
}

void configureInference(http::ServerOptions& server, const std::string& token,
                        std::shared_ptr<const TokenBook> book) {
  server.refuse = [](const http::Refusal& refusal) {
    return inferenceFailure(Dialect::Mlflow, refusal.status, refusal.message);
  };
  server.explain = [](const Error& error) { return inferenceFailure(Dialect::Mlflow, error); };
  server.hostExempt = {"/ping", "/health", "/version"};
  server.gate = [token, book = std::move(book)](http::Request& request) -> std::optional<http::Refusal> {
    constexpr std::string_view kBearer = "Bearer ";
    const std::string_view given = request.field("authorization").value_or("");
    const bool open = request.path == "/ping" || request.path == "/health" || request.path == "/version";
    const bool shown = given.starts_with(kBearer);
    if (open ||
        (shown && !token.empty() && crypto::equalInConstantTime(given.substr(kBearer.size()), token))) {
      return std::nullopt;
    }
    if (const auto own = shown && book ? book->find(given.substr(kBearer.size())) : std::nullopt) {
      request.caller = {own->person, own->scopes.bits(), own->id, own->automated};
      return std::nullopt;
    }
    const bool ours = shown && given.substr(kBearer.size()).starts_with("tatara_");
    if (token.empty() && !ours) {
      return std::nullopt;
    }
    return http::Refusal{401, shown ? "This token is unknown, has expired or was revoked"
                                    : "This server asks for its token: Authorization: Bearer TOKEN"};
  };
}

}  // namespace tatara::api
