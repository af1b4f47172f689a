// From the words of a command line to a verb and its values.
//
// Global options may stand anywhere. Errors: InvalidArgument with a sentence that names the nearest right
// word.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/session.h"
#include "app/cli/verb.h"

namespace tatara::cli {

struct Command {
  const Verb* verb = nullptr;  // none: `help` asks about `group`, or about everything when that is empty
  std::string group;
  bool help = false;
  bool version = false;
  GlobalOptions global;
};

// Fills the targets of the chosen verb's arguments.
Result<Command> parseCommandLine(std::span<const Verb> verbs, std::span<const std::string> words);

// The arguments that every verb takes, bound to `options`.
std::vector<Argument> globalArguments(GlobalOptions& options, bool& help);

// The verb of exactly this path or alias.
const Verb* findVerb(std::span<const Verb> verbs, std::string_view path);
// The words that may follow `group` ("" for the first word), each once.
std::vector<std::string> wordsAfter(std::span<const Verb> verbs, std::string_view group);

}  // namespace tatara::cli
