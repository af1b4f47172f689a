// The chain of acts: every act carries the SHA-256 of the one before it, so that what was written once cannot
// be changed, removed or moved without showing. docs/audit-format.md is the format for outsiders.
//
// An entry is one line of JSON with its members in this order and no blanks:
//   {"previous":"<64 hex
//   digits>","id":1,"at":1700000000000,"actor":"ana","identity":"account","program":"tatara",
//    "verb":"set alias","object":"model/bikes@champion","before":"1","after":"2","reason":"…"}
// A signed one ends with ,"signature":"<base64>"} and the signature (SSHSIG, namespace "tatara-act") is over
// the line without that member. Texts escape only `"`, `\` and control characters, these as \u00xx; `before`
// and `after` may be null; `at` is milliseconds since 1970, UTC. The entry's digest is the SHA-256 of the
// line without a line break; the first entry's `previous` is 64 zeros. An export is, per entry, the digest in
// hexadecimal, a blank, the line, a line break.
//
// A chain alone cannot show that its end was cut off or that all of it was written anew. A checkpoint kept
// outside (a file, a commit, what a colleague was sent) can: it names an entry and its digest.
//
// Errors: Parse (a checkpoint that is none), Cancelled. What is wrong with a chain is no error but part of
// the ChainReport. Threads: functions with a Writer run inside a write task, those with a Connection inside a
// read lease; a ChainChecker belongs to one thread.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <stop_token>

#include "core/crypto/ssh_signature.h"
#include "core/registry/act.h"
#include "core/text/phrase.h"

namespace tatara::registry {

inline constexpr std::string_view kSignatureNamespace = "tatara-act";

// The line that is hashed, and the one that is signed.
std::string entryText(const Act& act, const crypto::Sha256Digest& previous);
std::string signedText(const Act& act, const crypto::Sha256Digest& previous);

struct Checkpoint {
  std::string store;  // the store's id
  std::int64_t entry = 0;
  crypto::Sha256Digest digest{};
  Timestamp at{};
  std::string name{};  // of the file, for messages
};
// Of the newest entry; NotFound when there is none yet.
Result<Checkpoint> makeCheckpoint(sql::Connection& connection, Timestamp now);
std::string toText(const Checkpoint& checkpoint);
Result<Checkpoint> parseCheckpoint(std::string_view text);

struct ChainReport {
  std::int64_t entries = 0;     // that fit, from the first on
  std::int64_t signatures = 0;  // that fit
  std::int64_t unsealed = 0;    // acts from before there was a chain, not sealed yet
  crypto::Sha256Digest head{};  // of the last entry that fits
  std::int64_t broken = 0;      // the first entry that does not fit; 0: none
  text::Phrase problem;         // what is wrong with it
  std::int64_t anchored = 0;    // the newest entry that a checkpoint vouches for; 0: none
  // "Consistent to entry 18,204; the end is not anchored", or what is wrong.
  text::Phrase sentence() const;
  bool sound() const { return problem.empty(); }
};

// Takes entries one after the other and stops taking at the first that does not fit.
class ChainChecker {
 public:
  // Of the entries after `after`, whose digest is taken to be `head` until append() shows it.
  explicit ChainChecker(std::span<const Checkpoint> checkpoints = {}, std::int64_t after = 0,
                        const crypto::Sha256Digest& head = {});
  // Of the store's table.
  void take(const Act& act);
  // A line of an export, without its line break.
  void takeLine(std::string_view line);
  // Puts what another found of the entries that follow behind this one. False when either is broken, or one
  // does not follow the other: then nothing has changed.
  bool append(const ChainChecker& next);
  // Says that there is no more; checkpoints beyond the end are then found to be violated.
  ChainReport finish();

 private:
  void fail(std::int64_t entry, text::Phrase problem);
  void accept(std::int64_t id, const crypto::Sha256Digest& digest);

  std::map<std::int64_t, const Checkpoint*> m_checkpoints;
  ChainReport m_report;
  std::int64_t m_first = 0;
  crypto::Sha256Digest m_firstHead{};
  std::int64_t m_last = 0;
  std::string m_line;
};

using OnEntries = std::function<void(std::int64_t done, std::int64_t total)>;
// Recomputes the whole chain of the store and checks every signature.
Result<ChainReport> verifyChain(sql::Connection& connection, std::span<const Checkpoint> checkpoints = {},
                                const OnEntries& progress = {}, std::stop_token stop = {});
// The same in two halves at once, each in a lease of its own; not inside a lease. The report is the same.
Result<ChainReport> verifyChain(const store::Store& store, std::span<const Checkpoint> checkpoints = {},
                                const OnEntries& progress = {}, std::stop_token stop = {});
ChainReport verifyExport(std::string_view text, std::span<const Checkpoint> checkpoints = {});

// Chains the acts of a store from before there was a chain; recordAct() does it by itself. Nothing when every
// act is chained already.
Status sealOldActs(store::Writer& writer);

// Gives every line of the export, with its line break, to `take`. Acts not sealed are left out.
Status exportChain(sql::Connection& connection, const std::function<Status(std::string_view)>& take,
                   std::stop_token stop = {});
// The id of this store, as checkpoints name it.
Result<std::string> storeId(sql::Connection& connection);

}  // namespace tatara::registry
