"""differential.py TATARA [SEQUENCES] [SEED]: the same requests to `tatara server` and to MLflow's own server.

Each sequence is a dozen random requests about things of its own: experiments, runs, metrics, searches, logged models, the
registry, datasets, traces, artifacts; sound ones and ones with something missing, too long or of the wrong type. Status, error code and body
must be equal, apart from ids, times and the differences that core/api/README.md lists with their reasons. TATARA_FUZZ_SEQUENCES sets
the number, TATARA_FUZZ_SECONDS how long it may take; a difference is printed with its seed and the sequence so far, so that it can be played again.
"""

import json
import hashlib
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse

import requests

from tatara_server import TataraServer

TIMES = {"creation_time", "last_update_time", "creation_timestamp", "last_updated_timestamp", "creation_timestamp_ms",
         "last_updated_timestamp_ms"}
RANDOM_NAME = re.compile(r"^[a-z]+-[a-z]+-\d+$")
LOGGED_MODEL = re.compile(r"m-[0-9a-f]{32}")
ARTIFACTS = re.compile(r"mlflow-artifacts:/(\d+)")
HEX = re.compile(r"[0-9a-f]{32}")
EXPERIMENT_SAID = re.compile(r"([Ee]xperiment (?:with id[= ])?)(\d+)")


class Server:
    def __init__(self, name, url):
        self.name, self.url = name, url
        self.session = requests.Session()
        self.ids = {}  # what this server called a thing → what the test calls it

    def ask(self, method, path, body=None, query=None, raw=None, headers=None):
        return self.session.request(method, self.url + path, json=body, params=query, data=raw, headers=headers, timeout=60)


class Ref:
    """An id that each server chose for itself."""

    def __init__(self, kind, number):
        self.key = f"<{kind} {number}>"


def resolve(value, names):
    if isinstance(value, Ref):
        return names[value.key]
    if isinstance(value, dict):
        return {key: resolve(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [resolve(inner, names) for inner in value]
    if isinstance(value, str) and "<" in value:
        for key, name in names.items():
            value = value.replace(key, name)
    return value


def plain(value, ids, key=""):
    """What is compared of an answer."""
    if isinstance(value, dict):
        # The protocol has a version's model_id; MLflow's server never fills it in.
        version = ("model_id",) if "current_stage" in value else ()
        return {k: plain(v, ids, k) for k, v in value.items()
                if k not in ("sqlstate", "error_class", "workspace", "mlflow.trace.infoFinalized", *version)}
    if isinstance(value, list):
        items = [plain(v, ids) for v in value]
        if key in ("tags", "params", "metrics", "aliases", "request_metadata", "dataset_inputs"):
            items.sort(key=lambda item: json.dumps(item, sort_keys=True))
        return items
    if key in TIMES:
        return "<time>"
    if key == "experiment_id" and value in ids.get("experiments", {}):
        return ids["experiments"][value]
    if key == "next_page_token":
        return "<token>"
    if isinstance(value, str):
        place = ARTIFACTS.match(value)
        if place and place[1] in ids.get("experiments", {}):
            value = "mlflow-artifacts:/" + ids["experiments"][place[1]] + value[place.end(1):]
        for name, symbol in ids.items():
            if name != "experiments":
                value = value.replace(name, symbol)
        if key == "message":
            value = EXPERIMENT_SAID.sub(lambda found: found[1] + ids.get("experiments", {}).get(found[2], found[2]), value)
        if key in ("run_name", "name", "value") and RANDOM_NAME.match(value):
            return "<random name>"
        return HEX.sub("<hex>", value)
    if isinstance(value, float) and value != value:
        return "NaN"  # MLflow writes it without quotes in one place, which is no JSON
    if isinstance(value, (int, float)) and abs(value) == 1.7976931348623157e308:
        return "Infinity" if value > 0 else "-Infinity"  # infinities stay infinities here
    return value


# What people and scripts read and act on is said in the same words; elsewhere the words are each server's own.
SAME_WORDS = re.compile("|".join((
    "Changing param values is not allowed", "A batch logging request can contain", "Duplicate parameter keys", "must be in the 'active' state",
    "Could not find experiment with name", "No Experiment with id", "^Run with id=", "^Registered Model with name=", "^Model Version \\(name=",
    "Invalid page token", "is reserved", "^Registered model alias", "Names cannot contain", "^No tag with name", "^Invalid Model Version stage",
    "Names may only contain", "must not resolve to other names", "^Logged model with ID", "Invalid experiment ID", "Missing value for required parameter")))
SQL = re.compile(r"\(sqlite3\.|sqlalche\.me|Query-invoked autoflush")


class Sequence:
    """The requests of one sequence, made by chance from what exists so far."""

    def __init__(self, chance, number):
        self.chance, self.number = chance, number
        self.runs, self.models, self.registered, self.experiments = [], [], [], []
        self.count = 0
        self.traces = []
        self.wrong = False  # the request being made has its mistake: of two, each server may name another first
        self.mistyped = False  # it holds a value of a type that does not fit

    def name(self, kind):
        self.count += 1
        return f"{kind}-{self.number}-{self.count}"

    def pick(self, items, default=None):
        return self.chance.choice(items) if items else default

    def err(self, share):
        """Whether to make a mistake here."""
        if not self.wrong and self.chance.random() < share:
            self.wrong = True
            return True
        return False

    def experiment(self):
        if self.err(0.05):
            return self.pick(["777777", "abc"])
        return self.pick(self.experiments, "0")

    def run(self):
        if self.runs and not self.err(0.05):
            return self.pick(self.runs)
        self.wrong = True
        return self.pick(["0" * 32, "x", "", "../etc"])

    def key(self):
        if self.err(0.07):
            return self.pick(["", "a//b", "../x", "/a", "a/", "bad*", "k" * 251, "a#b", "."])
        return self.pick(["a", "b", "val/loss", "größe", "with space", "x.y"])

    def value(self):
        return self.pick([0, 1, -1, 0.5, 1e300, -1e-300, 3, "NaN", "Infinity", "-Infinity", 7.25])

    def metric(self):
        metric = {"key": self.key(), "value": self.value(), "timestamp": self.chance.randrange(5), "step": self.chance.randrange(-2, 4)}
        if metric["value"] == "NaN":  # of points at one step and time, which is the last one: see docs/server.md
            self.count += 1
            metric["timestamp"] = 100 + self.count
        return self.spoil(metric)

    def pair(self):
        return self.spoil({"key": self.key(), "value": self.pick(["1", "", "text", "ünï", "x" * 300])})

    def spoil_query(self, query):
        """A query holds texts only."""
        if query and self.err(0.06):
            key = self.pick(list(query))
            query = {k: v for k, v in query.items() if k != key}
            if self.chance.random() < 0.5:
                query[key] = self.pick(["", "zzz", "-1"])
                self.mistyped = key == "max_results" and query[key] == "zzz"
        return query

    def spoil(self, body):
        """Now and then something is missing or of the wrong type."""
        if body and self.err(0.06):
            key = self.pick(list(body))
            body = dict(body)
            what = self.chance.randrange(4)
            if what == 0:
                del body[key]
            else:
                body[key] = self.pick([None, [], {}, "", "zzz"])
                self.mistyped = True
        return body

    def filter_of_runs(self):
        return self.pick(["", "metrics.a > 0", "metrics.b != 1", "params.a = '1'", "params.a != 'x'", "tags.a LIKE '%t%'", "tags.b ILIKE 'TEXT'",
                          "attributes.status = 'RUNNING'", "status != 'FAILED'", "run_name = 'fixed'", "metrics.`val/loss` <= 1",
                          "metrics.a > 0 AND params.a = '1'", "start_time > 3", "metrics.a > 'x'", "params.a = 1", "foo.a = 1", "metrics.a >",
                          "params.a = '1' OR params.b = '1'", "attributes.foo = 'x'", "dataset.name = 'd'", "params.a LIKE 1", "metrics.a = 1 AND",
                          "tags.a = 'text' and metrics.b < 1e5", "run_id IN ('x')", "user_id = ''", "metrics.a IN (1)", "artifact_uri LIKE '%'", "  "])

    def order_of_runs(self):
        return self.pick([[], ["metrics.a DESC"], ["params.a"], ["start_time ASC"], ["tags.a DESC", "metrics.b"], ["run_name"], ["foo"],
                          ["metrics.a", "metrics.a"], ["status DESC"], ["metrics.a UP"], ["end_time"]])

    def make(self):
        """(method, path, body, query, what the answer names)"""
        self.wrong = self.mistyped = False
        return self.pick([self.new_run, self.new_run, self.log_metric, self.log_metric, self.log_batch, self.log_batch, self.log_param,
                          self.set_tag, self.delete_tag, self.update_run, self.delete_run, self.get_run, self.get_run, self.search_runs,
                          self.search_runs, self.history, self.new_experiment, self.get_experiment, self.change_experiment,
                          self.search_experiments, self.inputs, self.new_logged_model, self.use_logged_model, self.search_logged_models,
                          self.new_registered, self.new_registered, self.use_registered, self.new_version, self.use_version,
                          self.search_registry, self.alias, self.artifact, self.odd, self.search_datasets, self.list_artifacts,
                          self.histories, self.new_trace, self.use_trace, self.use_trace, self.search_traces, self.outputs])()

    def new_run(self):
        self.count += 1  # no two runs begin at once: their order would be that of their ids
        body = {"experiment_id": self.experiment(), "start_time": 2 * self.count}
        if self.chance.random() < 0.4:
            body["run_name"] = "fixed"
        if self.chance.random() < 0.4:
            body["tags"] = [self.pair() for _ in range(self.chance.randrange(3))]
        return "POST", "runs/create", self.spoil(body), None, "run"

    def log_metric(self):
        return "POST", "runs/log-metric", self.spoil({"run_id": self.run(), **self.metric()}), None, None

    def log_batch(self):
        body = {"run_id": self.run()}
        size = self.pick([0, 1, 2, 3, 101]) if self.chance.random() < 0.1 else self.chance.randrange(4)
        if self.chance.random() < 0.8:
            body["metrics"] = [self.metric() for _ in range(size)]
        if self.chance.random() < 0.5:
            body["params"] = [self.pair() for _ in range(self.chance.randrange(3))]
        if self.chance.random() < 0.5:
            body["tags"] = [self.pair() for _ in range(self.chance.randrange(3))]
        return "POST", "runs/log-batch", self.spoil(body), None, None

    def log_param(self):
        return "POST", "runs/log-parameter", self.spoil({"run_id": self.run(), **self.pair()}), None, None

    def set_tag(self):
        return "POST", "runs/set-tag", self.spoil({"run_id": self.run(), **self.pair()}), None, None

    def delete_tag(self):
        return "POST", "runs/delete-tag", self.spoil({"run_id": self.run(), "key": self.key()}), None, None

    def update_run(self):
        body = {"run_id": self.run(), "status": self.pick(["RUNNING", "FINISHED", "FAILED", "KILLED", "SCHEDULED"])}
        if self.chance.random() < 0.5:
            body["end_time"] = self.chance.randrange(99)
        if self.chance.random() < 0.3:
            body["run_name"] = self.pick(["other", ""])
        return "POST", "runs/update", self.spoil(body), None, None

    def delete_run(self):
        return "POST", self.pick(["runs/delete", "runs/restore"]), self.spoil({"run_id": self.run()}), None, None

    def get_run(self):
        return "GET", "runs/get", None, self.spoil_query({"run_id": self.run()}), None

    def search_runs(self):
        body = {"experiment_ids": [self.experiment()], "filter": self.filter_of_runs(), "order_by": self.order_of_runs()}
        if self.chance.random() < 0.3:
            body["run_view_type"] = self.pick(["ACTIVE_ONLY", "DELETED_ONLY", "ALL", "NONE"])
            self.mistyped = body["run_view_type"] == "NONE"
        if self.chance.random() < 0.4:
            body["max_results"] = self.pick([1, 2, 1000, 50000, 50001, -1, 0, "2"])
        return "POST", "runs/search", self.spoil(body), None, None

    def history(self):
        query = {"run_id": self.run(), "metric_key": self.key(), "max_results": self.pick([1, 2, 25000, 0])}
        return "GET", "metrics/get-history", None, self.spoil_query(query), None

    def new_experiment(self):
        body = {"name": self.pick([self.name("exp"), "Default", "n" * 501, ""]) if self.chance.random() < 0.2 else self.name("exp")}
        if self.chance.random() < 0.3:
            body["tags"] = [self.pair()]
        if self.chance.random() < 0.1:
            body["artifact_location"] = self.pick(["runs:/x", "mlflow-artifacts:/own", "file:///a#b"])
        return "POST", "experiments/create", self.spoil(body), None, "experiment"

    def get_experiment(self):
        if self.chance.random() < 0.5:
            return "GET", "experiments/get", None, {"experiment_id": self.experiment()}, None
        return "GET", "experiments/get-by-name", None, {"experiment_name": self.pick([f"exp-{self.number}-1", "Default", "none", ""])}, None

    def change_experiment(self):
        target = self.pick(self.experiments, "777777")
        verb = self.pick(["delete", "restore", "update", "set-experiment-tag", "delete-experiment-tag"])
        body = {"experiment_id": target}
        if verb == "update":
            body["new_name"] = self.pick([self.name("renamed"), ""])
        if verb == "set-experiment-tag":
            body.update(self.pair())
        if verb == "delete-experiment-tag":
            body["key"] = self.key()
        return "POST", "experiments/" + verb, self.spoil(body), None, None

    def search_experiments(self):
        body = {"max_results": self.pick([1, 5, 1000, 50000, 50001, 0, -3]),
                "filter": self.pick([f"name LIKE 'exp-{self.number}-%'", f"name = 'exp-{self.number}-1'", f"name ILIKE 'EXP-{self.number}-%'", "name > 'a'", "foo = 'x'", f"attributes.name = 'exp-{self.number}-1'",
                                     f"attribute.name = 'exp-{self.number}-1'", " "])}
        if self.chance.random() < 0.3:
            body["view_type"] = self.pick(["ACTIVE_ONLY", "DELETED_ONLY", "ALL"])
        if self.chance.random() < 0.4:
            body["order_by"] = self.pick([["name"], ["name DESC"], ["experiment_id DESC"], ["foo"], ["creation_time DESC"]])
        return "POST", "experiments/search", body, None, None

    def search_datasets(self):
        ids = [self.experiment()] if self.chance.random() < 0.9 else self.pick([[], ["0"] * 21])
        return "POST", "/ajax-api/2.0/mlflow/experiments/search-datasets", {"experiment_ids": ids}, None, None

    def list_artifacts(self):
        query = {"run_id": self.run()}
        if self.chance.random() < 0.5:
            query["path"] = self.pick(["a", "a/b", "..", "%2e%2e", "a/../b", "/etc", ""])
        return "GET", "artifacts/list", None, self.spoil_query(query), None

    def histories(self):
        query = {"run_id": [self.run()] if self.chance.random() < 0.9 else [], "metric_key": self.key(), "max_results": self.pick([1, 100, 25000])}
        return "GET", "/ajax-api/2.0/mlflow/metrics/get-history-bulk", None, query, None

    def outputs(self):
        model = self.pick(self.models) if self.models else "m-" + "1" * 32
        return "POST", "runs/outputs", {"run_id": self.run(), "models": [{"model_id": model, "step": self.chance.randrange(3)}]}, None, None

    def new_trace(self):
        self.count += 1
        trace = "tr-" + hashlib.md5(f"{self.number}-{self.count}-{self.chance.random()}".encode()).hexdigest()
        info = {"trace_id": trace, "trace_location": {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": self.experiment()}},
                "request_time": f"2026-01-01T00:00:0{self.chance.randrange(9)}Z", "execution_duration": f"{self.chance.randrange(5)}.5s",
                "state": self.pick(["OK", "ERROR", "IN_PROGRESS"]), "tags": {"mlflow.traceName": self.pick(["one", "two"]), "t": "v"},
                "trace_metadata": {"mlflow.sourceRun": "r", "m": self.pick(["x", "y"])}, "request_preview": "asked", "response_preview": "told"}
        if not self.wrong:
            self.traces.append(trace)
        return "POST", "/api/3.0/mlflow/traces", {"trace": {"trace_info": info}}, None, None

    def use_trace(self):
        trace = self.pick(self.traces) if self.traces and self.chance.random() < 0.9 else "tr-" + "0" * 32
        which = self.chance.randrange(6)
        path = "/api/3.0/mlflow/traces/" + trace
        if which == 0:
            return "PATCH", path + "/tags", {"key": self.pick(["t", "u", "größe"]), "value": self.pick(["w", ""])}, None, None
        if which == 1:
            return "DELETE", path + "/tags", {"key": self.pick(["t", "none"])}, None, None
        if which == 2 and self.experiments:
            wish = {"experiment_id": self.pick(self.experiments)}
            wish.update(self.pick([{"request_ids": [trace]}, {"max_timestamp_millis": 1767225604000}, {"max_timestamp_millis": 1767225604000, "max_traces": 1}, {}]))
            return "POST", "/api/3.0/mlflow/traces/delete-traces", wish, None, None
        return "GET", path, None, None, None

    def search_traces(self):
        body = {"locations": [{"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": self.experiment()}}],
                "filter": self.pick(["", "trace.status = 'OK'", "attributes.name = 'one'", "tags.t = 'v'", "tags.t != 'w'", "timestamp_ms > 1767225603000",
                                     "metadata.m = 'x'", "trace.foo = 'x'", "tags.t LIKE 'v%'", "execution_time_ms < 2000", "run_id = 'r'", "tags.t = 1"]),
                "max_results": self.pick([1, 2, 100, 500, 501, 0])}
        if self.chance.random() < 0.5:
            body["order_by"] = self.pick([["timestamp_ms DESC"], ["timestamp_ms ASC"], ["execution_time_ms DESC"], ["foo"], ["trace.name"]])
        return "POST", "/api/3.0/mlflow/traces/search", body, None, None

    def inputs(self):
        dataset = self.spoil({"name": self.pick(["d", "e"]), "digest": self.pick(["1", "2", "x" * 37]), "source_type": "local", "source": "s",
                              "schema": "{}", "profile": "{}"})
        self.mistyped = self.mistyped or self.wrong  # there the run is looked for before what a dataset lacks is seen
        body = {"run_id": self.run(), "datasets": [{"dataset": dataset, "tags": [{"key": "mlflow.data.context", "value": "training"}]}]}
        return "POST", "runs/log-inputs", self.spoil(body), None, None

    def new_logged_model(self):
        body = {"experiment_id": self.experiment(), "name": self.pick(["model", "m2", "a/b", "a:b"]), "model_type": self.pick(["", "Agent"])}
        if self.chance.random() < 0.5:
            body["params"] = [{"key": "a", "value": "1"}]
        if self.chance.random() < 0.5:
            body["tags"] = [{"key": "t", "value": "v"}]
        return "POST", "logged-models", body, None, "model"

    def use_logged_model(self):
        model = self.pick(self.models) if self.models and self.chance.random() < 0.9 else "m-" + "0" * 32
        which = self.chance.randrange(6)
        path = ("logged-models/{}", model)
        if which == 0:
            return "PATCH", path, {"model_id": model, "status": self.status_of_model()}, None, None
        if which == 1:
            return "PATCH", ("logged-models/{}/tags", model), {"model_id": model, "tags": [{"key": self.pick(["t", "u"]), "value": "w"}]}, None, None
        if which == 2:
            return "DELETE", ("logged-models/{}/tags/t", model), None, None, None
        if which == 3:
            return "DELETE", path, None, None, None
        return "GET", path, None, None, None

    def status_of_model(self):
        status = self.pick(["LOGGED_MODEL_READY", "LOGGED_MODEL_UPLOAD_FAILED", "FINE"])
        self.mistyped = status == "FINE"
        return status

    def search_logged_models(self):
        body = {"experiment_ids": [self.experiment()],
                "filter": self.pick(["", "name = 'model'", "params.a = '1'", "tags.t = 'v'", "model_type != ''", "status = 'PENDING'", "foo = 1", "name LIKE 'm%'",
                                     "status = 'READY'", "status != 'READY'", "status = 'LOGGED_MODEL_READY'", "name IN ('model')", "creation_time > 5",
                                     "metrics.a > 0", "params.a != '2'", "tags.t LIKE 'v%'", "name ILIKE 'M%'", "model_type = 'Agent' AND name != 'x'",
                                     "source_run_id = ''", "params.a = '1' OR name = 'm'", "attribute.name = 'model'", "attributes.name = 'model'", "metric.a > 0", "\t"])}
        if self.chance.random() < 0.4:
            body["max_results"] = self.pick([1, 2, 50, 100, 101, 0, -1])
        if self.chance.random() < 0.5:
            body["order_by"] = [{"field_name": self.pick(["name", "creation_time", "foo"]), "ascending": self.pick([True, False])}]
        return "POST", "logged-models/search", body, None, None

    def registered_name(self):
        if self.registered and not self.err(0.1):
            return self.pick(self.registered)
        self.wrong = True
        return self.pick(["none", "", "a/b"])

    def new_registered(self):
        name = self.name("reg")
        if self.chance.random() < 0.15:
            name = self.pick(["a/b", "a:b", "", " ", ".", "..", "..x", "\t", self.pick(self.registered, "x/y")])
        else:
            self.registered.append(name)
        body = {"name": name}
        if self.chance.random() < 0.3:
            body["description"] = "words"
        if self.chance.random() < 0.3:
            body["tags"] = [{"key": "k", "value": self.pick(["v", "w"])}]
        return "POST", "registered-models/create", body, None, None

    def use_registered(self):
        name = self.registered_name()
        which = self.chance.randrange(8)
        if which == 0:
            return "PATCH", "registered-models/update", {"name": name, "description": "new"}, None, None
        if which == 1:
            other = self.name("reg")
            if name in self.registered:
                self.registered.append(other)
            return "POST", "registered-models/rename", {"name": name, "new_name": self.pick([other, other, other, "a/b", " ", self.pick(self.registered, other)])}, None, None
        if which == 2 and self.chance.random() < 0.5:
            return "DELETE", "registered-models/delete", {"name": name}, None, None
        if which == 3:
            return "POST", "registered-models/set-tag", self.spoil({"name": name, "key": "k", "value": "x"}), None, None
        if which == 4:
            return "DELETE", "registered-models/delete-tag", self.spoil({"name": name, "key": self.pick(["k", "none"])}), None, None
        if which == 5:
            return "POST", "registered-models/get-latest-versions", {"name": name, "stages": self.pick([[], ["None"], ["staging"], ["Foo"]])}, None, None
        return "GET", "registered-models/get", None, self.spoil_query({"name": name}), None

    def new_version(self):
        body = {"name": self.registered_name(), "source": self.pick(["mlflow-artifacts:/a/b", "s3://bucket/x", "s3://bucket/y", "/etc", "file:///etc",
                                                                     "models:/none/1", "s3://bucket/../x"])}
        if self.models and self.chance.random() < 0.4:
            model = self.pick(self.models)
            body.update(source=f"models:/{model.key}", model_id=model)
        elif self.chance.random() < 0.3:
            body.update(run_link="https://example.org/r", description="words")
        if self.chance.random() < 0.3:
            body["tags"] = [{"key": "k", "value": "v"}]
        return "POST", "model-versions/create", body, None, None

    def use_version(self):
        named = {"name": self.registered_name(), "version": self.pick(["1", "1", "2", "9", "x"])}
        which = self.chance.randrange(8)
        if which == 0:
            return "PATCH", "model-versions/update", {**named, "description": "d"}, None, None
        if which == 1:
            return "POST", "model-versions/transition-stage", {**named, "stage": self.pick(["Staging", "production", "Foo", "None"]),
                                                               "archive_existing_versions": self.pick([True, False])}, None, None
        if which == 2 and self.chance.random() < 0.5:
            return "DELETE", "model-versions/delete", named, None, None
        if which == 3:
            return "POST", "model-versions/set-tag", {**named, "key": "k", "value": "v2"}, None, None
        if which == 4:
            return "DELETE", "model-versions/delete-tag", {**named, "key": "k"}, None, None
        if which == 5:
            return "GET", "model-versions/get-download-uri", None, named, None
        return "GET", "model-versions/get", None, named, None

    def search_registry(self):
        name = self.pick(self.registered, "none")
        if self.chance.random() < 0.5:
            query = {"filter": self.pick([f"name = '{name}'", f"name LIKE 'reg-{self.number}-%'", f"name ILIKE 'REG-{self.number}-%' AND tags.k = 'v'", "name > 'a'", "foo = 'x'", f"attributes.name = '{name}'", f"attribute.name = '{name}'", " "])}
            if self.chance.random() < 0.5:
                query["order_by"] = self.pick(["name", "name DESC", "foo", "timestamp ASC, name"])
            if self.chance.random() < 0.4:
                query["max_results"] = self.pick([1, 2, 1000, 1001])
            return "GET", "registered-models/search", None, query, None
        query = {"filter": self.pick([f"name = '{name}'", f"name = '{name}' AND tags.k = 'v'", f"name = '{name}' AND version_number > 1", "foo = 'x'", "run_id = 'zzz'", "name LIKE 'none%'", f"attr.name = '{name}'", " "]),
                 "max_results": self.pick([1, 2, 100, 200000, 200001])}
        if self.chance.random() < 0.5:
            query["order_by"] = self.pick(["name", "version_number DESC", "foo"])
        return "GET", "model-versions/search", None, query, None

    def alias(self):
        named = {"name": self.registered_name(), "alias": self.pick(["champion", "best_1", "latest", "v1", "a b", ""])}
        which = self.chance.randrange(4)
        if which < 2:
            return "POST", "registered-models/alias", {**named, "version": self.pick(["1", "2", "9"])}, None, None
        if which == 2:
            return "DELETE", "registered-models/alias", named, None, None
        return "GET", "registered-models/alias", None, named, None

    def artifact(self):
        path = self.pick(["f.txt", "dir/g.bin", "größe.txt", "a b.txt"])
        root = "/api/2.0/mlflow-artifacts/artifacts"
        folder = f"fuzz/{self.number}"
        which = self.chance.randrange(5)
        if which < 2:
            return "PUT", f"{root}/{folder}/{urllib.parse.quote(path)}", b"bytes of " + path.encode(), None, "raw"
        if which == 2:
            return "GET", f"{root}/{folder}/{urllib.parse.quote(path)}", None, None, "raw"
        if which == 3:
            return "DELETE", f"{root}/{folder}/{self.pick(['f.txt', 'dir'])}", None, None, "raw"
        return "GET", root, None, {"path": self.pick([folder, folder + "/dir", folder + "/none", "../x"])}, "raw"

    def odd(self):
        return self.pick([("POST", "runs/log-batch", "a string", None, None), ("POST", "runs/create", [], None, None),
                          ("GET", "metrics/get-history", None, {}, None), ("POST", "nowhere", {}, None, None),
                          ("POST", "mpu/create/x", {}, None, None)])


def words_of(message):
    return message.replace(" See the API docs for more information about request parameters.", "")


def different(ours, theirs, mine, other):
    """A sentence when the two answers differ in what must be equal."""
    if ours.status_code != theirs.status_code:
        return f"status {ours.status_code} is not {theirs.status_code}"
    try:
        left, right = plain(ours.json(), mine.ids), plain(theirs.json(), other.ids)
        if "traces" in left and "next_page_token" not in left:
            right.pop("next_page_token", None)  # theirs leads to an empty page when the last one is full
    except ValueError:
        if ours.status_code >= 400:
            return None  # what MLflow says in HTML, this server says in JSON
        return None if ours.content == theirs.content else "bodies differ"
    if ours.status_code >= 400:
        words = right.get("message", "")
        if SQL.search(words):
            return None  # what a database's constraint said there has a sentence and a code of its own here
        if left.get("error_code") != right.get("error_code"):
            return f"error code {left.get('error_code')} is not {right.get('error_code')}"
        same = words_of(left.get("message", "")) == words_of(words)
        # An empty key is one that is missing, and a name that leads nowhere as well.
        same = same or (left.get("message", "").startswith("Missing value") and 'Invalid value ""' in words)
        # Of two mistakes in one request each names its own first.
        same = same or (left.get("message", "").startswith("Invalid") and words.startswith("Missing value"))
        same = same or (left.get("message", "").startswith("Missing value") and "must be in the 'active' state" in words)
        return "messages differ" if SAME_WORDS.search(words) and not same else None
    return None if left == right else "bodies differ"


# Another word before what a filter asks for than the one kind of search there knows: here all know all of them.
OTHER_WORD = re.compile(r"^(attributes|attribute|attr|run|metric|param|parameter|parameters|tag)\.")


# Answers that differ for a reason; each is in docs/server.md.
def deliberate(request, ours, theirs, mistyped):
    method, path, body = request[0], request[1], request[2]
    wanted = (body if isinstance(body, dict) else request[3] or {}).get("filter")
    if isinstance(wanted, str) and (ours.status_code, theirs.status_code) == (200, 400) and path != "runs/search" and OTHER_WORD.match(wanted):
        return True
    if isinstance(wanted, str) and wanted and not wanted.strip():
        return ours.status_code == 200 and theirs.status_code in (400, 500)
    if theirs.status_code >= 500 and theirs.status_code != 501:
        return ours.status_code < 500
    if method == "PUT" and "mlflow-artifacts" in path:
        return (ours.text, theirs.text) == ("{}", "")
    if mistyped and ours.status_code == 400:
        return "Invalid value" in ours.text or "Missing value" in ours.text  # there it depends on what stands before it
    if path == "model-versions/create" and "must identify the resource that contains" in theirs.text:
        return body["source"].startswith("mlflow-artifacts:")
    if SQL.search(theirs.text) and 400 <= ours.status_code < 500:
        return True  # a database's constraint there
    if isinstance(path, str) and path.endswith("get-history-bulk") and not request[3].get("metric_key"):
        return ours.status_code == 400
    if path == "logged-models/search" and theirs.status_code == 200:
        return "status" in body["filter"] or body.get("max_results", 1) < 0
    if isinstance(path, tuple) and method != "GET" and (ours.status_code, theirs.status_code) == (404, 200):
        return True  # a change of a deleted logged model
    if path == "runs/search" and theirs.status_code == ours.status_code == 200 and "run_name" in (body.get("order_by") or []):
        return any(RANDOM_NAME.match(run["info"]["run_name"]) for run in theirs.json().get("runs", []))  # names of chance
    if path == "runs/outputs" and SQL.search(theirs.text):
        return ours.status_code == 200  # the same link twice
    if path == "runs/create":
        keys = [tag.get("key") for tag in body.get("tags") or [] if isinstance(tag, dict)] if isinstance(body, dict) else []
        if theirs.status_code == 200 and ours.status_code == 400:
            return any(not isinstance(key, str) or not re.fullmatch(r"[\w.\- :]+(/[\w.\- :]+)*", key) or len(key) > 250
                       or key == "." or ".." in key.split("/") for key in keys)
        if SQL.search(theirs.text):
            return ours.status_code == 200 and (len(set(keys)) < len(keys) or not body.get("experiment_id"))
        return theirs.status_code == ours.status_code == 200 and not body.get("start_time")
    return False


class Fuzz:
    def __init__(self, mine, other, seed):
        self.servers = (mine, other)
        self.names = ({}, {})
        self.seed = seed
        self.differences = {}
        self.requests = 0

    def send(self, index, request):
        server, names = self.servers[index], self.names[index]
        method, path, body, query, kind = request
        if kind == "raw":
            return server.ask(method, path, raw=body, query=query)
        if isinstance(path, tuple):
            path = path[0].format(resolve(path[1], names))
        base = "" if path.startswith("/") else "/api/2.0/mlflow/"
        return server.ask(method, base + path, body=resolve(body, names), query=resolve(query, names))

    def learn(self, sequence, request, answers):
        kind = request[4]
        if kind in (None, "raw") or any(answer.status_code != 200 for answer in answers):
            return
        found = {"run": lambda a: a["run"]["info"]["run_id"], "model": lambda a: a["model"]["info"]["model_id"],
                 "experiment": lambda a: a["experiment_id"]}[kind]
        self.requests_named = getattr(self, "requests_named", 0) + 1
        ref = Ref(kind, self.requests_named)
        for index, answer in enumerate(answers):
            name = found(answer.json())
            self.names[index][ref.key] = name
            if kind == "experiment":
                self.servers[index].ids.setdefault("experiments", {})[name] = ref.key
            else:
                self.servers[index].ids[name] = ref.key
        {"run": sequence.runs, "model": sequence.models, "experiment": sequence.experiments}[kind].append(ref)

    def play(self, number):
        # The seed is in every name, so that a server that is used again (MLFLOW_AT) knows none of them yet.
        sequence = Sequence(random.Random(f"{self.seed}-{number}"), f"{self.seed}.{number}")
        for server, names in zip(self.servers, self.names):
            server.ids.clear()
            names.clear()
        told = []
        first = ("POST", "experiments/create", {"name": sequence.name("exp")}, None, "experiment")
        for step in range(14):
            request = first if step == 0 else sequence.make()
            answers = [self.send(index, request) for index in (0, 1)]
            self.requests += 1
            told.append(request[:4])
            self.learn(sequence, request, answers)
            why = different(answers[0], answers[1], *self.servers)
            if why and deliberate(request, *answers, sequence.mistyped):
                reads = isinstance(request[1], str) and request[1].endswith("search")
                if not reads and (answers[0].status_code == 200 or answers[1].status_code == 200):
                    return  # what the two hold differs from here on
                continue
            if why:
                path = request[1][0] if isinstance(request[1], tuple) else request[1]
                place = "mlflow-artifacts" if "mlflow-artifacts" in path else path
                self.differences.setdefault((place, why), []).append(
                    (number, step, resolve(request[2] if request[2] is not None else request[3], self.names[0]) if not isinstance(request[2], bytes) else None,
                     answers[0].text[:4000], answers[1].text[:4000]))
                return  # what follows would differ for the same reason


def start_mlflow(folder):
    port = 5900 + os.getpid() % 90
    process = subprocess.Popen(
        [sys.executable, "-m", "mlflow", "server", "--backend-store-uri", f"sqlite:///{folder}/mlflow.db", "--artifacts-destination",
         f"{folder}/artifacts", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"],
        stdout=open(f"{folder}/server.log", "wb"), stderr=subprocess.STDOUT, start_new_session=True,
        env={**os.environ, "MLFLOW_DISABLE_TELEMETRY": "true", "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"})
    url = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            if requests.get(url + "/health", timeout=5).status_code == 200:
                return process, url
        except requests.RequestException:
            time.sleep(0.5)
    os.killpg(process.pid, 15)
    raise AssertionError("MLflow's server does not start: " + open(f"{folder}/server.log").read()[-2000:])


def tell(fuzz):
    for (place, why), cases in sorted(fuzz.differences.items(), key=lambda each: -len(each[1])):
        number, step, body, ours, theirs = cases[0]
        print(f"{len(cases)} × {place}: {why}\n   sequence {number}, request {step}: {json.dumps(body)[:500]}\n   tatara: {ours}\n   mlflow: {theirs}")


def main():
    sequences = int(sys.argv[2]) if len(sys.argv) > 2 else int(os.environ.get("TATARA_FUZZ_SEQUENCES", "40"))
    seed = sys.argv[3] if len(sys.argv) > 3 else "20261121"
    folder = tempfile.mkdtemp(prefix="tatara-differential-")
    process = None
    try:
        with TataraServer(sys.argv[1]) as tatara:
            if "MLFLOW_AT" in os.environ:
                url = os.environ["MLFLOW_AT"]
            else:
                process, url = start_mlflow(folder)
            fuzz = Fuzz(Server("tatara", tatara.url), Server("mlflow", url), seed)
            began = time.monotonic()
            for number in range(sequences):
                if time.monotonic() - began > float(os.environ.get("TATARA_FUZZ_SECONDS", "inf")):
                    sequences = number
                    break
                try:
                    fuzz.play(number)
                except requests.RequestException:  # a server that died, or a machine too busy for either
                    tell(fuzz)
                    print(f"a request of sequence {number} got no answer; {sum(map(len, fuzz.differences.values()))} differences before it; seed {seed}")
                    raise
    finally:
        if process:
            os.killpg(process.pid, 15)
            process.wait(timeout=60)
        shutil.rmtree(folder, ignore_errors=True)
    tell(fuzz)
    assert fuzz.requests > sequences, "nothing was asked"
    print(f"{sequences} sequences, {fuzz.requests} requests, {sum(map(len, fuzz.differences.values()))} differences; seed {seed}")
    sys.exit(1 if fuzz.differences else 0)


main()
