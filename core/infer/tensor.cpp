#include "core/infer/tensor.h"

#include <array>
#include <limits>
#include <utility>

namespace tatara::infer {
namespace {

constexpr std::array<std::pair<std::string_view, std::size_t>, 12> kTypes = {{{"bool", 1},
                                                                              {"int8", 1},
                                                                              {"uint8", 1},
                                                                              {"int16", 2},
                                                                              {"uint16", 2},
                                                                              {"int32", 4},
                                                                              {"uint32", 4},
                                                                              {"int64", 8},
                                                                              {"uint64", 8},
                                                                              {"float32", 4},
                                                                              {"float64", 8},
                                                                              {"str", 0}}};

}  // namespace

std::size_t elementSize(ElementType type) {
  return kTypes[static_cast<std::size_t>(type)].second;
}

std::string_view toString(ElementType type) {
  return kTypes[static_cast<std::size_t>(type)].first;
}

std::optional<ElementType> parseElementType(std::string_view numpyName) {
  for (std::size_t i = 0; i < kTypes.size(); ++i) {
    if (kTypes[i].first == numpyName) {
      return static_cast<ElementType>(i);
    }
  }
  if (numpyName == "object" || numpyName == "string" || numpyName.starts_with("<U")) {
    return ElementType::String;
  }
  return std::nullopt;
}

bool isFloat(ElementType type) {
  return type == ElementType::Float32 || type == ElementType::Float64;
}

Tensor Tensor::make(std::string name, ElementType type, std::vector<std::int64_t> shape) {
  Tensor tensor;
  tensor.name = std::move(name);
  tensor.type = type;
  tensor.shape = std::move(shape);
  if (type == ElementType::String) {
    tensor.texts.resize(tensor.elements());
  } else {
    tensor.bytes.resize(tensor.elements() * elementSize(type));
  }
  return tensor;
}

std::size_t Tensor::elements() const {
  std::size_t count = 1;
  for (const std::int64_t size : shape) {
    count *= static_cast<std::size_t>(size);
  }
  return count;
}

bool Tensor::isMissing(std::size_t element) const {
  if (!missing.empty()) {
    return missing[element] != 0;
  }
  if (type == ElementType::Float64) {
    return values<double>()[element] != values<double>()[element];
  }
  return type == ElementType::Float32 && values<float>()[element] != values<float>()[element];
}

void Tensor::setMissing(std::size_t element) {
  if (type == ElementType::Float64) {
    values<double>()[element] = std::numeric_limits<double>::quiet_NaN();
  } else if (type == ElementType::Float32) {
    values<float>()[element] = std::numeric_limits<float>::quiet_NaN();
  } else {
    missing.resize(elements());
    missing[element] = 1;
  }
}

double Tensor::number(std::size_t element) const {
  if (type == ElementType::String || (!missing.empty() && missing[element] != 0)) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  return withElementType(type,
                         [&](auto zero) { return static_cast<double>(values<decltype(zero)>()[element]); });
}

}  // namespace tatara::infer
