#include "core/dataset/internal/json_source.h"

#include <algorithm>
#include <unordered_map>

#include "core/base/number_text.h"
#include "core/dataset/dialect.h"
#include "core/dataset/internal/byte_source.h"
#include "core/dataset/internal/cells.h"
#include "core/text/error_phrase.h"
#include "core/text/json.h"

namespace tatara::dataset {
namespace {

using text::Json;

constexpr int kDeepestJson = 100;
constexpr std::size_t kJsonReadBytes = 1 << 20;
constexpr std::size_t kJsonBlockBytes = 4 << 20;

bool isJsonBlank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// The top-level values of a text, one at a time, found without recursion.
class JsonValues {
 public:
  JsonValues(std::unique_ptr<ByteSource> bytes, std::string fileName)
      : m_bytes(std::move(bytes)), m_fileName(std::move(fileName)) {}

  Status rewind() {
    m_text.clear();
    m_at = 0;
    m_line = 1;
    m_readBytes = 0;
    m_ended = false;
    m_array = false;
    m_begun = false;
    m_closed = false;
    return m_bytes->rewind();
  }
  double progress() const {
    const auto read = static_cast<double>(m_readBytes);
    return m_readBytes == 0 ? 0
                            : m_bytes->progress() * (read - static_cast<double>(m_text.size() - m_at)) / read;
  }

  bool inArray() const { return m_array; }
  // The next value and the line on which it starts; nothing at the end.
  Result<std::optional<Json>> next(std::uint64_t& line, const std::stop_token& stop) {
    if (stop.stop_requested()) {
      return readCancelled();
    }
    TATARA_ASSIGN(const bool found, findStart(stop));
    line = m_line;
    if (!found) {
      return std::optional<Json>();
    }
    TATARA_ASSIGN(const std::size_t size, findEnd(stop));
    const std::string_view value = std::string_view(m_text).substr(m_at, size);
    auto parsed = text::parseJson(value, {.maxBytes = kMostRecordBytes, .maxDepth = kDeepestJson});
    if (!parsed) {
      return at(m_line, text::Phrase::say(TATARA_SAYS("Phrase", "the value is no JSON (%1)"),
                                          {parsed.error().message}));
    }
    skip(size);
    return std::optional<Json>(std::move(*parsed));
  }

 private:
  Error at(std::uint64_t line, const text::Phrase& what) const {
    return text::sayError(ErrorKind::Parse, TATARA_SAYS("Phrase", "%1, line %2: %3"),
                          {m_fileName, std::to_string(line), what});
  }

  void skip(std::size_t count) {
    m_line += static_cast<std::uint64_t>(
        std::count(m_text.begin() + static_cast<std::ptrdiff_t>(m_at),
                   m_text.begin() + static_cast<std::ptrdiff_t>(m_at + count), '\n'));
    m_at += count;
  }

  Result<bool> more(const std::stop_token& stop) {
    if (m_ended) {
      return false;
    }
    m_text.erase(0, m_at);
    m_at = 0;
    TATARA_ASSIGN(const std::size_t got, m_bytes->read(m_text, kJsonReadBytes, stop));
    m_ended = got == 0;
    m_readBytes += got;
    return got > 0;
  }

  // Skips blanks, the brackets and commas of a top-level array; false at the end.
  Result<bool> findStart(const std::stop_token& stop) {
    for (;;) {
      if (m_at == m_text.size()) {
        TATARA_ASSIGN(const bool got, more(stop));
        if (!got) {
          if (m_array && !m_closed) {
            return at(m_line, text::Phrase::say(
                                  TATARA_SAYS("Phrase", "the array is not closed; the file may be cut off")));
          }
          return false;
        }
        if (!m_begun && m_text.starts_with("\xEF\xBB\xBF")) {
          m_at = 3;
        }
        continue;
      }
      const char c = m_text[m_at];
      if (isJsonBlank(c)) {
        skip(1);
      } else if (m_closed) {
        return at(m_line, text::Phrase::say(TATARA_SAYS("Phrase", "something follows the end of the array")));
      } else if (!m_begun && c == '[') {
        m_begun = m_array = true;
        skip(1);
      } else if (m_array && c == ',') {
        skip(1);
      } else if (m_array && c == ']') {
        m_closed = true;
        skip(1);
      } else {
        m_begun = true;
        return true;
      }
    }
  }

  // The size of the value that starts at m_at.
  Result<std::size_t> findEnd(const std::stop_token& stop) {
    int depth = 0;
    bool quoted = false;
    bool escaped = false;
    const bool container = m_text[m_at] == '{' || m_text[m_at] == '[';
    for (std::size_t size = 0;; ++size) {
      if (size > kMostRecordBytes) {
        return at(m_line, text::Phrase::say(
                              TATARA_SAYS("Phrase", "a value is longer than 16 MB; write one row a line")));
      }
      if (m_at + size == m_text.size()) {
        TATARA_ASSIGN(const bool got, more(stop));
        if (!got) {
          if (depth == 0 && !quoted && !container) {
            return size;
          }
          return at(m_line,
                    text::Phrase::say(TATARA_SAYS(
                        "Phrase", "the value that starts here does not end; the file may be cut off")));
        }
      }
      const char c = m_text[m_at + size];
      if (quoted) {
        quoted = escaped || c != '"';
        escaped = !escaped && c == '\\';
        if (!quoted && depth == 0) {
          return size + 1;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{' || c == '[') {
        if (++depth > kDeepestJson) {
          return at(m_line, text::Phrase::say(TATARA_SAYS(
                                "Phrase", "a value is nested deeper than 100 levels; flatten it first")));
        }
      } else if (c == '}' || c == ']') {
        if (depth == 0) {
          return size;
        }
        if (--depth == 0) {
          return size + 1;
        }
      } else if (depth == 0 && (isJsonBlank(c) || (m_array && c == ','))) {
        return size;
      }
    }
  }

  std::unique_ptr<ByteSource> m_bytes;
  std::string m_fileName;
  std::string m_text;
  std::size_t m_at = 0;
  std::uint64_t m_line = 1;
  std::uint64_t m_readBytes = 0;
  bool m_ended = false;
  bool m_array = false;
  bool m_begun = false;
  bool m_closed = false;
};

std::string scalarText(const Json& value) {
  if (value.isNull()) {
    return "";
  }
  if (const auto* text = value.asString()) {
    return *text;
  }
  if (const auto flag = value.asBool()) {
    return *flag ? "true" : "false";
  }
  if (const auto whole = value.asInt()) {
    return std::to_string(*whole);
  }
  if (const auto number = value.asNumber()) {
    return toText(*number);
  }
  return text::toJson(value);
}

// Calls `give(name, value)` for each cell of a row.
template <typename Give>
void flatten(const std::string& prefix, const Json& value, const Give& give) {
  for (const auto& member : value.members()) {
    const std::string name = prefix.empty() ? member.key : prefix + "." + member.key;
    if (!member.value.members().empty()) {
      flatten(name, member.value, give);  // as deep as parseJson() allows
    } else {
      give(name, member.value);
    }
  }
}

template <typename Give>
void eachCell(const Json& row, const Give& give) {
  if (!row.members().empty()) {
    flatten("", row, give);
  } else if (!row.items().empty()) {
    for (std::size_t i = 0; i < row.items().size(); ++i) {
      give("column_" + std::to_string(i + 1), row.items()[i]);
    }
  } else if (row.typeName() != "an object" && row.typeName() != "an array") {
    give("value", row);
  }
}

class JsonSource : public CellSource {
 public:
  explicit JsonSource(std::unique_ptr<JsonValues> values) : m_values(std::move(values)) {}

  // The columns there are, from the whole file or its first rows.
  Result<std::vector<std::string>> findColumns(std::uint64_t rows, const std::stop_token& stop) {
    std::vector<std::string> names;
    std::uint64_t line = 0;
    bool tooMany = false;
    for (std::uint64_t row = 0; rows == 0 || row < rows; ++row) {
      TATARA_ASSIGN(const auto value, m_values->next(line, stop));
      if (!value) {
        break;
      }
      eachCell(*value, [&](const std::string& name, const Json&) {
        if (m_places.size() >= kMostColumns && !m_places.contains(name)) {
          tooMany = true;
        } else if (m_places.try_emplace(name, names.size()).second) {
          names.push_back(name);
        }
      });
      if (tooMany) {
        return makeError(ErrorKind::Unsupported,
                         "line " + std::to_string(line) +
                             ": there are more than 10,000 different keys, the most columns that are read");
      }
    }
    m_inArray = m_values->inArray();
    TATARA_TRY(m_values->rewind());
    return names;
  }

  Result<bool> next(CellBlock& block, std::stop_token stop) override {
    block.clear();
    block.columns = m_places.size();
    block.firstRow = m_row;
    std::vector<std::string> cells(block.columns);
    const std::size_t most = std::clamp<std::size_t>((4u << 20) / block.columns, 1, kMostRowsOfBlock);
    while (block.rows < most && block.text.size() < kJsonBlockBytes) {
      std::uint64_t line = 0;
      TATARA_ASSIGN(const auto value, m_values->next(line, stop));
      if (!value) {
        break;
      }
      std::ranges::for_each(cells, [](std::string& cell) { cell.clear(); });
      eachCell(*value, [&](const std::string& name, const Json& cell) {
        if (const auto found = m_places.find(name); found != m_places.end()) {
          cells[found->second] = scalarText(cell);
        }
      });
      block.firstLine = block.rows == 0 ? line : block.firstLine;
      block.lines.push_back(static_cast<std::uint32_t>(line - block.firstLine));
      for (const auto& cell : cells) {
        block.add(cell);
      }
      ++block.rows;
    }
    m_row += block.rows;
    return block.rows > 0;
  }
  Status rewind() override {
    m_row = 0;
    return m_values->rewind();
  }
  double progress() const override { return m_values->progress(); }
  bool inArray() const { return m_inArray; }  // known once the columns are found

 private:
  std::unique_ptr<JsonValues> m_values;
  std::unordered_map<std::string, std::size_t> m_places;
  bool m_inArray = false;
  std::uint64_t m_row = 0;
};

}  // namespace

Result<OpenedCells> openJson(const std::filesystem::path& file, std::uint64_t sampleRows,
                             std::stop_token stop) {
  const std::string name = file.filename().string();
  TATARA_ASSIGN(auto bytes, ByteSource::open(file));
  OpenedCells opened;
  opened.format = "json";
  if (bytes->packing() != Packing::None) {
    opened.reasons.push_back(packedReason(bytes->packing()));
  }
  auto source = std::make_unique<JsonSource>(std::make_unique<JsonValues>(std::move(bytes), name));
  auto names = source->findColumns(sampleRows, stop);
  if (!names) {
    const bool named = names.error().kind != ErrorKind::Unsupported;
    return named ? names.error() : makeError(ErrorKind::Unsupported, name + ", " + names.error().message);
  }
  if (names->empty()) {
    return text::sayError(ErrorKind::Parse,
                          TATARA_SAYS("Phrase", "%1 holds no rows: no object with a key stands in it"),
                          {name});
  }
  opened.names = columnNames(*names);
  opened.rowPerLine = !source->inArray();
  opened.reasons.push_back(
      text::Phrase::say(TATARA_SAYS("Phrase",
                                    "JSON: an object is a row, what is nested is named with points (a.b), "
                                    "null is missing")));
  opened.source = std::move(source);
  return opened;
}

}  // namespace tatara::dataset
