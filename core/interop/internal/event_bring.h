// Reads folders of event files and writes what they hold: one pass over all of them at a time, with what is
// known of them kept between passes.
//
// A run's batches are write tasks in the order they were read, each with the state it leaves behind, so a
// crash between two of them loses nothing and repeats nothing. Threads: one at a time.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/artifact/artifact_store.h"
#include "core/exec/thread_pool.h"
#include "core/interop/internal/event_collector.h"
#include "core/interop/internal/event_folders.h"
#include "core/interop/internal/write_window.h"
#include "core/interop/tensorboard.h"
#include "core/track/runs.h"

namespace tatara::interop::internal {

enum class Following { Once, Live };

class EventBringer {
 public:
  // Errors: NotFound when there is no such folder.
  static Result<std::unique_ptr<EventBringer>> open(std::shared_ptr<store::Store> store,
                                                    const TensorboardImport& import, Following following);

  // Everything that is new. The report is of this pass.
  Result<ImportReport> pass();
  // Ends runs that were left RUNNING.
  Status settle();

 private:
  struct Run {
    track::RunId id;
    std::int64_t revision = 0;  // of the row in event_source; 0 before there is one
    std::optional<EventCollector> collector;
    bool ended = true;
    bool left = false;  // deleted here, or unreadable
    bool failed = false;
    std::optional<Error> hindered;  // by another program that writes; what is not here yet is read again
    std::optional<track::RunStatus> said;                     // by the hyperparameters' end
    std::map<std::string, std::optional<std::int64_t>> told;  // damage by file, so that it is told once
  };
  struct Written;

  EventBringer(std::shared_ptr<store::Store> store, TensorboardImport import, Following following,
               Folder root);

  Status bringFolders(const std::vector<EventFolder>& folders);
  std::optional<Error> forgetHindered();
  void forgetToldSkips();
  Status bringFolder(const EventFolder& folder);
  Result<bool> open(const EventFolder& folder, Run& run);
  Status readFile(const EventFolder& folder, const Folder& opened, const EventFile& file, Run& run);
  Status flush(const EventFolder& folder, Run& run);
  // Into the report, what was written of a run; `first`: and the run itself.
  void count(const Written& written, bool first);
  Status ensureExperiment();
  // Calls `work` for every index below `count`, on this thread and those of `pool`; returns when all of it is
  // done.
  struct Pool {
    std::size_t size;
    exec::ThreadPool threads;
  };
  static void forEach(Pool& pool, std::size_t count, const std::function<void(std::size_t)>& work);
  Result<std::vector<artifact::StoredBlob>> storeFiles(const std::vector<EventBatch::File>& files);
  track::RunStatus statusOf(const Run& run) const;
  std::string parentOf(const EventFolder& folder) const;
  std::string pathOf(const EventFolder& folder) const;
  bool isFresh(const EventFolder& folder) const;
  void step(std::int64_t bytes);
  bool stopped() const { return m_import.stop.stop_requested(); }
  Timestamp now() const { return m_store->clock().now(); }

  std::shared_ptr<store::Store> m_store;
  artifact::ArtifactStore m_artifacts;
  TensorboardImport m_import;
  Following m_following;
  Folder m_root;
  std::string m_rootPath;                                     // absolute, without links
  ImportReport m_report;                                      // of the pass under way
  std::set<std::pair<std::string, std::string>> m_toldSkips;  // of the passes before, when following
  Problems m_problems;
  WriteWindow m_window;
  Pool m_copiers;  // wait for the disk
  Pool m_packers;  // compress
  std::optional<track::ExperimentId> m_experiment;
  std::map<std::string, Run> m_runs;  // by path
  std::int64_t m_done = 0;
  std::int64_t m_total = 0;
};

}  // namespace tatara::interop::internal
