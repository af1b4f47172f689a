// What handlers share, and how they are put under their paths.
//
// A handler is `Result<http::Response> f(Context&, const Arguments&)`. `Routes::on` serves it under
// /api/2.0/mlflow and /ajax-api/2.0/mlflow and reads the arguments first. Threads: Context is shared by all
// workers.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/api/api.h"
#include "core/api/internal/arguments.h"
#include "core/api/internal/failure.h"
#include "core/api/internal/run_tables.h"
#include "core/api/internal/run_texts.h"
#include "core/api/internal/uploads.h"
#include "core/artifact/artifact_store.h"
#include "core/registry/registry.h"
#include "core/store/store.h"

namespace tatara::api {

struct Context {
  Context(std::shared_ptr<store::Store> sharedStore, const Options& givenOptions)
      : store(std::move(sharedStore)),
        artifacts(store),
        options(givenOptions),
        uploads(store->workspace().artifactFolder()) {}

  Timestamp now() const { return store->clock().now(); }
  // Who is written down for what a request does to the registry.
  registry::Actor actor(const http::Request& request) const;

  const std::shared_ptr<store::Store> store;
  const artifact::ArtifactStore artifacts;
  const Options options;
  RunTables runTables;
  RunTexts runTexts;
  Uploads uploads;
};

using Answer = Result<http::Response>;
using ApiHandler = Answer (*)(Context&, const Arguments&);
using ApiAsyncHandler = void (*)(Context&, const http::Request&, http::Reply);

class Routes {
 public:
  Routes(http::Router& router, std::shared_ptr<Context> context)
      : m_router(router), m_context(std::move(context)) {}

  void on(http::Method method, std::string_view path, ApiHandler handler);
  void onAsync(http::Method method, std::string_view path, ApiAsyncHandler handler);
  // Under the prefixes of the third protocol version.
  void on3(http::Method method, std::string_view path, ApiHandler handler);
  // Under exactly this path.
  void at(http::Method method, std::string_view path, ApiHandler handler);

  http::Router& router() { return m_router; }
  const std::shared_ptr<Context>& context() const { return m_context; }

 private:
  http::Router& m_router;
  std::shared_ptr<Context> m_context;
};

inline http::Response emptyAnswer() {
  return http::jsonResponse("{}");
}

void addExperimentRoutes(Routes& routes);
void addRunRoutes(Routes& routes);
void addLoggingRoutes(Routes& routes);
void addMetricRoutes(Routes& routes);
void addRunSearchRoutes(Routes& routes);
void addInputRoutes(Routes& routes);
void addLoggedModelRoutes(Routes& routes);
void addLoggedModelSearchRoutes(Routes& routes);
void addRegisteredModelRoutes(Routes& routes);
void addModelVersionRoutes(Routes& routes);
void addTransitionRequestRoutes(Routes& routes);
void addArtifactRoutes(Routes& routes);
void addRunArtifactRoutes(Routes& routes);
void addTraceRoutes(Routes& routes);
void addTraceRoutesOfMlflow2(Routes& routes);
void addSpanRoutes(Routes& routes);
void addTraceFileRoutes(Routes& routes);
void addSystemRoutes(Routes& routes);

}  // namespace tatara::api
