#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/infer/signature.h"
#include "tests/support/japanese.h"

namespace tatara::infer {
namespace {

using testing::HasSubstr;

Signature columns(const std::string& inputs) {
  return parseSignature(text::Json::object().set("inputs", inputs)).value();
}

TEST(SignatureTest, ColumnsAndTensorsAreRead) {
  const Signature one = columns(
      R"([{"type":"long","name":"hr","required":true},{"type":"double","name":"temp","required":false},{"type":"datetime","name":"day"}])");
  ASSERT_EQ(one.inputs.size(), 3u);
  EXPECT_FALSE(one.tensors);
  EXPECT_EQ(one.inputs[0].type, ElementType::Int64);
  EXPECT_FALSE(one.inputs[1].required);
  EXPECT_TRUE(one.inputs[2].datetime);
  EXPECT_EQ(one.inputs[2].columnType(), "datetime");
  const Signature two = columns(R"([{"type":"tensor","tensor-spec":{"dtype":"float32","shape":[-1,3]}}])");
  EXPECT_TRUE(two.tensors);
  EXPECT_EQ(two.inputs[0].shape, (std::vector<std::int64_t>{-1, 3}));
}

TEST(SignatureTest, TypesOfPythonAloneAndNonsenseAreTold) {
  const auto array = parseSignature(
      text::Json::object().set("inputs", R"([{"type":"array","name":"a","items":{"type":"long"}}])"));
  ASSERT_FALSE(array);
  EXPECT_EQ(array.error().kind, ErrorKind::Unsupported);
  EXPECT_FALSE(parseSignature(text::Json::object().set("inputs", "[{")));
  EXPECT_FALSE(parseSignature(text::Json::object().set("inputs", R"({"a":1})")));
  EXPECT_FALSE(parseSignature(text::Json::object().set(
      "inputs", R"([{"type":"tensor","tensor-spec":{"dtype":"float32","shape":[-7]}}])")));
}

// An example of it is made where the model is loaded.
TEST(SignatureTest, ARowOfMoreValuesThanAnyRequestBringsIsRefused) {
  const auto tensors = [](const std::string& shape, int count) {
    std::string list;
    for (int i = 0; i < count; ++i) {
      list += (i > 0 ? "," : "") +
              (R"({"type":"tensor","tensor-spec":{"dtype":"float32","shape":)" + shape + "}}");
    }
    return parseSignature(text::Json::object().set("inputs", "[" + list + "]"));
  };
  EXPECT_TRUE(tensors("[-1,3,4096,4096]", 1));
  EXPECT_TRUE(tensors("[0,10]", 1));
  for (const char* shape : {"[-1,4294967296]", "[4294967296,4294967296]", "[1,0,4294967296,4294967296,16]"}) {
    EXPECT_FALSE(tensors(shape, 1)) << shape;
  }
  EXPECT_FALSE(tensors("[-1,3,4096,4096]", 2)) << "together";
}

TEST(SignatureTest, AMissingAnUnknownAndARepeatedColumnAreNamed) {
  const Signature signature =
      columns(R"([{"type":"long","name":"hour"},{"type":"double","name":"temp","required":false}])");
  EXPECT_TRUE(matchColumns(signature, {"hour"}));
  EXPECT_THAT(matchColumns(signature, {"temp"}).error().message, HasSubstr("'hour' is missing"));
  EXPECT_THAT(matchColumns(signature, {"hour", "tmp"}).error().message, HasSubstr("nearest is 'temp'"));
  EXPECT_THAT(matchColumns(signature, {"hour", "hour"}).error().message, HasSubstr("twice"));
}

TEST(SignatureTest, ValuesThatDoNotFitNameRowAndColumn) {
  const Signature signature = columns(
      R"([{"type":"integer","name":"n"},{"type":"double","name":"x"},{"type":"string","name":"s"},{"type":"boolean","name":"b"}])");
  ColumnFill whole(signature.inputs[0], 4);
  EXPECT_TRUE(whole.integer(0, -5));
  EXPECT_TRUE(whole.real(1, 3.0));
  EXPECT_THAT(whole.real(1, 3.5).error().message, "Row 2, column 'n': 3.5 where the model takes integer");
  EXPECT_FALSE(whole.integer(2, std::int64_t{1} << 40));
  EXPECT_FALSE(whole.missing(3));
  EXPECT_FALSE(whole.text(3, "7"));
  EXPECT_FALSE(whole.boolean(3, true));
  ColumnFill real(signature.inputs[1], 2);
  EXPECT_TRUE(real.missing(0));
  EXPECT_TRUE(real.integer(1, 7));
  EXPECT_FALSE(real.text(1, "warm"));
  const Tensor values = real.take();
  EXPECT_TRUE(std::isnan(values.values<double>()[0]));
  EXPECT_EQ(values.values<double>()[1], 7);
  ColumnFill words(signature.inputs[2], 2);
  EXPECT_TRUE(words.missing(0));
  EXPECT_FALSE(words.integer(1, 7));
  EXPECT_TRUE(words.take().isMissing(0));
  ColumnFill flags(signature.inputs[3], 1);
  EXPECT_TRUE(flags.parse(0, "True"));
  EXPECT_FALSE(flags.parse(0, "1"));
}

TEST(SignatureTest, AColumnThatIsNotThereIsToldInJapanese) {
  Signature signature;
  signature.inputs = {{.name = "hour", .type = ElementType::Float64},
                      {.name = "temp", .type = ElementType::Float64}};
  const auto near = matchColumns(signature, {"hour", "tmp"});
  EXPECT_EQ(near.error().message, "The model has no column 'tmp'; the nearest is 'temp'");
  EXPECT_EQ(test::toldInJapanese(near.error()), "モデルに列「tmp」はありません。近いのは「temp」です");
  const auto far = matchColumns(signature, {"hour", "zzzzzzzz"});
  EXPECT_EQ(far.error().message, "The model has no column 'zzzzzzzz'");
  EXPECT_EQ(test::toldInJapanese(far.error()), "モデルに列「zzzzzzzz」はありません");
}

}  // namespace
}  // namespace tatara::infer
