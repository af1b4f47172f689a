#include "core/api/internal/otlp_json.h"

#include <bit>
#include <charconv>
#include <optional>

#include "core/api/internal/arguments.h"
#include "core/api/internal/failure.h"
#include "core/base/number_text.h"
#include "core/text/json.h"

namespace tatara::api {
namespace {

using text::Json;

void appendVarint(std::string& out, std::uint64_t value) {
  while (value >= 128) {
    out.push_back(static_cast<char>(value | 128));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

void appendFixed(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) {
    out.push_back(static_cast<char>(value >> (8 * i)));
  }
}

std::optional<std::string> fromHex(std::string_view text) {
  std::string out;
  if (text.size() % 2 != 0 || text.size() > 64) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < text.size(); i += 2) {
    unsigned value = 0;
    const auto read = std::from_chars(text.data() + i, text.data() + i + 2, value, 16);
    if (read.ec != std::errc() || read.ptr != text.data() + i + 2) {
      return std::nullopt;
    }
    out.push_back(static_cast<char>(value));
  }
  return out;
}

// One message being written from one JSON object. The first mistake is kept, and nothing is written after it.
class Message {
 public:
  using Writer = void (*)(Message&);

  Message(const Json& object, std::string path, Status& problem)
      : m_object(object), m_path(std::move(path)), m_problem(problem) {
    if (!object.isObject()) {
      fail("", object);
    }
  }

  void text(std::uint32_t number, std::string_view name) {
    const Json& value = m_object[name];
    if (const std::string* given = value.asString()) {
      bytes(number, *given);  // also an empty one: in a value that is not the same as none
    } else if (!value.isNull()) {
      fail(name, value);
    }
  }
  void hex(std::uint32_t number, std::string_view name) {
    const Json& value = m_object[name];
    const std::string* given = value.asString();
    const auto id = given ? fromHex(*given) : std::nullopt;
    if (id) {
      bytes(number, *id);
    } else if (!value.isNull()) {
      fail(name, value);
    }
  }
  void base64(std::uint32_t number, std::string_view name) {
    const Json& value = m_object[name];
    const std::string* given = value.asString();
    const auto decoded = given ? decodeBase64(*given) : std::nullopt;
    if (decoded) {
      bytes(number, *decoded);
    } else if (!value.isNull()) {
      fail(name, value);
    }
  }
  void varint(std::uint32_t number, std::string_view name) {
    if (const auto value = integer(name)) {
      appendVarint(m_out, number << 3);
      appendVarint(m_out, static_cast<std::uint64_t>(*value));
    }
  }
  void fixed64(std::uint32_t number, std::string_view name) {
    if (const auto value = integer(name)) {
      appendVarint(m_out, number << 3 | 1);
      appendFixed(m_out, static_cast<std::uint64_t>(*value), 8);
    }
  }
  void fixed32(std::uint32_t number, std::string_view name) {
    if (const auto value = integer(name)) {
      appendVarint(m_out, number << 3 | 5);
      appendFixed(m_out, static_cast<std::uint64_t>(*value), 4);
    }
  }
  void real(std::uint32_t number, std::string_view name) {
    const Json& value = m_object[name];
    if (const auto given = value.asNumber()) {
      appendVarint(m_out, number << 3 | 1);
      appendFixed(m_out, std::bit_cast<std::uint64_t>(*given), 8);
    } else if (!value.isNull()) {
      fail(name, value);
    }
  }
  void flag(std::uint32_t number, std::string_view name) {
    const Json& value = m_object[name];
    if (const auto given = value.asBool()) {
      appendVarint(m_out, number << 3);
      appendVarint(m_out, *given ? 1 : 0);
    } else if (!value.isNull()) {
      fail(name, value);
    }
  }
  void message(std::uint32_t number, std::string_view name, Writer write) {
    if (const Json& value = m_object[name]; !value.isNull()) {
      nested(number, value, pathOf(name), write);
    }
  }
  void messages(std::uint32_t number, std::string_view name, Writer write) {
    const Json& value = m_object[name];
    if (!value.isNull() && !value.isArray()) {
      fail(name, value);
    }
    for (std::size_t i = 0; i < value.items().size() && m_problem; ++i) {
      nested(number, value.items()[i], pathOf(name) + "[" + std::to_string(i) + "]", write);
    }
  }
  std::string take() { return std::move(m_out); }

 private:
  std::string pathOf(std::string_view name) const {
    return m_path.empty() || name.empty() ? m_path + std::string(name) : m_path + "." + std::string(name);
  }
  void bytes(std::uint32_t number, std::string_view given) {
    appendVarint(m_out, number << 3 | 2);
    appendVarint(m_out, given.size());
    m_out += given;
  }
  void nested(std::uint32_t number, const Json& value, std::string path, Writer write) {
    Message inner(value, std::move(path), m_problem);
    if (m_problem) {
      write(inner);
      bytes(number, inner.m_out);
    }
  }
  // Of 64 bits: times are unsigned, but none that is kept reaches the last bit.
  std::optional<std::int64_t> integer(std::string_view name) {
    const Json& value = m_object[name];
    const std::string* given = value.asString();
    const auto number = given ? parseInt(*given) : value.asInt();
    if (!number && !value.isNull()) {
      fail(name, value);
    }
    return number;
  }
  void fail(std::string_view name, const Json& value) {
    if (m_problem) {
      m_problem =
          makeError(ErrorKind::Parse, "This is no OpenTelemetry export: '" + pathOf(name) + "' cannot be " +
                                          std::string(value.typeName()) + " like this one");
    }
  }

  const Json& m_object;
  std::string m_path;
  Status& m_problem;
  std::string m_out;
};

// Field numbers: opentelemetry-proto 1.x, common/v1/common.proto and trace/v1/trace.proto.
void writeValue(Message& value);

void writeAttribute(Message& attribute) {
  attribute.text(1, "key");
  attribute.message(2, "value", writeValue);
}

void writeArray(Message& array) {
  array.messages(1, "values", writeValue);
}

void writeList(Message& list) {
  list.messages(1, "values", writeAttribute);
}

void writeValue(Message& value) {
  value.text(1, "stringValue");
  value.flag(2, "boolValue");
  value.varint(3, "intValue");
  value.real(4, "doubleValue");
  value.message(5, "arrayValue", writeArray);
  value.message(6, "kvlistValue", writeList);
  value.base64(7, "bytesValue");
}

void writeEvent(Message& event) {
  event.fixed64(1, "timeUnixNano");
  event.text(2, "name");
  event.messages(3, "attributes", writeAttribute);
  event.varint(4, "droppedAttributesCount");
}

void writeLink(Message& link) {
  link.hex(1, "traceId");
  link.hex(2, "spanId");
  link.text(3, "traceState");
  link.messages(4, "attributes", writeAttribute);
  link.varint(5, "droppedAttributesCount");
  link.fixed32(6, "flags");
}

void writeStatus(Message& status) {
  status.text(2, "message");
  status.varint(3, "code");
}

void writeSpan(Message& span) {
  span.hex(1, "traceId");
  span.hex(2, "spanId");
  span.text(3, "traceState");
  span.hex(4, "parentSpanId");
  span.text(5, "name");
  span.varint(6, "kind");
  span.fixed64(7, "startTimeUnixNano");
  span.fixed64(8, "endTimeUnixNano");
  span.messages(9, "attributes", writeAttribute);
  span.varint(10, "droppedAttributesCount");
  span.messages(11, "events", writeEvent);
  span.varint(12, "droppedEventsCount");
  span.messages(13, "links", writeLink);
  span.varint(14, "droppedLinksCount");
  span.message(15, "status", writeStatus);
  span.fixed32(16, "flags");
}

void writeScope(Message& scope) {
  scope.messages(2, "spans", writeSpan);
}

void writeResource(Message& resource) {
  resource.messages(2, "scopeSpans", writeScope);
}

}  // namespace

Result<std::string> exportMessageOf(std::string_view json) {
  TATARA_ASSIGN(const Json parsed, text::parseJson(json));
  Status problem;
  Message request(parsed, "", problem);
  if (problem) {
    request.messages(1, "resourceSpans", writeResource);
  }
  TATARA_TRY(problem);
  return request.take();
}

}  // namespace tatara::api
