"""whole.py TATARA: the rest of what people call of MLflow's client: access tokens, tracing, evaluation, resumed and nested
runs, asynchronous logging, datasets, logged models, and the registry's searches and pages.

Everything that is written is read back through the client, and traces through `tatara traces` as well. Warnings of the client
about traces fail the test: they are how it says that spans were lost.
"""

import logging
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
from mlflow.exceptions import MlflowException

from tatara_server import TataraServer

THREE = mlflow.__version__.startswith("3.")


class Complaints(logging.Handler):
    """What the client warned of."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.heard = []
        logging.getLogger("mlflow").addHandler(self)

    def emit(self, record):
        self.heard.append(f"{record.name}: {record.getMessage()}")

    def about(self, *words):
        return [line for line in self.heard if any(word in line.lower() for word in words)]


def equal(left, right, what):
    assert left == right, f"{what}: {left!r} is not {right!r}"


def refused(call, code):
    try:
        call()
    except MlflowException as error:
        equal(error.error_code, code, str(error))
        return str(error)
    raise AssertionError(f"not refused with {code}")


def tokens(tatara):
    """A server that asks for a token, and the ways in which the client gives one."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = os.path.join(folder, "workspace")

        def tatara_says(*words):
            return subprocess.run([tatara, *words, "--workspace", workspace], capture_output=True, text=True, check=True).stdout.strip()

        tatara_says("init", workspace)
        logger = tatara_says("tokens", "create", "--scope", "log", "--person", "ana")
        reader = tatara_says("tokens", "create", "--scope", "read", "--person", "rea")
        with TataraServer(tatara, workspace, arguments=("--require-token",)) as server:
            mlflow.set_tracking_uri(server.url)
            client = MlflowClient()
            refused(lambda: client.create_experiment("closed"), "UNAUTHENTICATED")
            os.environ["MLFLOW_TRACKING_TOKEN"] = logger
            experiment = client.create_experiment("opened")
            run = client.create_run(experiment)
            client.log_text(run.info.run_id, "words", "a.txt")
            equal(mlflow.artifacts.load_text(f"runs:/{run.info.run_id}/a.txt"), "words", "artifact with a token")
            client.create_registered_model("hers")
            os.environ["MLFLOW_TRACKING_TOKEN"] = reader
            equal(client.get_experiment(experiment).name, "opened", "reading")
            equal(len(client.search_runs([experiment])), 1, "a search is reading")
            refused(lambda: client.log_metric(run.info.run_id, "m", 1), "PERMISSION_DENIED")
            del os.environ["MLFLOW_TRACKING_TOKEN"]
            os.environ["MLFLOW_TRACKING_USERNAME"], os.environ["MLFLOW_TRACKING_PASSWORD"] = "ana", logger
            client.log_metric(run.info.run_id, "m", 1)
            equal(client.get_run(run.info.run_id).data.metrics, {"m": 1.0}, "by user name and password")
            listed = server.ask("tokens", "list")
            equal([(t["person"], t["scopes"], t["state"]) for t in listed], [("rea", ["read"], "live"), ("ana", ["log"], "live")], "tokens")
            subprocess.run([tatara, "tokens", "revoke", str(listed[1]["id"]), "--workspace", workspace], check=True, capture_output=True)
            for _ in range(100):
                try:
                    client.get_experiment(experiment)
                except MlflowException as error:
                    equal(error.error_code, "UNAUTHENTICATED", "revoked")
                    break
            else:
                raise AssertionError("a revoked token still opens")
            del os.environ["MLFLOW_TRACKING_USERNAME"], os.environ["MLFLOW_TRACKING_PASSWORD"]


def tracing(client, server, complaints):
    experiment = mlflow.set_experiment("traces").experiment_id

    @mlflow.trace(name="look up", span_type="RETRIEVER", attributes={"top": 3})
    def look_up(question):
        return [question.upper(), "größe"]

    @mlflow.trace(span_type="LLM")
    def answer(question, context):
        span = mlflow.get_current_active_span()
        span.set_attribute("mlflow.chat.tokenUsage", {"input_tokens": 3, "output_tokens": 4, "total_tokens": 7})
        return f"{context[0]}!"

    @mlflow.trace
    def ask(question):
        return answer(question, look_up(question))

    @mlflow.trace
    def fail():
        raise ValueError("no answer")

    with mlflow.start_run() as run:
        equal(ask("why"), "WHY!", "the traced function's own answer")
        for i in range(4):
            ask(f"question {i}")
    try:
        fail()
    except ValueError:
        pass
    if hasattr(mlflow, "flush_trace_async_logging"):
        mlflow.flush_trace_async_logging()

    def search(**words):
        return client.search_traces(**({"locations": [experiment]} if THREE else {"experiment_ids": [experiment]}), **words)

    traces = search()
    equal(len(traces), 6, "traces")
    failed, *asked = traces
    equal([len(t.data.spans) for t in traces], [1, 3, 3, 3, 3, 3], "spans")
    first = asked[-1]
    spans = {span.name: span for span in first.data.spans}
    equal(set(spans), {"ask", "answer", "look up"}, "names of spans")
    equal(spans["answer"].parent_id, spans["ask"].span_id, "parent")
    equal(spans["look up"].attributes["top"], 3, "attribute")
    equal(spans["look up"].inputs, {"question": "why"}, "inputs")
    equal(spans["look up"].outputs, ["WHY", "größe"], "outputs")
    equal(spans["answer"].attributes["mlflow.chat.tokenUsage"]["total_tokens"], 7, "tokens")
    assert spans["ask"].end_time_ns >= spans["answer"].end_time_ns > spans["answer"].start_time_ns > 0
    event = failed.data.spans[0].events[0]
    equal((event.name, event.attributes["exception.message"]), ("exception", "no answer"), "exception")
    state = "state" if THREE else "status"
    equal([getattr(t.info, state).name if hasattr(getattr(t.info, state), "name") else getattr(t.info, state) for t in (failed, first)], ["ERROR", "OK"], "states")

    trace_id = first.info.trace_id if THREE else first.info.request_id
    client.set_trace_tag(trace_id, "looked", "at")
    equal(client.get_trace(trace_id).info.tags["looked"], "at", "tag")
    equal(len(search(filter_string="tags.looked = 'at'")), 1, "search by tag")
    equal(len(search(filter_string="attributes.status = 'OK'")), 5, "search by status")
    equal(len(search(filter_string="attributes.status = 'ERROR' AND attributes.name = 'fail'")), 1, "search by two")
    equal(len(search(filter_string=f"request_metadata.`mlflow.sourceRun` = '{run.info.run_id}'")), 5, "search by run")
    times = [t.info.request_time if THREE else t.info.timestamp_ms for t in search(order_by=["timestamp_ms ASC"])]
    equal(times, sorted(times), "order")
    page = search(max_results=4)
    equal((len(page), bool(page.token)), (4, True), "first page")
    equal(len(search(max_results=4, page_token=page.token)), 2, "second page")
    client.delete_trace_tag(trace_id, "looked")
    assert "looked" not in client.get_trace(trace_id).info.tags
    refused(lambda: client.get_trace("tr-" + "0" * 32), "RESOURCE_DOES_NOT_EXIST")

    listed = server.ask("traces", "list", "--experiment", "traces")
    equal([(t["name"], t["state"]) for t in listed], [("fail", "ERROR")] + [("ask", "OK")] * 5, "tatara: traces")
    shown = server.ask("traces", "show", trace_id)
    equal([(s["name"], s["depth"]) for s in shown["spans"]], [("ask", 0), ("look up", 1), ("answer", 1)], "tatara: tree")
    equal(shown["spans"][1]["inputs"], {"question": "why"}, "tatara: inputs")
    equal(shown["spans"][2]["tokens"], 7, "tatara: tokens of a span")
    equal(shown["run_id"], run.info.run_id, "tatara: run")
    equal(len(server.ask("traces", "list", "--run", run.info.run_id)), 5, "tatara: traces of a run")

    if THREE:
        feedback = mlflow.log_feedback(trace_id=trace_id, name="good", value=True, rationale="short")
        mlflow.log_expectation(trace_id=trace_id, name="wanted", value={"a": [1, 2]})
        kept = {a.name: a for a in mlflow.get_trace(trace_id).info.assessments}
        equal((kept["good"].feedback.value, kept["good"].rationale, kept["wanted"].expectation.value), (True, "short", {"a": [1, 2]}), "assessments")
        mlflow.delete_assessment(trace_id=trace_id, assessment_id=feedback.assessment_id)
        equal([a.name for a in mlflow.get_trace(trace_id).info.assessments], ["wanted"], "after deletion")
    equal(client.delete_traces(experiment, **{"trace_ids" if THREE else "request_ids": [trace_id]}), 1, "deleted")
    equal(len(search()), 5, "what is left")
    equal(complaints.about("trace", "span"), [], "warnings about traces")


def runs(client):
    experiment = mlflow.set_experiment("resumed").experiment_id
    with mlflow.start_run(run_name="once") as run:
        mlflow.log_metric("m", 1, step=1)
    with mlflow.start_run(run_id=run.info.run_id):
        mlflow.log_metric("m", 2, step=2)
        with mlflow.start_run(nested=True) as child, mlflow.start_run(nested=True) as grandchild:
            mlflow.log_param("deep", "yes")
    equal([m.value for m in client.get_metric_history(run.info.run_id, "m")], [1.0, 2.0], "resumed")
    equal(client.get_run(grandchild.info.run_id).data.tags["mlflow.parentRunId"], child.info.run_id, "grandchild's parent")
    equal(mlflow.get_parent_run(child.info.run_id).info.run_id, run.info.run_id, "parent")
    found = mlflow.search_runs([experiment], f"tags.mlflow.parentRunId = '{run.info.run_id}'")
    equal(list(found["run_id"]), [child.info.run_id], "children")
    try:
        with mlflow.start_run() as broken:
            raise ValueError("stop")
    except ValueError:
        equal(client.get_run(broken.info.run_id).info.status, "FAILED", "a run that raised")

    mlflow.config.enable_async_logging(True)
    with mlflow.start_run() as quick:
        for step in range(300):
            mlflow.log_metrics({"a": step, "b": -step}, step=step)
        mlflow.log_params({f"p{i}": i for i in range(250)})
        mlflow.set_tags({f"t{i}": i for i in range(120)})
    mlflow.flush_async_logging()
    mlflow.config.enable_async_logging(False)
    kept = client.get_run(quick.info.run_id)
    equal([m.step for m in client.get_metric_history(quick.info.run_id, "b")], list(range(300)), "asynchronous points")
    equal(len([k for k in kept.data.params if k.startswith("p")]), 250, "asynchronous params")
    equal(len([k for k in kept.data.tags if k.startswith("t")]), 120, "asynchronous tags")

    with mlflow.start_run() as last:
        for context in ("training", "evaluation"):
            frame = pandas.DataFrame({"x": [1, 2, 3], "y": [0, 1, 0]})
            mlflow.log_input(mlflow.data.from_pandas(frame, name="frame", targets="y"), context=context, tags={"why": context})
        mlflow.log_input(mlflow.data.from_numpy(numpy.eye(3), name="eye"))
    equal(sorted(i.dataset.name for i in client.get_run(last.info.run_id).inputs.dataset_inputs), ["eye", "frame"], "datasets")
    equal(list(mlflow.search_runs([experiment], "dataset.name = 'eye'")["run_id"]), [last.info.run_id], "search by dataset")


def evaluation(client):
    mlflow.set_experiment("evaluated")
    chance = numpy.random.default_rng(7)
    frame = pandas.DataFrame({"x": chance.normal(size=60)})
    frame["y"] = 3 * frame["x"] + chance.normal(size=60) * 0.1
    model = sklearn.linear_model.LinearRegression().fit(frame[["x"]], frame["y"])
    frame["p"] = model.predict(frame[["x"]])
    evaluate = mlflow.models.evaluate if THREE else mlflow.evaluate
    with mlflow.start_run() as run:
        result = evaluate(data=frame, targets="y", predictions="p", model_type="regressor",
                          evaluator_config={"log_model_explainability": False})
    kept = client.get_run(run.info.run_id).data.metrics
    for name, value in result.metrics.items():
        assert abs(kept[name] - value) <= 1e-12 * max(1, abs(value)), (name, value, kept[name])
    assert kept["r2_score"] > 0.9, kept


def logged_models(client):
    experiment = mlflow.set_experiment("logged").experiment_id
    model = sklearn.linear_model.LinearRegression().fit([[1.0], [2.0]], [1.0, 2.0])
    made = []
    with mlflow.start_run() as run:
        for number in range(3):
            info = mlflow.sklearn.log_model(model, name=f"model{number}", params={"n": number}, pip_requirements=["scikit-learn"])
            mlflow.log_metric("score", number * 0.5, model_id=info.model_id)
            client.set_logged_model_tags(info.model_id, {"round": str(number)})
            made.append(info.model_id)

    def search(**words):
        return [m.name for m in mlflow.search_logged_models(experiment_ids=[experiment], output_format="list", **words)]

    equal(sorted(search()), ["model0", "model1", "model2"], "logged models")
    equal(search(filter_string="metrics.score >= 0.5", order_by=[{"field_name": "metrics.score", "ascending": False}]), ["model2", "model1"], "by metric")
    equal(search(filter_string="params.n = '1' AND tags.round = '1'"), ["model1"], "by param and tag")
    equal(search(filter_string=f"source_run_id = '{run.info.run_id}' AND name LIKE '%0'"), ["model0"], "by run")
    equal(sorted(search(max_results=2, order_by=[{"field_name": "name"}])), ["model0", "model1"], "limited")
    assert 1.0 in [m.value for m in mlflow.get_logged_model(made[2]).metrics], "metric of a model"
    client.delete_logged_model_tag(made[0], "round")
    assert "round" not in mlflow.get_logged_model(made[0]).tags
    client.delete_logged_model(made[0])
    equal(sorted(search()), ["model1", "model2"], "after deletion")
    equal({o.model_id for o in client.get_run(run.info.run_id).outputs.model_outputs} >= set(made), True, "outputs of the run")


def registry(client):
    run = client.create_run(mlflow.set_experiment("registry").experiment_id)
    client.log_text(run.info.run_id, "x", "model/file.txt")
    source = f"{run.info.artifact_uri}/model"
    for number in range(12):
        client.create_registered_model(f"name{number:02}", tags={"even": str(number % 2 == 0)}, description=f"number {number}")
    for number in range(7):
        client.create_model_version("name03", source, run.info.run_id, tags={"part": str(number % 3)})
    names, token = [], None
    while True:
        page = client.search_registered_models("name LIKE 'name%'", max_results=5, page_token=token)
        names += [m.name for m in page]
        token = page.token
        if not token:
            break
    equal(names, [f"name{number:02}" for number in range(12)], "pages of models")
    equal([m.name for m in client.search_registered_models("tags.even = 'True'", order_by=["name DESC"])][:2], ["name10", "name08"], "by tag")
    versions = client.search_model_versions("name = 'name03'", order_by=["version_number ASC"], max_results=3)
    equal([str(v.version) for v in versions], ["1", "2", "3"], "first page of versions")
    equal([str(v.version) for v in client.search_model_versions("name = 'name03'", order_by=["version_number ASC"], max_results=3, page_token=versions.token)], ["4", "5", "6"], "second page")
    equal(sorted(str(v.version) for v in client.search_model_versions(f"run_id = '{run.info.run_id}' AND tags.part = '0'")), ["1", "4", "7"], "by run and tag")
    equal(client.get_model_version_download_uri("name03", "2"), source, "download URI")
    client.transition_model_version_stage("name03", "1", "Production")
    client.transition_model_version_stage("name03", "2", "Production", archive_existing_versions=True)
    equal([(str(v.version), v.current_stage) for v in client.get_latest_versions("name03", ["Production", "Archived"])], [("2", "Production"), ("1", "Archived")], "stages")
    client.set_registered_model_alias("name03", "champion", "4")
    client.set_registered_model_alias("name03", "champion", "5")
    equal(client.get_registered_model("name03").aliases, {"champion": "5"}, "aliases")
    client.delete_model_version("name03", "5")
    equal(client.get_registered_model("name03").aliases, {}, "the alias goes with its version")
    equal(str(client.create_model_version("name03", source, run.info.run_id).version), "8", "numbers are not used again")
    client.rename_registered_model("name03", "renamed")
    refused(lambda: client.get_registered_model("name03"), "RESOURCE_DOES_NOT_EXIST")
    equal(len(client.search_model_versions("name = 'renamed'")), 7, "versions go along")
    client.set_registered_model_tag("renamed", "k", "v")
    client.delete_registered_model_tag("renamed", "even")
    equal(client.get_registered_model("renamed").tags, {"k": "v"}, "tags")
    client.set_model_version_tag("renamed", "1", "a", "b")
    client.delete_model_version_tag("renamed", "1", "part")
    equal(client.get_model_version("renamed", "1").tags, {"a": "b"}, "tags of a version")
    refused(lambda: client.create_registered_model("renamed"), "RESOURCE_ALREADY_EXISTS")
    refused(lambda: client.set_registered_model_alias("renamed", "v1", "1"), "INVALID_PARAMETER_VALUE")
    client.delete_registered_model("renamed")
    refused(lambda: client.get_model_version("renamed", "1"), "RESOURCE_DOES_NOT_EXIST")


def prompts():
    """Texts for language models, kept as versions of a model that has no files."""
    first = mlflow.genai.register_prompt("greeting", "Hello {{name}}", commit_message="first", tags={"lang": "en"})
    equal((first.version, first.template), (1, "Hello {{name}}"), "a registered prompt")
    chat = [{"role": "system", "content": "You greet {{name}}."}, {"role": "user", "content": "Hi"}]
    equal(mlflow.genai.register_prompt("greeting", chat).version, 2, "its second version")
    mlflow.genai.set_prompt_alias("greeting", alias="live", version=1)
    equal(mlflow.genai.load_prompt("prompts:/greeting@live").format(name="Aya"), "Hello Aya", "a prompt by its alias")
    equal(mlflow.genai.load_prompt("greeting", version=2).template, chat, "a prompt by its version")
    equal([prompt.name for prompt in mlflow.genai.search_prompts()], ["greeting"], "the prompts")
    assert "greeting" not in [model.name for model in mlflow.search_registered_models()], "a prompt is no model for the client"
    mlflow.genai.delete_prompt_alias("greeting", alias="live")
    refused(lambda: mlflow.genai.load_prompt("prompts:/greeting@live"), "INVALID_PARAMETER_VALUE")


def main():
    complaints = Complaints()
    tokens(sys.argv[1])
    with TataraServer(sys.argv[1]) as server:
        mlflow.set_tracking_uri(server.url)
        client = MlflowClient()
        runs(client)
        evaluation(client)
        registry(client)
        if THREE:
            logged_models(client)
            prompts()
        tracing(client, server, complaints)
        print(f"mlflow {mlflow.__version__}: tokens, runs, evaluation, registry{', logged models, prompts' if THREE else ''}, traces: all equal")


main()
