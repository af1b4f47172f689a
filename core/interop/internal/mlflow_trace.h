// What MLflow says of a trace, in the words of its version 3 (TraceInfoV3) and of version 2 (TraceInfo), over
// REST and in the files of a store.
//
// Times are ISO 8601 or milliseconds, durations "0.796s" or milliseconds, tags and metadata an object or a
// list of keys and values. What is not said is left as it is by default. Sources:
// mlflow/protos/service.proto, mlflow/entities/trace_info.py. Threads: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/interop/internal/mlflow_source.h"
#include "core/text/json.h"

namespace tatara::interop::internal {

// Nothing when it names no trace.
std::optional<SourceTrace> traceOf(const text::Json& info);
// As MLflow's clients send it; nothing when it has no id or no name.
std::optional<track::Assessment> assessmentOfJson(const text::Json& json);
// A trace as a file store of MLflow 3 keeps it, without what stands in files of its own (tags, metadata,
// assessments).
text::Json traceInfoJson(const track::Trace& trace);
// As clients of MLflow 3 send it, without assessments, to an experiment of another server.
text::Json traceRequestJson(const track::Trace& trace, const std::string& experiment);
// Metadata as clients of MLflow 2 send it: with the previews, and the form of the file of its spans.
std::vector<KeyValue> metadataOfMlflow2(const track::Trace& trace);
// A file of spans of either version in the form of MLflow 2, for the trace that has this id there.
Result<std::string> spanFileOfMlflow2(std::string_view file, const std::string& request);
// Tags that say where the trace's files are now and, since its spans are among those, not that they are rows.
std::vector<KeyValue> withSpanFile(const std::vector<KeyValue>& tags, const std::string& artifactUri);
// Sets `artifactUri` from the tag that says where the trace's files are.
void findTraceArtifacts(SourceTrace& trace);

}  // namespace tatara::interop::internal
