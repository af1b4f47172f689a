"""further.py TATARA: calls of MLflow's client that scripts make now and then: the fluent functions over experiments, runs and
models, texts too long, model files of every way to name them, traces by hand, sources of every form, and MLflow's commands.

Everything that is written is read back through the client.
"""

import io
import json
import os
import subprocess
import sys
import tempfile
import warnings

os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "2"  # a 5xx must fail the test now, not in minutes
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["GIT_PYTHON_REFRESH"] = "quiet"
os.environ["MPLBACKEND"] = "Agg"
warnings.filterwarnings("ignore")

import mlflow
import numpy
import pandas
import sklearn.linear_model
from mlflow import MlflowClient
from mlflow.entities import LifecycleStage, Metric, ViewType
from mlflow.exceptions import MlflowException

from tatara_server import TataraServer

THREE = mlflow.__version__.startswith("3.")


def equal(left, right, what):
    assert left == right, f"{what}: {left!r} is not {right!r}"


def refused(call, code):
    try:
        call()
    except MlflowException as error:
        equal(error.error_code, code, str(error))
        return
    raise AssertionError(f"not refused with {code}")


def experiments(client):
    made = mlflow.create_experiment("fluent", tags={"a": "1"})
    mlflow.set_experiment(experiment_id=made)
    if THREE:
        mlflow.set_experiment_tag("b", "2")
    else:
        client.set_experiment_tag(made, "b", "2")
    mlflow.set_experiment_tags({"c": "3", "d": 4})
    equal(mlflow.get_experiment(made).tags, {"a": "1", "b": "2", "c": "3", "d": "4"}, "tags")
    if THREE:
        client.delete_experiment_tag(made, "d")
        assert "d" not in mlflow.get_experiment(made).tags
    for number in range(5):
        mlflow.create_experiment(f"many {number}", tags={"even": str(number % 2 == 0)})
    found = mlflow.search_experiments(filter_string="tags.even = 'True' AND name ILIKE 'MANY%'", order_by=["name DESC"])
    equal([e.name for e in found], ["many 4", "many 2", "many 0"], "experiments")
    equal(len(mlflow.search_experiments(max_results=3)), 3, "limited")
    mlflow.delete_experiment(made)
    equal(mlflow.get_experiment(made).lifecycle_stage, LifecycleStage.DELETED, "deleted")
    refused(lambda: mlflow.set_experiment("fluent"), "INVALID_PARAMETER_VALUE")
    equal([e.name for e in mlflow.search_experiments(view_type=ViewType.DELETED_ONLY)], ["fluent"], "only deleted ones")
    client.restore_experiment(made)
    equal(mlflow.set_experiment("fluent").experiment_id, made, "restored")
    client.rename_experiment(made, "größer")
    equal(mlflow.get_experiment_by_name("größer").experiment_id, made, "renamed")
    own = mlflow.create_experiment("elsewhere", artifact_location="mlflow-artifacts:/my/place")
    with mlflow.start_run(experiment_id=own) as run:
        mlflow.log_text("x", "a.txt")
        assert mlflow.get_artifact_uri("a.txt").startswith("mlflow-artifacts:/my/place/"), mlflow.get_artifact_uri()
    equal(mlflow.artifacts.load_text(f"{run.info.artifact_uri}/a.txt"), "x", "by its own place")


def runs(client):
    mlflow.set_experiment("further runs")
    with mlflow.start_run(tags={"start": "1"}, description="note", log_system_metrics=False) as run:
        equal(mlflow.active_run().info.run_id, run.info.run_id, "active")
        equal(mlflow.log_param("returned", 7), 7, "what log_param gives back")
        mlflow.log_params({"none": None, "list": [1, 2], "float": 1e-9, "flag": True})
        mlflow.log_metrics({"x": 1, "y": 2}, step=3, timestamp=1_700_000_000_000)
        mlflow.log_metric("negative step", 1.0, step=-5)
        mlflow.log_metric("int", 2**40)
        mlflow.log_metric("infinite", float("inf"))
        mlflow.set_tag("list", ["a", 1])
        mlflow.set_tag("gone", "x")
        mlflow.delete_tag("gone")
        mlflow.log_param("long", "p" * 9000)
        mlflow.set_tag("long", "t" * 9000)
        for step in range(3):
            mlflow.log_image(numpy.full((8, 8, 3), step * 40, dtype=numpy.uint8), key="dog", step=step)
        if THREE and hasattr(mlflow, "log_stream"):
            mlflow.log_stream(io.BytesIO(b"streamed"), "stream.bin")
        mlflow.log_dict([1, {"a": None}], "list.yaml")
        mlflow.flush_artifact_async_logging()
    equal(mlflow.last_active_run().info.run_id, run.info.run_id, "last active")
    kept = mlflow.get_run(run.info.run_id)
    equal({k: kept.data.params[k] for k in ("none", "list", "float", "flag")},
          {"none": "None", "list": "[1, 2]", "float": "1e-09", "flag": "True"}, "params of every type")
    equal((len(kept.data.params["long"]), len(kept.data.tags["long"])), (6000, 8000), "long texts are cut")
    assert "gone" not in kept.data.tags and kept.data.tags["start"] == "1"
    equal([(m.step, m.timestamp, m.value) for m in client.get_metric_history(run.info.run_id, "x")], [(3, 1_700_000_000_000, 1.0)], "metrics at their time")
    equal([m.step for m in client.get_metric_history(run.info.run_id, "negative step")], [-5], "negative step")
    equal(kept.data.metrics["int"], float(2**40), "large")
    equal(kept.data.metrics["infinite"], float("inf"), "infinite")
    assert any(path.endswith(".png") for path in paths_of(run.info.run_id)), paths_of(run.info.run_id)
    equal([f.path for f in mlflow.artifacts.list_artifacts(run_id=run.info.run_id, artifact_path="images")] != [], True, "images")
    if THREE and hasattr(mlflow, "log_stream"):
        with open(mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="stream.bin"), "rb") as file:
            equal(file.read(), b"streamed", "stream")

    refused(lambda: client.log_param(run.info.run_id, "returned", 8), "INVALID_PARAMETER_VALUE")
    refused(lambda: client.log_batch(run.info.run_id, metrics=[Metric("a/../b", 1, 1, 1)]), "INVALID_PARAMETER_VALUE")
    refused(lambda: client.get_run("f" * 32), "RESOURCE_DOES_NOT_EXIST")
    mlflow.delete_run(run.info.run_id)
    equal(client.get_run(run.info.run_id).info.lifecycle_stage, LifecycleStage.DELETED, "deleted")
    refused(lambda: client.set_tag(run.info.run_id, "a", "b"), "INVALID_PARAMETER_VALUE")
    refused(lambda: mlflow.start_run(run_id=run.info.run_id), "INTERNAL_ERROR")  # the client itself
    equal(len(client.search_runs([run.info.experiment_id], run_view_type=ViewType.DELETED_ONLY)), 1, "only deleted ones")
    client.restore_run(run.info.run_id)
    with mlflow.start_run(run_id=run.info.run_id):
        mlflow.log_metric("x", 5, step=4)
    equal(client.get_run(run.info.run_id).data.metrics["x"], 5.0, "restored and resumed")
    grammar(client, run.info.experiment_id)


def paths_of(run_id, path=None):
    found = []
    for one in mlflow.artifacts.list_artifacts(run_id=run_id, artifact_path=path):
        found += paths_of(run_id, one.path) if one.is_dir else [one.path]
    return found


def grammar(client, experiment):
    """Every operator of the search of runs once."""
    names = []
    for number in range(6):
        with mlflow.start_run(experiment_id=experiment, run_name=f"grammar {number}") as run:
            mlflow.log_metrics({"val/loss 1": number, "m.with.dots": -number})
            mlflow.log_params({"a b": f"Value {number}", "only": "yes"} if number % 2 else {"a b": f"Value {number}"})
            mlflow.set_tag("team", "Core" if number < 3 else "ops")
        names.append(run.info.run_id)

    def search(text, order=("metrics.`val/loss 1` ASC",)):
        found = client.search_runs([experiment], f"run_name LIKE 'grammar%' AND {text}", order_by=list(order))
        return [int(run.info.run_name.split()[1]) for run in found]

    equal(search("metrics.`val/loss 1` >= 4"), [4, 5], "quoted by backticks")
    equal(search('metrics."val/loss 1" != 2'), [0, 1, 3, 4, 5], "quoted")
    equal(search("metrics.m.with.dots <= -4"), [4, 5], "keys with dots")
    equal(search('params."a b" = \'Value 3\''), [3], "param")
    equal(search("params.`a b` ILIKE 'value%' AND tags.team LIKE 'C%'"), [0, 1, 2], "LIKE and ILIKE")
    equal(search("params.only != 'no'"), [1, 3, 5], "a missing key never matches")
    equal(search(f"run_id IN ('{names[1]}', '{names[4]}')"), [1, 4], "IN")
    equal(search(f"attributes.run_id NOT IN ('{names[1]}', '{names[4]}')"), [0, 2, 3, 5], "NOT IN")
    equal(search("status = 'FINISHED' AND start_time > 0"), [0, 1, 2, 3, 4, 5], "attributes")
    equal(search("tags.team = 'ops'", ("metrics.`val/loss 1` DESC",)), [5, 4, 3], "descending")
    if THREE:
        equal(search("params.only IS NULL"), [0, 2, 4], "IS NULL")
        equal(search("params.only IS NOT NULL"), [1, 3, 5], "IS NOT NULL")
    for wrong in ("metrics.x > 'one'", "params.a = 1", "a = 1 OR b = 2", "nonsense.x = 'y'", "metrics.x LIKE 1"):
        refused(lambda: client.search_runs([experiment], wrong), "INVALID_PARAMETER_VALUE")
    frame = mlflow.search_runs([experiment], "run_name LIKE 'grammar%'", order_by=["params.`a b` DESC"])
    equal(list(frame["params.a b"])[0], "Value 5", "as a table")


class Doubler(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return model_input * 2


def models(client):
    mlflow.set_experiment("further models")
    frame = pandas.DataFrame({"a": [1.0, 2.0, 3.0]})
    model = sklearn.linear_model.LinearRegression().fit(frame, [2.0, 4.0, 6.0])
    named = {"name": "doubler"} if THREE else {"artifact_path": "doubler"}
    with mlflow.start_run() as run:
        own = mlflow.pyfunc.log_model(python_model=Doubler(), input_example=frame, registered_model_name="doubler", **named)
        plain = mlflow.sklearn.log_model(model, signature=mlflow.models.infer_signature(frame, [2.0]),
                                         **({"name": "line"} if THREE else {"artifact_path": "line"}))
    numpy.testing.assert_allclose(mlflow.pyfunc.load_model(own.model_uri).predict(frame)["a"], [2, 4, 6])
    numpy.testing.assert_allclose(mlflow.pyfunc.load_model("models:/doubler/1").predict(frame)["a"], [2, 4, 6])
    info = mlflow.models.get_model_info(plain.model_uri)
    equal([one.name for one in info.signature.inputs], ["a"], "signature")
    version = mlflow.register_model(f"runs:/{run.info.run_id}/line", "line")
    client.set_registered_model_alias("line", "best", version.version)
    client.transition_model_version_stage("line", version.version, "Production")
    for uri in (f"runs:/{run.info.run_id}/line", "models:/line@best", "models:/line/Production", "models:/line/latest", "models:/line/1"):
        numpy.testing.assert_allclose(mlflow.pyfunc.load_model(uri).predict(frame), [2, 4, 6], err_msg=uri)
    with tempfile.TemporaryDirectory() as folder:
        path = mlflow.artifacts.download_artifacts("models:/line@best", dst_path=folder)
        assert os.path.exists(os.path.join(path, "MLmodel")), os.listdir(path)
    equal(client.get_model_version_stages("line", "1"), ["None", "Staging", "Production", "Archived"], "stages")
    equal(len(mlflow.search_registered_models(filter_string="name ILIKE 'LIN%'")), 1, "registered models")
    equal([str(v.version) for v in mlflow.search_model_versions(filter_string="name = 'line'")], ["1"], "versions")
    client.create_registered_model("by hand")
    sources = {"s3://bucket/model": "s3://bucket/model", run.info.artifact_uri + "/line": run.info.artifact_uri + "/line",
               "https://example.org/model": "https://example.org/model"}
    for source, told in sources.items():
        made = client.create_model_version("by hand", source, description="d", run_link="https://lab/run")
        equal((made.source, made.run_link, made.status), (told, "https://lab/run", "READY"), "a source of another kind")
    for source in ("/etc", "file:///etc", f"{run.info.artifact_uri}/../../x"):
        refused(lambda: client.create_model_version("by hand", source), "INVALID_PARAMETER_VALUE")
    refused(lambda: client.get_model_version_by_alias("line", "none"), "INVALID_PARAMETER_VALUE")
    refused(lambda: client.create_registered_model(""), "INVALID_PARAMETER_VALUE")
    if THREE:
        logged(client, run, own)


def logged(client, run, own):
    outside = mlflow.create_external_model(name="outside", tags={"x": "1"}, params={"p": "1"}, model_type="agent")
    equal((outside.name, str(outside.status), outside.params), ("outside", "READY", {"p": "1"}), "a model that lies elsewhere")
    begun = mlflow.initialize_logged_model(name="begun")
    mlflow.log_model_params({f"p{i}": i for i in range(250)}, begun.model_id)
    mlflow.set_logged_model_tags(begun.model_id, {"a": "b"})
    done = mlflow.finalize_logged_model(begun.model_id, "READY")
    equal((str(done.status), len(mlflow.get_logged_model(begun.model_id).params)), ("READY", 250), "many params")
    failed = mlflow.initialize_logged_model(name="failed")
    equal(str(mlflow.finalize_logged_model(failed.model_id, "FAILED").status), "FAILED", "failed")
    assert client.list_logged_model_artifacts(own.model_id), "files of a logged model"
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("more")
        file.flush()
        client.log_model_artifact(begun.model_id, file.name)
    equal(len(client.list_logged_model_artifacts(begun.model_id)), 1, "a file more")
    mlflow.set_active_model(name="watched")
    with mlflow.start_run():
        mlflow.log_metric("quality", 0.5)
    mlflow.clear_active_model()
    equal([m.name for m in mlflow.search_logged_models(filter_string="metrics.quality = 0.5", output_format="list")], ["watched"], "of the active model")
    equal(mlflow.search_logged_models(output_format="list", max_results=1)[0].name != "", True, "one")
    with mlflow.start_run() as user:
        client.log_inputs(user.info.run_id, models=[mlflow.entities.LoggedModelInput(begun.model_id)])
        mlflow.log_outputs(models=[mlflow.entities.LoggedModelOutput(begun.model_id, step=3)])
    kept = client.get_run(user.info.run_id)
    equal([m.model_id for m in kept.inputs.model_inputs], [begun.model_id], "input")
    equal([(m.model_id, m.step) for m in kept.outputs.model_outputs], [(begun.model_id, 3)], "output")


def traces(client):
    experiment = mlflow.set_experiment("further traces").experiment_id
    root = client.start_trace("by hand", inputs={"q": 1}, tags={"t": "1"})
    trace_id = root.trace_id if THREE else root.request_id
    child = client.start_span("inner", trace_id, parent_id=root.span_id, inputs=[1])
    client.end_span(trace_id, child.span_id, outputs=[2], attributes={"n": 1.5}, status="ERROR")
    client.end_trace(trace_id, outputs={"a": 2})
    with mlflow.start_span("context", span_type="TOOL") as span:
        span.set_inputs({"x": "größe"})
        span.add_event(mlflow.entities.SpanEvent("something", attributes={"k": "v"}))
        mlflow.update_current_trace(tags={"late": "yes"})
    if hasattr(mlflow, "flush_trace_async_logging"):
        mlflow.flush_trace_async_logging()
    kept = client.get_trace(trace_id)
    equal([(s.name, s.inputs, s.outputs) for s in kept.data.spans], [("by hand", {"q": 1}, {"a": 2}), ("inner", [1], [2])], "spans by hand")
    equal(kept.data.spans[1].attributes["n"], 1.5, "attribute")
    equal(kept.info.tags["t"], "1", "tag")
    frame = mlflow.search_traces(**({"locations": [experiment]} if THREE else {"experiment_ids": [experiment]}))
    equal(len(frame), 2, "as a table")
    found = client.search_traces(**({"locations": [experiment]} if THREE else {"experiment_ids": [experiment]}), filter_string="tags.late = 'yes'")
    equal([one.data.spans[0].events[0].name for one in found], ["something"], "event")
    if THREE:
        with mlflow.start_run() as run:
            pass
        client.link_traces_to_run([trace_id], run.info.run_id)
        linked = client.search_traces(locations=[experiment], filter_string=f"attributes.run_id = '{run.info.run_id}'")
        equal([one.info.trace_id for one in linked], [trace_id], "linked to a run")
        given = mlflow.log_feedback(trace_id=trace_id, name="quality", value=3.5)
        mlflow.override_feedback(trace_id=trace_id, assessment_id=given.assessment_id, value=4.5)
        mlflow.update_assessment(trace_id=trace_id, assessment_id=given.assessment_id,
                                 assessment=mlflow.entities.Feedback(name="quality", value=2.5))
        values = sorted(a.feedback.value for a in mlflow.get_trace(trace_id).info.assessments)
        equal(values, [2.5, 4.5], "overridden and updated")


def commands(url):
    """MLflow's own program against the server."""
    def run(*words):
        done = subprocess.run([sys.executable, "-m", "mlflow", *words], capture_output=True, text=True, check=False,
                              env={**os.environ, "MLFLOW_TRACKING_URI": url})
        assert done.returncode == 0, f"mlflow {' '.join(words)}: {done.stderr[-2000:]}"
        return done.stdout

    assert "further runs" in run("experiments", "search")
    made = run("experiments", "create", "-n", "of a command")
    number = made.strip().split()[-1]
    run("experiments", "rename", "--experiment-id", number, "--new-name", "of a command, renamed")
    run("experiments", "delete", "--experiment-id", number)
    run("experiments", "restore", "--experiment-id", number)
    experiment = mlflow.get_experiment_by_name("further models").experiment_id
    assert len(run("runs", "list", "--experiment-id", experiment).splitlines()) > 2
    one = mlflow.search_runs([mlflow.get_experiment_by_name("further runs").experiment_id], max_results=1)["run_id"][0]
    assert json.loads(run("runs", "describe", "--run-id", one))["info"]["run_id"] == one
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "up.txt")
        with open(file, "w", encoding="utf-8") as out:
            out.write("up")
        run("artifacts", "log-artifact", "--local-file", file, "--run-id", one, "--artifact-path", "by/command")
        assert "by/command" in run("artifacts", "list", "--run-id", one, "--artifact-path", "by")
        os.mkdir(folder + "/got")
        told = run("artifacts", "download", "--run-id", one, "--artifact-path", "by/command/up.txt", "--dst-path", folder + "/got")
        with open(told.strip().splitlines()[-1], encoding="utf-8") as got:
            equal(got.read(), "up", "downloaded by a command")


def main():
    with TataraServer(sys.argv[1]) as server:
        mlflow.set_tracking_uri(server.url)
        client = MlflowClient()
        experiments(client)
        runs(client)
        models(client)
        traces(client)
        commands(server.url)
        print(f"mlflow {mlflow.__version__}: experiments, runs, models, traces, commands: all equal")


main()
