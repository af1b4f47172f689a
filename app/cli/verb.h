// A verb of `tatara`: what it is called, what it takes, and what it does.
//
// One file a verb (or a small family of verbs): a function that returns a `Verb`, declared in verbs.h and
// listed in main.cpp. The arguments are declared as data, so that parsing, help and completion all come from
// one place; the values land in variables that the verb's `run` shares with its arguments:
//
//   Verb metricsHistoryVerb() {
//     struct Options { std::string run; std::string metric; };
//     auto options = std::make_shared<Options>();
//     Verb verb{.path = "metrics history", .summary = "List every point of a metric"};
//     verb.positional("RUN", options->run, "Id, unique beginning of an id, or name of the run");
//     verb.positional("METRIC", options->metric, "Key of the metric");
//     verb.run = [options](Session& session) -> Result<int> { …; return kDone; };
//     return verb;
//   }
//
// `run` gives the exit code, or an error whose kind decides it (core/base/exit_code.h).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/result.h"

namespace tatara::cli {

class Session;

inline constexpr int kDone = 0;
inline constexpr int kCheckSaidNo = 1;

// What the shell's completion offers for a value.
enum class Offer { Nothing, Files, Folders, Experiments, Runs, Models, Datasets };

struct Argument {
  using Target = std::variant<bool*, std::string*, std::int64_t*, std::vector<std::string>*>;

  std::string names;  // "-f,--filter", or "RUN" for a positional
  std::string value;  // what stands for the value in the help; empty for flags and positionals
  std::string help;
  Target target;
  bool required = false;
  std::vector<std::string> choices;
  Offer offer = Offer::Nothing;

  bool isPositional() const { return !names.starts_with('-'); }
  bool isFlag() const { return std::holds_alternative<bool*>(target); }
  bool isList() const { return std::holds_alternative<std::vector<std::string>*>(target); }
  // "--filter" of "-f,--filter".
  std::string longName() const;

  Argument& optional() {
    required = false;
    return *this;
  }
  Argument& oneOf(std::vector<std::string> words) {
    choices = std::move(words);
    return *this;
  }
  Argument& offers(Offer what) {
    offer = what;
    return *this;
  }
};

struct Verb {
  std::string path;                        // "runs search"
  std::string summary;                     // one line, no full stop
  std::string details = {};                // more to know, in whole sentences; may be empty
  std::vector<std::string> examples = {};  // command lines
  std::vector<Argument> arguments = {};
  std::function<Result<int>(Session&)> run = {};
  std::vector<std::string> aliases = {};  // other paths
  bool takesFormat = true;                // whether --format means anything to it

  // A positional is required unless it is made optional(); a list of them takes one or more.
  template <typename T>
  Argument& positional(std::string name, T& target, std::string help) {
    return arguments.emplace_back(
        Argument{std::move(name), "", std::move(help), &target, true, {}, Offer::Nothing});
  }
  // --name VALUE; a list may be given several times.
  template <typename T>
  Argument& option(std::string names, T& target, std::string value, std::string help) {
    return arguments.emplace_back(
        Argument{std::move(names), std::move(value), std::move(help), &target, false, {}, Offer::Nothing});
  }
  Argument& flag(std::string names, bool& target, std::string help) {
    return option(std::move(names), target, "", std::move(help));
  }
};

}  // namespace tatara::cli
