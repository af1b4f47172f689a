#include "core/series/internal/int_column.h"

#include <zstd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
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

bool decodePlanes(Reader& reader, std::span<std::int64_t> values) {
  const unsigned planes = reader.byte();
  if (reader.failed() || planes > 8) {
    return false;
  }
  const std::string_view modes = reader.take((planes + 3) / 4);
  if (reader.failed()) {
    return false;
  }
  std::fill(values.begin(), values.end(), 0);
  std::string scratch;
  for (unsigned p = 0; p < planes; ++p) {
    const unsigned mode = (static_cast<unsigned char>(modes[p / 4]) >> (2 * (p % 4))) & 3U;
    std::string_view plane;
    if (mode == kConstant) {
      const std::uint64_t add = static_cast<std::uint64_t>(reader.byte()) << (8 * p);
      for (std::int64_t& value : values) {
        value = static_cast<std::int64_t>(asUnsigned(value) | add);
      }
      continue;
    }
    if (mode == kRaw) {
      plane = reader.take(values.size());
    } else if (mode == kZstd) {
      const std::string_view frame = reader.take(reader.varint());
      scratch.resize(values.size());
      const std::size_t size =
          ZSTD_decompressDCtx(decompressor(), scratch.data(), scratch.size(), frame.data(), frame.size());
      if (reader.failed() || ZSTD_isError(size) != 0 || size != values.size()) {
        return false;
      }
      plane = scratch;
    }
    if (plane.size() != values.size()) {
      return false;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::uint64_t add = static_cast<std::uint64_t>(static_cast<unsigned char>(plane[i])) << (8 * p);
      values[i] = static_cast<std::int64_t>(asUnsigned(values[i]) | add);
    }
  }
  for (std::int64_t& value : values) {
    value = unzigzag(asUnsigned(value));
  }
  return !reader.failed();
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
    values[k] = heads[k];
    for (std::size_t i = k + 1; i < values.size(); ++i) {
      values[i] = wrapAdd(values[i], values[i - 1]);
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
