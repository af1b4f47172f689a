#include "core/evaluate/signature_text.h"

#include <gtest/gtest.h>

#include "core/base/seeded_random.h"
#include "tests/support/japanese.h"

namespace tatara::evaluate {
namespace {

using infer::ElementType;
using infer::Field;

bool same(const std::vector<Field>& left, const std::vector<Field>& right) {
  return std::ranges::equal(left, right, [](const Field& a, const Field& b) {
    return a.name == b.name && a.type == b.type && a.datetime == b.datetime && a.required == b.required;
  });
}

TEST(SignatureTextTest, ColumnsAreReadFromLinesAndCommas) {
  const auto read = parseSignatureText("temp: double, hr long\n  kind string?\n\n-> cnt double");
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->inputs.size(), 3u);
  EXPECT_EQ(read->inputs[0].name, "temp");
  EXPECT_EQ(read->inputs[0].type, ElementType::Float64);
  EXPECT_EQ(read->inputs[1].type, ElementType::Int64);
  EXPECT_FALSE(read->inputs[2].required);
  EXPECT_TRUE(read->inputs[1].required);
  ASSERT_EQ(read->outputs.size(), 1u);
  EXPECT_EQ(read->outputs[0].name, "cnt");
}

TEST(SignatureTextTest, AnAnswerNeedsNoNameAndANameMayHoldAnything) {
  const auto read = parseSignatureText("\"wind, \"\"gusts\"\" 5 m\" float\nat datetime -> double");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->inputs[0].name, "wind, \"gusts\" 5 m");
  EXPECT_TRUE(read->inputs[1].datetime);
  EXPECT_EQ(read->outputs[0].name, "");
  EXPECT_EQ(read->outputs[0].type, ElementType::Float64);
}

TEST(SignatureTextTest, WhatIsWrittenReadsBackTheSame) {
  SeededRandom random(11);
  const std::string letters = "ab ,:\"->?日";
  const ElementType types[] = {ElementType::Boolean, ElementType::Int32,   ElementType::Int64,
                               ElementType::Float32, ElementType::Float64, ElementType::String};
  for (int round = 0; round < 500; ++round) {
    infer::Signature signature;
    const std::size_t inputs = 1 + random.below(5);
    for (std::size_t i = 0; i < inputs + random.below(3); ++i) {
      Field field;
      for (std::size_t c = 0; c < random.below(6); ++c) {
        field.name += letters[random.below(8)];
      }
      field.name += std::to_string(i);
      field.type = types[random.below(6)];
      field.datetime = field.type == ElementType::String && random.below(2) == 0;
      field.required = random.below(2) == 0;
      (i < inputs ? signature.inputs : signature.outputs).push_back(field);
    }
    const std::string text = signatureText(signature);
    const auto again = parseSignatureText(text);
    ASSERT_TRUE(again) << again.error().message << "\n" << text;
    ASSERT_TRUE(same(again->inputs, signature.inputs) && same(again->outputs, signature.outputs)) << text;
  }
}

TEST(SignatureTextTest, WhatIsWrongIsNamedWithItsLine) {
  const std::vector<std::pair<const char*, const char*>> wrong{
      {"", "no column is named"},
      {"-> double", "no column is named"},
      {"a double\nb", "Line 2 of the signature: the column 'b' has no type"},
      {"a double\nb text", "Line 2 of the signature: 'text' is no type"},
      {"a double\na long", "the column 'a' stands there twice"},
      {"wind speed double", "'speed' is no type"},
      {"a double b", "put a name with blanks in quotes"},
      {"\"a double", "a quote is not closed"},
      {"a double -> b long -> c long", "stands there twice"}};
  for (const auto& [text, why] : wrong) {
    const auto read = parseSignatureText(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().kind, ErrorKind::InvalidArgument);
    EXPECT_NE(read.error().message.find(why), std::string::npos) << text << ": " << read.error().message;
  }
}

TEST(SignatureTextTest, ATablesColumnsMakeASignatureAsPandasWouldReadThem) {
  using dataset::ColumnType;
  const std::vector<dataset::ColumnInfo> columns{
      {"id", ColumnType::Integer},   {"holes", ColumnType::Integer, 3}, {"at", ColumnType::Time},
      {"kind", ColumnType::Text, 1}, {"odd", ColumnType::Unsupported},  {"y", ColumnType::Real}};
  const auto signature = signatureOfColumns(columns, "y");
  EXPECT_EQ(signatureText(signature), "id long\nholes double?\nat datetime\nkind string?\n-> y double\n");
}

TEST(SignatureTextTest, WhatIsWrongIsToldInJapanese) {
  const auto untyped = parseSignatureText("a double\nb");
  ASSERT_FALSE(untyped);
  EXPECT_EQ(untyped.error().message, "Line 2 of the signature: the column 'b' has no type");
  EXPECT_EQ(test::toldInJapanese(untyped.error()), "シグネチャの 2 行目: 列「b」に型がありません");
}

}  // namespace
}  // namespace tatara::evaluate
