// Spans in OpenTelemetry's protobuf.
#include "core/track/otlp.h"
#include "core/text/json.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/otlp_message.h"

namespace tatara::fuzz {

std::vector<std::string> seeds() {
  using namespace tests::otlp;
  const std::string ids = field(1, "0123456789abcdef") + field(2, "01234567");
  const std::string times = fixed64(7, 1'700'000'000'000'000'000) + fixed64(8, 1'700'000'000'500'000'000);
  const std::string list = field(5, field(1, number(3, 7)) + field(1, field(1, "x")));
  const std::string map = field(6, field(1, attribute("k", number(2, 1))));
  return {request(ids + field(5, "root") + times),
          request(ids + field(4, "abcdefgh") + field(5, "child") + times +
                  field(9, attribute("a", field(1, "text"))) + field(9, attribute("list", list)) +
                  field(9, attribute("map", map)) + field(11, fixed64(1, 5) + field(2, "event")) +
                  field(15, field(2, "bad") + number(3, 2)))};
}

void tryBytes(std::string_view bytes) {
  if (const auto spans = track::readExport(bytes)) {
    for (const track::SentSpan& span : *spans) {
      expect(span.spanId.size() == 16, "a span that was taken has an id");
      if (const auto told = track::spanToJson(span.body)) {
        expect(text::parseJson(text::toJson(*told)).has_value(), "a span is told as JSON");
      }
      expectTold(track::spanAttributes(span.body));
    }
  }
  expectTold(track::spanToJson(bytes));
}

}  // namespace tatara::fuzz
