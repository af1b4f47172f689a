#include "core/track/internal/histogram_codec.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <optional>
#include <vector>

namespace tatara::track::internal {
namespace {

constexpr char kPlainFormat = 1;
constexpr char kLimitsApart = 1;
constexpr char kSmallFloats = 2;

constexpr char kExpectedFormat = 2;
constexpr char kByDistance = 1;
constexpr char kWholeCounts = 2;

constexpr std::size_t kLongestVarint = 10;
constexpr double kMostWhole = 9007199254740992.0;  // 2^53

bool isSmall(double value) {
  return std::bit_cast<std::uint64_t>(static_cast<double>(static_cast<float>(value))) ==
         std::bit_cast<std::uint64_t>(value);
}

bool sameBits(double left, double right) {
  return std::bit_cast<std::uint64_t>(left) == std::bit_cast<std::uint64_t>(right);
}

Error corruptHistogram() {
  return makeError(ErrorKind::Corrupt, "A histogram in the store is damaged");
}

// --- format 1

std::string encodePlain(const Histogram& histogram, bool apart) {
  const std::size_t size = histogram.counts.size();
  std::vector<double> numbers;
  numbers.reserve(3 * size + 1);
  numbers.assign(histogram.lefts.begin(), histogram.lefts.end());
  if (apart) {
    numbers.insert(numbers.end(), histogram.rights.begin(), histogram.rights.end());
  } else if (size > 0) {
    numbers.push_back(histogram.rights.back());
  }
  numbers.insert(numbers.end(), histogram.counts.begin(), histogram.counts.end());
  const bool small = std::all_of(numbers.begin(), numbers.end(), isSmall);
  std::string payload = {kPlainFormat,
                         static_cast<char>((apart ? kLimitsApart : 0) | (small ? kSmallFloats : 0))};
  if (!small) {
    return payload.append(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(double));
  }
  const std::vector<float> floats(numbers.begin(), numbers.end());
  return payload.append(reinterpret_cast<const char*>(floats.data()), floats.size() * sizeof(float));
}

Status decodePlain(std::string_view payload, Histogram& histogram) {
  if (payload.size() < 2 || (payload[1] & ~(kLimitsApart | kSmallFloats)) != 0) {
    return corruptHistogram();
  }
  const bool apart = (payload[1] & kLimitsApart) != 0;
  const std::size_t width = (payload[1] & kSmallFloats) != 0 ? sizeof(float) : sizeof(double);
  payload.remove_prefix(2);
  const std::size_t numbers = payload.size() / width;
  const std::size_t size = apart ? numbers / 3 : numbers / 2;
  if (payload.size() % width != 0 || numbers != (apart ? 3 * size : size == 0 ? 0 : 2 * size + 1)) {
    return corruptHistogram();
  }
  const auto at = [&](std::size_t index) {
    if (width == sizeof(float)) {
      float value = 0;
      std::memcpy(&value, payload.data() + index * width, width);
      return static_cast<double>(value);
    }
    double value = 0;
    std::memcpy(&value, payload.data() + index * width, width);
    return value;
  };
  for (std::size_t i = 0; i < size; ++i) {
    histogram.lefts.push_back(at(i));
    histogram.rights.push_back(at(apart ? size + i : i + 1));
    histogram.counts.push_back(at(numbers - size + i));
  }
  return {};
}

// --- format 2

// A double's bits as a number that grows with it.
std::uint64_t rankOf(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  return (bits >> 63) != 0 ? ~bits : bits | (std::uint64_t{1} << 63);
}
double fromRank(std::uint64_t rank) {
  return std::bit_cast<double>((rank >> 63) != 0 ? rank & ~(std::uint64_t{1} << 63) : ~rank);
}

// What comes after two limits.
template <bool ByDistance>
double expectedAfter(double before, double last) {
  const double expected = ByDistance ? last + (last - before) : last * (last / before);
  return std::isfinite(expected) ? expected : last;
}

template <bool ByDistance>
struct Expectation {
  double before = 0;
  double last = 0;
  int seen = 0;

  double next() const { return seen < 2 ? last : expectedAfter<ByDistance>(before, last); }
  void add(double value) {
    before = last;
    last = value;
    ++seen;
  }
};

inline void storeVarint(char*& to, std::uint64_t value) {
  while (value >= 0x80) {
    *to++ = static_cast<char>(value | 0x80);
    value >>= 7;
  }
  *to++ = static_cast<char>(value);
}

bool areWhole(const std::vector<double>& counts) {
  return std::all_of(counts.begin(), counts.end(), [](double count) {
    return count >= 0 && count < kMostWhole &&
           sameBits(static_cast<double>(static_cast<std::int64_t>(count)), count);
  });
}

// Nothing when it takes `most` bytes and more.
template <bool ByDistance>
std::optional<std::string> encodeExpected(const Histogram& histogram, std::size_t most) {
  const std::size_t size = histogram.counts.size();
  const bool whole = areWhole(histogram.counts);
  thread_local std::vector<char> scratch;
  scratch.resize(std::max(scratch.size(), 2 + kLongestVarint * (2 * size + 2)));
  char* to = scratch.data();
  *to++ = kExpectedFormat;
  *to++ = static_cast<char>((ByDistance ? kByDistance : 0) | (whole ? kWholeCounts : 0));
  const char* const end = scratch.data() + most;
  storeVarint(to, size);
  Expectation<ByDistance> expectation;
  for (std::size_t i = 0; i <= size && to < end; ++i) {
    const double limit = i < size ? histogram.lefts[i] : histogram.rights.back();
    const std::uint64_t off = rankOf(limit) - rankOf(expectation.next());
    storeVarint(to, (off << 1) ^ (0 - (off >> 63)));
    expectation.add(limit);
  }
  for (std::size_t i = 0; i < size && to < end; ++i) {
    const double count = histogram.counts[i];
    if (whole) {
      storeVarint(to, static_cast<std::uint64_t>(static_cast<std::int64_t>(count)));
    } else {
      std::memcpy(to, &count, sizeof(count));
      to += sizeof(count);
    }
  }
  return to < end ? std::optional(std::string(scratch.data(), to)) : std::nullopt;
}

struct Bytes {
  std::string_view left;
  bool good = true;

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !left.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(left.front());
      left.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) {
        return value;
      }
    }
    good = false;
    return 0;
  }
  double number() {
    double value = 0;
    good = good && left.size() >= sizeof(value);
    if (good) {
      std::memcpy(&value, left.data(), sizeof(value));
      left.remove_prefix(sizeof(value));
    }
    return value;
  }
};

template <bool ByDistance>
bool readLimits(Bytes& bytes, std::uint64_t size, Histogram& histogram) {
  Expectation<ByDistance> expectation;
  for (std::uint64_t i = 0; i <= size && bytes.good; ++i) {
    const std::uint64_t off = bytes.varint();
    const double limit = fromRank(rankOf(expectation.next()) + ((off >> 1) ^ (0 - (off & 1))));
    expectation.add(limit);
    if (i > 0) {
      histogram.rights.push_back(limit);
    }
    if (i < size) {
      histogram.lefts.push_back(limit);
    }
  }
  return bytes.good;
}

Status decodeExpected(std::string_view payload, Histogram& histogram) {
  if (payload.size() < 3 || (payload[1] & ~(kByDistance | kWholeCounts)) != 0) {
    return corruptHistogram();
  }
  Bytes bytes{payload.substr(2)};
  const std::uint64_t size = bytes.varint();
  if (!bytes.good || size == 0 || size > kHistogramBuckets || size > bytes.left.size()) {
    return corruptHistogram();
  }
  const bool byDistance = (payload[1] & kByDistance) != 0;
  if (!(byDistance ? readLimits<true>(bytes, size, histogram) : readLimits<false>(bytes, size, histogram))) {
    return corruptHistogram();
  }
  const bool whole = (payload[1] & kWholeCounts) != 0;
  for (std::uint64_t i = 0; i < size && bytes.good; ++i) {
    histogram.counts.push_back(whole ? static_cast<double>(bytes.varint()) : bytes.number());
  }
  return bytes.good && bytes.left.empty() ? Status() : corruptHistogram();
}

}  // namespace

Result<std::string> encodeHistogram(const Histogram& histogram) {
  const std::size_t size = histogram.counts.size();
  if (histogram.lefts.size() != size || histogram.rights.size() != size || size > kHistogramBuckets) {
    return makeError(ErrorKind::InvalidArgument,
                     "A histogram needs as many limits as counts, and at most 65,536 of them");
  }
  bool apart = false;
  for (std::size_t i = 1; i < size; ++i) {
    apart = apart || !sameBits(histogram.rights[i - 1], histogram.lefts[i]);
  }
  if (apart || size == 0) {
    return encodePlain(histogram, apart);
  }
  // Small enough not to look further: what the plain form would be as 32-bit floats.
  const std::size_t fine = 2 + (2 * size + 1) * sizeof(float);
  if (auto byRatio = encodeExpected<false>(histogram, fine)) {
    return std::move(*byRatio);
  }
  std::string plain = encodePlain(histogram, false);
  if (auto byDistance = encodeExpected<true>(histogram, plain.size())) {
    return std::move(*byDistance);
  }
  return plain;
}

Status decodeHistogram(std::string_view payload, Histogram& histogram) {
  if (payload.size() >= 2 && payload[0] == kPlainFormat) {
    return decodePlain(payload, histogram);
  }
  if (payload.size() >= 2 && payload[0] == kExpectedFormat) {
    return decodeExpected(payload, histogram);
  }
  return corruptHistogram();
}

}  // namespace tatara::track::internal
