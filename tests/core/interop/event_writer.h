// Writes event files as TensorFlow 1 and 2 and PyTorch do, field by field.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "core/interop/internal/record_file.h"
#include "core/interop/internal/wire.h"

namespace tatara::interop::made {

using internal::WireWriter;

inline std::string event(double seconds, std::int64_t step, const WireWriter& rest) {
  WireWriter head;
  head.number(1, seconds).varint(2, static_cast<std::uint64_t>(step));
  return head.message() + rest.message();
}

inline std::string summaryEvent(double seconds, std::int64_t step, const WireWriter& value) {
  return event(seconds, step, WireWriter().bytes(5, WireWriter().bytes(1, value.message()).message()));
}

inline std::string scalar(std::string_view tag, double seconds, std::int64_t step, float value) {
  return summaryEvent(seconds, step, WireWriter().bytes(1, tag).number(2, value));
}

inline std::string metadata(std::string_view plugin, std::string_view content = {}) {
  WireWriter data;
  data.bytes(1, plugin);
  if (!content.empty()) {
    data.bytes(2, content);
  }
  return WireWriter().bytes(1, data.message()).message();
}

inline WireWriter tensor(int type, std::initializer_list<std::int64_t> shape) {
  WireWriter dimensions;
  for (const std::int64_t size : shape) {
    dimensions.bytes(2, WireWriter().varint(1, static_cast<std::uint64_t>(size)).message());
  }
  WireWriter message;
  message.varint(1, static_cast<std::uint64_t>(type)).bytes(2, dimensions.message());
  return message;
}

inline std::string tensorEvent(std::string_view tag, std::string_view plugin, double seconds,
                               std::int64_t step, const WireWriter& message) {
  WireWriter value;
  value.bytes(1, tag).bytes(8, message.message());
  if (!plugin.empty()) {
    value.bytes(9, metadata(plugin));
  }
  return summaryEvent(seconds, step, value);
}

inline std::string version(std::string_view text = "brain.Event:2") {
  return event(1.0, 0, WireWriter().bytes(3, text));
}

inline std::string restart(double seconds, std::int64_t step) {
  return event(seconds, step, WireWriter().bytes(7, WireWriter().varint(1, 1).message()));
}

inline std::string records(std::initializer_list<std::string> messages) {
  std::string bytes;
  for (const std::string& message : messages) {
    internal::putRecord(bytes, message);
  }
  return bytes;
}

inline void write(const std::filesystem::path& file, std::string_view bytes,
                  std::ios::openmode mode = std::ios::trunc) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary | mode) << bytes;
}

}  // namespace tatara::interop::made
