// Steps as JSON and as words, what alerts propose, and applying them.
#include "core/dataset/fix.h"

#include <algorithm>
#include <array>

#include "core/base/number_text.h"
#include "core/text/json.h"

namespace tatara::dataset {
namespace {

using text::Json;
using By = Comparison::By;
using Kind = FixStep::Kind;

constexpr std::size_t kMostSteps = 1'000;
constexpr std::array<std::pair<Kind, std::string_view>, 10> kKinds{{{Kind::Trim, "trim"},
                                                                    {Kind::MakeMissing, "make_missing"},
                                                                    {Kind::DropColumns, "drop_columns"},
                                                                    {Kind::DropRows, "drop_rows"},
                                                                    {Kind::DropDuplicates, "drop_duplicates"},
                                                                    {Kind::ParseTimes, "parse_times"},
                                                                    {Kind::Rename, "rename"},
                                                                    {Kind::ChangeType, "change_type"},
                                                                    {Kind::FillMissing, "fill_missing"},
                                                                    {Kind::Scale, "scale"}}};
constexpr std::array<std::pair<By, std::string_view>, 8> kSigns{{{By::Equal, "="},
                                                                 {By::Unequal, "<>"},
                                                                 {By::Less, "<"},
                                                                 {By::LessOrEqual, "<="},
                                                                 {By::Greater, ">"},
                                                                 {By::GreaterOrEqual, ">="},
                                                                 {By::IsMissing, "missing"},
                                                                 {By::IsPresent, "present"}}};

template <typename T, std::size_t N>
std::string_view wordOf(const std::array<std::pair<T, std::string_view>, N>& table, T value) {
  return std::ranges::find(table, value, &std::pair<T, std::string_view>::first)->second;
}
template <typename T, std::size_t N>
std::optional<T> valueOf(const std::array<std::pair<T, std::string_view>, N>& table, std::string_view word) {
  const auto found = std::ranges::find(table, word, &std::pair<T, std::string_view>::second);
  return found == table.end() ? std::nullopt : std::optional<T>(found->first);
}

// --- JSON ---

Json wordsJson(const std::vector<std::string>& words) {
  Json json = Json::array();
  for (const std::string& word : words) {
    json.append(word);
  }
  return json;
}

Json stepJson(const FixStep& step) {
  Json json = Json::object();
  json.set("do", toString(step.kind));
  if (!step.columns.empty()) {
    json.set("columns", wordsJson(step.columns));
  }
  if (!step.values.empty()) {
    json.set("values", wordsJson(step.values));
  }
  if (!step.where.empty()) {
    Json where = Json::array();
    for (const Comparison& one : step.where) {
      Json item = Json::object();
      item.set("column", one.column);
      item.set("is", wordOf(kSigns, one.by));
      if (one.by != By::IsMissing && one.by != By::IsPresent) {
        item.set("value", one.value);
      }
      where.append(std::move(item));
    }
    json.set("where", std::move(where));
  }
  if (!step.value.empty()) {
    json.set("value", step.value);
  }
  if (!step.format.empty()) {
    json.set("format", step.format);
  }
  if (step.kind == Kind::ChangeType) {
    json.set("type", toString(step.type));
  }
  if (step.kind == Kind::Scale) {
    json.set("factor", step.factor);
  }
  return json;
}

Error notUnderstood(const std::string& what) {
  return makeError(ErrorKind::Parse, "The recipe is not understood: " + what);
}

Result<std::string> textFrom(const Json& json, std::string_view key) {
  const Json* value = json.find(key);
  if (!value) {
    return std::string();
  }
  return value->isString() ? Result<std::string>(*value->asString())
                           : notUnderstood("'" + std::string(key) + "' has to be a text");
}

Result<std::vector<std::string>> textsFrom(const Json& json, std::string_view key) {
  std::vector<std::string> words;
  const Json* value = json.find(key);
  if (value && !value->isArray()) {
    return notUnderstood("'" + std::string(key) + "' has to be a list of texts");
  }
  for (const Json& item : value ? value->items() : Json::Array()) {
    if (!item.isString()) {
      return notUnderstood("'" + std::string(key) + "' has to be a list of texts");
    }
    words.push_back(*item.asString());
  }
  return words;
}

Result<FixStep> stepFromJson(const Json& json) {
  if (!json.isObject()) {
    return notUnderstood("a step has to be an object, not " + std::string(json.typeName()));
  }
  constexpr std::array<std::string_view, 8> kKeys{"do",    "columns", "values", "where",
                                                  "value", "format",  "type",   "factor"};
  for (const text::JsonMember& member : json.members()) {
    if (std::ranges::find(kKeys, member.key) == kKeys.end()) {
      return notUnderstood("a step has no '" + member.key + "'");
    }
  }
  FixStep step;
  TATARA_ASSIGN(const std::string kind, textFrom(json, "do"));
  const auto known = valueOf(kKinds, kind);
  if (!known) {
    std::vector<std::string> words;
    for (const auto& [value, word] : kKinds) {
      words.emplace_back(word);
    }
    const auto nearest = nearestWord(kind, words);
    return notUnderstood("there is no step '" + kind + "'" +
                         (nearest ? "; the nearest is '" + *nearest + "'" : ""));
  }
  step.kind = *known;
  TATARA_ASSIGN(step.columns, textsFrom(json, "columns"));
  TATARA_ASSIGN(step.values, textsFrom(json, "values"));
  TATARA_ASSIGN(step.value, textFrom(json, "value"));
  TATARA_ASSIGN(step.format, textFrom(json, "format"));
  TATARA_ASSIGN(const std::string type, textFrom(json, "type"));
  if (step.kind == Kind::ChangeType || !type.empty()) {
    const auto parsed = parseColumnType(type);
    if (!parsed) {
      return notUnderstood("'" + type + "' is no type; there are integer, real, boolean, time and text");
    }
    step.type = *parsed;
  }
  if (const Json* factor = json.find("factor")) {
    if (!factor->isNumber()) {
      return notUnderstood("'factor' has to be a number");
    }
    step.factor = *factor->asNumber();
  }
  const Json* where = json.find("where");
  if (where && !where->isArray()) {
    return notUnderstood("'where' has to be a list of comparisons");
  }
  for (const Json& item : where ? where->items() : Json::Array()) {
    Comparison one;
    TATARA_ASSIGN(one.column, textFrom(item, "column"));
    TATARA_ASSIGN(one.value, textFrom(item, "value"));
    TATARA_ASSIGN(const std::string sign, textFrom(item, "is"));
    const auto by = valueOf(kSigns, sign);
    if (!by || one.column.empty()) {
      return notUnderstood(
          "a comparison has a 'column' and 'is' with =, <>, <, <=, >, >=, missing or present");
    }
    one.by = *by;
    step.where.push_back(std::move(one));
  }
  return step;
}

// --- words ---

struct Token {
  std::string text;
  bool quoted = false;
  bool is(std::string_view word) const {
    return !quoted && std::ranges::equal(text, word, [](char a, char b) {
      return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
    });
  }
};

Result<std::vector<Token>> tokensOf(std::string_view line) {
  constexpr std::string_view kSigns2 = "<>=!";
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < line.size();) {
    const char c = line[i];
    if (c == ' ' || c == '\t') {
      ++i;
    } else if (c == '"' || c == '\'') {
      Token token{.text = {}, .quoted = true};
      for (++i; i < line.size(); ++i) {
        if (line[i] == c && (i + 1 == line.size() || line[i + 1] != c)) {
          break;
        }
        i += line[i] == c ? 1 : 0;  // a doubled quote is one
        token.text += line[i];
      }
      if (i >= line.size()) {
        return makeError(ErrorKind::Parse, "A quote is not closed in '" + std::string(line) + "'");
      }
      ++i;
      tokens.push_back(std::move(token));
    } else if (c == ',' || c == '(' || c == ')') {
      tokens.push_back({std::string(1, c), false});
      ++i;
    } else {
      const bool sign = kSigns2.find(c) != std::string_view::npos;
      std::size_t end = i + 1;
      const auto belongs = [&](char next) {
        const bool nextSign = kSigns2.find(next) != std::string_view::npos;
        return nextSign == sign && next != ' ' && next != '\t' && next != ',' && next != '(' && next != ')' &&
               next != '"' && next != '\'';
      };
      while (end < line.size() && belongs(line[end])) {
        ++end;
      }
      tokens.push_back({std::string(line.substr(i, end - i)), false});
      i = end;
    }
  }
  return tokens;
}

class StepParser {
 public:
  StepParser(std::string_view line, std::vector<Token> tokens) : m_line(line), m_tokens(std::move(tokens)) {}

  Result<FixStep> step() {
    FixStep step;
    if (take("trim")) {
      step.kind = Kind::Trim;
      step.columns = words({});
    } else if (take("missing")) {
      step.kind = Kind::MakeMissing;
      step.values = words("in");
      TATARA_TRY(expect("in"));
      step.columns = words({});
    } else if (take("drop")) {
      TATARA_TRY(drop(step));
    } else if (take("times")) {
      step.kind = Kind::ParseTimes;
      step.columns = words("as");
      if (take("as")) {
        TATARA_ASSIGN(step.format, word());
      }
    } else if (take("rename")) {
      step.kind = Kind::Rename;
      step.columns = words("to");
      TATARA_TRY(expect("to"));
      TATARA_ASSIGN(step.value, word());
    } else if (take("type")) {
      step.kind = Kind::ChangeType;
      step.columns = words("to");
      TATARA_TRY(expect("to"));
      TATARA_ASSIGN(const std::string type, word());
      const auto known = parseColumnType(type);
      if (!known) {
        return wrong("'" + type + "' is no type; there are integer, real, boolean, time and text");
      }
      step.type = *known;
    } else if (take("fill")) {
      step.kind = Kind::FillMissing;
      step.columns = words("with");
      TATARA_TRY(expect("with"));
      if (!take("median")) {
        TATARA_ASSIGN(step.value, word());
      }
    } else if (take("scale")) {
      step.kind = Kind::Scale;
      step.columns = words("by");
      TATARA_TRY(expect("by"));
      TATARA_ASSIGN(const std::string factor, word());
      const auto number = parseDouble(factor);
      if (!number) {
        return wrong("'" + factor + "' is no number");
      }
      step.factor = *number;
      if (take("where")) {
        TATARA_ASSIGN(step.where, comparisons());
      }
    } else {
      return wrong("it begins with none of trim, missing, drop, times, rename, type, fill and scale");
    }
    if (m_at != m_tokens.size()) {
      return wrong("'" + m_tokens[m_at].text + "' is too much");
    }
    if (step.columns.empty() && step.kind != Kind::DropRows && step.kind != Kind::DropDuplicates) {
      return wrong("it names no column");
    }
    return step;
  }

  Result<std::vector<Comparison>> condition() {
    TATARA_ASSIGN(auto result, comparisons());
    if (m_at != m_tokens.size()) {
      return wrong("'" + m_tokens[m_at].text + "' is too much");
    }
    return result;
  }

 private:
  Status drop(FixStep& step) {
    if (take("rows")) {
      step.kind = Kind::DropRows;
      TATARA_TRY(expect("where"));
      TATARA_ASSIGN(step.where, comparisons());
    } else if (take("duplicates")) {
      step.kind = Kind::DropDuplicates;
      if (take("by")) {
        step.columns = words({});
      }
    } else {
      step.kind = Kind::DropColumns;
      TATARA_TRY(take("column") ? Status() : expect("columns"));
      step.columns = words({});
    }
    return {};
  }

  Result<std::vector<Comparison>> comparisons() {
    std::vector<Comparison> all;
    do {
      Comparison one;
      TATARA_ASSIGN(one.column, word());
      if (take("is")) {
        const bool present = take("not") || (m_at < m_tokens.size() && m_tokens[m_at].is("present"));
        one.by = present ? By::IsPresent : By::IsMissing;
        if (!take("missing") && !take("null") && !take("present")) {
          return wrong("after 'is' comes missing, present or not missing");
        }
        all.push_back(std::move(one));
        continue;
      }
      if (m_at == m_tokens.size()) {
        return wrong("a comparison ends after '" + one.column + "'");
      }
      const std::string sign = m_tokens[m_at].quoted ? "" : m_tokens[m_at].text;
      const auto by = valueOf(kSigns, sign == "!=" ? "<>" : sign == "==" ? "=" : sign);
      if (!by || *by == By::IsMissing || *by == By::IsPresent) {
        return wrong("'" + m_tokens[m_at].text + "' is no comparison");
      }
      ++m_at;
      one.by = *by;
      if (m_at + 1 < m_tokens.size() && m_tokens[m_at].is("timestamp") && m_tokens[m_at + 1].quoted) {
        ++m_at;
      }
      TATARA_ASSIGN(one.value, word());
      if (one.value.ends_with("::DOUBLE")) {
        one.value.resize(one.value.size() - std::string_view("::DOUBLE").size());
      }
      all.push_back(std::move(one));
    } while (take("and"));
    return all;
  }

  bool take(std::string_view word) {
    const bool found = m_at < m_tokens.size() && m_tokens[m_at].is(word);
    m_at += found ? 1 : 0;
    return found;
  }
  Status expect(std::string_view word) {
    return take(word) ? Status() : Status(wrong("'" + std::string(word) + "' is missing"));
  }
  Result<std::string> word() {
    if (m_at == m_tokens.size()) {
      return wrong("it ends too early");
    }
    return m_tokens[m_at++].text;
  }
  // Up to the word that ends them; commas between them may stand.
  std::vector<std::string> words(std::string_view end) {
    std::vector<std::string> result;
    while (m_at < m_tokens.size() && (end.empty() || !m_tokens[m_at].is(end))) {
      if (!m_tokens[m_at].is(",")) {
        result.push_back(m_tokens[m_at].text);
      }
      ++m_at;
    }
    return result;
  }
  Error wrong(const std::string& what) const {
    return makeError(ErrorKind::InvalidArgument, "The step '" + m_line + "' is not understood: " + what);
  }

  std::string m_line;
  std::vector<Token> m_tokens;
  std::size_t m_at = 0;
};

std::string quotedWord(std::string_view word) {
  constexpr std::string_view kReserved[] = {"in",  "as",   "to",     "with",   "by",      "where",     "is",
                                            "and", "rows", "median", "column", "columns", "duplicates"};
  const bool plain = !word.empty() && word.find_first_of(" \t\"'<>=!(),") == std::string_view::npos &&
                     std::ranges::find(kReserved, word) == std::end(kReserved);
  return plain ? std::string(word) : quotedName(word);
}

std::string wordsText(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += " " + quotedWord(word);
  }
  return text;
}

std::string conditionText(const std::vector<Comparison>& where) {
  std::string text;
  for (const Comparison& one : where) {
    text += (text.empty() ? "" : " and ") + quotedWord(one.column) + " ";
    text += one.by == By::IsMissing   ? "is missing"
            : one.by == By::IsPresent ? "is present"
                                      : std::string(wordOf(kSigns, one.by)) + " " + quotedWord(one.value);
  }
  return text;
}

}  // namespace

std::string_view toString(FixStep::Kind kind) {
  return wordOf(kKinds, kind);
}

std::string toJsonText(const Recipe& recipe) {
  Json json = Json::object();
  if (!recipe.of.empty()) {
    json.set("of", recipe.of);
  }
  Json steps = Json::array();
  for (const FixStep& step : recipe.steps) {
    steps.append(stepJson(step));
  }
  json.set("steps", std::move(steps));
  return text::toJson(json);
}

Result<Recipe> recipeFromJson(std::string_view json) {
  TATARA_ASSIGN(const Json value,
                text::parseJson(json, {.maxBytes = 1u << 20, .maxValues = 100'000, .maxDepth = 8}));
  if (!value.isObject() || !value["steps"].isArray()) {
    return notUnderstood("it has to be an object with a list of 'steps'");
  }
  if (value["steps"].items().size() > kMostSteps) {
    return notUnderstood("it has more than a thousand steps");
  }
  Recipe recipe;
  TATARA_ASSIGN(recipe.of, textFrom(value, "of"));
  for (const Json& item : value["steps"].items()) {
    TATARA_ASSIGN(auto step, stepFromJson(item));
    recipe.steps.push_back(std::move(step));
  }
  return recipe;
}

Result<FixStep> parseStep(std::string_view line) {
  if (line.starts_with('{')) {
    TATARA_ASSIGN(const Json json,
                  text::parseJson(line, {.maxBytes = 1u << 20, .maxValues = 10'000, .maxDepth = 8}));
    return stepFromJson(json);
  }
  TATARA_ASSIGN(auto tokens, tokensOf(line));
  return StepParser(line, std::move(tokens)).step();
}

std::string toText(const FixStep& step) {
  const std::string columns = wordsText(step.columns);
  switch (step.kind) {
    case Kind::Trim:
      return "trim" + columns;
    case Kind::MakeMissing:
      return "missing" + wordsText(step.values) + " in" + columns;
    case Kind::DropColumns:
      return "drop columns" + columns;
    case Kind::DropRows:
      return "drop rows where " + conditionText(step.where);
    case Kind::DropDuplicates:
      return std::string("drop duplicates") + (columns.empty() ? "" : " by" + columns);
    case Kind::ParseTimes:
      return "times" + columns + (step.format.empty() ? "" : " as " + quotedName(step.format));
    case Kind::Rename:
      return "rename" + columns + " to " + quotedWord(step.value);
    case Kind::ChangeType:
      return "type" + columns + " to " + std::string(toString(step.type));
    case Kind::FillMissing:
      return "fill" + columns + " with " + (step.value.empty() ? "median" : quotedWord(step.value));
    case Kind::Scale:
      return "scale" + columns + " by " + tatara::toText(step.factor) +
             (step.where.empty() ? "" : " where " + conditionText(step.where));
  }
  return {};
}

Result<std::vector<FixStep>> stepsOf(const Fix& fix) {
  FixStep step;
  step.columns = fix.columns;
  switch (fix.kind) {
    case FixKind::Exclude:
      step.kind = Kind::DropColumns;
      break;
    case FixKind::Trim:
      step.kind = Kind::Trim;
      break;
    case FixKind::MakeMissing:
      step.kind = Kind::MakeMissing;
      step.values = fix.values;
      break;
    case FixKind::DropRows:
      step.kind = Kind::DropRows;
      step.columns.clear();
      break;
    case FixKind::Scale:
      step.kind = Kind::Scale;
      step.factor = fix.factor;
      break;
    case FixKind::Deduplicate:
      step.kind = Kind::DropDuplicates;
      break;
  }
  if (fix.kind == FixKind::DropRows || fix.kind == FixKind::Scale) {
    TATARA_ASSIGN(auto tokens, tokensOf(fix.where));
    TATARA_ASSIGN(step.where, StepParser(fix.where, std::move(tokens)).condition());
  }
  return std::vector<FixStep>{std::move(step)};
}

Result<std::optional<Version>> comparableVersion(sql::Connection& connection, const Version& version) {
  const auto stepsOfVersion = [](const Version& one) -> Result<std::vector<FixStep>> {
    if (one.madeBy.empty()) {
      return std::vector<FixStep>();
    }
    TATARA_ASSIGN(Recipe recipe, recipeFromJson(one.madeBy));
    return std::move(recipe.steps);
  };
  TATARA_ASSIGN(const auto steps, stepsOfVersion(version));
  TATARA_ASSIGN(const auto versions, loadVersions(connection, version.dataset));
  for (const Version& one : versions) {
    if (one.version < version.version) {
      const auto others = stepsOfVersion(one);
      if (others && *others == steps) {
        return std::optional<Version>(one);
      }
    }
  }
  return std::optional<Version>();
}

Result<Added> applyRecipe(store::Store& store, const artifact::ArtifactStore& artifacts, Engine& engine,
                          const Version& version, const Recipe& recipe, std::stop_token stop) {
  if (recipe.steps.empty()) {
    return makeError(ErrorKind::InvalidArgument, "The recipe has no steps");
  }
  const std::string name = version.name + "@" + std::to_string(version.version);
  const std::filesystem::path folder =
      engine.temporaryFolder() / ("fix-" + std::to_string(version.id.value()));
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  const std::filesystem::path file = folder / "data.parquet";
  {
    TATARA_ASSIGN(const Table table, openVersion(store, artifacts, engine, version, stop));
    TATARA_ASSIGN(const std::string sql,
                  recipeSql(recipe, table.columns(), table.relation(Table::Order::OfFile)));
    TATARA_TRY(engine.run(
        "COPY (" + sql + ") TO " + quotedText(file.string()) + " (FORMAT parquet, COMPRESSION zstd)", stop));
  }
  Recipe kept = recipe;
  kept.of = name;
  const std::string steps =
      std::to_string(recipe.steps.size()) + (recipe.steps.size() == 1 ? " step" : " steps");
  auto added = addDataset(store, artifacts, engine,
                          {.file = file,
                           .name = version.name,
                           .keeping = Keeping::Copy,
                           .madeBy = toJsonText(kept),
                           .source = name + " through " + steps},
                          stop);
  std::filesystem::remove_all(folder, failed);
  if (!added || added->version.id == version.id) {
    return added;
  }
  TATARA_TRY(store.write([&](store::Writer& writer) {
    return writer.sql().run(
        "INSERT OR IGNORE INTO edge VALUES('dataset_version', ?, 'dataset_version', ?, 'fixed', ?, ?)",
        std::to_string(version.id.value()), std::to_string(added->version.id.value()), steps,
        toUnixMillis(added->version.created));
  }));
  return added;
}

}  // namespace tatara::dataset
