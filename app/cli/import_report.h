// What an import brought, told to a person or as JSON; the same for every kind of import.
#pragma once

#include "app/cli/session.h"
#include "core/interop/import_report.h"
#include "core/text/json.h"

namespace tatara::cli {

text::Json reportJson(const interop::ImportReport& report);
// Of whole stores: a line for each kind of thing.
std::string storeReportText(const interop::ImportReport& report);
// Conflicts, left-out things and notes, to standard error.
void remarkSkips(const Session& session, const interop::ImportReport& report);
// "3 runs, 2 here already", a line.
std::string countLine(std::string_view what, const interop::ImportCount& count);

// How an import ends: done, Cancelled, or Corrupt when something had to be left out, with `advice` on it.
Result<int> endOfImport(const interop::ImportReport& report, std::string_view advice = {});

}  // namespace tatara::cli
