#include "core/track/otlp.h"

#include <gtest/gtest.h>

#include <random>

#include "core/text/json.h"
#include "tests/support/otlp_message.h"

namespace tatara::track {
namespace {

using namespace tests::otlp;

std::string sampleSpan() {
  return field(1, std::string(16, '\x27')) + field(2, std::string(8, '\x99')) +
         field(4, std::string(8, '\x11')) + field(5, "größe") + number(6, 3) +
         fixed64(7, 1'795'285'752'797'953'076) + fixed64(8, 1'795'285'753'594'176'441) +
         field(9, attribute("mlflow.spanType", field(1, "LLM"))) +
         field(9, attribute("n", number(3, static_cast<std::uint64_t>(-5)))) +
         field(9, attribute("mlflow.spanInputs", field(6, field(1, attribute("x", number(3, 21)))))) +
         field(9, attribute("list",
                            field(5, field(1, number(2, 1)) + field(1, fixed64(4, 0x3FF8000000000000))))) +
         field(11, fixed64(1, 7) + field(2, "exception") + field(3, attribute("m", field(1, "no")))) +
         field(15, field(2, "bad") + number(3, 2));
}

TEST(OtlpTest, ASpanIsReadWithItsIdsAndTimes) {
  const std::string span = sampleSpan();
  const std::string message = request(span);
  const auto read = readExport(message);
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->size(), 1u);
  const SentSpan& only = read->front();
  EXPECT_EQ(only.body, span);
  EXPECT_EQ(only.traceId, "27272727272727272727272727272727");
  EXPECT_EQ(only.spanId, "9999999999999999");
  EXPECT_EQ(only.parentId, "1111111111111111");
  EXPECT_EQ(only.name, "größe");
  EXPECT_EQ(only.startNanos, 1'795'285'752'797'953'076u);
  EXPECT_EQ(only.status, SpanStatus::Error);
}

TEST(OtlpTest, ASpanIsToldInProtobufsMapping) {
  const auto json = spanToJson(sampleSpan());
  ASSERT_TRUE(json);
  EXPECT_EQ(
      text::toJson(*json),
      R"({"trace_id":"JycnJycnJycnJycnJycnJw==","span_id":"mZmZmZmZmZk=","parent_span_id":"ERERERERERE=",)"
      R"("name":"größe","kind":"SPAN_KIND_CLIENT","start_time_unix_nano":1795285752797953076,)"
      R"("end_time_unix_nano":1795285753594176441,"attributes":[)"
      R"({"key":"mlflow.spanType","value":{"string_value":"LLM"}},{"key":"n","value":{"int_value":-5}},)"
      R"({"key":"mlflow.spanInputs","value":{"kvlist_value":{"values":[{"key":"x","value":{"int_value":21}}]}}},)"
      R"({"key":"list","value":{"array_value":{"values":[{"bool_value":true},{"double_value":1.5}]}}}],)"
      R"("events":[{"time_unix_nano":7,"name":"exception","attributes":[{"key":"m","value":{"string_value":"no"}}]}],)"
      R"("status":{"message":"bad","code":"STATUS_CODE_ERROR"}})");
}

TEST(OtlpTest, AttributesAreToldPlainly) {
  const auto attributes = spanAttributes(sampleSpan());
  ASSERT_TRUE(attributes);
  ASSERT_EQ(attributes->size(), 4u);
  EXPECT_EQ(text::toJson((*attributes)[2].value), R"({"x":21})");
  EXPECT_EQ(text::toJson((*attributes)[3].value), "[true,1.5]");
}

TEST(OtlpTest, UnknownFieldsArePassedOver) {
  const std::string span = sampleSpan() + field(99, "new") + number(98, 5) + fixed64(97, 1);
  ASSERT_TRUE(readExport(request(span) + field(7, "other")));
}

TEST(OtlpTest, WhatIsNoExportIsRefused) {
  const std::string ids = field(1, std::string(16, 'a')) + field(2, std::string(8, 'b'));
  std::string deep = field(1, "end");
  for (int i = 0; i < 40; ++i) {
    deep = field(5, field(1, deep));
  }
  std::string many;
  for (int i = 0; i < 50'001; ++i) {
    many += field(9, attribute("k", number(2, 1)));
  }
  for (const std::string& span :
       {field(1, "short") + field(2, std::string(8, 'b')), field(2, std::string(8, 'b')),
        field(1, std::string(16, 'a')), ids + field(4, "xyz"), ids + field(9, attribute("deep", deep)),
        ids + many, ids + fixed64(7, UINT64_MAX)}) {
    const auto read = readExport(request(span));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, ErrorKind::Parse);
  }
  for (const std::string& message :
       {std::string("\x0a\xff\xff\xff\xff\x0f"), std::string("\x0a\x05x"), std::string("hello, world"),
        std::string("\x00\x00", 2), std::string(11, '\xff')}) {
    EXPECT_FALSE(readExport(message)) << message;
  }
  EXPECT_TRUE(readExport("")->empty());
}

// Whatever is changed in a message, the reader ends, and what it accepts can be told again.
TEST(OtlpTest, NoMutationBreaksTheReader) {
  std::mt19937 chance(20261121);
  const std::string whole = request(sampleSpan());
  int accepted = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string message = whole;
    const int edits = 1 + static_cast<int>(chance() % 4);
    for (int i = 0; i < edits && !message.empty(); ++i) {
      const std::size_t at = chance() % message.size();
      switch (chance() % 3) {
        case 0:
          message[at] = static_cast<char>(chance());
          break;
        case 1:
          message.erase(at, 1 + chance() % 5);
          break;
        default:
          message.insert(at, 1 + chance() % 5, static_cast<char>(chance()));
      }
    }
    const auto spans = readExport(message);
    for (const SentSpan& span : spans.value_or(std::vector<SentSpan>())) {
      ++accepted;
      const auto json = spanToJson(span.body);
      ASSERT_TRUE(json);
      EXPECT_TRUE(text::parseJson(text::toJson(*json)));
      EXPECT_TRUE(spanAttributes(span.body));
    }
  }
  EXPECT_GT(accepted, 100);
}

}  // namespace
}  // namespace tatara::track
