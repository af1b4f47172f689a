// Evidence: what was found out about a version, as named values that gates ask and reviewers read.
//
// A piece of evidence is a name and a JSON body. A number, a text or yes/no is a gate's value under its name;
// an object gives one under NAME.MEMBER for each member that is such a value, and may hold anything else for
// the screen (tables, curves). A piece of core/evaluate, which has a member `values`, gives those under their
// own names. Names that the registry computes by itself, from what the store knows:
//   challenger.KEY, champion.KEY   the last value of each metric of the version's source run, and of the
//   champion's files.count, files.bytes, files.intact, licence, risk_tier
// What putEvidence() was given under the same name takes their place.
//
// `against` is the version that it was compared with, 0 where there is none. The digest is the SHA-256 of
// the body on one line. Errors: NotFound, InvalidArgument (a name or body that is too long). Threads:
// functions with a Writer run inside a write task, those with a Connection inside a read lease.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/registry/gate.h"
#include "core/registry/registry.h"
#include "core/text/json.h"
#include "core/text/phrase.h"

namespace tatara::registry {

struct Evidence {
  std::string name;
  text::Json body;
  std::string source{};   // where it is from, for a person: "run brave-otter-7", "tatara evaluate"
  std::string subject{};  // filesDigest() of the version as it was measured, where it was
  Timestamp computed{};
  std::string digest{};  // given by the registry
};

// Replaces what had the same name for the same two versions.
Status putEvidence(store::Writer& writer, std::string_view model, std::int64_t version, std::int64_t against,
                   std::span<const Evidence> evidence);
// Those of these names that were put for the two versions; none is fine.
Status removeEvidence(store::Writer& writer, std::string_view model, std::int64_t version,
                      std::int64_t against, std::span<const std::string_view> names);
// All there is about the version in comparison with `against`: put and computed, by name.
Result<std::vector<Evidence>> gatherEvidence(sql::Connection& connection, std::string_view model,
                                             std::int64_t version, std::int64_t against);
// Whom it was put beside, the newest first; 0, which is nobody, last.
Result<std::vector<std::int64_t>> loadEvidenceAgainst(sql::Connection& connection, std::string_view model,
                                                      std::int64_t version);
// What gates see of it.
GateValues gateValues(std::span<const Evidence> evidence);

// The files of a version as they were registered, and what has become of them.
struct VersionFile {
  std::string path;  // below the version's folder
  std::string digest;
  std::int64_t size = 0;
};
struct VersionFiles {
  std::vector<VersionFile> registered;
  std::vector<text::Phrase> problems;  // "model.json was altered since it was registered"; none when intact
  std::string digest;                  // over all files as they are now; empty when there are none here
  std::int64_t bytes = 0;
  bool intact() const { return problems.empty(); }
};
Result<VersionFiles> loadVersionFiles(sql::Connection& connection, std::string_view model,
                                      std::int64_t version);

}  // namespace tatara::registry
