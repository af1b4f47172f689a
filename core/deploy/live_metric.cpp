#include "core/deploy/live_metric.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/number_text.h"
#include "core/registry/evidence.h"

namespace tatara::deploy {
namespace {

using text::Json;

struct Sum {
  std::int64_t labels = 0;
  double errors = 0;   // absolute
  double squares = 0;  // of them
  std::int64_t wrong = 0;
};

// The text that a label of the same would have.
std::string wordOf(const Json& value) {
  if (const std::string* words = value.asString()) {
    return *words;
  }
  return text::toJson(value);
}

// Of several values, the place of the largest.
std::string chosenPlace(const Json& values) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < values.items().size(); ++i) {
    if (values.items()[i].asNumber().value_or(-HUGE_VAL) >
        values.items()[best].asNumber().value_or(-HUGE_VAL)) {
      best = i;
    }
  }
  return std::to_string(best);
}

bool sameWord(const std::string& answer, const std::string& label) {
  const auto left = parseDouble(answer);
  const auto right = parseDouble(label);
  return left && right ? *left == *right : answer == label;
}

// What one labelled row adds; false where there is nothing to compare.
bool add(Sum& sum, const Prediction& prediction, std::size_t row, const std::string& label, bool& numeric) {
  const auto wanted = parseDouble(label);
  if (const Json* value = valueOfRow(prediction.outputs, row)) {
    const auto number = value->asNumber();
    if (number && wanted) {
      const double error = *number - *wanted;
      sum.errors += std::abs(error);
      sum.squares += error * error;
    } else {
      numeric = false;
    }
    sum.wrong += sameWord(wordOf(*value), label) ? 0 : 1;
    ++sum.labels;
    return true;
  }
  if (prediction.outputs.members().empty()) {
    return false;
  }
  const Json& rows = prediction.outputs.members().front().value;
  if (row >= rows.items().size() || !rows.items()[row].isArray()) {
    return false;
  }
  numeric = false;
  sum.wrong += sameWord(chosenPlace(rows.items()[row]), label) ? 0 : 1;
  ++sum.labels;
  return true;
}

std::string_view wordOf(LiveKind kind) {
  return kind == LiveKind::Rmse ? "rmse" : kind == LiveKind::Mae ? "mae" : "accuracy";
}

// Accuracy is told, its complement is drawn.
Expected turned(Expected expected, LiveKind kind) {
  if (kind == LiveKind::Wrong) {
    expected.value = 1 - expected.value;
    const auto high = expected.low ? std::optional(1 - *expected.low) : std::nullopt;
    expected.low = expected.high ? std::optional(1 - *expected.high) : std::nullopt;
    expected.high = high;
  }
  return expected;
}

std::optional<Expected> fromPiece(const registry::Evidence& piece, std::string_view side, LiveKind kind) {
  for (const Json& metric : piece.body["metrics"].items()) {
    const std::string* name = metric["name"].asString();
    const Json& measured = metric[side];
    if (!name || *name != wordOf(kind) || !measured["value"].asNumber()) {
      continue;
    }
    return turned({.value = *measured["value"].asNumber(),
                   .low = measured["interval"]["low"].asNumber(),
                   .high = measured["interval"]["high"].asNumber(),
                   .source = piece.source},
                  kind);
  }
  return std::nullopt;
}

// The value that the version's run logged, validation before anything else.
std::optional<Expected> fromRun(const std::vector<registry::Evidence>& evidence, LiveKind kind) {
  for (const char* prefix : {"test_", "val_", "validation_", "eval_", ""}) {
    const std::string name = "challenger." + std::string(prefix) + std::string(wordOf(kind));
    const auto found = std::ranges::find(evidence, name, &registry::Evidence::name);
    if (found != evidence.end() && found->body.asNumber()) {
      return turned({.value = *found->body.asNumber(), .low = {}, .high = {}, .source = found->source}, kind);
    }
  }
  return std::nullopt;
}

}  // namespace

Result<LiveMetric> loadLiveMetric(sql::Connection& connection, EndpointId endpoint, const Window& window,
                                  Millis width, bool mean) {
  LiveMetric live;
  TATARA_ASSIGN(
      const auto any,
      connection.findInteger("SELECT 1 FROM prediction_label WHERE endpoint_id = ? LIMIT 1", endpoint));
  if (!any) {
    return live;
  }
  // Where there are too many, the window begins later.
  Window seen = window;
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT first_ms, requests FROM prediction_block WHERE endpoint_id = ? "
                                 "AND last_ms >= ? AND first_ms < ? ORDER BY last_ms DESC",
                                 endpoint, toUnixMillis(window.from), toUnixMillis(window.to)));
  std::int64_t requests = 0;
  while (rows.next()) {
    requests += rows.integer(1);
    if (requests > kMostRequests) {
      live.whole = false;
      break;
    }
    seen.from = std::max(window.from, std::min(fromUnixMillis(rows.integer(0)), window.to));
  }
  TATARA_TRY(rows.status());
  if (live.whole) {
    seen.from = window.from;
  }
  const std::int64_t step = std::max<std::int64_t>(1, width.count());
  std::map<std::pair<std::int64_t, std::int64_t>, Sum> sums;
  bool numeric = true;
  TATARA_TRY(readPredictions(connection, endpoint, seen, [&](const Prediction& one) -> Result<bool> {
    for (std::int64_t row = 0; row < one.rows; ++row) {
      TATARA_ASSIGN(const auto label, findLabel(connection, endpoint, one.id, row));
      if (!label) {
        continue;
      }
      const std::int64_t at = toUnixMillis(one.at);
      if (add(sums[{at - at % step, one.version}], one, static_cast<std::size_t>(row), *label, numeric)) {
        ++live.labels;
        live.newestLabelled = std::max(live.newestLabelled, one.at);
      }
    }
    return true;
  }));
  live.kind = !numeric ? LiveKind::Wrong : mean ? LiveKind::Mae : LiveKind::Rmse;
  for (const auto& [key, sum] : sums) {
    if (sum.labels == 0) {
      continue;
    }
    const auto count = static_cast<double>(sum.labels);
    const double value = live.kind == LiveKind::Wrong ? static_cast<double>(sum.wrong) / count
                         : live.kind == LiveKind::Mae ? sum.errors / count
                                                      : std::sqrt(sum.squares / count);
    live.points.push_back({fromUnixMillis(key.first), key.second, sum.labels, value});
  }
  return live;
}

Result<std::optional<Expected>> findExpected(sql::Connection& connection, const std::string& model,
                                             std::int64_t version, std::int64_t other, LiveKind kind) {
  TATARA_ASSIGN(const auto own, registry::gatherEvidence(connection, model, version, other));
  const auto piece = std::ranges::find(own, std::string("metrics"), &registry::Evidence::name);
  if (piece != own.end()) {
    if (auto found = fromPiece(*piece, "challenger", kind)) {
      return found;
    }
  }
  if (other > 0 && other != version) {
    TATARA_ASSIGN(const auto against, registry::gatherEvidence(connection, model, other, version));
    const auto theirs = std::ranges::find(against, std::string("metrics"), &registry::Evidence::name);
    if (theirs != against.end()) {
      if (auto found = fromPiece(*theirs, "champion", kind)) {
        return found;
      }
    }
  }
  return fromRun(own, kind);
}

}  // namespace tatara::deploy
