#include <algorithm>

#include "core/registry/audit.h"
#include "core/registry/internal/acts.h"
#include "core/text/utf8.h"

namespace tatara::registry {
namespace {

using internal::decodeAct;
using internal::kActColumns;

constexpr std::size_t kReasonBytes = 64 * 1024;
constexpr std::size_t kWordBytes = 4096;

// Valid UTF-8 of at most so many bytes.
std::string bounded(std::string_view text, std::size_t most) {
  std::string whole = text::replaceInvalidUtf8(text.substr(0, most + 4));
  if (whole.size() <= most) {
    return whole;
  }
  std::size_t end = most - 3;
  while (end > 0 && (static_cast<unsigned char>(whole[end]) & 0xc0) == 0x80) {
    --end;
  }
  return whole.substr(0, end) + "…";
}

std::optional<std::string> boundedIfAny(const std::optional<std::string>& text, std::size_t most) {
  return text ? std::optional(bounded(std::string_view(*text), most)) : std::nullopt;
}

struct Head {
  std::int64_t id = 0;  // the newest number ever given
  std::optional<crypto::Sha256Digest> digest;
};

Result<Head> loadHead(sql::Connection& connection) {
  Head head;
  TATARA_ASSIGN(auto rows, connection.query("SELECT act_id, digest FROM act ORDER BY act_id DESC LIMIT 1"));
  if (rows.next()) {
    head.id = rows.integer(0);
    head.digest = internal::digestOf(rows, 1);
  } else {
    head.digest.emplace();
  }
  TATARA_TRY(rows.status());
  TATARA_ASSIGN(const auto given,
                connection.findInteger("SELECT seq FROM sqlite_sequence WHERE name = 'act'"));
  head.id = std::max(head.id, given.value_or(0));
  return head;
}

// What a filter asks, over parameters that are always bound: ?1 person, ?2 verb, ?3 object, ?4 text, ?5 from,
// ?6 to.
std::string conditionOf(const ActFilter& filter) {
  std::string condition = filter.person.empty() ? "?1 = ''" : "actor = ?1";
  condition += filter.verb.empty() ? " AND ?2 = ''" : " AND verb = ?2";
  condition +=
      filter.object.empty()
          ? " AND ?3 = ''"
          : " AND (object = ?3 OR (object > ?3 || '/' AND object < ?3 || '0') OR (object > ?3 || '@' "
            "AND object < ?3 || 'A'))";
  condition += filter.text.empty() ? " AND ?4 = ''"
                                   : " AND (instr(lower(object), lower(?4)) OR instr(lower(coalesce(before, "
                                     "'')), lower(?4)) OR instr(lower(coalesce(after, '')), lower(?4)) OR "
                                     "instr(lower(reason), lower(?4)))";
  condition += filter.from ? " AND at_ms >= ?5" : " AND ?5 IS NULL";
  condition += filter.to ? " AND at_ms < ?6" : " AND ?6 IS NULL";
  return condition;
}

std::optional<std::int64_t> millisOf(const std::optional<Timestamp>& time) {
  return time ? std::optional(toUnixMillis(*time)) : std::nullopt;
}

Result<std::vector<std::string>> loadWords(sql::Connection& connection, std::string_view sql) {
  TATARA_ASSIGN(auto rows, connection.query(sql));
  std::vector<std::string> words;
  while (rows.next()) {
    words.emplace_back(rows.text(0));
  }
  TATARA_TRY(rows.status());
  return words;
}

// Keeps the room that the text had.
void assignText(const sql::Rows& rows, int column, std::optional<std::string>& text) {
  if (rows.isNull(column)) {
    text.reset();
  } else if (text) {
    *text = rows.text(column);
  } else {
    text.emplace(rows.text(column));
  }
}

}  // namespace

namespace internal {

std::optional<crypto::Sha256Digest> digestOf(const sql::Rows& rows, int column) {
  const sql::Bytes bytes = rows.blob(column);
  crypto::Sha256Digest digest{};
  if (rows.isNull(column) || bytes.size() != digest.size()) {
    return std::nullopt;
  }
  std::transform(bytes.begin(), bytes.end(), digest.begin(),
                 [](std::byte byte) { return static_cast<std::uint8_t>(byte); });
  return digest;
}

sql::Bytes bytesOf(const crypto::Sha256Digest& digest) {
  return std::as_bytes(std::span(digest));
}

void decodeAct(const sql::Rows& rows, Act& act) {
  act.id = rows.integer(0);
  act.at = fromUnixMillis(rows.integer(1));
  act.actor = rows.text(2);
  act.program = rows.text(3);
  act.verb = rows.text(4);
  act.object = rows.text(5);
  assignText(rows, 6, act.before);
  assignText(rows, 7, act.after);
  act.reason = rows.text(8);
  act.identity = rows.text(9);
  act.signature = rows.text(10);
  act.digest = digestOf(rows, 11);
}

}  // namespace internal

std::string identityText(const Actor& actor) {
  switch (actor.identity) {
    case Identity::Account:
      return "account";
    case Identity::Token:
      return "token " + std::to_string(actor.token) + (actor.automated ? ", automated" : "");
    case Identity::Nobody:
      break;
  }
  return "none";
}

Result<std::int64_t> recordAct(store::Writer& writer, const Actor& actor, Timestamp now, const NewAct& act) {
  sql::Connection& db = writer.sql();
  TATARA_ASSIGN(Head head, loadHead(db));
  if (!head.digest) {
    TATARA_TRY(sealOldActs(writer));
    TATARA_ASSIGN(head, loadHead(db));
  }
  Act made;
  made.id = head.id + 1;
  made.at = now;
  made.actor = bounded(actor.person, kWordBytes);
  made.identity = identityText(actor);
  made.program = bounded(actor.program, kWordBytes);
  made.verb = bounded(act.verb, kWordBytes);
  made.object = bounded(act.object, kWordBytes);
  made.before = boundedIfAny(act.before, kReasonBytes);
  made.after = boundedIfAny(act.after, kReasonBytes);
  made.reason = bounded(act.reason, kReasonBytes);
  // Where the table was tampered with so that its end is not sealed, the chain begins anew with zeros: a
  // break that stays to be seen.
  const crypto::Sha256Digest previous = head.digest.value_or(crypto::Sha256Digest{});
  if (act.sign && !actor.signingKey.empty()) {
    TATARA_ASSIGN(made.signature, withContext(crypto::sshSign(actor.signingKey, signedText(made, previous),
                                                              kSignatureNamespace),
                                              "signing the act"));
  }
  const crypto::Sha256Digest digest = crypto::sha256(entryText(made, previous));
  TATARA_TRY(
      db.run("INSERT INTO act(act_id, at_ms, actor, program, verb, object, before, after, reason, identity, "
             "signature, digest) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
             made.id, toUnixMillis(made.at), made.actor, made.program, made.verb, made.object, made.before,
             made.after, made.reason, made.identity, made.signature, internal::bytesOf(digest)));
  writer.changed(store::ChangeKind::Act, made.id);
  return made.id;
}

Status sealOldActs(store::Writer& writer) {
  sql::Connection& db = writer.sql();
  TATARA_ASSIGN(const auto sealed, db.findInteger("SELECT 1 FROM act WHERE digest IS NOT NULL LIMIT 1"));
  if (sealed) {
    return {};
  }
  constexpr std::int64_t kBatch = 1000;
  crypto::Sha256Digest previous{};
  std::int64_t last = 0;
  for (bool more = true; more;) {
    std::vector<Act> acts;
    {
      TATARA_ASSIGN(
          auto rows,
          db.query(std::string(kActColumns) + " WHERE act_id > ? ORDER BY act_id LIMIT ?", last, kBatch));
      while (rows.next()) {
        decodeAct(rows, acts.emplace_back());
      }
      TATARA_TRY(rows.status());
    }
    for (const Act& act : acts) {
      previous = crypto::sha256(entryText(act, previous));
      TATARA_TRY(db.run("UPDATE act SET digest = ? WHERE act_id = ?", internal::bytesOf(previous), act.id));
      last = act.id;
    }
    more = static_cast<std::int64_t>(acts.size()) == kBatch;
  }
  return {};
}

Result<std::vector<Act>> loadActs(sql::Connection& connection, const ActFilter& filter, std::int64_t limit,
                                  std::optional<std::int64_t> before) {
  TATARA_ASSIGN(auto rows, connection.query(std::string(kActColumns) + " WHERE " + conditionOf(filter) +
                                                (before ? " AND act_id < ?7" : " AND ?7 IS NULL") +
                                                " ORDER BY act_id DESC LIMIT ?8",
                                            filter.person, filter.verb, filter.object, filter.text,
                                            millisOf(filter.from), millisOf(filter.to), before, limit));
  std::vector<Act> acts;
  while (rows.next()) {
    decodeAct(rows, acts.emplace_back());
  }
  TATARA_TRY(rows.status());
  return acts;
}

Result<std::vector<Act>> loadActs(sql::Connection& connection, std::int64_t newestFirst) {
  return loadActs(connection, ActFilter{}, newestFirst);
}

Result<std::optional<Act>> findAct(sql::Connection& connection, std::int64_t id) {
  TATARA_ASSIGN(auto rows, connection.query(std::string(kActColumns) + " WHERE act_id = ?", id));
  std::optional<Act> act;
  if (rows.next()) {
    decodeAct(rows, act.emplace());
  }
  TATARA_TRY(rows.status());
  return act;
}

Result<std::vector<ActDay>> countActsByDay(sql::Connection& connection, const ActFilter& filter) {
  constexpr std::int64_t kDay = 86'400'000;
  TATARA_ASSIGN(auto rows, connection.query("SELECT at_ms / ?7, count(*) FROM act WHERE " +
                                                conditionOf(filter) + " GROUP BY 1 ORDER BY 1",
                                            filter.person, filter.verb, filter.object, filter.text,
                                            millisOf(filter.from), millisOf(filter.to), kDay));
  std::vector<ActDay> days;
  while (rows.next()) {
    days.push_back({fromUnixMillis(rows.integer(0) * kDay), rows.integer(1)});
  }
  TATARA_TRY(rows.status());
  return days;
}

Result<std::vector<std::string>> loadActors(sql::Connection& connection) {
  return loadWords(connection, "SELECT DISTINCT actor FROM act ORDER BY 1");
}

Result<std::vector<std::string>> loadVerbs(sql::Connection& connection) {
  return loadWords(connection, "SELECT DISTINCT verb FROM act ORDER BY 1");
}

}  // namespace tatara::registry
