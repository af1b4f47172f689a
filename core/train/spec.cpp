#include "core/train/spec.h"

#include <algorithm>
#include <array>

#include "core/base/number_text.h"
#include "core/text/error_phrase.h"

namespace tatara::train {
namespace {

// XGBoost 3.2, "XGBoost Parameters": general, tree, DART, linear, and learning task parameters, with their
// aliases.
constexpr std::array<std::string_view, 75> kParameters{"booster",
                                                       "device",
                                                       "verbosity",
                                                       "validate_parameters",
                                                       "nthread",
                                                       "n_jobs",
                                                       "disable_default_eval_metric",
                                                       "eta",
                                                       "learning_rate",
                                                       "gamma",
                                                       "min_split_loss",
                                                       "max_depth",
                                                       "min_child_weight",
                                                       "max_delta_step",
                                                       "subsample",
                                                       "sampling_method",
                                                       "colsample_bytree",
                                                       "colsample_bylevel",
                                                       "colsample_bynode",
                                                       "lambda",
                                                       "reg_lambda",
                                                       "alpha",
                                                       "reg_alpha",
                                                       "tree_method",
                                                       "scale_pos_weight",
                                                       "updater",
                                                       "refresh_leaf",
                                                       "process_type",
                                                       "grow_policy",
                                                       "max_leaves",
                                                       "max_bin",
                                                       "num_parallel_tree",
                                                       "monotone_constraints",
                                                       "interaction_constraints",
                                                       "multi_strategy",
                                                       "max_cached_hist_node",
                                                       "max_cat_to_onehot",
                                                       "max_cat_threshold",
                                                       "sample_type",
                                                       "normalize_type",
                                                       "rate_drop",
                                                       "one_drop",
                                                       "skip_drop",
                                                       "feature_selector",
                                                       "top_k",
                                                       "objective",
                                                       "base_score",
                                                       "eval_metric",
                                                       "seed",
                                                       "random_state",
                                                       "seed_per_iteration",
                                                       "tweedie_variance_power",
                                                       "huber_slope",
                                                       "quantile_alpha",
                                                       "aft_loss_distribution",
                                                       "aft_loss_distribution_scale",
                                                       "lambdarank_pair_method",
                                                       "lambdarank_num_pair_per_sample",
                                                       "lambdarank_normalization",
                                                       "lambdarank_score_normalization",
                                                       "lambdarank_unbiased",
                                                       "lambdarank_bias_norm",
                                                       "ndcg_exp_gain",
                                                       "rate_drop",
                                                       "sketch_ratio",
                                                       "tolerance",
                                                       "coordinate_selection",
                                                       "reg_lambda_bias",
                                                       "lambda_bias",
                                                       "fail_on_invalid_gpu_id",
                                                       "max_search_group",
                                                       "debug_synchronize",
                                                       "num_class",
                                                       "num_target",
                                                       "extmem_single_page"};

// All others take a number, or true and false.
constexpr std::array<std::string_view, 19> kWords{"booster",
                                                  "device",
                                                  "sampling_method",
                                                  "tree_method",
                                                  "updater",
                                                  "process_type",
                                                  "grow_policy",
                                                  "monotone_constraints",
                                                  "interaction_constraints",
                                                  "multi_strategy",
                                                  "sample_type",
                                                  "normalize_type",
                                                  "feature_selector",
                                                  "objective",
                                                  "eval_metric",
                                                  "quantile_alpha",
                                                  "aft_loss_distribution",
                                                  "lambdarank_pair_method",
                                                  "coordinate_selection"};

// What this trainer lays down itself.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kReserved{{
    {"num_class", TATARA_SAYS("Phrase", "it follows from the target")},
    {"num_target", TATARA_SAYS("Phrase", "there is one target")},
    {"seed", TATARA_SAYS("Phrase", "use --seed, which also draws the split")},
    {"random_state", TATARA_SAYS("Phrase", "use --seed, which also draws the split")},
    {"disable_default_eval_metric", TATARA_SAYS("Phrase", "the metrics are always named")},
    {"validate_parameters", TATARA_SAYS("Phrase", "parameters are always checked")},
}};

}  // namespace

std::string_view toString(Task task) {
  switch (task) {
    case Task::Regression:
      return "regression";
    case Task::Binary:
      return "binary";
    case Task::Multiclass:
      return "multiclass";
  }
  return "";
}

std::optional<Task> parseTask(std::string_view text) {
  for (const Task task : {Task::Regression, Task::Binary, Task::Multiclass}) {
    if (text == toString(task)) {
      return task;
    }
  }
  return std::nullopt;
}

std::string_view toString(SplitKind kind) {
  switch (kind) {
    case SplitKind::Random:
      return "random";
    case SplitKind::Time:
      return "time";
    case SplitKind::Group:
      return "group";
  }
  return "";
}

std::optional<SplitKind> parseSplitKind(std::string_view text) {
  for (const SplitKind kind : {SplitKind::Random, SplitKind::Time, SplitKind::Group}) {
    if (text == toString(kind)) {
      return kind;
    }
  }
  return std::nullopt;
}

std::optional<std::string> given(const infer::Parameters& parameters, std::string_view name) {
  std::optional<std::string> value;
  for (const auto& [key, text] : parameters) {
    if (key == name) {
      value = text;
    }
  }
  return value;
}

Status checkParameters(const infer::Parameters& parameters) {
  for (const auto& [name, value] : parameters) {
    const auto reserved = std::ranges::find(kReserved, name, [](const auto& entry) { return entry.first; });
    if (reserved != kReserved.end()) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "The parameter '%1' cannot be given: %2"),
                            {name, text::Phrase::say(reserved->second)});
    }
    if (std::ranges::find(kParameters, name) == kParameters.end()) {
      const auto near = nearestWord(name, kParameters);
      return near
                 ? text::sayError(ErrorKind::InvalidArgument,
                                  TATARA_SAYS("Phrase", "XGBoost has no parameter '%1'; the nearest is '%2'"),
                                  {name, *near})
                 : text::sayError(ErrorKind::InvalidArgument,
                                  TATARA_SAYS("Phrase", "XGBoost has no parameter '%1'"), {name});
    }
    if (value.empty()) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "The parameter '%1' has no value; write %1=…"), {name});
    }
    const bool number = parseDouble(value) || value == "true" || value == "false";
    if (!number && std::ranges::find(kWords, name) == kWords.end()) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "The parameter '%1' takes a number, which '%2' is not"),
                            {name, value});
    }
  }
  return {};
}

std::optional<Task> taskOfObjective(std::string_view objective) {
  if (objective.starts_with("multi:")) {
    return Task::Multiclass;
  }
  if (objective.starts_with("binary:") || objective == "reg:logistic") {
    return Task::Binary;
  }
  if (objective.starts_with("reg:") || objective.starts_with("count:")) {
    return Task::Regression;
  }
  return std::nullopt;
}

infer::Parameters fullParameters(const BoosterSpec& spec, Task task, std::size_t classes,
                                 std::uint64_t seed) {
  infer::Parameters full;
  const auto orElse = [&](const char* name, const char* value) {
    full.emplace_back(name, given(spec.parameters, name).value_or(value));
  };
  switch (task) {
    case Task::Regression:
      orElse("objective", "reg:squarederror");
      break;
    case Task::Binary:
      orElse("objective", "binary:logistic");
      break;
    case Task::Multiclass:
      orElse("objective", "multi:softprob");
      full.emplace_back("num_class", std::to_string(classes));
      break;
  }
  std::string metrics = task == Task::Regression ? "rmse,mae"
                        : task == Task::Binary   ? "logloss,auc"
                                                 : "mlogloss,merror";
  if (given(spec.parameters, "eval_metric")) {
    metrics.clear();
    for (const auto& [name, value] : spec.parameters) {
      metrics += name == "eval_metric" ? (metrics.empty() ? "" : ",") + value : "";
    }
  }
  for (std::size_t at = 0; at <= metrics.size();) {
    const std::size_t comma = std::min(metrics.find(',', at), metrics.size());
    if (comma > at) {
      full.emplace_back("eval_metric", metrics.substr(at, comma - at));
    }
    at = comma + 1;
  }
  // XGBoost takes a 32-bit seed; the split uses all 64.
  full.emplace_back("seed", std::to_string(seed & 0x7FFFFFFF));
  full.emplace_back("validate_parameters", "1");
  for (const auto& [name, value] : spec.parameters) {
    if (name != "objective" && name != "eval_metric") {
      full.emplace_back(name, value);
    }
  }
  return full;
}

bool higherIsBetter(std::string_view metric) {
  const std::string_view name = metric.substr(0, metric.find_first_of("@-"));
  return name == "auc" || name == "aucpr" || name == "map" || name == "ndcg" || name == "pre";
}

text::Json toJson(const DataSpec& spec) {
  const auto list = [](const std::vector<std::string>& texts) {
    text::Json array = text::Json::array();
    for (const auto& one : texts) {
      array.append(one);
    }
    return array;
  };
  text::Json json = text::Json::object();
  std::error_code failed;
  const std::filesystem::path& file = spec.kept.empty() ? spec.file : spec.kept;
  json.set("file", std::filesystem::absolute(file, failed).lexically_normal().string())
      .set("dataset", spec.dataset)
      .set("target", spec.target)
      .set("where", spec.where)
      .set("drop", list(spec.drop))
      .set("keep", list(spec.keep))
      .set("task", spec.task ? text::Json(toString(*spec.task)) : text::Json())
      .set("split", text::Json::object()
                        .set("kind", toString(spec.split.kind))
                        .set("column", spec.split.column)
                        .set("validation_fraction", spec.split.validationFraction))
      .set("seed", std::to_string(spec.seed))
      .set("also_missing", list(spec.reading.alsoMissing))
      .set("text_columns", list(spec.reading.textColumns));
  if (auto reading = text::parseJson(dataset::toJsonText(spec.reading))) {
    json.set("reading", std::move(*reading));
  }
  return json;
}

text::Json toJson(const BoosterSpec& spec) {
  text::Json parameters = text::Json::array();
  for (const auto& [name, value] : spec.parameters) {
    parameters.append(text::Json::object().set("name", name).set("value", value));
  }
  return text::Json::object()
      .set("parameters", std::move(parameters))
      .set("rounds", spec.rounds)
      .set("early_stopping", spec.earlyStopping);
}

}  // namespace tatara::train
