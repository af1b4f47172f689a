// tatara reviews export, models card
#include <fstream>

#include "app/cli/resolve_model.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/registry/dossier.h"

namespace tatara::cli {
namespace {

struct ExportOptions {
  std::int64_t number = 0;
  std::string model;
  std::string version;
  std::string output;
};

bool wantsHtml(const std::string& output) {
  return output.ends_with(".html") || output.ends_with(".htm");
}

// To the file, or to standard output where none is named.
Status give(Session& session, const std::string& output, const std::string& text) {
  if (output.empty()) {
    session.print(text);
    return {};
  }
  std::ofstream file(output, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  return file ? Status() : Status(makeError(ErrorKind::Io, "The file " + output + " cannot be written"));
}

Verb exportVerb() {
  auto options = std::make_shared<ExportOptions>();
  Verb verb{
      .path = "reviews export",
      .summary = "Write a review with all its evidence as Markdown or as one offline HTML file",
      .details =
          "A file whose name ends in .html carries the frozen evidence with its digests and checks itself "
          "when it is opened; anything else is Markdown.",
      .examples = {"tatara reviews export 12 --output review-12.html", "tatara reviews export 12 | less"}};
  verb.positional("NUMBER", options->number, "Number of the review");
  verb.option("--output", options->output, "FILE", "Where to write; standard output if not given")
      .offers(Offer::Files);
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(const auto dossier, store->read([&](sql::Connection& connection) {
      return registry::loadDossier(connection, registry::ReviewId(options->number), store->clock().now());
    }));
    TATARA_TRY(give(
        session, options->output,
        wantsHtml(options->output) ? registry::dossierHtml(dossier) : registry::dossierMarkdown(dossier)));
    return kDone;
  };
  return verb;
}

Verb cardVerb() {
  auto options = std::make_shared<ExportOptions>();
  Verb verb{.path = "models card",
            .summary = "Write the model card of a version as Markdown or HTML",
            .details = "What was measured, where it comes from, its files, and what people said of its use.",
            .examples = {"tatara models card bike-demand champion",
                         "tatara models card bike-demand 3 --output card.html"}};
  verb.positional("MODEL", options->model, "Name of the registered model").offers(Offer::Models);
  verb.positional("VERSION", options->version, "Number of a version, an alias, or latest");
  verb.option("--output", options->output, "FILE", "Where to write; standard output if not given")
      .offers(Offer::Files);
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(
        const auto card, store->read([&](sql::Connection& connection) -> Result<registry::ModelCard> {
          TATARA_ASSIGN(const auto model, resolveModel(connection, options->model));
          TATARA_ASSIGN(const auto version, resolveVersion(connection, model.name, options->version));
          return registry::loadModelCard(connection, model.name, version.version, store->clock().now());
        }));
    TATARA_TRY(
        give(session, options->output,
             wantsHtml(options->output) ? registry::modelCardHtml(card) : registry::modelCardMarkdown(card)));
    return kDone;
  };
  return verb;
}

}  // namespace

std::vector<Verb> reviewsExportVerbs() {
  return {exportVerb(), cardVerb()};
}

}  // namespace tatara::cli
