// An MLflow SQLite back-end store, opened read-only, of any schema since the first: what a table or a column
// lacks is taken as MLflow's own default.
//
// Only true tables are read, never a view that the file brings along. Where an old schema has no index by
// run, the rows are copied into a temporary table once, so that reading stays linear.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "core/interop/internal/mlflow_source.h"
#include "core/sql/connection.h"

namespace tatara::interop::internal {

class MlflowSqlite final : public MlflowSource {
 public:
  static Result<std::unique_ptr<MlflowSqlite>> open(const std::filesystem::path& file, std::stop_token stop);

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
  // The spans of a trace that are rows, as the file in which they are elsewhere.
  Result<std::optional<std::vector<SourceFile>>> files(const SourceExperiment& experiment,
                                                       const std::string& id, OwnerKind kind,
                                                       const std::string& uri, Problems& problems) override;
  bool holdsArtifacts() const override { return false; }

 private:
  MlflowSqlite(std::unique_ptr<sql::Connection> connection, std::string shown)
      : m_connection(std::move(connection)), m_shown(std::move(shown)) {}
  Status readSchema();
  Status indexByRun(const std::string& table);
  bool has(const std::string& table) const { return m_columns.contains(table); }
  // "SELECT a, b, NULL FROM table": NULL for a column that this schema lacks. The table must be there.
  std::string select(const std::string& table, std::initializer_list<const char*> columns) const;
  // Rows of (key, value) for one owner.
  template <typename... Owner>
  Result<std::vector<KeyValue>> pairs(const std::string& table, const char* key, const char* value,
                                      const std::string& where, const Owner&... owner);
  Status readMetrics(SourceRun& run);
  Status readInputs(SourceRun& run);
  Status readVersions(SourceModel& model);
  Result<std::optional<SourceTrace>> trace(const std::string& id, Problems& problems);
  Status readAssessments(SourceTrace& trace, Problems& problems);
  std::string place(const std::string& table, const std::string& row) const {
    return m_shown + ", table " + table + ", " + row;
  }

  std::unique_ptr<sql::Connection> m_connection;
  std::string m_shown;
  std::map<std::string, std::set<std::string>> m_columns;  // by table
  std::map<std::string, std::string> m_tables;             // where to read a table from, if not from itself
};

}  // namespace tatara::interop::internal
