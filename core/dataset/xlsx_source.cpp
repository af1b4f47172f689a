#include "core/dataset/internal/xlsx_source.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>

#include "core/base/clock.h"
#include "core/base/number_text.h"
#include "core/dataset/dialect.h"
#include "core/dataset/internal/header_row.h"
#include "core/dataset/internal/xlsx_archive.h"
#include "core/text/error_phrase.h"

namespace tatara::dataset {
namespace {

constexpr std::size_t kMostSharedBytes = 512 << 20;
constexpr std::size_t kMostCellBytes = 1 << 20;
constexpr std::size_t kHeaderRows = 100;
constexpr std::size_t kSheetBlockBytes = 4 << 20;

const std::string& attribute(const XmlAttributes& attributes, std::string_view name) {
  static const std::string none;
  const auto found = attributes.find(name);
  return found == attributes.end() ? none : found->second;
}

// Everything about a workbook but its sheets' cells.
struct Workbook {
  std::vector<std::pair<std::string, std::string>> sheets;  // name, part
  std::string shared;                                       // all shared texts, one behind the other
  std::vector<std::size_t> sharedEnds;
  std::vector<bool> dateStyles;  // by the cell's style number
  bool from1904 = false;

  std::optional<std::string_view> sharedText(std::int64_t index) const {
    if (index < 0 || index >= static_cast<std::int64_t>(sharedEnds.size())) {
      return std::nullopt;
    }
    const auto at = static_cast<std::size_t>(index);
    const std::size_t begin = at == 0 ? 0 : sharedEnds[at - 1];
    return std::string_view(shared).substr(begin, sharedEnds[at] - begin);
  }
};

// The built-in formats of ECMA-376 18.8.30 that are dates or times.
bool isBuiltInDate(std::int64_t format) {
  return (format >= 14 && format <= 22) || (format >= 27 && format <= 36) || (format >= 45 && format <= 47) ||
         (format >= 50 && format <= 58);
}

// A format of one's own is a date when it has letters of dates outside quotes and brackets.
bool isDateCode(std::string_view code) {
  bool quoted = false;
  bool bracket = false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '\\') {
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == '[' && !quoted) {
      bracket = true;
    } else if (c == ']') {
      bracket = false;
    } else if (!quoted && !bracket && std::string_view("yYmMdDhHsS").find(c) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

Status readSheets(const XlsxArchive& archive, Workbook& book, const std::stop_token& stop) {
  std::map<std::string, std::string> targets;
  TATARA_TRY(archive.readAll("xl/_rels/workbook.xml.rels",
                             {.open = [&](std::string_view name, const XmlAttributes& attributes) -> Status {
                                if (name == "Relationship") {
                                  targets[attribute(attributes, "Id")] = attribute(attributes, "Target");
                                }
                                return {};
                              },
                              .close = {},
                              .text = {}},
                             stop));
  return archive.readAll("xl/workbook.xml",
                         {.open = [&](std::string_view name, const XmlAttributes& attributes) -> Status {
                            if (name == "workbookPr") {
                              const std::string& flag = attribute(attributes, "date1904");
                              book.from1904 = flag == "1" || flag == "true";
                            } else if (name == "sheet") {
                              // "r:id" and "sheetId" differ in their local names.
                              std::string target = targets[attribute(attributes, "id")];
                              target = target.starts_with("/") ? target.substr(1) : "xl/" + target;
                              book.sheets.emplace_back(attribute(attributes, "name"), target);
                            }
                            return {};
                          },
                          .close = {},
                          .text = {}},
                         stop);
}

Status readSharedTexts(const XlsxArchive& archive, Workbook& book, const std::stop_token& stop) {
  bool inText = false;
  bool phonetic = false;
  return archive.readAll(
      "xl/sharedStrings.xml",
      {.open = [&](std::string_view name, const XmlAttributes&) -> Status {
         inText = inText || name == "t";
         phonetic = phonetic || name == "rPh";  // a reading aid, not the text
         return {};
       },
       .close = [&](std::string_view name) -> Status {
         inText = inText && name != "t";
         phonetic = phonetic && name != "rPh";
         if (name == "si") {
           book.sharedEnds.push_back(book.shared.size());
         }
         return {};
       },
       .text = [&](std::string_view text) -> Status {
         if (inText && !phonetic) {
           book.shared += text;
         }
         if (book.shared.size() > kMostSharedBytes) {
           return tatara::text::sayError(
               ErrorKind::Unsupported,
               TATARA_SAYS("Phrase", "The workbook holds more than 512 MB of text; save it as CSV"));
         }
         return {};
       }},
      stop);
}

Status readStyles(const XlsxArchive& archive, Workbook& book, const std::stop_token& stop) {
  std::set<std::int64_t> dates;
  bool inCells = false;
  return archive.readAll("xl/styles.xml",
                         {.open = [&](std::string_view name, const XmlAttributes& attributes) -> Status {
                            const auto format = parseInt(attribute(attributes, "numFmtId")).value_or(0);
                            if (name == "numFmt" && isDateCode(attribute(attributes, "formatCode"))) {
                              dates.insert(format);
                            } else if (name == "cellXfs") {
                              inCells = true;
                            } else if (name == "xf" && inCells && book.dateStyles.size() < 100'000) {
                              book.dateStyles.push_back(isBuiltInDate(format) || dates.contains(format));
                            }
                            return {};
                          },
                          .close = [&](std::string_view name) -> Status {
                            inCells = inCells && name != "cellXfs";
                            return {};
                          },
                          .text = {}},
                         stop);
}

// Days since 1899-12-30 (or 1904-01-01) as ISO 8601; a time of day alone when there are no days. Excel counts
// a 29 February 1900 that never was.
std::optional<std::string> dateText(double serial, bool from1904) {
  constexpr double kLast = 2'958'466;  // 10000-01-01
  if (!(serial >= 0 && serial < kLast)) {
    return std::nullopt;
  }
  constexpr double kSecondsPerDay = 86'400;
  auto seconds = static_cast<std::int64_t>(std::llround(serial * kSecondsPerDay));
  if (serial < 1 && !from1904) {
    const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60);
  }
  constexpr std::int64_t kFrom1900 = -2'209'161'600;  // 1899-12-30 in seconds since 1970
  constexpr std::int64_t kFrom1904 = -2'082'844'800;
  constexpr double kFalseDay = 60;
  seconds += from1904 ? kFrom1904 : kFrom1900 + (serial < kFalseDay ? 86'400 : 0);
  return toIso8601(fromUnixMillis(seconds * 1000));
}

// "BC12" → 54; -1 when there are no letters.
int columnOf(std::string_view reference) {
  int column = 0;
  for (const char c : reference) {
    if (c < 'A' || c > 'Z' || column > 100'000) {
      break;
    }
    column = column * 26 + (c - 'A' + 1);
  }
  return column - 1;
}

// The rows of a sheet, as they are read.
class SheetReader {
 public:
  struct Row {
    std::uint64_t number = 0;                                // in the sheet, from one
    std::vector<std::pair<std::size_t, std::string>> cells;  // column and text of those that hold anything

    std::size_t width() const { return cells.empty() ? 0 : cells.back().first + 1; }
  };

  // `name` says in errors which sheet of which file it is.
  SheetReader(const XlsxArchive& archive, const Workbook& book, std::string part, std::string name)
      : m_archive(archive), m_book(book), m_part(std::move(part)), m_name(std::move(name)) {}

  Status restart() {
    m_ready.clear();
    m_taken = 0;
    m_number = 0;
    m_ended = false;
    m_row = {};
    TATARA_ASSIGN(m_stream, m_archive.stream(m_part, events()));
    return {};
  }
  // The next row that holds anything.
  Result<std::optional<Row>> next(const std::stop_token& stop) {
    while (m_taken == m_ready.size() && !m_ended) {
      if (stop.stop_requested()) {
        return readCancelled();
      }
      m_ready.clear();
      m_taken = 0;
      TATARA_ASSIGN(const bool more, m_stream->step());
      m_ended = !more;
    }
    if (m_taken == m_ready.size()) {
      return std::optional<Row>();
    }
    return std::optional<Row>(std::move(m_ready[m_taken++]));
  }
  double progress() const { return m_stream->progress(); }

 private:
  XmlEvents events() {
    return {.open = [this](std::string_view name,
                           const XmlAttributes& attributes) { return onOpen(name, attributes); },
            .close = [this](std::string_view name) { return onClose(name); },
            .text = [this](std::string_view text) { return onText(text); }};
  }

  Status onOpen(std::string_view name, const XmlAttributes& attributes) {
    if (name == "row") {
      const auto number = parseInt(attribute(attributes, "r"));
      m_number = number && *number > 0 ? static_cast<std::uint64_t>(*number) : m_number + 1;
      m_row = {m_number, {}};
      m_column = 0;
    } else if (name == "c") {
      const int told = columnOf(attribute(attributes, "r"));
      m_column = told >= 0 ? static_cast<std::size_t>(told) : m_column;
      if (m_column >= kMostColumns) {
        return tatara::text::sayError(
            ErrorKind::Unsupported,
            TATARA_SAYS("Phrase", "%1, row %2: there are more than 10,000 columns, the most that are read"),
            {m_name, std::to_string(m_number)});
      }
      m_type = attribute(attributes, "t");
      m_style = parseInt(attribute(attributes, "s")).value_or(0);
      m_value.clear();
    } else if (name == "v" || name == "t") {
      m_inValue = true;
    }
    return {};
  }

  Status onText(std::string_view text) {
    if (m_inValue) {
      m_value += text;
      if (m_value.size() > kMostCellBytes) {
        return tatara::text::sayError(
            ErrorKind::Parse,
            TATARA_SAYS("Phrase", "%1, row %2: a cell holds more than 1 MB of text; save the workbook again"),
            {m_name, std::to_string(m_number)});
      }
    }
    return {};
  }

  Status onClose(std::string_view name) {
    if (name == "v" || name == "t") {
      m_inValue = false;
    } else if (name == "c") {
      std::string text = cellText();
      if (!text.empty()) {
        place(std::move(text));
      }
      ++m_column;
    } else if (name == "row" && !m_row.cells.empty()) {
      m_ready.push_back(std::move(m_row));
      m_row = {};
    }
    return {};
  }

  // Cells come in order in every sound sheet.
  void place(std::string text) {
    auto& cells = m_row.cells;
    auto at = cells.end();
    while (at != cells.begin() && std::prev(at)->first > m_column) {
      --at;
    }
    if (at != cells.begin() && std::prev(at)->first == m_column) {
      std::prev(at)->second = std::move(text);
    } else {
      cells.emplace(at, m_column, std::move(text));
    }
  }

  std::string cellText() {
    if (m_type == "s") {
      const auto index = parseInt(m_value);
      const auto text = index ? m_book.sharedText(*index) : std::nullopt;
      return text ? std::string(*text) : m_value.empty() ? "" : "#REF!";
    }
    if (m_type == "b") {
      return m_value == "1" ? "true" : m_value == "0" ? "false" : m_value;
    }
    const bool number = m_type.empty() || m_type == "n";
    const bool date = number && m_style >= 0 &&
                      m_style < static_cast<std::int64_t>(m_book.dateStyles.size()) &&
                      m_book.dateStyles[static_cast<std::size_t>(m_style)];
    if (date) {
      if (const auto serial = parseDouble(m_value)) {
        return dateText(*serial, m_book.from1904).value_or(m_value);
      }
    }
    return m_value;
  }

  const XlsxArchive& m_archive;
  const Workbook& m_book;
  std::string m_part;
  std::string m_name;
  std::unique_ptr<XmlStream> m_stream;
  std::vector<Row> m_ready;
  std::size_t m_taken = 0;
  bool m_ended = false;
  Row m_row;
  std::uint64_t m_number = 0;
  std::size_t m_column = 0;
  std::string m_type;
  std::int64_t m_style = 0;
  std::string m_value;
  bool m_inValue = false;
};

class XlsxSource : public CellSource {
 public:
  static Result<std::unique_ptr<XlsxSource>> open(const std::filesystem::path& file,
                                                  const std::stop_token& stop) {
    auto source = std::make_unique<XlsxSource>();
    TATARA_ASSIGN(source->m_archive, XlsxArchive::open(file));
    TATARA_TRY(readSheets(*source->m_archive, source->m_book, stop));
    TATARA_TRY(readStyles(*source->m_archive, source->m_book, stop));
    TATARA_TRY(readSharedTexts(*source->m_archive, source->m_book, stop));
    return source;
  }
  const Workbook& book() const { return m_book; }

  // Reads the sheet once for its width and its first rows.
  Result<std::vector<CsvRecord>> choose(const std::string& part, const std::string& name,
                                        const std::stop_token& stop) {
    m_reader = std::make_unique<SheetReader>(*m_archive, m_book, part, name);
    TATARA_TRY(m_reader->restart());
    std::vector<CsvRecord> first;
    for (;;) {
      TATARA_ASSIGN(auto row, m_reader->next(stop));
      if (!row) {
        break;
      }
      m_columns = std::max(m_columns, row->width());
      if (first.size() < kHeaderRows) {
        first.push_back({std::vector<std::string>(row->width()), row->number});
        for (auto& [column, text] : row->cells) {
          first.back().fields[column] = std::move(text);
        }
      }
    }
    for (auto& record : first) {
      record.fields.resize(m_columns);
    }
    return first;
  }
  // `skipped`: rows of the sheet, empty ones too.
  void setHeader(bool header, std::uint64_t skipped) {
    m_header = header;
    m_skipped = skipped;
  }

  Status rewind() override {
    m_row = 0;
    m_started = false;
    return m_reader->restart();
  }
  double progress() const override { return m_reader->progress(); }

  Result<bool> next(CellBlock& block, std::stop_token stop) override {
    block.clear();
    block.columns = m_columns;
    block.firstRow = m_row;
    const std::size_t most = std::clamp<std::size_t>((4u << 20) / m_columns, 1, kMostRowsOfBlock);
    while (block.rows < most && block.text.size() < kSheetBlockBytes) {
      TATARA_ASSIGN(const auto row, m_reader->next(stop));
      if (!row) {
        break;
      }
      if (row->number <= m_skipped) {
        continue;
      }
      if (!m_started) {
        m_started = true;
        if (m_header) {
          continue;
        }
      }
      block.firstLine = block.rows == 0 ? row->number : block.firstLine;
      block.lines.push_back(static_cast<std::uint32_t>(row->number - std::min(row->number, block.firstLine)));
      auto cell = row->cells.begin();
      for (std::size_t column = 0; column < m_columns; ++column) {
        const bool held = cell != row->cells.end() && cell->first == column;
        block.add(held ? std::string_view(cell->second) : std::string_view());
        cell += held ? 1 : 0;
      }
      ++block.rows;
    }
    m_row += block.rows;
    return block.rows > 0;
  }

 private:
  std::unique_ptr<XlsxArchive> m_archive;
  Workbook m_book;
  std::unique_ptr<SheetReader> m_reader;
  std::size_t m_columns = 0;
  bool m_header = false;
  std::uint64_t m_skipped = 0;
  bool m_started = false;
  std::uint64_t m_row = 0;
};

// Where the table begins in a sheet.
struct SheetTop {
  std::uint64_t skipped = 0;  // rows of the sheet
  bool header = false;
  std::vector<std::string> names;  // the first row of the table
  std::vector<text::Phrase> reasons;
};

Result<SheetTop> topOf(std::span<const CsvRecord> first, const XlsxChoice& choice, const std::string& file) {
  SheetTop top;
  const auto title =
      std::ranges::find_if(first.front().fields, [](const auto& text) { return !text.empty(); });
  const std::string words = title == first.front().fields.end() ? std::string() : *title;
  if (choice.skipLines) {
    top.skipped = *choice.skipLines;
    while (!first.empty() && first.front().line <= top.skipped) {
      first = first.subspan(1);
    }
    if (first.empty()) {
      return text::sayError(
          ErrorKind::Parse,
          TATARA_SAYS("Phrase", "%1 has no line behind the first %2, which are to be skipped; skip fewer"),
          {file, withThousands(static_cast<std::int64_t>(top.skipped))});
    }
  } else if (const std::size_t above =
                 choice.header.value_or(true) ? titleRecords(first, first.front().fields.size()) : 0) {
    first = first.subspan(above);
    top.skipped = first.front().line - 1;
  }
  if (top.skipped > 0) {
    top.reasons.push_back(skippedReason(top.skipped, words, choice.skipLines ? asTold() : aboveHeader()));
  }
  text::Phrase reason = headerReason(choice.header.value_or(false));
  top.header = choice.header ? *choice.header : guessHeader(first, reason);
  top.reasons.push_back(reason);
  top.names = first.front().fields;
  return top;
}

}  // namespace

Result<OpenedCells> openXlsx(const std::filesystem::path& file, const XlsxChoice& choice,
                             std::stop_token stop) {
  const std::string name = file.filename().string();
  TATARA_ASSIGN(auto source, XlsxSource::open(file, stop));
  OpenedCells opened;
  opened.format = "xlsx";
  for (const auto& sheet : source->book().sheets) {
    opened.parts.push_back(sheet.first);
  }
  if (opened.parts.empty()) {
    return text::sayError(ErrorKind::Parse, TATARA_SAYS("Phrase", "%1 is a workbook without sheets"), {name});
  }
  const std::string wanted = choice.sheet.empty() ? opened.parts.front() : choice.sheet;
  const auto found = std::ranges::find(opened.parts, wanted);
  if (found == opened.parts.end()) {
    const auto near = nearestWord(wanted, opened.parts);
    return text::sayError(ErrorKind::NotFound,
                          near ? TATARA_SAYS("Phrase", "%1 has no sheet '%2'; the nearest name is '%3'")
                               : TATARA_SAYS("Phrase", "%1 has no sheet '%2'; its first is '%3'"),
                          {name, wanted, near ? *near : opened.parts.front()});
  }
  const std::string& part =
      source->book().sheets[static_cast<std::size_t>(found - opened.parts.begin())].second;
  if (part.find("..") != std::string::npos) {
    return text::sayError(ErrorKind::Parse,
                          TATARA_SAYS("Phrase", "%1: the sheet '%2' is not inside the workbook"),
                          {name, wanted});
  }
  auto first = source->choose(part, name + ", sheet '" + wanted + "'", stop);
  if (!first) {
    return first.error();
  }
  if (first->empty()) {
    return text::sayError(ErrorKind::Parse,
                          opened.parts.size() > 1
                              ? TATARA_SAYS("Phrase", "%1, sheet '%2' is empty; name another sheet")
                              : TATARA_SAYS("Phrase", "%1, sheet '%2' is empty"),
                          {name, wanted});
  }
  opened.reasons.push_back(partReason(text::Phrase::say(TATARA_SAYS("Phrase", "Excel sheet '%1'"), {wanted}),
                                      wanted, opened.parts, !choice.sheet.empty()));
  TATARA_ASSIGN(const SheetTop top, topOf(*first, choice, name));
  opened.reasons.insert(opened.reasons.end(), top.reasons.begin(), top.reasons.end());
  opened.header = top.header;
  if (opened.header) {
    opened.names = columnNames(top.names);
  } else {
    for (std::size_t i = 0; i < top.names.size(); ++i) {
      opened.names.push_back("column_" + std::to_string(i + 1));
    }
  }
  opened.part = wanted;
  opened.dialect.emplace();
  opened.dialect->header = top.header;
  opened.dialect->skipLines = top.skipped;
  source->setHeader(top.header, top.skipped);
  TATARA_TRY(source->rewind());
  opened.source = std::move(source);
  return opened;
}

}  // namespace tatara::dataset
