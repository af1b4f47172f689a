// What leaves the workspace about a version: the dossier of a review (what was asked, on what evidence, who
// decided what, the gates) and a model card, as Markdown and as one HTML file that needs nothing beside it.
//
// The HTML carries every frozen piece of evidence as the bytes that were hashed (base64) with its SHA-256,
// the subject that decisions name, and the SHA-256 of all its visible text; a script in it, without network,
// does those sums anew when the file is opened and says what does not fit. That shows damage and clumsy
// changes; that nobody wrote the whole file anew shows the audit chain alone, whose entries and signatures
// name the same subject (docs/audit-format.md). All texts of people and of files are escaped.
//
// Threads: loading inside a read lease; writing is pure. Errors: NotFound, those of the store.
#pragma once

#include <string>

#include "core/registry/facts.h"
#include "core/registry/review.h"

namespace tatara::registry {

struct Dossier {
  Review review;
  Standing standing;
  ModelVersion version;
  ModelFacts facts;
  std::string store;  // the workspace's id
  Timestamp at{};     // when this was written
};
Result<Dossier> loadDossier(sql::Connection& connection, ReviewId id, Timestamp now);
std::string dossierMarkdown(const Dossier& dossier);
std::string dossierHtml(const Dossier& dossier);

// What is known of a version, beside the one that is champion now.
struct ModelCard {
  ModelVersion version;
  std::string description;  // of the model
  ModelFacts facts;
  std::int64_t against = 0;
  std::vector<Evidence> evidence;
  std::vector<Act> acts;  // on the version, newest first
  Timestamp at{};
};
Result<ModelCard> loadModelCard(sql::Connection& connection, std::string_view model, std::int64_t version,
                                Timestamp now);
std::string modelCardMarkdown(const ModelCard& card);
std::string modelCardHtml(const ModelCard& card);

}  // namespace tatara::registry
