#include "core/text/percent.h"

#include <gtest/gtest.h>

namespace tatara::text {
namespace {

TEST(PercentTest, OnlyWhatNeverNeedsItStaysAsItIs) {
  EXPECT_EQ(percentEncode("a b/\xC3\xBC"), "a%20b%2F%C3%BC");
  EXPECT_EQ(percentEncodePath("/a b/\xC3\xBC"), "/a%20b/%C3%BC");
  EXPECT_EQ(percentEncode("AZaz09-._~"), "AZaz09-._~");
  EXPECT_EQ(percentEncode(":?#[]@!$&'()*+,;=%"), "%3A%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%25")
      << "RFC 3986's reserved characters";
  EXPECT_EQ(percentEncode(std::string_view("\0\x7f", 2)), "%00%7F");
}

TEST(PercentTest, EncodingAndDecodingAreInverse) {
  std::string all;
  for (int c = 0; c < 256; ++c) {
    all.push_back(static_cast<char>(c));
  }
  EXPECT_EQ(percentDecode(percentEncode(all)), all);
  EXPECT_EQ(percentDecode(percentEncodePath(all), PlusSign::Space), all);
}

TEST(PercentTest, WhatIsNoCodeStays) {
  EXPECT_EQ(percentDecode("%41%6a%4B"), "AjK");
  EXPECT_EQ(percentDecode("100%"), "100%");
  EXPECT_EQ(percentDecode("%4"), "%4");
  EXPECT_EQ(percentDecode("%4g%@1%G1"), "%4g%@1%G1");
  EXPECT_EQ(percentDecode("%2541"), "%41") << "once";
  EXPECT_EQ(percentDecode("a+b%2B"), "a+b+");
  EXPECT_EQ(percentDecode("a+b%2B", PlusSign::Space), "a b+");
}

}  // namespace
}  // namespace tatara::text
