// Completion for the shells: `tatara completion SHELL` prints a short script that asks `tatara __complete`
// for candidates, so that all three shells offer the same, names of experiments and models included.
#include <algorithm>

#include "app/cli/command_line.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/dataset/datasets.h"
#include "core/registry/registry.h"
#include "core/text/table.h"
#include "core/track/experiments.h"
#include "core/track/run_table.h"

namespace tatara::cli {
namespace {

constexpr std::string_view kBash = R"sh(_tatara() {
  local candidates
  candidates=$(tatara __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  case "$candidates" in
    ':files') compopt -o default; COMPREPLY=() ;;
    ':folders') compopt -o dirnames; COMPREPLY=() ;;
    *)
      COMPREPLY=()
      while IFS= read -r word; do
        [ -n "$word" ] && COMPREPLY+=("$(printf '%q' "$word")")
      done <<<"$candidates"
      ;;
  esac
}
complete -F _tatara tatara
)sh";

constexpr std::string_view kZsh = R"sh(#compdef tatara
_tatara() {
  local -a candidates
  candidates=("${(@f)$(tatara __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  case "$candidates[1]" in
    ':files') _files ;;
    ':folders') _files -/ ;;
    *) compadd -a candidates ;;
  esac
}
compdef _tatara tatara
)sh";

constexpr std::string_view kFish = R"sh(function __tatara_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l candidates (tatara __complete $words[2..-1] 2>/dev/null)
  switch "$candidates[1]"
    case ':files'
      __fish_complete_path (commandline -ct)
    case ':folders'
      __fish_complete_directories (commandline -ct)
    case '*'
      printf '%s\n' $candidates
  end
end
complete -c tatara -f -a '(__tatara_complete)'
)sh";

using Words = std::vector<std::string>;

// Of the runs only the newest are offered.
constexpr std::size_t kOfferedRuns = 200;

Words namesOf(Session& session, Offer offer) {
  const auto store = session.store();
  if (!store) {
    return {};
  }
  const auto names = (*store)->read([&](sql::Connection& connection) -> Result<Words> {
    Words found;
    if (offer == Offer::Models) {
      TATARA_ASSIGN(const auto models, registry::loadModels(connection));
      for (const auto& model : models) {
        found.push_back(model.name);
      }
    } else if (offer == Offer::Datasets) {
      TATARA_ASSIGN(const auto datasets, dataset::listDatasets(connection));
      for (const auto& one : datasets) {
        found.push_back(one.name);
      }
    } else if (offer == Offer::Experiments) {
      TATARA_ASSIGN(const auto experiments, track::loadExperiments(connection, track::ViewType::All));
      for (const auto& experiment : experiments) {
        found.push_back(experiment.name);
      }
    } else {
      // Ids rather than names: those are what is unique and what tables show.
      TATARA_ASSIGN(const auto table, track::RunTable::load(connection, {}, track::ViewType::All));
      for (std::size_t row = table->size() - std::min(table->size(), kOfferedRuns); row < table->size();
           ++row) {
        found.push_back(table->run(row).id.value());
      }
    }
    return found;
  });
  return names ? *names : Words{};
}

Words candidatesFor(Session& session, const Argument& argument) {
  if (!argument.choices.empty()) {
    return argument.choices;
  }
  switch (argument.offer) {
    case Offer::Files:
      return {":files"};
    case Offer::Folders:
      return {":folders"};
    case Offer::Experiments:
    case Offer::Models:
    case Offer::Runs:
    case Offer::Datasets:
      return namesOf(session, argument.offer);
    case Offer::Nothing:
      break;
  }
  return {};
}

const Argument* optionNamed(const std::vector<Argument>& arguments, const std::string& word) {
  for (const Argument& argument : arguments) {
    const std::string names = "," + argument.names + ",";
    if (!argument.isPositional() && names.find("," + word + ",") != std::string::npos) {
      return &argument;
    }
  }
  return nullptr;
}

// What may stand for the last of `words`, given those before it.
Words candidates(Session& session, std::span<const Verb> verbs, Words words) {
  const std::string current = words.empty() ? "" : words.back();
  if (!words.empty()) {
    words.pop_back();
  }
  GlobalOptions options;
  bool help = false;
  std::vector<Argument> arguments = globalArguments(options, help);
  Words plain;
  const Argument* awaiting = nullptr;
  const Verb* verb = nullptr;
  std::size_t taken = 0;
  for (const std::string& word : words) {
    if (awaiting != nullptr) {
      awaiting = nullptr;
    } else if (word.starts_with('-')) {
      const Argument* option = optionNamed(arguments, word);
      awaiting = option != nullptr && !option->isFlag() ? option : nullptr;
    } else {
      plain.push_back(word);
      const Verb* found =
          taken > 0 ? nullptr : findVerb(verbs, plain.size() == 2 ? plain[0] + " " + word : word);
      if (found != nullptr && plain.size() <= 2) {
        verb = found;
        taken = plain.size();
        arguments.insert(arguments.begin(), verb->arguments.begin(), verb->arguments.end());
      }
    }
  }
  if (awaiting != nullptr) {
    return candidatesFor(session, *awaiting);
  }
  Words found;
  if (current.starts_with('-')) {
    for (const Argument& argument : arguments) {
      if (!argument.isPositional()) {
        found.push_back(argument.longName());
      }
    }
  } else if (verb == nullptr) {
    return plain.size() < 2 ? wordsAfter(verbs, plain.empty() ? "" : plain[0]) : Words{};
  } else {
    std::size_t position = plain.size() - taken;
    for (const Argument& argument : verb->arguments) {
      if (argument.isPositional() && (position-- == 0 || argument.isList())) {
        return candidatesFor(session, argument);
      }
    }
  }
  return found;
}

}  // namespace

Verb completionVerb() {
  auto shell = std::make_shared<std::string>();
  Verb verb{.path = "completion",
            .summary = "Print the completion script for a shell",
            .details = "Evaluate it in the shell's start file.",
            .examples = {"eval \"$(tatara completion bash)\"         # in ~/.bashrc",
                         "eval \"$(tatara completion zsh)\"          # in ~/.zshrc, after compinit",
                         "tatara completion fish | source          # in ~/.config/fish/config.fish"}};
  verb.takesFormat = false;
  verb.positional("SHELL", *shell, "bash, zsh or fish").oneOf({"bash", "zsh", "fish"});
  verb.run = [shell](Session& session) -> Result<int> {
    session.print(*shell == "bash" ? kBash : *shell == "zsh" ? kZsh : kFish);
    return kDone;
  };
  return verb;
}

int printCandidates(std::span<const Verb> verbs, Words words) {
  const std::string current = words.empty() ? "" : words.back();
  Session session(GlobalOptions{}, {});
  for (const std::string& word : candidates(session, verbs, words)) {
    if (word.starts_with(':') || word.starts_with(current)) {
      session.print(text::printable(word) + "\n");
    }
  }
  return kDone;
}

}  // namespace tatara::cli
