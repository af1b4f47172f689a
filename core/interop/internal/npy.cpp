#include "core/interop/internal/npy.h"

#include <array>

#include "core/base/number_text.h"

namespace tatara::interop::internal {
namespace {

struct ElementType {
  TensorType type = TensorType::None;
  const char* name = nullptr;
  std::uint64_t width = 0;
};

constexpr std::array kElements = {
    ElementType{TensorType::Float, "<f4", 4},  ElementType{TensorType::Double, "<f8", 8},
    ElementType{TensorType::Half, "<f2", 2},   ElementType{TensorType::Int32, "<i4", 4},
    ElementType{TensorType::Int64, "<i8", 8},  ElementType{TensorType::Int16, "<i2", 2},
    ElementType{TensorType::Int8, "|i1", 1},   ElementType{TensorType::UInt8, "|u1", 1},
    ElementType{TensorType::UInt16, "<u2", 2}, ElementType{TensorType::UInt32, "<u4", 4},
    ElementType{TensorType::UInt64, "<u8", 8}, ElementType{TensorType::Bool, "|b1", 1}};

ElementType elementOf(TensorType type) {
  for (const ElementType& element : kElements) {
    if (element.type == type) {
      return element;
    }
  }
  return {};
}

std::vector<float> toFloats(const std::vector<double>& numbers) {
  std::vector<float> floats;
  floats.reserve(numbers.size());
  for (const double number : numbers) {
    floats.push_back(static_cast<float>(number));
  }
  return floats;
}

std::string head(const char* element, const std::vector<std::int64_t>& shape) {
  std::string sizes;
  for (const std::int64_t size : shape) {
    sizes += std::to_string(size) + ",";
  }
  std::string text =
      std::string("{'descr': '") + element + "', 'fortran_order': False, 'shape': (" + sizes + "), }";
  constexpr std::size_t kFixed = 10;
  constexpr std::size_t kAlign = 64;
  text.append((kAlign - (kFixed + text.size() + 1) % kAlign) % kAlign, ' ');
  text += '\n';
  std::string out("\x93NUMPY\x01\x00", 8);
  out += static_cast<char>(text.size() & 0xff);
  out += static_cast<char>(text.size() >> 8);
  return out + text;
}

}  // namespace

std::optional<std::string> toNpy(const Tensor& tensor) {
  const ElementType element = elementOf(tensor.type);
  WireReader reader(tensor.bytes);
  WireField field;
  while (element.width > 0 && reader.next(field)) {
    if (field.number == 4 && field.isBytes() && !field.bytes.empty()) {
      if (field.bytes.size() % element.width != 0 ||
          field.bytes.size() / element.width != static_cast<std::uint64_t>(tensor.elements)) {
        return std::nullopt;
      }
      return head(element.name, tensor.shape) + std::string(field.bytes);
    }
  }
  const auto numbers = numbersOf(tensor);
  if (!numbers) {
    return std::nullopt;
  }
  if (tensor.type != TensorType::Float) {
    std::string out = head("<f8", tensor.shape);
    out.append(reinterpret_cast<const char*>(numbers->data()), numbers->size() * sizeof(double));
    return out;
  }
  const std::vector<float> floats = toFloats(*numbers);
  std::string out = head("<f4", tensor.shape);
  out.append(reinterpret_cast<const char*>(floats.data()), floats.size() * sizeof(float));
  return out;
}

Result<WireWriter> fromNpy(std::string_view file) {
  const auto wrong = [] {
    return makeError(ErrorKind::Parse, "It is not a .npy file as imports write them");
  };
  constexpr std::size_t kFixed = 10;
  if (file.size() < kFixed || !file.starts_with("\x93NUMPY\x01")) {
    return wrong();
  }
  const std::size_t size = static_cast<unsigned char>(file[8]) |
                           static_cast<std::size_t>(static_cast<unsigned char>(file[9])) << 8;
  if (file.size() - kFixed < size) {
    return wrong();
  }
  const std::string_view head = file.substr(kFixed, size);
  const std::string_view data = file.substr(kFixed + size);
  const std::size_t open = head.find('(');
  const std::size_t close = head.find(')');
  if (head.find("'fortran_order': False") == std::string_view::npos || open == std::string_view::npos ||
      close == std::string_view::npos || close < open) {
    return wrong();
  }
  WireWriter shape;
  std::uint64_t elements = 1;
  std::string_view sizes = head.substr(open + 1, close - open - 1);
  while (!sizes.empty()) {
    const std::size_t comma = std::min(sizes.find(','), sizes.size());
    const auto one = parseInt(sizes.substr(0, comma));
    if (!one || *one < 0 || __builtin_mul_overflow(elements, static_cast<std::uint64_t>(*one), &elements)) {
      return wrong();
    }
    shape.bytes(2, WireWriter().varint(1, static_cast<std::uint64_t>(*one)).message());
    sizes.remove_prefix(std::min(comma + 1, sizes.size()));
  }
  for (const ElementType& element : kElements) {
    if (head.find(std::string("'") + element.name + "'") != std::string_view::npos &&
        data.size() % element.width == 0 && data.size() / element.width == elements) {
      WireWriter tensor;
      tensor.varint(1, static_cast<std::uint64_t>(element.type)).bytes(2, shape.message()).bytes(4, data);
      return tensor;
    }
  }
  return wrong();
}

}  // namespace tatara::interop::internal
