#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/base/seeded_random.h"
#include "core/track/internal/histogram_codec.h"
#include "tests/support/effort.h"

namespace tatara::track {
namespace {

void expectSame(const std::vector<double>& left, const std::vector<double>& right) {
  ASSERT_EQ(left.size(), right.size());
  for (std::size_t i = 0; i < left.size(); ++i) {
    EXPECT_EQ(std::bit_cast<std::uint64_t>(left[i]), std::bit_cast<std::uint64_t>(right[i])) << i;
  }
}

std::string roundTrip(const Histogram& histogram) {
  const auto payload = internal::encodeHistogram(histogram);
  EXPECT_TRUE(payload.has_value());
  Histogram again;
  EXPECT_TRUE(internal::decodeHistogram(*payload, again));
  expectSame(again.lefts, histogram.lefts);
  expectSame(again.rights, histogram.rights);
  expectSame(again.counts, histogram.counts);
  return *payload;
}

Histogram touching(const std::vector<double>& limits, const std::vector<double>& counts) {
  return {0, 0, {limits.begin(), limits.end() - 1}, {limits.begin() + 1, limits.end()}, counts};
}

// As TensorFlow and PyTorch make them, the ends cut to the least and greatest value.
Histogram ofTensorflow(bool wholeCounts) {
  std::vector<double> limits;
  for (double v = 1e-12; v < 1e20; v *= 1.1) {
    limits.push_back(v);
  }
  std::vector<double> all(limits.rbegin(), limits.rend());
  for (double& limit : all) {
    limit = -limit;
  }
  all.push_back(0);
  all.insert(all.end(), limits.begin(), limits.end());
  std::vector<double> used(all.begin() + 600, all.end() - 600);
  used.front() = -0.123456789;
  used.back() = 0.987654321;
  std::vector<double> counts;
  for (std::size_t i = 0; i + 1 < used.size(); ++i) {
    counts.push_back(static_cast<double>(i * i % 97) + (wholeCounts ? 0 : 0.1));
  }
  return touching(used, counts);
}

TEST(HistogramCodecTest, LimitsThatGrowByARatioTakeAByteOrTwo) {
  const Histogram made = ofTensorflow(true);
  EXPECT_LT(roundTrip(made).size(), 3 * made.counts.size());
  roundTrip(ofTensorflow(false));
}

TEST(HistogramCodecTest, LimitsAtEqualDistancesAreShortToo) {
  std::vector<double> limits;
  for (int i = 0; i <= 64; ++i) {
    limits.push_back(-3.3 + i * (6.6 / 64));
  }
  const auto payload = roundTrip(touching(limits, std::vector<double>(64, 5)));
  EXPECT_LT(payload.size(), 64U * 8);
}

TEST(HistogramCodecTest, EveryNumberComesBackWithItsBits) {
  const double odd[] = {0,
                        -0.0,
                        1,
                        -1,
                        5e-324,
                        std::numeric_limits<double>::max(),
                        -std::numeric_limits<double>::infinity(),
                        std::numeric_limits<double>::infinity(),
                        std::nan("7"),
                        -std::nan("9"),
                        9007199254740992.0,
                        9007199254740991.0,
                        0.5};
  SeededRandom random(3);
  roundTrip({});
  for (int round = 0; round < 2000; ++round) {
    const std::size_t size = random.below(12);
    const bool apart = random.below(4) == 0;
    const auto number = [&] {
      return random.below(3) == 0 ? random.uniform() * 100 : odd[random.below(std::size(odd))];
    };
    std::vector<double> limits;
    std::vector<double> counts;
    for (std::size_t i = 0; i <= size; ++i) {
      limits.push_back(number());
    }
    for (std::size_t i = 0; i < size; ++i) {
      counts.push_back(random.below(2) == 0 ? static_cast<double>(random.below(1000)) : number());
    }
    Histogram made = touching(limits, counts);
    if (apart && size > 0) {
      made.rights[random.below(size)] = number();
    }
    roundTrip(made);
  }
}

TEST(HistogramCodecTest, WhatEarlierVersionsWroteIsRead) {
  Histogram made;
  std::string payload = {1, 2};
  for (const float number : {0.0F, 1.0F, 2.0F, 4.0F, 0.5F}) {
    payload.append(reinterpret_cast<const char*>(&number), sizeof(number));
  }
  ASSERT_TRUE(internal::decodeHistogram(payload, made));
  expectSame(made.lefts, {0, 1});
  expectSame(made.rights, {1, 2});
  expectSame(made.counts, {4, 0.5});
}

TEST(HistogramCodecTest, DamagedBytesAreRefusedOrReadButNeverMore) {
  const std::string sound = *internal::encodeHistogram(ofTensorflow(true));
  SeededRandom random(4);
  for (std::size_t end = 0; end < sound.size(); ++end) {
    Histogram made;
    EXPECT_FALSE(internal::decodeHistogram(std::string_view(sound).substr(0, end), made)) << end;
  }
  for (int round = 0; round < tests::effort(4'000, 20'000); ++round) {
    std::string bytes = sound;
    for (std::uint64_t i = 1 + random.below(4); i > 0; --i) {
      bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
    }
    Histogram made;
    const Status status = internal::decodeHistogram(bytes, made);
    EXPECT_LE(made.lefts.size(), bytes.size());
    EXPECT_TRUE(!status || made.counts.size() == made.lefts.size());
  }
}

}  // namespace
}  // namespace tatara::track
