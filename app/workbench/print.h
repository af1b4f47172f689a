// `tatara-workbench --print-document IN.html OUT.pdf`: what `tatara reviews export` and `tatara models card`
// call for a PDF, because core draws nothing. Needs no workspace and no display.
#pragma once

#include <optional>

namespace tatara::workbench {

// The exit code when that is what was asked for.
std::optional<int> printDocument(int argc, char** argv);

}  // namespace tatara::workbench
