#include "core/interop/internal/bundle_source.h"

#include <fstream>
#include <set>

#include "core/crypto/digest.h"
#include "core/interop/internal/bundle_records.h"
#include "core/series/block.h"
#include "core/text/error_phrase.h"

namespace tatara::interop::internal {
namespace {

constexpr std::int64_t kMostBody = 256 << 20;

std::string_view asText(sql::Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Error notABundle(const std::filesystem::path& file) {
  return text::sayError(ErrorKind::Parse, TATARA_SAYS("Phrase", "%1 is not a bundle"), {file.string()});
}

Error damaged(const text::Phrase& what) {
  return text::sayError(ErrorKind::Corrupt, TATARA_SAYS("Phrase", "The bundle is damaged: %1"), {what});
}

bool isDatabase(const std::filesystem::path& file) {
  constexpr std::string_view kMagic("SQLite format 3\0", 16);
  std::ifstream stream(file, std::ios::binary);
  std::string head(kMagic.size(), '\0');
  stream.read(head.data(), static_cast<std::streamsize>(head.size()));
  return stream.gcount() == static_cast<std::streamsize>(head.size()) && head == kMagic;
}

Result<std::unique_ptr<sql::Connection>> openDatabase(const std::filesystem::path& file) {
  return sql::Connection::open(file,
                               {.access = sql::Access::ReadOnly, .leaveNoFiles = true, .foreign = true});
}

Result<std::string> valueOf(sql::Connection& connection, const char* key) {
  TATARA_ASSIGN(auto rows, connection.query("SELECT value FROM bundle WHERE key = ?", key));
  std::string value;
  if (rows.next()) {
    value = rows.text(0);
  }
  TATARA_TRY(rows.status());
  return value;
}

// A view of that name would run what the file says.
Status checkTables(sql::Connection& connection, const std::filesystem::path& file) {
  for (const char* table : {"bundle", "entry", "file", "blob"}) {
    TATARA_ASSIGN(
        const auto found,
        connection.findInteger("SELECT count(*) FROM sqlite_schema WHERE name = ? AND type = 'table' "
                               "AND sql NOT LIKE 'CREATE VIRTUAL%'",
                               table));
    if (found.value_or(0) != 1) {
      return notABundle(file);
    }
  }
  return {};
}

Status streamBlob(const std::filesystem::path& file, const std::string& digest,
                  const SourceFile::Take& take) {
  TATARA_ASSIGN(const auto connection, openDatabase(file));
  TATARA_ASSIGN(auto rows, connection->query("SELECT bytes FROM blob WHERE digest = ? ORDER BY part",
                                             std::as_bytes(std::span(digest))));
  crypto::Sha256 seen;
  while (rows.next()) {
    const std::string_view bytes = asText(rows.blob(0));
    seen.update(bytes);
    TATARA_TRY(take(bytes));
  }
  TATARA_TRY(rows.status());
  const auto found = seen.finish();
  if (std::string_view(reinterpret_cast<const char*>(found.data()), found.size()) != digest) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "Its bytes are not those that the bundle lists"));
  }
  return {};
}

}  // namespace

Result<std::string> bundleManifest(sql::Connection& connection) {
  crypto::Sha256 all;
  const auto add = [&](std::string_view text) {
    all.update(std::to_string(text.size()) + ":");
    all.update(text);
  };
  TATARA_ASSIGN(auto entries,
                connection.query("SELECT kind, owner, id, part, digest FROM entry ORDER BY kind, id, part"));
  while (entries.next()) {
    add(entries.text(0));
    add(entries.text(1));
    add(entries.text(2));
    add(std::to_string(entries.integer(3)));
    add(asText(entries.blob(4)));
  }
  TATARA_TRY(entries.status());
  TATARA_ASSIGN(auto files,
                connection.query("SELECT owner, path, digest, size FROM file ORDER BY owner, path"));
  while (files.next()) {
    add(files.text(0));
    add(files.text(1));
    add(asText(files.blob(2)));
    add(std::to_string(files.integer(3)));
  }
  TATARA_TRY(files.status());
  return crypto::toHex(all.finish());
}

Result<std::unique_ptr<BundleSource>> BundleSource::open(const std::filesystem::path& file,
                                                         std::stop_token stop) {
  std::error_code failed;
  if (!std::filesystem::exists(file, failed)) {
    return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "There is no file %1"), {file.string()});
  }
  if (!isDatabase(file)) {
    return notABundle(file);
  }
  TATARA_ASSIGN(auto connection, openDatabase(file));
  connection->setStopToken(stop);
  TATARA_ASSIGN(const auto application, connection->findInteger("PRAGMA application_id"));
  TATARA_ASSIGN(const auto version, connection->findInteger("PRAGMA user_version"));
  if (application.value_or(0) != kBundleApplication) {
    return notABundle(file);
  }
  if (version.value_or(0) > kBundleVersion) {
    return text::sayError(ErrorKind::SchemaTooNew,
                          TATARA_SAYS("Phrase", "The bundle was made by a newer Tatara"));
  }
  TATARA_TRY(checkTables(*connection, file));
  TATARA_ASSIGN(const std::string wanted, valueOf(*connection, "manifest"));
  TATARA_ASSIGN(const std::string found, bundleManifest(*connection));
  if (wanted != found) {
    return damaged(
        text::Phrase::say(TATARA_SAYS("Phrase", "its list of contents is not the one it was made with")));
  }
  return std::unique_ptr<BundleSource>(new BundleSource(std::move(connection), file, std::move(stop)));
}

Result<std::string> BundleSource::body(const std::string& kind, const std::string& id, std::int64_t part) {
  TATARA_ASSIGN(auto rows, m_connection->query(
                               "SELECT body, digest FROM entry WHERE kind = ? AND id = ? AND part = ? AND "
                               "length(body) <= ?",
                               kind, id, part, kMostBody));
  if (!rows.next()) {
    TATARA_TRY(rows.status());
    return damaged(text::Phrase::say(
        TATARA_SAYS("Phrase", "a part of %1 %2 is missing or larger than 256 MB"), {kind, id}));
  }
  std::string body(asText(rows.blob(0)));
  const auto digest = crypto::sha256(body);
  if (std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()) != asText(rows.blob(1))) {
    return damaged(text::Phrase::say(TATARA_SAYS("Phrase", "%1 %2 is not what was put in"), {kind, id}));
  }
  return body;
}

Result<text::Json> BundleSource::record(const std::string& kind, const std::string& id) {
  TATARA_ASSIGN(const std::string text, body(kind, id, 0));
  text::JsonLimits limits;
  limits.maxBytes = kMostBody;
  auto json = text::parseJson(text, limits);
  return json ? json
              : Result<text::Json>(damaged(
                    tatara::text::Phrase::say(TATARA_SAYS("Phrase", "%1 %2 is no record"), {kind, id})));
}

Result<std::string> BundleSource::digestOf(const std::string& kind, const std::string& id) {
  TATARA_ASSIGN(auto rows, m_connection->query(
                               "SELECT digest FROM entry WHERE kind = ? AND id = ? AND part = 0", kind, id));
  std::string digest;
  if (rows.next()) {
    const sql::Bytes bytes = rows.blob(0);
    digest = crypto::toHex({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  }
  TATARA_TRY(rows.status());
  return digest;
}

Result<std::vector<std::string>> BundleSource::ids(const std::string& kind, const std::string& owner) {
  TATARA_ASSIGN(auto rows,
                m_connection->query("SELECT id FROM entry WHERE kind = ?1 AND part = 0 AND (?2 = '' "
                                    "OR owner = ?2) ORDER BY id",
                                    kind, owner));
  std::vector<std::string> found;
  while (rows.next()) {
    found.emplace_back(rows.text(0));
  }
  TATARA_TRY(rows.status());
  return found;
}

Result<std::vector<SourceExperiment>> BundleSource::experiments(Problems& /*problems*/) {
  std::vector<SourceExperiment> found;
  TATARA_ASSIGN(const auto all, ids("experiment", ""));
  for (const std::string& id : all) {
    TATARA_ASSIGN(const auto json, record("experiment", id));
    TATARA_ASSIGN(auto experiment, decodeExperiment(json));
    if (experiment.id != id) {
      return damaged(text::Phrase::say(TATARA_SAYS("Phrase", "experiment %1 calls itself otherwise"), {id}));
    }
    found.push_back(std::move(experiment));
  }
  return found;
}

namespace {

void leaveOutStrangeIds(const std::string& kind, std::vector<std::string>& ids, Problems& problems) {
  std::erase_if(ids, [&](const std::string& id) {
    if (isMlflowId(id)) {
      return false;
    }
    problems.skip(kind + " " + id, "Its id is not one of MLflow's");
    return true;
  });
}

}  // namespace

Result<std::vector<std::string>> BundleSource::runIds(const SourceExperiment& experiment,
                                                      Problems& problems) {
  TATARA_ASSIGN(auto found, ids("run", experiment.id));
  leaveOutStrangeIds("run", found, problems);
  return found;
}

Result<std::optional<SourceRun>> BundleSource::run(const SourceExperiment& /*experiment*/,
                                                   const std::string& id, Problems& problems) {
  const auto json = record("run", id);
  auto run = json ? decodeRun(*json) : Result<SourceRun>(json.error());
  if (!run || run->id != id) {
    problems.skip("run " + id, run ? "It calls itself otherwise" : run.error().message);
    return std::nullopt;
  }
  for (const text::Json& metric : (*json)["metrics"].items()) {
    const std::string* key = metric["key"].asString();
    SourceMetric made;
    made.key = key == nullptr ? std::string() : *key;
    const std::int64_t blocks = metric["blocks"].asInt().value_or(0);
    for (std::int64_t part = 0; part < blocks; ++part) {
      const auto block = body("metric", id + "/" + made.key, part);
      const auto points =
          block ? series::decodeBlock(*block) : Result<std::vector<series::Point>>(block.error());
      if (!points) {
        problems.skip("run " + id + ", metric " + made.key, points.error().message);
        return std::nullopt;
      }
      made.points.insert(made.points.end(), points->begin(), points->end());
    }
    run->metrics.push_back(std::move(made));
  }
  return std::move(*run);
}

Result<std::vector<std::string>> BundleSource::loggedModelIds(const SourceExperiment& experiment,
                                                              Problems& problems) {
  TATARA_ASSIGN(auto found, ids("logged_model", experiment.id));
  leaveOutStrangeIds("logged model", found, problems);
  return found;
}

Result<std::optional<SourceLoggedModel>> BundleSource::loggedModel(const SourceExperiment& /*experiment*/,
                                                                   const std::string& id,
                                                                   Problems& problems) {
  const auto json = record("logged_model", id);
  auto model = json ? decodeLoggedModel(*json) : Result<SourceLoggedModel>(json.error());
  if (!model || model->id != id) {
    problems.skip("logged model " + id, model ? "It calls itself otherwise" : model.error().message);
    return std::nullopt;
  }
  return std::move(*model);
}

Result<std::vector<SourceModel>> BundleSource::models(Problems& problems) {
  std::vector<SourceModel> found;
  TATARA_ASSIGN(const auto all, ids("model", ""));
  for (const std::string& id : all) {
    const auto json = record("model", id);
    auto model = json ? decodeModel(*json) : Result<SourceModel>(json.error());
    if (!model) {
      problems.skip("registered model " + id, model.error().message);
    } else {
      found.push_back(std::move(*model));
    }
  }
  return found;
}

Result<std::optional<std::vector<SourceFile>>> BundleSource::files(const SourceExperiment& /*experiment*/,
                                                                   const std::string& id, OwnerKind /*kind*/,
                                                                   const std::string& uri,
                                                                   Problems& /*problems*/) {
  if (!uri.empty()) {
    return std::nullopt;  // the artifacts of this one were elsewhere, and are
  }
  TATARA_ASSIGN(auto rows,
                m_connection->query("SELECT path, digest FROM file WHERE owner = ? ORDER BY path", id));
  std::vector<SourceFile> found;
  while (rows.next()) {
    std::string digest(asText(rows.blob(1)));
    found.push_back({std::string(rows.text(0)), [file = m_file, digest](const SourceFile::Take& take) {
                       return streamBlob(file, digest, take);
                     }});
  }
  TATARA_TRY(rows.status());
  return found;
}

}  // namespace tatara::interop::internal
