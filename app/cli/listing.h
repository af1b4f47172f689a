// Rows and records, written as table, JSON or CSV as --format asks.
//
// Every cell carries what a person is shown and what a program is given. JSON: an array of objects (a
// listing) or one object (a record), indented, keys stable. CSV: a header of the same keys. Threads: values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cli/session.h"
#include "core/base/clock.h"
#include "core/text/json.h"
#include "core/text/table.h"

namespace tatara::cli {

struct Cell {
  std::string shown;
  text::Json value;  // null: nothing there
};

Cell textCell(std::string_view text);
Cell countCell(std::int64_t count);
// Shown with six significant digits.
Cell numberCell(std::optional<double> number);
// Given as ISO 8601 in UTC.
Cell timeCell(std::optional<Timestamp> time);
// Given in milliseconds.
Cell durationCell(std::optional<Millis> duration);
// Given in bytes.
Cell sizeCell(std::int64_t bytes);
// Shown with commas between; given as an array.
Cell listCell(const std::vector<std::string>& words);

class Listing {
 public:
  using Row = std::vector<Cell>;

  // `key` for programs, `title` for people; maxWidth 0 never cuts.
  void addColumn(std::string key, std::string title, text::Align align = text::Align::Left, int maxWidth = 0);
  // A column titled with a key of the user's, which is shown as it is.
  void addKeyColumn(std::string key, std::string title, text::Align align, int maxWidth);
  void addRow(Row cells);
  bool empty() const { return m_rows.empty(); }
  std::size_t size() const { return m_rows.size(); }

  text::Json toJson() const;
  std::string toCsv() const;
  std::string toText() const;
  // In the session's format. An empty table prints nothing but the remark.
  void print(Session& session, std::string_view remarkIfEmpty) const;

 private:
  struct Column {
    std::string key;
    std::string title;
    text::Align align;
    int maxWidth;
  };
  std::vector<Column> m_columns;
  std::vector<Row> m_rows;
};

// One thing: its fields, then sections of pairs (parameters, tags) and of rows (metrics, versions).
class Record {
 public:
  void add(std::string key, std::string title, Cell cell);
  void addPairs(std::string key, std::string title, std::vector<std::pair<std::string, Cell>> pairs);
  // Text of several lines.
  void addText(std::string key, std::string title, std::string text);
  void addRows(std::string key, std::string title, Listing rows);

  // As CSV: one line a field or pair (`params.depth,6`); sections of rows are left out.
  void print(Session& session) const;

 private:
  struct Section {
    std::string key;
    std::string title;
    std::vector<std::pair<std::string, Cell>> pairs;
    std::optional<Listing> rows;
    std::string text;
  };
  struct Field {
    std::string key;
    std::string title;
    Cell cell;
  };
  std::string toText() const;
  text::Json toJson() const;
  std::string toCsv() const;

  std::vector<Field> m_fields;
  std::vector<Section> m_sections;
};

}  // namespace tatara::cli
