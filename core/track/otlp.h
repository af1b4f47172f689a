// Spans as OpenTelemetry sends them: a bounded reader of the protobuf messages, without a protobuf library.
//
// Messages and field numbers: opentelemetry-proto 1.x, collector/trace/v1/trace_service.proto
// (ExportTraceServiceRequest), trace/v1/trace.proto (Span), common/v1/common.proto (AnyValue). Wire format:
// protobuf
// 3. Unknown fields are passed over. A span is kept as the bytes that came, so that nothing of it is lost,
// and told as JSON in protobuf's mapping with the names of the .proto files, which MLflow's client reads
// back.
//
// Bytes are hostile: lengths are checked before they are believed, nesting is at most 32 deep and the number
// of values of one span at most 50,000. Errors: Parse. Threads: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/text/json.h"

namespace tatara::track {

enum class SpanStatus : std::uint8_t { Unset = 0, Ok = 1, Error = 2 };

// What is asked of a span again and again; views into the message.
struct SentSpan {
  std::string_view body;  // the Span message
  std::string traceId;    // 32 hexadecimal digits
  std::string spanId;     // 16
  std::string parentId;   // empty: a root
  std::string_view name;
  SpanStatus status = SpanStatus::Unset;
  std::uint64_t startNanos = 0;
  std::uint64_t endNanos = 0;  // 0: not ended
};

// Every span of an ExportTraceServiceRequest, in its order. Each has ids of the right length, or it is an
// error.
Result<std::vector<SentSpan>> readExport(std::string_view message);

// {"trace_id": base64, "span_id", "name", "start_time_unix_nano", "attributes": [{"key", "value": {...}}],
// ...}.
Result<text::Json> spanToJson(std::string_view body);

struct SpanAttribute {
  std::string key;
  text::Json value;  // plain: texts, numbers, arrays, objects; bytes as base64
};
Result<std::vector<SpanAttribute>> spanAttributes(std::string_view body);

// Something that happened at one moment of a span; an exception has the name "exception".
struct SpanEvent {
  std::string name;
  std::int64_t timeNanos = 0;
  std::vector<SpanAttribute> attributes;
};
struct SpanDetails {
  std::vector<SpanAttribute> attributes;
  std::vector<SpanEvent> events;
  std::string statusMessage;  // why it failed, in the words of whoever traced
};
Result<SpanDetails> spanDetails(std::string_view body);

}  // namespace tatara::track
