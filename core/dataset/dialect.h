// How a delimited text file is written: its character set, delimiter, quote and header; guessed from its
// first bytes, with the reasons, and correctable by the one who opens it.
//
// Rules. Character set: a byte order mark decides; else NUL bytes in every other place are UTF-16; else bytes
// that are valid UTF-8 are UTF-8; else Shift-JIS or EUC-JP when the bytes are valid in it and half of the
// characters are kana or the commoner kanji; else Windows-1252, which extends Latin-1. Delimiter: of comma,
// tab, semicolon and bar the one that splits the first records most evenly into more than one field; none
// means a single column. Header: the first record is one when it differs in kind from what stands below it
// (a name over numbers), or when all its fields are text and no two are alike. A column without a name is
// called `Unnamed: 0` by its place, and a repeated name gets `.1`, as pandas does; where the records have
// more fields than the header, the header lacks the name of the first column when it is one field (as R
// writes row names), else those of the last. Above the header: lines that begin with '#' are skipped, except
// one that names the columns itself, and so are records of which at most half is filled where the first full
// one behind them holds words over numbers, as under a title.
//
// Threads: pure functions. Errors: Parse, with the line.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/text/phrase.h"

namespace tatara::dataset {

// What a person may lay down instead of the guess.
struct DialectChoice {
  std::optional<char> delimiter;
  std::optional<bool> header;
  std::optional<std::string> encoding = {};     // as iconv names it
  std::optional<char> quote = {};               // '"' otherwise
  std::optional<std::uint64_t> skipLines = {};  // above the header
  std::optional<std::string> comment = {};      // lines that begin so are left out, wherever they stand
};

struct Dialect {
  char delimiter = ',';
  char quote = '"';
  bool header = true;
  bool namesAreFewer = false;   // in the header than there are columns
  std::uint64_t skipLines = 0;  // above the header
  std::string comment = {};
  std::string encoding = {};  // as iconv names it
  std::vector<std::string> names;
  std::vector<text::Phrase> reasons;  // sentences for a person, one a decision
};

struct CsvRecord {
  std::vector<std::string> fields;
  std::size_t line = 1;  // where it starts, counted from one
};

struct SplitRules {
  char delimiter = ',';
  char quote = '"';               // doubled inside a quoted field (RFC 4180)
  std::size_t most = 1000;        // records
  bool whole = false;             // a last record without line end counts
  std::string_view comment = {};  // lines that begin so are no records
};
// The complete records of `text`. Fields beyond the 20,000th of a record are left out.
std::vector<CsvRecord> splitRecords(std::string_view text, const SplitRules& rules);

struct Encoding {
  std::string name;  // as iconv knows it
  text::Phrase reason = {};
};
Encoding guessEncoding(std::string_view firstBytes);
// For bytes that are known not to be UTF-8.
Encoding guessLegacyEncoding(std::string_view bytes);
text::Phrase notUtf8();
// "Characters: UTF-16LE, by its byte order mark"; "Header: the first row, as told".
text::Phrase charactersReason(const std::string& encoding, const text::Phrase& why);
text::Phrase headerReason(bool header);
// `sample` is UTF-8 without a mark: the first bytes of the file, or all of it when `whole`; what is told to
// be skipped is not among it.
Result<Dialect> guessDialect(std::string_view sample, bool whole, const DialectChoice& choice = {});

// Whether the first of the records names the columns, and why.
bool guessHeader(std::span<const CsvRecord> records, text::Phrase& reason);

// The names that pandas would give: blank ones `Unnamed: 0`, repeated ones `a.1`.
std::vector<std::string> columnNames(const std::vector<std::string>& header);

}  // namespace tatara::dataset
