#include <gtest/gtest.h>

#include <random>

#include "core/crypto/digest.h"

namespace tatara::crypto {
namespace {

// The examples of FIPS 180-4 and RFC 1321.
TEST(DigestTest, KnownTextsHaveTheirPublishedDigests) {
  EXPECT_EQ(sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(md5Hex("message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
  EXPECT_EQ(md5Hex(""), "d41d8cd98f00b204e9800998ecf8427e");
}

TEST(DigestTest, StreamingInAnyPiecesEqualsOneShot) {
  std::mt19937 random(11);
  Sha256 stream;
  for (int round = 0; round < 200; ++round) {
    std::string bytes;
    for (auto n = random() % 3000; n > 0; --n) {
      bytes.push_back(static_cast<char>(random()));
    }
    for (std::size_t at = 0; at < bytes.size();) {
      const std::size_t piece = 1 + random() % 700;
      stream.update(std::string_view(bytes).substr(at, piece));
      at += piece;
    }
    EXPECT_EQ(stream.finish(), sha256(bytes));
  }
}

TEST(DigestTest, AMovedDigestGoesOn) {
  Sha256 first;
  first.update("a");
  Sha256 second = std::move(first);
  second.update("bc");
  EXPECT_EQ(toHex(second.finish()), sha256Hex("abc"));
}

TEST(DigestTest, ComparisonSeesEveryByteAndTheLength) {
  EXPECT_TRUE(equalInConstantTime("token", "token"));
  EXPECT_FALSE(equalInConstantTime("token", "tokem"));
  EXPECT_FALSE(equalInConstantTime("token", "toke"));
  EXPECT_TRUE(equalInConstantTime("", ""));
}

}  // namespace
}  // namespace tatara::crypto
