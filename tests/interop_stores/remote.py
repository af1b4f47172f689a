#!/usr/bin/python3
"""A real `mlflow server` is imported by its URL, and that workspace again from `tatara server`: a client sees the same
values of all three, of the workspace written as an MLflow database, and of a server that it is pushed to. Parquet files of
it are read by another library.

    remote.py TATARA
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import warnings

warnings.filterwarnings("ignore")
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["GIT_PYTHON_REFRESH"] = "quiet"
os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "1"

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Metric

import seen
from servers import MlflowServer, TataraServer


def fill(url):
    mlflow.set_tracking_uri(url)
    mlflow.set_experiment("remote «ü»")
    client = MlflowClient()
    with mlflow.start_run(run_name="parent") as parent:
        mlflow.log_params({"lr": 0.1, "deep/er": "x", "empty": "", "multi": "a\nb"})
        for first in range(0, 3000, 1000):
            client.log_batch(parent.info.run_id, metrics=[
                Metric("loss/a b", 1 / (step + 1), 1_700_000_000_000 + step, step) for step in range(first, first + 1000)])
        mlflow.log_metric("nan", float("nan"), step=-3)
        mlflow.log_text("größe", "sub dir/größe 1%.txt")
        mlflow.log_text("x" * 3_000_000, "big.txt")
        frame = __import__("pandas").DataFrame({"a": [1, 2]})
        mlflow.log_input(mlflow.data.from_pandas(frame, name="frame", source="here.csv"), context="training")
        with mlflow.start_run(nested=True, run_name="child"):
            mlflow.log_metric("m", 3)
        import numpy
        import sklearn.linear_model
        model = sklearn.linear_model.LinearRegression().fit(numpy.array([[1.0], [2.0]]), numpy.array([1.0, 2.0]))
        mlflow.sklearn.log_model(model, name="model", registered_model_name="wine")
    with mlflow.start_run(run_name="gone") as gone:
        mlflow.log_metric("m", 4)
    client.delete_run(gone.info.run_id)
    client.set_registered_model_alias("wine", "champion", 1)
    client.set_model_version_tag("wine", "1", "k", "v")
    @mlflow.trace(span_type="RETRIEVER", attributes={"top": 3})
    def look_up(question):
        return [question.upper(), "größe"]

    @mlflow.trace
    def ask(question):
        return look_up(question)[0]

    for number in range(3):
        ask(f"question {number}")
    mlflow.flush_trace_async_logging()
    trace = client.search_traces(locations=[mlflow.get_experiment_by_name("remote «ü»").experiment_id])[0]
    client.set_trace_tag(trace.info.trace_id, "looked", "at")
    mlflow.log_feedback(trace_id=trace.info.trace_id, name="good", value=True, rationale="short")
    mlflow.log_expectation(trace_id=trace.info.trace_id, name="wanted", value={"a": [1, 2]})
    client.create_experiment("deleted one")
    client.delete_experiment(client.get_experiment_by_name("deleted one").experiment_id)


def bring(tatara, url, workspace):
    subprocess.run([tatara, "init", workspace], check=False, capture_output=True)
    done = subprocess.run([tatara, "import", "mlflow", url, "-w", workspace, "--format", "json"], capture_output=True,
                          text=True, check=False)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert not report["skipped"], report["skipped"]
    return report


def run_tatara(tatara, *words):
    done = subprocess.run([tatara, *words, "--format", "json"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    left_out = [one for one in report["skipped"] if "no place for its assessments" not in one["reason"]]
    assert not left_out, left_out
    return report


def nameless(things):
    """Without what a server that is pushed to decides itself: ids, and the times at which it was told."""
    kept = {}
    runs = {key[1]: value["info"][0] for key, value in things.items() if key[0] == "run"}
    for key, value in things.items():
        if key[0] == "run":
            tags = {k: v for k, v in value["tags"].items() if k not in ("tatara.source", "tatara.complete", "mlflow.parentRunId")}
            kept["run", value["info"][0]] = {**value, "tags": tags}
        elif key[0] == "trace":
            kept[key] = {**value, "tags": {k: v for k, v in value["tags"].items() if not k.startswith("tatara.")},
                         "metadata": {k: runs.get(v, v) for k, v in value["metadata"].items()}}
        elif key[0] == "logged model":
            kept["logged model", value[0]] = (value[1], value[4], {k: v for k, v in value[5].items() if not k.startswith(("tatara.", "mlflow.modelV"))},
                                              value[6])
        elif key[0] == "experiment":
            kept[key] = value[:1] + value[2:]
        elif key[0] == "model":
            kept[key] = value[:1] + value[2:]
        else:
            kept[key] = (value[0], value[2], {k: v for k, v in value[4].items() if k != "tatara.source"}, value[5])
    return kept


def check_parquet(folder, things):
    import pyarrow.parquet
    tables = {name: pyarrow.parquet.read_table(folder / f"{name}.parquet").to_pylist()
              for name in ("experiments", "runs", "params", "tags", "metrics", "datasets")}
    runs = {key[1]: value for key, value in things.items() if key[0] == "run"}
    assert {row["run_id"] for row in tables["runs"]} == set(runs), tables["runs"]
    for run_id, run in runs.items():
        assert {row["key"]: row["value"] for row in tables["params"] if row["run_id"] == run_id} == run["params"]
        history = {}
        for row in tables["metrics"]:
            if row["run_id"] == run_id:
                history.setdefault(row["key"], []).append((row["step"], row["time"], seen.number(row["value"])))
        assert {key: sorted(points) for key, points in history.items()} == run["history"], run_id
    return sum(map(len, tables.values()))


def push(tatara, workspace):
    """To a server that knows nothing yet, and again."""
    with tempfile.TemporaryDirectory() as name:
        there = TataraServer(tatara, name + "/there")
        try:
            words = ["export", "mlflow", there.url, "--deleted", "-w", workspace]
            first = run_tatara(tatara, *words)
            again = run_tatara(tatara, *words)
            assert first["runs"] == 3 and first["model_versions"] == 1 and first["logged_models"] == 1 and first["traces"] == 3, first
            assert again["runs"] == again["model_versions"] == again["logged_models"] == again["traces"] == 0, again
            return seen.everything(there.url, logged_models=True, traces=True)
        finally:
            there.stop()


def main():
    tatara = sys.argv[1]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        server = MlflowServer(folder)
        try:
            fill(server.url)
            theirs = seen.everything(server.url, logged_models=True, traces=True)
            first = bring(tatara, server.url, str(folder / "w1"))
            again = bring(tatara, server.url, str(folder / "w1"))
        finally:
            server.stop()
        assert first["traces"]["brought"] == 3 and again["traces"]["already"] == 3, (first, again)
        assert first["runs"]["brought"] == 3 and first["model_versions"]["brought"] == 1, first
        assert again["runs"]["brought"] == 0 and again["runs"]["already"] == 3, again
        found = []
        source = TataraServer(tatara, str(folder / "w1"))
        try:
            found += seen.differences(seen.everything(source.url, logged_models=True, traces=True), theirs)
            bring(tatara, source.url, str(folder / "w2"))
        finally:
            source.stop()
        second = TataraServer(tatara, str(folder / "w2"))
        try:
            found += seen.differences(seen.everything(second.url, logged_models=True, traces=True), theirs)
        finally:
            second.stop()
        workspace = str(folder / "w1")
        run_tatara(tatara, "export", "mlflow", str(folder / "database"), "--sqlite", "--deleted", "-w", workspace)
        # That kind of database has no place for previews and assessments.
        exported = seen.everything(f"sqlite:///{folder}/database/mlflow.db", logged_models=True, traces=True)
        found += seen.differences(seen.without_previews(exported), seen.without_previews(theirs))
        kept = {key: value for key, value in nameless(theirs).items() if key != ("experiment", "deleted one")}
        sent = {key: value for key, value in nameless(push(tatara, workspace)).items() if key != ("experiment", "deleted one")}
        found += [f"pushed {one}" for one in seen.differences(sent, kept)]
        run_tatara(tatara, "export", "parquet", str(folder / "parquet"), "--deleted", "-w", workspace)
        print(f"{check_parquet(folder / 'parquet', theirs)} rows of Parquet")
        print(f"{len(theirs)} things, {len(found)} differences", *found[:30], sep="\n")
        return len(found) != 0


sys.exit(main())
