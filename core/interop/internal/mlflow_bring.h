// Writes what a source holds into a workspace: the half of the importer that knows our store and not
// MLflow's.
//
// Each run, logged model and registered model is one write task, artifacts and all, so that it comes whole or
// not at all; the store's writer lane puts many into one commit. Artifacts are on disk before the task that
// names them.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/artifact/artifact_store.h"
#include "core/exec/thread_pool.h"
#include "core/interop/internal/mlflow_source.h"
#include "core/interop/internal/write_window.h"
#include "core/interop/mlflow.h"
#include "core/store/store.h"
#include "core/track/runs.h"

namespace tatara::interop::internal {

class Bringer {
 public:
  Bringer(std::shared_ptr<store::Store> store, const MlflowImport& import, MlflowSource& source,
          std::vector<Folder> artifactRoots, ImportReport& report);
  // Opens the folders of the mappings; before bring().
  Status openMappings();

  // Everything. A stopped token ends it early, with `report.cancelled`.
  Status bring();

 private:
  struct NamedBlob {
    std::string path;
    artifact::StoredBlob blob;
  };
  // An artifact to be copied, by its names below the folder of its owner.
  struct FoundFile {
    std::shared_ptr<const Folder> root;
    std::vector<std::string> folders;
    std::string name;
    std::string path;                                       // of the artifact
    std::function<Status(const SourceFile::Take&)> stream;  // where the source gives it itself
  };
  struct Owned {  // what a run and a logged model have alike
    std::string uri;
    std::vector<FoundFile> found;
    std::vector<NamedBlob> files;  // of `found`, once they are copied
  };
  struct WaitingRun {
    SourceRun run;
    Owned owned;
  };
  struct WaitingTrace {
    SourceTrace trace;
    Owned owned;
  };
  struct PreparedRun {
    track::NewRun head;
    SourceRun body;
    std::optional<Timestamp> deletedAt;
    std::vector<NamedBlob> files;
    std::size_t points = 0;
  };
  struct Place {
    SourceExperiment source;
    track::ExperimentId id;
    std::vector<std::string> runs;
    std::vector<std::string> loggedModels;
  };

  Status list();
  Status bringAll();
  Status bringExperiment(Place& place);
  Result<track::ExperimentId> ensureExperiment(store::Writer& writer, const SourceExperiment& experiment,
                                               const std::optional<track::ExperimentId>& known,
                                               ImportReport& made) const;
  enum class Known : std::uint8_t { UnderWay, Done };
  Status bringRuns(const Place& place, const std::map<std::string, Known>& known);
  // What a run that was under way at an earlier import has got since: points, parameters, tags and files that
  // are not here, and its end. What is here stays as it is.
  Status continueRun(const Place& place, const std::string& id);
  Status flushRuns(const Place& place, std::vector<WaitingRun>& waiting);
  Status postRun(const Place& place, WaitingRun run);
  PreparedRun prepareRun(const Place& place, SourceRun run, Owned owned);
  Status bringLoggedModels(const Place& place);
  Status postLoggedModel(const Place& place, SourceLoggedModel model);
  Status bringTraces(const Place& place);
  Status flushTraces(const Place& place, std::vector<WaitingTrace>& waiting);
  Status postTrace(const Place& place, WaitingTrace trace);

  Status bringModel(SourceModel model);
  Status bringVersions(store::Writer& writer, const SourceModel& model, ImportCount& versions);
  std::string reason() const;  // of the acts that an import makes
  Status bringAliases(store::Writer& writer, const SourceModel& model);
  Result<std::string> storageOf(sql::Connection& connection, const SourceVersion& version) const;

  Result<Owned> findFiles(const Place& place, const std::string& id, OwnerKind kind, const std::string& uri);
  // Where a mapping says that `uri` lies here.
  std::optional<Folder> findMapped(const std::string& uri) const;
  void listFiles(std::vector<SourceFile> files, const std::string& root, std::vector<FoundFile>& found);
  void walkFiles(const Folder& folder, const FoundFile& place, std::vector<FoundFile>& found);
  struct Copied;
  Copied copy(const FoundFile& file);
  // Copies several at once, because each waits for the disk.
  Status copyFiles(const std::vector<Owned*>& owners);
  void noteMissingFolders();
  void countFiles(const std::vector<NamedBlob>& files);

  // Leaves what can be kept as it is; what cannot is told.
  void clean(std::string_view what, const std::string& place, std::vector<KeyValue>& pairs);
  void cleanText(std::string_view what, const std::string& place, std::string& text);
  void cleanMetrics(SourceRun& run);
  void cleanTrace(SourceTrace& trace);
  // An error that concerns the one thing is told and counted; one that concerns the import is given back.
  Status told(Status status, const std::string& place, ImportCount& count);
  void step(const std::string& doing);
  bool stopped() const { return m_import.stop.stop_requested(); }
  Timestamp now() const { return m_store->clock().now(); }

  std::shared_ptr<store::Store> m_store;
  artifact::ArtifactStore m_artifacts;
  const MlflowImport& m_import;
  MlflowSource& m_source;
  std::vector<Folder> m_roots;
  std::vector<std::pair<std::string, Folder>> m_mappings;  // what URIs begin with, and where that is here
  ImportReport& m_report;
  Problems m_problems;
  WriteWindow m_window;
  exec::ThreadPool m_copiers;
  std::vector<Place> m_places;
  std::vector<SourceModel> m_models;
  std::int64_t m_done = 0;
  std::int64_t m_total = 0;
  std::int64_t m_runsWithoutFolder = 0;  // whose artifact folder was not found
  std::int64_t m_modelsWithoutFolder = 0;
};

}  // namespace tatara::interop::internal
