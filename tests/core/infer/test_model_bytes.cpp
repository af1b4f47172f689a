#include <gtest/gtest.h>

#include <random>
#include <string>

#include "core/infer/internal/model_bytes.h"

namespace tatara::infer {
namespace {

using std::string_literals::operator""s;

const std::string kSound =
    "{U\x01"
    "a[$d#U\x02"
    "\x01\x02\x03\x04\x05\x06\x07\x08"
    "U\x01"
    "b[SU\x02hiTZ]U\x01"
    "c{}}"s;

TEST(ModelBytesTest, SoundFormsPass) {
  EXPECT_TRUE(checkUbjsonForm(kSound));
  EXPECT_TRUE(checkUbjsonForm("{L\0\0\0\0\0\0\0\x01xL\0\0\0\0\0\0\0\x07}"s));
  EXPECT_TRUE(checkUbjsonForm("[#U\x02TF"s));
  EXPECT_TRUE(checkJsonForm(R"({"a": [1, {"b": "]}\""}], "c": {}})"));
}

TEST(ModelBytesTest, EveryCutIsNamedCorrupt) {
  for (std::size_t size = 0; size < kSound.size(); ++size) {
    const auto checked = checkUbjsonForm(kSound.substr(0, size));
    ASSERT_FALSE(checked) << size;
    EXPECT_EQ(checked.error().kind, ErrorKind::Corrupt);
  }
  const std::string json = R"({"a": [1, "x\"y"]})";
  for (std::size_t size = 1; size < json.size(); ++size) {
    EXPECT_FALSE(checkJsonForm(json.substr(0, size))) << size;
  }
}

TEST(ModelBytesTest, ALengthBeyondTheFileIsRefusedBeforeAnythingIsAllocated) {
  EXPECT_FALSE(checkUbjsonForm("SL\x7f\xff\xff\xff\xff\xff\xff\xff"s));
  EXPECT_FALSE(checkUbjsonForm("SL\xff\xff\xff\xff\xff\xff\xff\xff"s));
  EXPECT_FALSE(checkUbjsonForm("Si\xff"s + std::string(300, 'x')));
  EXPECT_FALSE(checkUbjsonForm("[$D#U\x03"s + std::string(23, 'x')));
  EXPECT_FALSE(checkUbjsonForm("[$T#l\x7f\xff\xff\xff"s));
}

TEST(ModelBytesTest, EndlessNestingIsRefusedWithoutExhaustingTheStack) {
  EXPECT_FALSE(checkUbjsonForm(std::string(1'000'000, '[')));
  EXPECT_FALSE(checkUbjsonForm("["s + std::string(10, '[') + "$[#L" + std::string(100, '\0')));
  EXPECT_FALSE(checkJsonForm(std::string(1'000'000, '[')));
  std::string typed;
  for (int i = 0; i < 100'000; ++i) {
    typed += "[$[#U\x01";
  }
  EXPECT_FALSE(checkUbjsonForm(typed));
}

TEST(ModelBytesTest, RandomDamageNeverCrashes) {
  std::mt19937 random(20261121);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes = kSound;
    for (int i = 0; i < 3; ++i) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    (void)checkUbjsonForm(bytes).has_value();
    (void)checkJsonForm(bytes).has_value();
  }
}

}  // namespace
}  // namespace tatara::infer
