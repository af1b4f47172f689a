// The Open Inference Protocol, version 2, REST, with the binary
// tensor extension: tensors may follow the JSON as bytes, whose length is in Inference-Header-Content-Length.
#include <algorithm>
#include <array>
#include <cstring>

#include "core/api/internal/inference_body.h"
#include "core/api/internal/inference_call.h"
#include "core/base/number_text.h"
#include "core/infer/tensor_json.h"

namespace tatara::api {
namespace {

using infer::ElementType;
using infer::Tensor;
using text::Json;

constexpr const char* kHeaderLength = "Inference-Header-Content-Length";

constexpr std::array<std::pair<std::string_view, ElementType>, 12> kTypes = {
    {{"BOOL", ElementType::Boolean},
     {"INT8", ElementType::Int8},
     {"UINT8", ElementType::UInt8},
     {"INT16", ElementType::Int16},
     {"UINT16", ElementType::UInt16},
     {"INT32", ElementType::Int32},
     {"UINT32", ElementType::UInt32},
     {"INT64", ElementType::Int64},
     {"UINT64", ElementType::UInt64},
     {"FP32", ElementType::Float32},
     {"FP64", ElementType::Float64},
     {"BYTES", ElementType::String}}};

std::string_view datatypeOf(ElementType type) {
  return kTypes[static_cast<std::size_t>(type)].first;
}

Error wrong(const std::string& name, const std::string& what) {
  return makeError(ErrorKind::InvalidArgument, "The input '" + name + "' " + what);
}

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
    return wrong(tensor.name, "has " + std::to_string(values.size()) + " values where its shape says " +
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

Status fillFromBytes(Tensor& tensor, std::string_view bytes) {
  if (tensor.type != ElementType::String) {
    if (bytes.size() != tensor.bytes.size()) {
      return wrong(tensor.name, "has " + std::to_string(bytes.size()) + " bytes where its shape says " +
                                    std::to_string(tensor.bytes.size()));
    }
    if (!bytes.empty()) {
      std::memcpy(tensor.bytes.data(), bytes.data(), bytes.size());
    }
    return {};
  }
  for (std::string& text : tensor.texts) {
    std::uint32_t length = 0;
    if (bytes.size() < sizeof length) {
      return wrong(tensor.name, "ends before its last text");
    }
    std::memcpy(&length, bytes.data(), sizeof length);
    bytes.remove_prefix(sizeof length);
    if (bytes.size() < length) {
      return wrong(tensor.name, "ends before its last text");
    }
    text = bytes.substr(0, length);
    bytes.remove_prefix(length);
  }
  return bytes.empty() ? Status() : wrong(tensor.name, "has bytes after its last text");
}

Result<Tensor> inputOf(const Json& item, std::string_view& binary) {
  const std::string* name = item["name"].asString();
  const std::string* datatype = item["datatype"].asString();
  if (!name || !datatype || !item["shape"].isArray()) {
    return makeError(ErrorKind::InvalidArgument, "Each input has \"name\", \"shape\" and \"datatype\"");
  }
  const auto* type = std::ranges::find(kTypes, std::string_view(*datatype),
                                       &std::pair<std::string_view, ElementType>::first);
  if (type == kTypes.end()) {
    return wrong(*name, "is of the datatype " + datatype->substr(0, 20) + ", which is not taken");
  }
  constexpr std::int64_t kMostElements = 100'000'000;
  std::vector<std::int64_t> shape;
  std::int64_t elements = 1;
  for (const Json& size : item["shape"].items()) {
    const auto number = size.asInt();
    if (!number || *number < 0 || *number > kMostElements || shape.size() >= 8 ||
        (elements *= std::max<std::int64_t>(*number, 1)) > kMostElements) {
      return wrong(*name, "has no sound shape");
    }
    shape.push_back(*number);
  }
  const auto binarySize = item["parameters"]["binary_data_size"].asInt();
  const std::size_t given = binarySize ? binary.size() : item["data"].items().size();
  const std::size_t least = binarySize ? std::max<std::size_t>(infer::elementSize(type->second), 4) : 1;
  // Before anything of the shape's size is allocated: nested arrays hold the rest of it below each item.
  if (binarySize &&
      static_cast<std::uint64_t>(elements) *
              std::min<std::size_t>(least, std::max<std::size_t>(1, infer::elementSize(type->second))) >
          given) {
    return wrong(*name, "has a shape of more than the bytes that were sent");
  }
  if (binarySize) {
    if (*binarySize < 0 || static_cast<std::uint64_t>(*binarySize) > binary.size()) {
      return wrong(*name, "has a binary_data_size of more than the bytes that were sent");
    }
    Tensor tensor = Tensor::make(*name, type->second, std::move(shape));
    TATARA_TRY(fillFromBytes(tensor, binary.substr(0, static_cast<std::size_t>(*binarySize))));
    binary.remove_prefix(static_cast<std::size_t>(*binarySize));
    return tensor;
  }
  Tensor tensor;
  tensor.name = *name;
  tensor.type = type->second;
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

std::string bytesOf(const Tensor& tensor) {
  if (tensor.type != ElementType::String) {
    return {reinterpret_cast<const char*>(tensor.bytes.data()), tensor.bytes.size()};
  }
  std::string bytes;
  for (const std::string& text : tensor.texts) {
    const auto length = static_cast<std::uint32_t>(text.size());
    bytes.append(reinterpret_cast<const char*>(&length), sizeof length).append(text);
  }
  return bytes;
}

Result<http::Response> answerOf(const deploy::Call& call, const Json& body, const infer::Batch& answer) {
  const Wish wish = wishOf(body);
  std::string head = "{\"model_name\":";
  text::appendJsonString(head, call.endpoint->endpoint.name);
  head += ",\"model_version\":\"" + std::to_string(call.version->route.version) + "\",\"id\":";
  const std::string* id = body["id"].asString();
  text::appendJsonString(head, id ? *id : call.id);
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
      const std::string bytes = bytesOf(tensor);
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

Result<http::Response> inferNow(deploy::Serving& serving, const deploy::Call& call,
                                const http::Request& request) {
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
  TATARA_ASSIGN(const infer::Batch answer,
                predictWith(serving, call, [&](const infer::Signature& signature) -> Result<infer::Batch> {
                  std::vector<Tensor> tensors;
                  for (const Json& item : body["inputs"].items()) {
                    TATARA_ASSIGN(Tensor tensor, inputOf(item, binary));
                    tensors.push_back(std::move(tensor));
                  }
                  return batchFromTensors(signature, std::move(tensors));
                }));
  return answerOf(call, body, answer);
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

Result<http::Response> metadata(const deploy::Serving& serving, const http::Request& request) {
  const auto endpoint = serving.find(request.param("name"));
  if (!endpoint || !endpoint->ready()) {
    return inferenceFailure(
        Dialect::Plain, 404,
        "There is no endpoint \"" + std::string(request.param("name")) + "\" that serves");
  }
  const deploy::ServedVersion* version = &endpoint->versions.front();
  if (const auto wanted = parseInt(request.param("version"))) {
    version = endpoint->find(*wanted);
  }
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
    const auto version = parseInt(request.param("version"));
    const bool ready = endpoint && endpoint->ready() && (!version || endpoint->find(*version));
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
          Dialect::Plain, inferNow);
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
