// A person's wish that a run under way ends, told to the process that trains it through the store.
//
// Who can be asked says so when the run starts (the tag kStopTag: kListens), looks at the tag between its
// steps, and takes it away when the run ends. Who wants the run to end sets it to kWanted. So any program on
// any machine that shares the workspace can ask, and no process is signalled by a number that may be
// another's by now. A process that has gone never answers; its run is ended by endAbandoned().
//
// Threads: the writing ones inside a write task, the reading one inside a read lease. Errors: NotFound,
// InvalidArgument (a deleted run), Conflict (a run that is not under way, or was not asked before),
// Unsupported (nobody listens).
#pragma once

#include <string_view>

#include "core/store/store.h"
#include "core/track/types.h"

namespace tatara::track {

inline constexpr std::string_view kStopTag = "tatara.stop";
inline constexpr std::string_view kListens = "listens";
inline constexpr std::string_view kWanted = "wanted";

Status askToStop(store::Writer& writer, const RunId& id);
Result<bool> isAskedToStop(sql::Connection& connection, const RunId& id);
// Asked, and not answered: marked as killed.
Status endAbandoned(store::Writer& writer, const RunId& id, Timestamp now);
// The run has ended and nobody listens any more; fine where nobody ever did.
Status stopListening(store::Writer& writer, const RunId& id);

}  // namespace tatara::track
