// What all exports take and tell: which experiments and runs are meant, and what was written.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/cli/session.h"
#include "app/cli/verb.h"
#include "core/interop/export_report.h"
#include "core/query/query.h"
#include "core/sql/connection.h"

namespace tatara::cli {

struct ChoiceOptions {
  std::string target;
  std::vector<std::string> experiments;
  std::vector<std::string> runs;
  std::string filter;
  bool deleted = false;
};

// The runs for which the filter holds, among those of `experiments` and `runs`, or among all when both are
// empty. NotFound when it holds for none.
Result<std::vector<track::RunInfo>> matchingRuns(sql::Connection& connection, const query::Filter& filter,
                                                 const interop::ExportChoice& among);

void addChoice(Verb& verb, const std::shared_ptr<ChoiceOptions>& options);
// Fills in `choice`. Errors: NotFound, Conflict, as resolve.h.
Status readChoice(Session& session, const ChoiceOptions& options, interop::ExportChoice& choice);
// The lines, or the report as JSON; what was left out goes to standard error.
void tellExport(Session& session, const interop::ExportReport& report, const std::vector<std::string>& lines);

}  // namespace tatara::cli
