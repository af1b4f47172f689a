// A contract as YAML.
#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/number_text.h"
#include "core/dataset/contract.h"
#include "core/dataset/frame.h"
#include "core/dataset/frame_filter.h"
#include "core/text/error_phrase.h"
#include "core/text/yaml.h"

namespace tatara::dataset {
namespace {

using text::Json;

Json numberJson(const ColumnRules& rules, double value) {
  if (rules.type == ColumnType::Time) {
    return timeText(value);
  }
  constexpr double kExact = 9e15;
  return value == std::floor(value) && std::abs(value) < kExact ? Json(static_cast<std::int64_t>(value))
                                                                : Json(value);
}

Json wordsJson(const std::vector<std::string>& words) {
  Json json = Json::array();
  for (const std::string& word : words) {
    json.append(word);
  }
  return json;
}

Json distributionJson(const ExpectedDistribution& distribution) {
  Json json = Json::object();
  json.set("psi", distribution.mostPsi);
  if (distribution.values.empty()) {
    Json cuts = Json::array();
    for (const double cut : distribution.cuts) {
      cuts.append(cut);
    }
    json.set("cuts", std::move(cuts));
  } else {
    json.set("values", wordsJson(distribution.values));
  }
  Json counts = Json::array();
  for (const std::uint64_t count : distribution.counts) {
    counts.append(count);
  }
  json.set("counts", std::move(counts));
  json.set("missing", distribution.missing);
  return json;
}

Json columnJson(const ColumnRules& rules) {
  Json json = Json::object();
  json.set("name", rules.name);
  if (rules.type) {
    json.set("type", toString(*rules.type));
  }
  if (!rules.required) {
    json.set("required", false);
  }
  if (rules.mostMissing) {
    json.set("missing", *rules.mostMissing);
  }
  if (rules.mostMisfits) {
    json.set("misfits", *rules.mostMisfits);
  }
  if (rules.least) {
    json.set("min", numberJson(rules, *rules.least));
  }
  if (rules.greatest) {
    json.set("max", numberJson(rules, *rules.greatest));
  }
  if (rules.unique) {
    json.set("unique", true);
  }
  if (rules.allowed) {
    json.set("allowed", wordsJson(*rules.allowed));
  }
  if (!rules.patterns.empty()) {
    json.set("patterns", wordsJson(rules.patterns));
  }
  if (rules.regular) {
    Json regular = Json::object();
    regular.set("seconds", rules.regular->seconds);
    if (!rules.regular->hours.empty()) {
      regular.set("hours", rules.regular->hours);
    }
    regular.set("gaps", rules.regular->mostGaps);
    json.set("regular", std::move(regular));
  }
  if (rules.distribution) {
    json.set("distribution", distributionJson(*rules.distribution));
  }
  return json;
}

text::Phrase kindOf(const Json& json) {
  return text::Phrase::say(json.isNull()     ? TATARA_SAYS("Phrase", "nothing")
                           : json.isBool()   ? TATARA_SAYS("Phrase", "a flag")
                           : json.isNumber() ? TATARA_SAYS("Phrase", "this number")
                           : json.isString() ? TATARA_SAYS("Phrase", "a text")
                           : json.isArray()  ? TATARA_SAYS("Phrase", "a list")
                                             : TATARA_SAYS("Phrase", "a mapping"));
}

// Reads values and remembers the first that is not as it should be, with its place.
class ContractReader {
 public:
  explicit ContractReader(const text::YamlDocument& document) : m_document(document) {}

  std::optional<Error> problem;

  void fail(const std::string& path, const text::Phrase& what) {
    if (!problem) {
      const text::TextPlace place = m_document.placeOf(path);
      problem = text::sayError(
          ErrorKind::Parse, TATARA_SAYS("Phrase", "The contract is not understood: %1 (line %2, column %3)"),
          {what, std::to_string(place.line), std::to_string(place.column)});
    }
  }

  // Whether it is a mapping of these keys only.
  bool mapping(const Json& json, const std::string& path, std::initializer_list<std::string_view> keys) {
    if (!json.isObject()) {
      fail(path, text::Phrase::say(TATARA_SAYS("Phrase", "%1 has to be a mapping, not %2"),
                                   {nameOf(path), kindOf(json)}));
      return false;
    }
    for (const text::JsonMember& member : json.members()) {
      if (std::ranges::find(keys, member.key) == keys.end()) {
        const auto nearest = nearestWord(member.key, std::vector<std::string>(keys.begin(), keys.end()));
        fail(path + "/" + member.key,
             text::Phrase::say(nearest ? TATARA_SAYS("Phrase", "there is no key '%1'; the nearest is '%2'")
                                       : TATARA_SAYS("Phrase", "there is no key '%1'"),
                               {member.key, nearest.value_or("")}));
      }
    }
    return true;
  }

  void flag(const Json& json, const std::string& path, std::string_view key, bool& target) {
    if (const Json* value = json.find(key)) {
      value->isBool()
          ? void(target = *value->asBool())
          : failKind(path, key, text::Phrase::say(TATARA_SAYS("Phrase", "true or false")), *value);
    }
  }
  void word(const Json& json, const std::string& path, std::string_view key, std::string& target) {
    if (const Json* value = json.find(key)) {
      value->isString() ? void(target = *value->asString())
                        : failKind(path, key, text::Phrase::say(TATARA_SAYS("Phrase", "a text")), *value);
    }
  }
  std::optional<double> number(const Json& json, const std::string& path, std::string_view key, double least,
                               double greatest) {
    const Json* value = json.find(key);
    if (!value) {
      return {};
    }
    const auto found = value->isNumber() ? value->asNumber() : std::nullopt;
    if (!found || !(*found >= least) || !(*found <= greatest)) {
      failKind(path, key,
               text::Phrase::say(TATARA_SAYS("Phrase", "a number from %1 to %2"),
                                 {toText(least), toText(greatest)}),
               *value);
      return {};
    }
    return found;
  }
  std::optional<std::uint64_t> count(const Json& json, const std::string& path, std::string_view key) {
    const Json* value = json.find(key);
    if (!value) {
      return {};
    }
    if (!value->isInt() || *value->asInt() < 0) {
      failKind(path, key, text::Phrase::say(TATARA_SAYS("Phrase", "a whole number not below zero")), *value);
      return {};
    }
    return static_cast<std::uint64_t>(*value->asInt());
  }
  // What is plain in YAML and looks like a number or a flag is taken as it would be written.
  std::optional<std::vector<std::string>> words(const Json& json, const std::string& path,
                                                std::string_view key) {
    const Json* value = json.find(key);
    if (!value) {
      return {};
    }
    if (!value->isArray()) {
      failKind(path, key, text::Phrase::say(TATARA_SAYS("Phrase", "a list")), *value);
      return {};
    }
    std::vector<std::string> result;
    for (const Json& item : value->items()) {
      if (item.isString()) {
        result.push_back(*item.asString());
      } else {
        fail(path + "/" + std::string(key) + "/" + std::to_string(result.size()),
             text::Phrase::say(TATARA_SAYS("Phrase", "a list of texts holds %1; put it in quotes"),
                               {kindOf(item)}));
        return {};
      }
    }
    return result;
  }

  void failKind(const std::string& path, std::string_view key, const text::Phrase& wanted,
                const Json& found) {
    fail(path + "/" + std::string(key), text::Phrase::say(TATARA_SAYS("Phrase", "'%1' has to be %2, not %3"),
                                                          {std::string(key), wanted, kindOf(found)}));
  }

 private:
  static text::Phrase nameOf(const std::string& path) {
    return path.empty() ? text::Phrase::say(TATARA_SAYS("Phrase", "it"))
                        : text::Phrase("'" + path.substr(path.rfind('/') + 1) + "'");
  }

  const text::YamlDocument& m_document;
};

constexpr double kHuge = std::numeric_limits<double>::max();

std::optional<double> boundOf(ContractReader& reader, const Json& json, const std::string& path,
                              std::string_view key, const ColumnRules& rules) {
  const Json* value = json.find(key);
  if (value && rules.type == ColumnType::Time) {
    const auto time = value->isString() ? timeOf(*value->asString()) : std::nullopt;
    if (!time) {
      reader.failKind(path, key, text::Phrase::say(TATARA_SAYS("Phrase", "a time such as 2026-01-31")),
                      *value);
    }
    return time;
  }
  return reader.number(json, path, key, -kHuge, kHuge);
}

void readDistribution(ContractReader& reader, const Json& json, const std::string& path, ColumnRules& rules) {
  if (!reader.mapping(json, path, {"psi", "cuts", "values", "counts", "missing"})) {
    return;
  }
  ExpectedDistribution result;
  result.mostPsi = reader.number(json, path, "psi", 0, kHuge).value_or(result.mostPsi);
  result.values = reader.words(json, path, "values").value_or(std::vector<std::string>());
  for (const Json& cut : json["cuts"].items()) {
    if (!cut.isNumber() || (!result.cuts.empty() && !(result.cuts.back() < *cut.asNumber()))) {
      reader.fail(path + "/cuts",
                  text::Phrase::say(TATARA_SAYS("Phrase", "'cuts' has to be a list of ascending numbers")));
      return;
    }
    result.cuts.push_back(*cut.asNumber());
  }
  for (const Json& count : json["counts"].items()) {
    if (!count.isInt() || *count.asInt() < 0) {
      reader.fail(path + "/counts",
                  text::Phrase::say(
                      TATARA_SAYS("Phrase", "'counts' has to be a list of whole numbers not below zero")));
      return;
    }
    result.counts.push_back(static_cast<std::uint64_t>(*count.asInt()));
  }
  result.missing = reader.count(json, path, "missing").value_or(0);
  const std::size_t bins = (result.values.empty() ? result.cuts.size() : result.values.size()) + 1;
  if (result.counts.size() != bins) {
    reader.fail(
        path + "/counts",
        text::Phrase::say(
            TATARA_SAYS("Phrase", "'counts' has to have %1 numbers, one more than there are cuts or values"),
            {std::to_string(bins)}));
  }
  rules.distribution = std::move(result);
}

void readRegular(ContractReader& reader, const Json& json, const std::string& path, ColumnRules& rules) {
  if (!reader.mapping(json, path, {"seconds", "hours", "gaps"})) {
    return;
  }
  RegularTimes result;
  constexpr double kLeastStep = 1e-6;
  const auto seconds = reader.number(json, path, "seconds", kLeastStep, kHuge);
  if (!seconds) {
    reader.fail(path, text::Phrase::say(TATARA_SAYS("Phrase", "'regular' needs 'seconds', the step")));
    return;
  }
  result.seconds = *seconds;
  reader.word(json, path, "hours", result.hours);
  result.mostGaps = reader.count(json, path, "gaps").value_or(0);
  rules.regular = std::move(result);
}

ColumnRules readColumn(ContractReader& reader, const Json& json, const std::string& path) {
  ColumnRules rules;
  if (!reader.mapping(json, path,
                      {"name", "type", "required", "missing", "misfits", "min", "max", "unique", "allowed",
                       "patterns", "regular", "distribution"})) {
    return rules;
  }
  reader.word(json, path, "name", rules.name);
  if (!json.find("name")) {
    reader.fail(path, text::Phrase::say(TATARA_SAYS("Phrase", "a column needs a 'name'")));
  }
  std::string type;
  reader.word(json, path, "type", type);
  if (!type.empty()) {
    rules.type = parseColumnType(type);
    if (!rules.type) {
      reader.fail(
          path + "/type",
          text::Phrase::say(
              TATARA_SAYS("Phrase", "'%1' is no type; there are integer, real, boolean, time and text"),
              {type}));
    }
  }
  reader.flag(json, path, "required", rules.required);
  reader.flag(json, path, "unique", rules.unique);
  rules.mostMissing = reader.number(json, path, "missing", 0, 1);
  rules.mostMisfits = reader.number(json, path, "misfits", 0, 1);
  rules.least = boundOf(reader, json, path, "min", rules);
  rules.greatest = boundOf(reader, json, path, "max", rules);
  if (rules.least && rules.greatest && *rules.least > *rules.greatest) {
    reader.fail(path + "/min", text::Phrase::say(TATARA_SAYS("Phrase", "'min' is above 'max'")));
  }
  rules.allowed = reader.words(json, path, "allowed");
  rules.patterns = reader.words(json, path, "patterns").value_or(std::vector<std::string>());
  if (const Json* regular = json.find("regular")) {
    readRegular(reader, *regular, path + "/regular", rules);
  }
  if (const Json* distribution = json.find("distribution")) {
    readDistribution(reader, *distribution, path + "/distribution", rules);
  }
  return rules;
}

void readRows(ContractReader& reader, const Json& json, Contract& contract) {
  if (reader.mapping(json, "/rows", {"min", "max"})) {
    contract.fewestRows = reader.count(json, "/rows", "min");
    contract.mostRows = reader.count(json, "/rows", "max");
    if (contract.fewestRows && contract.mostRows && *contract.fewestRows > *contract.mostRows) {
      reader.fail("/rows/min", text::Phrase::say(TATARA_SAYS("Phrase", "'min' is above 'max'")));
    }
  }
}

}  // namespace

std::string toYaml(const Contract& contract) {
  Json json = Json::object();
  json.set("contract", 1);
  if (!contract.dataset.empty()) {
    json.set("dataset", contract.dataset);
  }
  if (!contract.from.empty()) {
    json.set("from", contract.from);
  }
  json.set("refuse", contract.refuse);
  json.set("extra_columns", contract.extraColumns);
  if (contract.fewestRows || contract.mostRows) {
    Json rows = Json::object();
    if (contract.fewestRows) {
      rows.set("min", *contract.fewestRows);
    }
    if (contract.mostRows) {
      rows.set("max", *contract.mostRows);
    }
    json.set("rows", std::move(rows));
  }
  if (!contract.key.empty()) {
    json.set("key", wordsJson(contract.key));
  }
  if (contract.freshness) {
    Json freshness = Json::object();
    freshness.set("column", contract.freshness->column);
    freshness.set("days", contract.freshness->days);
    json.set("freshness", std::move(freshness));
  }
  Json columns = Json::array();
  for (const ColumnRules& rules : contract.columns) {
    columns.append(columnJson(rules));
  }
  json.set("columns", std::move(columns));
  return text::toYaml(json);
}

Result<Contract> contractFromYaml(std::string_view yaml) {
  constexpr text::YamlLimits kLimits{.maxBytes = 8u << 20, .maxValues = 500'000, .maxDepth = 8};
  TATARA_ASSIGN(const text::YamlDocument document,
                withContext(text::parseYamlDocument(yaml, text::YamlDialect::Core, kLimits), "the contract"));
  const Json& json = document.value;
  ContractReader reader(document);
  Contract contract;
  if (!reader.mapping(json, "",
                      {"contract", "dataset", "from", "refuse", "extra_columns", "rows", "key", "freshness",
                       "columns"})) {
    return *reader.problem;
  }
  if (json["contract"].asInt() != 1) {
    reader.fail("/contract",
                text::Phrase::say(TATARA_SAYS(
                    "Phrase", "it has to begin with 'contract: 1', the form that is known here")));
  }
  reader.word(json, "", "dataset", contract.dataset);
  reader.word(json, "", "from", contract.from);
  reader.flag(json, "", "refuse", contract.refuse);
  reader.flag(json, "", "extra_columns", contract.extraColumns);
  if (const Json* rows = json.find("rows")) {
    readRows(reader, *rows, contract);
  }
  contract.key = reader.words(json, "", "key").value_or(std::vector<std::string>());
  if (const Json* freshness = json.find("freshness");
      freshness && reader.mapping(*freshness, "/freshness", {"column", "days"})) {
    Freshness fresh;
    reader.word(*freshness, "/freshness", "column", fresh.column);
    fresh.days = reader.number(*freshness, "/freshness", "days", 0, kHuge).value_or(0);
    contract.freshness = fresh;
  }
  const Json* columns = json.find("columns");
  if (columns && !columns->isArray()) {
    reader.failKind("", "columns", text::Phrase::say(TATARA_SAYS("Phrase", "a list")), *columns);
  }
  std::set<std::string> names;
  for (std::size_t i = 0; columns && i < columns->items().size() && !reader.problem; ++i) {
    const std::string path = "/columns/" + std::to_string(i);
    contract.columns.push_back(readColumn(reader, columns->items()[i], path));
    if (!names.insert(contract.columns.back().name).second) {
      reader.fail(path + "/name", text::Phrase::say(TATARA_SAYS("Phrase", "the column '%1' is there twice"),
                                                    {contract.columns.back().name}));
    }
  }
  if (reader.problem) {
    return *reader.problem;
  }
  return contract;
}

}  // namespace tatara::dataset
