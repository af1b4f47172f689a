// A bundle being read: its list of contents is checked on opening, each record when it is read.
//
// Threads: one at a time, but for the streams of its files, which open the database anew. Errors: Parse,
// SchemaTooNew, Corrupt, Io.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/interop/internal/mlflow_source.h"
#include "core/sql/connection.h"
#include "core/text/json.h"

namespace tatara::interop::internal {

inline constexpr std::int64_t kBundleApplication = 0x54747242;  // "TtrB"
inline constexpr std::int64_t kBundleVersion = 1;

// The digest over the list of contents: kinds, names and digests of all entries, names, digests and sizes of
// all files, in order.
Result<std::string> bundleManifest(sql::Connection& connection);

class BundleSource final : public MlflowSource {
 public:
  static Result<std::unique_ptr<BundleSource>> open(const std::filesystem::path& file, std::stop_token stop);

  Result<std::vector<SourceExperiment>> experiments(Problems& problems) override;
  Result<std::vector<std::string>> runIds(const SourceExperiment& experiment, Problems& problems) override;
  Result<std::optional<SourceRun>> run(const SourceExperiment& experiment, const std::string& id,
                                       Problems& problems) override;
  Result<std::vector<std::string>> loggedModelIds(const SourceExperiment& experiment,
                                                  Problems& problems) override;
  Result<std::optional<SourceLoggedModel>> loggedModel(const SourceExperiment& experiment,
                                                       const std::string& id, Problems& problems) override;
  Result<std::vector<SourceModel>> models(Problems& problems) override;
  Result<std::optional<std::vector<SourceFile>>> files(const SourceExperiment& experiment,
                                                       const std::string& id, OwnerKind kind,
                                                       const std::string& uri, Problems& problems) override;
  bool holdsArtifacts() const override { return true; }
  bool isLive() const override { return false; }

  // SHA-256 of a record, as the list of contents has it; empty when it is not there.
  Result<std::string> digestOf(const std::string& kind, const std::string& id);
  Result<std::vector<std::string>> ids(const std::string& kind, const std::string& owner);
  Result<text::Json> record(const std::string& kind, const std::string& id);
  // The first part as it is.
  Result<std::string> text(const std::string& kind, const std::string& id) { return body(kind, id, 0); }

 private:
  BundleSource(std::unique_ptr<sql::Connection> connection, std::filesystem::path file, std::stop_token stop)
      : m_connection(std::move(connection)), m_file(std::move(file)), m_stop(std::move(stop)) {}
  Result<std::string> body(const std::string& kind, const std::string& id, std::int64_t part);

  std::unique_ptr<sql::Connection> m_connection;
  std::filesystem::path m_file;
  std::stop_token m_stop;
};

}  // namespace tatara::interop::internal
