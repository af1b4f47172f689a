#include <algorithm>

#include "core/base/mutex.h"
#include "core/interop/internal/mlflow_bring.h"
#include "core/interop/internal/mlflow_out.h"
#include "core/interop/internal/mlflow_uri.h"
#include "core/text/error_phrase.h"
#include "core/text/utf8.h"

namespace tatara::interop::internal {
namespace {

constexpr std::size_t kDeepestArtifact = 64;

Status streamFile(const Folder& root, const std::vector<std::string>& folders, const std::string& name,
                  const SourceFile::Take& take) {
  const auto below = folders.empty() ? std::nullopt : root.find(folders);
  if (!folders.empty() && !below) {
    return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "Its folder is gone"));
  }
  return (below ? *below : root).stream(name, take);
}

}  // namespace

Status Bringer::openMappings() {
  for (const MlflowImport::Mapping& mapping : m_import.mappings) {
    TATARA_ASSIGN(auto folder, Folder::open(mapping.to, mapping.to.string()));
    m_mappings.emplace_back(mapping.from, std::move(folder));
  }
  return {};
}

std::optional<Folder> Bringer::findMapped(const std::string& uri) const {
  for (const auto& [from, folder] : m_mappings) {
    const auto parts = partsBelow(uri, from);
    if (auto found = parts && !parts->empty() ? folder.find(*parts) : std::nullopt) {
      return found;
    }
  }
  return std::nullopt;
}

Result<Bringer::Owned> Bringer::findFiles(const Place& place, const std::string& id, OwnerKind kind,
                                          const std::string& uri) {
  Owned owned;
  FoundFile root;
  static constexpr const char* kFolders[] = {"/", "/models/", "/traces/"};
  root.path = std::to_string(place.id.value()) + kFolders[static_cast<std::size_t>(kind)] + id + "/artifacts";
  TATARA_ASSIGN(auto given, m_source.files(place.source, id, kind, uri, m_problems));
  if (given) {
    owned.uri = "mlflow-artifacts:/" + root.path;
    listFiles(std::move(*given), root.path, owned.found);
    return owned;
  }
  const ForeignUri foreign = parseForeignUri(uri);
  auto folder = findMapped(uri);
  if (!folder) {
    folder = m_source.findArtifactsOf(place.source, id, kind);
  }
  if (!folder) {
    folder = findArtifacts(m_roots, foreign, id);
  }
  if (!folder && foreign.remote()) {
    owned.uri = uri;
    return owned;
  }
  owned.uri = "mlflow-artifacts:/" + root.path;
  if (folder && m_import.linkArtifacts && kind != OwnerKind::Trace) {
    TATARA_ASSIGN(const auto path, folder->path());
    owned.uri = fileUri(path);
  } else if (folder) {
    root.root = std::make_shared<const Folder>(std::move(*folder));
    walkFiles(*root.root, root, owned.found);
  } else if (kind != OwnerKind::Trace) {  // most have none
    (kind == OwnerKind::Run ? m_runsWithoutFolder : m_modelsWithoutFolder) += 1;
  }
  return owned;
}

void Bringer::listFiles(std::vector<SourceFile> files, const std::string& root,
                        std::vector<FoundFile>& found) {
  for (SourceFile& file : files) {
    const auto clean = artifact::cleanPath(root + "/" + file.path);
    if (!clean || file.path.empty() || !clean->starts_with(root + "/")) {
      ++m_report.files.skipped;
      m_problems.skip(root + "/" + text::replaceInvalidUtf8(file.path),
                      "Its name cannot be an artifact's path");
      continue;
    }
    FoundFile one;
    one.path = *clean;
    one.stream = std::move(file.stream);
    found.push_back(std::move(one));
  }
}

void Bringer::walkFiles(const Folder& folder, const FoundFile& place, std::vector<FoundFile>& found) {
  const auto skip = [&](const std::string& where, std::string reason) {
    ++m_report.files.skipped;
    m_problems.skip(where, std::move(reason));
  };
  const auto items = folder.list();
  if (!items) {
    skip(folder.shown(), items.error().message);
    return;
  }
  for (const Folder::Item& item : *items) {
    std::string name = item.name;
    std::replace(name.begin(), name.end(), '\\', '/');  // an archive made on Windows
    const auto clean = artifact::cleanPath(place.path + "/" + name);
    if (!clean) {
      skip(folder.shown(item.name), "Its name cannot be an artifact's path: " + clean.error().detail);
    } else if (item.kind == Folder::Kind::Other) {
      skip(folder.shown(item.name), "It is a symbolic link or no regular file, and those are not followed");
    } else if (item.kind == Folder::Kind::File) {
      found.push_back({place.root, place.folders, item.name, *clean, {}});
    } else {
      const auto below = place.folders.size() < kDeepestArtifact ? folder.find(item.name) : std::nullopt;
      if (!below) {
        skip(folder.shown(item.name), "The folder cannot be opened, or lies too deep");
        continue;
      }
      FoundFile next{place.root, place.folders, "", *clean, {}};
      next.folders.push_back(item.name);
      walkFiles(*below, next, found);
    }
  }
}

struct Bringer::Copied {
  Result<artifact::StoredBlob> blob{tl::unexpect, Error{}};
  bool ours = false;  // the error is of our own disk, not of the foreign file
};

Bringer::Copied Bringer::copy(const FoundFile& file) {
  if (stopped()) {
    return {makeError(ErrorKind::Cancelled, "Cancelled"), true};
  }
  auto writer = m_artifacts.newBlob();
  if (!writer) {
    return {writer.error(), true};
  }
  Status written;
  const auto take = [&](std::string_view bytes) {
    written = stopped() ? Status(makeError(ErrorKind::Cancelled, "Cancelled")) : writer->write(bytes);
    return written;
  };
  const Status read = file.stream ? file.stream(take) : streamFile(*file.root, file.folders, file.name, take);
  if (!written || !read) {
    return {written ? read.error() : written.error(), !written};
  }
  return {writer->finish(), true};
}

Status Bringer::copyFiles(const std::vector<Owned*>& owners) {
  std::vector<std::vector<Copied>> results(owners.size());
  Mutex mutex;
  Condition wake;
  std::size_t left = 0;
  for (std::size_t i = 0; i < owners.size(); ++i) {
    results[i].resize(owners[i]->found.size());
    left += results[i].size();
  }
  for (std::size_t i = 0; i < owners.size(); ++i) {
    for (std::size_t j = 0; j < results[i].size(); ++j) {
      m_copiers.post([&, i, j] {
        results[i][j] = copy(owners[i]->found[j]);
        const Lock lock(mutex);
        if (--left == 0) {
          wake.notifyAll();
        }
      });
    }
  }
  {
    const Lock lock(mutex);
    while (left > 0) {
      wake.wait(mutex);
    }
  }
  for (std::size_t i = 0; i < owners.size(); ++i) {
    for (std::size_t j = 0; j < results[i].size(); ++j) {
      Copied& copied = results[i][j];
      const FoundFile& file = owners[i]->found[j];
      if (copied.blob) {
        owners[i]->files.push_back({file.path, *copied.blob});
      } else if (copied.ours) {
        return copied.blob.error();
      } else {
        ++m_report.files.skipped;
        m_problems.skip(file.path, copied.blob.error().message);
      }
    }
    owners[i]->found.clear();
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
