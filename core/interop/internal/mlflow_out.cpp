#include "core/interop/internal/mlflow_out.h"

#include <algorithm>

#include "core/interop/internal/export_runs.h"
#include "core/text/error_phrase.h"
#include "core/text/percent.h"
#include "core/track/logged_models.h"
#include "core/track/runs.h"
#include "core/track/span_tree.h"

namespace tatara::interop::internal {

namespace fs = std::filesystem;

std::string fileUri(const fs::path& path) {
  return "file://" + text::percentEncodePath(path.string());
}

Result<track::Run> MlflowOut::loadRun(track::RunKey key) const {
  return m_store->read([&](sql::Connection& connection) -> Result<track::Run> {
    TATARA_ASSIGN(const auto info, track::findRunInfo(connection, key));
    TATARA_ASSIGN(auto run, info ? track::findRun(connection, info->id)
                                 : Result<std::optional<track::Run>>(std::nullopt));
    return run ? Result<track::Run>(std::move(*run))
               : text::sayError(ErrorKind::NotFound,
                                TATARA_SAYS("Phrase", "A run was purged while it was exported"));
  });
}

Result<std::vector<track::LoggedModel>> MlflowOut::loggedModels(track::ExperimentId experiment) const {
  const track::ExperimentId ids[] = {experiment};
  TATARA_ASSIGN(auto models, m_store->read([&](sql::Connection& connection) {
    return track::loadLoggedModels(connection, ids);
  }));
  if (!m_choice.runs.empty()) {
    std::erase_if(models, [&](const track::LoggedModel& model) { return !took(model.sourceRun.value()); });
  }
  return models;
}

Result<std::vector<MlflowOut::Model>> MlflowOut::models() const {
  const bool all = m_choice.experiments.empty() && m_choice.runs.empty();
  return m_store->read([&](sql::Connection& connection) -> Result<std::vector<Model>> {
    std::vector<Model> out;
    TATARA_ASSIGN(auto models, registry::loadModels(connection));
    for (registry::RegisteredModel& model : models) {
      TATARA_ASSIGN(auto versions, registry::loadVersions(connection, model.name));
      if (!all) {
        std::erase_if(versions, [&](const registry::ModelVersion& version) {
          return !took(version.run.value()) && !took(version.loggedModel.value());
        });
        if (versions.empty()) {
          continue;
        }
      }
      std::erase_if(model.aliases, [&](const registry::Alias& alias) {
        return std::none_of(versions.begin(), versions.end(),
                            [&](const auto& version) { return version.version == alias.version; });
      });
      out.push_back({std::move(model), std::move(versions)});
    }
    return out;
  });
}

std::string MlflowOut::movedUri(const std::string& uri) const {
  const auto path = artifact::rootPathOf(uri);
  return path ? fileUri(m_root / *path) : uri;
}

Status MlflowOut::eachArtifact(
    const std::string& uri,
    const std::function<Status(const std::string& below, const artifact::FileInfo&)>& take) {
  const auto root = artifact::rootPathOf(uri);
  if (!root) {
    return {};
  }
  TATARA_ASSIGN(const auto files,
                m_store->read([&](sql::Connection& connection) { return filesBelow(connection, *root); }));
  for (const FileBelow& one : files) {
    TATARA_TRY(take(one.path, one.file));
  }
  return {};
}

Status MlflowOut::copyArtifacts(const std::string& uri, const fs::path& target) {
  return eachArtifact(uri, [&](const std::string& below, const artifact::FileInfo& file) -> Status {
    const fs::path place = target / below;
    TATARA_TRY(makeFolders(place.parent_path()));
    if (const Status copied = m_artifacts.exportFile(file.path, place); !copied) {
      skip(file.path, copied.error().message);
      return {};
    }
    ++m_report.files;
    m_report.bytes += file.size;
    return {};
  });
}

Result<std::vector<track::Trace>> MlflowOut::traces(track::ExperimentId experiment) const {
  TATARA_ASSIGN(auto traces, m_store->read([&](sql::Connection& connection) {
    return track::loadTraces(connection, {&experiment, 1});
  }));
  std::erase_if(traces, [&](const track::Trace& trace) {
    const std::string* run = trace.meta(track::kTraceRun);
    return !m_choice.runs.empty() && (run == nullptr || !took(*run));
  });
  return traces;
}

Result<std::optional<std::string>> MlflowOut::spanFile(const track::Trace& trace) const {
  TATARA_ASSIGN(const auto spans, m_store->read([&](sql::Connection& connection) {
    return track::loadSpans(connection, trace.key);
  }));
  if (spans.empty()) {
    return std::optional<std::string>();
  }
  TATARA_ASSIGN(auto text, track::spanFileText(spans));
  return std::optional(std::move(text));
}

Result<std::optional<std::string>> MlflowOut::keptSpanFile(const track::Trace& trace,
                                                           std::int64_t mostBytes) {
  const auto path = track::spanFileOf(trace);
  TATARA_ASSIGN(const auto found, path ? m_store->read([&](sql::Connection& connection) {
    return artifact::ArtifactStore::find(connection, *path);
  })
                                       : Result<std::optional<artifact::FileInfo>>(std::nullopt));
  if (!found) {
    return std::optional<std::string>();
  }
  auto text = m_artifacts.readAll(*path, mostBytes);
  if (!text) {
    skip("trace " + trace.id, "Its spans: " + text.error().message);
    return std::optional<std::string>();
  }
  return std::optional(std::move(*text));
}

}  // namespace tatara::interop::internal
