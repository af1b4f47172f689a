// The Open Inference Protocol, version 2, REST, with the binary
// tensor extension: tensors may follow the JSON as bytes, whose length is in Inference-Header-Content-Length.
#include <algorithm>

#include "core/api/internal/inference_body.h"
#include "core/api/internal/inference_call.h"
#include "core/api/internal/inference_tensor.h"
#include "core/base/number_text.h"
#include "core/infer/tensor_json.h"

namespace tatara::api {
namespace {

using infer::ElementType;
using infer::Tensor;
using text::Json;

constexpr const char* kHeaderLength = "Inference-Header-Content-Length";

// Nested arrays are taken in their order.
void flatten(const Json& value, std::vector<const Json*>& out) {
  if (!value.isArray()) {
    out.push_back(&value);
    return;
  }
  for (const Json& item : value.items()) {
    flatten(item, out);
  }
}

Status fillFromJson(Tensor& tensor, const Json& data) {
  std::vector<const Json*> values;
  flatten(data, values);
  if (values.size() != tensor.elements()) {
    return wrongInput(tensor.name, "has " + std::to_string(values.size()) + " values where its shape says " +
                                       std::to_string(tensor.elements()));
  }
  infer::Field field;
  field.name = tensor.name;
  field.type = tensor.type;
  infer::ColumnFill fill(field, values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    TATARA_TRY(fill.json(i, *values[i]));
  }
  auto shape = std::move(tensor.shape);
  tensor = fill.take();
  tensor.shape = std::move(shape);
  return {};
}

Result<Tensor> inputOf(const Json& item, std::string_view& binary) {
  const std::string* name = item["name"].asString();
  const std::string* datatype = item["datatype"].asString();
  if (!name || !datatype || !item["shape"].isArray()) {
    return makeError(ErrorKind::InvalidArgument, "Each input has \"name\", \"shape\" and \"datatype\"");
  }
  TATARA_ASSIGN(const ElementType type, elementTypeOf(*name, *datatype));
  std::vector<std::int64_t> shape;
  for (const Json& size : item["shape"].items()) {
    shape.push_back(size.asInt().value_or(-1));
  }
  TATARA_TRY(checkTensorShape(*name, shape));
  if (const auto binarySize = item["parameters"]["binary_data_size"].asInt()) {
    if (*binarySize < 0 || static_cast<std::uint64_t>(*binarySize) > binary.size()) {
      return wrongInput(*name, "has a binary_data_size of more than the bytes that were sent");
    }
    const std::string_view own = binary.substr(0, static_cast<std::size_t>(*binarySize));
    binary.remove_prefix(own.size());
    return tensorFromBytes(*name, type, std::move(shape), own);
  }
  Tensor tensor;
  tensor.name = *name;
  tensor.type = type;
  tensor.shape = std::move(shape);
  TATARA_TRY(fillFromJson(tensor, item["data"]));
  return tensor;
}

struct Wish {
  bool all = true;
  bool binary = false;                                // of outputs that are not named
  std::vector<std::pair<std::string, bool>> outputs;  // name, as bytes
};

Wish wishOf(const Json& body) {
  Wish wish;
  wish.binary = body["parameters"]["binary_data_output"].asBool().value_or(false);
  for (const Json& item : body["outputs"].items()) {
    if (const std::string* name = item["name"].asString()) {
      wish.all = false;
      wish.outputs.emplace_back(*name, item["parameters"]["binary_data"].asBool().value_or(wish.binary));
    }
  }
  return wish;
}

Result<http::Response> answerOf(const deploy::Call& call, const Wish& wish, const std::string& id,
                                const infer::Batch& answer) {
  std::string head = "{\"model_name\":";
  text::appendJsonString(head, call.endpoint->endpoint.name);
  head += ",\"model_version\":\"" + std::to_string(call.version->route.version) + "\",\"id\":";
  text::appendJsonString(head, id);
  head += ",\"outputs\":[";
  std::string tail;
  bool first = true;
  bool anyBytes = false;
  std::size_t found = 0;
  for (const Tensor& tensor : answer) {
    const auto asked = std::ranges::find(wish.outputs, tensor.name, &std::pair<std::string, bool>::first);
    if (!wish.all && asked == wish.outputs.end()) {
      continue;
    }
    ++found;
    const bool asBytes = wish.all ? wish.binary : asked->second;
    head += first ? "{\"name\":" : ",{\"name\":";
    first = false;
    text::appendJsonString(head, tensor.name);
    head += ",\"datatype\":\"" + std::string(datatypeOf(tensor.type)) + "\",\"shape\":[";
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
      head += (i > 0 ? "," : "") + std::to_string(tensor.shape[i]);
    }
    head.push_back(']');
    if (asBytes) {
      const std::string bytes = bytesOfTensor(tensor);
      head += ",\"parameters\":{\"binary_data_size\":" + std::to_string(bytes.size()) + "}}";
      tail += bytes;
      anyBytes = true;
    } else {
      head += ",\"data\":";
      infer::appendFlat(head, tensor);
      head.push_back('}');
    }
  }
  if (!wish.all && found != wish.outputs.size()) {
    return makeError(ErrorKind::InvalidArgument,
                     "An output that is asked for is not among those of the model");
  }
  head += "]}";
  http::Response response;
  if (anyBytes) {
    response.contentType = "application/octet-stream";
    response.fields.emplace_back(kHeaderLength, std::to_string(head.size()));
  }
  response.body = std::move(head) + tail;
  return response;
}

Result<Question> readInfer(const infer::Signature& signature, const http::Request& request) {
  std::string_view text = request.body;
  std::string_view binary;
  if (const auto length = request.field(kHeaderLength)) {
    const auto size = parseInt(*length);
    if (!size || *size < 0 || static_cast<std::uint64_t>(*size) > text.size()) {
      return makeError(ErrorKind::InvalidArgument,
                       std::string(kHeaderLength) + " is not the length of a part of the body");
    }
    binary = text.substr(static_cast<std::size_t>(*size));
    text = text.substr(0, static_cast<std::size_t>(*size));
  }
  TATARA_ASSIGN(const Json body, parseInferenceJson(text));
  if (body["inputs"].items().empty()) {
    return makeError(ErrorKind::InvalidArgument,
                     "The body is an object with \"inputs\", an array of tensors");
  }
  std::vector<Tensor> tensors;
  for (const Json& item : body["inputs"].items()) {
    TATARA_ASSIGN(Tensor tensor, inputOf(item, binary));
    tensors.push_back(std::move(tensor));
  }
  const std::string* id = body["id"].asString();
  Question question;
  if (const Json* timeout = body["parameters"].find("timeout")) {
    const auto microseconds = timeout->asInt();
    if (!microseconds || *microseconds < 0) {
      return makeError(ErrorKind::InvalidArgument, "The parameter \"timeout\" is a number of microseconds");
    }
    if (*microseconds > 0) {  // 0: none, says Triton
      constexpr std::int64_t kLongest = std::int64_t{24} * 3600 * 1'000'000;
      question.timeout = std::chrono::microseconds(std::min(*microseconds, kLongest));
    }
  }
  TATARA_ASSIGN(question.inputs, batchFromTensors(signature, std::move(tensors)));
  question.write = [wish = wishOf(body), id = id ? *id : std::string()](const deploy::Call& call,
                                                                        const infer::Batch& answer) {
    return answerOf(call, wish, id.empty() ? call.id : id, answer);
  };
  return question;
}

Json fieldsJson(const std::vector<infer::Field>& fields) {
  Json list = Json::array();
  for (const infer::Field& field : fields) {
    Json shape = Json::array();
    for (const std::int64_t size : field.shape) {
      shape.append(size);
    }
    if (field.shape.empty()) {
      shape.append(-1);
    }
    list.append(Json::object()
                    .set("name", field.name)
                    .set("datatype", datatypeOf(field.type))
                    .set("shape", std::move(shape)));
  }
  return list;
}

// Of an endpoint that serves; without a number its first one.
const deploy::ServedVersion* versionIn(const deploy::ServedEndpoint& endpoint, std::string_view wanted) {
  if (wanted.empty()) {
    return &endpoint.versions.front();
  }
  const auto number = parseInt(wanted);
  return number ? endpoint.find(*number) : nullptr;
}

Result<http::Response> metadata(const deploy::Serving& serving, const http::Request& request) {
  const auto endpoint = serving.find(request.param("name"));
  if (!endpoint || !endpoint->ready()) {
    return inferenceFailure(
        Dialect::Plain, 404,
        "There is no endpoint \"" + std::string(request.param("name")) + "\" that serves");
  }
  const deploy::ServedVersion* version = versionIn(*endpoint, request.param("version"));
  if (!version) {
    return inferenceFailure(Dialect::Plain, 404, "The endpoint serves no such version");
  }
  Json versions = Json::array();
  for (const auto& one : endpoint->versions) {
    versions.append(std::to_string(one.route.version));
  }
  const infer::RunnerInfo& info = version->runner->info();
  return http::jsonResponse(text::toJson(Json::object()
                                             .set("name", endpoint->endpoint.name)
                                             .set("versions", std::move(versions))
                                             .set("platform", info.flavor + "_" + info.libraryVersion)
                                             .set("inputs", fieldsJson(info.signature.inputs))
                                             .set("outputs", fieldsJson(info.signature.outputs))));
}

http::Handler readyOne(const SharedServing& serving) {
  return [serving](const http::Request& request) -> Result<http::Response> {
    const auto endpoint = serving->find(request.param("name"));
    const bool ready =
        endpoint && endpoint->ready() && versionIn(*endpoint, request.param("version")) != nullptr;
    return http::jsonResponse(
        text::toJson(Json::object().set("name", request.param("name")).set("ready", ready)),
        ready ? 200 : 404);
  };
}

}  // namespace

void addInferenceV2(http::Router& router, const SharedServing& serving) {
  using http::Method;
  const auto infer = [serving](const http::Request& request, http::Reply reply) {
    serve(serving, request, std::move(reply), {request.param("name"), request.param("version")},
          Dialect::Plain, readInfer);
  };
  router.addAsync(Method::Post, "/v2/models/{name}/infer", infer);
  router.addAsync(Method::Post, "/v2/models/{name}/versions/{version}/infer", infer);
  for (const char* path : {"/v2/models/{name}", "/v2/models/{name}/versions/{version}"}) {
    router.add(Method::Get, path,
               [serving](const http::Request& request) { return metadata(*serving, request); });
  }
  router.add(Method::Get, "/v2/models/{name}/ready", readyOne(serving));
  router.add(Method::Get, "/v2/models/{name}/versions/{version}/ready", readyOne(serving));
  router.add(Method::Get, "/v2/health/live", [](const http::Request&) -> Result<http::Response> {
    return http::jsonResponse("{\"live\":true}");
  });
  router.add(Method::Get, "/v2/health/ready", [serving](const http::Request&) -> Result<http::Response> {
    const bool ready =
        std::ranges::all_of(serving->endpoints(), [](const auto& one) { return one->ready(); });
    return http::jsonResponse(ready ? "{\"ready\":true}" : "{\"ready\":false}", ready ? 200 : 503);
  });
  router.add(Method::Get, "/v2", [](const http::Request&) -> Result<http::Response> {
    return http::jsonResponse(
        "{\"name\":\"tatara\",\"version\":\"1\",\"extensions\":[\"binary_tensor_data\"]}");
  });
}

}  // namespace tatara::api
