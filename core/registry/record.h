// Acts on things that other modules keep, such as "endpoint/bikes": recorded in the same table, in the
// transaction of the change.
//
// Threads: inside a write task. Errors: those of the store.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/registry/registry.h"

namespace tatara::registry {

struct ActElsewhere {
  std::string_view verb;
  std::string object;
  std::optional<std::string> before{};
  std::optional<std::string> after{};
  std::string_view reason{};
};
Status recordElsewhere(store::Writer& writer, const Actor& actor, Timestamp now, const ActElsewhere& act);

}  // namespace tatara::registry
