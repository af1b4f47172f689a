#include "core/dataset/internal/tokenizer.h"

#include <algorithm>
#include <bit>
#include <cstring>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace tatara::dataset {
namespace {

// Marks a cell whose doubled quotes still stand twice; sizes stay far below it.
constexpr std::uint32_t kDoubled = 1u << 31;

void singleQuotes(char* text, Cell& cell, char quote) {
  const std::uint32_t size = cell.size & ~kDoubled;
  char* const begin = text + cell.begin;
  char* to = begin;
  for (std::uint32_t i = 0; i < size; ++i) {
    *to++ = begin[i];
    if (begin[i] == quote && i + 1 < size && begin[i + 1] == quote) {
      ++i;
    }
  }
  cell.size = static_cast<std::uint32_t>(to - begin);
}

}  // namespace

void CellBlock::clear() {
  text.clear();
  cells.clear();
  lines.clear();
  ragged.clear();
  raggedCount = 0;
  rows = 0;
}

void CellBlock::add(std::string_view value) {
  cells.push_back({static_cast<std::uint32_t>(text.size()), static_cast<std::uint32_t>(value.size())});
  text += value;
}

void CellBlock::addRagged(Rejected what) {
  ++raggedCount;
  if (ragged.size() < kMostListed) {
    ragged.push_back(std::move(what));
  }
}

// npos where the line's end is not at hand: a CR at the very end may be the first half of CR LF.
std::size_t Tokenizer::placeBehindLine(const std::string& text, std::size_t at, std::size_t end,
                                       bool whole) const {
  at = std::min(text.find_first_of("\r\n", at), end);
  if (at == end || (text[at] == '\r' && at + 1 == end)) {
    return whole ? end : std::string::npos;
  }
  return at + (text[at] == '\r' && text[at + 1] == '\n' ? 2 : 1);
}

std::size_t Tokenizer::endOfPlainField(const std::string& text, std::size_t at, std::size_t end) const {
  const char* const data = text.data();
#if defined(__SSE2__)
  const __m128i delimiter = _mm_set1_epi8(m_delimiter);
  const __m128i feed = _mm_set1_epi8('\n');
  const __m128i back = _mm_set1_epi8('\r');
  for (; at < end; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(data + at));
    const __m128i found =
        _mm_or_si128(_mm_cmpeq_epi8(bytes, delimiter),
                     _mm_or_si128(_mm_cmpeq_epi8(bytes, feed), _mm_cmpeq_epi8(bytes, back)));
    if (const auto mask = static_cast<unsigned>(_mm_movemask_epi8(found))) {
      return std::min(at + static_cast<std::size_t>(std::countr_zero(mask)), end);
    }
  }
  return end;
#else
  while (at < end && data[at] != m_delimiter && data[at] != '\n' && data[at] != '\r') {
    ++at;
  }
  return at;
#endif
}

std::size_t Tokenizer::endOfQuotedField(const std::string& text, std::size_t at, std::size_t end,
                                        bool& doubled) {
  const char* const data = text.data();
  const std::size_t start = at;
  for (;;) {
    const auto* found = static_cast<const char*>(std::memchr(data + at, m_quote, end - at));
    if (!found) {
      return std::string::npos;
    }
    at = static_cast<std::size_t>(found - data) + 1;
    if (at < end && data[at] == m_quote) {
      doubled = true;
      ++at;
      continue;
    }
    m_inner += static_cast<std::uint64_t>(std::count(data + start, data + at, '\n'));
    return at;
  }
}

void Tokenizer::finishRecord(CellBlock& block, std::size_t fields, std::uint64_t startLine) {
  char* const text = block.text.data();
  auto& cells = block.cells;
  for (std::size_t i = cells.size() - fields; i < cells.size(); ++i) {
    if (cells[i].size & kDoubled) {
      singleQuotes(text, cells[i], m_quote);
    }
  }
  if (fields != m_columns) {
    const std::size_t first = cells.size() - fields;
    const Cell& last = cells.back();
    const std::string_view whole(text + cells[first].begin, last.begin + last.size - cells[first].begin);
    block.addRagged({.row = block.firstRow + block.rows,
                     .line = startLine,
                     .text = std::string(whole.substr(0, 200)),
                     .reason = text::Phrase::say(
                         fields == 1 ? TATARA_SAYS("Phrase", "has %1 field where %2 are expected")
                                     : TATARA_SAYS("Phrase", "has %1 fields where %2 are expected"),
                         {std::to_string(fields), std::to_string(m_columns)})});
    cells.resize(first + m_columns);
  }
  block.lines.push_back(static_cast<std::uint32_t>(startLine - block.firstLine));
  ++block.rows;
}

std::size_t Tokenizer::split(CellBlock& block, std::size_t end, const Bounds& bounds) {
  const bool whole = bounds.whole;
  const std::string& text = block.text;
  std::size_t at = 0;
  std::size_t used = 0;
  block.columns = m_columns;
  block.firstLine = m_line;
  m_quoteOpen = false;
  while (at < end && block.rows < bounds.mostRows) {
    const bool comment = !m_comment.empty() && text.compare(at, m_comment.size(), m_comment) == 0;
    if (comment || text[at] == '\n' || text[at] == '\r') {  // or a blank line
      const std::size_t behind = placeBehindLine(text, at, end, whole);
      if (behind == std::string::npos) {
        break;
      }
      at = used = behind;
      ++m_line;
      m_comments += comment ? 1 : 0;
      continue;
    }
    const std::size_t cellsBefore = block.cells.size();
    const std::uint64_t startLine = m_line;
    std::size_t fields = 0;
    bool complete = false;
    m_inner = 0;
    for (;;) {
      const std::size_t begin = at;
      Cell cell;
      if (at < end && text[at] == m_quote) {
        bool doubled = false;
        const std::size_t behind = endOfQuotedField(text, at + 1, end, doubled);
        if (behind == std::string::npos || (behind == end && !whole)) {
          m_quoteOpen = behind == std::string::npos;
          break;
        }
        at = endOfPlainField(text, behind, end);
        if (at == behind) {
          cell = {static_cast<std::uint32_t>(begin + 1),
                  static_cast<std::uint32_t>(behind - begin - 2) | (doubled ? kDoubled : 0)};
        } else {
          cell = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at - begin)};
          block.addRagged(
              {.row = block.firstRow + block.rows,
               .line = startLine,
               .text = text.substr(begin, std::min<std::size_t>(at - begin, 200)),
               .reason = text::Phrase::say(TATARA_SAYS("Phrase", "has text after a closing quote"))});
        }
      } else {
        at = endOfPlainField(text, at, end);
        cell = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at - begin)};
      }
      ++fields;
      if (fields <= kMostColumns) {
        block.cells.push_back(cell);
      }
      if (at < end && text[at] == m_delimiter) {
        ++at;
        continue;
      }
      // A CR at the very end may be the first half of CR LF.
      complete = whole || (at < end && !(text[at] == '\r' && at + 1 == end));
      break;
    }
    if (!complete) {
      block.cells.resize(cellsBefore);
      break;
    }
    if (at < end) {
      at += text[at] == '\r' && at + 1 < end && text[at + 1] == '\n' ? 2 : 1;
      ++m_line;
    }
    m_line += m_inner;
    finishRecord(block, std::min(fields, kMostColumns), startLine);
    used = at;
  }
  return used;
}

}  // namespace tatara::dataset
