#include "core/dataset/internal/header_row.h"

#include <algorithm>
#include <set>

#include "core/base/number_text.h"
#include "core/dataset/internal/values.h"
#include "core/text/utf8.h"

namespace tatara::dataset {

using text::Phrase;

namespace {

constexpr std::size_t kMostTitleRecords = 50;
constexpr std::size_t kMostTitleShown = 60;  // characters

std::size_t filledFields(const CsvRecord& record) {
  return static_cast<std::size_t>(
      std::ranges::count_if(record.fields, [](const auto& field) { return !trimBlanks(field).empty(); }));
}

}  // namespace

bool isNumberField(std::string_view text) {
  if (parseDouble(text)) {
    return true;
  }
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos || comma + 1 == text.size()) {
    return false;
  }
  std::string plain;
  for (const char c : text.substr(0, comma)) {
    plain += c == '.' ? "" : std::string(1, c);
  }
  return parseDouble(plain + "." + std::string(text.substr(comma + 1))).has_value();
}

HeaderSign headerSign(std::span<const CsvRecord> records) {
  constexpr std::size_t kLookedAt = 100;
  const auto& first = records.front().fields;
  std::set<std::string_view> distinct;
  for (const auto& field : first) {
    distinct.insert(trimBlanks(field));
    if (isNumberField(trimBlanks(field))) {
      return HeaderSign::Numbers;
    }
  }
  for (std::size_t column = 0; column < first.size(); ++column) {
    std::size_t numbers = 0;
    std::size_t seen = 0;
    for (std::size_t i = 1; i < records.size() && seen < kLookedAt; ++i) {
      if (column < records[i].fields.size() && !trimBlanks(records[i].fields[column]).empty()) {
        ++seen;
        numbers += isNumberField(trimBlanks(records[i].fields[column])) ? 1 : 0;
      }
    }
    if (numbers * 2 > seen) {
      return HeaderSign::WordsOverNumbers;
    }
  }
  return distinct.size() == first.size() ? HeaderSign::Words : HeaderSign::Repeats;
}

bool guessHeader(std::span<const CsvRecord> records, Phrase& reason) {
  switch (headerSign(records)) {
    case HeaderSign::Numbers:
      reason = Phrase::say(TATARA_SAYS("Phrase", "No header: the first row holds numbers"));
      return false;
    case HeaderSign::WordsOverNumbers:
      reason =
          Phrase::say(TATARA_SAYS("Phrase", "Header: the first row holds words where numbers follow below"));
      return true;
    case HeaderSign::Words:
      reason = Phrase::say(
          TATARA_SAYS("Phrase", "Header: no two fields of the first row are alike and none is a number"));
      return true;
    case HeaderSign::Repeats:
      reason = Phrase::say(TATARA_SAYS(
          "Phrase", "No header: fields of the first row repeat, and no column below holds numbers"));
      return false;
  }
  return false;
}

std::size_t titleRecords(std::span<const CsvRecord> records, std::size_t fields) {
  const auto isTitle = [&](const CsvRecord& record) { return filledFields(record) * 2 <= fields; };
  // The first name may be blank, as where rows have numbers of their own.
  const auto isFull = [&](const CsvRecord& record) {
    return record.fields.size() == fields &&
           std::all_of(record.fields.begin() + 1, record.fields.end(),
                       [](const auto& field) { return !trimBlanks(field).empty(); });
  };
  if (fields < 2) {
    return 0;
  }
  for (std::size_t i = 0; i < std::min(records.size(), kMostTitleRecords); ++i) {
    if (isFull(records[i])) {
      return i > 0 && headerSign(records.subspan(i)) == HeaderSign::WordsOverNumbers ? i : 0;
    }
    if (!isTitle(records[i])) {
      return 0;
    }
  }
  return 0;
}

std::uint64_t hashLines(std::string_view text) {
  std::uint64_t line = 0;
  std::uint64_t last = 0;
  while (!text.empty()) {
    ++line;
    if (text.front() == '#') {
      last = line;
    } else if (text.front() != '\n' && text.front() != '\r') {
      break;
    }
    text.remove_prefix(placeBehindLines(text, 1));
  }
  return last;
}

std::size_t placeBehindLines(std::string_view text, std::uint64_t lines) {
  std::size_t at = 0;
  for (; lines > 0 && at < text.size(); --lines) {
    at = std::min(text.find_first_of("\r\n", at), text.size());
    const bool pair = at + 1 < text.size() && text[at] == '\r' && text[at + 1] == '\n';
    at = std::min(at + (pair ? 2 : 1), text.size());
  }
  return at;
}

Phrase skippedReason(std::uint64_t lines, std::string_view first, const Phrase& why) {
  const std::string_view line = trimBlanks(first.substr(0, first.find_first_of("\r\n")));
  std::string shown(text::firstCodePoints(line, kMostTitleShown));
  shown += shown.size() < line.size() ? "…" : "";
  return lines == 1 ? Phrase::say(TATARA_SAYS("Phrase", "Skipped: the first line ('%1'), %2"), {shown, why})
                    : Phrase::say(TATARA_SAYS("Phrase", "Skipped: the first %1 lines ('%2' and on), %3"),
                                  {std::to_string(lines), shown, why});
}

Phrase aboveHeader() {
  return Phrase::say(TATARA_SAYS("Phrase", "above the header"));
}

}  // namespace tatara::dataset
