#include "core/registry/audit.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/mutex.h"
#include "core/base/number_text.h"
#include "core/exec/parallel.h"
#include "core/registry/internal/acts.h"
#include "core/text/json.h"

namespace tatara::registry {
namespace {

using text::Phrase;

constexpr std::string_view kCheckpointFormat = "tatara-checkpoint-1";

// What stands for itself in a text of an entry: all but `"`, `\\`, control characters and U+007F.
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t byte = 0x20; byte < plain.size(); ++byte) {
    plain[byte] = byte != '"' && byte != '\\' && byte != 0x7f;
  }
  return plain;
}();

void appendText(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out.push_back('"');
  std::size_t plain = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (kPlain[byte]) {
      continue;
    }
    out += text.substr(plain, at - plain);
    plain = at + 1;
    if (byte == '"' || byte == '\\') {
      out.push_back('\\');
      out.push_back(text[at]);
    } else {
      out += "\\u00";
      out.push_back(kHex[byte >> 4]);
      out.push_back(kHex[byte & 15]);
    }
  }
  out += text.substr(plain);
  out.push_back('"');
}

void appendMember(std::string& out, std::string_view key, std::string_view text) {
  out += ",\"";
  out += key;
  out += "\":";
  appendText(out, text);
}

void appendMember(std::string& out, std::string_view key, const std::optional<std::string>& text) {
  if (text) {
    appendMember(out, key, std::string_view(*text));
  } else {
    out += ",\"";
    out += key;
    out += "\":null";
  }
}

void appendHex(std::string& out, const crypto::Sha256Digest& digest) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::array<char, 2 * std::tuple_size_v<crypto::Sha256Digest>> digits{};
  for (std::size_t i = 0; i < digest.size(); ++i) {
    digits[2 * i] = kHex[digest[i] >> 4];
    digits[2 * i + 1] = kHex[digest[i] & 15];
  }
  out.append(digits.data(), digits.size());
}

void appendNumber(std::string& out, std::int64_t number) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

// All but the signature and the closing brace.
void appendSigned(std::string& out, const Act& act, const crypto::Sha256Digest& previous) {
  out += "{\"previous\":\"";
  appendHex(out, previous);
  out += "\",\"id\":";
  appendNumber(out, act.id);
  out += ",\"at\":";
  appendNumber(out, toUnixMillis(act.at));
  appendMember(out, "actor", std::string_view(act.actor));
  appendMember(out, "identity", std::string_view(act.identity));
  appendMember(out, "program", std::string_view(act.program));
  appendMember(out, "verb", std::string_view(act.verb));
  appendMember(out, "object", std::string_view(act.object));
  appendMember(out, "before", act.before);
  appendMember(out, "after", act.after);
  appendMember(out, "reason", std::string_view(act.reason));
}

void appendEntry(std::string& out, const Act& act, const crypto::Sha256Digest& previous) {
  appendSigned(out, act, previous);
  if (!act.signature.empty()) {
    appendMember(out, "signature", std::string_view(act.signature));
  }
  out.push_back('}');
}

std::optional<crypto::Sha256Digest> parseDigest(std::string_view hex) {
  crypto::Sha256Digest digest{};
  if (hex.size() != 2 * digest.size()) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const auto pair = hex.substr(2 * i, 2);
    const auto [end, code] = std::from_chars(pair.data(), pair.data() + 2, digest[i], 16);
    const bool lower = std::none_of(pair.begin(), pair.end(), [](char c) { return c >= 'A' && c <= 'F'; });
    if (code != std::errc() || end != pair.data() + 2 || !lower) {
      return std::nullopt;
    }
  }
  return digest;
}

// The act that a line of an export stands for; nothing when it is not one.
std::optional<Act> parseEntry(std::string_view line) {
  const auto json = text::parseJson(line);
  if (!json) {
    return std::nullopt;
  }
  Act act;
  const auto id = (*json)["id"].asInt();
  const auto at = (*json)["at"].asInt();
  bool whole = id && at;
  const auto textOf = [&](std::string_view key) {
    const std::string* text = (*json)[key].asString();
    whole = whole && text != nullptr;
    return text ? *text : std::string();
  };
  act.id = id.value_or(0);
  act.at = fromUnixMillis(at.value_or(0));
  act.actor = textOf("actor");
  act.identity = textOf("identity");
  act.program = textOf("program");
  act.verb = textOf("verb");
  act.object = textOf("object");
  act.before = (*json)["before"].isNull() ? std::nullopt : std::optional(textOf("before"));
  act.after = (*json)["after"].isNull() ? std::nullopt : std::optional(textOf("after"));
  act.reason = textOf("reason");
  act.signature = json->find("signature") ? textOf("signature") : "";
  return whole ? std::optional(std::move(act)) : std::nullopt;
}

}  // namespace

std::string entryText(const Act& act, const crypto::Sha256Digest& previous) {
  std::string text;
  appendEntry(text, act, previous);
  return text;
}

std::string signedText(const Act& act, const crypto::Sha256Digest& previous) {
  std::string text;
  appendSigned(text, act, previous);
  text.push_back('}');
  return text;
}

Phrase ChainReport::sentence() const {
  if (!sound()) {
    return problem;
  }
  std::vector<Phrase> parts{
      entries == 0 ? Phrase::say(TATARA_SAYS("Phrase", "The chain has no entry yet"))
                   : Phrase::say(TATARA_SAYS("Phrase", "Consistent to entry %1"), {withThousands(entries)})};
  if (unsealed > 0) {
    parts.push_back(unsealed == 1
                        ? Phrase::say(TATARA_SAYS("Phrase", "one older act is sealed with the next act"))
                        : Phrase::say(TATARA_SAYS("Phrase", "%1 older acts are sealed with the next act"),
                                      {withThousands(unsealed)}));
  }
  parts.push_back(
      anchored == 0 ? Phrase::say(TATARA_SAYS("Phrase", "the end is not anchored"))
      : anchored == entries
          ? Phrase::say(TATARA_SAYS("Phrase", "anchored to its end by a checkpoint"))
          : Phrase::say(TATARA_SAYS("Phrase", "anchored to entry %1 by a checkpoint, what came after is not"),
                        {withThousands(anchored)}));
  return Phrase::join(TATARA_SAYS("Phrase", "%1; %2"), parts);
}

ChainChecker::ChainChecker(std::span<const Checkpoint> checkpoints, std::int64_t after,
                           const crypto::Sha256Digest& head)
    : m_first(after), m_last(after) {
  m_report.head = head;
  m_firstHead = head;
  for (const Checkpoint& checkpoint : checkpoints) {
    const auto [place, added] = m_checkpoints.emplace(checkpoint.entry, &checkpoint);
    if (!added && place->second->digest != checkpoint.digest) {
      fail(checkpoint.entry,
           Phrase::say(TATARA_SAYS("Phrase", "The checkpoints %1 and %2 disagree about entry %3"),
                       {place->second->name, checkpoint.name, withThousands(checkpoint.entry)}));
    }
  }
}

void ChainChecker::fail(std::int64_t entry, Phrase problem) {
  if (m_report.sound()) {
    m_report.broken = entry;
    m_report.problem = std::move(problem);
  }
}

void ChainChecker::accept(std::int64_t id, const crypto::Sha256Digest& digest) {
  const auto checkpoint = m_checkpoints.find(id);
  if (checkpoint != m_checkpoints.end()) {
    if (checkpoint->second->digest != digest) {
      return fail(id,
                  Phrase::say(TATARA_SAYS("Phrase",
                                          "Entry %1 is not the one that the checkpoint %2 vouches for: the "
                                          "chain was written anew"),
                              {withThousands(id), checkpoint->second->name}));
    }
    m_report.anchored = id;
  }
  m_report.head = digest;
  m_report.entries = id;
  m_last = id;
}

void ChainChecker::take(const Act& act) {
  if (!m_report.sound()) {
    return;
  }
  const auto wrong = [&](std::string_view pattern) {  // a sound one needs no words
    fail(act.id, Phrase::say(pattern, {withThousands(act.id)}));
  };
  if (act.id != m_last + 1) {
    return fail(m_last + 1,
                Phrase::say(TATARA_SAYS("Phrase", "Entry %1 is missing: the one after %2 is %3"),
                            {withThousands(m_last + 1), withThousands(m_last), withThousands(act.id)}));
  }
  if (!act.digest) {
    return wrong(TATARA_SAYS("Phrase", "Entry %1 has no digest: it was not written by Tatara"));
  }
  m_line.clear();
  appendSigned(m_line, act, m_report.head);
  if (!act.signature.empty()) {
    m_line.push_back('}');
    const auto key = crypto::sshVerify(act.signature, m_line, kSignatureNamespace);
    m_line.pop_back();
    if (!key) {
      return wrong(TATARA_SAYS("Phrase", "Entry %1 was changed: its signature does not fit it"));
    }
    ++m_report.signatures;
    appendMember(m_line, "signature", std::string_view(act.signature));
  }
  m_line.push_back('}');
  const crypto::Sha256Digest digest = crypto::sha256(m_line);
  if (digest != *act.digest) {
    return wrong(
        TATARA_SAYS("Phrase", "Entry %1 was changed, or the one before it: its digest does not fit"));
  }
  accept(act.id, digest);
}

void ChainChecker::takeLine(std::string_view line) {
  if (!m_report.sound()) {
    return;
  }
  constexpr std::size_t kDigits = 64;
  const auto wrong = [&](std::string_view pattern) {
    fail(m_last + 1, Phrase::say(pattern, {withThousands(m_last + 1)}));
  };
  const auto digest = parseDigest(line.substr(0, std::min(line.size(), kDigits)));
  if (!digest || line.size() <= kDigits || line[kDigits] != ' ') {
    return wrong(TATARA_SAYS("Phrase", "Line %1 of the export is not an entry"));
  }
  const std::string_view entry = line.substr(kDigits + 1);
  // Before anything is made of the text: most damage ends here.
  if (crypto::sha256(entry) != *digest) {
    return wrong(TATARA_SAYS("Phrase", "Entry %1 was changed: its digest does not fit"));
  }
  auto act = parseEntry(entry);
  if (!act || entryText(*act, m_report.head) != entry) {
    return wrong(TATARA_SAYS("Phrase", "Entry %1 does not follow the one before it"));
  }
  act->digest = digest;
  take(*act);
}

bool ChainChecker::append(const ChainChecker& next) {
  const ChainReport& more = next.m_report;
  if (!m_report.sound() || !more.sound() || next.m_first != m_last || next.m_firstHead != m_report.head) {
    return false;
  }
  m_report.signatures += more.signatures;
  m_report.anchored = std::max(m_report.anchored, more.anchored);
  m_report.entries = next.m_last;
  m_report.head = more.head;
  m_last = next.m_last;
  return true;
}

ChainReport ChainChecker::finish() {
  for (const auto& [entry, checkpoint] : m_checkpoints) {
    if (m_report.sound() && entry > m_last) {
      fail(
          m_last + 1,
          Phrase::say(TATARA_SAYS("Phrase",
                                  "The end was cut off: the checkpoint %1 knows entry %2, and the chain ends "
                                  "with entry %3"),
                      {checkpoint->name, withThousands(entry), withThousands(m_last)}));
    }
  }
  return m_report;
}

namespace {

// What there is to verify, seen once.
struct Extent {
  std::int64_t acts = 0;
  std::int64_t last = 0;  // the highest number
  bool sealed = false;
};

Result<Extent> extentOf(sql::Connection& connection, std::span<const Checkpoint> checkpoints) {
  TATARA_ASSIGN(const auto id, storeId(connection));
  for (const Checkpoint& checkpoint : checkpoints) {
    if (checkpoint.store != id) {
      return makeError(ErrorKind::InvalidArgument,
                       "The checkpoint " + checkpoint.name + " is of another store");
    }
  }
  Extent extent;
  TATARA_ASSIGN(const auto acts, connection.findInteger("SELECT count(*) FROM act"));
  TATARA_ASSIGN(const auto last, connection.findInteger("SELECT max(act_id) FROM act"));
  TATARA_ASSIGN(const auto sealed,
                connection.findInteger("SELECT 1 FROM act WHERE digest IS NOT NULL LIMIT 1"));
  extent.acts = acts.value_or(0);
  extent.last = last.value_or(0);
  extent.sealed = sealed.has_value();
  return extent;
}

// Counts what all parts have done. `progress` is called by one thread at a time.
class Counter {
 public:
  Counter(const OnEntries& progress, std::int64_t total, std::stop_token stop)
      : m_progress(progress), m_total(total), m_stop(std::move(stop)) {}

  Status add(std::int64_t entries) {
    if (m_stop.stop_requested()) {
      return makeError(ErrorKind::Cancelled, "Stopped before the end of the chain");
    }
    Lock lock(m_mutex);
    m_done += entries;
    if (m_progress) {
      m_progress(m_done, m_total);
    }
    return {};
  }

 private:
  const OnEntries& m_progress;
  const std::int64_t m_total;
  const std::stop_token m_stop;
  Mutex m_mutex;
  std::int64_t m_done GUARDED_BY(m_mutex) = 0;
};

// Gives the checker the entries after `first` up to `last`.
Status takeRange(sql::Connection& connection, std::int64_t first, std::int64_t last, ChainChecker& checker,
                 Counter& counter) {
  TATARA_ASSIGN(auto rows, connection.query(std::string(internal::kActColumns) +
                                                " WHERE act_id > ? AND act_id <= ? ORDER BY act_id",
                                            first, last));
  constexpr std::int64_t kStep = 10'000;
  Act act;
  std::int64_t done = 0;
  while (rows.next()) {
    internal::decodeAct(rows, act);
    checker.take(act);
    if (++done % kStep == 0) {
      TATARA_TRY(counter.add(kStep));
    }
  }
  return rows.status();
}

// The stored digest of an entry; nothing when it is not there or has none.
Result<std::optional<crypto::Sha256Digest>> findDigest(sql::Connection& connection, std::int64_t id) {
  TATARA_ASSIGN(auto rows, connection.query("SELECT digest FROM act WHERE act_id = ?", id));
  std::optional<crypto::Sha256Digest> digest;
  if (rows.next()) {
    digest = internal::digestOf(rows, 0);
  }
  TATARA_TRY(rows.status());
  return digest;
}

}  // namespace

Result<ChainReport> verifyChain(sql::Connection& connection, std::span<const Checkpoint> checkpoints,
                                const OnEntries& progress, std::stop_token stop) {
  TATARA_ASSIGN(const Extent extent, extentOf(connection, checkpoints));
  ChainChecker checker(checkpoints);
  if (!extent.sealed) {
    ChainReport report = checker.finish();
    report.unsealed = extent.acts;
    return report;
  }
  Counter counter(progress, extent.acts, std::move(stop));
  TATARA_TRY(takeRange(connection, 0, extent.last, checker, counter));
  return checker.finish();
}

Result<ChainReport> verifyChain(const store::Store& store, std::span<const Checkpoint> checkpoints,
                                const OnEntries& progress, std::stop_token stop) {
  constexpr std::int64_t kParts = 2;  // store.h: three leases, and one stays for others
  constexpr std::int64_t kLeast = 20'000;
  TATARA_ASSIGN(
      const Extent extent,
      store.read([&](sql::Connection& connection) { return extentOf(connection, checkpoints); }, stop));
  const auto inOne = [&](const OnEntries& tell) {
    return store.read(
        [&](sql::Connection& connection) { return verifyChain(connection, checkpoints, tell, stop); }, stop);
  };
  if (!extent.sealed || extent.last < kLeast) {
    return inOne(progress);
  }
  // Each part begins with what is stored of the entry before it. Whether that is what the part before comes
  // to is seen when they are put together.
  std::array<std::optional<ChainChecker>, kParts> checkers;
  std::array<Status, kParts> ended;
  Counter counter(progress, extent.acts, stop);
  exec::inParallel(kParts, [&](std::size_t part) {
    const std::int64_t first = extent.last * static_cast<std::int64_t>(part) / kParts;
    const std::int64_t last = extent.last * (static_cast<std::int64_t>(part) + 1) / kParts;
    ended[part] = store.read(
        [&](sql::Connection& connection) -> Status {
          TATARA_ASSIGN(const auto before, findDigest(connection, first));
          checkers[part].emplace(checkpoints, first, before.value_or(crypto::Sha256Digest{}));
          return takeRange(connection, first, last, *checkers[part], counter);
        },
        stop);
  });
  for (std::size_t part = 0; part < checkers.size(); ++part) {
    TATARA_TRY(ended[part]);
    if (part > 0 && !checkers[0]->append(*checkers[part])) {
      return inOne({});  // which names the first entry that does not fit
    }
  }
  return checkers[0]->finish();
}

ChainReport verifyExport(std::string_view text, std::span<const Checkpoint> checkpoints) {
  ChainChecker checker(checkpoints);
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    // A line without its break was cut; a checker that is told a text that is no entry says so.
    checker.takeLine(end == std::string_view::npos ? std::string_view() : text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return checker.finish();
}

Status exportChain(sql::Connection& connection, const std::function<Status(std::string_view)>& take,
                   std::stop_token stop) {
  TATARA_ASSIGN(auto rows, connection.query(std::string(internal::kActColumns) +
                                            " WHERE digest IS NOT NULL ORDER BY act_id"));
  Act act;
  std::string line;
  crypto::Sha256Digest previous{};
  while (rows.next()) {
    if (stop.stop_requested()) {
      return makeError(ErrorKind::Cancelled, "Stopped before the end of the chain");
    }
    internal::decodeAct(rows, act);
    line.clear();
    appendHex(line, *act.digest);
    line.push_back(' ');
    appendEntry(line, act, previous);
    line.push_back('\n');
    TATARA_TRY(take(line));
    previous = *act.digest;
  }
  return rows.status();
}

Result<std::string> storeId(sql::Connection& connection) {
  TATARA_ASSIGN(auto rows, connection.query("SELECT value FROM meta WHERE key = 'store_id'"));
  std::string id = rows.next() ? std::string(rows.text(0)) : std::string();
  TATARA_TRY(rows.status());
  return id;
}

Result<Checkpoint> makeCheckpoint(sql::Connection& connection, Timestamp now) {
  Checkpoint checkpoint;
  TATARA_ASSIGN(checkpoint.store, storeId(connection));
  TATARA_ASSIGN(auto rows, connection.query(
                               "SELECT act_id, digest FROM act WHERE digest IS NOT NULL ORDER BY act_id DESC "
                               "LIMIT 1"));
  if (!rows.next()) {
    TATARA_TRY(rows.status());
    return makeError(ErrorKind::NotFound, "There is no act yet that a checkpoint could vouch for");
  }
  checkpoint.entry = rows.integer(0);
  checkpoint.digest = internal::digestOf(rows, 1).value_or(crypto::Sha256Digest{});
  checkpoint.at = now;
  return checkpoint;
}

std::string toText(const Checkpoint& checkpoint) {
  text::Json json;
  json.set("format", kCheckpointFormat);
  json.set("store", checkpoint.store);
  json.set("entry", checkpoint.entry);
  json.set("digest", crypto::toHex(checkpoint.digest));
  json.set("at", toIso8601(checkpoint.at));
  return text::toJson(json) + "\n";
}

Result<Checkpoint> parseCheckpoint(std::string_view text) {
  constexpr text::JsonLimits kLimits{.maxBytes = 4096, .maxValues = 20, .maxDepth = 3};
  const auto json = text::parseJson(text, kLimits);
  const auto textOf = [&](std::string_view key) {
    const std::string* found = json ? (*json)[key].asString() : nullptr;
    return found ? *found : std::string();
  };
  const auto entry = json ? (*json)["entry"].asInt() : std::nullopt;
  const auto digest = parseDigest(textOf("digest"));
  const auto at = parseIso8601(textOf("at"));
  if (textOf("format") != kCheckpointFormat || !entry || *entry < 1 || !digest || !at) {
    return makeError(ErrorKind::Parse,
                     "This is no checkpoint of an audit chain; \"tatara audit checkpoint\" makes one");
  }
  return Checkpoint{.store = textOf("store"), .entry = *entry, .digest = *digest, .at = *at};
}

}  // namespace tatara::registry
