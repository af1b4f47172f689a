// Delimited text as cells: unpacked, turned into UTF-8, split into records.
//
// A record ends at LF, CR LF or CR outside quotes; blank lines are no records. A field that begins with the
// quote runs to its closing quote, a doubled quote inside stands for one (RFC 4180). A record of too few
// fields is filled up with missing ones, the fields that are too many are cut off, and both are told as
// ragged; so is text after a closing quote, which stays with the value.
//
// Errors: Parse with the line for a quote that is never closed, a record beyond 16 MB, NUL bytes, bytes that
// the character set lacks; Cancelled; what ByteSource says.
#pragma once

#include <filesystem>
#include <optional>

#include "core/dataset/dialect.h"
#include "core/dataset/internal/cells.h"

namespace tatara::dataset {

// Finds out encoding and dialect from the first bytes.
Result<OpenedCells> openDelimited(const std::filesystem::path& file, const DialectChoice& choice,
                                  std::stop_token stop);
// After an error of a source that was taken as UTF-8 by guess: the encoding to open it with instead. Nothing
// when the error is of another kind.
std::optional<std::string> betterEncoding(const CellSource& source);

}  // namespace tatara::dataset
