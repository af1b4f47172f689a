#include "core/interop/internal/mlflow_push_traces.h"

#include <algorithm>

#include "core/interop/internal/mlflow_search.h"
#include "core/interop/internal/mlflow_trace.h"
#include "core/interop/internal/wire.h"
#include "core/text/error_phrase.h"
#include "core/text/percent.h"
#include "core/track/span_tree.h"

namespace tatara::interop::internal {
namespace {

using text::Json;
using PeerAnswer = MlflowPeer::Answer;

constexpr std::string_view kTraces3 = "/api/3.0/mlflow/traces";
constexpr std::size_t kSpanBytesAtOnce = 16u << 20;
constexpr std::int64_t kLargestSpanFile = 256 << 20;
constexpr int kSentTracesOfPage = 500;

std::string traceAt(const std::string& id) {
  return std::string(kTraces3) + "/" + text::percentEncode(id);
}

// Of version 3 an object, of version 2 a list.
std::string tagIn(const Json& info, std::string_view name) {
  for (const Json& one : info["tags"].items()) {
    if (textOf(one["key"]) == name) {
      return textOf(one["value"]);
    }
  }
  return textOf(info["tags"][name]);
}

Json keyValuesJson(const std::vector<track::KeyValue>& pairs) {
  Json list = Json::array();
  for (const track::KeyValue& pair : pairs) {
    list.append(Json().set("key", pair.key).set("value", pair.value));
  }
  return list;
}

// An ExportTraceServiceRequest: resource_spans (1) of scope_spans (2) of spans (2).
std::string exportRequestOf(std::span<const track::Span> spans) {
  WireWriter scope;
  for (const track::Span& span : spans) {
    scope.bytes(2, span.body);
  }
  WireWriter resource;
  resource.bytes(2, scope.message());
  return WireWriter().bytes(1, resource.message()).message();
}

}  // namespace

Status TracePusher::push(const std::string& experiment, track::ExperimentId own,
                         const std::stop_token& stop) {
  TATARA_ASSIGN(auto traces, m_out.traces(own));
  if (traces.empty()) {
    return {};
  }
  TATARA_ASSIGN(m_speaks, ask(experiment, traces.front().id));
  if (m_speaks == Speaks::Nothing) {
    m_out.skip("experiment " + std::to_string(own.value()),
               "The server keeps no traces; " + std::to_string(traces.size()) + " are left out");
    return {};
  }
  for (auto trace = traces.rbegin(); trace != traces.rend(); ++trace) {
    if (stop.stop_requested()) {
      return makeError(ErrorKind::Cancelled, "Stopped; what was sent until then stays");
    }
    TATARA_TRY(pushTrace(experiment, *trace));
  }
  return {};
}

// A server that knows the question answers one about a trace it has not with a code of MLflow's.
Result<TracePusher::Speaks> TracePusher::ask(const std::string& experiment, const std::string& trace) {
  TATARA_ASSIGN(const PeerAnswer answer, m_peer.get(traceAt(trace)));
  if (answer.good() || answer.code == "RESOURCE_DOES_NOT_EXIST" || answer.code == "NOT_FOUND") {
    return Speaks::Version3;
  }
  TATARA_ASSIGN(const PeerAnswer older, m_peer.get("traces?max_results=1&experiment_ids=" + experiment));
  if (!older.good()) {
    return Speaks::Nothing;
  }
  TATARA_TRY(findSent(experiment));
  return Speaks::Version2;
}

Status TracePusher::findSent(const std::string& experiment) {
  m_sent.clear();
  return searchPages(
      [&](const std::string& token) -> Result<Json> {
        TATARA_ASSIGN(PeerAnswer page,
                      m_peer.get("traces?max_results=" + std::to_string(kSentTracesOfPage) +
                                 "&experiment_ids=" + experiment +
                                 (token.empty() ? "" : "&page_token=" + text::percentEncode(token))));
        if (!page.good()) {
          return text::sayError(ErrorKind::Io,
                                TATARA_SAYS("Phrase", "The server does not list its traces: %1"),
                                {page.message});
        }
        return std::move(page.json);
      },
      [&](const Json& page) -> Status {
        for (const Json& info : page["traces"].items()) {
          if (const std::string source = tagIn(info, kSourceTag); !source.empty()) {
            m_sent[source] = {textOf(info["request_id"]), !tagIn(info, kCompleteTag).empty()};
          }
        }
        return {};
      });
}

Result<bool> TracePusher::take(const track::Trace& trace, const Result<PeerAnswer>& answer) {
  TATARA_TRY(answer);
  if (!answer->good()) {
    m_out.skip("trace " + trace.id, "The server does not take it: " + answer->message);
  }
  return answer->good();
}

Status TracePusher::pushTrace(const std::string& experiment, const track::Trace& trace) {
  TATARA_ASSIGN(const bool whole, isWhole(experiment, trace));
  if (whole) {
    return {};
  }
  TATARA_ASSIGN(const auto there, start(experiment, trace));
  if (!there) {
    return {};
  }
  TATARA_ASSIGN(const bool spansTaken, sendSpans(experiment, trace));
  if (spansTaken) {
    // The server has made times of its own of the spans.
    TATARA_TRY(start(experiment, trace));
  } else {
    TATARA_TRY(sendFile(*there, trace));
  }
  TATARA_TRY(sendAssessments(trace));
  TATARA_TRY(finish(*there, trace));
  ++m_out.report().traces;
  return {};
}

// Whether it is there and stays as it is. What broke off goes.
Result<bool> TracePusher::isWhole(const std::string& experiment, const track::Trace& trace) {
  std::string broken;
  if (m_speaks == Speaks::Version3) {
    TATARA_ASSIGN(const PeerAnswer answer, m_peer.get(traceAt(trace.id)));
    const Json& info = answer.json["trace"]["trace_info"];
    if (answer.good() && (tagIn(info, kSourceTag).empty() || !tagIn(info, kCompleteTag).empty())) {
      return true;
    }
    broken = answer.good() ? trace.id : "";
  } else if (const auto sent = m_sent.find(trace.id); sent != m_sent.end()) {
    if (sent->second.complete) {
      return true;
    }
    broken = sent->second.id;
  }
  if (!broken.empty()) {
    Json body;
    body.set("experiment_id", experiment).set("request_ids", Json::array().append(broken));
    TATARA_TRY(m_peer.post("traces/delete-traces", body));
  }
  return false;
}

// Runs and logged models have other ids there.
std::vector<track::KeyValue> TracePusher::metadataOf(const track::Trace& trace) const {
  std::vector<track::KeyValue> pairs = trace.metadata;
  for (track::KeyValue& pair : pairs) {
    const bool names = pair.key == track::kTraceRun || pair.key == "mlflow.modelId";
    if (const auto there = names ? m_ids.find(pair.value) : m_ids.end(); there != m_ids.end()) {
      pair.value = there->second;
    }
  }
  return pairs;
}

Result<std::optional<TracePusher::Here>> TracePusher::start(const std::string& experiment,
                                                            const track::Trace& trace) {
  track::Trace sent = trace;
  sent.tags = withSpanFile(trace.tags, {});
  sent.tags.push_back({std::string(kSourceTag), trace.id});
  sent.metadata = metadataOf(trace);
  if (m_speaks == Speaks::Version3) {
    Json body;
    body.set("trace", Json().set("trace_info", traceRequestJson(sent, experiment)));
    TATARA_ASSIGN(const PeerAnswer answer, m_peer.post(kTraces3, body));
    TATARA_ASSIGN(const bool good, take(trace, answer));
    const std::string place = tagIn(answer.json["trace"]["trace_info"], track::kTraceArtifacts);
    return good ? std::optional(Here{trace.id, place}) : std::nullopt;
  }
  Json body;
  body.set("experiment_id", experiment).set("timestamp_ms", toUnixMillis(trace.started));
  body.set("request_metadata", keyValuesJson(metadataOfMlflow2(sent)));
  body.set("tags", keyValuesJson(sent.tags));
  TATARA_ASSIGN(const PeerAnswer answer, m_peer.post("traces", body));
  TATARA_ASSIGN(const bool good, take(trace, answer));
  const Json& info = answer.json["trace_info"];
  return good ? std::optional(Here{textOf(info["request_id"]), tagIn(info, track::kTraceArtifacts)})
              : std::nullopt;
}

Status TracePusher::finish(const Here& there, const track::Trace& trace) {
  if (trace.state == track::TraceState::InProgress) {
    return {};
  }
  const Json mark = Json().set("key", kCompleteTag).set("value", "yes");
  if (m_speaks == Speaks::Version3) {
    TATARA_TRY(take(trace, m_peer.patch(traceAt(there.id) + "/tags", mark)));
    return {};
  }
  Json body;
  body.set("request_id", there.id);
  body.set("timestamp_ms", toUnixMillis(trace.started + trace.duration.value_or(Millis(0))));
  body.set("status", trace.state == track::TraceState::Unspecified ? "TRACE_STATUS_UNSPECIFIED"
                                                                   : track::toString(trace.state));
  body.set("request_metadata", Json::array()).set("tags", Json::array().append(mark));
  TATARA_TRY(take(trace, m_peer.patch("traces/" + text::percentEncode(there.id), body)));
  return {};
}

// Whether the server has them now, or there are none but in a file.
Result<bool> TracePusher::sendSpans(const std::string& experiment, const track::Trace& trace) {
  if (m_speaks != Speaks::Version3 || !m_takesSpans) {
    return false;
  }
  TATARA_ASSIGN(const auto spans, m_out.store().read([&](sql::Connection& connection) {
    return track::loadSpans(connection, trace.key);
  }));
  for (std::size_t begin = 0; begin < spans.size();) {
    std::size_t end = begin;
    for (std::size_t bytes = 0; end < spans.size() && (end == begin || bytes < kSpanBytesAtOnce); ++end) {
      bytes += spans[end].body.size();
    }
    TATARA_ASSIGN(
        const PeerAnswer answer,
        m_peer.sendSpans(experiment, exportRequestOf(std::span(spans).subspan(begin, end - begin))));
    if (!answer.good()) {
      m_takesSpans = begin > 0 || (answer.status != 404 && answer.status != 405 && answer.status != 501);
      return false;
    }
    begin = end;
  }
  return !spans.empty();
}

Status TracePusher::sendFile(const Here& there, const track::Trace& trace) {
  TATARA_ASSIGN(auto file, m_out.spanFile(trace));
  if (!file) {
    TATARA_ASSIGN(file, m_out.keptSpanFile(trace, kLargestSpanFile));
  }
  if (!file) {
    return {};
  }
  const auto root = artifact::rootPathOf(there.storage);
  if (!root) {
    m_out.skip("trace " + trace.id,
               "Its spans: the server keeps them at " + there.storage + ", which it does not take files for");
    return {};
  }
  if (m_speaks == Speaks::Version2) {
    TATARA_ASSIGN(file, spanFileOfMlflow2(*file, there.id));
  }
  TATARA_TRY(take(trace, m_peer.upload(*root + "/traces.json", std::string_view(*file))));
  return {};
}

Status TracePusher::sendAssessments(const track::Trace& trace) {
  if (m_speaks == Speaks::Version2 && !trace.assessments.empty()) {
    m_out.skip("trace " + trace.id, "A server of MLflow 2 has no place for its assessments");
    return {};
  }
  for (const track::Assessment& assessment : trace.assessments) {
    TATARA_ASSIGN(Json body, text::parseJson(assessment.body));
    // Whether another one stands in its place follows from that other one.
    Json sent = Json::object();
    for (const text::JsonMember& member : body.members()) {
      if (member.key != "valid") {
        sent.asObject()->push_back(member);
      }
    }
    TATARA_TRY(take(trace, m_peer.post(traceAt(trace.id) + "/assessments", Json().set("assessment", sent))));
  }
  return {};
}

}  // namespace tatara::interop::internal
