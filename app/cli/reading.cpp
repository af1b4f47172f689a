#include "app/cli/reading.h"

#include <filesystem>

#include "core/base/number_text.h"

namespace tatara::cli {
namespace {

Result<std::optional<char>> character(const std::string& text, const char* option) {
  if (text.empty()) {
    return std::optional<char>();
  }
  const std::string plain = text == "tab" || text == "\\t" ? "\t" : text;
  if (plain.size() != 1) {
    return makeError(ErrorKind::InvalidArgument,
                     std::string(option) + " takes one character, not \"" + text + "\"");
  }
  return std::optional<char>(plain.front());
}

Result<dataset::TypeChoice> typeChoice(const std::string& text) {
  const std::size_t equals = text.rfind('=');
  const std::string word = equals == std::string::npos ? "" : text.substr(equals + 1);
  const bool dayFirst = word == "day-first";
  const auto type = dayFirst ? dataset::ColumnType::Time : dataset::parseColumnType(word);
  if (equals == 0 || !type) {
    return makeError(ErrorKind::InvalidArgument,
                     "--type takes COLUMN=TYPE, where the type is integer, real, boolean, time, day-first or "
                     "text, not \"" +
                         text + "\"");
  }
  return dataset::TypeChoice{text.substr(0, equals), *type, dayFirst};
}

}  // namespace

void addReadingOptions(Verb& verb, ReadingOptions& options) {
  verb.option("--delimiter", options.delimiter, "CHAR",
              "Delimiter of a text file, or \"tab\", when the guess is wrong");
  verb.option("--quote", options.quote, "CHAR", "Quote of a text file, when it is not \"");
  verb.option("--header", options.header, "YES|NO", "Whether the first row names the columns")
      .oneOf({"yes", "no"});
  verb.option("--skip-lines", options.skipLines, "N",
              "Lines or rows above the header to skip; guessed otherwise");
  verb.option("--comment", options.comment, "PREFIX", "What the lines to leave out begin with, such as #");
  verb.option("--encoding", options.encoding, "NAME",
              "Character set of a text file, as iconv --list names it: utf-16le, windows-1252, …");
  verb.option("--decimal", options.decimal, "MARK", "Decimal mark of numbers: . or ,").oneOf({".", ","});
  verb.option("--missing", options.missing, "WORD", "A word that means missing, beside NA, ? and their kin");
  verb.option("--text", options.text, "COLUMN", "A column to take as text though it holds numbers");
  verb.option("--type", options.types, "COLUMN=TYPE",
              "Type of a column: integer, real, boolean, time, day-first (a time such as 31/1/2011) or text");
  verb.option("--part", options.part, "NAME",
              "Table of a database or sheet of a workbook; the first otherwise");
}

Status addTop(const std::string& skipLines, const std::string& comment, dataset::DialectChoice& dialect) {
  if (!skipLines.empty()) {
    const auto lines = parseInt(skipLines);
    if (!lines || *lines < 0) {
      return makeError(ErrorKind::InvalidArgument,
                       "--skip-lines takes a number of lines such as 3, not \"" + skipLines + "\"");
    }
    dialect.skipLines = static_cast<std::uint64_t>(*lines);
  }
  if (!comment.empty()) {
    if (comment.find_first_of("\r\n") != std::string::npos) {
      return makeError(ErrorKind::InvalidArgument, "--comment takes what a line begins with, on one line");
    }
    dialect.comment = comment;
  }
  return {};
}

Status addReading(const ReadingOptions& options, dataset::OpenOptions& reading) {
  const auto put = [](std::optional<char> given, std::optional<char>& target) {
    target = given ? given : target;
  };
  TATARA_ASSIGN(const auto delimiter, character(options.delimiter, "--delimiter"));
  TATARA_ASSIGN(const auto quote, character(options.quote, "--quote"));
  TATARA_ASSIGN(const auto decimal, character(options.decimal, "--decimal"));
  put(delimiter, reading.dialect.delimiter);
  put(quote, reading.dialect.quote);
  put(decimal, reading.decimal);
  if (!options.header.empty()) {
    reading.dialect.header = options.header == "yes";
  }
  TATARA_TRY(addTop(options.skipLines, options.comment, reading.dialect));
  if (!options.encoding.empty()) {
    reading.dialect.encoding = options.encoding;
  }
  reading.alsoMissing.insert(reading.alsoMissing.end(), options.missing.begin(), options.missing.end());
  reading.textColumns.insert(reading.textColumns.end(), options.text.begin(), options.text.end());
  for (const auto& text : options.types) {
    TATARA_ASSIGN(auto choice, typeChoice(text));
    std::erase_if(reading.types,
                  [&](const dataset::TypeChoice& known) { return known.column == choice.column; });
    reading.types.push_back(std::move(choice));
  }
  if (!options.part.empty()) {
    reading.part = options.part;
  }
  return {};
}

Result<dataset::OpenOptions> openOptionsOf(const ReadingOptions& options) {
  dataset::OpenOptions result;
  TATARA_TRY(addReading(options, result));
  return result;
}

bool anyGiven(const ReadingOptions& options) {
  return !options.delimiter.empty() || !options.quote.empty() || !options.header.empty() ||
         !options.skipLines.empty() || !options.comment.empty() || !options.encoding.empty() ||
         !options.decimal.empty() || !options.part.empty() || !options.missing.empty() ||
         !options.text.empty() || !options.types.empty();
}

Result<OpenedData> openData(Session& session, const std::string& text, const ReadingOptions& options) {
  OpenedData opened;
  TATARA_ASSIGN(opened.engine, dataset::Engine::open());
  std::error_code failed;
  if (std::filesystem::exists(text, failed) || !session.workspace()) {
    TATARA_ASSIGN(const dataset::OpenOptions told, openOptionsOf(options));
    TATARA_ASSIGN(opened.table, dataset::Table::open(*opened.engine, text, told, session.stop()));
    return opened;
  }
  TATARA_ASSIGN(const auto store, session.store());
  TATARA_ASSIGN(
      opened.version,
      store->read([&](sql::Connection& connection) { return dataset::resolveVersion(connection, text); },
                  session.stop()));
  const artifact::ArtifactStore artifacts(store);
  dataset::Version wanted = *opened.version;
  TATARA_TRY(addReading(options, wanted.options));
  TATARA_ASSIGN(opened.table,
                dataset::openVersion(*store, artifacts, *opened.engine, wanted, session.stop()));
  return opened;
}

}  // namespace tatara::cli
