#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/text/yaml.h"

namespace tatara::text {
namespace {

std::string asJson(std::string_view text, YamlDialect dialect = YamlDialect::Core) {
  const auto result = parseYaml(text, dialect);
  return result ? toJson(*result) : "error: " + result.error().message;
}

std::string asPython(std::string_view text) {
  return asJson(text, YamlDialect::Python);
}

TEST(YamlTest, AnMlflowMetaFileReadsAsPythonWroteIt) {
  const std::string_view meta =
      "artifact_uri: file:///tmp/x/artifacts\n"
      "current_stage: None\n"
      "description: ''\n"
      "end_time: 1795219600494\n"
      "entry_point_name: ''\n"
      "experiment_id: '123456789012345678'\n"
      "lifecycle_stage: active\n"
      "run_link: null\n"
      "run_name: a name that is long enough for safe_dump to be folded over two\n"
      "  lines by its own rule\n"
      "status: 3\n"
      "tags: []\n";
  EXPECT_EQ(
      asPython(meta),
      R"({"artifact_uri":"file:///tmp/x/artifacts","current_stage":"None","description":"",)"
      R"("end_time":1795219600494,"entry_point_name":"","experiment_id":"123456789012345678",)"
      R"("lifecycle_stage":"active","run_link":null,)"
      R"("run_name":"a name that is long enough for safe_dump to be folded over two lines by its own rule",)"
      R"("status":3,"tags":[]})");
}

TEST(YamlTest, QuotedScalarsAreAlwaysStrings) {
  EXPECT_EQ(asJson("['1', \"true\", 'null', '~', !!str 5]"), R"(["1","true","null","~","5"])");
  EXPECT_EQ(asJson("a: |\n  3\nb: >-\n  4\n  5"), R"({"a":"3\n","b":"4 5"})");
}

TEST(YamlTest, PlainWordsMeanWhatPyYamlSays) {
  EXPECT_EQ(asPython("[yes, Off, y, true, ~, Null, None]"), R"([true,false,"y",true,null,null,"None"])");
  EXPECT_EQ(asPython("[1e-3, 1.0e-3, 1.5, .5, -.5, 1., 1e5, +3, 1.0e5]"),
            R"(["1e-3",0.001,1.5,0.5,"-.5",1.0,"1e5",3,"1.0e5"])");
  EXPECT_EQ(asPython("[010, 0x1F, 0b11, 1_000, 08, 190:20:30, 1:60, 0o7]"),
            R"([8,31,3,1000,"08",685230,"1:60","0o7"])");
  EXPECT_EQ(asPython("[.inf, -.INF, .nan, inf]"), R"(["Infinity","-Infinity","NaN","inf"])");
  EXPECT_EQ(asPython("[2026-11-20, 99999999999999999999, 1.2.3, 1-2]"),
            R"(["2026-11-20","99999999999999999999","1.2.3","1-2"])");
}

TEST(YamlTest, PlainWordsMeanWhatThePeopleOfTodayMean) {
  EXPECT_EQ(asJson("[no, on, 1e-3, 010, 0x1F, 0o17, +.5, 1., true, False, 1_000]"),
            R"(["no","on",0.001,10,31,15,0.5,1.0,true,false,"1_000"])");
}

TEST(YamlTest, AnchorsAndMergeKeysAreResolved) {
  EXPECT_EQ(asJson("base: &b {a: 1, c: 2}\nx:\n  <<: *b\n  c: 3\ny: *b"),
            R"({"base":{"a":1,"c":2},"x":{"a":1,"c":3},"y":{"a":1,"c":2}})");
}

TEST(YamlTest, RepeatedKeysTakeTheirLastValueHoweverMany) {
  EXPECT_EQ(asJson("a: 1\nb: 2\na: 3"), R"({"a":3,"b":2})");
  EXPECT_EQ(asJson("<<: [{a: 1, b: 1}, {a: 2, c: 2}]\nd: 1\nb: 9"), R"({"a":1,"c":2,"b":9,"d":1})");
  std::string many;
  for (int i = 0; i < 5'000; ++i) {
    many += "k" + std::to_string(i) + ": 1\n";
  }
  EXPECT_EQ(parseYaml(many)->members().size(), 5'000u);
}

TEST(YamlTest, AnAliasBombIsRefusedQuickly) {
  std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 20; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int j = 0; j < 9; ++j) {
      bomb += ", " + before;
    }
    bomb += "]\n";
  }
  EXPECT_NE(asJson(bomb).find("with its aliases it holds more than 1000000 values"), std::string::npos);
  EXPECT_NE(asJson("&a [*a]").find("an alias refers to the value that it stands in"), std::string::npos);
}

TEST(YamlTest, DepthAndSizeAreBounded) {
  EXPECT_FALSE(parseYaml(std::string(100'000, '[')));
  EXPECT_NE(asJson(std::string(101, '[') + std::string(101, ']')).find("nested deeper than 100"),
            std::string::npos);
  EXPECT_FALSE(parseYaml("abcdef", YamlDialect::Core, {.maxBytes = 5}));
}

TEST(YamlTest, ErrorsNameLineAndColumn) {
  const auto result = parseYaml("a: 1\nb: [1, 2\nc: 3\n");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::Parse);
  EXPECT_NE(result.error().message.find("(line 3"), std::string::npos) << result.error().message;
  EXPECT_NE(asJson("a: b: c").find("line 1"), std::string::npos);
  EXPECT_NE(asJson("a: 1\nx: \xff").find("not UTF-8 (line 2, column 4)"), std::string::npos);
  EXPECT_NE(asJson("? [1]\n: 2").find("a key must be a word, not an array"), std::string::npos);
  EXPECT_NE(asJson("a: 1\n---\nb: 2").find("several documents"), std::string::npos);
  EXPECT_NE(asJson("a: *nothing").find("line 1"), std::string::npos);
}

TEST(YamlTest, AnEmptyDocumentIsNull) {
  EXPECT_EQ(asJson(""), "null");
  EXPECT_EQ(asJson("# only a comment\n"), "null");
}

TEST(YamlTest, KeysMayBeNumbersAndNull) {
  EXPECT_EQ(asJson("1: a\n~: b\ntrue: c"), R"({"1":"a","":"b","true":"c"})");
}

TEST(YamlTest, WhatIsWrittenLooksAsAPersonWouldWriteIt) {
  Json document;
  Json step;
  step.set("name", "train model").set("retries", 2).set("rate", 1e-5);
  document.set("version", 1).set("name", "bike rentals").set("steps", Json(Json::Array{step, step}));
  document.set("empty", Json::array()).set("yes", "no").set("number", "1.5").set("nothing", nullptr);
  EXPECT_EQ(toYaml(document),
            "version: 1\nname: bike rentals\nsteps:\n"
            "  - name: train model\n    retries: 2\n    rate: 1.0e-05\n"
            "  - name: train model\n    retries: 2\n    rate: 1.0e-05\n"
            "empty: []\n\"yes\": \"no\"\nnumber: \"1.5\"\nnothing: null\n");
}

Json randomValue(std::mt19937_64& random, int depth) {
  static constexpr std::string_view kPieces[] = {
      "a",  "yes", "null", "~",  ": ", " #", "-",  "- ", "é",  "日", "\n", " ",      "1",     ".",
      "e5", "[",   "{",    "\"", "'",  "|",  ">",  "&x", "*x", "!t", "%",  "@",      "`",     ",",
      "?",  "\\",  "=",    "<<", "\t", "0x", "on", "_",  ":",  "..", "\r", "\u0085", "\u2028"};
  const auto word = [&] {
    std::string out;
    for (auto n = random() % 4; n > 0; --n) {
      out += kPieces[random() % std::size(kPieces)];
    }
    return out;
  };
  switch (random() % (depth > 3 ? 5 : 7)) {
    case 0:
      return {};
    case 1:
      return Json(random() % 2 == 0);
    case 2:
      return Json(static_cast<std::int64_t>(random()) >> (random() % 64));
    case 3:
      return Json(std::ldexp(static_cast<double>(random()), static_cast<int>(random() % 200) - 100));
    case 4:
      return Json(word());
    case 5: {
      Json list = Json::array();
      for (auto n = random() % 4; n > 0; --n) {
        list.append(randomValue(random, depth + 1));
      }
      return list;
    }
    default: {
      Json object = Json::object();
      for (auto n = random() % 4; n > 0; --n) {
        object.set("k" + word(), randomValue(random, depth + 1));
      }
      return object;
    }
  }
}

TEST(YamlTest, RandomValuesReadBackEqualInBothDialects) {
  std::mt19937_64 random(99);
  for (int round = 0; round < 700; ++round) {
    const Json value = randomValue(random, 0);
    const std::string written = toYaml(value);
    for (const YamlDialect dialect : {YamlDialect::Core, YamlDialect::Python}) {
      const auto back = parseYaml(written, dialect);
      ASSERT_TRUE(back) << written << back.error().message;
      EXPECT_EQ(toJson(*back), toJson(value)) << written;
    }
  }
}

TEST(YamlTest, AKeyOfAnyLengthReadsBack) {
  for (const std::size_t length : {1020U, 1022U, 1023U, 1024U, 1025U, 5000U}) {
    for (const std::string& key :
         {std::string(length, 'k'), std::string(length / 6, '\x11'), "'" + std::string(length, '"')}) {
      const Json inner = Json::object().set(key, Json::array().append(Json::object().set(key, 1)));
      const Json value = Json::object().set(key, inner).set("after", Json::array().append(inner));
      const auto back = parseYaml(toYaml(value));
      ASSERT_TRUE(back) << length << ": " << back.error().message;
      EXPECT_EQ(toJson(*back), toJson(value));
    }
  }
}

TEST(YamlTest, RandomBytesNeverCrashTheReader) {
  std::mt19937_64 random(5);
  static constexpr std::string_view kBytes = "ab:-[]{},&*!|>'\"%@` \n\t#?~<0x1.";
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (auto n = random() % 60; n > 0; --n) {
      text.push_back(kBytes[random() % kBytes.size()]);
    }
    const auto value = parseYaml(text);
    if (value) {
      EXPECT_TRUE(parseYaml(toYaml(*value))) << text;
    }
  }
}

}  // namespace
}  // namespace tatara::text
