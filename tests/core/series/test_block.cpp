#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>
#include <limits>
#include <random>

#include "core/series/block.h"
#include "core/series/pack.h"
#include "tests/support/effort.h"

namespace tatara::series {
namespace {

using Random = std::mt19937_64;

double normal(Random& random) {
  return std::normal_distribution<double>()(random);
}

// The kinds of series that training scripts write, and those that only a spiteful one would.
std::vector<Point> makeSeries(int kind, std::size_t size, Random& random) {
  std::vector<Point> points(size);
  std::int64_t time = 1760000000000 + static_cast<std::int64_t>(random() % 100000000);
  double walk = 1;
  for (std::size_t i = 0; i < size; ++i) {
    time += 900 + static_cast<std::int64_t>(random() % 40);
    const auto t = static_cast<double>(i);
    walk += normal(random) * 0.01;
    double value = 0;
    switch (kind) {
      case 0:
        value = static_cast<float>(2 / (1 + t / 300) + 0.05 * normal(random));
        break;
      case 1:
        value = walk;
        break;
      case 2:
        value = 0.5e-3 * (1 + std::cos(t / static_cast<double>(size) * 3.14159265));
        break;
      case 3:
        value = static_cast<double>(random() % 32562) / 32561;
        break;
      case 4:
        value = std::round(1e4 * (0.9 - 0.5 / (1 + t / 50) + 0.01 * normal(random))) / 1e4;
        break;
      case 5:
        value = std::bit_cast<double>(random());
        break;
      case 6:
        value = (random() % 5 == 0) ? std::numeric_limits<double>::quiet_NaN() : walk;
        break;
      case 7:
        value = static_cast<double>(static_cast<float>(static_cast<double>(random() % 129) / 128.0 / 3));
        break;
      case 8:
        value = 0.001;
        break;
      case 9: {
        const double odd[] = {0.0,
                              -0.0,
                              HUGE_VAL,
                              -HUGE_VAL,
                              std::bit_cast<double>(0x7ff0000000000001U),
                              std::bit_cast<double>(0xfff8000020000000U),
                              5e-324,
                              1.7976931348623157e308,
                              3.4e38,
                              1e39};
        value = odd[random() % 10];
        break;
      }
      case 10:
        value = static_cast<double>(random() % 1000);
        break;
      default:
        value = static_cast<double>(static_cast<std::int64_t>(random()));
        break;
    }
    points[i] = {static_cast<std::int64_t>(i) * 10, time, value};
    if (kind == 5 || kind == 11) {
      points[i].step = static_cast<std::int64_t>(random());
      points[i].timestamp = static_cast<std::int64_t>(random());
    } else if (kind == 9) {
      points[i].step = static_cast<std::int64_t>(random() % 7) - 3;
    }
  }
  return points;
}

constexpr int kKinds = 12;

testing::AssertionResult sameBits(std::span<const Point> left, std::span<const Point> right) {
  if (left.size() != right.size()) {
    return testing::AssertionFailure() << left.size() << " points against " << right.size();
  }
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (!samePoint(left[i], right[i])) {
      return testing::AssertionFailure() << "point " << i << " differs";
    }
  }
  return testing::AssertionSuccess();
}

TEST(BlockTest, EveryKindOfSeriesComesBackBitForBitAtEveryLength) {
  Random random(7);
  for (int kind = 0; kind < kKinds; ++kind) {
    for (const std::size_t size : {1U, 2U, 3U, 4U, 5U, 10U, 95U, 96U, 127U, 128U, 129U, 257U, 1000U, 4096U}) {
      const auto points = makeSeries(kind, size, random);
      const auto bytes = encodeBlock(points);
      ASSERT_TRUE(bytes.has_value());
      const auto back = decodeBlock(*bytes);
      ASSERT_TRUE(back.has_value()) << kind << ' ' << size << ' ' << back.error().message;
      EXPECT_TRUE(sameBits(points, *back)) << "kind " << kind << " size " << size;
    }
  }
}

TEST(BlockTest, TypicalSeriesStayWithinTheirBytesAPoint) {
  Random random(11);
  const double limits[] = {3.8, 7.6, 3.5, 2.8, 2.6};
  double sum = 0;
  for (int kind = 0; kind < 5; ++kind) {
    const auto bytes = encodeBlock(makeSeries(kind, kBlockPoints, random));
    const double each = static_cast<double>(bytes->size()) / static_cast<double>(kBlockPoints);
    RecordProperty("kind" + std::to_string(kind), std::to_string(each));
    EXPECT_LE(each, limits[kind]) << "kind " << kind;
    sum += kind == 3 ? 0 : each;
  }
  EXPECT_LE(sum / 4, 5.5);
}

TEST(BlockTest, AnEvenlySteppedConstantTakesAFewBytes) {
  std::vector<Point> points;
  for (int i = 0; i < 4096; ++i) {
    points.push_back({i, 1760000000000 + 1000 * i, 0.001});
  }
  EXPECT_LE(encodeBlock(points)->size(), 40U);
}

TEST(BlockTest, NoPointsAndTooManyAreRefused) {
  EXPECT_EQ(encodeBlock({}).error().kind, ErrorKind::InvalidArgument);
  EXPECT_EQ(encodeBlock(std::vector<Point>(4097)).error().kind, ErrorKind::InvalidArgument);
}

TEST(BlockTest, ATruncatedBlockIsNamedCorrupt) {
  Random random(3);
  const std::string bytes = *encodeBlock(makeSeries(0, 300, random));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto result = decodeBlock(std::string_view(bytes).substr(0, size));
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().kind, ErrorKind::Corrupt);
    EXPECT_FALSE(result.error().message.empty());
  }
}

TEST(BlockTest, ABlockOfANewerVersionIsUnsupportedNotCorrupt) {
  std::string bytes = *encodeBlock(std::vector<Point>(5));
  bytes[0] = 2;
  EXPECT_EQ(decodeBlock(bytes).error().kind, ErrorKind::Unsupported);
}

// CRC-32C by the definition, so that a mutant can be given a checksum that agrees and reach the decoder.
std::uint32_t slowChecksum(std::string_view bytes) {
  std::uint32_t crc = ~0U;
  for (const char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int i = 0; i < 8; ++i) {
      crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82F63B78U : 0);
    }
  }
  return ~crc;
}

void mutate(std::string& bytes, Random& random) {
  bytes.resize(bytes.size() - 4);
  for (std::uint64_t i = 0, n = 1 + random() % 4; i < n && bytes.size() > 1; ++i) {
    const std::size_t at = 1 + random() % (bytes.size() - 1);
    switch (random() % 4) {
      case 0:
        bytes[at] = static_cast<char>(random());
        break;
      case 1:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << (random() % 8)));
        break;
      case 2:
        bytes.erase(at, 1 + random() % 8);
        break;
      default:
        bytes.insert(at, 1 + random() % 8, static_cast<char>(random()));
        break;
    }
  }
  const std::uint32_t crc = slowChecksum(bytes);
  for (int i = 0; i < 4; ++i) {
    bytes.push_back(static_cast<char>(crc >> (8 * i)));
  }
}

TEST(BlockTest, TenThousandMutantsWithAgreeingChecksumsNeverCrash) {
  Random random(19);
  std::vector<std::string> seeds;
  for (int kind = 0; kind < kKinds; ++kind) {
    seeds.push_back(*encodeBlock(makeSeries(kind, 40, random)));
    seeds.push_back(*encodeBlock(makeSeries(kind, 160, random)));
  }
  int refused = 0;
  const int rounds = tatara::tests::effort(3000, 10000);
  for (int i = 0; i < rounds; ++i) {
    std::string bytes = seeds[random() % seeds.size()];
    mutate(bytes, random);
    const auto result = decodeBlock(bytes);
    if (!result) {
      ++refused;
      EXPECT_EQ(result.error().kind, ErrorKind::Corrupt);
    } else {
      EXPECT_LE(result->size(), kBlockPoints);
    }
  }
  EXPECT_GT(refused, rounds / 10);
}

TEST(BlockTest, PartsOfABlockAreThoseOfTheWhole) {
  Random random(43);
  for (int kind = 0; kind < kKinds; ++kind) {
    for (const std::size_t size : {1U, 2U, 3U, 129U, 1000U, 4096U}) {
      const std::string bytes = *encodeBlock(makeSeries(kind, size, random));
      const Columns all = *decodeColumns(bytes);
      const auto steps = decodeColumns(bytes, Parts::StepsAndValues);
      const auto times = decodeColumns(bytes, Parts::TimesAndValues);
      const auto values = decodeColumns(bytes, Parts::Values);
      ASSERT_TRUE(steps && times && values) << kind << ' ' << size;
      EXPECT_TRUE(values->steps.empty() && values->timestamps.empty());
      EXPECT_EQ(steps->steps, all.steps);
      EXPECT_TRUE(steps->timestamps.empty());
      EXPECT_EQ(times->timestamps, all.timestamps);
      EXPECT_TRUE(times->steps.empty());
      const auto bitsOf = [](const Columns& columns) {
        std::vector<std::uint64_t> bits;
        std::ranges::transform(columns.values, std::back_inserter(bits),
                               [](double value) { return std::bit_cast<std::uint64_t>(value); });
        return bits;
      };
      EXPECT_EQ(bitsOf(*steps), bitsOf(all));
      EXPECT_EQ(bitsOf(*times), bitsOf(all));
      EXPECT_EQ(bitsOf(*values), bitsOf(all));
    }
  }
}

TEST(BlockTest, MutantsOfWhichOnlyAPartIsReadNeverCrash) {
  Random random(47);
  std::vector<std::string> seeds;
  for (int kind = 0; kind < kKinds; ++kind) {
    seeds.push_back(*encodeBlock(makeSeries(kind, 160, random)));
  }
  int refused = 0;
  const int rounds = tatara::tests::effort(2000, 6000);
  for (int i = 0; i < rounds; ++i) {
    std::string bytes = seeds[random() % seeds.size()];
    mutate(bytes, random);
    for (const Parts parts : {Parts::StepsAndValues, Parts::TimesAndValues, Parts::Values}) {
      const auto result = decodeColumns(bytes, parts);
      refused += result ? 0 : 1;
      EXPECT_LE(result ? result->size() : 0, kBlockPoints);
    }
  }
  EXPECT_GT(refused, rounds / 6);
}

TEST(BlockTest, AnyFlippedBitIsFoundByTheChecksum) {
  Random random(23);
  const std::string bytes = *encodeBlock(makeSeries(4, 200, random));
  for (std::size_t bit = 8; bit < bytes.size() * 8; ++bit) {
    std::string damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(decodeBlock(damaged).has_value());
  }
}

std::vector<PackedSeries> makePack(Random& random, std::size_t count, std::size_t size) {
  std::vector<PackedSeries> pack;
  for (std::size_t i = 0; i < count; ++i) {
    pack.push_back(
        {static_cast<std::int64_t>(1000 + 3 * i), makeSeries(static_cast<int>(i % kKinds), size, random)});
  }
  return pack;
}

TEST(PackTest, ManyShortSeriesComeBackBitForBitTogetherAndAlone) {
  Random random(29);
  const auto pack = makePack(random, 120, 10);
  const auto bytes = encodePack(pack);
  const auto back = decodePack(*bytes);
  ASSERT_TRUE(back.has_value()) << back.error().message;
  ASSERT_EQ(back->size(), pack.size());
  for (std::size_t i = 0; i < pack.size(); ++i) {
    EXPECT_EQ((*back)[i].id, pack[i].id);
    EXPECT_TRUE(sameBits((*back)[i].points, pack[i].points));
    EXPECT_TRUE(sameBits(*decodeFromPack(*bytes, pack[i].id), pack[i].points));
  }
  EXPECT_EQ(decodeFromPack(*bytes, 7).error().kind, ErrorKind::NotFound);
}

TEST(PackTest, TenPointSeriesTakeAtMostFourteenBytesAPoint) {
  Random random(31);
  std::vector<PackedSeries>
      apart;  // each with its own times and full-precision values, the worst that is ordinary
  for (int i = 0; i < 100; ++i) {
    apart.push_back({i, makeSeries(i % 2, 10, random)});
  }
  EXPECT_LE(static_cast<double>(encodePack(apart)->size()) / 1000, 14);
  auto together = apart;  // logged in one call: the same steps and times
  for (auto& one : together) {
    for (std::size_t i = 0; i < 10; ++i) {
      one.points[i].step = together[0].points[i].step;
      one.points[i].timestamp = together[0].points[i].timestamp;
    }
  }
  EXPECT_LE(static_cast<double>(encodePack(together)->size()) / 1000, 8);
}

TEST(PackTest, ThreeThousandMutantsWithAgreeingChecksumsNeverCrash) {
  Random random(37);
  const std::string seed = *encodePack(makePack(random, 24, 12));
  for (int i = 0; i < tatara::tests::effort(1000, 3000); ++i) {
    std::string bytes = seed;
    mutate(bytes, random);
    const auto result = decodePack(bytes);
    if (!result) {
      EXPECT_EQ(result.error().kind, ErrorKind::Corrupt);
    }
  }
}

TEST(PackTest, APackThatClaimsMorePointsThanAllowedIsRefusedBeforeTheyAreMade) {
  // One axis of 4096 points that costs nothing, named by 17 series.
  std::vector<PackedSeries> pack;
  for (int i = 0; i < 16; ++i) {
    pack.push_back({i, std::vector<Point>(4096)});
  }
  EXPECT_TRUE(encodePack(pack).has_value());
  pack.push_back({16, std::vector<Point>(4096)});
  EXPECT_EQ(encodePack(pack).error().kind, ErrorKind::InvalidArgument);
}

TEST(PointTest, TheOrderIsStepThenTimeThenValueWithNanLast) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<Point> ordered = {{-5, 9, 1}, {0, 1, -HUGE_VAL}, {0, 1, -1},  {0, 1, -0.0}, {0, 1, 0.0},
                                      {0, 1, 3},  {0, 1, HUGE_VAL},  {0, 1, nan}, {0, 2, -7},   {1, 0, 0}};
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    for (std::size_t j = 0; j < ordered.size(); ++j) {
      EXPECT_EQ(before(ordered[i], ordered[j]), i < j) << i << ' ' << j;
    }
  }
  auto shuffled = ordered;
  shuffled.insert(shuffled.end(), ordered.begin(), ordered.end());
  std::shuffle(shuffled.begin(), shuffled.end(), Random(5));
  normalise(shuffled);
  EXPECT_TRUE(sameBits(shuffled, ordered));
  EXPECT_TRUE(sameBits(merge(std::span(ordered).first(6), std::span(ordered).subspan(3)), ordered));
}

}  // namespace
}  // namespace tatara::series
