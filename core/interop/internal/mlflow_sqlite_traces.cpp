#include "core/interop/internal/mlflow_sqlite.h"
#include "core/interop/internal/mlflow_trace.h"

namespace tatara::interop::internal {
namespace {

using text::Json;

constexpr std::size_t kMostSpanBytes = 256U << 20;  // of one trace

Json parsedOr(std::string_view json, Json otherwise) {
  auto parsed = text::parseJson(json);
  return parsed ? std::move(*parsed) : std::move(otherwise);
}

// "expectation" says lists and objects as a text of JSON, as MLflow's protocol does.
Json valueOf(std::string_view type, std::string_view json) {
  Json value = parsedOr(json, Json(std::string(json)));
  if (type == "expectation" && (value.isArray() || value.isObject())) {
    return Json().set("serialized_value",
                      Json().set("serialization_format", "JSON_FORMAT").set("value", std::string(json)));
  }
  return Json().set("value", std::move(value));
}

void setUnlessEmpty(Json& json, const char* name, std::string_view text) {
  if (!text.empty()) {
    json.set(name, text);
  }
}

}  // namespace

Status MlflowSqlite::readAssessments(SourceTrace& trace, Problems& problems) {
  if (!has("assessments")) {
    return {};
  }
  TATARA_ASSIGN(auto rows, m_connection->query(
                               select("assessments", {"assessment_id", "name", "assessment_type", "value",
                                                      "error", "created_timestamp", "last_updated_timestamp",
                                                      "source_type", "source_id", "rationale", "span_id",
                                                      "overrides", "valid", "assessment_metadata"}) +
                                   " WHERE trace_id = ? ORDER BY assessment_id",
                               trace.head.id));
  while (rows.next()) {
    const std::string type(rows.text(2));
    Json body;
    body.set("assessment_id", rows.text(0))
        .set("assessment_name", rows.text(1))
        .set("trace_id", trace.head.id);
    body.set("source", Json().set("source_type", rows.text(7)).set("source_id", rows.text(8)));
    body.set("create_time", toIso8601(fromUnixMillis(rows.integer(5))));
    body.set("last_update_time", toIso8601(fromUnixMillis(rows.integer(6))));
    Json value = valueOf(type, rows.text(3));
    if (const Json error = parsedOr(rows.text(4), Json()); error.isObject()) {
      value.set("error", error);
    }
    body.set(type.empty() ? "feedback" : type, std::move(value));
    setUnlessEmpty(body, "rationale", rows.text(9));
    setUnlessEmpty(body, "span_id", rows.text(10));
    setUnlessEmpty(body, "overrides", rows.text(11));
    body.set("valid", rows.optionalInteger(12).value_or(1) != 0);
    if (const Json metadata = parsedOr(rows.text(13), Json()); metadata.isObject()) {
      body.set("metadata", metadata);
    }
    if (auto assessment = assessmentOfJson(body)) {
      trace.head.assessments.push_back(std::move(*assessment));
    } else {
      problems.skip(trace.place, "One of its assessments has no id or no name");
    }
  }
  return rows.status();
}

Result<std::optional<SourceTrace>> MlflowSqlite::trace(const std::string& id, Problems& problems) {
  SourceTrace trace;
  track::NewTrace& head = trace.head;
  head.id = id;
  trace.place = place("trace_info", "trace " + id);
  {
    TATARA_ASSIGN(auto rows,
                  m_connection->query(
                      select("trace_info", {"timestamp_ms", "execution_time_ms", "status",
                                            "client_request_id", "request_preview", "response_preview"}) +
                          " WHERE request_id = ?",
                      id));
    if (!rows.next()) {
      TATARA_TRY(rows.status());
      return std::optional<SourceTrace>();
    }
    head.started = fromUnixMillis(rows.integer(0));
    if (const auto duration = rows.optionalInteger(1)) {
      head.duration = Millis(*duration);
    }
    head.state = track::parseTraceState(rows.text(2)).value_or(track::TraceState::Unspecified);
    head.clientRequestId = rows.text(3);
    head.requestPreview = rows.text(4);
    head.responsePreview = rows.text(5);
  }
  TATARA_ASSIGN(head.tags, pairs("trace_tags", "key", "value", "request_id = ?", id));
  TATARA_ASSIGN(head.metadata, pairs("trace_request_metadata", "key", "value", "request_id = ?", id));
  TATARA_TRY(readAssessments(trace, problems));
  findTraceArtifacts(trace);
  return std::optional(std::move(trace));
}

Status MlflowSqlite::traces(const SourceExperiment& experiment, Problems& problems, const TakeTrace& take) {
  if (!has("trace_info")) {
    return {};
  }
  std::vector<std::string> ids;
  {
    TATARA_ASSIGN(auto rows,
                  m_connection->query(select("trace_info", {"request_id"}) +
                                          " WHERE experiment_id = CAST(? AS INTEGER) ORDER BY timestamp_ms, "
                                          "request_id",
                                      experiment.id));
    while (rows.next()) {
      ids.emplace_back(rows.text(0));
    }
    TATARA_TRY(rows.status());
  }
  for (const std::string& id : ids) {
    TATARA_ASSIGN(auto found, trace(id, problems));
    if (found) {
      TATARA_TRY(take(std::move(*found)));
    }
  }
  return {};
}

Result<std::optional<std::vector<SourceFile>>> MlflowSqlite::files(const SourceExperiment&,
                                                                   const std::string& id, OwnerKind kind,
                                                                   const std::string&, Problems& problems) {
  if (kind != OwnerKind::Trace || !has("spans")) {
    return std::nullopt;
  }
  std::string spans;
  TATARA_ASSIGN(
      auto rows,
      m_connection->query(
          select("spans", {"content"}) + " WHERE trace_id = ? ORDER BY start_time_unix_nano, span_id", id));
  while (rows.next()) {
    const std::string_view content = rows.text(0);
    if (spans.size() + content.size() > kMostSpanBytes || !text::parseJson(content)) {
      problems.skip(place("spans", "trace " + id), "A span is no JSON, or there is more of them than 256 MB");
      continue;
    }
    spans += (spans.empty() ? "" : ",") + std::string(content);
  }
  TATARA_TRY(rows.status());
  if (spans.empty()) {
    return std::nullopt;
  }
  return std::vector<SourceFile>{{"traces.json", [json = "{\"spans\":[" + spans + "]}"](
                                                     const SourceFile::Take& take) { return take(json); }}};
}

}  // namespace tatara::interop::internal
