// What the traces of a run look like, read on a worker: the list, and one trace with its spans.
//
// Spans come from the store, or from the file of spans among the trace's artifacts. They are hostile and may
// be huge: of one trace at most kMostSpanBytes and kMostSpans are read, and it is said what was left out.
// Threads: the loading functions run on workers, the texts are pure. Errors: NotFound when the trace has
// gone; Parse for a file of spans that is none; those of the store.
#pragma once

#include <QString>
#include <memory>
#include <stop_token>
#include <vector>

#include "core/store/store.h"
#include "core/track/span_tree.h"
#include "core/track/trace_list.h"

namespace tatara::ui {

inline constexpr std::size_t kMostSpans = 5'000;
inline constexpr std::int64_t kMostSpanBytes = 64 << 20;

struct TraceFacts {
  track::Trace trace;
  std::vector<track::SpanNode> spans;  // in the order of the tree
  std::size_t spansLeftOut = 0;        // at least so many
  std::int64_t startNanos = 0;         // of the earliest span
  std::int64_t endNanos = 0;           // of the latest that has ended; not before startNanos
};
using TraceFactsPtr = std::shared_ptr<const TraceFacts>;

Result<TraceFactsPtr> loadTraceFacts(const std::shared_ptr<store::Store>& store, const std::string& id,
                                     std::stop_token stop);
// The same trace with the same spans: nothing to show anew.
bool sameTrace(const TraceFacts& a, const TraceFacts& b);

// "0.4 ms", "412 ms", "1.24 s", then as durationText.
QString spanDurationText(std::int64_t nanos);
// Of a trace, which is kept in whole milliseconds: one that took less is "<1 ms", not none.
QString traceDurationText(Millis duration);
// A value as people read it: texts as they are, the rest as indented JSON; at most 200,000 characters.
QString valueText(const text::Json& value);
QString stateText(track::TraceState state);
// One exception or event: its name, when it was, and what it says.
QString eventText(const track::SpanEvent& event, std::int64_t startNanos);

}  // namespace tatara::ui
