// Databricks' requests for transitions and comments, over reviews (core/registry/review.h): a request to
// enter a stage is a review of that stage; approving it decides and, once the policy is satisfied, moves.
// Fields as in its registry API; `alias` in the place of `stage` names an alias, and answers then carry
// `to_alias` in the place of `to_stage`, so that reviews of aliases are decided over REST as well.
#include <algorithm>

#include "core/api/internal/answer.h"
#include "core/api/internal/routes.h"
#include "core/api/internal/versions.h"
#include "core/registry/review.h"

namespace tatara::api {
namespace {

using http::Method;
using registry::ReviewInfo;
using registry::Target;

constexpr std::int64_t kMost = 1000;

struct Asked {
  std::string name;
  std::int64_t version = 0;
  Target target;
  std::string comment;
};

Result<Asked> askedBy(const Fields& fields) {
  Asked asked;
  TATARA_ASSIGN(asked.name, fields.requiredText("name"));
  TATARA_ASSIGN(asked.version, versionOf(fields));
  TATARA_ASSIGN(const auto alias, fields.text("alias"));
  if (!alias.empty()) {
    asked.target = {Target::Kind::Alias, alias};
  } else {
    TATARA_ASSIGN(const auto stageName, fields.requiredText("stage"));
    TATARA_ASSIGN(const auto stage, parseStageName(stageName));
    asked.target = {Target::Kind::Stage, std::string(registry::toString(stage))};
  }
  TATARA_ASSIGN(asked.comment, fields.text("comment"));
  return asked;
}

const char* targetMember(const Target& target) {
  return target.kind == Target::Kind::Stage ? "to_stage" : "to_alias";
}

void write(JsonOut& out, const ReviewInfo& review) {
  out.beginObject()
      .member("id", std::to_string(review.id.value()))
      .member("creation_timestamp", toUnixMillis(review.opened))
      .member("user_id", review.requester)
      .member(targetMember(review.target), review.target.name)
      .member("comment", review.reason)
      .member("state", registry::toString(review.state));
  out.key("available_actions")
      .beginArray()
      .text("APPROVE_TRANSITION_REQUEST")
      .text("REJECT_TRANSITION_REQUEST");
  out.text("CANCEL_TRANSITION_REQUEST").endArray().endObject();
}

// What a request to approve, reject or delete is about: the live review of that stage or alias.
Result<ReviewInfo> liveReview(sql::Connection& db, const Asked& asked) {
  TATARA_ASSIGN(
      const auto live,
      registry::loadReviews(db, {.model = asked.name, .version = asked.version, .live = true}, kMost));
  const auto found = std::find_if(live.begin(), live.end(),
                                  [&](const ReviewInfo& review) { return review.target == asked.target; });
  if (found == live.end()) {
    return notFound("There is no pending request for version " + std::to_string(asked.version) + " of " +
                    asked.name + " to " + (asked.target.kind == Target::Kind::Stage ? "enter " : "become ") +
                    asked.target.name);
  }
  return *found;
}

Answer activity(const char* kind, const registry::Actor& actor, const Asked& asked, Timestamp now) {
  JsonOut out;
  out.beginObject().key("activity").beginObject();
  out.member("creation_timestamp", toUnixMillis(now))
      .member("user_id", actor.person)
      .member("activity_type", kind);
  out.member(targetMember(asked.target), asked.target.name).memberUnlessEmpty("comment", asked.comment);
  out.endObject().endObject();
  return http::jsonResponse(out.take());
}

Answer createRequest(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto asked, askedBy(arguments.fields()));
  registry::NewReview review;
  review.model = asked.name;
  review.version = asked.version;
  review.target = asked.target;
  review.reason = asked.comment.empty() ? "asked for by a client, without a comment" : asked.comment;
  TATARA_ASSIGN(const auto opened, context.store->writeFor([&](store::Writer& writer) {
    return registry::openReview(writer, review, context.actor(arguments.request()), context.now());
  }));
  JsonOut out;
  out.beginObject().key("request");
  write(out, opened);
  out.endObject();
  return http::jsonResponse(out.take());
}

Answer listRequests(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto name, arguments.fields().requiredText("name"));
  TATARA_ASSIGN(const auto version, versionOf(arguments.fields()));
  TATARA_ASSIGN(const auto reviews,
                context.store->read([&](sql::Connection& db) -> Result<std::vector<ReviewInfo>> {
                  TATARA_ASSIGN(const auto known, registry::findVersion(db, name, version));
                  if (!known) {
                    return versionNotFound(name, version);
                  }
                  return registry::loadReviews(db, {.model = name, .version = version, .live = true}, kMost);
                }));
  JsonOut out;
  out.beginObject().key("requests").beginArray();
  for (const ReviewInfo& review : reviews) {
    write(out, review);
  }
  out.endArray().endObject();
  return http::jsonResponse(out.take());
}

Answer approveRequest(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto asked, askedBy(arguments.fields()));
  TATARA_ASSIGN(const bool archive, arguments.fields().flag("archive_existing_versions"));
  const registry::Actor actor = context.actor(arguments.request());
  TATARA_TRY(context.store->write([&](store::Writer& writer) -> Status {
    TATARA_ASSIGN(const auto review, liveReview(writer.sql(), asked));
    registry::NewDecision decision;
    decision.reason = asked.comment;
    TATARA_ASSIGN(const auto decided, registry::decide(writer, review.id, decision, actor, context.now()));
    // Where more approvals are asked for, this one counts and stage or alias stays.
    if (decided.state != registry::ReviewState::Approved) {
      return {};
    }
    registry::Move wanted = registry::SetAlias{asked.target.name, asked.version};
    if (asked.target.kind == Target::Kind::Stage) {
      const auto stage = registry::parseStage(asked.target.name).value_or(registry::Stage::None);
      wanted = registry::SetStage{asked.version, stage, archive};
    }
    return registry::move(writer, asked.name, wanted, actor, context.now(), asked.comment);
  }));
  return activity("APPROVED_REQUEST", actor, asked, context.now());
}

Answer rejectRequest(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto asked, askedBy(arguments.fields()));
  const registry::Actor actor = context.actor(arguments.request());
  TATARA_TRY(context.store->write([&](store::Writer& writer) -> Status {
    TATARA_ASSIGN(const auto review, liveReview(writer.sql(), asked));
    registry::NewDecision decision{
        .verdict = registry::Verdict::Reject,
        .reason = asked.comment.empty() ? "rejected by a client, without a comment" : asked.comment};
    TATARA_TRY(registry::decide(writer, review.id, decision, actor, context.now()));
    return {};
  }));
  return activity("REJECTED_REQUEST", actor, asked, context.now());
}

Answer deleteRequest(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto asked, askedBy(arguments.fields()));
  TATARA_ASSIGN(const auto creator, arguments.fields().text("creator"));
  const registry::Actor actor = context.actor(arguments.request());
  TATARA_TRY(context.store->write([&](store::Writer& writer) -> Status {
    TATARA_ASSIGN(const auto review, liveReview(writer.sql(), asked));
    if (!creator.empty() && creator != review.requester) {
      return notFound("That request was made by " + review.requester + ", not by " + creator);
    }
    return registry::withdrawReview(writer, review.id, asked.comment, actor, context.now());
  }));
  return activity("CANCELLED_REQUEST", actor, asked, context.now());
}

// A comment on a version goes to its newest review.
Answer createComment(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto name, arguments.fields().requiredText("name"));
  TATARA_ASSIGN(const auto version, versionOf(arguments.fields()));
  TATARA_ASSIGN(const auto body, arguments.fields().requiredText("comment"));
  const registry::Actor actor = context.actor(arguments.request());
  TATARA_ASSIGN(const auto id, context.store->writeFor([&](store::Writer& writer) -> Result<std::int64_t> {
    TATARA_ASSIGN(const auto reviews,
                  registry::loadReviews(writer.sql(), {.model = name, .version = version}, 1));
    if (reviews.empty()) {
      return notFound("Version " + std::to_string(version) + " of " + name + " has no review to comment on");
    }
    return registry::addComment(writer, reviews.front().id, "", body, actor, context.now());
  }));
  JsonOut out;
  out.beginObject().key("comment").beginObject();
  out.member("id", std::to_string(id)).member("creation_timestamp", toUnixMillis(context.now()));
  out.member("user_id", actor.person).member("comment", body);
  out.endObject().endObject();
  return http::jsonResponse(out.take());
}

}  // namespace

void addTransitionRequestRoutes(Routes& routes) {
  routes.on(Method::Post, "transition-requests/create", createRequest);
  routes.on(Method::Get, "transition-requests/list", listRequests);
  routes.on(Method::Post, "transition-requests/approve", approveRequest);
  routes.on(Method::Post, "transition-requests/reject", rejectRequest);
  routes.on(Method::Delete, "transition-requests/delete", deleteRequest);
  routes.on(Method::Post, "comments/create", createComment);
}

}  // namespace tatara::api
