#include "core/track/traces.h"

#include <algorithm>
#include <array>
#include <map>

#include "core/base/random.h"
#include "core/text/error_phrase.h"
#include "core/text/json.h"
#include "core/track/internal/metric_rows.h"
#include "core/track/internal/rows.h"

namespace tatara::track {
namespace {

constexpr std::array<std::string_view, 4> kStates = {"TRACE_STATE_UNSPECIFIED", "OK", "ERROR", "IN_PROGRESS"};
constexpr std::string_view kTraceInputs = "mlflow.traceInputs";
constexpr std::string_view kTraceOutputs = "mlflow.traceOutputs";
constexpr std::size_t kPreviewBytes = 1000;
constexpr std::size_t kIdBytes = 250;

std::string selectTraces(TraceParts parts) {
  return std::string(
             "SELECT trace_key, trace_id, experiment_id, client_request_id, state, started_ms, "
             "duration_ms, ") +
         (parts.previews ? "request_preview, response_preview" : "'', ''") + " FROM trace ";
}

struct Place {
  TraceKey key;
  ExperimentId experiment;
  bool finished = false;
};

Error traceNotFound(std::string_view id) {
  return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "Trace with ID '%1' not found."), {id});
}

Result<std::optional<Place>> findPlace(sql::Connection& connection, std::string_view id) {
  TATARA_ASSIGN(
      auto rows,
      connection.query("SELECT trace_key, experiment_id, finished FROM trace WHERE trace_id = ?", id));
  if (!rows.next()) {
    TATARA_TRY(rows.status());
    return std::optional<Place>();
  }
  return std::optional(Place{TraceKey(rows.integer(0)), ExperimentId(rows.integer(1)), rows.integer(2) != 0});
}

Result<Place> placeOf(sql::Connection& connection, std::string_view id) {
  TATARA_ASSIGN(const auto found, findPlace(connection, id));
  if (!found) {
    return traceNotFound(id);
  }
  return *found;
}

enum class OfDeleted : std::uint8_t { Refused, Taken };

// Where the experiment keeps files; it must be there, and active where deleted ones are refused.
Result<std::string> artifactLocationOf(store::Writer& writer, ExperimentId experiment,
                                       OfDeleted deleted = OfDeleted::Refused) {
  TATARA_ASSIGN(auto rows,
                writer.sql().query(
                    "SELECT artifact_location, deleted FROM experiment WHERE experiment_id = ?", experiment));
  if (!rows.next()) {
    TATARA_TRY(rows.status());
    return internal::experimentNotFound(experiment);
  }
  if (rows.integer(1) != 0 && deleted == OfDeleted::Refused) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "The experiment %1 must be in the 'active' state. Current state is deleted."),
        {std::to_string(experiment.value())});
  }
  return std::string(rows.text(0));
}

Status checkPairs(std::span<const KeyValue> pairs) {
  for (const KeyValue& pair : pairs) {
    if (pair.key.empty() || pair.key.size() > kIdBytes) {
      return makeError(ErrorKind::InvalidArgument,
                       "The key of a trace's tag or metadata has 1 to 250 characters; this has " +
                           std::to_string(pair.key.size()));
    }
  }
  return {};
}

Status putPairs(store::Writer& writer, const char* table, TraceKey key, std::span<const KeyValue> pairs) {
  TATARA_TRY(checkPairs(pairs));
  const std::string sql = std::string("INSERT OR REPLACE INTO ") + table + " VALUES(?, ?, ?)";
  for (const KeyValue& pair : pairs) {
    TATARA_TRY(writer.sql().run(sql, key, pair.key, pair.value));
  }
  return {};
}

// Whoever shows traces, or the run that this one belongs to, hears of it.
Status tellChange(store::Writer& writer, TraceKey key) {
  TATARA_ASSIGN(const auto experiment,
                writer.sql().findInteger("SELECT experiment_id FROM trace WHERE trace_key = ?", key));
  writer.changed(store::ChangeKind::Trace, experiment.value_or(0));
  TATARA_ASSIGN(const auto run,
                writer.sql().findInteger("SELECT run_key FROM run JOIN trace_metadata ON value = run_id "
                                         "WHERE trace_key = ? AND key = ?",
                                         key, kTraceRun));
  if (run) {
    writer.changed(store::ChangeKind::RunInputs, *run);
  }
  return {};
}

Result<TraceKey> makeTrace(store::Writer& writer, const NewTrace& trace, bool finished,
                           OfDeleted deleted = OfDeleted::Refused) {
  if (trace.id.empty() || trace.id.size() > kIdBytes) {
    return makeError(ErrorKind::InvalidArgument, "The id of a trace has 1 to 250 characters");
  }
  TATARA_ASSIGN(const std::string location, artifactLocationOf(writer, trace.experiment, deleted));
  TATARA_TRY(writer.sql().run(
      "INSERT INTO trace(trace_id, experiment_id, client_request_id, state, started_ms, duration_ms, "
      "request_preview, response_preview, finished) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
      trace.id, trace.experiment, trace.clientRequestId, trace.state, toUnixMillis(trace.started),
      trace.duration ? std::optional(trace.duration->count()) : std::nullopt, trace.requestPreview,
      trace.responsePreview, static_cast<std::int64_t>(finished)));
  const TraceKey key(writer.sql().lastInsertId());
  const KeyValue place{std::string(kTraceArtifacts),
                       internal::placeBelow(location, "traces/" + trace.id + "/artifacts")};
  TATARA_TRY(putPairs(writer, "trace_tag", key, {&place, 1}));
  return key;
}

Status putAssessmentOf(store::Writer& writer, TraceKey key, const Assessment& assessment) {
  return writer.sql().run("INSERT OR REPLACE INTO trace_assessment VALUES(?, ?, ?, ?)", assessment.id, key,
                          assessment.name, assessment.body);
}

Trace decodeTrace(const sql::Rows& rows) {
  Trace trace;
  trace.key = TraceKey(rows.integer(0));
  trace.id = rows.text(1);
  trace.experiment = ExperimentId(rows.integer(2));
  trace.clientRequestId = rows.text(3);
  trace.state = static_cast<TraceState>(rows.integer(4));
  trace.started = fromUnixMillis(rows.integer(5));
  if (const auto duration = rows.optionalInteger(6)) {
    trace.duration = Millis(std::max<std::int64_t>(*duration, 0));  // a clock may have gone back
  }
  trace.requestPreview = rows.text(7);
  trace.responsePreview = rows.text(8);
  return trace;
}

// Reads `select`, which names a trace by its key in the first column, of one trace or of all in one pass.
template <typename Find, typename Add>
Status addTo(sql::Connection& connection, const std::string& select, std::int64_t one, Find find, Add add) {
  TATARA_ASSIGN(auto rows, connection.query(select, one));
  while (rows.next()) {
    if (Trace* trace = find(rows.integer(0))) {
      add(*trace, rows);
    }
  }
  return rows.status();
}

template <typename Find>
Status fillFrom(sql::Connection& connection, std::int64_t one, TraceParts parts, Find find) {
  const std::string which = one != 0 ? "WHERE trace_key = ?1 " : "WHERE ?1 = 0 ";
  const auto pairOf = [](const sql::Rows& rows) {
    return KeyValue{std::string(rows.text(1)), std::string(rows.text(2))};
  };
  if (parts.tags) {
    TATARA_TRY(addTo(connection,
                     "SELECT trace_key, key, value FROM trace_tag " + which + "ORDER BY trace_key, key", one,
                     find, [&](Trace& trace, const sql::Rows& rows) { trace.tags.push_back(pairOf(rows)); }));
  }
  if (parts.metadata) {
    TATARA_TRY(addTo(
        connection, "SELECT trace_key, key, value FROM trace_metadata " + which + "ORDER BY trace_key, key",
        one, find, [&](Trace& trace, const sql::Rows& rows) { trace.metadata.push_back(pairOf(rows)); }));
  }
  if (!parts.assessments) {
    return {};
  }
  return addTo(
      connection,
      "SELECT trace_key, assessment_id, name, body FROM trace_assessment " + which + "ORDER BY rowid", one,
      find, [](Trace& trace, const sql::Rows& rows) {
        trace.assessments.push_back(
            {std::string(rows.text(1)), std::string(rows.text(2)), std::string(rows.text(3))});
      });
}

Status fillOne(sql::Connection& connection, Trace& trace, TraceParts parts) {
  return fillFrom(connection, trace.key.value(), parts, [&](std::int64_t) { return &trace; });
}

// In one pass: a query for each would cost more.
Status fillAll(sql::Connection& connection, std::vector<Trace>& traces, TraceParts parts) {
  if (traces.empty()) {
    return {};
  }
  std::map<std::int64_t, Trace*> byKey;
  for (Trace& trace : traces) {
    byKey.emplace(trace.key.value(), &trace);
  }
  return fillFrom(connection, 0, parts, [&](std::int64_t key) {
    const auto found = byKey.find(key);
    return found == byKey.end() ? nullptr : found->second;
  });
}

// "experiment_id IN (1,2) ", or what always holds when there are none.
std::string ofExperiments(std::span<const ExperimentId> experiments) {
  std::string list;
  for (const ExperimentId experiment : experiments) {
    list += (list.empty() ? "" : ",") + std::to_string(experiment.value());
  }
  return list.empty() ? "1 " : "experiment_id IN (" + list + ") ";
}

Result<Trace> loadTrace(sql::Connection& connection, std::string_view id) {
  TATARA_ASSIGN(auto found, findTrace(connection, id));
  if (!found) {
    return traceNotFound(id);
  }
  return *std::move(found);
}

const std::string* valueIn(const std::vector<KeyValue>& pairs, std::string_view key) {
  const auto found =
      std::find_if(pairs.begin(), pairs.end(), [&](const KeyValue& pair) { return pair.key == key; });
  return found == pairs.end() ? nullptr : &found->value;
}

// At most kPreviewBytes, cut between characters.
std::string previewOf(const text::Json& value) {
  std::string text = value.asString() ? *value.asString() : text::toJson(value);
  if (text.size() > kPreviewBytes) {
    std::size_t end = kPreviewBytes - 3;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
      --end;
    }
    text.resize(end);
    text += "...";
  }
  return text;
}

// What the spans alone say of their trace, for exporters that send no summary.
Status summarize(store::Writer& writer, TraceKey key, std::string_view id) {
  TATARA_ASSIGN(auto rows,
                writer.sql().query("SELECT min(start_ns), max(end_ns) FROM span WHERE trace_key = ?", key));
  if (!rows.next()) {
    return rows.status();
  }
  const std::int64_t start = rows.integer(0);
  const std::int64_t end = rows.integer(1);
  TATARA_ASSIGN(auto roots,
                writer.sql().query("SELECT name, status, body, end_ns FROM span "
                                   "WHERE trace_key = ? AND parent_id = '' ORDER BY start_ns LIMIT 1",
                                   key));
  TraceState state = TraceState::InProgress;
  std::string request;
  std::string response;
  std::vector<KeyValue> tags;
  if (roots.next()) {
    const auto status = static_cast<SpanStatus>(roots.integer(1));
    state = roots.integer(3) == 0         ? TraceState::InProgress
            : status == SpanStatus::Error ? TraceState::Error
                                          : TraceState::Ok;
    tags.push_back({std::string(kTraceName), std::string(roots.text(0))});
    TATARA_ASSIGN(const auto attributes, spanAttributes(internal::asText(roots.blob(2))));
    for (const SpanAttribute& attribute : attributes) {
      if (attribute.key == "mlflow.spanInputs") {
        request = previewOf(attribute.value);
      } else if (attribute.key == "mlflow.spanOutputs") {
        response = previewOf(attribute.value);
      }
    }
  }
  TATARA_TRY(roots.status());
  TATARA_TRY(putPairs(writer, "trace_tag", key, tags));
  const std::optional<std::int64_t> duration =
      end > 0 ? std::optional(std::max<std::int64_t>(end - start, 0) / 1'000'000) : std::nullopt;
  return writer.sql().run(
      "UPDATE trace SET started_ms = ?, duration_ms = ?, state = ?, request_preview = ?, "
      "response_preview = ? WHERE trace_id = ?",
      start / 1'000'000, duration, state, request, response, id);
}

}  // namespace

std::string_view toString(TraceState state) {
  return kStates[static_cast<std::size_t>(state)];
}

std::optional<TraceState> parseTraceState(std::string_view text) {
  for (std::size_t i = 0; i < kStates.size(); ++i) {
    if (text == kStates[i] ||
        (i == 0 && (text == "STATE_UNSPECIFIED" || text == "TRACE_STATUS_UNSPECIFIED"))) {
      return static_cast<TraceState>(i);
    }
  }
  return std::nullopt;
}

const std::string* Trace::tag(std::string_view name) const {
  return valueIn(tags, name);
}
const std::string* Trace::meta(std::string_view name) const {
  return valueIn(metadata, name);
}

namespace {

Result<Trace> putTrace(store::Writer& writer, const NewTrace& given, OfDeleted deleted) {
  NewTrace trace = given;
  if (trace.id.empty()) {
    trace.id = "tr-" + randomHex(16);
  }
  const bool finished = trace.state != TraceState::InProgress;
  TATARA_ASSIGN(const auto place, findPlace(writer.sql(), trace.id));
  TraceKey key;
  if (place) {
    TATARA_TRY(artifactLocationOf(writer, trace.experiment, deleted));
    key = place->key;
    TATARA_TRY(writer.sql().run(
        "UPDATE trace SET experiment_id = ?, client_request_id = ?, state = ?, started_ms = ?, duration_ms = "
        "?, "
        "request_preview = ?, response_preview = ?, finished = ? WHERE trace_key = ?",
        trace.experiment, trace.clientRequestId, trace.state, toUnixMillis(trace.started),
        trace.duration ? std::optional(trace.duration->count()) : std::nullopt, trace.requestPreview,
        trace.responsePreview, static_cast<std::int64_t>(finished), key));
  } else {
    TATARA_ASSIGN(key, makeTrace(writer, trace, finished, deleted));
  }
  TATARA_TRY(putPairs(writer, "trace_tag", key, trace.tags));
  TATARA_TRY(putPairs(writer, "trace_metadata", key, trace.metadata));
  for (const Assessment& assessment : trace.assessments) {
    TATARA_TRY(putAssessmentOf(writer, key, assessment));
  }
  TATARA_TRY(tellChange(writer, key));
  return loadTrace(writer.sql(), trace.id);
}

}  // namespace

Result<Trace> startTrace(store::Writer& writer, const NewTrace& trace) {
  return putTrace(writer, trace, OfDeleted::Refused);
}

Result<Trace> bringTrace(store::Writer& writer, const NewTrace& trace) {
  TATARA_ASSIGN(const auto place, findPlace(writer.sql(), trace.id));
  if (place && place->finished) {
    return makeError(ErrorKind::AlreadyExists, "The trace is here already");
  }
  return putTrace(writer, trace, OfDeleted::Taken);
}

Result<Trace> endTrace(store::Writer& writer, const TraceEnd& end) {
  TATARA_ASSIGN(const Place place, placeOf(writer.sql(), end.id));
  const std::string* inputs = valueIn(end.metadata, kTraceInputs);
  const std::string* outputs = valueIn(end.metadata, kTraceOutputs);
  TATARA_TRY(writer.sql().run(
      "UPDATE trace SET state = ?, duration_ms = max(? - started_ms, 0), finished = 1, "
      "request_preview = coalesce(?, request_preview), response_preview = coalesce(?, response_preview) "
      "WHERE trace_key = ?",
      end.state, toUnixMillis(end.ended), inputs ? std::optional(*inputs) : std::nullopt,
      outputs ? std::optional(*outputs) : std::nullopt, place.key));
  TATARA_TRY(putPairs(writer, "trace_tag", place.key, end.tags));
  TATARA_TRY(putPairs(writer, "trace_metadata", place.key, end.metadata));
  TATARA_TRY(tellChange(writer, place.key));
  return loadTrace(writer.sql(), end.id);
}

Status logSpans(store::Writer& writer, ExperimentId experiment, std::span<const SentSpan> spans,
                const RunId& run) {
  std::map<std::string, Place> places;
  for (const SentSpan& span : spans) {
    const std::string id = "tr-" + span.traceId;
    auto known = places.find(id);
    if (known == places.end()) {
      TATARA_ASSIGN(auto found, findPlace(writer.sql(), id));
      if (!found) {
        const auto start = fromUnixMillis(static_cast<std::int64_t>(span.startNanos / 1'000'000));
        TATARA_ASSIGN(const TraceKey key,
                      makeTrace(writer, {.id = id, .experiment = experiment, .started = start}, false));
        found = Place{key, experiment, false};
      }
      known = places.emplace(id, *found).first;
    }
    TATARA_TRY(writer.sql().run(
        "INSERT OR REPLACE INTO span VALUES(?, ?, ?, ?, ?, ?, ?, ?)", known->second.key, span.spanId,
        span.parentId, span.name, span.status, static_cast<std::int64_t>(span.startNanos),
        static_cast<std::int64_t>(span.endNanos), std::as_bytes(std::span(span.body))));
  }
  for (const auto& [id, place] : places) {
    const KeyValue where{std::string(kSpansLocation), "TRACKING_STORE"};
    TATARA_TRY(putPairs(writer, "trace_tag", place.key, {&where, 1}));
    if (!place.finished) {
      TATARA_TRY(summarize(writer, place.key, id));
    }
    if (!run.value().empty()) {
      const KeyValue source{std::string(kTraceRun), run.value()};
      TATARA_TRY(putPairs(writer, "trace_metadata", place.key, {&source, 1}));
    }
    TATARA_TRY(tellChange(writer, place.key));
  }
  return {};
}

Status setTraceTag(store::Writer& writer, std::string_view trace, const KeyValue& tag) {
  TATARA_ASSIGN(const Place place, placeOf(writer.sql(), trace));
  TATARA_TRY(putPairs(writer, "trace_tag", place.key, {&tag, 1}));
  return tellChange(writer, place.key);
}

Status deleteTraceTag(store::Writer& writer, std::string_view trace, std::string_view key) {
  TATARA_ASSIGN(const Place place, placeOf(writer.sql(), trace));
  TATARA_ASSIGN(
      const auto there,
      writer.sql().findInteger("SELECT 1 FROM trace_tag WHERE trace_key = ? AND key = ?", place.key, key));
  if (!there) {
    return text::sayError(ErrorKind::NotFound,
                          TATARA_SAYS("Phrase", "No trace tag with key '%1' for trace with ID '%2'"),
                          {key, trace});
  }
  TATARA_TRY(writer.sql().run("DELETE FROM trace_tag WHERE trace_key = ? AND key = ?", place.key, key));
  return tellChange(writer, place.key);
}

Status linkTraceToRun(store::Writer& writer, std::string_view trace, const RunId& run) {
  TATARA_ASSIGN(const Place place, placeOf(writer.sql(), trace));
  const KeyValue source{std::string(kTraceRun), run.value()};
  TATARA_TRY(putPairs(writer, "trace_metadata", place.key, {&source, 1}));
  return tellChange(writer, place.key);
}

Status putAssessment(store::Writer& writer, std::string_view trace, const Assessment& assessment) {
  TATARA_ASSIGN(const Place place, placeOf(writer.sql(), trace));
  TATARA_TRY(putAssessmentOf(writer, place.key, assessment));
  return tellChange(writer, place.key);
}

Status deleteAssessment(store::Writer& writer, std::string_view trace, std::string_view assessment) {
  TATARA_ASSIGN(const Place place, placeOf(writer.sql(), trace));
  TATARA_TRY(writer.sql().run("DELETE FROM trace_assessment WHERE trace_key = ? AND assessment_id = ?",
                              place.key, assessment));
  return tellChange(writer, place.key);
}

Result<std::int64_t> deleteTraces(store::Writer& writer, const TraceChoice& choice) {
  std::vector<std::int64_t> keys;
  if (!choice.ids.empty()) {
    for (const std::string& id : choice.ids) {
      TATARA_ASSIGN(const auto place, findPlace(writer.sql(), id));
      if (place && place->experiment == choice.experiment) {
        keys.push_back(place->key.value());
      }
    }
  } else {
    TATARA_ASSIGN(auto rows, writer.sql().query(
                                 "SELECT trace_key FROM trace WHERE experiment_id = ? AND started_ms <= ? "
                                 "ORDER BY started_ms, trace_key LIMIT ?",
                                 choice.experiment, choice.upTo ? toUnixMillis(*choice.upTo) : INT64_MAX,
                                 choice.most.value_or(-1)));
    while (rows.next()) {
      keys.push_back(rows.integer(0));
    }
    TATARA_TRY(rows.status());
  }
  for (const std::int64_t key : keys) {
    TATARA_TRY(tellChange(writer, TraceKey(key)));
    TATARA_TRY(writer.sql().run("DELETE FROM trace WHERE trace_key = ?", key));
  }
  return static_cast<std::int64_t>(keys.size());
}

Result<std::optional<Trace>> findTrace(sql::Connection& connection, std::string_view id) {
  TATARA_ASSIGN(auto rows, connection.query(selectTraces({}) + "WHERE trace_id = ?", id));
  if (!rows.next()) {
    TATARA_TRY(rows.status());
    return std::optional<Trace>();
  }
  Trace trace = decodeTrace(rows);
  TATARA_TRY(fillOne(connection, trace, {}));
  return std::optional<Trace>(std::move(trace));
}

Result<std::vector<Trace>> loadTraces(sql::Connection& connection, std::span<const ExperimentId> experiments,
                                      TraceParts parts) {
  std::vector<Trace> traces;
  TATARA_ASSIGN(auto rows, connection.query(selectTraces(parts) + "WHERE " + ofExperiments(experiments)));
  while (rows.next()) {
    traces.push_back(decodeTrace(rows));
  }
  TATARA_TRY(rows.status());
  std::sort(traces.begin(), traces.end(), [](const Trace& left, const Trace& right) {
    return left.started != right.started ? left.started > right.started : left.id < right.id;
  });
  TATARA_TRY(fillAll(connection, traces, parts));
  return traces;
}

Result<std::vector<TraceKey>> listTraceKeys(sql::Connection& connection,
                                            std::span<const ExperimentId> experiments, std::size_t most) {
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT trace_key FROM trace WHERE " + ofExperiments(experiments) +
                                     "ORDER BY started_ms DESC, trace_id LIMIT ?",
                                 static_cast<std::int64_t>(most)));
  std::vector<TraceKey> keys;
  while (rows.next()) {
    keys.emplace_back(rows.integer(0));
  }
  TATARA_TRY(rows.status());
  return keys;
}

Result<std::vector<Trace>> loadTracesOf(sql::Connection& connection, std::span<const TraceKey> keys,
                                        TraceParts parts) {
  std::vector<Trace> traces;
  const std::string select = selectTraces(parts) + "WHERE trace_key = ?";
  for (const TraceKey key : keys) {
    TATARA_ASSIGN(auto rows, connection.query(select, key));
    if (rows.next()) {
      traces.push_back(decodeTrace(rows));
      TATARA_TRY(fillOne(connection, traces.back(), parts));
    }
    TATARA_TRY(rows.status());
  }
  return traces;
}

Result<std::vector<Span>> loadSpans(sql::Connection& connection, TraceKey trace, std::int64_t mostBytes) {
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT span_id, parent_id, name, status, start_ns, end_ns, body FROM span "
                                 "WHERE trace_key = ? ORDER BY start_ns, rowid",
                                 trace));
  std::vector<Span> spans;
  std::int64_t bytes = 0;
  while (rows.next()) {
    bytes += static_cast<std::int64_t>(rows.blob(6).size());
    if (bytes > mostBytes) {
      break;
    }
    spans.push_back({std::string(rows.text(0)), std::string(rows.text(1)), std::string(rows.text(2)),
                     static_cast<SpanStatus>(rows.integer(3)), rows.integer(4), rows.integer(5),
                     std::string(internal::asText(rows.blob(6)))});
  }
  TATARA_TRY(rows.status());
  return spans;
}

}  // namespace tatara::track
