// tatara reviews request, list, show, comment, approve, reject, request-changes, acknowledge, ask, withdraw,
// reopen
#include <algorithm>

#include "app/cli/human.h"
#include "app/cli/listing.h"
#include "app/cli/model_walls.h"
#include "app/cli/resolve.h"
#include "app/cli/resolve_model.h"
#include "app/cli/review_evidence.h"
#include "app/cli/review_rows.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/registry/review.h"

namespace tatara::cli {
namespace {

using registry::ReviewId;
using registry::ReviewInfo;

const char* const kProgram = "tatara";

std::string sentenceOf(const ReviewInfo& review) {
  return "Review " + std::to_string(review.id.value()) + ": " + review.model + " version " +
         std::to_string(review.version) + " as " + registry::toText(review.target) + " is " +
         std::string(registry::toString(review.state));
}

// What a verb that changed a review says.
int tell(Session& session, const ReviewInfo& review) {
  if (session.format() == Format::Table) {
    session.print(sentenceOf(review) + "\n");
    return kDone;
  }
  Record record;
  record.add("id", "", countCell(review.id.value()));
  record.add("model", "", textCell(review.model));
  record.add("version", "", countCell(review.version));
  record.add("target", "", textCell(review.target.name));
  record.add("state", "", textCell(registry::toString(review.state)));
  record.add("round", "", countCell(review.round));
  record.print(session);
  return kDone;
}

Result<int> tellOf(Session& session, store::Store& store, std::int64_t number) {
  TATARA_ASSIGN(auto review, store.read([&](sql::Connection& connection) {
    return registry::findReview(connection, ReviewId(number));
  }));
  if (!review) {
    return makeError(ErrorKind::NotFound, "There is no review " + std::to_string(number));
  }
  return tell(session, *review);
}

struct RequestOptions {
  std::string model;
  std::string version;
  std::string alias;
  std::string stage;
  std::string reason;
  std::string due;
  std::vector<std::string> ask;
  std::vector<std::string> groups;
  MeasureLimits limits;
  bool asIs = false;
};

Result<registry::NewReview> readRequest(const RequestOptions& options) {
  if (!options.alias.empty() && !options.stage.empty()) {
    return makeError(ErrorKind::InvalidArgument, "Give --alias or --stage, not both");
  }
  if (options.reason.find_first_not_of(" \t\r\n") == std::string::npos) {
    // Said before anything is measured.
    return makeError(ErrorKind::InvalidArgument,
                     "The reason is missing: say why in a sentence with --reason");
  }
  registry::NewReview review;
  review.reason = options.reason;
  review.ask = options.ask;
  review.target = !options.stage.empty()   ? registry::Target{registry::Target::Kind::Stage, options.stage}
                  : !options.alias.empty() ? registry::Target{registry::Target::Kind::Alias, options.alias}
                                           : registry::Target{};
  if (!options.due.empty()) {
    review.due = parseIso8601(options.due);
    if (!review.due) {
      return makeError(ErrorKind::InvalidArgument, "--due takes a date or a time such as 2026-12-01");
    }
  }
  return review;
}

Verb requestVerb() {
  auto options = std::make_shared<RequestOptions>();
  Verb verb{
      .path = "reviews request",
      .summary = "Ask that a version be given an alias or a stage",
      .details =
          "Measures the version beside the one that it would replace, freezes what was found and asks those "
          "whom the policy names. Without --alias or --stage it asks for champion.",
      .examples = {"tatara reviews request bike-demand 3 --reason \"4 % better on every slice\"",
                   "tatara reviews request bike-demand latest --alias champion --reason better --ask mika"}};
  verb.positional("MODEL", options->model, "Name of the registered model").offers(Offer::Models);
  verb.positional("VERSION", options->version, "Number of a version, an alias, or latest");
  verb.option("--alias", options->alias, "ALIAS", "The alias that it shall get");
  verb.option("--stage", options->stage, "STAGE", "The stage that it shall get, in place of an alias");
  verb.option("--reason", options->reason, "TEXT", "Why");
  verb.option("--due", options->due, "TIME", "By when it is to be decided");
  verb.option("--ask", options->ask, "PERSON", "Ask this person by name; may be given several times");
  verb.option("--group", options->groups, "COLUMN",
              "A column of groups to be treated alike (two classes); may be repeated");
  addLimitOptions(verb, options->limits);
  verb.flag("--as-is", options->asIs, "Measure nothing: take the evidence that is kept");
  verb.run = [options](Session& session) -> Result<int> {
    raiseModelWalls(session, {});  // both versions are measured here
    TATARA_ASSIGN(auto review, readRequest(*options));
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_TRY(store->read([&](sql::Connection& connection) -> Status {
      TATARA_ASSIGN(const auto model, resolveModel(connection, options->model));
      TATARA_ASSIGN(const auto version, resolveVersion(connection, model.name, options->version));
      review.model = model.name;
      review.version = version.version;
      return {};
    }));
    std::optional<evaluate::ReviewCase> made;
    if (!options->asIs) {
      TATARA_ASSIGN(made, measureForReview(session, store, {review, options->groups, options->limits}));
    }
    TATARA_ASSIGN(const auto opened, store->writeFor([&](store::Writer& writer) -> Result<ReviewInfo> {
      const Timestamp now = store->clock().now();
      if (made) {
        TATARA_TRY(evaluate::keepCase(writer, *made, "tatara reviews request", now));
      }
      return registry::openReview(writer, review, registry::currentActor(kProgram), now);
    }));
    return tell(session, opened);
  };
  return verb;
}

Verb reviewsListVerb() {
  struct Options {
    std::string model;
    std::string state;
    bool waiting = false;
    bool all = false;
    std::int64_t limit = 100;
  };
  auto options = std::make_shared<Options>();
  Verb verb{.path = "reviews list",
            .summary = "List reviews, newest first",
            .details = "Without --state or --all only those that are not closed.",
            .examples = {"tatara reviews list", "tatara reviews list --waiting",
                         "tatara reviews list --all --format json"}};
  verb.option("--model", options->model, "MODEL", "Only of this model").offers(Offer::Models);
  verb.option("--state", options->state, "STATE", "Only in this state")
      .oneOf({"open", "changes-requested", "approved", "rejected", "withdrawn", "done"});
  verb.flag("--waiting", options->waiting, "Only what waits for you");
  verb.flag("--all", options->all, "Closed ones too");
  verb.option("--limit", options->limit, "COUNT", "At most so many");
  verb.run = [options](Session& session) -> Result<int> {
    if (options->limit < 1) {
      return makeError(ErrorKind::InvalidArgument, "--limit takes 1 or more");
    }
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(
        auto reviews, store->read([&](sql::Connection& connection) -> Result<std::vector<ReviewInfo>> {
          if (!options->model.empty()) {
            TATARA_TRY(resolveModel(connection, options->model));
          }
          if (options->waiting) {
            return registry::waitingFor(connection, registry::currentActor(kProgram).person,
                                        store->clock().now());
          }
          const auto state = registry::parseReviewState(options->state);
          return registry::loadReviews(
              connection, {.model = options->model, .state = state, .live = !state && !options->all},
              options->limit);
        }));
    Listing listing;
    listing.addColumn("id", "No", text::Align::Right);
    listing.addColumn("model", "Model", text::Align::Left, 40);
    listing.addColumn("version", "Version", text::Align::Right);
    listing.addColumn("target", "As");
    listing.addColumn("state", "State");
    listing.addColumn("requester", "Asked by", text::Align::Left, 24);
    listing.addColumn("opened", "Opened");
    listing.addColumn("due", "Due");
    listing.addColumn("reason", "Reason", text::Align::Left, 48);
    for (const ReviewInfo& review : reviews) {
      listing.addRow({countCell(review.id.value()), textCell(review.model), countCell(review.version),
                      textCell(review.target.name), textCell(registry::toString(review.state)),
                      textCell(review.requester + (review.automated ? " (automated)" : "")),
                      timeCell(review.opened), timeCell(review.due), textCell(review.reason)});
    }
    listing.print(session, options->waiting ? "Nothing waits for you" : "There are no such reviews");
    return kDone;
  };
  return verb;
}

Record recordOf(const registry::Review& review, const registry::Standing& standing) {
  const ReviewInfo& info = review.info;
  Record record;
  record.add("id", "Review", countCell(info.id.value()));
  record.add("model", "Model", textCell(info.model));
  record.add("version", "Version", countCell(info.version));
  record.add("target", "As", textCell(info.target.name));
  record.add("state", "State", textCell(registry::toString(info.state)));
  record.add("may_move", "May move", yesCell(standing.clears()));
  record.add("replaces", "Replaces version", info.replaces > 0 ? countCell(info.replaces) : Cell{});
  record.add("requester", "Asked by", textCell(info.requester));
  record.add("identity", "Known by", textCell(info.identity));
  record.add("committer", "Trained by", textCell(info.committer));
  record.add("reason", "Reason", textCell(info.reason));
  record.add("round", "Round", countCell(info.round));
  record.add("opened", "Opened", timeCell(info.opened));
  record.add("due", "Due", timeCell(info.due));
  record.add("asked", "Waits for", listCell(review.asked));
  record.add("subject", "Subject", textCell(registry::reviewSubject(review)));
  Listing open;
  open.addColumn("what", "What");
  for (const auto* sentences : {&standing.blocked, &standing.lapsed, &standing.missing}) {
    for (const text::Phrase& sentence : *sentences) {
      open.addRow({textCell(sentence.english())});
    }
  }
  if (!open.empty()) {
    record.addRows("open", "What is still needed", std::move(open));
  }
  record.addRows("gates", "Gates", gateRows(standing));
  record.addRows("decisions", "Decisions", decisionRows(review));
  record.addRows("evidence", "Evidence", evidenceRows(review));
  Listing comments;
  comments.addColumn("at", "At");
  comments.addColumn("person", "Person");
  comments.addColumn("on", "On");
  comments.addColumn("body", "Comment", text::Align::Left, 80);
  for (const registry::Comment& comment : review.comments) {
    comments.addRow(
        {timeCell(comment.at), textCell(comment.person), textCell(comment.evidence), textCell(comment.body)});
  }
  record.addRows("comments", "Comments", std::move(comments));
  return record;
}

Verb reviewsShowVerb() {
  auto number = std::make_shared<std::int64_t>(0);
  Verb verb{.path = "reviews show",
            .summary = "Show a review: what is asked, what is still needed, evidence, decisions and comments",
            .examples = {"tatara reviews show 12", "tatara reviews show 12 --format json"}};
  verb.positional("NUMBER", *number, "Number of the review");
  verb.run = [number](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    registry::Standing standing;
    TATARA_ASSIGN(
        const auto review, store->read([&](sql::Connection& connection) -> Result<registry::Review> {
          TATARA_ASSIGN(auto loaded, registry::loadReview(connection, ReviewId(*number)));
          TATARA_ASSIGN(const auto policy, registry::loadPolicy(connection));
          TATARA_ASSIGN(standing, registry::standingOf(connection, loaded, policy, store->clock().now()));
          return loaded;
        }));
    if (!store->readOnly()) {
      TATARA_TRY(store->write([&](store::Writer& writer) {
        return registry::markSeen(writer, ReviewId(*number), registry::currentActor(kProgram).person,
                                  store->clock().now());
      }));
    }
    recordOf(review, standing).print(session);
    return kDone;
  };
  return verb;
}

struct DecideOptions {
  std::int64_t number = 0;
  std::string reason;
  std::string conditions;
};

Verb decideVerb(const char* path, const char* summary, registry::Verdict verdict,
                std::vector<std::string> examples) {
  auto options = std::make_shared<DecideOptions>();
  Verb verb{.path = path, .summary = summary, .examples = std::move(examples)};
  verb.positional("NUMBER", options->number, "Number of the review");
  verb.option("--reason", options->reason, "TEXT", "Why");
  if (verdict == registry::Verdict::Approve) {
    verb.option("--conditions", options->conditions, "TEXT", "Approve on these conditions");
  }
  verb.run = [options, verdict](Session& session) -> Result<int> {
    registry::NewDecision decision;
    decision.verdict = options->conditions.empty() ? verdict : registry::Verdict::ApproveOnConditions;
    decision.reason = options->reason;
    decision.conditions = options->conditions;
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(const auto decided, store->writeFor([&](store::Writer& writer) {
      return registry::decide(writer, ReviewId(options->number), decision, registry::currentActor(kProgram),
                              store->clock().now());
    }));
    return tell(session, decided);
  };
  return verb;
}

Verb commentVerb() {
  struct Options {
    std::int64_t number = 0;
    std::string body;
    std::string evidence;
  };
  auto options = std::make_shared<Options>();
  Verb verb{.path = "reviews comment",
            .summary = "Comment on a review or on one piece of its evidence",
            .examples = {"tatara reviews comment 12 \"Why is winter worse?\" --on slices"}};
  verb.positional("NUMBER", options->number, "Number of the review");
  verb.positional("TEXT", options->body, "The comment, in Markdown");
  verb.option("--on", options->evidence, "EVIDENCE", "Name of the evidence that it is about");
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_TRY(store->writeFor([&](store::Writer& writer) {
      return registry::addComment(writer, ReviewId(options->number), options->evidence, options->body,
                                  registry::currentActor(kProgram), store->clock().now());
    }));
    return tellOf(session, *store, options->number);
  };
  return verb;
}

Verb acknowledgeVerb() {
  struct Options {
    std::int64_t number = 0;
    std::string gate;
    std::string reason;
  };
  auto options = std::make_shared<Options>();
  Verb verb{.path = "reviews acknowledge",
            .summary = "Accept with a reason that a gate does not pass, where the policy lets one",
            .examples = {
                "tatara reviews acknowledge 12 \"no slice gets worse\" --reason \"the slice has 12 rows\""}};
  verb.positional("NUMBER", options->number, "Number of the review");
  verb.positional("GATE", options->gate, "Name or condition of the gate");
  verb.option("--reason", options->reason, "TEXT", "Why");
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_TRY(store->write([&](store::Writer& writer) {
      return registry::acknowledgeGate(writer, ReviewId(options->number), options->gate, options->reason,
                                       registry::currentActor(kProgram), store->clock().now());
    }));
    return tellOf(session, *store, options->number);
  };
  return verb;
}

Verb askVerb() {
  auto options = std::make_shared<std::pair<std::int64_t, std::string>>();
  Verb verb{.path = "reviews ask",
            .summary = "Ask a person by name; who was asked before hands it on",
            .examples = {"tatara reviews ask 12 mika"}};
  verb.positional("NUMBER", options->first, "Number of the review");
  verb.positional("PERSON", options->second, "Whom to ask");
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_TRY(store->write([&](store::Writer& writer) {
      return registry::askReviewer(writer, ReviewId(options->first), options->second,
                                   registry::currentActor(kProgram), store->clock().now());
    }));
    return tellOf(session, *store, options->first);
  };
  return verb;
}

Verb dueVerb() {
  auto options = std::make_shared<std::pair<std::int64_t, std::string>>();
  Verb verb{.path = "reviews due",
            .summary = "Say by when a review is to be decided",
            .details = "Without TIME it is due no more.",
            .examples = {"tatara reviews due 12 2026-12-01", "tatara reviews due 12"}};
  verb.positional("NUMBER", options->first, "Number of the review");
  verb.positional("TIME", options->second, "A date or a time such as 2026-12-01").optional();
  verb.run = [options](Session& session) -> Result<int> {
    const auto due = parseIso8601(options->second);
    if (!options->second.empty() && !due) {
      return makeError(ErrorKind::InvalidArgument, "TIME is a date or a time such as 2026-12-01");
    }
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_TRY(store->write([&](store::Writer& writer) {
      return registry::setDue(writer, ReviewId(options->first), due, registry::currentActor(kProgram),
                              store->clock().now());
    }));
    return tellOf(session, *store, options->first);
  };
  return verb;
}

Verb endVerb(const char* path, const char* summary, bool reopens, std::vector<std::string> examples) {
  auto options = std::make_shared<DecideOptions>();
  Verb verb{.path = path, .summary = summary, .examples = std::move(examples)};
  verb.positional("NUMBER", options->number, "Number of the review");
  verb.option("--reason", options->reason, "TEXT", "Why");
  verb.run = [options, reopens](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_TRY(store->write([&](store::Writer& writer) -> Status {
      const auto actor = registry::currentActor(kProgram);
      const Timestamp now = store->clock().now();
      if (!reopens) {
        return registry::withdrawReview(writer, ReviewId(options->number), options->reason, actor, now);
      }
      TATARA_TRY(registry::reopenReview(writer, ReviewId(options->number), options->reason, actor, now));
      return {};
    }));
    return tellOf(session, *store, options->number);
  };
  return verb;
}

}  // namespace

std::vector<Verb> reviewsVerbs() {
  return {requestVerb(),
          reviewsListVerb(),
          reviewsShowVerb(),
          commentVerb(),
          decideVerb("reviews approve", "Approve a review", registry::Verdict::Approve,
                     {"tatara reviews approve 12",
                      "tatara reviews approve 12 --conditions \"watch winter for a month\""}),
          decideVerb("reviews request-changes", "Ask for changes before it can be approved",
                     registry::Verdict::RequestChanges,
                     {"tatara reviews request-changes 12 --reason \"explain winter\""}),
          decideVerb("reviews reject", "Reject a review", registry::Verdict::Reject,
                     {"tatara reviews reject 12 --reason \"the target leaks into temperature\""}),
          acknowledgeVerb(),
          askVerb(),
          dueVerb(),
          endVerb("reviews withdraw", "Take back a request", false, {"tatara reviews withdraw 12"}),
          endVerb("reviews reopen", "Begin a new round: freeze evidence anew and clear approvals", true,
                  {"tatara reviews reopen 12 --reason \"trained again without the leak\""})};
}

}  // namespace tatara::cli
