// The spans of a trace as people look at them: a tree with inputs, outputs, tokens and times.
//
// Spans come from the store (MLflow 3, OpenTelemetry) or from the file traces.json among the trace's
// artifacts, where MLflow 2's clients and some of 3 put them; the file's attributes are JSON within JSON.
// Errors: Parse for a file that is neither; Io. Threads: inside a read lease; the parsing functions are pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/track/traces.h"

namespace tatara::track {

struct TokenUsage {
  std::int64_t input = 0;
  std::int64_t output = 0;
  std::int64_t total = 0;

  friend bool operator==(const TokenUsage&, const TokenUsage&) = default;
};

struct SpanNode {
  std::string id;
  std::string parent;
  std::string name;
  std::string type;  // MLflow's: LLM, CHAIN, TOOL, ...; empty when it says none
  SpanStatus status = SpanStatus::Unset;
  std::string statusMessage;
  std::int64_t startNanos = 0;
  std::int64_t endNanos = 0;  // 0: not ended
  text::Json inputs;          // null: none were recorded
  text::Json outputs;
  std::optional<TokenUsage> tokens;
  std::vector<SpanAttribute> attributes;  // the others
  std::vector<SpanEvent> events;          // by time
  int depth = 0;                          // 0: a root, or its parent is missing
};

// In the order in which a tree is drawn: each parent before its children, siblings by start.
Result<std::vector<SpanNode>> spanTree(std::span<const Span> spans);
Result<std::vector<SpanNode>> spanTreeOfFile(std::string_view json);

// What is written in a trace's metadata, or null when nothing or nonsense is.
std::optional<TokenUsage> tokensOf(const Trace& trace);
std::optional<TokenUsage> parseTokens(std::string_view json);

// The file among its artifacts where some clients put the spans of a trace; nothing when the trace's
// artifacts are not in this workspace.
std::optional<std::string> spanFileOf(const Trace& trace);

// These spans as that file, in the form of MLflow 3.
Result<std::string> spanFileText(std::span<const Span> spans);

// A trace and its spans for people and programs to read on: plain values, times in nanoseconds since 1970.
text::Json traceJson(const Trace& trace, std::span<const SpanNode> spans);
text::Json spanJson(const SpanNode& span);

}  // namespace tatara::track
