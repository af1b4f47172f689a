// tatara endpoints set, delete
#include <array>

#include "app/cli/endpoints_log.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/number_text.h"
#include "core/deploy/endpoints.h"

namespace tatara::cli {
namespace {

using std::chrono::milliseconds;

struct EndpointSetOptions {
  std::string name;
  std::string queue;
  std::string deadline;
  std::string slow;
  std::string logged;
  std::string kept;
  std::string mostDays;
  std::string owner;
  std::string deputy;
  std::string runbook;
  std::vector<std::string> callers;
  bool anyCaller = false;
};

// What was not given stays.
Result<std::int64_t> numberOr(const std::string& text, std::int64_t standing) {
  constexpr std::int64_t kMost = 2'000'000'000;
  const auto number = parseInt(text);
  if (!text.empty() && (!number || *number < 0 || *number > kMost)) {
    return makeError(ErrorKind::InvalidArgument, "'" + text + "' is no such number");
  }
  return number.value_or(standing);
}

std::string textOr(const std::string& text, const std::string& standing) {
  return text.empty() ? standing : text == "none" ? std::string() : text;
}

Result<deploy::Settings> changed(deploy::Settings settings, const EndpointSetOptions& options) {
  TATARA_ASSIGN(const std::int64_t queue, numberOr(options.queue, settings.queue));
  TATARA_ASSIGN(const std::int64_t deadline, numberOr(options.deadline, settings.deadline.count()));
  TATARA_ASSIGN(const std::int64_t slow, numberOr(options.slow, settings.slow.count()));
  TATARA_ASSIGN(const std::int64_t logged, numberOr(options.logged, settings.logged));
  TATARA_ASSIGN(const std::int64_t kept, numberOr(options.kept, settings.keptDays));
  TATARA_ASSIGN(const std::int64_t mostDays, numberOr(options.mostDays, settings.mostDays));
  settings.queue = static_cast<int>(queue);
  settings.deadline = milliseconds(deadline);
  settings.slow = milliseconds(slow);
  settings.logged = static_cast<int>(logged);
  settings.keptDays = static_cast<int>(kept);
  settings.mostDays = static_cast<int>(mostDays);
  settings.owner = textOr(options.owner, settings.owner);
  settings.deputy = textOr(options.deputy, settings.deputy);
  settings.runbook = textOr(options.runbook, settings.runbook);
  if (options.anyCaller || !options.callers.empty()) {
    settings.callers = options.callers;
  }
  return settings;
}

void addSetOptions(Verb& verb, EndpointSetOptions& options) {
  verb.positional("NAME", options.name, "The endpoint");
  verb.option("--queue", options.queue, "COUNT", "Requests that may wait or run at once");
  verb.option("--deadline", options.deadline, "MS", "Milliseconds after which a waiting request is not run");
  verb.option("--slow", options.slow, "MS", "Milliseconds from which a request counts against a canary");
  verb.option("--log", options.logged, "PERCENT", "How many of a hundred requests are kept");
  verb.option("--keep-days", options.kept, "DAYS", "How long they are kept; 0: for ever");
  verb.option("--max-age", options.mostDays, "DAYS",
              "How long ago what it serves may have been registered; 0: any time");
  verb.option("--owner", options.owner, "NAME", "Who answers for it; none: who made it");
  verb.option("--deputy", options.deputy, "NAME", "Who answers for it when the owner cannot, or none");
  verb.option("--runbook", options.runbook, "TEXT", "Where it says what to do when it fails, or none");
  verb.option("--caller", options.callers, "NAME", "Whose access token may ask; may be given several times");
  verb.flag("--any-caller", options.anyCaller, "Whoever reaches the server may ask again");
}

}  // namespace

Verb endpointsSetVerb() {
  auto options = std::make_shared<EndpointSetOptions>();
  Verb verb{.path = "endpoints set",
            .summary = "Change what an endpoint allows itself and keeps, and who answers for it",
            .details =
                "Where callers are named, the server answers their access tokens (\"tatara tokens create\") "
                "alone, on this machine too.",
            .examples = {"tatara endpoints set bikes --slow 25 --keep-days 30",
                         "tatara endpoints set bikes --log 10",
                         "tatara endpoints set bikes --owner mika --deputy rei --max-age 90",
                         "tatara endpoints set bikes --caller dispatcher --caller mika"}};
  verb.takesFormat = false;
  addSetOptions(verb, *options);
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    const auto actor = registry::currentActor("tatara");
    TATARA_TRY(store->write([&](store::Writer& writer) -> Status {
      TATARA_ASSIGN(const auto endpoint, deploy::findEndpoint(writer.sql(), options->name));
      if (!endpoint) {
        return makeError(ErrorKind::NotFound, "There is no endpoint \"" + options->name + "\"");
      }
      TATARA_ASSIGN(const auto settings, changed(endpoint->settings, *options));
      TATARA_TRY(deploy::changeSettings(writer, options->name, settings, actor, store->clock().now()));
      return {};
    }));
    session.remark("The endpoint \"" + options->name + "\" is set");
    return kDone;
  };
  return verb;
}

Verb endpointsDeleteVerb() {
  auto name = std::make_shared<std::string>();
  Verb verb{.path = "endpoints delete", .summary = "Delete an endpoint; its acts stay"};
  verb.takesFormat = false;
  verb.positional("NAME", *name, "The endpoint");
  verb.run = [name](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    const auto actor = registry::currentActor("tatara");
    TATARA_TRY(store->write([&](store::Writer& writer) {
      return deploy::deleteEndpoint(writer, *name, actor, store->clock().now());
    }));
    session.remark("Deleted the endpoint \"" + *name + "\"");
    return kDone;
  };
  return verb;
}

}  // namespace tatara::cli
