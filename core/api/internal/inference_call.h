// What the inference protocols share: how a request finds its version, waits for its turn, and is told.
//
// Threads: `serve` is called on the io thread; `run` on a thread of the serving.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/deploy/serving.h"
#include "core/http/router.h"

namespace tatara::api {

using SharedServing = std::shared_ptr<deploy::Serving>;

// Which shape the words of a failure take.
enum class Dialect { Mlflow, Plain };  // {"error_code", "message"}, {"error"}

http::Response inferenceFailure(Dialect dialect, int status, std::string_view message);
http::Response inferenceFailure(Dialect dialect, const Error& error);

struct Target {
  std::string_view endpoint;  // empty: the default one
  std::string_view version;   // a number, or empty
};
using Run =
    std::function<Result<http::Response>(deploy::Serving&, const deploy::Call&, const http::Request&)>;

// Finds the version, takes a place in the queue, and posts `run`; or answers at once why not.
void serve(const SharedServing& serving, const http::Request& request, http::Reply reply,
           const Target& target, Dialect dialect, Run run);

// Decodes by `decode`, predicts, counts what does not fit.
using Decode = std::function<Result<infer::Batch>(const infer::Signature&)>;
Result<infer::Batch> predictWith(deploy::Serving& serving, const deploy::Call& call, const Decode& decode);

void addMlflowScoring(http::Router& router, const SharedServing& serving);
void addInferenceV2(http::Router& router, const SharedServing& serving);
void addTensorflowServing(http::Router& router, const SharedServing& serving);
void addInferenceMetrics(http::Router& router, const SharedServing& serving);

}  // namespace tatara::api
