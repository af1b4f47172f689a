#include "core/track/span_tree.h"

#include <algorithm>
#include <map>

#include "core/text/json.h"

namespace tatara::track {
namespace {

using text::Json;

std::optional<TokenUsage> usageOf(const Json& json) {
  const auto input = json["input_tokens"].asInt();
  const auto output = json["output_tokens"].asInt();
  const auto total = json["total_tokens"].asInt();
  if (!input && !output && !total) {
    return std::nullopt;
  }
  return TokenUsage{input.value_or(0), output.value_or(0),
                    total.value_or(input.value_or(0) + output.value_or(0))};
}

void take(SpanNode& node, std::string key, Json value) {
  if (key == "mlflow.spanInputs") {
    node.inputs = std::move(value);
  } else if (key == "mlflow.spanOutputs") {
    node.outputs = std::move(value);
  } else if (key == "mlflow.spanType") {
    node.type = value.asString() && *value.asString() != "UNKNOWN" ? *value.asString() : "";
  } else if (key == "mlflow.chat.tokenUsage") {
    node.tokens = usageOf(value);
  } else if (key != "mlflow.traceRequestId") {
    node.attributes.push_back({std::move(key), std::move(value)});
  }
}

// Without recursion: a client may nest its spans as deep as it likes.
std::vector<SpanNode> inTreeOrder(std::vector<SpanNode> nodes) {
  std::stable_sort(nodes.begin(), nodes.end(), [](const SpanNode& left, const SpanNode& right) {
    return left.startNanos < right.startNanos;
  });
  std::map<std::string_view, std::size_t> byId;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    byId.emplace(nodes[i].id, i);
  }
  std::vector<std::vector<std::size_t>> children(nodes.size());
  std::vector<std::size_t> waiting;
  for (std::size_t i = nodes.size(); i-- > 0;) {
    const auto parent = byId.find(nodes[i].parent);
    if (nodes[i].parent.empty() || parent == byId.end() || parent->second == i) {
      waiting.push_back(i);
    } else {
      children[parent->second].push_back(i);  // the last started first, as a stack wants them
    }
  }
  std::vector<SpanNode> ordered;
  std::vector<bool> seen(nodes.size());
  const auto walk = [&] {
    while (!waiting.empty()) {
      const std::size_t at = waiting.back();
      waiting.pop_back();
      if (seen[at]) {
        continue;
      }
      seen[at] = true;
      for (const std::size_t child : children[at]) {
        nodes[child].depth = nodes[at].depth + 1;
        waiting.push_back(child);
      }
      ordered.push_back(nodes[at]);
    }
  };
  walk();
  // Spans that are their own ancestors are shown all the same.
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (!seen[i]) {
      nodes[i].depth = 0;
      waiting.push_back(i);
      walk();
    }
  }
  return ordered;
}

std::string textIn(const Json& json, const char* name) {
  return json[name].asString() ? *json[name].asString() : std::string();
}

SpanNode nodeOfFile(const Json& json) {
  SpanNode node;
  const Json& context = json["context"];  // MLflow 2
  node.id = context.isObject() ? textIn(context, "span_id") : textIn(json, "span_id");
  node.parent = context.isObject() ? textIn(json, "parent_id") : textIn(json, "parent_span_id");
  node.name = textIn(json, "name");
  const auto nanos = [&](const char* of2, const char* of3) {
    return json[of2].asInt().value_or(json[of3].asInt().value_or(0));
  };
  node.startNanos = nanos("start_time", "start_time_unix_nano");
  node.endNanos = nanos("end_time", "end_time_unix_nano");
  const std::string status = textIn(json, "status_code") + textIn(json["status"], "code");
  node.status = status.ends_with("OK")      ? SpanStatus::Ok
                : status.ends_with("ERROR") ? SpanStatus::Error
                                            : SpanStatus::Unset;
  for (const text::JsonMember& member : json["attributes"].members()) {
    auto inner =
        member.value.asString() ? text::parseJson(*member.value.asString()) : Result<Json>(member.value);
    take(node, member.key, inner ? std::move(*inner) : member.value);
  }
  return node;
}

}  // namespace

Result<std::vector<SpanNode>> spanTree(std::span<const Span> spans) {
  std::vector<SpanNode> nodes;
  for (const Span& span : spans) {
    SpanNode node;
    node.id = span.id;
    node.parent = span.parent;
    node.name = span.name;
    node.status = span.status;
    node.startNanos = span.startNanos;
    node.endNanos = span.endNanos;
    TATARA_ASSIGN(auto attributes, spanAttributes(span.body));
    for (SpanAttribute& attribute : attributes) {
      take(node, std::move(attribute.key), std::move(attribute.value));
    }
    nodes.push_back(std::move(node));
  }
  return inTreeOrder(std::move(nodes));
}

Result<std::vector<SpanNode>> spanTreeOfFile(std::string_view json) {
  TATARA_ASSIGN(const Json file, withContext(text::parseJson(json), "reading the spans in traces.json"));
  if (!file["spans"].isArray()) {
    return makeError(ErrorKind::Parse, "traces.json holds no list of spans");
  }
  std::vector<SpanNode> nodes;
  for (const Json& span : file["spans"].items()) {
    nodes.push_back(nodeOfFile(span));
  }
  return inTreeOrder(std::move(nodes));
}

std::optional<TokenUsage> tokensOf(const Trace& trace) {
  const std::string* written = trace.meta(kTraceTokens);
  const auto json = written ? text::parseJson(*written) : Result<Json>(Json());
  return json ? usageOf(*json) : std::nullopt;
}

}  // namespace tatara::track
