#include "app/cli/listing.h"

#include <algorithm>

#include "app/cli/human.h"
#include "core/base/duration_text.h"
#include "core/base/number_text.h"

namespace tatara::cli {
namespace {

std::string csvText(const text::Json& value) {
  if (value.isNull()) {
    return "";
  }
  if (const std::string* string = value.asString()) {
    return *string;
  }
  if (value.isObject()) {
    std::string joined;
    for (const text::JsonMember& member : value.members()) {
      joined += (joined.empty() ? "" : ";") + member.key + "=" + csvText(member.value);
    }
    return joined;
  }
  if (!value.isArray()) {
    return value.isDouble() ? toText(*value.asNumber()) : text::toJson(value);
  }
  std::string joined;
  for (const text::Json& item : value.items()) {
    joined += (joined.empty() ? "" : ";") + csvText(item);
  }
  return joined;
}

std::string upper(std::string_view title) {
  std::string out(title);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return out;
}

}  // namespace

Cell textCell(std::string_view text) {
  return {std::string(text), text::Json(text)};
}

Cell countCell(std::int64_t count) {
  return {withThousands(count), text::Json(count)};
}

Cell numberCell(std::optional<double> number) {
  return number ? Cell{roundedNumber(*number), text::Json(*number)} : Cell{"", {}};
}

Cell timeCell(std::optional<Timestamp> time) {
  return time ? Cell{ageText(*time, systemClock().now()), text::Json(toIso8601(*time))} : Cell{"", {}};
}

Cell durationCell(std::optional<Millis> duration) {
  return duration ? Cell{toDurationText(duration->count()), text::Json(duration->count())} : Cell{"", {}};
}

Cell sizeCell(std::int64_t bytes) {
  return {toByteText(static_cast<std::uint64_t>(bytes)), text::Json(bytes)};
}

Cell listCell(const std::vector<std::string>& words) {
  Cell cell{"", text::Json::array()};
  for (const std::string& word : words) {
    cell.shown += (cell.shown.empty() ? "" : ", ") + word;
    cell.value.append(word);
  }
  return cell;
}

void Listing::addColumn(std::string key, std::string title, text::Align align, int maxWidth) {
  m_columns.push_back(Column{std::move(key), upper(title), align, maxWidth});
}

void Listing::addKeyColumn(std::string key, std::string title, text::Align align, int maxWidth) {
  m_columns.push_back(Column{std::move(key), std::move(title), align, maxWidth});
}

void Listing::addRow(Row cells) {
  cells.resize(m_columns.size());
  m_rows.push_back(std::move(cells));
}

text::Json Listing::toJson() const {
  text::Json list = text::Json::array();
  for (const auto& row : m_rows) {
    text::Json::Object object;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
      object.push_back(text::JsonMember{m_columns[i].key, row[i].value});
    }
    list.append(std::move(object));
  }
  return list;
}

std::string Listing::toCsv() const {
  std::string out;
  std::vector<std::string> cells;
  for (const Column& column : m_columns) {
    cells.push_back(column.key);
  }
  text::appendCsvRow(out, cells);
  for (const auto& row : m_rows) {
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
      cells[i] = csvText(row[i].value);
    }
    text::appendCsvRow(out, cells);
  }
  return out;
}

std::string Listing::toText() const {
  text::TextTable table;
  for (const Column& column : m_columns) {
    table.addColumn(column.title, column.align, column.maxWidth);
  }
  for (const auto& row : m_rows) {
    std::vector<std::string> cells;
    for (const Cell& cell : row) {
      cells.push_back(cell.shown);
    }
    table.addRow(std::move(cells));
  }
  return table.toText();
}

void Listing::print(Session& session, std::string_view remarkIfEmpty) const {
  switch (session.format()) {
    case Format::Json:
      session.print(text::toPrettyJson(toJson()) + "\n");
      return;
    case Format::Csv:
      session.print(toCsv());
      return;
    case Format::Table:
      break;
  }
  if (!empty()) {
    session.print(toText());
  } else if (!remarkIfEmpty.empty()) {
    session.remark(remarkIfEmpty);
  }
}

void Record::add(std::string key, std::string title, Cell cell) {
  m_fields.push_back(Field{std::move(key), std::move(title), std::move(cell)});
}

void Record::addPairs(std::string key, std::string title, std::vector<std::pair<std::string, Cell>> pairs) {
  m_sections.push_back(Section{std::move(key), std::move(title), std::move(pairs), std::nullopt, {}});
}

void Record::addRows(std::string key, std::string title, Listing rows) {
  m_sections.push_back(Section{std::move(key), std::move(title), {}, std::move(rows), {}});
}

void Record::addText(std::string key, std::string title, std::string text) {
  m_sections.push_back(Section{std::move(key), std::move(title), {}, std::nullopt, std::move(text)});
}

void Record::print(Session& session) const {
  switch (session.format()) {
    case Format::Json:
      session.print(text::toPrettyJson(toJson()) + "\n");
      return;
    case Format::Csv:
      session.print(toCsv());
      return;
    case Format::Table:
      session.print(toText());
      return;
  }
}

text::Json Record::toJson() const {
  text::Json::Object object;
  for (const Field& field : m_fields) {
    object.push_back(text::JsonMember{field.key, field.cell.value});
  }
  for (const Section& section : m_sections) {
    if (section.rows) {
      object.push_back(text::JsonMember{section.key, section.rows->toJson()});
      continue;
    }
    if (!section.text.empty()) {
      object.push_back(text::JsonMember{section.key, section.text});
      continue;
    }
    text::Json::Object pairs;
    for (const auto& [key, cell] : section.pairs) {
      pairs.push_back(text::JsonMember{key, cell.value});
    }
    object.push_back(text::JsonMember{section.key, std::move(pairs)});
  }
  return text::Json(std::move(object));
}

std::string Record::toCsv() const {
  std::string out;
  text::appendCsvRow(out, {"key", "value"});
  for (const Field& field : m_fields) {
    text::appendCsvRow(out, {field.key, csvText(field.cell.value)});
  }
  for (const Section& section : m_sections) {
    if (!section.text.empty()) {
      text::appendCsvRow(out, {section.key, section.text});
    }
    for (const auto& [key, cell] : section.pairs) {
      text::appendCsvRow(out, {section.key + "." + key, csvText(cell.value)});
    }
  }
  return out;
}

std::string Record::toText() const {
  const auto appendPairs = [](std::string& out, const auto& pairs, const std::string& indent,
                              std::size_t width) {
    for (const auto& [title, shown] : pairs) {
      std::string line = indent + title;
      line.append(width - static_cast<std::size_t>(text::displayWidth(title)) + 2, ' ');
      line += text::printable(shown);
      line.erase(line.find_last_not_of(' ') + 1);
      out += line + "\n";
    }
  };
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  const auto widthOf = [](const Pairs& pairs) {
    int width = 0;
    for (const auto& pair : pairs) {
      width = std::max(width, text::displayWidth(pair.first));
    }
    return static_cast<std::size_t>(width);
  };
  Pairs fields;
  for (const Field& field : m_fields) {
    if (!field.cell.shown.empty()) {
      fields.emplace_back(field.title, field.cell.shown);
    }
  }
  std::string out;
  appendPairs(out, fields, "", widthOf(fields));
  for (const Section& section : m_sections) {
    const std::string block = section.rows && !section.rows->empty() ? section.rows->toText() : section.text;
    if (!block.empty()) {
      out += "\n" + section.title + "\n";
      for (std::size_t at = 0; at < block.size();) {
        const std::size_t end = std::min(block.find('\n', at), block.size());
        out += "  " + text::printable(block.substr(at, end - at)) + "\n";
        at = end + 1;
      }
    } else if (!section.pairs.empty()) {
      Pairs pairs;
      for (const auto& [key, cell] : section.pairs) {
        pairs.emplace_back(text::printable(key), cell.shown);
      }
      out += "\n" + section.title + "\n";
      appendPairs(out, pairs, "  ", widthOf(pairs));
    }
  }
  return out;
}

}  // namespace tatara::cli
