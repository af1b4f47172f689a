// What the endpoints of traces share: finding, choosing and telling them. Threads: pure functions, or inside
// a read lease.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/api/internal/answer.h"
#include "core/api/internal/arguments.h"
#include "core/api/internal/routes.h"
#include "core/track/traces.h"

namespace tatara::api {

Error traceNotFound(std::string_view id);
Result<track::Trace> loadTrace(sql::Connection& db, std::string_view id);

struct TraceWish {
  std::vector<track::ExperimentId> experiments;
  std::string filter;
  std::vector<std::string> order;
  Page page;
};
struct TracePage {
  std::vector<track::Trace> traces;
  std::string next;  // token; empty: no more
};
Result<TracePage> searchTraces(sql::Connection& db, const TraceWish& wish);

// As MLflow 3 tells a trace (TraceInfoV3), and as MLflow 2 does (TraceInfo).
void writeTrace(JsonOut& out, const track::Trace& trace);
void writeTraceOfMlflow2(JsonOut& out, const track::Trace& trace);

// {"key": "value", ...}; InvalidArgument for anything else.
Result<std::vector<track::KeyValue>> mapOf(const Fields& fields, std::string_view name);

Answer setTraceTag(Context& context, const Arguments& arguments);
Answer deleteTraceTag(Context& context, const Arguments& arguments);
Answer deleteTraces(Context& context, const Arguments& arguments);

}  // namespace tatara::api
