#!/usr/bin/python3
"""A run with a logged model, one of its files and a point that was measured for it, made through a tracking server; and what
a server has of such models. For push.test.

    logged_model.py SERVER.json fill|tell
"""
import json
import pathlib
import sys
import urllib.request

FILES = "/api/2.0/mlflow-artifacts/artifacts"
url = json.loads(pathlib.Path(sys.argv[1]).read_text())["url"]


def ask(method, path, body=None, raw=None):
    path = path if path.startswith("/") else "/api/2.0/mlflow/" + path
    data = raw if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url + path, data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read() or b"{}")


def place(model):
    return model["artifact_uri"].split(":/", 1)[1].lstrip("/")


def fill():
    experiment = ask("POST", "experiments/create", {"name": "bikes"})["experiment_id"]
    run = ask("POST", "runs/create", {"experiment_id": experiment, "start_time": 1700000000000})["run"]["info"]["run_id"]
    model = ask("POST", "logged-models", {"experiment_id": experiment, "name": "tree", "source_run_id": run})["model"]["info"]
    ask("PUT", f"{FILES}/{place(model)}/model.bin", raw=b"the model itself")
    ask("PATCH", "logged-models/" + model["model_id"], {"model_id": model["model_id"], "status": "LOGGED_MODEL_READY"})
    ask("POST", "runs/log-metric", {"run_id": run, "key": "loss", "value": 0.5, "timestamp": 1700000000001, "step": 1,
                                    "model_id": model["model_id"]})
    ask("POST", "runs/update", {"run_id": run, "status": "FINISHED", "end_time": 1700000001000})


def tell():
    experiment = ask("GET", "experiments/get-by-name?experiment_name=bikes")["experiment"]["experiment_id"]
    for model in ask("POST", "logged-models/search", {"experiment_ids": [experiment]}).get("models", []):
        info = model["info"]
        run = ask("GET", "runs/get?run_id=" + info["source_run_id"])["run"]
        files = [file["path"] for file in ask("GET", f"{FILES}?path={place(info)}").get("files", [])]
        measured = [metric["value"] for metric in model["data"].get("metrics", [])]
        print(info["name"], info["status"], run["info"]["lifecycle_stage"], run["info"]["status"], files, measured)


{"fill": fill, "tell": tell}[sys.argv[2]]()
