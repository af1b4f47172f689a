#!/usr/bin/python3
"""Traces of a workspace, made by a real client, are sent to a real `mlflow server`: a client sees the same of both, sending
again changes nothing, and a trace that broke off is made whole.

    push_traces.py TATARA
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
os.environ["MLFLOW_ENABLE_ASYNC_TRACE_LOGGING"] = "false"

import mlflow
from mlflow import MlflowClient

import servers

THREE = int(mlflow.__version__.split(".")[0]) >= 3
OURS = ("mlflow.artifactLocation", "mlflow.trace.spansLocation", "mlflow.trace.infoFinalized", "tatara.source",
        "tatara.complete")


def fill(url):
    mlflow.set_tracking_uri(url)
    mlflow.set_experiment("questions «ü»")

    @mlflow.trace(span_type="RETRIEVER", attributes={"top": 3, "deep": {"a": [1, None]}})
    def look_up(question):
        return [question.upper(), "größe", 1.5, None]

    @mlflow.trace
    def ask(question):
        return look_up(question)[0]

    @mlflow.trace
    def fail():
        look_up("before")
        raise ValueError("nein, «so» nicht")

    with mlflow.start_run(run_name="asked"):
        for number in range(3):
            ask(f"question {number}\n" + "long " * 400 * number)
    try:
        fail()
    except ValueError:
        pass
    client = MlflowClient()
    traces = found(url)
    trace_id = sorted(traces)[0]
    client.set_trace_tag(trace_id, "looked", "at\n«it»")
    if THREE:
        mlflow.log_feedback(trace_id=trace_id, name="good", value=True, rationale="short")
        first = mlflow.log_feedback(trace_id=trace_id, name="grade", value=2)
        mlflow.override_feedback(trace_id=trace_id, assessment_id=first.assessment_id, value=4.5)
        mlflow.log_expectation(trace_id=trace_id, name="wanted", value={"a": [1, 2]})


def found(url):
    mlflow.set_tracking_uri(url)
    client = MlflowClient(tracking_uri=url)
    experiment = client.get_experiment_by_name("questions «ü»")
    asked = {"locations": [experiment.experiment_id]} if THREE else {"experiment_ids": [experiment.experiment_id]}
    return {trace.info.request_id: trace for trace in client.search_traces(**asked)}


def told(trace, runs):
    """Apart from ids that the server gives and from where it keeps its spans."""
    info = trace.info
    metadata = {key: value for key, value in info.request_metadata.items() if key not in OURS}
    if "mlflow.sourceRun" in metadata:
        metadata["mlflow.sourceRun"] = runs[metadata["mlflow.sourceRun"]]
    spans = [(s.name, s.span_id, s.parent_id, s.start_time_ns, s.end_time_ns, s.span_type, s.inputs, s.outputs, str(s.status),
              sorted((k, str(v)) for k, v in s.attributes.items() if k != "mlflow.traceRequestId"),
              [(e.name, e.timestamp, sorted(e.attributes.items())) for e in s.events]) for s in trace.data.spans]
    value = {
        "state": info.status.value, "started": info.timestamp_ms, "took": info.execution_time_ms,
        "tags": {key: value for key, value in info.tags.items() if key not in OURS},
        "metadata": metadata, "spans": sorted(spans, key=str), "request": trace.data.request, "response": trace.data.response,
    }
    if THREE:
        value |= {"id": info.trace_id, "previews": (info.request_preview, info.response_preview),
                  "assessments": sorted((a.assessment_id, a.name, str(a.feedback or a.expectation), a.rationale or "",
                                         a.valid is not False, a.overrides or "", str(a.source), a.create_time_ms)
                                        for a in info.assessments)}
    return value


def seen(url):
    client = MlflowClient(tracking_uri=url)
    traces = found(url)
    experiment = client.get_experiment_by_name("questions «ü»")
    runs = {run.info.run_id: run.info.run_name for run in client.search_runs([experiment.experiment_id])}
    return sorted((told(trace, runs) for trace in traces.values()), key=lambda one: (one["started"], str(one["spans"])))


def export(tatara, url, workspace):
    done = subprocess.run([tatara, "export", "mlflow", url, "-w", workspace, "--format", "json"], capture_output=True,
                          text=True, check=False)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert not report["skipped"], report["skipped"]
    return report


def forget_the_end(url):
    """As if the sending had broken off before the last word about one of them."""
    client = MlflowClient(tracking_uri=url)
    trace_id = sorted(found(url))[1]
    client.delete_trace_tag(trace_id, "tatara.complete")


def main():
    tatara = sys.argv[1]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        source = servers.TataraServer(tatara, name + "/w")
        try:
            fill(source.url)
            ours = seen(source.url)
        finally:
            source.stop()
        # The database of MLflow 2 asks for an older SQLAlchemy than there is beside it.
        there = servers.MlflowServer(folder, None if THREE else str(folder / "mlruns"))
        try:
            first = export(tatara, there.url, name + "/w")
            theirs = seen(there.url)
            again = export(tatara, there.url, name + "/w")
            forget_the_end(there.url)
            mended = export(tatara, there.url, name + "/w")
            after = seen(there.url)
        finally:
            there.stop()
    assert len(ours) == 4 and first["traces"] == 4 and again["traces"] == 0 and mended["traces"] == 1, (first, again, mended)
    assert after == theirs, "sending again changed something"
    different = [(key, one[key], other[key]) for one, other in zip(ours, theirs, strict=True) for key in one
                 if one[key] != other[key]]
    for key, one, other in different:
        print(f"{key}:\n  {str(one)[:600]}\n  {str(other)[:600]}")
    print(f"{len(ours)} traces, {len(different)} differences")
    return len(different) != 0


sys.exit(main())
