"""Writes MLflow stores from a seed, with the defects that real ones have: broken and missing meta.yaml, lines that are no
metrics, text that is not UTF-8, links that lead out, deleted things, old field names, URIs of other machines.

    mlflow_generator.py files FOLDER SEED [RUNS]
    mlflow_generator.py sqlite FOLDER SEED [RUNS]
"""
import json
import os
import pathlib
import random
import sqlite3
import sys

STATUS = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"]
TEXTS = ["", "plain", "two words", "naïve – 日本語 🚲", "quote \" and ' and \\", "line one\nline two\n", " leading", "x: y # z",
         "007", "true", "null", "a" * 300, "C:\\Users\\ada\\train.py", "trailing ", "tab\there"]
T0 = 1760000000000


def hex_id(rng):
    return f"{rng.getrandbits(128):032x}"


def yaml_text(value, rng):
    if value is None:
        return "null"
    if isinstance(value, int):
        return str(value)
    words = value.split(" ")
    if len(words) > 6 and all(words) and "\n" not in value and rng.random() < 0.7:
        middle = len(words) // 2  # folded, as safe_dump does with what is longer than a line
        return "'" + " ".join(words[:middle]).replace("'", "''") + "\n  " + " ".join(words[middle:]).replace("'", "''") + "'"
    if rng.random() < 0.4 and "\n" not in value and "\t" not in value:
        return "'" + value.replace("'", "''") + "'"
    if rng.random() < 0.5:
        return json.dumps(value, ensure_ascii=False)
    return json.dumps("".join(c if c < "\uffff" else "\0" for c in value)).replace("\\u0000", "\\U0001F6B2")


def yaml(fields, rng):
    out = ""
    for key in sorted(fields):
        value = fields[key]
        if isinstance(value, dict):
            out += f"{key}: {{}}\n" if not value else f"{key}:\n" + "".join(
                f"  {k}: {yaml_text(v, rng)}\n" for k, v in sorted(value.items()))
        elif isinstance(value, list):
            out += f"{key}: []\n"
        else:
            out += f"{key}: {yaml_text(value, rng)}\n"
    return out


def put(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def value_text(rng):
    return rng.choice([repr(rng.gauss(0, 1)), repr(rng.random() * 1e-300), str(rng.randrange(1000)), "nan", "inf", "-inf",
                       "1e-07", "-0.0", "0.1", repr(float(rng.getrandbits(60)))])


def metric_points(rng):
    count = rng.choice([1, 1, 2, 10, 10, 300])
    step, time, points = rng.randrange(-5, 5), T0 + rng.randrange(10**9), []
    for _ in range(count):
        points.append((step, time, value_text(rng)))
        step += rng.choice([1, 1, 1, 0, -3, 100])
        time += rng.randrange(0, 2000)
    return points + rng.sample(points, min(len(points), 2))  # logged twice


# --- file store

def write_files(folder, seed, runs=24):
    rng = random.Random(seed)
    root = pathlib.Path(folder)
    put(root.parent / "outside.txt", "must never be read")
    put(root / "0/meta.yaml", yaml({"experiment_id": "0", "name": "Default", "artifact_location": "file:///C:/old/0",
                                    "lifecycle_stage": "active"}, rng))
    kinds = [("700000000000000001", "wine – quality", False), ("700000000000000002", "old: experiment", True),
             ("17", "bikes", False)]
    models = []
    for identity, name, trashed in kinds:
        place = root / (".trash" if trashed else "") / identity
        put(place / "meta.yaml", yaml({
            "experiment_id": int(identity) if identity == "17" else identity, "name": name,
            "artifact_location": f"file:///C:/old/mlruns/{identity}", "creation_time": T0 + 1, "last_update_time": T0 + 2,
            "lifecycle_stage": "deleted" if trashed else "active"}, rng))
        put(place / "tags/mlflow.note.content", "a note\nof two lines")
        put(place / "datasets/d1/meta.yaml", yaml({
            "name": "bikes", "digest": "abc123", "source_type": "local", "source": "{\"uri\": \"bikes.csv\"}",
            "schema": "{\"mlflow_colspec\": [" + ", ".join(f'{{"name": "c{i}"}}' for i in range(40)) + "]}",
            "profile": None}, rng))
        made = [write_file_run(rng, place, identity, i) for i in range(runs // 3)]
        for run in made[:3]:
            models.append((identity, write_file_model(rng, place, identity, run)))
    write_file_defects(rng, root)
    write_file_registry(rng, root, models)


def write_file_run(rng, place, experiment, number):
    identity = hex_id(rng)
    run = place / identity
    meta = {"artifact_uri": f"file:///C:/old/mlruns/{experiment}/{identity}/artifacts", "experiment_id": experiment,
            "run_id": identity, "run_uuid": identity, "run_name": rng.choice(["bold-crane-1", "naïve – 走", "x: y"]),
            "user_id": rng.choice(TEXTS[:5]), "status": rng.randrange(1, 6), "start_time": T0 + number,
            "end_time": rng.choice([None, T0 + number + 5000]), "lifecycle_stage": "active", "source_name": "",
            "source_type": 4, "source_version": "", "entry_point_name": "", "tags": []}
    if number % 7 == 3:
        meta["lifecycle_stage"], meta["deleted_time"] = "deleted", T0 + 99
    if number % 7 == 4:  # as before 1.0: no name, another word for the id, the source beside the tags
        del meta["run_id"], meta["run_name"], meta["lifecycle_stage"]
        meta.update({"name": "", "source_name": "train.py", "source_type": 3, "source_version": "abc", "entry_point_name": "m"})
    if number % 7 == 5:
        del meta["status"]
    put(run / "meta.yaml", yaml(meta, rng))
    for key in ("lr", "opt/name", "a b", "größe", "with.dot-and_"):
        put(run / "params" / key, rng.choice(TEXTS))
    put(run / "params/long", "v" * rng.choice([100, 7000]))
    put(run / "tags/mlflow.user", meta["user_id"])
    put(run / "tags/mlflow.parentRunId", hex_id(rng))
    put(run / "tags/nested/tag", rng.choice(TEXTS))
    if number % 2 == 0 and meta.get("run_name"):
        put(run / "tags/mlflow.runName", meta["run_name"])
    for key in ("loss", "val/loss", "acc uracy"):
        put(run / "metrics" / key, "".join(f"{t} {v} {s}\n" for s, t, v in metric_points(rng)))
    put(run / "metrics/old", "".join(f"{t} {v}\n" for _, t, v in metric_points(rng)))
    put(run / "metrics/on_data", "".join(f"{t} {v} {s} bikes abc123\n" for s, t, v in metric_points(rng)))
    put(run / "metrics/broken", "1760000000000 0.5 0\nnonsense\n\n1760000000001 half 1\n1 2 3 4\n1760000000002 0.25 2")
    if number % 3 == 0:
        put(run / "inputs/i1/meta.yaml", yaml({
            "source_type": "DATASET", "source_id": "d1", "destination_type": "RUN", "destination_id": "d1",
            "tags": {"mlflow.data.context": "training"}}, rng))
    put(run / "artifacts/model/MLmodel", f"run_id: {identity}\n")
    put(run / "artifacts/plots/a b 図.png", rng.randbytes(rng.randrange(5000)))
    if number % 4 == 1:
        write_run_defects(run, place.parent.parent if ".trash" in place.parts else place.parent)
    return identity


def write_run_defects(run, root):
    os.symlink("/etc/passwd", run / "params/leak")
    os.symlink(root.parent / "outside.txt", run / "artifacts/leak.txt")
    os.symlink("/etc", run / "artifacts/etc")
    put(run / "artifacts/odd#name", "not a path that can be served")
    put(run / "artifacts/sub\\from windows.txt", "unpacked on Linux")
    put(run / "params/win\\key", "a nested key from Windows")
    put(run / "params/not-utf8-value", b"\xff\xfe\x00")
    put(pathlib.Path(os.fsdecode(os.fsencode(run / "params") + b"/bad\xff")), "a name that is not UTF-8")
    put(run / "params/wrong@key", "1")
    put(run / "tags" / ("k" * 251), "too long a key")


def write_file_model(rng, place, experiment, run):
    identity = "m-" + hex_id(rng)
    folder = place / "models" / identity
    put(folder / "meta.yaml", yaml({
        "model_id": identity, "name": "model", "model_type": rng.choice([None, "sklearn"]), "source_run_id": run,
        "status": rng.randrange(1, 4), "status_message": None, "experiment_id": experiment,
        "artifact_location": f"file:///C:/old/mlruns/{experiment}/models/{identity}/artifacts",
        "creation_timestamp": T0 + 10, "last_updated_timestamp": T0 + 20}, rng))
    put(folder / "params/depth", "6")
    put(folder / "tags/mlflow.user", "ada")
    put(folder / "metrics/rmse", f"{T0} 0.5 1 {run}\n{T0} 0.25 2 {run} bikes abc123\n{T0} 0.1 3\n")
    put(folder / "artifacts/MLmodel", f"model_id: {identity}\n")
    put(place / run / "outputs" / identity / "meta.yaml", yaml({
        "source_type": "RUN_OUTPUT", "source_id": identity, "destination_type": "MODEL_OUTPUT", "destination_id": identity,
        "step": 3, "tags": {}}, rng))
    return identity


def write_file_defects(rng, root):
    put(root / "81/meta.yaml", "name: [broken\n")
    (root / "82").mkdir()
    put(root / "83/meta.yaml", yaml({"experiment_id": "84", "name": "of another folder"}, rng))
    put(root / "17/0000000000000000000000000000beef/meta.yaml", "run_id: other\n")
    (root / "17/ffffffffffffffffffffffffffffffff/metrics").mkdir(parents=True)
    put(root / "17/models/m-broken/meta.yaml", "\tname: x\n")
    os.symlink("/etc", root / "85")


def write_file_registry(rng, root, models):
    place = root / "models/best: model"
    put(place / "meta.yaml", yaml({"name": "best model", "description": "of all the runs that were made, the one that was best "
                                   "on the days that were held out", "creation_timestamp": T0, "aliases": {"champion": "2"},
                                   "last_updated_timestamp": T0 + 7}, rng))
    put(place / "tags/owner", "ada")
    for number, stage in ((1, "Archived"), (2, "Production"), (3, "Deleted_Internal"), (5, "None")):
        experiment, model = models[number % len(models)]
        put(place / f"version-{number}/meta.yaml", yaml({
            "name": "best model", "version": number, "current_stage": stage, "description": "a\nb", "run_id": "",
            "source": f"file:///C:/old/mlruns/{experiment}/models/{model}/artifacts", "status": "READY", "model_id": model,
            "storage_location": None, "user_id": None, "run_link": "", "creation_timestamp": T0 + number,
            "last_updated_timestamp": T0 + 10 + number}, rng))
    put(place / "version-2/tags/checked", "yes")
    put(place / "version-7/meta.yaml", "version: 8\n")
    put(place / "aliases/champion", "2")
    put(place / "aliases/lost", "3")
    put(root / "models/without meta/tags/x", "1")


# --- SQLite

SCHEMA = """
CREATE TABLE alembic_version(version_num VARCHAR(32) NOT NULL);
CREATE TABLE experiments(experiment_id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(256) UNIQUE, artifact_location VARCHAR(256),
  lifecycle_stage VARCHAR(32), creation_time BIGINT, last_update_time BIGINT);
CREATE TABLE runs(run_uuid VARCHAR(32) NOT NULL PRIMARY KEY, name VARCHAR(250), source_type VARCHAR(20), source_name VARCHAR(500),
  entry_point_name VARCHAR(50), user_id VARCHAR(256), status VARCHAR(9), start_time BIGINT, end_time BIGINT,
  source_version VARCHAR(50), lifecycle_stage VARCHAR(20), artifact_uri VARCHAR(200), experiment_id INTEGER,
  deleted_time BIGINT);
CREATE TABLE params(key VARCHAR(250), value VARCHAR(8000), run_uuid VARCHAR(32), PRIMARY KEY(key, run_uuid));
CREATE TABLE tags(key VARCHAR(250), value VARCHAR(8000), run_uuid VARCHAR(32), PRIMARY KEY(key, run_uuid));
CREATE TABLE experiment_tags(key VARCHAR(250), value VARCHAR(5000), experiment_id INTEGER, PRIMARY KEY(key, experiment_id));
CREATE TABLE datasets(dataset_uuid VARCHAR(36), experiment_id INTEGER, name VARCHAR(500), digest VARCHAR(36),
  dataset_source_type VARCHAR(36), dataset_source TEXT, dataset_schema TEXT, dataset_profile TEXT);
CREATE TABLE inputs(input_uuid VARCHAR(36), source_type VARCHAR(36), source_id VARCHAR(36), destination_type VARCHAR(36),
  destination_id VARCHAR(36), step BIGINT DEFAULT 0, PRIMARY KEY(source_type, source_id, destination_type, destination_id));
CREATE TABLE input_tags(input_uuid VARCHAR(36), name VARCHAR(255), value VARCHAR(500), PRIMARY KEY(input_uuid, name));
CREATE TABLE logged_models(model_id VARCHAR(36) PRIMARY KEY, experiment_id INTEGER, name VARCHAR(500),
  artifact_location VARCHAR(1000), creation_timestamp_ms BIGINT, last_updated_timestamp_ms BIGINT, status INTEGER,
  lifecycle_stage VARCHAR(32), model_type VARCHAR(500), source_run_id VARCHAR(32), status_message VARCHAR(1000));
CREATE TABLE logged_model_metrics(model_id VARCHAR(36), metric_name VARCHAR(500), metric_timestamp_ms BIGINT, metric_step BIGINT,
  metric_value FLOAT, experiment_id INTEGER, run_id VARCHAR(32), dataset_uuid VARCHAR(36), dataset_name VARCHAR(500),
  dataset_digest VARCHAR(36));
CREATE TABLE logged_model_params(model_id VARCHAR(36), experiment_id INTEGER, param_key VARCHAR(255), param_value TEXT);
CREATE TABLE logged_model_tags(model_id VARCHAR(36), experiment_id INTEGER, tag_key VARCHAR(255), tag_value TEXT);
CREATE TABLE registered_models(name VARCHAR(256) PRIMARY KEY, creation_time BIGINT, last_updated_time BIGINT,
  description VARCHAR(5000));
CREATE TABLE registered_model_tags(key VARCHAR(250), value VARCHAR(5000), name VARCHAR(256));
CREATE TABLE registered_model_aliases(alias VARCHAR(256), version INTEGER, name VARCHAR(256));
CREATE TABLE model_versions(name VARCHAR(256), version INTEGER, creation_time BIGINT, last_updated_time BIGINT,
  description VARCHAR(5000), user_id VARCHAR(256), current_stage VARCHAR(20), source VARCHAR(500), run_id VARCHAR(32),
  status VARCHAR(20), status_message VARCHAR(500), run_link VARCHAR(500), storage_location VARCHAR(500));
CREATE TABLE model_version_tags(key VARCHAR(250), value TEXT, name VARCHAR(256), version INTEGER);
CREATE VIEW webhooks AS WITH RECURSIVE endless(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM endless) SELECT n FROM endless;
"""
NEW_METRICS = """CREATE TABLE metrics(key VARCHAR(250), value FLOAT, timestamp BIGINT, run_uuid VARCHAR(32), step BIGINT DEFAULT 0,
  is_nan BOOLEAN DEFAULT 0, PRIMARY KEY(key, timestamp, step, run_uuid, value, is_nan));
CREATE INDEX index_metrics_run_uuid ON metrics(run_uuid);"""
OLD_METRICS = """CREATE TABLE metrics(key VARCHAR(250), value FLOAT, timestamp BIGINT, run_uuid VARCHAR(32),
  PRIMARY KEY(key, timestamp, run_uuid, value));"""


def write_sqlite(folder, seed, runs=24):
    rng = random.Random(seed)
    home = pathlib.Path(folder)
    home.mkdir(parents=True, exist_ok=True)
    put(home.parent / "outside.txt", "must never be read")
    old = seed % 2 == 1
    db = sqlite3.connect(home / "mlflow.db")
    db.executescript(SCHEMA + (OLD_METRICS if old else NEW_METRICS))
    db.execute("INSERT INTO alembic_version VALUES('7d34483879f0')")
    for identity, name, stage in ((0, "Default", "active"), (3, "wine – quality", "active"), (4, "gone", "deleted")):
        db.execute("INSERT INTO experiments VALUES(?, ?, ?, ?, ?, ?)",
                   (identity, name, f"file:C:/old/mlruns/{identity}", stage, T0 if identity else None, T0 + 5 if identity else None))
        db.execute("INSERT INTO experiment_tags VALUES('team', ?, ?)", (rng.choice(TEXTS), identity))
        db.execute("INSERT INTO datasets VALUES(?, ?, 'bikes', 'abc123', 'local', 's', '{}', NULL)", (f"d{identity}", identity))
    made = [write_sqlite_run(rng, db, home, (0, 3, 4)[i % 3], i, old) for i in range(runs)]
    write_sqlite_models(rng, db, home, made)
    db.commit()
    db.close()


def write_sqlite_run(rng, db, home, experiment, number, old):
    run = hex_id(rng)
    uri = f"file:///etc" if number % 8 == 7 else f"file:C:/old/mlruns/{experiment}/{run}/artifacts"
    deleted = number % 5 == 4
    db.execute("INSERT INTO runs VALUES(?, ?, 'LOCAL', ?, '', ?, ?, ?, ?, '', ?, ?, ?, ?)",
               (run, rng.choice(["bold-crane-1", "", "日本"]), rng.choice(["", "train.py"]), rng.choice(TEXTS[:4]),
                STATUS[number % 5], T0 + number, rng.choice([None, T0 + number + 10]),
                "deleted" if deleted else "active", uri, experiment, T0 + 50 if deleted else None))
    for key in ("lr", "opt/name", "größe"):
        db.execute("INSERT INTO params VALUES(?, ?, ?)", (key, rng.choice(TEXTS), run))
        db.execute("INSERT INTO tags VALUES(?, ?, ?)", (key, rng.choice(TEXTS + [None]), run))
    db.execute("INSERT INTO params VALUES('wrong@key', '1', ?)", (run,))
    db.execute("INSERT INTO tags VALUES('mlflow.parentRunId', ?, ?)", (hex_id(rng), run))
    for key in ("loss", "val/loss"):
        for step, time, text in metric_points(rng):
            value = float(text)
            nan = value != value
            value = 0.0 if nan else max(-1.7976931348623157e308, min(1.7976931348623157e308, value))
            if old:
                db.execute("INSERT OR IGNORE INTO metrics VALUES(?, ?, ?, ?)", (key, value, time, run))
            else:
                db.execute("INSERT OR IGNORE INTO metrics VALUES(?, ?, ?, ?, ?, ?)", (key, value, time, run, step, nan))
    if number % 3 == 0:
        db.execute("INSERT INTO inputs VALUES(?, 'DATASET', ?, 'RUN', ?, 0)", (f"i{number}", f"d{experiment}", run))
        db.execute("INSERT INTO input_tags VALUES(?, 'mlflow.data.context', 'eval')", (f"i{number}",))
    if number % 8 != 7:
        place = home / "mlruns" / str(experiment) / run / "artifacts"
        put(place / "plots/a b.png", rng.randbytes(500))
        os.symlink(home.parent / "outside.txt", place / "leak.txt")
    return experiment, run


def write_sqlite_models(rng, db, home, runs):
    models = []
    for number, (experiment, run) in enumerate(runs[:6]):
        model = "m-" + hex_id(rng)
        db.execute("INSERT INTO logged_models VALUES(?, ?, 'model', ?, ?, ?, ?, ?, NULL, ?, NULL)",
                   (model, experiment, f"file:C:/old/mlruns/{experiment}/models/{model}/artifacts", T0 + 1, T0 + 2,
                    number % 3 + 1, "deleted" if number == 4 else "active", run))
        db.execute("INSERT INTO logged_model_metrics VALUES(?, 'rmse', ?, 2, 0.5, ?, ?, NULL, 'bikes', 'abc123')",
                   (model, T0, experiment, run))
        db.execute("INSERT INTO logged_model_params VALUES(?, ?, 'depth', '6')", (model, experiment))
        db.execute("INSERT INTO logged_model_tags VALUES(?, ?, 'mlflow.user', 'ada')", (model, experiment))
        db.execute("INSERT INTO inputs VALUES(?, 'RUN_OUTPUT', ?, 'MODEL_OUTPUT', ?, 7)", (f"o{number}", run, model))
        put(home / "mlruns" / str(experiment) / "models" / model / "artifacts/MLmodel", f"model_id: {model}\n")
        models.append(model)
    db.execute("INSERT INTO registered_models VALUES('best', ?, ?, 'of all')", (T0, T0 + 9))
    db.execute("INSERT INTO registered_model_tags VALUES('owner', 'ada', 'best')")
    db.execute("INSERT INTO registered_model_aliases VALUES('champion', 2, 'best')")
    for number, stage in ((1, "Archived"), (2, "Staging"), (3, "Deleted_Internal")):
        db.execute("INSERT INTO model_versions VALUES('best', ?, ?, ?, NULL, 'ada', ?, ?, ?, 'READY', NULL, NULL, NULL)",
                   (number, T0 + number, T0 + 10 + number, stage, f"models:/{models[number]}", runs[number][1]))
        db.execute("INSERT INTO model_version_tags VALUES('checked', 'yes', 'best', ?)", (number,))


if __name__ == "__main__":
    writer = {"files": write_files, "sqlite": write_sqlite}[sys.argv[1]]
    writer(sys.argv[2], int(sys.argv[3]), *map(int, sys.argv[4:5]))
