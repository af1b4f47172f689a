#include "core/track/internal/tail.h"

#include <bit>
#include <cstring>

namespace tatara::track::internal {
namespace {

constexpr char kFormat = 1;
constexpr std::size_t kLeastPointBytes = 10;

void putVarint(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out += static_cast<char>(value | 0x80);
    value >>= 7;
  }
  out += static_cast<char>(value);
}

bool takeVarint(std::string_view& bytes, std::uint64_t& value) {
  value = 0;
  for (int shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) {
      return true;
    }
  }
  return false;
}

std::uint64_t zigZag(std::uint64_t difference) {
  return (difference << 1) ^ (0 - (difference >> 63));
}
std::uint64_t unZigZag(std::uint64_t value) {
  return (value >> 1) ^ (0 - (value & 1));
}

Error corrupt() {
  return makeError(ErrorKind::Corrupt, "A batch of metric points in the store is damaged");
}

bool takePoints(std::string_view& bytes, std::uint64_t count, std::vector<series::Point>& points) {
  std::uint64_t step = 0;
  std::uint64_t time = 0;
  points.reserve(count);
  for (std::uint64_t i = 0; i < count; ++i) {
    std::uint64_t stepDifference = 0;
    std::uint64_t timeDifference = 0;
    if (!takeVarint(bytes, stepDifference) || !takeVarint(bytes, timeDifference) ||
        bytes.size() < sizeof(double)) {
      return false;
    }
    step += unZigZag(stepDifference);
    time += unZigZag(timeDifference);
    std::uint64_t bits = 0;
    std::memcpy(&bits, bytes.data(), sizeof bits);
    bytes.remove_prefix(sizeof bits);
    points.push_back(
        {static_cast<std::int64_t>(step), static_cast<std::int64_t>(time), std::bit_cast<double>(bits)});
  }
  return true;
}

}  // namespace

static_assert(std::endian::native == std::endian::little, "values are stored as the machine holds them");

std::string encodeTail(std::span<const series::PackedSeries> series) {
  std::string out(1, kFormat);
  for (const series::PackedSeries& one : series) {
    putVarint(out, static_cast<std::uint64_t>(one.id));
    putVarint(out, one.points.size());
    std::uint64_t step = 0;
    std::uint64_t time = 0;
    for (const series::Point& point : one.points) {
      putVarint(out, zigZag(static_cast<std::uint64_t>(point.step) - step));
      putVarint(out, zigZag(static_cast<std::uint64_t>(point.timestamp) - time));
      step = static_cast<std::uint64_t>(point.step);
      time = static_cast<std::uint64_t>(point.timestamp);
      char value[sizeof(double)];
      std::memcpy(value, &point.value, sizeof value);
      out.append(value, sizeof value);
    }
  }
  return out;
}

Result<std::vector<series::PackedSeries>> decodeTail(std::string_view bytes) {
  if (bytes.empty() || bytes.front() != kFormat) {
    return corrupt();
  }
  bytes.remove_prefix(1);
  std::vector<series::PackedSeries> series;
  while (!bytes.empty()) {
    std::uint64_t id = 0;
    std::uint64_t count = 0;
    if (!takeVarint(bytes, id) || !takeVarint(bytes, count) || count > bytes.size() / kLeastPointBytes) {
      return corrupt();
    }
    series::PackedSeries one{static_cast<std::int64_t>(id), {}};
    if (!takePoints(bytes, count, one.points)) {
      return corrupt();
    }
    series.push_back(std::move(one));
  }
  return series;
}

}  // namespace tatara::track::internal
