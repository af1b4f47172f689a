// Steps as JSON, what alerts propose, and applying them.
#include "core/dataset/fix.h"

#include <algorithm>
#include <array>

#include "core/base/number_text.h"
#include "core/dataset/internal/fix_words.h"
#include "core/text/error_phrase.h"
#include "core/text/json.h"

namespace tatara::dataset {
namespace {

using text::Json;
using By = Comparison::By;
using Kind = FixStep::Kind;

constexpr std::size_t kMostSteps = 1'000;
constexpr std::array<std::pair<Kind, std::string_view>, 10> kFixKinds{
    {{Kind::Trim, "trim"},
     {Kind::MakeMissing, "make_missing"},
     {Kind::DropColumns, "drop_columns"},
     {Kind::DropRows, "drop_rows"},
     {Kind::DropDuplicates, "drop_duplicates"},
     {Kind::ParseTimes, "parse_times"},
     {Kind::Rename, "rename"},
     {Kind::ChangeType, "change_type"},
     {Kind::FillMissing, "fill_missing"},
     {Kind::Scale, "scale"}}};
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

Json fixWordsJson(const std::vector<std::string>& words) {
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
    json.set("columns", fixWordsJson(step.columns));
  }
  if (!step.values.empty()) {
    json.set("values", fixWordsJson(step.values));
  }
  if (!step.where.empty()) {
    Json where = Json::array();
    for (const Comparison& one : step.where) {
      Json item = Json::object();
      item.set("column", one.column);
      item.set("is", signOf(one.by));
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

Error notUnderstood(const text::Phrase& what) {
  return text::sayError(ErrorKind::Parse, TATARA_SAYS("Phrase", "The recipe is not understood: %1"), {what});
}

Result<std::string> textFrom(const Json& json, std::string_view key) {
  const Json* value = json.find(key);
  if (!value) {
    return std::string();
  }
  return value->isString()
             ? Result<std::string>(*value->asString())
             : notUnderstood(text::Phrase::say(TATARA_SAYS("Phrase", "'%1' has to be a text"), {key}));
}

Result<std::vector<std::string>> textsFrom(const Json& json, std::string_view key) {
  std::vector<std::string> words;
  const Json* value = json.find(key);
  if (value && !value->isArray()) {
    return notUnderstood(text::Phrase::say(TATARA_SAYS("Phrase", "'%1' has to be a list of texts"), {key}));
  }
  for (const Json& item : value ? value->items() : Json::Array()) {
    if (!item.isString()) {
      return notUnderstood(text::Phrase::say(TATARA_SAYS("Phrase", "'%1' has to be a list of texts"), {key}));
    }
    words.push_back(*item.asString());
  }
  return words;
}

Result<std::vector<Comparison>> whereFrom(const Json& json) {
  std::vector<Comparison> comparisons;
  const Json* where = json.find("where");
  if (where && !where->isArray()) {
    return notUnderstood(text::Phrase::say(TATARA_SAYS("Phrase", "'where' has to be a list of comparisons")));
  }
  for (const Json& item : where ? where->items() : Json::Array()) {
    Comparison one;
    TATARA_ASSIGN(one.column, textFrom(item, "column"));
    TATARA_ASSIGN(one.value, textFrom(item, "value"));
    TATARA_ASSIGN(const std::string sign, textFrom(item, "is"));
    const auto by = parseSign(sign);
    if (!by || one.column.empty()) {
      return notUnderstood(text::Phrase::say(TATARA_SAYS(
          "Phrase", "a comparison has a 'column' and 'is' with =, <>, <, <=, >, >=, missing or present")));
    }
    one.by = *by;
    comparisons.push_back(std::move(one));
  }
  return comparisons;
}

Result<FixStep> stepFromJson(const Json& json) {
  if (!json.isObject()) {
    return notUnderstood(
        text::Phrase::say(TATARA_SAYS("Phrase", "a step has to be an object, not %1"), {json.typeName()}));
  }
  constexpr std::array<std::string_view, 8> kKeys{"do",    "columns", "values", "where",
                                                  "value", "format",  "type",   "factor"};
  for (const text::JsonMember& member : json.members()) {
    if (std::ranges::find(kKeys, member.key) == kKeys.end()) {
      return notUnderstood(text::Phrase::say(TATARA_SAYS("Phrase", "a step has no '%1'"), {member.key}));
    }
  }
  FixStep step;
  TATARA_ASSIGN(const std::string kind, textFrom(json, "do"));
  const auto known = valueOf(kFixKinds, kind);
  if (!known) {
    std::vector<std::string> words;
    for (const auto& [value, word] : kFixKinds) {
      words.emplace_back(word);
    }
    const auto nearest = nearestWord(kind, words);
    return notUnderstood(
        text::Phrase::say(nearest ? TATARA_SAYS("Phrase", "there is no step '%1'; the nearest is '%2'")
                                  : TATARA_SAYS("Phrase", "there is no step '%1'"),
                          {kind, nearest.value_or("")}));
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
      return notUnderstood(text::Phrase::say(
          TATARA_SAYS("Phrase", "'%1' is no type; there are integer, real, boolean, time and text"), {type}));
    }
    step.type = *parsed;
  }
  if (const Json* factor = json.find("factor")) {
    if (!factor->isNumber()) {
      return notUnderstood(text::Phrase::say(TATARA_SAYS("Phrase", "'factor' has to be a number")));
    }
    step.factor = *factor->asNumber();
  }
  TATARA_ASSIGN(step.where, whereFrom(json));
  return step;
}

}  // namespace

std::string_view toString(FixStep::Kind kind) {
  return wordOf(kFixKinds, kind);
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
    return notUnderstood(
        text::Phrase::say(TATARA_SAYS("Phrase", "it has to be an object with a list of 'steps'")));
  }
  if (value["steps"].items().size() > kMostSteps) {
    return notUnderstood(text::Phrase::say(TATARA_SAYS("Phrase", "it has more than a thousand steps")));
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
  return parseStepWords(line);
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
    TATARA_ASSIGN(step.where, parseCondition(fix.where));
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
    return text::sayError(ErrorKind::InvalidArgument, TATARA_SAYS("Phrase", "The recipe has no steps"));
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
