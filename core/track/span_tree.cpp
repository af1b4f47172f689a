#include "core/track/span_tree.h"

#include <algorithm>
#include <map>

#include "core/artifact/artifact_store.h"
#include "core/text/error_phrase.h"
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

Json tokensJson(const TokenUsage& tokens) {
  Json json = Json::object();
  json.set("input", tokens.input);
  json.set("output", tokens.output);
  json.set("total", tokens.total);
  return json;
}

// Appended, not set: a client's attributes may be many, and may repeat a name.
Json pairsJson(const std::vector<SpanAttribute>& pairs) {
  Json json = Json::object();
  for (const SpanAttribute& pair : pairs) {
    json.asObject()->push_back({pair.key, pair.value});
  }
  return json;
}

std::string textIn(const Json& json, const char* name) {
  return json[name].asString() ? *json[name].asString() : std::string();
}

// Attributes of events are plain in every version's file.
SpanEvent eventOfFile(const Json& json) {
  SpanEvent event;
  event.name = textIn(json, "name");
  // MLflow 2 counts in microseconds, 3 in nanoseconds, under names of their own.
  event.timeNanos = json["time_unix_nano"].asInt().value_or(0);
  if (event.timeNanos == 0) {
    const std::int64_t micros = json["timestamp"].asInt().value_or(0);
    event.timeNanos = micros > 0 && micros < INT64_MAX / 1000 ? micros * 1000 : 0;
  }
  for (const text::JsonMember& member : json["attributes"].members()) {
    event.attributes.push_back({member.key, member.value});
  }
  return event;
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
  node.statusMessage = textIn(json, "status_message") + textIn(json["status"], "message");
  for (const Json& event : json["events"].items()) {
    node.events.push_back(eventOfFile(event));
  }
  for (const text::JsonMember& member : json["attributes"].members()) {
    auto inner =
        member.value.asString() ? text::parseJson(*member.value.asString()) : Result<Json>(member.value);
    take(node, member.key, inner ? std::move(*inner) : member.value);
  }
  return node;
}

// Attributes in that file are texts of JSON; MLflow's clients send them so already.
Json attributeText(const Json& value) {
  const std::string* text = value.asString();
  return text != nullptr && text::parseJson(*text) ? value : Json(text::toJson(value));
}

// As mlflow/entities/span.py writes a span since version 3.
Result<Json> fileSpan(const Span& span) {
  TATARA_ASSIGN(const Json wire, spanToJson(span.body));
  TATARA_ASSIGN(const auto details, spanDetails(span.body));
  Json attributes = Json::object();
  for (const SpanAttribute& attribute : details.attributes) {
    attributes.asObject()->push_back({attribute.key, attributeText(attribute.value)});
  }
  Json events = Json::array();
  for (const SpanEvent& event : details.events) {
    events.append(Json()
                      .set("name", event.name)
                      .set("time_unix_nano", event.timeNanos)
                      .set("attributes", pairsJson(event.attributes)));
  }
  const char* status = span.status == SpanStatus::Ok      ? "STATUS_CODE_OK"
                       : span.status == SpanStatus::Error ? "STATUS_CODE_ERROR"
                                                          : "STATUS_CODE_UNSET";
  Json json;
  json.set("trace_id", wire["trace_id"]).set("span_id", wire["span_id"]);
  json.set("parent_span_id", span.parent.empty() ? Json() : wire["parent_span_id"]);
  json.set("name", span.name);
  json.set("start_time_unix_nano", span.startNanos).set("end_time_unix_nano", span.endNanos);
  json.set("events", std::move(events));
  json.set("status", Json().set("code", status).set("message", details.statusMessage));
  json.set("attributes", std::move(attributes));
  return json;
}

}  // namespace

Result<std::string> spanFileText(std::span<const Span> spans) {
  Json list = Json::array();
  for (const Span& span : spans) {
    TATARA_ASSIGN(Json json, fileSpan(span));
    list.append(std::move(json));
  }
  return text::toJson(Json().set("spans", std::move(list)));
}

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
    TATARA_ASSIGN(SpanDetails details, spanDetails(span.body));
    node.statusMessage = std::move(details.statusMessage);
    node.events = std::move(details.events);
    for (SpanAttribute& attribute : details.attributes) {
      take(node, std::move(attribute.key), std::move(attribute.value));
    }
    nodes.push_back(std::move(node));
  }
  return inTreeOrder(std::move(nodes));
}

Result<std::vector<SpanNode>> spanTreeOfFile(std::string_view json) {
  TATARA_ASSIGN(const Json file, text::sayContext(text::parseJson(json),
                                                  TATARA_SAYS("Phrase", "reading the spans in traces.json")));
  if (!file["spans"].isArray()) {
    return text::sayError(ErrorKind::Parse, TATARA_SAYS("Phrase", "traces.json holds no list of spans"));
  }
  std::vector<SpanNode> nodes;
  for (const Json& span : file["spans"].items()) {
    nodes.push_back(nodeOfFile(span));
  }
  return inTreeOrder(std::move(nodes));
}

std::optional<TokenUsage> tokensOf(const Trace& trace) {
  const std::string* written = trace.meta(kTraceTokens);
  return written ? parseTokens(*written) : std::nullopt;
}

std::optional<TokenUsage> parseTokens(std::string_view json) {
  const auto parsed = text::parseJson(json);
  return parsed ? usageOf(*parsed) : std::nullopt;
}

std::optional<std::string> spanFileOf(const Trace& trace) {
  const std::string* location = trace.tag(kTraceArtifacts);
  const auto folder = location ? artifact::rootPathOf(*location) : std::nullopt;
  return folder ? std::optional(*folder + "/traces.json") : std::nullopt;
}

text::Json spanJson(const SpanNode& span) {
  Json json = Json::object();
  json.set("span_id", span.id);
  json.set("parent_id", span.parent.empty() ? Json() : Json(span.parent));
  json.set("name", span.name);
  json.set("type", span.type);
  json.set("status", span.status == SpanStatus::Ok      ? "OK"
                     : span.status == SpanStatus::Error ? "ERROR"
                                                        : "UNSET");
  if (!span.statusMessage.empty()) {
    json.set("status_message", span.statusMessage);
  }
  json.set("start_time_unix_nano", span.startNanos);
  json.set("end_time_unix_nano", span.endNanos > 0 ? Json(span.endNanos) : Json());
  json.set("inputs", span.inputs);
  json.set("outputs", span.outputs);
  if (span.tokens) {
    json.set("tokens", tokensJson(*span.tokens));
  }
  json.set("attributes", pairsJson(span.attributes));
  Json events = Json::array();
  for (const SpanEvent& event : span.events) {
    Json one = Json::object();
    one.set("name", event.name);
    one.set("time_unix_nano", event.timeNanos);
    one.set("attributes", pairsJson(event.attributes));
    events.append(std::move(one));
  }
  json.set("events", std::move(events));
  return json;
}

text::Json traceJson(const Trace& trace, std::span<const SpanNode> spans) {
  const auto pairs = [](const std::vector<KeyValue>& values) {
    Json json = Json::object();
    for (const KeyValue& pair : values) {
      json.asObject()->push_back({pair.key, pair.value});
    }
    return json;
  };
  Json json = Json::object();
  json.set("trace_id", trace.id);
  json.set("experiment_id", std::to_string(trace.experiment.value()));
  json.set("state", toString(trace.state));
  json.set("request_time_unix_ms", toUnixMillis(trace.started));
  json.set("duration_ms", trace.duration ? Json(trace.duration->count()) : Json());
  if (const auto tokens = tokensOf(trace)) {
    json.set("tokens", tokensJson(*tokens));
  }
  json.set("tags", pairs(trace.tags));
  json.set("metadata", pairs(trace.metadata));
  Json list = Json::array();
  for (const SpanNode& span : spans) {
    list.append(spanJson(span));
  }
  json.set("spans", std::move(list));
  return json;
}

}  // namespace tatara::track
