#include "core/deploy/internal/hold.h"

#include <algorithm>
#include <set>

#include "core/deploy/model_source.h"

namespace tatara::deploy::internal {
namespace {

Status addEdge(store::Writer& writer, const char* kind, const std::string& id, const Endpoint& endpoint,
               const char* relation, Timestamp now) {
  return writer.sql().run("INSERT OR IGNORE INTO edge VALUES(?, ?, 'endpoint', ?, ?, '', ?)", kind, id,
                          endpoint.name, relation, toUnixMillis(now));
}

}  // namespace

Status releaseVersions(store::Writer& writer, const Endpoint& endpoint) {
  return writer.sql().run("DELETE FROM edge WHERE to_kind = 'endpoint' AND to_id = ? AND relation = 'held'",
                          endpoint.name);
}

Status holdVersions(store::Writer& writer, const Endpoint& endpoint, Timestamp now) {
  TATARA_TRY(releaseVersions(writer, endpoint));
  TATARA_ASSIGN(const auto earlier, findRollbackTarget(writer.sql(), endpoint));
  std::set<std::int64_t> versions;
  for (const Route& route : endpoint.routes) {
    versions.insert(route.version);
    TATARA_TRY(addEdge(writer, "model_version", endpoint.model + "/" + std::to_string(route.version),
                       endpoint, "served", now));
  }
  if (earlier) {
    for (const Route& route : earlier->routes) {
      versions.insert(route.version);
    }
  }
  for (const std::int64_t version : versions) {
    TATARA_TRY(addEdge(writer, "model_version", endpoint.model + "/" + std::to_string(version), endpoint,
                       "held", now));
    TATARA_ASSIGN(const auto reference, resolveVersion(writer.sql(), endpoint.model, version));
    TATARA_TRY(addEdge(writer, "artifact", reference.folder, endpoint, "held", now));
  }
  return {};
}

}  // namespace tatara::deploy::internal
