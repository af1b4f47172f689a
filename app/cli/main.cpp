// `tatara`: every job without a screen. Chooses the verb, runs it, and turns an error into a sentence and a
// code.
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "app/cli/command_line.h"
#include "app/cli/exchange.h"
#include "app/cli/help.h"
#include "app/cli/server_verbs.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/exit_code.h"
#include "core/base/log.h"
#include "core/evaluate/evaluation.h"
#include "core/infer/probe.h"
#include "core/text/table.h"

namespace tatara::cli {
namespace {

// In the order of the help. A line is a verb or a family of them.
std::vector<Verb> makeVerbs() {
  std::vector<Verb> verbs;
  const auto add = [&](Verb verb) { verbs.push_back(std::move(verb)); };
  const auto addAll = [&](std::vector<Verb> family) {
    std::move(family.begin(), family.end(), std::back_inserter(verbs));
  };
  add(initVerb());
  add(exampleVerb());
  add(serverVerb());
  addAll(dataVerbs());
  add(trainVerb());
  add(reproduceVerb());
  add(predictVerb());
  add(dataProfileVerb());
  add(dataDiffVerb());
  add(dataContractVerb());
  add(dataCheckVerb());
  add(dataFixVerb());
  add(dataLineageVerb());
  add(dataQueryVerb());
  addAll(experimentsVerbs());
  add(runsSearchVerb());
  addAll(runsVerbs());
  add(runsCompareVerb());
  addAll(metricsVerbs());
  addAll(artifactsVerbs());
  addAll(modelsVerbs());
  add(modelsLoggedVerb());
  addAll(modelsChangeVerbs());
  add(modelsLineageVerb());
  add(modelsCompareVerb());
  add(modelsReferenceVerb());
  add(evaluateVerb());
  addAll(reviewsVerbs());
  addAll(reviewsGateVerbs());
  addAll(reviewsExportVerbs());
  add(reviewsOverridesVerb());
  addAll(auditVerbs());
  addAll(endpointsVerbs());
  add(endpointsServeVerb());
  add(deployExportVerb());
  add(serveModelVerb());
  add(importMlflowVerb());
  add(importTensorboardVerb());
  addAll(exportVerbs());
  addAll(bundleVerbs());
  addAll(tracesVerbs());
  addAll(tokensVerbs());
  add(doctorVerb());
  addAll(maintenanceVerbs());
  add(completionVerb());
  return verbs;
}

int report(const Error& error) {
  std::fflush(stdout);
  std::string text = "tatara: " + text::printable(error.message) + "\n";
  for (std::string_view rest = error.detail; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    text += "  " + text::printable(rest.substr(0, end)) + "\n";
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  std::fwrite(text.data(), 1, text.size(), stderr);
  return exitCodeOf(error.kind);
}

void print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

// The first Ctrl+C asks the verb to stop in good order, the second ends the process at once.
std::stop_token stopOnSignals() {
  static std::stop_source source;
  static sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::thread([] {
    int signal = 0;
    sigwait(&signals, &signal);
    source.request_stop();
    sigwait(&signals, &signal);
    std::_Exit(128 + signal);
  }).detach();
  return source.get_token();
}

int runVerb(const Command& command) {
  Session session(command.global, stopOnSignals());
  const auto code = command.verb->run(session);
  const Status written = session.finish();
  if (!code) {
    return report(code.error());
  }
  return written ? *code : report(written.error());
}

int run(std::span<const std::string> words) {
  log::setLevel(log::Level::Warning);
  if (words.size() == 1 && words[0] == infer::kProbeWord) {
    return infer::probeMain();
  }
  if (words.size() == 1 && words[0] == evaluate::kMeasureWord) {
    return evaluate::measureMain();
  }
  const std::vector<Verb> verbs = makeVerbs();
  if (!words.empty() && words[0] == "__complete") {
    return printCandidates(verbs, {words.begin() + 1, words.end()});
  }
  const auto command = parseCommandLine(verbs, words);
  if (!command) {
    return report(command.error());
  }
  if (command->version) {
    print(versionText());
    return kDone;
  }
  if (command->help) {
    print(command->verb != nullptr ? verbHelp(*command->verb)
          : command->group.empty() ? overallHelp(verbs)
                                   : groupHelp(verbs, command->group));
    return kDone;
  }
  if (command->verb == nullptr) {
    const std::string text =
        "tatara: \"" + command->group + "\" needs one more word:\n\n" + groupHelp(verbs, command->group);
    std::fwrite(text.data(), 1, text.size(), stderr);
    return exitCodeOf(ErrorKind::InvalidArgument);
  }
  return runVerb(*command);
}

}  // namespace
}  // namespace tatara::cli

int main(int count, char** values) {
  const std::vector<std::string> words(values + 1, values + count);
  return tatara::cli::run(words);
}
