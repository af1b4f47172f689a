// JSON, as requests bring it.
#include "core/text/json.h"
#include "tests/fuzz/fuzz.h"

namespace tatara::fuzz {

std::vector<std::string> seeds() {
  return {R"({"a": [1, -2.5e-3, true, null, "x\u00e9\n"], "b": {"c": {}}})",
          "[]",
          "\"\\ud83d\\ude00\"",
          "1e308",
          "-0",
          "[[[[[[[[]]]]]]]]",
          R"({"key":"v","key":"w"})",
          "9223372036854775807",
          "[1e400]"};
}

void tryBytes(std::string_view bytes) {
  const auto value = text::parseJson(bytes);
  if (value) {
    const std::string written = text::toJson(*value);
    const auto again = text::parseJson(written);
    expect(again.has_value(), "what is written as JSON is JSON");
    expect(text::toJson(*again) == written, "JSON written twice is the same");
    expect(text::parseJson(text::toPrettyJson(*value)).has_value(), "indented JSON is JSON");
  }
}

}  // namespace tatara::fuzz
