// What a metric means: which way is better, its unit, and which one decides an experiment.
//
// Said by the experiment's tags (tatara.primaryMetric, tatara.direction.<key> = min | max,
// tatara.unit.<key>), else guessed from the key's words: loss, error, rmse, mae, mse, logloss, perplexity,
// ... are better small; accuracy, auc, f1, r2, ... are better large; anything else has no direction until
// somebody says so.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/track/types.h"

namespace tatara::store {
class Writer;
}

namespace tatara::track {

enum class Direction : std::uint8_t { Unknown, LowerIsBetter, HigherIsBetter };

struct MetricMeaning {
  Direction direction = Direction::Unknown;
  std::string unit;     // "", "s", "%", ...
  bool guessed = true;  // false when a tag says so
};

MetricMeaning meaningOf(const Experiment& experiment, std::string_view key);
Direction guessDirection(std::string_view key);
std::string guessUnit(std::string_view key);
// The tag's, else the most telling of `keys`: a validation metric with a known direction before a training
// one.
std::optional<std::string> primaryMetric(const Experiment& experiment, std::span<const std::string> keys);

// What a person said of a metric; nothing: it is left to the guess.
struct MeaningChoice {
  std::optional<Direction> direction{};
  std::optional<std::string> unit{};
  bool primary = false;  // the metric is named as the one that decides
  friend bool operator==(const MeaningChoice&, const MeaningChoice&) = default;
};
MeaningChoice choiceOf(const Experiment& experiment, std::string_view key);
// Keeps it as the experiment's tags. Not primary: another metric's being so is left alone.
Status setMeaning(store::Writer& writer, ExperimentId experiment, std::string_view key,
                  const MeaningChoice& choice, Timestamp now);

// True when `left` is better than `right`; NaN is never better; false when the direction is unknown.
bool isBetter(Direction direction, double left, double right);

}  // namespace tatara::track
