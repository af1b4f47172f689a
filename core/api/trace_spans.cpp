// The spans of a trace as one file, whichever way they came: what MLflow's own pages and importers ask for.

#include "core/api/internal/file_answer.h"
#include "core/api/internal/traces.h"
#include "core/track/span_tree.h"

namespace tatara::api {
namespace {

constexpr std::string_view kSpanFileName = "traces.json";

struct SpansOfTrace {
  std::string file;      // where they lie among the artifacts; empty: nowhere
  std::string contents;  // of those in the store
};

Answer getTraceArtifact(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto id, arguments.fields().requiredText("request_id"));
  TATARA_ASSIGN(const auto found, context.store->read([&](sql::Connection& db) -> Result<SpansOfTrace> {
    TATARA_ASSIGN(const auto trace, loadTrace(db, id));
    TATARA_ASSIGN(const auto spans, track::loadSpans(db, trace.key));
    const auto file = track::spanFileOf(trace);
    if (spans.empty() && file) {
      TATARA_ASSIGN(const auto there, artifact::ArtifactStore::find(db, *file));
      if (there) {
        return SpansOfTrace{*file, ""};
      }
    }
    TATARA_ASSIGN(auto contents, track::spanFileText(spans));
    return SpansOfTrace{"", std::move(contents)};
  }));
  if (!found.file.empty()) {
    return fileAnswer(context, arguments.request(), found.file);
  }
  http::Response response;
  response.contentType = "application/octet-stream";
  response.body = found.contents;
  addSafetyFields(response, kSpanFileName);
  return response;
}

}  // namespace

void addTraceFileRoutes(Routes& routes) {
  routes.at(http::Method::Get, "/ajax-api/2.0/mlflow/get-trace-artifact", getTraceArtifact);
  routes.at(http::Method::Get, "/ajax-api/3.0/mlflow/get-trace-artifact", getTraceArtifact);
}

}  // namespace tatara::api
