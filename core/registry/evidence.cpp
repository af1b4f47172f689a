#include "core/registry/evidence.h"

#include <algorithm>
#include <bit>
#include <map>

#include "core/artifact/artifact_store.h"
#include "core/crypto/digest.h"
#include "core/registry/internal/acts.h"
#include "core/registry/internal/rows.h"

namespace tatara::registry {
namespace {

using text::Phrase;

constexpr std::size_t kNameBytes = 500;
constexpr std::size_t kBodyBytes = 4u << 20;
constexpr std::size_t kMostMetrics = 2000;

using ByName = std::map<std::string, Evidence>;

void add(ByName& evidence, std::string name, text::Json body, const std::string& source, Timestamp computed) {
  Evidence one{.name = name, .body = std::move(body), .source = source, .subject = {}, .computed = computed};
  one.digest = crypto::sha256Hex(text::toJson(one.body));
  evidence.insert_or_assign(std::move(name), std::move(one));
}

// The last values of the metrics of the version's source run.
Status addMetrics(sql::Connection& connection, ByName& evidence, const std::string& prefix,
                  const ModelVersion& version) {
  if (version.run.value().empty()) {
    return {};
  }
  TATARA_ASSIGN(
      auto rows,
      connection.query("SELECT n.text, s.last_bits, s.last_ms, r.name FROM run r JOIN metric_series s "
                       "USING(run_key) JOIN name n USING(name_id) WHERE r.run_id = ? ORDER BY 1 LIMIT ?",
                       version.run, kMostMetrics));
  while (rows.next()) {
    add(evidence, prefix + "." + std::string(rows.text(0)), std::bit_cast<double>(rows.integer(1)),
        "run " + std::string(rows.text(3)), fromUnixMillis(rows.integer(2)));
  }
  return rows.status();
}

Status addFacts(sql::Connection& connection, ByName& evidence, const ModelVersion& version) {
  TATARA_ASSIGN(const auto files, loadVersionFiles(connection, version.model, version.version));
  const std::string source = "the registry";
  if (!files.registered.empty() || !files.digest.empty()) {
    add(evidence, "files.count", static_cast<std::int64_t>(files.registered.size()), source, version.created);
    add(evidence, "files.bytes", files.bytes, source, version.created);
    add(evidence, "files.intact", files.intact(), source, version.created);
  }
  TATARA_ASSIGN(auto rows, connection.query("SELECT licence, risk_tier FROM model_facts WHERE model_key = ?",
                                            version.modelKey));
  if (rows.next()) {
    const std::string licence(rows.text(0));
    const std::string tier(rows.text(1));
    if (!licence.empty()) {
      add(evidence, "licence", licence, source, version.created);
    }
    if (!tier.empty()) {
      add(evidence, "risk_tier", tier, source, version.created);
    }
  }
  return rows.status();
}

Status addPut(sql::Connection& connection, ByName& evidence, const ModelVersion& version,
              std::int64_t against) {
  TATARA_ASSIGN(auto rows, connection.query(
                               "SELECT name, body, digest, source, subject, computed_ms FROM evidence WHERE "
                               "model_key = ? AND version = ? AND against IN (0, ?) ORDER BY against, name",
                               version.modelKey, version.version, against));
  while (rows.next()) {
    TATARA_ASSIGN(auto body, text::parseJson(rows.text(1)));
    std::string name(rows.text(0));
    evidence.insert_or_assign(name, Evidence{.name = name,
                                             .body = std::move(body),
                                             .source = std::string(rows.text(3)),
                                             .subject = std::string(rows.text(4)),
                                             .computed = fromUnixMillis(rows.integer(5)),
                                             .digest = std::string(rows.text(2))});
  }
  return rows.status();
}

std::optional<GateValue> gateValueOf(const text::Json& json) {
  if (const auto yes = json.asBool()) {
    return *yes;
  }
  if (const auto number = json.asNumber()) {
    return *number;
  }
  if (const std::string* text = json.asString()) {
    return *text;
  }
  return std::nullopt;
}

}  // namespace

Status putEvidence(store::Writer& writer, std::string_view model, std::int64_t version, std::int64_t against,
                   std::span<const Evidence> evidence) {
  TATARA_ASSIGN(const auto row, internal::versionRow(writer.sql(), model, version));
  for (const Evidence& one : evidence) {
    const std::string body = text::toJson(one.body);
    if (one.name.empty() || one.name.size() > kNameBytes || body.size() > kBodyBytes) {
      return makeError(ErrorKind::InvalidArgument,
                       "The evidence '" + one.name.substr(0, kNameBytes) +
                           "' needs a name of at most 500 bytes and a body of at most 4 MB");
    }
    TATARA_TRY(writer.sql().run(
        "INSERT OR REPLACE INTO evidence(model_key, version, against, name, body, digest, source, "
        "subject, computed_ms) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row.version.modelKey, version, against, one.name, body, crypto::sha256Hex(body), one.source,
        one.subject, toUnixMillis(one.computed)));
  }
  writer.changed(store::ChangeKind::Model, row.version.modelKey.value());
  return {};
}

Status removeEvidence(store::Writer& writer, std::string_view model, std::int64_t version,
                      std::int64_t against, std::span<const std::string_view> names) {
  TATARA_ASSIGN(const auto row, internal::versionRow(writer.sql(), model, version));
  for (const std::string_view name : names) {
    TATARA_TRY(writer.sql().run(
        "DELETE FROM evidence WHERE model_key = ? AND version = ? AND against = ? AND name = ?",
        row.version.modelKey, version, against, name));
  }
  writer.changed(store::ChangeKind::Model, row.version.modelKey.value());
  return {};
}

Result<std::vector<Evidence>> gatherEvidence(sql::Connection& connection, std::string_view model,
                                             std::int64_t version, std::int64_t against) {
  TATARA_ASSIGN(const auto row, internal::versionRow(connection, model, version));
  ByName evidence;
  TATARA_TRY(addMetrics(connection, evidence, "challenger", row.version));
  if (against > 0) {
    TATARA_ASSIGN(const auto champion, findVersion(connection, model, against));
    if (champion) {
      TATARA_TRY(addMetrics(connection, evidence, "champion", *champion));
    }
  }
  TATARA_TRY(addFacts(connection, evidence, row.version));
  TATARA_TRY(addPut(connection, evidence, row.version, against));
  std::vector<Evidence> all;
  for (auto& entry : evidence) {
    all.push_back(std::move(entry.second));
  }
  return all;
}

Result<std::vector<std::int64_t>> loadEvidenceAgainst(sql::Connection& connection, std::string_view model,
                                                      std::int64_t version) {
  TATARA_ASSIGN(const auto row, internal::versionRow(connection, model, version));
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT against FROM evidence WHERE model_key = ? AND version = ? "
                                 "GROUP BY against ORDER BY against = 0, max(computed_ms) DESC",
                                 row.version.modelKey, version));
  std::vector<std::int64_t> against;
  while (rows.next()) {
    against.push_back(rows.integer(0));
  }
  TATARA_TRY(rows.status());
  return against;
}

GateValues gateValues(std::span<const Evidence> evidence) {
  std::map<std::string, GateValue, std::less<>> values;
  for (const Evidence& one : evidence) {
    if (const auto value = gateValueOf(one.body)) {
      values.insert_or_assign(one.name, *value);
    }
    const bool piece = one.body["values"].isObject();
    for (const text::JsonMember& member : (piece ? one.body["values"] : one.body).members()) {
      if (const auto value = gateValueOf(member.value)) {
        values.insert_or_assign(piece ? member.key : one.name + "." + member.key, *value);
      }
    }
  }
  return [values = std::move(values)](std::string_view name) -> std::optional<GateValue> {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional(found->second);
  };
}

Result<VersionFiles> loadVersionFiles(sql::Connection& connection, std::string_view model,
                                      std::int64_t version) {
  TATARA_ASSIGN(const auto row, internal::versionRow(connection, model, version));
  VersionFiles files;
  {
    TATARA_ASSIGN(auto rows,
                  connection.query(
                      "SELECT path, digest, size FROM model_version_file WHERE version_key = ? ORDER BY path",
                      row.key));
    while (rows.next()) {
      const auto digest = internal::digestOf(rows, 1);
      files.registered.push_back(
          {std::string(rows.text(0)), digest ? crypto::toHex(*digest) : "", rows.integer(2)});
    }
    TATARA_TRY(rows.status());
  }
  const auto root = artifact::rootPathOf(row.version.storage);
  std::map<std::string, std::string> here;
  if (root) {
    TATARA_ASSIGN(const auto stored, artifact::ArtifactStore::listAll(connection, *root));
    crypto::Sha256 all;
    for (const artifact::FileInfo& file : stored) {
      const std::string path =
          file.path.size() > root->size() ? file.path.substr(root->size() + 1) : file.path;
      here[path] = file.digest.hex();
      files.bytes += file.size;
      all.update(path + "\n" + here[path] + "\n");
    }
    files.digest = here.empty() ? "" : crypto::toHex(all.finish());
  }
  for (const VersionFile& file : files.registered) {
    const auto found = here.find(file.path);
    if (found == here.end()) {
      files.problems.push_back(Phrase::say(TATARA_SAYS("Phrase", "%1 is missing"), {file.path}));
    } else if (found->second != file.digest) {
      files.problems.push_back(
          Phrase::say(TATARA_SAYS("Phrase", "%1 was altered since it was registered"), {file.path}));
    }
  }
  if (files.registered.empty() && root && here.empty()) {
    files.problems.push_back(Phrase::say(TATARA_SAYS("Phrase", "its folder holds no files")));
  }
  for (const auto& entry : here) {
    const bool known = std::any_of(files.registered.begin(), files.registered.end(),
                                   [&](const VersionFile& file) { return file.path == entry.first; });
    if (!known && !files.registered.empty()) {
      files.problems.push_back(
          Phrase::say(TATARA_SAYS("Phrase", "%1 was added since it was registered"), {entry.first}));
    }
  }
  return files;
}

namespace internal {

Status keepFiles(store::Writer& writer, const VersionRow& row) {
  const auto root = artifact::rootPathOf(row.version.storage);
  if (!root) {
    return {};
  }
  TATARA_ASSIGN(const auto stored, artifact::ArtifactStore::listAll(writer.sql(), *root));
  for (const artifact::FileInfo& file : stored) {
    const std::string path = file.path.size() > root->size() ? file.path.substr(root->size() + 1) : file.path;
    TATARA_TRY(writer.sql().run("INSERT OR IGNORE INTO model_version_file VALUES(?, ?, ?, ?)", row.key, path,
                                bytesOf(file.digest.bytes), file.size));
  }
  return {};
}

}  // namespace internal

}  // namespace tatara::registry
