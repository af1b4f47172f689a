#include "core/train/prepare.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "core/base/number_text.h"
#include "core/text/error_phrase.h"
#include "core/train/internal/choose_rows.h"
#include "core/train/internal/split.h"

namespace tatara::train {
namespace {

using dataset::Column;
using dataset::ColumnType;

constexpr double kSecondsADay = 86400;
constexpr std::size_t kMostCountedClasses = 10;
constexpr std::size_t kMostClasses = 1000;

std::vector<std::string> inEnglish(const std::vector<text::Phrase>& phrases) {
  std::vector<std::string> sentences;
  for (const text::Phrase& phrase : phrases) {
    sentences.push_back(phrase.english());
  }
  return sentences;
}

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

std::string counted(std::size_t number) {
  return withThousands(static_cast<std::int64_t>(number));
}

struct Target {
  Task task = Task::Regression;
  std::string reason;
  std::vector<std::string> classes;
  std::vector<float> labels;        // by row; of rows without a target: 0
  std::vector<std::int32_t> codes;  // by row, for classes: -1 is missing
};

// The distinct values of a column that is not text, in order.
std::vector<double> distinctNumbers(const Column& column) {
  std::vector<double> values;
  std::ranges::copy_if(column.numbers, std::back_inserter(values),
                       [](double value) { return !std::isnan(value); });
  std::ranges::sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

std::pair<Task, std::string> guessTask(const Column& column, const std::vector<double>& numbers) {
  switch (column.info.type) {
    case ColumnType::Text:
      return {column.categories.size() == 2 ? Task::Binary : Task::Multiclass,
              "the target is text of " + counted(column.categories.size()) + " different values"};
    case ColumnType::Boolean:
      return {Task::Binary, "the target is true or false"};
    case ColumnType::Integer:
      if (numbers.size() == 2) {
        return {Task::Binary, "the target holds two different whole numbers"};
      }
      if (numbers.size() <= kMostCountedClasses && numbers.front() == 0 &&
          numbers.back() == static_cast<double>(numbers.size() - 1)) {
        return {Task::Multiclass, "the target counts " + counted(numbers.size()) + " classes from 0"};
      }
      break;
    default:
      break;
  }
  return {Task::Regression, "the target holds " + counted(numbers.size()) + " different numbers"};
}

// Only the task and its reason are filled.
Result<Target> chooseTask(const Column& column, const std::vector<double>& numbers, const DataSpec& spec,
                          const std::optional<std::string>& objective) {
  Target target;
  std::tie(target.task, target.reason) = guessTask(column, numbers);
  if (objective) {
    const auto task = taskOfObjective(*objective);
    if (!task) {
      return text::sayError(
          ErrorKind::Unsupported,
          TATARA_SAYS("Phrase",
                      "The objective '%1' is not offered; those of reg:, count:, binary: and multi: are"),
          {*objective});
    }
    target.task = *task;
    target.reason = "the objective is " + *objective;
  }
  if (spec.task) {
    if (objective && target.task != *spec.task) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "The objective '%1' is none for %2"),
                            {*objective, toString(*spec.task)});
    }
    target.task = *spec.task;
    target.reason = "as told";
  }
  return target;
}

void takeClasses(const Column& column, const std::vector<double>& numbers, Target& target) {
  if (column.info.type == ColumnType::Text) {
    target.classes = column.categories;
    target.codes = column.codes;
  } else {
    const bool flags = column.info.type == ColumnType::Boolean;
    for (const double value : numbers) {
      target.classes.push_back(flags ? (value == 0 ? "false" : "true") : toText(value));
    }
    for (const double value : column.numbers) {
      const auto place = std::ranges::lower_bound(numbers, value);
      target.codes.push_back(std::isnan(value) ? -1 : static_cast<std::int32_t>(place - numbers.begin()));
    }
  }
  for (const std::int32_t code : target.codes) {
    target.labels.push_back(static_cast<float>(std::max(code, 0)));
  }
}

Result<Target> makeTarget(const Column& column, const DataSpec& spec,
                          const std::optional<std::string>& objective) {
  const tatara::text::Phrase name = tatara::text::Phrase::say(TATARA_SAYS("Phrase", "%1: the target '%2'"),
                                                              {spec.file.filename().string(), spec.target});
  const std::vector<double> numbers = distinctNumbers(column);
  const bool text = column.info.type == ColumnType::Text;
  const std::size_t distinct = text ? column.categories.size() : numbers.size();
  if (distinct == 0) {
    return tatara::text::sayError(ErrorKind::InvalidArgument,
                                  TATARA_SAYS("Phrase", "%1 has no value in any row"), {name});
  }
  if (distinct == 1) {
    return tatara::text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "%1 has the one value '%2' in every row; there is nothing to learn"),
        {name, text ? column.categories.front() : toText(numbers.front())});
  }
  if (column.info.type == ColumnType::Time) {
    return tatara::text::sayError(ErrorKind::InvalidArgument,
                                  TATARA_SAYS("Phrase", "%1 holds times, which cannot be learned"), {name});
  }
  TATARA_ASSIGN(Target target, chooseTask(column, numbers, spec, objective));
  if (target.task == Task::Binary && distinct != 2) {
    return tatara::text::sayError(ErrorKind::InvalidArgument,
                                  TATARA_SAYS("Phrase", "%1 has %2 classes where two are needed"),
                                  {name, counted(distinct)});
  }
  if (target.task == Task::Regression && text) {
    return tatara::text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "%1 is text ('%2', …), which regression cannot learn"),
        {name, column.categories.front()});
  }
  if (target.task == Task::Multiclass && distinct > kMostClasses) {
    return tatara::text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "%1 has %2 different values, too many for classes (1,000 at most)"),
        {name, counted(distinct)});
  }
  if (target.task == Task::Regression) {
    for (std::size_t row = 0; row < column.numbers.size(); ++row) {
      target.labels.push_back(column.missing(row) ? 0.F : static_cast<float>(column.numbers[row]));
    }
    return target;
  }
  takeClasses(column, numbers, target);
  return target;
}

// Which columns may become features; identifiers are still among them.
Result<std::vector<const Column*>> candidates(const Loaded& data, const DataSpec& spec, Prepared& prepared) {
  for (const auto* names : {&spec.drop, &spec.keep}) {
    for (const auto& name : *names) {
      TATARA_TRY(data.table.column(name));
    }
  }
  if (has(spec.drop, spec.target)) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "The target '%1' cannot be dropped"), {spec.target});
  }
  std::vector<const Column*> chosen;
  for (const auto& info : data.table.columns()) {
    if (info.name == spec.target) {
      continue;
    }
    if (has(spec.drop, info.name)) {
      prepared.leftOut.push_back({info.name, "dropped as told"});
    } else if (info.type == ColumnType::Unsupported) {
      prepared.leftOut.push_back({info.name, "holds no single values (" + info.reason.english() + ")"});
    } else if (info.name == spec.split.column && !has(spec.keep, info.name)) {
      prepared.leftOut.push_back({info.name, "it splits the rows"});
    } else if (data.find(info.name)->info.missing == data.rows()) {
      prepared.leftOut.push_back({info.name, "every value is missing"});
    } else {
      chosen.push_back(data.find(info.name));
    }
  }
  return chosen;
}

Result<SplitRows> splitRows(const Column* splitColumn, const DataSpec& spec, const Target& target,
                            const std::vector<std::size_t>& rows) {
  const double fraction = spec.split.validationFraction;
  switch (spec.split.kind) {
    case SplitKind::Random: {
      std::vector<std::int32_t> strata;
      for (const std::size_t row : rows) {
        if (target.task != Task::Regression) {
          strata.push_back(target.codes[row]);
        }
      }
      return splitAtRandom(rows.size(), strata, fraction, spec.seed);
    }
    case SplitKind::Time: {
      std::vector<double> times;
      for (const std::size_t row : rows) {
        if (splitColumn->missing(row)) {
          return text::sayError(
              ErrorKind::InvalidArgument,
              TATARA_SAYS("Phrase",
                          "The time column '%1' has rows without a value; they cannot be placed in time"),
              {spec.split.column});
        }
        times.push_back(splitColumn->numbers[row]);
      }
      return splitByTime(times, fraction);
    }
    case SplitKind::Group: {
      std::vector<std::int64_t> groups;
      std::unordered_map<double, std::int64_t> codes;
      for (const std::size_t row : rows) {
        if (splitColumn->info.type == ColumnType::Text) {
          groups.push_back(splitColumn->codes[row]);
        } else {
          // Missing ones are a group of their own.
          const double value =
              splitColumn->missing(row) ? std::numeric_limits<double>::infinity() : splitColumn->numbers[row];
          groups.push_back(codes.try_emplace(value, static_cast<std::int64_t>(codes.size())).first->second);
        }
      }
      return splitByGroup(groups, fraction, spec.seed);
    }
  }
  return makeError(ErrorKind::Internal, "No such split");
}

std::string featureType(ColumnType type) {
  switch (type) {
    case ColumnType::Integer:
      return "int";
    case ColumnType::Boolean:
      return "i";
    case ColumnType::Text:
      return "c";
    default:
      return "float";
  }
}

float featureValue(const Column& column, std::size_t row) {
  if (column.missing(row)) {
    return std::numeric_limits<float>::quiet_NaN();
  }
  if (column.info.type == ColumnType::Text) {
    return static_cast<float>(column.codes[row]);
  }
  return static_cast<float>(column.info.type == ColumnType::Time ? column.numbers[row] / kSecondsADay
                                                                 : column.numbers[row]);
}

Status checkFinite(const Loaded& data, const Column& column) {
  for (std::size_t row = 0; row < column.numbers.size(); ++row) {
    if (std::isinf(static_cast<float>(column.numbers[row]))) {
      return text::sayError(ErrorKind::Parse,
                            TATARA_SAYS("Phrase",
                                        "%1: the value is infinite or too large for a 32-bit float, which "
                                        "XGBoost cannot learn from; correct it or drop the column"),
                            {data.table.place(data.rowInFile(row), column.info.name)});
    }
  }
  return {};
}

void describeFeatures(const std::vector<const Column*>& columns, const DataSpec& spec, Prepared& prepared,
                      std::vector<const Column*>& used) {
  for (const Column* column : columns) {
    const dataset::ColumnInfo& info = column->info;
    const bool mayNumberRows = info.type == ColumnType::Integer || info.type == ColumnType::Text;
    if (mayNumberRows && !has(spec.keep, info.name)) {
      const std::size_t distinct = column->distinct();
      const std::size_t present = column->rows() - info.missing;
      if (distinct == column->rows()) {
        prepared.leftOut.push_back({info.name, "a row identifier: its values differ in every row"});
        continue;
      }
      if (present > 100 && distinct * 100 > present * 95) {
        prepared.notes.push_back("'" + info.name + "' is nearly a row identifier (" + counted(distinct) +
                                 " different values in " + counted(present) +
                                 " rows); --drop it unless it means something");
      }
    }
    used.push_back(column);
    prepared.features.push_back(
        {info.name, info.type, column->categories, info.timeFormat, info.missing > 0});
    prepared.schema.names.push_back(info.name);
    prepared.schema.types.push_back(featureType(info.type));
  }
}

Error fewRows(const DataSpec& spec, const Loaded& data) {
  const std::string file = data.table.file().filename().string();
  return data.chosen
             ? text::sayError(
                   ErrorKind::InvalidArgument,
                   TATARA_SAYS("Phrase", "%1 has %2 rows of which “%3” is true; at least 10 are needed"),
                   {file, counted(data.rows()), spec.where})
             : text::sayError(ErrorKind::InvalidArgument,
                              TATARA_SAYS("Phrase", "%1 has %2 rows; at least 10 are needed"),
                              {file, counted(data.rows())});
}

Status checkSpec(const DataSpec& spec, const Loaded& data) {
  const dataset::Table& table = data.table;
  const bool named = !spec.split.column.empty();
  if (spec.split.kind == SplitKind::Random && named) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "A random split takes no column"));
  }
  if (spec.split.kind != SplitKind::Random && !named) {
    return spec.split.kind == SplitKind::Time
               ? text::sayError(ErrorKind::InvalidArgument,
                                TATARA_SAYS("Phrase", "A split by time needs its column"))
               : text::sayError(ErrorKind::InvalidArgument,
                                TATARA_SAYS("Phrase", "A split by group needs its column"));
  }
  if (!(spec.split.validationFraction > 0 && spec.split.validationFraction < 1)) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "The validation fraction must lie between 0 and 1"));
  }
  TATARA_ASSIGN(const auto* target, table.column(spec.target));
  if (target->type == ColumnType::Unsupported) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "The target '%1' holds no single values"), {spec.target});
  }
  if (named) {
    TATARA_ASSIGN(const auto* column, table.column(spec.split.column));
    if (column->type == ColumnType::Unsupported) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "The column '%1' holds no single values"), {column->name});
    }
    if (column->name == spec.target) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "The target cannot split the rows"));
    }
    if (spec.split.kind == SplitKind::Time && column->type == ColumnType::Text) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "The column '%1' holds no times that are understood (%2)"),
                            {column->name, column->reason});
    }
  }
  if (data.rows() < 10) {
    return fewRows(spec, data);
  }
  return {};
}

// How many there are without a target is told.
std::vector<std::size_t> rowsWithTarget(const Column& target, Prepared& prepared) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < target.rows(); ++row) {
    if (!target.missing(row)) {
      rows.push_back(row);
    }
  }
  prepared.facts.rowsWithoutTarget = target.rows() - rows.size();
  if (prepared.facts.rowsWithoutTarget > 0) {
    prepared.notes.push_back(counted(prepared.facts.rowsWithoutTarget) +
                             " rows without a target are left out");
  }
  return rows;
}

Status checkParts(const Prepared& prepared) {
  if (prepared.train.rows.empty()) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "The split leaves no row for training; choose another column or fraction"));
  }
  if (prepared.validation.rows.empty()) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "The split leaves no row for validation; choose another column or fraction"));
  }
  if (prepared.task != Task::Regression &&
      std::ranges::adjacent_find(prepared.train.labels, std::not_equal_to<>()) ==
          prepared.train.labels.end()) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "The split leaves training rows of one class only; choose another"));
  }
  return {};
}

}  // namespace

const Column* Loaded::find(std::string_view name) const {
  const auto found = std::ranges::find(columns, name, [](const Column& column) { return column.info.name; });
  return found == columns.end() ? nullptr : &*found;
}

Result<Loaded> load(dataset::Engine& engine, const DataSpec& spec, std::stop_token stop) {
  dataset::OpenOptions reading = spec.reading;
  reading.alsoMissing.push_back("?");  // nobody means to learn from the question mark of older files
  TATARA_ASSIGN(auto table, dataset::Table::open(engine, spec.file, reading, stop));
  TATARA_TRY(table.requireAllFit());
  std::vector<std::string> names;
  for (const auto& info : table.columns()) {
    if (info.type != ColumnType::Unsupported) {
      names.push_back(info.name);
    }
  }
  TATARA_ASSIGN(auto columns, table.read(names, stop));
  Loaded loaded{std::move(table), std::move(columns)};
  if (!spec.where.empty()) {
    TATARA_ASSIGN(loaded.chosen, chooseRows(engine, loaded.table, spec.where, stop));
    for (Column& column : loaded.columns) {
      column = onlyRows(column, *loaded.chosen);
    }
  }
  return loaded;
}

Result<Prepared> prepare(const Loaded& data, const DataSpec& spec,
                         const std::optional<std::string>& objective) {
  const dataset::Table& table = data.table;
  TATARA_TRY(checkSpec(spec, data));
  Prepared prepared;
  prepared.spec = spec;
  prepared.facts = {table.file(),
                    table.digest(),
                    table.format(),
                    table.bytes(),
                    table.rows(),
                    table.rows() - data.rows(),
                    0,
                    table.columns(),
                    inEnglish(table.reasons()),
                    table.missing()};

  TATARA_ASSIGN(const auto columns, candidates(data, spec, prepared));
  const Column& targetColumn = *data.find(spec.target);
  TATARA_TRY(checkFinite(data, targetColumn));
  TATARA_ASSIGN(const Target target, makeTarget(targetColumn, spec, objective));
  prepared.task = target.task;
  prepared.taskReason = target.reason;
  prepared.targetType = targetColumn.info.type;
  prepared.classes = target.classes;

  std::vector<const Column*> used;
  describeFeatures(columns, spec, prepared, used);
  if (used.empty()) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "%1 has no column left to learn from; --keep brings one back"),
        {table.file().filename().string()});
  }
  for (const Column* column : used) {
    TATARA_TRY(checkFinite(data, *column));
  }

  if (data.chosen) {
    prepared.notes.push_back(counted(data.rows()) + " of " + counted(table.rows()) +
                             " rows take part: those of which “" + spec.where + "” is true");
  }
  const std::vector<std::size_t> rows = rowsWithTarget(targetColumn, prepared);
  const Column* splitColumn = data.find(spec.split.column);
  TATARA_ASSIGN(const SplitRows validates, splitRows(splitColumn, spec, target, rows));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Part& part = validates[i] ? prepared.validation : prepared.train;
    for (const Column* column : used) {
      part.values.push_back(featureValue(*column, rows[i]));
    }
    part.labels.push_back(target.labels[rows[i]]);
    part.rows.push_back(data.rowInFile(rows[i]));
  }
  TATARA_TRY(checkParts(prepared));
  return prepared;
}

}  // namespace tatara::train
