// A recipe as SQL and as pandas code, written side by side so that they cannot part.
#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/number_text.h"
#include "core/dataset/fix.h"
#include "core/dataset/frame_filter.h"
#include "core/dataset/internal/fix_sql.h"
#include "core/dataset/internal/pandas_code.h"
#include "core/dataset/internal/type_phrase.h"
#include "core/text/error_phrase.h"
#include "core/text/json.h"

namespace tatara::dataset {
namespace {

constexpr std::string_view kSqlBlanks = "' ' || chr(9) || chr(10) || chr(13)";
constexpr std::string_view kPythonBlanks = "\" \\t\\n\\r\"";
constexpr const char* kWholePattern = "-?[0-9]{1,18}";
constexpr const char* kRealPattern = "[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?";

std::string sqlTrim(const std::string& column) {
  return "trim(" + column + ", " + std::string(kSqlBlanks) + ")";
}
std::string pythonTrim(const std::string& column) {
  return column + ".str.strip(" + std::string(kPythonBlanks) + ")";
}

std::string_view trimmedCode(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\n\r";
  const auto first = text.find_first_not_of(kBlanks);
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

struct Literal {
  std::string sql;
  std::string python;
};

Error unsuited(const std::string& column, ColumnType type, const text::Phrase& what) {
  return text::sayError(ErrorKind::InvalidArgument, TATARA_SAYS("Phrase", "%1 is of type %2 and %3"),
                        {column, typePhrase(type), what});
}

// A value of a column, as the engine and pandas write it.
Result<Literal> literalOf(const std::string& column, ColumnType type, std::string_view value) {
  switch (type) {
    case ColumnType::Text:
      return Literal{quotedText(value), python(value)};
    case ColumnType::Time: {
      const auto seconds = timeOf(value);
      if (!seconds) {
        return unsuited(
            column, type,
            text::Phrase::say(TATARA_SAYS("Phrase", "'%1' is no time such as 2026-01-31"), {value}));
      }
      std::string text = timeText(*seconds);
      std::ranges::replace(text, 'T', ' ');
      return Literal{"TIMESTAMP " + quotedText(text), "pd.Timestamp(" + python(text) + ")"};
    }
    case ColumnType::Boolean:
      if (value == "true" || value == "false") {
        return Literal{std::string(value), value == "true" ? "True" : "False"};
      }
      return unsuited(column, type,
                      text::Phrase::say(TATARA_SAYS("Phrase", "'%1' is neither true nor false"), {value}));
    default:
      break;
  }
  const auto number = parseDouble(value);
  if (!number || !std::isfinite(*number)) {
    return unsuited(column, type, text::Phrase::say(TATARA_SAYS("Phrase", "'%1' is no number"), {value}));
  }
  const std::string text = parseInt(value) ? std::string(value) : tatara::toText(*number);
  return Literal{parseInt(value) ? text : text + "::DOUBLE", text};
}

// Follows the columns through the steps and writes each.
class CodeWriter {
 public:
  explicit CodeWriter(const std::vector<ColumnInfo>& columns) {
    for (const ColumnInfo& column : columns) {
      if (column.type != ColumnType::Unsupported) {
        m_columns.push_back({column.name, column.type});
      }
    }
  }

  const std::vector<std::pair<std::string, ColumnType>>& columns() const { return m_columns; }
  // SELECT … FROM {from} …, with a column `order` that is carried along.
  const std::string& sql() const { return m_sql; }
  const std::string& pandas() const { return m_pandas; }

  Status write(const FixStep& step, const std::string& from, const std::string& order) {
    m_from = from;
    m_order = order;
    m_sql.clear();
    m_pandas.clear();
    using Kind = FixStep::Kind;
    const bool needsColumns = step.kind != Kind::DropRows && step.kind != Kind::DropDuplicates;
    if (needsColumns && step.columns.empty()) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "The step '%1' names no column"), {stepText(step)});
    }
    for (const std::string& column : step.columns) {
      TATARA_TRY(typeOf(column));
    }
    switch (step.kind) {
      case Kind::Trim:
        return replaceEach(step, [&](const auto& name, ColumnType type) { return trim(name, type); });
      case Kind::MakeMissing:
        return replaceEach(step, [&](const auto& name, ColumnType type) { return blank(step, name, type); });
      case Kind::ParseTimes:
        return replaceEach(step, [&](const auto& name, ColumnType type) { return time(step, name, type); });
      case Kind::ChangeType:
        return replaceEach(step, [&](const auto& name, ColumnType type) { return cast(step, name, type); });
      case Kind::FillMissing:
        return replaceEach(step, [&](const auto& name, ColumnType type) { return fill(step, name, type); });
      case Kind::Scale:
        return replaceEach(step, [&](const auto& name, ColumnType type) { return scale(step, name, type); });
      case Kind::DropColumns:
        return dropColumns(step);
      case Kind::DropRows:
        return dropRows(step);
      case Kind::DropDuplicates:
        return dropDuplicates(step);
      case Kind::Rename:
        return rename(step);
    }
    return {};
  }

 private:
  struct Replaced {
    std::string sql;
    std::string python;
    ColumnType type = ColumnType::Text;
  };

  Result<ColumnType> typeOf(const std::string& name) const {
    std::vector<std::string> known;
    for (const auto& [column, type] : m_columns) {
      if (column == name) {
        return type;
      }
      known.push_back(column);
    }
    const auto nearest = nearestWord(name, known);
    return text::sayError(
        ErrorKind::NotFound,
        nearest ? TATARA_SAYS("Phrase", "There is no column '%1' at this step; the nearest name is '%2'")
                : TATARA_SAYS("Phrase", "There is no column '%1' at this step"),
        {name, nearest.value_or("")});
  }

  Status replaceEach(const FixStep& step, const auto& replaced) {
    std::string list;
    for (const std::string& name : step.columns) {
      TATARA_ASSIGN(const ColumnType type, typeOf(name));
      TATARA_ASSIGN(const Replaced one, replaced(name, type));
      list += (list.empty() ? "" : ", ") + one.sql + " AS " + quotedName(name);
      m_pandas += pythonColumn(name) + " = " + one.python + "\n";
      for (auto& [column, kept] : m_columns) {
        kept = column == name ? one.type : kept;
      }
    }
    m_sql = "SELECT * REPLACE (" + list + ") FROM " + m_from;
    return {};
  }

  static Result<Replaced> trim(const std::string& name, ColumnType type) {
    if (type != ColumnType::Text) {
      return unsuited(name, type, text::Phrase::say(TATARA_SAYS("Phrase", "has no blanks to take off")));
    }
    return Replaced{"nullif(" + sqlTrim(quotedName(name)) + ", '')",
                    pythonTrim(pythonColumn(name)) + ".replace(\"\", None)", type};
  }

  static Result<Replaced> blank(const FixStep& step, const std::string& name, ColumnType type) {
    if (step.values.empty()) {
      return text::sayError(ErrorKind::InvalidArgument, TATARA_SAYS("Phrase", "The step '%1' names no value"),
                            {stepText(step)});
    }
    std::string sql;
    std::string py;
    for (const std::string& value : step.values) {
      const std::string_view word = type == ColumnType::Text ? trimmedCode(value) : std::string_view(value);
      const auto literal = literalOf(name, type, word);
      // A word among numbers did not fit and is missing already.
      if (!literal && type != ColumnType::Text && step.columns.size() + step.values.size() > 2) {
        continue;
      }
      TATARA_TRY(literal);
      sql += (sql.empty() ? "" : ", ") + literal->sql;
      py += (py.empty() ? "" : ", ") + literal->python;
    }
    const std::string column = quotedName(name);
    const std::string frame = pythonColumn(name);
    if (sql.empty()) {
      return Replaced{column, frame, type};
    }
    const bool text = type == ColumnType::Text;
    return Replaced{"CASE WHEN " + (text ? sqlTrim(column) : column) + " IN (" + sql + ") THEN NULL ELSE " +
                        column + " END",
                    frame + ".mask(" + (text ? pythonTrim(frame) : frame) + ".isin([" + py + "]))", type};
  }

  static Result<Replaced> time(const FixStep& step, const std::string& name, ColumnType type) {
    const std::string column = quotedName(name);
    const std::string frame = pythonColumn(name);
    if (type == ColumnType::Time) {
      return Replaced{column, frame, type};
    }
    if (type != ColumnType::Text) {
      return unsuited(
          name, type,
          text::Phrase::say(TATARA_SAYS("Phrase", "is not read as a time; change it to text first")));
    }
    constexpr std::string_view kDirectives = "YymdHMSfbBpIj%";
    for (std::size_t i = 0; i < step.format.size(); ++i) {
      if (step.format[i] == '%' &&
          (++i == step.format.size() || kDirectives.find(step.format[i]) == std::string_view::npos)) {
        return text::sayError(ErrorKind::InvalidArgument,
                              TATARA_SAYS("Phrase", "The time format '%1' is not understood; there are %2"),
                              {step.format, "%Y %y %m %d %H %M %S %f %b %B %p %I %j"});
      }
    }
    if (step.format.empty()) {
      return Replaced{"try_cast(" + sqlTrim(column) + " AS TIMESTAMP)",
                      "pd.to_datetime(" + pythonTrim(frame) + ", format=\"ISO8601\", errors=\"coerce\")",
                      ColumnType::Time};
    }
    return Replaced{
        "try_strptime(" + sqlTrim(column) + ", " + quotedText(step.format) + ")",
        "pd.to_datetime(" + pythonTrim(frame) + ", format=" + python(step.format) + ", errors=\"coerce\")",
        ColumnType::Time};
  }

  static Result<Replaced> cast(const FixStep& step, const std::string& name, ColumnType from) {
    const std::string column = quotedName(name);
    const std::string frame = pythonColumn(name);
    const ColumnType to = step.type;
    if (from == to) {
      return Replaced{column, frame, to};
    }
    if (from == ColumnType::Text) {
      return castText(step, name);
    }
    const bool number = from == ColumnType::Integer || from == ColumnType::Real;
    if (to == ColumnType::Text) {
      return castToText(name, from);
    }
    if (to == ColumnType::Real && (number || from == ColumnType::Boolean)) {
      return Replaced{"CAST(" + column + " AS DOUBLE)", frame + ".astype(\"Float64\").astype(float)", to};
    }
    if (to == ColumnType::Integer && from == ColumnType::Boolean) {
      return Replaced{"CAST(" + column + " AS BIGINT)", frame + ".astype(\"boolean\").astype(\"Int64\")", to};
    }
    if (to == ColumnType::Integer && from == ColumnType::Real) {
      const std::string whole = "(" + frame + " == " + frame + ".round()) & (" + frame + ".abs() < 9e15)";
      return Replaced{"CASE WHEN " + column + " = floor(" + column + ") AND abs(" + column +
                          ") < 9e15 THEN CAST(" + column + " AS BIGINT) END",
                      frame + ".where(" + whole + ").astype(\"Int64\")", to};
    }
    return unsuited(name, from,
                    text::Phrase::say(TATARA_SAYS("Phrase", "cannot become %1"), {typePhrase(to)}));
  }

  static Result<Replaced> castText(const FixStep& step, const std::string& name) {
    const std::string text = sqlTrim(quotedName(name));
    const std::string frame = pythonTrim(pythonColumn(name));
    const auto matching = [&](const char* pattern, const char* type, const char* dtype) {
      return Replaced{"CASE WHEN regexp_full_match(" + text + ", " + quotedText(pattern) + ") THEN CAST(" +
                          text + " AS " + type + ") END",
                      frame + ".astype(\"string\").where(lambda s: s.str.fullmatch(r\"" + pattern +
                          "\").fillna(False)).astype(\"" + dtype + "\")",
                      step.type};
    };
    switch (step.type) {
      case ColumnType::Integer:
        return matching(kWholePattern, "BIGINT", "Int64");
      case ColumnType::Real:
        return matching(kRealPattern, "DOUBLE", "Float64");
      case ColumnType::Boolean:
        return Replaced{"CASE lower(" + text + ") WHEN 'true' THEN true WHEN 'false' THEN false END",
                        frame + ".str.lower().map({\"true\": True, \"false\": False})", step.type};
      case ColumnType::Time:
        return time({.kind = FixStep::Kind::ParseTimes}, name, ColumnType::Text);
      default:
        return unsuited(
            name, ColumnType::Text,
            text::Phrase::say(TATARA_SAYS("Phrase", "cannot become %1"), {typePhrase(step.type)}));
    }
  }

  static Result<Replaced> castToText(const std::string& name, ColumnType from) {
    const std::string column = quotedName(name);
    const std::string frame = pythonColumn(name);
    switch (from) {
      case ColumnType::Integer:
        return Replaced{"CAST(" + column + " AS VARCHAR)",
                        frame + ".astype(\"Int64\").astype(\"string\").astype(object)", ColumnType::Text};
      case ColumnType::Boolean:
        return Replaced{"CAST(" + column + " AS VARCHAR)", frame + ".map({True: \"true\", False: \"false\"})",
                        ColumnType::Text};
      case ColumnType::Time:
        return Replaced{"strftime(" + column + ", '%Y-%m-%d %H:%M:%S')",
                        frame + ".dt.strftime(\"%Y-%m-%d %H:%M:%S\")", ColumnType::Text};
      case ColumnType::Real:
        return Replaced{"CAST(" + column + " AS VARCHAR)", frame + ".map(repr, na_action=\"ignore\")",
                        ColumnType::Text};
      default:
        return unsuited(
            name, from,
            text::Phrase::say(TATARA_SAYS("Phrase", "cannot become %1"), {typePhrase(ColumnType::Text)}));
    }
  }

  Result<Replaced> fill(const FixStep& step, const std::string& name, ColumnType type) const {
    const std::string column = quotedName(name);
    const std::string frame = pythonColumn(name);
    const bool number = type == ColumnType::Integer || type == ColumnType::Real;
    if (step.value.empty()) {
      if (!number) {
        return unsuited(name, type,
                        text::Phrase::say(TATARA_SAYS("Phrase", "has no median; say what to fill in")));
      }
      return Replaced{
          "coalesce(CAST(" + column + " AS DOUBLE), (SELECT median(" + column + ") FROM " + m_from + "))",
          frame + ".astype(float).fillna(" + frame + ".median())", ColumnType::Real};
    }
    if (type == ColumnType::Integer && !parseInt(step.value)) {
      return unsuited(
          name, type,
          text::Phrase::say(TATARA_SAYS("Phrase", "'%1' is no whole number; change the type to real first"),
                            {step.value}));
    }
    TATARA_ASSIGN(const Literal literal, literalOf(name, type, step.value));
    return Replaced{"coalesce(" + column + ", " + literal.sql + ")",
                    frame + ".fillna(" + literal.python + ")", type};
  }

  Result<Replaced> scale(const FixStep& step, const std::string& name, ColumnType type) const {
    if (type != ColumnType::Integer && type != ColumnType::Real) {
      return unsuited(name, type, text::Phrase::say(TATARA_SAYS("Phrase", "has no numbers to scale")));
    }
    if (!std::isfinite(step.factor)) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "The factor has to be a number"));
    }
    const std::string column = "CAST(" + quotedName(name) + " AS DOUBLE)";
    const std::string frame = pythonColumn(name) + ".astype(float)";
    const std::string factor = tatara::toText(step.factor);
    const std::string sqlScaled = column + " * " + factor + "::DOUBLE";
    if (step.where.empty()) {
      return Replaced{sqlScaled, frame + " * " + factor, ColumnType::Real};
    }
    TATARA_ASSIGN(const Literal condition, conditionOf(step.where));
    return Replaced{"CASE WHEN " + condition.sql + " THEN " + sqlScaled + " ELSE " + column + " END",
                    frame + ".mask(" + condition.python + ", " + frame + " * " + factor + ")",
                    ColumnType::Real};
  }

  // Holds or not, never unknown.
  Result<Literal> conditionOf(const std::vector<Comparison>& where) const {
    Literal all;
    for (const Comparison& one : where) {
      TATARA_ASSIGN(const ColumnType type, typeOf(one.column));
      const std::string column = quotedName(one.column);
      const std::string frame = pythonColumn(one.column);
      Literal part;
      if (one.by == Comparison::By::IsMissing || one.by == Comparison::By::IsPresent) {
        const bool missing = one.by == Comparison::By::IsMissing;
        part = {column + (missing ? " IS NULL" : " IS NOT NULL"), frame + (missing ? ".isna()" : ".notna()")};
      } else {
        const bool text = type == ColumnType::Text;
        TATARA_ASSIGN(
            const Literal value,
            literalOf(one.column, type, text ? trimmedCode(one.value) : std::string_view(one.value)));
        constexpr const char* kSql[] = {" = ", " <> ", " < ", " <= ", " > ", " >= "};
        constexpr const char* kPython[] = {" == ", " != ", " < ", " <= ", " > ", " >= "};
        const auto sign = static_cast<std::size_t>(one.by);
        if (text && sign > 1) {
          return unsuited(one.column, type,
                          text::Phrase::say(TATARA_SAYS("Phrase", "is compared by = and <> only")));
        }
        part = {"coalesce(" + (text ? sqlTrim(column) : column) + kSql[sign] + value.sql + ", false)",
                "(" + frame + ".notna() & (" + (text ? pythonTrim(frame) : frame) + kPython[sign] +
                    value.python + "))"};
      }
      all.sql += (all.sql.empty() ? "" : " AND ") + part.sql;
      all.python += (all.python.empty() ? "" : " & ") + part.python;
    }
    return all;
  }

  Status dropColumns(const FixStep& step) {
    std::string sql;
    std::string py;
    for (const std::string& name : std::set<std::string>(step.columns.begin(), step.columns.end())) {
      sql += (sql.empty() ? "" : ", ") + quotedName(name);
      py += (py.empty() ? "" : ", ") + python(name);
      std::erase_if(m_columns, [&](const auto& column) { return column.first == name; });
    }
    if (m_columns.empty()) {
      return text::sayError(ErrorKind::InvalidArgument, TATARA_SAYS("Phrase", "No column would be left"));
    }
    m_sql = "SELECT * EXCLUDE (" + sql + ") FROM " + m_from;
    m_pandas = "df = df.drop(columns=[" + py + "])\n";
    return {};
  }

  Status dropRows(const FixStep& step) {
    if (step.where.empty()) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "It is not said which rows to leave out"));
    }
    TATARA_ASSIGN(const Literal condition, conditionOf(step.where));
    m_sql = "SELECT * FROM " + m_from + " WHERE NOT (" + condition.sql + ")";
    m_pandas = "df = df[~(" + condition.python + ")]\n";
    return {};
  }

  Status dropDuplicates(const FixStep& step) {
    std::string sql;
    std::string py;
    for (const std::string& name : step.columns) {
      py += (py.empty() ? "" : ", ") + python(name);
    }
    for (const auto& [name, type] : m_columns) {
      if (step.columns.empty() || std::ranges::find(step.columns, name) != step.columns.end()) {
        sql += (sql.empty() ? "" : ", ") + quotedName(name);
      }
    }
    m_sql = "SELECT * FROM " + m_from + " QUALIFY row_number() OVER (PARTITION BY " + sql + " ORDER BY " +
            m_order + ") = 1";
    m_pandas = "df = df.drop_duplicates(" + (py.empty() ? "" : "subset=[" + py + "]") + ")\n";
    return {};
  }

  Status rename(const FixStep& step) {
    const std::string& from = step.columns.front();
    if (step.columns.size() != 1 || step.value.empty()) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "To rename takes one column and its new name"));
    }
    for (auto& [name, type] : m_columns) {
      if (name == step.value) {
        return text::sayError(ErrorKind::InvalidArgument,
                              TATARA_SAYS("Phrase", "There is already a column '%1'"), {step.value});
      }
    }
    std::string list;
    for (auto& [name, type] : m_columns) {
      list += ", " + quotedName(name) + (name == from ? " AS " + quotedName(step.value) : "");
      name = name == from ? step.value : name;
    }
    m_sql = "SELECT " + m_order + list + " FROM " + m_from;
    m_pandas = "df = df.rename(columns={" + python(from) + ": " + python(step.value) + "})\n";
    return {};
  }

  std::vector<std::pair<std::string, ColumnType>> m_columns;
  std::string m_from;
  std::string m_order;
  std::string m_sql;
  std::string m_pandas;
};

}  // namespace

Result<RecipeChain> recipeChain(const Recipe& recipe, const std::vector<ColumnInfo>& columns,
                                std::string_view from) {
  // A name for the rows' order that no column has, now or later.
  std::string order = "_row";
  const auto taken = [&] {
    return std::ranges::any_of(columns, [&](const ColumnInfo& column) { return column.name == order; }) ||
           std::ranges::any_of(recipe.steps, [&](const FixStep& step) { return step.value == order; });
  };
  while (taken()) {
    order += "_";
  }
  CodeWriter writer(columns);
  RecipeChain chain;
  chain.order = quotedName(order);
  chain.last = "step" + std::to_string(recipe.steps.size());
  chain.with =
      "WITH step0 AS (SELECT row_number() OVER () AS " + chain.order + ", * FROM " + std::string(from) + ")";
  for (std::size_t i = 0; i < recipe.steps.size(); ++i) {
    TATARA_TRY(writer.write(recipe.steps[i], "step" + std::to_string(i), chain.order));
    chain.with += ",\n  step" + std::to_string(i + 1) + " AS (" + writer.sql() + ")";
  }
  chain.columns = writer.columns();
  return chain;
}

Result<std::string> recipeSql(const Recipe& recipe, const std::vector<ColumnInfo>& columns,
                              std::string_view from) {
  TATARA_ASSIGN(const RecipeChain chain, recipeChain(recipe, columns, from));
  std::string list;
  for (const auto& [name, type] : chain.columns) {
    list += (list.empty() ? "" : ", ") + quotedName(name);
  }
  return chain.with + "\nSELECT " + list + " FROM " + chain.last + " ORDER BY " + chain.order;
}

Result<std::string> recipePandas(const Recipe& recipe, const Table& table, std::string_view file) {
  std::string code = "import pandas as pd\n\n" + pandasReading(table, file);
  CodeWriter writer(table.columns());
  for (const FixStep& step : recipe.steps) {
    TATARA_TRY(writer.write(step, "data", "order"));
    std::string comment = stepText(step);
    std::ranges::replace_if(
        comment, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
    code += "\n# " + comment + "\n" + writer.pandas();
  }
  return code + "df = df.reset_index(drop=True)\n";
}

}  // namespace tatara::dataset
