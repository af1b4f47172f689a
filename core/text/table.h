// Rows of text for people and for spreadsheets: aligned columns for a terminal, and CSV (RFC 4180).
//
// Text that comes from users may hold anything; `printable` shows control characters instead of sending them
// to the terminal, and TextTable applies it to every cell. Threads: values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tatara::text {

// Columns that a terminal gives the text: wide East Asian characters and emoji take two, combining marks none
// (Unicode 15 East Asian Width and general categories, in ranges).
int displayWidth(std::string_view text);
// At most `width` columns, the last of them "…" where something was cut.
std::string elided(std::string_view text, int width);
// Control characters as "\n", "\t" or "\x1b", invalid bytes as U+FFFD, directional overrides dropped.
std::string printable(std::string_view text);

enum class Align { Left, Right };

class TextTable {
 public:
  // Cells wider than `maxWidth` are cut; 0 means never.
  void addColumn(std::string title, Align align = Align::Left, int maxWidth = 0);
  // Missing cells are empty.
  void addRow(std::vector<std::string> cells);
  bool empty() const { return m_rows.empty(); }

  // Title line and rows, two blanks between the columns, no trailing blanks, each line ended.
  std::string toText() const;

 private:
  struct Column {
    std::string title;
    Align align;
    int maxWidth;
  };
  std::vector<Column> m_columns;
  std::vector<std::vector<std::string>> m_rows;
};

// One line of CSV with "\n" at its end; cells with separators, quotes or line breaks are quoted.
void appendCsvRow(std::string& out, const std::vector<std::string>& cells);

}  // namespace tatara::text
