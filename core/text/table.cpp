#include "core/text/table.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/text/utf8.h"

namespace tatara::text {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

constexpr std::array kWide = {
    Range{0x1100, 0x115F},   Range{0x231A, 0x231B},   Range{0x2329, 0x232A},   Range{0x23E9, 0x23EC},
    Range{0x25FD, 0x25FE},   Range{0x2614, 0x2615},   Range{0x2648, 0x2653},   Range{0x26AA, 0x26AB},
    Range{0x26BD, 0x26BE},   Range{0x26C4, 0x26C5},   Range{0x2705, 0x2705},   Range{0x270A, 0x270B},
    Range{0x2728, 0x2728},   Range{0x274C, 0x274C},   Range{0x2753, 0x2755},   Range{0x2795, 0x2797},
    Range{0x2B1B, 0x2B1C},   Range{0x2B50, 0x2B50},   Range{0x2E80, 0x303E},   Range{0x3041, 0x33FF},
    Range{0x3400, 0x4DBF},   Range{0x4E00, 0x9FFF},   Range{0xA000, 0xA4CF},   Range{0xA960, 0xA97F},
    Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE6F},   Range{0xFF00, 0xFF60},
    Range{0xFFE0, 0xFFE6},   Range{0x16FE0, 0x18AFF}, Range{0x1B000, 0x1B2FF}, Range{0x1F300, 0x1F320},
    Range{0x1F32D, 0x1F335}, Range{0x1F337, 0x1F37C}, Range{0x1F37E, 0x1F393}, Range{0x1F3A0, 0x1F3CA},
    Range{0x1F3E0, 0x1F3F0}, Range{0x1F400, 0x1F43E}, Range{0x1F440, 0x1F4FC}, Range{0x1F500, 0x1F53D},
    Range{0x1F550, 0x1F567}, Range{0x1F5FB, 0x1F64F}, Range{0x1F680, 0x1F6C5}, Range{0x1F900, 0x1F9FF},
    Range{0x1FA70, 0x1FAFF}, Range{0x20000, 0x3FFFD}};

constexpr std::array kCombining = {
    Range{0x0300, 0x036F}, Range{0x0483, 0x0489}, Range{0x0591, 0x05BD}, Range{0x0610, 0x061A},
    Range{0x064B, 0x065F}, Range{0x0E34, 0x0E3A}, Range{0x0E47, 0x0E4E}, Range{0x1AB0, 0x1AFF},
    Range{0x1DC0, 0x1DFF}, Range{0x200B, 0x200F}, Range{0x20D0, 0x20FF}, Range{0x3099, 0x309A},
    Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F}, Range{0xFEFF, 0xFEFF}, Range{0xE0100, 0xE01EF}};

template <std::size_t N>
bool contains(const std::array<Range, N>& ranges, std::uint32_t point) {
  const auto after =
      std::upper_bound(ranges.begin(), ranges.end(), point,
                       [](std::uint32_t wanted, const Range& range) { return wanted < range.first; });
  return after != ranges.begin() && point <= std::prev(after)->last;
}

int widthOf(std::uint32_t point) {
  if (point < 0x300) {
    return 1;
  }
  if (contains(kCombining, point)) {
    return 0;
  }
  return contains(kWide, point) ? 2 : 1;
}

// Characters that reorder what stands around them could make one name look like another.
bool reordersText(std::uint32_t point) {
  return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) || point == 0x200E ||
         point == 0x200F;
}

void appendVisible(std::string& out, std::uint32_t control) {
  static constexpr char kHex[] = "0123456789abcdef";
  if (control == '\n') {
    out += "\\n";
  } else if (control == '\r') {
    out += "\\r";
  } else if (control == '\t') {
    out += "\\t";
  } else {
    out += "\\x";
    out.push_back(kHex[(control >> 4) & 15]);
    out.push_back(kHex[control & 15]);
  }
}

}  // namespace

int displayWidth(std::string_view text) {
  int width = 0;
  while (!text.empty()) {
    width += widthOf(takeCodePoint(text));
  }
  return width;
}

std::string elided(std::string_view text, int width) {
  if (displayWidth(text) <= width) {
    return std::string(text);
  }
  std::string out;
  int left = width - 1;
  while (!text.empty()) {
    const std::string_view before = text;
    left -= widthOf(takeCodePoint(text));
    if (left < 0) {
      break;
    }
    out.append(before.substr(0, before.size() - text.size()));
  }
  return out + "…";
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::uint32_t point = takeCodePoint(text);
    if (point < 0x20 || (point >= 0x7F && point < 0xA0)) {
      appendVisible(out, point);
    } else if (!reordersText(point)) {
      appendCodePoint(out, point);
    }
  }
  return out;
}

void TextTable::addColumn(std::string title, Align align, int maxWidth) {
  m_columns.push_back(Column{printable(title), align, maxWidth});
}

void TextTable::addRow(std::vector<std::string> cells) {
  cells.resize(m_columns.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    cells[i] = printable(cells[i]);
    if (m_columns[i].maxWidth > 0) {
      cells[i] = elided(cells[i], m_columns[i].maxWidth);
    }
  }
  m_rows.push_back(std::move(cells));
}

std::string TextTable::toText() const {
  std::vector<int> widths;
  for (std::size_t i = 0; i < m_columns.size(); ++i) {
    int width = displayWidth(m_columns[i].title);
    for (const auto& row : m_rows) {
      width = std::max(width, displayWidth(row[i]));
    }
    widths.push_back(width);
  }
  std::string out;
  const auto appendLine = [&](const auto& cellOf) {
    std::string line;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
      const std::string& cell = cellOf(i);
      const std::string gap(static_cast<std::size_t>(widths[i] - displayWidth(cell)), ' ');
      line += i > 0 ? "  " : "";
      line += m_columns[i].align == Align::Right ? gap + cell : cell + gap;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  };
  appendLine([&](std::size_t i) -> const std::string& { return m_columns[i].title; });
  for (const auto& row : m_rows) {
    appendLine([&](std::size_t i) -> const std::string& { return row[i]; });
  }
  return out;
}

void appendCsvRow(std::string& out, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) {
      out.push_back(',');
    }
    const bool quoted =
        cells[i].find_first_of(",\"\r\n") != std::string::npos || (cells.size() == 1 && cells[i].empty());
    if (!quoted) {
      out += cells[i];
      continue;
    }
    out.push_back('"');
    for (const char c : cells[i]) {
      out.append(c == '"' ? 2 : 1, c);
    }
    out.push_back('"');
  }
  out.push_back('\n');
}

}  // namespace tatara::text
