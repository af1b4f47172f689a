// What a policy allows but is unwise: roles that lock everybody out, rules that protect nothing.
//
// policy.h tells the same in English, a line each. Threads: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/registry/policy.h"
#include "core/text/phrase.h"

namespace tatara::registry {

struct PolicyWarning {
  enum class About : std::uint8_t { Models, Endpoints };
  text::Phrase text;
  About about = About::Models;
  std::vector<std::string> names;  // patterns of the rule
  bool locksOut = false;           // somebody, or everybody, can never get what they ask for
  bool concerns(About what, std::string_view name) const;
};
std::vector<PolicyWarning> policyWarnings(const Policy& policy);

}  // namespace tatara::registry
