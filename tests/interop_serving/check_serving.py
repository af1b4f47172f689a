"""check_serving.py TATARA: `tatara predict` and `tatara endpoints serve` against Python.

Models are trained and saved by their own packages. XGBoost and LightGBM must answer to the last bit, ONNX within
1e-6, over 10,000 random rows with missing values; then MLflow's scoring client, tritonclient and boto3 ask the server.
"""

import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"

import boto3
import lightgbm
import mlflow
import numpy
import onnxruntime
import pandas
import tritonclient.http
import xgboost
from botocore import UNSIGNED
from botocore.config import Config
from mlflow.models import infer_signature
from mlflow.pyfunc.scoring_server.client import ScoringServerClient
from skl2onnx import to_onnx
from sklearn.linear_model import LogisticRegression
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

TATARA = sys.argv[1]
NAMES = [f"x{i}" for i in range(8)]
ROWS = 10_000
draw = numpy.random.default_rng(20261121)


def rows(count, missing=0.1):
    values = draw.normal(size=(count, len(NAMES))) * 10.0 ** draw.integers(-3, 4, size=len(NAMES))
    values[:, 7] = draw.integers(0, 5, size=count)
    if missing:
        values[draw.random(values.shape) < missing] = numpy.nan
    return pandas.DataFrame(values, columns=NAMES)


TRAIN = rows(2000)
TARGET = TRAIN.fillna(0).x0 * 3 + numpy.sin(TRAIN.fillna(0).x1) + TRAIN.x7.fillna(2) * 5
KINDS = pandas.qcut(TARGET, 4, labels=False)
ASKED = rows(ROWS)
WHOLE = rows(ROWS, missing=0).astype(numpy.float32)


def predict(folder, model, data):
    source, out = folder / "asked.parquet", folder / "answer.parquet"
    data.to_parquet(source)
    subprocess.run([TATARA, "predict", model, "--data", source, "--out", out, "--replace", "--quiet"], check=True, cwd=folder)
    return pandas.read_parquet(out)


def same_bits(name, given, wanted):
    wanted = numpy.asarray(wanted)
    given = given.to_numpy().reshape(wanted.shape).astype(wanted.dtype)
    assert given.tobytes() == wanted.tobytes(), f"{name}: {numpy.sum(given != wanted)} of {wanted.size} differ"
    print(f"ok  {name}: {wanted.size} values, the same to the last bit")


def near(name, given, wanted, most=1e-6):
    wanted = numpy.asarray(wanted, dtype=numpy.float64)
    given = given.to_numpy(dtype=numpy.float64).reshape(wanted.shape)
    worst = numpy.max(numpy.abs(given - wanted) / numpy.maximum(1, numpy.abs(wanted)))
    assert worst <= most, f"{name}: {worst}"
    print(f"ok  {name}: {wanted.size} values within {worst:.1e}")


def check_xgboost(folder):
    matrix = xgboost.DMatrix(ASKED)
    signature = infer_signature(TRAIN)
    for objective, extra in (("reg:squarederror", {}), ("binary:logistic", {}), ("multi:softprob", {"num_class": 4}),
                             ("count:poisson", {}), ("reg:absoluteerror", {}), ("reg:squarederror", {"booster": "gblinear"}),
                             ("reg:squarederror", {"booster": "dart", "rate_drop": 0.2})):
        labels = {"b": (KINDS > 1).astype(int), "m": KINDS, "c": TARGET.abs()}.get(objective[0], TARGET)
        booster = xgboost.train({"objective": objective, "nthread": 1, **extra}, xgboost.DMatrix(TRAIN, labels), 30)
        path = folder / f"xgb-{objective.replace(':', '-')}-{extra.get('booster', 'gbtree')}"
        mlflow.xgboost.save_model(booster, path, signature=signature, model_format="ubj")
        same_bits(f"xgboost {objective} {extra}", predict(folder, path, ASKED), booster.predict(matrix))
    coded = {"feature_types": ["q"] * 7 + ["c"], "enable_categorical": True}
    booster = xgboost.train({"nthread": 1}, xgboost.DMatrix(TRAIN, TARGET, **coded), 30)
    booster.save_model(folder / "coded.json")
    same_bits("xgboost with categories", predict(folder, folder / "coded.json", ASKED), booster.predict(xgboost.DMatrix(ASKED, **coded)))
    stopped = xgboost.XGBClassifier(n_estimators=300, early_stopping_rounds=3, learning_rate=0.8, n_jobs=1)
    stopped.fit(TRAIN[:1500], KINDS[:1500], eval_set=[(TRAIN[1500:], KINDS[1500:])], verbose=False)
    assert stopped.best_iteration + 1 < stopped.get_booster().num_boosted_rounds()
    mlflow.xgboost.save_model(stopped, folder / "stopped", signature=signature, model_format="json")
    same_bits("xgboost classifier that stopped early", predict(folder, folder / "stopped", ASKED), stopped.predict(ASKED))


def check_lightgbm(folder):
    for objective, extra, labels in (("regression", {}, TARGET), ("binary", {}, (KINDS > 1).astype(int)),
                                     ("multiclass", {"num_class": 4}, KINDS)):
        booster = lightgbm.train({"objective": objective, "verbose": -1, "num_threads": 1, **extra}, lightgbm.Dataset(TRAIN, labels), 30)
        path = folder / f"lgb-{objective}"
        mlflow.lightgbm.save_model(booster, path, signature=infer_signature(TRAIN))
        same_bits(f"lightgbm {objective}", predict(folder, path, ASKED), booster.predict(ASKED))


def check_onnx(folder):
    whole = rows(1500, missing=0).astype(numpy.float32)
    target = whole.x0 * 3 + whole.x7
    kinds = pandas.qcut(target, 3, labels=False)
    for name, model, labels in (("boosting", GradientBoostingRegressor(n_estimators=20), target),
                                ("network", make_pipeline(StandardScaler(), MLPRegressor(hidden_layer_sizes=(16,), max_iter=40)), target),
                                ("classes", make_pipeline(StandardScaler(), LogisticRegression(max_iter=50)), kinds)):
        model.fit(whole.to_numpy(), labels)
        options = {id(model): {"zipmap": False}} if name == "classes" else None
        graph = to_onnx(model, whole[:1].to_numpy(), options=options, target_opset=18)
        mlflow.onnx.save_model(graph, folder / f"onnx-{name}", signature=infer_signature(whole))
        session = onnxruntime.InferenceSession(graph.SerializeToString())
        wanted = session.run(None, {session.get_inputs()[0].name: WHOLE.to_numpy()})
        given = predict(folder, folder / f"onnx-{name}", WHOLE)
        near(f"onnx {name}", given if name != "classes" else given.iloc[:, 1:], wanted[-1])


@contextlib.contextmanager
def running(*command, folder, until):
    """A program of ours; gives the line of its standard output that `until` finds."""
    with subprocess.Popen([TATARA, *command], cwd=folder, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            while True:
                line = process.stdout.readline()
                assert line, f"{command} ended"
                if until in line:
                    yield line.strip()
                    break
        finally:
            process.terminate()
            process.wait(30)


def register(folder):
    booster = xgboost.train({"nthread": 1}, xgboost.DMatrix(TRAIN, TARGET), 30)
    with running("server", "--port", "0", folder=folder, until="MLFLOW_TRACKING_URI=") as line:
        mlflow.set_tracking_uri(line.split("=", 1)[1])
        mlflow.xgboost.log_model(booster, name="model", signature=infer_signature(TRAIN), registered_model_name="numbers", model_format="ubj")
    return booster


def check_server(folder):
    booster = register(folder)
    subprocess.run([TATARA, "endpoints", "create", "numbers", "--model", "numbers", "--version", "1"], check=True, cwd=folder)
    asked = ASKED[:500].reset_index(drop=True)
    wanted = booster.predict(xgboost.DMatrix(asked))
    with running("endpoints", "serve", "--port", "0", folder=folder, until="http://") as url:
        client = ScoringServerClient(url.split("//")[1].split(":")[0], int(url.rsplit(":", 1)[1]))
        full = asked.dropna().reset_index(drop=True)  # the client writes NaN, which is no JSON
        answer = client.invoke(full).get_predictions()
        same_bits("MLflow's scoring client", answer, booster.predict(xgboost.DMatrix(full)))

        triton = tritonclient.http.InferenceServerClient(url.split("//")[1])
        assert triton.is_server_live() and triton.is_server_ready() and triton.is_model_ready("numbers")
        described = {item["name"]: item for item in triton.get_model_metadata("numbers")["inputs"]}
        assert set(described) == set(NAMES)
        for binary in (True, False):
            inputs = []
            data = asked if binary else asked.dropna().reset_index(drop=True)  # JSON has no NaN
            for name in NAMES:
                one = tritonclient.http.InferInput(name, [len(data)], "FP64")
                one.set_data_from_numpy(data[name].to_numpy(), binary_data=binary)
                inputs.append(one)
            outputs = None if binary else [tritonclient.http.InferRequestedOutput("predictions", binary_data=False)]
            result = triton.infer("numbers", inputs, outputs=outputs).as_numpy("predictions")
            same_bits(f"tritonclient, binary {binary}", pandas.Series(result), booster.predict(xgboost.DMatrix(data)))

        runtime = boto3.client("sagemaker-runtime", endpoint_url=url, region_name="eu-west-1", config=Config(signature_version=UNSIGNED))
        body = json.dumps({"dataframe_split": json.loads(asked.to_json(orient="split", double_precision=15))})
        result = runtime.invoke_endpoint(EndpointName="numbers", Body=body, ContentType="application/json", TargetVariant="v1")
        assert result["InvokedProductionVariant"] == "v1"
        given = json.loads(result["Body"].read())["predictions"]
        near("boto3's SageMaker runtime", pandas.Series(given), wanted)

        request = urllib.request.Request(f"{url}/v1/models/numbers:predict", json.dumps({"instances": [[1.0] * 8]}).encode())
        assert len(json.load(urllib.request.urlopen(request))["predictions"]) == 1
        assert 'tatara_predict_answered_total{endpoint="numbers",version="1"} 5' in urllib.request.urlopen(f"{url}/metrics").read().decode()
        print("ok  TensorFlow Serving's path and the metrics")


def check_python(folder):
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=50)).fit(WHOLE[:500], KINDS[:500])
    mlflow.sklearn.save_model(model, folder / "pickled", signature=infer_signature(WHOLE))
    refused = subprocess.run([TATARA, "predict", "pickled", "--data", "asked.parquet", "--out", "x.csv"], cwd=folder,
                             stderr=subprocess.PIPE, encoding="utf-8", check=False)
    assert refused.returncode != 0 and "--python" in refused.stderr and "scikit-learn" in refused.stderr, refused.stderr
    asked = WHOLE[:300].reset_index(drop=True)
    asked.to_parquet(folder / "asked.parquet")
    subprocess.run([TATARA, "predict", "pickled", "--data", "asked.parquet", "--out", "answer.parquet", "--replace",
                    "--python", sys.executable, "--quiet"], check=True, cwd=folder)
    same_bits("a scikit-learn model in a child Python", pandas.read_parquet(folder / "answer.parquet"), model.predict(asked))
    lacking = subprocess.run([TATARA, "predict", "pickled", "--data", "asked.parquet", "--out", "x.csv", "--python", "/usr/bin/python3"],
                             cwd=folder, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    assert lacking.returncode != 0 and "mlflow is not installed" in lacking.stderr, lacking.stderr


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([TATARA, "init", "--quiet", "."], check=True, cwd=folder)
        began = time.monotonic()
        for check in (check_xgboost, check_lightgbm, check_onnx, check_python, check_server):
            check(folder)
        print(f"all within {time.monotonic() - began:.0f} s")


main()
