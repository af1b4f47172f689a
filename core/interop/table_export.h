// Writes experiments and runs as plain tables for other programs: experiments, runs, params, tags, metrics
// (every point) and datasets, a file each, joined by run_id and experiment_id.
//
// CSV has a header, LF line ends and quotes where a field needs them (RFC 4180); JSON is one object a line,
// with numbers as numbers and "NaN", "Infinity" and "-Infinity" as texts. Times are milliseconds since 1970
// UTC; what is missing is an empty field or null. Everything reads back as the same value. Parquet has the
// types as they are, with NaN and infinities as such.
//
// `folder` must be absent or empty. Threads: any but the GUI's and the store's writer; blocks until done.
// Errors: AlreadyExists, NotFound (a run or experiment, or DuckDB for Parquet), Cancelled, Io.
#pragma once

#include <filesystem>
#include <memory>

#include "core/base/result.h"
#include "core/interop/export_report.h"
#include "core/store/store.h"

namespace tatara::interop {

enum class TableFormat { Csv, Json, Parquet };

Result<ExportReport> exportTables(const std::shared_ptr<store::Store>& store,
                                  const std::filesystem::path& folder, const ExportChoice& choice,
                                  TableFormat format);

}  // namespace tatara::interop
