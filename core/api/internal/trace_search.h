// MLflow's grammar of trace searches (mlflow.search_traces), which differs from that of the other searches:
// entities trace, tag, metadata and span, operators IS [NOT] NULL everywhere, and names like `timestamp_ms`.
//
//   filter := clause { AND clause }
//   clause := field op value | field [NOT] IN ( value {, value} ) | field IS [NOT] NULL
//   field  := trace attribute (name, status, timestamp_ms, end_time_ms, execution_time_ms, request_id,
//             client_request_id, run_id, text; also with `attributes.`, `trace.`) | tags.KEY | metadata.KEY |
//             request_metadata.KEY | span.name | span.status | feedback.NAME | expectation.NAME
//
// Errors: InvalidArgument. RLIKE is refused: a regular expression of a client's could keep the server busy
// for hours; so could a pattern of LIKE that is long and has a `_`, which has 1,000 characters at most.
// Threads: values.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/query/query.h"
#include "core/track/traces.h"

namespace tatara::api {

struct TraceField {
  enum class Kind { Attribute, Tag, Metadata, Span, Assessment } kind = Kind::Attribute;
  std::string key;
  bool number() const { return kind == Kind::Attribute && (key.ends_with("_ms")); }
};

struct TraceClause {
  TraceField field;
  query::Operator op = query::Operator::Equal;
  double number = 0;
  std::vector<std::string> texts;
};

Result<std::vector<TraceClause>> parseTraceFilter(std::string_view text);

// The spans of a trace, asked only for clauses that need them, and once for all of them.
using SpansOf = std::function<Result<std::vector<track::Span>>(const track::Trace&)>;
Result<bool> matches(const std::vector<TraceClause>& filter, const track::Trace& trace,
                     const SpansOf& spansOf);

struct TraceOrder {
  TraceField field;
  bool descending = false;
};
// "timestamp_ms DESC", ...
Result<std::vector<TraceOrder>> parseTraceOrder(const std::vector<std::string>& order);
// Sorts in place. The traces stand newest first, which breaks ties.
void sortTraces(std::vector<track::Trace>& traces, const std::vector<TraceOrder>& order);

// What `matches` and `sortTraces` look at.
track::TraceParts partsFor(const std::vector<TraceClause>& filter, const std::vector<TraceOrder>& order);

}  // namespace tatara::api
