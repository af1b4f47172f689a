// CSV as runs keep it. Threads: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tatara::evaluate {

// Cells of one record (RFC 4180); `text` is moved behind it.
std::vector<std::string> takeCsvRecord(std::string_view& text);

}  // namespace tatara::evaluate
