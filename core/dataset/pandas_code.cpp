#include "core/dataset/internal/pandas_code.h"

#include <algorithm>
#include <iterator>

#include "core/dataset/fix.h"
#include "core/text/json.h"

namespace tatara::dataset {
namespace {

std::string pythonList(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) {
    list += (list.empty() ? "" : ", ") + python(text);
  }
  return "[" + list + "]";
}

std::string namesOf(const Table& table) {
  std::vector<std::string> names;
  for (const ColumnInfo& column : table.columns()) {
    names.push_back(column.name);
  }
  return pythonList(names);
}

// What read_csv and read_excel share: where the header stands.
std::string headerWords(const Table& table, const Dialect& dialect) {
  std::string words = dialect.skipLines > 0 ? ", skiprows=" + std::to_string(dialect.skipLines) : "";
  if (!dialect.header || dialect.namesAreFewer) {
    words += std::string(", header=") + (dialect.header ? "0" : "None") + ", names=" + namesOf(table);
  }
  return words;
}

std::string missingWordsOf(const Table& table) {
  std::vector<std::string> added;
  std::ranges::copy_if(table.missing(), std::back_inserter(added), [](const std::string& word) {
    return std::ranges::find(missingWords(), word) == missingWords().end();
  });
  return added.empty() ? "" : ", na_values=" + pythonList(added);
}

std::string csvReading(const Table& table, std::string_view file, const Dialect& dialect) {
  std::string words;
  if (dialect.delimiter != ',') {
    words += ", sep=" + python(std::string(1, dialect.delimiter));
  }
  if (dialect.quote != '"') {
    words += ", quotechar=" + python(std::string(1, dialect.quote));
  }
  const std::string encoding = dialect.encoding == "UTF-8" ? "" : ", encoding=" + python(dialect.encoding);
  words += headerWords(table, dialect) + missingWordsOf(table);
  if (dialect.comment.empty()) {
    return "df = pd.read_csv(" + python(file) + words + encoding + ")\n";
  }
  // pandas' own `comment` would cut lines in the middle, too.
  return "with open(" + python(file) + ", newline=\"\"" + encoding +
         ") as lines:\n    text = \"\".join(line for line in lines if not line.startswith(" +
         python(dialect.comment) + "))\ndf = pd.read_csv(io.StringIO(text)" + words + ")\n";
}

std::string readingOf(const Table& table, std::string_view file) {
  const std::string& format = table.format();
  if (format == "parquet") {
    return "df = pd.read_parquet(" + python(file) + ")\n";
  }
  if (format == "json") {
    return "df = pd.read_json(" + python(file) + (table.rowPerLine() ? ", lines=True" : "") + ")\n";
  }
  if (format == "sqlite") {
    return "import sqlite3\n\ndf = pd.read_sql_query(" + python("SELECT * FROM " + quotedName(table.part())) +
           ", sqlite3.connect(" + python(file) + "))\n";
  }
  const Dialect dialect = table.dialect().value_or(Dialect());
  if (format == "xlsx") {
    return "df = pd.read_excel(" + python(file) +
           (table.part().empty() ? "" : ", sheet_name=" + python(table.part())) +
           headerWords(table, dialect) + missingWordsOf(table) + ")\n";
  }
  return csvReading(table, file, dialect);
}

// A point parts thousands where three digits follow each, up to the comma or the end; another one is no part
// of a number.
constexpr const char* kThreesAway =
    ".astype(\"string\").str.replace(r\"^([^,.]+(?:\\.\\d{3})+)(?![\\d.eE])\", lambda found: "
    "found[1].replace(\".\", \"\"), regex=True).str.replace(\".\", \"?\", regex=False)";

}  // namespace

std::string python(std::string_view text) {
  std::string quoted;
  text::appendJsonString(quoted, text);
  return quoted;
}

std::string pythonColumn(const std::string& name) {
  return "df[" + python(name) + "]";
}

std::string pandasReading(const Table& table, std::string_view file) {
  std::string text = readingOf(table, file);
  text.insert(0, text.starts_with("with open") ? "import io\n\n" : "");
  for (const ColumnInfo& column : table.columns()) {
    const std::string frame = pythonColumn(column.name);
    const bool number = column.type == ColumnType::Integer || column.type == ColumnType::Real;
    if (column.type == ColumnType::Time) {
      text += frame + " = pd.to_datetime(" + frame +
              ", format=" + (column.timeFormat.empty() ? "\"ISO8601\"" : python(column.timeFormat)) +
              ", errors=\"coerce\")\n";
    } else if (number && column.decimalComma) {
      text += frame + " = pd.to_numeric(" + frame + kThreesAway +
              ".str.replace(\",\", \".\", regex=False), errors=\"coerce\").astype(\"float64\")\n";
    } else if (number && column.rejected > 0) {
      text += frame + " = pd.to_numeric(" + frame + ", errors=\"coerce\")\n";
    }
  }
  return text;
}

}  // namespace tatara::dataset
