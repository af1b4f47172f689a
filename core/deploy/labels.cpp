#include "core/deploy/endpoints.h"
#include "core/deploy/internal/routes.h"

namespace tatara::deploy {
namespace {

// Kinds of prediction_label_count.
constexpr int kRepeated = 0;
constexpr int kConflicting = 1;
constexpr int kNumbered = 2;  // the number of the last label that was taken

}  // namespace

Result<LabelCounts> addLabels(store::Writer& writer, std::string_view name, const std::vector<Label>& labels,
                              Timestamp now) {
  TATARA_ASSIGN(const Endpoint endpoint, internal::loadEndpoint(writer.sql(), name));
  LabelCounts counts;
  // Labels are numbered as they come, so that a reader finds those it has not seen.
  TATARA_ASSIGN(const auto last, writer.sql().findInteger("SELECT count FROM prediction_label_count WHERE "
                                                          "endpoint_id = ? AND kind = ?",
                                                          endpoint.id, kNumbered));
  std::int64_t number = last.value_or(0);
  for (const Label& label : labels) {
    TATARA_ASSIGN(auto rows,
                  writer.sql().query("SELECT label FROM prediction_label WHERE endpoint_id = ? AND "
                                     "request_id = ? AND row = ?",
                                     endpoint.id, label.request, label.row));
    if (rows.next()) {
      (rows.text(0) == label.value ? counts.repeated : counts.conflicting) += 1;
      continue;
    }
    TATARA_TRY(rows.status());
    TATARA_TRY(writer.sql().run("INSERT INTO prediction_label VALUES(?, ?, ?, ?, ?, ?)", endpoint.id,
                                label.request, label.row, label.value, toUnixMillis(now), ++number));
    ++counts.taken;
  }
  for (const auto& [kind, count] : {std::pair(kRepeated, counts.repeated),
                                    {kConflicting, counts.conflicting},
                                    {kNumbered, number - last.value_or(0)}}) {
    TATARA_TRY(writer.sql().run(
        "INSERT INTO prediction_label_count VALUES(?, ?, ?) ON CONFLICT DO UPDATE SET count = "
        "count + excluded.count",
        endpoint.id, kind, count));
  }
  return counts;
}

Result<LabelCounts> loadLabelCounts(sql::Connection& connection, EndpointId id) {
  LabelCounts counts;
  TATARA_ASSIGN(const auto taken,
                connection.findInteger("SELECT count(*) FROM prediction_label WHERE endpoint_id = ?", id));
  counts.taken = taken.value_or(0);
  for (const auto& [kind, target] :
       {std::pair(kRepeated, &counts.repeated), {kConflicting, &counts.conflicting}}) {
    TATARA_ASSIGN(const auto count, connection.findInteger("SELECT count FROM prediction_label_count WHERE "
                                                           "endpoint_id = ? AND kind = ?",
                                                           id, kind));
    *target = count.value_or(0);
  }
  return counts;
}

}  // namespace tatara::deploy
