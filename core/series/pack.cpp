#include "core/series/pack.h"

#include <algorithm>
#include <map>
#include <optional>

#include "core/series/block.h"
#include "core/series/internal/bytes.h"
#include "core/series/internal/checksum.h"
#include "core/series/internal/int_column.h"
#include "core/series/internal/value_column.h"

namespace tatara::series {
namespace {

constexpr unsigned kPackVersion = 1;

Error corruptPack(std::string what) {
  return makeError(ErrorKind::Corrupt, "The pack of short metrics is damaged: " + std::move(what));
}

struct Axis {
  std::vector<std::int64_t> steps;
  std::vector<std::int64_t> timestamps;

  auto operator<=>(const Axis&) const = default;
};

struct Entry {
  std::int64_t id = 0;
  std::size_t axis = 0;
  std::string_view values;
};

struct Directory {
  std::vector<Axis> axes;
  std::vector<Entry> entries;
};

Status readAxes(internal::Reader& reader, std::vector<Axis>& axes) {
  const std::uint64_t count = reader.varint();
  if (reader.failed() || count > kPackPoints) {
    return corruptPack("it names " + std::to_string(count) + " axes");
  }
  std::size_t points = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t size = reader.varint();
    points += static_cast<std::size_t>(std::min<std::uint64_t>(size, kPackPoints + 1));
    if (reader.failed() || size == 0 || size > kBlockPoints || points > kPackPoints) {
      return corruptPack("an axis names " + std::to_string(size) + " points");
    }
    Axis axis;
    axis.steps.resize(static_cast<std::size_t>(size));
    axis.timestamps.resize(axis.steps.size());
    if (!internal::decodeInts(reader, axis.steps) || !internal::decodeInts(reader, axis.timestamps)) {
      return corruptPack("an axis cannot be read");
    }
    axes.push_back(std::move(axis));
  }
  return {};
}

Status readEntries(internal::Reader& reader, Directory& directory) {
  const std::uint64_t count = reader.varint();
  if (reader.failed() || count > kPackSeries) {
    return corruptPack("it names " + std::to_string(count) + " series");
  }
  std::uint64_t id = 0;
  std::size_t points = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    id += static_cast<std::uint64_t>(reader.signedVarint());
    const std::uint64_t axis = reader.varint();
    const std::string_view values = reader.take(reader.varint());
    if (reader.failed() || axis >= directory.axes.size()) {
      return corruptPack("its list of series cannot be read");
    }
    points += directory.axes[static_cast<std::size_t>(axis)].steps.size();
    if (points > kPackPoints) {
      return corruptPack("it names more than " + std::to_string(kPackPoints) + " points");
    }
    directory.entries.push_back({static_cast<std::int64_t>(id), static_cast<std::size_t>(axis), values});
  }
  return {};
}

Result<Directory> readDirectory(std::string_view bytes) {
  if (!bytes.empty() && static_cast<unsigned char>(bytes[0]) > kPackVersion) {
    return makeError(ErrorKind::Unsupported, "The pack of short metrics was written by a newer Tatara");
  }
  TATARA_ASSIGN(const std::string_view body, internal::checkedBody(bytes, "pack of short metrics"));
  internal::Reader reader(body);
  if (reader.byte() != kPackVersion) {
    return corruptPack("it has no version");
  }
  Directory directory;
  TATARA_TRY(readAxes(reader, directory.axes));
  TATARA_TRY(readEntries(reader, directory));
  if (!reader.atEnd()) {
    return corruptPack("bytes follow its last series");
  }
  return directory;
}

Result<std::vector<Point>> pointsOf(const Directory& directory, const Entry& entry) {
  const Axis& axis = directory.axes[entry.axis];
  std::vector<double> values(axis.steps.size());
  internal::Reader reader(entry.values);
  if (!internal::decodeValues(reader, values) || !reader.atEnd()) {
    return corruptPack("the values of series " + std::to_string(entry.id) + " cannot be read");
  }
  std::vector<Point> points(values.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    points[i] = {axis.steps[i], axis.timestamps[i], values[i]};
  }
  return points;
}

Status checkSizes(std::span<const PackedSeries> series) {
  std::size_t total = 0;
  for (const PackedSeries& one : series) {
    if (one.points.empty() || one.points.size() > kBlockPoints) {
      return makeError(ErrorKind::InvalidArgument, "A packed series holds 1 to " +
                                                       std::to_string(kBlockPoints) + " points, not " +
                                                       std::to_string(one.points.size()));
    }
    total += one.points.size();
  }
  if (series.size() > kPackSeries || total > kPackPoints) {
    return makeError(ErrorKind::InvalidArgument, "A pack holds at most " + std::to_string(kPackPoints) +
                                                     " points, not " + std::to_string(total));
  }
  return {};
}

}  // namespace

Result<std::string> encodePack(std::span<const PackedSeries> series) {
  TATARA_TRY(checkSizes(series));
  std::map<Axis, std::size_t> numbers;
  std::vector<const Axis*> axes;
  std::vector<std::size_t> axisOf;
  for (const PackedSeries& one : series) {
    Axis axis;
    for (const Point& point : one.points) {
      axis.steps.push_back(point.step);
      axis.timestamps.push_back(point.timestamp);
    }
    const auto [place, added] = numbers.emplace(std::move(axis), axes.size());
    if (added) {
      axes.push_back(&place->first);
    }
    axisOf.push_back(place->second);
  }
  std::string out;
  internal::putByte(out, kPackVersion);
  internal::putVarint(out, axes.size());
  for (const Axis* axis : axes) {
    internal::putVarint(out, axis->steps.size());
    internal::encodeInts(axis->steps, out);
    internal::encodeInts(axis->timestamps, out);
  }
  internal::putVarint(out, series.size());
  std::uint64_t previous = 0;
  std::vector<double> values;
  std::string column;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const auto id = static_cast<std::uint64_t>(series[i].id);
    values.clear();
    for (const Point& point : series[i].points) {
      values.push_back(point.value);
    }
    column.clear();
    internal::encodeValues(values, column);
    internal::putVarint(out, internal::zigzag(static_cast<std::int64_t>(id - previous)));
    internal::putVarint(out, axisOf[i]);
    internal::putVarint(out, column.size());
    out += column;
    previous = id;
  }
  internal::putChecksum(out);
  return out;
}

Result<std::vector<PackedSeries>> decodePack(std::string_view bytes) {
  TATARA_ASSIGN(const Directory directory, readDirectory(bytes));
  std::vector<PackedSeries> series;
  series.reserve(directory.entries.size());
  for (const Entry& entry : directory.entries) {
    TATARA_ASSIGN(auto points, pointsOf(directory, entry));
    series.push_back({entry.id, std::move(points)});
  }
  return series;
}

Result<std::vector<Point>> decodeFromPack(std::string_view bytes, std::int64_t id) {
  TATARA_ASSIGN(const Directory directory, readDirectory(bytes));
  const auto entry = std::find_if(directory.entries.begin(), directory.entries.end(),
                                  [id](const Entry& one) { return one.id == id; });
  if (entry == directory.entries.end()) {
    return makeError(ErrorKind::NotFound, "The pack holds no series " + std::to_string(id));
  }
  return pointsOf(directory, *entry);
}

}  // namespace tatara::series
