#include "core/interop/mlflow.h"

#include <fstream>
#include <string_view>

#include "core/base/file_error.h"
#include "core/interop/internal/mlflow_bring.h"
#include "core/interop/internal/mlflow_files.h"
#include "core/interop/internal/mlflow_sqlite.h"
#include "core/text/error_phrase.h"

namespace tatara::interop {
namespace {

namespace fs = std::filesystem;

bool isDatabase(const fs::path& file) {
  constexpr std::string_view kMagic("SQLite format 3\0", 16);
  std::ifstream stream(file, std::ios::binary);
  std::string head(kMagic.size(), '\0');
  stream.read(head.data(), static_cast<std::streamsize>(head.size()));
  return stream.gcount() == static_cast<std::streamsize>(head.size()) && head == kMagic;
}

// Folders in which artifacts may lie: the store's own, the names that MLflow's server gives them, and those
// named.
Result<std::vector<internal::Folder>> artifactRoots(const MlflowPlace& place, const MlflowImport& import) {
  std::vector<internal::Folder> roots;
  const fs::path home = place.path.parent_path();
  for (const fs::path& path :
       {place.kind == MlflowKind::Files ? place.path : home / "mlruns", home / "mlartifacts"}) {
    if (auto folder = internal::Folder::open(path, path.filename().string())) {
      roots.push_back(std::move(*folder));
    }
  }
  if (place.kind == MlflowKind::Sqlite) {
    if (auto folder = internal::Folder::open(home, home.filename().string())) {
      roots.push_back(std::move(*folder));
    }
  }
  for (const fs::path& path : import.artifactFolders) {
    TATARA_ASSIGN(auto folder, internal::Folder::open(path, path.string()));
    roots.push_back(std::move(folder));
  }
  return roots;
}

}  // namespace

Result<MlflowPlace> findMlflowStore(const fs::path& given) {
  std::error_code failed;
  const fs::path path = fs::weakly_canonical(given, failed);
  const fs::file_status status = failed ? fs::file_status() : fs::status(path, failed);
  if (failed || !fs::exists(status)) {
    return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "There is no file or folder %1"),
                          {given.string()});
  }
  if (!fs::is_directory(status)) {
    if (isDatabase(path)) {
      return MlflowPlace{MlflowKind::Sqlite, path};
    }
    return text::sayError(ErrorKind::Parse, TATARA_SAYS("Phrase", "%1 is not a SQLite database"),
                          {given.string()});
  }
  if (internal::MlflowFiles::recognises(path)) {
    return MlflowPlace{MlflowKind::Files, path};
  }
  const bool files = internal::MlflowFiles::recognises(path / "mlruns");
  const bool database = isDatabase(path / "mlflow.db");
  if (files && database) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase",
                    "%1 holds a file store (mlruns) and a database (mlflow.db); name the one to import"),
        {given.string()});
  }
  if (files) {
    return MlflowPlace{MlflowKind::Files, path / "mlruns"};
  }
  if (database) {
    return MlflowPlace{MlflowKind::Sqlite, path / "mlflow.db"};
  }
  return text::sayError(
      ErrorKind::Parse,
      TATARA_SAYS(
          "Phrase",
          "%1 holds no MLflow store: neither experiments with a meta.yaml, nor mlruns, nor mlflow.db"),
      {given.string()});
}

Result<ImportReport> importMlflow(const std::shared_ptr<store::Store>& store, const MlflowImport& import) {
  TATARA_ASSIGN(const MlflowPlace place, findMlflowStore(import.source));
  TATARA_ASSIGN(auto roots, artifactRoots(place, import));
  std::unique_ptr<internal::MlflowSource> source;
  if (place.kind == MlflowKind::Files) {
    TATARA_ASSIGN(source, internal::MlflowFiles::open(place.path));
  } else {
    TATARA_ASSIGN(source, internal::MlflowSqlite::open(place.path, import.stop));
  }
  ImportReport report;
  internal::Bringer bringer(store, import, *source, std::move(roots), report);
  TATARA_TRY(bringer.openMappings());
  TATARA_TRY(bringer.bring());
  return report;
}

}  // namespace tatara::interop
