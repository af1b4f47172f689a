#include "core/series/block.h"

#include "core/series/internal/bytes.h"
#include "core/series/internal/checksum.h"
#include "core/series/internal/int_column.h"
#include "core/series/internal/value_column.h"

namespace tatara::series {
namespace {

constexpr unsigned kVersion = 1;

Error corrupt(std::string what) {
  return makeError(ErrorKind::Corrupt, "The metric block is damaged: " + std::move(what));
}

}  // namespace

Result<std::string> encodeBlock(std::span<const Point> points) {
  if (points.empty() || points.size() > kBlockPoints) {
    return makeError(ErrorKind::InvalidArgument, "A metric block holds 1 to " + std::to_string(kBlockPoints) +
                                                     " points, not " + std::to_string(points.size()));
  }
  thread_local std::vector<std::int64_t> ints;
  thread_local std::vector<double> values;
  ints.resize(points.size());
  values.resize(points.size());
  std::string out;
  internal::putByte(out, kVersion);
  internal::putVarint(out, points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    ints[i] = points[i].step;
  }
  internal::encodeInts(ints, out);
  for (std::size_t i = 0; i < points.size(); ++i) {
    ints[i] = points[i].timestamp;
    values[i] = points[i].value;
  }
  internal::encodeInts(ints, out);
  internal::encodeValues(values, out);
  internal::putChecksum(out);
  return out;
}

Result<Columns> decodeColumns(std::string_view bytes, Parts parts) {
  if (!bytes.empty() && static_cast<unsigned char>(bytes[0]) > kVersion) {
    return makeError(ErrorKind::Unsupported, "The metric block was written by a newer Tatara");
  }
  TATARA_ASSIGN(const std::string_view body, internal::checkedBody(bytes, "metric block"));
  internal::Reader reader(body);
  if (reader.byte() != kVersion) {
    return corrupt("it has no version");
  }
  const std::uint64_t count = reader.varint();
  if (reader.failed() || count == 0 || count > kBlockPoints) {
    return corrupt("it names " + std::to_string(count) + " points");
  }
  const auto size = static_cast<std::size_t>(count);
  const auto read = [&](std::vector<std::int64_t>& column, bool wanted) {
    column.resize(wanted ? size : 0);
    return wanted ? internal::decodeInts(reader, column) : internal::skipInts(reader, size);
  };
  Columns columns;
  columns.values.resize(size);
  if (!read(columns.steps, parts == Parts::All || parts == Parts::StepsAndValues)) {
    return corrupt("its steps cannot be read");
  }
  if (!read(columns.timestamps, parts == Parts::All || parts == Parts::TimesAndValues)) {
    return corrupt("its timestamps cannot be read");
  }
  if (!internal::decodeValues(reader, columns.values)) {
    return corrupt("its values cannot be read");
  }
  if (!reader.atEnd()) {
    return corrupt("bytes follow its last column");
  }
  return columns;
}

Result<std::vector<Point>> decodeBlock(std::string_view bytes) {
  TATARA_ASSIGN(const Columns columns, decodeColumns(bytes));
  std::vector<Point> points(columns.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    points[i] = {columns.steps[i], columns.timestamps[i], columns.values[i]};
  }
  return points;
}

}  // namespace tatara::series
