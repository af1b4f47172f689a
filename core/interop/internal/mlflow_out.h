// What every export to an MLflow store does alike: what belongs to what is exported, artifacts on disk, and
// URIs that name their new place.
//
// Artifacts of a store on disk lie under `root`, by the paths they have behind mlflow-artifacts:/.
// Threads: any; reads the store in leases of its own. Errors: NotFound (a run went while it was exported),
// Io.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/artifact/artifact_store.h"
#include "core/interop/export_report.h"
#include "core/registry/registry.h"
#include "core/store/store.h"
#include "core/track/traces.h"

namespace tatara::interop::internal {

// "/a/b c" → "file:///a/b%20c", as Python's Path.as_uri().
std::string fileUri(const std::filesystem::path& path);

class MlflowOut {
 public:
  MlflowOut(std::shared_ptr<store::Store> store, std::filesystem::path root, const ExportChoice& choice)
      : m_store(std::move(store)), m_artifacts(m_store), m_root(std::move(root)), m_choice(choice) {}

  store::Store& store() const { return *m_store; }
  const std::filesystem::path& root() const { return m_root; }
  ExportReport& report() { return m_report; }
  void skip(const std::string& place, std::string reason) {
    m_report.skipped.push_back({place, std::move(reason)});
  }

  Result<track::Run> loadRun(track::RunKey key) const;
  // Says that this run or logged model is exported: versions that name it come along.
  void take(const std::string& id) { m_taken.insert(id); }
  bool took(const std::string& id) const { return m_taken.contains(id); }
  // The logged models of an experiment that belong to what was chosen.
  Result<std::vector<track::LoggedModel>> loggedModels(track::ExperimentId experiment) const;

  // The traces of an experiment; of chosen runs, those that they made.
  Result<std::vector<track::Trace>> traces(track::ExperimentId experiment) const;
  // Their spans where they are not a file among the trace's artifacts: what that file would hold.
  Result<std::optional<std::string>> spanFile(const track::Trace& trace) const;
  // That file, where it is one of at most `mostBytes` among the trace's artifacts.
  Result<std::optional<std::string>> keptSpanFile(const track::Trace& trace, std::int64_t mostBytes);

  struct Model {
    registry::RegisteredModel model;               // with the aliases of these versions only
    std::vector<registry::ModelVersion> versions;  // newest first
  };
  // Every registered model when nothing was chosen, else those with a version of what was taken.
  Result<std::vector<Model>> models() const;

  // "file://<root>/1/ab/artifacts" for an artifact URI of this workspace; any other as it is.
  std::string movedUri(const std::string& uri) const;
  // Copies what lies behind the URI to `target`; nothing for artifacts that lie elsewhere.
  Status copyArtifacts(const std::string& uri, const std::filesystem::path& target);
  // Gives every artifact behind the URI, by its path below it.
  Status eachArtifact(const std::string& uri,
                      const std::function<Status(const std::string& below, const artifact::FileInfo&)>& take);
  const artifact::ArtifactStore& artifacts() const { return m_artifacts; }

 private:
  std::shared_ptr<store::Store> m_store;
  artifact::ArtifactStore m_artifacts;
  std::filesystem::path m_root;
  const ExportChoice& m_choice;
  ExportReport m_report;
  std::set<std::string> m_taken;
};

}  // namespace tatara::interop::internal
