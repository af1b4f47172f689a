// tatara tokens create, list, revoke
#include "core/registry/tokens.h"

#include "app/cli/listing.h"
#include "app/cli/server_verbs.h"
#include "app/cli/session.h"
#include "core/base/number_text.h"
#include "core/registry/registry.h"

namespace tatara::cli {
namespace {

constexpr const char* kTokenProgram = "tatara";

struct CreateOptions {
  std::vector<std::string> scopes;
  std::string person;
  std::string label;
  std::string expires = "90d";
  bool automated = false;
};

// "90d", "12h", "never".
Result<std::optional<Timestamp>> parseEnd(const std::string& text, Timestamp now) {
  if (text == "never") {
    return std::optional<Timestamp>();
  }
  constexpr std::int64_t kMost = 100 * 365 * 24;
  const auto count =
      text.empty() ? std::nullopt : parseInt(std::string_view(text).substr(0, text.size() - 1));
  const std::int64_t hours = text.ends_with('d') ? 24 : text.ends_with('h') ? 1 : 0;
  if (!count || hours == 0 || *count < 1 || *count > kMost / hours) {
    return makeError(
        ErrorKind::InvalidArgument,
        "'" + text + "' is not a time after which a token ends; give one like 90d or 12h, or never");
  }
  return std::optional<Timestamp>(now + std::chrono::hours(*count * hours));
}

Result<registry::Scopes> parseScopes(const std::vector<std::string>& words) {
  std::uint32_t bits = 0;
  for (const std::string& word : words) {
    const auto scope = registry::parseScope(word);
    if (!scope) {
      return makeError(ErrorKind::InvalidArgument,
                       "'" + word + "' is not a scope; there are read, log, review, deploy and admin");
    }
    bits |= static_cast<std::uint32_t>(*scope);
  }
  return registry::Scopes::fromBits(bits);
}

std::string_view stateOf(const registry::Token& token, Timestamp now) {
  return token.revoked ? "revoked" : token.liveAt(now) ? "live" : "expired";
}

Verb tokensCreateVerb() {
  auto options = std::make_shared<CreateOptions>();
  Verb verb{
      .path = "tokens create",
      .summary = "Make an access token for clients of the server",
      .details =
          "Prints the token once; only its digest is kept. Clients give it in MLFLOW_TRACKING_TOKEN, or as "
          "the password beside any user name. Scopes: read; log (runs, artifacts, registering models); "
          "review "
          "(deciding reviews); deploy (endpoints, protected aliases); admin (everything, tokens too). Each "
          "includes read.",
      .examples = {"export MLFLOW_TRACKING_TOKEN=$(tatara tokens create --scope log)",
                   "tatara tokens create --scope log --scope review --person ana --label laptop",
                   "tatara tokens create --scope log --person nightly --automated --expires never"}};
  verb.option("-s,--scope", options->scopes, "SCOPE", "What it allows; may be given several times")
      .oneOf({"read", "log", "review", "deploy", "admin"});
  verb.option("--person", options->person, "NAME", "Whom it belongs to (the account that runs this)");
  verb.option("--label", options->label, "TEXT", "What it is for, to know it again");
  verb.option("--expires", options->expires, "TIME", "When it ends: 90d, 12h or never (90d)");
  verb.flag("--automated", options->automated, "A job's token: nobody's hand is on what it does");
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    const Timestamp now = store->clock().now();
    const registry::Actor actor = registry::currentActor(kTokenProgram);
    registry::NewToken wanted;
    wanted.person = options->person.empty() ? actor.person : options->person;
    wanted.label = options->label;
    wanted.automated = options->automated;
    TATARA_ASSIGN(wanted.scopes, parseScopes(options->scopes));
    TATARA_ASSIGN(wanted.expires, parseEnd(options->expires, now));
    TATARA_ASSIGN(const auto issued, store->writeFor([&](store::Writer& writer) {
      return registry::createToken(writer, wanted, actor, now);
    }));
    if (session.format() == Format::Json) {
      Record record;
      record.add("id", "Id", countCell(issued.token.id));
      record.add("token", "Token", textCell(issued.secret));
      record.add("person", "Person", textCell(issued.token.person));
      record.add("scopes", "Scopes", listCell(registry::namesOf(issued.token.scopes)));
      record.add("expires", "Expires", timeCell(issued.token.expires));
      record.print(session);
      return kDone;
    }
    session.print(issued.secret + "\n");
    session.remark("Token " + std::to_string(issued.token.id) + " of " + issued.token.person +
                   "; it is not shown again");
    return kDone;
  };
  return verb;
}

Verb tokensListVerb() {
  Verb verb{.path = "tokens list",
            .summary = "List access tokens, newest first",
            .details = "Never the tokens themselves, which nobody keeps.",
            .examples = {"tatara tokens list", "tatara tokens list --format json"}};
  verb.run = [](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(const auto tokens, store->read([](sql::Connection& c) { return registry::loadTokens(c); }));
    const Timestamp now = store->clock().now();
    Listing listing;
    listing.addColumn("id", "Id", text::Align::Right);
    listing.addColumn("person", "Person", text::Align::Left, 32);
    listing.addColumn("label", "Label", text::Align::Left, 32);
    listing.addColumn("scopes", "Scopes");
    listing.addColumn("automated", "Automated");
    listing.addColumn("state", "State");
    listing.addColumn("created", "Created");
    listing.addColumn("created_by", "By", text::Align::Left, 32);
    listing.addColumn("expires", "Expires");
    listing.addColumn("used", "Last used");
    for (const registry::Token& token : tokens) {
      listing.addRow({countCell(token.id),
                      textCell(token.person),
                      textCell(token.label),
                      listCell(registry::namesOf(token.scopes)),
                      {token.automated ? "yes" : "", text::Json(token.automated)},
                      textCell(stateOf(token, now)),
                      timeCell(token.created),
                      textCell(token.createdBy),
                      timeCell(token.expires),
                      timeCell(token.used)});
    }
    listing.print(session, "There are no access tokens; \"tatara tokens create --scope log\" makes one");
    return kDone;
  };
  return verb;
}

Verb revokeVerb() {
  auto ids = std::make_shared<std::vector<std::string>>();
  Verb verb{.path = "tokens revoke",
            .summary = "End access tokens at once",
            .details = "A running server lets them in no more, without being started again.",
            .examples = {"tatara tokens revoke 3"}};
  verb.positional("ID", *ids, "Numbers of the tokens, as \"tatara tokens list\" shows them");
  verb.run = [ids](Session& session) -> Result<int> {
    std::vector<std::int64_t> numbers;
    for (const std::string& id : *ids) {
      const auto number = parseInt(id);
      if (!number) {
        return makeError(ErrorKind::InvalidArgument,
                         "'" + id + "' is not the number of a token; \"tatara tokens list\" shows them");
      }
      numbers.push_back(*number);
    }
    TATARA_ASSIGN(const auto store, session.store());
    const registry::Actor actor = registry::currentActor(kTokenProgram);
    TATARA_TRY(store->write([&](store::Writer& writer) -> Status {
      for (const std::int64_t number : numbers) {
        TATARA_TRY(registry::revokeToken(writer, number, actor, store->clock().now()));
      }
      return {};
    }));
    session.remark("Revoked " + std::to_string(numbers.size()) +
                   (numbers.size() == 1 ? " token" : " tokens"));
    return kDone;
  };
  return verb;
}

}  // namespace

std::vector<Verb> tokensVerbs() {
  return {tokensCreateVerb(), tokensListVerb(), revokeVerb()};
}

}  // namespace tatara::cli
