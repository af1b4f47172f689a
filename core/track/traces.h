// Traces: what a program did while it answered one request, as a tree of spans with inputs, outputs and
// times.
//
// Recorded by MLflow's tracing (mlflow.trace, autologging of language model libraries) or by any
// OpenTelemetry exporter. A trace is made by the first that speaks of it, the client's summary (startTrace)
// or its spans (logSpans), in either order; what was said of it once is never lost by the other. Spans are
// kept as they came (otlp.h). A span that is sent again replaces its earlier self.
//
// Errors: NotFound, InvalidArgument, AlreadyExists. Threads: functions with a Writer run inside a write task,
// those with a Connection inside a read lease.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/sql/connection.h"
#include "core/store/store.h"
#include "core/track/otlp.h"
#include "core/track/types.h"

namespace tatara::track {

using TraceKey = StrongId<struct TraceKeyTag>;

enum class TraceState : std::uint8_t { Unspecified = 0, Ok = 1, Error = 2, InProgress = 3 };
std::string_view toString(TraceState state);  // "OK", ... as on the wire
std::optional<TraceState> parseTraceState(std::string_view text);

// Where MLflow's clients keep these of a trace.
inline constexpr std::string_view kTraceName = "mlflow.traceName";                // tag
inline constexpr std::string_view kTraceRun = "mlflow.sourceRun";                 // metadata
inline constexpr std::string_view kTraceTokens = "mlflow.trace.tokenUsage";       // metadata, JSON
inline constexpr std::string_view kSpansLocation = "mlflow.trace.spansLocation";  // tag
inline constexpr std::string_view kTraceArtifacts = "mlflow.artifactLocation";    // tag

struct Assessment {
  std::string id;  // "a-" and 32 hexadecimal digits
  std::string name;
  std::string body;  // JSON as MLflow's clients send it
};

struct Trace {
  TraceKey key;
  std::string id;
  ExperimentId experiment;
  std::string clientRequestId;
  TraceState state = TraceState::InProgress;
  Timestamp started{};
  std::optional<Millis> duration;
  std::string requestPreview;
  std::string responsePreview;
  std::vector<KeyValue> tags;      // sorted by key
  std::vector<KeyValue> metadata;  // sorted by key; set once, by whoever traced
  std::vector<Assessment> assessments;

  const std::string* tag(std::string_view name) const;
  const std::string* meta(std::string_view name) const;
};

struct NewTrace {
  std::string id{};  // empty: random
  ExperimentId experiment{};
  std::string clientRequestId{};
  TraceState state = TraceState::InProgress;
  Timestamp started{};
  std::optional<Millis> duration{};
  std::string requestPreview{};
  std::string responsePreview{};
  std::vector<KeyValue> tags{};
  std::vector<KeyValue> metadata{};
  std::vector<Assessment> assessments{};
};

// How a trace that was only begun came out.
struct TraceEnd {
  std::string id{};
  TraceState state = TraceState::Ok;
  Timestamp ended{};
  std::vector<KeyValue> tags{};
  std::vector<KeyValue> metadata{};
};

Result<Trace> startTrace(store::Writer& writer, const NewTrace& trace);
// A trace as another store has it, into a deleted experiment as well. AlreadyExists when it is here and was
// ended; one that was under way is brought up to date.
Result<Trace> bringTrace(store::Writer& writer, const NewTrace& trace);
Result<Trace> endTrace(store::Writer& writer, const TraceEnd& end);
// Traces that nobody spoke of yet are made in `experiment`, with `run` as their source when it is not empty.
Status logSpans(store::Writer& writer, ExperimentId experiment, std::span<const SentSpan> spans,
                const RunId& run);
Status setTraceTag(store::Writer& writer, std::string_view trace, const KeyValue& tag);
Status deleteTraceTag(store::Writer& writer, std::string_view trace, std::string_view key);
Status linkTraceToRun(store::Writer& writer, std::string_view trace, const RunId& run);
// Replaces the one with the same id.
Status putAssessment(store::Writer& writer, std::string_view trace, const Assessment& assessment);
Status deleteAssessment(store::Writer& writer, std::string_view trace, std::string_view assessment);

// Which traces of an experiment are to go: those named, or the oldest up to a time. Returns how many went.
struct TraceChoice {
  ExperimentId experiment{};
  std::vector<std::string> ids{};
  std::optional<Timestamp> upTo{};
  std::optional<std::int64_t> most{};
};
Result<std::int64_t> deleteTraces(store::Writer& writer, const TraceChoice& choice);

Result<std::optional<Trace>> findTrace(sql::Connection& connection, std::string_view id);
// What is read of a trace beside its id, state and times.
struct TraceParts {
  bool previews = true;
  bool tags = true;
  bool metadata = true;
  bool assessments = true;
};
// Of these experiments (all when empty), newest first and by id where they began together. Reads every one.
Result<std::vector<Trace>> loadTraces(sql::Connection& connection, std::span<const ExperimentId> experiments,
                                      TraceParts parts = {});
// The first of them in that order.
Result<std::vector<TraceKey>> listTraceKeys(sql::Connection& connection,
                                            std::span<const ExperimentId> experiments, std::size_t most);
// These, in their order; a key that is not there any more is left out. For a page of them: each is looked up.
Result<std::vector<Trace>> loadTracesOf(sql::Connection& connection, std::span<const TraceKey> keys,
                                        TraceParts parts = {});

struct Span {
  std::string id;
  std::string parent;  // empty: a root
  std::string name;
  SpanStatus status = SpanStatus::Unset;
  std::int64_t startNanos = 0;
  std::int64_t endNanos = 0;
  std::string body;  // otlp.h
};
// By start; stops before the span with which their bodies would be more than `mostBytes`.
Result<std::vector<Span>> loadSpans(sql::Connection& connection, TraceKey trace,
                                    std::int64_t mostBytes = INT64_MAX);

}  // namespace tatara::track
