#include "core/interop/internal/mlflow_trace.h"

#include <cmath>

#include "core/base/number_text.h"

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
  const auto setUnless = [](Json& json, const char* name, const std::string& text) {
    if (!text.empty()) {
      json.set(name, text);
    }
  };
  Json json;
  setUnless(json, "client_request_id", trace.clientRequestId);
  if (trace.duration) {
    json.set("execution_duration_ms", trace.duration->count());
  }
  setUnless(json, "request_preview", trace.requestPreview);
  json.set("request_time", toIso8601(trace.started));
  setUnless(json, "response_preview", trace.responsePreview);
  json.set("state", trace.state == track::TraceState::Unspecified ? "STATE_UNSPECIFIED"
                                                                  : track::toString(trace.state));
  json.set("trace_id", trace.id);
  json.set("trace_location", Json()
                                 .set("mlflow_experiment",
                                      Json().set("experiment_id", std::to_string(trace.experiment.value())))
                                 .set("type", "MLFLOW_EXPERIMENT"));
  return json;
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
