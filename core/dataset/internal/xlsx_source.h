// A sheet of an Excel workbook (Office Open XML, ECMA-376) as cells, read by libzip and expat as a stream.
//
// Dates are what the cell's number format says is one; they become ISO 8601 text. A formula gives the value
// that Excel stored with it. The first row that holds anything names the columns when it looks like names;
// rows of a title above it are skipped where they are plain (dialect.h).
//
// Bounded: at most 10,000 entries in the archive, 512 MB of shared texts, unpacked XML at most 200 times its
// packed size beyond 64 MB, 100 levels of XML, 10,000 columns; a document type is refused, so that no entity
// is ever expanded. Errors: Parse (with sheet and row), Unsupported (a zip archive that is no workbook),
// NotFound (no such sheet, with the nearest name), Cancelled.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "core/dataset/internal/cells.h"

namespace tatara::dataset {

struct XlsxChoice {
  std::string sheet;  // empty: the first
  std::optional<bool> header = {};
  std::optional<std::uint64_t> skipLines = {};  // rows of the sheet above the header
};

Result<OpenedCells> openXlsx(const std::filesystem::path& file, const XlsxChoice& choice,
                             std::stop_token stop);

}  // namespace tatara::dataset
