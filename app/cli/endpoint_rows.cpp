#include "app/cli/endpoint_rows.h"

#include <fstream>

#include "core/artifact/artifact_store.h"
#include "core/base/new_file.h"
#include "core/base/random.h"

namespace tatara::cli {
namespace {

// A file of its own that goes again.
class Scratch {
 public:
  explicit Scratch(const store::Workspace& workspace)
      : m_file(workspace.stateFolder() / "tmp" / ("requests-" + randomHex(8) + ".csv")) {
    makeFolder(m_file.parent_path());
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove(m_file, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::filesystem::path& file() const { return m_file; }

 private:
  std::filesystem::path m_file;
};

}  // namespace

Result<deploy::Endpoint> loadNamedEndpoint(store::Store& store, const std::string& name) {
  return store.read([&](sql::Connection& connection) -> Result<deploy::Endpoint> {
    TATARA_ASSIGN(auto endpoint, deploy::findEndpoint(connection, name));
    if (!endpoint) {
      return makeError(ErrorKind::NotFound, "There is no endpoint \"" + name + "\"");
    }
    return *std::move(endpoint);
  });
}

Result<dataset::Added> addRows(Session& session, store::Store& store, dataset::NewVersion version,
                               const WriteRows& write, const std::string& none) {
  const Scratch scratch(store.workspace());
  std::ofstream out(scratch.file(), std::ios::binary);
  TATARA_TRY(store.read([&](sql::Connection& connection) { return write(connection, out); }, session.stop()));
  out.close();
  std::error_code failed;
  if (std::filesystem::file_size(scratch.file(), failed) == 0) {
    return makeError(ErrorKind::NotFound, none);
  }
  TATARA_ASSIGN(const auto engine,
                dataset::Engine::open({.temporaryFolder = store.workspace().stateFolder() / "tmp"}));
  version.file = scratch.file();
  version.options.textColumns = {"request_id"};
  TATARA_ASSIGN(const auto shared, session.store());
  return dataset::addDataset(store, artifact::ArtifactStore(shared), *engine, version, session.stop());
}

}  // namespace tatara::cli
