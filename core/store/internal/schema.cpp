#include "core/store/internal/schema.h"

#include <unistd.h>

#include <string>

#include "core/base/new_file.h"
#include "core/store/internal/private_file.h"
#include "core/text/error_phrase.h"

namespace tatara::store::internal {
namespace {

// Conventions: *_key is an internal row number, *_id what the outside sees; *_ms is UTC milliseconds since
// 1970; enums are small integers written in the header of the module that owns the table.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES('store_id', lower(hex(randomblob(16))));

CREATE TABLE change_log(
  seq    INTEGER PRIMARY KEY AUTOINCREMENT,
  kind   INTEGER NOT NULL,
  object INTEGER NOT NULL) STRICT;

-- Keys of parameters, metrics and tags, each text once.
CREATE TABLE name(name_id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;

-- track: experiments and runs
CREATE TABLE experiment(
  experiment_id     INTEGER PRIMARY KEY AUTOINCREMENT,
  name              TEXT NOT NULL UNIQUE,
  artifact_location TEXT NOT NULL,
  deleted           INTEGER NOT NULL DEFAULT 0,
  created_ms        INTEGER NOT NULL,
  updated_ms        INTEGER NOT NULL) STRICT;
CREATE TABLE experiment_tag(
  experiment_id INTEGER NOT NULL REFERENCES experiment ON DELETE CASCADE,
  key   TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY(experiment_id, key)) STRICT, WITHOUT ROWID;
CREATE TABLE run(
  run_key       INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id        TEXT NOT NULL UNIQUE,
  experiment_id INTEGER NOT NULL REFERENCES experiment,
  name          TEXT NOT NULL,
  user          TEXT NOT NULL,
  status        INTEGER NOT NULL,
  started_ms    INTEGER NOT NULL,
  ended_ms      INTEGER,
  deleted_ms    INTEGER,
  artifact_uri  TEXT NOT NULL) STRICT;
CREATE INDEX run_by_experiment ON run(experiment_id, started_ms);
CREATE TABLE run_param(
  run_key INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  name_id INTEGER NOT NULL REFERENCES name,
  value   TEXT NOT NULL,
  PRIMARY KEY(run_key, name_id)) STRICT, WITHOUT ROWID;
CREATE TABLE run_tag(
  run_key INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  name_id INTEGER NOT NULL REFERENCES name,
  value   TEXT NOT NULL,
  PRIMARY KEY(run_key, name_id)) STRICT, WITHOUT ROWID;
CREATE TABLE run_color(
  run_key INTEGER PRIMARY KEY REFERENCES run ON DELETE CASCADE,
  slot    INTEGER NOT NULL) STRICT;

-- track: metrics. A series' points are in metric_block (sealed) and metric_tail (what came since); together they are
-- the truth, the columns of metric_series are kept beside it for lists. Values that are not finite stand in *_bits.
CREATE TABLE metric_series(
  series_key  INTEGER PRIMARY KEY,
  run_key     INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  name_id     INTEGER NOT NULL REFERENCES name,
  points      INTEGER NOT NULL,
  last_step   INTEGER NOT NULL,
  last_ms     INTEGER NOT NULL,
  last_bits   INTEGER NOT NULL,
  min_bits    INTEGER NOT NULL,
  max_bits    INTEGER NOT NULL,
  UNIQUE(run_key, name_id)) STRICT;
CREATE TABLE metric_tail(
  tail_key INTEGER PRIMARY KEY AUTOINCREMENT,
  run_key  INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  points   INTEGER NOT NULL,
  payload  BLOB NOT NULL) STRICT;
CREATE INDEX metric_tail_by_run ON metric_tail(run_key);
CREATE TABLE metric_block(
  block_key  INTEGER PRIMARY KEY,
  run_key    INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  series_key INTEGER,  -- none: a pack of several short series
  points     INTEGER NOT NULL,
  first_step INTEGER NOT NULL,
  last_step  INTEGER NOT NULL,
  pyramid    BLOB,
  payload    BLOB NOT NULL) STRICT;
CREATE INDEX metric_block_by_series ON metric_block(run_key, series_key, first_step);

-- track: datasets that runs used
CREATE TABLE dataset_record(
  dataset_key   INTEGER PRIMARY KEY,
  experiment_id INTEGER NOT NULL REFERENCES experiment ON DELETE CASCADE,
  name          TEXT NOT NULL,
  digest        TEXT NOT NULL,
  source_type   TEXT NOT NULL,
  source        TEXT NOT NULL,
  schema        TEXT,
  profile       TEXT,
  UNIQUE(experiment_id, name, digest)) STRICT;
CREATE TABLE run_dataset(
  run_key     INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  dataset_key INTEGER NOT NULL REFERENCES dataset_record ON DELETE CASCADE,
  PRIMARY KEY(run_key, dataset_key)) STRICT, WITHOUT ROWID;
CREATE TABLE run_dataset_tag(
  run_key     INTEGER NOT NULL,
  dataset_key INTEGER NOT NULL,
  key         TEXT NOT NULL,
  value       TEXT NOT NULL,
  PRIMARY KEY(run_key, dataset_key, key),
  FOREIGN KEY(run_key, dataset_key) REFERENCES run_dataset ON DELETE CASCADE) STRICT, WITHOUT ROWID;

-- track: logged models (MLflow 3)
CREATE TABLE logged_model(
  logged_model_key INTEGER PRIMARY KEY,
  model_id      TEXT NOT NULL UNIQUE,
  experiment_id INTEGER NOT NULL REFERENCES experiment ON DELETE CASCADE,
  name          TEXT NOT NULL,
  model_type    TEXT NOT NULL,
  source_run_id TEXT NOT NULL,
  status        INTEGER NOT NULL,
  status_message TEXT NOT NULL DEFAULT '',
  created_ms    INTEGER NOT NULL,
  updated_ms    INTEGER NOT NULL,
  deleted_ms    INTEGER,
  artifact_uri  TEXT NOT NULL) STRICT;
CREATE INDEX logged_model_by_experiment ON logged_model(experiment_id, created_ms);
CREATE INDEX logged_model_by_run ON logged_model(source_run_id);
CREATE TABLE logged_model_param(
  logged_model_key INTEGER NOT NULL REFERENCES logged_model ON DELETE CASCADE,
  key TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY(logged_model_key, key)) STRICT, WITHOUT ROWID;
CREATE TABLE logged_model_tag(
  logged_model_key INTEGER NOT NULL REFERENCES logged_model ON DELETE CASCADE,
  key TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY(logged_model_key, key)) STRICT, WITHOUT ROWID;
CREATE TABLE logged_model_metric(
  logged_model_key INTEGER NOT NULL REFERENCES logged_model ON DELETE CASCADE,
  key TEXT NOT NULL,
  step INTEGER NOT NULL,
  timestamp_ms INTEGER NOT NULL,
  value_bits INTEGER NOT NULL,
  run_id TEXT NOT NULL,
  dataset_name TEXT NOT NULL DEFAULT '',
  dataset_digest TEXT NOT NULL DEFAULT '',
  PRIMARY KEY(logged_model_key, key, step, timestamp_ms, value_bits, run_id, dataset_name, dataset_digest)
  ) STRICT, WITHOUT ROWID;
-- direction 0: the run used the model; 1: the run made it
CREATE TABLE run_logged_model(
  run_key   INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  direction INTEGER NOT NULL,
  model_id  TEXT NOT NULL,
  step      INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY(run_key, direction, model_id)) STRICT, WITHOUT ROWID;

-- artifact: names of content-addressed files. `path` is relative to the artifact root.
CREATE TABLE artifact_file(
  path        TEXT PRIMARY KEY,
  digest      BLOB NOT NULL,
  size        INTEGER NOT NULL,
  modified_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX artifact_file_by_digest ON artifact_file(digest);

-- registry
CREATE TABLE registered_model(
  model_key   INTEGER PRIMARY KEY AUTOINCREMENT,
  name        TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL DEFAULT '',
  created_ms  INTEGER NOT NULL,
  updated_ms  INTEGER NOT NULL) STRICT;
CREATE TABLE registered_model_tag(
  model_key INTEGER NOT NULL REFERENCES registered_model ON DELETE CASCADE,
  key TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY(model_key, key)) STRICT, WITHOUT ROWID;
CREATE TABLE model_version(
  version_key INTEGER PRIMARY KEY,
  model_key   INTEGER NOT NULL REFERENCES registered_model ON DELETE CASCADE,
  version     INTEGER NOT NULL,
  source      TEXT NOT NULL,
  storage     TEXT NOT NULL DEFAULT '',
  run_id      TEXT NOT NULL DEFAULT '',
  run_link    TEXT NOT NULL DEFAULT '',
  model_id    TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '',
  user        TEXT NOT NULL DEFAULT '',
  stage       INTEGER NOT NULL DEFAULT 0,
  status      INTEGER NOT NULL DEFAULT 0,
  status_message TEXT NOT NULL DEFAULT '',
  created_ms  INTEGER NOT NULL,
  updated_ms  INTEGER NOT NULL,
  deleted_ms  INTEGER,
  UNIQUE(model_key, version)) STRICT;
CREATE INDEX model_version_by_run ON model_version(run_id);
CREATE TABLE model_version_tag(
  version_key INTEGER NOT NULL REFERENCES model_version ON DELETE CASCADE,
  key TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY(version_key, key)) STRICT, WITHOUT ROWID;
CREATE TABLE model_alias(
  model_key INTEGER NOT NULL REFERENCES registered_model ON DELETE CASCADE,
  alias     TEXT NOT NULL,
  version   INTEGER NOT NULL,
  PRIMARY KEY(model_key, alias)) STRICT, WITHOUT ROWID;

-- Every act on what people decide about, from the first day; the audit chain seals these rows.
CREATE TABLE act(
  act_id  INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms   INTEGER NOT NULL,
  actor   TEXT NOT NULL,
  program TEXT NOT NULL,
  verb    TEXT NOT NULL,
  object  TEXT NOT NULL,
  before  TEXT,
  after   TEXT,
  reason  TEXT NOT NULL DEFAULT '') STRICT;
CREATE TRIGGER act_is_never_changed BEFORE UPDATE ON act
  BEGIN SELECT RAISE(ABORT, 'acts are never changed'); END;
CREATE TRIGGER act_is_never_removed BEFORE DELETE ON act
  BEGIN SELECT RAISE(ABORT, 'acts are never removed'); END;

-- Lineage: typed edges from what was used to what was made of it.
CREATE TABLE edge(
  from_kind TEXT NOT NULL, from_id TEXT NOT NULL,
  to_kind   TEXT NOT NULL, to_id   TEXT NOT NULL,
  relation  TEXT NOT NULL,
  detail    TEXT NOT NULL DEFAULT '',
  at_ms     INTEGER NOT NULL,
  PRIMARY KEY(from_kind, from_id, to_kind, to_id, relation)) STRICT, WITHOUT ROWID;
CREATE INDEX edge_backwards ON edge(to_kind, to_id);

CREATE TABLE saved_view(
  view_id    INTEGER PRIMARY KEY AUTOINCREMENT,
  panel      TEXT NOT NULL,
  name       TEXT NOT NULL,
  body       TEXT NOT NULL,
  updated_ms INTEGER NOT NULL,
  UNIQUE(panel, name)) STRICT;

-- MLflow's clients expect the experiment with the id 0.
INSERT INTO experiment VALUES(0, 'Default', 'mlflow-artifacts:/0', 0,
  CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER),
  CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER));
)sql";

// dataset: registered datasets and their versions.
constexpr const char* kVersion2 = R"sql(
CREATE TABLE dataset(
  dataset_id  INTEGER PRIMARY KEY AUTOINCREMENT,
  name        TEXT NOT NULL UNIQUE,
  folder      TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '',
  owner       TEXT NOT NULL DEFAULT '',
  licence     TEXT NOT NULL DEFAULT '',
  created_ms  INTEGER NOT NULL,
  updated_ms  INTEGER NOT NULL) STRICT;
-- kept 0: by reference, `source` is the path; 1: a copy among the artifacts, below `storage`.
-- file_ms and file_bytes are the source's when it was read, to notice a change without reading it again.
CREATE TABLE dataset_version(
  version_id  INTEGER PRIMARY KEY AUTOINCREMENT,
  dataset_id  INTEGER NOT NULL REFERENCES dataset ON DELETE CASCADE,
  version     INTEGER NOT NULL,
  digest      TEXT NOT NULL,
  format      TEXT NOT NULL,
  row_count   INTEGER NOT NULL,
  bytes       INTEGER NOT NULL,
  kept        INTEGER NOT NULL,
  source      TEXT NOT NULL,
  storage     TEXT NOT NULL DEFAULT '',
  file_ms     INTEGER NOT NULL,
  file_bytes  INTEGER NOT NULL,
  options     TEXT NOT NULL,
  schema      TEXT NOT NULL,
  reasons     TEXT NOT NULL,
  rejected    INTEGER NOT NULL DEFAULT 0,
  note        TEXT NOT NULL DEFAULT '',
  made_by     TEXT NOT NULL DEFAULT '',
  created_ms  INTEGER NOT NULL,
  UNIQUE(dataset_id, version)) STRICT;
CREATE INDEX dataset_version_by_digest ON dataset_version(digest);
CREATE TABLE dataset_profile(
  version_id INTEGER PRIMARY KEY REFERENCES dataset_version ON DELETE CASCADE,
  body       TEXT NOT NULL,
  updated_ms INTEGER NOT NULL) STRICT;
CREATE TABLE dataset_column(
  dataset_id  INTEGER NOT NULL REFERENCES dataset ON DELETE CASCADE,
  name        TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  personal    INTEGER NOT NULL DEFAULT 0,
  role        TEXT NOT NULL DEFAULT '',
  PRIMARY KEY(dataset_id, name)) STRICT, WITHOUT ROWID;
-- The runs that used a version are found by its digest.
CREATE INDEX dataset_record_by_digest ON dataset_record(digest);
CREATE INDEX run_dataset_by_dataset ON run_dataset(dataset_key);
)sql";

// dataset: what a dataset has to be, as YAML.
constexpr const char* kVersion3 = R"sql(
CREATE TABLE dataset_contract(
  dataset_id INTEGER PRIMARY KEY REFERENCES dataset ON DELETE CASCADE,
  body       TEXT NOT NULL,
  updated_ms INTEGER NOT NULL) STRICT;
)sql";

// track: how the values of a tensor were spread at a step (core/track/histograms.h). interop: how far a
// folder of event files was read, as JSON; `revision` counts the writes, so that two readers never both go on
// from one.
constexpr const char* kVersion4 = R"sql(
CREATE TABLE run_histogram(
  run_key      INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  name_id      INTEGER NOT NULL REFERENCES name,
  step         INTEGER NOT NULL,
  timestamp_ms INTEGER NOT NULL,
  payload      BLOB NOT NULL,
  PRIMARY KEY(run_key, name_id, step, timestamp_ms)) STRICT, WITHOUT ROWID;
CREATE TABLE event_source(
  run_key  INTEGER PRIMARY KEY REFERENCES run ON DELETE CASCADE,
  folder   TEXT NOT NULL UNIQUE,
  revision INTEGER NOT NULL,
  state    TEXT NOT NULL) STRICT;
)sql";

constexpr Migration kMigrations[] = {{1, kVersion1},
                                     {2, kVersion2},
                                     {3, kVersion3},
                                     {4, kVersion4},
                                     {5, kRegistrySchema},
                                     {6, kServingSchema},
                                     {7, kDeploySchema},
                                     {8, kTrafficSchema},
                                     {9, kTraceIndexSchema},
                                     {10, kLabelOrderSchema},
                                     {11, kDisagreementSchema},
                                     {12, kLiveVersionSchema}};

Status applyOne(sql::Connection& connection, const Migration& migration) {
  TATARA_ASSIGN(auto transaction, sql::Transaction::begin(connection, sql::Transaction::Kind::Immediate));
  TATARA_ASSIGN(const auto now, connection.findInteger("PRAGMA user_version"));
  if (now.value_or(0) >= migration.version) {
    return {};  // another program was faster
  }
  TATARA_TRY(connection.script(migration.sql));
  TATARA_TRY(connection.script("PRAGMA user_version = " + std::to_string(migration.version)));
  return transaction.commit();
}

// Under another name until it is whole: a program that is killed here leaves no copy that is none.
Status copyStore(sql::Connection& connection, const std::filesystem::path& copy) {
  const std::filesystem::path part = copy.string() + ".part" + std::to_string(::getpid());
  std::error_code error;
  std::filesystem::remove(part, error);
  TATARA_TRY(makePrivateFile(part));
  if (Status made = connection.run("VACUUM INTO ?", part.string()); !made) {
    std::filesystem::remove(part, error);
    return made;
  }
  TATARA_TRY(syncToDisk(part));
  std::filesystem::rename(part, copy, error);
  if (error) {
    return text::sayError(ErrorKind::Io,
                          TATARA_SAYS("Phrase", "The copy of the store cannot be given its name: %1"),
                          {error.message()}, copy.string());
  }
  return syncToDisk(copy.parent_path());
}

}  // namespace

std::span<const Migration> migrations() {
  return kMigrations;
}

Status migrate(sql::Connection& connection, const std::filesystem::path& file) {
  TATARA_ASSIGN(const auto found, connection.findInteger("PRAGMA user_version"));
  const auto version = static_cast<int>(found.value_or(0));
  if (version == kMigrations[std::size(kMigrations) - 1].version) {
    return {};
  }
  if (version > 0) {
    const std::filesystem::path copy = file.string() + ".v" + std::to_string(version);
    if (!std::filesystem::exists(copy)) {
      TATARA_TRY(text::sayContext(copyStore(connection, copy),
                                  TATARA_SAYS("Phrase", "copying the store before its migration")));
    }
  }
  for (const Migration& migration : kMigrations) {
    if (migration.version > version) {
      TATARA_TRY(text::sayContext(applyOne(connection, migration),
                                  TATARA_SAYS("Phrase", "bringing the store up to date")));
    }
  }
  return {};
}

}  // namespace tatara::store::internal
