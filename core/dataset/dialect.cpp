#include "core/dataset/dialect.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/base/number_text.h"
#include "core/dataset/internal/header_row.h"
#include "core/dataset/internal/values.h"
#include "core/text/charset.h"
#include "core/text/error_phrase.h"
#include "core/text/utf8.h"

namespace tatara::dataset {

using text::Phrase;

namespace {

constexpr std::size_t kMostFields = 20'000;

Phrase delimiterName(char delimiter) {
  switch (delimiter) {
    case ',':
      return Phrase::say(TATARA_SAYS("Phrase", "a comma"));
    case '\t':
      return Phrase::say(TATARA_SAYS("Phrase", "a tab"));
    case ';':
      return Phrase::say(TATARA_SAYS("Phrase", "a semicolon"));
    case '|':
      return Phrase::say(TATARA_SAYS("Phrase", "a bar"));
    default:
      return std::string("'") + delimiter + "'";
  }
}

struct Split {
  std::size_t fields = 1;   // in most of the records
  std::size_t records = 0;  // that have so many
  std::size_t all = 0;
  bool agrees = false;  // the first record has so many, or one less as where rows have names
  double numbers = 0;   // which share of the fields are
};

Split splitBy(std::string_view sample, const SplitRules& rules) {
  std::map<std::size_t, std::size_t> byFields;
  Split split;
  std::size_t fields = 0;
  std::size_t numbers = 0;
  const auto records = splitRecords(sample, rules);
  for (const auto& record : records) {
    ++byFields[record.fields.size()];
    ++split.all;
    for (const auto& field : record.fields) {
      ++fields;
      numbers += isNumberField(trimBlanks(field)) ? 1 : 0;
    }
  }
  for (const auto& [many, count] : byFields) {
    if (count >= split.records) {
      split.fields = many;
      split.records = count;
    }
  }
  if (!records.empty()) {
    const std::size_t first = records.front().fields.size();
    split.agrees = first == split.fields || (first > 1 && first + 1 == split.fields);
    split.numbers = static_cast<double>(numbers) / static_cast<double>(fields);
  }
  return split;
}

}  // namespace

std::vector<CsvRecord> splitRecords(std::string_view text, const SplitRules& rules) {
  std::vector<CsvRecord> records;
  CsvRecord record;
  std::string field;
  std::size_t line = 1;
  bool quoted = false;
  bool anything = false;  // of the current record
  const auto endField = [&] {
    if (record.fields.size() < kMostFields) {
      record.fields.push_back(std::move(field));
    }
    field.clear();
  };
  const auto finish = [&] {
    if (anything) {
      endField();
      records.push_back(std::move(record));
    }
    record = {};
    anything = false;
    record.line = line;
  };
  for (std::size_t i = 0; i < text.size() && records.size() < rules.most; ++i) {
    if (!anything && !quoted && !rules.comment.empty() && text.substr(i).starts_with(rules.comment)) {
      i = std::min(text.find_first_of("\r\n", i), text.size());
      if (i == text.size()) {
        break;
      }
    }
    const char c = text[i];
    const bool pair = c == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    line += c == '\n' || (c == '\r' && !pair && !quoted) ? 1 : 0;
    if (quoted) {
      if (c == rules.quote && i + 1 < text.size() && text[i + 1] == rules.quote) {
        field += rules.quote;
        ++i;
      } else if (c == rules.quote) {
        quoted = false;
      } else {
        field += c;
      }
    } else if (c == '\n' || (c == '\r' && !pair)) {
      finish();
    } else if (pair) {
      continue;
    } else if (c == rules.quote && field.empty()) {
      quoted = true;
      anything = true;
    } else if (c == rules.delimiter) {
      endField();
      anything = true;
    } else {
      field += c;
      anything = true;
    }
  }
  if (rules.whole && records.size() < rules.most) {
    finish();
  }
  return records;
}

std::vector<std::string> columnNames(const std::vector<std::string>& header) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  const std::set<std::string> written(header.begin(), header.end());
  std::map<std::string, int>
      copies;  // the next number of a repeated name: a header may repeat one 20,000 times
  for (std::size_t i = 0; i < header.size(); ++i) {
    std::string name = header[i];
    if (trimBlanks(name).empty()) {
      name = "Unnamed: " + std::to_string(i);
    }
    std::string candidate = name;
    int& copy = copies.try_emplace(name, 0).first->second;
    while (taken.contains(candidate) || (candidate != name && written.contains(candidate))) {
      candidate = name + "." + std::to_string(++copy);
    }
    taken.insert(candidate);
    names.push_back(std::move(candidate));
  }
  return names;
}

namespace {

double evenness(const Split& split) {
  return split.all == 0 ? 0 : static_cast<double>(split.records) / static_cast<double>(split.all);
}

// Whether the records are rather split so. Decimal commas split evenly too, and into more fields: then the
// header tells, or the fields, which are no numbers any more.
bool splitsBetter(const Split& split, const Split& best) {
  constexpr double kAlike = 0.1;
  constexpr double kClearlyMore = 0.2;
  const double even = evenness(split);
  const double bestEven = evenness(best);
  if (split.fields <= 1 || even < 0.5 || best.fields <= 1) {
    return split.fields > 1 && even >= 0.5;
  }
  if (std::abs(even - bestEven) <= kAlike) {
    if (split.agrees != best.agrees) {
      return split.agrees;
    }
    if (std::abs(split.numbers - best.numbers) > kClearlyMore) {
      return split.numbers > best.numbers;
    }
    return split.fields > best.fields || (split.fields == best.fields && even > bestEven);
  }
  return even > bestEven;
}

void guessDelimiter(std::string_view sample, SplitRules& rules, Split& best, Dialect& dialect) {
  for (const char candidate : {',', '\t', ';', '|'}) {
    rules.delimiter = candidate;
    const Split split = splitBy(sample, rules);
    if (splitsBetter(split, best)) {
      best = split;
      dialect.delimiter = candidate;
    }
  }
  rules.delimiter = dialect.delimiter;
  if (best.fields > 1) {
    dialect.reasons.push_back(Phrase::say(
        TATARA_SAYS("Phrase", "Delimiter: %1, which splits %2 of the first %3 records into %4 fields"),
        {delimiterName(dialect.delimiter), std::to_string(best.records), std::to_string(best.all),
         std::to_string(best.fields)}));
  } else {
    best = splitBy(sample, rules);
    dialect.reasons.push_back(
        Phrase::say(TATARA_SAYS("Phrase", "One column: no delimiter splits the records evenly")));
  }
}

void nameColumns(const std::vector<std::string>& header, std::size_t fields, Dialect& dialect) {
  std::vector<std::string> written = header;
  dialect.namesAreFewer = fields > written.size();
  if (fields == written.size() + 1) {
    written.insert(written.begin(), "");
    dialect.reasons.push_back(Phrase::say(TATARA_SAYS(
        "Phrase",
        "The header has one name less than the records have fields: the first column is without name")));
  } else if (fields > written.size()) {
    dialect.reasons.push_back(Phrase::say(
        TATARA_SAYS(
            "Phrase",
            "The header has %1 names where the records have %2 fields: the last columns are without name"),
        {std::to_string(written.size()), std::to_string(fields)}));
    written.resize(fields);
  }
  dialect.names = columnNames(written);
  for (std::size_t i = 0; i < dialect.names.size(); ++i) {
    if (dialect.names[i] != written[i] && dialect.reasons.size() < 50) {
      dialect.reasons.push_back(
          Phrase::say(trimBlanks(written[i]).empty()
                          ? TATARA_SAYS("Phrase", "Column %1 is called '%2': its name is blank")
                          : TATARA_SAYS("Phrase", "Column %1 is called '%2': its name is taken"),
                      {std::to_string(i + 1), dialect.names[i]}));
    }
  }
}

// Whether the characters beyond ASCII are those of a Japanese text: kana, full-width forms and punctuation,
// kanji. Pairs of other letters happen to be kanji too ("ä" and "n" in "Männer", "’" and "s"), but stand
// alone: without kana most kanji have to stand beside another, and be everyday ones.
bool looksJapanese(std::string_view utf8, bool everyday) {
  std::size_t all = 0;
  std::size_t fitting = 0;
  std::size_t together = 0;
  bool kana = false;
  std::size_t run = 0;
  const auto endRun = [&] {
    together += run > 1 ? run : 0;
    run = 0;
  };
  while (!utf8.empty()) {
    const std::uint32_t point = text::takeCodePoint(utf8);
    const bool isKana = point >= 0x3041 && point <= 0x30FE;
    const bool inRun = isKana || (point >= 0x4E00 && point <= 0x9FFF) ||
                       (point >= 0x3000 && point <= 0x3015) || (point >= 0xFF01 && point <= 0xFF5E);
    all += point < 0x80 ? 0 : 1;
    fitting += inRun ? 1 : 0;
    kana = kana || isKana;
    if (inRun) {
      ++run;
    } else {
      endRun();
    }
  }
  endRun();
  return fitting > 0 && 10 * fitting >= 9 * all && (kana || (everyday && 2 * together >= fitting));
}

// Whether most characters of two bytes begin as everyday ones do (kana and kanji of JIS X 0208's first
// level), which the accented letters of Western Europe do not.
bool mostlyEveryday(std::string_view bytes, bool shiftJis) {
  const unsigned char rare = shiftJis ? 0xA0 : 0xD0;
  std::size_t all = 0;
  std::size_t below = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto lead = static_cast<unsigned char>(bytes[i]);
    const bool single = lead < 0x80 || (shiftJis && lead >= 0xA1 && lead <= 0xDF);
    if (!single) {
      ++all;
      below += lead < rare ? 1 : 0;
      ++i;
    }
  }
  return 2 * below >= all;
}

}  // namespace

Phrase notUtf8() {
  return Phrase::say(TATARA_SAYS("Phrase", "because the bytes are not valid UTF-8"));
}

Phrase headerReason(bool header) {
  return Phrase::say(header ? TATARA_SAYS("Phrase", "Header: the first row, as told")
                            : TATARA_SAYS("Phrase", "No header, as told"));
}

Phrase charactersReason(const std::string& encoding, const Phrase& why) {
  return Phrase::say(
      why.empty() ? TATARA_SAYS("Phrase", "Characters: %1") : TATARA_SAYS("Phrase", "Characters: %1, %2"),
      {encoding, why});
}

Encoding guessLegacyEncoding(std::string_view bytes) {
  for (const std::string_view name : {"CP932", "EUC-JP"}) {
    auto decoder = text::Decoder::open(name);
    std::string utf8;
    if (decoder && decoder->decode(bytes, false, utf8) &&
        looksJapanese(utf8, mostlyEveryday(bytes, name == "CP932"))) {
      return {std::string(name),
              Phrase::say(TATARA_SAYS("Phrase", "the bytes are Japanese text in it, and not valid UTF-8"))};
    }
  }
  return {"WINDOWS-1252", notUtf8()};
}

Encoding guessEncoding(std::string_view firstBytes) {
  const Phrase marked = Phrase::say(TATARA_SAYS("Phrase", "by its byte order mark"));
  if (firstBytes.starts_with(std::string_view("\xFF\xFE\0\0", 4))) {
    return {"UTF-32LE", marked};
  }
  if (firstBytes.starts_with(std::string_view("\0\0\xFE\xFF", 4))) {
    return {"UTF-32BE", marked};
  }
  if (firstBytes.starts_with("\xFF\xFE")) {
    return {"UTF-16LE", marked};
  }
  if (firstBytes.starts_with("\xFE\xFF")) {
    return {"UTF-16BE", marked};
  }
  if (firstBytes.starts_with("\xEF\xBB\xBF")) {
    return {"UTF-8", marked};
  }
  std::size_t zeros[2] = {0, 0};
  for (std::size_t i = 0; i < firstBytes.size(); ++i) {
    zeros[i % 2] += firstBytes[i] == '\0' ? 1 : 0;
  }
  const std::size_t half = firstBytes.size() / 2;
  if (half >= 4 && (zeros[0] == 0) != (zeros[1] == 0) && zeros[0] + zeros[1] > half / 2) {
    return {zeros[1] > 0 ? "UTF-16LE" : "UTF-16BE",
            Phrase::say(TATARA_SAYS("Phrase", "every other byte is zero"))};
  }
  const auto invalid = text::findInvalidUtf8(firstBytes);
  if (!invalid || firstBytes.size() - *invalid < 4) {
    return {"UTF-8"};
  }
  return guessLegacyEncoding(firstBytes);
}

namespace {

Error noRecord(std::string_view sample) {
  const bool blank = sample.find_first_not_of(" \t\r\n") == std::string_view::npos;
  return sample.empty() ? text::sayError(ErrorKind::Parse, TATARA_SAYS("Phrase", "The file is empty"))
         : blank ? text::sayError(ErrorKind::Parse, TATARA_SAYS("Phrase", "The file holds only blank lines"))
                 : text::sayError(
                       ErrorKind::Parse,
                       TATARA_SAYS(
                           "Phrase",
                           "No complete record stands in the first %1; a quote may be left open on line 1"),
                       {toByteText(sample.size())});
}

// How the text is split, and its delimiter told or guessed.
Split settleDelimiter(std::string_view sample, const DialectChoice& choice, SplitRules& rules,
                      Dialect& dialect) {
  Split split;
  if (choice.delimiter) {
    dialect.delimiter = *choice.delimiter;
    rules.delimiter = dialect.delimiter;
    split = splitBy(sample, rules);
    dialect.reasons.push_back(
        Phrase::say(TATARA_SAYS("Phrase", "Delimiter: %1, as told"), {delimiterName(dialect.delimiter)}));
  } else {
    guessDelimiter(sample, rules, split, dialect);
  }
  return split;
}

// How many of the lines at the top that begin with '#' are comments: all of them, or all but the last where
// that one names the columns. None where they look like the records below them, as a list of tags does.
std::uint64_t commentsAbove(std::string_view sample, const DialectChoice& choice, SplitRules rules) {
  const std::uint64_t lines = hashLines(sample);
  const std::string_view rest = sample.substr(placeBehindLines(sample, lines));
  if (lines == 0 || rest.empty()) {
    return 0;
  }
  Dialect scratch;
  const std::size_t fields = settleDelimiter(rest, choice, rules, scratch).fields;
  const auto below = splitRecords(rest, rules);
  if (below.empty() || headerSign(below) == HeaderSign::WordsOverNumbers) {
    return below.empty() ? 0 : lines;
  }
  const auto withLast = splitRecords(sample.substr(placeBehindLines(sample, lines - 1)), rules);
  if (fields > 1 && withLast.front().fields.size() != fields) {
    return lines;
  }
  rules.whole = true;
  const auto above = splitRecords(sample.substr(0, placeBehindLines(sample, lines - 1)), rules);
  const bool alike = std::ranges::any_of(
      above, [&](const CsvRecord& record) { return fields > 1 && record.fields.size() == fields; });
  const bool list = fields == 1 && headerSign(below) != HeaderSign::Numbers;
  return alike || list || headerSign(withLast) == HeaderSign::Numbers ? 0 : lines - 1;
}

}  // namespace

Result<Dialect> guessDialect(std::string_view sample, bool whole, const DialectChoice& choice) {
  Dialect dialect;
  dialect.quote = choice.quote.value_or('"');
  dialect.comment = choice.comment.value_or("");
  SplitRules rules{.quote = dialect.quote, .whole = whole, .comment = dialect.comment};
  const std::string_view all = sample;
  if (!choice.skipLines && !dialect.comment.starts_with('#')) {
    dialect.skipLines = commentsAbove(sample, choice, rules);
    sample.remove_prefix(placeBehindLines(sample, dialect.skipLines));
  }
  const bool comments = dialect.skipLines > 0;
  const Split split = settleDelimiter(sample, choice, rules, dialect);
  const auto records = splitRecords(sample, rules);
  if (records.empty()) {
    return noRecord(sample);
  }
  std::span<const CsvRecord> table(records);
  if (!choice.skipLines && choice.header.value_or(true)) {
    table = table.subspan(titleRecords(records, split.fields));
    dialect.skipLines += table.size() < records.size() ? table.front().line - 1 : 0;
  }
  if (dialect.skipLines > 0) {
    const Phrase why = comments && table.size() == records.size()
                           ? Phrase::say(TATARA_SAYS("Phrase", "marked by #"))
                           : aboveHeader();
    dialect.reasons.insert(dialect.reasons.begin(), skippedReason(dialect.skipLines, all, why));
  }
  if (choice.header) {
    dialect.header = *choice.header;
    dialect.reasons.push_back(headerReason(dialect.header));
  } else {
    Phrase reason;
    dialect.header = guessHeader(table, reason);
    dialect.reasons.push_back(reason);
  }
  if (dialect.header) {
    nameColumns(table.front().fields, split.records * 2 > split.all ? split.fields : 0, dialect);
  } else {
    for (std::size_t i = 0; i < split.fields; ++i) {
      dialect.names.push_back("column_" + std::to_string(i + 1));
    }
  }
  return dialect;
}

}  // namespace tatara::dataset
