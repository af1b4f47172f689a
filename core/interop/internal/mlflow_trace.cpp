#include "core/interop/internal/mlflow_trace.h"

#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"
#include "core/crypto/base64.h"
#include "core/crypto/digest.h"
#include "core/text/utf8.h"

namespace tatara::interop::internal {
namespace {

using text::Json;

std::string firstText(const Json& json, std::string_view key, std::string_view older) {
  for (const std::string_view name : {key, older}) {
    if (const std::string* text = json[name].asString()) {
      return *text;
    }
  }
  return {};
}

// A number, or a text that is one.
Millis64 wholeAt(const Json& json, std::string_view key) {
  const std::string* text = json[key].asString();
  return text == nullptr ? json[key].asInt() : parseInt(*text);
}

std::vector<KeyValue> pairsOf(const Json& json) {
  const auto textOfJson = [](const Json& value) {
    return value.asString() != nullptr ? *value.asString() : text::toJson(value);
  };
  std::vector<KeyValue> pairs;
  for (const text::JsonMember& member : json.members()) {
    pairs.push_back({member.key, textOfJson(member.value)});
  }
  for (const Json& one : json.items()) {
    if (const std::string* key = one["key"].asString()) {
      pairs.push_back({*key, one["value"].isNull() ? std::string() : textOfJson(one["value"])});
    }
  }
  return pairs;
}

std::optional<Millis> durationIn(const Json& info) {
  constexpr double kLongest = 1e12;
  if (const std::string* text = info["execution_duration"].asString()) {
    const auto seconds = text->ends_with('s')
                             ? parseDouble(std::string_view(*text).substr(0, text->size() - 1))
                             : std::nullopt;
    return seconds && *seconds >= 0 && *seconds < kLongest
               ? std::optional(Millis(std::llround(*seconds * 1000)))
               : std::nullopt;
  }
  for (const char* name : {"execution_duration_ms", "execution_time_ms"}) {
    if (const auto millis = wholeAt(info, name); millis && *millis >= 0) {
      return Millis(*millis);
    }
  }
  return std::nullopt;
}

constexpr std::string_view kSpanRequest = "mlflow.traceRequestId";

void setUnlessEmpty(Json& json, const char* name, const std::string& text) {
  if (!text.empty()) {
    json.set(name, text);
  }
}

// Appended, not set: a trace may have many.
Json pairsObject(const std::vector<KeyValue>& pairs) {
  Json json = Json::object();
  for (const KeyValue& pair : pairs) {
    json.asObject()->push_back({pair.key, pair.value});
  }
  return json;
}

std::string_view stateText(track::TraceState state) {
  return state == track::TraceState::Unspecified ? "STATE_UNSPECIFIED" : track::toString(state);
}

// "0x…" of bytes in base64; null of nothing.
Json hexId(const Json& id) {
  const std::string* text = id.asString();
  const auto bytes = text == nullptr ? std::nullopt : crypto::fromBase64(*text);
  if (!bytes || bytes->empty()) {
    return Json();
  }
  const auto* first = reinterpret_cast<const std::uint8_t*>(bytes->data());
  return Json("0x" + crypto::toHex(std::span(first, bytes->size())));
}

Json attributesFor(const Json& attributes, const std::string& request) {
  Json made = Json::object();
  made.asObject()->push_back({std::string(kSpanRequest), text::toJson(Json(request))});
  for (const text::JsonMember& member : attributes.members()) {
    if (member.key != kSpanRequest) {
      made.asObject()->push_back(member);
    }
  }
  return made;
}

Json spanOfMlflow2(const Json& span, const std::string& request) {
  if (span["context"].isObject()) {
    Json same = span;
    return same.set("attributes", attributesFor(span["attributes"], request));
  }
  std::string status = firstText(span["status"], "code", "");
  constexpr std::string_view kStatusBegin = "STATUS_CODE_";
  status = status.starts_with(kStatusBegin) ? status.substr(kStatusBegin.size()) : status;
  Json events = Json::array();
  for (const Json& event : span["events"].items()) {
    events.append(Json()
                      .set("name", event["name"])
                      .set("timestamp", wholeAt(event, "time_unix_nano").value_or(0) / 1000)
                      .set("attributes", event["attributes"]));
  }
  Json made;
  made.set("name", span["name"]);
  made.set("context", Json().set("span_id", hexId(span["span_id"])).set("trace_id", hexId(span["trace_id"])));
  made.set("parent_id", hexId(span["parent_span_id"]));
  made.set("start_time", wholeAt(span, "start_time_unix_nano").value_or(0));
  made.set("end_time", wholeAt(span, "end_time_unix_nano").value_or(0));
  made.set("status_code", status.empty() ? "UNSET" : status);
  made.set("status_message", firstText(span["status"], "message", ""));
  made.set("attributes", attributesFor(span["attributes"], request));
  made.set("events", std::move(events));
  return made;
}

}  // namespace

std::optional<track::Assessment> assessmentOfJson(const Json& json) {
  track::Assessment assessment{firstText(json, "assessment_id", "id"),
                               firstText(json, "assessment_name", "name"), text::toJson(json)};
  return assessment.id.empty() || assessment.name.empty() ? std::nullopt
                                                          : std::optional(std::move(assessment));
}

void findTraceArtifacts(SourceTrace& trace) {
  for (const KeyValue& tag : trace.head.tags) {
    trace.artifactUri = tag.key == track::kTraceArtifacts ? tag.value : trace.artifactUri;
  }
}

Json traceInfoJson(const track::Trace& trace) {
  Json json;
  setUnlessEmpty(json, "client_request_id", trace.clientRequestId);
  if (trace.duration) {
    json.set("execution_duration_ms", trace.duration->count());
  }
  setUnlessEmpty(json, "request_preview", trace.requestPreview);
  json.set("request_time", toIso8601(trace.started));
  setUnlessEmpty(json, "response_preview", trace.responsePreview);
  json.set("state", stateText(trace.state));
  json.set("trace_id", trace.id);
  json.set("trace_location", Json()
                                 .set("mlflow_experiment",
                                      Json().set("experiment_id", std::to_string(trace.experiment.value())))
                                 .set("type", "MLFLOW_EXPERIMENT"));
  return json;
}

Json traceRequestJson(const track::Trace& trace, const std::string& experiment) {
  Json json;
  json.set("trace_id", trace.id);
  json.set("trace_location", Json()
                                 .set("type", "MLFLOW_EXPERIMENT")
                                 .set("mlflow_experiment", Json().set("experiment_id", experiment)));
  setUnlessEmpty(json, "client_request_id", trace.clientRequestId);
  setUnlessEmpty(json, "request_preview", trace.requestPreview);
  setUnlessEmpty(json, "response_preview", trace.responsePreview);
  json.set("request_time", toIso8601(trace.started));
  if (trace.duration) {
    const std::string millis = std::to_string(trace.duration->count() % 1000);
    json.set("execution_duration", std::to_string(trace.duration->count() / 1000) + "." +
                                       std::string(3 - millis.size(), '0') + millis + "s");
  }
  json.set("state", stateText(trace.state));
  json.set("trace_metadata", pairsObject(trace.metadata)).set("tags", pairsObject(trace.tags));
  return json;
}

std::vector<KeyValue> metadataOfMlflow2(const track::Trace& trace) {
  constexpr std::string_view kForm = "mlflow.trace_schema.version";
  constexpr std::size_t kLongest = 250;  // characters that every server of that version takes
  std::vector<KeyValue> pairs = trace.metadata;
  std::erase_if(pairs, [&](const KeyValue& pair) { return pair.key == kForm; });
  pairs.push_back({std::string(kForm), "2"});
  for (const auto& [key, preview] : {std::pair("mlflow.traceInputs", &trace.requestPreview),
                                     std::pair("mlflow.traceOutputs", &trace.responsePreview)}) {
    const bool said = std::ranges::find(pairs, key, &KeyValue::key) != pairs.end();
    if (!said && !preview->empty()) {
      pairs.push_back({key, *preview});
    }
  }
  for (KeyValue& pair : pairs) {
    if (text::codePointCount(pair.value) > kLongest) {
      pair.value = std::string(text::firstCodePoints(pair.value, kLongest - 3)) + "...";
    }
  }
  return pairs;
}

Result<std::string> spanFileOfMlflow2(std::string_view file, const std::string& request) {
  TATARA_ASSIGN(const Json given, withContext(text::parseJson(file), "reading the spans in traces.json"));
  Json spans = Json::array();
  Json made;
  for (const Json& span : given["spans"].items()) {
    spans.append(spanOfMlflow2(span, request));
    if (firstText(span, "parent_span_id", "parent_id").empty()) {
      made.set("request", span["attributes"]["mlflow.spanInputs"]);
      made.set("response", span["attributes"]["mlflow.spanOutputs"]);
    }
  }
  return text::toJson(made.set("spans", std::move(spans)));
}

std::vector<KeyValue> withSpanFile(const std::vector<KeyValue>& tags, const std::string& artifactUri) {
  std::vector<KeyValue> kept = tags;
  std::erase_if(kept, [](const KeyValue& tag) {
    return tag.key == track::kSpansLocation || tag.key == track::kTraceArtifacts;
  });
  if (!artifactUri.empty()) {
    kept.push_back({std::string(track::kTraceArtifacts), artifactUri});
  }
  return kept;
}

std::optional<SourceTrace> traceOf(const Json& info) {
  SourceTrace trace;
  track::NewTrace& head = trace.head;
  head.id = firstText(info, "trace_id", "request_id");
  if (head.id.empty()) {
    return std::nullopt;
  }
  trace.place = "trace " + head.id;
  head.clientRequestId = firstText(info, "client_request_id", "");
  head.state =
      track::parseTraceState(firstText(info, "state", "status")).value_or(track::TraceState::Unspecified);
  const auto moment = parseIso8601(firstText(info, "request_time", ""));
  head.started = moment.value_or(fromUnixMillis(wholeAt(info, "timestamp_ms").value_or(0)));
  head.duration = durationIn(info);
  head.requestPreview = firstText(info, "request_preview", "");
  head.responsePreview = firstText(info, "response_preview", "");
  head.tags = pairsOf(info["tags"]);
  head.metadata =
      pairsOf(info["trace_metadata"].isNull() ? info["request_metadata"] : info["trace_metadata"]);
  for (const Json& one : info["assessments"].items()) {
    if (auto assessment = assessmentOfJson(one)) {
      head.assessments.push_back(std::move(*assessment));
    }
  }
  findTraceArtifacts(trace);
  return trace;
}

}  // namespace tatara::interop::internal
