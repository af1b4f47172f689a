// Searches the smallest encoding of a column of integers: differences of every order, packed or as planes.
//
// Imports are as fast as this is, so nothing is written that is not kept: sizes are counted or estimated
// first, and the search's memory belongs to its thread.
#include <zstd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <memory>
#include <optional>
#include <vector>

#include "core/series/internal/int_column.h"
#include "core/series/internal/int_format.h"

namespace tatara::series::internal {
namespace {

// Below this a compressed frame costs more than it saves.
constexpr std::size_t kZstdFrom = 96;
constexpr int kZstdLevel = 1;

using Ints = std::span<const std::int64_t>;

std::uint64_t bitsOf(std::int64_t value) {
  return static_cast<std::uint64_t>(value);
}
std::int64_t wrapSubtract(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(bitsOf(a) - bitsOf(b));
}

// Loops that are compiled twice, for processors with wide registers and for all others.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define TATARA_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define TATARA_WIDE
#endif

ZSTD_CCtx* compressor() {
  struct Free {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  };
  thread_local const std::unique_ptr<ZSTD_CCtx, Free> context(ZSTD_createCCtx());
  return context.get();
}

// --- bit-packed mini-blocks

struct Frame {
  std::int64_t least = 0;
  int width = 0;
};

TATARA_WIDE Frame frameOf(Ints values) {
  std::int64_t least = values[0];
  std::int64_t most = values[0];
  for (const std::int64_t value : values) {
    least = std::min(least, value);
    most = std::max(most, value);
  }
  return {least, static_cast<int>(std::bit_width(bitsOf(most) - bitsOf(least)))};
}

template <typename Take>
void eachMiniBlock(Ints values, const Take& take) {
  for (std::size_t begin = 0; begin < values.size(); begin += kMiniBlock) {
    take(values.subspan(begin, std::min(kMiniBlock, values.size() - begin)));
  }
}

std::size_t packedSize(Ints values) {
  std::size_t size = 0;
  eachMiniBlock(values, [&](Ints part) {
    const Frame frame = frameOf(part);
    size += varintSize(zigzag(frame.least)) + 1 + packedBytes(part.size(), frame.width);
  });
  return size;
}

void packMiniBlock(Ints values, std::string& out) {
  const Frame frame = frameOf(values);
  putVarint(out, zigzag(frame.least));
  putByte(out, static_cast<unsigned>(frame.width));
  std::array<char, (kMiniBlock + 1) * sizeof(std::uint64_t)> bytes;
  char* to = bytes.data();
  const auto width = static_cast<unsigned>(frame.width);
  std::uint64_t word = 0;
  unsigned filled = 0;  // bits of the word, always below 64
  for (const std::int64_t value : values) {
    const std::uint64_t bits = bitsOf(value) - bitsOf(frame.least);
    word |= bits << filled;
    filled += width;
    if (filled >= 64) {
      std::memcpy(to, &word, sizeof(word));
      to += sizeof(word);
      filled -= 64;
      word = filled == 0 ? 0 : bits >> (width - filled);
    }
  }
  std::memcpy(to, &word, sizeof(word));
  out.append(bytes.data(), packedBytes(values.size(), frame.width));
}

// --- byte planes

// Bits that are set in any number, and those that are not the same in all.
struct Set {
  std::uint64_t any = 0;
  std::uint64_t changing = 0;
};

TATARA_WIDE Set toZigzags(Ints column, std::uint64_t* to) {
  const std::uint64_t first = zigzag(column[0]);
  Set set;
  for (std::size_t i = 0; i < column.size(); ++i) {
    const std::uint64_t value = zigzag(column[i]);
    to[i] = value;
    set.any |= value;
    set.changing |= value ^ first;
  }
  return set;
}

// The zigzags of a column, how many bytes of them are set in any, and which are not the same in all.
struct Zigzags {
  std::vector<std::uint64_t> memory;  // never shorter than it was
  std::span<const std::uint64_t> values;
  unsigned planes = 0;
  std::uint64_t changing = 0;

  void take(Ints column) {
    memory.resize(std::max(memory.size(), column.size()));
    const Set set = toZigzags(column, memory.data());
    values = std::span(memory).first(column.size());
    planes = static_cast<unsigned>((std::bit_width(set.any) + 7) / 8);
    changing = set.changing;
  }
  bool constant(unsigned plane) const { return ((changing >> (8 * plane)) & 0xff) == 0; }
};

// n · log2(n) for the counts that a block can have.
constexpr std::size_t kTableEnd = 4097;
const double* countBitsTable() {
  static const std::vector<double> kTable = [] {
    std::vector<double> table(kTableEnd);
    for (std::size_t i = 1; i < kTableEnd; ++i) {
      table[i] = static_cast<double>(i) * std::log2(static_cast<double>(i));
    }
    return table;
  }();
  return kTable.data();
}
double countBits(std::size_t n) {
  return n < kTableEnd ? countBitsTable()[n] : static_cast<double>(n) * std::log2(static_cast<double>(n));
}

// How often each byte stands in a plane, and in the one above it.
struct Counts {
  // Two of each, because the same byte again and again would wait for its own count.
  std::array<std::array<std::uint32_t, 256>, 4> tables{};

  Counts(std::span<const std::uint64_t> values, unsigned plane) {
    const unsigned shift = 8 * plane;
    std::size_t i = 0;
    for (; i + 1 < values.size(); i += 2) {
      const std::uint64_t even = values[i] >> shift;
      const std::uint64_t odd = values[i + 1] >> shift;
      ++tables[0][even & 0xff];
      ++tables[1][odd & 0xff];
      ++tables[2][(even >> 8) & 0xff];
      ++tables[3][(odd >> 8) & 0xff];
    }
    if (i < values.size()) {
      ++tables[0][(values[i] >> shift) & 0xff];
      ++tables[2][(values[i] >> shift >> 8) & 0xff];
    }
  }
  // n · log2(n) of all `size` less that of each byte's count.
  double entropyBits(std::size_t size, bool above) const {
    const auto& even = tables[above ? 2 : 0];
    const auto& odd = tables[above ? 3 : 1];
    if (size >= kTableEnd) {
      double bits = countBits(size);
      for (std::size_t byte = 0; byte < 256; ++byte) {
        bits -= countBits(even[byte] + odd[byte]);
      }
      return bits;
    }
    // Four sums, so that no addition waits for the one before it.
    const double* table = countBitsTable();
    std::array<double, 4> sums{};
    for (std::size_t byte = 0; byte < 256; byte += 4) {
      for (std::size_t i = 0; i < 4; ++i) {
        sums[i] += table[even[byte + i] + odd[byte + i]];
      }
    }
    return table[size] - ((sums[0] + sums[1]) + (sums[2] + sums[3]));
  }
};

// What the planes would take, by the entropy of each; a little off is fine, the true sizes are compared in
// the end. Whatever is not below `enough` is only said to be so.
std::size_t planesEstimate(const Zigzags& zigzags, std::size_t enough) {
  const std::size_t count = zigzags.values.size();
  double size = 1.0 + (zigzags.planes + 3) / 4;
  std::optional<Counts> counts;
  for (unsigned plane = 0; plane < zigzags.planes && static_cast<std::size_t>(size) < enough; ++plane) {
    if (plane % 2 == 0) {
      counts.reset();
    }
    if (zigzags.constant(plane)) {
      size += 1;
    } else if (count < kZstdFrom) {
      size += static_cast<double>(count);
    } else {
      if (!counts) {
        counts.emplace(zigzags.values, plane & ~1U);
      }
      size += std::min(static_cast<double>(count), counts->entropyBits(count, plane % 2 != 0) / 8 + 40);
    }
  }
  return static_cast<std::size_t>(size);
}

// Plane after plane, `zigzags.values.size()` bytes each.
void splitPlanes(const Zigzags& zigzags, std::vector<char>& bytes) {
  const std::size_t count = zigzags.values.size();
  bytes.resize(std::max(bytes.size(), zigzags.planes * count));
  std::size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    std::array<std::uint64_t, 8> rows;
    std::memcpy(rows.data(), zigzags.values.data() + i, sizeof(rows));
    turnOver(rows);
    for (unsigned p = 0; p < zigzags.planes; ++p) {
      std::memcpy(bytes.data() + p * count + i, &rows[p], sizeof(rows[p]));
    }
  }
  for (; i < count; ++i) {
    for (unsigned p = 0; p < zigzags.planes; ++p) {
      bytes[p * count + i] = static_cast<char>((zigzags.values[i] >> (8 * p)) & 0xff);
    }
  }
}

// False, with something appended, where it would take `limit` bytes and more.
bool encodePlanes(const Zigzags& zigzags, std::string& out, std::size_t limit) {
  thread_local std::vector<char> split;
  thread_local std::vector<char> compressed;
  const std::size_t count = zigzags.values.size();
  const std::size_t end = limit < SIZE_MAX - out.size() ? out.size() + limit : SIZE_MAX;
  splitPlanes(zigzags, split);
  compressed.resize(std::max(compressed.size(), ZSTD_compressBound(count)));
  putByte(out, zigzags.planes);
  const std::size_t modesAt = out.size();
  out.append((zigzags.planes + 3) / 4, '\0');
  for (unsigned p = 0; p < zigzags.planes && out.size() < end; ++p) {
    const char* plane = split.data() + p * count;
    PlaneMode mode = kRaw;
    std::size_t size = 0;
    if (zigzags.constant(p)) {
      mode = kConstant;
    } else if (count >= kZstdFrom) {
      size = ZSTD_compressCCtx(compressor(), compressed.data(), compressed.size(), plane, count, kZstdLevel);
      if (ZSTD_isError(size) == 0 && size + varintSize(size) < count) {
        mode = kZstd;
      }
    }
    out[modesAt + p / 4] =
        static_cast<char>(static_cast<unsigned char>(out[modesAt + p / 4]) | mode << (2 * (p % 4)));
    if (mode == kConstant) {
      out.push_back(plane[0]);
    } else if (mode == kRaw) {
      out.append(plane, count);
    } else {
      putVarint(out, size);
      out.append(compressed.data(), size);
    }
  }
  return out.size() < end;
}

// --- the choice

TATARA_WIDE void differentiate(Ints from, std::int64_t* to) {
  for (std::size_t i = 0; i + 1 < from.size(); ++i) {
    to[i] = wrapSubtract(from[i + 1], from[i]);
  }
}

// A column and its differences, as far as they were taken.
struct Ladder {
  std::array<Ints, kMaxOrder + 1> residuals;
  std::array<std::int64_t, kMaxOrder> heads{};
  std::array<std::vector<std::int64_t>, kMaxOrder> memory;  // of the orders from 1 on

  void begin(Ints values) { residuals[0] = values; }
  void climb(std::size_t order) {
    const Ints from = residuals[order];
    heads[order] = from.front();
    std::vector<std::int64_t>& to = memory[order];
    to.resize(std::max(to.size(), from.size() - 1));
    differentiate(from, to.data());
    residuals[order + 1] = Ints(to.data(), from.size() - 1);
  }
  std::size_t headBytes(std::size_t order) const {
    std::size_t size = 0;
    for (std::size_t i = 0; i < order; ++i) {
      size += varintSize(zigzag(heads[i]));
    }
    return size;
  }
  void putHead(std::size_t order, Coding coding, std::string& out) const {
    putByte(out, static_cast<unsigned>(order) | coding << 2);
    for (std::size_t i = 0; i < order; ++i) {
      putVarint(out, zigzag(heads[i]));
    }
  }
};

bool allZero(Ints values) {
  return std::all_of(values.begin(), values.end(), [](std::int64_t value) { return value == 0; });
}

// Evenly spaced columns, which steps and times often are: their second differences are all zero. From a whole
// mini-block on the search always comes to them. (At least 128 different numbers, or numbers at least 2^57
// apart, take 112 bytes and more a mini-block, their one difference at most 11, so it does not stop between.)
bool isEven(Ints values) {
  if (values.size() < kMiniBlock || values[0] == values[1]) {
    return false;
  }
  const std::int64_t distance = wrapSubtract(values[1], values[0]);
  for (std::size_t i = 2; i < values.size(); ++i) {
    if (wrapSubtract(values[i], values[i - 1]) != distance) {
      return false;
    }
  }
  return true;
}

// The order whose planes are the smallest (the lowest of equals), if they are worth making.
struct PlanesChoice {
  std::size_t order = 0;
  std::size_t size = SIZE_MAX;

  void offer(const Ladder& ladder, std::size_t candidate, std::size_t worthless, Zigzags& zigzags) {
    const std::size_t heads = ladder.headBytes(candidate);
    const std::size_t bound = std::min(worthless, candidate < order && size != SIZE_MAX ? size + 1 : size);
    if (heads >= bound) {
      return;
    }
    zigzags.take(ladder.residuals[candidate]);
    if (const std::size_t estimate = planesEstimate(zigzags, bound - heads) + heads; estimate < bound) {
      order = candidate;
      size = estimate;
    }
  }
};

}  // namespace

void encodeInts(std::span<const std::int64_t> values, std::string& out) {
  static_cast<void>(encodeInts(values, out, SIZE_MAX));
}

bool encodeInts(std::span<const std::int64_t> values, std::string& out, std::size_t limit) {
  thread_local Ladder ladder;
  thread_local Zigzags zigzags;
  ladder.begin(values);
  if (isEven(values)) {
    ladder.heads = {values[0], wrapSubtract(values[1], values[0])};
    ladder.putHead(2, kZero, out);
    return true;
  }
  std::size_t packedOrder = 0;
  std::size_t packed = SIZE_MAX;
  std::size_t orders = 0;  // whose planes are looked at
  for (std::size_t least = SIZE_MAX;; ladder.climb(orders - 1)) {
    const Ints residuals = ladder.residuals[orders];
    if (allZero(residuals)) {
      ladder.putHead(orders, kZero, out);
      return true;
    }
    const std::size_t size = packedSize(residuals) + ladder.headBytes(orders);
    if (size < packed) {
      packed = size;
      packedOrder = orders;
    }
    // Differences of what is noise by now are only wider noise, and so are theirs.
    if (orders > 0 && size > least + least / 16) {
      break;
    }
    least = std::min(least, size);
    if (++orders > kMaxOrder) {
      break;
    }
  }
  // An estimate that is an eighth above what packing takes is not tried.
  const std::size_t worthless = packed + packed / 8;
  PlanesChoice planes;
  planes.offer(ladder, packedOrder, worthless, zigzags);
  for (std::size_t order = 0; order < orders; ++order) {
    if (order != packedOrder) {
      planes.offer(ladder, order, worthless, zigzags);
    }
  }
  const std::size_t before = out.size();
  if (planes.size != SIZE_MAX) {
    ladder.putHead(planes.order, kPlanes, out);
    zigzags.take(ladder.residuals[planes.order]);
    if (encodePlanes(zigzags, out, std::min(limit, 1 + packed) - std::min(limit, out.size() - before))) {
      return true;
    }
    out.resize(before);
  }
  if (1 + packed >= limit) {
    return false;
  }
  ladder.putHead(packedOrder, kPacked, out);
  eachMiniBlock(ladder.residuals[packedOrder], [&](Ints part) { packMiniBlock(part, out); });
  return true;
}

}  // namespace tatara::series::internal
