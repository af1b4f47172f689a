// OpenTelemetry messages by hand, field by field, so that a test can also make what no exporter would send.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tatara::tests::otlp {

inline std::string varint(std::uint64_t value) {
  std::string out;
  for (; value >= 128; value >>= 7) {
    out += static_cast<char>(value | 128);
  }
  return out + static_cast<char>(value);
}
inline std::string number(std::uint32_t field, std::uint64_t value) {
  return varint(field << 3) + varint(value);
}
inline std::string field(std::uint32_t number, std::string_view bytes) {
  return varint(number << 3 | 2) + varint(bytes.size()) + std::string(bytes);
}
inline std::string fixed64(std::uint32_t field, std::uint64_t value) {
  std::string out = varint(field << 3 | 1);
  for (int i = 0; i < 8; ++i) {
    out += static_cast<char>(value >> (8 * i));
  }
  return out;
}
// `value` is an AnyValue: field(1, "text"), number(3, 7), ...
inline std::string attribute(std::string_view key, std::string_view value) {
  return field(1, key) + field(2, value);
}
// One span in an ExportTraceServiceRequest.
inline std::string request(std::string_view span) {
  return field(1, field(2, field(2, span)));
}

}  // namespace tatara::tests::otlp
