// The traces of a run or an experiment as a list shows them: newest first, at most so many, found by words.
//
// Reads a few columns of each row and never the spans, so that a list of an experiment with a million traces
// costs what is shown of it. Errors: those of the store. Threads: inside a read lease.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/track/span_tree.h"
#include "core/track/traces.h"

namespace tatara::track {

struct TraceQuery {
  ExperimentId experiment{};  // without a run: all of this experiment
  RunId run{};                // those of this run, whichever experiment they are in
  std::string words{};        // in id, name, request or response; ASCII letters of either case
  std::int64_t most = 1000;
};

struct TraceRow {
  TraceKey key;
  std::string id;
  std::string name;
  TraceState state = TraceState::Unspecified;
  Timestamp started{};
  std::optional<Millis> duration;
  std::optional<TokenUsage> tokens;
  std::string request;  // the preview that the client sent, or that of the root span

  friend bool operator==(const TraceRow&, const TraceRow&) = default;
};

struct TraceRows {
  std::vector<TraceRow> rows;
  std::int64_t found = 0;  // rows and those beyond `most`
};
Result<TraceRows> listTraces(sql::Connection& connection, const TraceQuery& query);

Result<std::int64_t> countTraces(sql::Connection& connection, const RunId& run);
Result<bool> hasTraces(sql::Connection& connection, ExperimentId experiment);

}  // namespace tatara::track
