// Values on their way into a model and out of it: one typed array with a name and a shape.
//
// A column of a data frame is a tensor of shape [rows]. Values stand row-major in `bytes` as the machine
// holds them, strings in `texts`. A float that is missing is NaN; for every other type `missing` holds a 1
// for each element that is, or is empty when none is. Threads: values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tatara::infer {

enum class ElementType : std::uint8_t {
  Boolean,
  Int8,
  UInt8,
  Int16,
  UInt16,
  Int32,
  UInt32,
  Int64,
  UInt64,
  Float32,
  Float64,
  String
};

// Bytes of one element; 0 for strings.
std::size_t elementSize(ElementType type);
// numpy's name: "bool", "int8", …, "float64", "str".
std::string_view toString(ElementType type);
std::optional<ElementType> parseElementType(std::string_view numpyName);
bool isFloat(ElementType type);

struct Tensor {
  std::string name = {};
  ElementType type = ElementType::Float64;
  std::vector<std::int64_t> shape = {};
  std::vector<std::byte> bytes = {};
  std::vector<std::string> texts = {};
  std::vector<std::uint8_t> missing = {};

  // Zeros or empty texts.
  static Tensor make(std::string name, ElementType type, std::vector<std::int64_t> shape);

  std::size_t elements() const;
  std::size_t rows() const { return shape.empty() ? 1 : static_cast<std::size_t>(shape.front()); }
  bool isMissing(std::size_t element) const;
  void setMissing(std::size_t element);

  template <typename T>
  std::span<const T> values() const {
    return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
  }
  template <typename T>
  std::span<T> values() {
    return {reinterpret_cast<T*>(bytes.data()), bytes.size() / sizeof(T)};
  }
  // Any but a string, as a double; NaN where missing.
  double number(std::size_t element) const;
};

using Batch = std::vector<Tensor>;

// Calls `f` with a value of the element type's C++ type; not for strings.
template <typename F>
auto withElementType(ElementType type, F&& f) {
  switch (type) {
    case ElementType::Boolean:
    case ElementType::UInt8:
      return f(std::uint8_t{});
    case ElementType::Int8:
      return f(std::int8_t{});
    case ElementType::Int16:
      return f(std::int16_t{});
    case ElementType::UInt16:
      return f(std::uint16_t{});
    case ElementType::Int32:
      return f(std::int32_t{});
    case ElementType::UInt32:
      return f(std::uint32_t{});
    case ElementType::Int64:
      return f(std::int64_t{});
    case ElementType::UInt64:
      return f(std::uint64_t{});
    case ElementType::Float32:
      return f(float{});
    default:
      return f(double{});
  }
}

}  // namespace tatara::infer
