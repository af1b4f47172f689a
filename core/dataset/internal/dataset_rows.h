// The JSON texts of a version's row in the store.
//
// Threads: pure functions. Errors: Corrupt.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/column.h"

namespace tatara::dataset {

std::string schemaText(const std::vector<ColumnInfo>& columns);
Result<std::vector<ColumnInfo>> schemaFromText(std::string_view json);
std::string sentencesText(const std::vector<text::Phrase>& sentences);
std::vector<text::Phrase> sentencesFromText(std::string_view json);

}  // namespace tatara::dataset
