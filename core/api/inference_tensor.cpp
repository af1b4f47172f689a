#include "core/api/internal/inference_tensor.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace tatara::api {
namespace {

using infer::ElementType;
using infer::Tensor;

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

Status fillFromBytes(Tensor& tensor, std::string_view bytes) {
  if (tensor.type != ElementType::String) {
    if (bytes.size() != tensor.bytes.size()) {
      return wrongInput(tensor.name, "has " + std::to_string(bytes.size()) + " bytes where its shape says " +
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
      return wrongInput(tensor.name, "ends before its last text");
    }
    std::memcpy(&length, bytes.data(), sizeof length);
    bytes.remove_prefix(sizeof length);
    if (bytes.size() < length) {
      return wrongInput(tensor.name, "ends before its last text");
    }
    text = bytes.substr(0, length);
    bytes.remove_prefix(length);
  }
  return bytes.empty() ? Status() : wrongInput(tensor.name, "has bytes after its last text");
}

}  // namespace

std::string_view datatypeOf(ElementType type) {
  return kTypes[static_cast<std::size_t>(type)].first;
}

Result<ElementType> elementTypeOf(const std::string& input, std::string_view datatype) {
  const auto* type = std::ranges::find(kTypes, datatype, &std::pair<std::string_view, ElementType>::first);
  if (type == kTypes.end()) {
    return wrongInput(input,
                      "is of the datatype " + std::string(datatype.substr(0, 20)) + ", which is not taken");
  }
  return type->second;
}

Status checkTensorShape(const std::string& input, const std::vector<std::int64_t>& shape) {
  constexpr std::int64_t kMostElements = 100'000'000;
  constexpr std::size_t kMostDimensions = 8;
  std::int64_t elements = 1;
  for (const std::int64_t size : shape) {
    if (size < 0 || size > kMostElements || shape.size() > kMostDimensions ||
        (elements *= std::max<std::int64_t>(size, 1)) > kMostElements) {
      return wrongInput(input, "has no sound shape");
    }
  }
  return {};
}

Result<Tensor> tensorFromBytes(const std::string& input, ElementType type, std::vector<std::int64_t> shape,
                               std::string_view bytes) {
  TATARA_TRY(checkTensorShape(input, shape));
  constexpr std::size_t kLengthBytes = 4;  // of a text
  const std::size_t each = type == ElementType::String ? kLengthBytes : infer::elementSize(type);
  std::size_t elements = 1;
  for (const std::int64_t size : shape) {
    elements *= static_cast<std::size_t>(size);
  }
  if (elements * each > bytes.size()) {
    return wrongInput(input, "has a shape of more than the bytes that were sent");
  }
  Tensor tensor = Tensor::make(input, type, std::move(shape));
  TATARA_TRY(fillFromBytes(tensor, bytes));
  return tensor;
}

std::string bytesOfTensor(const Tensor& tensor) {
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

Error wrongInput(const std::string& input, const std::string& what) {
  return makeError(ErrorKind::InvalidArgument, "The input '" + input + "' " + what);
}

}  // namespace tatara::api
