#include "tests/core/series/plain_ints.h"

#include <zstd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <memory>
#include <vector>

#include "core/series/internal/bytes.h"
#include "core/series/internal/int_format.h"

namespace tatara::series::tests {
namespace {

using namespace internal;

constexpr std::size_t kZstdFrom = 96;
constexpr int kZstdLevel = 1;
__extension__ using Wide = unsigned __int128;

std::uint64_t asUnsigned(std::int64_t value) {
  return static_cast<std::uint64_t>(value);
}
std::int64_t wrapSubtract(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(asUnsigned(a) - asUnsigned(b));
}

ZSTD_CCtx* compressor() {
  struct Free {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  };
  thread_local const std::unique_ptr<ZSTD_CCtx, Free> context(ZSTD_createCCtx());
  return context.get();
}

struct Frame {
  std::int64_t least = 0;
  int width = 0;
};

Frame frameOf(std::span<const std::int64_t> values) {
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  return {*least, static_cast<int>(std::bit_width(asUnsigned(*most) - asUnsigned(*least)))};
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

unsigned planeCount(std::span<const std::int64_t> values) {
  std::uint64_t all = 0;
  for (const std::int64_t value : values) {
    all |= zigzag(value);
  }
  return static_cast<unsigned>((std::bit_width(all) + 7) / 8);
}

double countBits(std::uint32_t n) {
  return n == 0 ? 0 : static_cast<double>(n) * std::log2(static_cast<double>(n));
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

void plainEncodeInts(std::span<const std::int64_t> values, std::string& out) {
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

}  // namespace tatara::series::tests
