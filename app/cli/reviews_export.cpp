// tatara reviews export, models card
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/cli/resolve_model.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/new_file.h"
#include "core/base/random.h"
#include "core/exec/child.h"
#include "core/registry/dossier.h"

namespace tatara::cli {
namespace {

struct ReviewExportOptions {
  std::int64_t number = 0;
  std::string model;
  std::string version;
  std::string output;
};

bool wantsPdf(const std::string& output) {
  return output.ends_with(".pdf");
}

bool wantsHtml(const std::string& output) {
  return output.ends_with(".html") || output.ends_with(".htm") || wantsPdf(output);
}

// The workbench beside this program, or on the PATH; empty: there is none.
std::filesystem::path findWorkbench() {
  constexpr const char* kName = "tatara-workbench";
  std::error_code failed;
  const auto own = std::filesystem::read_symlink("/proc/self/exe", failed);
  if (auto beside = own.parent_path() / kName; !failed && ::access(beside.c_str(), X_OK) == 0) {
    return beside;
  }
  std::istringstream folders(std::getenv("PATH") ? std::getenv("PATH") : "");
  for (std::string folder; std::getline(folders, folder, ':');) {
    const auto file = std::filesystem::path(folder) / kName;
    if (file.is_absolute() && ::access(file.c_str(), X_OK) == 0) {
      return file;
    }
  }
  return {};
}

// The command line draws nothing: the workbench makes the PDF of the same document.
Status givePdf(const store::Store& store, const std::string& output, const std::string& html) {
  const auto workbench = findWorkbench();
  if (workbench.empty()) {
    return makeError(ErrorKind::NotFound,
                     "A PDF is drawn by tatara-workbench, which is not installed here; name a file that ends "
                     "in .html or .md");
  }
  const auto page = store.workspace().stateFolder() / "tmp" / ("print-" + randomHex(8) + ".html");
  std::error_code failed;
  makeFolder(page.parent_path());
  std::ofstream(page, std::ios::binary) << html;
  exec::ChildOptions options;
  options.command = {workbench.string(), "--print-document", page.string(), output};
  const auto print = [&]() -> Status {
    TATARA_ASSIGN(auto child, exec::Child::start(options));
    const auto ending = child.waitFor(std::chrono::minutes(1));
    if (!ending || !ending->sound()) {
      return makeError(ErrorKind::Io,
                       "The PDF was not written: tatara-workbench " +
                           (ending ? ending->words() : std::string("did not come to its end")),
                       child.errors());
    }
    return {};
  };
  const Status printed = print();
  std::filesystem::remove(page, failed);
  return printed;
}

// To the file, or to standard output where none is named.
Status give(Session& session, const store::Store& store, const std::string& output, const std::string& text) {
  if (wantsPdf(output)) {
    return givePdf(store, output, text);
  }
  if (output.empty()) {
    session.print(text);
    return {};
  }
  std::ofstream file(output, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  return file ? Status() : Status(makeError(ErrorKind::Io, "The file " + output + " cannot be written"));
}

Verb reviewsExportVerb() {
  auto options = std::make_shared<ReviewExportOptions>();
  Verb verb{
      .path = "reviews export",
      .summary = "Write a review with all its evidence as Markdown, PDF or one offline HTML file",
      .details =
          "A file whose name ends in .html carries the frozen evidence with its digests and checks itself "
          "when it is opened; .pdf is drawn by tatara-workbench; anything else is Markdown.",
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
        session, *store, options->output,
        wantsHtml(options->output) ? registry::dossierHtml(dossier) : registry::dossierMarkdown(dossier)));
    return kDone;
  };
  return verb;
}

Verb cardVerb() {
  auto options = std::make_shared<ReviewExportOptions>();
  Verb verb{.path = "models card",
            .summary = "Write the model card of a version as Markdown, HTML or PDF",
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
        give(session, *store, options->output,
             wantsHtml(options->output) ? registry::modelCardHtml(card) : registry::modelCardMarkdown(card)));
    return kDone;
  };
  return verb;
}

}  // namespace

std::vector<Verb> reviewsExportVerbs() {
  return {reviewsExportVerb(), cardVerb()};
}

}  // namespace tatara::cli
