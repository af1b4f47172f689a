// An MLflow file store: folders of small text files, as mlflow/store/tracking/file_store.py lays them out.
//
// Traps it knows: a metric line has three fields, or two (no step, before 1.0), or five (with a dataset);
// those of a logged model have a run id after the step. `inputs/*/meta.yaml` names the dataset where it
// should name the run, so the folder decides. `models` beside the experiments is the registry and `.trash`
// holds deleted experiments. Keys with a slash are nested folders; an archive made on Windows has a backslash
// in the name instead.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/interop/internal/mlflow_source.h"
#include "core/text/json.h"

namespace tatara::interop::internal {

class MlflowFiles final : public MlflowSource {
 public:
  static Result<std::unique_ptr<MlflowFiles>> open(const std::filesystem::path& root);
  // True for a folder that looks like one: an experiment, a trash or a registry in it.
  static bool recognises(const std::filesystem::path& root);

  Result<std::vector<SourceExperiment>> experiments(Problems& problems) override;
  Result<std::vector<std::string>> runIds(const SourceExperiment& experiment, Problems& problems) override;
  Result<std::optional<SourceRun>> run(const SourceExperiment& experiment, const std::string& id,
                                       Problems& problems) override;
  Result<std::vector<std::string>> loggedModelIds(const SourceExperiment& experiment,
                                                  Problems& problems) override;
  Result<std::optional<SourceLoggedModel>> loggedModel(const SourceExperiment& experiment,
                                                       const std::string& id, Problems& problems) override;
  Result<std::vector<SourceModel>> models(Problems& problems) override;
  Status traces(const SourceExperiment& experiment, Problems& problems, const TakeTrace& take) override;
  bool holdsArtifacts() const override { return true; }
  std::optional<Folder> findArtifactsOf(const SourceExperiment& experiment, const std::string& id,
                                        OwnerKind kind) const override;

 private:
  explicit MlflowFiles(Folder root) : m_root(std::move(root)) {}
  void addExperiment(const Folder& folder, const std::string& id, bool trashed, Problems& problems,
                     std::vector<SourceExperiment>& found);
  // Opened anew each time: of many experiments not all can be open. Nothing when it is gone meanwhile.
  std::optional<Folder> folderOf(const SourceExperiment& experiment) const;

  Folder m_root;
  // Below the root, by place, since a trashed one may have an active one's id.
  std::map<std::string, std::vector<std::string>> m_experiments;
};

}  // namespace tatara::interop::internal
