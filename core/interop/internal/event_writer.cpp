#include "core/interop/internal/event_writer.h"

#include <algorithm>
#include <bit>

#include "core/interop/internal/record_file.h"

namespace tatara::interop::internal {
namespace {

constexpr std::size_t kEventsBuffered = 1U << 20;

WireWriter eventHead(std::int64_t millis, std::int64_t step) {
  WireWriter event;
  event.number(1, static_cast<double>(millis) / 1000);
  if (step != 0) {
    event.varint(2, static_cast<std::uint64_t>(step));
  }
  return event;
}

bool isSmall(double value) {
  return std::bit_cast<std::uint64_t>(static_cast<double>(static_cast<float>(value))) ==
         std::bit_cast<std::uint64_t>(value);
}

template <typename T>
void append(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

}  // namespace

std::string summaryEvent(std::int64_t millis, std::int64_t step, const WireWriter& value) {
  return eventHead(millis, step).bytes(5, WireWriter().bytes(1, value.message()).message()).message();
}

std::string summaryMetadata(std::string_view plugin, std::string_view content) {
  WireWriter data;
  data.bytes(1, plugin);
  if (!content.empty()) {
    data.bytes(2, content);
  }
  return WireWriter().bytes(1, data.message()).message();
}

Result<EventWriter> EventWriter::create(const std::filesystem::path& file) {
  TATARA_ASSIGN(auto out, OutFile::create(file));
  return EventWriter(std::move(out));
}

Status EventWriter::raw(std::string_view event) {
  putRecord(m_buffer, event);
  if (m_buffer.size() < kEventsBuffered) {
    return {};
  }
  TATARA_TRY(m_file.write(m_buffer));
  m_buffer.clear();
  return {};
}

Status EventWriter::finish() {
  TATARA_TRY(m_file.write(m_buffer));
  return m_file.finish();
}

Status EventWriter::version(std::int64_t millis) {
  return raw(eventHead(millis, 0).bytes(3, "brain.Event:2").message());
}

// A tag is of one kind throughout, so one value that is no 32-bit float makes all of them tensors.
Status EventWriter::scalars(std::string_view tag, std::span<const series::Point> points) {
  const bool small = std::all_of(points.begin(), points.end(),
                                 [](const series::Point& point) { return isSmall(point.value); });
  bool first = true;
  for (const series::Point& point : points) {
    WireWriter value;
    value.bytes(1, tag);
    if (small) {
      value.number(2, static_cast<float>(point.value));
    } else {
      if (std::exchange(first, false)) {
        value.bytes(9, summaryMetadata("scalars", {}));
      }
      std::string number;
      append(number, point.value);
      value.bytes(8, WireWriter().varint(1, 2).bytes(2, {}).bytes(4, number).message());
    }
    TATARA_TRY(raw(summaryEvent(point.timestamp, point.step, value)));
  }
  return {};
}

Status EventWriter::histogram(std::string_view tag, const track::Histogram& histogram) {
  const auto small = [](const std::vector<double>& values) {
    return std::all_of(values.begin(), values.end(), isSmall);
  };
  const bool floats = small(histogram.lefts) && small(histogram.rights) && small(histogram.counts);
  std::string numbers;
  const auto put = [&](double value) {
    if (floats) {
      append(numbers, static_cast<float>(value));
    } else {
      append(numbers, value);
    }
  };
  for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
    put(histogram.lefts[i]);
    put(histogram.rights[i]);
    put(histogram.counts[i]);
  }
  WireWriter shape;
  shape.bytes(2, WireWriter().varint(1, histogram.counts.size()).message());
  shape.bytes(2, WireWriter().varint(1, 3).message());
  WireWriter tensor;
  tensor.varint(1, floats ? 1 : 2).bytes(2, shape.message()).bytes(4, numbers);
  WireWriter value;
  value.bytes(1, tag).bytes(9, summaryMetadata("histograms", {})).bytes(8, tensor.message());
  return raw(summaryEvent(histogram.timestamp, histogram.step, value));
}

Status EventWriter::hparams(std::string_view tag, std::string_view content, std::int64_t millis) {
  WireWriter value;
  value.bytes(1, tag).bytes(9, summaryMetadata("hparams", content));
  return raw(summaryEvent(millis, 0, value));
}

}  // namespace tatara::interop::internal
