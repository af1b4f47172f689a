// tatara reviews overrides
#include <memory>

#include "app/cli/human.h"
#include "app/cli/listing.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/registry/facts.h"

namespace tatara::cli {
namespace {

Result<int> listOverrides(Session& session, store::Store& store) {
  TATARA_ASSIGN(const auto open, store.read([](sql::Connection& connection) {
    return registry::loadOpenOverrides(connection);
  }));
  Listing listing;
  listing.addColumn("id", "Id", text::Align::Right);
  listing.addColumn("object", "What", text::Align::Left, 48);
  listing.addColumn("person", "Who");
  listing.addColumn("reason", "Why", text::Align::Left, 60);
  listing.addColumn("entry", "Entry", text::Align::Right);
  listing.addColumn("at", "When");
  for (const registry::Override& one : open) {
    listing.addRow({countCell(one.id), textCell(one.object), textCell(one.person), textCell(one.reason),
                    countCell(one.act), timeCell(one.at)});
  }
  listing.print(session, "No override of the policy waits to be looked at");
  return kDone;
}

}  // namespace

Verb reviewsOverridesVerb() {
  auto seen = std::make_shared<std::int64_t>(0);
  Verb verb{.path = "reviews overrides",
            .summary = "List overrides of the policy that nobody else has looked at, or look at one",
            .details =
                "An override is recorded in the chain of acts and shown until somebody other than who made "
                "it says that they looked at it.",
            .examples = {"tatara reviews overrides", "tatara reviews overrides --seen 1"}};
  verb.option("--seen", *seen, "ID", "Record that you have looked at this one");
  verb.run = [seen](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    if (*seen == 0) {
      return listOverrides(session, *store);
    }
    TATARA_TRY(store->write([&](store::Writer& writer) {
      return registry::closeOverride(writer, *seen, registry::currentActor("tatara"), store->clock().now());
    }));
    session.remark("Recorded that you looked at override " + std::to_string(*seen));
    return kDone;
  };
  return verb;
}

}  // namespace tatara::cli
