// TensorBoard's events and summaries, as views over the bytes of a record.
//
// Field numbers and meanings: tensorflow/core/util/event.proto, tensorflow/core/framework/summary.proto. Of a
// field that may stand once, the last one counts. Everything is bounded by the record it comes from.
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

struct ImageSummary {
  std::int64_t height = 0;
  std::int64_t width = 0;
  std::string_view bytes;
};
std::optional<ImageSummary> parseImage(std::string_view message);
// The encoded bytes of an audio summary.
std::optional<std::string_view> parseAudio(std::string_view message);

}  // namespace tatara::interop::internal
