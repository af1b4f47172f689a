#include "core/track/otlp.h"

#include <array>
#include <bit>
#include <optional>

namespace tatara::track {
namespace {

using text::Json;

constexpr int kDeepest = 32;
constexpr int kMostValues = 50'000;
constexpr std::size_t kTraceIdBytes = 16;
constexpr std::size_t kSpanIdBytes = 8;

Error broken(std::string_view what) {
  return makeError(ErrorKind::Parse, "This is no OpenTelemetry export: " + std::string(what));
}

// One field after the other of a message; stops at the first byte that is not understood.
class Fields {
 public:
  explicit Fields(std::string_view message) : m_rest(message) {}

  // False at the end, and after a mistake.
  bool next() {
    if (m_rest.empty() || m_broken) {
      return false;
    }
    const auto tag = varint();
    if (!tag || *tag >> 3 == 0 || *tag >> 3 > 536'870'911) {
      return fail();
    }
    m_number = static_cast<std::uint32_t>(*tag >> 3);
    m_kind = static_cast<int>(*tag & 7);
    switch (m_kind) {
      case 0: {
        const auto value = varint();
        m_value = value.value_or(0);
        return value ? true : fail();
      }
      case 1:
        return fixed(8);
      case 2: {
        const auto length = varint();
        if (!length || *length > m_rest.size()) {
          return fail();
        }
        m_bytes = m_rest.substr(0, static_cast<std::size_t>(*length));
        m_rest.remove_prefix(m_bytes.size());
        return true;
      }
      case 5:
        return fixed(4);
      default:
        return fail();  // groups were never part of these messages
    }
  }
  bool broken() const { return m_broken; }
  // The field of this number, of that wire type; others of the number are passed over.
  bool isNumber(std::uint32_t number) const { return m_number == number && m_kind == 0; }
  bool isBytes(std::uint32_t number) const { return m_number == number && m_kind == 2; }
  bool isFixed64(std::uint32_t number) const { return m_number == number && m_kind == 1; }
  std::uint64_t value() const { return m_value; }
  std::string_view bytes() const { return m_bytes; }

 private:
  bool fail() {
    m_broken = true;
    return false;
  }
  std::optional<std::uint64_t> varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64 && !m_rest.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(m_rest.front());
      m_rest.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 127) << shift;
      if (byte < 128) {
        return value;
      }
    }
    return std::nullopt;
  }
  bool fixed(std::size_t size) {
    if (m_rest.size() < size) {
      return fail();
    }
    m_value = 0;
    for (std::size_t i = size; i-- > 0;) {
      m_value = m_value << 8 | static_cast<unsigned char>(m_rest[i]);
    }
    m_rest.remove_prefix(size);
    return true;
  }

  std::string_view m_rest;
  std::uint32_t m_number = 0;
  int m_kind = 0;
  std::uint64_t m_value = 0;
  std::string_view m_bytes;
  bool m_broken = false;
};

std::string toHexText(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    out += kDigits[static_cast<unsigned char>(c) >> 4];
    out += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

std::string toBase64(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = bits << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += i + k <= bytes.size() ? kDigits[bits >> (18 - 6 * k) & 63] : '=';
    }
  }
  return out;
}

Json wholeNumber(std::uint64_t value) {
  return Json(static_cast<std::int64_t>(value));
}

// How values are told: as protobuf's JSON mapping says, or as plain JSON.
enum class Style { Wire, Plain };

class SpanReader {
 public:
  explicit SpanReader(Style style) : m_style(style) {}

  Result<Json> span(std::string_view body);
  Result<SpanDetails> detailsOf(std::string_view body);

 private:
  Result<Json> value(std::string_view body, int depth);
  Result<Json> array(std::string_view body, int depth);
  Result<Json> keyValues(std::string_view body, int depth);
  Result<SpanAttribute> keyValue(std::string_view body, int depth);
  Result<Json> event(std::string_view body);
  Result<SpanEvent> plainEvent(std::string_view body);
  Result<Json> link(std::string_view body);
  Status count() {
    return ++m_values > kMostValues ? Status(broken("a span holds more than 50,000 values")) : Status();
  }
  Json tagged(const char* name, Json inner) const {
    return m_style == Style::Plain ? std::move(inner) : std::move(Json::object().set(name, std::move(inner)));
  }
  static Json pairJson(SpanAttribute pair) {
    Json json = Json::object();
    json.set("key", std::move(pair.key));
    json.set("value", std::move(pair.value));
    return json;
  }

  Style m_style;
  int m_values = 0;
};

Result<Json> SpanReader::array(std::string_view body, int depth) {
  Json items = Json::array();
  Fields elements(body);
  while (elements.next()) {
    if (elements.isBytes(1)) {
      TATARA_ASSIGN(Json item, value(elements.bytes(), depth + 1));
      items.append(std::move(item));
    }
  }
  if (elements.broken()) {
    return broken("an array is cut short");
  }
  return m_style == Style::Plain
             ? std::move(items)
             : tagged("array_value", std::move(Json::object().set("values", std::move(items))));
}

Result<Json> SpanReader::keyValues(std::string_view body, int depth) {
  Json members = m_style == Style::Plain ? Json::object() : Json::array();
  Fields elements(body);
  while (elements.next()) {
    if (elements.isBytes(1)) {
      TATARA_ASSIGN(SpanAttribute pair, keyValue(elements.bytes(), depth + 1));
      if (m_style == Style::Plain) {
        // Appended, not set: looking for an earlier one each time would be quadratic in what a client
        // sends.
        members.asObject()->push_back({std::move(pair.key), std::move(pair.value)});
      } else {
        members.append(pairJson(std::move(pair)));
      }
    }
  }
  if (elements.broken()) {
    return broken("an object is cut short");
  }
  Json list = Json::object();
  if (m_style == Style::Wire && !members.items().empty()) {
    list.set("values", std::move(members));
  }
  return m_style == Style::Plain ? std::move(members) : tagged("kvlist_value", std::move(list));
}

Result<Json> SpanReader::value(std::string_view body, int depth) {
  if (depth > kDeepest) {
    return broken("a value is nested more than 32 deep");
  }
  TATARA_TRY(count());
  Json out = m_style == Style::Plain ? Json() : Json::object();
  Fields fields(body);
  while (fields.next()) {
    if (fields.isBytes(1)) {
      out = tagged("string_value", Json(fields.bytes()));
    } else if (fields.isNumber(2)) {
      out = tagged("bool_value", Json(fields.value() != 0));
    } else if (fields.isNumber(3)) {
      out = tagged("int_value", wholeNumber(fields.value()));
    } else if (fields.isFixed64(4)) {
      out = tagged("double_value", Json(std::bit_cast<double>(fields.value())));
    } else if (fields.isBytes(7)) {
      out = tagged("bytes_value", Json(toBase64(fields.bytes())));
    } else if (fields.isBytes(5)) {
      TATARA_ASSIGN(out, array(fields.bytes(), depth));
    } else if (fields.isBytes(6)) {
      TATARA_ASSIGN(out, keyValues(fields.bytes(), depth));
    }
  }
  if (fields.broken()) {
    return broken("a value is cut short");
  }
  return out;
}

Result<SpanAttribute> SpanReader::keyValue(std::string_view body, int depth) {
  SpanAttribute pair;
  pair.value = m_style == Style::Plain ? Json() : Json::object();
  Fields fields(body);
  while (fields.next()) {
    if (fields.isBytes(1)) {
      pair.key = fields.bytes();
    } else if (fields.isBytes(2)) {
      TATARA_ASSIGN(pair.value, value(fields.bytes(), depth));
    }
  }
  if (fields.broken()) {
    return broken("an attribute is cut short");
  }
  return pair;
}

Result<Json> SpanReader::event(std::string_view body) {
  TATARA_TRY(count());
  Json out = Json::object();
  Json attributes = Json::array();
  Fields fields(body);
  while (fields.next()) {
    if (fields.isFixed64(1)) {
      out.set("time_unix_nano", wholeNumber(fields.value()));
    } else if (fields.isBytes(2)) {
      out.set("name", fields.bytes());
    } else if (fields.isBytes(3)) {
      TATARA_ASSIGN(SpanAttribute pair, keyValue(fields.bytes(), 1));
      attributes.append(pairJson(std::move(pair)));
    }
  }
  if (fields.broken()) {
    return broken("an event is cut short");
  }
  if (!attributes.items().empty()) {
    out.set("attributes", std::move(attributes));
  }
  return out;
}

Result<Json> SpanReader::link(std::string_view body) {
  TATARA_TRY(count());
  Json out = Json::object();
  Json attributes = Json::array();
  Fields fields(body);
  while (fields.next()) {
    if (fields.isBytes(1)) {
      out.set("trace_id", toBase64(fields.bytes()));
    } else if (fields.isBytes(2)) {
      out.set("span_id", toBase64(fields.bytes()));
    } else if (fields.isBytes(3)) {
      out.set("trace_state", fields.bytes());
    } else if (fields.isBytes(4)) {
      TATARA_ASSIGN(SpanAttribute pair, keyValue(fields.bytes(), 1));
      attributes.append(pairJson(std::move(pair)));
    }
  }
  if (fields.broken()) {
    return broken("a link is cut short");
  }
  if (!attributes.items().empty()) {
    out.set("attributes", std::move(attributes));
  }
  return out;
}

Result<Json> statusJson(std::string_view body) {
  constexpr std::array<const char*, 3> kCodes = {"STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"};
  Json out = Json::object();
  Fields fields(body);
  while (fields.next()) {
    if (fields.isBytes(2)) {
      out.set("message", fields.bytes());
    } else if (fields.isNumber(3) && fields.value() < kCodes.size()) {
      out.set("code", kCodes[fields.value()]);
    }
  }
  return fields.broken() ? Result<Json>(broken("a status is cut short")) : Result<Json>(std::move(out));
}

Result<Json> SpanReader::span(std::string_view body) {
  constexpr std::array<const char*, 6> kKinds = {"SPAN_KIND_UNSPECIFIED", "SPAN_KIND_INTERNAL",
                                                 "SPAN_KIND_SERVER",      "SPAN_KIND_CLIENT",
                                                 "SPAN_KIND_PRODUCER",    "SPAN_KIND_CONSUMER"};
  Json out = Json::object();
  Json attributes = Json::array();
  Json events = Json::array();
  Json links = Json::array();
  Json status;
  Fields fields(body);
  while (fields.next()) {
    if (fields.isBytes(1)) {
      out.set("trace_id", toBase64(fields.bytes()));
    } else if (fields.isBytes(2)) {
      out.set("span_id", toBase64(fields.bytes()));
    } else if (fields.isBytes(3)) {
      out.set("trace_state", fields.bytes());
    } else if (fields.isBytes(4)) {
      out.set("parent_span_id", toBase64(fields.bytes()));
    } else if (fields.isBytes(5)) {
      out.set("name", fields.bytes());
    } else if (fields.isNumber(6) && fields.value() > 0 && fields.value() < kKinds.size()) {
      out.set("kind", kKinds[fields.value()]);
    } else if (fields.isFixed64(7)) {
      out.set("start_time_unix_nano", wholeNumber(fields.value()));
    } else if (fields.isFixed64(8)) {
      out.set("end_time_unix_nano", wholeNumber(fields.value()));
    } else if (fields.isBytes(9)) {
      TATARA_ASSIGN(SpanAttribute pair, keyValue(fields.bytes(), 1));
      attributes.append(pairJson(std::move(pair)));
    } else if (fields.isBytes(11)) {
      TATARA_ASSIGN(Json one, event(fields.bytes()));
      events.append(std::move(one));
    } else if (fields.isBytes(13)) {
      TATARA_ASSIGN(Json one, link(fields.bytes()));
      links.append(std::move(one));
    } else if (fields.isBytes(15)) {
      TATARA_ASSIGN(status, statusJson(fields.bytes()));
    }
  }
  if (fields.broken()) {
    return broken("a span is cut short");
  }
  for (auto& [name, list] :
       {std::pair<const char*, Json*>{"attributes", &attributes}, {"events", &events}, {"links", &links}}) {
    if (!list->items().empty()) {
      out.set(name, std::move(*list));
    }
  }
  if (status.isObject()) {
    out.set("status", std::move(status));
  }
  return out;
}

Result<SpanEvent> SpanReader::plainEvent(std::string_view body) {
  TATARA_TRY(count());
  SpanEvent event;
  Fields fields(body);
  while (fields.next()) {
    if (fields.isFixed64(1)) {
      event.timeNanos = static_cast<std::int64_t>(fields.value());
    } else if (fields.isBytes(2)) {
      event.name = fields.bytes();
    } else if (fields.isBytes(3)) {
      TATARA_ASSIGN(SpanAttribute pair, keyValue(fields.bytes(), 1));
      event.attributes.push_back(std::move(pair));
    }
  }
  if (fields.broken()) {
    return broken("an event is cut short");
  }
  return event;
}

Result<SpanDetails> SpanReader::detailsOf(std::string_view body) {
  SpanDetails found;
  Fields fields(body);
  while (fields.next()) {
    if (fields.isBytes(9)) {
      TATARA_ASSIGN(SpanAttribute pair, keyValue(fields.bytes(), 1));
      found.attributes.push_back(std::move(pair));
    } else if (fields.isBytes(11)) {
      TATARA_ASSIGN(SpanEvent event, plainEvent(fields.bytes()));
      found.events.push_back(std::move(event));
    } else if (fields.isBytes(15)) {
      TATARA_ASSIGN(const Json status, statusJson(fields.bytes()));
      const std::string* words = status["message"].asString();
      found.statusMessage = words ? *words : "";
    }
  }
  if (fields.broken()) {
    return broken("a span is cut short");
  }
  return found;
}

Result<SpanStatus> statusOf(std::string_view body) {
  SpanStatus status = SpanStatus::Unset;
  Fields fields(body);
  while (fields.next()) {
    if (fields.isNumber(3)) {
      status = fields.value() == 1   ? SpanStatus::Ok
               : fields.value() == 2 ? SpanStatus::Error
                                     : SpanStatus::Unset;
    }
  }
  return fields.broken() ? Result<SpanStatus>(broken("a status is cut short")) : Result<SpanStatus>(status);
}

Result<SentSpan> readSpan(std::string_view body) {
  SentSpan span;
  span.body = body;
  Fields fields(body);
  while (fields.next()) {
    if (fields.isBytes(1) || fields.isBytes(2) || fields.isBytes(4)) {
      const bool trace = fields.isBytes(1);
      if (fields.bytes().size() != (trace ? kTraceIdBytes : kSpanIdBytes) &&
          !(fields.isBytes(4) && fields.bytes().empty())) {
        return broken("the id of a trace has 16 bytes, that of a span 8");
      }
      (trace ? span.traceId : fields.isBytes(2) ? span.spanId : span.parentId) = toHexText(fields.bytes());
    } else if (fields.isBytes(5)) {
      span.name = fields.bytes();
    } else if (fields.isFixed64(7)) {
      span.startNanos = fields.value();
    } else if (fields.isFixed64(8)) {
      span.endNanos = fields.value();
    } else if (fields.isBytes(15)) {
      TATARA_ASSIGN(span.status, statusOf(fields.bytes()));
    }
  }
  if (fields.broken()) {
    return broken("a span is cut short");
  }
  if (span.traceId.empty() || span.spanId.empty()) {
    return broken("a span lacks its ids");
  }
  constexpr std::uint64_t kLatest = INT64_MAX;
  if (span.startNanos > kLatest || span.endNanos > kLatest) {
    return broken("a span lies beyond the year 2262");
  }
  // What cannot be told again must not be kept.
  TATARA_TRY(SpanReader(Style::Wire).span(body));
  return span;
}

}  // namespace

Result<std::vector<SentSpan>> readExport(std::string_view message) {
  std::vector<SentSpan> spans;
  Fields request(message);
  while (request.next()) {
    if (!request.isBytes(1)) {
      continue;
    }
    Fields resource(request.bytes());
    while (resource.next()) {
      if (!resource.isBytes(2)) {
        continue;
      }
      Fields scope(resource.bytes());
      while (scope.next()) {
        if (scope.isBytes(2)) {
          TATARA_ASSIGN(SentSpan span, readSpan(scope.bytes()));
          spans.push_back(std::move(span));
        }
      }
      if (scope.broken()) {
        return broken("a scope is cut short");
      }
    }
    if (resource.broken()) {
      return broken("a resource is cut short");
    }
  }
  if (request.broken()) {
    return broken("it is cut short, or something else");
  }
  return spans;
}

Result<Json> spanToJson(std::string_view body) {
  return SpanReader(Style::Wire).span(body);
}

Result<std::vector<SpanAttribute>> spanAttributes(std::string_view body) {
  TATARA_ASSIGN(SpanDetails details, spanDetails(body));
  return std::move(details.attributes);
}

Result<SpanDetails> spanDetails(std::string_view body) {
  return SpanReader(Style::Plain).detailsOf(body);
}

}  // namespace tatara::track
