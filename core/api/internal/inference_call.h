// What the inference protocols share: how a request finds its version, waits for its turn, and is told.
//
// Threads: `serve` is called on the io thread; `Read` and `Question::write` on a thread of the serving.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/deploy/serving.h"
#include "core/http/router.h"

namespace tatara::api {

using SharedServing = std::shared_ptr<deploy::Serving>;

// Which shape the words of a failure take.
enum class Dialect { Mlflow, Plain };  // {"error_code", "message"}, {"error"}

http::Response inferenceFailure(Dialect dialect, int status, std::string_view message);
http::Response inferenceFailure(Dialect dialect, const Error& error);

struct Target {
  std::string_view endpoint;     // empty: the default one
  std::string_view version;      // a number, or empty
  std::string_view caller = {};  // whose access token was shown; empty: nobody's
};
// What a body asks for, and how the answer to it is written.
struct Question {
  infer::Batch inputs;
  std::optional<std::chrono::microseconds> timeout = {};  // from its arrival, where the body says one
  std::function<Result<http::Response>(const deploy::Call&, const infer::Batch&)> write;
};
using Read = Result<Question> (*)(const infer::Signature&, const http::Request&);

// Finds the version, takes a place in the queue and hands the request on; or answers at once why not.
void serve(const SharedServing& serving, const http::Request& request, http::Reply reply,
           const Target& target, Dialect dialect, Read read);

// The version that a target and a routing key mean, and a place in its queue; or why not.
struct Admitted {
  deploy::Call call;
  deploy::Ticket ticket;
};
struct Turned {
  int status = 404;
  std::string message;
};
// Where an endpoint names its callers, whoever is not among them.
std::optional<Turned> refuseCaller(const deploy::ServedEndpoint& endpoint, std::string_view caller);
std::variant<Admitted, Turned> admit(const SharedServing& serving, const Target& target,
                                     std::string_view routingKey, std::string_view requestId);

void addMlflowScoring(http::Router& router, const SharedServing& serving);
void addInferenceV2(http::Router& router, const SharedServing& serving);
void addTensorflowServing(http::Router& router, const SharedServing& serving);
void addInferenceMetrics(http::Router& router, const SharedServing& serving);

}  // namespace tatara::api
