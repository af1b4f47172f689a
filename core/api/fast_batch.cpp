#include "core/api/internal/fast_batch.h"

#include <array>
#include <charconv>

#include "core/text/utf8.h"

namespace tatara::api {
namespace {

class Reader {
 public:
  explicit Reader(std::string_view body) : m_at(body.data()), m_end(body.data() + body.size()) {}

  bool take(char c) {
    skipBlanks();
    if (m_at == m_end || *m_at != c) {
      return false;
    }
    ++m_at;
    return true;
  }
  bool atEnd() {
    skipBlanks();
    return m_at == m_end;
  }

  // A text without escapes and control characters.
  std::optional<std::string_view> text() {
    if (!take('"')) {
      return std::nullopt;
    }
    const char* begin = m_at;
    unsigned char all = 0;
    while (m_at != m_end && *m_at != '"') {
      if (*m_at == '\\' || static_cast<unsigned char>(*m_at) < 0x20) {
        return std::nullopt;
      }
      all |= static_cast<unsigned char>(*m_at);
      ++m_at;
    }
    if (m_at == m_end) {
      return std::nullopt;
    }
    const std::string_view found(begin, static_cast<std::size_t>(m_at - begin));
    ++m_at;
    if (all >= 0x80 && !text::isValidUtf8(found)) {
      return std::nullopt;
    }
    return found;
  }

  std::optional<std::int64_t> integer() {
    const auto token = numberToken();
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), value);
    return error == std::errc() && end == token.data() + token.size() ? std::optional(value) : std::nullopt;
  }

  std::optional<double> number() {
    const auto token = numberToken();
    double value = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), value);
    return error == std::errc() && end == token.data() + token.size() ? std::optional(value) : std::nullopt;
  }

  // null, "" or []: the same as not being there.
  bool nothing() {
    skipBlanks();
    for (const std::string_view word :
         {std::string_view("null"), std::string_view("\"\""), std::string_view("[]")}) {
      if (std::string_view(m_at, static_cast<std::size_t>(m_end - m_at)).starts_with(word)) {
        m_at += word.size();
        return true;
      }
    }
    return false;
  }

 private:
  void skipBlanks() {
    while (m_at != m_end && (*m_at == ' ' || *m_at == '\n' || *m_at == '\t' || *m_at == '\r')) {
      ++m_at;
    }
  }

  // What JSON's grammar allows as a number; empty otherwise.
  std::string_view numberToken() {
    skipBlanks();
    const char* begin = m_at;
    const char* at = m_at;
    const auto digits = [&] {
      const char* from = at;
      while (at != m_end && *at >= '0' && *at <= '9') {
        ++at;
      }
      return at != from;
    };
    if (at != m_end && *at == '-') {
      ++at;
    }
    const char* first = at;
    if (!digits() || (*first == '0' && at - first > 1)) {
      return {};
    }
    if (at != m_end && *at == '.') {
      ++at;
      if (!digits()) {
        return {};
      }
    }
    if (at != m_end && (*at == 'e' || *at == 'E')) {
      ++at;
      if (at != m_end && (*at == '-' || *at == '+')) {
        ++at;
      }
      if (!digits()) {
        return {};
      }
    }
    m_at = at;
    return {begin, static_cast<std::size_t>(at - begin)};
  }

  const char* m_at;
  const char* m_end;
};

// { "name": <member> , … }: `member(name)` reads the value; false anywhere gives up.
template <typename Member>
bool readObject(Reader& reader, Member member) {
  if (!reader.take('{')) {
    return false;
  }
  if (reader.take('}')) {
    return true;
  }
  do {
    const auto name = reader.text();
    if (!name || !reader.take(':') || !member(*name)) {
      return false;
    }
  } while (reader.take(','));
  return reader.take('}');
}

template <typename Item>
bool readArray(Reader& reader, Item item) {
  if (!reader.take('[')) {
    return false;
  }
  if (reader.take(']')) {
    return true;
  }
  do {
    if (!item()) {
      return false;
    }
  } while (reader.take(','));
  return reader.take(']');
}

template <typename T>
bool once(std::optional<T>& slot, std::optional<T> value) {
  if (slot || !value) {
    return false;
  }
  slot = value;
  return true;
}

// The members of a metric; `run` where it may have run_id beside them.
struct Metric {
  std::optional<std::string_view> run;
  std::optional<std::string_view> runUuid;
  std::optional<std::string_view> key;
  std::optional<double> value;
  std::optional<std::int64_t> timestamp;
  std::optional<std::int64_t> step;

  bool read(Reader& reader) {
    return readObject(reader, [&](std::string_view name) {
      if (name == "key") {
        return once(key, reader.text());
      }
      if (name == "value") {
        return once(value, reader.number());
      }
      if (name == "timestamp") {
        return once(timestamp, reader.integer());
      }
      if (name == "step") {
        return once(step, reader.integer());
      }
      if (name == "run_id") {
        return once(run, reader.text());
      }
      if (name == "run_uuid") {
        return once(runUuid, reader.text());
      }
      return reader.nothing();
    });
  }

  bool addTo(track::Batch& batch) const {
    if (!key || key->empty() || !value || !timestamp || *timestamp < 0) {
      return false;
    }
    batch.metrics.push_back({*key, {step.value_or(0), *timestamp, *value}});
    return true;
  }
};

bool readPair(Reader& reader, std::vector<track::KeyValue>& out) {
  std::optional<std::string_view> key;
  std::optional<std::string_view> value;
  const bool read = readObject(reader, [&](std::string_view name) {
    if (name == "key") {
      return once(key, reader.text());
    }
    return name == "value" ? once(value, reader.text()) : reader.nothing();
  });
  if (!read || !key || key->empty()) {
    return false;
  }
  out.push_back({std::string(*key), std::string(value.value_or(""))});
  return true;
}

}  // namespace

std::optional<FastBatch> readFastMetric(std::string_view body) {
  Reader reader(body);
  Metric metric;
  FastBatch out;
  if (!metric.read(reader) || !reader.atEnd() || !metric.addTo(out.batch) || !metric.run ||
      metric.run->empty()) {
    return std::nullopt;
  }
  out.run = *metric.run;
  return out;
}

std::optional<FastBatch> readFastBatch(std::string_view body) {
  Reader reader(body);
  FastBatch out;
  std::optional<std::string_view> run;
  std::optional<std::string_view> runUuid;
  std::array<bool, 3> seen{};
  const bool read = readObject(reader, [&](std::string_view name) {
    if (name == "run_id") {
      return once(run, reader.text());
    }
    if (name == "run_uuid") {
      return once(runUuid, reader.text());
    }
    const std::size_t list = name == "metrics" ? 0 : name == "params" ? 1 : name == "tags" ? 2 : 3;
    if (list == 3) {
      return reader.nothing();
    }
    if (std::exchange(seen[list], true)) {
      return false;
    }
    if (list == 0) {
      out.batch.metrics.reserve(body.size() / 64);
      return readArray(reader, [&] {
        Metric metric;
        return metric.read(reader) && !metric.run && !metric.runUuid && metric.addTo(out.batch);
      });
    }
    return readArray(reader, [&] { return readPair(reader, list == 1 ? out.batch.params : out.batch.tags); });
  });
  if (!read || !reader.atEnd() || !run || run->empty()) {
    return std::nullopt;
  }
  out.run = *run;
  return out;
}

}  // namespace tatara::api
