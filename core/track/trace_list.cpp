#include "core/track/trace_list.h"

namespace tatara::track {
namespace {

// The words as a LIKE pattern in which they stand for themselves.
std::string patternOf(std::string_view words) {
  std::string pattern = "%";
  for (const char c : words) {
    if (c == '%' || c == '_' || c == '\\') {
      pattern += '\\';
    }
    pattern += c;
  }
  return pattern + '%';
}

// ?1 run or experiment, ?2 pattern; both are always bound.
std::string fromWhere(const TraceQuery& query) {
  std::string sql =
      "FROM trace t LEFT JOIN trace_tag n ON n.trace_key = t.trace_key AND n.key = 'mlflow.traceName' ";
  sql += query.run.value().empty() ? "WHERE t.experiment_id = ?1 "
                                   : "WHERE t.trace_key IN (SELECT trace_key FROM trace_metadata "
                                     "WHERE key = 'mlflow.sourceRun' AND value = ?1) ";
  sql +=
      query.words.empty()
          ? "AND ?2 = ?2 "
          : "AND (t.trace_id LIKE ?2 ESCAPE '\\' OR n.value LIKE ?2 ESCAPE '\\' OR t.request_preview LIKE ?2 "
            "ESCAPE '\\' OR t.response_preview LIKE ?2 ESCAPE '\\') ";
  return sql;
}

Status read(sql::Rows rows, TraceRows& found) {
  while (rows.next()) {
    TraceRow row;
    row.key = TraceKey(rows.integer(0));
    row.id = rows.text(1);
    row.state = static_cast<TraceState>(rows.integer(2));
    row.started = fromUnixMillis(rows.integer(3));
    if (const auto duration = rows.optionalInteger(4)) {
      row.duration = Millis(*duration);
    }
    row.request = rows.text(5);
    row.name = rows.text(6);
    row.tokens = rows.isNull(7) ? std::nullopt : parseTokens(rows.text(7));
    found.rows.push_back(std::move(row));
  }
  return rows.status();
}

}  // namespace

Result<TraceRows> listTraces(sql::Connection& connection, const TraceQuery& query) {
  const std::string where = fromWhere(query);
  const std::string pattern = patternOf(query.words);
  const std::string select =
      "SELECT t.trace_key, t.trace_id, t.state, t.started_ms, t.duration_ms, t.request_preview, n.value, "
      "(SELECT value FROM trace_metadata m WHERE m.trace_key = t.trace_key AND m.key = "
      "'mlflow.trace.tokenUsage') " +
      where + "ORDER BY t.started_ms DESC, t.trace_key DESC LIMIT ?3";
  const std::string count = "SELECT count(*) " + where;
  TraceRows found;
  std::optional<std::int64_t> all;
  if (query.run.value().empty()) {
    TATARA_ASSIGN(auto rows, connection.query(select, query.experiment, pattern, query.most));
    TATARA_TRY(read(std::move(rows), found));
    TATARA_ASSIGN(all, connection.findInteger(count, query.experiment, pattern));
  } else {
    TATARA_ASSIGN(auto rows, connection.query(select, query.run, pattern, query.most));
    TATARA_TRY(read(std::move(rows), found));
    TATARA_ASSIGN(all, connection.findInteger(count, query.run, pattern));
  }
  found.found = all.value_or(0);
  return found;
}

Result<std::int64_t> countTraces(sql::Connection& connection, const RunId& run) {
  TATARA_ASSIGN(const auto count,
                connection.findInteger(
                    "SELECT count(*) FROM trace_metadata WHERE key = 'mlflow.sourceRun' AND value = ?", run));
  return count.value_or(0);
}

Result<bool> hasTraces(sql::Connection& connection, ExperimentId experiment) {
  TATARA_ASSIGN(const auto any,
                connection.findInteger("SELECT 1 FROM trace WHERE experiment_id = ? LIMIT 1", experiment));
  return any.has_value();
}

}  // namespace tatara::track
