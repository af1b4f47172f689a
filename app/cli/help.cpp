#include "app/cli/help.h"

#include <algorithm>

#include "app/cli/command_line.h"
#include "core/text/table.h"

namespace tatara::cli {
namespace {

constexpr int kWidth = 92;

// Breaks at blanks; every line but the first is indented.
std::string wrapped(std::string_view text, int indent) {
  std::string out;
  int column = indent;
  while (!text.empty()) {
    const std::size_t blank = text.find(' ');
    const std::string_view word = text.substr(0, blank);
    const int width = text::displayWidth(word);
    if (column > indent && column + 1 + width > kWidth) {
      out += "\n" + std::string(static_cast<std::size_t>(indent), ' ');
      column = indent;
    } else if (column > indent) {
      out += " ";
      ++column;
    }
    out += word;
    column += width;
    text.remove_prefix(blank == std::string_view::npos ? text.size() : blank + 1);
  }
  return out;
}

struct HelpLine {
  std::string left;
  std::string right;
};

std::string aligned(const std::vector<HelpLine>& lines) {
  int width = 0;
  for (const HelpLine& line : lines) {
    width = std::max(width, text::displayWidth(line.left));
  }
  width = std::min(width, 30);
  std::string out;
  for (const HelpLine& line : lines) {
    const int gap = width - text::displayWidth(line.left);
    out += "  " + line.left;
    out += gap < 0 ? "\n" + std::string(static_cast<std::size_t>(width) + 4, ' ')
                   : std::string(static_cast<std::size_t>(gap) + 2, ' ');
    out += wrapped(line.right, width + 4) + "\n";
  }
  return out;
}

std::string leftOf(const Argument& argument) {
  if (argument.isPositional()) {
    return argument.names + (argument.isList() ? "..." : "");
  }
  std::string names = argument.names;
  if (const std::size_t comma = names.find(','); comma != std::string::npos) {
    names.replace(comma, 1, ", ");
  } else {
    names = "    " + names;
  }
  return argument.value.empty() ? names : names + " " + argument.value;
}

std::vector<HelpLine> linesOf(const std::vector<Argument>& arguments, bool positional) {
  std::vector<HelpLine> lines;
  for (const Argument& argument : arguments) {
    if (argument.isPositional() == positional) {
      lines.push_back({leftOf(argument), argument.help});
    }
  }
  return lines;
}

std::string usageOf(const Verb& verb) {
  std::string usage = "Usage: tatara " + verb.path;
  for (const Argument& argument : verb.arguments) {
    if (argument.isPositional()) {
      const std::string word = leftOf(argument);
      usage += argument.required ? " " + word : " [" + word + "]";
    }
  }
  return usage + " [options]\n";
}

std::vector<Argument> globalsOf(const Verb* verb) {
  static GlobalOptions options;
  static bool help = false;
  auto arguments = globalArguments(options, help);
  if (verb != nullptr && !verb->takesFormat) {
    std::erase_if(arguments, [](const Argument& argument) { return argument.names == "--format"; });
  }
  return arguments;
}

}  // namespace

std::string verbHelp(const Verb& verb) {
  std::string out = verb.summary + "\n\n" + usageOf(verb);
  if (const auto lines = linesOf(verb.arguments, true); !lines.empty()) {
    out += "\n" + aligned(lines);
  }
  if (!verb.details.empty()) {
    out += "\n" + wrapped(verb.details, 0) + "\n";
  }
  if (const auto lines = linesOf(verb.arguments, false); !lines.empty()) {
    out += "\nOptions:\n" + aligned(lines);
  }
  out += "\nOptions of every verb:\n" + aligned(linesOf(globalsOf(&verb), false));
  if (!verb.examples.empty()) {
    out += "\nExamples:\n";
    for (const std::string& example : verb.examples) {
      out += "  " + example + "\n";
    }
  }
  return out;
}

std::string groupHelp(std::span<const Verb> verbs, std::string_view group) {
  std::vector<HelpLine> lines;
  for (const Verb& verb : verbs) {
    if (verb.path.starts_with(std::string(group) + " ")) {
      lines.push_back({"tatara " + verb.path, verb.summary});
    }
  }
  return aligned(lines) + "\n\"tatara " + std::string(group) + " VERB --help\" says more about each.\n";
}

std::string overallHelp(std::span<const Verb> verbs) {
  std::string out =
      "Tatara: follow, compare and keep the training of models, on this machine\n\n"
      "Usage: tatara VERB [arguments] [options]\n\n";
  std::vector<HelpLine> lines;
  for (const Verb& verb : verbs) {
    lines.push_back({verb.path, verb.summary});
  }
  out += aligned(lines);
  out += "\nOptions of every verb:\n" + aligned(linesOf(globalsOf(nullptr), false));
  out +=
      "\nBegin with \"tatara init\"; \"tatara VERB --help\" says more about each.\n"
      "Exit codes: 0 done, 1 a check said no, 2 wrong use, 3 not found, 4 refused,\n"
      "5 input damaged or not understood, 6 input or output, 70 a fault of the program.\n";
  return out;
}

std::string versionText() {
  return "tatara " TATARA_VERSION "\n";
}

}  // namespace tatara::cli
