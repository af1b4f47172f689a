// What a training run is asked to do: which data, which target, how it is split, with which parameters.
//
// Values only. Everything here is recorded with the run (`toJson`), so that a later reproduction needs
// nothing else than the same data, the same program and the same library.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/table.h"
#include "core/infer/xgboost.h"
#include "core/text/json.h"

namespace tatara::train {

enum class Task { Regression, Binary, Multiclass };
std::string_view toString(Task task);
std::optional<Task> parseTask(std::string_view text);

// Random: a seeded draw, by class where there are classes. Time: the latest rows. Group: whole groups, drawn
// by seed.
enum class SplitKind { Random, Time, Group };
std::string_view toString(SplitKind kind);
std::optional<SplitKind> parseSplitKind(std::string_view text);

struct Split {
  SplitKind kind = SplitKind::Random;
  std::string column = {};  // of times or groups; becomes no feature unless it is among `keep`
  double validationFraction = 0.2;
};

struct DataSpec {
  std::filesystem::path file;
  std::string target;
  // An SQL condition over the columns: only rows of which it is true take part. Empty: all rows.
  std::string where = {};
  std::vector<std::string> drop = {};
  std::vector<std::string> keep =
      {};  // columns that would be left out by rule: row identifiers, the split's column
  std::optional<Task> task = {};  // else inferred from the target and the objective
  Split split = {};
  std::uint64_t seed = 0;
  dataset::OpenOptions reading = {};
  std::string dataset = {};         // "bikes@3" when it is a registered version
  std::filesystem::path kept = {};  // where its bytes stay; `file` may be a name for them while they are read
};

struct BoosterSpec {
  infer::Parameters parameters = {};  // by XGBoost's own names, over the defaults of `fullParameters`
  int rounds = 300;
  int earlyStopping = 30;  // rounds without a better validation metric; 0: never
};

text::Json toJson(const DataSpec& spec);
text::Json toJson(const BoosterSpec& spec);

// The value of a parameter that was given, the last one if several.
std::optional<std::string> given(const infer::Parameters& parameters, std::string_view name);

// Every parameter must be one of XGBoost 3.2; a wrong name is answered with the nearest right one.
Status checkParameters(const infer::Parameters& parameters);
// The task that an objective belongs to.
std::optional<Task> taskOfObjective(std::string_view objective);
// What the booster is given: objective, metrics and seed for the task, then what the spec says. `eval_metric`
// may list several, by comma. The first metric decides early stopping.
infer::Parameters fullParameters(const BoosterSpec& spec, Task task, std::size_t classes, std::uint64_t seed);
// True for auc and its kin, of which more is better.
bool higherIsBetter(std::string_view metric);

}  // namespace tatara::train
