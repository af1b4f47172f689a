// How a delimited text file is written: its character set, delimiter, quote and header; guessed from its
// first bytes, with the reasons, and correctable by the one who opens it.
//
// Rules. Character set: a byte order mark decides; else bytes that are valid UTF-8 are UTF-8; else
// Windows-1252, which extends Latin-1. Delimiter: of comma, tab, semicolon and bar the one that splits the
// first records most evenly into more than one field; none means a single column. Header: the first record is
// one when it differs in kind from what stands below it (a name over numbers), or when all its fields are
// text and no two are alike. A column without a name is called `Unnamed: 0` by its place, and a repeated name
// gets `.1`, as pandas does.
//
// Threads: pure functions. Errors: Parse, with the line.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace tatara::dataset {

enum class Charset { Utf8, Utf16Le, Utf16Be, Windows1252 };
std::string_view toString(Charset charset);

// What a person may lay down instead of the guess.
struct DialectChoice {
  std::optional<char> delimiter;
  std::optional<bool> header;
  std::optional<Charset> charset;
};

struct Dialect {
  char delimiter = ',';
  bool header = true;
  bool windowsLineEnds = false;
  std::vector<std::string> names;
  std::vector<std::string> reasons;  // sentences for a person, one a decision
};

// Fields are quoted by '"', which is doubled inside a quoted field (RFC 4180).
struct CsvRecord {
  std::vector<std::string> fields;
  std::size_t line = 1;  // where it starts, counted from one
};

// The complete records of `text`, at most `most`. A last record without line end counts only when `whole` is
// set.
std::vector<CsvRecord> splitRecords(std::string_view text, char delimiter, std::size_t most, bool whole);

// The character set by byte order mark, else by what `validUtf8` says of the whole file.
Charset guessCharset(std::string_view firstBytes, bool validUtf8);
// `sample` is UTF-8 without a mark: the first bytes of the file, or all of it when `whole`.
Result<Dialect> guessDialect(std::string_view sample, bool whole, const DialectChoice& choice = {});

// The names that pandas would give: blank ones `Unnamed: 0`, repeated ones `a.1`.
std::vector<std::string> columnNames(const std::vector<std::string>& header);

}  // namespace tatara::dataset
