// An MLflow tracking server as a source. Threads: one at a time, but for the streams of its files, which have
// a connection each.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/http/client.h"
#include "core/interop/internal/mlflow_source.h"
#include "core/text/json.h"

namespace tatara::interop::internal {

class MlflowRest final : public MlflowSource {
 public:
  static Result<std::unique_ptr<MlflowRest>> open(const http::ClientOptions& server, bool linkArtifacts);

  Result<std::vector<SourceExperiment>> experiments(Problems& problems) override;
  Result<std::vector<std::string>> runIds(const SourceExperiment& experiment, Problems& problems) override;
  Result<std::optional<SourceRun>> run(const SourceExperiment& experiment, const std::string& id,
                                       Problems& problems) override;
  Result<std::vector<std::string>> loggedModelIds(const SourceExperiment& experiment,
                                                  Problems& problems) override;
  Result<std::optional<SourceLoggedModel>> loggedModel(const SourceExperiment& experiment,
                                                       const std::string& id, Problems& problems) override;
  Result<std::vector<SourceModel>> models(Problems& problems) override;
  Status traces(const SourceExperiment& experiment, Problems& problems, const TakeTrace& take) override;
  Result<std::optional<std::vector<SourceFile>>> files(const SourceExperiment& experiment,
                                                       const std::string& id, OwnerKind kind,
                                                       const std::string& uri, Problems& problems) override;
  bool holdsArtifacts() const override { return true; }

 private:
  struct Listing {
    std::string id;
    OwnerKind kind{};
    std::vector<SourceFile> files;
    int requests = 0;
  };

  MlflowRest(http::Client client, http::ClientOptions server, bool linkArtifacts)
      : m_client(std::move(client)), m_server(std::move(server)), m_linkArtifacts(linkArtifacts) {}

  // The answer of a 200. Errors: NotFound for 404, InvalidArgument for other 4xx with the server's words.
  Result<text::Json> get(const std::string& target);
  Result<text::Json> post(const std::string& target, const text::Json& body);
  // Calls `take` with every answer, page after page.
  Status readHistory(const std::string& run, SourceMetric& metric);
  Status listFolder(Listing& listing, const std::string& folder, int depth, Problems& problems);
  Result<SourceModel> model(const text::Json& json, Problems& problems);
  std::string linked(const std::string& uri) const;

  http::Client m_client;
  http::ClientOptions m_server;
  bool m_linkArtifacts;
};

}  // namespace tatara::interop::internal
