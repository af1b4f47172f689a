#include "core/track/metric_meaning.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/store/store.h"
#include "core/text/error_phrase.h"
#include "core/track/experiments.h"

namespace tatara::track {
namespace {

constexpr std::array<std::string_view, 24> kLower = {
    "loss",  "error",   "err",      "rmse",       "mae",    "mse",   "mape",   "smape",
    "rmsle", "logloss", "mlogloss", "perplexity", "ppl",    "brier", "wer",    "cer",
    "ece",   "fid",     "nll",      "bpb",        "regret", "cost",  "merror", "latency"};
constexpr std::array<std::string_view, 22> kHigher = {
    "accuracy", "acc",   "auc",   "aucpr", "auroc",      "f1",         "precision", "recall",
    "r2",       "score", "map",   "ndcg",  "iou",        "dice",       "bleu",      "rouge",
    "reward",   "mcc",   "kappa", "psnr",  "throughput", "sensitivity"};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

// "val/RMSE_log" → val, rmse, log. Digits stay with their word: f1, r2.
std::vector<std::string> wordsOf(std::string_view key) {
  std::vector<std::string> words;
  std::string word;
  for (const char raw : key) {
    const char c = lower(raw);
    const bool inWord = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (inWord) {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  if (!word.empty()) {
    words.push_back(word);
  }
  return words;
}

template <std::size_t N>
bool isOneOf(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

const std::string* findTagValue(const Experiment& experiment, const std::string& key) {
  const auto tag = std::find_if(experiment.tags.begin(), experiment.tags.end(),
                                [&](const KeyValue& t) { return t.key == key; });
  return tag == experiment.tags.end() ? nullptr : &tag->value;
}

// How much a metric tells about a run: what was not trained on first, then what has a direction.
int weightOf(const Experiment& experiment, std::string_view key) {
  const auto words = wordsOf(key);
  const auto has = [&](std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  int weight = meaningOf(experiment, key).direction == Direction::Unknown ? 0 : 8;
  weight += has("val") || has("valid") || has("validation") ? 4 : 0;
  weight += has("test") || has("eval") || has("holdout") ? 3 : 0;
  weight -= has("train") || has("training") ? 4 : 0;
  weight -= has("system") || has("best") || has("std") || has("sd") ? 6 : 0;
  weight += has("loss") ? -1 : 0;  // people decide by what they measure, not by what is optimised
  return weight;
}

}  // namespace

Direction guessDirection(std::string_view key) {
  const auto words = wordsOf(key);
  for (auto word = words.rbegin(); word != words.rend(); ++word) {
    if (isOneOf(*word, kLower)) {
      return Direction::LowerIsBetter;
    }
    if (isOneOf(*word, kHigher)) {
      return Direction::HigherIsBetter;
    }
  }
  return Direction::Unknown;
}

std::string guessUnit(std::string_view key) {
  const auto words = wordsOf(key);
  if (words.empty()) {
    return {};
  }
  const std::string& last = words.back();
  if (last == "seconds" || last == "sec" || last == "secs") {
    return "s";
  }
  if (last == "ms" || last == "millis" || last == "milliseconds") {
    return "ms";
  }
  if (last == "percent" || last == "percentage" || last == "pct") {
    return "%";
  }
  if (last == "bytes") {
    return "B";
  }
  if (last == "megabytes" || last == "mb") {
    return "MB";
  }
  return {};
}

MetricMeaning meaningOf(const Experiment& experiment, std::string_view key) {
  MetricMeaning meaning{guessDirection(key), guessUnit(key), true};
  if (const std::string* said =
          findTagValue(experiment, std::string(tag::kDirectionPrefix) + std::string(key))) {
    meaning.guessed = false;
    meaning.direction = *said == "min"   ? Direction::LowerIsBetter
                        : *said == "max" ? Direction::HigherIsBetter
                                         : Direction::Unknown;
  }
  if (const std::string* said = findTagValue(experiment, std::string(tag::kUnitPrefix) + std::string(key))) {
    meaning.unit = *said;
  }
  return meaning;
}

std::optional<std::string> primaryMetric(const Experiment& experiment, std::span<const std::string> keys) {
  if (const std::string* said = findTagValue(experiment, std::string(tag::kPrimaryMetric))) {
    return *said;
  }
  const std::string* best = nullptr;
  int bestWeight = 0;
  for (const std::string& key : keys) {
    const int weight = weightOf(experiment, key);
    if (best == nullptr || weight > bestWeight || (weight == bestWeight && key < *best)) {
      best = &key;
      bestWeight = weight;
    }
  }
  return best != nullptr ? std::optional(*best) : std::nullopt;
}

MeaningChoice choiceOf(const Experiment& experiment, std::string_view key) {
  MeaningChoice choice;
  const MetricMeaning meaning = meaningOf(experiment, key);
  if (!meaning.guessed) {
    choice.direction = meaning.direction;
  }
  if (const std::string* unit = findTagValue(experiment, std::string(tag::kUnitPrefix) + std::string(key))) {
    choice.unit = *unit;
  }
  const std::string* primary = findTagValue(experiment, std::string(tag::kPrimaryMetric));
  choice.primary = primary != nullptr && *primary == key;
  return choice;
}

namespace {

// Nothing: the tag goes, whether it was there or not.
Status setOrDrop(store::Writer& writer, ExperimentId experiment, const std::string& key,
                 const std::optional<std::string>& value, Timestamp now) {
  if (value) {
    return setExperimentTag(writer, experiment, {key, *value}, now);
  }
  const Status dropped = deleteExperimentTag(writer, experiment, key, now);
  return !dropped && dropped.error().kind == ErrorKind::NotFound ? Status() : dropped;
}

}  // namespace

Status setMeaning(store::Writer& writer, ExperimentId experiment, std::string_view key,
                  const MeaningChoice& choice, Timestamp now) {
  TATARA_ASSIGN(const auto found, findExperiment(writer.sql(), experiment));
  if (!found) {
    return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "There is no experiment %1"),
                          {std::to_string(experiment.value())});
  }
  const std::string name(key);
  std::optional<std::string> direction;
  if (choice.direction) {
    direction = *choice.direction == Direction::LowerIsBetter    ? "min"
                : *choice.direction == Direction::HigherIsBetter ? "max"
                                                                 : "none";
  }
  TATARA_TRY(setOrDrop(writer, experiment, std::string(tag::kDirectionPrefix) + name, direction, now));
  TATARA_TRY(setOrDrop(writer, experiment, std::string(tag::kUnitPrefix) + name, choice.unit, now));
  const bool wasPrimary = choiceOf(*found, key).primary;
  if (choice.primary != wasPrimary) {
    TATARA_TRY(setOrDrop(writer, experiment, std::string(tag::kPrimaryMetric),
                         choice.primary ? std::optional(name) : std::nullopt, now));
  }
  return {};
}

bool isBetter(Direction direction, double left, double right) {
  if (direction == Direction::Unknown || std::isnan(left)) {
    return false;
  }
  if (std::isnan(right)) {
    return true;
  }
  return direction == Direction::LowerIsBetter ? left < right : left > right;
}

}  // namespace tatara::track
