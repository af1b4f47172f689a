#!/usr/bin/python3
"""Imports an MLflow store with the real `tatara`, reads everything back through it, and compares every value with an
independent reading of the foreign files. Prints each difference; none is success.

    check_import.py BIN_DIR shared NAME   NAME below ../shared/data; skipped (77) when that is absent
    check_import.py BIN_DIR generated files|sqlite SEED
"""
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import mlflow_generator
import mlflow_reader

SKIPPED = 77


class Tatara:
    def __init__(self, binaries, workspace):
        self.program = str(pathlib.Path(binaries) / "tatara")
        self.workspace = workspace

    def run(self, *words):
        done = subprocess.run([self.program, *words, "--workspace", str(self.workspace)], capture_output=True,
                              timeout=120, stdin=subprocess.DEVNULL)
        return done.returncode, done.stdout.decode(), f"tatara {' '.join(words)}: {done.stderr.decode()}"

    def json(self, *words):
        code, output, told = self.run(*words, "--format", "json")
        if code != 0:
            raise SystemExit(f"{code} from {told}")
        return json.loads(output)

    def bring(self, path):
        code, output, told = self.run("import", "mlflow", str(path), "--format", "json")
        report = json.loads(output or "{}")
        if code != (5 if report.get("skipped_in_all") else 0):
            raise SystemExit(f"{code} from {told}")
        return report


class Differences:
    def __init__(self):
        self.found = []
        self.compared = 0

    def equal(self, what, ours, theirs):
        self.compared += 1
        if ours != theirs:
            self.found.append(f"{what}: in the workspace {shown(ours)}, in the source {shown(theirs)}")

    def fields(self, what, ours, theirs):
        """Every key of `theirs`; keys that only `ours` has are differences as well."""
        for key in sorted(set(ours) | set(theirs), key=str):
            self.equal(f"{what} {key}", ours.get(key, "(nothing)"), theirs.get(key, "(nothing)"))


def shown(value):
    text = repr(value)
    return text if len(text) < 300 else text[:300] + "…"


def millis(text):
    import datetime
    if text is None:
        return None
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return round((moment - epoch) / datetime.timedelta(milliseconds=1))


def compare_experiments(differ, tatara, source):
    listed = {e["name"]: e for e in tatara.json("experiments", "list", "--state", "all")}
    ids = {}
    for identity, theirs in source["experiments"].items():
        what = f"experiment {identity}"
        ours = listed.get(theirs["name"])
        if ours is None:
            differ.found.append(f"{what} is not in the workspace")
            continue
        ids[identity] = ours["experiment_id"]
        differ.equal(what + " id", ours["experiment_id"], identity)
        if identity == "0":
            continue  # every workspace has it, with its own times
        differ.equal(what + " deleted", ours["state"] == "deleted", theirs["deleted"])
        record = tatara.json("experiments", "show", ours["experiment_id"])
        differ.equal(what + " created", millis(record["created"]), theirs["created"])
        differ.equal(what + " updated", millis(record["updated"]), theirs["updated"])
        differ.fields(what + " tag", record["tags"], theirs["tags"])
    return ids


def compare_runs(differ, tatara, source, ids):
    found = {r["run_id"] for r in tatara.json("runs", "search", "--state", "all", "--limit", "0")}
    differ.equal("the runs", sorted(found), sorted(source["runs"]))
    points = {}
    if found:
        for point in tatara.json("metrics", "export", *sorted(found)):
            value = point["value"] if point["value"] == "NaN" else mlflow_reader.bits(point["value"])
            points.setdefault(point["run_id"], {}).setdefault(point["metric"], set()).add(
                (point["step"], millis(point["time"]), value))
    for identity, theirs in source["runs"].items():
        if identity not in found:
            continue
        what = f"run {identity}"
        ours = tatara.json("runs", "show", identity)
        tags = dict(ours["tags"], **{"mlflow.runName": ours["run_name"]})
        if ours.get("note") is not None:
            tags["mlflow.note.content"] = ours["note"]
        differ.equal(what + " name", ours["run_name"], theirs["name"])
        differ.equal(what + " experiment", ours["experiment_id"], ids.get(theirs["experiment"]))
        differ.equal(what + " user", ours["user_id"], theirs["user"])
        differ.equal(what + " status", ours["status"], theirs["status"])
        differ.equal(what + " started", millis(ours["start_time"]), theirs["started"])
        differ.equal(what + " ended", millis(ours["end_time"]), theirs["ended"])
        differ.equal(what + " deleted", ours["lifecycle_stage"] == "deleted", theirs["deleted"])
        differ.fields(what + " parameter", ours["params"], theirs["params"])
        differ.fields(what + " tag", tags, theirs["tags"])
        differ.fields(what + " metric", points.get(identity, {}), theirs["metrics"])
        differ.equal(what + " datasets", sorted((d["name"], d["digest"], d["context"]) for d in ours["datasets"]),
                     sorted((d[0], d[1], d[6]) for d in theirs["datasets"]))
        differ.equal(what + " logged models", sorted(ours["logged_models"]), sorted(theirs["outputs"]))
        differ.equal(what + " artifact uri", ours["artifact_uri"],
                     f"mlflow-artifacts:/{ids.get(theirs['experiment'])}/{identity}/artifacts")
        files = tatara.json("artifacts", "list", identity, "--recursive")
        differ.fields(what + " artifact", {f["path"]: f["sha256"] for f in files}, theirs["artifacts"])


def compare_logged_models(differ, tatara, source, ids):
    listed = {m["model_id"]: m for m in tatara.json("models", "logged")}
    differ.equal("the logged models", sorted(listed),
                 sorted(key for key, model in source["logged_models"].items() if not model["deleted"]))
    for identity, theirs in source["logged_models"].items():
        ours = listed.get(identity)
        if ours is None:
            continue
        what = f"logged model {identity}"
        metrics = {(m["key"], m["step"], m["timestamp"], mlflow_reader.bits(m["value"]), m["run_id"], m["dataset_name"],
                    m["dataset_digest"]) for m in ours["metrics"]}
        differ.equal(what + " experiment", ours["experiment_id"], ids.get(theirs["experiment"]))
        for key, field in (("name", "name"), ("type", "model_type"), ("run", "source_run_id"), ("status", "status")):
            differ.equal(f"{what} {key}", ours[field], theirs[key])
        differ.equal(what + " created", millis(ours["created"]), theirs["created"])
        differ.equal(what + " updated", millis(ours["updated"]), theirs["updated"])
        differ.fields(what + " parameter", ours["params"], theirs["params"])
        differ.fields(what + " tag", ours["tags"], theirs["tags"])
        differ.equal(what + " metrics", metrics, theirs["metrics"])
        differ.fields(what + " artifact", {f["path"]: f["sha256"] for f in ours["artifacts"]}, theirs["artifacts"])


class StoreFile:
    """The store itself, for what no verb prints in full."""

    def __init__(self, workspace):
        self.db = sqlite3.connect(f"file:{workspace / '.tatara/store.db'}?mode=ro", uri=True)
        self.db.row_factory = sqlite3.Row

    def rows(self, sql, *values):
        return [dict(row) for row in self.db.execute(sql, values)]

    def pairs(self, sql, *values):
        return {row[0]: row[1] for row in self.db.execute(sql, values)}


def compare_inputs(differ, store, source):
    for identity, theirs in source["runs"].items():
        sets = store.rows("""SELECT d.*, coalesce((SELECT value FROM run_dataset_tag t WHERE t.run_key = r.run_key AND
            t.dataset_key = d.dataset_key AND key = 'mlflow.data.context'), '') AS context FROM run r JOIN run_dataset
            USING(run_key) JOIN dataset_record d USING(dataset_key) WHERE run_id = ?""", identity)
        differ.equal(f"run {identity} datasets in full",
                     sorted((d["name"], d["digest"], d["source_type"], d["source"], d["schema"] or "", d["profile"] or "",
                             d["context"]) for d in sets), theirs["datasets"])
        links = store.rows("SELECT direction, model_id, step FROM run_logged_model JOIN run USING(run_key) WHERE run_id = ?",
                           identity)
        differ.fields(f"run {identity} model output", {k["model_id"]: k["step"] for k in links if k["direction"] == 1},
                      theirs["outputs"])
        differ.equal(f"run {identity} model inputs", sorted(k["model_id"] for k in links if k["direction"] == 0),
                     theirs["inputs"])


STAGES = ("None", "Staging", "Production", "Archived")


def compare_models(differ, store, source):
    listed = {row["name"]: row for row in store.rows("SELECT * FROM registered_model")}
    differ.equal("the registered models", sorted(listed), sorted(source["models"]))
    for name, theirs in source["models"].items():
        ours = listed.get(name)
        if ours is None:
            continue
        what, key = f"model {name}", ours["model_key"]
        differ.equal(what + " description", ours["description"], theirs["description"])
        differ.equal(what + " created", ours["created_ms"], theirs["created"])
        differ.equal(what + " updated", ours["updated_ms"], theirs["updated"])
        differ.fields(what + " tag", store.pairs("SELECT key, value FROM registered_model_tag WHERE model_key = ?", key),
                      theirs["tags"])
        differ.fields(what + " alias", store.pairs("SELECT alias, version FROM model_alias WHERE model_key = ?", key),
                      theirs["aliases"])
        versions = {row["version"]: row for row in store.rows("SELECT * FROM model_version WHERE model_key = ?", key)}
        differ.equal(what + " versions", sorted(versions), sorted(theirs["versions"]))
        for number, entry in theirs["versions"].items():
            if number in versions:
                compare_version(differ, store, f"{what} version {number}", versions[number], entry, source)


def compare_version(differ, store, what, ours, theirs, source):
    for key, field in (("source", "source"), ("run", "run_id"), ("run_link", "run_link"), ("logged_model", "model_id"),
                       ("description", "description"), ("user", "user"), ("created", "created_ms"),
                       ("updated", "updated_ms")):
        differ.equal(f"{what} {key}", ours[field], theirs[key])
    differ.equal(what + " stage", STAGES[ours["stage"]], theirs["stage"])
    differ.fields(what + " tag", store.pairs("SELECT key, value FROM model_version_tag WHERE version_key = ?",
                                             ours["version_key"]), theirs["tags"])
    model = source["logged_models"].get(theirs["logged_model"])
    if model is not None and not model["deleted"]:
        uris = store.pairs("SELECT model_id, artifact_uri FROM logged_model")
        differ.equal(what + " storage", ours["storage"], uris.get(theirs["logged_model"]))


def check(binaries, path, kind, folder):
    tatara = Tatara(binaries, folder / "workspace")
    subprocess.run([tatara.program, "init", str(tatara.workspace)], check=True, capture_output=True)
    before = {p: p.stat().st_mtime_ns for p in path.parent.rglob("*")}
    first = tatara.bring(path)
    second = tatara.bring(path)
    after = {p: p.stat().st_mtime_ns for p in path.parent.rglob("*")}
    source = mlflow_reader.read_files(path) if kind == "files" else mlflow_reader.read_sqlite(path)
    differ = Differences()
    differ.equal("what the import changed in the source", before, after)
    for what, count in second.items():
        if isinstance(count, dict):
            differ.equal(f"what a second import brought of {what}", count["brought"], 0)
    differ.equal("points that a second import brought", second["points"], 0)
    differ.equal("runs that the import counted", first["runs"]["brought"], len(source["runs"]))
    ids = compare_experiments(differ, tatara, source)
    compare_runs(differ, tatara, source, ids)
    compare_logged_models(differ, tatara, source, ids)
    store = StoreFile(tatara.workspace)
    compare_inputs(differ, store, source)
    compare_models(differ, store, source)
    if list(store.rows("SELECT 1 FROM logged_model WHERE deleted_ms IS NULL AND model_id IN (%s)" % ", ".join(
            f"'{key}'" for key, model in source["logged_models"].items() if model["deleted"]))):
        differ.found.append("a logged model that was deleted is not deleted")
    everything = b"".join(p.read_bytes() for p in (tatara.workspace / ".tatara").rglob("*") if p.is_file())
    differ.equal("a file outside of the source in the workspace", b"must never be read" in everything, False)
    print(f"{len(source['runs'])} runs, {differ.compared} values compared, {len(differ.found)} differ; "
          f"{first['skipped_in_all']} entries left out")
    for line in differ.found[:50]:
        print(line)
    return 1 if differ.found else 0


def main(binaries, what, *rest):
    with tempfile.TemporaryDirectory(prefix="tatara-import-") as name:
        folder = pathlib.Path(name)
        if what == "shared":
            shared = pathlib.Path(os.environ["TATARA_SHARED"]) / "data"
            if not shared.is_dir():
                print("SKIPPED: ../shared/data is absent, so there is no real store to import")
                return SKIPPED
            path = shared / rest[0]
            return check(binaries, path, "sqlite" if path.suffix == ".db" else "files", folder)
        kind, seed = rest[0], int(rest[1])
        if kind == "files":
            mlflow_generator.write_files(folder / "source/mlruns", seed)
            return check(binaries, folder / "source/mlruns", kind, folder)
        mlflow_generator.write_sqlite(folder / "source/home", seed)
        return check(binaries, folder / "source/home/mlflow.db", kind, folder)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
