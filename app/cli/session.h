// What a verb is given: the global options, the streams, the workspace, and the wish to stop.
//
// Results go to standard output, progress and remarks to standard error. Threads: one, except stop().
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/store/store.h"

namespace tatara::cli {

enum class Format { Table, Json, Csv };

struct GlobalOptions {
  std::string workspace;  // empty: look for it
  std::string format;     // empty: the verb's own default
  bool quiet = false;
};

class Session {
 public:
  Session(GlobalOptions options, std::stop_token stop)
      : m_options(std::move(options)), m_stop(std::move(stop)) {}

  Format format(Format byDefault = Format::Table) const;
  bool quiet() const { return m_options.quiet; }
  // Stops when Ctrl+C is pressed or the process is asked to end.
  std::stop_token stop() const { return m_stop; }

  // Result text, as it is.
  void print(std::string_view text);
  // A sentence about what was done, for a person: "Deleted 3 runs". Nothing when quiet.
  void remark(std::string_view sentence) const;
  // "Verifying  340 of 1,200", rewritten in place on a terminal; nothing elsewhere or when quiet.
  void progress(std::string_view doing, std::int64_t done, std::int64_t total);

  // --workspace, else the nearest folder upwards that holds tatara.yaml, else ~/tatara.
  Result<store::Workspace> workspace() const;
  bool workspaceNamed() const { return !m_options.workspace.empty(); }
  // The folder named by --workspace, even when there is no workspace in it.
  std::filesystem::path namedFolder() const { return m_options.workspace; }
  // Opened once.
  Result<std::shared_ptr<store::Store>> store();

  // Ends a progress line and flushes. Io when standard output could not be written (a full disk, a closed
  // pipe).
  Status finish();

 private:
  void clearProgress() const;

  GlobalOptions m_options;
  std::stop_token m_stop;
  std::shared_ptr<store::Store> m_store;
  mutable bool m_progressShown = false;
  int m_writeError = 0;  // the first errno of standard output
};

}  // namespace tatara::cli
