#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>

#include "core/text/json.h"

namespace tatara::text {
namespace {

Json parsed(std::string_view text) {
  auto result = parseJson(text);
  EXPECT_TRUE(result) << text << ": " << (result ? "" : result.error().message);
  return result ? *result : Json();
}

std::string problem(std::string_view text, const JsonLimits& limits = {}) {
  const auto result = parseJson(text, limits);
  EXPECT_FALSE(result) << text;
  return result ? "" : result.error().message;
}

TEST(JsonTest, IntegersStayExactAtTheEdgesOfSixtyFourBits) {
  EXPECT_EQ(parsed("9223372036854775807").asInt(), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(parsed("-9223372036854775808").asInt(), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(toJson(parsed("[9007199254740993]")), "[9007199254740993]");
}

TEST(JsonTest, AnIntegerBeyondSixtyFourBitsIsADouble) {
  const Json value = parsed("9223372036854775808");
  EXPECT_TRUE(value.isDouble());
  EXPECT_FALSE(value.asInt());
  EXPECT_EQ(value.asNumber(), 9223372036854775808.0);
}

TEST(JsonTest, OneAndOnePointZeroAreToldApartAndWrittenAsTheyWereRead) {
  EXPECT_TRUE(parsed("1").isInt());
  EXPECT_TRUE(parsed("1.0").isDouble());
  EXPECT_EQ(toJson(parsed("[1,1.0,1e2,-0.0]")), "[1,1.0,100.0,-0.0]");
}

TEST(JsonTest, NumbersTooLargeForADoubleAreInfinite) {
  EXPECT_EQ(parsed("1e400").asNumber(), std::numeric_limits<double>::infinity());
  EXPECT_EQ(parsed("1e-400").asNumber(), 0.0);
}

TEST(JsonTest, NotANumberIsWrittenAsTheStringThatMlflowExpects) {
  const Json values(Json::Array{Json(std::nan("")), Json(HUGE_VAL), Json(-HUGE_VAL)});
  EXPECT_EQ(toJson(values), R"(["NaN","Infinity","-Infinity"])");
  EXPECT_TRUE(std::isnan(*parsed("\"NaN\"").asNumber()));
  EXPECT_EQ(parsed("\"-Infinity\"").asNumber(), -HUGE_VAL);
  EXPECT_FALSE(parsed("\"1\"").asNumber());
}

TEST(JsonTest, ARepeatedKeyKeepsItsPlaceAndTakesItsLastValue) {
  EXPECT_EQ(toJson(parsed(R"({"a":1,"b":2,"a":3,"c":4,"a":5})")), R"({"a":5,"b":2,"c":4})");
  std::string many = "{";
  for (int i = 0; i < 1000; ++i) {
    many += "\"k" + std::to_string(i % 100) + "\":" + std::to_string(i) + ",";
  }
  many.back() = '}';
  const Json value = parsed(many);
  ASSERT_EQ(value.members().size(), 100u);
  EXPECT_EQ(value.members()[7].key, "k7");
  EXPECT_EQ(value["k7"].asInt(), 907);
}

TEST(JsonTest, KeysKeepTheirOrder) {
  EXPECT_EQ(toJson(parsed(R"({"z":1,"a":{"y":null,"b":[]}})")), R"({"z":1,"a":{"y":null,"b":[]}})");
}

TEST(JsonTest, EscapesAreReadAndWritten) {
  EXPECT_EQ(*parsed(R"("\u00e9\u65e5\ud83d\ude00\n\/")").asString(), "é日😀\n/");
  EXPECT_EQ(toJson(Json("a\"\\\n\t\x01é\x7f")), "\"a\\\"\\\\\\n\\t\\u0001é\x7f\"");
  EXPECT_EQ(*parsed(R"("\u0000")").asString(), std::string(1, '\0'));
}

TEST(JsonTest, BytesThatAreNotUtf8AreMendedWhenWritten) {
  EXPECT_EQ(toJson(Json("a\xff z")), "\"a\uFFFD z\"");
}

TEST(JsonTest, ErrorsNameLineAndColumn) {
  EXPECT_EQ(problem("{\n  \"é\": tru }"),
            "This is not valid JSON: a value is expected here (line 2, column 8)");
  EXPECT_NE(problem("[1,2").find("a comma or ] is expected here (line 1, column 5)"), std::string::npos);
  EXPECT_NE(problem("[1] x").find("there is more after the end"), std::string::npos);
  EXPECT_NE(problem("\"a\nb\"").find("control character"), std::string::npos);
}

TEST(JsonTest, WhatIsNotJsonIsRefused) {
  for (const std::string_view text : {"",
                                      " ",
                                      "{",
                                      "[",
                                      "[1,]",
                                      "{\"a\":1,}",
                                      "{a:1}",
                                      "'a'",
                                      "01",
                                      "-",
                                      "1.",
                                      ".5",
                                      "1e",
                                      "+1",
                                      "NaN",
                                      "Infinity",
                                      "tru",
                                      "nul",
                                      "\"\\x\"",
                                      "\"\\u12\"",
                                      "\"\\ud800\"",
                                      "\"\\udc00\"",
                                      "\"\\ud800\\u0041\"",
                                      "\"\xff\"",
                                      "\"\xed\xa0\x80\"",
                                      "\"\xc0\x80\"",
                                      "[1 2]",
                                      "{\"a\" 1}",
                                      "// c\n1",
                                      "\"\\u+123\"",
                                      "[1}",
                                      "--1",
                                      "1 1"}) {
    EXPECT_FALSE(parseJson(text)) << text;
  }
}

TEST(JsonTest, DepthSizeAndCountAreBounded) {
  EXPECT_TRUE(parseJson(std::string(100, '[') + std::string(100, ']')));
  EXPECT_NE(problem(std::string(101, '[')).find("nested deeper than 100 levels"), std::string::npos);
  EXPECT_NE(problem(std::string(1'000'000, '[')).find("nested deeper"), std::string::npos);
  EXPECT_NE(problem("[1,2,3]", {.maxValues = 3}).find("more than 3 values"), std::string::npos);
  EXPECT_NE(problem("[1,2,3]", {.maxBytes = 3}).find("at most 3 B"), std::string::npos);
}

TEST(JsonTest, AMissingPathIsNullAllTheWay) {
  const Json value = parsed(R"({"a":{"b":[1]}})");
  EXPECT_TRUE(value["a"]["x"]["y"].isNull());
  EXPECT_EQ(value["a"]["b"].items().at(0).asInt(), 1);
  EXPECT_EQ(value["a"]["b"].find("c"), nullptr);
}

TEST(JsonTest, ValuesAreBuiltInPlace) {
  Json run;
  run.set("id", "7").set("ok", true).set("n", 3).set("id", "8");
  Json list;
  list.append(run).append(nullptr);
  EXPECT_EQ(toJson(list), R"([{"id":"8","ok":true,"n":3},null])");
  EXPECT_EQ(toPrettyJson(list),
            "[\n  {\n    \"id\": \"8\",\n    \"ok\": true,\n    \"n\": 3\n  },\n  null\n]");
  EXPECT_EQ(toPrettyJson(Json::object()), "{}");
}

// A document of random shape, as text, from a fixed seed.
class Generator {
 public:
  explicit Generator(unsigned seed) : m_random(seed) {}

  Json value(int depth) {
    switch (m_random() % (depth > 5 ? 5 : 7)) {
      case 0:
        return {};
      case 1:
        return Json(m_random() % 2 == 0);
      case 2:
        return Json(static_cast<std::int64_t>(m_random()) >> (m_random() % 64));
      case 3: {
        const double number =
            std::ldexp(static_cast<double>(m_random()), static_cast<int>(m_random() % 600) - 300);
        return Json(number);
      }
      case 4:
        return Json(word());
      case 5: {
        Json list = Json::array();
        for (auto n = m_random() % 6; n > 0; --n) {
          list.append(value(depth + 1));
        }
        return list;
      }
      default: {
        Json object = Json::object();
        for (auto n = m_random() % 20; n > 0; --n) {
          object.set(word(), value(depth + 1));
        }
        return object;
      }
    }
  }

  std::mt19937_64& random() { return m_random; }

 private:
  std::string word() {
    static constexpr std::string_view kPieces[] = {"a", "\"", "\\",   "\n", "é", "日",
                                                   "😀", " ",  "\x01", "/",  "0"};
    std::string out;
    for (auto n = m_random() % 6; n > 0; --n) {
      out += kPieces[m_random() % std::size(kPieces)];
    }
    return out;
  }

  std::mt19937_64 m_random;
};

TEST(JsonTest, RandomDocumentsReadBackEqualAndEqualToAnotherParser) {
  Generator generator(20261121);
  for (int round = 0; round < 300; ++round) {
    const Json value = generator.value(0);
    const std::string compact = toJson(value);
    EXPECT_EQ(parsed(compact), value) << compact;
    EXPECT_EQ(parsed(toPrettyJson(value)), value);
    EXPECT_EQ(nlohmann::json::parse(compact), nlohmann::json::parse(toPrettyJson(value)));
  }
}

bool holdsInfinity(const Json& value) {
  const auto any = [](const auto& children, const auto& valueOf) {
    return std::any_of(children.begin(), children.end(),
                       [&](const auto& child) { return holdsInfinity(valueOf(child)); });
  };
  return (value.isDouble() && std::isinf(*value.asNumber())) ||
         any(value.items(), [](const Json& item) { return item; }) ||
         any(value.members(), [](const JsonMember& member) { return member.value; });
}

// The other parser refuses numbers beyond the range of a double, where Python and we read infinity.
TEST(JsonTest, DamagedDocumentsAreAcceptedExactlyWhereAnotherParserAcceptsThem) {
  Generator generator(7);
  static constexpr std::string_view kBytes = "{}[]\",:0123456789.eE+-truefalsn \\\n\xc3\xa9\xff";
  int accepted = 0;
  for (int round = 0; round < 5'000; ++round) {
    std::string text = toJson(generator.value(3));
    for (auto n = 1 + generator.random()() % 3; n > 0; --n) {
      const std::size_t at = generator.random()() % (text.size() + 1);
      const char byte = kBytes[generator.random()() % kBytes.size()];
      if (generator.random()() % 2 == 0 && at < text.size()) {
        text[at] = byte;
      } else {
        text.insert(at, 1, byte);
      }
    }
    const auto ours = parseJson(text);
    const bool theirs = nlohmann::json::accept(text);
    EXPECT_EQ(ours && !holdsInfinity(*ours), theirs) << text;
    accepted += theirs ? 1 : 0;
    if (ours) {
      EXPECT_TRUE(parseJson(toJson(*ours)));
    }
  }
  EXPECT_GT(accepted, 300);
}

}  // namespace
}  // namespace tatara::text
