// A store that is not there yet: made whole beside its place, synced once, and then given its name, so that a
// crash leaves either no store or a whole one, and no commit of the making waits for the disk.
//
// When another program makes the same store at the same time, one of the two stays; both are the same.
// Threads: any. Errors: PermissionDenied, Io, those of SQLite.
#pragma once

#include <filesystem>

#include "core/base/result.h"

namespace tatara::store::internal {

Status makeStore(const std::filesystem::path& file);

}  // namespace tatara::store::internal
