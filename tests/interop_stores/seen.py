"""All that an MLflow client sees of a store or server, as one value that can be compared."""

import hashlib
import os
import tempfile

import mlflow
from mlflow import MlflowClient
from mlflow.entities import ViewType


def number(value):
    return "nan" if value != value else float(value).hex()


def files_of(client, run_id, path=None):
    found = {}
    for item in client.list_artifacts(run_id, path):
        if item.is_dir:
            found.update(files_of(client, run_id, item.path))
        else:
            with tempfile.TemporaryDirectory() as folder:
                local = client.download_artifacts(run_id, item.path, folder)
                with open(local, "rb") as file:
                    found[item.path] = hashlib.sha256(file.read()).hexdigest()
    return found


def run_of(client, run, artifacts):
    history = {}
    for key in run.data.metrics:
        # The same point twice is one point, as in MLflow's own database.
        history[key] = sorted({(m.step, m.timestamp, number(m.value)) for m in client.get_metric_history(run.info.run_id, key)})
    datasets = sorted((d.dataset.name, d.dataset.digest, d.dataset.source_type, d.dataset.source, d.dataset.schema or "",
                       d.dataset.profile or "", tuple(sorted((t.key, t.value) for t in d.tags)))
                      for d in (run.inputs.dataset_inputs if run.inputs else []))
    return {
        "info": (run.info.run_name, run.info.status, run.info.start_time, run.info.end_time, run.info.user_id,
                 run.info.lifecycle_stage),
        "params": run.data.params, "tags": run.data.tags, "history": history, "datasets": datasets,
        "latest": {key: number(value) for key, value in run.data.metrics.items()},
        "artifacts": files_of(client, run.info.run_id) if artifacts else None,
    }


def trace_of(trace):
    """Apart from where a server keeps its spans."""
    info = trace.info
    places = ("mlflow.artifactLocation", "mlflow.trace.spansLocation", "mlflow.trace.infoFinalized")
    return {
        "info": (info.state.value, info.timestamp_ms, info.execution_duration, info.request_preview, info.response_preview),
        "tags": {key: value for key, value in info.tags.items() if key not in places},
        "metadata": {key: value for key, value in info.trace_metadata.items() if key not in places},
        "assessments": sorted((a.name, str(a.feedback or a.expectation), a.rationale or "", a.valid or False, str(a.source))
                              for a in info.assessments),
        "spans": [(s.name, s.span_id, s.parent_id, s.start_time_ns, s.end_time_ns, s.span_type, s.inputs, s.outputs,
                   sorted(s.attributes.items(), key=str), str(s.status)) for s in trace.data.spans],
    }


def without_previews(things):
    return {key: {part: what[:3] if part == "info" else what for part, what in value.items() if part != "assessments"}
            if key[0] == "trace" else value for key, value in things.items()}


def everything(uri, artifacts=True, logged_models=False, traces=False):
    mlflow.set_tracking_uri(uri)  # the client downloads spans from there, whatever it was made with
    client = MlflowClient(tracking_uri=uri, registry_uri=uri)
    seen = {}
    for experiment in client.search_experiments(view_type=ViewType.ALL):
        seen["experiment", experiment.name] = (experiment.lifecycle_stage, experiment.creation_time,
                                               experiment.tags) if experiment.name != "Default" else ()
        for run in client.search_runs([experiment.experiment_id], run_view_type=ViewType.ALL, max_results=5000):
            seen["run", run.info.run_id] = run_of(client, client.get_run(run.info.run_id), artifacts)
        if traces:
            for trace in client.search_traces(locations=[experiment.experiment_id]):
                seen["trace", trace.info.trace_id] = trace_of(trace)
        if logged_models:
            for model in client.search_logged_models([experiment.experiment_id]):
                seen["logged model", model.model_id] = (
                    model.name, str(model.status), model.creation_timestamp, model.source_run_id, model.params, model.tags,
                    sorted((m.key, m.step, m.timestamp, number(m.value)) for m in model.metrics or []))
    for model in client.search_registered_models():
        seen["model", model.name] = (model.description or "", model.creation_timestamp, model.tags,
                                     {alias: int(version) for alias, version in model.aliases.items()})
        for version in client.search_model_versions(f"name='{model.name}'"):
            seen["version", model.name, int(version.version)] = (
                version.description or "", version.creation_timestamp, version.current_stage, version.run_id or "",
                version.tags, version.status)
    return seen


def differences(ours, theirs):
    found = []
    for key in sorted(set(ours) | set(theirs), key=str):
        left, right = ours.get(key), theirs.get(key)
        if left == right:
            continue
        if isinstance(left, dict) and isinstance(right, dict):
            for part in left:
                if left[part] != right.get(part):
                    found.append(f"{key} {part}: {str(left[part])[:300]} is not {str(right.get(part))[:300]}")
        else:
            found.append(f"{key}: {str(left)[:300]} is not {str(right)[:300]}")
    return found


def size(folder):
    return sum(len(files) for _, _, files in os.walk(folder))
