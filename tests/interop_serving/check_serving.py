"""check_serving.py TATARA [CHECK...]: `tatara predict` and `tatara endpoints serve` against Python.

Models are trained and saved by their own packages. XGBoost and LightGBM must answer to the last bit, ONNX within
1e-6, over 10,000 random rows with missing values; then MLflow's scoring client, tritonclient and boto3 ask the server.
"""

import contextlib
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"

import boto3
import grpc
import lightgbm
import mlflow
import numpy
import onnxruntime
import pandas
import tritonclient.grpc
import tritonclient.http
import xgboost
from botocore import UNSIGNED
from botocore.config import Config
from mlflow.models import infer_signature
from mlflow.pyfunc.scoring_server.client import ScoringServerClient
from prometheus_client.parser import text_string_to_metric_families
from skl2onnx import to_onnx
from sklearn.linear_model import LogisticRegression
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from tritonclient.grpc import service_pb2, service_pb2_grpc

TATARA = sys.argv[1]
NAMES = [f"x{i}" for i in range(8)]
ROWS = 10_000
REGISTERED = {}
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
def running(*command, folder, until, errors=None):
    """A program of ours; gives the line of its standard output that `until` finds."""
    with subprocess.Popen([TATARA, *command], cwd=folder, stdout=subprocess.PIPE, stderr=errors, encoding="utf-8") as process:
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


def register_once(folder):
    if "numbers" not in REGISTERED:
        REGISTERED["numbers"] = register(folder)
        subprocess.run([TATARA, "endpoints", "create", "numbers", "--model", "numbers", "--version", "1"], check=True, cwd=folder)
    return REGISTERED["numbers"]


def register(folder):
    booster = xgboost.train({"nthread": 1}, xgboost.DMatrix(TRAIN, TARGET), 30)
    with running("server", "--port", "0", folder=folder, until="MLFLOW_TRACKING_URI=") as line:
        mlflow.set_tracking_uri(line.split("=", 1)[1])
        mlflow.xgboost.log_model(booster, name="model", signature=infer_signature(TRAIN), registered_model_name="numbers", model_format="ubj")
    return booster


def check_server(folder):
    booster = register_once(folder)
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

        check_tensorflow_serving(url, booster)
        check_metrics(url)


def ask(url, body=None):
    request = urllib.request.Request(url, json.dumps(body).encode() if body else None, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise AssertionError(error.read().decode()) from error


def check_tensorflow_serving(url, booster):
    """The requests of its documentation, "RESTful API": status, metadata, predict by row and by column, classify, regress."""
    row = {name: float(i) for i, name in enumerate(NAMES)}
    wanted = booster.predict(xgboost.DMatrix(pandas.DataFrame([row])))[0]
    model = f"{url}/v1/models/numbers"
    for path in (model, f"{model}/versions/1"):
        status = ask(path)["model_version_status"]
        assert status == [{"version": "1", "state": "AVAILABLE", "status": {"error_code": "OK", "error_message": ""}}], status
    described = ask(f"{model}/metadata")
    assert described["model_spec"]["name"] == "numbers" and set(described["metadata"]["signature_def"]["inputs"]) == set(NAMES)
    for path in (model, f"{model}/versions/1"):
        by_row = ask(f"{path}:predict", {"signature_name": "serving_default", "instances": [row, row]})["predictions"]
        by_column = ask(f"{path}:predict", {"inputs": {name: [value] for name, value in row.items()}})["outputs"]
        assert numpy.float32(by_row[0]) == wanted == numpy.float32(by_row[1]) == numpy.float32(by_column[0])
    regressed = ask(f"{model}:regress", {"context": {"x0": row["x0"]}, "examples": [{n: v for n, v in row.items() if n != "x0"}]})
    assert numpy.float32(regressed["results"][0]) == wanted, regressed
    classified = ask(f"{model}:classify", {"examples": [row]})["results"]
    assert classified[0][0][0] == "0" and numpy.float32(classified[0][0][1]) == wanted, classified
    print("ok  TensorFlow Serving's documented requests")


def check_metrics(url):
    with urllib.request.urlopen(f"{url}/metrics") as answer:
        families = {family.name: family for family in text_string_to_metric_families(answer.read().decode())}
    labels = {"endpoint": "numbers", "version": "1"}
    answered = [sample.value for sample in families["tatara_predict_answered"].samples if sample.labels == labels]
    histogram = families["tatara_predict_duration_seconds"]
    buckets = [sample.value for sample in histogram.samples if sample.name.endswith("_bucket")]
    count = [sample.value for sample in histogram.samples if sample.name.endswith("_count")]
    assert histogram.type == "histogram" and buckets == sorted(buckets) and buckets[-1] == count[0] == answered[0] >= 10, (buckets, count, answered)
    print("ok  Prometheus' own parser reads the metrics")


def refused_by_grpc(code, words, call):
    try:
        call()
    except tritonclient.grpc.InferenceServerException as error:
        assert code in str(error.status()) and words in str(error.message()), error
    except grpc.RpcError as error:
        assert code in str(error.code()) and words in error.details(), error
    else:
        raise AssertionError(f"{code} was expected")


def check_grpc(folder):
    booster = register_once(folder)
    asked = ASKED[:500].reset_index(drop=True)
    wanted = booster.predict(xgboost.DMatrix(asked))
    token = "a-token-of-the-test-1234"
    os.environ["TATARA_ENDPOINTS_TOKEN"] = token
    log = folder / "grpc.log"
    with log.open("w") as errors, running("endpoints", "serve", "--port", "0", "--grpc-port", "0", folder=folder, until="http://", errors=errors):
        port = next(line for line in log.read_text().splitlines() if line.startswith("gRPC: ")).rsplit(":", 1)[1]
        client = tritonclient.grpc.InferenceServerClient(f"127.0.0.1:{port}")
        shown = {"authorization": f"Bearer {token}"}
        refused_by_grpc("UNAUTHENTICATED", "token", client.is_server_live)
        refused_by_grpc("UNAUTHENTICATED", "token", lambda: client.is_server_live(headers={"authorization": "Bearer wrong"}))
        assert client.is_server_live(headers=shown) and client.is_server_ready(headers=shown)
        assert client.is_model_ready("numbers", headers=shown) and client.is_model_ready("numbers", "1", headers=shown)
        assert not client.is_model_ready("numbers", "7", headers=shown) and not client.is_model_ready("nobody", headers=shown)
        assert client.get_server_metadata(headers=shown).name == "tatara"
        described = client.get_model_metadata("numbers", headers=shown)
        assert {item.name: item.datatype for item in described.inputs} == {name: "FP64" for name in NAMES}
        inputs = []
        for name in NAMES:
            one = tritonclient.grpc.InferInput(name, [len(asked)], "FP64")
            one.set_data_from_numpy(asked[name].to_numpy())
            inputs.append(one)
        result = client.infer("numbers", inputs, request_id="mine-7", headers=shown, client_timeout=30)
        same_bits("tritonclient, gRPC, raw contents", pandas.Series(result.as_numpy("predictions")), wanted)
        assert result.get_response().id == "mine-7" and result.get_response().model_version == "1"
        foreign = tritonclient.grpc.InferInput("zz", [1], "FP64")
        foreign.set_data_from_numpy(numpy.zeros(1))
        refused_by_grpc("INVALID_ARGUMENT", "no column 'zz'", lambda: client.infer("numbers", [*inputs, foreign], headers=shown))
        refused_by_grpc("NOT_FOUND", "nobody", lambda: client.infer("nobody", inputs, headers=shown))
        refused_by_grpc("NOT_FOUND", "no version 9", lambda: client.infer("numbers", inputs, "9", headers=shown))
        other = [tritonclient.grpc.InferRequestedOutput("other")]
        refused_by_grpc("INVALID_ARGUMENT", "output", lambda: client.infer("numbers", inputs, outputs=other, headers=shown))
        check_grpc_messages(port, list(shown.items()), asked, wanted)
        assert client.is_server_live(headers=shown)
        print("ok  gRPC: tokens, refusals in words, a message that is too large")
    del os.environ["TATARA_ENDPOINTS_TOKEN"]


def check_grpc_messages(port, shown, asked, wanted):
    """Values in the message's own fields, as other clients send them, and messages that no client sends."""
    with grpc.insecure_channel(f"127.0.0.1:{port}", [("grpc.max_send_message_length", 1 << 30)]) as channel:
        stub = service_pb2_grpc.GRPCInferenceServiceStub(channel)
        request = service_pb2.ModelInferRequest(model_name="numbers")
        for name in NAMES:
            request.inputs.add(name=name, datatype="FP64", shape=[len(asked)]).contents.fp64_contents.extend(asked[name])
        answer = stub.ModelInfer(request, metadata=shown)
        values = numpy.frombuffer(answer.raw_output_contents[0], dtype=numpy.float32)
        same_bits("gRPC, typed contents", pandas.Series(values), wanted)
        for spoil, words in ((lambda bad: bad.inputs[0].shape.append(1 << 40), "sound shape"),
                             (lambda bad: bad.inputs[0].shape.append(-1), "sound shape"),
                             (lambda bad: bad.inputs[0].ClearField("contents"), "more than the bytes"),
                             (lambda bad: setattr(bad.inputs[0], "datatype", "FP128"), "FP128"),
                             (lambda bad: bad.raw_input_contents.append(b"1"), "raw_input_contents"),
                             (lambda bad: bad.ClearField("inputs"), "no inputs")):
            bad = service_pb2.ModelInferRequest()
            bad.CopyFrom(request)
            spoil(bad)
            refused_by_grpc("INVALID_ARGUMENT", words, lambda bad=bad: stub.ModelInfer(bad, metadata=shown))
        huge = service_pb2.ModelInferRequest(model_name="numbers", raw_input_contents=[bytes(65 << 20)])
        refused_by_grpc("RESOURCE_EXHAUSTED", "", lambda: stub.ModelInfer(huge, metadata=shown))


ESCAPES = """
import os, socket, subprocess
import mlflow

class Escapes(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        def succeeds(what):
            try:
                what()
                return 1.0
            except OSError:
                return 0.0
        port, outside = int(model_input["port"].iloc[0]), str(model_input["outside"].iloc[0])
        tries = [lambda: socket.create_connection(("127.0.0.1", port), 2),
                 lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", port)),
                 lambda: open(outside, "w").close(),
                 lambda: subprocess.run(["/bin/true"], check=True),
                 lambda: os.setsid()]
        return [sum(10.0 ** i * succeeds(what) for i, what in enumerate(tries))]

mlflow.models.set_model(Escapes())
"""


def check_walls(folder):
    """A model that tries to get out of the server: it neither connects, writes, starts programs nor leaves its group."""
    (folder / "escapes.py").write_text(ESCAPES)
    outside = folder / "written-by-the-model"
    example = pandas.DataFrame({"port": [1], "outside": ["x"]})
    with running("server", "--port", "0", folder=folder, until="MLFLOW_TRACKING_URI=") as line:
        mlflow.set_tracking_uri(line.split("=", 1)[1])
        mlflow.pyfunc.log_model(name="model", python_model=str(folder / "escapes.py"), signature=infer_signature(example, [0.0]),
                                registered_model_name="escapes", pip_requirements=[])
    subprocess.run([TATARA, "endpoints", "create", "escapes", "--model", "escapes", "--version", "1"], check=True, cwd=folder)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        row = {"port": listener.getsockname()[1], "outside": str(outside)}
        with running("endpoints", "serve", "--port", "0", "--python", sys.executable, folder=folder, until="http://") as url:
            answer = ask(f"{url}/endpoints/escapes/invocations", {"dataframe_records": [row]})
            assert answer["predictions"] == [0], answer
        # The same of a batch, which may write beside its own file and nowhere else.
        pandas.DataFrame([row]).to_csv(folder / "escapes.csv", index=False)
        (folder / "answers").mkdir()
        out = folder / "answers/escaped.csv"
        subprocess.run([TATARA, "predict", "models:/escapes/1", "--data", "escapes.csv", "--out", out, "--python",
                        sys.executable, "--quiet"], check=True, cwd=folder)
        assert pandas.read_csv(out).iloc[0, 0] == 0, out.read_text()
        listener.settimeout(0.1)
        with contextlib.suppress(TimeoutError):
            listener.accept()
            raise AssertionError("the model reached a listener outside")
    assert not outside.exists()
    log = (folder / ".tatara/logs/model-server.log").read_text()
    assert "The kernel" not in log and "Landlock" not in log, log[-2000:]  # all walls stand
    subprocess.run([TATARA, "endpoints", "delete", "escapes"], check=True, cwd=folder)
    print("ok  a model in Python that tries to connect, write, start a program and leave its group")


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
        only = sys.argv[2:]
        for check in (check_xgboost, check_lightgbm, check_onnx, check_python, check_server, check_grpc, check_walls):
            if not only or check.__name__ in only:
                check(folder)
        print(f"all within {time.monotonic() - began:.0f} s")


main()
