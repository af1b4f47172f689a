#include "core/deploy/predictions.h"

#include <algorithm>

#include "core/base/number_text.h"
#include "core/deploy/internal/log_block.h"
#include "core/deploy/internal/routes.h"
#include "core/registry/act.h"
#include "core/registry/policy.h"
#include "core/text/error_phrase.h"

namespace tatara::deploy {
namespace {

using text::Json;

Result<Prediction> predictionOf(std::string_view line, std::int64_t version) {
  TATARA_ASSIGN(Json json, text::parseJson(line));
  Prediction prediction;
  prediction.version = version;
  if (const std::string* id = json["id"].asString()) {
    prediction.id = *id;
  }
  prediction.at = fromUnixMillis(json["at"].asInt().value_or(0));
  prediction.milliseconds = json["ms"].asNumber().value_or(0);
  prediction.rows = json["rows"].asInt().value_or(0);
  if (Json* inputs = json.find("inputs")) {
    prediction.inputs = std::move(*inputs);
  }
  if (Json* outputs = json.find("outputs")) {
    prediction.outputs = std::move(*outputs);
  }
  return prediction;
}

// Calls `each` with the lines; true goes on.
template <typename F>
Result<bool> eachLine(std::string_view block, F each) {
  while (!block.empty()) {
    const std::size_t end = std::min(block.find('\n'), block.size());
    TATARA_ASSIGN(const bool more, each(block.substr(0, end)));
    if (!more) {
      return false;
    }
    block.remove_prefix(std::min(end + 1, block.size()));
  }
  return true;
}

bool sameValue(const Json& value, std::string_view wanted) {
  if (const std::string* words = value.asString()) {
    return *words == wanted;
  }
  if (const auto flag = value.asBool()) {
    return wanted == (*flag ? "true" : "false");
  }
  const auto number = value.asNumber();
  const auto other = parseDouble(wanted);
  return number && other && *number == *other;
}

bool concernsErase(const Prediction& prediction, const Erase& what) {
  if (!what.request.empty()) {
    return prediction.id == what.request;
  }
  const Json& column = prediction.inputs[what.column];
  return std::ranges::any_of(column.items(), [&](const Json& value) { return sameValue(value, what.value); });
}

struct Block {
  std::int64_t id = 0;
  std::int64_t version = 0;
  std::string lines;
};

Result<std::vector<std::int64_t>> blocksOf(sql::Connection& connection, EndpointId endpoint) {
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT block_id FROM prediction_block WHERE endpoint_id = ?", endpoint));
  std::vector<std::int64_t> blocks;
  while (rows.next()) {
    blocks.push_back(rows.integer(0));
  }
  TATARA_TRY(rows.status());
  return blocks;
}

Result<Block> loadBlock(sql::Connection& connection, std::int64_t id) {
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT version, body FROM prediction_block WHERE block_id = ?", id));
  if (!rows.next()) {
    TATARA_TRY(rows.status());
    return text::sayError(ErrorKind::NotFound,
                          TATARA_SAYS("Phrase", "A block of logged predictions is gone"));
  }
  Block block{.id = id, .version = rows.integer(0), .lines = {}};
  TATARA_ASSIGN(block.lines, internal::expandBlock(rows.blob(1)));
  return block;
}

// The ids of the requests that went out of the block.
Result<std::vector<std::string>> eraseFrom(store::Writer& writer, const Block& block, const Erase& what) {
  std::vector<std::string> gone;
  std::string kept;
  std::int64_t left = 0;
  TATARA_TRY(eachLine(block.lines, [&](std::string_view line) -> Result<bool> {
    TATARA_ASSIGN(const Prediction prediction, predictionOf(line, block.version));
    if (concernsErase(prediction, what)) {
      gone.push_back(prediction.id);
    } else {
      kept.append(line).push_back('\n');
      ++left;
    }
    return true;
  }));
  if (gone.empty()) {
    return gone;
  }
  if (left == 0) {
    TATARA_TRY(writer.sql().run("DELETE FROM prediction_block WHERE block_id = ?", block.id));
    return gone;
  }
  TATARA_ASSIGN(const std::string body, internal::compressBlock(kept));
  TATARA_TRY(writer.sql().run("UPDATE prediction_block SET requests = ?, body = ? WHERE block_id = ?", left,
                              sql::Bytes(reinterpret_cast<const std::byte*>(body.data()), body.size()),
                              block.id));
  return gone;
}

// "1 request", "3 requests"
std::string amountText(std::int64_t amount, std::string_view noun) {
  return std::to_string(amount) + " " + std::string(noun) + (amount == 1 ? "" : "s");
}

}  // namespace

Status readPredictions(sql::Connection& connection, EndpointId endpoint, const Window& window,
                       const TakePrediction& take) {
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT version, body FROM prediction_block WHERE endpoint_id = ? AND "
                                 "last_ms >= ? AND first_ms < ? ORDER BY first_ms, block_id",
                                 endpoint, toUnixMillis(window.from), toUnixMillis(window.to)));
  while (rows.next()) {
    const std::int64_t version = rows.integer(0);
    TATARA_ASSIGN(const std::string lines, internal::expandBlock(rows.blob(1)));
    TATARA_ASSIGN(const bool more, eachLine(lines, [&](std::string_view line) -> Result<bool> {
                    TATARA_ASSIGN(const Prediction prediction, predictionOf(line, version));
                    return prediction.at < window.from || prediction.at >= window.to ? Result<bool>(true)
                                                                                     : take(prediction);
                  }));
    if (!more) {
      return {};
    }
  }
  return rows.status();
}

Result<std::vector<Prediction>> loadPredictionBlock(sql::Connection& connection, std::int64_t id) {
  TATARA_ASSIGN(const Block block, loadBlock(connection, id));
  std::vector<Prediction> predictions;
  TATARA_TRY(eachLine(block.lines, [&](std::string_view line) -> Result<bool> {
    TATARA_ASSIGN(Prediction prediction, predictionOf(line, block.version));
    predictions.push_back(std::move(prediction));
    return true;
  }));
  return predictions;
}

Result<std::vector<Prediction>> loadNewestPredictions(sql::Connection& connection, EndpointId endpoint,
                                                      std::size_t most) {
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT version, body FROM prediction_block WHERE endpoint_id = ? "
                                 "ORDER BY last_ms DESC, block_id DESC",
                                 endpoint));
  std::vector<Prediction> newest;
  while (newest.size() < most && rows.next()) {
    const std::int64_t version = rows.integer(0);
    TATARA_ASSIGN(const std::string lines, internal::expandBlock(rows.blob(1)));
    TATARA_TRY(eachLine(lines, [&](std::string_view line) -> Result<bool> {
      TATARA_ASSIGN(Prediction prediction, predictionOf(line, version));
      newest.push_back(std::move(prediction));
      return true;
    }));
  }
  TATARA_TRY(rows.status());
  std::ranges::stable_sort(newest, std::ranges::greater(), &Prediction::at);
  newest.resize(std::min(newest.size(), most));
  return newest;
}

Result<std::int64_t> countPredictions(sql::Connection& connection, EndpointId endpoint) {
  TATARA_ASSIGN(
      const auto count,
      connection.findInteger("SELECT sum(requests) FROM prediction_block WHERE endpoint_id = ?", endpoint));
  return count.value_or(0);
}

Result<std::optional<std::string>> findLabel(sql::Connection& connection, EndpointId endpoint,
                                             std::string_view request, std::int64_t row) {
  TATARA_ASSIGN(auto rows, connection.query(
                               "SELECT label FROM prediction_label WHERE endpoint_id = ? AND request_id = ? "
                               "AND row = ?",
                               endpoint, request, row));
  if (!rows.next()) {
    TATARA_TRY(rows.status());
    return std::nullopt;
  }
  return std::optional(std::string(rows.text(0)));
}

const Json* valueOfRow(const Json& columns, std::size_t row) {
  if (columns.members().empty()) {
    return nullptr;
  }
  const Json& values = columns.members().front().value;
  if (row >= values.items().size()) {
    return nullptr;
  }
  const Json& value = values.items()[row];
  if (!value.isArray()) {
    return &value;
  }
  return value.items().size() == 1 && !value.items()[0].isArray() ? &value.items()[0] : nullptr;
}

Result<Erased> erasePredictions(store::Writer& writer, std::string_view name, const Erase& what,
                                const registry::Actor& actor, Timestamp now, std::string_view reason) {
  if (what.request.empty() == what.column.empty()) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "Name either a request or a column with its value"));
  }
  TATARA_ASSIGN(const Endpoint endpoint, internal::loadEndpoint(writer.sql(), name));
  TATARA_ASSIGN(const auto state, registry::holdToPolicy(writer, now));
  TATARA_TRY(registry::checkEndpointAct(state, name, registry::EndpointAct::Deploy, actor));
  TATARA_TRY(writer.sql().script("PRAGMA secure_delete = ON"));
  Erased erased;
  TATARA_ASSIGN(const auto blocks, blocksOf(writer.sql(), endpoint.id));
  std::vector<std::string> gone;
  for (const std::int64_t id : blocks) {
    TATARA_ASSIGN(const Block block, loadBlock(writer.sql(), id));
    TATARA_ASSIGN(const auto some, eraseFrom(writer, block, what));
    gone.insert(gone.end(), some.begin(), some.end());
  }
  if (!what.request.empty() && gone.empty()) {
    gone.push_back(what.request);  // its label may be there all the same
  } else {
    erased.requests = static_cast<std::int64_t>(gone.size());
  }
  for (const std::string& request : gone) {
    TATARA_TRY(writer.sql().run("DELETE FROM prediction_label WHERE endpoint_id = ? AND request_id = ?",
                                endpoint.id, request));
    erased.labels += writer.sql().changes();
    TATARA_TRY(writer.sql().run("DELETE FROM disagreement WHERE endpoint_id = ? AND request_id = ?",
                                endpoint.id, request));
  }
  TATARA_TRY(registry::recordAct(
      writer, actor, now,
      {.verb = "erase predictions",
       .object = "endpoint/" + endpoint.name,
       .after = amountText(erased.requests, "request") + ", " + amountText(erased.labels, "label"),
       .reason = reason}));
  writer.changed(store::ChangeKind::Endpoint, endpoint.id.value());
  return erased;
}

Result<std::int64_t> forgetOldPredictions(store::Writer& writer, Timestamp now) {
  std::vector<std::pair<std::int64_t, std::int64_t>> limits;  // endpoint, oldest that stays
  TATARA_ASSIGN(auto rows, writer.sql().query("SELECT endpoint_id, settings FROM endpoint"));
  while (rows.next()) {
    const auto settings = settingsFromJson(rows.text(1));
    if (settings && settings->keptDays > 0) {
      limits.emplace_back(rows.integer(0), toUnixMillis(now - std::chrono::hours(24) * settings->keptDays));
    }
  }
  TATARA_TRY(rows.status());
  std::int64_t gone = 0;
  for (const auto& [endpoint, oldest] : limits) {
    TATARA_ASSIGN(
        const auto requests,
        writer.sql().findInteger("SELECT sum(requests) FROM prediction_block WHERE endpoint_id = ? AND "
                                 "last_ms < ?",
                                 endpoint, oldest));
    gone += requests.value_or(0);
    TATARA_TRY(writer.sql().run("DELETE FROM prediction_block WHERE endpoint_id = ? AND last_ms < ?",
                                endpoint, oldest));
    for (const char* table : {"prediction_label", "disagreement"}) {
      TATARA_TRY(writer.sql().run(
          std::string("DELETE FROM ") + table + " WHERE endpoint_id = ? AND at_ms < ?", endpoint, oldest));
    }
  }
  return gone;
}

}  // namespace tatara::deploy
