#include "core/interop/internal/event.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace tatara::interop::internal {
namespace {

bool readMetadata(std::string_view message, SummaryValue& value) {
  WireReader reader(message);
  WireField field;
  while (reader.next(field)) {
    if (!field.isBytes()) {
      continue;
    }
    if (field.number == 1) {  // plugin_data
      WireReader inner(field.bytes);
      WireField one;
      while (inner.next(one)) {
        if (one.number == 1 && one.isBytes()) {
          value.plugin = one.bytes;
        } else if (one.number == 2 && one.isBytes()) {
          value.pluginContent = one.bytes;
        }
      }
      if (!inner.wellFormed()) {
        return false;
      }
    } else if (field.number == 2) {
      value.displayName = field.bytes;
    } else if (field.number == 3) {
      value.description = field.bytes;
    }
  }
  return reader.wellFormed();
}

bool readValue(std::string_view message, SummaryValue& value) {
  using Kind = SummaryValue::Kind;
  value = {};
  WireReader reader(message);
  WireField field;
  const auto body = [&](Kind kind) {
    value.kind = kind;
    value.body = field.bytes;
  };
  while (reader.next(field)) {
    if (field.number == 2 && field.type == WireField::Type::Fixed32) {
      value.kind = Kind::Simple;
      value.simple = field.asFloat();
      continue;
    }
    if (!field.isBytes()) {
      continue;
    }
    switch (field.number) {
      case 1:
        value.tag = field.bytes;
        break;
      case 4:
        body(Kind::Image);
        break;
      case 5:
        body(Kind::Histogram);
        break;
      case 6:
        body(Kind::Audio);
        break;
      case 7:
        value.nodeName = field.bytes;
        break;
      case 8:
        body(Kind::Tensor);
        break;
      case 9:
        value.hasMetadata = true;
        if (!readMetadata(field.bytes, value)) {
          return false;
        }
        break;
      default:
        break;
    }
  }
  return reader.wellFormed();
}

}  // namespace

std::optional<Event> parseEvent(std::string_view record) {
  Event event;
  WireReader reader(record);
  WireField field;
  while (reader.next(field)) {
    if (field.isBytes()) {
      switch (field.number) {
        case 3:
          event.fileVersion = field.bytes;
          break;
        case 4:
          event.graph = field.bytes;
          break;
        case 5:
          event.summary = field.bytes;
          break;
        case 7: {  // session_log
          WireReader inner(field.bytes);
          WireField one;
          while (inner.next(one)) {
            event.restart = one.number == 1 && one.isVarint() ? one.scalar == 1 : event.restart;
          }
          break;
        }
        case 8:
          event.runMetadata = field.bytes;
          break;
        case 9:
          event.metaGraph = field.bytes;
          break;
        default:
          break;
      }
    } else if (field.number == 1) {
      event.wallTime = field.asDouble();
    } else if (field.number == 2 && field.isVarint()) {
      event.step = field.integer();
    }
  }
  return reader.wellFormed() ? std::optional(event) : std::nullopt;
}

namespace {

// Takes the key and the length of a field of bytes off `message`, whose key is this one byte and whose length
// is at most two. What is left begins with the bytes.
inline __attribute__((always_inline)) std::optional<std::size_t> openBytes(std::string_view& message,
                                                                           char key) {
  if (message.size() < 3 || message[0] != key) {
    return std::nullopt;
  }
  std::size_t length = static_cast<unsigned char>(message[1]);
  std::size_t head = 2;
  if (length >= 0x80) {
    const auto high = static_cast<unsigned char>(message[2]);
    if (high >= 0x80) {
      return std::nullopt;
    }
    length = (length & 0x7f) | std::size_t{high} << 7;
    head = 3;
  }
  message.remove_prefix(head);
  return length;
}

}  // namespace

std::optional<PlainScalar> parsePlainScalar(std::string_view record) {
  constexpr char kWallTime = 0x09;
  constexpr char kStep = 0x10;
  constexpr char kSummary = 0x2a;
  constexpr char kFirst = 0x0a;  // the value of a summary, the tag of a value
  constexpr char kSimple = 0x15;
  constexpr std::size_t kTime = 9;
  constexpr std::size_t kNumber = 5;
  if (record.size() < kTime + 2 || record[0] != kWallTime) {
    return std::nullopt;
  }
  PlainScalar scalar;
  std::memcpy(&scalar.wallTime, record.data() + 1, sizeof(scalar.wallTime));
  record.remove_prefix(kTime);
  if (record[0] == kStep) {
    std::uint64_t step = 0;
    std::size_t at = 1;
    for (int shift = 0;; shift += 7, ++at) {
      if (at >= record.size() || shift > 56) {
        return std::nullopt;  // nine bytes and more are a negative step, or none
      }
      const auto byte = static_cast<unsigned char>(record[at]);
      step |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) {
        break;
      }
    }
    scalar.step = static_cast<std::int64_t>(step);
    record.remove_prefix(at + 1);
  }
  const auto summary = openBytes(record, kSummary);
  if (!summary || *summary != record.size()) {
    return std::nullopt;
  }
  const auto value = openBytes(record, kFirst);
  if (!value || *value != record.size()) {
    return std::nullopt;
  }
  const auto tag = openBytes(record, kFirst);
  if (!tag || *tag == 0 || *tag + kNumber != record.size() || record[*tag] != kSimple) {
    return std::nullopt;
  }
  scalar.tag = record.substr(0, *tag);
  std::memcpy(&scalar.value, record.data() + *tag + 1, sizeof(scalar.value));
  return scalar;
}

bool SummaryReader::next(SummaryValue& value) {
  WireField field;
  while (m_reader.next(field)) {
    if (field.number == 1 && field.isBytes()) {
      m_wellFormed = readValue(field.bytes, value);
      return m_wellFormed;
    }
  }
  return false;
}
std::optional<ImageSummary> parseImage(std::string_view message) {
  ImageSummary image;
  WireReader reader(message);
  WireField field;
  while (reader.next(field)) {
    if (field.number == 1 && field.isVarint()) {
      image.height = field.integer();
    } else if (field.number == 2 && field.isVarint()) {
      image.width = field.integer();
    } else if (field.number == 4 && field.isBytes()) {
      image.bytes = field.bytes;
    }
  }
  return reader.wellFormed() ? std::optional(image) : std::nullopt;
}

std::optional<std::string_view> parseAudio(std::string_view message) {
  std::string_view bytes;
  WireReader reader(message);
  WireField field;
  while (reader.next(field)) {
    if (field.number == 4 && field.isBytes()) {
      bytes = field.bytes;
    }
  }
  return reader.wellFormed() ? std::optional(bytes) : std::nullopt;
}

}  // namespace tatara::interop::internal
