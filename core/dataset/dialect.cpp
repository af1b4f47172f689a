#include "core/dataset/dialect.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/number_text.h"

namespace tatara::dataset {
namespace {

constexpr std::size_t kSampleRecords = 1000;

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && blank(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

std::string delimiterName(char delimiter) {
  switch (delimiter) {
    case ',':
      return "a comma";
    case '\t':
      return "a tab";
    case ';':
      return "a semicolon";
    case '|':
      return "a bar";
    default:
      return std::string("'") + delimiter + "'";
  }
}

struct Split {
  std::size_t fields = 1;   // in most of the records
  std::size_t records = 0;  // that have so many
  std::size_t all = 0;
};

Split splitBy(std::string_view sample, char delimiter, bool whole) {
  std::map<std::size_t, std::size_t> byFields;
  Split split;
  for (const auto& record : splitRecords(sample, delimiter, kSampleRecords, whole)) {
    ++byFields[record.fields.size()];
    ++split.all;
  }
  for (const auto& [fields, records] : byFields) {
    if (records >= split.records) {
      split.fields = fields;
      split.records = records;
    }
  }
  return split;
}

bool looksLikeHeader(const std::vector<CsvRecord>& records, std::string& reason) {
  const auto& first = records.front().fields;
  std::set<std::string_view> distinct;
  bool anyNumber = false;
  for (const auto& field : first) {
    distinct.insert(trimmed(field));
    anyNumber = anyNumber || parseDouble(trimmed(field)).has_value();
  }
  if (anyNumber) {
    reason = "No header: the first row holds numbers";
    return false;
  }
  for (std::size_t column = 0; column < first.size(); ++column) {
    std::size_t numbers = 0;
    std::size_t seen = 0;
    for (std::size_t i = 1; i < records.size() && seen < 100; ++i) {
      if (column < records[i].fields.size() && !trimmed(records[i].fields[column]).empty()) {
        ++seen;
        numbers += parseDouble(trimmed(records[i].fields[column])).has_value() ? 1 : 0;
      }
    }
    if (numbers * 2 > seen) {
      reason = "Header: the first row holds words where numbers follow below";
      return true;
    }
  }
  if (distinct.size() == first.size()) {
    reason = "Header: no two fields of the first row are alike and none is a number";
    return true;
  }
  reason = "No header: fields of the first row repeat, and no column below holds numbers";
  return false;
}

}  // namespace

std::string_view toString(Charset charset) {
  switch (charset) {
    case Charset::Utf8:
      return "UTF-8";
    case Charset::Utf16Le:
      return "UTF-16LE";
    case Charset::Utf16Be:
      return "UTF-16BE";
    case Charset::Windows1252:
      return "WINDOWS-1252";
  }
  return "";
}

std::vector<CsvRecord> splitRecords(std::string_view text, char delimiter, std::size_t most, bool whole) {
  std::vector<CsvRecord> records;
  CsvRecord record;
  std::string field;
  std::size_t line = 1;
  bool quoted = false;
  bool anything = false;  // of the current record
  const auto finish = [&] {
    if (anything) {
      record.fields.push_back(std::move(field));
      records.push_back(std::move(record));
    }
    record = {};
    field.clear();
    anything = false;
    record.line = line;
  };
  for (std::size_t i = 0; i < text.size() && records.size() < most; ++i) {
    const char c = text[i];
    line += c == '\n' ? 1 : 0;
    if (quoted) {
      if (c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
        field += '"';
        ++i;
      } else if (c == '"') {
        quoted = false;
      } else {
        field += c;
      }
    } else if (c == '\n') {
      finish();
    } else if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') {
      continue;
    } else if (c == '"' && field.empty()) {
      quoted = true;
      anything = true;
    } else if (c == delimiter) {
      record.fields.push_back(std::move(field));
      field.clear();
      anything = true;
    } else {
      field += c;
      anything = true;
    }
  }
  if (whole && records.size() < most) {
    finish();
  }
  return records;
}

Charset guessCharset(std::string_view firstBytes, bool validUtf8) {
  if (firstBytes.starts_with("\xFF\xFE")) {
    return Charset::Utf16Le;
  }
  if (firstBytes.starts_with("\xFE\xFF")) {
    return Charset::Utf16Be;
  }
  return validUtf8 || firstBytes.starts_with("\xEF\xBB\xBF") ? Charset::Utf8 : Charset::Windows1252;
}

std::vector<std::string> columnNames(const std::vector<std::string>& header) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  std::set<std::string> written(header.begin(), header.end());
  for (std::size_t i = 0; i < header.size(); ++i) {
    std::string name = header[i];
    if (trimmed(name).empty()) {
      name = "Unnamed: " + std::to_string(i);
    }
    std::string candidate = name;
    for (int copy = 1; taken.contains(candidate) || (copy > 1 && written.contains(candidate)); ++copy) {
      candidate = name + "." + std::to_string(copy);
    }
    taken.insert(candidate);
    names.push_back(std::move(candidate));
  }
  return names;
}

Result<Dialect> guessDialect(std::string_view sample, bool whole, const DialectChoice& choice) {
  Dialect dialect;
  Split best;
  if (choice.delimiter) {
    dialect.delimiter = *choice.delimiter;
    best = splitBy(sample, dialect.delimiter, whole);
    dialect.reasons.push_back("Delimiter: " + delimiterName(dialect.delimiter) + ", as told");
  } else {
    for (const char candidate : {',', '\t', ';', '|'}) {
      const Split split = splitBy(sample, candidate, whole);
      const double even =
          split.all == 0 ? 0 : static_cast<double>(split.records) / static_cast<double>(split.all);
      const double bestEven =
          best.all == 0 ? 0 : static_cast<double>(best.records) / static_cast<double>(best.all);
      const bool better = split.fields > 1 && even >= 0.5 &&
                          (best.fields <= 1 || even > bestEven + 0.1 ||
                           (even > bestEven - 0.1 && split.fields > best.fields));
      if (better) {
        best = split;
        dialect.delimiter = candidate;
      }
    }
    if (best.fields > 1) {
      dialect.reasons.push_back("Delimiter: " + delimiterName(dialect.delimiter) + ", which splits " +
                                std::to_string(best.records) + " of the first " + std::to_string(best.all) +
                                " records into " + std::to_string(best.fields) + " fields");
    } else {
      best = splitBy(sample, dialect.delimiter, whole);
      dialect.reasons.push_back("One column: no delimiter splits the records evenly");
    }
  }
  const auto records = splitRecords(sample, dialect.delimiter, kSampleRecords, whole);
  if (records.empty()) {
    return makeError(ErrorKind::Parse, sample.empty() ? "The file is empty"
                                                      : "No complete record stands in the first " +
                                                            toByteText(sample.size()) +
                                                            "; a quote may be left open on line 1");
  }
  if (choice.header) {
    dialect.header = *choice.header;
    dialect.reasons.push_back(dialect.header ? "Header: the first row, as told" : "No header, as told");
  } else {
    std::string reason;
    dialect.header = looksLikeHeader(records, reason);
    dialect.reasons.push_back(reason);
  }
  if (dialect.header) {
    dialect.names = columnNames(records.front().fields);
    for (std::size_t i = 0; i < dialect.names.size(); ++i) {
      if (dialect.names[i] != records.front().fields[i]) {
        dialect.reasons.push_back("Column " + std::to_string(i + 1) + " is called '" + dialect.names[i] +
                                  "': its name is " +
                                  (trimmed(records.front().fields[i]).empty() ? "blank" : "taken"));
      }
    }
  } else {
    for (std::size_t i = 0; i < best.fields; ++i) {
      dialect.names.push_back("column_" + std::to_string(i + 1));
    }
  }
  dialect.windowsLineEnds = sample.find("\r\n") != std::string_view::npos;
  return dialect;
}

}  // namespace tatara::dataset
