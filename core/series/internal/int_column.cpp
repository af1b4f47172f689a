#include "core/series/internal/int_column.h"

#include <zstd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <vector>

#include "core/series/internal/int_format.h"

namespace tatara::series::internal {
namespace {

// Holds what is left of a byte and one whole 64-bit field.
__extension__ using Wide = unsigned __int128;

std::uint64_t asUnsigned(std::int64_t value) {
  return static_cast<std::uint64_t>(value);
}
std::int64_t wrapAdd(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(asUnsigned(a) + asUnsigned(b));
}

ZSTD_DCtx* decompressor() {
  struct Free {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };
  thread_local const std::unique_ptr<ZSTD_DCtx, Free> context(ZSTD_createDCtx());
  return context.get();
}

std::uint64_t wordAt(std::string_view bytes, std::size_t at) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes.data() + at, sizeof(word));
  return word;
}

// --- bit-packed mini-blocks
// ---------------------------------------------------------------------------------------

// Fields wider than seven bytes, which may lie in nine.
void unpackWide(std::string_view bytes, unsigned width, std::int64_t least, std::span<std::int64_t> values) {
  const std::uint64_t mask = width == 64 ? ~0ULL : (1ULL << width) - 1;
  Wide buffer = 0;
  unsigned filled = 0;
  std::size_t position = 0;
  for (std::int64_t& value : values) {
    while (filled < width) {
      if (filled <= 64 && position + 8 <= bytes.size()) {
        buffer |= static_cast<Wide>(wordAt(bytes, position)) << filled;
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
}

// Each field lies in the eight bytes from the one in which it begins.
void unpackNarrow(std::string_view bytes, unsigned width, std::int64_t least,
                  std::span<std::int64_t> values) {
  const std::uint64_t mask = (1ULL << width) - 1;
  const auto unpack = [&](std::string_view from, std::size_t bit, std::span<std::int64_t> part) {
    for (std::int64_t& value : part) {
      const std::uint64_t field = wordAt(from, bit / 8) >> (bit % 8) & mask;
      value = wrapAdd(least, static_cast<std::int64_t>(field));
      bit += width;
    }
  };
  const std::size_t inside =
      bytes.size() < 8 ? 0 : std::min(values.size(), ((bytes.size() - 8) * 8 + 7) / width + 1);
  unpack(bytes, 0, values.first(inside));
  // The others begin in the last seven bytes, which stand alone before zeros.
  const std::string_view end = bytes.substr(inside * width / 8);
  std::array<char, 16> last{};
  std::memcpy(last.data(), end.data(), end.size());
  unpack({last.data(), last.size()}, inside * width % 8, values.subspan(inside));
}

bool unpackMiniBlock(Reader& reader, std::span<std::int64_t> values) {
  constexpr unsigned kNarrow = 56;
  const std::int64_t least = reader.signedVarint();
  const unsigned width = reader.byte();
  if (reader.failed() || width > 64) {
    return false;
  }
  const std::string_view bytes = reader.take(packedBytes(values.size(), static_cast<int>(width)));
  if (reader.failed()) {
    return false;
  }
  if (width == 0) {
    std::ranges::fill(values, least);
  } else if (width <= kNarrow) {
    unpackNarrow(bytes, width, least, values);
  } else {
    unpackWide(bytes, width, least, values);
  }
  return true;
}

// --- byte planes
// --------------------------------------------------------------------------------------------------

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

}  // namespace

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
