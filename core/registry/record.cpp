#include "core/registry/record.h"

#include "core/registry/internal/rows.h"

namespace tatara::registry {

Status recordElsewhere(store::Writer& writer, const Actor& actor, Timestamp now, const ActElsewhere& act) {
  return internal::record(writer, actor, now,
                          {.verb = act.verb,
                           .object = act.object,
                           .before = act.before,
                           .after = act.after,
                           .reason = act.reason});
}

}  // namespace tatara::registry
