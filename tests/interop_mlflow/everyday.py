"""everyday.py TATARA: what a person's unmodified script does all day, against `tatara server`, with the real client.

Every value that goes in is read back twice: through the client, and through `tatara … --format json`.
"""

import json
import math
import os
import sys
import tempfile
import time
import warnings

os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "2"  # a 5xx must fail the test now, not in minutes
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["GIT_PYTHON_REFRESH"] = "quiet"
os.environ["MPLBACKEND"] = "Agg"
warnings.filterwarnings("ignore")

import matplotlib.pyplot as pyplot
import mlflow
import numpy
import pandas
import sklearn.linear_model
import xgboost
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag
from mlflow.exceptions import MlflowException
from sklearn.datasets import load_diabetes

from tatara_server import TataraServer

THREE = mlflow.__version__.startswith("3.")


def equal(left, right, what):
    assert left == right, f"{what}: {left!r} is not {right!r}"


def by_key(items):
    return {item["key"]: item["value"] for item in items}


def log_everything(client):
    experiment = mlflow.set_experiment("everyday")
    equal(mlflow.set_experiment("everyday").experiment_id, experiment.experiment_id, "the same experiment again")
    with mlflow.start_run(run_name="first", tags={"team": "ore"}, description="a note") as run:
        mlflow.log_param("one", 1)
        mlflow.log_params({f"p{i}": f"value {i}" for i in range(150)})
        mlflow.log_param("long", "x" * 5000)
        mlflow.log_metric("loss", 0.5, step=0)
        for step in range(1, 50):
            mlflow.log_metric("loss", 0.5 / (step + 1), step=step)
        mlflow.log_metrics({"a/b": 1.25, "größe": -3.0, "with space": 1e-300}, step=7)
        mlflow.log_metric("nan", math.nan)
        mlflow.set_tag("note", "zwei\nZeilen \"quoted\"")
        mlflow.set_tags({"x": "1", "y": "2"})
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "größe 1%.txt")
            with open(file, "w", encoding="utf-8") as out:
                out.write("text")
            os.makedirs(os.path.join(folder, "sub"))
            with open(os.path.join(folder, "sub", "data.bin"), "wb") as out:
                out.write(bytes(range(256)) * 20000)
            open(os.path.join(folder, "empty"), "wb").close()
            mlflow.log_artifact(file)
            mlflow.log_artifacts(folder, artifact_path="all")
        figure, axes = pyplot.subplots()
        axes.plot([1, 2, 3])
        mlflow.log_figure(figure, "plots/line.png")
        mlflow.log_dict({"a": [1, 2, {"b": None}]}, "dict.json")
        mlflow.log_text("words", "notes/words.txt")
        mlflow.log_table({"q": ["one", "two"], "n": [1, 2]}, "table.json")
        mlflow.log_table({"q": ["three"], "n": [3]}, "table.json")
        mlflow.log_image(numpy.zeros((4, 4, 3), dtype=numpy.uint8), "black.png")
        dataset = mlflow.data.from_pandas(pandas.DataFrame({"x": [1, 2], "y": [3.0, 4.0]}), name="small")
        mlflow.log_input(dataset, context="training")
        with mlflow.start_run(run_name="child", nested=True) as child:
            mlflow.log_metric("loss", 0.25)
        client.log_batch(run.info.run_id, metrics=[Metric("batch", i * 0.5, 1_700_000_000_000 + i, i) for i in range(1000)],
                         params=[Param("batched", "yes")], tags=[RunTag("batched", "yes")])
        mlflow.log_metric("async", 1.5, step=1, synchronous=False).wait()
    return experiment, run.info.run_id, child.info.run_id


def read_back(client, server, experiment, run_id, child_id):
    run = client.get_run(run_id)
    equal(run.info.status, "FINISHED", "status")
    equal(run.info.run_name, "first", "name")
    equal(run.data.params["one"], "1", "param")
    equal(len([key for key in run.data.params if key.startswith("p") and key[1:].isdigit()]), 150, "params")
    equal(len(run.data.params["long"]), 5000, "long param")
    equal(run.data.metrics["loss"], 0.5 / 50, "latest metric")
    equal(run.data.metrics["a/b"], 1.25, "metric with a slash")
    equal(run.data.metrics["größe"], -3.0, "metric outside ASCII")
    equal(run.data.metrics["with space"], 1e-300, "small metric")
    assert math.isnan(run.data.metrics["nan"])
    equal(run.data.tags["note"], "zwei\nZeilen \"quoted\"", "tag")
    equal(run.data.tags["mlflow.note.content"], "a note", "description")
    equal(run.data.tags["team"], "ore", "tag at the start")
    equal(client.get_run(child_id).data.tags["mlflow.parentRunId"], run_id, "parent")
    history = client.get_metric_history(run_id, "loss")
    equal([(m.step, m.value) for m in history], [(step, 0.5 / (step + 1)) for step in range(50)], "history")
    equal([(m.step, m.value) for m in client.get_metric_history(run_id, "batch")], [(i, i * 0.5) for i in range(1000)], "batch")
    equal(run.data.metrics["async"], 1.5, "asynchronous metric")
    inputs = run.inputs.dataset_inputs
    equal([i.dataset.name for i in inputs], ["small"], "dataset")
    equal([(t.key, t.value) for t in inputs[0].tags], [("mlflow.data.context", "training")], "dataset's role")

    equal(sorted(f.path for f in client.list_artifacts(run_id)),
          sorted(["all", "black.png", "dict.json", "größe 1%.txt", "notes", "plots", "table.json"]), "artifacts")
    equal({f.path: f.file_size for f in client.list_artifacts(run_id, "all/sub")}, {"all/sub/data.bin": 256 * 20000}, "sub")
    with tempfile.TemporaryDirectory() as folder:
        path = mlflow.artifacts.download_artifacts(run_id=run_id, dst_path=folder)
        with open(os.path.join(path, "all/sub/data.bin"), "rb") as file:
            assert file.read() == bytes(range(256)) * 20000
        with open(os.path.join(path, "größe 1%.txt"), encoding="utf-8") as file:
            equal(file.read(), "text", "file")
        equal(os.path.getsize(os.path.join(path, "all/empty")), 0, "empty file")
    equal(mlflow.artifacts.load_dict(f"runs:/{run_id}/dict.json"), {"a": [1, 2, {"b": None}]}, "dict")
    equal(mlflow.artifacts.load_text(f"runs:/{run_id}/notes/words.txt"), "words", "text")
    equal(list(mlflow.load_table("table.json", run_ids=[run_id])["n"]), [1, 2, 3], "table")

    found = mlflow.search_runs(experiment_names=["everyday"], filter_string="metrics.loss < 0.02 and tags.team = 'ore'")
    equal(list(found["run_id"]), [run_id], "search")
    ordered = mlflow.search_runs([experiment.experiment_id], order_by=["metrics.loss DESC"])
    equal(list(ordered["run_id"]), [child_id, run_id], "order")

    mine = server.ask("runs", "show", run_id)
    equal(mine["run_id"], run_id, "tatara: id")
    equal(mine["run_name"], "first", "tatara: name")
    equal(mine["status"], "FINISHED", "tatara: status")
    equal(mine["note"], "a note", "tatara: note")
    equal(mine["params"], run.data.params, "tatara: params")
    apart = ("mlflow.note.content", "mlflow.runName")
    equal(mine["tags"], {key: value for key, value in run.data.tags.items() if key not in apart}, "tatara: tags")
    equal({m["key"]: m["last"] for m in mine["metrics"] if m["key"] != "nan"},
          {key: value for key, value in run.data.metrics.items() if key != "nan"}, "tatara: metrics")
    equal([d["name"] for d in mine["datasets"]], ["small"], "tatara: datasets")
    points = server.ask("metrics", "history", run_id, "loss")
    equal([(p["step"], p["value"]) for p in points], [(m.step, m.value) for m in history], "tatara: history")
    found = server.ask("runs", "search", "metrics.loss < 0.02", "--experiment", "everyday")
    equal([r["run_id"] for r in found], [run_id], "tatara: search")
    files = server.ask("artifacts", "list", run_id)
    equal(sorted(f["path"].rstrip("/") for f in files), sorted(f.path for f in client.list_artifacts(run_id)), "tatara: artifacts")


def lifecycle(client):
    experiment = client.create_experiment("short-lived", tags={"k": "v"})
    run = client.create_run(experiment, tags={"a": "b"}, run_name="r")
    client.update_run(run.info.run_id, status="FAILED", name="renamed")
    equal(client.get_run(run.info.run_id).info.run_name, "renamed", "renamed")
    client.delete_tag(run.info.run_id, "a")
    client.set_terminated(run.info.run_id, "KILLED")
    equal(client.get_run(run.info.run_id).info.status, "KILLED", "status")
    client.delete_run(run.info.run_id)
    equal(len(client.search_runs([experiment])), 0, "deleted runs are not found")
    client.restore_run(run.info.run_id)
    client.rename_experiment(experiment, "renamed-experiment")
    client.set_experiment_tag(experiment, "k2", "v2")
    equal(client.get_experiment(experiment).tags["k2"], "v2", "experiment tag")
    client.delete_experiment(experiment)
    equal(client.get_experiment(experiment).lifecycle_stage, "deleted", "deleted")
    client.restore_experiment(experiment)
    names = [e.name for e in client.search_experiments(filter_string="name LIKE 'renamed%'")]
    equal(names, ["renamed-experiment"], "experiments")
    equal(mlflow.get_experiment_by_name("no such"), None, "absent experiment")
    for bad, code in ((lambda: client.get_run("0" * 32), "RESOURCE_DOES_NOT_EXIST"),
                      (lambda: client.create_experiment("renamed-experiment"), "RESOURCE_ALREADY_EXISTS"),
                      (lambda: client.log_metric(run.info.run_id, "b*d", 1), "INVALID_PARAMETER_VALUE"),
                      (lambda: client.search_runs([experiment], "params.a > 1 OR 2"), "INVALID_PARAMETER_VALUE")):
        try:
            bad()
        except MlflowException as error:
            equal(error.error_code, code, str(error))
        else:
            raise AssertionError(code)
    many = [client.create_run(experiment).info.run_id for _ in range(7)]
    page, token, seen = None, None, []
    while page is None or token:
        page = client.search_runs([experiment], max_results=3, page_token=token)
        token = page.token
        seen += [r.info.run_id for r in page]
    equal(sorted(seen), sorted([*many, run.info.run_id]), "pages")


def autolog_and_models(client, server):
    mlflow.set_experiment("models")
    data = load_diabetes(as_frame=True)
    features, target = data.data, data.target
    mlflow.sklearn.autolog()
    with mlflow.start_run(run_name="sklearn") as run:
        linear = sklearn.linear_model.Ridge(alpha=0.5).fit(features, target)
    mlflow.sklearn.autolog(disable=True)
    logged = client.get_run(run.info.run_id)
    equal(logged.data.params["alpha"], "0.5", "autologged param")
    assert "training_r2_score" in logged.data.metrics, logged.data.metrics
    predicted = mlflow.pyfunc.load_model(f"runs:/{run.info.run_id}/model").predict(features[:5])
    numpy.testing.assert_allclose(predicted, linear.predict(features[:5]))

    mlflow.xgboost.autolog()
    with mlflow.start_run(run_name="xgboost") as run:
        matrix = xgboost.DMatrix(features, target)
        booster = xgboost.train({"max_depth": 3, "eta": 0.2}, matrix, num_boost_round=12, evals=[(matrix, "train")], verbose_eval=False)
    mlflow.xgboost.autolog(disable=True)
    logged = client.get_run(run.info.run_id)
    equal(logged.data.params["max_depth"], "3", "autologged param")
    equal(len(client.get_metric_history(run.info.run_id, "train-rmse")), 12, "autologged rounds")
    again = mlflow.xgboost.load_model(f"runs:/{run.info.run_id}/model")
    numpy.testing.assert_allclose(again.predict(matrix), booster.predict(matrix), rtol=1e-6)

    with mlflow.start_run(run_name="register") as run:
        keywords = {"name": "ridge"} if THREE else {"artifact_path": "ridge"}
        info = mlflow.sklearn.log_model(linear, registered_model_name="diabetes", input_example=features[:2], **keywords)
        assert info.model_uri
        if THREE:
            mlflow.log_metric("score", 0.75, model_id=info.model_id)
            model = mlflow.get_logged_model(info.model_id)
            equal(str(model.status), "READY", "logged model")
            equal([m.value for m in model.metrics if m.key == "score"], [0.75], "metric of the model")
            found = mlflow.search_logged_models(experiment_ids=[run.info.experiment_id], filter_string="metrics.score > 0.7",
                                                output_format="list")
            equal([m.model_id for m in found], [info.model_id], "search of logged models")
    second = mlflow.register_model(info.model_uri, "diabetes", tags={"by": "hand"})
    equal(str(second.version), "2", "second version")
    client.set_registered_model_alias("diabetes", "champion", "2")
    equal(str(client.get_model_version_by_alias("diabetes", "champion").version), "2", "alias")
    client.set_model_version_tag("diabetes", "2", "checked", "yes")
    client.update_model_version("diabetes", "2", description="good")
    client.update_registered_model("diabetes", description="all of them")
    loaded = mlflow.pyfunc.load_model("models:/diabetes@champion")
    numpy.testing.assert_allclose(loaded.predict(features[:5]), linear.predict(features[:5]))
    numpy.testing.assert_allclose(mlflow.sklearn.load_model("models:/diabetes/1").predict(features[:5]), linear.predict(features[:5]))
    client.transition_model_version_stage("diabetes", "1", "Staging")
    equal([str(v.version) for v in client.get_latest_versions("diabetes", ["Staging"])], ["1"], "stage")
    copied = client.copy_model_version("models:/diabetes/2", "diabetes-copy")
    numpy.testing.assert_allclose(mlflow.pyfunc.load_model(f"models:/diabetes-copy/{copied.version}").predict(features[:5]),
                                  linear.predict(features[:5]))
    equal(sorted(m.name for m in client.search_registered_models()), ["diabetes", "diabetes-copy"], "registered models")
    equal(len(client.search_model_versions("name = 'diabetes'")), 2, "versions")
    client.delete_registered_model_alias("diabetes", "champion")
    client.delete_model_version("diabetes-copy", copied.version)
    client.delete_registered_model("diabetes-copy")
    equal([m.name for m in client.search_registered_models()], ["diabetes"], "after deletion")


def main():
    with TataraServer(sys.argv[1]) as server:
        mlflow.set_tracking_uri(server.url)
        client = MlflowClient()
        steps = []
        began = time.monotonic()
        experiment, run_id, child_id = log_everything(client)
        steps.append("logging")
        read_back(client, server, experiment, run_id, child_id)
        steps.append("reading back")
        lifecycle(client)
        steps.append("life cycle")
        autolog_and_models(client, server)
        steps.append("autologging and models")
        server.stop()
        server.start()
        mlflow.set_tracking_uri(server.url)
        equal(MlflowClient().get_run(run_id).data.params["one"], "1", "after a restart")
        print(f"mlflow {mlflow.__version__}: {', '.join(steps)}: all equal after {time.monotonic() - began:.1f} s")


main()
