// What `--help` prints. Threads: pure functions.
#pragma once

#include <span>
#include <string>

#include "app/cli/verb.h"

namespace tatara::cli {

std::string overallHelp(std::span<const Verb> verbs);
std::string groupHelp(std::span<const Verb> verbs, std::string_view group);
std::string verbHelp(const Verb& verb);
std::string versionText();

}  // namespace tatara::cli
