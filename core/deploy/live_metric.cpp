#include "core/deploy/live_metric.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <tuple>

#include "core/base/number_text.h"
#include "core/registry/evidence.h"

namespace tatara::deploy {
namespace {

using text::Json;

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

// Rows that wait for their labels, beyond which nothing is kept for the next time.
constexpr std::size_t kMostWaiting = 2'000'000;

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

std::string LiveMetricReader::keyOf(std::string_view request, std::int64_t row) {
  return std::string(request) + '\n' + std::to_string(row);
}

std::optional<LiveMetricReader::Answer> LiveMetricReader::answerOf(const Prediction& prediction,
                                                                   std::size_t row) {
  if (const Json* value = valueOfRow(prediction.outputs, row)) {
    return Answer{.number = value->asNumber(), .word = value->isNumber() ? std::string() : wordOf(*value)};
  }
  if (prediction.outputs.members().empty()) {
    return std::nullopt;
  }
  const Json& rows = prediction.outputs.members().front().value;
  if (row >= rows.items().size() || !rows.items()[row].isArray()) {
    return std::nullopt;
  }
  return Answer{.number = {}, .word = chosenPlace(rows.items()[row]), .ofSeveral = true};
}

LiveMetricReader::Measured LiveMetricReader::measure(const Waiting& row, const Label& label) {
  Measured measured{.at = row.at, .version = row.version, .label = label.number};
  const auto wanted = parseDouble(label.value);
  const Answer& answer = row.answer;
  measured.numeric = answer.number && wanted && !answer.ofSeveral;
  if (measured.numeric) {
    measured.error = *answer.number - *wanted;
  }
  measured.wrong = answer.word.empty() && answer.number ? !(wanted && *answer.number == *wanted)
                                                        : !sameWord(answer.word, label.value);
  return measured;
}

void LiveMetricReader::forget() {
  m_endpoint = EndpointId();
  m_blocks.clear();
  m_waiting.clear();
}

// Labels that came since the last time meet the rows that wait for them.
Status LiveMetricReader::followLabels(sql::Connection& connection, EndpointId endpoint) {
  TATARA_ASSIGN(
      const auto count,
      connection.findInteger("SELECT count(*) FROM prediction_label WHERE endpoint_id = ?", endpoint));
  TATARA_ASSIGN(
      const auto last,
      connection.findInteger("SELECT max(seq) FROM prediction_label WHERE endpoint_id = ?", endpoint));
  std::vector<Label> labels;
  if (m_endpoint == endpoint && last.value_or(0) > m_lastLabel) {
    TATARA_ASSIGN(auto rows,
                  connection.query("SELECT request_id, row, label, seq FROM prediction_label WHERE "
                                   "endpoint_id = ? AND seq > ?",
                                   endpoint, m_lastLabel));
    while (rows.next()) {
      labels.push_back({keyOf(rows.text(0), rows.integer(1)), std::string(rows.text(2)), rows.integer(3)});
    }
    TATARA_TRY(rows.status());
  }
  const bool someWent = count.value_or(0) != m_labels + static_cast<std::int64_t>(labels.size());
  if (m_endpoint != endpoint || someWent) {
    forget();
    labels.clear();
  }
  m_endpoint = endpoint;
  m_labels = count.value_or(0);
  m_lastLabel = last.value_or(0);
  for (const Label& label : labels) {
    const auto [begin, end] = m_waiting.equal_range(label.key);
    for (auto row = begin; row != end; ++row) {
      m_blocks[row->second.block].measured.push_back(measure(row->second, label));
    }
    m_waiting.erase(begin, end);
  }
  return {};
}

// What is no longer in the window, or was rewritten.
void LiveMetricReader::drop(const std::vector<Listed>& listed) {
  const auto stays = [&](std::int64_t id, std::int64_t requests) {
    const auto found = std::ranges::lower_bound(listed, id, {}, &Listed::id);
    return found != listed.end() && found->id == id && found->requests == requests;
  };
  const std::size_t dropped =
      std::erase_if(m_blocks, [&](const auto& block) { return !stays(block.first, block.second.requests); });
  if (dropped > 0) {
    std::erase_if(m_waiting, [&](const auto& row) { return !m_blocks.contains(row.second.block); });
  }
}

Result<std::optional<LiveMetricReader::Label>> LiveMetricReader::labelOf(sql::Connection& connection,
                                                                         EndpointId endpoint,
                                                                         std::string_view request,
                                                                         std::int64_t row) {
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT label, seq FROM prediction_label WHERE endpoint_id = ? AND "
                                 "request_id = ? AND row = ?",
                                 endpoint, request, row));
  if (!rows.next()) {
    TATARA_TRY(rows.status());
    return std::nullopt;
  }
  return std::optional(Label{{}, std::string(rows.text(0)), rows.integer(1)});
}

Status LiveMetricReader::readBlock(sql::Connection& connection, const Listed& listed) {
  TATARA_ASSIGN(const std::vector<Prediction> predictions, loadPredictionBlock(connection, listed.id));
  Block& block = m_blocks[listed.id];
  block.requests = listed.requests;
  ++m_blocksRead;
  for (const Prediction& one : predictions) {
    for (std::int64_t row = 0; row < one.rows; ++row) {
      auto answer = answerOf(one, static_cast<std::size_t>(row));
      if (!answer) {
        continue;
      }
      Waiting waiting{listed.id, toUnixMillis(one.at), one.version, std::move(*answer)};
      TATARA_ASSIGN(const auto label, labelOf(connection, m_endpoint, one.id, row));
      if (label) {
        block.measured.push_back(measure(waiting, *label));
      } else {
        m_waiting.emplace(keyOf(one.id, row), std::move(waiting));
      }
    }
  }
  return {};
}

LiveMetric LiveMetricReader::sum(const Window& seen, Millis width, bool mean) const {
  struct Sum {
    std::int64_t labels = 0;
    double errors = 0;   // absolute
    double squares = 0;  // of them
    std::int64_t wrong = 0;
  };
  LiveMetric live;
  const std::int64_t step = std::max<std::int64_t>(1, width.count());
  const std::int64_t from = toUnixMillis(seen.from);
  const std::int64_t to = toUnixMillis(seen.to);
  std::map<std::pair<std::int64_t, std::int64_t>, Sum> sums;
  std::int64_t newest = 0;
  bool numeric = true;
  std::vector<Measured> inWindow;
  for (const auto& [id, block] : m_blocks) {
    std::ranges::copy_if(block.measured, std::back_inserter(inWindow),
                         [&](const Measured& one) { return one.at >= from && one.at < to; });
  }
  // Labels come in any order, sums of doubles depend on it.
  std::ranges::sort(inWindow, {},
                    [](const Measured& one) { return std::tuple(one.at, one.version, one.error); });
  for (const Measured& one : inWindow) {
    Sum& sum = sums[{one.at - one.at % step, one.version}];
    sum.errors += std::abs(one.error);
    sum.squares += one.error * one.error;
    sum.wrong += one.wrong ? 1 : 0;
    ++sum.labels;
    numeric = numeric && one.numeric;
    newest = std::max(newest, one.at);
  }
  live.labels = static_cast<std::int64_t>(inWindow.size());
  live.newestLabelled = inWindow.empty() ? Timestamp{} : fromUnixMillis(newest);
  live.kind = !numeric ? LiveKind::Wrong : mean ? LiveKind::Mae : LiveKind::Rmse;
  for (const auto& [key, sum] : sums) {
    const auto count = static_cast<double>(sum.labels);
    const double value = live.kind == LiveKind::Wrong ? static_cast<double>(sum.wrong) / count
                         : live.kind == LiveKind::Mae ? sum.errors / count
                                                      : std::sqrt(sum.squares / count);
    live.points.push_back({fromUnixMillis(key.first), key.second, sum.labels, value});
  }
  return live;
}

Result<bool> LiveMetricReader::follow(sql::Connection& connection, EndpointId endpoint, Window& window) {
  // Where there are too many requests, the window begins later.
  Window seen = window;
  bool whole = true;
  {
    TATARA_ASSIGN(auto rows,
                  connection.query("SELECT first_ms, requests FROM prediction_block WHERE endpoint_id = ? "
                                   "AND last_ms >= ? AND first_ms < ? ORDER BY last_ms DESC",
                                   endpoint, toUnixMillis(window.from), toUnixMillis(window.to)));
    std::int64_t requests = 0;
    while (rows.next()) {
      requests += rows.integer(1);
      if (requests > kMostRequests) {
        whole = false;
        break;
      }
      seen.from = std::max(window.from, std::min(fromUnixMillis(rows.integer(0)), window.to));
    }
    TATARA_TRY(rows.status());
  }
  if (whole) {
    seen.from = window.from;
  }
  std::vector<Listed> listed;
  {
    TATARA_ASSIGN(auto rows,
                  connection.query("SELECT block_id, requests FROM prediction_block WHERE endpoint_id = ? "
                                   "AND last_ms >= ? AND first_ms < ? ORDER BY block_id",
                                   endpoint, toUnixMillis(seen.from), toUnixMillis(seen.to)));
    while (rows.next()) {
      listed.push_back({rows.integer(0), rows.integer(1)});
    }
    TATARA_TRY(rows.status());
  }
  drop(listed);
  for (const Listed& block : listed) {
    if (!m_blocks.contains(block.id)) {
      if (Status read = readBlock(connection, block); !read) {
        forget();
        return read.error();
      }
    }
  }
  window = seen;
  return whole;
}

Result<LiveMetric> LiveMetricReader::read(sql::Connection& connection, EndpointId endpoint,
                                          const Window& window, Millis width, bool mean) {
  const Lock lock(m_mutex);
  TATARA_TRY(followLabels(connection, endpoint));
  if (m_labels == 0) {
    forget();
    return LiveMetric{};
  }
  Window seen = window;
  TATARA_ASSIGN(const bool whole, follow(connection, endpoint, seen));
  LiveMetric live = sum(seen, width, mean);
  live.whole = whole;
  if (m_waiting.size() > kMostWaiting) {
    forget();
  }
  return live;
}

Result<std::optional<RateTest>> LiveMetricReader::compare(sql::Connection& connection, EndpointId endpoint,
                                                          Timestamp from, const Rivals& rivals) {
  const Lock lock(m_mutex);
  TATARA_TRY(followLabels(connection, endpoint));
  RateTest test(0.5, rivals.alpha);
  if (m_labels == 0) {
    forget();
    return std::optional(test);
  }
  Window seen{.from = from};
  TATARA_ASSIGN(const bool whole, follow(connection, endpoint, seen));
  std::vector<Measured> rows;
  for (const auto& [id, block] : m_blocks) {
    std::ranges::copy_if(block.measured, std::back_inserter(rows), [&](const Measured& one) {
      return one.at >= toUnixMillis(from) &&
             (one.version == rivals.champion || one.version == rivals.challenger);
    });
  }
  if (m_waiting.size() > kMostWaiting) {
    forget();
  }
  if (!whole) {
    return std::optional<RateTest>();
  }
  std::ranges::sort(rows, {}, [](const Measured& one) { return std::tuple(one.label, one.at, one.error); });
  const bool numeric = std::ranges::all_of(rows, &Measured::numeric);
  const Measured* alone = nullptr;
  for (const Measured& row : rows) {
    if (!alone || alone->version == row.version) {
      alone = &row;
      continue;
    }
    const Measured& own = row.version == rivals.challenger ? row : *alone;
    const Measured& other = row.version == rivals.challenger ? *alone : row;
    const double difference = numeric ? std::abs(own.error) - std::abs(other.error)
                                      : static_cast<double>(own.wrong) - static_cast<double>(other.wrong);
    if (difference != 0) {
      test.add(1, difference > 0 ? 1 : 0);
    }
    alone = nullptr;
  }
  return std::optional(test);
}

std::int64_t LiveMetricReader::blocksRead() const {
  const Lock lock(m_mutex);
  return m_blocksRead;
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
