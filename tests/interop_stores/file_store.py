#!/usr/bin/python3
"""A store that real MLflow made is imported and exported; real MLflow opens both and sees the same values.

    file_store.py TATARA SHARED_DATA
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import warnings

warnings.filterwarnings("ignore")
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["GIT_PYTHON_REFRESH"] = "quiet"

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Metric

import seen


def make_store(folder):
    """What a day of work leaves: nested runs, odd values, datasets, a registry."""
    uri = str(folder / "made")
    mlflow.set_tracking_uri(uri)
    mlflow.set_registry_uri(uri)
    mlflow.set_experiment("work: «ü»")
    client = MlflowClient()
    with mlflow.start_run(run_name="parent") as parent:
        mlflow.log_params({"lr": 0.1, "note": "two\nlines: yes", "deep/er": "x", "empty": "", "no": "no"})
        mlflow.set_tags({"a": "1", "mlflow.note.content": "# text\n- list: [1]"})
        client.log_batch(parent.info.run_id, metrics=[
            Metric("loss", value, 1_700_000_000_000 + step, step)
            for step, value in enumerate([0.5, 1e-300, float("nan"), float("inf"), -0.0, 0.1 + 0.2])])
        mlflow.log_text("größe", "sub dir/größe.txt")
        frame = __import__("pandas").DataFrame({"a": [1, 2]})
        mlflow.log_input(mlflow.data.from_pandas(frame, name="frame", source="here.csv"), context="training")
        with mlflow.start_run(nested=True, run_name="child"):
            mlflow.log_metric("m", 3)
        with mlflow.start_run(nested=True, run_name="gone") as gone:
            mlflow.log_metric("m", 4)
    client.delete_run(gone.info.run_id)
    client.create_registered_model("wine", tags={"k": "v"}, description="a model")
    for number in (1, 2):
        client.create_model_version("wine", parent.info.artifact_uri + "/model", parent.info.run_id, tags={"n": str(number)})
    client.set_registered_model_alias("wine", "champion", 2)
    client.transition_model_version_stage("wine", 1, "Production")
    return uri


def round_trip(tatara, store, folder):
    workspace, out = str(folder / "w"), str(folder / "out")
    subprocess.run([tatara, "init", workspace], check=True, capture_output=True)
    for words in (["import", "mlflow", store], ["export", "mlflow", out, "--deleted"]):
        done = subprocess.run([tatara, *words, "-w", workspace], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "Left out" not in done.stderr, done.stderr
    theirs, ours = seen.everything(store), seen.everything(out)
    found = seen.differences(ours, theirs)
    print(f"{store}: {len(theirs)} things, {len(found)} differences", *found[:20], sep="\n")
    return len(found)


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        failed += round_trip(sys.argv[1], make_store(folder), folder)
    real = pathlib.Path(sys.argv[2]) / "data" / "mlflow_file_store" / "mlruns"
    if real.exists():
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            # Its artifact URIs are of another machine, so that the client cannot read them: they are compared elsewhere.
            shutil.copytree(real, folder / "real")
            workspace, out = str(folder / "w"), str(folder / "out")
            subprocess.run([sys.argv[1], "init", workspace], check=True, capture_output=True)
            for words in (["import", "mlflow", str(folder / "real")], ["export", "mlflow", out, "--deleted"]):
                done = subprocess.run([sys.argv[1], *words, "-w", workspace], capture_output=True, text=True, check=False)
                assert done.returncode == 0, done.stderr
            found = seen.differences(seen.everything(out, artifacts=False),
                                     seen.everything(str(folder / "real"), artifacts=False))
            print(f"{real}: {len(found)} differences", *found[:20], sep="\n")
            failed += len(found)
    return failed != 0


sys.exit(main())
