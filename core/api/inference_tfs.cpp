// TensorFlow Serving's RESTful API: rows in "instances", columns in
// "inputs", examples in "examples".
#include <algorithm>

#include "core/api/internal/inference_body.h"
#include "core/api/internal/inference_call.h"
#include "core/base/number_text.h"

namespace tatara::api {
namespace {

using text::Json;

enum class Verb { Classify, Regress };

Result<Question> readPredict(const infer::Signature& signature, const http::Request& request) {
  TATARA_ASSIGN(const Json body, parseInferenceJson(request.body));
  const Json* rows = body.find("instances");
  const Json* columns = body.find("inputs");
  if ((rows != nullptr) == (columns != nullptr)) {
    return makeError(ErrorKind::InvalidArgument,
                     "The body is an object with either \"instances\" or \"inputs\"");
  }
  Question question;
  TATARA_ASSIGN(question.inputs,
                rows ? batchFromRows(signature, *rows) : batchFromColumns(signature, *columns));
  question.write = [byRow = rows != nullptr](const deploy::Call&,
                                             const infer::Batch& answer) -> Result<http::Response> {
    std::string text = byRow ? "{\"predictions\": " : "{\"outputs\": ";
    byRow ? appendAnswerRows(text, answer) : appendAnswerColumns(text, answer);
    text.push_back('}');
    return http::jsonResponse(std::move(text));
  };
  return question;
}

// Examples are rows by name; "context" holds what they have in common, and is copied into each of them.
Result<infer::Batch> decodeExamples(const infer::Signature& signature, const Json& body) {
  constexpr std::size_t kMostCopied = 20'000'000;
  const auto& common = body["context"].members();
  const auto& examples = body["examples"].items();
  for (const auto& member : common) {
    if (!signature.findInput(member.key)) {
      return infer::matchColumns(signature, {member.key}).error();
    }
  }
  if (examples.size() > kMostCopied / std::max<std::size_t>(common.size(), 1)) {
    return makeError(ErrorKind::InvalidArgument, "The examples have more than 20,000,000 values");
  }
  Json rows = Json::array();
  for (const Json& example : examples) {
    Json row = example.isObject() ? example : Json::object();
    for (const auto& member : common) {
      if (!example.find(member.key)) {
        row.asObject()->push_back(member);
      }
    }
    rows.append(std::move(row));
  }
  return batchFromRows(signature, rows);
}

// The label and the numbers of each row: of `prediction` and `probability_…`, else of the last output.
template <Verb verb>
Result<http::Response> writeResults(const deploy::Call&, const infer::Batch& answer) {
  Json results = Json::array();
  const infer::Tensor& last = answer.back();
  const std::size_t width = last.rows() == 0 ? 1 : last.elements() / last.rows();
  constexpr std::string_view kProbability = "probability_";
  const bool named =
      answer.size() > 1 && std::all_of(answer.begin() + 1, answer.end(), [&](const infer::Tensor& one) {
        return one.name.starts_with(kProbability) && one.elements() == last.rows();
      });
  for (std::size_t row = 0; row < last.rows(); ++row) {
    if (verb == Verb::Regress) {
      if (answer[0].type == infer::ElementType::String || answer[0].elements() != last.rows()) {
        return makeError(ErrorKind::InvalidArgument, "The model gives no single number a row");
      }
      results.append(answer[0].number(row));
      continue;
    }
    Json scores = Json::array();
    if (named) {
      for (std::size_t i = 1; i < answer.size(); ++i) {
        scores.append(
            Json::array().append(answer[i].name.substr(kProbability.size())).append(answer[i].number(row)));
      }
    } else {
      for (std::size_t i = 0; i < width; ++i) {
        scores.append(Json::array().append(std::to_string(i)).append(last.number(row * width + i)));
      }
    }
    results.append(std::move(scores));
  }
  return http::jsonResponse(text::toJson(Json::object().set("results", std::move(results))));
}

template <Verb verb>
Result<Question> readExamples(const infer::Signature& signature, const http::Request& request) {
  TATARA_ASSIGN(const Json body, parseInferenceJson(request.body));
  Question question;
  TATARA_ASSIGN(question.inputs, decodeExamples(signature, body));
  question.write = writeResults<verb>;
  return question;
}

struct Path {
  std::string_view name;
  std::string_view version;
  std::string_view verb;
  bool label = false;  // "version" is an alias of the model
};

// "bikes:predict", "bikes/versions/3:predict", "bikes/labels/champion/metadata"
Path pathOf(std::string_view rest) {
  Path path;
  if (const std::size_t colon = rest.rfind(':'); colon != std::string_view::npos) {
    path.verb = rest.substr(colon + 1);
    rest = rest.substr(0, colon);
  } else if (rest.ends_with("/metadata")) {
    path.verb = "metadata";
    rest.remove_suffix(9);
  }
  const std::size_t slash = rest.find('/');
  path.name = rest.substr(0, slash);
  if (slash != std::string_view::npos) {
    const std::string_view tail = rest.substr(slash + 1);
    path.version = tail.substr(tail.find('/') == std::string_view::npos ? 0 : tail.find('/') + 1);
    path.label = tail.starts_with("labels/");
  }
  return path;
}

// A label is an alias of the model; one that names no version stays as it is, and is told as unknown.
std::string versionText(const deploy::Serving& serving, const Path& path) {
  const auto endpoint = path.label ? serving.find(path.name) : nullptr;
  const std::int64_t version = endpoint ? serving.versionOf(endpoint->endpoint.model, path.version) : 0;
  return version > 0 ? std::to_string(version) : std::string(path.version);
}

void onPost(const SharedServing& serving, const http::Request& request, http::Reply reply) {
  const Path path = pathOf(request.param("rest"));
  const std::string version = versionText(*serving, path);
  if (path.verb == "predict") {
    return serve(serving, request, std::move(reply), {path.name, version}, Dialect::Plain, readPredict);
  }
  if (path.verb == "classify" || path.verb == "regress") {
    return serve(serving, request, std::move(reply), {path.name, version}, Dialect::Plain,
                 path.verb == "classify" ? readExamples<Verb::Classify> : readExamples<Verb::Regress>);
  }
  reply.send(inferenceFailure(Dialect::Plain, 404, "A model is asked by :predict, :classify or :regress"));
}

Json signatureJson(const infer::Signature& signature) {
  const auto fields = [](const std::vector<infer::Field>& list) {
    Json all = Json::object();
    for (const infer::Field& field : list) {
      all.set(field.name, Json::object().set("dtype", toString(field.type)).set("name", field.name));
    }
    return all;
  };
  return Json::object().set("inputs", fields(signature.inputs)).set("outputs", fields(signature.outputs));
}

Result<http::Response> status(const deploy::Serving& serving, const http::Request& request) {
  const Path path = pathOf(request.param("rest"));
  const auto endpoint = serving.find(path.name);
  if (!endpoint) {
    return inferenceFailure(Dialect::Plain, 404, "There is no endpoint \"" + std::string(path.name) + "\"");
  }
  const std::string asked = versionText(serving, path);
  const auto number = asked.empty() ? std::optional(endpoint->endpoint.champion()) : parseInt(asked);
  const deploy::ServedVersion* version = number ? endpoint->find(*number) : nullptr;
  if (!asked.empty() && !version) {
    return inferenceFailure(Dialect::Plain, 404,
                            "The endpoint \"" + endpoint->endpoint.name + "\" serves no version " + asked);
  }
  if (path.verb == "metadata") {
    Json metadata = Json::object();
    if (version) {
      metadata.set("signature_def", signatureJson(version->runner->info().signature));
    }
    return http::jsonResponse(
        text::toJson(Json::object()
                         .set("model_spec", Json::object()
                                                .set("name", endpoint->endpoint.name)
                                                .set("version", std::to_string(number.value_or(0))))
                         .set("metadata", std::move(metadata))));
  }
  Json versions = Json::array();
  for (const auto& one : endpoint->versions) {
    if (!asked.empty() && &one != version) {
      continue;
    }
    versions.append(Json::object()
                        .set("version", std::to_string(one.route.version))
                        .set("state", "AVAILABLE")
                        .set("status", Json::object().set("error_code", "OK").set("error_message", "")));
  }
  return http::jsonResponse(text::toJson(Json::object().set("model_version_status", std::move(versions))));
}

}  // namespace

void addTensorflowServing(http::Router& router, const SharedServing& serving) {
  router.addAsync(http::Method::Post, "/v1/models/{rest...}",
                  [serving](const http::Request& request, http::Reply reply) {
                    onPost(serving, request, std::move(reply));
                  });
  router.add(http::Method::Get, "/v1/models/{rest...}",
             [serving](const http::Request& request) { return status(*serving, request); });
}

}  // namespace tatara::api
