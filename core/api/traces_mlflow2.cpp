// Traces as MLflow 2 speaks of them: begun, then ended, under /api/2.0/mlflow/traces; and what both versions
// share.

#include "core/api/internal/failure.h"
#include "core/api/internal/traces.h"
#include "core/base/random.h"

namespace tatara::api {
namespace {

using http::Method;

constexpr PageLimits kRequestPages{.standard = 100, .most = 500};
constexpr std::size_t kMostLinks = 100;

std::string requestIdIn(const Arguments& arguments) {
  return std::string(arguments.request().param("trace_id"));
}

http::Response infoAnswer(const track::Trace& trace) {
  JsonOut out;
  out.beginObject().key("trace_info");
  writeTraceOfMlflow2(out, trace);
  out.endObject();
  return http::jsonResponse(out.take());
}

Answer begin(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  track::NewTrace trace;
  trace.id = "tr-" + randomHex(16);
  TATARA_ASSIGN(trace.experiment, experimentIdOf(fields));
  TATARA_ASSIGN(const auto time, fields.requiredInteger("timestamp_ms"));
  trace.started = fromUnixMillis(time);
  TATARA_ASSIGN(trace.metadata, fields.keyValues("request_metadata"));
  TATARA_ASSIGN(trace.tags, fields.keyValues("tags"));
  TATARA_ASSIGN(const auto made, context.store->writeFor([&](store::Writer& writer) {
    return track::startTrace(writer, trace);
  }));
  return infoAnswer(made);
}

Answer end(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  track::TraceEnd end;
  end.id = requestIdIn(arguments);
  TATARA_ASSIGN(const auto time, fields.requiredInteger("timestamp_ms"));
  end.ended = fromUnixMillis(time);
  TATARA_ASSIGN(const std::string status, fields.requiredText("status"));
  const auto state = track::parseTraceState(status);
  if (!state) {
    return invalidValue("status", fields.at("status"), "It is OK, ERROR or IN_PROGRESS.");
  }
  end.state = *state;
  TATARA_ASSIGN(end.metadata, fields.keyValues("request_metadata"));
  TATARA_ASSIGN(end.tags, fields.keyValues("tags"));
  TATARA_ASSIGN(const auto ended,
                context.store->writeFor([&](store::Writer& writer) { return track::endTrace(writer, end); }));
  return infoAnswer(ended);
}

Answer getInfo(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto trace, context.store->read([&](sql::Connection& db) {
    return loadTrace(db, requestIdIn(arguments));
  }));
  return infoAnswer(trace);
}

Answer searchRequests(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  TraceWish wish;
  TATARA_ASSIGN(const auto ids, fields.texts("experiment_ids"));
  for (const std::string& id : ids) {
    TATARA_ASSIGN(const auto experiment, parseExperimentId(id));
    wish.experiments.push_back(experiment);
  }
  if (wish.experiments.empty()) {
    return missingValue("experiment_ids");
  }
  TATARA_ASSIGN(wish.filter, fields.text("filter"));
  TATARA_ASSIGN(wish.order, fields.texts("order_by"));
  TATARA_ASSIGN(wish.page, pageOf(fields, kRequestPages));
  TATARA_ASSIGN(const auto found,
                context.store->read([&](sql::Connection& db) { return searchTraces(db, wish); }));
  JsonOut out;
  out.beginObject();
  if (!found.traces.empty()) {
    out.key("traces").beginArray();
    for (const track::Trace& trace : found.traces) {
      writeTraceOfMlflow2(out, trace);
    }
    out.endArray();
  }
  out.memberUnlessEmpty("next_page_token", found.next).endObject();
  return http::jsonResponse(out.take());
}

Answer linkToRun(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto ids, arguments.fields().texts("trace_ids"));
  TATARA_ASSIGN(const auto run, arguments.fields().requiredText("run_id"));
  if (ids.empty()) {
    return missingValue("trace_ids");
  }
  if (ids.size() > kMostLinks) {
    return invalid("Cannot link more than 100 traces to a run in a single request. Provided " +
                   std::to_string(ids.size()) + " traces.");
  }
  TATARA_TRY(context.store->write([&](store::Writer& writer) -> Status {
    for (const std::string& id : ids) {
      TATARA_TRY(track::linkTraceToRun(writer, id, track::RunId(run)));
    }
    return {};
  }));
  return emptyAnswer();
}

// Kept as MLflow keeps it: a tag with the list of names and versions.
Answer linkPrompts(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto id, arguments.fields().requiredText("trace_id"));
  TATARA_ASSIGN(const auto prompts, arguments.fields().objects("prompt_versions"));
  JsonOut list;
  list.beginArray();
  for (const Fields& prompt : prompts) {
    TATARA_ASSIGN(const auto name, prompt.requiredText("name"));
    TATARA_ASSIGN(const auto version, prompt.requiredText("version"));
    list.beginObject().member("name", name).member("version", version).endObject();
  }
  list.endArray();
  TATARA_TRY(context.store->write([&](store::Writer& writer) {
    return track::setTraceTag(writer, id, {"mlflow.linkedPrompts", list.take()});
  }));
  return emptyAnswer();
}

}  // namespace

void writeTraceOfMlflow2(JsonOut& out, const track::Trace& trace) {
  out.beginObject().member("request_id", trace.id);
  out.member("experiment_id", std::to_string(trace.experiment.value()));
  out.member("timestamp_ms", toUnixMillis(trace.started));
  out.member("execution_time_ms", trace.duration.value_or(Millis(0)).count());
  out.member("status", track::toString(trace.state));
  writePairs(out, "request_metadata", trace.metadata);
  writePairs(out, "tags", trace.tags);
  out.endObject();
}

Answer setTraceTag(Context& context, const Arguments& arguments) {
  track::KeyValue tag;
  TATARA_ASSIGN(tag.key, arguments.fields().requiredText("key"));
  TATARA_ASSIGN(tag.value, arguments.fields().text("value"));
  TATARA_TRY(context.store->write(
      [&](store::Writer& writer) { return track::setTraceTag(writer, requestIdIn(arguments), tag); }));
  return emptyAnswer();
}

Answer deleteTraceTag(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto key, arguments.fields().requiredText("key"));
  TATARA_TRY(context.store->write(
      [&](store::Writer& writer) { return track::deleteTraceTag(writer, requestIdIn(arguments), key); }));
  return emptyAnswer();
}

Answer deleteTraces(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  track::TraceChoice choice;
  TATARA_ASSIGN(choice.experiment, experimentIdOf(fields));
  TATARA_ASSIGN(choice.ids, fields.texts("request_ids"));
  TATARA_ASSIGN(const auto upTo, fields.integer("max_timestamp_millis"));
  TATARA_ASSIGN(choice.most, fields.integer("max_traces"));
  if (upTo.has_value() == !choice.ids.empty()) {
    return invalid("Either `max_timestamp_millis` or `trace_ids` must be specified, but not both.");
  }
  if (choice.most && (!choice.ids.empty() || *choice.most <= 0)) {
    return invalid(choice.ids.empty() ? "`max_traces` must be a positive integer, received " +
                                            std::to_string(*choice.most) + "."
                                      : "`max_traces` can't be specified if `trace_ids` is specified.");
  }
  choice.upTo = upTo ? std::optional(fromUnixMillis(*upTo)) : std::nullopt;
  TATARA_ASSIGN(const auto deleted, context.store->writeFor([&](store::Writer& writer) {
    return track::deleteTraces(writer, choice);
  }));
  return http::jsonResponse(JsonOut().beginObject().member("traces_deleted", deleted).endObject().take());
}

void addTraceRoutesOfMlflow2(Routes& routes) {
  routes.on(Method::Post, "traces", begin);
  routes.on(Method::Get, "traces", searchRequests);
  routes.on(Method::Post, "traces/delete-traces", deleteTraces);
  routes.on(Method::Post, "traces/link-to-run", linkToRun);
  routes.on(Method::Post, "traces/link-prompts", linkPrompts);
  routes.on(Method::Patch, "traces/{trace_id}", end);
  routes.on(Method::Get, "traces/{trace_id}/info", getInfo);
  routes.on(Method::Patch, "traces/{trace_id}/tags", setTraceTag);
  routes.on(Method::Delete, "traces/{trace_id}/tags", deleteTraceTag);
}

}  // namespace tatara::api
