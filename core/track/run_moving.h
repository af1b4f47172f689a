// A run that goes to another experiment: its points, params, tags and files stay what and where they are, and
// the address of its files does not change. Inside a write task.
//
// Errors: NotFound, InvalidArgument when the run or the experiment is deleted.
#pragma once

#include "core/store/store.h"
#include "core/track/types.h"

namespace tatara::track {

Status moveRun(store::Writer& writer, const RunId& id, ExperimentId to);

}  // namespace tatara::track
