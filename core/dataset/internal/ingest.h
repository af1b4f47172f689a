// A source of cells, typed and kept.
//
// The first block gives a guess of each column's type; then all blocks are read, split on this thread and
// typed on the others. Columns whose guess does not hold for the whole are read again, they alone; a clean
// file is read once. In memory are a few blocks at a time. A table that is nearly all empty cells beyond the
// first 20 million is refused: a small file can ask for billions of them.
//
// Threads: any; runs threads of its own. Errors: those of the source, Io, Unsupported, Cancelled.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>

#include "core/dataset/internal/cells.h"
#include "core/dataset/internal/spool.h"
#include "core/dataset/internal/values.h"

namespace tatara::dataset {

struct IngestOptions {
  std::string name;                // of the file, for errors
  std::filesystem::path folder;    // for the spool
  std::vector<std::string> names;  // of the columns
  std::vector<std::string> missing;
  std::vector<std::optional<ColumnPlan>> told;  // a column each
  std::optional<char> decimal = {};
  std::uint64_t sampleRows = 0;  // 0: all
};

struct Ingested {
  std::shared_ptr<Spool> spool;
  std::vector<ColumnInfo> columns;
  std::uint64_t rejectedCount = 0;
  std::vector<Rejected> rejected;  // at most kMostListed, in the order of the file
  bool complete = true;            // false: a sample
  std::uint64_t estimatedRows = 0;
};

Result<Ingested> ingest(CellSource& source, const IngestOptions& options, std::stop_token stop);

}  // namespace tatara::dataset
