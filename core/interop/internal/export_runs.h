// What every export does alike: which runs are meant, and files written privately and whole.
//
// Threads: any; functions with a Connection run inside a read lease. Errors: NotFound, AlreadyExists, Io.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/artifact/artifact_store.h"
#include "core/interop/export_report.h"
#include "core/sql/connection.h"
#include "core/track/types.h"

namespace tatara::interop::internal {

struct ChosenExperiment {
  track::Experiment experiment;
  std::vector<track::RunKey> runs;  // by start
};
// By id; experiments without a chosen run are there when they were chosen themselves.
Result<std::vector<ChosenExperiment>> chooseRuns(sql::Connection& connection, const ExportChoice& choice);

// Files by their paths below `root`. A file that stands at the root itself, where a client may put one, is
// none of them.
struct FileBelow {
  std::string path;
  artifact::FileInfo file;
};
Result<std::vector<FileBelow>> filesBelow(sql::Connection& connection, const std::string& root);

// A file being written; gone without finish(), it is removed.
class OutFile {
 public:
  static Result<OutFile> create(const std::filesystem::path& path);
  OutFile(OutFile&&) noexcept = default;
  OutFile& operator=(OutFile&&) = delete;
  ~OutFile();
  Status write(std::string_view bytes);
  Status finish();

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  OutFile(std::FILE* file, std::filesystem::path path) : m_file(file), m_path(std::move(path)) {}
  std::unique_ptr<std::FILE, Close> m_file;
  std::filesystem::path m_path;
};
Status writeWhole(const std::filesystem::path& path, std::string_view bytes);
// Makes the folder, or takes one that is empty.
Status makeEmptyFolder(const std::filesystem::path& folder);
Status makeFolders(const std::filesystem::path& folder);

// A path below a folder for a name: "train/deep" stays one, "../x" and control characters do not; distinct
// from those taken before (also where letters differ by case alone).
class FolderNames {
 public:
  std::filesystem::path of(std::string_view name, std::string_view id);

 private:
  std::set<std::string> m_taken;
};

}  // namespace tatara::interop::internal
