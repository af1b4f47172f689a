#include "core/interop/internal/export_runs.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <system_error>

#include "core/base/file_error.h"
#include "core/interop/internal/event_state.h"
#include "core/interop/internal/mlflow_source.h"
#include "core/text/error_phrase.h"
#include "core/track/experiments.h"
#include "core/track/runs.h"

namespace tatara::interop::internal {
namespace {

namespace fs = std::filesystem;

Result<std::vector<track::RunKey>> runsOf(sql::Connection& connection, track::ExperimentId experiment,
                                          bool deleted) {
  TATARA_ASSIGN(
      auto rows,
      connection.query("SELECT run_key FROM run WHERE experiment_id = ? AND (deleted_ms IS NULL OR ?) "
                       "ORDER BY started_ms, run_key",
                       experiment, deleted));
  std::vector<track::RunKey> keys;
  while (rows.next()) {
    keys.emplace_back(rows.integer(0));
  }
  TATARA_TRY(rows.status());
  return keys;
}

}  // namespace

Result<std::vector<ChosenExperiment>> chooseRuns(sql::Connection& connection, const ExportChoice& choice) {
  std::map<track::ExperimentId, ChosenExperiment> chosen;
  const auto open = [&](track::ExperimentId id) -> Result<ChosenExperiment*> {
    TATARA_ASSIGN(const auto experiment, track::findExperiment(connection, id));
    if (!experiment) {
      return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "There is no experiment %1"),
                            {std::to_string(id.value())});
    }
    auto& place = chosen[id];
    place.experiment = *experiment;
    return &place;
  };
  std::vector<track::ExperimentId> experiments = choice.experiments;
  if (experiments.empty() && choice.runs.empty()) {
    TATARA_ASSIGN(const auto all,
                  track::loadExperiments(
                      connection, choice.deleted ? track::ViewType::All : track::ViewType::ActiveOnly));
    for (const track::Experiment& experiment : all) {
      experiments.push_back(experiment.id);
    }
  }
  for (const track::ExperimentId id : experiments) {
    TATARA_ASSIGN(ChosenExperiment * place, open(id));
    TATARA_ASSIGN(place->runs, runsOf(connection, id, choice.deleted));
  }
  for (const track::RunId& id : choice.runs) {
    TATARA_ASSIGN(const auto run, track::findRunInfo(connection, id));
    if (!run) {
      return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "There is no run %1"), {id.value()});
    }
    TATARA_ASSIGN(ChosenExperiment * place, open(run->experiment));
    if (std::find(place->runs.begin(), place->runs.end(), run->key) == place->runs.end()) {
      place->runs.push_back(run->key);
    }
  }
  std::vector<ChosenExperiment> result;
  for (auto& [id, one] : chosen) {
    result.push_back(std::move(one));
  }
  return result;
}

Result<std::vector<FileBelow>> filesBelow(sql::Connection& connection, const std::string& root) {
  TATARA_ASSIGN(auto files, artifact::ArtifactStore::listAll(connection, root));
  std::vector<FileBelow> below;
  for (artifact::FileInfo& file : files) {
    if (file.path.size() > root.size()) {
      std::string path = file.path.substr(root.size() + 1);
      below.push_back({std::move(path), std::move(file)});
    }
  }
  return below;
}

Result<OutFile> OutFile::create(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  std::FILE* file = descriptor < 0 ? nullptr : ::fdopen(descriptor, "wb");
  if (file == nullptr) {
    return text::sayFileError(TATARA_SAYS("Phrase", "The file %1 cannot be written"), {path.string()},
                              path.string(), errno);
  }
  return OutFile(file, path);
}

OutFile::~OutFile() {
  if (m_file) {
    m_file.reset();
    std::error_code ignored;
    fs::remove(m_path, ignored);
  }
}

Status OutFile::write(std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), m_file.get()) != bytes.size()) {
    return text::sayFileError(TATARA_SAYS("Phrase", "The file %1 cannot be written"), {m_path.string()},
                              m_path.string(), errno);
  }
  return {};
}

Status OutFile::finish() {
  if (std::fclose(m_file.release()) != 0) {
    const Error error = text::sayFileError(TATARA_SAYS("Phrase", "The file %1 cannot be written"),
                                           {m_path.string()}, m_path.string(), errno);
    std::error_code ignored;
    fs::remove(m_path, ignored);
    return error;
  }
  return {};
}

Status writeWhole(const fs::path& path, std::string_view bytes) {
  TATARA_ASSIGN(auto file, OutFile::create(path));
  TATARA_TRY(file.write(bytes));
  return file.finish();
}

Status makeFolders(const fs::path& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  return failed ? Status(text::sayFileError(TATARA_SAYS("Phrase", "The folder %1 cannot be made"),
                                            {folder.string()}, folder.string(), failed.value()))
                : Status();
}

Status makeEmptyFolder(const fs::path& folder) {
  TATARA_TRY(makeFolders(folder));
  std::error_code failed;
  if (!fs::is_empty(folder, failed) || failed) {
    return text::sayError(
        ErrorKind::AlreadyExists,
        TATARA_SAYS("Phrase", "%1 is not empty; name a folder that is, or one that is not there"),
        {folder.string()});
  }
  return {};
}

fs::path FolderNames::of(std::string_view name, std::string_view id) {
  constexpr std::size_t kIdDigits = 8;
  const std::string clean = keyOfTag(name);
  std::string path = clean;
  for (int number = 0; !m_taken.insert(lowered(path)).second; ++number) {
    path = clean + "-" + std::string(number == 0 ? id.substr(0, kIdDigits) : id) +
           (number < 2 ? "" : "-" + std::to_string(number));
  }
  return path;
}

}  // namespace tatara::interop::internal
