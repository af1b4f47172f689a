// The audit proof of a bundle: what was done to the models in it, in a form that shows when it was altered.
//
// A bundle of everything holds the whole chain of its store, line by line (registry/audit.h). A bundle of a
// part holds the acts that concern its models as lines and of every other act just its digest, so that it
// tells nothing of what it does not hold. Two more entries name the store and its newest act. All are entries
// of the bundle, so its list of contents covers them.
//
// What the proof shows: each line names the digest of the act before it. A whole chain commits to all of
// itself by its newest digest, which a checkpoint can vouch for. Of a part, a line that is followed by a mere
// digest is bound by nothing in the bundle; it is proven by holding its digest against the chain of the store
// it comes from, to which every digest in the bundle has its number.
//
// Threads: functions with a store's connection run inside a read lease. Errors: those of the databases.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>

#include "core/interop/import_report.h"
#include "core/interop/internal/bundle_source.h"
#include "core/sql/connection.h"
#include "core/text/phrase.h"

namespace tatara::interop::internal {

// Gives one entry of the bundle.
using PutEntry =
    std::function<Status(const std::string& kind, const std::string& id, const std::string& body)>;

enum class ProofOf : std::uint8_t { Everything, TheseModels };

// Nothing is written when no act concerns the models. Returns how many acts came along as lines.
Result<std::int64_t> writeProof(sql::Connection& store, ProofOf of, const std::set<std::string>& models,
                                const PutEntry& put);

struct ProofSeen {
  std::int64_t acts = 0;    // lines that came along
  std::int64_t seals = 0;   // acts of which just the digest did
  std::int64_t newest = 0;  // number of the newest act
  std::string head;         // its digest, hexadecimal
  std::string store;        // the id of the store it comes from
  text::Phrase problem;     // what does not fit, with its place; empty: it all does
  bool there() const { return newest > 0; }
};
Result<ProofSeen> checkProof(BundleSource& bundle);

}  // namespace tatara::interop::internal
