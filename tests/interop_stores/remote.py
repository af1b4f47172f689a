#!/usr/bin/python3
"""A real `mlflow server` is imported by its URL, and that workspace again from `tatara server`: a client sees the same
values of all three.

    remote.py TATARA
"""

import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import warnings

warnings.filterwarnings("ignore")
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["GIT_PYTHON_REFRESH"] = "quiet"
os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "1"

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Metric

import seen


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class MlflowServer:
    def __init__(self, folder):
        self.url = f"http://127.0.0.1:{free_port()}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mlflow", "server", "--backend-store-uri", f"sqlite:///{folder}/mlflow.db",
             "--artifacts-destination", str(folder / "artifacts"), "--serve-artifacts", "--workers", "1",
             "--port", self.url.rsplit(":", 1)[1]],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        for _ in range(1500):
            try:
                urllib.request.urlopen(self.url + "/health", timeout=1).read()
                return
            except OSError:
                time.sleep(0.2)
        self.stop()
        raise SystemExit("mlflow server did not start")

    def stop(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()


class TataraServer:
    def __init__(self, tatara, workspace):
        self.process = subprocess.Popen([tatara, "server", "-w", workspace, "--port", "0", "--format", "json"],
                                        stdout=subprocess.PIPE, text=True)
        self.url = json.loads(self.process.stdout.readline())["url"]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        self.process.stdout.close()


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


def main():
    tatara = sys.argv[1]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        server = MlflowServer(folder)
        try:
            fill(server.url)
            theirs = seen.everything(server.url, logged_models=True)
            first = bring(tatara, server.url, str(folder / "w1"))
            again = bring(tatara, server.url, str(folder / "w1"))
        finally:
            server.stop()
        assert first["runs"]["brought"] == 3 and first["model_versions"]["brought"] == 1, first
        assert again["runs"]["brought"] == 0 and again["runs"]["already"] == 3, again
        found = []
        source = TataraServer(tatara, str(folder / "w1"))
        try:
            found += seen.differences(seen.everything(source.url, logged_models=True), theirs)
            bring(tatara, source.url, str(folder / "w2"))
        finally:
            source.stop()
        second = TataraServer(tatara, str(folder / "w2"))
        try:
            found += seen.differences(seen.everything(second.url, logged_models=True), theirs)
        finally:
            second.stop()
        print(f"{len(theirs)} things, {len(found)} differences", *found[:30], sep="\n")
        return len(found) != 0


sys.exit(main())
