#include "core/store/internal/schema.h"

namespace tatara::store::internal {

// deploy: endpoints, what they serve, every change of that, requests with their answers, and labels.
// A route's weight is in hundredths of a percent; `shadow` is answered for comparison alone. `digest` is over
// the version's files as they were when the route was made (core/deploy/model_source.h).
const char kDeploySchema[] = R"sql(
CREATE TABLE endpoint(
  endpoint_id INTEGER PRIMARY KEY AUTOINCREMENT,
  name        TEXT NOT NULL UNIQUE,
  model       TEXT NOT NULL,
  follows     TEXT NOT NULL DEFAULT '',  -- an alias; empty: the routes are set by hand or by a rollout
  owner       TEXT NOT NULL,
  settings    TEXT NOT NULL,             -- JSON
  revision    INTEGER NOT NULL,          -- one more with every change of the routes
  created_ms  INTEGER NOT NULL,
  updated_ms  INTEGER NOT NULL,
  deleted_ms  INTEGER) STRICT;
CREATE TABLE endpoint_route(
  endpoint_id INTEGER NOT NULL REFERENCES endpoint ON DELETE CASCADE,
  version     INTEGER NOT NULL,
  weight      INTEGER NOT NULL,
  shadow      INTEGER NOT NULL DEFAULT 0,
  digest      TEXT NOT NULL,
  PRIMARY KEY(endpoint_id, version)) STRICT, WITHOUT ROWID;
-- Every set of routes an endpoint ever had, as JSON; rollback goes back in it.
CREATE TABLE endpoint_history(
  endpoint_id INTEGER NOT NULL REFERENCES endpoint ON DELETE CASCADE,
  revision    INTEGER NOT NULL,
  at_ms       INTEGER NOT NULL,
  actor       TEXT NOT NULL,
  verb        TEXT NOT NULL,
  routes      TEXT NOT NULL,
  reason      TEXT NOT NULL DEFAULT '',
  PRIMARY KEY(endpoint_id, revision)) STRICT, WITHOUT ROWID;
-- The one rollout that an endpoint may have under way, or its last.
CREATE TABLE rollout(
  endpoint_id INTEGER PRIMARY KEY REFERENCES endpoint ON DELETE CASCADE,
  plan        TEXT NOT NULL,             -- JSON
  champion    INTEGER NOT NULL,
  challenger  INTEGER NOT NULL,
  step        INTEGER NOT NULL,
  state       INTEGER NOT NULL,          -- 0 running, 1 promoted, 2 stopped
  evidence    TEXT NOT NULL DEFAULT '',  -- JSON: the counts that the sequential test stands at
  reason      TEXT NOT NULL DEFAULT '',
  started_ms  INTEGER NOT NULL,
  step_ms     INTEGER NOT NULL) STRICT;

-- Requests and answers: lines of JSON, compressed, in the order they were answered.
CREATE TABLE prediction_block(
  block_id    INTEGER PRIMARY KEY AUTOINCREMENT,
  endpoint_id INTEGER NOT NULL REFERENCES endpoint ON DELETE CASCADE,
  version     INTEGER NOT NULL,
  first_ms    INTEGER NOT NULL,
  last_ms     INTEGER NOT NULL,
  requests    INTEGER NOT NULL,
  body        BLOB NOT NULL) STRICT;
CREATE INDEX prediction_block_by_time ON prediction_block(endpoint_id, last_ms);
CREATE TABLE prediction_label(
  endpoint_id INTEGER NOT NULL REFERENCES endpoint ON DELETE CASCADE,
  request_id  TEXT NOT NULL,
  row         INTEGER NOT NULL,
  label       TEXT NOT NULL,
  at_ms       INTEGER NOT NULL,
  PRIMARY KEY(endpoint_id, request_id, row)) STRICT, WITHOUT ROWID;
-- How many labels came again with the same value (0), or with another one, which was not taken (1).
CREATE TABLE prediction_label_count(
  endpoint_id INTEGER NOT NULL REFERENCES endpoint ON DELETE CASCADE,
  kind        INTEGER NOT NULL,
  count       INTEGER NOT NULL,
  PRIMARY KEY(endpoint_id, kind)) STRICT, WITHOUT ROWID;
)sql";

// What a version of an endpoint answered in an interval that ends at `at_ms`; there is a row only where it
// was asked. `latency`: counts of a logarithmic histogram (core/deploy/traffic.h).
const char kTrafficSchema[] = R"sql(
CREATE TABLE endpoint_traffic(
  traffic_id  INTEGER PRIMARY KEY,
  endpoint_id INTEGER NOT NULL REFERENCES endpoint ON DELETE CASCADE,
  at_ms       INTEGER NOT NULL,
  version     INTEGER NOT NULL,
  answered    INTEGER NOT NULL,
  failed      INTEGER NOT NULL,
  refused     INTEGER NOT NULL,
  slow        INTEGER NOT NULL,
  rows        INTEGER NOT NULL,
  shadowed    INTEGER NOT NULL,
  disagreed   INTEGER NOT NULL,
  latency     BLOB NOT NULL) STRICT;
CREATE INDEX endpoint_traffic_by_time ON endpoint_traffic(endpoint_id, at_ms);
)sql";

// Labels are numbered within their endpoint as they come (the last number is of kind 2 in
// prediction_label_count); those from before have none.
const char kLabelOrderSchema[] = R"sql(
ALTER TABLE prediction_label ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
CREATE INDEX prediction_label_by_seq ON prediction_label(endpoint_id, seq);
)sql";

// Rows of mirrored requests that the shadow answered otherwise (core/deploy/disagreements.h); inputs and
// answers are JSON.
const char kDisagreementSchema[] = R"sql(
CREATE TABLE disagreement(
  disagreement_id INTEGER PRIMARY KEY AUTOINCREMENT,
  endpoint_id     INTEGER NOT NULL REFERENCES endpoint ON DELETE CASCADE,
  version         INTEGER NOT NULL,
  shadow          INTEGER NOT NULL,
  request_id      TEXT NOT NULL,
  row             INTEGER NOT NULL,
  at_ms           INTEGER NOT NULL,
  difference      REAL NOT NULL,
  inputs          TEXT NOT NULL,
  answer          TEXT NOT NULL,
  other           TEXT NOT NULL,
  problem         TEXT NOT NULL) STRICT;
CREATE INDEX disagreement_by_difference ON disagreement(endpoint_id, difference);
CREATE INDEX disagreement_by_request ON disagreement(endpoint_id, request_id);
)sql";

}  // namespace tatara::store::internal
