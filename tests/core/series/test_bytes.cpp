#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <memory>

#include "core/base/crc32c.h"
#include "core/base/seeded_random.h"
#include "core/series/block.h"
#include "core/series/internal/bytes.h"
#include "core/series/internal/int_column.h"
#include "core/series/pack.h"
#include "core/series/pyramid.h"
#include "tests/core/series/plain_ints.h"

namespace tatara::series {
namespace {

using Ints = std::vector<std::int64_t>;

std::int64_t signedBelow(SeededRandom& random, std::uint64_t bound) {
  return static_cast<std::int64_t>(random.below(bound)) - static_cast<std::int64_t>(bound / 2);
}

// Columns of every shape that steps, times, values and buckets have, and of those that nobody logs.
Ints makeColumn(std::uint64_t kind, std::size_t size, SeededRandom& random) {
  Ints column(size);
  const std::int64_t start = signedBelow(random, 1ULL << (1 + random.below(62)));
  const std::int64_t slope = signedBelow(random, 1ULL << (1 + random.below(kind == 1 ? 62 : 20)));
  const std::uint64_t noise = 1ULL << random.below(kind == 5 ? 60 : 24);
  std::uint64_t walk = static_cast<std::uint64_t>(start);
  for (std::size_t i = 0; i < size; ++i) {
    const auto at = static_cast<std::uint64_t>(i);
    std::uint64_t value = 0;
    switch (kind) {
      case 0:
        value = static_cast<std::uint64_t>(start);
        break;
      case 1:  // evenly spaced, also beyond the end of the numbers
        value = static_cast<std::uint64_t>(start) + at * static_cast<std::uint64_t>(slope);
        break;
      case 2:
        value =
            static_cast<std::uint64_t>(start) + at * static_cast<std::uint64_t>(slope) + random.below(noise);
        break;
      case 3:
        walk += random.below(noise) - noise / 2;
        value = walk;
        break;
      case 4:
        value = at * at * static_cast<std::uint64_t>(slope) + random.below(4);
        break;
      case 5:
        value = random.below(noise);
        break;
      case 6:
        value = random.below(50) == 0 ? random.below(~0ULL) : 7;
        break;
      case 7:  // evenly spaced but for one place
        value = at * static_cast<std::uint64_t>(slope) + (i == size / 2 ? 1 : 0);
        break;
      case 8:
        value = random.below(3) << (8 * random.below(8));
        break;
      case 9:
        value = at % 2 == 0 ? 0 : 1ULL << 63;
        break;
      case 10:
        value = at * at * at + static_cast<std::uint64_t>(start);
        break;
      default:
        value = at < size / 2 ? 0 : random.below(noise);
        break;
    }
    column[i] = static_cast<std::int64_t>(value);
  }
  return column;
}

TEST(BytesTest, TheEncoderFindsTheBytesOfThePlainSearch) {
  SeededRandom random(20261122);
  const std::size_t sizes[] = {0,   1,   2,   3,   7,   8,   9,   95,   96,   97,
                               127, 128, 129, 130, 255, 256, 257, 1000, 4095, 4096};
  for (int round = 0; round < 600; ++round) {
    const std::uint64_t kind = random.below(12);
    const std::size_t size = round % 2 == 0 ? sizes[random.below(std::size(sizes))] : random.below(700);
    const Ints column = makeColumn(kind, size, random);
    std::string plain = "before";
    std::string found = "before";
    tests::plainEncodeInts(column, plain);
    internal::encodeInts(column, found);
    ASSERT_EQ(found, plain) << "kind " << kind << ", " << size << " values, round " << round;
    Ints read(size);
    internal::Reader reader(std::string_view(found).substr(6));
    ASSERT_TRUE(internal::decodeInts(reader, read) && reader.atEnd());
    ASSERT_EQ(read, column);
  }
}

std::vector<Point> makePoints(int kind, std::size_t size, SeededRandom& random) {
  std::vector<Point> points(size);
  std::int64_t time = 1'760'000'000'000;
  double walk = 1;
  for (std::size_t i = 0; i < size; ++i) {
    const auto t = static_cast<double>(i);
    time += kind % 2 == 0 ? 250 : 900 + static_cast<std::int64_t>(random.below(40));
    walk += (random.uniform() - 0.5) * 0.01;
    const double values[] = {
        static_cast<double>(static_cast<float>(2 / (1 + t / 300) + 0.05 * random.uniform())),
        walk,
        static_cast<double>(random.below(32562)) / 32561,
        std::floor(1e4 * (0.9 - 0.5 / (1 + t / 50) + 0.01 * random.uniform())) / 1e4,
        std::bit_cast<double>(random.below(~0ULL)),
        random.below(5) == 0 ? std::nan("") : walk,
        static_cast<double>(static_cast<float>(static_cast<double>(random.below(129)) / 384)),
        0.001,
        random.below(20) == 0 ? std::exp2(t) : t};
    points[i] = {static_cast<std::int64_t>(i) * (kind < 5 ? 1 : 100), time,
                 values[static_cast<std::size_t>(kind)]};
  }
  return points;
}

// What stores hold is read by every later program, and two programs write the same bytes for the same points:
// bundles and caches compare them.
// One mini-block of fields of `width` bits, written bit by bit.
std::string packedColumn(const std::vector<std::uint64_t>& fields, unsigned width, std::int64_t least) {
  constexpr unsigned kPackedOfOrderZero = 1 << 2;
  std::string out;
  internal::putByte(out, kPackedOfOrderZero);
  internal::putVarint(out, internal::zigzag(least));
  internal::putByte(out, width);
  std::string bits((fields.size() * width + 7) / 8, '\0');
  for (std::size_t bit = 0; bit < fields.size() * width; ++bit) {
    const std::uint64_t set = fields[bit / width] >> (bit % width) & 1;
    bits[bit / 8] = static_cast<char>(static_cast<unsigned char>(bits[bit / 8]) | set << (bit % 8));
  }
  return out + bits;
}

TEST(BytesTest, PackedFieldsOfEveryWidthAreReadToTheLastByteAndNotBeyond) {
  SeededRandom random(41);
  for (unsigned width = 0; width <= 64; ++width) {
    for (const std::size_t size : {1U, 2U, 3U, 7U, 8U, 9U, 16U, 63U, 127U, 128U}) {
      std::vector<std::uint64_t> fields(size);
      for (std::uint64_t& field : fields) {
        field = width == 0 ? 0 : random.below(~0ULL) >> (64 - width);
      }
      fields.back() = width == 0 ? 0 : ~0ULL >> (64 - width);
      const std::int64_t least = signedBelow(random, 1ULL << 40);
      const std::string column = packedColumn(fields, width, least);
      // Without a byte behind it that could be read unseen.
      const auto exact = std::make_unique<char[]>(column.size());
      std::copy(column.begin(), column.end(), exact.get());
      internal::Reader reader({exact.get(), column.size()});
      Ints read(size);
      ASSERT_TRUE(internal::decodeInts(reader, read)) << width << " bits, " << size;
      EXPECT_TRUE(reader.atEnd());
      for (std::size_t i = 0; i < size; ++i) {
        ASSERT_EQ(static_cast<std::uint64_t>(read[i]), static_cast<std::uint64_t>(least) + fields[i])
            << width << " bits, " << i << " of " << size;
      }
    }
  }
}

TEST(BytesTest, BlocksPyramidsAndPacksAreTheBytesOfTheFirstVersion) {
  SeededRandom random(7);
  std::uint32_t digest = 0;
  for (int kind = 0; kind < 9; ++kind) {
    std::vector<PackedSeries> packed;
    for (const std::size_t size : {1U, 5U, 60U, 200U, 1024U, 4096U}) {
      const auto points = makePoints(kind, size, random);
      digest = crc32c(digest, encodeBlock(points).value());
      Pyramid pyramid;
      pyramid.append(std::span(points).first(size / 3));
      pyramid.append(std::span(points).subspan(size / 3));
      digest = crc32c(digest, pyramid.serialise());
      packed.push_back({static_cast<std::int64_t>(size) * 3, points});
    }
    digest = crc32c(digest, encodePack(packed).value());
  }
  EXPECT_EQ(digest, 0xa15976a5U);
}

// A counter that no 32-bit float holds exactly between its steps is even all the same.
TEST(BytesTest, EvenCountersStayShortHoweverLargeTheyGrow) {
  for (const double distance : {1.0, 65536.0, 1e6}) {
    std::vector<Point> points(4096);
    for (std::size_t i = 0; i < points.size(); ++i) {
      const auto at = static_cast<std::int64_t>(i);
      points[i] = {at, 1'760'000'000'000 + 250 * at,
                   std::round(distance * 1e3 * static_cast<double>(i)) / 1e3};
    }
    EXPECT_LT(encodeBlock(points)->size(), 64U) << distance;
  }
}

}  // namespace
}  // namespace tatara::series
