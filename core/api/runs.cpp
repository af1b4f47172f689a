#include "core/track/runs.h"
#include "core/api/internal/answer.h"
#include "core/api/internal/routes.h"
#include "core/track/metrics.h"

namespace tatara::api {
namespace {

using http::Method;

Answer createRun(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  track::NewRun run;
  TATARA_ASSIGN(const auto experiment, fields.text("experiment_id"));
  if (!experiment.empty()) {
    TATARA_ASSIGN(run.experiment, parseExperimentId(experiment));
  }
  TATARA_ASSIGN(run.user, fields.text("user_id"));
  TATARA_ASSIGN(run.name, fields.text("run_name"));
  TATARA_ASSIGN(const auto started, fields.integer("start_time"));
  if (started) {
    run.started = fromUnixMillis(*started);
  }
  TATARA_ASSIGN(run.tags, fields.keyValues("tags"));
  track::Run made;
  TATARA_TRY(context.store->write([&](store::Writer& writer) -> Status {
    TATARA_ASSIGN(made.info, track::createRun(writer, run, context.now()));
    TATARA_ASSIGN(auto stored, track::findRun(writer.sql(), made.info.id));
    if (stored) {
      made = std::move(*stored);
    }
    return {};
  }));
  JsonOut out;
  out.beginObject().key("run");
  write(out, made, Outputs::LeftOut);
  out.endObject();
  return http::jsonResponse(out.take());
}

Answer getRun(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto id, runIdOf(arguments.fields()));
  TATARA_ASSIGN(const auto run,
                context.store->read([&](sql::Connection& db) { return track::findRun(db, id); }));
  if (!run) {
    return notFound("Run with id=" + id.value() + " not found");
  }
  JsonOut out;
  out.beginObject().key("run");
  write(out, *run);
  out.endObject();
  return http::jsonResponse(out.take());
}

Result<std::optional<track::RunStatus>> statusOf(const Fields& fields) {
  const text::Json& given = fields.at("status");
  if (given.isNull()) {
    return std::optional<track::RunStatus>();
  }
  if (const auto number = given.asInt(); number && *number >= 1 && *number <= 5) {
    return std::optional(static_cast<track::RunStatus>(*number));
  }
  const std::string* name = given.asString();
  const auto status = name ? track::parseRunStatus(*name) : std::nullopt;
  if (!status) {
    return wrongType(fields.pathOf("status"), given);
  }
  return status;
}

Answer updateRun(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  TATARA_ASSIGN(const auto id, runIdOf(fields));
  track::RunUpdate update;
  TATARA_ASSIGN(update.status, statusOf(fields));
  TATARA_ASSIGN(const auto ended, fields.integer("end_time"));
  if (ended) {
    update.ended = fromUnixMillis(*ended);
  }
  TATARA_ASSIGN(const auto name, fields.text("run_name"));
  if (!name.empty()) {
    update.name = name;
  }
  TATARA_ASSIGN(const auto info, context.store->writeFor([&](store::Writer& writer) {
    return track::updateRun(writer, id, update);
  }));
  JsonOut out;
  out.beginObject().key("run_info");
  write(out, info);
  out.endObject();
  return http::jsonResponse(out.take());
}

Answer deleteRun(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto id, runIdOf(arguments.fields()));
  TATARA_TRY(context.store->write(
      [&](store::Writer& writer) { return track::deleteRun(writer, id, context.now()); }));
  return emptyAnswer();
}

Answer restoreRun(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto id, runIdOf(arguments.fields()));
  TATARA_TRY(context.store->write([&](store::Writer& writer) { return track::restoreRun(writer, id); }));
  return emptyAnswer();
}

Answer deleteRunTag(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto id, runIdOf(arguments.fields()));
  TATARA_ASSIGN(const auto key, arguments.fields().requiredText("key"));
  TATARA_TRY(context.store->write([&](store::Writer& writer) { return track::deleteTag(writer, id, key); }));
  return emptyAnswer();
}

}  // namespace

void addRunRoutes(Routes& routes) {
  routes.on(Method::Post, "runs/create", createRun);
  routes.on(Method::Get, "runs/get", getRun);
  routes.on(Method::Post, "runs/update", updateRun);
  routes.on(Method::Post, "runs/delete", deleteRun);
  routes.on(Method::Post, "runs/restore", restoreRun);
  routes.on(Method::Post, "runs/delete-tag", deleteRunTag);
}

}  // namespace tatara::api
