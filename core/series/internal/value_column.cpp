#include "core/series/internal/value_column.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <optional>
#include <vector>

#include "core/series/internal/int_column.h"

namespace tatara::series::internal {
namespace {

enum Kind : unsigned { kDouble = 0, kFloat = 1, kQuotient = 2, kFloatQuotient = 3 };

constexpr double kLargestNumerator = 9007199254740992.0;  // 2^53
constexpr std::uint64_t kLargestDivisor = 1000000000000000ULL;
constexpr std::uint64_t kLargestRatioDivisor = 1U << 24;

std::uint64_t bitsOf(double value) {
  return std::bit_cast<std::uint64_t>(value);
}

// Sign and magnitude as an integer that grows with the number, so that differences of neighbours are small.
std::int64_t ordered(std::uint64_t bits) {
  const auto whole = static_cast<std::int64_t>(bits);
  return whole < 0 ? ~(whole & INT64_MAX) : whole;
}
std::uint64_t unordered(std::int64_t rank) {
  return rank < 0 ? static_cast<std::uint64_t>(~rank) | 0x8000000000000000U
                  : static_cast<std::uint64_t>(rank);
}

// The 32-bit float with the same value, NaN payload included, where there is one. NaNs go by their bits,
// because a conversion in the processor would quiet a signalling one.
std::optional<std::uint32_t> narrow(double value) {
  const std::uint64_t bits = bitsOf(value);
  if (std::isnan(value)) {
    if ((bits & 0x1fffffffU) != 0) {
      return std::nullopt;
    }
    return static_cast<std::uint32_t>((bits >> 32) & 0x80000000U) | 0x7f800000U |
           static_cast<std::uint32_t>((bits >> 29) & 0x7fffffU);
  }
  if (std::fabs(value) > 3.4028234663852886e38 && !std::isinf(value)) {
    return std::nullopt;
  }
  const auto single = static_cast<float>(value);
  if (bitsOf(static_cast<double>(single)) != bits) {
    return std::nullopt;
  }
  return std::bit_cast<std::uint32_t>(single);
}

double widen(std::uint32_t bits) {
  if ((bits & 0x7f800000U) == 0x7f800000U) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(bits & 0x80000000U) << 32 | 0x7ff0000000000000U |
                                 static_cast<std::uint64_t>(bits & 0x7fffffU) << 29);
  }
  return static_cast<double>(std::bit_cast<float>(bits));
}

double quotient(std::int64_t numerator, std::uint64_t divisor, bool single) {
  const double exact = static_cast<double>(numerator) / static_cast<double>(divisor);
  return single ? static_cast<double>(static_cast<float>(exact)) : exact;
}

// The nearest whole number, the even one of two: below 2^51 by adding what leaves no room for a fraction.
double rounded(double value) {
  constexpr double kNoFraction = 6755399441055744.0;  // 3 · 2^51
  return std::fabs(value) < 2251799813685248.0 ? (value + kNoFraction) - kNoFraction : std::nearbyint(value);
}

// The numerator for which `quotient` gives exactly this value.
std::optional<std::int64_t> numeratorOf(double value, std::uint64_t divisor, bool single) {
  const double product = rounded(value * static_cast<double>(divisor));
  if (!(std::fabs(product) < kLargestNumerator)) {
    return std::nullopt;
  }
  const auto numerator = static_cast<std::int64_t>(product);
  if (bitsOf(quotient(numerator, divisor, single)) != bitsOf(value)) {
    return std::nullopt;
  }
  return numerator;
}

// The least q for which some p / q is the value, by its continued fraction.
std::optional<std::uint64_t> denominatorOf(double value, bool single) {
  double rest = std::fabs(value);
  double previous = 0;
  double denominator = 1;
  for (int i = 0; i < 32; ++i) {
    if (numeratorOf(value, static_cast<std::uint64_t>(denominator), single)) {
      return static_cast<std::uint64_t>(denominator);
    }
    const double fraction = rest - std::floor(rest);
    if (fraction <= 0) {
      return std::nullopt;
    }
    rest = 1 / fraction;
    const double next = std::floor(rest) * denominator + previous;
    if (!(next <= static_cast<double>(kLargestRatioDivisor))) {
      return std::nullopt;
    }
    previous = denominator;
    denominator = next;
  }
  return std::nullopt;
}

std::optional<std::uint64_t> commonDenominator(std::span<const double> sample, bool single) {
  std::uint64_t common = 1;
  for (const double value : sample) {
    const auto denominator = denominatorOf(value, single);
    if (!denominator) {
      return std::nullopt;
    }
    common = std::lcm(common, *denominator);
    if (common > kLargestRatioDivisor) {
      return std::nullopt;
    }
  }
  return common;
}

// Nine of ten do; stops at the first that is one too many.
bool mostFit(std::span<const double> sample, std::uint64_t divisor, bool single) {
  std::size_t misfits = 0;
  return std::all_of(sample.begin(), sample.end(), [&](double value) {
    misfits += numeratorOf(value, divisor, single) ? 0 : 1;
    return misfits * 10 <= sample.size();
  });
}

// A number by which the values are whole: a power of ten for what was rounded or printed, else the size of
// the set over which a share was taken (accuracy on 32,561 rows is k / 32561).
std::optional<std::uint64_t> divisorFor(std::span<const double> values, bool single) {
  std::vector<double> sample;
  const std::size_t stride = std::max<std::size_t>(1, values.size() / 24);
  for (std::size_t i = 0; i < values.size(); i += stride) {
    if (std::isfinite(values[i])) {
      sample.push_back(values[i]);
    }
  }
  if (sample.empty()) {
    return std::nullopt;
  }
  for (std::uint64_t divisor = 1; divisor <= kLargestDivisor; divisor *= 10) {
    if (mostFit(sample, divisor, single)) {
      return divisor;
    }
  }
  return commonDenominator(sample, single);
}

// Whether most numerators would be told apart more finely than the numbers themselves are: then they hold no
// less than the ranks of the numbers do, and a quotient is not worth making.
bool finerThanRanks(std::span<const double> values, std::uint64_t divisor, bool single) {
  constexpr int kDoubleDigits = 52;
  constexpr int kFloatDigits = 23;
  const std::size_t stride = std::max<std::size_t>(1, values.size() / 24);
  std::size_t seen = 0;
  std::size_t finer = 0;
  for (std::size_t i = 0; i < values.size(); i += stride) {
    if (values[i] == 0 || !std::isfinite(values[i])) {
      continue;
    }
    const double distance = std::ldexp(1.0, std::ilogb(values[i]) - (single ? kFloatDigits : kDoubleDigits));
    ++seen;
    finer += static_cast<double>(divisor) * distance >= 1 ? 1 : 0;
  }
  return 2 * finer > seen;
}

struct Exception {
  std::size_t index = 0;
  std::uint64_t bits = 0;
};

enum class Outcome { DoesNotApply, TooLong, Made };

// `out` is empty; it is made where it takes less than `limit` bytes.
Outcome encodeQuotient(std::span<const double> values, bool single, std::size_t limit, std::string& out) {
  const auto divisor = divisorFor(values, single);
  if (!divisor) {
    return Outcome::DoesNotApply;
  }
  // Whole numbers and plain decimals are always tried: evenly spaced ones are even only as numerators.
  constexpr std::size_t kLongColumn = 256;
  constexpr std::uint64_t kFineDivisor = 1000;
  if (values.size() >= kLongColumn && *divisor >= kFineDivisor && finerThanRanks(values, *divisor, single)) {
    return Outcome::TooLong;
  }
  std::vector<std::int64_t> numerators;
  numerators.reserve(values.size());
  std::vector<Exception> exceptions;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (const auto numerator = numeratorOf(values[i], *divisor, single)) {
      numerators.push_back(*numerator);
    } else {
      numerators.push_back(numerators.empty() ? 0 : numerators.back());
      exceptions.push_back({i, bitsOf(values[i])});
      if (exceptions.size() * 8 > values.size() + 8) {
        return Outcome::DoesNotApply;
      }
    }
  }
  putByte(out, single ? kFloatQuotient : kQuotient);
  putVarint(out, *divisor);
  if (!encodeInts(numerators, out, limit)) {
    return Outcome::TooLong;
  }
  putVarint(out, exceptions.size());
  std::size_t previous = 0;
  for (const Exception& exception : exceptions) {
    putVarint(out, exception.index - previous);
    putFixed(out, exception.bits, 8);
    previous = exception.index;
  }
  return out.size() < limit ? Outcome::Made : Outcome::TooLong;
}

std::int64_t rankOfFloat(std::uint32_t bits) {
  const auto whole = static_cast<std::int32_t>(bits);
  return whole ^ ((whole >> 31) & INT32_MAX);
}

// False where a value is no 32-bit float, or a NaN, which takes the longer way.
bool ranksOfFloats(std::span<const double> values, std::int64_t* ranks) {
  bool same = true;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto single = static_cast<float>(values[i]);
    same = same && static_cast<double>(single) == values[i];
    ranks[i] = rankOfFloat(std::bit_cast<std::uint32_t>(single));
  }
  return same;
}

bool encodeFloats(std::span<const double> values, std::string& out) {
  thread_local std::vector<std::int64_t> ranks;
  ranks.resize(values.size());
  const bool inRange = std::all_of(values.begin(), values.end(),
                                   [](double value) { return std::fabs(value) <= 3.4028234663852886e38; });
  if (!inRange || !ranksOfFloats(values, ranks.data())) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto single = narrow(values[i]);
      if (!single) {
        return false;
      }
      ranks[i] = rankOfFloat(*single);
    }
  }
  putByte(out, kFloat);
  encodeInts(ranks, out);
  return true;
}

void encodeDoubles(std::span<const double> values, std::string& out) {
  std::vector<std::int64_t> ranks(values.size());
  std::transform(values.begin(), values.end(), ranks.begin(),
                 [](double value) { return ordered(bitsOf(value)); });
  putByte(out, kDouble);
  encodeInts(ranks, out);
}

bool decodeQuotient(Reader& reader, bool single, std::span<double> values) {
  const std::uint64_t divisor = reader.varint();
  std::vector<std::int64_t> numerators(values.size());
  if (divisor == 0 || divisor > kLargestDivisor || !decodeInts(reader, numerators)) {
    return false;
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = quotient(numerators[i], divisor, single);
  }
  const std::uint64_t exceptions = reader.varint();
  if (exceptions > values.size()) {
    return false;
  }
  std::uint64_t index = 0;
  for (std::uint64_t i = 0; i < exceptions; ++i) {
    const std::uint64_t gap = reader.varint();
    const std::uint64_t bits = reader.fixed(8);
    if (reader.failed() || gap >= values.size() - index) {
      return false;
    }
    index += gap;
    values[static_cast<std::size_t>(index)] = std::bit_cast<double>(bits);
  }
  return !reader.failed();
}

bool decodeFloats(std::span<const std::int64_t> ranks, std::span<double> values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::int64_t rank = ranks[i];
    if (rank < INT32_MIN || rank > INT32_MAX) {
      return false;
    }
    const auto whole = static_cast<std::int32_t>(rank);
    values[i] = widen(whole < 0 ? static_cast<std::uint32_t>(~whole) | 0x80000000U
                                : static_cast<std::uint32_t>(whole));
  }
  return true;
}

}  // namespace

void encodeValues(std::span<const double> values, std::string& out) {
  // The bits of a double hold no less than those of the float that is the same number.
  std::string best;
  const bool single = encodeFloats(values, best);
  if (!single) {
    best.clear();
    encodeDoubles(values, best);
  }
  std::string other;
  const auto offer = [&](bool asSingle) {
    other.clear();
    const Outcome outcome = encodeQuotient(values, asSingle, best.size(), other);
    if (outcome == Outcome::Made) {
      best.swap(other);
    }
    return outcome != Outcome::DoesNotApply;
  };
  if (!offer(false) && single) {
    static_cast<void>(offer(true));
  }
  out += best;
}

bool decodeValues(Reader& reader, std::span<double> values) {
  const unsigned kind = reader.byte();
  if (reader.failed()) {
    return false;
  }
  if (kind == kQuotient || kind == kFloatQuotient) {
    return decodeQuotient(reader, kind == kFloatQuotient, values);
  }
  thread_local std::vector<std::int64_t> scratch;
  scratch.resize(std::max(scratch.size(), values.size()));
  const std::span<std::int64_t> ranks(scratch.data(), values.size());
  if (kind > kFloat || !decodeInts(reader, ranks)) {
    return false;
  }
  if (kind == kFloat) {
    return decodeFloats(ranks, values);
  }
  std::transform(ranks.begin(), ranks.end(), values.begin(),
                 [](std::int64_t rank) { return std::bit_cast<double>(unordered(rank)); });
  return true;
}

}  // namespace tatara::series::internal
