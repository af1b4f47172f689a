#include "app/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <set>

#include "core/base/number_text.h"
#include "core/text/utf8.h"

namespace tatara::cli {
namespace {

std::string inQuotes(std::string_view word) {
  return "\"" + std::string(word) + "\"";
}

Error wrongUse(std::string message) {
  return makeError(ErrorKind::InvalidArgument, std::move(message));
}

std::vector<std::string> pathsOf(const Verb& verb) {
  std::vector<std::string> paths = {verb.path};
  paths.insert(paths.end(), verb.aliases.begin(), verb.aliases.end());
  return paths;
}

bool isNamed(const Argument& argument, std::string_view word) {
  const std::string names = "," + argument.names + ",";
  return names.find("," + std::string(word.substr(0, word.find('='))) + ",") != std::string::npos;
}

// The first words that are neither options nor the values of global ones: where the verb's name is.
std::vector<std::size_t> findPathWords(std::span<const std::string> words, std::span<const Argument> global) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < words.size() && places.size() < 2 && words[i] != "--"; ++i) {
    const std::string& word = words[i];
    if (!word.starts_with('-')) {
      places.push_back(i);
      continue;
    }
    const auto option = std::find_if(global.begin(), global.end(),
                                     [&](const Argument& argument) { return isNamed(argument, word); });
    if (option == global.end() && !places.empty()) {
      break;  // an option of the verb: what follows may be its value
    }
    if (option != global.end() && !option->isFlag() && word.find('=') == std::string::npos) {
      ++i;
    }
  }
  return places;
}

Error unknownWord(std::span<const Verb> verbs, const std::string& group, const std::string& word) {
  const auto known = wordsAfter(verbs, group);
  const std::string phrase = group.empty() ? word : group + " " + word;
  std::string message = "There is no " + inQuotes("tatara " + phrase);
  if (const auto near = nearestWord(word, known)) {
    return wrongUse(message + "; did you mean " +
                    inQuotes("tatara " + (group.empty() ? "" : group + " ") + *near) + "?");
  }
  if (group.empty()) {
    for (const Verb& verb : verbs) {
      const std::size_t space = verb.path.find(' ');
      if (space != std::string::npos && verb.path.substr(space + 1) == word) {
        return wrongUse(message + "; did you mean " + inQuotes("tatara " + verb.path) + "?");
      }
    }
    return wrongUse(message + "; \"tatara --help\" lists what there is");
  }
  message += "; after " + inQuotes(group) + " comes ";
  for (std::size_t i = 0; i < known.size(); ++i) {
    message += (i == 0 ? "" : i + 1 == known.size() ? " or " : ", ") + known[i];
  }
  return wrongUse(message);
}

// "FILTER" for "--filter": what is given by its place.
std::optional<std::string> positionalNamed(const Verb& verb, std::string_view option) {
  for (const Argument& argument : verb.arguments) {
    const auto same = [](char a, char b) { return a == std::toupper(static_cast<unsigned char>(b)); };
    if (argument.isPositional() && option.starts_with("--") &&
        std::ranges::equal(argument.names, option.substr(2), same)) {
      return argument.names;
    }
  }
  return std::nullopt;
}

Error unknownOption(const Verb& verb, std::span<const Argument> global, std::string word) {
  word = word.substr(0, word.find('='));
  if (!word.starts_with('-')) {
    return wrongUse(inQuotes("tatara " + verb.path) + " does not know what to do with " + inQuotes(word) +
                    "; see \"tatara " + verb.path + " --help\"");
  }
  std::vector<std::string> names;
  for (const auto& list : {std::span<const Argument>(verb.arguments), global}) {
    for (const Argument& argument : list) {
      if (!argument.isPositional()) {
        names.push_back(argument.longName());
      }
    }
  }
  const auto near = nearestWord(word, names);
  if (const auto bare = positionalNamed(verb, word)) {
    return wrongUse(inQuotes("tatara " + verb.path) + " has no option " + word + "; its " + *bare +
                    " is written without a name before it: tatara " + verb.path + " " + *bare);
  }
  return wrongUse(inQuotes("tatara " + verb.path) + " has no option " + word +
                  (near ? "; did you mean " + *near + "?" : "; see \"tatara " + verb.path + " --help\""));
}

std::string nameForPeople(const Argument& argument) {
  return argument.isPositional() ? argument.names : argument.longName();
}

// Numbers are taken as text, so that what is wrong with them is said in our words.
struct PendingNumber {
  const Argument* argument;
  std::unique_ptr<std::string> text;
};

void declare(CLI::App& app, const Argument& argument, std::vector<PendingNumber>& numbers) {
  const auto add = [&](auto& target) {
    CLI::Option* option = app.add_option(argument.isPositional() ? argument.names : argument.names, target);
    option->required(false);
    if constexpr (std::is_same_v<std::decay_t<decltype(target)>, std::vector<std::string>>) {
      argument.isPositional() ? option->expected(-1)
                              : option->expected(1)->take_all()->allow_extra_args(false);
    } else {
      option->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    }
  };
  if (auto* const* flag = std::get_if<bool*>(&argument.target)) {
    app.add_flag(argument.names, **flag);
  } else if (auto* const* text = std::get_if<std::string*>(&argument.target)) {
    add(**text);
  } else if (auto* const* list = std::get_if<std::vector<std::string>*>(&argument.target)) {
    add(**list);
  } else {
    numbers.push_back(PendingNumber{&argument, std::make_unique<std::string>()});
    add(*numbers.back().text);
  }
}

Status checkValues(const Verb& verb, const Argument& argument, CLI::App& app) {
  const std::string name = argument.isPositional() ? argument.names : argument.longName();
  const CLI::Option* option = app.get_option(name);
  if (option->count() == 0) {
    if (argument.required) {
      return wrongUse(inQuotes("tatara " + verb.path) + " needs " + name + ": " + argument.help);
    }
    return {};
  }
  const bool isPath = argument.offer == Offer::Files || argument.offer == Offer::Folders;
  for (const std::string& given : argument.isFlag() ? std::vector<std::string>{} : option->results()) {
    if (!isPath && !text::isValidUtf8(given)) {
      return wrongUse(name + " is not valid UTF-8: " + inQuotes(given));
    }
    if (argument.choices.empty()) {
      continue;
    }
    if (std::find(argument.choices.begin(), argument.choices.end(), given) != argument.choices.end()) {
      continue;
    }
    std::string list;
    for (std::size_t i = 0; i < argument.choices.size(); ++i) {
      list += (i == 0 ? "" : i + 1 == argument.choices.size() ? " or " : ", ") + argument.choices[i];
    }
    const auto near = nearestWord(given, argument.choices);
    return wrongUse(name + " is " + list + ", not " + inQuotes(given) +
                    (near ? "; did you mean " + *near + "?" : ""));
  }
  return {};
}

Status takeNumbers(const std::vector<PendingNumber>& numbers, CLI::App& app) {
  for (const PendingNumber& number : numbers) {
    const std::string name = nameForPeople(*number.argument);
    if (app.get_option(name)->count() == 0) {
      continue;
    }
    const auto value = parseInt(*number.text);
    if (!value) {
      return wrongUse(name + " is a whole number, not " + inQuotes(*number.text));
    }
    **std::get_if<std::int64_t*>(&number.argument->target) = *value;
  }
  return {};
}

Status parseArguments(const Verb& verb, std::span<const Argument> global, std::vector<std::string> words,
                      const bool& help) {
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  std::vector<PendingNumber> numbers;
  try {
    for (const auto& list : {std::span<const Argument>(verb.arguments), global}) {
      for (const Argument& argument : list) {
        declare(app, argument, numbers);
      }
    }
    std::reverse(words.begin(), words.end());
    app.parse(words);
    if (help) {
      return {};
    }
    auto extras = app.remaining();
    std::erase(extras, "--");
    if (!extras.empty()) {
      return unknownOption(verb, global, extras.front());
    }
    TATARA_TRY(takeNumbers(numbers, app));
    for (const auto& list : {global, std::span<const Argument>(verb.arguments)}) {
      for (const Argument& argument : list) {
        TATARA_TRY(checkValues(verb, argument, app));
      }
    }
  } catch (const CLI::ArgumentMismatch& error) {
    const std::string what = error.what();
    return wrongUse(what.substr(0, what.find(':')) + " needs a value; see \"tatara " + verb.path +
                    " --help\"");
  } catch (const CLI::Error& error) {
    return wrongUse(std::string("The command line is not understood: ") + error.what());
  }
  return {};
}

}  // namespace

std::string Argument::longName() const {
  const std::size_t comma = names.rfind(',');
  return comma == std::string::npos ? names : names.substr(comma + 1);
}

std::vector<Argument> globalArguments(GlobalOptions& options, bool& help) {
  Verb all;
  all.option("-w,--workspace", options.workspace, "DIR",
             "The workspace; by default the nearest folder upwards that holds tatara.yaml, else ~/tatara")
      .offers(Offer::Folders);
  all.option("--format", options.format, "FORMAT", "How results are written: table, json or csv")
      .oneOf({"table", "json", "csv"});
  all.flag("-q,--quiet", options.quiet, "No progress and no remarks, only results and errors");
  all.flag("-h,--help", help, "Say how to use it");
  return all.arguments;
}

const Verb* findVerb(std::span<const Verb> verbs, std::string_view path) {
  for (const Verb& verb : verbs) {
    const auto paths = pathsOf(verb);
    if (std::find(paths.begin(), paths.end(), path) != paths.end()) {
      return &verb;
    }
  }
  return nullptr;
}

std::vector<std::string> wordsAfter(std::span<const Verb> verbs, std::string_view group) {
  std::vector<std::string> words;
  for (const Verb& verb : verbs) {
    for (const std::string& path : pathsOf(verb)) {
      const std::size_t space = path.find(' ');
      const bool inGroup = !group.empty() && space != std::string::npos && path.substr(0, space) == group;
      if (!group.empty() && !inGroup) {
        continue;
      }
      std::string word = group.empty() ? path.substr(0, space) : path.substr(space + 1);
      if (std::find(words.begin(), words.end(), word) == words.end()) {
        words.push_back(std::move(word));
      }
    }
  }
  return words;
}

Result<Command> parseCommandLine(std::span<const Verb> verbs, std::span<const std::string> given) {
  std::vector<std::string> words(given.begin(), given.end());
  Command command;
  const auto global = globalArguments(command.global, command.help);
  auto places = findPathWords(words, global);
  if (!places.empty() && words[places[0]] == "help") {
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(places[0]));
    words.emplace_back("--help");
    places = findPathWords(words, global);
  }
  command.version = places.empty() && std::find(words.begin(), words.end(), "--version") != words.end();
  if (command.version) {
    return command;
  }
  const bool asksHelp = std::any_of(words.begin(), words.end(),
                                    [](const std::string& word) { return word == "--help" || word == "-h"; });
  if (places.empty()) {
    if (!words.empty() && !asksHelp) {
      return wrongUse("The command line names no verb; \"tatara --help\" lists what there is");
    }
    command.help = true;
    return command;
  }
  const std::string first = words[places[0]];
  const Verb* verb = places.size() == 2 ? findVerb(verbs, first + " " + words[places[1]]) : nullptr;
  std::size_t taken = 2;
  if (verb == nullptr) {
    verb = findVerb(verbs, first);
    taken = 1;
  }
  if (verb == nullptr) {
    if (wordsAfter(verbs, first).empty()) {
      return unknownWord(verbs, "", first);
    }
    if (places.size() == 2) {
      return unknownWord(verbs, first, words[places[1]]);
    }
    command.group = first;
    command.help = asksHelp;
    return command;
  }
  command.verb = verb;
  for (std::size_t i = taken; i-- > 0;) {
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(places[i]));
  }
  TATARA_TRY(parseArguments(*verb, global, std::move(words), command.help));
  return command;
}

}  // namespace tatara::cli
