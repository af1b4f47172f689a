// TensorBoard's events, summaries and tensors, as views over the bytes of a record.
//
// Field numbers and meanings: tensorflow/core/util/event.proto, tensorflow/core/framework/summary.proto,
// tensor.proto, types.proto and tensor_shape.proto. Of a field that may stand once, the last one counts.
// Everything is bounded by the record it comes from, except a tensor that says its elements once for all:
// that one by `kMostRepeated`.
//
// Threads: pure functions. Nothing here fails but by saying that the bytes are no such message.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/interop/internal/wire.h"

namespace tatara::interop::internal {

struct Event {
  double wallTime = 0;  // seconds since 1970
  std::int64_t step = 0;
  std::optional<std::string_view> fileVersion;
  std::optional<std::string_view> graph;
  std::optional<std::string_view> metaGraph;
  std::optional<std::string_view> runMetadata;  // a TaggedRunMetadata
  std::optional<std::string_view> summary;
  bool restart = false;  // a session log that says START
};
std::optional<Event> parseEvent(std::string_view record);

// A record that holds a time, a step, and one tag with one `simple_value`, each field once, in the order of
// their numbers, and nothing else; of everything else this says nothing.
struct PlainScalar {
  double wallTime = 0;
  std::int64_t step = 0;
  std::string_view tag;  // not empty
  float value = 0;
};
std::optional<PlainScalar> parsePlainScalar(std::string_view record);

struct SummaryValue {
  enum class Kind { None, Simple, Histogram, Image, Audio, Tensor };
  std::string_view tag;
  std::string_view nodeName;
  bool hasMetadata = false;
  std::string_view plugin;
  std::string_view pluginContent;
  std::string_view displayName;
  std::string_view description;
  Kind kind = Kind::None;
  float simple = 0;
  std::string_view body;  // the message of the other kinds
};
// The values of a summary, one after the other.
class SummaryReader {
 public:
  explicit SummaryReader(std::string_view summary) : m_reader(summary) {}
  bool next(SummaryValue& value);
  bool wellFormed() const { return m_wellFormed && m_reader.wellFormed(); }

 private:
  WireReader m_reader;
  bool m_wellFormed = true;
};

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

struct ImageSummary {
  std::int64_t height = 0;
  std::int64_t width = 0;
  std::string_view bytes;
};
std::optional<ImageSummary> parseImage(std::string_view message);
// The encoded bytes of an audio summary.
std::optional<std::string_view> parseAudio(std::string_view message);

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
