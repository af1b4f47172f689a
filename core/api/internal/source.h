// Where a model version's files are, from the source that a client gives.
//
//   models:/m-…             a logged model of this workspace: its artifacts
//   models:/NAME/VERSION    that version's files, also by alias (models:/NAME@ALIAS)
//   runs:/RUN/PATH          below the run's artifacts
//   mlflow-artifacts:/…     below the artifact root
//   a path or file: URI     only below the artifacts of the run that is named; anything else could be any
//   file here any other scheme        kept as text; this server never opens it
//
// Errors: InvalidArgument, NotFound. Threads: inside a read lease or write task.
#pragma once

#include "core/registry/registry.h"

namespace tatara::api {

// Checks version.source and fills in version.storage.
Status resolveSource(sql::Connection& db, registry::NewVersion& version);

}  // namespace tatara::api
