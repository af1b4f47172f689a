// Traces as MLflow 3 speaks of them: /api/3.0/mlflow/traces, with their assessments.

#include "core/api/internal/traces.h"

#include <algorithm>
#include <cmath>

#include "core/api/internal/search.h"
#include "core/api/internal/trace_search.h"
#include "core/base/number_text.h"
#include "core/base/random.h"
#include "core/text/json.h"

namespace tatara::api {
namespace {

using http::Method;
using text::Json;

constexpr PageLimits kTracePages{.standard = 100, .most = 500};
constexpr std::size_t kMostInBatch = 1000;
constexpr std::ptrdiff_t kMostPaths = 100;  // of an update_mask

std::string traceIdIn(const Arguments& arguments) {
  return std::string(arguments.request().param("trace_id"));
}

// "0.796s" (protobuf's JSON of a Duration), in milliseconds.
Result<std::optional<Millis>> durationOf(const Fields& fields, std::string_view name) {
  TATARA_ASSIGN(const std::string text, fields.text(name));
  if (text.empty()) {
    return std::optional<Millis>();
  }
  const auto seconds =
      text.ends_with('s') ? parseDouble(std::string_view(text).substr(0, text.size() - 1)) : std::nullopt;
  constexpr double kLongest = 1e12;
  if (!seconds || !(*seconds >= 0 && *seconds < kLongest)) {
    return invalidValue(fields.pathOf(name), fields.at(name), "A duration is written like 0.796s.");
  }
  return std::optional(Millis(static_cast<std::int64_t>(std::llround(*seconds * 1000))));
}

std::string durationText(Millis duration) {
  const std::string millis = std::to_string(duration.count() % 1000);
  return std::to_string(duration.count() / 1000) + "." + std::string(3 - millis.size(), '0') + millis + "s";
}

// An assessment as it is kept: with ids of its own and of its trace.
Result<track::Assessment> assessmentOf(const Fields& fields, const Json& given, std::string_view trace) {
  track::Assessment assessment;
  TATARA_ASSIGN(assessment.name, fields.requiredText("assessment_name"));
  TATARA_ASSIGN(assessment.id, fields.text("assessment_id"));
  if (assessment.id.empty()) {
    assessment.id = "a-" + randomHex(16);
  }
  Json body = Json::object();
  body.set("assessment_id", assessment.id);
  body.set("assessment_name", assessment.name);
  body.set("trace_id", trace);
  for (const text::JsonMember& member : given.members()) {
    if (member.key != "assessment_id" && member.key != "assessment_name" && member.key != "trace_id") {
      body.asObject()->push_back(member);  // each name is there once, and set() looks through all of them
    }
  }
  assessment.body = text::toJson(body);
  return assessment;
}

Result<track::NewTrace> newTraceOf(const Fields& fields) {
  track::NewTrace trace;
  TATARA_ASSIGN(trace.id, fields.requiredText("trace_id"));
  const Json& place = fields.at("trace_location")["mlflow_experiment"]["experiment_id"];
  if (!place.asString()) {
    return missingValue(fields.pathOf("trace_location.mlflow_experiment.experiment_id"));
  }
  TATARA_ASSIGN(trace.experiment, parseExperimentId(*place.asString()));
  TATARA_ASSIGN(trace.clientRequestId, fields.text("client_request_id"));
  TATARA_ASSIGN(trace.requestPreview, fields.text("request_preview"));
  TATARA_ASSIGN(trace.responsePreview, fields.text("response_preview"));
  TATARA_ASSIGN(const std::string state, fields.text("state"));
  const auto parsed = track::parseTraceState(state.empty() ? "STATE_UNSPECIFIED" : state);
  if (!parsed) {
    return invalidValue(fields.pathOf("state"), fields.at("state"), "It is OK, ERROR or IN_PROGRESS.");
  }
  trace.state = *parsed;
  TATARA_ASSIGN(const std::string time, fields.requiredText("request_time"));
  const auto started = parseIso8601(time);
  if (!started) {
    return invalidValue(fields.pathOf("request_time"), fields.at("request_time"), "It is an ISO 8601 time.");
  }
  trace.started = *started;
  TATARA_ASSIGN(trace.duration, durationOf(fields, "execution_duration"));
  TATARA_ASSIGN(trace.metadata, mapOf(fields, "trace_metadata"));
  TATARA_ASSIGN(trace.tags, mapOf(fields, "tags"));
  TATARA_ASSIGN(const auto assessments, fields.objects("assessments"));
  for (std::size_t i = 0; i < assessments.size(); ++i) {
    TATARA_ASSIGN(auto assessment,
                  assessmentOf(assessments[i], fields.at("assessments").items()[i], trace.id));
    trace.assessments.push_back(std::move(assessment));
  }
  return trace;
}

http::Response traceAnswer(const track::Trace& trace) {
  JsonOut out;
  out.beginObject().key("trace").beginObject().key("trace_info");
  writeTrace(out, trace);
  out.endObject().endObject();
  return http::jsonResponse(out.take());
}

Answer startTrace(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  const Json& info = fields.at("trace")["trace_info"];
  if (!info.isObject()) {
    return missingValue("trace");
  }
  TATARA_ASSIGN(const auto wanted, newTraceOf(Fields(info, "trace.trace_info")));
  TATARA_ASSIGN(const auto made, context.store->writeFor([&](store::Writer& writer) {
    return track::startTrace(writer, wanted);
  }));
  return traceAnswer(made);
}

Answer getTraceInfo(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto trace, context.store->read([&](sql::Connection& db) {
    return loadTrace(db, traceIdIn(arguments));
  }));
  return traceAnswer(trace);
}

// {"trace_info": {...}, "spans": [...]}
Status writeWhole(JsonOut& out, sql::Connection& db, const track::Trace& trace) {
  out.beginObject().key("trace_info");
  writeTrace(out, trace);
  TATARA_ASSIGN(const auto spans, track::loadSpans(db, trace.key));
  if (!spans.empty()) {
    out.key("spans").beginArray();
    for (const track::Span& span : spans) {
      TATARA_ASSIGN(const Json json, track::spanToJson(span.body));
      out.json(text::toJson(json));
    }
    out.endArray();
  }
  out.endObject();
  return {};
}

Answer getTrace(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto id, arguments.fields().requiredText("trace_id"));
  return context.store->read([&](sql::Connection& db) -> Answer {
    TATARA_ASSIGN(const auto trace, loadTrace(db, id));
    JsonOut out;
    out.beginObject().key("trace");
    TATARA_TRY(writeWhole(out, db, trace));
    out.endObject();
    return http::jsonResponse(out.take());
  });
}

Result<std::vector<std::string>> batchOf(const Fields& fields) {
  TATARA_ASSIGN(auto ids, fields.texts("trace_ids"));
  if (ids.empty()) {
    return missingValue("trace_ids");
  }
  if (ids.size() > kMostInBatch) {
    return invalid("At most 1000 traces can be asked for at once. Got " + std::to_string(ids.size()) + ".");
  }
  return ids;
}

enum class Told { Whole, Infos };

// Those that are not there are left out.
Answer batch(Context& context, const Arguments& arguments, const char* name, Told told) {
  TATARA_ASSIGN(const auto ids, batchOf(arguments.fields()));
  return context.store->read([&](sql::Connection& db) -> Answer {
    JsonOut out;
    out.beginObject();
    bool any = false;
    for (const std::string& id : ids) {
      TATARA_ASSIGN(const auto trace, track::findTrace(db, id));
      if (!trace) {
        continue;
      }
      if (!std::exchange(any, true)) {
        out.key(name).beginArray();
      }
      if (told == Told::Whole) {
        TATARA_TRY(writeWhole(out, db, *trace));
      } else {
        writeTrace(out, *trace);
      }
    }
    if (any) {
      out.endArray();
    }
    out.endObject();
    return http::jsonResponse(out.take());
  });
}

Answer batchGet(Context& context, const Arguments& arguments) {
  return batch(context, arguments, "traces", Told::Whole);
}
Answer batchGetInfos(Context& context, const Arguments& arguments) {
  return batch(context, arguments, "trace_infos", Told::Infos);
}

Answer searchTraces(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  TraceWish wish;
  TATARA_ASSIGN(const auto locations, fields.objects("locations"));
  for (const Fields& location : locations) {
    const Json& id = location.at("mlflow_experiment")["experiment_id"];
    if (id.asString()) {
      TATARA_ASSIGN(const auto experiment, parseExperimentId(*id.asString()));
      wish.experiments.push_back(experiment);
    }
  }
  if (wish.experiments.empty()) {
    return missingValue("locations");
  }
  TATARA_ASSIGN(wish.filter, fields.text("filter"));
  TATARA_ASSIGN(wish.order, fields.texts("order_by"));
  TATARA_ASSIGN(wish.page, pageOf(fields, kTracePages));
  TATARA_ASSIGN(const auto found,
                context.store->read([&](sql::Connection& db) { return searchTraces(db, wish); }));
  JsonOut out;
  out.beginObject();
  if (!found.traces.empty()) {
    out.key("traces").beginArray();
    for (const track::Trace& trace : found.traces) {
      writeTrace(out, trace);
    }
    out.endArray();
  }
  out.memberUnlessEmpty("next_page_token", found.next).endObject();
  return http::jsonResponse(out.take());
}

http::Response assessmentAnswer(const std::string& body) {
  return http::jsonResponse(JsonOut().beginObject().key("assessment").json(body).endObject().take());
}

const track::Assessment* assessmentIn(const track::Trace& trace, std::string_view id) {
  const auto found = std::ranges::find(trace.assessments, id, &track::Assessment::id);
  return found == trace.assessments.end() ? nullptr : &*found;
}

Error assessmentNotFound(std::string_view id, std::string_view trace) {
  return notFound("Assessment with ID '" + std::string(id) + "' not found for trace '" + std::string(trace) +
                  "'");
}

// Which of two counts: the one that another stands in for is there and not valid.
Status setValid(store::Writer& writer, const track::Trace& trace, track::Assessment assessment, bool valid) {
  TATARA_ASSIGN(Json body, text::parseJson(assessment.body));
  body.set("valid", valid);
  assessment.body = text::toJson(body);
  return track::putAssessment(writer, trace.id, assessment);
}

// The id of the one that this one stands in for; empty for none.
std::string overriddenBy(const Json& body) {
  const std::string* id = body["overrides"].asString();
  return id ? *id : std::string();
}

Answer createAssessment(Context& context, const Arguments& arguments) {
  const Json& given = arguments.fields().at("assessment");
  if (!given.isObject()) {
    return missingValue("assessment");
  }
  TATARA_ASSIGN(const auto assessment,
                assessmentOf(Fields(given, "assessment"), given, traceIdIn(arguments)));
  const std::string overridden = overriddenBy(given);
  TATARA_TRY(context.store->write([&](store::Writer& writer) -> Status {
    TATARA_ASSIGN(const auto trace, loadTrace(writer.sql(), traceIdIn(arguments)));
    if (!overridden.empty()) {
      const track::Assessment* other = assessmentIn(trace, overridden);
      if (!other) {
        return assessmentNotFound(overridden, trace.id);
      }
      TATARA_TRY(setValid(writer, trace, *other, false));
    }
    return track::putAssessment(writer, trace.id, assessment);
  }));
  return assessmentAnswer(assessment.body);
}

Result<track::Assessment> findAssessment(sql::Connection& db, const Arguments& arguments) {
  TATARA_ASSIGN(const auto trace, loadTrace(db, traceIdIn(arguments)));
  const std::string id(arguments.request().param("assessment_id"));
  const track::Assessment* found = assessmentIn(trace, id);
  return found ? Result<track::Assessment>(*found) : assessmentNotFound(id, trace.id);
}

Answer getAssessment(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto assessment,
                context.store->read([&](sql::Connection& db) { return findAssessment(db, arguments); }));
  return assessmentAnswer(assessment.body);
}

// "assessmentName,feedback": protobuf writes the paths of a field mask in camel case.
Result<std::vector<std::string>> pathsOf(std::string_view mask) {
  if (std::ranges::count(mask, ',') >= kMostPaths) {
    return invalid("An update_mask names at most " + std::to_string(kMostPaths) + " fields");
  }
  std::vector<std::string> paths(1);
  for (const char c : mask) {
    if (c == ',') {
      paths.emplace_back();
    } else if (c >= 'A' && c <= 'Z') {
      paths.back() += '_';
      paths.back() += static_cast<char>(c + 32);
    } else if (c != ' ') {
      paths.back() += c;
    }
  }
  return paths;
}

Answer updateAssessment(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  const Json& given = fields.at("assessment");
  if (!given.isObject()) {
    return missingValue("assessment");
  }
  TATARA_ASSIGN(const std::string mask, fields.text("update_mask"));
  TATARA_ASSIGN(const auto paths, pathsOf(mask));
  TATARA_ASSIGN(
      const auto changed, context.store->writeFor([&](store::Writer& writer) -> Result<track::Assessment> {
        TATARA_ASSIGN(auto assessment, findAssessment(writer.sql(), arguments));
        TATARA_ASSIGN(Json body, text::parseJson(assessment.body));
        for (const std::string& path : paths) {
          if (path != "assessment_id" && path != "trace_id" && given.find(path)) {
            body.set(path, given[path]);
          }
        }
        body.set("last_update_time", toIso8601(context.now()));
        assessment.name =
            body["assessment_name"].asString() ? *body["assessment_name"].asString() : assessment.name;
        assessment.body = text::toJson(body);
        TATARA_TRY(track::putAssessment(writer, traceIdIn(arguments), assessment));
        return assessment;
      }));
  return assessmentAnswer(changed.body);
}

Answer deleteAssessment(Context& context, const Arguments& arguments) {
  const std::string id(arguments.request().param("assessment_id"));
  TATARA_TRY(context.store->write([&](store::Writer& writer) -> Status {
    TATARA_ASSIGN(const auto trace, loadTrace(writer.sql(), traceIdIn(arguments)));
    if (const track::Assessment* gone = assessmentIn(trace, id)) {
      TATARA_ASSIGN(const Json body, text::parseJson(gone->body));
      if (const track::Assessment* other = assessmentIn(trace, overriddenBy(body))) {
        TATARA_TRY(setValid(writer, trace, *other, true));
      }
    }
    return track::deleteAssessment(writer, trace.id, id);
  }));
  return emptyAnswer();
}

// One more than the page holds, to know whether there is another.
std::size_t keysFor(const Page& page) {
  constexpr std::size_t kMostTraces = std::size_t{1} << 40;
  return std::min(page.offset, kMostTraces) + page.size + 1;
}

Result<bool> isWanted(sql::Connection& db, const std::vector<TraceClause>& filter,
                      const track::Trace& trace) {
  return matches(filter, trace, [&](const track::Trace& of) { return track::loadSpans(db, of.key); });
}

// Looks at the newest ones first, which nearly always are enough; when they are not, reads the others in one
// pass.
Result<std::vector<track::TraceKey>> newestKeys(sql::Connection& db, const TraceWish& wish,
                                                const std::vector<TraceClause>& filter) {
  constexpr std::size_t kLookedUp = 2500;
  constexpr std::size_t kAtOnce = 500;
  const std::size_t most = keysFor(wish.page);
  const track::TraceParts parts = partsFor(filter, {});
  std::vector<track::TraceKey> keys;
  const auto take = [&](std::span<const track::Trace> traces) -> Status {
    for (std::size_t i = 0; i < traces.size() && keys.size() < most; ++i) {
      TATARA_ASSIGN(const bool wanted, isWanted(db, filter, traces[i]));
      if (wanted) {
        keys.push_back(traces[i].key);
      }
    }
    return {};
  };
  TATARA_ASSIGN(const auto newest, track::listTraceKeys(db, wish.experiments, kLookedUp));
  for (std::size_t at = 0; at < newest.size() && keys.size() < most; at += kAtOnce) {
    const auto some = std::span(newest).subspan(at, std::min(kAtOnce, newest.size() - at));
    TATARA_ASSIGN(const auto traces, track::loadTracesOf(db, some, parts));
    TATARA_TRY(take(traces));
  }
  if (keys.size() < most && newest.size() == kLookedUp) {
    TATARA_ASSIGN(const auto all, track::loadTraces(db, wish.experiments, parts));
    TATARA_TRY(take(std::span(all).subspan(kLookedUp)));
  }
  return keys;
}

Result<std::vector<track::TraceKey>> sortedKeys(sql::Connection& db, const TraceWish& wish,
                                                const std::vector<TraceClause>& filter,
                                                const std::vector<TraceOrder>& order) {
  TATARA_ASSIGN(auto all, track::loadTraces(db, wish.experiments, partsFor(filter, order)));
  std::vector<track::Trace> traces;
  for (track::Trace& trace : all) {
    TATARA_ASSIGN(const bool wanted, isWanted(db, filter, trace));
    if (wanted) {
      traces.push_back(std::move(trace));
    }
  }
  sortTraces(traces, order);
  std::vector<track::TraceKey> keys;
  for (const track::Trace& trace : traces) {
    keys.push_back(trace.key);
  }
  return keys;
}

}  // namespace

Error traceNotFound(std::string_view id) {
  return notFound("Trace with ID '" + std::string(id) + "' not found.");
}

Result<track::Trace> loadTrace(sql::Connection& db, std::string_view id) {
  TATARA_ASSIGN(auto found, track::findTrace(db, id));
  if (!found) {
    return traceNotFound(id);
  }
  return *std::move(found);
}

Result<TracePage> searchTraces(sql::Connection& db, const TraceWish& wish) {
  TATARA_ASSIGN(const auto filter, parseTraceFilter(wish.filter));
  TATARA_ASSIGN(const auto order, parseTraceOrder(wish.order));
  const bool newestFirst = order.empty() || (order.size() == 1 && order.front().descending &&
                                             order.front().field.key == "timestamp_ms");
  TATARA_ASSIGN(auto keys, !newestFirst     ? sortedKeys(db, wish, filter, order)
                           : filter.empty() ? track::listTraceKeys(db, wish.experiments, keysFor(wish.page))
                                            : newestKeys(db, wish, filter));
  TracePage page;
  page.next = cutPage(keys, wish.page);
  TATARA_ASSIGN(page.traces, track::loadTracesOf(db, keys));
  return page;
}

void writeTrace(JsonOut& out, const track::Trace& trace) {
  const auto writeMap = [&](const char* name, const std::vector<track::KeyValue>& pairs) {
    if (!pairs.empty()) {
      out.key(name).beginObject();
      for (const track::KeyValue& pair : pairs) {
        out.name(pair.key).text(pair.value);
      }
      out.endObject();
    }
  };
  out.beginObject().member("trace_id", trace.id);
  out.memberUnlessEmpty("client_request_id", trace.clientRequestId);
  out.key("trace_location").beginObject().member("type", "MLFLOW_EXPERIMENT");
  out.key("mlflow_experiment").beginObject();
  out.member("experiment_id", std::to_string(trace.experiment.value())).endObject().endObject();
  out.memberUnlessEmpty("request_preview", trace.requestPreview);
  out.memberUnlessEmpty("response_preview", trace.responsePreview);
  out.member("request_time", toIso8601(trace.started));
  if (trace.duration) {
    out.member("execution_duration", durationText(*trace.duration));
  }
  out.member("state", trace.state == track::TraceState::Unspecified ? "STATE_UNSPECIFIED"
                                                                    : track::toString(trace.state));
  writeMap("trace_metadata", trace.metadata);
  if (!trace.assessments.empty()) {
    out.key("assessments").beginArray();
    for (const track::Assessment& assessment : trace.assessments) {
      out.json(assessment.body);
    }
    out.endArray();
  }
  writeMap("tags", trace.tags);
  out.endObject();
}

Result<std::vector<track::KeyValue>> mapOf(const Fields& fields, std::string_view name) {
  std::vector<track::KeyValue> pairs;
  const Json& given = fields.at(name);
  if (!given.isNull() && !given.isObject()) {
    return wrongType(fields.pathOf(name), given);
  }
  for (const text::JsonMember& member : given.members()) {
    if (!member.value.asString()) {
      return wrongType(fields.pathOf(name) + "." + member.key, member.value);
    }
    pairs.push_back({member.key, *member.value.asString()});
  }
  return pairs;
}

void addTraceRoutes(Routes& routes) {
  routes.on3(Method::Post, "traces", startTrace);
  routes.on3(Method::Get, "traces/get", getTrace);
  routes.on3(Method::Get, "traces/batchGet", batchGet);
  routes.on3(Method::Post, "traces/batchGetInfos", batchGetInfos);
  routes.on3(Method::Post, "traces/search", searchTraces);
  routes.on3(Method::Post, "traces/delete-traces", deleteTraces);
  routes.on3(Method::Get, "traces/{trace_id}", getTraceInfo);
  routes.on3(Method::Patch, "traces/{trace_id}/tags", setTraceTag);
  routes.on3(Method::Delete, "traces/{trace_id}/tags", deleteTraceTag);
  routes.on3(Method::Post, "traces/{trace_id}/assessments", createAssessment);
  routes.on3(Method::Get, "traces/{trace_id}/assessments/{assessment_id}", getAssessment);
  routes.on3(Method::Patch, "traces/{trace_id}/assessments/{assessment_id}", updateAssessment);
  routes.on3(Method::Delete, "traces/{trace_id}/assessments/{assessment_id}", deleteAssessment);
}

}  // namespace tatara::api
