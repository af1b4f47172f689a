#include "core/store/internal/schema.h"

namespace tatara::store::internal {

// registry: what clients of the server show to say who they are; `digest` is the SHA-256 of the secret.
// track: traces of programs, with their spans as the OpenTelemetry messages that came (core/track/traces.h).
// state: 0 unspecified, 1 ok, 2 error, 3 in progress. finished: the client said its last word about the
// whole.
const char kServingSchema[] = R"sql(
CREATE TABLE access_token(
  token_id   INTEGER PRIMARY KEY AUTOINCREMENT,
  digest     TEXT NOT NULL UNIQUE,
  person     TEXT NOT NULL,
  label      TEXT NOT NULL DEFAULT '',
  scopes     INTEGER NOT NULL,
  automated  INTEGER NOT NULL DEFAULT 0,
  created_ms INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  expires_ms INTEGER,
  revoked_ms INTEGER,
  used_ms    INTEGER) STRICT;

CREATE TABLE trace(
  trace_key         INTEGER PRIMARY KEY AUTOINCREMENT,
  trace_id          TEXT NOT NULL UNIQUE,
  experiment_id     INTEGER NOT NULL REFERENCES experiment,
  client_request_id TEXT NOT NULL DEFAULT '',
  state             INTEGER NOT NULL DEFAULT 3,
  started_ms        INTEGER NOT NULL,
  duration_ms       INTEGER,
  request_preview   TEXT NOT NULL DEFAULT '',
  response_preview  TEXT NOT NULL DEFAULT '',
  finished          INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX trace_by_start ON trace(experiment_id, started_ms);
CREATE TABLE trace_tag(
  trace_key INTEGER NOT NULL REFERENCES trace ON DELETE CASCADE,
  key       TEXT NOT NULL,
  value     TEXT NOT NULL,
  PRIMARY KEY(trace_key, key)) STRICT, WITHOUT ROWID;
CREATE TABLE trace_metadata(
  trace_key INTEGER NOT NULL REFERENCES trace ON DELETE CASCADE,
  key       TEXT NOT NULL,
  value     TEXT NOT NULL,
  PRIMARY KEY(trace_key, key)) STRICT, WITHOUT ROWID;
CREATE TABLE span(
  trace_key INTEGER NOT NULL REFERENCES trace ON DELETE CASCADE,
  span_id   TEXT NOT NULL,
  parent_id TEXT NOT NULL DEFAULT '',
  name      TEXT NOT NULL,
  status    INTEGER NOT NULL,
  start_ns  INTEGER NOT NULL,
  end_ns    INTEGER NOT NULL,
  body      BLOB NOT NULL,
  PRIMARY KEY(trace_key, span_id)) STRICT;
CREATE TABLE trace_assessment(
  assessment_id TEXT PRIMARY KEY,
  trace_key     INTEGER NOT NULL REFERENCES trace ON DELETE CASCADE,
  name          TEXT NOT NULL,
  body          TEXT NOT NULL) STRICT;
CREATE INDEX trace_assessment_by_trace ON trace_assessment(trace_key);
)sql";

const char kTraceIndexSchema[] = R"sql(
CREATE INDEX trace_by_run ON trace_metadata(value) WHERE key = 'mlflow.sourceRun';
)sql";

}  // namespace tatara::store::internal
