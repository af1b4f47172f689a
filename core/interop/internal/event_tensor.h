// The tensors and histograms that summaries hold, as views over their bytes and as numbers.
//
// Field numbers and meanings: tensorflow/core/framework/tensor.proto, types.proto, tensor_shape.proto and
// summary.proto. Of a field that may stand once, the last one counts. Everything is bounded by the message it
// comes from, except a tensor that says its elements once for all: that one by `kMostRepeated`.
//
// Threads: pure functions. Nothing here fails but by saying that the bytes are no such message.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tatara::interop::internal {

// TensorFlow's numbers of element types.
enum class TensorType : int {
  None = 0,
  Float = 1,
  Double = 2,
  Int32 = 3,
  UInt8 = 4,
  Int16 = 5,
  Int8 = 6,
  String = 7,
  Int64 = 9,
  Bool = 10,
  BFloat16 = 14,
  UInt16 = 17,
  Half = 19,
  UInt32 = 22,
  UInt64 = 23,
};

inline constexpr std::size_t kMostRepeated = 1U << 20;
inline constexpr std::size_t kMostDimensions = 16;

struct Tensor {
  TensorType type = TensorType::None;
  std::vector<std::int64_t> shape;
  std::int64_t elements = 1;
  std::string_view bytes;  // of the message
};
std::optional<Tensor> parseTensor(std::string_view message);
// Elements in row-major order, as doubles (64-bit integers beyond 2^53 are rounded); nothing for texts, other
// types, and lengths that do not agree.
std::optional<std::vector<double>> numbersOf(const Tensor& tensor);
std::optional<std::vector<std::string_view>> textsOf(const Tensor& tensor);
// The only element of a tensor of numbers, without taking memory.
std::optional<double> scalarOf(std::string_view message);

// A histogram of either kind, as TensorBoard shows it (tensorboard/data_compat.py): without empty buckets at
// the ends, whose limits may be infinite, and from the least to the greatest value.
struct Buckets {
  std::vector<double> lefts;
  std::vector<double> rights;
  std::vector<double> counts;
};
std::optional<Buckets> parseHistogram(std::string_view message);
std::optional<Buckets> bucketsOf(const Tensor& tensor);

}  // namespace tatara::interop::internal
