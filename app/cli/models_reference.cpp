// tatara models reference
#include <algorithm>

#include "app/cli/data_frame.h"
#include "app/cli/listing.h"
#include "app/cli/resolve_model.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/artifact/artifact_store.h"
#include "core/base/number_text.h"
#include "core/evaluate/review_case.h"
#include "core/registry/evidence.h"
#include "core/text/json.h"

namespace tatara::cli {
namespace {

// What the profile was made of, as it stands in the evidence.
Result<Record> recordOf(sql::Connection& connection, const registry::ModelVersion& version) {
  TATARA_ASSIGN(const auto evidence, registry::gatherEvidence(connection, version.model, version.version, 0));
  const auto found = std::ranges::find(evidence, "reference", &registry::Evidence::name);
  if (found == evidence.end()) {
    return makeError(ErrorKind::NotFound, "No reference profile is kept of it");
  }
  const text::Json& body = found->body;
  const auto textOf = [](const text::Json& json) {
    return json.asString() ? *json.asString() : std::string();
  };
  Record record;
  record.add("model", "Model", textCell(version.model));
  record.add("version", "Version", countCell(version.version));
  record.add("data", "Data", textCell(textOf(body["data"]["name"])));
  record.add("which_rows", "Rows are", textCell(textOf(body["data"]["which_rows"])));
  record.add("rows", "Rows", countCell(body["data"]["rows"].asInt().value_or(0)));
  record.add("inputs", "Inputs", countCell(static_cast<std::int64_t>(body["inputs"].items().size())));
  record.add("target", "Target", textCell(body.find("actual") ? "kept" : "not known"));
  const bool asked = body.find("predicted") || body.find("outputs");
  record.add("predictions", "Predictions", textCell(asked ? "kept" : textOf(body["not_asked"])));
  record.add("digest", "Digest", textCell(found->digest));
  return record;
}

}  // namespace

Verb modelsReferenceVerb() {
  struct Options {
    std::string model;
    std::string version;
  };
  auto options = std::make_shared<Options>();
  Verb verb{
      .path = "models reference",
      .summary = "Keep how a version's inputs, target and predictions are distributed",
      .details =
          "Live traffic is held against this reference profile. Of a model that tatara trained it is of "
          "the rows that the run held out; of any other, of the registered data that its run logged as "
          "an input, asked of the model. All of it happens in a walled-in process with limits. Registering a "
          "version does this by "
          "itself, here, in the window and through the tracking server.",
      .examples = {"tatara models reference bike-demand 3", "tatara models reference bike-demand champion"}};
  verb.positional("MODEL", options->model, "Name of the registered model").offers(Offer::Models);
  verb.positional("VERSION", options->version, "Number of a version, an alias, or latest");
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(const auto version,
                  store->read([&](sql::Connection& connection) -> Result<registry::ModelVersion> {
                    TATARA_ASSIGN(const auto model, resolveModel(connection, options->model));
                    return resolveVersion(connection, model.name, options->version);
                  }));
    const artifact::ArtifactStore artifacts(store);
    DataFrames frames(session);
    TATARA_ASSIGN(dataset::Engine* const engine, frames.engine());
    TATARA_ASSIGN(const auto why,
                  evaluate::keepReference({*store, artifacts, *engine, evaluate::Apart{}}, *store, version,
                                          "tatara models reference", {}, session.stop()));
    if (why) {
      return makeError(ErrorKind::Unsupported, why->english());
    }
    TATARA_ASSIGN(const Record record,
                  store->read([&](sql::Connection& connection) { return recordOf(connection, version); }));
    record.print(session);
    return kDone;
  };
  return verb;
}

}  // namespace tatara::cli
