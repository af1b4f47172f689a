#include "core/track/logged_models.h"

#include "core/api/internal/answer.h"
#include "core/api/internal/routes.h"

namespace tatara::api {
namespace {

using http::Method;

track::LoggedModelId modelIdOf(const Arguments& arguments) {
  return track::LoggedModelId(std::string(arguments.request().param("model_id")));
}

http::Response modelAnswer(const track::LoggedModel& model) {
  JsonOut out;
  out.beginObject().key("model");
  write(out, model);
  out.endObject();
  return http::jsonResponse(out.take());
}

Result<track::LoggedModel> load(sql::Connection& db, const track::LoggedModelId& id) {
  TATARA_ASSIGN(auto found, track::findLoggedModel(db, id));
  if (!found) {
    return notFound("Logged model with ID '" + id.value() + "' not found.");
  }
  return std::move(*found);
}

Answer createLoggedModel(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  track::NewLoggedModel model;
  TATARA_ASSIGN(model.experiment, experimentIdOf(fields));
  TATARA_ASSIGN(model.name, fields.text("name"));
  TATARA_ASSIGN(model.type, fields.text("model_type"));
  TATARA_ASSIGN(const auto run, fields.text("source_run_id"));
  model.sourceRun = track::RunId(run);
  TATARA_ASSIGN(model.params, fields.keyValues("params"));
  TATARA_ASSIGN(model.tags, fields.keyValues("tags"));
  TATARA_ASSIGN(const auto made, context.store->writeFor([&](store::Writer& writer) {
    return track::createLoggedModel(writer, model, context.now());
  }));
  return modelAnswer(made);
}

Answer getLoggedModel(Context& context, const Arguments& arguments) {
  const auto id = modelIdOf(arguments);
  TATARA_ASSIGN(const auto model, context.store->read([&](sql::Connection& db) { return load(db, id); }));
  return modelAnswer(model);
}

Answer finalizeModel(Context& context, const Arguments& arguments) {
  const auto id = modelIdOf(arguments);
  const text::Json& given = arguments.fields().at("status");
  const std::string* name = given.asString();
  const auto number = given.asInt();
  const bool ready = (name && *name == "LOGGED_MODEL_READY") || number == 2;
  if (!ready && !(name && *name == "LOGGED_MODEL_UPLOAD_FAILED") && number != 3) {
    return given.isNull() ? missingValue("status") : wrongType("status", given);
  }
  TATARA_ASSIGN(
      const auto model, context.store->writeFor([&](store::Writer& writer) -> Result<track::LoggedModel> {
        TATARA_TRY(track::setLoggedModelStatus(
            writer, id, ready ? track::LoggedModelStatus::Ready : track::LoggedModelStatus::UploadFailed,
            context.now()));
        return load(writer.sql(), id);
      }));
  return modelAnswer(model);
}

Answer deleteLoggedModel(Context& context, const Arguments& arguments) {
  const auto id = modelIdOf(arguments);
  TATARA_TRY(context.store->write(
      [&](store::Writer& writer) { return track::deleteLoggedModel(writer, id, context.now()); }));
  return emptyAnswer();
}

Answer setTags(Context& context, const Arguments& arguments) {
  const auto id = modelIdOf(arguments);
  TATARA_ASSIGN(const auto tags, arguments.fields().keyValues("tags"));
  TATARA_TRY(context.store->write(
      [&](store::Writer& writer) { return track::setLoggedModelTags(writer, id, tags, context.now()); }));
  return emptyAnswer();
}

Answer deleteLoggedModelTag(Context& context, const Arguments& arguments) {
  const auto id = modelIdOf(arguments);
  const std::string key(arguments.request().param("key"));
  TATARA_TRY(context.store->write(
      [&](store::Writer& writer) { return track::deleteLoggedModelTag(writer, id, key, context.now()); }));
  return emptyAnswer();
}

Answer logParams(Context& context, const Arguments& arguments) {
  const auto id = modelIdOf(arguments);
  TATARA_ASSIGN(const auto params, arguments.fields().keyValues("params"));
  TATARA_TRY(context.store->write(
      [&](store::Writer& writer) { return track::logLoggedModelParams(writer, id, params); }));
  return emptyAnswer();
}

}  // namespace

void addLoggedModelRoutes(Routes& routes) {
  routes.on(Method::Post, "logged-models", createLoggedModel);
  routes.on(Method::Get, "logged-models/{model_id}", getLoggedModel);
  routes.on(Method::Patch, "logged-models/{model_id}", finalizeModel);
  routes.on(Method::Delete, "logged-models/{model_id}", deleteLoggedModel);
  routes.on(Method::Patch, "logged-models/{model_id}/tags", setTags);
  routes.on(Method::Delete, "logged-models/{model_id}/tags/{key...}", deleteLoggedModelTag);
  routes.on(Method::Post, "logged-models/{model_id}/params", logParams);
}

}  // namespace tatara::api
