// Pieces of Python that a person may run.
//
// Threads: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace tatara::dataset {

// A literal of Python: double-quoted JSON strings are.
std::string python(std::string_view text);
// df["name"]
std::string pythonColumn(const std::string& name);

}  // namespace tatara::dataset
