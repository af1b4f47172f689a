#include "core/registry/altered.h"

namespace tatara::registry {

Result<std::vector<std::int64_t>> loadAlteredVersions(sql::Connection& connection, std::string_view model,
                                                      std::int64_t most) {
  std::vector<std::int64_t> versions;
  // mlflow-artifacts:/1/models/m-3 is the folder 1/models/m-3. Addresses with a host are left out.
  TATARA_ASSIGN(
      auto rows,
      connection.query(
          "WITH newest AS (SELECT v.version_key, v.version, ltrim(substr(v.storage, 18), '/') AS root FROM "
          "model_version v JOIN registered_model m USING(model_key) WHERE m.name = ? AND v.deleted_ms IS "
          "NULL "
          "AND v.storage GLOB 'mlflow-artifacts:/[^/]*' ORDER BY v.version DESC LIMIT ?) "
          "SELECT DISTINCT n.version FROM newest n JOIN model_version_file f USING(version_key) LEFT JOIN "
          "artifact_file a ON a.path = n.root || '/' || f.path WHERE a.digest IS NOT f.digest ORDER BY 1",
          model, most));
  while (rows.next()) {
    versions.push_back(rows.integer(0));
  }
  TATARA_TRY(rows.status());
  return versions;
}

}  // namespace tatara::registry
