#include "core/series/internal/int_column.h"

#include <zstd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <memory>
#include <vector>

namespace tatara::series::internal {
namespace {

constexpr int kMaxOrder = 3;
constexpr std::size_t kMiniBlock = 128;
// Below this a compressed frame costs more than it saves.
constexpr std::size_t kZstdFrom = 96;
constexpr int kZstdLevel = 1;

// Holds what is left of a byte and one whole 64-bit field.
__extension__ using Wide = unsigned __int128;

enum Coding : unsigned { kZero = 0, kPacked = 1, kPlanes = 2 };
enum PlaneMode : unsigned { kConstant = 0, kRaw = 1, kZstd = 2 };

std::uint64_t asUnsigned(std::int64_t value) {
  return static_cast<std::uint64_t>(value);
}
std::int64_t wrapSubtract(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(asUnsigned(a) - asUnsigned(b));
}
std::int64_t wrapAdd(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(asUnsigned(a) + asUnsigned(b));
}

ZSTD_CCtx* compressor() {
  struct Free {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  };
  thread_local const std::unique_ptr<ZSTD_CCtx, Free> context(ZSTD_createCCtx());
  return context.get();
}

ZSTD_DCtx* decompressor() {
  struct Free {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };
  thread_local const std::unique_ptr<ZSTD_DCtx, Free> context(ZSTD_createDCtx());
  return context.get();
}

// --- bit-packed mini-blocks
// ---------------------------------------------------------------------------------------

struct Frame {
  std::int64_t least = 0;
  int width = 0;
};

Frame frameOf(std::span<const std::int64_t> values) {
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  return {*least, static_cast<int>(std::bit_width(asUnsigned(*most) - asUnsigned(*least)))};
}

std::size_t packedBytes(std::size_t count, int width) {
  return (count * static_cast<std::size_t>(width) + 7) / 8;
}

std::size_t packedSize(std::span<const std::int64_t> values) {
  std::size_t size = 0;
  for (std::size_t begin = 0; begin < values.size(); begin += kMiniBlock) {
    const auto part = values.subspan(begin, std::min(kMiniBlock, values.size() - begin));
    const Frame frame = frameOf(part);
    size += varintSize(zigzag(frame.least)) + 1 + packedBytes(part.size(), frame.width);
  }
  return size;
}

void packMiniBlock(std::span<const std::int64_t> values, std::string& out) {
  const Frame frame = frameOf(values);
  putVarint(out, zigzag(frame.least));
  putByte(out, static_cast<unsigned>(frame.width));
  Wide buffer = 0;
  int filled = 0;
  for (const std::int64_t value : values) {
    buffer |= static_cast<Wide>(asUnsigned(value) - asUnsigned(frame.least)) << filled;
    filled += frame.width;
    while (filled >= 8) {
      putByte(out, static_cast<unsigned>(buffer & 0xff));
      buffer >>= 8;
      filled -= 8;
    }
  }
  if (filled > 0) {
    putByte(out, static_cast<unsigned>(buffer & 0xff));
  }
}

bool unpackMiniBlock(Reader& reader, std::span<std::int64_t> values) {
  const std::int64_t least = reader.signedVarint();
  const unsigned width = reader.byte();
  if (reader.failed() || width > 64) {
    return false;
  }
  const std::string_view bytes = reader.take(packedBytes(values.size(), static_cast<int>(width)));
  if (reader.failed()) {
    return false;
  }
  const std::uint64_t mask = width == 64 ? ~0ULL : (1ULL << width) - 1;
  Wide buffer = 0;
  unsigned filled = 0;
  std::size_t position = 0;
  for (std::int64_t& value : values) {
    while (filled < width) {
      if (filled <= 64 && position + 8 <= bytes.size()) {
        std::uint64_t word = 0;
        for (int i = 0; i < 8; ++i) {
          word |= static_cast<std::uint64_t>(
                      static_cast<unsigned char>(bytes[position + static_cast<std::size_t>(i)]))
                  << (8 * i);
        }
        buffer |= static_cast<Wide>(word) << filled;
        filled += 64;
        position += 8;
      } else {
        buffer |= static_cast<Wide>(static_cast<unsigned char>(bytes[position])) << filled;
        filled += 8;
        position += 1;
      }
    }
    value = wrapAdd(least, static_cast<std::int64_t>(static_cast<std::uint64_t>(buffer) & mask));
    buffer >>= width;
    filled -= width;
  }
  return true;
}

// --- byte planes
// --------------------------------------------------------------------------------------------------

unsigned planeCount(std::span<const std::int64_t> values) {
  std::uint64_t all = 0;
  for (const std::int64_t value : values) {
    all |= zigzag(value);
  }
  return static_cast<unsigned>((std::bit_width(all) + 7) / 8);
}

// n · log2(n) for the counts that a block can have.
constexpr std::size_t kTableEnd = 4097;
double countBits(std::uint32_t n) {
  static const std::vector<double> kTable = [] {
    std::vector<double> table(kTableEnd);
    for (std::size_t i = 1; i < kTableEnd; ++i) {
      table[i] = static_cast<double>(i) * std::log2(static_cast<double>(i));
    }
    return table;
  }();
  return n < kTableEnd ? kTable[n] : n * std::log2(static_cast<double>(n));
}

// What the planes would take, by the entropy of each; a little off is fine, the true sizes are compared in
// the end.
std::size_t planesEstimate(std::span<const std::int64_t> values) {
  const unsigned planes = planeCount(values);
  const auto count = static_cast<double>(values.size());
  double size = 1.0 + (planes + 3) / 4;
  std::array<std::uint32_t, 256> histogram;
  for (unsigned plane = 0; plane < planes; ++plane) {
    histogram.fill(0);
    for (const std::int64_t value : values) {
      ++histogram[(zigzag(value) >> (8 * plane)) & 0xff];
    }
    double bits = countBits(static_cast<std::uint32_t>(values.size()));
    bool constant = false;
    for (const std::uint32_t n : histogram) {
      bits -= countBits(n);
      constant = constant || n == values.size();
    }
    if (constant) {
      size += 1;
    } else if (values.size() < kZstdFrom) {
      size += count;
    } else {
      size += std::min(count, bits / 8 + 40);
    }
  }
  return static_cast<std::size_t>(size);
}

void encodePlanes(std::span<const std::int64_t> values, std::string& out) {
  const unsigned planes = planeCount(values);
  putByte(out, planes);
  const std::size_t modesAt = out.size();
  out.append((planes + 3) / 4, '\0');
  std::string plane(values.size(), '\0');
  std::string compressed(ZSTD_compressBound(values.size()), '\0');
  for (unsigned p = 0; p < planes; ++p) {
    std::transform(values.begin(), values.end(), plane.begin(),
                   [p](std::int64_t value) { return static_cast<char>((zigzag(value) >> (8 * p)) & 0xff); });
    PlaneMode mode = kRaw;
    std::size_t size = 0;
    if (plane.find_first_not_of(plane[0]) == std::string::npos) {
      mode = kConstant;
    } else if (plane.size() >= kZstdFrom) {
      size = ZSTD_compressCCtx(compressor(), compressed.data(), compressed.size(), plane.data(), plane.size(),
                               kZstdLevel);
      if (ZSTD_isError(size) == 0 && size + varintSize(size) < plane.size()) {
        mode = kZstd;
      }
    }
    out[modesAt + p / 4] =
        static_cast<char>(static_cast<unsigned char>(out[modesAt + p / 4]) | mode << (2 * (p % 4)));
    if (mode == kConstant) {
      out.push_back(plane[0]);
    } else if (mode == kRaw) {
      out += plane;
    } else {
      putVarint(out, size);
      out.append(compressed, 0, size);
    }
  }
}

// Eight bytes of each of eight planes become eight whole numbers: a matrix of bytes turned over its diagonal
// by swapping ever smaller squares (Warren, "Hacker's Delight", 7-3).
static_assert(std::endian::native == std::endian::little);
void turnOver(std::array<std::uint64_t, 8>& rows) {
  const auto swap = [&rows](std::size_t above, std::size_t distance, std::uint64_t mask) {
    const std::uint64_t changed = ((rows[above] >> (8 * distance)) ^ rows[above + distance]) & mask;
    rows[above + distance] ^= changed;
    rows[above] ^= changed << (8 * distance);
  };
  for (std::size_t row = 0; row < 4; ++row) {
    swap(row, 4, 0x00000000ffffffffU);
  }
  for (const std::size_t row : {0U, 1U, 4U, 5U}) {
    swap(row, 2, 0x0000ffff0000ffffU);
  }
  for (const std::size_t row : {0U, 2U, 4U, 6U}) {
    swap(row, 1, 0x00ff00ff00ff00ffU);
  }
}

// Planes as they are laid down, each `values.size()` bytes or null where it is `constant`.
struct Planes {
  std::array<const char*, 8> bytes{};
  std::uint64_t constant = 0;
};

void joinPlanes(const Planes& planes, std::span<std::int64_t> values) {
  std::size_t i = 0;
  for (; i + 8 <= values.size(); i += 8) {
    std::array<std::uint64_t, 8> rows{};
    for (std::size_t p = 0; p < 8; ++p) {
      if (planes.bytes[p] != nullptr) {
        std::memcpy(&rows[p], planes.bytes[p] + i, 8);
      }
    }
    turnOver(rows);
    for (std::size_t k = 0; k < 8; ++k) {
      values[i + k] = unzigzag(rows[k] | planes.constant);
    }
  }
  for (; i < values.size(); ++i) {
    std::uint64_t value = planes.constant;
    for (std::size_t p = 0; p < 8; ++p) {
      if (planes.bytes[p] != nullptr) {
        value |= static_cast<std::uint64_t>(static_cast<unsigned char>(planes.bytes[p][i])) << (8 * p);
      }
    }
    values[i] = unzigzag(value);
  }
}

bool decodePlanes(Reader& reader, std::span<std::int64_t> values) {
  const unsigned count = reader.byte();
  if (reader.failed() || count > 8) {
    return false;
  }
  const std::string_view modes = reader.take((count + 3) / 4);
  if (reader.failed()) {
    return false;
  }
  Planes planes;
  thread_local std::vector<char> unpacked;
  unpacked.resize(std::max(unpacked.size(), 8 * values.size()));
  for (unsigned p = 0; p < count; ++p) {
    const unsigned mode = (static_cast<unsigned char>(modes[p / 4]) >> (2 * (p % 4))) & 3U;
    if (mode == kConstant) {
      planes.constant |= static_cast<std::uint64_t>(reader.byte()) << (8 * p);
    } else if (mode == kRaw) {
      planes.bytes[p] = reader.take(values.size()).data();
    } else if (mode == kZstd) {
      const std::string_view frame = reader.take(reader.varint());
      char* to = unpacked.data() + p * values.size();
      const std::size_t size =
          ZSTD_decompressDCtx(decompressor(), to, values.size(), frame.data(), frame.size());
      if (ZSTD_isError(size) != 0 || size != values.size()) {
        return false;
      }
      planes.bytes[p] = to;
    } else {
      return values.empty();
    }
    if (reader.failed()) {
      return false;
    }
  }
  joinPlanes(planes, values);
  return true;
}

// --- the choice
// ---------------------------------------------------------------------------------------------------

struct Candidate {
  int order = 0;
  std::vector<std::int64_t> heads;
  std::vector<std::int64_t> residuals;
};

void differentiate(Candidate& candidate) {
  auto& values = candidate.residuals;
  candidate.heads.push_back(values.front());
  for (std::size_t i = 0; i + 1 < values.size(); ++i) {
    values[i] = wrapSubtract(values[i + 1], values[i]);
  }
  values.pop_back();
  ++candidate.order;
}

void write(const Candidate& candidate, Coding coding, std::string& out) {
  putByte(out, static_cast<unsigned>(candidate.order) | coding << 2);
  for (const std::int64_t head : candidate.heads) {
    putVarint(out, zigzag(head));
  }
  const std::span<const std::int64_t> residuals(candidate.residuals);
  if (coding == kPacked) {
    for (std::size_t begin = 0; begin < residuals.size(); begin += kMiniBlock) {
      packMiniBlock(residuals.subspan(begin, std::min(kMiniBlock, residuals.size() - begin)), out);
    }
  } else if (coding == kPlanes) {
    encodePlanes(residuals, out);
  }
}

}  // namespace

void encodeInts(std::span<const std::int64_t> values, std::string& out) {
  Candidate candidate;
  candidate.residuals.assign(values.begin(), values.end());
  Candidate bestPacked;
  Candidate bestPlanes;
  std::size_t packed = SIZE_MAX;
  std::size_t planes = SIZE_MAX;
  std::size_t least = SIZE_MAX;
  for (int order = 0;; ++order) {
    if (std::all_of(candidate.residuals.begin(), candidate.residuals.end(),
                    [](std::int64_t v) { return v == 0; })) {
      write(candidate, kZero, out);
      return;
    }
    std::size_t heads = 0;
    for (const std::int64_t head : candidate.heads) {
      heads += varintSize(zigzag(head));
    }
    const std::size_t size = packedSize(candidate.residuals) + heads;
    if (size < packed) {
      packed = size;
      bestPacked = candidate;
    }
    // Differences of what is noise by now are only wider noise, and so are theirs.
    if (size > least + least / 16) {
      break;
    }
    least = std::min(least, size);
    if (const std::size_t estimate = planesEstimate(candidate.residuals) + heads; estimate < planes) {
      planes = estimate;
      bestPlanes = candidate;
    }
    if (order == kMaxOrder) {
      break;
    }
    differentiate(candidate);
  }
  std::string first;
  write(bestPacked, kPacked, first);
  if (planes < packed + packed / 8) {
    std::string second;
    write(bestPlanes, kPlanes, second);
    if (second.size() < first.size()) {
      first.swap(second);
    }
  }
  out += first;
}

bool decodeInts(Reader& reader, std::span<std::int64_t> values) {
  const unsigned header = reader.byte();
  const std::size_t order = header & 3U;
  const unsigned coding = header >> 2;
  if (reader.failed() || coding > kPlanes || order > values.size()) {
    return false;
  }
  std::array<std::int64_t, kMaxOrder> heads{};
  for (std::size_t i = 0; i < order; ++i) {
    heads[i] = reader.signedVarint();
  }
  const std::span<std::int64_t> residuals = values.subspan(order);
  if (coding == kZero) {
    std::fill(residuals.begin(), residuals.end(), 0);
  } else if (coding == kPlanes) {
    if (!decodePlanes(reader, residuals)) {
      return false;
    }
  } else {
    for (std::size_t begin = 0; begin < residuals.size(); begin += kMiniBlock) {
      if (!unpackMiniBlock(reader,
                           residuals.subspan(begin, std::min(kMiniBlock, residuals.size() - begin)))) {
        return false;
      }
    }
  }
  // Sums the differences back up, the highest order first; each order makes the range one longer at its
  // front.
  for (std::size_t k = order; k-- > 0;) {
    // The sum stays in a register: read back from memory it would wait for its own store.
    std::int64_t sum = heads[k];
    values[k] = sum;
    for (std::int64_t& value : values.subspan(k + 1)) {
      sum = wrapAdd(sum, value);
      value = sum;
    }
  }
  return !reader.failed();
}

bool skipInts(Reader& reader, std::size_t count) {
  const unsigned header = reader.byte();
  const std::size_t order = header & 3U;
  const unsigned coding = header >> 2;
  if (reader.failed() || coding > kPlanes || order > count) {
    return false;
  }
  for (std::size_t i = 0; i < order; ++i) {
    reader.signedVarint();
  }
  const std::size_t residuals = count - order;
  if (coding == kPacked) {
    for (std::size_t begin = 0; begin < residuals && !reader.failed(); begin += kMiniBlock) {
      reader.signedVarint();
      const unsigned width = reader.byte();
      reader.take(width > 64 ? SIZE_MAX
                             : packedBytes(std::min(kMiniBlock, residuals - begin), static_cast<int>(width)));
    }
  } else if (coding == kPlanes) {
    const unsigned planes = reader.byte();
    const std::string_view modes = reader.take(planes > 8 ? SIZE_MAX : (planes + 3) / 4);
    for (unsigned p = 0; p < planes && !reader.failed(); ++p) {
      const unsigned mode = (static_cast<unsigned char>(modes[p / 4]) >> (2 * (p % 4))) & 3U;
      reader.take(mode == kConstant ? 1
                  : mode == kRaw    ? residuals
                  : mode == kZstd   ? reader.varint()
                                    : SIZE_MAX);
    }
  }
  return !reader.failed();
}

}  // namespace tatara::series::internal
