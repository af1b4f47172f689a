// Artifacts by what they belong to: a run, a model version, a logged model.

#include "core/api/internal/answer.h"
#include "core/api/internal/file_answer.h"
#include "core/api/internal/versions.h"
#include "core/track/logged_models.h"
#include "core/track/runs.h"

namespace tatara::api {
namespace {

using http::Method;

Result<std::string> artifactUriOf(Context& context, const track::RunId& run) {
  TATARA_ASSIGN(const auto info,
                context.store->read([&](sql::Connection& db) { return track::findRunInfo(db, run); }));
  if (!info) {
    return notFound("Run with id=" + run.value() + " not found");
  }
  return info->artifactUri;
}

// {"root_uri", "files": [{"path": below the root, ...}]}
Answer listBelow(Context& context, const std::string& rootUri, const std::string& path) {
  TATARA_ASSIGN(const std::string below, checkedPath(path));
  JsonOut out;
  out.beginObject().member("root_uri", rootUri);
  if (artifact::rootPathOf(rootUri)) {
    TATARA_ASSIGN(const std::string folder, pathBelow(rootUri, below));
    TATARA_ASSIGN(const auto entries, context.store->read([&](sql::Connection& db) {
      return artifact::ArtifactStore::list(db, folder);
    }));
    if (!entries.empty()) {
      out.key("files").beginArray();
      for (const artifact::Entry& entry : entries) {
        out.beginObject().member("path", below.empty() ? entry.name : below + "/" + entry.name);
        out.key("is_dir").flag(entry.folder);
        if (!entry.folder) {
          out.member("file_size", entry.size);
        }
        out.endObject();
      }
      out.endArray();
    }
  }
  out.endObject();
  return http::jsonResponse(out.take());
}

Answer listRunArtifacts(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto run, runIdOf(arguments.fields()));
  TATARA_ASSIGN(const auto path, arguments.fields().text("path"));
  TATARA_TRY(checkedPath(path));
  TATARA_ASSIGN(const auto uri, artifactUriOf(context, run));
  return listBelow(context, uri, path);
}

Answer sendBelow(Context& context, const http::Request& request, const std::string& rootUri,
                 const std::string& path) {
  TATARA_ASSIGN(const std::string full, pathBelow(rootUri, path));
  return fileAnswer(context, request, full);
}

Answer getRunArtifact(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto run, runIdOf(arguments.fields()));
  TATARA_ASSIGN(const auto path, arguments.fields().requiredText("path"));
  TATARA_TRY(checkedPath(path));
  TATARA_ASSIGN(const auto uri, artifactUriOf(context, run));
  return sendBelow(context, arguments.request(), uri, path);
}

Answer getVersionArtifact(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto name, arguments.fields().requiredText("name"));
  TATARA_ASSIGN(const auto number, versionOf(arguments.fields()));
  TATARA_ASSIGN(const auto path, arguments.fields().requiredText("path"));
  TATARA_TRY(checkedPath(path));
  TATARA_ASSIGN(const auto version, context.store->read([&](sql::Connection& db) {
    return registry::findVersion(db, name, number);
  }));
  if (!version) {
    return versionNotFound(name, number);
  }
  return sendBelow(context, arguments.request(), version->storage, path);
}

Result<std::string> artifactUriOfModel(Context& context, const Arguments& arguments) {
  const track::LoggedModelId id{std::string(arguments.request().param("model_id"))};
  TATARA_ASSIGN(const auto model,
                context.store->read([&](sql::Connection& db) { return track::findLoggedModel(db, id); }));
  if (!model) {
    return notFound("Logged model with ID '" + id.value() + "' not found.");
  }
  return model->artifactUri;
}

Answer listModelArtifacts(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto path, arguments.fields().text("artifact_directory_path"));
  TATARA_TRY(checkedPath(path));
  TATARA_ASSIGN(const auto uri, artifactUriOfModel(context, arguments));
  return listBelow(context, uri, path);
}

Answer getModelArtifact(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto path, arguments.fields().requiredText("artifact_file_path"));
  TATARA_TRY(checkedPath(path));
  TATARA_ASSIGN(const auto uri, artifactUriOfModel(context, arguments));
  return sendBelow(context, arguments.request(), uri, path);
}

}  // namespace

void addRunArtifactRoutes(Routes& routes) {
  routes.on(Method::Get, "artifacts/list", listRunArtifacts);
  routes.at(Method::Get, "/get-artifact", getRunArtifact);
  routes.at(Method::Get, "/model-versions/get-artifact", getVersionArtifact);
  routes.on(Method::Get, "logged-models/{model_id}/artifacts/directories", listModelArtifacts);
  routes.on(Method::Get, "logged-models/{model_id}/artifacts/files", getModelArtifact);
}

}  // namespace tatara::api
