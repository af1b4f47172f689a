// What the verbs about an endpoint's rows share: the endpoint by its name, and rows as a version of a
// dataset.
#pragma once

#include <functional>
#include <ostream>

#include "app/cli/session.h"
#include "core/dataset/datasets.h"
#include "core/deploy/endpoints.h"

namespace tatara::cli {

Result<deploy::Endpoint> loadNamedEndpoint(store::Store& store, const std::string& name);  // NotFound

// `write` gives the rows as CSV, within a read lease; `version` says whose they become, but for the file.
// NotFound with `none` where nothing was written.
using WriteRows = std::function<Status(sql::Connection& connection, std::ostream& out)>;
Result<dataset::Added> addRows(Session& session, store::Store& store, dataset::NewVersion version,
                               const WriteRows& write, const std::string& none);

}  // namespace tatara::cli
