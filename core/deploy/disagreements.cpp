#include "core/deploy/disagreements.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/log.h"
#include "core/base/number_text.h"
#include "core/infer/tensor_json.h"
#include "core/text/error_phrase.h"
#include "core/text/table.h"

namespace tatara::deploy {
namespace {

using text::Json;

constexpr double kEverything = std::numeric_limits<double>::infinity();
constexpr std::size_t kPage = 500;

double distanceOf(const infer::Tensor& left, const infer::Tensor& right, std::size_t element) {
  const bool leftMissing = left.isMissing(element);
  const bool rightMissing = right.isMissing(element);
  if (leftMissing || rightMissing) {
    return leftMissing == rightMissing ? 0 : kEverything;
  }
  const bool leftText = left.type == infer::ElementType::String;
  if (leftText != (right.type == infer::ElementType::String)) {
    return kEverything;
  }
  if (leftText) {
    return left.texts[element] == right.texts[element] ? 0 : 1;
  }
  const double distance = std::abs(left.number(element) - right.number(element));
  return std::isnan(distance) ? 0 : distance;  // both are the same infinity
}

std::string rowJson(const infer::Batch& batch, std::size_t row, const std::vector<std::string>& masked) {
  std::string out = "{";
  for (const infer::Tensor& tensor : batch) {
    out += out.size() > 1 ? "," : "";
    text::appendJsonString(out, tensor.name);
    out += ":";
    if (std::ranges::find(masked, tensor.name) != masked.end()) {
      out += "\"masked\"";
    } else {
      infer::appendRow(out, tensor, row);
    }
  }
  return out + "}";
}

// A value where there is one output of one value a row.
std::string answerJson(const infer::Batch& batch, std::size_t row, const std::vector<std::string>& masked) {
  const bool single = batch.size() == 1 && batch[0].rows() > 0 && batch[0].elements() == batch[0].rows() &&
                      std::ranges::find(masked, batch[0].name) == masked.end();
  if (!single) {
    return rowJson(batch, row, masked);
  }
  if (row >= batch[0].rows()) {
    return "null";
  }
  std::string out;
  infer::appendElement(out, batch[0], row);
  return out;
}

std::string lowered(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lower;
}

bool contains(std::string_view text, const std::string& words) {
  return lowered(text).find(words) != std::string::npos;
}

Disagreement decode(sql::Rows& rows) {
  Disagreement one;
  one.id = rows.integer(0);
  one.request = rows.text(1);
  one.row = rows.integer(2);
  one.at = fromUnixMillis(rows.integer(3));
  one.version = rows.integer(4);
  one.shadow = rows.integer(5);
  one.difference = rows.real(6);
  if (auto inputs = text::parseJson(rows.text(7))) {
    one.inputs = std::move(*inputs);
  }
  one.answer = rows.text(8);
  one.other = rows.text(9);
  one.problem = rows.text(10);
  return one;
}

// `body` is called with each, in the order of the ids; one that is gone is passed over.
template <typename F>
Status eachOf(sql::Connection& connection, const std::vector<std::int64_t>& ids, F body) {
  for (const std::int64_t id : ids) {
    TATARA_ASSIGN(auto rows,
                  connection.query("SELECT disagreement_id, request_id, row, at_ms, version, shadow, "
                                   "difference, inputs, answer, other, problem FROM disagreement WHERE "
                                   "disagreement_id = ?",
                                   id));
    if (rows.next()) {
      TATARA_TRY(body(decode(rows)));
    }
    TATARA_TRY(rows.status());
  }
  return {};
}

std::string cellText(const Json& value) {
  const std::string* words = value.asString();
  return value.isNull() ? std::string() : words ? *words : text::toJson(value);
}

std::string answerCell(const std::string& answer) {
  const auto json = text::parseJson(answer);
  return json ? cellText(*json) : answer;
}

}  // namespace

double differenceOf(const infer::Batch& answer, const infer::Batch& other, std::size_t row) {
  if (answer.size() != other.size()) {
    return kEverything;
  }
  double greatest = 0;
  for (std::size_t i = 0; i < answer.size(); ++i) {
    const infer::Tensor& left = answer[i];
    const infer::Tensor& right = other[i];
    if (left.shape != right.shape || row >= left.rows()) {
      return kEverything;
    }
    const std::size_t width = left.elements() / left.rows();
    for (std::size_t at = row * width; at < (row + 1) * width; ++at) {
      greatest = std::max(greatest, distanceOf(left, right, at));
    }
  }
  return greatest;
}

void DisagreementLog::add(const Mirrored& request, const infer::Batch& inputs, const infer::Batch& answer,
                          const Result<infer::Batch>& other, const std::vector<std::string>& masked) {
  const std::size_t rows = inputs.empty() ? 0 : inputs[0].rows();
  for (std::size_t row = 0; row < rows; ++row) {
    const double difference = other ? differenceOf(answer, *other, row) : kEverything;
    if (difference == 0 || !wanted(request.endpoint, difference)) {
      continue;
    }
    Row kept{.request = request,
             .row = static_cast<std::int64_t>(row),
             .difference = difference,
             .inputs = rowJson(inputs, row, masked),
             .answer = answerJson(answer, row, masked),
             .other = other ? answerJson(*other, row, masked) : std::string(),
             .problem = other ? std::string() : other.error().message};
    if (kept.inputs.size() + kept.answer.size() + kept.other.size() <= kLongestRow) {
      keep(std::move(kept));
    }
  }
}

bool DisagreementLog::wanted(EndpointId endpoint, double difference) {
  const Lock lock(m_mutex);
  const auto& heap = m_rows[endpoint.value()];
  return heap.size() < kMostAFlush || heap.front().difference < difference;
}

void DisagreementLog::keep(Row row) {
  const Lock lock(m_mutex);
  auto& heap = m_rows[row.request.endpoint.value()];
  heap.push_back(std::move(row));
  std::ranges::push_heap(heap, greater);
  if (heap.size() > kMostAFlush) {
    std::ranges::pop_heap(heap, greater);
    heap.pop_back();
  }
}

void DisagreementLog::flush() {
  std::map<std::int64_t, std::vector<Row>> all;
  {
    const Lock lock(m_mutex);
    all.swap(m_rows);
  }
  for (auto& [endpoint, heap] : all) {
    if (heap.empty()) {
      continue;
    }
    const auto rows = std::make_shared<const std::vector<Row>>(std::move(heap));
    m_store->submit(
        [rows, endpoint = endpoint](store::Writer& writer) -> Status {
          for (const Row& row : *rows) {
            TATARA_TRY(writer.sql().run(
                "INSERT INTO disagreement(endpoint_id, version, shadow, request_id, row, at_ms, difference, "
                "inputs, answer, other, problem) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                endpoint, row.request.version, row.request.shadow, row.request.request, row.row,
                toUnixMillis(row.request.at), row.difference, row.inputs, row.answer, row.other,
                row.problem));
          }
          TATARA_TRY(writer.sql().run(
              "DELETE FROM disagreement WHERE disagreement_id IN (SELECT disagreement_id FROM disagreement "
              "WHERE endpoint_id = ? ORDER BY difference DESC, disagreement_id DESC LIMIT -1 OFFSET ?)",
              endpoint, kMostKept));
          writer.changed(store::ChangeKind::Endpoint, endpoint);
          return {};
        },
        [](const Status& status) {
          if (!status) {
            log::error("keeping where a shadow disagrees", status.error());
          }
        });
  }
}

Result<std::vector<std::int64_t>> loadDisagreementIds(sql::Connection& connection, EndpointId endpoint,
                                                      const DisagreementFilter& filter) {
  const std::string words = lowered(filter.words);
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT disagreement_id, shadow, request_id, inputs, answer, other, problem "
                                 "FROM disagreement WHERE endpoint_id = ? AND difference >= ? ORDER BY "
                                 "difference DESC, disagreement_id DESC",
                                 endpoint, filter.least));
  std::vector<std::int64_t> ids;
  while (rows.next()) {
    const bool meant = !filter.shadow || rows.integer(1) == *filter.shadow;
    const bool found = words.empty() || contains(rows.text(2), words) || contains(rows.text(3), words) ||
                       contains(rows.text(4), words) || contains(rows.text(5), words) ||
                       contains(rows.text(6), words);
    if (meant && found) {
      ids.push_back(rows.integer(0));
    }
  }
  TATARA_TRY(rows.status());
  return ids;
}

Result<std::vector<Disagreement>> loadDisagreements(sql::Connection& connection,
                                                    const std::vector<std::int64_t>& ids) {
  std::vector<Disagreement> found;
  TATARA_TRY(eachOf(connection, ids, [&](Disagreement one) -> Status {
    found.push_back(std::move(one));
    return {};
  }));
  return found;
}

Result<DisagreementFacts> loadDisagreementFacts(sql::Connection& connection, EndpointId endpoint) {
  DisagreementFacts facts;
  TATARA_ASSIGN(auto rows,
                connection.query(
                    "SELECT shadow, count(*), max(disagreement_id) FROM disagreement WHERE endpoint_id = ? "
                    "GROUP BY shadow ORDER BY shadow DESC",
                    endpoint));
  while (rows.next()) {
    facts.shadows.push_back(rows.integer(0));
    facts.kept += rows.integer(1);
    facts.newest = std::max(facts.newest, rows.integer(2));
  }
  TATARA_TRY(rows.status());
  return facts;
}

Result<std::int64_t> writeDisagreements(sql::Connection& connection, EndpointId endpoint,
                                        const DisagreementFilter& filter, std::ostream& out,
                                        std::stop_token stop) {
  TATARA_ASSIGN(const auto ids, loadDisagreementIds(connection, endpoint, filter));
  // Versions may take other columns, so that all rows are looked at first.
  std::vector<std::string> columns;
  TATARA_TRY(eachOf(connection, ids, [&](const Disagreement& one) -> Status {
    for (const text::JsonMember& member : one.inputs.members()) {
      if (std::ranges::find(columns, member.key) == columns.end()) {
        columns.push_back(member.key);
      }
    }
    return stop.stop_requested() ? Status(makeError(ErrorKind::Cancelled, "Cancelled")) : Status();
  }));
  std::string lines;
  if (!ids.empty()) {
    std::vector<std::string> names{"request_id", "row", "at", "version", "shadow", "difference"};
    names.insert(names.end(), columns.begin(), columns.end());
    names.insert(names.end(), {"answer", "shadow_answer"});
    text::appendCsvRow(lines, names);
  }
  std::int64_t written = 0;
  TATARA_TRY(eachOf(connection, ids, [&](const Disagreement& one) -> Status {
    std::vector<std::string> cells{one.request,
                                   std::to_string(one.row),
                                   toIso8601(one.at),
                                   std::to_string(one.version),
                                   std::to_string(one.shadow),
                                   std::isfinite(one.difference) ? toText(one.difference) : std::string()};
    for (const std::string& column : columns) {
      cells.push_back(cellText(one.inputs[column]));
    }
    cells.push_back(answerCell(one.answer));
    cells.push_back(answerCell(one.other));
    text::appendCsvRow(lines, cells);
    if (++written % static_cast<std::int64_t>(kPage) == 0) {
      out << lines;
      lines.clear();
    }
    return stop.stop_requested() ? Status(makeError(ErrorKind::Cancelled, "Cancelled")) : Status();
  }));
  out << lines;
  if (!out) {
    return text::sayError(ErrorKind::Io, TATARA_SAYS("Phrase", "The rows that disagree cannot be written"));
  }
  return written;
}

}  // namespace tatara::deploy
