#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

#include "core/base/clock.h"
#include "core/base/duration_text.h"
#include "core/base/number_text.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/base/strong_id.h"

namespace tatara {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) {
    return makeError(ErrorKind::InvalidArgument, "The number is odd");
  }
  return number / 2;
}

Result<int> quarter(int number) {
  TATARA_ASSIGN(const int halved, half(number));
  return withContext(half(halved), "halving twice");
}

TEST(ResultTest, AnErrorTravelsUpWithItsContext) {
  EXPECT_EQ(quarter(8).value(), 2);
  EXPECT_EQ(quarter(3).error().message, "The number is odd");
  EXPECT_EQ(quarter(6).error().message, "halving twice: The number is odd");
  EXPECT_EQ(quarter(6).error().kind, ErrorKind::InvalidArgument);
}

TEST(ClockTest, IsoTextOfRandomTimesReadsBackAsTheSameTime) {
  std::mt19937_64 random(20261120);
  std::uniform_int_distribution<std::int64_t> millis(0, 4'102'444'800'000);
  for (int i = 0; i < 10'000; ++i) {
    const Timestamp time = fromUnixMillis(millis(random));
    EXPECT_EQ(parseIso8601(toIso8601(time)), time);
  }
}

TEST(ClockTest, YearsOfAnyLengthAreToldAndRead) {
  const std::pair<std::int64_t, const char*> known[] = {
      {-62'167'219'200'000, "0000-01-01T00:00:00Z"},
      {-62'167'219'200'001, "-000001-12-31T23:59:59.999Z"},
      {253'402'300'799'000, "9999-12-31T23:59:59Z"},
      {253'402'300'800'000, "+010000-01-01T00:00:00Z"},
      {-63'549'360'000'000, "-000044-03-15T00:00:00Z"},
      {9'214'000'000'000'000'000, "+291982006-08-08T12:26:40Z"}};
  for (const auto& [millis, text] : known) {
    EXPECT_EQ(toIso8601(fromUnixMillis(millis)), text);
    EXPECT_EQ(parseIso8601(text), fromUnixMillis(millis)) << text;
  }
  EXPECT_EQ(toIso8601(fromUnixMillis(std::numeric_limits<std::int64_t>::max())),
            "+292278994-08-17T07:12:55.807Z");
  EXPECT_EQ(toIso8601(fromUnixMillis(std::numeric_limits<std::int64_t>::min())),
            "-292275055-05-16T16:47:04.192Z");
  for (const char* wrong : {"+10000-01-01", "-0044-03-15", "+292278994-08-17", "+010001-02-29"}) {
    EXPECT_FALSE(parseIso8601(wrong)) << wrong;
  }
  std::mt19937_64 random(7);
  for (int i = 0; i < 10'000; ++i) {
    const auto millis = static_cast<std::int64_t>(random()) / 1001 * 1000;
    EXPECT_EQ(parseIso8601(toIso8601(fromUnixMillis(millis))), fromUnixMillis(millis)) << millis;
  }
}

TEST(ClockTest, OffsetsDatesAndSpacesAreRead) {
  EXPECT_EQ(toIso8601(*parseIso8601("2026-11-20T14:02:05+09:00")), "2026-11-20T05:02:05Z");
  EXPECT_EQ(toIso8601(*parseIso8601("2026-11-20 14:02:05.5")), "2026-11-20T14:02:05.500Z");
  EXPECT_EQ(toIso8601(*parseIso8601("2026-11-20")), "2026-11-20T00:00:00Z");
}

TEST(ClockTest, WhatIsNoDateIsRefused) {
  for (const char* text : {"", "2026", "2026-13-01", "2026-02-30", "2026-11-20T25:00", "2026-11-20T10:61",
                           "2026-11-20T10:00:00Zx", "2026-11-20T10:00:00+99:00", "20261120"}) {
    EXPECT_FALSE(parseIso8601(text)) << text;
  }
}

TEST(NumberTextTest, EveryDoubleReadsBackBitForBit) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 100'000; ++i) {
    const double value = std::bit_cast<double>(random());
    if (std::isnan(value)) {
      continue;
    }
    EXPECT_EQ(std::bit_cast<std::uint64_t>(*parseDouble(toText(value))), std::bit_cast<std::uint64_t>(value));
  }
  EXPECT_TRUE(std::isnan(*parseDouble(toText(NAN))));
  EXPECT_EQ(*parseDouble("-inf"), -INFINITY);
  EXPECT_EQ(*parseDouble("1e999"), INFINITY);
  EXPECT_EQ(*parseDouble("1e-999"), 0.0);
  EXPECT_EQ(*parseDouble("0." + std::string(400, '0') + "1"), 0.0);
  EXPECT_EQ(*parseDouble("-0." + std::string(800, '0') + "1e+99"), 0.0);
  EXPECT_EQ(*parseDouble(std::string(400, '7') + "e-5"), INFINITY);
  EXPECT_EQ(*parseDouble("-" + std::string(400, '7') + ".5"), -INFINITY);
  EXPECT_EQ(*parseDouble("1e-99999999999999999999"), 0.0);
  EXPECT_EQ(*parseDouble("1e+99999999999999999999"), INFINITY);
}

TEST(NumberTextTest, WhatIsNoNumberIsRefused) {
  for (const char* text : {"", " 1", "1 ", "1,5", "0x10", "--1", "+-1", "e5", "."}) {
    EXPECT_FALSE(parseDouble(text)) << text;
  }
  EXPECT_FALSE(parseInt("9223372036854775808"));
  EXPECT_FALSE(parseInt("1.0"));
}

TEST(NumberTextTest, CountsSizesAndDurationsReadAsAPersonWritesThem) {
  EXPECT_EQ(withThousands(1234567), "1,234,567");
  EXPECT_EQ(withThousands(-1000), "-1,000");
  EXPECT_EQ(withThousands(999), "999");
  EXPECT_EQ(toByteText(999), "999 B");
  EXPECT_EQ(toByteText(18'600'000), "18.6 MB");
  EXPECT_EQ(toDurationText(252'000), "4m 12s");
  EXPECT_EQ(toDurationText(90'061'000), "1d 1h");
  EXPECT_EQ(toDurationText(850), "850 ms");
  EXPECT_EQ(toDurationText(0), "0 ms");
  EXPECT_EQ(toDurationText(1'000), "1.0 s");
  EXPECT_EQ(toDurationText(1'690), "1.7 s");
  EXPECT_EQ(toDurationText(9'949), "9.9 s");
  EXPECT_EQ(toDurationText(9'950), "10 s");
  EXPECT_EQ(toDurationText(59'499), "59 s");
  EXPECT_EQ(toDurationText(59'500), "1m");
  EXPECT_EQ(toDurationText(-1'690), "-1.7 s");
  EXPECT_EQ(toDurationText(std::numeric_limits<std::int64_t>::min()), "-106751991167d 7h");
}

TEST(NumberTextTest, AMistypedWordFindsTheNearestOne) {
  const std::vector<std::string> words{"runs", "metrics", "experiments"};
  EXPECT_EQ(nearestWord("rnus", words), "runs");
  EXPECT_EQ(nearestWord("experiment", words), "experiments");
  EXPECT_FALSE(nearestWord("zzzzzzzz", words));
}

TEST(RandomTest, IdentifiersDoNotRepeat) {
  EXPECT_EQ(randomHex(16).size(), 32u);
  EXPECT_NE(randomHex(16), randomHex(16));
}

}  // namespace
}  // namespace tatara
