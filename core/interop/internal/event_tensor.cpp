#include "core/interop/internal/event_tensor.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "core/interop/internal/wire.h"

namespace tatara::interop::internal {
namespace {

double halfToDouble(std::uint16_t bits) {
  const int exponent = (bits >> 10) & 0x1f;
  const int fraction = bits & 0x3ff;
  double value = 0;
  if (exponent == 0x1f) {
    value = fraction == 0 ? HUGE_VAL : std::nan("");
  } else if (exponent == 0) {
    value = std::ldexp(fraction, -24);
  } else {
    value = std::ldexp(fraction + 0x400, exponent - 25);
  }
  return (bits & 0x8000) != 0 ? -value : value;
}

double bfloatToDouble(std::uint16_t bits) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

std::size_t widthOf(TensorType type) {
  switch (type) {
    case TensorType::Double:
    case TensorType::Int64:
    case TensorType::UInt64:
      return 8;
    case TensorType::Float:
    case TensorType::Int32:
    case TensorType::UInt32:
      return 4;
    case TensorType::Int16:
    case TensorType::UInt16:
    case TensorType::Half:
    case TensorType::BFloat16:
      return 2;
    case TensorType::UInt8:
    case TensorType::Int8:
    case TensorType::Bool:
      return 1;
    default:
      return 0;
  }
}

template <typename T>
double loadAs(const char* bytes) {
  T value{};
  std::memcpy(&value, bytes, sizeof(value));
  return static_cast<double>(value);
}

template <typename T>
T loadBits(const char* bytes) {
  T value{};
  std::memcpy(&value, bytes, sizeof(value));
  return value;
}

double elementAt(TensorType type, const char* bytes) {
  switch (type) {
    case TensorType::Float:
      return loadAs<float>(bytes);
    case TensorType::Double:
      return loadAs<double>(bytes);
    case TensorType::Int32:
      return loadAs<std::int32_t>(bytes);
    case TensorType::UInt8:
      return loadAs<std::uint8_t>(bytes);
    case TensorType::Int16:
      return loadAs<std::int16_t>(bytes);
    case TensorType::Int8:
      return loadAs<std::int8_t>(bytes);
    case TensorType::Int64:
      return loadAs<std::int64_t>(bytes);
    case TensorType::Bool:
      return *bytes != 0 ? 1 : 0;
    case TensorType::UInt16:
      return loadAs<std::uint16_t>(bytes);
    case TensorType::UInt32:
      return loadAs<std::uint32_t>(bytes);
    case TensorType::UInt64:
      return loadAs<std::uint64_t>(bytes);
    case TensorType::Half:
      return halfToDouble(loadBits<std::uint16_t>(bytes));
    case TensorType::BFloat16:
      return bfloatToDouble(loadBits<std::uint16_t>(bytes));
    default:
      return 0;
  }
}

// The field that holds elements of this type one by one.
std::uint32_t valuesField(TensorType type) {
  switch (type) {
    case TensorType::Float:
      return 5;
    case TensorType::Double:
      return 6;
    case TensorType::Int32:
    case TensorType::UInt8:
    case TensorType::Int16:
    case TensorType::Int8:
    case TensorType::UInt16:
      return 7;
    case TensorType::Int64:
      return 10;
    case TensorType::Bool:
      return 11;
    case TensorType::Half:
    case TensorType::BFloat16:
      return 13;
    case TensorType::UInt32:
      return 16;
    case TensorType::UInt64:
      return 17;
    default:
      return 0;
  }
}

double fromVarint(TensorType type, std::uint64_t value) {
  switch (type) {
    case TensorType::Half:
      return halfToDouble(static_cast<std::uint16_t>(value));
    case TensorType::BFloat16:
      return bfloatToDouble(static_cast<std::uint16_t>(value));
    case TensorType::Bool:
      return value != 0 ? 1 : 0;
    case TensorType::UInt64:
      return static_cast<double>(value);
    case TensorType::UInt32:
      return static_cast<double>(static_cast<std::uint32_t>(value));
    case TensorType::Int64:
      return static_cast<double>(static_cast<std::int64_t>(value));
    default:
      return static_cast<double>(static_cast<std::int32_t>(value));
  }
}

// Calls `take` for every element in a field of single elements, packed or not. False when malformed.
template <typename Take>
bool eachValue(TensorType type, const WireField& field, const Take& take) {
  if (type == TensorType::Float || type == TensorType::Double) {
    const std::size_t width = widthOf(type);
    if (!field.isBytes()) {
      take(type == TensorType::Float ? static_cast<double>(field.asFloat()) : field.asDouble());
      return true;
    }
    if (field.bytes.size() % width != 0) {
      return false;
    }
    for (std::size_t at = 0; at < field.bytes.size(); at += width) {
      take(elementAt(type, field.bytes.data() + at));
    }
    return true;
  }
  if (field.isVarint()) {
    take(fromVarint(type, field.scalar));
    return true;
  }
  WireReader reader(field.bytes);
  std::uint64_t value = 0;
  while (field.isBytes() && reader.nextVarint(value)) {
    take(fromVarint(type, value));
  }
  return reader.wellFormed() && field.isBytes();
}

bool readShape(std::string_view message, Tensor& tensor) {
  WireReader reader(message);
  WireField field;
  while (reader.next(field)) {
    if (field.number == 3 && field.isVarint() && field.scalar != 0) {
      return false;  // unknown rank
    }
    if (field.number != 2 || !field.isBytes()) {
      continue;
    }
    std::int64_t size = 0;
    WireReader inner(field.bytes);
    WireField one;
    while (inner.next(one)) {
      if (one.number == 1 && one.isVarint()) {
        size = one.integer();
      }
    }
    if (!inner.wellFormed() || size < 0 || tensor.shape.size() == kMostDimensions ||
        __builtin_mul_overflow(tensor.elements, size, &tensor.elements)) {
      return false;
    }
    tensor.shape.push_back(size);
  }
  return reader.wellFormed();
}

}  // namespace

std::optional<Tensor> parseTensor(std::string_view message) {
  Tensor tensor;
  tensor.bytes = message;
  WireReader reader(message);
  WireField field;
  while (reader.next(field)) {
    if (field.number == 1 && field.isVarint()) {
      tensor.type = static_cast<TensorType>(static_cast<int>(std::min<std::uint64_t>(field.scalar, 1000)));
    } else if (field.number == 2 && field.isBytes()) {
      tensor.shape.clear();
      tensor.elements = 1;
      if (!readShape(field.bytes, tensor)) {
        return std::nullopt;
      }
    }
  }
  return reader.wellFormed() ? std::optional(std::move(tensor)) : std::nullopt;
}

std::optional<std::vector<double>> numbersOf(const Tensor& tensor) {
  const std::size_t width = widthOf(tensor.type);
  if (width == 0) {
    return std::nullopt;
  }
  const auto count = static_cast<std::uint64_t>(tensor.elements);
  std::vector<double> values;
  WireReader reader(tensor.bytes);
  WireField field;
  while (reader.next(field)) {
    if (field.number == 4 && field.isBytes() && !field.bytes.empty()) {
      if (field.bytes.size() % width != 0 || field.bytes.size() / width != count) {
        return std::nullopt;
      }
      values.clear();  // content goes before what is said number by number
      values.reserve(count);
      for (std::size_t at = 0; at < field.bytes.size(); at += width) {
        values.push_back(elementAt(tensor.type, field.bytes.data() + at));
      }
      return values;
    }
    if (field.number == valuesField(tensor.type) &&
        !eachValue(tensor.type, field, [&](double value) { values.push_back(value); })) {
      return std::nullopt;
    }
  }
  if (!reader.wellFormed() || values.size() > count || (values.size() < count && count > kMostRepeated)) {
    return std::nullopt;
  }
  // What is not said is like the last that is.
  values.resize(count, values.empty() ? 0.0 : values.back());
  return values;
}

std::optional<std::vector<std::string_view>> textsOf(const Tensor& tensor) {
  if (tensor.type != TensorType::String) {
    return std::nullopt;
  }
  std::vector<std::string_view> texts;
  WireReader reader(tensor.bytes);
  WireField field;
  while (reader.next(field)) {
    if (field.number == 8 && field.isBytes()) {
      texts.push_back(field.bytes);
    }
  }
  if (!reader.wellFormed() || texts.size() > static_cast<std::uint64_t>(tensor.elements)) {
    return std::nullopt;
  }
  return texts;
}

std::optional<double> scalarOf(std::string_view message) {
  Tensor tensor;
  std::optional<double> value;
  // Type and shape stand once and before the elements in every writer; where they do not, parseTensor has
  // found it.
  const auto readWhole = [message]() -> std::optional<double> {
    const auto whole = parseTensor(message);
    const auto numbers = whole && whole->elements == 1 ? numbersOf(*whole) : std::nullopt;
    return numbers ? std::optional(numbers->front()) : std::nullopt;
  };
  WireReader reader(message);
  WireField field;
  bool typed = false;
  bool shaped = false;
  bool content = false;   // goes before what is said number by number
  std::size_t count = 0;  // of those
  while (reader.next(field)) {
    if (field.number == 1 && field.isVarint()) {
      if (std::exchange(typed, true)) {
        return readWhole();
      }
      tensor.type = static_cast<TensorType>(static_cast<int>(std::min<std::uint64_t>(field.scalar, 1000)));
    } else if (field.number == 2 && field.isBytes()) {
      if (std::exchange(shaped, true) || !readShape(field.bytes, tensor) || tensor.elements != 1) {
        return readWhole();
      }
    } else if (!typed) {
      return readWhole();
    } else if (field.number == 4 && field.isBytes() && !field.bytes.empty()) {
      const std::size_t width = widthOf(tensor.type);
      if (width == 0 || field.bytes.size() != width) {
        return std::nullopt;
      }
      if (!std::exchange(content, true)) {
        value = elementAt(tensor.type, field.bytes.data());
      }
    } else if (field.number == valuesField(tensor.type) && !content) {
      if (!eachValue(tensor.type, field, [&](double one) {
            value = one;
            ++count;
          })) {
        return std::nullopt;
      }
    }
  }
  if (!content && count > 1) {
    return std::nullopt;
  }
  if (!reader.wellFormed() || widthOf(tensor.type) == 0) {
    return std::nullopt;
  }
  return value.value_or(0.0);
}

namespace {

// Packed doubles, as they lie in the message.
bool appendPacked(std::string_view bytes, std::vector<double>& list) {
  if (bytes.size() % sizeof(double) != 0) {
    return false;
  }
  const std::size_t before = list.size();
  list.resize(before + bytes.size() / sizeof(double));
  std::copy_n(bytes.data(), bytes.size(), reinterpret_cast<char*>(list.data() + before));
  return true;
}

}  // namespace

std::optional<Buckets> parseHistogram(std::string_view message) {
  double least = 0;
  double greatest = 0;
  std::vector<double> limits;
  std::vector<double> counts;
  WireReader reader(message);
  WireField field;
  while (reader.next(field)) {
    if (field.number == 1) {
      least = field.asDouble();
    } else if (field.number == 2) {
      greatest = field.asDouble();
    } else if (field.number == 6 || field.number == 7) {
      auto& list = field.number == 6 ? limits : counts;
      if (!field.isBytes()) {
        list.push_back(field.asDouble());
      } else if (!appendPacked(field.bytes, list)) {
        return std::nullopt;
      }
    }
  }
  if (!reader.wellFormed() || limits.size() != counts.size()) {
    return std::nullopt;
  }
  const auto full = [](double count) { return count > 0; };
  const auto first = std::find_if(counts.begin(), counts.end(), full);
  const auto last = std::find_if(counts.rbegin(), counts.rend(), full).base();
  Buckets buckets;
  if (first == counts.end()) {
    return buckets;
  }
  const auto edges = limits.begin() + (first - counts.begin());
  const auto size = last - first;
  buckets.counts.assign(first, last);
  buckets.lefts.reserve(buckets.counts.size());
  buckets.lefts.push_back(least);
  buckets.lefts.insert(buckets.lefts.end(), edges, edges + size - 1);
  buckets.rights.reserve(buckets.counts.size());
  buckets.rights.assign(edges, edges + size - 1);
  buckets.rights.push_back(greatest);
  return buckets;
}

std::optional<Buckets> bucketsOf(const Tensor& tensor) {
  if (tensor.shape.size() != 2 || tensor.shape[1] != 3) {
    return std::nullopt;
  }
  const auto values = numbersOf(tensor);
  if (!values) {
    return std::nullopt;
  }
  Buckets buckets;
  for (std::size_t at = 0; at + 2 < values->size(); at += 3) {
    buckets.lefts.push_back((*values)[at]);
    buckets.rights.push_back((*values)[at + 1]);
    buckets.counts.push_back((*values)[at + 2]);
  }
  return buckets;
}

}  // namespace tatara::interop::internal
