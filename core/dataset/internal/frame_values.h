// The values of a frame's column behind one shape of accessor, chosen once a scan, so that inner loops know
// the storage they read. Threads: any.
#pragma once

#include <cmath>
#include <limits>

#include "core/dataset/frame.h"

namespace tatara::dataset {

inline constexpr std::int64_t kMissingInteger = std::numeric_limits<std::int64_t>::min();
inline constexpr double kMicros = 1e6;

struct DoubleValues {
  const double* data;
  double operator()(std::uint64_t row) const { return data[row]; }
};
struct IntegerValues {
  const std::int64_t* data;
  double operator()(std::uint64_t row) const {
    const std::int64_t value = data[row];
    return value == kMissingInteger ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(value);
  }
};
struct TimeValues {
  const std::int64_t* data;
  double operator()(std::uint64_t row) const {
    const std::int64_t value = data[row];
    return value == kMissingInteger ? std::numeric_limits<double>::quiet_NaN()
                                    : static_cast<double>(value) / kMicros;
  }
};
struct CodeValues {
  const std::int32_t* data;
  double operator()(std::uint64_t row) const {
    const std::int32_t code = data[row];
    return code < 0 ? std::numeric_limits<double>::quiet_NaN() : code;
  }
};

// Calls `body` with the accessor of the column; a text's values are its codes.
template <typename Body>
decltype(auto) withValues(const Frame& frame, std::size_t column, Body&& body) {
  const FrameColumn& info = frame.column(column);
  switch (info.storage) {
    case FrameColumn::Storage::Double:
      return body(DoubleValues{frame.doubles(column).data()});
    case FrameColumn::Storage::Codes:
      return body(CodeValues{frame.codes(column).data()});
    case FrameColumn::Storage::Integer:
      break;
  }
  if (info.info.type == ColumnType::Time) {
    return body(TimeValues{frame.integers(column).data()});
  }
  return body(IntegerValues{frame.integers(column).data()});
}

}  // namespace tatara::dataset
