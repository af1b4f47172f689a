#include "core/track/kept_runs.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "core/base/file_error.h"
#include "core/base/log.h"
#include "core/base/new_file.h"
#include "core/base/random.h"
#include "core/track/internal/run_table_file.h"

namespace tatara::track {
namespace {

namespace fs = std::filesystem;

// Fewer runs are read from the tables as fast.
constexpr std::size_t kRunsWorthKeeping = 2'000;
// A file this far behind is made anew: bringing it up to date costs about as much as a small load.
constexpr std::size_t kChangesWorthKeeping = 500;
constexpr std::size_t kMostFiles = 8;

// Of one experiment or of all; other scopes are rare and not kept.
std::string scopeName(std::span<const ExperimentId> experiments, ViewType view) {
  if (experiments.size() > 1) {
    return {};
  }
  return "runs-" + (experiments.empty() ? "all" : std::to_string(experiments.front().value())) + "-" +
         std::to_string(static_cast<int>(view));
}

fs::path cacheFolder(const store::Workspace& workspace) {
  return workspace.stateFolder() / "cache";
}

fs::path fileOf(const store::Workspace& workspace, const std::string& scope) {
  return cacheFolder(workspace) / (scope + ".columns");
}

struct Descriptor {
  int number = -1;
  ~Descriptor() {
    if (number >= 0) {
      ::close(number);
    }
  }
};

struct FileBytes {
  std::unique_ptr<char[]> bytes;
  std::size_t size = 0;
  std::span<const char> span() const { return {bytes.get(), size}; }
};

// The first `most` bytes. Nothing where it cannot be read.
std::optional<FileBytes> readFile(const fs::path& file,
                                  std::size_t most = std::numeric_limits<std::size_t>::max()) {
  const Descriptor descriptor{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
  const off_t size = descriptor.number < 0 ? -1 : ::lseek(descriptor.number, 0, SEEK_END);
  if (size <= 0) {
    return std::nullopt;
  }
  FileBytes result;
  result.size = std::min(static_cast<std::size_t>(size), most);
  result.bytes = std::make_unique_for_overwrite<char[]>(result.size);
  std::size_t at = 0;
  while (at < result.size) {
    const ssize_t got =
        ::pread(descriptor.number, result.bytes.get() + at, result.size - at, static_cast<off_t>(at));
    if (got <= 0) {
      return std::nullopt;
    }
    at += static_cast<std::size_t>(got);
  }
  return result;
}

Status writeFile(const fs::path& file, std::string_view bytes) {
  const Descriptor descriptor{openNewFile(file, O_WRONLY)};
  if (descriptor.number < 0) {
    return fileError("Run columns could not be kept", file, errno);
  }
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor.number, bytes.data(), bytes.size());
    if (written <= 0) {
      return fileError("Run columns could not be kept", file, errno);
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(descriptor.number) == 0 ? Status() : fileError("Run columns could not be kept", file, errno);
}

Result<std::string> markInStore(sql::Connection& snapshot, const std::string& scope) {
  TATARA_ASSIGN(auto rows, snapshot.query("SELECT value FROM meta WHERE key = ?", "kept." + scope));
  std::string mark;
  if (rows.next()) {
    mark = rows.text(0);
  }
  TATARA_TRY(rows.status());
  return mark;
}

// Nothing where there is no file that belongs to this store.
Result<std::optional<RunTableFile::Content>> readKept(const store::Workspace& workspace,
                                                      sql::Connection& snapshot, const std::string& scope,
                                                      std::span<const ExperimentId> experiments,
                                                      ViewType view) {
  std::optional<RunTableFile::Content> kept;
  TATARA_ASSIGN(const std::string mark, markInStore(snapshot, scope));
  const auto bytes = mark.empty() ? std::nullopt : readFile(fileOf(workspace, scope));
  if (!bytes) {
    return kept;
  }
  if (const auto head = RunTableFile::decodeHead(bytes->span()); !head || head->mark != mark) {
    return kept;
  }
  auto content = RunTableFile::decode(bytes->span());
  if (!content) {
    log::error("reading kept run columns", content.error());
    return kept;
  }
  if (RunTableFile::view(*content->table) == view &&
      std::ranges::equal(RunTableFile::experiments(*content->table), experiments)) {
    kept = std::move(*content);
  }
  return kept;
}

void removeOldFiles(const fs::path& folder) {
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  std::error_code ignored;
  for (fs::directory_iterator entry(folder, ignored), end; !ignored && entry != end;
       entry.increment(ignored)) {
    const std::string name = entry->path().filename().string();
    std::error_code failed;
    const auto time = entry->last_write_time(failed);
    if (!failed && name.starts_with("runs-")) {
      files.emplace_back(time, entry->path());
    }
  }
  std::sort(files.rbegin(), files.rend());
  for (std::size_t i = kMostFiles; i < files.size(); ++i) {
    fs::remove(files[i].second, ignored);
  }
}

}  // namespace

Result<LoadedRuns> loadRuns(const store::Workspace& workspace, sql::Connection& snapshot,
                            std::span<const ExperimentId> experiments, ViewType view) {
  LoadedRuns loaded;
  TATARA_ASSIGN(loaded.change, store::newestChange(snapshot));
  const std::string scope = scopeName(experiments, view);
  std::optional<RunTableFile::Content> kept;
  if (!scope.empty()) {
    TATARA_ASSIGN(kept, readKept(workspace, snapshot, scope, experiments, view));
  }
  if (kept && kept->change <= loaded.change) {
    TATARA_ASSIGN(const store::ChangeSet changes, store::changesSince(snapshot, kept->change));
    if (!changes.everything) {
      TATARA_ASSIGN(loaded.table, RunTable::refresh(kept->table, snapshot, changes));
      loaded.worthKeeping = changes.changes.size() >= kChangesWorthKeeping;
      return loaded;
    }
  }
  TATARA_ASSIGN(loaded.table, RunTable::load(snapshot, experiments, view));
  loaded.worthKeeping = !scope.empty() && loaded.table->size() >= kRunsWorthKeeping;
  return loaded;
}

Result<bool> hasKeptRuns(const store::Workspace& workspace, sql::Connection& snapshot,
                         std::span<const ExperimentId> experiments, ViewType view) {
  const std::string scope = scopeName(experiments, view);
  TATARA_ASSIGN(const std::string mark, markInStore(snapshot, scope));
  if (scope.empty() || mark.empty()) {
    return false;
  }
  constexpr std::size_t kBeginning = 256;
  const auto bytes = readFile(fileOf(workspace, scope), kBeginning);
  const auto head = bytes ? RunTableFile::decodeHead(bytes->span()) : std::nullopt;
  if (!head || head->mark != mark) {
    return false;
  }
  TATARA_ASSIGN(const auto oldest, snapshot.findInteger("SELECT min(seq) FROM change_log"));
  return oldest.value_or(0) <= head->change + 1;
}

Status keepRuns(store::Store& store, const LoadedRuns& loaded) {
  const std::string scope =
      scopeName(RunTableFile::experiments(*loaded.table), RunTableFile::view(*loaded.table));
  if (store.readOnly() || scope.empty()) {
    return {};
  }
  const fs::path folder = cacheFolder(store.workspace());
  std::error_code failed;
  if (!makeFolder(folder)) {
    return fileError("Run columns could not be kept", folder, errno);
  }
  const std::string mark = randomHex(16);
  const fs::path draft = folder / (scope + "." + mark);
  Status status = writeFile(draft, RunTableFile::encode(*loaded.table, mark, loaded.change));
  if (status) {
    // Between the two writes the old file fits no mark, and readers do without.
    status = store.write([&](store::Writer& writer) {
      return writer.sql().run("INSERT OR REPLACE INTO meta VALUES(?, ?)", "kept." + scope, mark);
    });
  }
  if (status) {
    fs::rename(draft, fileOf(store.workspace(), scope), failed);
    if (failed) {
      status = fileError("Run columns could not be kept", draft, failed.value());
    }
  }
  if (!status) {
    fs::remove(draft, failed);
  }
  removeOldFiles(folder);
  return status;
}

}  // namespace tatara::track
