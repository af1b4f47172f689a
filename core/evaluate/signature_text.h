// A signature as a person writes it, for models that do not say themselves what they take and give:
//
//   temp double
//   hr long
//   kind string?
//   "wind speed" float
//   -> cnt double
//
// A column a line, or several with commas between: its name, its type in MLflow's words (boolean, integer,
// long, float, double, string, datetime), and "?" behind the type where it may be missing. What is given
// stands behind
// "->", the same way. A name with blanks, commas or quotes stands in double quotes, a quote in it twice. A
// colon between name and type is taken as well.
//
// Errors: InvalidArgument, naming the line and what is wrong with it. Threads: pure functions.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/dataset/column.h"
#include "core/infer/signature.h"

namespace tatara::evaluate {

Result<infer::Signature> parseSignatureText(std::string_view text);
// What parseSignatureText() reads back as the same; of columns only, not of tensors.
std::string signatureText(const infer::Signature& signature);

// That of a table's columns, all but the target being what the model takes. A column with missing values may
// be missing; whole numbers among which some are missing are doubles, as pandas reads them.
infer::Signature signatureOfColumns(std::span<const dataset::ColumnInfo> columns, std::string_view target);

}  // namespace tatara::evaluate
