#include <algorithm>

#include "core/interop/internal/mlflow_bring.h"
#include "core/interop/internal/mlflow_uri.h"

namespace tatara::interop::internal {
namespace {

constexpr int kFolderDepth = 64;

}  // namespace

Result<Bringer::Owned> Bringer::copyArtifacts(const Place& place, const std::string& id, OwnerKind kind,
                                              const std::string& uri) {
  const ForeignUri foreign = parseForeignUri(uri);
  auto folder = m_source.findArtifactsOf(place.source, id, kind);
  if (!folder) {
    folder = findArtifacts(m_roots, foreign, id);
  }
  Owned owned;
  if (!folder && foreign.remote()) {
    owned.uri = uri;
    return owned;
  }
  const std::string path =
      std::to_string(place.id.value()) + (kind == OwnerKind::Run ? "/" : "/models/") + id + "/artifacts";
  owned.uri = "mlflow-artifacts:/" + path;
  if (folder) {
    TATARA_TRY(copyFolder(*folder, path, 0, owned.files));
  } else {
    (kind == OwnerKind::Run ? m_runsWithoutFolder : m_modelsWithoutFolder) += 1;
  }
  return owned;
}

Status Bringer::copyFolder(const Folder& folder, const std::string& path, int depth,
                           std::vector<NamedBlob>& files) {
  const auto skip = [&](const std::string& name, std::string reason) {
    ++m_report.files.skipped;
    m_problems.skip(folder.shown(name), std::move(reason));
  };
  auto items = folder.list();
  if (!items) {
    skip("", items.error().message);
    return {};
  }
  for (const Folder::Item& item : *items) {
    if (stopped()) {
      return makeError(ErrorKind::Cancelled, "Cancelled");
    }
    std::string name = item.name;
    std::replace(name.begin(), name.end(), '\\', '/');  // an archive made on Windows
    const auto clean = artifact::cleanPath(path + "/" + name);
    if (!clean) {
      skip(item.name, "Its name cannot be an artifact's path: " + clean.error().detail);
    } else if (item.kind == Folder::Kind::Other) {
      skip(item.name, "It is a symbolic link or no regular file, and those are not followed");
    } else if (item.kind == Folder::Kind::Folder) {
      const auto below = depth < kFolderDepth ? folder.find(item.name) : std::nullopt;
      if (below) {
        TATARA_TRY(copyFolder(*below, *clean, depth + 1, files));
      } else {
        skip(item.name, "The folder cannot be opened, or lies too deep");
      }
    } else {
      TATARA_ASSIGN(auto blob, m_artifacts.newBlob());
      Status written;
      const Status read = folder.stream(item.name, [&](std::string_view bytes) {
        if (stopped()) {
          return Status(makeError(ErrorKind::Cancelled, "Cancelled"));
        }
        written = blob.write(bytes);
        return written;
      });
      if (!written || (!read && read.error().kind == ErrorKind::Cancelled)) {
        return written ? read : written;
      }
      if (!read) {
        skip(item.name, read.error().message);
        continue;
      }
      TATARA_ASSIGN(const auto stored, blob.finish());
      files.push_back({*clean, stored});
    }
  }
  return {};
}

// A run without artifacts has no folder either, so one alone says nothing; a logged model always had files.
void Bringer::noteMissingFolders() {
  const std::string advice = "; if they lie elsewhere, name the folder that holds them in another import";
  if (m_modelsWithoutFolder > 0) {
    m_problems.note("Logged models whose files are not in the imported folder: " +
                    std::to_string(m_modelsWithoutFolder) + advice);
  } else if (m_runsWithoutFolder > 0 && !m_source.holdsArtifacts() && m_report.files.brought == 0) {
    m_problems.note("No artifacts of the runs are in the imported folder" + advice);
  }
}

void Bringer::countFiles(const std::vector<NamedBlob>& files) {
  m_report.files.brought += static_cast<std::int64_t>(files.size());
  for (const NamedBlob& file : files) {
    m_report.bytes += file.blob.size;
  }
}

}  // namespace tatara::interop::internal
