// A profile as JSON and back.
#include <array>
#include <cmath>

#include "core/base/number_text.h"
#include "core/dataset/frame.h"
#include "core/dataset/profile.h"

namespace tatara::dataset {
namespace {

using text::Json;

template <typename T, std::size_t N>
std::string_view profileWordOf(const std::array<std::pair<T, std::string_view>, N>& words, T value) {
  for (const auto& [one, word] : words) {
    if (one == value) {
      return word;
    }
  }
  return "";
}

template <typename T, std::size_t N>
std::optional<T> parseWord(const std::array<std::pair<T, std::string_view>, N>& words,
                           std::string_view text) {
  for (const auto& [one, word] : words) {
    if (word == text) {
      return one;
    }
  }
  return std::nullopt;
}

constexpr std::array<std::pair<ColumnRole, std::string_view>, 6> kRoles{{
    {ColumnRole::Feature, "feature"},
    {ColumnRole::Target, "target"},
    {ColumnRole::Id, "id"},
    {ColumnRole::Time, "time"},
    {ColumnRole::Group, "group"},
    {ColumnRole::Ignore, "ignore"},
}};
constexpr std::array<std::pair<ColumnType, std::string_view>, 6> kProfileTypes{{
    {ColumnType::Integer, "integer"},
    {ColumnType::Real, "real"},
    {ColumnType::Boolean, "boolean"},
    {ColumnType::Time, "time"},
    {ColumnType::Text, "text"},
    {ColumnType::Unsupported, "unsupported"},
}};
constexpr std::array<std::pair<AlertKind, std::string_view>, 20> kProfileKinds{{
    {AlertKind::TargetLeak, "target_leak"},
    {AlertKind::DuplicateRows, "duplicate_rows"},
    {AlertKind::FillerRows, "filler_rows"},
    {AlertKind::TimeGap, "time_gap"},
    {AlertKind::MissingWord, "missing_word"},
    {AlertKind::MixedTypes, "mixed_types"},
    {AlertKind::Sentinel, "sentinel"},
    {AlertKind::UnitJump, "unit_jump"},
    {AlertKind::Drift, "drift"},
    {AlertKind::RepeatedKey, "repeated_key"},
    {AlertKind::Recoding, "recoding"},
    {AlertKind::NearDuplicate, "near_duplicate"},
    {AlertKind::RowNumber, "row_number"},
    {AlertKind::Constant, "constant"},
    {AlertKind::MostlyMissing, "mostly_missing"},
    {AlertKind::HighCardinality, "high_cardinality"},
    {AlertKind::Imbalance, "imbalance"},
    {AlertKind::Blanks, "blanks"},
    {AlertKind::Infinite, "infinite"},
    {AlertKind::Rounded, "rounded"},
}};
constexpr std::array<std::pair<Severity, std::string_view>, 3> kSeverities{{
    {Severity::Information, "information"},
    {Severity::Warning, "warning"},
    {Severity::Error, "error"},
}};
constexpr std::array<std::pair<FixKind, std::string_view>, 6> kFixes{{
    {FixKind::Exclude, "exclude"},
    {FixKind::Trim, "trim"},
    {FixKind::MakeMissing, "make_missing"},
    {FixKind::DropRows, "drop_rows"},
    {FixKind::Scale, "scale"},
    {FixKind::Deduplicate, "deduplicate"},
}};

// --- writing ---

Json number(double value) {
  return std::isnan(value) ? Json(nullptr) : Json(value);
}

Json numbers(const std::vector<double>& values) {
  Json array = Json::array();
  for (const double value : values) {
    array.append(number(value));
  }
  return array;
}

template <typename T>
Json list(const std::vector<T>& values) {
  Json array = Json::array();
  for (const T& value : values) {
    array.append(Json(value));
  }
  return array;
}

// Whole numbers are written without a fraction, times in ISO 8601 when they are whole milliseconds.
Json valueOf(ColumnType type, double value) {
  if (std::isnan(value)) {
    return {};
  }
  constexpr double kExact = 9'007'199'254'740'992.0;
  if (type == ColumnType::Integer && std::abs(value) <= kExact && value == std::floor(value)) {
    return static_cast<std::int64_t>(value);
  }
  return value;
}

Json isoText(double seconds) {
  return std::isnan(seconds) ? Json() : Json(timeText(seconds));
}

Json valueCounts(const std::vector<ValueCount>& values, ColumnType type) {
  Json array = Json::array();
  for (const ValueCount& one : values) {
    Json item = Json::object();
    const bool time = type == ColumnType::Time;
    const auto whole = type == ColumnType::Integer ? parseInt(one.text) : std::nullopt;
    item.set("value", std::isnan(one.number) || time ? Json(one.text)
                      : whole                        ? Json(*whole)
                                                     : valueOf(type, one.number));
    if (time) {
      item.set("seconds", one.number);
    }
    item.set("count", one.count);
    array.append(std::move(item));
  }
  return array;
}

// How a sentence is written: in English, or as the phrase it is.
using Telling = Json (*)(const text::Phrase& phrase);

Json inEnglish(const text::Phrase& phrase) {
  return phrase.english();
}

Json asPhrase(const text::Phrase& phrase) {
  return phrase.json();
}

Json alertJson(const Alert& alert, Telling tell) {
  Json json = Json::object();
  json.set("kind", toString(alert.kind))
      .set("severity", toString(alert.severity))
      .set("badge", tell(alert.badge))
      .set("message", tell(alert.sentence))
      .set("columns", list(alert.columns))
      .set("rows", alert.rows)
      .set("first_rows", list(alert.firstRows))
      .set("where", alert.where);
  if (alert.fix) {
    const Fix& fix = *alert.fix;
    json.set("fix", Json::object()
                        .set("kind", toString(fix.kind))
                        .set("label", tell(fix.label))
                        .set("columns", list(fix.columns))
                        .set("values", list(fix.values))
                        .set("where", fix.where)
                        .set("factor", fix.factor));
  }
  return json;
}

Json textJson(const TextFacts& facts) {
  return Json::object()
      .set("shortest", facts.shortest)
      .set("longest", facts.longest)
      .set("mean_length", number(facts.meanLength))
      .set("blank_start", facts.blankStart)
      .set("blank_end", facts.blankEnd)
      .set("numbers", facts.numbers)
      .set("patterns", valueCounts(facts.patterns, ColumnType::Text));
}

Json timeJson(const TimeFacts& facts) {
  Json gaps = Json::array();
  for (const TimeGap& gap : facts.gaps) {
    gaps.append(Json::object()
                    .set("from", isoText(gap.first))
                    .set("to", isoText(gap.last))
                    .set("steps", gap.steps)
                    .set("from_seconds", gap.first)
                    .set("to_seconds", gap.last));
  }
  return Json::object()
      .set("step_seconds", number(facts.step))
      .set("hour_column", facts.hourColumn)
      .set("missing_steps", facts.missingSteps)
      .set("gaps", std::move(gaps));
}

Json columnJson(const ColumnProfile& column, const std::vector<Alert>& alerts, Telling tell) {
  Json json = Json::object();
  json.set("name", column.name)
      .set("type", toString(column.type))
      .set("role", toString(column.role))
      .set("count", column.count)
      .set("missing", column.missing)
      .set("distinct", column.distinct)
      .set("zeros", column.zeros);
  const bool time = column.type == ColumnType::Time;
  const auto place = [&](const char* key, double value, bool whole) {
    json.set(key, time ? isoText(value) : valueOf(whole ? column.type : ColumnType::Real, value));
  };
  place("min", column.min, true);
  place("max", column.max, true);
  place("mean", column.mean, false);
  json.set("sd", number(column.sd)).set("skew", number(column.skew)).set("kurtosis", number(column.kurtosis));
  place("q05", column.q05, false);
  place("q25", column.q25, false);
  place("median", column.median, false);
  place("q75", column.q75, false);
  place("q95", column.q95, false);
  json.set("top", valueCounts(column.top, column.type));
  Json told = Json::array();
  for (const std::size_t index : column.alerts) {
    if (index < alerts.size()) {
      const Alert& alert = alerts[index];
      told.append(Json::object()
                      .set("kind", toString(alert.kind))
                      .set("severity", toString(alert.severity))
                      .set("message", tell(alert.sentence))
                      .set("alert", index));
    }
  }
  json.set("alerts", std::move(told));
  if (time) {
    json.set("seconds", numbers({column.min, column.max, column.mean, column.q05, column.q25, column.median,
                                 column.q75, column.q95}));
  }
  json.set("infinite", column.infinite).set("outliers", column.outliers);
  json.set("histogram",
           Json::object().set("edges", numbers(column.edges)).set("counts", list(column.counts)));
  json.set("mutual_information", number(column.mutualInformation))
      .set("predictive_power", number(column.predictivePower));
  if (column.type == ColumnType::Text) {
    json.set("text", textJson(column.text));
  }
  if (time) {
    json.set("time", timeJson(column.time));
  }
  json.set("type_reason", tell(column.typeReason)).set("role_reason", tell(column.roleReason));
  return json;
}

Json matrixJson(const RelationMatrix& matrix) {
  return Json::object().set("columns", list(matrix.columns)).set("values", numbers(matrix.values));
}

// --- reading ---

// The first thing that is wrong is kept; what cannot be read is empty.
class ProfileReader {
 public:
  const std::string& problem() const { return m_problem; }
  void complain(std::string what) {
    if (m_problem.empty()) {
      m_problem = std::move(what);
    }
  }
  std::string text(const Json& object, std::string_view key) {
    const std::string* value = object[key].asString();
    if (!value) {
      complain("'" + std::string(key) + "' is no text");
    }
    return value ? *value : std::string();
  }
  text::Phrase phrase(const Json& object, std::string_view key) {
    auto value = text::Phrase::read(object[key]);
    if (!value) {
      complain("'" + std::string(key) + "' is no sentence");
    }
    return std::move(value).value_or(text::Phrase());
  }
  std::uint64_t count(const Json& object, std::string_view key) { return countOf(object[key], key); }
  std::uint64_t countOf(const Json& value, std::string_view key) {
    const auto whole = value.asInt();
    if (!whole || *whole < 0) {
      complain("'" + std::string(key) + "' is no count");
      return 0;
    }
    return static_cast<std::uint64_t>(*whole);
  }
  double number(const Json& object, std::string_view key) { return numberOf(object[key], key); }
  double numberOf(const Json& value, std::string_view key) {
    if (!value.isNull() && !value.asNumber()) {
      complain("'" + std::string(key) + "' is no number");
    }
    return value.asNumber().value_or(kUndefined);
  }
  std::vector<double> numbers(const Json& object, std::string_view key) {
    std::vector<double> values;
    for (const Json& item : array(object, key).items()) {
      values.push_back(numberOf(item, key));
    }
    return values;
  }
  std::vector<std::uint64_t> counts(const Json& object, std::string_view key) {
    std::vector<std::uint64_t> values;
    for (const Json& item : array(object, key).items()) {
      values.push_back(countOf(item, key));
    }
    return values;
  }
  std::vector<std::string> texts(const Json& object, std::string_view key) {
    std::vector<std::string> values;
    for (const Json& item : array(object, key).items()) {
      if (!item.asString()) {
        complain("'" + std::string(key) + "' holds what is no text");
      }
      values.push_back(item.asString() ? *item.asString() : std::string());
    }
    return values;
  }
  const Json& array(const Json& object, std::string_view key) {
    const Json& value = object[key];
    if (!value.isArray()) {
      complain("'" + std::string(key) + "' is no array");
    }
    return value;
  }
  template <typename T, std::size_t N>
  T word(const Json& object, std::string_view key,
         const std::array<std::pair<T, std::string_view>, N>& words) {
    const std::string given = text(object, key);
    const auto found = parseWord(words, given);
    if (!found) {
      complain("'" + std::string(key) + "' is the unknown word '" + given.substr(0, 40) + "'");
    }
    return found.value_or(words.front().first);
  }

 private:
  std::string m_problem;
};

std::vector<ValueCount> readValueCounts(ProfileReader& reader, const Json& object, std::string_view key) {
  std::vector<ValueCount> values;
  for (const Json& item : reader.array(object, key).items()) {
    ValueCount one;
    one.count = reader.count(item, "count");
    const Json& value = item["value"];
    if (const std::string* words = value.asString()) {
      one.text = *words;
      one.number = reader.number(item, "seconds");
    } else {
      one.number = reader.numberOf(value, "value");
      const auto whole = value.asInt();
      one.text = whole ? std::to_string(*whole) : toText(one.number);
    }
    values.push_back(std::move(one));
  }
  return values;
}

Alert readAlert(ProfileReader& reader, const Json& json) {
  Alert alert{.kind = reader.word(json, "kind", kProfileKinds),
              .severity = reader.word(json, "severity", kSeverities),
              .badge = reader.phrase(json, "badge"),
              .sentence = reader.phrase(json, "message"),
              .columns = reader.texts(json, "columns"),
              .rows = reader.count(json, "rows"),
              .firstRows = reader.counts(json, "first_rows"),
              .where = reader.text(json, "where"),
              .fix = std::nullopt};
  if (const Json& fix = json["fix"]; !fix.isNull()) {
    alert.fix = Fix{.kind = reader.word(fix, "kind", kFixes),
                    .label = reader.phrase(fix, "label"),
                    .columns = reader.texts(fix, "columns"),
                    .values = reader.texts(fix, "values"),
                    .where = reader.text(fix, "where"),
                    .factor = reader.number(fix, "factor")};
  }
  return alert;
}

TextFacts readText(ProfileReader& reader, const Json& json) {
  return {.shortest = reader.count(json, "shortest"),
          .longest = reader.count(json, "longest"),
          .meanLength = reader.number(json, "mean_length"),
          .blankStart = reader.count(json, "blank_start"),
          .blankEnd = reader.count(json, "blank_end"),
          .numbers = reader.count(json, "numbers"),
          .patterns = readValueCounts(reader, json, "patterns")};
}

TimeFacts readTime(ProfileReader& reader, const Json& json) {
  TimeFacts facts{.step = reader.number(json, "step_seconds"),
                  .hourColumn = reader.text(json, "hour_column"),
                  .missingSteps = reader.count(json, "missing_steps"),
                  .gaps = {}};
  for (const Json& gap : reader.array(json, "gaps").items()) {
    facts.gaps.push_back({.first = reader.number(gap, "from_seconds"),
                          .last = reader.number(gap, "to_seconds"),
                          .steps = reader.count(gap, "steps")});
  }
  return facts;
}

ColumnProfile readColumn(ProfileReader& reader, const Json& json, std::size_t alerts) {
  ColumnProfile column;
  column.name = reader.text(json, "name");
  column.type = reader.word(json, "type", kProfileTypes);
  column.typeReason = reader.phrase(json, "type_reason");
  column.role = reader.word(json, "role", kRoles);
  column.roleReason = reader.phrase(json, "role_reason");
  column.count = reader.count(json, "count");
  column.missing = reader.count(json, "missing");
  column.distinct = reader.count(json, "distinct");
  column.zeros = reader.count(json, "zeros");
  column.infinite = reader.count(json, "infinite");
  column.outliers = reader.count(json, "outliers");
  double* const places[] = {&column.min, &column.max,    &column.mean, &column.q05,
                            &column.q25, &column.median, &column.q75,  &column.q95};
  constexpr const char* kKeys[] = {"min", "max", "mean", "q05", "q25", "median", "q75", "q95"};
  if (column.type == ColumnType::Time) {
    auto seconds = reader.numbers(json, "seconds");
    seconds.resize(std::size(places), kUndefined);
    for (std::size_t i = 0; i < std::size(places); ++i) {
      *places[i] = seconds[i];
    }
    column.time = readTime(reader, json["time"]);
  } else {
    for (std::size_t i = 0; i < std::size(places); ++i) {
      *places[i] = reader.number(json, kKeys[i]);
    }
  }
  column.sd = reader.number(json, "sd");
  column.skew = reader.number(json, "skew");
  column.kurtosis = reader.number(json, "kurtosis");
  column.edges = reader.numbers(json["histogram"], "edges");
  column.counts = reader.counts(json["histogram"], "counts");
  if (column.edges.size() != (column.counts.empty() ? 0 : column.counts.size() + 1)) {
    reader.complain("a histogram has not one edge more than counts");
  }
  column.top = readValueCounts(reader, json, "top");
  if (column.type == ColumnType::Text) {
    column.text = readText(reader, json["text"]);
  }
  column.mutualInformation = reader.number(json, "mutual_information");
  column.predictivePower = reader.number(json, "predictive_power");
  for (const Json& told : reader.array(json, "alerts").items()) {
    const std::uint64_t index = reader.count(told, "alert");
    if (index >= alerts) {
      reader.complain("a column names an alert that is not there");
    } else {
      column.alerts.push_back(index);
    }
  }
  return column;
}

RelationMatrix readMatrix(ProfileReader& reader, const Json& json) {
  RelationMatrix matrix{.columns = reader.texts(json, "columns"), .values = reader.numbers(json, "values")};
  if (matrix.values.size() != matrix.columns.size() * matrix.columns.size()) {
    reader.complain("a matrix is not square");
    matrix = {};
  }
  return matrix;
}

}  // namespace

std::string_view toString(ColumnRole role) {
  return profileWordOf(kRoles, role);
}
std::optional<ColumnRole> parseColumnRole(std::string_view word) {
  return parseWord(kRoles, word);
}
std::string_view toString(AlertKind kind) {
  return profileWordOf(kProfileKinds, kind);
}
std::string_view toString(Severity severity) {
  return profileWordOf(kSeverities, severity);
}
std::string_view toString(FixKind kind) {
  return profileWordOf(kFixes, kind);
}

namespace {

Json profileJson(const Profile& profile, Telling tell) {
  Json columns = Json::array();
  for (const ColumnProfile& column : profile.columns) {
    columns.append(columnJson(column, profile.alerts, tell));
  }
  Json alerts = Json::array();
  for (const Alert& alert : profile.alerts) {
    alerts.append(alertJson(alert, tell));
  }
  Json equal = Json::array();
  for (const auto& group : profile.equalColumns) {
    equal.append(list(group));
  }
  return Json::object()
      .set("columns", std::move(columns))
      .set("alerts", std::move(alerts))
      .set("rows", profile.rows)
      .set("duplicate_rows", profile.duplicateRows ? Json(*profile.duplicateRows) : Json())
      .set("equal_columns", std::move(equal))
      .set("target", profile.target)
      .set("sample", profile.sample)
      .set("digest", profile.digest)
      .set("pearson", matrixJson(profile.pearson))
      .set("spearman", matrixJson(profile.spearman))
      .set("cramers_v", matrixJson(profile.cramersV));
}

}  // namespace

text::Json toJson(const Profile& profile) {
  return profileJson(profile, inEnglish);
}

text::Json keptJson(const Profile& profile) {
  return profileJson(profile, asPhrase).set("phrases", true);
}

Result<Profile> profileFromJson(const text::Json& json) {
  ProfileReader reader;
  Profile profile;
  profile.rows = reader.count(json, "rows");
  profile.target = reader.text(json, "target");
  profile.sample = reader.text(json, "sample");
  profile.digest = reader.text(json, "digest");
  if (const Json& duplicates = json["duplicate_rows"]; !duplicates.isNull()) {
    profile.duplicateRows = reader.countOf(duplicates, "duplicate_rows");
  }
  for (const Json& alert : reader.array(json, "alerts").items()) {
    profile.alerts.push_back(readAlert(reader, alert));
  }
  for (const Json& column : reader.array(json, "columns").items()) {
    profile.columns.push_back(readColumn(reader, column, profile.alerts.size()));
  }
  for (const Json& group : reader.array(json, "equal_columns").items()) {
    profile.equalColumns.push_back(reader.texts(Json::object().set("names", group), "names"));
  }
  profile.pearson = readMatrix(reader, json["pearson"]);
  profile.spearman = readMatrix(reader, json["spearman"]);
  profile.cramersV = readMatrix(reader, json["cramers_v"]);
  if (!reader.problem().empty()) {
    return makeError(ErrorKind::Parse, "This is no profile of a dataset: " + reader.problem());
  }
  return profile;
}

}  // namespace tatara::dataset
