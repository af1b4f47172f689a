#include "core/interop/bundle.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <set>
#include <span>

#include "core/artifact/artifact_store.h"
#include "core/base/file_error.h"
#include "core/crypto/digest.h"
#include "core/interop/internal/bundle_proof.h"
#include "core/interop/internal/bundle_records.h"
#include "core/interop/internal/bundle_source.h"
#include "core/interop/internal/export_runs.h"
#include "core/interop/internal/mlflow_bring.h"
#include "core/text/error_phrase.h"
#include "core/track/experiments.h"
#include "core/track/logged_models.h"
#include "core/track/metrics.h"

namespace tatara::interop {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSchema = R"sql(
CREATE TABLE bundle(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- owner: the experiment of a run or logged model, the run of a metric
CREATE TABLE entry(
  kind TEXT NOT NULL, owner TEXT NOT NULL, id TEXT NOT NULL, part INTEGER NOT NULL,
  digest BLOB NOT NULL, body BLOB NOT NULL);
CREATE UNIQUE INDEX entry_by_id ON entry(kind, id, part);
CREATE TABLE file(
  owner TEXT NOT NULL, path TEXT NOT NULL, digest BLOB NOT NULL, size INTEGER NOT NULL,
  PRIMARY KEY(owner, path)) WITHOUT ROWID;
CREATE TABLE blob(digest BLOB NOT NULL, part INTEGER NOT NULL, bytes BLOB NOT NULL);
CREATE UNIQUE INDEX blob_by_digest ON blob(digest, part);
)sql";
constexpr std::size_t kPiece = 1 << 20;

sql::Bytes asBytes(std::string_view text) {
  return std::as_bytes(std::span(text));
}

sql::Bytes asBytes(const crypto::Sha256Digest& digest) {
  return std::as_bytes(std::span(digest));
}

class BundleWriter {
 public:
  BundleWriter(std::shared_ptr<store::Store> store, std::unique_ptr<sql::Connection> out,
               const BundleChoice& choice)
      : m_store(std::move(store)), m_artifacts(m_store), m_out(std::move(out)), m_choice(choice) {}

  Result<ExportReport> write() {
    TATARA_TRY(m_out->script(kSchema));
    TATARA_ASSIGN(auto transaction, sql::Transaction::begin(*m_out, sql::Transaction::Kind::Immediate));
    TATARA_ASSIGN(const ExportChoice choice, withRunsOfModels());
    TATARA_ASSIGN(const auto experiments, m_store->read([&](sql::Connection& connection) {
      return internal::chooseRuns(connection, choice);
    }));
    for (const auto& one : experiments) {
      m_total += static_cast<std::int64_t>(one.runs.size());
    }
    for (const auto& one : experiments) {
      TATARA_TRY(writeExperiment(one, !choice.runs.empty()));
    }
    TATARA_TRY(writeModels());
    TATARA_ASSIGN(m_report.acts, m_store->read([&](sql::Connection& connection) {
      return internal::writeProof(
          connection, takesAll() ? internal::ProofOf::Everything : internal::ProofOf::TheseModels, m_written,
          [&](const std::string& kind, const std::string& id, const std::string& body) {
            return put(kind, "", id, 0, body);
          });
    }));
    TATARA_ASSIGN(const std::string manifest, internal::bundleManifest(*m_out));
    TATARA_TRY(m_out->run("INSERT INTO bundle VALUES('manifest', ?)", manifest));
    TATARA_TRY(m_out->run("INSERT INTO bundle VALUES('made', ?)", toIso8601(m_store->clock().now())));
    TATARA_TRY(transaction.commit());
    TATARA_TRY(m_out->script("PRAGMA application_id = " + std::to_string(internal::kBundleApplication) +
                             "; PRAGMA user_version = " + std::to_string(internal::kBundleVersion)));
    return std::move(m_report);
  }

 private:
  bool takesAll() const {
    return m_choice.experiments.empty() && m_choice.runs.empty() && m_choice.models.empty();
  }

  // What was chosen, and the runs of the versions of chosen models.
  Result<ExportChoice> withRunsOfModels() {
    ExportChoice choice = m_choice;
    for (const std::string& name : m_choice.models) {
      TATARA_TRY(m_store->read([&](sql::Connection& connection) -> Status {
        TATARA_ASSIGN(const auto model, registry::findModel(connection, name));
        if (!model) {
          return text::sayError(ErrorKind::NotFound,
                                TATARA_SAYS("Phrase", "There is no registered model “%1”"), {name});
        }
        m_models.insert(name);
        TATARA_ASSIGN(const auto versions, registry::loadVersions(connection, name));
        for (const registry::ModelVersion& version : versions) {
          track::RunId id = version.run;
          TATARA_ASSIGN(const auto logged, track::findLoggedModel(connection, version.loggedModel));
          if (logged && id.value().empty()) {
            id = logged->sourceRun;
          }
          TATARA_ASSIGN(const auto run, track::findRunInfo(connection, id));
          if (run && !run->deleted) {
            choice.runs.push_back(run->id);
          }
        }
        return {};
      }));
    }
    return choice;
  }

  Status put(const std::string& kind, const std::string& owner, const std::string& id, std::size_t part,
             const std::string& body) {
    return m_out->run("INSERT INTO entry(kind, owner, id, part, digest, body) VALUES(?, ?, ?, ?, ?, ?)", kind,
                      owner, id, part, asBytes(crypto::sha256(body)), asBytes(body));
  }

  Status writeExperiment(const internal::ChosenExperiment& chosen, bool someRuns) {
    const std::string id = std::to_string(chosen.experiment.id.value());
    TATARA_TRY(put("experiment", "", id, 0, internal::encodeExperiment(chosen.experiment)));
    ++m_report.experiments;
    for (const track::RunKey key : chosen.runs) {
      if (m_choice.stop.stop_requested()) {
        return makeError(ErrorKind::Cancelled, "Stopped; no bundle was made");
      }
      TATARA_TRY(writeRun(id, key));
    }
    const track::ExperimentId ids[] = {chosen.experiment.id};
    TATARA_ASSIGN(const auto models, m_store->read([&](sql::Connection& connection) {
      return track::loadLoggedModels(connection, ids);
    }));
    for (const track::LoggedModel& model : models) {
      if (!someRuns || m_runs.contains(model.sourceRun.value())) {
        TATARA_TRY(put("logged_model", id, model.id.value(), 0, internal::encodeLoggedModel(model)));
        TATARA_TRY(writeFiles(model.id.value(), model.artifactUri));
        m_runs.insert(model.id.value());
        ++m_report.loggedModels;
      }
    }
    return {};
  }

  Status writeRun(const std::string& experiment, track::RunKey key) {
    std::string id;
    std::string uri;
    TATARA_TRY(m_store->read([&](sql::Connection& connection) -> Status {
      TATARA_ASSIGN(const auto info, track::findRunInfo(connection, key));
      if (!info) {
        return text::sayError(ErrorKind::NotFound,
                              TATARA_SAYS("Phrase", "A run was purged while the bundle was made"));
      }
      id = info->id.value();
      uri = info->artifactUri;
      TATARA_ASSIGN(const auto record, internal::loadRunRecord(connection, *info));
      TATARA_TRY(put("run", experiment, id, 0, record.body));
      for (const track::MetricSummary& metric : record.run.metrics) {
        TATARA_ASSIGN(const auto points, track::loadSeries(connection, key, metric.key));
        TATARA_ASSIGN(const auto blocks, internal::encodePoints(points));
        for (std::size_t part = 0; part < blocks.size(); ++part) {
          TATARA_TRY(put("metric", id, id + "/" + metric.key, part, blocks[part]));
        }
        m_report.points += static_cast<std::int64_t>(points.size());
      }
      return {};
    }));
    m_runs.insert(id);
    ++m_report.runs;
    if (m_choice.progress) {
      m_choice.progress({id, m_report.runs, m_total});
    }
    return writeFiles(id, uri);
  }

  Status writeFiles(const std::string& owner, const std::string& uri) {
    const auto root = artifact::rootPathOf(uri);
    if (!root) {
      return {};
    }
    TATARA_ASSIGN(const auto files, m_store->read([&](sql::Connection& connection) {
      return internal::filesBelow(connection, *root);
    }));
    for (const auto& [path, file] : files) {
      if (m_blobs.insert(file.digest).second) {
        TATARA_TRY(writeBlob(file));
      }
      TATARA_TRY(m_out->run("INSERT INTO file VALUES(?, ?, ?, ?)", owner, path, asBytes(file.digest.bytes),
                            file.size));
      ++m_report.files;
      m_report.bytes += file.size;
    }
    return {};
  }

  Status writeBlob(const artifact::FileInfo& file) {
    std::ifstream stream(m_artifacts.blobFile(file.digest), std::ios::binary);
    std::string piece(kPiece, '\0');
    for (std::int64_t part = 0; stream; ++part) {
      stream.read(piece.data(), static_cast<std::streamsize>(piece.size()));
      const auto got = static_cast<std::size_t>(stream.gcount());
      if (got > 0) {
        TATARA_TRY(m_out->run("INSERT INTO blob VALUES(?, ?, ?)", asBytes(file.digest.bytes), part,
                              asBytes(std::string_view(piece).substr(0, got))));
      }
    }
    return stream.eof()
               ? Status()
               : Status(text::sayError(ErrorKind::Io, TATARA_SAYS("Phrase", "The artifact %1 cannot be read"),
                                       {file.path}));
  }

  Status writeModels() {
    TATARA_ASSIGN(const auto models, m_store->read([](sql::Connection& connection) {
      return registry::loadModels(connection);
    }));
    for (const registry::RegisteredModel& model : models) {
      TATARA_ASSIGN(auto versions, m_store->read([&](sql::Connection& connection) {
        return registry::loadVersions(connection, model.name);
      }));
      if (!takesAll() && !m_models.contains(model.name)) {
        std::erase_if(versions, [&](const registry::ModelVersion& version) {
          return !m_runs.contains(version.run.value()) && !m_runs.contains(version.loggedModel.value());
        });
        if (versions.empty()) {
          continue;
        }
      }
      std::reverse(versions.begin(), versions.end());
      registry::RegisteredModel kept = model;
      std::erase_if(kept.aliases, [&](const registry::Alias& alias) {
        return std::none_of(versions.begin(), versions.end(),
                            [&](const auto& version) { return version.version == alias.version; });
      });
      TATARA_TRY(put("model", "", model.name, 0, internal::encodeModel(kept, versions)));
      m_written.insert(model.name);
      ++m_report.models;
      m_report.versions += static_cast<std::int64_t>(versions.size());
    }
    return {};
  }

  std::shared_ptr<store::Store> m_store;
  artifact::ArtifactStore m_artifacts;
  std::unique_ptr<sql::Connection> m_out;
  const BundleChoice& m_choice;
  ExportReport m_report;
  std::set<std::string> m_models;   // chosen by name
  std::set<std::string> m_written;  // models that are in the bundle
  std::set<std::string> m_runs;     // and logged models, by id, that are in the bundle
  std::set<artifact::Digest> m_blobs;
  std::int64_t m_total = 0;
};

// Says what the proof shows, and keeps in this workspace's own chain which acts of which store came.
Status noteProof(store::Store& store, const internal::ProofSeen& proof, const BundleImport& import,
                 ImportReport& report) {
  if (!proof.there()) {
    return {};
  }
  const std::string acts = std::to_string(proof.acts) + (proof.acts == 1 ? " act" : " acts");
  report.notes.push_back(
      "The bundle carries " + acts + " of the chain of store " + proof.store + ", which fit together" +
      (proof.seals == 0 ? "" : ", and the digests of " + std::to_string(proof.seals) + " more") +
      "; the newest, number " + std::to_string(proof.newest) + ", has the digest " + proof.head);
  if (report.models.brought + report.versions.brought == 0) {
    return {};
  }
  return store.write([&](store::Writer& writer) -> Status {
    TATARA_TRY(registry::recordAct(writer, import.actor, store.clock().now(),
                                   {.verb = "import bundle",
                                    .object = "bundle/" + proof.store,
                                    .after = std::to_string(proof.newest) + " " + proof.head,
                                    .reason = import.file.filename().string()}));
    return {};
  });
}

// Where what is here is not what the bundle brings.
class ConflictFinder {
 public:
  ConflictFinder(store::Store& store, internal::BundleSource& source, ImportReport& report)
      : m_store(store), m_source(source), m_report(report) {}

  Status find() {
    TATARA_TRY(findRuns());
    TATARA_ASSIGN(const auto names, m_source.ids("model", ""));
    for (const std::string& name : names) {
      const auto json = m_source.record("model", name);
      auto model = json ? internal::decodeModel(*json) : Result<internal::SourceModel>(json.error());
      if (model) {  // what cannot be read is told by the import
        TATARA_TRY(findVersions(*json, *model));
      }
    }
    return {};
  }

 private:
  void add(std::string place, std::string reason) {
    m_report.conflicts.push_back({std::move(place), std::move(reason)});
  }

  Status findRuns() {
    TATARA_ASSIGN(const auto ids, m_source.ids("run", ""));
    for (const std::string& id : ids) {
      TATARA_ASSIGN(const std::string theirs, m_source.digestOf("run", id));
      TATARA_ASSIGN(const std::string ours,
                    m_store.read([&](sql::Connection& connection) -> Result<std::string> {
                      TATARA_ASSIGN(const auto info, track::findRunInfo(connection, track::RunId(id)));
                      if (!info) {
                        return std::string();
                      }
                      TATARA_ASSIGN(const auto record, internal::loadRunRecord(connection, *info));
                      return crypto::sha256Hex(record.body);
                    }));
      if (!ours.empty() && ours != theirs) {
        add("run " + id, "It is here already and differs from the bundle's; the one here stays");
      }
    }
    return {};
  }

  Status findVersions(const text::Json& json, const internal::SourceModel& model) {
    return m_store.read([&](sql::Connection& connection) -> Status {
      for (const text::Json& one : json["versions"].items()) {
        const std::string* body = one["body"].asString();
        const auto parsed = body == nullptr ? Result<text::Json>(text::Json()) : text::parseJson(*body);
        const auto number = parsed ? (*parsed)["version"].asInt() : std::nullopt;
        TATARA_ASSIGN(const auto here, registry::findVersion(connection, model.name, number.value_or(0)));
        if (here && internal::encodeVersion(*here) != *body) {
          add("version " + std::to_string(*number) + " of " + model.name,
              "It is here already and differs from the bundle's; the one here stays");
        }
      }
      TATARA_ASSIGN(const auto here, registry::findModel(connection, model.name));
      for (const registry::Alias& alias : model.aliases) {
        for (const registry::Alias& own : here ? here->aliases : std::vector<registry::Alias>()) {
          if (own.name == alias.name && own.version != alias.version) {
            add("alias “" + alias.name + "” of " + model.name,
                "It names version " + std::to_string(own.version) + " here and " +
                    std::to_string(alias.version) + " in the bundle; it stays as it is here");
          }
        }
      }
      return {};
    });
  }

  store::Store& m_store;
  internal::BundleSource& m_source;
  ImportReport& m_report;
};

}  // namespace

Result<ExportReport> createBundle(const std::shared_ptr<store::Store>& store, const fs::path& file,
                                  const BundleChoice& choice) {
  // Made private and empty first, so that neither a link nor a file that is there is written through.
  const int made = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (made < 0) {
    return errno == EEXIST
               ? Result<ExportReport>(text::sayError(
                     ErrorKind::AlreadyExists,
                     TATARA_SAYS("Phrase", "%1 is there already; name a file that is not"), {file.string()}))
               : Result<ExportReport>(
                     text::sayFileError(TATARA_SAYS("Phrase", "The bundle %1 cannot be written"),
                                        {file.string()}, file.string(), errno));
  }
  ::close(made);
  auto out = sql::Connection::open(file, {.access = sql::Access::ReadWrite});
  auto report =
      out ? BundleWriter(store, std::move(*out), choice).write() : Result<ExportReport>(out.error());
  if (!report) {
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
      fs::remove(file.string() + suffix, ignored);
    }
  }
  return report;
}

Result<ImportReport> importBundle(const std::shared_ptr<store::Store>& store, const BundleImport& import) {
  TATARA_ASSIGN(const auto source, internal::BundleSource::open(import.file, import.stop));
  ImportReport report;
  TATARA_ASSIGN(const internal::ProofSeen proof, internal::checkProof(*source));
  if (!proof.problem.empty()) {
    return text::sayError(ErrorKind::Corrupt,
                          TATARA_SAYS("Phrase", "The bundle's audit proof was altered: %1"), {proof.problem});
  }
  TATARA_TRY(ConflictFinder(*store, *source, report).find());
  MlflowImport bring;
  bring.source = import.file;
  bring.actor = import.actor;
  bring.progress = import.progress;
  bring.stop = import.stop;
  internal::Bringer bringer(store, bring, *source, {}, report);
  TATARA_TRY(bringer.bring());
  TATARA_TRY(noteProof(*store, proof, import, report));
  return report;
}

}  // namespace tatara::interop
