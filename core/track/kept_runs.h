// The run columns as a new process gets them: from a file that an earlier one kept, brought up to date by the
// change log, or from the store's tables where there is none. Reading a hundred thousand runs out of SQLite
// takes seconds; out of such a file, a few dozen milliseconds.
//
// Files stand in .tatara/cache, one a scope, and may be deleted at any time. Invariant: what
// loadRuns() gives equals RunTable::load() in the same snapshot. A file holds the number of the newest change
// that it knows, and a random mark; the same mark stands in the store, written after that change. So a store
// that has the mark has the file's whole past: a store put back from a backup, or another one in its place,
// has another mark or none, and the file is left alone. What came since is in the change log; where that does
// not reach back far enough everything is read anew.
//
// Errors: those of the store; a kept file that is missing, damaged or of another version is never an error.
// Threads: any but the GUI's.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "core/store/store.h"
#include "core/track/run_table.h"

namespace tatara::track {

struct LoadedRuns {
  std::shared_ptr<const RunTable> table;
  std::int64_t change = 0;    // the newest that the table holds
  bool worthKeeping = false;  // there is no kept file near it, and reading takes long without one
};

Result<LoadedRuns> loadRuns(const store::Workspace& workspace, sql::Connection& snapshot,
                            std::span<const ExperimentId> experiments, ViewType view);
// Whether loadRuns() will find such a file, and so be quick.
Result<bool> hasKeptRuns(const store::Workspace& workspace, sql::Connection& snapshot,
                         std::span<const ExperimentId> experiments, ViewType view);
// Keeps them for the next process. Not inside a read lease or a write task. Does nothing to a read-only
// store.
Status keepRuns(store::Store& store, const LoadedRuns& loaded);

}  // namespace tatara::track
