#include "core/store/internal/schema.h"

namespace tatara::store::internal {

const char kRegistrySchema[] = R"sql(
ALTER TABLE act ADD COLUMN identity TEXT NOT NULL DEFAULT '';
ALTER TABLE act ADD COLUMN signature TEXT NOT NULL DEFAULT '';
-- None only in acts of a store from before there was a chain; the next act seals them.
ALTER TABLE act ADD COLUMN digest BLOB;
DROP TRIGGER act_is_never_changed;
CREATE TRIGGER act_is_never_changed BEFORE UPDATE ON act
  WHEN OLD.digest IS NOT NULL OR NEW.digest IS NULL OR
    (NEW.act_id, NEW.at_ms, NEW.actor, NEW.program, NEW.verb, NEW.object, NEW.before, NEW.after, NEW.reason,
     NEW.identity, NEW.signature) IS NOT
    (OLD.act_id, OLD.at_ms, OLD.actor, OLD.program, OLD.verb, OLD.object, OLD.before, OLD.after, OLD.reason,
     OLD.identity, OLD.signature)
  BEGIN SELECT RAISE(ABORT, 'acts are never changed'); END;
CREATE TRIGGER act_is_never_replaced BEFORE INSERT ON act
  WHEN EXISTS(SELECT 1 FROM act WHERE act_id = NEW.act_id)
  BEGIN SELECT RAISE(ABORT, 'acts are never replaced'); END;
CREATE INDEX act_by_object ON act(object, act_id);
CREATE INDEX act_by_actor ON act(actor, act_id);
CREATE INDEX act_by_time ON act(at_ms, act_id);

-- The policies that were in force, the newest last, as the JSON of their section of tatara.yaml.
CREATE TABLE policy(
  policy_id INTEGER PRIMARY KEY AUTOINCREMENT,
  body      TEXT NOT NULL,
  at_ms     INTEGER NOT NULL) STRICT;

ALTER TABLE model_version ADD COLUMN state INTEGER NOT NULL DEFAULT 0;
CREATE INDEX model_version_by_state ON model_version(model_key, state);
CREATE TABLE model_version_file(
  version_key INTEGER NOT NULL REFERENCES model_version ON DELETE CASCADE,
  path        TEXT NOT NULL,
  digest      BLOB NOT NULL,
  size        INTEGER NOT NULL,
  PRIMARY KEY(version_key, path)) STRICT, WITHOUT ROWID;
CREATE TABLE model_facts(
  model_key    INTEGER PRIMARY KEY REFERENCES registered_model ON DELETE CASCADE,
  owner        TEXT NOT NULL DEFAULT '',
  deputy       TEXT NOT NULL DEFAULT '',
  runbook      TEXT NOT NULL DEFAULT '',
  intended_use TEXT NOT NULL DEFAULT '',
  risk_tier    TEXT NOT NULL DEFAULT '',
  licence      TEXT NOT NULL DEFAULT '',
  personal     TEXT NOT NULL DEFAULT '[]',
  look_ms      INTEGER) STRICT;

-- What was found out about a version, by name; `against` is the version it was compared with. Rows are
-- replaced when they are computed anew; a review keeps its own copy.
CREATE TABLE evidence(
  model_key   INTEGER NOT NULL REFERENCES registered_model ON DELETE CASCADE,
  version     INTEGER NOT NULL,
  against     INTEGER NOT NULL DEFAULT 0,
  name        TEXT NOT NULL,
  body        TEXT NOT NULL,
  digest      TEXT NOT NULL,
  source      TEXT NOT NULL DEFAULT '',
  subject     TEXT NOT NULL DEFAULT '',
  computed_ms INTEGER NOT NULL,
  PRIMARY KEY(model_key, version, against, name)) STRICT, WITHOUT ROWID;

CREATE TABLE review(
  review_id    INTEGER PRIMARY KEY AUTOINCREMENT,
  model_key    INTEGER NOT NULL REFERENCES registered_model ON DELETE CASCADE,
  version      INTEGER NOT NULL,
  target_kind  INTEGER NOT NULL,  -- 0 an alias, 1 a stage
  target       TEXT NOT NULL,
  state        INTEGER NOT NULL,
  reason       TEXT NOT NULL,
  requester    TEXT NOT NULL,
  identity     TEXT NOT NULL,
  automated    INTEGER NOT NULL DEFAULT 0,
  committer    TEXT NOT NULL DEFAULT '',
  replaces     INTEGER NOT NULL DEFAULT 0,
  round        INTEGER NOT NULL DEFAULT 1,
  files        TEXT NOT NULL DEFAULT '',  -- digest over the version's files as the round began
  due_ms       INTEGER,
  opened_ms    INTEGER NOT NULL,
  updated_ms   INTEGER NOT NULL,
  closed_ms    INTEGER) STRICT;
CREATE INDEX review_by_model ON review(model_key, version, state);
CREATE INDEX review_by_state ON review(state, review_id);
CREATE TABLE review_evidence(
  review_id   INTEGER NOT NULL REFERENCES review ON DELETE CASCADE,
  round       INTEGER NOT NULL,
  name        TEXT NOT NULL,
  body        TEXT NOT NULL,
  digest      TEXT NOT NULL,
  source      TEXT NOT NULL DEFAULT '',
  computed_ms INTEGER NOT NULL,
  PRIMARY KEY(review_id, round, name)) STRICT, WITHOUT ROWID;
CREATE TABLE review_comment(
  comment_id INTEGER PRIMARY KEY AUTOINCREMENT,
  review_id  INTEGER NOT NULL REFERENCES review ON DELETE CASCADE,
  evidence   TEXT NOT NULL DEFAULT '',
  person     TEXT NOT NULL,
  body       TEXT NOT NULL,
  at_ms      INTEGER NOT NULL,
  edited_ms  INTEGER) STRICT;
CREATE INDEX review_comment_by_review ON review_comment(review_id, comment_id);
CREATE TABLE review_decision(
  decision_id INTEGER PRIMARY KEY AUTOINCREMENT,
  review_id   INTEGER NOT NULL REFERENCES review ON DELETE CASCADE,
  round       INTEGER NOT NULL,
  person      TEXT NOT NULL,
  verdict     INTEGER NOT NULL,
  reason      TEXT NOT NULL DEFAULT '',
  conditions  TEXT NOT NULL DEFAULT '',
  subject     TEXT NOT NULL,  -- digest over files and frozen evidence that was decided upon
  act_id      INTEGER NOT NULL,
  at_ms       INTEGER NOT NULL) STRICT;
CREATE INDEX review_decision_by_review ON review_decision(review_id, decision_id);
CREATE TABLE review_acknowledgement(
  review_id INTEGER NOT NULL REFERENCES review ON DELETE CASCADE,
  round     INTEGER NOT NULL,
  gate      TEXT NOT NULL,
  person    TEXT NOT NULL,
  reason    TEXT NOT NULL,
  at_ms     INTEGER NOT NULL,
  PRIMARY KEY(review_id, round, gate)) STRICT, WITHOUT ROWID;
-- Whom a review waits for by name; `by` handed it on.
CREATE TABLE review_asked(
  review_id INTEGER NOT NULL REFERENCES review ON DELETE CASCADE,
  person    TEXT NOT NULL,
  by        TEXT NOT NULL,
  at_ms     INTEGER NOT NULL,
  PRIMARY KEY(review_id, person)) STRICT, WITHOUT ROWID;
CREATE TABLE review_seen(
  review_id INTEGER NOT NULL REFERENCES review ON DELETE CASCADE,
  person    TEXT NOT NULL,
  at_ms     INTEGER NOT NULL,
  PRIMARY KEY(review_id, person)) STRICT, WITHOUT ROWID;
-- What was done against a policy by those whom it lets; open until somebody else has looked at it.
CREATE TABLE override(
  override_id INTEGER PRIMARY KEY AUTOINCREMENT,
  object      TEXT NOT NULL,
  person      TEXT NOT NULL,
  reason      TEXT NOT NULL,
  at_ms       INTEGER NOT NULL,
  act_id      INTEGER NOT NULL,
  seen_by     TEXT,
  seen_ms     INTEGER) STRICT;
)sql";

// Counting the live versions of every model reads this alone.
const char kLiveVersionSchema[] =
    "CREATE INDEX model_version_live ON model_version(model_key, version) WHERE deleted_ms IS NULL;";

}  // namespace tatara::store::internal
